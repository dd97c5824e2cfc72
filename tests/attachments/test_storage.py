"""Files on disk and rows in the database: both or neither, whoever fails and however many come at once."""

import hashlib
import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from tests.attachments.files import pdf
from yongxu.accounts.models import User
from yongxu.attachments import refusals
from yongxu.attachments.limits import MAX_SUBJECT_BYTES, MAX_SUBJECT_FILES
from yongxu.attachments.models import Attachment, Scan
from yongxu.attachments.refusals import UploadRefused
from yongxu.attachments.services import attach_file, withdraw_attachment
from yongxu.attachments.serving import serve_attachment
from yongxu.attachments.storage import DamagedFile, open_stored, path_of, received, remove_orphans
from yongxu.history.models import Entry
from yongxu.organizations.models import Organization

REPORT = pdf(b"<</Title(Report)>>")


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    """A folder of its own for each test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "attachments"


@pytest.fixture
def subject(db: None) -> Organization:
    return Organization.objects.create(code="demo", kind="agency")


def attach(subject: Organization, by: User, at: datetime, *, name: str = "報告.pdf", content: bytes = REPORT) -> Attachment:
    with received(SimpleUploadedFile(name, content)) as file, transaction.atomic():
        return attach_file(subject, file, by=by, at=at, origin="192.0.2.1")


def content_of(attachment: Attachment) -> bytes:
    with open_stored(attachment) as file:
        return file.read()


def stored(files: Path) -> list[str]:
    return sorted(path.name for path in files.rglob("*") if path.is_file())


def test_file_stands_under_its_checksum_and_the_history_tells(subject: Organization, owner: User, now: datetime, files: Path) -> None:
    made = attach(subject, owner, now, name="../機密\u202efdp.PDF")
    digest = hashlib.sha256(REPORT).hexdigest()
    assert (made.name, made.size, made.sha256, made.media_type) == ("機密fdp.PDF", len(REPORT), digest, "application/pdf")
    assert (made.scan, made.uploaded_by, made.uploaded_at) == (Scan.NOT_SCANNED, owner, now)
    assert stored(files) == [made.stored_name]
    assert made.stored_name.startswith(f"{digest}-")
    assert oct(path_of(made.stored_name).stat().st_mode & 0o777) == "0o640"
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject_type, entry.subject_key, entry.actor) == (
        "attach",
        "organizations.organization",
        str(subject.pk),
        owner,
    )
    assert entry.difference == {"file": "機密fdp.PDF", "size": len(REPORT), "sha256": digest, "scan": "not_scanned"}
    assert entry.origin == "192.0.2.1"


def test_refused_file_leaves_nothing(subject: Organization, owner: User, now: datetime, files: Path) -> None:
    with pytest.raises(UploadRefused):
        attach(subject, owner, now, content=b"MZ\x90\0")
    assert (stored(files), Attachment.objects.count(), Entry.objects.count()) == ([], 0, 0)


def test_same_content_is_attached_once_and_the_first_file_stays(subject: Organization, owner: User, now: datetime, files: Path) -> None:
    first = attach(subject, owner, now)
    with pytest.raises(UploadRefused) as refusal:
        attach(subject, owner, now, name="another.pdf")
    assert refusal.value.message == refusals.TWICE
    assert stored(files) == [first.stored_name]
    other = Organization.objects.create(code="other", kind="agency")
    assert attach(other, owner, now).sha256 == first.sha256
    assert content_of(first) == REPORT


def test_what_fails_after_attaching_removes_the_file(subject: Organization, owner: User, now: datetime, files: Path) -> None:
    kept = attach(subject, owner, now)
    other = Organization.objects.create(code="other", kind="agency")

    def attach_and_fail() -> None:
        with received(SimpleUploadedFile("a.pdf", REPORT)) as file, transaction.atomic():
            attach_file(other, file, by=owner, at=now)
            assert len(stored(files)) == 2
            raise RuntimeError("the rest of the transaction fails")

    with pytest.raises(RuntimeError):
        attach_and_fail()
    assert stored(files) == [kept.stored_name]
    assert (Attachment.objects.count(), Entry.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_commit_that_fails_removes_the_file(owner: User, now: datetime, files: Path) -> None:
    """A foreign key is only checked at the end of the transaction."""
    subject = Organization.objects.create(code="demo", kind="agency")

    def attach_beside_an_orphan() -> None:
        with received(SimpleUploadedFile("a.pdf", REPORT)) as file, transaction.atomic():
            attach_file(subject, file, by=owner, at=now)
            Organization.objects.create(code="orphan", kind="unit", parent_id=987_654)

    with pytest.raises(IntegrityError):
        attach_beside_an_orphan()
    assert (stored(files), Attachment.objects.count(), Entry.objects.count()) == ([], 0, 0)


def test_limits_of_a_subject(subject: Organization, owner: User, now: datetime, files: Path) -> None:
    made = attach(subject, owner, now)
    Attachment.objects.update(size=MAX_SUBJECT_BYTES - 5)
    with pytest.raises(UploadRefused) as refusal:
        attach(subject, owner, now, content=pdf(b"<</Title(B)>>"))
    assert refusal.value.message == refusals.too_much(MAX_SUBJECT_BYTES)
    Attachment.objects.update(size=1)
    for number in range(1, MAX_SUBJECT_FILES):
        made.pk, made.stored_name, made.sha256 = None, f"x{number}", f"{number:064}"
        made.save(force_insert=True)
    with pytest.raises(UploadRefused) as refusal:
        attach(subject, owner, now, content=pdf(b"<</Title(C)>>"))
    assert refusal.value.message == refusals.too_many(MAX_SUBJECT_FILES)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_attaches_the_same_content(owner: User, now: datetime, files: Path) -> None:
    subject = Organization.objects.create(code="demo", kind="agency")
    results: list[str] = []

    def one(_number: int) -> None:
        try:
            results.append(attach(subject, owner, now).stored_name)
        except UploadRefused as refusal:
            results.append(refusal.message.en)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = Attachment.objects.get()
    assert sorted(results) == sorted([kept.stored_name] + [refusals.TWICE.en] * 5)
    assert stored(files) == [kept.stored_name]
    assert Entry.objects.count() == 1


def test_withdrawn_file_stays_and_may_come_again(subject: Organization, owner: User, stranger: User, now: datetime, files: Path) -> None:
    made = attach(subject, owner, now)
    with pytest.raises(UploadRefused):
        withdraw_attachment(made, subject=subject, reason="  ", by=stranger, at=now)
    gone = withdraw_attachment(made, subject=subject, reason=" 放錯檔案 ", by=stranger, at=now)
    assert (gone.withdrawn_by, gone.withdrawn_at, gone.withdrawn_reason, gone.is_standing) == (stranger, now, "放錯檔案", False)
    assert withdraw_attachment(made, subject=subject, reason="again", by=owner, at=now).withdrawn_by == stranger
    assert [(entry.verb, entry.reason) for entry in Entry.objects.all()] == [("attach", ""), ("withdraw_attachment", "放錯檔案")]
    assert content_of(gone) == REPORT
    again = attach(subject, owner, now)
    assert list(Attachment.objects.about(subject).standing()) == [again]


def test_withdrawing_looks_only_at_the_subject(subject: Organization, owner: User, now: datetime) -> None:
    made = attach(subject, owner, now)
    other = Organization.objects.create(code="other", kind="agency")
    with pytest.raises(Attachment.DoesNotExist):
        withdraw_attachment(made, subject=other, reason="x", by=owner, at=now)


def test_altered_or_missing_file_is_not_handed_out(subject: Organization, owner: User, now: datetime) -> None:
    made = attach(subject, owner, now)
    path = path_of(made.stored_name)
    path.write_bytes(REPORT.replace(b"Report", b"Forged"))
    with pytest.raises(DamagedFile, match="not what was uploaded"):
        serve_attachment(made, about=subject, by=owner, at=now)
    path.unlink()
    with pytest.raises(DamagedFile, match="cannot be read"):
        serve_attachment(made, about=subject, by=owner, at=now)
    assert not Entry.objects.events().exists()


def test_file_is_handed_out_to_be_saved_and_that_is_on_record(subject: Organization, owner: User, stranger: User, now: datetime) -> None:
    made = attach(subject, owner, now, name='報告 "a"; b.pdf')
    answer = serve_attachment(made, about=subject, by=stranger, at=now, origin="192.0.2.7")
    assert b"".join(answer.streaming_content) == REPORT  # type: ignore[arg-type]
    answer.file_to_stream.close()
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E5%A0%B1%E5%91%8A%20_a_%3B%20b.pdf"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert (answer["Content-Security-Policy"], answer["Cache-Control"]) == ("default-src 'none'; sandbox", "private, no-store")
    event = Entry.objects.events().get()
    assert (event.verb, event.actor, event.origin) == ("download", stranger, "192.0.2.7")
    assert (event.subject_key, event.difference["file"]) == (f"organizations.organization:{subject.pk}", made.name)


def test_what_a_crash_left_is_removed_after_a_day(subject: Organization, owner: User, files: Path) -> None:
    now = datetime.now().astimezone()
    made = attach(subject, owner, now)
    for name, age in (("old.part", 25), ("ab/old-orphan", 25), ("ab/new-orphan", 1)):
        path = files / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
        os.utime(path, times=((now - timedelta(hours=age)).timestamp(),) * 2)
    os.utime(path_of(made.stored_name), times=(0, 0))
    assert remove_orphans(at=now) == 2
    assert stored(files) == sorted([made.stored_name, "new-orphan"])


def test_night_removes_what_is_old_and_comes_back(files: Path, db: None) -> None:
    files.mkdir()
    (files / "old.part").write_bytes(b"x")
    os.utime(files / "old.part", times=(0, 0))
    import_string("yongxu.attachments.tasks.tidy_attachments").call()
    waiting = DBTaskResult.objects.get()
    assert (stored(files), waiting.task_path, waiting.run_after > timezone.now()) == ([], "yongxu.attachments.tasks.tidy_attachments", True)


@contextmanager
def scanner(answer: bytes, path: Path) -> Iterator[list[bytes]]:
    """A server that speaks clamd's protocol: it takes in one stream, then says what it is told to."""
    seen: list[bytes] = []
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen(1)

    def run() -> None:
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", stream.read(4))[0]:
                seen.append(stream.read(size))
            connection.sendall(answer)

    thread = threading.Thread(target=run)
    thread.start()
    yield seen
    thread.join()
    server.close()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"stream: OK\0", None),
        (b"stream: Eicar-Test-Signature FOUND\0", refusals.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", refusals.NO_SCANNER),
        (b"", refusals.NO_SCANNER),
    ],
)
def test_scanner_is_asked(
    subject: Organization, owner: User, now: datetime, settings: Settings, files: Path, tmp_path: Path, answer: bytes, reason: object
) -> None:
    settings.CLAMD = str(tmp_path / "clamd")
    with scanner(answer, tmp_path / "clamd") as seen:
        if reason is None:
            assert attach(subject, owner, now).scan == Scan.CLEAN
        else:
            with pytest.raises(UploadRefused) as refusal:
                attach(subject, owner, now)
            assert (refusal.value.message, stored(files)) == (reason, [])
    assert b"".join(seen) == REPORT


def test_scanner_that_is_gone_lets_nothing_in(
    subject: Organization, owner: User, now: datetime, settings: Settings, tmp_path: Path
) -> None:
    settings.CLAMD = str(tmp_path / "nobody")
    with pytest.raises(UploadRefused) as refusal:
        attach(subject, owner, now)
    assert refusal.value.message == refusals.NO_SCANNER
    settings.CLAMD = "127.0.0.1:1"
    with pytest.raises(UploadRefused):
        attach(subject, owner, now)
    assert not Attachment.objects.exists()
