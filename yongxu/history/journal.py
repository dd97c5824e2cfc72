"""The journal: text files beside the database, in which every entry and every seal leaves its digest.

Who alters the database alone cannot alter these as well. Before its transaction ends an entry is ``written``, after it ``kept``:
one that was only written may have been rolled back, one that was kept and is gone was deleted, and one in the database that was
never written was put there by somebody else. Nobody waits for anybody, as he would if each entry held the digest of the one before.
"""

import os
import re
import socket
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.utils import timezone

LINE = re.compile(r"(entry|seal) (-?\d+) ([0-9a-f]{64}) (written|kept)\n")
ANCHOR = re.compile(r"^(\S+) seal (\d+) up to entry (\d+) of (\d+) entries sha256 ([0-9a-f]{64})$", re.MULTILINE)
NOT_FOR_FILES = re.compile(r"[^A-Za-z0-9.]+")


class Kind(StrEnum):
    """What leaves its digest."""

    ENTRY = "entry"
    SEAL = "seal"


class State(StrEnum):
    """Before and after the end of the transaction."""

    WRITTEN = "written"
    KEPT = "kept"


class UnreadableAnchors(Exception):
    """A file that should name seals and cannot be read or names none."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One seal as it was printed when it was made."""

    sealed_at: str
    key: int
    last_key: int
    entry_count: int
    digest: str

    def __str__(self) -> str:
        return f"{self.sealed_at} seal {self.key} up to entry {self.last_key} of {self.entry_count} entries sha256 {self.digest}"


@dataclass(frozen=True, slots=True)
class Journal:
    """The digests that were written and kept under each key."""

    written: dict[int, set[str]]
    kept: dict[int, set[str]]

    @property
    def first_key(self) -> int | None:
        """The first key of the journal; None when it is empty."""
        return min(self.written, default=None)


def note(kind: Kind, key: int, digest: str, state: State) -> None:
    """Add one line to this computer's file of the month. OSError when that fails: what cannot be witnessed must not happen."""
    folder = _folder()
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    host = NOT_FOR_FILES.sub("-", socket.gethostname())
    _append(folder / f"journal-{timezone.now():%Y-%m}-{host}.txt", f"{kind} {key} {digest} {state}\n")


def read_journal(kind: Kind) -> Journal:
    """All that the files say about entries or about seals. What is not a whole line (a full disk) is passed over."""
    digests: dict[str, dict[int, set[str]]] = {State.WRITTEN: defaultdict(set), State.KEPT: defaultdict(set)}
    for path in sorted(_folder().glob("journal-*.txt")):
        for match in LINE.finditer(path.read_text(encoding="ascii", errors="replace")):
            if match[1] == kind:
                digests[match[4]][int(match[2])].add(match[3])
    return Journal(written=digests[State.WRITTEN], kept=digests[State.KEPT])


def anchor_path() -> Path:
    """The file to which each seal is added when it is made; worth a copy elsewhere."""
    return settings.YONGXU_DATA / "history-seals.txt"


def add_anchors(anchors: Iterable[Anchor]) -> None:
    """Add seals to the file of seals."""
    for anchor in anchors:
        _append(anchor_path(), f"{anchor}\n")


def read_anchors(path: Path) -> list[Anchor]:
    """The seals that a file names; `UnreadableAnchors` when it cannot be read or names none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableAnchors(str(path)) from error
    anchors = [Anchor(at, int(key), int(last), int(count), digest) for at, key, last, count, digest in ANCHOR.findall(text)]
    if not anchors:
        raise UnreadableAnchors(str(path))
    return anchors


def moment(text: str) -> datetime:
    """The time of an anchor."""
    return datetime.fromisoformat(text)


def _folder() -> Path:
    return settings.YONGXU_DATA / "history"


def _append(path: Path, line: str) -> None:
    """One write at the end of the file, so that lines of several processes never mix."""
    content = line.encode("ascii")
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        if os.write(file, content) != len(content):
            raise OSError(f"{path} could not be written in full")
    finally:
        os.close(file)
