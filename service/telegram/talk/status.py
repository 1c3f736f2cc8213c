"""/status: whether the bot works, how fast it answers, and since when; nothing about anybody.

The figures are those of the process that answers. While the database is away, transport answers
with a text that needs none.
"""

from datetime import UTC, datetime
from decimal import Decimal

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from markupsafe import Markup

from instrumentation.metrics import Metrics, Status
from service.storage.people import Person
from service.telegram import wording
from service.telegram.buttons import StatusButton
from service.telegram.replies import Reply, Screen, button, screen
from service.telegram.routing import command, pressed
from service.texts import Words

router = Router(name="status")

SLOW_SECONDS = 2.5
"""Answers are slow if 5 of 100 take longer, as the alert about slow answers has it."""

MINUTE, HOUR, DAY = 60, 3600, 86_400


@command(router, "status", reads=True)
@pressed(router, StatusButton, reads=True)
async def status(
    event: Message | CallbackQuery, person: Person, t: Words, metrics: Metrics
) -> Reply:
    """Show the bot's state, or show it anew."""
    return Reply(screens=(_screen(t, person, metrics.status()),))


def _screen(t: Words, person: Person, now: Status) -> Screen:
    """Return the state with a button that shows it anew."""
    return screen(text(t, person, now), [[button(t.plain("status-button"), StatusButton())]])


def text(t: Words, person: Person | None, now: Status) -> Markup:
    """Word the bot's state; without a person in UTC."""
    measure, uptime = _uptime(now.uptime)
    return t(
        "status",
        state=_state(now),
        half=_seconds(t, now.half),
        most=_seconds(t, now.most),
        rests=now.rests,
        on_time=now.rests_on_time,
        measure=measure,
        uptime=uptime,
        backup="none" if now.backup_at is None else _moment(t, person, now.backup_at),
        version=now.version,
    )


def _state(now: Status) -> str:
    if not now.well:
        return "ill"
    return "slow" if now.most is not None and now.most > SLOW_SECONDS else "well"


def _seconds(t: Words, seconds: float | None) -> str:
    """Write a time with a digit more where it is short; "none" for None."""
    if seconds is None:
        return "none"
    digits = 1 if seconds >= 0.1 else 2  # noqa: PLR2004 - below it a tenth says nothing
    return wording.number(t, round(Decimal(seconds), digits))


def _uptime(seconds: float) -> tuple[str, int]:
    """Return the largest measure of which two have passed, and how many have."""
    for measure, size in (("days", DAY), ("hours", HOUR)):
        if seconds >= 2 * size:
            return measure, int(seconds // size)
    return "minutes", int(seconds // MINUTE)


def _moment(t: Words, person: Person | None, at: float) -> str:
    """Word a moment in the person's time zone: ``today 03:10``."""
    zone = person.zone if person else UTC
    then, today = datetime.fromtimestamp(at, UTC).astimezone(zone), datetime.now(zone).date()
    return f"{wording.day(t, then.date(), today)} {then:%H:%M}"
