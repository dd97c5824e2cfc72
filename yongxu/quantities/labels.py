"""Labels inside a cell (目標：, 實績值：, 落後原因：) and the sections of text that they head."""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from os.path import commonprefix

from yongxu.quantities.numbers import normalise
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.segments import bracketed
from yongxu.quantities.vocabulary import headers as words

PIECE = "\x1e"
"""Stands between texts of one column that were printed as separate rows of one record (one row per part of a target)."""


def _longest_of(given: Iterable[str], between: str = "") -> str:
    """A pattern for the longest of these words, common beginnings and common ends written once: compiled many times faster than a list."""
    alike: dict[frozenset[str], list[str]] = {}
    for _, group in groupby(sorted(given), key=itemgetter(0)):
        same = tuple(group)
        lead = commonprefix(same)  # noqa: RUF071  (the words are no paths)
        alike.setdefault(frozenset(word[len(lead) :] for word in same), []).append(between.join(lead))
    return "|".join(map(partial(_branch, between), alike.values(), alike))


def _branch(between: str, leads: Sequence[str], rests: frozenset[str]) -> str:
    """The pattern of words that begin in one of these ways and all go on alike."""
    lead = f"(?:{'|'.join(leads)})"
    longer = rests - {""}
    return f"{lead}(?:{between}(?:{_longest_of(longer, between)})){'?' if '' in rests else ''}" if longer else lead


def _label_source() -> str:
    names = _longest_of((word for group in words.LABELS.values() for word in group), r"\s?")
    mark = r"(?:[◎●■◆▲※○•‧・▪]\s*|\d\s?[.、]\s*|\([一二三四五六七八九\d]\)\s*|[一二三四五六]、\s*)?"
    ends_line = r"(?=\n)|(?=\s+1\s?[.、])|$"
    return (
        rf"(?:^|(?<=[\n\s。；\x1e】])|(?=[【])){mark}(?:(?P<box>[【\[〔<(])\s*)?"
        rf"(?:(?P<year>(?:民國)?\s*\d{{2,4}}\s*年?度?(?:之)?\s*)|(?P<alone>(?:^|(?<=\n))(?=\S{{3,}} +\S)))?(?P<name>{names})"
        rf"(?(box)\s*[】\]〕>)]\s*[:：]?"
        rf"|(?:(?:\s*\([^()]{{0,12}}\))?\s*(?:[:：]|(?(year)(?!)|(?:{ends_line})))|(?(alone) +(?=\S)|(?!))))"
    )


LABEL = Pattern(_label_source())
_KEY_OF = {word: key for key, group in words.LABELS.items() for word in group}


def split_labels(text: str, default: str) -> dict[str, str]:
    """The labelled sections of a cell (目標：, 實績值：, 落後原因： … in any ministry's words); text before the first is ``default``."""
    text = normalise(text)
    hidden = bracketed(text)
    found = [label for label in LABEL.finditer(text) if not any(a < label.start() < b for a, b in hidden)]
    sections: dict[str, str] = {}
    lead = text[: found[0].start()] if found else text
    if lead.strip():
        sections[default] = lead.strip()
    for index, label in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        key = _KEY_OF[re.sub(r"\s", "", label["name"])]
        body = text[label.end() : end].strip()
        sections[key] = f"{sections[key]}{PIECE}{body}" if sections.get(key) and body else sections.get(key) or body
    return sections
