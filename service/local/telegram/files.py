"""Files that people and the bot sent: stored once, found by file_id, fetched by path."""

import hashlib
import secrets
import struct
from dataclasses import asdict, dataclass
from typing import Any

from service.local.telegram.history import History
from service.local.telegram.parameters import Upload
from service.local.telegram.refusal import bad_request

MAX_TO_DOWNLOAD = 20 * 2**20
MAX_PHOTO_BYTES = 10 * 2**20
MAX_DOCUMENT_BYTES = 50 * 2**20
_MAX_SIDES = 10_000
_MAX_RATIO = 20
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class StoredFile:
    """One file; width and height in pixels, 0 unless it is a picture."""

    file_id: str
    file_unique_id: str
    name: str
    mime_type: str
    size: int
    path: str
    width: int = 0
    height: int = 0

    def brief(self) -> dict[str, Any]:
        """Return the fields that all of Telegram's file objects share."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.file_unique_id,
            "file_size": self.size,
        }

    def as_photo(self) -> list[dict[str, Any]]:
        """Return Telegram's PhotoSize list, here of one size."""
        return [{**self.brief(), "width": self.width, "height": self.height}]

    def as_document(self) -> dict[str, Any]:
        """Return Telegram's Document."""
        return {"file_name": self.name, "mime_type": self.mime_type, **self.brief()}


class Files:
    """Keeps the bytes in the history's folder, or in memory when there is none."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._files: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._bytes: dict[str, bytes] = {}

    def load(self) -> None:
        """Load the files of an earlier run."""
        for value in self._history.all("file"):
            self._register(StoredFile(**value))

    def forget(self) -> None:
        """Drop every file."""
        for file_id in self._files:
            path = self._history.file_path(file_id)
            if path is not None:
                path.unlink(missing_ok=True)
        self._files.clear()
        self._by_path.clear()
        self._bytes.clear()

    def store(self, upload: Upload, *, photo: bool = False) -> StoredFile:
        """Store a file. Refuses a photo that is not a picture that Telegram would accept."""
        size = len(upload.content)
        if not size:
            raise bad_request("file must be non-empty")
        if size > (MAX_PHOTO_BYTES if photo else MAX_DOCUMENT_BYTES):
            raise bad_request("file is too big")
        width, height = measure(upload.content)
        if photo:
            _check_sides(width, height)
        file_id = f"{'AgAC' if photo else 'BQAC'}{secrets.token_urlsafe(36)}"
        folder = "photos" if photo else "documents"
        number = len(self._files)
        ending = "jpg" if photo else upload.name.rpartition(".")[2] or "bin"
        file = StoredFile(
            file_id=file_id,
            file_unique_id=hashlib.sha256(upload.content).hexdigest()[:16],
            name=upload.name,
            mime_type=upload.mime_type,
            size=size,
            path=f"{folder}/file_{number}.{ending}",
            width=width,
            height=height,
        )
        path = self._history.file_path(file_id)
        if path is None:
            self._bytes[file_id] = upload.content
        else:
            path.write_bytes(upload.content)
        self._register(file)
        self._history.put("file", file_id, asdict(file))
        return file

    def find(self, file_id: str) -> StoredFile | None:
        """Look a file up by its id."""
        return self._files.get(file_id)

    def find_path(self, path: str) -> StoredFile | None:
        """Look a file up by the path that getFile gave."""
        return self._by_path.get(path)

    def read(self, file: StoredFile) -> bytes:
        """Return the bytes of a file."""
        path = self._history.file_path(file.file_id)
        return self._bytes[file.file_id] if path is None else path.read_bytes()

    def _register(self, file: StoredFile) -> None:
        self._files[file.file_id] = file
        self._by_path[file.path] = file


def _check_sides(width: int, height: int) -> None:
    if not width or not height:
        raise bad_request("IMAGE_PROCESS_FAILED")
    long, short = max(width, height), min(width, height)
    if width + height > _MAX_SIDES or long > _MAX_RATIO * short:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def measure(content: bytes) -> tuple[int, int]:
    """Return width and height in pixels of a PNG, JPEG, GIF or WebP; else 0, 0."""
    try:
        return _measure(content)
    except struct.error:
        return 0, 0


def _measure(content: bytes) -> tuple[int, int]:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return struct.unpack(">II", content[16:24])
    if content.startswith(b"GIF8"):
        return struct.unpack("<HH", content[6:10])
    if content.startswith(b"\xff\xd8"):
        return _measure_jpeg(content)
    if content[8:16] == b"WEBPVP8X":
        wide = int.from_bytes(content[24:27], "little")
        high = int.from_bytes(content[27:30], "little")
        return wide + 1, high + 1
    if content[8:16] == b"WEBPVP8 ":
        wide, high = struct.unpack("<HH", content[26:30])
        return wide & 0x3FFF, high & 0x3FFF
    return 0, 0


def _measure_jpeg(content: bytes) -> tuple[int, int]:
    """Walk the segments to the frame header."""
    at = 2
    while at + 9 < len(content):
        marker, length = struct.unpack(">xBH", content[at : at + 4])
        if marker in _JPEG_FRAMES:
            high, wide = struct.unpack(">HH", content[at + 5 : at + 9])
            return wide, high
        at += 2 + length
    return 0, 0
