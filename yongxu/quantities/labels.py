"""Labels inside a cell (目標：, 實績值：, 落後原因：) and the sections of text that they head."""

import re

from yongxu.quantities.numbers import normalise
from yongxu.quantities.segments import bracketed
from yongxu.quantities.vocabulary import headers as words

PIECE = "\x1e"
"""Stands between texts of one column that were printed as separate rows of one record (one row per part of a target)."""


def _label_pattern() -> re.Pattern[str]:
    alternatives = sorted(((word, key) for key, group in words.LABELS.items() for word in group), key=lambda pair: -len(pair[0]))
    names = "|".join(r"\s?".join(map(re.escape, word)) for word, _ in alternatives)
    long_names = "|".join(re.escape(word) for word, _ in alternatives if len(word) > 2)
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
