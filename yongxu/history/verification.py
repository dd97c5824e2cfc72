"""Does the record still say what it said? Entries, seals, the journal and the file of seals are held against each other."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from yongxu.history.digests import digest_of, seal_digest
from yongxu.history.journal import Anchor, Journal, Kind, anchor_path, moment, read_anchors, read_journal
from yongxu.history.models import PRUNED, Entry, Seal
from yongxu.history.triggers import missing_triggers
from yongxu.quantities.wording import Bilingual

CHUNK = 2000


class Trace(StrEnum):
    """What tampering leaves."""

    CHANGED = "changed"
    DELETED = "deleted"
    INSERTED = "inserted"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Tampering:
    """One thing that is not as it was written: an entry or a seal, its key, and its time where a row still tells it."""

    trace: Trace
    of: Kind
    key: int
    at: datetime | None
    message: Bilingual


@dataclass(frozen=True, slots=True)
class Verification:
    """What was examined and what was found. ``unwitnessed`` entries are older than the journal and the first seal: nothing proves them.
    ``missing_triggers``: the database no longer refuses to alter the record.
    """

    entries: int
    pruned: int
    seals: int
    unsealed: int
    unwitnessed: int
    tamperings: tuple[Tampering, ...]
    missing_triggers: tuple[str, ...]

    @property
    def intact(self) -> bool:
        return not self.tamperings and not self.missing_triggers


@dataclass(frozen=True, slots=True)
class Line:
    """What the examination needs of an entry; ``digest`` is of what it says now, ``stored`` stands in its column."""

    key: int
    digest: str
    stored: str
    at: datetime
    name: str
    pruned: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, entry: Entry) -> "Line":
        pruning = (entry.subject_type, entry.verb) == PRUNED
        pruned = tuple((key, digest) for key, digest in entry.difference["entries"]) if pruning else ()
        return cls(entry.pk, digest_of(entry), entry.digest, entry.at, str(entry), pruned)


def verify_history(*, anchors: Sequence[Anchor] = ()) -> Verification:
    """Examine the whole record, and the seals against ``anchors`` kept elsewhere. Three queries."""
    kept_before = read_journal(Kind.ENTRY).kept  # read before the table and once more after it: people go on working meanwhile
    seals = list(Seal.objects.all())
    sealed_to = seals[-1].last_key if seals else 0
    entries = [Line.of(entry) for entry in Entry.objects.order_by("pk").iterator(CHUNK)]
    journal = read_journal(Kind.ENTRY)
    found: list[Tampering] = []
    pruned: dict[int, str] = {}
    unwitnessed = 0
    for line in entries:
        trace = _examine(line, journal)
        if trace is None and _before(line.key, journal):
            if not seals and line.key > 0:
                unwitnessed += 1
            elif line.key > sealed_to or line.key < 1:
                trace = Trace.INSERTED
        if trace:
            found.append(_entry_tampering(trace, line))
        else:
            pruned |= {key: digest for key, digest in line.pruned if key < line.key}
    present = {line.key for line in entries}
    found += _missing(kept_before, present, pruned)
    digests = {**pruned, **{line.key: line.digest for line in entries}}
    found += _examine_seals(seals, sorted(digests.items()))
    found += _examine_anchors(seals, anchors)
    return Verification(
        entries=len(present),
        pruned=len(pruned),
        seals=len(seals),
        unsealed=sum(key > sealed_to for key in present),
        unwitnessed=unwitnessed,
        tamperings=tuple(found),
        missing_triggers=tuple(missing_triggers()),
    )


def _before(key: int, journal: Journal) -> bool:
    return journal.first_key is None or key < journal.first_key


def _examine(line: Line, journal: Journal) -> Trace | None:
    """What the entry alone and its lines in the journal tell; None when nothing is wrong with them."""
    if line.digest != line.stored:
        return Trace.CHANGED
    if _before(line.key, journal):
        return None
    kept = journal.kept.get(line.key, set())
    witnessed = kept or journal.written.get(line.key, set())
    if not witnessed:
        return Trace.INSERTED
    return None if line.digest in witnessed else Trace.CHANGED


def _missing(kept: Mapping[int, set[str]], present: set[int], pruned: Mapping[int, str]) -> Iterator[Tampering]:
    """What was committed and neither stands in the table nor was pruned as it stood there."""
    for key, digests in sorted(kept.items()):
        if key not in present and pruned.get(key) not in digests:
            text = Bilingual(f"第 {key} 筆紀錄已不在資料庫。", f"Entry {key} is gone from the database.")
            yield Tampering(Trace.DELETED, Kind.ENTRY, key, None, text)


def _examine_seals(seals: Sequence[Seal], entries: Sequence[tuple[int, str]]) -> Iterator[Tampering]:
    """Each seal against the entries under it and the seal before it."""
    keys = [key for key, _ in entries]
    start, previous = 0, ""
    for seal in seals:
        end = bisect_right(keys, seal.last_key)
        under = entries[start:end]
        if len(under) != seal.entry_count:
            text = Bilingual(
                f"封存 {seal.pk} 應有 {seal.entry_count} 筆紀錄，現有 {len(under)} 筆（到第 {seal.last_key} 筆為止）。",
                f"Seal {seal.pk} holds {seal.entry_count} entries, there are {len(under)} now (up to entry {seal.last_key}).",
            )
            yield Tampering(Trace.BROKEN, Kind.SEAL, seal.pk, seal.sealed_at, text)
        elif seal.previous_digest != previous:
            text = Bilingual(f"封存 {seal.pk} 與前一封存不相連。", f"Seal {seal.pk} does not follow the seal before it.")
            yield Tampering(Trace.BROKEN, Kind.SEAL, seal.pk, seal.sealed_at, text)
        elif seal_digest(seal, under) != seal.digest:
            span = f"{under[0][0]}–{under[-1][0]}" if under else "–"
            text = Bilingual(
                f"封存 {seal.pk} 或其中第 {span} 筆的紀錄已被更動。", f"Seal {seal.pk} or one of the entries {span} under it was altered."
            )
            yield Tampering(Trace.BROKEN, Kind.SEAL, seal.pk, seal.sealed_at, text)
        start, previous = max(start, end), seal.digest


def _examine_anchors(seals: Sequence[Seal], anchors: Sequence[Anchor]) -> Iterator[Tampering]:
    """The seals against the file of seals, the journal, and copies kept elsewhere."""
    path = anchor_path()
    own = read_anchors(path) if path.exists() else []
    written = read_journal(Kind.SEAL).written
    stored = {seal.pk: seal for seal in seals}
    for anchor in dict.fromkeys([*own, *anchors]):
        seal = stored.get(anchor.key)
        if seal is None:
            text = Bilingual(f"封存 {anchor.key} 已不在資料庫。", f"Seal {anchor.key} is gone from the database.")
            yield Tampering(Trace.DELETED, Kind.SEAL, anchor.key, moment(anchor.sealed_at), text)
        elif seal.digest != anchor.digest:
            text = Bilingual(
                f"封存 {anchor.key} 與當時留存的摘要值不同：可能整串重新封存過。",
                f"Seal {anchor.key} differs from the digest kept when it was made: the chain may have been sealed anew.",
            )
            yield Tampering(Trace.CHANGED, Kind.SEAL, anchor.key, seal.sealed_at, text)
    known = {anchor.key for anchor in own}
    for seal in seals:
        if seal.pk not in known and seal.digest not in written.get(seal.pk, ()):
            text = Bilingual(f"封存 {seal.pk} 不是本系統所做。", f"Seal {seal.pk} was not made by this program.")
            yield Tampering(Trace.INSERTED, Kind.SEAL, seal.pk, seal.sealed_at, text)


def _entry_tampering(trace: Trace, line: Line) -> Tampering:
    """What an entry that is still there tells of itself."""
    if trace is Trace.CHANGED:
        text = Bilingual(f"第 {line.key} 筆紀錄已被更動，現為：{line.name}", f"Entry {line.key} was altered; it now says: {line.name}")
    else:
        text = Bilingual(
            f"第 {line.key} 筆紀錄不是本系統所寫：{line.name}", f"Entry {line.key} was not written by this program: {line.name}"
        )
    return Tampering(trace, Kind.ENTRY, line.key, line.at, text)
