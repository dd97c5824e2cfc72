"""The virus scanner, where there is one: clamd, asked over its socket."""

import socket
import struct
from pathlib import Path

from django.conf import settings

from yongxu.attachments.limits import SCAN_SECONDS
from yongxu.attachments.models import Scan
from yongxu.attachments.refusals import INFECTED, NO_SCANNER, UploadRefused

_PIECE = 64 * 1024


def scan_file(path: Path) -> Scan:
    """Ask clamd (``YONGXU_CLAMD``) about a file; `Scan.NOT_SCANNED` where none is set.

    Raises `UploadRefused` for what is infected, and when the scanner that is set does not answer: then nothing comes in unseen.
    """
    if not settings.CLAMD:
        return Scan.NOT_SCANNED
    try:
        answer = _ask(path)
    except OSError as error:
        raise UploadRefused(NO_SCANNER) from error
    if answer.endswith(b"FOUND"):
        raise UploadRefused(INFECTED)
    if answer != b"stream: OK":
        raise UploadRefused(NO_SCANNER)
    return Scan.CLEAN


def _ask(path: Path) -> bytes:
    """clamd's INSTREAM: pieces with their lengths, an empty one at the end; one line comes back."""
    with _connect() as connection, path.open("rb") as file:
        connection.sendall(b"zINSTREAM\0")
        while piece := file.read(_PIECE):
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while b"\0" not in answer and (more := connection.recv(4096)):
            answer += more
    return answer.partition(b"\0")[0].strip()


def _connect() -> socket.socket:
    """A path is a socket of this computer, ``host:port`` one elsewhere."""
    if settings.CLAMD.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SCAN_SECONDS)
        try:
            connection.connect(settings.CLAMD)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = settings.CLAMD.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SCAN_SECONDS)
