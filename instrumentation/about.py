"""What log lines are about: the update that is being handled, and its handler."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from opentelemetry.context import attach, create_key, detach, get_value, set_value

_KEY = create_key("bot-update")


@dataclass(slots=True)
class Subject:
    """An update; its handler is known once it has been found."""

    update: int
    handler: str = ""


@contextmanager
def about(update: int) -> Iterator[None]:
    """Let each line name the update, also those of tasks that resume its context later."""
    token = attach(set_value(_KEY, Subject(update)))
    try:
        yield
    finally:
        detach(token)


def handled_by(handler: str) -> None:
    """Let each further line about the update name its handler."""
    subject = get_value(_KEY)
    if isinstance(subject, Subject):
        subject.handler = handler


def subject() -> Mapping[str, str | int]:
    """Return the update and its handler, as log lines name them."""
    subject = get_value(_KEY)
    if not isinstance(subject, Subject):
        return {}
    handler = {"handler": subject.handler} if subject.handler else {}
    return {"update_id": subject.update, **handler}
