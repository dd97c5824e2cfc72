"""Tables that print target and actual one below the other, with a column that says which of them a row holds and a column per year."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from yongxu.documents.header_text import squeeze, year_in
from yongxu.documents.layout import results_first
from yongxu.documents.table import Cell, Row, Table
from yongxu.quantities.patterns import Pattern

_TARGET = Pattern(r"(本?年度|原訂|預[定期計]|設定)?目標(值|數)?|(預[定期計]|應達|計畫|原訂)(達成)?(值|數|目標)?")
_ACTUAL = Pattern(r"(本?年度|累計)?(實際|實績|達成|執行|完成|現況)(達成)?(值|數|情形|結果|成果)?|成果|結果")
_BESIDE = Pattern(r"(目標)?達成(率|度|比率)(\(%\))?|差[距異](值|數)?|(評估|達標)(結果|情形)|達標與否|是否達標|增減(值|數|率)?")
"""What else such a column may name; these rows are left out."""
_YEAR = Pattern(r"(民國|西元)?(1\d\d|20\d\d)年?度?")
_MOST_HEADER_ROWS = 5
_MOST_COLUMNS = 60
"""Wider tables are no printed ones; they are not sought through."""
TARGET, ACTUAL = "目標值", "實際值"
Group = dict[str, Row]
"""What a row holds ("target", "actual", "beside") → the row."""


def with_values_side_by_side(table: Table) -> Table:
    """The table with one row for each group of target and actual, side by side for the year reported; any other table as it is.

    The year reported is the one that the title names, else the last with actuals. Columns of other years are left out.
    """
    for index, row in enumerate(table.rows[:_MOST_HEADER_ROWS]):
        for position in range(len(row.cells) if len(row.cells) <= _MOST_COLUMNS else 0):
            groups = _groups(table.rows[index + 1 :], position)
            if groups is not None and (value := _value_column(table, row, position, groups)) is not None:
                return _pivoted(table, index, position, value, groups)
    return table


def _kind(row: Row, position: int) -> str | None:
    """What a row holds by its cell in the column: "target", "actual", "beside"; "" for an empty or spanning row, None for anything else."""
    said = squeeze(row.cells[position].text) if position < len(row.cells) else ""
    if not said or len({text for text in row.texts() if text.strip()}) < 2:
        return ""
    named = (("target", _TARGET), ("actual", _ACTUAL), ("beside", _BESIDE))
    return next((name for name, pattern in named if pattern.fullmatch(said)), None)


def _groups(rows: Sequence[Row], position: int) -> list[Group] | None:
    """The rows of targets and actuals that belong together, in order; None where the column holds anything else or fewer than two."""
    groups: list[Group] = []
    for row in rows:
        kind = _kind(row, position)
        if kind is None:
            return None
        if kind and (not groups or kind in groups[-1]):
            groups.append({})
        if kind:
            groups[-1][kind] = row
    return groups if len(groups) > 1 and all({"target", "actual"} <= group.keys() for group in groups) else None


def _value_column(table: Table, header: Row, position: int, groups: Sequence[Group]) -> int | None:
    """Where the values of the year reported stand: among columns of years, or the only column beside the kinds that differs by kind."""
    years = {column: year for column, text in enumerate(header.texts()) if _YEAR.fullmatch(squeeze(text)) and (year := year_in(text))}
    if not years:
        beside = position + 1
        differ = beside < len(header.cells) and any(
            group["target"].cells[beside].text != group["actual"].cells[beside].text for group in groups
        )
        return beside if differ else None
    named = [year for line in results_first(table.heading) if (year := year_in(line)) is not None]
    of_title = next((column for column, year in years.items() if named and _roc(year) == _roc(named[0])), None)
    filled = (column for column in reversed(years) if any(_says(group["actual"], column) for group in groups))
    return of_title if of_title is not None else next(filled, None)


def _roc(year: int) -> int:
    return year - 1911 if year > 1900 else year


def _says(row: Row, column: int) -> bool:
    return column < len(row.cells) and any(character.isdigit() for character in row.cells[column].text)


def _pivoted(table: Table, index: int, position: int, value: int, groups: Sequence[Group]) -> Table:
    header = table.rows[index]
    others = {column for column, text in enumerate(header.texts()) if column != value and _YEAR.fullmatch(squeeze(text))}
    year = header.texts()[value] if _YEAR.fullmatch(squeeze(header.texts()[value])) else ""
    named = {position: TARGET, value: f"{year}{ACTUAL}"}
    top = Row(tuple(replace(cell, text=named.get(column, cell.text)) for column, cell in enumerate(header.cells)), header.place)
    belongs = {id(row): group for group in groups for row in group.values()}
    rows = [*table.rows[:index], top, *_merged(table.rows[index + 1 :], belongs, position, value)]
    kept = [Row(tuple(cell for column, cell in enumerate(row.cells) if column not in others), row.place) for row in rows]
    return replace(table, rows=tuple(kept))


def _merged(rows: Sequence[Row], belongs: dict[int, Group], position: int, value: int) -> Iterator[Row]:
    """The rows below the header, each group as one row where its first row stood."""
    done: set[int] = set()
    for row in rows:
        group = belongs.get(id(row))
        if group is None:
            yield row
        elif id(group) not in done:
            done.add(id(group))
            cells = [_cell_of(group, column) for column in range(len(row.cells))]
            cells[position] = replace(group["target"].cells[value], covered=False)
            cells[value] = replace(group["actual"].cells[value], covered=False)
            yield Row(tuple(cells), row.place)


def _cell_of(group: Group, column: int) -> Cell:
    """What the rows of a group say in a column that does not differ by kind: each text once."""
    cells = [row.cells[column] for kind, row in group.items() if kind != "beside" and column < len(row.cells)]
    texts = dict.fromkeys(cell.text for cell in cells if cell.text.strip() and squeeze(cell.text) not in ("-", "－", "—"))
    return replace(cells[0], text="\n".join(texts) or cells[0].text)
