"""Groups: one polite line; a person's training is nobody else's business."""

from aiogram import Bot, Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from service import texts
from service.telegram.replies import Reply, say
from service.telegram.routing import flags

router = Router(name="groups")


class InGroup(BaseFilter):
    """A message that came from anywhere but a private chat."""

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        """Look at the chat's type; a button without a message was not pressed in private."""
        message = event if isinstance(event, Message) else event.message
        return message is None or message.chat.type != "private"


router.message.filter(InGroup())
router.edited_message.filter(InGroup())
router.callback_query.filter(InGroup())


@router.message(flags=flags(reads=True))
async def invite(message: Message, bot: Bot) -> Reply:
    """Answer a command with a link to the private chat; say nothing to anything else."""
    if not (message.text or "").startswith("/"):
        return Reply()
    _, _, addressee = (message.text or "").split()[0].partition("@")
    me = await bot.me()
    if addressee and addressee.casefold() != (me.username or "").casefold():
        return Reply()
    sender = message.from_user
    t = texts.of(texts.choose(sender.language_code if sender else None))
    return say(t("group", link=f"https://t.me/{me.username}"))


@router.edited_message(flags=flags(reads=True))
async def overhear(message: Message) -> Reply:
    """Say nothing to what was said better: the bot answered it when it came."""
    return Reply(times=0)


@router.callback_query(flags=flags(reads=True))
async def ignore(query: CallbackQuery) -> Reply:
    """Do nothing for a button pressed in a group: the bot puts none there."""
    return Reply(outcome="forbidden", times=0)
