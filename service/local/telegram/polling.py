"""getUpdates: long polling for one poller at a time."""

import asyncio
from typing import Any

from service.local.telegram.parameters import Parameters
from service.local.telegram.refusal import bad_request, conflict
from service.local.telegram.world import World

LONGEST_WAIT = 50
MAX_AT_ONCE = 100
_TOO_SOON = 0.5
_AWAY_AFTER = 5.0


def read_allowed(world: World, parameters: Parameters) -> None:
    """Store which kinds of update the bot wants, if the call names them."""
    if "allowed_updates" not in parameters:
        return
    kinds = parameters.structure("allowed_updates")
    if kinds is not None and not isinstance(kinds, list):
        raise bad_request("can't parse allowed updates: expected an Array of String")
    wanted = [str(kind) for kind in kinds or []]
    if wanted != (world.inbox.allowed or []):
        world.inbox.allowed = wanted or None
        world.save_profile()


class Polling:
    """Answers getUpdates; a new poller terminates the one that waits."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._poller: asyncio.Future[str] | None = None
        self._last_offset = 0
        self._last_began_at = 0.0
        self._calls = 0
        self._left_at = 0.0
        self.present = False

    @property
    def waiting(self) -> bool:
        """Whether a poller waits now."""
        return self._poller is not None and not self._poller.done()

    def wake(self) -> None:
        """Let the waiting poller return the new updates."""
        self.end_wait("")

    def end_wait(self, why: str) -> None:
        """End the waiting poll, with a conflict when there is a reason, else with its updates."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(why)

    async def get_updates(self, parameters: Parameters) -> list[dict[str, Any]]:
        """Answer one getUpdates call."""
        self._calls += 1
        self._note_presence(present=True)
        try:
            return await self._serve(parameters)
        finally:
            self._calls -= 1
            self._left_at = asyncio.get_running_loop().time()
            asyncio.get_running_loop().call_later(_AWAY_AFTER, self._check_presence)

    def _check_presence(self) -> None:
        """Note that the bot is absent after _AWAY_AFTER; between polls it is gone for a moment."""
        if not self._calls and asyncio.get_running_loop().time() - self._left_at >= _AWAY_AFTER:
            self._note_presence(present=False)

    def _note_presence(self, *, present: bool) -> None:
        if self.present != present:
            self.present = present
            self._world.transcript.add("presence", present=present)

    async def _serve(self, parameters: Parameters) -> list[dict[str, Any]]:
        if self._world.profile.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        read_allowed(self._world, parameters)
        self.end_wait(
            "terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )
        loop = asyncio.get_running_loop()
        offset = parameters.integer("offset")
        self._forget(offset)
        limit = min(max(parameters.integer("limit", MAX_AT_ONCE), 1), MAX_AT_ONCE)
        if offset == self._last_offset and loop.time() - self._last_began_at < _TOO_SOON:
            limit = 1
        self._last_offset, self._last_began_at = offset, loop.time()
        wait = min(max(parameters.integer("timeout"), 0), LONGEST_WAIT)
        return self._hand_out(limit) or await self._wait(limit, wait)

    def _forget(self, offset: int) -> None:
        if offset > 0:
            self._world.inbox.confirm(offset)
        elif offset < 0:
            self._world.inbox.confirm_all_but(-offset)

    def _hand_out(self, limit: int) -> list[dict[str, Any]]:
        entries = self._world.inbox.waiting(limit)
        for entry in entries:
            entry.handed = True
        return [entry.body for entry in entries]

    async def _wait(self, limit: int, seconds: float) -> list[dict[str, Any]]:
        if not seconds:
            return []
        mine = self._poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                why = await mine
        except TimeoutError:
            return []
        finally:
            if self._poller is mine:
                self._poller = None
        if why:
            raise conflict(why)
        return self._hand_out(limit)
