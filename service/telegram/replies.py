"""The reply that a handler returns: screens, cards, toasts and reactions to send, in order."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import EditMessageText, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions
from markupsafe import Markup

from service.domain.names import units

TOAST_UNITS = 190
"""Longest toast in UTF-16 units; Telegram allows 200 characters."""

Calls: TypeAlias = tuple[TelegramMethod[Any], ...]
Further: TypeAlias = "tuple[TelegramMethod[Any] | Callable[[], Awaitable[Further]], ...]"
CardTarget = Literal["live", "here", "new"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message.

    Not aiogram's pydantic model, which is slow for the thirteen buttons of a card
    (docs/decisions.md).
    """

    text: str
    callback_data: str | None = None
    style: str | None = None
    copy_text: Mapping[str, str] | None = None
    url: str | None = None
    switch_inline_query_chosen_chat: Mapping[str, Any] | None = None


Rows = Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture to draw: its kind in the metrics, its SVG, and what is said without it."""

    kind: Literal["progress", "muscles", "weight", "link"]
    source: str
    sorry: Markup


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: Telegram HTML, the buttons under it, and the message that it replies to.

    With a ``drawing`` it is a photo, whose caption is the text.

    ``previews``: it shows the draft of a program, and is stored as such. ``asks`` is the question
    that it asks, ``imports`` the import that it shows. ``hint``: it says why a message was refused;
    "more" adds to the latest hint.
    ``celebrates``: it is sent as a new message with an effect, where there is one.
    ``challenge``: it is the table of that challenge, and is stored and pinned as such.
    """

    text: Markup
    keyboard: InlineKeyboardMarkup | None = None
    replies_to: int | None = None
    previews: bool = False
    asks: int | None = None
    imports: int | None = None
    hint: Literal["first", "more"] | None = None
    drawing: Drawing | None = None
    celebrates: bool = False
    challenge: int | None = None

    def of_challenge(self, challenge: int) -> "Screen":
        """Return the screen as the table of a challenge."""
        return replace(self, challenge=challenge)

    def undrawn(self) -> "Screen":
        """Return the screen without its picture."""
        if self.drawing is None:
            return self
        return replace(self, text=self.text + "\n\n" + self.drawing.sorry, drawing=None)


@dataclass(frozen=True, slots=True)
class Card:
    """The live card of a person's workout.

    ``at``: ``live`` edits the message that is the card; ``here`` turns the message whose button
    was pressed into the card; ``new`` sends a new message, which notifies the person, and
    deletes the old card. ``message`` is the card's message when the workout was read.
    """

    screen: Screen
    owner: int
    workout: int
    at: CardTarget = "live"
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A result of an inline query: what the asker sees in the list, and the message it becomes."""

    id: str
    title: str
    description: str
    text: Markup
    button: Button


@dataclass(frozen=True, slots=True)
class Offers:
    """A page of results; ``next`` is the offset of the next one, "" if this is the last.

    ``hint`` is a text above them that leads to the private chat, and what /start says there.
    """

    results: tuple[Offer, ...] = ()
    next: str = ""
    hint: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one update.

    The first screen replaces the message whose button was pressed, unless ``new_message`` is set or
    there is a ``card``; all other screens are sent as new messages. ``instead`` replaces that
    message beside a card. ``times`` is how often the
    handler's operation was done (0: not at all); ``counted`` means that the database has already
    counted it. ``outcome``, ``reason`` (of a refusal), ``way`` (a set was logged), ``end`` (how a
    workout ended), ``program`` (where a new program came from), ``shared`` (what a link leads to,
    and the step) and ``followed`` (rules of progression, and whether their weights were accepted)
    are metric labels. ``pounds``: a weight
    was in pounds. ``calls`` are further API calls to make. ``later`` returns more of them: it is
    awaited when all else is sent, outside the transaction and no two at a time, so it may take
    long and much memory; what is further of it, it may return as functions like itself, which are
    awaited in their turn.
    ``reactions`` belong to other messages than the one answered, by their numbers. ``link`` is
    opened instead of the toast: it leads to the bot's private chat. ``challenge`` is what
    happened to a group's challenge, a metric label.
    """

    screens: tuple[Screen, ...] = ()
    card: Card | None = None
    instead: Screen | None = None
    toast: str = ""
    reaction: str | None = None
    new_message: bool = False
    outcome: str = "ok"
    reason: str | None = None
    times: int = 1
    counted: bool = False
    way: str | None = None
    end: str | None = None
    followed: tuple[tuple[str, str], ...] = ()
    program: str | None = None
    shared: tuple[str, str] | None = None
    pounds: bool = False
    calls: Calls = ()
    later: Callable[[], Awaitable[Further]] | None = None
    reactions: tuple[tuple[int, str], ...] = ()
    link: str | None = None
    challenge: str | None = None

    def then(self, screen: Screen) -> "Reply":
        """Return the reply with one more screen."""
        return replace(self, screens=(*self.screens, screen))


def say(text: Markup, rows: Rows = (), **more: Any) -> Reply:
    """Return a reply of one screen."""
    return Reply(screens=(screen(text, rows),), **more)


def screen(text: Markup, rows: Rows = ()) -> Screen:
    """Return a screen of a text and rows of buttons; empty rows are left out."""
    buttons: list[Any] = [list(row) for row in rows if row]
    # Not validated: our Button is not aiogram's.
    keyboard = InlineKeyboardMarkup.model_construct(inline_keyboard=buttons) if buttons else None
    return Screen(text, keyboard)


def rewritten(chat: int, message: int, text: Markup) -> EditMessageText:
    """Return the call that replaces a message by a text without buttons."""
    return redrawn(chat, message, screen(text))


def redrawn(chat: int, message: int, screen: Screen) -> EditMessageText:
    """Return the call that replaces a message by a screen; nothing happens if it is gone."""
    return EditMessageText(
        chat_id=chat,
        message_id=message,
        text=screen.text,
        parse_mode="HTML",
        reply_markup=screen.keyboard,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )


def button(text: str, data: CallbackData, style: str | None = None) -> Button:
    """Return a button. ``style`` is Telegram's: success, danger or primary."""
    return Button(text, data.pack(), style)


def copying(text: str, copied: str) -> Button:
    """Return a button that copies a text of at most 256 characters."""
    return Button(text, copy_text={"text": copied})


def linking(text: str, url: str) -> Button:
    """Return a button that opens a link."""
    return Button(text, url=url)


def sending(text: str, query: str) -> Button:
    """Return a button that asks for a chat and types an inline query there."""
    chats = {"allow_user_chats": True, "allow_group_chats": True, "allow_channel_chats": True}
    return Button(text, switch_inline_query_chosen_chat={"query": query, **chats})


def toast(text: str, outcome: str = "ok", **more: Any) -> Reply:
    """Return a reply that is only a toast and counts no operation."""
    return Reply(toast=text, outcome=outcome, times=0, **more)


def clip(lines: Iterable[Markup], limit: int = 3000) -> Markup:
    """Join the lines that fit in ``limit`` UTF-16 units of visible text; "…" stands for the rest.

    A message holds 4096 units; the default leaves room for the text around the lines, such as
    a name of 512.
    """
    kept, long, length = list[Markup](), 0, 0
    for line in lines:  # lazy: none is made that is not shown
        kept.append(line)
        long += 2 * len(line) + 1
        if long <= limit:  # spares stripping the tags
            continue
        counted = kept if not length else [line]
        length += sum(units(one.striptags()) + 1 for one in counted)
        if length > limit:
            return Markup("\n").join([*kept[:-1], Markup("…")])
    return Markup("\n").join(kept)
