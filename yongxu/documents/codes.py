"""Codes of letters and digits (E1, A-3, B10101) that a plan of its own puts before its names."""

from collections.abc import Sequence

from yongxu.documents.records import Record
from yongxu.quantities.numbers import normalise
from yongxu.quantities.patterns import Pattern

_LETTERED = Pattern(r"^\s*([A-Z]{1,3}-?\d{1,6}(?:-\d{1,3})?)\s*[:：、.．]?\s*(?=[\u3400-\u9fff(（「])")
_FEWEST = 2


def with_lettered_codes(records: Sequence[Record], naming: str) -> None:
    """Moves such codes from the names to the column of codes, where most names begin with one and no two with the same.

    So a word of a name (PM2.5, CO2) is never taken for a code.
    """
    found = [(record, code) for record in records if (code := _LETTERED.match(normalise(record.get(naming))))]
    if len(found) < _FEWEST or 5 * len(found) < 4 * len(records) or len({code[1] for _, code in found}) < len(found):
        return
    for record, code in found:
        record.values["code"] = code[1]
        record.values[naming] = code.string[code.end() :]
