"""A private PostgreSQL for the default run, the tests and the benches.

The programs come from a wheel; starting, finding again and stopping them is done here. Whatever
ends the bot, the next start finds its data and is not stopped by what was left behind.
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

START_WITHIN = 120  # seconds; a crash may have left much to replay
ASIDE = "postgres.new."
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
        """Stop the server, wait until it is gone, and let go of the folder."""
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
        """Give the address of a database of this server; user `postgres` may do everything."""
        # All of it is named, so that no PG* variable of the environment gets a word in.
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
        """Copy the programs out of a folder that the server's user may not enter."""
        ask = (programs / "postgres", "--version")
        if self._user.uid < 0 or await succeeds(*ask, user=self._user, folder=self._run_dir):
            return programs
        return await asyncio.to_thread(copy_programs, programs, self._run_dir)

    async def _make_cluster(self) -> None:
        """Make the cluster aside and put it in place whole, so that no kill leaves half of it."""
        aside = await asyncio.to_thread(_folder_aside, self._data_dir, self._user)
        place = self._place(aside)
        sort = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        await finish(
            *(self._programs / "initdb", "-D", place, "-U", "postgres", "--auth=trust"),
            *("--encoding=UTF8", *sort),
            user=self._user,
            folder=aside,
        )
        await finish(
            *(self._programs / "postgres", "--single", "-D", place, "postgres"),
            user=self._user,
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
            said = tail(self._log_file, said_before)
            if "shared memory block" not in said:  # of a server that is about to be gone
                raise PostgresError(f"PostgreSQL did not start; {self._log_file} says: {said}")
            await asyncio.sleep(0.2)

    async def _launch_server(self) -> Process:
        settings = self._settings | {"unix_socket_directories": str(self._run_dir)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self._log_file.open("ab") as output:
            give(output.fileno(), self._user)
            return await launch(
                *(self._programs / "postgres", "-D", self._place(self._cluster)),
                *("-p", str(PORT), *options),
                user=self._user,
                folder=self._cluster,
                output=output.fileno(),
            )

    async def _answers(self, server: Process, deadline: float) -> bool:
        """Wait until the server opens a session; tell whether it did."""
        socket = self._run_dir / f".s.PGSQL.{PORT}"
        while server.returncode is None:
            if await opens_session(socket):
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
                log.warning("PostgreSQL exited with status %s; restarting it", status)
                await self._serve_again()

    async def _serve_again(self) -> None:
        try:
            await self._serve()
        except (PostgresError, OSError) as error:
            log.error("PostgreSQL could not be restarted: %s", error)  # noqa: TRY400  # its message says all
            await asyncio.sleep(5)

    async def _clear_leftovers(self) -> None:
        """Stop a server that a killed bot left behind; its pid file alone is not believed."""
        leftover = await asyncio.to_thread(postmaster, self._cluster)
        if leftover:
            log.info("stopping the PostgreSQL that an earlier run left behind")
            await end(leftover)
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


def _folder_aside(data_dir: Path, user: User) -> Path:
    """Make a new folder for a cluster, and remove those that were never finished.

    It has a new name, because programs of a killed run may still be writing into the old one.
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
