"""Labels inside a cell (目標：, 實績值：, 落後原因：) and the sections of text that they head."""

import re
from collections.abc import Iterable

from yongxu.quantities.numbers import normalise
from yongxu.quantities.segments import bracketed
from yongxu.quantities.vocabulary import headers as words

PIECE = "\x1e"
"""Stands between texts of one column that were printed as separate rows of one record (one row per part of a target)."""


def _longest_of(given: Iterable[str], between: str = "") -> str:
    """A pattern for the longest of these words, their common beginnings written once: compiled several times faster than a list."""
    tails: dict[str, list[str]] = {}
    for word in given:
        tails.setdefault(word[0], []).append(word[1:])
    branches = []
    for first, rests in tails.items():
        longer = [rest for rest in rests if rest]
        tail = f"(?:{between}{_longest_of(longer, between)}){'?' if '' in rests else ''}" if longer else ""
        branches.append(re.escape(first) + tail)
    return "(?:" + "|".join(branches) + ")"


def _label_pattern() -> re.Pattern[str]:
    known = [word for group in words.LABELS.values() for word in group]
    names = _longest_of(known, r"\s?")
    long_names = _longest_of(word for word in known if len(word) > 2)
    year = r"(?:(?:民國)?\s*\d{2,4}\s*年?度?(?:之)?\s*)?"
    mark = r"(?:[◎●■◆▲※○•‧・▪]\s*|\d\s?[.、]\s*|\([一二三四五六七八九\d]\)\s*|[一二三四五六]、\s*)?"
    return re.compile(
        rf"(?:^|(?<=[\n\s。；\x1e】])|(?=[【])){mark}"
        rf"(?:[【\[〔<(]\s*{year}(?P<boxed>{names})\s*[】\]〕>)]\s*[:：]?"
        rf"|{year}(?P<dated>{names})(?:\s*\([^()]{{0,12}}\))?\s*[:：]"
        rf"|(?P<plain>{names})(?:\s*\([^()]{{0,12}}\))?\s*(?:(?=\n)|(?=\s+1\s?[.、])|$)"
        rf"|(?:^|(?<=\n))(?P<spaced>{long_names}) +(?=\S))"
    )


LABEL = _label_pattern()
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
        key = _KEY_OF[re.sub(r"\s", "", label["boxed"] or label["dated"] or label["plain"] or label["spaced"])]
        body = text[label.end() : end].strip()
        sections[key] = f"{sections[key]}{PIECE}{body}" if sections.get(key) and body else sections.get(key) or body
    return sections
