"""Turn a reply into API calls, and interpret Telegram's refusals of them."""

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
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
    PinChatMessage,
    SendDocument,
    SendMessage,
    SendPhoto,
    SetMessageReaction,
    TelegramMethod,
)
from aiogram.types import CallbackQuery, Message

from service.telegram.replies import TOAST_UNITS, Card, Further, Reply, Screen
from service.telegram.transport.calls import Send, content, reaction, reference
from service.telegram.transport.card_locations import CardLocations
from service.telegram.transport.pictures import Pictures
from service.telegram.transport.retrying import is_unsure

logger = logging.getLogger(__name__)

SHOWN_TWICE = (SendMessage, SendDocument, SendPhoto)
"""Methods that add another message each time they are called."""

FRESH_SECONDS = 1.0
"""How long after its commit a reply trusts the card's message that was read then; later another
process may well have moved the card."""

GONE = (
    *("message to delete not found", "can't be deleted"),
    *("message to edit not found", "message can't be edited", "message is not modified"),
)
"""Refusals to delete or edit a message that is gone already, too old, or as it should be."""

NOT_PINNED = ("not enough rights", "message to pin not found")
"""Refusals to pin a message."""

Step: TypeAlias = Callable[[], Awaitable[Any]]
Keep: TypeAlias = Callable[[int], Awaitable[None]]


class Showing:
    """Makes the calls of one reply. After an error it goes on with the calls not yet accepted.

    A message that is gone, a query that is too old and a person who blocked the bot are no
    errors: nothing that was stored depends on them. ``accepted`` is called whenever Telegram has
    accepted a part of what the person waits for: a receipt only if there is nothing else.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what to show, where, and by whom
        self,
        bot: Bot,
        cards: CardLocations,
        pictures: Pictures,
        event: Any,
        reply: Reply,
        accepted: Callable[[], None],
        *,
        chat: int | None = None,
        effect: str | None = None,
    ) -> None:
        self._bot, self._cards, self._pictures, self._event = bot, cards, pictures, event
        self._effect = effect  # the message effect of a screen that celebrates
        self._reply = reply
        self.accepted = [accepted]
        where, self._pressed = _where(event)
        self._on_photo = isinstance(event, CallbackQuery) and _is_photo(event)
        chat = chat or where
        user = getattr(event, "from_user", None)
        self.chat: int = chat or (user.id if user else 0)
        self._steps = deque(self._plan(chat, self._pressed))
        self.only_receipt = not self._steps
        """Whether there is no more to send than a receipt."""
        self._old_card: int | None = None  # the message that was the card, and the one that is now
        self._new_card: int | None = None
        self._made = monotonic()
        self.unsure = 0
        """How often the next message was sent without learning whether Telegram accepted it."""

    @property
    def edits(self) -> tuple[str, int] | None:
        """The message that is edited, if the reply does nothing else."""
        reply = self._reply
        further = reply.calls or reply.later or reply.reactions
        celebrates = reply.card and self._effect and reply.card.screen.celebrates
        if further or reply.new_message or reply.instead or celebrates:
            return None
        if reply.card and not reply.screens and reply.card.at == "live":
            return "workout", reply.card.workout
        if reply.card or len(reply.screens) != 1:
            return None
        if reply.screens[0].hint == "more":
            return "hints", self.chat
        if self._pressed is None:
            return None
        return "message", self._pressed

    @property
    def is_heavy(self) -> bool:
        """Whether ``rest`` may take much memory."""
        return self._reply.later is not None

    @property
    def has_receipt(self) -> bool:
        """Whether there is a receipt to send at once."""
        return isinstance(self._event, CallbackQuery) or bool(self._reply.reaction)

    def take_over(self, older: "Showing") -> None:
        """Show what an older reply was to show: its ``accepted`` is called with this one's."""
        self.accepted += older.accepted

    async def receipt(self) -> str:
        """Answer the pressed button, or put a reaction on the message; return the outcome."""
        made = True
        if isinstance(self._event, CallbackQuery):
            text = self._reply.toast[:TOAST_UNITS] or None
            answer = AnswerCallbackQuery(
                callback_query_id=self._event.id, text=text, url=self._reply.link
            )
            made = await self._allowed(answer, "query is too old", "query ID is invalid")
        elif self._reply.reaction and isinstance(self._event, Message):
            message = self._event
            made = await self._react(message.chat.id, message.message_id, self._reply.reaction)
        if made and self.only_receipt:
            self._accept()
        return "sent" if made else "needless"

    async def rest(self) -> str:
        """Make the remaining calls, in order; return the outcome."""
        try:
            while self._steps:
                await self._steps[0]()
                self._steps.popleft()
                self.unsure = 0
        except TelegramForbiddenError:
            await self._cards.blocked(self.chat)
            logger.info("A person can't be reached: they blocked the bot or deleted their account")
            return "blocked"
        return "sent"

    def _plan(self, chat: int | None, pressed: int | None) -> Iterator[Step]:
        reply = self._reply
        if chat is not None:
            if reply.instead:
                yield partial(self._show, chat, pressed, reply.instead)
            for n, screen in enumerate(reply.screens):
                replaces = n == 0 and not reply.new_message and reply.card is None
                if screen.hint == "more":
                    yield partial(self._show_more, chat, screen)
                else:
                    yield partial(self._show, chat, pressed if replaces else None, screen)
            if reply.card:
                yield partial(self._show_card, chat, reply.card)
            for message, emoji in reply.reactions:
                yield partial(self._react, chat, message, emoji)
        for call in reply.calls:
            yield partial(self._call, call, *GONE)
        if reply.later:
            yield partial(self._call_later, reply.later)

    async def _call_later(self, later: Callable[[], Awaitable[Further]]) -> None:
        """Find out what else to call: these are the next steps."""
        for further in reversed(await later()):
            if isinstance(further, TelegramMethod):
                self._steps.insert(1, partial(self._call, further))
            else:
                self._steps.insert(1, partial(self._call_later, further))

    async def _react(self, chat: int, message: int, emoji: str) -> bool:
        """Put a reaction on a message; False when the message is gone."""
        react = SetMessageReaction(chat_id=chat, message_id=message, reaction=[reaction(emoji)])
        return await self._allowed(react, "message to react not found")

    def _accept(self) -> None:
        for accepted in self.accepted:
            accepted()

    async def _call(self, method: TelegramMethod[Any], *harmless: str) -> bool:
        """Make a call that shows something; False as ``_allowed`` returns it."""
        made = await self._allowed(method, *harmless)
        if made:
            self._accept()
        return made

    async def _allowed(self, method: TelegramMethod[Any], *harmless: str) -> bool:
        """Make a call; False when Telegram refused it with one of the ``harmless`` messages."""
        try:
            await self._request(method)
        except TelegramBadRequest as error:
            if not any(words in error.message for words in harmless):
                raise
            return False
        return True

    async def _request(self, method: TelegramMethod[Any]) -> Any:
        try:
            return await self._bot(method)
        except Exception as error:
            self.unsure += isinstance(method, SHOWN_TWICE) and is_unsure(error)
            raise

    async def _show(self, chat: int, message: int | None, screen: Screen) -> None:
        """Replace a message by a screen, or send it as a new message."""
        if screen.drawing:
            if await self._pictures.show(self._request, chat, message, screen, screen.drawing):
                self._accept()
                return
            screen = screen.undrawn()
        if message is not None and self._on_photo:  # a photo can't become a text
            gone = DeleteMessage(chat_id=chat, message_id=message)
            self._steps.insert(1, partial(self._call, gone, *GONE))
            message = None
        if message is not None and await self._edit(chat, message, screen):
            for keep in self._kept(chat, screen):
                self._steps.insert(1, partial(keep, message))
            return
        sent = await self._request(Send(chat_id=chat, **reference(screen), **content(screen)))
        self._accept()
        # Steps of their own, so that another try does not send it again.
        for keep in (*self._kept_new(chat, screen), *self._kept(chat, screen)):
            self._steps.insert(1, partial(keep, sent["message_id"]))

    def _kept_new(self, chat: int, screen: Screen) -> Iterator[Keep]:
        """Yield what stores that a new message shows a screen."""
        if screen.previews:
            yield partial(self._cards.keep_preview, chat)
        if screen.hint:
            yield partial(self._cards.keep_hint, chat)
        if screen.imports is not None:
            yield partial(self._cards.keep_import, chat, screen.imports)

    def _kept(self, chat: int, screen: Screen) -> Iterator[Keep]:
        """Yield what stores that a message shows a screen, be it new or edited."""
        if screen.asks is not None:
            yield partial(self._cards.keep_question, chat, screen.asks)
        if screen.challenge is not None:
            yield partial(self._keep_table, chat, screen.challenge)

    async def _keep_table(self, chat: int, challenge: int, message: int) -> None:
        """Store where the table of a challenge is, and pin it if the bot may."""
        await self._cards.keep_table(challenge, message)
        pin = PinChatMessage(chat_id=chat, message_id=message, disable_notification=True)
        self._steps.insert(1, partial(self._call, pin, *NOT_PINNED))

    async def _show_more(self, chat: int, screen: Screen) -> None:
        """Add to the latest hint."""
        await self._show(chat, await self._cards.hint(chat), screen)

    async def _show_card(self, chat: int, card: Card) -> None:
        """Edit the live card, or make another message the live card and delete the old one."""
        if self._new_card is None:
            self._old_card = await self._cards.message(card, fresh=self._fresh(card))
            self._new_card = await self._put(chat, card)
        if self._new_card != self._old_card:
            await self._cards.keep(card, self._new_card)
            if self._old_card is not None:
                gone = DeleteMessage(chat_id=chat, message_id=self._old_card)
                await self._call(gone, *GONE)

    def _fresh(self, card: Card) -> bool:
        return card.at == "live" and monotonic() - self._made < FRESH_SECONDS

    async def _put(self, chat: int, card: Card) -> int:
        """Edit a message into the card, or send a new one; return the message's id."""
        if card.screen.celebrates and self._effect:
            return await self._celebrate(chat, card.screen, self._effect)
        live = self._old_card or self._pressed
        target = {"live": live, "here": self._pressed, "new": None}[card.at]
        if target is not None and await self._edit(chat, target, card.screen):
            return target
        if target is not None and target == card.message:  # another process may have moved it
            moved = self._old_card = await self._cards.message(card, fresh=False)
            if moved not in {None, target} and await self._edit(chat, moved, card.screen):
                return moved
        sent = await self._request(Send(chat_id=chat, **content(card.screen)))
        self._accept()
        return int(sent["message_id"])

    async def _celebrate(self, chat: int, screen: Screen, effect: str) -> int:
        """Send a screen with a message effect, without one if Telegram refuses it."""
        try:
            send = Send(chat_id=chat, message_effect_id=effect, **content(screen))
            sent = await self._request(send)
        except TelegramBadRequest as error:
            if "effect" not in error.message.lower():
                raise
            logger.warning("Telegram refuses the message effect of RECORD_EFFECT: %s", error)
            self._effect = None
            sent = await self._request(Send(chat_id=chat, **content(screen)))
        self._accept()
        return int(sent["message_id"])

    async def _edit(self, chat: int, message: int, screen: Screen) -> bool:
        """Edit a message; False when it no longer exists or can't be edited."""
        edit = EditMessageText(chat_id=chat, message_id=message, **content(screen))
        try:
            return await self._call(edit, "message to edit not found", "message can't be edited")
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message:
                raise
            self._accept()
            return True


def _is_photo(query: CallbackQuery) -> bool:
    """Return whether the pressed button is under a photo."""
    return bool(getattr(query.message, "photo", None))


def _where(event: Any) -> tuple[int | None, int | None]:
    """Return the chat to write to, and the message whose button was pressed."""
    if isinstance(event, Message):
        return event.chat.id, None
    if isinstance(event, CallbackQuery) and event.message:
        return event.message.chat.id, event.message.message_id
    return None, None
