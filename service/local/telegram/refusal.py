"""Refusals of Telegram (a code, a description, sometimes parameters) and of the control."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

Value = TypeVar("Value")

_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


class Refusal(Exception):
    """The call is refused: the Bot API answers with an error."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """Return the JSON body of Telegram's answer."""
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class Impossible(Exception):
    """The control interface can't do what was requested; the message says why."""


def validated(kind: type[Value], value: Any) -> Value:
    """Return a value converted to the type it must have. Raises Impossible."""
    try:
        converted: Value = _adapter(kind).validate_python(value)
    except ValidationError as error:
        raise Impossible(sentence(error)) from None
    return converted


def sentence(error: ValidationError) -> str:
    """Return one line that says what is wrong with a value."""
    first = error.errors(include_url=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]


def bad_request(reason: str) -> Refusal:
    """Return a refusal with code 400, worded as Telegram does."""
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    """Return a refusal with code 403, worded as Telegram does."""
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    """Return a refusal with code 409, worded as Telegram does."""
    return Refusal(409, f"Conflict: {reason}")
