"""Makes one text deadly, for a bot that is started with this folder on its PYTHONPATH.

Python imports a module of this name at its start, before the bot. Handling the text then ends
the process as a broken library or the kernel short of memory does: at once, and past everything.
"""

import os
import signal

from aiogram import Dispatcher

feed_update = Dispatcher.feed_update


async def _feed_update(self, bot, update, **data):
    if update.message is not None and update.message.text == os.environ["DEADLY"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return await feed_update(self, bot, update, **data)


setattr(Dispatcher, "feed_update", _feed_update)  # noqa: B010 - nor is it assigned to
