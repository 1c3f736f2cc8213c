"""setWebhook, and the delivery of updates: queues per chat and for presses, with retries."""

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
ANSWER_TIMEOUT = 60.0
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_USUAL_CONNECTIONS = 40
_MAX_CONNECTIONS = 100

Call = Callable[[str, Parameters], Awaitable[Any]]


class Webhook:
    """Posts updates to the bot, in order within a lane, until each is accepted."""

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
        """Start delivering, beginning with what an earlier run left."""
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=ANSWER_TIMEOUT),
            connector=aiohttp.TCPConnector(limit=_MAX_CONNECTIONS, ssl=tls.client_context()),
        )
        if self._world.profile.webhook:
            self._room = asyncio.Semaphore(self._world.profile.webhook["max_connections"])
            self.wake()

    async def stop(self) -> None:
        """Stop delivering."""
        await self._halt()
        if self._session is not None:
            await self._session.close()

    async def set(self, parameters: Parameters) -> bool:
        """Set the webhook. Raises Refusal."""
        url = parameters.text("url").strip()
        if not url:
            return await self.delete(parameters)
        if not re.match(r"https?://[^/\s]+", url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = parameters.text("secret_token")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        most = parameters.integer("max_connections", _USUAL_CONNECTIONS)
        most = min(max(most, 1), _MAX_CONNECTIONS)
        read_allowed(self._world, parameters)
        await self._halt()
        self._drop_pending(parameters)
        self._world.profile.webhook = {"url": url, "secret": secret, "max_connections": most}
        self._world.save_profile()
        self._room = asyncio.Semaphore(most)
        self.wake()
        return True

    async def delete(self, parameters: Parameters) -> bool:
        """Delete the webhook."""
        await self._halt()
        self._drop_pending(parameters)
        if self._world.profile.webhook:
            self._world.profile.webhook = {}
            self._world.save_profile()
        return True

    def info(self) -> dict[str, Any]:
        """Return Telegram's WebhookInfo."""
        hook = self._world.profile.webhook
        info = {
            "url": hook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.inbox.waiting()),
        }
        if hook:
            info["max_connections"] = hook["max_connections"]
            for name in ("last_error_date", "last_error_message"):
                if name in hook:
                    info[name] = hook[name]
        if self._world.inbox.allowed:
            info["allowed_updates"] = self._world.inbox.allowed
        return info

    def wake(self) -> None:
        """Schedule the delivery of new updates, once for all that arrive at the same moment.

        Each run goes through everything that waits, so one run per update would be quadratic.
        """
        if self._world.profile.webhook and self._session is not None and self._waking is None:
            self._waking = asyncio.get_running_loop().call_soon(self._line_up)

    def _line_up(self) -> None:
        """Put new updates into their lanes and start a worker for each lane."""
        self._waking = None
        for entry in self._world.inbox.waiting():
            if id(entry) not in self._known:
                self._known.add(id(entry))
                self._lanes[entry.lane].append(entry)
        for lane in self._lanes:
            if lane not in self._tasks:
                self._tasks[lane] = asyncio.create_task(self._work(lane))

    def _drop_pending(self, parameters: Parameters) -> None:
        if parameters.flag("drop_pending_updates"):
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
        """Post one update until it is accepted or expires."""
        pause = FIRST_RETRY
        while not entry.settled and entry.expires > self._world.now():
            async with self._room:
                accepted, retry_after = await self._post(entry)
            if accepted:
                break
            await asyncio.sleep(min(retry_after or pause, LONGEST_RETRY))
            pause = min(pause * 2, LONGEST_RETRY)
        self._world.inbox.settle(entry)

    async def _post(self, entry: Entry) -> tuple[bool, float]:
        """Post once; return whether it was accepted, and the answer's Retry-After (seconds)."""
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
                seconds = answer.headers.get("Retry-After", "")
                return False, float(seconds) if seconds.isdigit() else 0.0
        except TimeoutError:
            self._note("Read timeout expired")
        except aiohttp.ClientError as error:
            self._note(f"Connection failed: {type(error).__name__}")
        return False, 0.0

    async def _follow_reply(self, answer: aiohttp.ClientResponse) -> None:
        """Run the method that a webhook's answer may contain."""
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
