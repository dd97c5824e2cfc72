"""What of a request reaches the disk before anybody has looked at it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from yongxu.attachments import handlers
from yongxu.attachments.handlers import LimitedUploadHandler

PIECE = 64 * 1024


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pieces a file, three a request."""
    monkeypatch.setattr(handlers, "MAX_FILE_BYTES", 2 * PIECE)
    monkeypatch.setattr(handlers, "MAX_SUBJECT_BYTES", 3 * PIECE)


def posted(*sizes: int) -> list[tuple[int, int]]:
    """Size that was sent and size on disk of each file of a request."""
    files = [SimpleUploadedFile(f"{number}.txt", b"x" * size) for number, size in enumerate(sizes)]
    request: HttpRequest = RequestFactory().post("/", {"files": files})
    request.upload_handlers = [LimitedUploadHandler(request)]
    kept = []
    for file in request.FILES.getlist("files"):
        kept.append((file.size or 0, len(file.read())))
        file.close()
    return kept


def test_file_within_the_limit_is_whole() -> None:
    assert posted(5, 2 * PIECE) == [(5, 5), (2 * PIECE, 2 * PIECE)]


def test_beyond_the_limit_the_size_is_kept_and_the_rest_forgotten() -> None:
    (sent, kept), (others_sent, others_kept) = posted(9 * PIECE, 2 * PIECE)
    assert (sent, others_sent) == (9 * PIECE, 2 * PIECE)
    assert kept <= 2 * PIECE
    assert kept + others_kept <= 3 * PIECE
