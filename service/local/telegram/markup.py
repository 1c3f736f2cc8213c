"""Formatted text: convert Telegram's HTML to plain text and entities in UTF-16 units."""

import re
from dataclasses import dataclass
from typing import Any

from service.local.telegram.refusal import bad_request

Entity = dict[str, Any]

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]*)|#(?P<dec>[0-9]*)|(?P<name>[a-zA-Z]+));?")
_LONGEST_REFERENCE = 10
_TOP_OF_UNICODE = 0x10FFFF
_SPACE = " \t\r\n\0\x0b"
_AUTOMATIC_ENTITIES = (
    ("bot_command", re.compile(r"(?<![\w/@])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?!\w)")),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z][a-zA-Z0-9_]{3,31}\b")),
    ("hashtag", re.compile(r"(?<!\w)#(?=\w*[^\W\d])\w{1,256}")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}\b")),
    ("url", re.compile(r"\bhttps?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")),
)


def units(text: str) -> int:
    """Count UTF-16 units, as Telegram does."""
    return len(text) + sum(char > "\uffff" for char in text)


def slice_units(text: str, offset: int, length: int) -> str:
    """Return a slice by offset and length in UTF-16 units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "surrogatepass")


@dataclass
class _Open:
    tag: str
    argument: str
    extra: str
    offset: int


class _Reader:
    """Parses the markup in one pass; errors name the byte offset, as Telegram's do."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            char = self.source[self.at]
            if char == "&":
                self._add(self._reference())
            elif char != "<":
                self.at += 1
                self._add(char)
            elif self.source[self.at + 1 : self.at + 2] == "/":
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _unparsable(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"'
            )
        return "".join(self.text), self.entities

    def _add(self, piece: str) -> None:
        self.text.append(piece)
        self.offset += units(piece)

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "surrogatepass"))

    def _reference(self) -> str:
        """Read one `&...;`; anything else stays a plain `&`."""
        found = _REFERENCE.match(self.source, self.at)
        char = _referred(found) if found else None
        if found is None or char is None:
            self.at += 1
            return "&"
        self.at = found.end()
        return char

    def _until(self, stops: str) -> str:
        begin = self.at
        while self.at < len(self.source) and self.source[self.at] not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def _skip_space(self) -> str:
        while self.at < len(self.source) and self.source[self.at] in _SPACE:
            self.at += 1
        return self.source[self.at : self.at + 1]

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._until(_SPACE + ">").lower()
        if self.at >= len(self.source):
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in _KINDS:
            raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        argument = extra = ""
        while (char := self._skip_space()) != ">":
            if not char:
                raise _unparsable(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
            name, value = self._attribute(tag, begin)
            if name == _ARGUMENTS.get(tag):
                argument = value
            elif (tag, name) == ("tg-time", "format"):
                extra = value
        self.at += 1
        if tag == "span" and argument != "tg-spoiler":
            where = self._byte(begin)
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.open.append(_Open(tag, argument, extra, self.offset))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._until(_SPACE + "=>/\"'").lower()
        if not name:
            raise _unparsable(
                f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}'
            )
        if self._skip_space() != "=":
            return name, name
        self.at += 1
        quote = self._skip_space()
        if quote and quote in "\"'":
            value = self._quoted(quote)
        else:
            token_at = self.at
            value = self._until(_SPACE + ">").lower()
            if not re.fullmatch(r"[a-z0-9.-]*", value):
                where = self._byte(token_at)
                raise _unparsable(f"Unexpected end of name token at byte offset {where}")
        if self.at >= len(self.source):
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return name, value

    def _quoted(self, quote: str) -> str:
        self.at += 1
        value = []
        while self.at < len(self.source) and self.source[self.at] != quote:
            if self.source[self.at] == "&":
                value.append(self._reference())
            else:
                value.append(self.source[self.at])
                self.at += 1
        self.at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {self._byte(begin)}")
        self.at += 2
        name = self._until(_SPACE + ">").lower()
        if self._skip_space() != ">":
            raise _unparsable(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self.at += 1
        opened = self.open.pop()
        if name and name != opened.tag:
            raise _unparsable(
                f"Unmatched end tag at byte offset {self._byte(begin)}, "
                f'expected "</{opened.tag}>", found "</{name}>"'
            )
        length = self.offset - opened.offset
        if length:
            self._close(opened, length)

    def _close(self, opened: _Open, length: int) -> None:
        entity: Entity = {"offset": opened.offset, "length": length, "type": _KINDS[opened.tag]}
        if opened.tag == "a":
            url = opened.argument or slice_units("".join(self.text), opened.offset, length)
            entity = _linked(entity, url)
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.argument
        elif opened.tag == "tg-time":
            entity = _moment(entity, opened)
        elif opened.tag == "code" and opened.argument.startswith("language-"):
            entity["language"] = opened.argument.removeprefix("language-")
        elif opened.tag == "pre":
            entity = self._with_language(entity)
        if entity:
            self.entities.append(entity)

    def _with_language(self, entity: Entity) -> Entity:
        """Merge `<pre><code class="language-x">` into one block with a language."""
        inside = self.entities[-1] if self.entities else {}
        same = ("offset", "length")
        if inside.get("type") == "code" and all(inside[key] == entity[key] for key in same):
            self.entities.pop()
            if "language" in inside:
                entity["language"] = inside["language"]
        return entity


_ARGUMENTS = {
    "a": "href",
    "code": "class",
    "span": "class",
    "blockquote": "expandable",
    "tg-emoji": "emoji-id",
    "tg-time": "unix",
}


def _unparsable(why: str) -> Exception:
    return bad_request(f"can't parse entities: {why}")


def _referred(found: re.Match[str]) -> str | None:
    if found["name"]:
        return _NAMED.get(found["name"])
    digits, base = (found["hex"], 16) if found["hex"] is not None else (found["dec"], 10)
    number = int(digits, base) if digits else 0
    too_long = len(found[0].rstrip(";")) >= _LONGEST_REFERENCE
    surrogate = 0xD800 <= number <= 0xDFFF  # noqa: PLR2004 - the surrogates' block
    if not 0 < number < _TOP_OF_UNICODE or too_long or surrogate:
        return None
    return chr(number)


def _linked(entity: Entity, url: str) -> Entity:
    """Turn a link into a mention or a text link; return {} when it is not an address."""
    if found := re.fullmatch(r"tg://user\?id=(\d+)", url):
        user = {"id": int(found[1]), "is_bot": False, "first_name": "User"}
        return {**entity, "type": "text_mention", "user": user}
    if re.match(r"(https?|tg|ton|tonsite|mailto|tel):", url):
        return {**entity, "url": url}
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+([/?#:].*)?", url):
        return {**entity, "url": f"http://{url}/" if "/" not in url else f"http://{url}"}
    return {}


def _moment(entity: Entity, opened: _Open) -> Entity:
    if not re.fullmatch(r"-?\d{1,12}", opened.argument):
        raise _unparsable(f'Invalid Unix time "{opened.argument}" specified')
    if not re.fullmatch(r"|r|w?[dD]?[tT]?", opened.extra):
        raise _unparsable(f'Invalid date-time format "{opened.extra}" specified')
    entity["unix_time"] = int(opened.argument)
    if opened.extra:
        entity["date_time_format"] = opened.extra
    return entity


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Parse Telegram's HTML as strictly as Telegram does. Raises Refusal."""
    return _Reader(source).read()


def tidy(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Trim the text and replace control characters; move the entities accordingly."""
    text = "".join(" " if char < " " and char != "\n" else char for char in text.replace("\r", ""))
    trimmed = text.strip(" \n\t\u200b")
    if trimmed == text:
        return text, sorted(entities, key=_order)
    ahead = len(text) - len(text.lstrip(" \n\t\u200b"))
    shift, end = units(text[:ahead]), units(trimmed)
    moved = []
    for entity in entities:
        begin = max(entity["offset"] - shift, 0)
        stop = min(entity["offset"] + entity["length"] - shift, end)
        if stop > begin:
            moved.append({**entity, "offset": begin, "length": stop - begin})
    return trimmed, sorted(moved, key=_order)


def _order(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def find_entities(text: str, known: list[Entity]) -> list[Entity]:
    """Add the entities that Telegram detects: commands, mentions, hashtags, addresses."""
    if not any(mark in text for mark in "/@#"):
        return known
    occupied = [(entity["offset"], entity["offset"] + entity["length"]) for entity in known]
    found = list(known)
    for kind, pattern in reversed(_AUTOMATIC_ENTITIES):
        for match in pattern.finditer(text):
            begin = units(text[: match.start()])
            end = begin + units(match[0])
            if all(end <= start or begin >= stop for start, stop in occupied):
                occupied.append((begin, end))
                found.append({"offset": begin, "length": end - begin, "type": kind})
    return sorted(found, key=_order)
