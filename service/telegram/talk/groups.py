"""Groups: the bot only answers commands, with a link to the private chat.

It ignores private messages that do not say who wrote them, too.
"""

from aiogram import Bot, Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from service import texts
from service.telegram import menu
from service.telegram.replies import Reply, say
from service.telegram.routing import flags

router = Router(name="groups")


class NotFromPerson(BaseFilter):
    """Matches messages and presses that a person did not send in their private chat."""

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        """Check the chat's type; a press without a message did not come from a private chat."""
        message = event if isinstance(event, Message) else event.message
        return message is None or message.chat.type != "private" or event.from_user is None


router.message.filter(NotFromPerson())
router.edited_message.filter(NotFromPerson())
router.callback_query.filter(NotFromPerson())


@router.message(flags=flags(reads=True))
async def invite(message: Message, bot: Bot) -> Reply:
    """Answer a command with a link to the private chat; ignore anything else."""
    if message.chat.type == "private" or not (message.text or "").startswith("/"):
        return Reply()
    name, _, addressee = (message.text or "").split()[0].casefold().partition("@")
    me = await bot.me()
    if addressee and addressee != (me.username or "").casefold():
        return Reply()
    if not addressee and name[1:] not in {*menu.NAMES, *menu.SHORT}:  # for another bot
        return Reply()
    sender = message.from_user
    t = texts.of(texts.choose(sender.language_code if sender else None))
    return say(t("group", link=f"https://t.me/{me.username}"))


@router.edited_message(flags=flags(reads=True))
async def overhear(message: Message) -> Reply:
    """Ignore an edited message: the bot answered it when it was sent."""
    return Reply(times=0)


@router.callback_query(flags=flags(reads=True))
async def ignore(query: CallbackQuery) -> Reply:
    """Ignore a button pressed in a group: the bot sends none there."""
    return Reply(outcome="forbidden", times=0)
