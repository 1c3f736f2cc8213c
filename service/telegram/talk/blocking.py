"""Record when a person blocks the bot or unblocks it."""

from aiogram import Router
from aiogram.types import ChatMemberUpdated

from service import storage
from service.storage.database import Connection
from service.telegram.replies import Reply
from service.telegram.routing import flags

router = Router(name="blocking")


@router.my_chat_member(flags=flags(reads=True))
async def change(event: ChatMemberUpdated, db: Connection, *, replayed: bool) -> Reply:
    """Store whether a person can be written to; changes in groups are ignored."""
    if event.chat.type == "private" and not replayed:
        if event.new_chat_member.status == "kicked":
            await storage.people.block(db, event.chat.id)
        else:
            await storage.people.unblock(db, event.chat.id)
    return Reply(times=0)
