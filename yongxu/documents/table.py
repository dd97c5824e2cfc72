"""The neutral table that every reader produces, whatever the file format."""

from dataclasses import dataclass

from yongxu.quantities.wording import Bilingual


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file; all numbers start at 1, None where the format has no such thing."""

    row: int
    column: int | None = None
    page: int | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        parts = [] if self.sheet is None else [f"sheet {self.sheet}"]
        if self.page is not None:
            parts.append(f"page {self.page}")
        parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Cell:
    r"""One cell as printed. Lines are separated by "\n"; an empty cell has the text "".

    ``covered`` is true for a cell that a merged neighbour covers; it then carries the neighbour's text.
    ``wrapped`` is true where a line break may be only the end of a printed line (PDF, plain text).
    """

    text: str
    place: Place
    covered: bool = False
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row."""

    cells: tuple[Cell, ...]
    place: Place

    def texts(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read with certainty: where, what, and what to do where that is known."""

    place: str
    message: Bilingual


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one printed table in reading order, repeated headers and torn rows still in place.

    ``heading`` holds the text lines that stand before the table (title, date).
    """

    rows: tuple[Row, ...]
    heading: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class UnreadableFile(Exception):
    """The file cannot be read at all. ``message`` is one clear line for the person who sent it."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message
