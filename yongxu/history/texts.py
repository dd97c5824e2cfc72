"""The difference between two texts, by words and Chinese characters."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

KEPT_AROUND = 24
TOKENS_AT_MOST = 3000
TOKEN = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)


class Mark(StrEnum):
    """What became of a stretch of a text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text."""

    mark: Mark
    text: str


@dataclass(slots=True)
class Block:
    """A stretch of both texts; ``same`` when they agree in it."""

    same: bool
    old: str
    new: str


def compare_texts(old: str, new: str) -> tuple[Piece, ...]:
    """The new text with what was removed and added, long unchanged stretches cut to what stands around a change.

    A number counts as one word, so that 21.0 becoming 20.6 is not shown as single digits. Empty for texts that have hardly a word in
    common and for texts too long to compare: then one reads them one after the other.
    """
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if max(len(before), len(after)) > TOKENS_AT_MOST:
        return ()
    blocks = _blocks(before, after)
    if sum(len(block.old) for block in blocks if block.same) * 3 < max(len(old), len(new)):
        return ()
    pieces: list[Piece] = []
    for number, block in enumerate(blocks):
        if block.same:
            pieces.append(Piece(Mark.SAME, _shortened(block.old, first=number == 0, last=number == len(blocks) - 1)))
        else:
            pieces += [Piece(mark, text) for mark, text in ((Mark.REMOVED, block.old), (Mark.ADDED, block.new)) if text]
    return tuple(pieces)


def _blocks(before: Sequence[str], after: Sequence[str]) -> list[Block]:
    """Stretches in turn; a single character that two changes happen to share belongs to the change around it."""
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    blocks: list[Block] = []
    for number, (tag, old_from, old_to, new_from, new_to) in enumerate(codes):
        old, new = "".join(before[old_from:old_to]), "".join(after[new_from:new_to])
        same = tag == "equal" and (old_to - old_from > 1 or number in (0, len(codes) - 1))
        if blocks and blocks[-1].same == same:
            blocks[-1].old += old
            blocks[-1].new += new
        else:
            blocks.append(Block(same, old, new))
    return blocks


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """An unchanged stretch, cut in the middle, or before the first and after the last change."""
    head, tail = ("" if first else text[:KEPT_AROUND]), ("" if last else text[-KEPT_AROUND:])
    return text if len(text) <= len(head) + len(tail) + KEPT_AROUND else f"{head}……{tail}"
