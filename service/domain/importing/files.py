"""From bytes to text: the encoding of a file, and files that hold no text."""

import codecs

import charset_normalizer

from service.domain.importing.values import MAX_BYTES, Unreadable

ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf",
    b"Rar!",
    b"(\xb5/\xfd",
)
"""How archives begin: zip (also .xlsx), gzip, bzip2, xz, 7z, rar, zstandard."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

OLD = ["cp1251", "cp1252", "koi8_r", "cp866"]
"""Encodings without Unicode that these logs, or a spreadsheet in between, may write."""

SAMPLE_BYTES = 64 * 1024
"""How much of the text beyond ASCII is looked at to find its encoding."""


def decode(content: bytes) -> str:
    """Return the text of a file. Raises Unreadable if it holds none."""
    if len(content) > MAX_BYTES:
        raise Unreadable("heavy")
    if content.startswith(ARCHIVES):
        raise Unreadable("archive")
    text = _decoded(content)
    if not text.strip():
        raise Unreadable("empty")
    if "\0" in text:
        raise Unreadable("binary", text.count("\n", 0, text.index("\0")) + 1)
    return text


def _decoded(content: bytes) -> str:
    encoding = next((name for bom, name in BOMS if content.startswith(bom)), None)
    if encoding is None and b"\0" in content[:200]:
        encoding = _utf16(content[:200])
    try:
        return content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding is not None:
            raise Unreadable("binary") from None
    return content.decode(_old(content), errors="replace")


def _utf16(start: bytes) -> str:
    """Return which UTF-16 writes mostly ASCII like this. Raises Unreadable."""
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = start[offset::2]
        if high.count(0) > len(high) // 2 and not start[1 - offset :: 2].count(0):
            return name
    raise Unreadable("binary")


def _old(content: bytes) -> str:
    """Find the encoding of a text that is not Unicode. Raises Unreadable if it is no text."""
    control = content[:SAMPLE_BYTES].translate(None, bytes([9, 10, 13, *range(32, 256)]))
    if control:
        raise Unreadable("binary")
    lines = (line for line in content.splitlines(keepends=True) if not line.isascii())
    sample = bytearray()
    for line in lines:
        sample += line[:SAMPLE_BYTES]
        if len(sample) >= SAMPLE_BYTES:
            break
    found = charset_normalizer.from_bytes(bytes(sample), cp_isolation=OLD).best()
    if found is None:
        raise Unreadable("binary")
    return found.encoding
