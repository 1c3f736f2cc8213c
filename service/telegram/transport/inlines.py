"""The queue of inline queries. They only read, and wait for nothing that is stored or sent.

Of one person only the newest query is answered, for the others were typed on meanwhile. A query is
not stored, and one that is lost is asked again with the next letter.
"""

import asyncio
import logging
from time import perf_counter

from aiogram import Bot, Dispatcher
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.methods import AnswerInlineQuery
from aiogram.types import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from opentelemetry.instrumentation.aiogram import update_span

from instrumentation.about import about
from instrumentation.metrics import Metrics
from instrumentation.updates import Handling, handling
from service.storage import Database, Unavailable
from service.telegram.replies import Offer, Offers
from service.telegram.transport.limits import Limits, Raw, sender
from service.telegram.transport.settling import report

logger = logging.getLogger(__name__)

KIND = "inline_query"

AT_ONCE = 2
"""Most queries that are worked on at once: the connections that people's updates leave free."""

READ_SECONDS = 2.0
"""Longest time for finding results; nobody waits for them any longer."""

SEND_SECONDS = 10
"""Timeout of the call that answers."""

CACHE_SECONDS = 10
"""How long Telegram may repeat an answer to the same person: typing back and forth. What was
changed or deleted meanwhile is still offered for so long; whoever takes it gets what is there."""


class Inlines:
    """Answers inline queries beside all other work."""

    def __init__(
        self, bot: Bot, dispatcher: Dispatcher, database: Database, metrics: Metrics
    ) -> None:
        self._bot, self._dispatcher = bot, dispatcher
        self._database, self._metrics = database, metrics
        self._limits = Limits()
        self._seats = asyncio.Semaphore(AT_ONCE)
        self._waiting: dict[int, tuple[Raw, float]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}

    def take(self, raw: Raw, received: float) -> None:
        """Queue a query in place of an older one; ``received`` is a ``perf_counter`` reading."""
        person = sender(raw)
        if not self._limits.passes(raw):
            self._metrics.inline_query("refused")
            return
        if person in self._waiting:
            self._metrics.inline_query("superseded")
        self._waiting[person] = raw, received
        if person not in self._workers:
            self._workers[person] = asyncio.create_task(self._work(person))

    async def close(self) -> None:
        """Drop what is not answered."""
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    async def _work(self, person: int) -> None:
        try:
            while arrival := self._waiting.pop(person, None):
                await self._answer(*arrival)
        finally:
            del self._workers[person]

    async def _answer(self, raw: Raw, received: float) -> None:
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
            number = update.update_id
            with update_span(KIND, number, received), about(number):
                with handling(self._metrics, KIND, received=received) as handled:
                    offers = await handled.run(self._read(update, handled))
                outcome = await self._send(update, offers) if offers else "failed"
        except Exception as error:  # noqa: BLE001 - no query may end those after it
            report(error)
            outcome = "failed"
        self._metrics.inline_query(outcome)
        logger.debug("An inline query was %s after %.3f s", outcome, perf_counter() - received)

    async def _read(self, update: Update, handled: Handling) -> Offers | None:
        """Let the handler find results; None when they can't be read now."""
        try:
            async with (
                asyncio.timeout(READ_SECONDS),
                self._seats,
                self._database.connection() as db,
            ):
                offers = await self._dispatcher.feed_update(
                    self._bot, update, db=db, handling=handled
                )
        except (Unavailable, TimeoutError) as error:
            handled.failed(error)
            return None
        return offers if isinstance(offers, Offers) else None

    async def _send(self, update: Update, offers: Offers) -> str:
        """Answer the query; return the outcome."""
        if update.inline_query is None:
            return "failed"
        button = None
        if offers.hint:
            text, parameter = offers.hint
            button = InlineQueryResultsButton(text=text, start_parameter=parameter)
        answer = AnswerInlineQuery(
            inline_query_id=update.inline_query.id,
            results=[_article(one) for one in offers.results],
            cache_time=CACHE_SECONDS,
            is_personal=True,
            next_offset=offers.next,
            button=button,
        )
        try:
            await self._bot(answer, request_timeout=SEND_SECONDS)
        except TelegramBadRequest as error:
            if "query is too old" not in error.message:
                report(error)
            return "late" if "query is too old" in error.message else "failed"
        except (AiogramError, OSError):
            return "failed"
        return "answered"


def _article(offer: Offer) -> InlineQueryResultArticle:
    keyboard = InlineKeyboardMarkup.model_construct(inline_keyboard=[[offer.button]])  # type: ignore[list-item]  # our Button, which is not validated
    return InlineQueryResultArticle(
        id=offer.id,
        title=offer.title,
        description=offer.description,
        input_message_content=InputTextMessageContent(
            message_text=offer.text,
            parse_mode="HTML",
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=keyboard,
    )
