"""A private PostgreSQL for the default run, the tests and the benches.

The programs come from a wheel; this module starts, finds and stops them. However the bot ends,
the next start finds its data and clears what was left behind.
"""

import asyncio
import logging
import os
import shutil
import tempfile
from asyncio.subprocess import Process
from pathlib import Path
from typing import Self
from urllib.parse import quote

from service.local.postgres.errors import PostgresError
from service.local.postgres.executables import MAJOR, copy_programs, finish, launch, succeeds, wheel
from service.local.postgres.folder import (
    PORT,
    User,
    drop_run_dir,
    give,
    hold,
    make_data_dir,
    name_of,
    new_run_dir,
    server_user,
)
from service.local.postgres.running import (
    DATABASE,
    ROLE,
    end,
    opens_session,
    postmaster,
    process_of,
    tail,
)

log = logging.getLogger(__name__)

START_SECONDS = 120
"""Longest start: after a crash there may be much to replay."""

ASIDE = "postgres.new."
LOG_BYTES = 5_000_000
HERE = "/proc/self/cwd"
"""A path to the cluster that works even if its user may not enter the parent folders."""

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "64",
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "64MB",
    # systemd removes the shared memory files of a user who logs out; this much needs no file.
    "min_dynamic_shared_memory": "8MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "io_method": "sync",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Keeps what people type out of the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] ",
}
FASTER = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PrivatePostgres:
    """One PostgreSQL server, with its cluster in a folder that this process has locked."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        """Set the folder. Without ``durable`` a power cut may corrupt it: only for tests."""
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
        """Start the server, making its cluster if needed; return its DSN. Raises PostgresError."""
        try:
            await asyncio.to_thread(self._take_folder)
            self._programs = await self._reachable(wheel())
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
        """Stop the server, wait for its end, and unlock the folder."""
        if self._watch:
            self._watch.cancel()
            await asyncio.wait({self._watch})
            self._watch = None
        if self._server:
            await end(process_of(self._server.pid))
            await self._server.wait()
            self._server = None
        if self._lock is not None:
            await asyncio.to_thread(drop_run_dir, self._run_dir)
            os.close(self._lock)
            self._lock = None

    def dsn(self, database: str = DATABASE, user: str = ROLE) -> str:
        """Return the DSN of a database of this server; user `postgres` is the superuser."""
        # Complete, so that no PG* variable of the environment changes it.
        where = f"host={quote(str(self._run_dir), safe='')}&port={PORT}&sslmode=disable"
        return f"postgresql://{user}@/{database}?{where}"

    def _take_folder(self) -> None:
        make_data_dir(self._data_dir)
        self._lock = hold(self._data_dir / "postgres.lock", self._data_dir)
        self._check_cluster()
        self._user = server_user(self._cluster if self._cluster.exists() else self._data_dir)
        give(self._lock, self._user)
        self._run_dir = new_run_dir(self._lock, self._user)

    def _check_cluster(self) -> None:
        if not self._cluster.exists():
            return
        owner = self._cluster.stat().st_uid
        if os.geteuid() not in {0, owner}:
            raise PostgresError(
                f"{self._cluster} belongs to user {name_of(owner)}: run the bot as that user, "
                "or as root, or set DATA_DIR to another folder."
            )
        version = (self._cluster / "PG_VERSION").read_text("ascii").strip()
        if version != MAJOR:
            raise PostgresError(
                f"{self._cluster} was made by PostgreSQL {version}, and this one is {MAJOR}: "
                "set DATA_DIR to another folder, or carry the data over with pg_dump."
            )

    async def _reachable(self, programs: Path) -> Path:
        """Return the programs' folder, or a copy if the server's user can't enter it."""
        ask = (programs / "postgres", "--version")
        if self._user.uid < 0 or await succeeds(*ask, user=self._user, folder=self._run_dir):
            return programs
        return await asyncio.to_thread(copy_programs, programs, self._run_dir)

    async def _make_cluster(self) -> None:
        """Make the cluster in another folder and rename it, so that a kill leaves no half of it."""
        aside = await asyncio.to_thread(_folder_aside, self._data_dir, self._user)
        path = self._path(aside)
        sort = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        await finish(
            *(self._programs / "initdb", "-D", path, "-U", "postgres", "--auth=trust"),
            *("--encoding=UTF8", *sort),
            user=self._user,
            folder=aside,
        )
        await finish(
            *(self._programs / "postgres", "--single", "-D", path, "postgres"),
            user=self._user,
            folder=aside,
            text=f"CREATE ROLE {ROLE} LOGIN\nCREATE DATABASE {DATABASE} OWNER {ROLE}\n",
        )
        await asyncio.to_thread(_put_in_place, aside, self._cluster)

    async def _serve(self) -> None:
        """Start the server; return when it accepts queries. Raises PostgresError."""
        deadline = asyncio.get_running_loop().time() + START_SECONDS
        while True:
            await self._clear_leftovers()
            log_end = self._trim_log()
            self._server = await self._launch_server()
            if await self._answers(self._server, deadline):
                return
            reason = tail(self._log_file, log_end)
            if "shared memory block" not in reason:  # held by a server that is just ending
                raise PostgresError(f"PostgreSQL did not start; {self._log_file} says: {reason}")
            await asyncio.sleep(0.2)

    async def _launch_server(self) -> Process:
        settings = self._settings | {"unix_socket_directories": str(self._run_dir)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self._log_file.open("ab") as output:
            give(output.fileno(), self._user)
            return await launch(
                *(self._programs / "postgres", "-D", self._path(self._cluster)),
                *("-p", str(PORT), *options),
                user=self._user,
                folder=self._cluster,
                output=output.fileno(),
            )

    async def _answers(self, server: Process, deadline: float) -> bool:
        """Wait until the server opens a session; False if it ends or the deadline passes."""
        socket = self._run_dir / f".s.PGSQL.{PORT}"
        while server.returncode is None:
            if await opens_session(socket):
                return True
            if asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(0.02)
        return False

    async def _keep_alive(self) -> None:
        """Start the server again whenever it ends, and trim its log every hour."""
        while self._server:
            try:
                async with asyncio.timeout(3600):
                    status = await self._server.wait()
            except TimeoutError:
                await asyncio.to_thread(self._trim_log)
            else:
                log.warning("PostgreSQL exited with status %s; restarting it", status)
                await self._serve_again()

    async def _serve_again(self) -> None:
        try:
            await self._serve()
        except (PostgresError, OSError) as error:
            log.error("PostgreSQL could not be restarted: %s", error)  # noqa: TRY400  # the message is enough
            await asyncio.sleep(5)

    async def _clear_leftovers(self) -> None:
        """Stop a server that a killed bot left behind, and remove its stale files."""
        leftover = await asyncio.to_thread(postmaster, self._cluster)
        if leftover:
            log.info("stopping the PostgreSQL that an earlier run left behind")
            await end(leftover)
        for stale in (self._cluster / "postmaster.pid", *self._run_dir.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)

    def _trim_log(self) -> int:
        """Move a log over LOG_BYTES to an older file; return the log's length in bytes."""
        if not self._log_file.exists():
            return 0
        if self._log_file.stat().st_size > LOG_BYTES:
            # The server keeps the file open, so it is truncated instead of renamed.
            shutil.copyfile(self._log_file, self._log_file.with_suffix(".log.1"))
            os.truncate(self._log_file, 0)
        return self._log_file.stat().st_size

    def _path(self, folder: Path) -> str:
        return str(folder) if self._user.uid < 0 else HERE


def _folder_aside(data_dir: Path, user: User) -> Path:
    """Make a new folder for a cluster, and remove unfinished ones.

    Its name is new, because programs of a killed run may still be writing into an old one.
    """
    for unfinished in data_dir.glob(f"{ASIDE}*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=ASIDE, dir=data_dir))
    give(aside, user)
    return aside


def _put_in_place(aside: Path, cluster: Path) -> None:
    aside.rename(cluster)
    parent = os.open(cluster.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)
