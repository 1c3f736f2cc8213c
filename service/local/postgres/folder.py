"""The data folder: its lock, the user that the server runs as, and the socket's folder."""

import contextlib
import fcntl
import os
import pwd
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import psutil

from service.local.postgres.errors import PostgresError
from service.local.postgres.running import process_of

RUN_PREFIX = "workout-"
PORT = 5432  # names the socket; nothing listens on TCP
SOCKET_PATH_BYTES = 103  # 107 on Linux, 103 on macOS


class User(NamedTuple):
    """The user that the server runs as; -1: the user that runs the bot."""

    uid: int
    gid: int


def hold(path: Path, folder: Path) -> int:
    """Lock the file until this process ends; return its descriptor. Raises PostgresError."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = _describe(os.pread(lock, 4096, 0).decode().partition("\n")[0])
        os.close(lock)
        raise PostgresError(
            f"The data folder {folder} is held by {holder}: stop it, "
            "or set DATA_DIR to another folder."
        ) from None
    return lock


def _describe(pid: str) -> str:
    process = process_of(int(pid)) if pid.isdigit() else None
    if process is None:
        return "another process"
    with contextlib.suppress(psutil.Error):
        program, *arguments = process.cmdline() or [process.name()]
        words = " ".join([Path(program).name, *arguments]).split()
        return f"process {pid} ({' '.join(words)[:80]})"
    return f"process {pid}"


def server_user(folder: Path) -> User:
    """Return the user that the server runs as: not root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return User(-1, -1)
    owner = folder.stat()
    if owner.st_uid != 0:
        return User(owner.st_uid, owner.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise PostgresError(
            "PostgreSQL refuses to run as root, and there is no user `nobody`: "
            "run the bot as an ordinary user, or set DATABASE_URL."
        ) from None
    return User(nobody.pw_uid, nobody.pw_gid)


def name_of(uid: int) -> str:
    """Return a user's name, or its number if it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def new_run_dir(lock: int, user: User) -> Path:
    """Make a private folder with a short path for the socket; remove that of a killed run."""
    before = os.pread(lock, 4096, 0).decode().split("\n")
    if len(before) > 1:
        drop_run_dir(Path(before[1]))
    # The socket's path must be short, and the server's user can't enter root's own folders.
    room = SOCKET_PATH_BYTES - len(f"/{RUN_PREFIX}12345678/.s.PGSQL.{PORT}.lock")
    usual = tempfile.gettempdir()
    short = len(os.fsencode(usual)) <= room and user.uid < 0
    run_dir = Path(tempfile.mkdtemp(prefix=RUN_PREFIX, dir=usual if short else "/tmp"))  # noqa: S108  # mkdtemp makes it private
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n{run_dir}\n".encode(), 0)
    give(run_dir, user)
    return run_dir


def drop_run_dir(run_dir: Path) -> None:
    """Remove a folder that `new_run_dir` made; leave any other alone."""
    if run_dir.name.startswith(RUN_PREFIX):
        shutil.rmtree(run_dir, ignore_errors=True)


def give(path: Path | int, user: User) -> None:
    """Make the server's user the owner of a file, named by its path or descriptor."""
    if user.uid >= 0:
        os.chown(path, user.uid, user.gid)


def make_data_dir(folder: Path) -> None:
    """Make the folder if it is missing; if root does, it belongs to the parent's owner."""
    if folder.is_dir():
        return
    folder.mkdir(mode=0o700, parents=True)
    if os.geteuid() == 0:
        owner = folder.parent.stat()
        give(folder, User(owner.st_uid, owner.st_gid))
