"""The database's address, read again from where the settings came."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from instrumentation import redaction
from service import settings
from service.databases import addresses_of


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Only the file says where the database is."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_OWNER_URL_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL_FILE", "url")
    monkeypatch.setattr(redaction, "_later", [])


async def test_a_changed_file_is_read_again() -> None:
    """The new password counts and is hidden; what is not allowed changes nothing."""
    url = Path("url")
    url.write_text("postgresql://u:one@h/d")
    async with AsyncExitStack() as rooms:
        address, owner = await addresses_of(settings.load(), rooms)
    assert owner is None
    read = address._read_again
    assert read
    url.write_text("postgresql://u:canary@h/d\n")
    assert read() == "postgresql://u:canary@h/d"
    assert "canary" not in redaction.Redactor()("canary")
    url.write_text("not an address")
    assert read() is None
    url.unlink()
    assert read() is None
