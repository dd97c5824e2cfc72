"""Which years a text names, and in which calendar, for findings on mixed calendars and data of another year."""

from dataclasses import dataclass
from functools import lru_cache

from yongxu.quantities.patterns import Pattern
from yongxu.quantities.periods import is_span_of_years

_YEAR = Pattern(
    r"(?<!\d)(?<!\d[.,])(?:(?P<ce>20[0-4]\d)|(?:民國 ?)?(?P<roc>1[0-4]\d|[89]\d))"
    r"(?= ?(?:會計)?年(?![齡級限])| ?(?:年度?)? ?[~\-至] ?(?:20[0-4]\d|1[0-4]\d) ?年)"
)


@dataclass(frozen=True, slots=True)
class NamedYear:
    """A year as printed: its CE number, whether it was written as ROC year, and where it stands."""

    year: int
    roc: bool
    start: int
    end: int


@lru_cache(maxsize=1024)
def named_years(text: str) -> tuple[NamedYear, ...]:
    """The years printed with 年 (or as a span that ends with 年); document numbers and durations are none."""
    return tuple(
        NamedYear(int(found["ce"]) if found["ce"] else int(found["roc"]) + 1911, bool(found["roc"]), found.start(), found.end())
        for found in _YEAR.finditer(text)
        if found["ce"] or not is_span_of_years(text, found.start("roc"), found.end("roc"))
    )
