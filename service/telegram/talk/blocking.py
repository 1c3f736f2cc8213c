"""Record when a person blocks the bot or unblocks it, and when a group removes it."""

from aiogram import Router
from aiogram.types import ChatMemberUpdated

from service import storage
from service.storage.database import Connection
from service.telegram.replies import Reply
from service.telegram.routing import flags

router = Router(name="blocking")


@router.my_chat_member(flags=flags(reads=True))
async def change(event: ChatMemberUpdated, db: Connection, *, replayed: bool) -> Reply:
    """Store whether a person can be written to; end the challenge of a group without the bot."""
    gone = event.new_chat_member.status in {"left", "kicked"}
    if event.chat.type != "private":
        ended = gone and not replayed and await storage.challenges.end_in(db, event.chat.id)
        return Reply(times=0, challenge="removed" if ended else None)
    if not replayed:
        if event.new_chat_member.status == "kicked":
            await storage.people.block(db, event.chat.id)
        else:
            await storage.people.unblock(db, event.chat.id)
    return Reply(times=0)
