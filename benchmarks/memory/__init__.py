"""A server that only sends bytes it holds in memory: the same answer, head and body, as a page of the site."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

FOLDER = Path(os.environ["YONGXU_BENCH_ANSWER"])
BODY = (FOLDER / "body").read_bytes()
HEAD: list[tuple[str, str]] = [(name, value) for name, value in json.loads((FOLDER / "head.json").read_text(encoding="utf-8"))]


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    del environ
    start_response("200 OK", HEAD)
    return [BODY]
