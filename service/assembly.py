"""Build every part of the bot, connect them, and close them in reverse order."""

import asyncio
import logging
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import ModuleType
from zoneinfo import ZoneInfo

import instrumentation.setup
from instrumentation import process
from instrumentation.metrics import Metrics, Pool
from instrumentation.postgres import Transactions, query_names
from service import VERSION, storage, telegram, upkeep
from service.databases import CannotStart, addresses_of, database_of
from service.domain.errors import REASONS
from service.local.postgres import PostgresError
from service.local.telegram.bot_api import StandIn, new_token
from service.local.telegram.history import HistoryHeld
from service.settings import Settings
from service.storage import Database, Unavailable
from service.telegram.transport.polling import POLL_SECONDS, Polling
from service.telegram.transport.retrying import RETRY_SECONDS
from service.telegram.transport.watching import LOOK_SECONDS
from service.telegram.transport.webhook import Address, Hook
from service.telegram.unprompted import interrupted
from service.telegram.unprompted.bells import FORGET_SECONDS, LISTEN_SECONDS, Bells
from service.telegram.unprompted.challenges import COUNT_SECONDS, Challenges
from service.telegram.unprompted.notices import CHECK_SECONDS
from service.telegram.unprompted.questions import ASK_SECONDS, Questions
from service.web import Health, ListenError, Web, reason_of, watch_database, why_not

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that is ready: its addresses, and how it receives updates."""

    chat: str
    metrics: str
    health: str
    delivery: Polling | Hook


async def open_rooms(settings: Settings, rooms: AsyncExitStack) -> Running:
    """Open every part of the bot; each is closed when ``rooms`` is.

    Waits while the database or Telegram is unavailable. Raises CannotStart.
    """
    try:
        return await _open(settings, rooms)
    except (PostgresError, ListenError, instrumentation.setup.NotAllowed) as error:
        raise CannotStart(str(error)) from None
    except storage.Refused as error:
        raise CannotStart(f"DATABASE_URL: the database can't be used ({error})") from None
    except telegram.Unauthorized:
        raise CannotStart("BOT_TOKEN: Telegram does not know this token") from None


async def _open(settings: Settings, rooms: AsyncExitStack) -> Running:
    addresses = await addresses_of(settings, rooms)
    telemetry = instrumentation.setup.set_up(version=VERSION, secrets=secrets(settings))
    rooms.push_async_callback(asyncio.to_thread, telemetry.shut_down)
    queries = query_names(each for each in vars(storage).values() if isinstance(each, ModuleType))
    metrics = Metrics(
        telemetry.meters,
        handlers=telegram.HANDLERS,
        queries=[*queries.values(), "begin", "commit", "rollback"],
        refusals=REASONS,
        version=VERSION,
        statistics_interval=settings.metrics_update_interval,
    )
    health = Health(poll_timeout=POLL_SECONDS)
    metrics.health = health.healthy
    hosts = {settings.metrics_host, *settings.metrics_allowed_hosts.split(",")}
    web = Web(telemetry, health, hosts)
    await web.start(settings.metrics_host, settings.metrics_port)
    rooms.push_async_callback(web.stop)

    token, api_url = await _telegram(settings, rooms)
    database = database_of(settings, addresses, Transactions(metrics, queries, telemetry.tracers))
    metrics.pool = lambda: Pool(database.size, database.idle, database.waiting)
    await _open_database(database, health)
    rooms.push_async_callback(database.close)
    bot = telegram.make_bot(token, api_url, metrics)
    rooms.push_async_callback(bot.session.close)
    address = _webhook_address(settings)
    await telegram.introduce(bot, health, polling=address is None)
    effect = None if settings.record_effect == "none" else settings.record_effect
    outbox = telegram.make_outbox(bot, database, metrics, effect=effect)
    delivery: Polling | Hook
    if address:
        hook = telegram.make_hook(
            bot, database, metrics, health, outbox, address, contact=settings.support_contact
        )
        delivery = await _listen(hook, address)
    else:
        turn = storage.Turn(database.address)
        rooms.push_async_callback(turn.close)
        delivery = telegram.make_polling(
            bot, database, metrics, health, outbox, turn, contact=settings.support_contact
        )

    zone = ZoneInfo(settings.bot_timezone)
    bells = Bells(database, outbox, metrics)
    rooms.push_async_callback(bells.close)
    notices = telegram.make_notices(token, api_url, database, metrics)
    rooms.push_async_callback(notices.close)
    watch = telegram.make_watch(token, api_url, metrics, polling=address is None)
    rooms.push_async_callback(watch.close)
    challenges = Challenges(database, outbox, metrics)
    rooms.push_async_callback(challenges.close)
    for work in (
        upkeep.end_if_hung(),
        watch_database(health, database.answers),
        process.watch(metrics, settings.backup_stamp),
        upkeep.keep_up(database, metrics, zone, settings.metrics_update_interval),
        upkeep.every(LISTEN_SECONDS, bells.ring),
        upkeep.every(FORGET_SECONDS, bells.close_forgotten),
        upkeep.every(COUNT_SECONDS, challenges.look),
        upkeep.every(ASK_SECONDS, Questions(database, outbox).ask),
        upkeep.every(CHECK_SECONDS, notices.send),
        upkeep.every(interrupted.LOOK_SECONDS, interrupted.Imports(database, outbox).look),
        upkeep.every(LOOK_SECONDS, watch.look),
    ):
        rooms.push_async_callback(_end, asyncio.create_task(work))
    site = f"http://{settings.metrics_host}:{web.port}"
    return Running(
        chat=f"https://t.me/{(await bot.me()).username}" if settings.bot_token else api_url,
        metrics=f"{site}/metrics",
        health=f"{site}/health",
        delivery=delivery,
    )


async def _listen(hook: Hook, address: Address) -> Hook:
    try:
        await hook.start()
    except OSError as error:
        raise ListenError(why_not(error, address.host, address.port, "WEBHOOK")) from None
    return hook


def _webhook_address(settings: Settings) -> Address | None:
    """Return where Telegram is to post; None when the bot polls."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    secret = settings.webhook_secret.get_secret_value()
    return Address(settings.webhook_url, secret, settings.webhook_host, settings.webhook_port)


def secrets(settings: Settings) -> list[str]:
    """Return the values that must not appear in logs, spans or metrics."""
    fields = (
        settings.bot_token,
        settings.database_url,
        settings.database_owner_url,
        settings.webhook_secret,
    )
    return [secret.get_secret_value() for secret in fields if secret]


async def _telegram(settings: Settings, rooms: AsyncExitStack) -> tuple[str, str]:
    """Return the token and the URL of the Bot API, or those of a stand-in started for it."""
    if settings.bot_token:
        return settings.bot_token.get_secret_value(), settings.telegram_api_url
    token = new_token()
    stand_in = StandIn(
        token, history=settings.data_dir / "chat", name="Workout bot", username="workout_bot"
    )
    try:
        await stand_in.start(settings.chat_host, settings.chat_port)
    except HistoryHeld as error:
        raise CannotStart(str(error)) from None
    except OSError as error:
        why = why_not(error, settings.chat_host, settings.chat_port, "CHAT")
        raise ListenError(why) from None
    rooms.push_async_callback(stand_in.stop)
    return token, stand_in.url


async def _open_database(database: Database, health: Health) -> None:
    """Open the database. Waits while it is unavailable."""
    while True:
        try:
            await database.open()
        except Unavailable as error:
            health.database_failed(reason_of(error))
            logger.warning("The database can't be reached (%s); trying again", error)
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return


async def _end(task: "asyncio.Task[None]") -> None:
    """Cancel a task and wait for it. Raises what it had failed with."""
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()
