"""The real site in a process of its own, and a real browser under its strict policy."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.pages import DEMO, MIGRATE, STATES

ROOT = Path(__file__).resolve().parents[2]


def _environment(folder: Path | str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "YONGXU_DATA": str(folder), "YONGXU_MAIL_URL": "dummymail://"}


def _manage(commands: Iterable[Sequence[str]], environment: dict[str, str]) -> None:
    for command in commands:
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


@cache
def _demo() -> tempfile.TemporaryDirectory[str]:
    """A data folder with the demo, as every site that shows it begins."""
    folder = tempfile.TemporaryDirectory(prefix="yongxu-demo-")
    _manage((MIGRATE, DEMO), _environment(folder.name))
    return folder


@contextmanager
def serve(folder: Path, *commands: Sequence[str], **settings: str) -> Iterator[str]:
    """The site over a data folder of its own, whose record these commands make; gives its address. ``settings`` go to its environment.

    The demo is made once and copied, where the settings do not make it another one.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = _environment(folder) | settings
    if tuple(commands[:2]) == (MIGRATE, DEMO) and not settings.keys() & {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}:
        shutil.copytree(_demo().name, folder, dirs_exist_ok=True)
        commands = commands[2:]
    _manage(commands, environment)
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    address = f"http://localhost:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(address, timeout=1).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("site"), *STATES["demo"].commands) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()
