"""Two versions of a report that were written at the same time, brought together field by field so that nobody's change is lost."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from yongxu.quantities.interchange import Json

Content = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Spot:
    """A field in which two versions differ, or one row (from 0) of a list in it, beside the version that both started from."""

    field: str
    row: int | None
    base: Json
    theirs: Json
    mine: Json

    @property
    def key(self) -> str:
        """Its name in a form."""
        return self.field if self.row is None else f"{self.field}.{self.row}"

    @property
    def keeps_theirs(self) -> bool:
        """Only the other one changed it."""
        return self.mine == self.base or (self.base is None and _is_blank(self.mine))

    @property
    def keeps_mine(self) -> bool:
        """Only one's own version changed it."""
        return self.theirs == self.base or (self.base is None and _is_blank(self.theirs))

    @property
    def is_clash(self) -> bool:
        """Both changed it, each in another way: a person must choose."""
        return not self.keeps_theirs and not self.keeps_mine


def spots_of(base: Content, theirs: Content, mine: Content) -> tuple[Spot, ...]:
    """Where the two versions differ, in the order of the fields. Lists of as many rows in all three are compared row by row."""
    found = []
    for field in {**mine, **theirs}:
        before, other, own = base.get(field), theirs.get(field), mine.get(field)
        if other == own:
            continue
        if isinstance(before, list) and isinstance(other, list) and isinstance(own, list) and len(before) == len(other) == len(own):
            rows = enumerate(zip(before, other, own, strict=True))
            found += [Spot(field, row, *cells) for row, cells in rows if cells[1] != cells[2]]
        else:
            found.append(Spot(field, None, before, other, own))
    return tuple(found)


def combine(theirs: Content, mine: Content, keys: Collection[str]) -> dict[str, Json]:
    """One's own version, with the spots of these keys as the other one has them. Keys that name nothing in it are left out."""
    combined = dict(mine)
    for key in keys:
        field, dot, row = key.rpartition(".")
        if not dot and key in theirs:
            combined[key] = theirs[key]
            continue
        other, own = theirs.get(field), combined.get(field)
        if isinstance(other, list) and isinstance(own, list) and row.isdecimal() and int(row) < min(len(other), len(own)):
            combined[field] = [*own[: int(row)], other[int(row)], *own[int(row) + 1 :]]
    return combined


def _is_blank(value: Json) -> bool:
    """Whether nobody has written anything there: what a form sends of fields that were left alone."""
    if isinstance(value, list):
        return all(_is_blank(row) for row in value)
    if isinstance(value, dict):
        return all(part in (None, "", False) for part in value.values())
    return value is None or value == ""
