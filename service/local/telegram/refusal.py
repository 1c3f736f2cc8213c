"""How Telegram says no: a code, a description and sometimes parameters."""

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

Value = TypeVar("Value")


class Refusal(Exception):
    """The Bot API answers with an error."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """Give the JSON that Telegram answers with."""
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class Impossible(Exception):
    """Nobody could do what the control interface was asked for; the message says why."""


def validated(kind: type[Value], value: Any) -> Value:
    """Read a value as the type it must have. Raises Impossible."""
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        raise Impossible(sentence(error)) from None


def sentence(error: ValidationError) -> str:
    """Say in one line what is wrong with a value."""
    first = error.errors(include_url=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]


def bad_request(reason: str) -> Refusal:
    """Refuse with 400 in Telegram's own words."""
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    """Refuse with 403 in Telegram's own words."""
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    """Refuse with 409 in Telegram's own words."""
    return Refusal(409, f"Conflict: {reason}")
