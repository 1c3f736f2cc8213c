"""The calls that one reply comes to, and what Telegram's refusals mean for it."""

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from functools import cache, partial
from time import monotonic
from typing import Any, TypeAlias

from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageText,
    GetMe,
    Response,
    SendDocument,
    SendMessage,
    SetMessageReaction,
    TelegramMethod,
)
from aiogram.types import (
    CallbackQuery,
    LinkPreviewOptions,
    Message,
    ReactionTypeEmoji,
)

from service.telegram.replies import TOAST_UNITS, Card, Reply, Screen
from service.telegram.transport.card_locations import CardLocations
from service.telegram.transport.retrying import is_unsure

logger = logging.getLogger(__name__)

SHOWN_TWICE = (SendMessage, SendDocument)
"""Methods that show one message more each time they are called."""

FRESH_SECONDS = 1.0
"""For so long after it was stored a reply goes to where the card was then; later another process
is more likely to have moved it."""

Step: TypeAlias = Callable[[], Awaitable[Any]]

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Send(SendMessage):
    """sendMessage whose answer is left as it came: reading a Message takes seven times as long."""

    __returning__ = dict[str, Any]


ANSWERS = [
    Response[method.__returning__]  # type: ignore[name-defined]  # made at run time, as aiogram does
    for method in (Send, AnswerCallbackQuery, GetMe)
]
"""What Telegram answers with. aiogram makes these classes as they are needed, and pydantic
forgets them as soon as nobody holds them: making one anew costs as much as a whole call."""


class Showing:
    """Makes the calls that one reply comes to; what Telegram took is not sent again.

    What Telegram says of a message that is gone, of a query that is too old, of a person who
    blocked the bot, changes nothing that was stored. ``accepted`` is called whenever Telegram
    took a part of the reply.
    """

    def __init__(  # noqa: PLR0913 - what, of what, to whom, by whom
        self,
        bot: Bot,
        cards: CardLocations,
        event: Any,
        reply: Reply,
        accepted: Callable[[], None],
        *,
        chat: int | None = None,
    ) -> None:
        self._bot, self._cards, self._event = bot, cards, event
        self._reply, self._accepted = reply, accepted
        where, self._pressed = _where(event)
        chat = chat or where
        user = getattr(event, "from_user", None)
        self.chat: int = chat or (user.id if user else 0)
        self._steps = deque(self._plan(chat, self._pressed))
        self._former: int | None = None  # where the card was, and where it is shown now
        self._place: int | None = None
        self._made = monotonic()
        self.unsure = 0
        """How often the message that comes next was sent without learning whether it arrived."""

    @property
    def edits(self) -> tuple[str, int] | None:
        """The message that is edited, if that is all there is to do."""
        reply = self._reply
        if reply.calls or reply.anew:
            return None
        if reply.card and not reply.screens and reply.card.at == "live":
            return "workout", reply.card.workout
        if reply.card or len(reply.screens) != 1 or self._pressed is None:
            return None
        return "message", self._pressed

    @property
    def has_receipt(self) -> bool:
        """Whether there is something to say at once."""
        return isinstance(self._event, CallbackQuery) or bool(self._reply.reaction)

    async def receipt(self) -> None:
        """Answer the pressed button, or put a reaction on the message."""
        if isinstance(self._event, CallbackQuery):
            text = self._reply.toast[:TOAST_UNITS] or None
            answer = AnswerCallbackQuery(callback_query_id=self._event.id, text=text)
            await self._call(answer, "query is too old", "query ID is invalid")
        elif self._reply.reaction and isinstance(self._event, Message):
            reaction = _reaction(self._event, self._reply.reaction)
            await self._call(reaction, "message to react not found")

    async def rest(self) -> None:
        """Make the calls that are still to be made, in order."""
        try:
            while self._steps:
                await self._steps[0]()
                self._steps.popleft()
                self.unsure = 0
        except TelegramForbiddenError:
            await self._cards.blocked(self.chat)
            logger.info("A person can't be reached: they blocked the bot or deleted their account")

    def _plan(self, chat: int | None, pressed: int | None) -> Iterator[Step]:
        reply = self._reply
        if chat is not None:
            for n, screen in enumerate(reply.screens):
                here = n == 0 and not reply.anew and reply.card is None
                yield partial(self._show, chat, pressed if here else None, screen)
            if reply.card:
                yield partial(self._show_card, chat, reply.card)
        for call in reply.calls:
            yield partial(self._call, call)

    async def _call(self, method: TelegramMethod[Any], *harmless: str) -> bool:
        """Make a call; False when Telegram refused it with one of the harmless words."""
        try:
            await self._request(method)
        except TelegramBadRequest as error:
            if not any(words in error.message for words in harmless):
                raise
            return False
        self._accepted()
        return True

    async def _request(self, method: TelegramMethod[Any]) -> Any:
        try:
            return await self._bot(method)
        except Exception as error:
            self.unsure += isinstance(method, SHOWN_TWICE) and is_unsure(error)
            raise

    async def _show(self, chat: int, place: int | None, screen: Screen) -> None:
        """Put a screen in a message's place, or below everything when there is none."""
        if place is None or not await self._edit(chat, place, screen):
            await self._call(Send(chat_id=chat, **content(screen)))

    async def _show_card(self, chat: int, card: Card) -> None:
        """Edit the live card, or make a message the live card in place of the one before."""
        if self._place is None:
            self._former = await self._cards.message(card, fresh=self._fresh(card))
            self._place = await self._put(chat, card)
        if self._place != self._former:
            await self._cards.keep(card, self._place)
            if self._former is not None:
                gone = DeleteMessage(chat_id=chat, message_id=self._former)
                await self._call(gone, "message to delete not found", "can't be deleted")

    def _fresh(self, card: Card) -> bool:
        return card.at == "live" and monotonic() - self._made < FRESH_SECONDS

    async def _put(self, chat: int, card: Card) -> int:
        """Show a card in its place, or below everything; gives the message it is in."""
        live = self._former or self._pressed
        place = {"live": live, "here": self._pressed, "anew": None}[card.at]
        if place is not None and await self._edit(chat, place, card.screen):
            return place
        if place is not None and place == card.message:  # another process may have moved it
            moved = self._former = await self._cards.message(card, fresh=False)
            if moved not in {None, place} and await self._edit(chat, moved, card.screen):
                return moved
        sent = await self._request(Send(chat_id=chat, **content(card.screen)))
        self._accepted()
        return int(sent["message_id"])

    async def _edit(self, chat: int, message: int, screen: Screen) -> bool:
        """Put a screen in a message's place; False when there is no place any more."""
        edit = EditMessageText(chat_id=chat, message_id=message, **content(screen))
        try:
            return await self._call(edit, "message to edit not found", "message can't be edited")
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message:
                raise
            self._accepted()
            return True


def content(screen: Screen) -> dict[str, Any]:
    """Give a screen as the fields of a call."""
    return {
        "text": screen.text,
        "parse_mode": "HTML",
        "reply_markup": screen.keyboard,
        "link_preview_options": NO_PREVIEW,
    }


def _reaction(message: Message, emoji: str) -> SetMessageReaction:
    return SetMessageReaction(
        chat_id=message.chat.id, message_id=message.message_id, reaction=[_emoji(emoji)]
    )


@cache
def _emoji(emoji: str) -> ReactionTypeEmoji:
    return ReactionTypeEmoji(emoji=emoji)


def _where(event: Any) -> tuple[int | None, int | None]:
    """Find the chat to write to, and the message whose button was pressed."""
    if isinstance(event, Message):
        return event.chat.id, None
    if isinstance(event, CallbackQuery) and event.message:
        return event.message.chat.id, event.message.message_id
    return None, None
