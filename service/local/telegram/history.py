"""Storage that survives a restart of the stand-in: values by kind and key, and files."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (
    kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""


class HistoryHeld(Exception):
    """Another stand-in has this history open."""


class History:
    """A folder with `chats.sqlite3` and `files/`; without a folder nothing is stored.

    Each change is written at once and survives the death of the process (not of the machine).
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._database: sqlite3.Connection | None = None

    def open(self) -> None:
        """Open and lock the folder, creating it if missing. Raises HistoryHeld."""
        if self.folder is None:
            return
        (self.folder / "files").mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(
            self.folder / "chats.sqlite3", isolation_level=None, timeout=1, check_same_thread=False
        )
        try:
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = OFF")
            database.execute(_SCHEMA)
            database.execute("DELETE FROM kept WHERE kind = ''")  # takes the exclusive lock now
        except sqlite3.OperationalError as error:
            database.close()
            raise HistoryHeld(f"the chat history in {self.folder} is in use: {error}") from error
        self._database = database

    def close(self) -> None:
        """Close and unlock the folder."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def put(self, kind: str, key: str | int, value: Any) -> None:
        """Store a value, replacing the one before."""
        if self._database is not None:
            text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
            self._database.execute("REPLACE INTO kept VALUES (?, ?, ?)", (kind, str(key), text))

    def drop(self, kind: str, key: str | int) -> None:
        """Delete a value."""
        if self._database is not None:
            self._database.execute("DELETE FROM kept WHERE kind = ? AND key = ?", (kind, str(key)))

    def clear(self) -> None:
        """Delete everything except the files' bytes."""
        if self._database is not None:
            self._database.execute("DELETE FROM kept")

    def all(self, kind: str) -> Iterator[Any]:
        """Yield every stored value of a kind."""
        if self._database is None:
            return
        rows = self._database.execute("SELECT value FROM kept WHERE kind = ?", (kind,))
        for (text,) in rows.fetchall():
            yield json.loads(text)

    def file_path(self, name: str) -> Path | None:
        """Return the path for the bytes of a file; None without a folder."""
        return None if self.folder is None else self.folder / "files" / name
