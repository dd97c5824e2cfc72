"""A cell's text into its items (1., (1), 一、) and an item into its clauses, without breaking numbers, brackets or names."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from yongxu.quantities.patterns import HAN, REMEMBERED, Pattern

_MARK = Pattern(
    r"(?:^|(?<=[\n\s\x1e。；;：:，,]))"
    r"(?:(?P<dot>\d{1,2})\s*[.．、](?:(?!\s*\d)|(?=\d{2,4}\s?年|\d{2}歲))|(?P<listed>\d{1,2})、(?=\s*\d)|(?P<dotted>\d{1,2})\.\s(?=\d)|[(（](?P<round>\d{1,2})[)）]"
    r"|(?P<han>[一二三四五六七八九十]{1,3})、|[(（](?P<hanround>[一二三四五六七八九十]{1,3})[)）]|(?P<circle>[①-⑳])|(?P<stem>[甲乙丙丁戊己庚辛壬癸])、|(?P<upper>[A-H])[.、)](?![A-Za-z\d])\s?|(?P<lower>[a-h])[.、)](?![A-Za-z\d])\s?"
    rf"|(?:^|(?<=[\n\x1e]))\s?(?P<bullet>[•●◆■▪‧・○◎☆]|[\-－–—](?=\s*(?:[A-Za-z「]|{HAN})))\s*(?=\S))\s*"
)
_LETTERS = {"stem": "甲乙丙丁戊己庚辛壬癸", "upper": "ABCDEFGH", "lower": "abcdefgh"}
_HAN = "一二三四五六七八九"
_CJK = r"[\u3400-\u9fff\uf900-\ufaff，。；：、「」『』（）《》〈〉％～]"
_OPEN, _CLOSE = "(（「『《〈[【", ")）」』》〉]】"


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered item. ``number`` is its mark (``1``, ``1(2)`` for a sub-item) or None; ``heads`` says that sub-items follow."""

    text: str
    number: str | None = None
    heads: bool = False


@lru_cache(REMEMBERED)
def unwrap(text: str) -> str:
    """The text with the line ends and stray spaces of a printed page taken out; a space stays where words or numbers need it.

    Spaces between two Chinese characters come from line ends or justified print, so they go (001 row 6.5.1).
    """
    flat = re.sub(r"\s+", " ", text.replace("\x1e", " ")).strip()
    flat = re.sub(rf"(?<={_CJK}) (?={_CJK})", "", flat)
    return re.sub(r"(?<=\d,) (?=\d{3})|(?<=[\d]-) (?=\d)", "", flat)


def _ordinal(found: re.Match[str]) -> tuple[str, int]:
    kind = found.lastgroup or "dot"
    word = found[kind]
    if kind in _LETTERS:
        return kind, _LETTERS[kind].index(word) + 1
    if kind == "bullet":
        return kind, 0
    if kind == "circle":
        return kind, ord(word) - ord("①") + 1
    if kind.startswith("han"):
        tens, _, ones = word.rpartition("十")
        if "十" in word:
            return kind, (_HAN.index(tens) + 1 if tens else 1) * 10 + (_HAN.index(ones) + 1 if ones else 0)
        return kind, _HAN.index(word[-1]) + 1
    return ("dot" if kind in ("dotted", "listed") else kind), int(word)


def split_items(text: str) -> tuple[Item, ...]:
    """The numbered items of a text in order; one item without a number where it has none.

    A mark counts only where the numbers run on: 1 opens a list, n + 1 continues it. Text before the first mark is an item of
    its own (a heading when sub-items follow); pieces printed as separate rows are separate items.
    """
    items: list[Item] = []
    pieces = text.split("\x1e")
    for piece in pieces:
        mark = _MARK.match(piece.lstrip()) if len(pieces) > 1 else None
        if mark and _ordinal(mark)[1] > 1 and (rest := trim(piece.lstrip()[mark.end() :])):
            items.append(Item(rest, str(_ordinal(mark)[1])))
        else:
            items.extend(_items_of(piece))
    return tuple(items)


def laid_out(text: str) -> str:
    """The text for people: line ends of the page taken out, each numbered item and each separately printed piece on its own line."""
    lines: list[str] = []
    for piece in text.split("\x1e"):
        starts = [0, *(found.start() for found, _, _ in _marks(piece)), len(piece)]
        lines.extend(unwrap(piece[a:b]) for a, b in pairwise(starts))
    return "\n".join(line for line in lines if line)


def _marks(text: str) -> list[tuple[re.Match[str], str, int]]:
    """The item marks that count: the match, the number as printed with its parents, and the depth."""
    stack: list[tuple[str, int]] = []
    marks: list[tuple[re.Match[str], str, int]] = []
    shuffled = _shuffled(text)
    for found in _MARK.finditer(text):
        kind, number = _ordinal(found)
        if found.lastgroup == "listed" and found.start() and text[found.start() - 1] != "\n":
            continue
        if kind == "bullet":
            number = next((own for other, own in stack if other == kind), 0) + 1
        if shuffled and kind == shuffled:
            marks.append((found, str(number), 1))
            continue
        level = next((i for i, (own, _) in enumerate(stack) if own == kind), None)
        if level is None:
            if number != 1:
                continue
            stack.append((kind, 1))
        else:
            if number not in (stack[level][1] + 1, 1) or (number == 1 and stack[level][1] == 1 and level == len(stack) - 1):
                continue
            stack = [*stack[:level], (kind, number)]
        marks.append((found, "".join(str(n) if i == 0 else f"({n})" for i, (_, n) in enumerate(stack)), len(stack)))
    return marks


def _items_of(text: str) -> list[Item]:
    if re.search(r"[(（]1[)）]", text):
        text = re.sub(r"(?<=[^\s(（])(?=[(（][2-9][)）]\s?[\u3400-\u9fff])", "\n", text)
    marks = _marks(text)
    lead = text[: marks[0][0].start()] if marks else text
    items = [Item(lead, None, heads=bool(marks))] if lead.strip() else []
    for index, (found, number, depth) in enumerate(marks):
        following = marks[index + 1] if index + 1 < len(marks) else None
        body = text[found.end() : following[0].start() if following else len(text)]
        items.append(Item(body, number, heads=following is not None and following[2] > depth))
    return [Item(trimmed, item.number, item.heads) for item in items if (trimmed := trim(item.text))]


def _shuffled(text: str) -> str | None:
    """The kind of mark of a list printed in another order: it opens with a number above 1 and every line has its own number."""
    opening = _MARK.match(text.lstrip())
    if opening is None or _ordinal(opening)[1] == 1:
        return None
    kind = _ordinal(opening)[0]
    numbers = [_ordinal(found)[1] for found in _MARK.finditer(text.lstrip()) if found.lastgroup == opening.lastgroup]
    return kind if len(numbers) > 1 and sorted(numbers) == list(range(1, len(numbers) + 1)) else None


def trim(text: str) -> str:
    """A statement without line ends and without its final full stop, comma or semicolon."""
    return unwrap(text).strip(" 。；;，,、：:").strip()


@lru_cache(REMEMBERED)
def clauses(text: str, breaks: str = "，；;。") -> tuple[tuple[int, int], ...]:
    """Start and end of each clause; marks inside brackets and quotation marks do not divide, nor does a comma between digits."""
    spans: list[tuple[int, int]] = []
    depth = start = 0
    for index, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and (char in breaks or (char == "," and not _between_digits(text, index))):
            spans.append((start, index))
            start = index + 1
    spans.append((start, len(text)))
    return tuple((a, b) for a, b in spans if text[a:b].strip())


def _between_digits(text: str, index: int) -> bool:
    return 0 < index < len(text) - 1 and text[index - 1].isdigit() and text[index + 1].isdigit()


@lru_cache(REMEMBERED)
def bracketed(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each outermost bracket, the brackets included; one that never closes runs to the end."""
    spans: list[tuple[int, int]] = []
    depth = start = 0
    for index, char in enumerate(text):
        if char in "(（":
            if depth == 0:
                start = index
            depth += 1
        elif char in ")）" and depth:
            depth -= 1
            if depth == 0:
                spans.append((start, index + 1))
    if depth:
        spans.append((start, len(text)))
    return tuple(spans)
