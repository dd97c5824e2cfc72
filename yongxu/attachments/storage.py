"""Where uploaded files stand: a folder that no server serves, each under its checksum and a random part.

The random part keeps files apart that have the same content: the one whose transaction fails is removed and no other.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File

from yongxu.attachments.inspection import inspect_file
from yongxu.attachments.limits import MAX_FILE_BYTES, ORPHAN_HOURS
from yongxu.attachments.models import Attachment, Scan
from yongxu.attachments.names import clean_name
from yongxu.attachments.refusals import CUT_OFF, UploadRefused, too_large
from yongxu.attachments.scanning import scan_file

_PIECE = 64 * 1024
_PART = ".part"


class DamagedFile(Exception):
    """A stored file that is missing or no longer has the content that was uploaded."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that was examined and stands in its place, on disk for good; whether it stays depends on the transaction around it."""

    name: str
    stored_name: str
    size: int
    sha256: str
    media_type: str
    scan: Scan


@contextmanager
def received(upload: File[bytes]) -> Iterator[ReceivedFile]:
    """Take in an upload, examine it and put it into its place; raises `UploadRefused`.

    The transaction that attaches it goes inside: when anything in the block fails, its commit too, the file is removed. What a
    crash leaves behind is removed by `remove_orphans`.
    """
    folder = _folder()
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = folder / f"{secrets.token_hex(16)}{_PART}"
    place: Path | None = None
    try:
        sha256, size = _write(upload, draft)
        name = clean_name(upload.name or "")
        kind = inspect_file(draft, name)
        scan = scan_file(draft)
        stored_name = f"{sha256}-{secrets.token_hex(8)}"
        place = path_of(stored_name)
        place.parent.mkdir(mode=0o750, exist_ok=True)
        draft.rename(place)
        _sync_folder(place.parent)
        yield ReceivedFile(name, stored_name, size, sha256, kind.media_type, scan)
    except BaseException:
        draft.unlink(missing_ok=True)
        if place is not None:
            place.unlink(missing_ok=True)
        raise


def path_of(stored_name: str) -> Path:
    """Where a file stands."""
    return _folder() / stored_name[:2] / stored_name


def open_stored(attachment: Attachment) -> BinaryIO:
    """The file, proved to be what was uploaded. Raises `DamagedFile`."""
    try:
        file = path_of(attachment.stored_name).open("rb")
    except OSError as error:
        raise DamagedFile(f"attachment {attachment.pk} cannot be read") from error
    if hashlib.file_digest(file, "sha256").hexdigest() != attachment.sha256:
        file.close()
        raise DamagedFile(f"attachment {attachment.pk} is not what was uploaded")
    file.seek(0)
    return file


def remove_orphans(*, at: datetime) -> int:
    """Remove files that no row knows and that are too old to be on their way; how many. One query."""
    before = (at - timedelta(hours=ORPHAN_HOURS)).timestamp()
    known = set(Attachment.objects.values_list("stored_name", flat=True))
    orphans = [path for path in _folder().rglob("*") if path.is_file() and path.name not in known and path.stat().st_mtime < before]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "attachments"


def _write(upload: File[bytes], path: Path) -> tuple[str, int]:
    """Checksum and size of what was written; it is on disk when this returns."""
    if upload.size > MAX_FILE_BYTES:
        raise UploadRefused(too_large(MAX_FILE_BYTES))
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    with os.fdopen(descriptor, "wb") as file:
        for piece in upload.chunks(_PIECE):
            size += len(piece)
            if size > MAX_FILE_BYTES:
                raise UploadRefused(too_large(MAX_FILE_BYTES))
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if size != upload.size:
        raise UploadRefused(CUT_OFF)
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    """So that the new name outlasts a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
