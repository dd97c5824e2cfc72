"""How an upload reaches the disk before anybody has looked at it: never more of one request than may be attached."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from yongxu.attachments.limits import MAX_FILE_BYTES, MAX_SUBJECT_BYTES


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file up to its limit and all files of a request up to theirs; the rest is read and forgotten.

    The file keeps the size that was sent, so that it is refused with the right reason and not taken for a whole one.
    """

    written = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) <= MAX_FILE_BYTES and self.written + len(raw_data) <= MAX_SUBJECT_BYTES:
            self.written += len(raw_data)
            super().receive_data_chunk(raw_data, start)
        return None
