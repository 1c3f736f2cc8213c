"""Groups: challenges are begun and joined there; other commands lead to the private chat.

It ignores private messages that do not say who wrote them, too. Telegram sends an update again
after a kill: no handler here does its effect a second time.
"""

from aiogram import Bot, Router
from aiogram.filters import BaseFilter
from aiogram.methods import DeleteMessage
from aiogram.types import CallbackQuery, Message

from instrumentation.metrics import Metrics
from service import domain, storage, texts
from service.domain.limits import LIMITS
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import menu
from service.telegram.buttons import ChallengeButton, JoinButton
from service.telegram.replies import Reply, say, toast
from service.telegram.routing import flags
from service.telegram.talk import challenges, status
from service.texts import Words

router = Router(name="groups")

JOIN = "join"
"""What stands behind /start for those who want to take part and were unknown."""

PAUSES = {
    "challenge": "20 seconds",
    "status": "1 minute",
    "help": "1 minute",
    "private": "1 day",
}
"""Shortest time between two answers to commands in one group, by their kind."""


class NotFromPerson(BaseFilter):
    """Matches messages and presses that a person did not send in their private chat."""

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        """Check the chat's type; a press without a message did not come from a private chat."""
        message = event if isinstance(event, Message) else event.message
        return message is None or message.chat.type != "private" or event.from_user is None


router.message.filter(NotFromPerson())
router.edited_message.filter(NotFromPerson())
router.callback_query.filter(NotFromPerson())


@router.edited_message(flags=flags(reads=True))
@router.message(flags=flags(reads=True))
async def hear(  # noqa: PLR0913 - what a handler is told by name
    message: Message,
    bot: Bot,
    db: Connection,
    metrics: Metrics,
    known: Person | None,
    *,
    replayed: bool,
) -> Reply:
    """Follow the group when it moves, and answer commands; ignore anything else.

    An edited message was answered when it was sent.
    """
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        old = message.migrate_from_chat_id or message.chat.id
        await storage.challenges.move(db, old, message.migrate_to_chat_id or message.chat.id)
        return Reply(times=0)
    name = await _command(message, bot)
    if not name or message.edit_date or (known and known.closed):
        return Reply()
    kind = name if name in menu.GROUP else "private"
    paused = not await storage.challenges.may_answer(db, message.chat.id, kind, PAUSES[kind])
    if paused and not replayed:
        return Reply()
    t = _words(message, known)
    if kind == "challenge":
        return await _challenge(db, message.chat.id, t, replayed=replayed)
    if kind == "status":
        return say(status.text(t, known, metrics.status()))
    return say(t(f"group-{kind}", link=f"https://t.me/{(await bot.me()).username}"))


async def _command(message: Message, bot: Bot) -> str:
    """Return the name of a command for this bot, without its slash; "" if it is none."""
    words = (message.text or "").split()
    if message.chat.type == "private" or not words or not words[0].startswith("/"):
        return ""
    name, _, addressee = words[0][1:].casefold().partition("@")
    if addressee and addressee != ((await bot.me()).username or "").casefold():
        return ""
    if not addressee and name not in {*menu.NAMES, *menu.SHORT}:  # for another bot
        return ""
    # The link that adds the bot to a group sends this there.
    return "challenge" if name == "start" and words[1:] == ["challenge"] else name


async def _challenge(db: Connection, chat: int, t: Words, *, replayed: bool) -> Reply:
    """Ask what is to count, or send the table of what is going on anew."""
    if not replayed:
        await storage.challenges.discard_empty(db, chat)
    going = await storage.challenges.of_chat(db, chat)
    if going is None:
        return Reply(screens=(challenges.what(t),))
    if replayed:
        return Reply()
    t = texts.of(going.language, going.unit)
    shown = challenges.table(t, going, await storage.challenges.standings(db, going))
    gone = (DeleteMessage(chat_id=chat, message_id=going.message),) if going.message else ()
    return Reply(screens=(shown.of_challenge(going.id),), calls=gone)


@router.callback_query(ChallengeButton.filter(), flags=flags(reads=True))
async def choose(  # noqa: PLR0913 - what a handler is told by name
    query: CallbackQuery,
    callback_data: ChallengeButton,
    bot: Bot,
    db: Connection,
    known: Person | None,
    *,
    replayed: bool,
) -> Reply:
    """Ask for how long, or begin the challenge."""
    message = query.message
    if message is None or message.chat.type == "private" or not callback_data.is_offered:
        return Reply(outcome="forbidden", times=0)
    if known is None or known.closed:
        return await _stranger(query, bot)
    t = texts.of(known.language, known.unit)
    if not callback_data.days and not replayed:
        return Reply(screens=(challenges.how_long(t, callback_data),), times=0)
    begun = not replayed and await storage.challenges.begin(
        db,
        message.chat.id,
        message.message_id,
        callback_data.measure,
        callback_data.lift or None,
        known.language,
        known.unit,
        domain.challenges.period(known.now, known.zone, callback_data.days),
    )
    going = await storage.challenges.of_chat(db, message.chat.id)
    if going is None or going.message != message.message_id:
        return toast(t.plain("challenge-going"), "stale")
    t = texts.of(going.language, going.unit)
    shown = challenges.table(t, going, await storage.challenges.standings(db, going))
    event = "begun" if begun else None
    return Reply(screens=(shown.of_challenge(going.id),), times=0, challenge=event)


@router.callback_query(JoinButton.filter(), flags=flags(reads=True))
async def take_part(  # noqa: PLR0913 - likewise
    query: CallbackQuery,
    callback_data: JoinButton,
    bot: Bot,
    db: Connection,
    known: Person | None,
    *,
    replayed: bool,
) -> Reply:
    """Join a challenge, or leave it. The table follows within a minute."""
    if known is None or known.closed:
        return await _stranger(query, bot)
    t, number = texts.of(known.language, known.unit), callback_data.challenge
    chat = query.message.chat.id if query.message else 0
    if not await storage.challenges.lock(db, chat, number):
        return toast(t.plain("challenge-gone"), "stale")
    joined = await storage.challenges.joined(db, known.id)
    if callback_data.leave:
        event, word = "left", "left" if number in joined or replayed else "outside"
    elif number in joined or replayed:
        event, word = "joined", "joined"
    elif len(joined) >= LIMITS["challenges"].most:
        limit = LIMITS["challenges"]
        text = t.plain(limit.text, limit=limit.most)
        return toast(text, "refused", reason=limit.reason)
    elif await storage.challenges.count(db, number) >= challenges.MOST:
        text = t.plain("challenge-full", limit=challenges.MOST)
        return toast(text, "refused", reason="limit")
    else:
        event, word = "joined", "joined"
    changed = not replayed and (number in joined) == callback_data.leave
    if changed:
        name = domain.challenges.shown_name(query.from_user.full_name)
        if callback_data.leave:
            await storage.challenges.leave(db, known.id, number)
        else:
            await storage.challenges.join(db, known.id, number, name)
        await storage.challenges.hurry(db, number)
    return toast(t.plain(f"challenge-{word}"), challenge=event if changed else None)


async def _stranger(query: CallbackQuery, bot: Bot) -> Reply:
    """Lead somebody whom the bot does not know to its private chat."""
    t = texts.of(texts.choose(query.from_user.language_code))
    link = f"https://t.me/{(await bot.me()).username}?start={JOIN}"
    return toast(t.plain("challenge-stranger"), "refused", link=link)


@router.callback_query(flags=flags(reads=True))
async def ignore(query: CallbackQuery) -> Reply:
    """Ignore any other button pressed in a group: the bot sends none there."""
    return Reply(outcome="forbidden", times=0)


def _words(message: Message, known: Person | None) -> Words:
    if known:
        return texts.of(known.language, known.unit)
    sender = message.from_user
    return texts.of(texts.choose(sender.language_code if sender else None))
