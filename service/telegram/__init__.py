"""Talking: the only room that knows aiogram. Here its parts and routers are put together."""

import asyncio
import logging
from functools import cache

from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramUnauthorizedError

from instrumentation.api_calls import ApiCalls
from instrumentation.metrics import Metrics
from service.storage import Database
from service.telegram import menu, routing, talk
from service.telegram.talk import (
    albums,
    blocking,
    cancelling,
    challenges,
    deleteall,
    edit_typing,
    editing,
    equipment,
    exports,
    forwards,
    goals,
    groups,
    import_names,
    imports,
    inline,
    newprogram,
    own,
    pasting,
    privacy,
    programs,
    progress,
    records,
    reminders,
    reports,
    settings,
    sharing,
    start,
    status,
    taking,
    templates,
    timezones,
    units,
    weights,
)
from service.telegram.talk.history import answering, changing, listing
from service.telegram.talk.middlewares import Attend, Introduce, Name
from service.telegram.talk.workout import corrections, notebook, questions, spoken, starting, steps
from service.telegram.transport.card_locations import CardLocations
from service.telegram.transport.inbox import Inbox
from service.telegram.transport.inlines import Inlines
from service.telegram.transport.outbox import Outbox
from service.telegram.transport.polling import Polling, PollingObserver, Turn
from service.telegram.transport.retrying import pause_after
from service.telegram.transport.session import Session
from service.telegram.transport.settling import Settler
from service.telegram.transport.suspects import Suspects
from service.telegram.transport.watching import DatedSession, Watch
from service.telegram.transport.webhook import Address, Hook
from service.telegram.unprompted.notices import Notices

logger = logging.getLogger(__name__)

ROUTERS = (
    groups.router,
    inline.router,
    imports.router,  # before all that read captions
    # Before all that read texts: an album's further photos, and what somebody else wrote.
    albums.router,
    forwards.router,
    timezones.router,  # whose question a text may answer
    templates.router,  # likewise
    edit_typing.router,  # likewise
    answering.router,  # likewise
    own.router,  # likewise
    pasting.router,  # before the notebook: several lines may be a program
    # The most frequent handlers first: every filter before them costs time (docs/decisions.md).
    notebook.router,
    steps.router,
    questions.router,
    spoken.router,
    cancelling.router,
    taking.router,  # before /start alone
    start.router,
    newprogram.router,
    programs.router,
    sharing.router,
    editing.router,
    starting.router,
    corrections.router,
    settings.router,
    units.router,
    equipment.router,
    reminders.router,
    goals.router,
    reports.router,
    listing.router,
    changing.router,
    progress.router,
    weights.router,
    records.router,
    exports.router,
    import_names.router,
    privacy.router,
    status.router,
    challenges.router,
    deleteall.router,
    blocking.router,
    start.fallback,
)

routing.check(ROUTERS, talk)

HANDLERS = list(dict.fromkeys(name for router in ROUTERS for name in routing.handlers(router)))
"""Names of all handlers, as the metrics have them."""


class Unauthorized(Exception):
    """Telegram does not know the token."""


@cache
def dispatcher() -> Dispatcher:
    """Return the one dispatcher: routers hold no state, so all bots share it."""
    dispatcher = Dispatcher(disable_fsm=True)
    for router in ROUTERS:
        dispatcher.include_router(router)
    for observer in (dispatcher.message, dispatcher.edited_message, dispatcher.callback_query):
        observer.outer_middleware(Introduce())
        observer.middleware(Attend())
    dispatcher.my_chat_member.middleware(Attend())
    dispatcher.chosen_inline_result.middleware(Attend())
    dispatcher.inline_query.middleware(Name())
    return dispatcher


def make_bot(token: str, api_url: str, metrics: Metrics) -> Bot:
    """Return a bot whose calls are measured."""
    session = Session(api=TelegramAPIServer.from_base(api_url))
    session.middleware(ApiCalls(metrics))
    return Bot(token, session=session)


def make_notices(token: str, api_url: str, database: Database, metrics: Metrics) -> Notices:
    """Return the sender of notices. It has its own connections, so that no answer waits for it."""
    session = Session(api=TelegramAPIServer.from_base(api_url))
    session.middleware(ApiCalls(metrics))
    return Notices(Bot(token, session=session), database, metrics)


def make_watch(token: str, api_url: str, metrics: Metrics, *, polling: bool) -> Watch:
    """Return what asks Telegram now and then; it too has connections of its own."""
    session = DatedSession(api=TelegramAPIServer.from_base(api_url))
    session.middleware(ApiCalls(metrics))
    return Watch(Bot(token, session=session), session, metrics, polling=polling)


def make_outbox(
    bot: Bot, database: Database, metrics: Metrics, *, effect: str | None = None
) -> Outbox:
    """Return the outbox that sends answers; ``effect`` is the message effect of a record."""
    outbox = Outbox(bot, CardLocations(database), metrics, effect=effect)
    metrics.answers = lambda: outbox.waiting
    return outbox


def make_polling(  # noqa: PLR0913, PLR0917 - the parts that it connects
    bot: Bot,
    database: Database,
    metrics: Metrics,
    observer: PollingObserver,
    outbox: Outbox,
    turn: Turn | None = None,
    *,
    contact: str | None = None,
) -> Polling:
    """Return a poller, connected with the inbox and the handlers."""
    inbox = _make_inbox(bot, database, metrics, outbox, contact)
    return Polling(bot, inbox, outbox, metrics, observer, _allowed(), turn)


def make_hook(  # noqa: PLR0913, PLR0917 - likewise
    bot: Bot,
    database: Database,
    metrics: Metrics,
    observer: PollingObserver,
    outbox: Outbox,
    address: Address,
    *,
    contact: str | None = None,
) -> Hook:
    """Return a webhook, connected with the inbox and the handlers."""
    inbox = _make_inbox(bot, database, metrics, outbox, contact)
    return Hook(bot, inbox, outbox, metrics, observer, _allowed(), address)


def _make_inbox(
    bot: Bot, database: Database, metrics: Metrics, outbox: Outbox, contact: str | None
) -> Inbox:
    settler = Settler(bot, dispatcher(), database, metrics, outbox.put, contact)
    inlines = Inlines(bot, dispatcher(), database, metrics)
    return Inbox(settler, outbox, metrics, Suspects(database), inlines)


def _allowed() -> list[str]:
    return dispatcher().resolve_used_update_types()


async def introduce(bot: Bot, observer: PollingObserver, *, polling: bool = True) -> None:
    """Read the bot's name, publish its menu, and delete its webhook if it polls.

    Waits while Telegram can't be reached. Raises Unauthorized when Telegram refuses the token.
    """
    while True:
        try:
            await bot.me()
            await menu.publish(bot)
            if polling and (await bot.get_webhook_info()).url:
                await bot.delete_webhook()
        except TelegramUnauthorizedError:
            raise Unauthorized from None
        except (AiogramError, OSError) as error:
            observer.polling_failed(type(error).__name__)
            logger.warning("Telegram can't be reached (%s); trying again", type(error).__name__)
            await asyncio.sleep(pause_after(error))
        else:
            return
