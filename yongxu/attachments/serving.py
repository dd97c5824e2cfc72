"""Handing out a stored file: always to be saved, never shown, and nothing in it runs."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.http import FileResponse

from yongxu.attachments.models import Attachment
from yongxu.attachments.storage import open_stored
from yongxu.history.models import Event
from yongxu.history.services import record_event


def serve_attachment(attachment: Attachment, *, about: models.Model, by: AbstractBaseUser, at: datetime, origin: str = "") -> FileResponse:
    """The answer to a request for a file; the view that calls this has asked whether the person may see the row ``about``.

    The download goes on record first. Raises `DamagedFile` when the content is not what was uploaded.
    """
    file = open_stored(attachment)
    record_event(
        Event.DOWNLOAD, by=by, at=at, about=about, difference={"file": attachment.name, "sha256": attachment.sha256}, origin=origin
    )
    answer = FileResponse(file, as_attachment=True, filename=attachment.name, content_type=attachment.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
