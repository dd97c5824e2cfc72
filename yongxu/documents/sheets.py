"""What XLSX and ODS have in common: hidden parts, several tables in one sheet, names of columns."""

from collections.abc import Iterator, Sequence

from yongxu.documents.assembly import is_title, lift_titles, looks_like_header
from yongxu.documents.table import Problem, Row, Table
from yongxu.quantities.wording import Bilingual


def column_name(number: int) -> str:
    """1 → A, 27 → AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def join_sheet(rows: Sequence[Row], problems: tuple[Problem, ...]) -> list[Table]:
    """The tables of one sheet: a new one begins after an empty row with a row that reads like a header, titles before it included."""
    starts = [0]
    titles_from: int | None = None
    for index in range(1, len(rows)):
        gap = rows[index].place.row - rows[index - 1].place.row > 1
        if gap:
            titles_from = index
        if titles_from is None or index - titles_from > 5:
            continue
        if looks_like_header(_without_empty_end(rows[index])):
            if any(not is_title(row) for row in rows[starts[-1] : titles_from]):
                starts.append(titles_from)
            titles_from = None
        elif not is_title(rows[index]):
            titles_from = None
    tables: list[Table] = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        part = rows[start:end]
        columns = max((index for row in part for index, cell in enumerate(row.cells, 1) if cell.text), default=0)
        trimmed = tuple(Row(row.cells[:columns], row.place) for row in part)
        if columns > 1:
            tables.append(lift_titles(Table(trimmed, (), problems if not tables else ()), anywhere=True))
    return tables


def _without_empty_end(row: Row) -> Row:
    filled = [index for index, cell in enumerate(row.cells, 1) if cell.text]
    return Row(row.cells[: filled[-1]], row.place) if filled else row


def hidden_problems(sheet: str, found: Sequence[Row], *, hidden: bool, lines: Sequence[int], columns: Sequence[int]) -> Iterator[Problem]:
    """Hidden parts are read, and said: they may be forgotten leftovers."""
    if not found:
        return
    if hidden:
        yield Problem(
            f"sheet {sheet}",
            Bilingual(zh="工作表是隱藏的，仍已讀取；請確認是否應納入。", en="The sheet is hidden but was read; check whether it belongs."),
        )
    filled = {row.place.row for row in found}
    for number in lines:
        if number in filled:
            yield Problem(
                f"sheet {sheet}, row {number}",
                Bilingual(zh="此列是隱藏的，仍已讀取；請確認是否應納入。", en="The row is hidden but was read; check whether it belongs."),
            )
    for number in columns:
        if any(number <= len(row.cells) and row.cells[number - 1].text for row in found):
            yield Problem(
                f"sheet {sheet}, column {number}",
                Bilingual(
                    zh="此欄是隱藏的，仍已讀取；請確認是否應納入。", en="The column is hidden but was read; check whether it belongs."
                ),
            )


def missing_value(sheet: str, cell: str) -> Problem:
    return Problem(
        f"sheet {sheet}, cell {cell}",
        Bilingual(
            zh=f"儲存格 {cell} 是公式，但檔案沒有存計算結果；請以試算表開啟後重新存檔。",
            en=f"Cell {cell} is a formula whose result is not stored in the file; open it in a spreadsheet program and save it again.",
        ),
    )


def error_value(sheet: str, cell: str, text: str) -> Problem:
    return Problem(
        f"sheet {sheet}, cell {cell}",
        Bilingual(
            zh=f"儲存格 {cell} 的公式結果是錯誤值 {text}，請更正。", en=f"The formula in cell {cell} gives the error {text}; correct it."
        ),
    )
