"""Which kind of table this is and which column stands where, found by its header.

What the columns are called and what their cells look like is data that a subject hands in (`Layout`). Nothing here knows a subject.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from yongxu.documents.code_shapes import are_amounts, are_own_codes
from yongxu.documents.columns import COMPOSED, Column, lent, most_hold
from yongxu.documents.header_lines import fills_groups, numbers_columns
from yongxu.documents.header_text import as_roc, opening, squeeze, year_in
from yongxu.documents.table import Row, Table
from yongxu.quantities.patterns import HAN, Pattern

_YEAR_OF_RESULTS = Pattern(
    r"(?<!\d)(1\d\d|20\d\d)年?度?(第.季|[上下]半年|全年)?之?(年度)?(執行|辦理|實施|推動|達成|工作)?(成果|結果|情形|績效|成效|管考|檢討|實績)"
)
_PART_OF_YEAR = Pattern(r"第?[一二三四1-4]季|Q[1-4]|[上下]半年|(?<!\d)(1[0-2]|[1-9])(月|[-~至](1[0-2]|[1-9])月)(?!底)")
_OF_PROGRESS = Pattern("進度")
"""What says how far the work is (年累計進度 over 預定 and 實際): target and result only where nothing else is."""
_IS_ANOTHER_THING = Pattern(r"率|度$|差|基[期準年]|單位|序|號|次$|比較|前一?年|累計|時間|日期|來源|備")
"""Headers of numbers that are no result: shares of the target reached, gaps, base values, dates."""
_FEWEST_KNOWN = 3
"""How many columns a header must name for the rest to be read by their cells."""
_MOST_HEADER_LINES = 3
_ONLY_YEAR = Pattern(r"(1\d\d|20\d\d)年度?")
_NUMBER_IN_HEADER = Pattern(r"(?<!\d)(1\d\d|20\d\d)(?!\d)年?|\d{1,2}([-~至]\d{1,2})?月底?|第?[1-4]季|Q[1-4]|CO2|10{2,}|[(第]\d[)期]")
"""Numbers that headers bear; a row with others holds figures."""
_HOLDS_FIGURES = Pattern(r"[量值數率%元噸]|經費|預算|金額|費用|款$|額$|目標(?!編號|代碼|代號|編碼|序號)")


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of table is recognised: its columns, which of them must be there, what begins a record, which hold results.

    A column of another year than the one reported is left alone, but for those of ``any_year`` where there is no other.
    Where a column of ``stand_ins`` is not found, the other one is taken for it; where one of ``results`` is not, one of ``lenders``
    that holds figures is.
    """

    kind: str
    columns: tuple[Column, ...]
    required: tuple[tuple[str, ...], ...]
    starts: Mapping[str, str]
    results: tuple[str, ...]
    section: str = ""
    any_year: tuple[str, ...] = ()
    stand_ins: tuple[tuple[str, str], ...] = ()
    lenders: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True, slots=True)
class Heading:
    """A recognised header: which column stands where. ``years`` are the years that header cells name (as printed).

    ``by_content`` are the positions of columns that were recognised by what they hold.
    """

    layout: Layout
    keys: tuple[str | None, ...]
    texts: tuple[str, ...]
    first: int
    last: int
    years: tuple[int | None, ...]
    by_content: tuple[int, ...] = ()

    @property
    def score(self) -> int:
        return sum(key is not None for key in self.keys)

    @property
    def surety(self) -> tuple[int, bool, int]:
        """The score, less where a stand-in names the record; else that whose record a known header names, further left."""
        named = next((i for i, key in enumerate(self.keys) if key in self.layout.starts and key != "code"), None)
        rank = None if named is None else self.layout.column(self.keys[named] or "").rank(self.texts[named])
        return (
            self.score - 2 * (named is not None and rank is None),
            rank is not None and rank < COMPOSED,
            -(len(self.keys) if named is None else named),
        )

    def text_of(self, key: str) -> str:
        return next((text for text, own in zip(self.texts, self.keys, strict=True) if own == key), "")


def recognise(table: Table, layouts: Sequence[Layout]) -> Heading | None:
    """The best header of any of the layouts among the first 40 rows, None if there is none.

    Where no header names all that a layout requires, one that names some of it counts if its other cells show the rest.
    """
    best = _best_header(table, layouts, complete=True)
    if best is not None:
        return _by_cells(best, table)
    partly = _best_header(table, layouts, complete=False)
    if partly is None:
        return None
    shown = _by_cells(partly, table)
    return shown if _has_required(shown.layout, shown.keys) else None


def _by_cells(heading: Heading, table: Table) -> Heading:
    """The heading with the columns that only the cells below it tell."""
    heading = _with_code_column(heading, table)
    keys = lent(heading.layout, heading.keys, heading.texts, lambda position: _cells_below(heading, table, position))
    return with_columns_by_content(replace(heading, keys=keys), table)


def _cells_below(heading: Heading, table: Table, position: int) -> list[str]:
    """The filled cells of a column below the header, without rows that are one text."""
    below = (row for row in table.rows[heading.last + 1 :] if len({cell.text for cell in row.cells if cell.text.strip()}) > 1)
    cells = (squeeze(row.cells[position].text) for row in below if position < len(row.cells))
    return [text for text in cells if re.search(r"[^\s－—–-]", text)]


def _has_required(layout: Layout, keys: Iterable[str | None]) -> bool:
    known = set(keys)
    return all(any(key in known for key in group) for group in layout.required)


def _best_header(table: Table, layouts: Sequence[Layout], *, complete: bool) -> Heading | None:
    best: Heading | None = None
    named = _years_of_title(table)
    for index in range(min(len(table.rows), 40)):
        if best is not None and index <= best.last and _continues_header(table, index - 1):
            continue
        for layout in layouts:
            for lines in _header_lines(layout, table, index):
                found = _match(layout, lines, index, named)
                if found is not None and not (_has_required(layout, found.keys) if complete else found.score >= _FEWEST_KNOWN):
                    continue
                if found is not None and (best is None or found.surety > best.surety):
                    best = found
        if best is not None and index > best.last:
            break
    return best


def _header_lines(layout: Layout, table: Table, index: int) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The lines that a header may have which begins at a row: one, two, or three; not fewer than its merged cells reach down over."""
    lines = [row_texts(table.rows[index])]
    for below in range(index + 1, index + _MOST_HEADER_LINES):
        following = row_texts(table.rows[below]) if below < len(table.rows) else ()
        fits = bool(following) and not numbers_columns(following) and _may_be_second_line(layout, following, above=lines[-1])
        certain = fits and _continues_header(table, below - 1)
        if not certain:
            yield tuple(lines)
        if not fits or (not certain and len(lines) > 1):
            return
        lines.append(following)
    yield tuple(lines)


def _continues_header(table: Table, index: int) -> bool:
    """Whether the row below another one is the rest of one header for certain."""
    return _reaches_down(table, index) or fills_groups(row_texts(table.rows[index]), row_texts(table.rows[index + 1]))


def with_columns_by_content(heading: Heading, table: Table) -> Heading:
    """The heading with columns under a header not known that hold what a column not found holds (○ and ×, names of agencies)."""
    keys, found = list(heading.keys), list(heading.by_content)
    years = [year and as_roc(year) for year in heading.years]
    of_target = years[keys.index("target")] if "target" in keys else None
    reported = of_target or max((year for year in years if year is not None), default=None)
    for column in heading.layout.columns:
        if not column.holds or column.key in keys:
            continue
        answers, names = column.key in heading.layout.results, column.key in heading.layout.starts
        for position in (position for position, key in enumerate(keys) if key is None):
            text = heading.texts[position]
            if (column.unless and re.search(column.unless, text)) or (answers and _IS_ANOTHER_THING.search(text)):
                continue
            if (answers and "target" in keys[position:]) or years[position] not in (None, reported):
                continue
            filled = _cells_below(heading, table, position)
            if names and 5 * len(set(filled)) < 4 * len(filled):
                continue
            if most_hold(column.holds, filled):
                keys[position] = column.key
                found.append(position)
                break
    return replace(heading, keys=tuple(keys), by_content=tuple(found))


def _with_code_column(heading: Heading, table: Table) -> Heading:
    """The heading with the column that holds the codes, under a header not known, if most cells of it are codes alone."""
    layout, keys = heading.layout, list(heading.keys)
    if "code" not in layout.starts:
        return heading
    below = table.rows[heading.last + 1 :]

    def cells_of(position: int) -> list[str]:
        return [opening(row.cells[position].text) for row in below if position < len(row.cells)]

    def codes_in(position: int) -> int:
        alone = [text for text in cells_of(position) if not re.search(r"[\u3400-\u9fff]", re.sub(r"^[\u3400-\u9fff]{1,2}-", "", text))]
        codes = [text for text in alone if re.match(layout.starts["code"], text)]
        return 0 if are_amounts(codes) else len(codes)

    known = [position for position, key in enumerate(keys) if key in layout.starts]
    if any(re.match(layout.starts["code"], text) for position in known for text in cells_of(position)):
        return heading
    if any(keys[position] == "code" and are_own_codes(cells_of(position)) for position in known):
        return heading
    unknown = [
        position
        for position, key in enumerate(keys)
        if key is None
        and not _HOLDS_FIGURES.search(heading.texts[position])
        and (2 * codes_in(position) > len(below) or ("code" not in keys and are_own_codes(cells_of(position))))
    ]
    if not unknown:
        return heading
    keys = ["code" if position == unknown[0] else None if key == "code" else key for position, key in enumerate(keys)]
    return replace(heading, keys=tuple(keys))


def _years_of_title(table: Table) -> list[int]:
    """The years that the lines above the table name, as printed; a date of filing names none."""
    merged = [row.cells[0].text for row in table.rows[:3] if len({cell.text for cell in row.cells if cell.text}) == 1]
    lines = [line for line in (*table.heading, *merged) if re.search(HAN, line) and "日" not in line]
    return [year for line in results_first(lines) if (year := year_in(line)) is not None]


def results_first(lines: Iterable[str]) -> list[str]:
    """The lines above a table, first those that say of which year its results are (113年度執行結果), not of which year a plan is."""
    return sorted(lines, key=lambda line: _YEAR_OF_RESULTS.search(squeeze(line)) is None)


def row_texts(row: Row) -> tuple[str, ...]:
    return tuple(squeeze(cell.text) for cell in row.cells)


def _reaches_down(table: Table, index: int) -> bool:
    """True where a cell of the row is merged with the one below it: the header has a second line for certain."""
    pairs = zip(table.rows[index].cells, table.rows[index + 1].cells, strict=False)
    return any(below.covered and below.text.strip() and below.text == cell.text for cell, below in pairs)


def _may_be_second_line(layout: Layout, texts: tuple[str, ...], *, above: tuple[str, ...]) -> bool:
    """True for a row of several short words, or of what is merged from above, of which none begins a record (one over all is a section)."""
    starts = tuple(layout.starts.values())
    filled = [text for text in texts if text]
    return (
        len(filled) > 1
        and (len(set(filled)) > 1 or len(filled) < len(texts))
        and all(
            text == over
            or (
                len(text) <= 24
                and not re.search(r"\d", _NUMBER_IN_HEADER.sub("", text))
                and not any(re.match(start, text) for start in starts)
            )
            for text, over in zip_longest(texts, above, fillvalue="")
        )
    )


def _match(layout: Layout, lines: Sequence[tuple[str, ...]], first: int, named: Sequence[int]) -> Heading | None:
    """The header in one printed line, or in several of which the upper ones group columns (113年 over 目標 and 實績).

    Of columns of several years those of the year reported count: the latest with a result, else the title's (``named``), else the latest.
    """
    width = max(map(len, lines))
    *groups, below = (line + ("",) * (width - len(line)) for line in (lines if len(lines) > 1 else (*lines, ())))
    above = tuple(map(_joined, zip(*(_spread_groups(group, below) for group in groups), strict=True)))
    texts = tuple(map(_joined, zip(above, below, strict=True)))
    if len(lines) > 1 and len(set(filter(None, lines[0]))) == 1 and len(set(filter(None, lines[1]))) > 2:
        return None
    if sum(bool(text) for text in texts) < 2 or max((len(text) for text in texts), default=0) > 60:
        return None
    reported = _year_reported(layout, texts, named)
    unknown = reported is not None and reported == _year_without_a_word(layout, *_dated(layout, texts))
    candidates: list[tuple[bool, bool, bool, bool, bool, bool, int, int, int, str]] = []
    naming = _first_naming(layout, texts)
    for position, text in enumerate(texts):
        other_year = reported is not None and (year := year_in(text)) is not None and as_roc(year) != reported
        in_part = _PART_OF_YEAR.search(text) is not None
        progress = _OF_PROGRESS.search(text) is not None
        for column in layout.columns:
            own_rank = column.rank(below[position]) if below[position] and not _ONLY_YEAR.fullmatch(below[position]) else None
            whole_rank = column.rank(text) if text else None
            own = own_rank is not None and (whole_rank is None or own_rank <= whole_rank)
            rank = own_rank if own else whole_rank
            own = own or not below[position]
            if rank is not None and (not other_year or (column.key in layout.any_year and not (unknown and column.key in layout.results))):
                gives = bool(column.gives) and position < naming and re.search(column.gives, text) is not None
                surety = (gives, other_year, progress, rank >= COMPOSED, in_part, not own, rank, -(year_in(text) or 0), position)
                candidates.extend((*surety, key) for key in ((column.key, column.gives_to) if gives else (column.key,)))
    keys: list[str | None] = [None] * len(texts)
    taken: set[str] = set()
    for *_, position, key in sorted(candidates):
        if keys[position] is None and key not in taken:
            keys[position] = key
            taken.add(key)
    for missing, other in layout.stand_ins:
        if missing not in taken and other in taken:
            keys[keys.index(other)] = missing
            taken.add(missing)
    return Heading(layout, tuple(keys), texts, first, first + len(lines) - 1, tuple(year_in(text) for text in texts))


def _joined(parts: Iterable[str]) -> str:
    """The texts of one column from the top down, one that a merged cell repeats only once."""
    return "".join(dict.fromkeys(parts))


def _first_naming(layout: Layout, texts: Sequence[str]) -> int:
    """Position of the first column that names a record other than by its code; 0 where there is none."""
    named = [layout.column(key) for key in layout.starts if key != "code"]
    return next((i for i, text in enumerate(texts) if text and any(column.rank(text) is not None for column in named)), 0)


def _spread_groups(above: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """The upper line with each group's name over all its columns, where the file lost the merging (CSV, copied cells)."""
    spread: list[str] = []
    for position, text in enumerate(above):
        inside = position > 0 and not text and below[position] and below[position - 1]
        spread.append(spread[-1] if inside else text)
    return tuple(spread)


def _year_reported(layout: Layout, texts: Sequence[str], named: Sequence[int]) -> int | None:
    """The ROC year the table reports, None where neither a result column nor the title nor several columns name one."""
    dated, with_result = _dated(layout, texts)
    if with_result:
        return _year_without_a_word(layout, dated, with_result) or max(with_result)
    if named:
        return as_roc(named[0])
    first_result = next((position for position, text in enumerate(texts) if _is_result(layout, text)), len(texts))
    beside = [year for text in texts[:first_result] if (year := year_in(text)) is not None]
    return as_roc(beside[-1]) if beside else None


def _is_result(layout: Layout, text: str) -> bool:
    return any(re.search(pattern, text) for key in layout.results for pattern in layout.column(key).headers)


def _dated(layout: Layout, texts: Sequence[str]) -> tuple[list[tuple[int, str]], list[int]]:
    """The headers that name a year, with it (ROC), and the years of those that are results."""
    dated = [(as_roc(year), text) for text in texts if (year := year_in(text)) is not None]
    return dated, [year for year, text in dated if _is_result(layout, text)]


def _year_without_a_word(layout: Layout, dated: Sequence[tuple[int, str]], with_result: Sequence[int]) -> int | None:
    """The year whose result stands under a header not known: it has a target, the results that are known are of years that have none.

    2023年實績, 2024年目標, 2024年答卷: what is reported is 2024, never the 實績 of the year before.
    """
    with_target = [year for year, text in dated if layout.column("target").rank(text) is not None]
    if not with_target or not with_result or max(with_result) >= min(with_target):
        return None
    unknown = (year for year, text in dated if year == min(with_target) and all(column.rank(text) is None for column in layout.columns))
    return next(unknown, None)


def title_of(table: Table, heading: Heading) -> str:
    """The first line of some length above the header, with the short rest of a title that ran over the line; "" where there is none."""
    lines = [*table.heading, *(cell.text for row in table.rows[: heading.first] for cell in row.cells[:1])]
    for index, line in enumerate(lines):
        if len(squeeze(line)) > 6:
            following = squeeze(lines[index + 1]) if index + 1 < len(lines) else ""
            runs_on = 0 < len(following) <= 6 and not re.search(r"\d|單位", following)
            return re.sub(r"\s+", " ", line).strip() + (following if runs_on else "")
    return lines[0].strip() if lines else ""
