"""Codes that a plan of its own puts before its names: letters with digits (E1, A-3, B10101), numbers of items (1., 一、)."""

from collections.abc import Sequence

from yongxu.documents.records import Record
from yongxu.quantities.numbers import normalise
from yongxu.quantities.patterns import Pattern

_LETTERED = Pattern(r"^\s*([A-Z]{1,3}-?\d{1,6}(?:-\d{1,3})?)\s*[:：、.．]?\s*(?=[\u3400-\u9fff(（「])")
_ITEM = Pattern(r"^\s*[(（]?(\d{1,2}|[一二三四五六七八九十]{1,3})[.、．)）]\s*(?=[\u3400-\u9fff(（「])")
_FEWEST = 2


def with_codes_before_names(records: Sequence[Record], naming: str) -> None:
    """Moves such codes from the names to the column of codes, where most names begin with one and no two with the same.

    So a word of a name (PM2.5, CO2) is never taken for a code. Numbers of items that begin anew in every section are no codes: they are
    only left out of the names.
    """
    for pattern in (_LETTERED, _ITEM):
        found = [(record, code) for record in records if (code := pattern.match(normalise(record.get(naming))))]
        if len(found) < _FEWEST or 5 * len(found) < 4 * len(records):
            continue
        alone = len({code[1] for _, code in found}) == len(found)
        if not alone and pattern is _LETTERED:
            continue
        for record, code in found:
            record.values[naming] = code.string[code.end() :]
            if alone and not record.get("code"):
                record.values["code"] = code[1]
        return
