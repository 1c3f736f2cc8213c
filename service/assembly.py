"""Opens every room, joins them, and closes them in reverse order."""

import asyncio
import logging
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import ModuleType
from zoneinfo import ZoneInfo

import instrumentation.setup
from instrumentation import process
from instrumentation.metrics import Metrics, Pool
from instrumentation.postgres import QueryTimes, query_names
from service import VERSION, announcing, storage, telegram, upkeep
from service.domain.errors import REASONS
from service.local.postgres import PostgresError, PrivatePostgres
from service.local.telegram.bot_api import StandIn, new_token
from service.local.telegram.history import HistoryHeld
from service.settings import Settings
from service.storage import Database, Unavailable
from service.telegram.transport.polling import POLL_SECONDS, Polling
from service.telegram.transport.retrying import RETRY_SECONDS
from service.telegram.transport.webhook import Hook, Place
from service.telegram.unprompted.bells import FORGET_SECONDS, LISTEN_SECONDS, Bells
from service.telegram.unprompted.notices import LOOK_SECONDS
from service.web import Health, ListenError, Web, watch_database, why_not

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that is ready: where to find it, and how it gets its updates."""

    chat: str
    metrics: str
    health: str
    delivery: Polling | Hook


class CannotStart(Exception):
    """Something the bot needs is not to be had; the message is one line to act on."""


async def open_rooms(told: Settings, rooms: AsyncExitStack) -> Running:
    """Open every room into ``rooms``; they close when that does.

    Waits for a database or a Telegram that is away. Raises CannotStart.
    """
    try:
        return await _open(told, rooms)
    except (PostgresError, ListenError, instrumentation.setup.NotAllowed) as error:
        raise CannotStart(str(error)) from None
    except storage.Refused as error:
        raise CannotStart(f"DATABASE_URL: the database can't be used ({error})") from None
    except telegram.Unauthorized:
        raise CannotStart("BOT_TOKEN: Telegram does not know this token") from None


async def _open(told: Settings, rooms: AsyncExitStack) -> Running:
    dsn = await _postgres(told, rooms)
    telemetry = instrumentation.setup.set_up(version=VERSION, secrets=secrets(told))
    rooms.push_async_callback(asyncio.to_thread, telemetry.shut_down)
    queries = query_names(each for each in vars(storage).values() if isinstance(each, ModuleType))
    metrics = Metrics(
        telemetry.meters,
        handlers=telegram.HANDLERS,
        queries=[*queries.values(), "begin", "commit", "rollback"],
        refusals=REASONS,
        version=VERSION,
        statistics_interval=told.metrics_update_interval,
    )
    health = Health(poll_timeout=POLL_SECONDS)
    metrics.health = health.healthy
    hosts = {told.metrics_host, *(told.metrics_allowed_hosts or "").split(",")}
    web = Web(telemetry, health, hosts)
    await web.start(told.metrics_host, told.metrics_port)
    rooms.push_async_callback(web.stop)

    token, api_url = await _telegram(told, rooms)
    database = _database(told, dsn, QueryTimes(metrics, queries, telemetry.draw))
    metrics.pool = lambda: Pool(database.size, database.idle, database.waiting)
    await _opened(database, health)
    rooms.push_async_callback(database.close)
    bot = telegram.make_bot(token, api_url, metrics)
    rooms.push_async_callback(bot.session.close)
    place = _place(told)
    await telegram.introduce(bot, health, polling=place is None)
    outbox = telegram.make_outbox(bot, database)
    delivery: Polling | Hook
    if place:
        hook = telegram.make_hook(bot, database, metrics, health, outbox, place)
        delivery = await _listen(hook, place)
    else:
        turn = storage.Turn(dsn)
        rooms.push_async_callback(turn.close)
        delivery = telegram.make_polling(bot, database, metrics, health, outbox, turn)

    zone = ZoneInfo(told.bot_timezone)
    bells = Bells(database, outbox, metrics)
    rooms.push_async_callback(bells.close)
    notices = telegram.make_notices(token, api_url, database, metrics)
    rooms.push_async_callback(notices.close)
    for work in (
        watch_database(health, database.answers),
        process.watch(metrics, told.backup_stamp),
        upkeep.keep_up(database, metrics, zone, told.metrics_update_interval),
        upkeep.every(LISTEN_SECONDS, bells.ring),
        upkeep.every(FORGET_SECONDS, bells.close_forgotten),
        upkeep.every(LOOK_SECONDS, notices.send),
    ):
        rooms.push_async_callback(_ended, asyncio.create_task(work))
    address = f"http://{told.metrics_host}:{web.port}"
    return Running(
        chat=api_url if told.bot_token is None else f"https://t.me/{(await bot.me()).username}",
        metrics=f"{address}/metrics",
        health=f"{address}/health",
        delivery=delivery,
    )


async def announce(told: Settings, what: announcing.Announcement) -> str:
    """Queue what the operator has to say; gives a sentence. Raises CannotStart."""
    async with AsyncExitStack() as rooms:
        try:
            return await announcing.announce(_database(told, await _postgres(told, rooms)), what)
        except PostgresError as error:
            raise CannotStart(str(error)) from None
        except (storage.Refused, Unavailable) as error:
            raise CannotStart(f"DATABASE_URL: the database can't be used ({error})") from None


async def _listen(hook: Hook, place: Place) -> Hook:
    try:
        await hook.start()
    except OSError as error:
        raise ListenError(why_not(error, place.host, place.port, "WEBHOOK")) from None
    return hook


def _place(told: Settings) -> Place | None:
    """Say where Telegram is to post; None: the bot polls."""
    if told.webhook_url is None or told.webhook_secret is None:
        return None
    secret = told.webhook_secret.get_secret_value()
    return Place(told.webhook_url, secret, told.webhook_host, told.webhook_port)


def secrets(told: Settings) -> list[str]:
    """List what must appear nowhere."""
    given = (
        told.bot_token,
        told.database_url,
        told.database_owner_url,
        told.webhook_secret,
    )
    return [secret.get_secret_value() for secret in given if secret]


async def _postgres(told: Settings, rooms: AsyncExitStack) -> str:
    """Give the address of the named database, or of one of the bot's own."""
    if told.database_url:
        return told.database_url.get_secret_value()
    private = PrivatePostgres(told.data_dir)
    dsn = await private.start()
    rooms.push_async_callback(private.stop)
    return dsn


def _database(told: Settings, dsn: str, observer: QueryTimes | None = None) -> Database:
    owner = told.database_owner_url
    return Database(
        dsn,
        told.bot_timezone,
        owner_dsn=owner.get_secret_value() if owner and told.database_url else None,
        observer=observer,
    )


async def _telegram(told: Settings, rooms: AsyncExitStack) -> tuple[str, str]:
    """Give the token and the address of the Bot API, or of one that stands in for it."""
    if told.bot_token:
        return told.bot_token.get_secret_value(), told.telegram_api_url
    token = new_token()
    stand_in = StandIn(
        token, history=told.data_dir / "chat", name="Workout bot", username="workout_bot"
    )
    try:
        await stand_in.start(told.chat_host, told.chat_port)
    except HistoryHeld as error:
        raise CannotStart(str(error)) from None
    except OSError as error:
        why = why_not(error, told.chat_host, told.chat_port, "CHAT")
        raise ListenError(why) from None
    rooms.push_async_callback(stand_in.stop)
    return token, stand_in.url


async def _opened(database: Database, health: Health) -> None:
    """Open the database, however long it is away."""
    while True:
        try:
            await database.open()
        except Unavailable as error:
            health.database_failed(f"does not answer ({error})")
            logger.warning("The database can't be reached (%s); trying again", error)
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()
