"""What a handler returns: what is to be shown, in the order it is to be shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardMarkup
from markupsafe import Markup

from service.domain.names import units

TOAST_UNITS = 190
"""The longest toast: Telegram takes 200 characters."""

CardPlace = Literal["live", "here", "anew"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; a card has thirteen.

    aiogram's own, made by pydantic, took 0.1 ms of a card's CPU.
    """

    text: str
    callback_data: str
    style: str | None = None


Rows = Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: Telegram HTML and the buttons under it."""

    text: Markup
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The live card of a person's workout.

    ``at``: ``live`` edits it where it is; ``here`` puts it in the place of the message whose
    button was pressed; ``anew`` sends it and takes the one before away, so that it stands
    last and rings. ``message`` is where it was when the workout was read.
    """

    screen: Screen
    owner: int
    workout: int
    at: CardPlace = "live"
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one update.

    The first screen takes the place of the message whose button was pressed, unless it is
    to come ``anew`` or there is a ``card``; all others are sent. ``times`` says how often the
    handler's operation was done: 0 when it was only asked for; ``counted``, that the database
    has counted it with what it did. ``outcome``, ``reason`` (of a
    refusal), ``way`` (of logging a set) and ``end`` (of a workout) are labels.
    """

    screens: tuple[Screen, ...] = ()
    card: Card | None = None
    toast: str = ""
    reaction: str | None = None
    anew: bool = False
    outcome: str = "ok"
    reason: str | None = None
    times: int = 1
    counted: bool = False
    way: str | None = None
    end: str | None = None
    calls: tuple[TelegramMethod[Any], ...] = ()

    def then(self, screen: Screen) -> "Reply":
        """Show one screen more."""
        return replace(self, screens=(*self.screens, screen))


def say(text: Markup, rows: Rows = (), **more: Any) -> Reply:
    """Answer with one screen."""
    return Reply(screens=(screen(text, rows),), **more)


def screen(text: Markup, rows: Rows = ()) -> Screen:
    """Put a text above rows of buttons."""
    kept: list[Any] = [list(row) for row in rows if row]
    # What is in it is left as it is: see Button.
    keyboard = InlineKeyboardMarkup.model_construct(inline_keyboard=kept) if kept else None
    return Screen(text, keyboard)


def button(text: str, data: CallbackData, style: str | None = None) -> Button:
    """Make a button. ``style`` is Telegram's: success, danger or primary."""
    return Button(text, data.pack(), style)


def toast(text: str, outcome: str = "ok", **more: Any) -> Reply:
    """Answer a button press with a toast alone; it does no operation."""
    return Reply(toast=text, outcome=outcome, times=0, **more)


def clip(lines: Iterable[Markup], limit: int = 3000) -> Markup:
    """Join as many whole lines as fit in ``limit`` UTF-16 units as shown, with an ellipsis.

    A message holds 4096; what stands round the lines, a name of 512 among it, has the rest.
    """
    every, kept = list(lines), list[Markup]()
    if sum(2 * len(line) + 1 for line in every) <= limit:  # taking the tags off costs 50 us a card
        return Markup("\n").join(every)
    for line in every:
        limit -= units(line.striptags()) + 1
        if limit < 0:
            return Markup("\n").join([*kept, Markup("…")])
        kept.append(line)
    return Markup("\n").join(kept)
