"""Neutral tables written as lists of texts, as any reader would hand them over."""

from collections.abc import Sequence

from yongxu.documents.table import Cell, Place, Row, Table


def grid(
    rows: Sequence[Sequence[str]],
    *,
    heading: Sequence[str] = (),
    pages: Sequence[int] = (),
    covered: Sequence[tuple[int, int]] = (),
    wrapped: bool = False,
) -> Table:
    """A table of these rows. ``covered`` are row and column (from 1) of cells that a merged neighbour covers; one page per row."""
    made = []
    for number, texts in enumerate(rows, 1):
        page = pages[number - 1] if pages else None
        cells = tuple(
            Cell(text, Place(number, column, page), covered=(number, column) in covered, wrapped=wrapped)
            for column, text in enumerate(texts, 1)
        )
        made.append(Row(cells, Place(number, page=page)))
    return Table(tuple(made), tuple(heading))
