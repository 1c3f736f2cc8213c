"""The profile `backup`: a dump every night, old ones go, and a restore that deletes who left."""

import time
from collections.abc import Iterator

import pytest

from tests.docker.conftest import CHAT, TABLE
from tests.docker.engine import Project
from tests.docker.test_start import get
from tests.docker.test_survival import somebody_trains
from tests.end_to_end import story
from tests.lifter import open_desk
from tests.waiting import until

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def backup(project: Project) -> Iterator[Project]:
    """The stack with the profile, which looks every second who left."""
    override = project.folder / "look.yml"
    override.write_text('services: {backup: {environment: {BACKUP_LOOK_SECONDS: "1"}}}\n')
    backup = Project(project.engine, project.folder, "docker-compose.yml", "look.yml")
    yield backup
    backup.compose("--profile", "backup", "rm", "--stop", "--force", "backup")


@pytest.fixture
async def backed_up(backup: Project) -> Project:
    """All of it, started and healthy."""
    if not backup.as_written("backup") or backup.unwell():
        backup.up("--no-build", profile="backup")
    await backup.healthy()
    return backup


def in_backup(project: Project, command: str) -> list[str]:
    """Run a command beside the dumps."""
    return project.compose("exec", "-T", "backup", "bash", "-c", command).stdout.split()


def rows(project: Project, person: int) -> dict[str, str]:
    """Digest a person's rows in every table that has an owner, and their own row."""
    listed = (
        "SELECT table_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name = 'owner' ORDER BY 1"
    )
    tables = [(table, f"owner = {person}") for table in project.sql(listed)]
    digests = " UNION ALL ".join(
        f"SELECT '{table}', md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t"
        f" WHERE {who}"
        for table, who in [*tables, ("people", f"id = {person}")]
    )
    return dict(line.split("|") for line in project.sql(digests))


async def test_a_dump_is_made(backed_up: Project) -> None:
    """At the start at once; old dumps go with the next one."""
    assert len(in_backup(backed_up, "ls /backups/*.dump")) >= 1

    in_backup(backed_up, "cp /backups/workout-*.dump /backups/workout-old.dump")
    in_backup(backed_up, "touch -d '15 days ago' /backups/workout-old.dump")
    in_backup(backed_up, "bash /etc/workout-bot/backup.sh dump")
    assert "/backups/workout-old.dump" not in in_backup(backed_up, "ls /backups/*.dump")
    assert in_backup(backed_up, "id -u") == ["10001"]


async def test_an_empty_database_is_not_one_that_everybody_left(backed_up: Project) -> None:
    """After a loss the people of the old database are not listed, or a restore deleted them."""
    forged = "echo another >/backups/database && echo '1|1' >>/backups/here"
    in_backup(backed_up, f"flock /backups/lock sh -c '{forged}'".replace("'1|1'", '"1|1"'))
    in_backup(backed_up, "bash /etc/workout-bot/backup.sh dump")
    assert in_backup(backed_up, "grep -c '^1|1' /backups/left || true") in (["0"], [])


async def test_a_restore(backed_up: Project) -> None:
    """Rows are equal to those of the dump; who deleted their data meanwhile stays deleted.

    The bot, which looks at its start, publishes the age of the last dump.
    """
    stays, leaves = await somebody_trains(), await somebody_trains()
    before = rows(backed_up, stays)
    in_backup(backed_up, "bash /etc/workout-bot/backup.sh dump")
    (dump,) = in_backup(backed_up, "ls -t /backups/*.dump | head -n 1")
    async with open_desk(CHAT) as desk:
        await story.deletes(desk.somebody(leaves, "Anna"))
        await desk.somebody(stays, "Anna").says("/startworkout")
        await desk.somebody(stays, "Anna").says("90x5")
    listed = f"grep -c '^{leaves}|' /backups/left || true"
    await until(lambda: in_backup(backed_up, listed), "who left is listed", lambda n: n == ["1"])
    assert rows(backed_up, stays) != before
    began = time.monotonic()
    backed_up.compose("stop", "telegram-bot")
    in_backup(backed_up, f"head -c 20000 {dump} >/backups/broken")
    restore = ["run", "--rm", "--no-deps", "-T", "backup", "restore"]
    broken = backed_up.compose("--profile", "backup", *restore, "broken", check=False)
    assert broken.returncode != 0
    assert backed_up.sql(f"SELECT count(*) FROM people WHERE id = {stays}") == ["1"]
    said = backed_up.compose("--profile", "backup", *restore, dump).stdout
    assert f"restored {dump}" in said
    after = rows(backed_up, stays)
    backed_up.up("--no-build")
    await backed_up.healthy()
    TABLE.append(f"a restore took {time.monotonic() - began:.0f} s")
    assert after == before
    assert backed_up.sql(f"SELECT count(*) FROM people WHERE id = {leaves}") == ["0"]
    async with open_desk(CHAT) as desk:
        anna = desk.somebody(stays, "Anna")
        assert "Присед" in (await anna.says("/report")).text

    def age() -> bool:
        return "bot_last_backup_age_seconds" in get("http://127.0.0.1:8000/metrics")

    await until(age, "the age of the dump is published", pause=0.5)
