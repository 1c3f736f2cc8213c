"""Keep the tables of challenges up to date: at most one edit a minute, and only if one changed."""

import asyncio
import logging
from hashlib import sha256

from instrumentation.metrics import Metrics
from service import storage, texts
from service.storage import Database, Unavailable
from service.storage.challenges import Challenge
from service.telegram.replies import Reply, Screen, redrawn
from service.telegram.talk import challenges
from service.telegram.transport.outbox import Outbox
from service.telegram.transport.settling import report

logger = logging.getLogger(__name__)

COUNT_SECONDS = 2.0
"""How often it is checked whether a table is due."""

AT_ONCE = 50
"""Tables that a process claims at once."""

SHOWN = ("sent", "needless")
"""Outcomes after which the group sees the table."""


class Challenges:
    """Edits the tables of groups, and ends challenges; several processes share the work."""

    def __init__(self, database: Database, outbox: Outbox, metrics: Metrics) -> None:
        self._database, self._outbox, self._metrics = database, outbox, metrics
        self._showing: dict[asyncio.Task[None], int] = {}

    async def look(self) -> None:
        """Claim every table that is due and start counting it."""
        held = list(self._showing.values())
        async with self._database.transaction() as db:
            claimed = await storage.challenges.claim(db, AT_ONCE, held)
        for chat in claimed:
            task = asyncio.create_task(self._show(chat))
            self._showing[task] = chat
            task.add_done_callback(self._showing.pop)

    async def close(self) -> None:
        """Cancel the work under way; another process will claim it."""
        for task in self._showing:
            task.cancel()
        await asyncio.gather(*self._showing, return_exceptions=True)

    async def _show(self, chat: int) -> None:
        try:
            async with self._database.transaction() as db:
                challenge = await storage.challenges.of_chat(db, chat)
                if challenge is None:
                    return
                standings = await storage.challenges.standings(db, challenge)
            t = texts.of(challenge.language, challenge.unit)
            await self._post(challenge, challenges.table(t, challenge, standings))
        except Unavailable as error:
            logger.warning("A challenge's table will be late: %s", error)
        except Exception as error:  # noqa: BLE001 - one table must not end the others
            report(error)

    async def _post(self, challenge: Challenge, shown: Screen) -> None:
        """Show a table if it has changed; end a challenge that is over, or whose group is lost."""
        digest = sha256(shown.text.encode()).hexdigest()[:16]
        outcome = ""
        if challenge.message is None:
            shown = shown.of_challenge(challenge.id)
            outcome = await self._outbox.post(challenge.chat, Reply(screens=(shown,)))
        elif digest != challenge.shown:
            edit = redrawn(challenge.chat, challenge.message, shown)
            outcome = await self._outbox.post(challenge.chat, Reply(calls=(edit,)))
        over = challenge.is_over and (outcome in SHOWN or challenge.is_hopeless)
        async with self._database.connection() as db:
            if over or outcome == "blocked":
                await storage.challenges.end(db, challenge.id)
                self._metrics.challenge("finished" if over else "removed")
            else:
                await storage.challenges.counted(
                    db, challenge.id, digest if outcome in SHOWN else None
                )
