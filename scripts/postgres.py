"""A PostgreSQL of its own for the tests: started in a temporary folder, reachable by socket alone, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


def find_server() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version first; None when there is no PostgreSQL server."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@contextmanager
def running_postgres(server: Path) -> Iterator[str]:
    """Start a server and yield its DATABASE_URL; stop it and remove its files at the end."""
    folder = Path(tempfile.mkdtemp(prefix="yongxu-postgres-"))
    prefix: list[str] = []
    if os.getuid() == 0:
        user = next(name for name in ("postgres", "nobody") if _exists(name))
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)
        prefix = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    data = folder / "data"
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off"
    try:
        initdb = [*prefix, str(server / "initdb"), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "yongxu", "-D", str(data)]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        start = [*prefix, str(server / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-w", "start", "-o", options]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        yield f"postgres://yongxu@{quote(str(folder), safe='')}/postgres"
    finally:
        stop = [*prefix, str(server / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run(stop, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
