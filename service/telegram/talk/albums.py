"""Albums: each photo is a message, and the bot answers one of them."""

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from service import storage
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.replies import Reply
from service.telegram.routing import flags
from service.telegram.talk.reading import text_of

router = Router(name="albums")


class Further(BaseFilter):
    """Matches a photo without a caption that is not the first of its album."""

    async def __call__(self, message: Message, db: Connection, person: Person) -> bool:
        """Store the album with its first photo; captions are always read."""
        album = message.media_group_id
        if album is None:
            return False
        first = await storage.messages.begin_album(db, person.id, album)
        return not first and text_of(message) is None


@router.message(Further(), flags=flags(reads=True))
async def pass_over(message: Message) -> Reply:
    """Ignore the photo: the first one was answered."""
    return Reply(times=0)
