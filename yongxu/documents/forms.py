"""Form sheets: two columns (or two pairs of them) with a label on the left and its text on the right, one form per record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from yongxu.documents.header_text import squeeze
from yongxu.documents.layout import Layout
from yongxu.documents.table import Cell, Place, Problem, Row, Table
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.wording import Bilingual

_MARK = Pattern(r"^(?:[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[.、](?!\d)|[●■◆▲※○•‧・▪◎])")
_OTHER_LABEL = Pattern(r"^[\u3400-\u9fff()/、]{2,10}$")
_LONGEST_LABEL = 18
_FEWEST_LABELS = 4


@dataclass(slots=True)
class _Form:
    place: Place
    cells: dict[str, Cell] = field(default_factory=dict)


def as_list(table: Table, layouts: Sequence[Layout]) -> Table:
    """The forms of a table as rows below a header of their labels; any other table as it is.

    A table is a list of forms where most rows begin with a label that names a column of a layout, and together they name all that
    the layout requires. A form ends where its first label, or any that it already has, comes again.
    """
    rows = [row for row in table.rows if any(cell.text.strip() for cell in row.cells)]
    layout = _layout_of(rows, layouts)
    if layout is None:
        return table
    heading, forms, problems = list(table.heading), list[_Form](), list[Problem]()
    for row in rows:
        pairs = list(_pairs(row, layout))
        if not pairs and not forms:
            heading.append(" ".join(dict.fromkeys(cell.text for cell in row.cells if cell.text.strip())))
        elif not pairs:
            problems.append(_unlabelled(row))
        for label, cell in pairs:
            if not forms or label in forms[-1].cells:
                forms.append(_Form(row.place))
            forms[-1].cells[label] = cell
    labels = tuple(dict.fromkeys(label for form in forms for label in form.cells))
    place = rows[0].place
    header = Row(tuple(Cell(label, place) for label in labels), place)
    listed = (Row(tuple(form.cells.get(label, Cell("", form.place)) for label in labels), form.place) for form in forms)
    return Table((header, *listed), tuple(heading), (*table.problems, *problems))


def _layout_of(rows: Sequence[Row], layouts: Sequence[Layout]) -> Layout | None:
    """The layout whose columns most rows begin with, None where it is not a list of forms."""
    best: tuple[int, Layout] | None = None
    for layout in layouts:
        labelled = [[label for label, _ in _pairs(row, layout)] for row in rows]
        known = {key for labels in labelled for label in labels if (key := _key_of(label, layout))}
        named = sum(any(_key_of(label, layout) for label in labels) for labels in labelled)
        enough = 3 * named >= 2 * len(rows) and len(known) >= _FEWEST_LABELS
        if enough and all(any(key in known for key in group) for group in layout.required) and (best is None or len(known) > best[0]):
            best = len(known), layout
    return best[1] if best else None


def _pairs(row: Row, layout: Layout) -> Iterator[tuple[str, Cell]]:
    """The labels of a row, each with its cell; none where the row is not one pair or two of them."""
    cells = [cell for i, cell in enumerate(row.cells) if not (cell.covered and i and row.cells[i - 1].text == cell.text)]
    while len(cells) > 2 and not cells[-1].text.strip():
        cells.pop()
    if len(cells) not in (2, 4):
        return
    labels = [_label(cell.text) for cell in cells[::2]]
    if all(0 < len(label) <= _LONGEST_LABEL for label in labels) and any(
        _key_of(label, layout) or _OTHER_LABEL.match(label) for label in labels
    ):
        yield from zip(labels, cells[1::2], strict=True)


def _label(text: str) -> str:
    return _MARK.sub("", squeeze(text)).rstrip(":")


def _key_of(label: str, layout: Layout) -> str | None:
    ranks = [(rank, column.key) for column in layout.columns if (rank := column.rank(label)) is not None]
    return min(ranks)[1] if ranks else None


def _unlabelled(row: Row) -> Problem:
    shown = "；".join(dict.fromkeys(squeeze(cell.text)[:24] for cell in row.cells if cell.text.strip()))
    return Problem(str(row.place), Bilingual(f"表單中的這一列沒有認得的標籤：{shown}", f"this row of the form has no known label: {shown}"))
