"""The parameters of a Bot API request: a JSON, form or multipart body, or the query string."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from service.local.telegram.refusal import Refusal, bad_request

_LARGEST_ID = 2**63


@dataclass(frozen=True)
class Upload:
    """A file in a request."""

    name: str
    content: bytes
    mime_type: str


class Parameters:
    """The parameters of one call, converted and refused as Telegram does."""

    def __init__(
        self, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None
    ) -> None:
        self.values = values
        self.files = files or {}

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str) -> str:
        """Return a string; empty when absent. Raises Refusal."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, dict | list):
            raise bad_request(f'field "{name}" must be of type String')
        text = str(value)
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise bad_request("strings must be encoded in UTF-8")
        return text

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number; the default for anything else, as Telegram does."""
        try:
            number = int(self.text(name).strip())
        except ValueError:
            return default
        return number if abs(number) < _LARGEST_ID else default

    def flag(self, name: str) -> bool:
        """Return whether a flag is set."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def structure(self, name: str) -> Any:
        """Return an object or list, which forms carry as JSON; None when absent. Raises Refusal."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """Return the file of a parameter: sent under its name, or named by `attach://`."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return self.files.get(name)

    def summary(self) -> dict[str, Any]:
        """Return the parameters for the transcript: files by name and size only."""
        shown = dict(self.values)
        for name, file in self.files.items():
            shown[name] = f"<{file.name}, {len(file.content)} bytes>"
        return shown


async def read(request: web.Request) -> Parameters:
    """Read the parameters of a request in any form. Raises Refusal."""
    values: dict[str, Any] = dict(request.query)
    if not request.can_read_body:
        return Parameters(values)
    if request.content_type == "application/json":
        values |= await _read_json(request)
    elif request.content_type == "multipart/form-data":
        return await _read_multipart(request, values)
    elif request.content_type == "application/x-www-form-urlencoded":
        values |= dict(await request.post())
    return Parameters(values)


async def _read_json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise bad_request("can't parse request body JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("object expected as request body")
    return body


async def _read_multipart(request: web.Request, values: dict[str, Any]) -> Parameters:
    files = {}
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            content = bytes(await part.read(decode=True))
            if part.filename is None:
                values[part.name] = content.decode()
            else:
                mime_type = part.headers.get("Content-Type", "application/octet-stream")
                files[part.name] = Upload(part.filename, content, mime_type)
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except ValueError:
        raise Refusal(400, "Bad Request: can't parse multipart body") from None
    return Parameters(values, files)
