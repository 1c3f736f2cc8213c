"""setWebhook and the delivery of updates to it: a queue a chat, another for presses, retries."""

import asyncio
import contextlib
import re
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from service.local import tls
from service.local.telegram.parameters import Parameters
from service.local.telegram.polling import read_allowed
from service.local.telegram.refusal import Refusal, bad_request
from service.local.telegram.updates import Entry
from service.local.telegram.world import World

FIRST_RETRY = 1.0
LONGEST_RETRY = 60.0
ANSWER_WITHIN = 60.0
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_USUAL_CONNECTIONS = 40
_MOST_CONNECTIONS = 100

Call = Callable[[str, Parameters], Awaitable[Any]]


class Webhook:
    """Posts updates to the bot, in order within a lane, until each is taken."""

    def __init__(self, world: World, call: Call) -> None:
        self._world = world
        self._call = call
        self._lanes: defaultdict[str, deque[Entry]] = defaultdict(deque)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._known: set[int] = set()
        self._room = asyncio.Semaphore(_USUAL_CONNECTIONS)
        self._session: aiohttp.ClientSession | None = None
        self._waking: asyncio.Handle | None = None

    async def start(self) -> None:
        """Be ready to deliver; go on where an earlier run ended."""
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN),
            connector=aiohttp.TCPConnector(limit=_MOST_CONNECTIONS, ssl=tls.client_context()),
        )
        if self._world.profile.webhook:
            self._room = asyncio.Semaphore(self._world.profile.webhook["max_connections"])
            self.wake()

    async def stop(self) -> None:
        """Deliver no more."""
        await self._halt()
        if self._session is not None:
            await self._session.close()

    async def set(self, given: Parameters) -> bool:
        """Begin to deliver to an address."""
        url = given.text("url").strip()
        if not url:
            return await self.delete(given)
        if not re.match(r"https?://[^/\s]+", url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = given.text("secret_token")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        most = given.integer("max_connections", _USUAL_CONNECTIONS)
        most = min(max(most, 1), _MOST_CONNECTIONS)
        read_allowed(self._world, given)
        await self._halt()
        self._drop_pending(given)
        self._world.profile.webhook = {"url": url, "secret": secret, "max_connections": most}
        self._world.save_profile()
        self._room = asyncio.Semaphore(most)
        self.wake()
        return True

    async def delete(self, given: Parameters) -> bool:
        """Go back to polling."""
        await self._halt()
        self._drop_pending(given)
        if self._world.profile.webhook:
            self._world.profile.webhook = {}
            self._world.save_profile()
        return True

    def info(self) -> dict[str, Any]:
        """Tell about the webhook and its last error."""
        hook = self._world.profile.webhook
        told = {
            "url": hook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.inbox.waiting()),
        }
        if hook:
            told["max_connections"] = hook["max_connections"]
            for name in ("last_error_date", "last_error_message"):
                if name in hook:
                    told[name] = hook[name]
        if self._world.inbox.allowed:
            told["allowed_updates"] = self._world.inbox.allowed
        return told

    def wake(self) -> None:
        """See that what came is delivered, once for all that comes in the same moment.

        Looking for it goes through everything that waits: once for each of 3,000 updates, that
        took 1.5 s of CPU, and 0.03 s for all of them.
        """
        if self._world.profile.webhook and self._session is not None and self._waking is None:
            self._waking = asyncio.get_running_loop().call_soon(self._line_up)

    def _line_up(self) -> None:
        """Put what came into the lanes and see that each is worked on."""
        self._waking = None
        for entry in self._world.inbox.waiting():
            if id(entry) not in self._known:
                self._known.add(id(entry))
                self._lanes[entry.lane].append(entry)
        for lane in self._lanes:
            if lane not in self._tasks:
                self._tasks[lane] = asyncio.create_task(self._work(lane))

    def _drop_pending(self, given: Parameters) -> None:
        if given.flag("drop_pending_updates"):
            self._world.inbox.confirm_all_but(0)

    async def _halt(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._waking is not None:
            self._waking.cancel()
            self._waking = None
        self._tasks.clear()
        self._lanes.clear()
        self._known.clear()

    async def _work(self, lane: str) -> None:
        queue = self._lanes[lane]
        while queue:
            await self._deliver(queue[0])
            self._known.discard(id(queue.popleft()))
        del self._lanes[lane], self._tasks[lane]

    async def _deliver(self, entry: Entry) -> None:
        """Post one update until it is taken or too old."""
        pause = FIRST_RETRY
        while not entry.settled and entry.expires > self._world.now():
            async with self._room:
                taken, asked = await self._post(entry)
            if taken:
                break
            await asyncio.sleep(min(asked or pause, LONGEST_RETRY))
            pause = min(pause * 2, LONGEST_RETRY)
        self._world.inbox.settle(entry)

    async def _post(self, entry: Entry) -> tuple[bool, float]:
        """Post once; tell whether it was taken, and the seconds the bot asked to wait."""
        hook, session = self._world.profile.webhook, self._session
        if session is None:
            return False, 0.0
        headers = {_SECRET_HEADER: hook["secret"]} if hook["secret"] else {}
        try:
            async with session.post(hook["url"], json=entry.body, headers=headers) as answer:
                if answer.ok:
                    await self._follow_reply(answer)
                    return True, 0.0
                self._note(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                wish = answer.headers.get("Retry-After", "")
                return False, float(wish) if wish.isdigit() else 0.0
        except TimeoutError:
            self._note("Read timeout expired")
        except aiohttp.ClientError as error:
            self._note(f"Connection failed: {type(error).__name__}")
        return False, 0.0

    async def _follow_reply(self, answer: aiohttp.ClientResponse) -> None:
        """Carry out the method that a webhook's answer may name."""
        if answer.content_type != "application/json":
            return
        try:
            body = await answer.json()
        except ValueError:
            return
        if isinstance(body, dict) and isinstance(body.get("method"), str):
            with contextlib.suppress(Refusal):
                await self._call(body.pop("method"), Parameters(body))

    def _note(self, message: str) -> None:
        hook = self._world.profile.webhook
        hook |= {"last_error_date": int(self._world.now()), "last_error_message": message}
