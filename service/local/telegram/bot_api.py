"""A stand-in for the Telegram Bot API, with a chat in the browser and a control interface."""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from email.utils import formatdate
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from service.local.telegram import editing, inline, pinning, profile, sending
from service.local.telegram.control import Control
from service.local.telegram.faults import Fault
from service.local.telegram.guard import guard
from service.local.telegram.history import History
from service.local.telegram.parameters import Parameters, read
from service.local.telegram.polling import Polling
from service.local.telegram.refusal import Refusal
from service.local.telegram.webhook import Webhook
from service.local.telegram.world import World

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 52 * 2**20
IDLE_SECONDS = 60.0
"""How long a connection may go without a complete request header."""

_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head></html>"
_QUIET = {"getUpdates"}

METHODS: dict[str, profile.Method] = {
    "getMe": profile.get_me,
    "logOut": profile.log_out,
    "close": profile.close,
    "getChat": profile.get_chat,
    "getChatMember": profile.get_chat_member,
    "leaveChat": profile.leave_chat,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendChatAction": sending.send_chat_action,
    "getFile": sending.get_file,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageMedia": editing.edit_message_media,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "pinChatMessage": pinning.pin_chat_message,
    "unpinChatMessage": pinning.unpin_chat_message,
    "answerCallbackQuery": editing.answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
    "setMessageReaction": editing.set_message_reaction,
}


def new_token() -> str:
    """Return a random token, which no page of another site can guess."""
    return f"1000:{secrets.token_urlsafe(26)}"


class StandIn:
    """The Bot API for one token, the chat page at `/` and the control interface at `/control`.

    With `history` (a folder) the chats, unconfirmed updates and files outlive a restart.
    """

    def __init__(
        self,
        token: str,
        *,
        history: Path | None = None,
        name: str = "Bot on the desk",
        username: str = "desk_bot",
    ) -> None:
        self.token = token
        self.world = World(token, History(history), name=name, username=username)
        self.polling = Polling(self.world)
        self.webhook = Webhook(self.world, self._execute)
        self.world.inbox.arrived = self._updates_arrived
        self._names = {name.lower(): name for name in (*METHODS, *self._waiting_methods())}
        self._runner: web.AppRunner | None = None
        self._url = ""

    @property
    def url(self) -> str:
        """The address of the Bot API and the chat page, such as http://127.0.0.1:8080."""
        return self._url

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 means any free port. Raises OSError, HistoryHeld."""
        self.world.history.open()
        self.world.load()
        control = Control(self.world, self.polling)
        app = web.Application(client_max_size=MAX_BODY_BYTES, middlewares=[guard])
        app.on_response_prepare.append(self._date)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        control.add_routes(app)
        self._runner = web.AppRunner(
            app,
            handler_cancellation=True,
            access_log=None,
            shutdown_timeout=0.5,
            keepalive_timeout=IDLE_SECONDS,
        )
        try:
            await self._runner.setup()
            site = web.TCPSite(self._runner, host, port)
            await site.start()
        except OSError:
            await self.stop()
            raise
        bound_port = self._runner.addresses[0][1]
        near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only
        shown = f"[{near}]" if ":" in near else near
        self._url = f"http://{shown}:{bound_port}"
        await self.webhook.start()

    async def stop(self) -> None:
        """Stop listening and close the history."""
        await self.webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self.world.history.close()

    async def __aenter__(self) -> Self:
        """Start on any free port of the loopback."""
        if self._runner is None:
            await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        """Stop."""
        await self.stop()

    async def _date(self, _: web.Request, response: web.StreamResponse) -> None:
        with suppress(OverflowError, ValueError):  # the clock was moved past the last year
            response.headers["Date"] = formatdate(self.world.now(), usegmt=True)

    def _updates_arrived(self) -> None:
        self.polling.wake()
        self.webhook.wake()

    def _waiting_methods(self) -> dict[str, Callable[[Parameters], Awaitable[Any]]]:
        return {
            "getUpdates": self.polling.get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self.webhook.delete,
            "getWebhookInfo": self._webhook_info,
        }

    async def _set_webhook(self, parameters: Parameters) -> bool:
        self.polling.end_wait("terminated by setWebhook request")
        return await self.webhook.set(parameters)

    async def _webhook_info(self, _parameters: Parameters) -> dict[str, Any]:
        return self.webhook.info()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _refused(Refusal(401, "Unauthorized"))
        name = request.match_info["method"]
        method = self._names.get(name.lower())
        if method is None:
            self._note(name, Parameters({}), Refusal(404, "Not Found"), 0.0)
            return _refused(Refusal(404, "Not Found"))
        try:
            parameters = await read(request)
        except Refusal as refusal:
            self._note(method, Parameters({}), refusal, 0.0)
            return _refused(refusal)
        spoilt = await self._strike(request, method, parameters)
        if spoilt is not None:
            return spoilt
        try:
            result = await self._execute(method, parameters)
        except Refusal as refusal:
            return _refused(refusal)
        return web.json_response({"ok": True, "result": result})

    async def _execute(self, method: str, parameters: Parameters) -> Any:
        """Run a method and record it in the transcript. Raises Refusal."""
        began = time.perf_counter()
        refusal: Refusal | None = None
        try:
            if method in METHODS:
                return METHODS[method](self.world, parameters)
            return await self._waiting_methods()[method](parameters)
        except Refusal as caught:
            refusal = caught
            raise
        except Exception as error:
            logger.exception("The stand-in failed at %s", method)
            self.world.failures.append(error)
            refusal = Refusal(500, "Internal Server Error: a fault of the stand-in, see its log")
            raise refusal from error
        finally:
            if method not in _QUIET:
                self._note(method, parameters, refusal, time.perf_counter() - began)

    def _note(
        self, method: str, parameters: Parameters, refusal: Refusal | None, seconds: float
    ) -> None:
        outcome = (
            {}
            if refusal is None
            else {
                "error_code": refusal.code,
                "description": refusal.description,
            }
        )
        self.world.transcript.add(
            "call",
            _chat_named(parameters),
            method=method,
            params=parameters.summary(),
            ok=refusal is None,
            seconds=round(seconds, 6),
            **outcome,
        )

    async def _strike(
        self, request: web.Request, method: str, parameters: Parameters
    ) -> web.StreamResponse | None:
        """Apply the active faults to a call; return a spoilt answer, or None for a normal call."""
        chat_id = _chat_named(parameters)
        for fault in self.world.faults.striking(method, chat_id):
            if fault.kind == "latency":
                await asyncio.sleep(fault.seconds)
                continue
            if fault.executed:
                try:
                    await self._execute(method, parameters)
                except Refusal as refusal:
                    return _refused(refusal)
            else:
                self._note(method, parameters, Refusal(0, f"fault: {fault.kind}"), 0.0)
            return await _spoil(request, fault)
        return None

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token:
            return _refused(Refusal(401, "Unauthorized"))
        file = self.world.files.find_path(request.match_info["path"])
        if file is None:
            return _refused(Refusal(404, "Not Found"))
        headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment"}
        body = self.world.files.read(file)
        return web.Response(body=body, headers=headers, content_type=file.mime_type)


def _chat_named(parameters: Parameters) -> int | None:
    try:
        return int(str(parameters.values.get("chat_id")))
    except ValueError:
        return None


def _refused(refusal: Refusal) -> web.Response:
    return web.json_response(refusal.body(), status=refusal.code)


async def _spoil(request: web.Request, fault: Fault) -> web.StreamResponse:
    """Answer a call as the fault demands."""
    if fault.kind == "flood":
        after = fault.retry_after
        return _refused(Refusal(429, f"Too Many Requests: retry after {after}", retry_after=after))
    if fault.kind == "blocked":
        return _refused(Refusal(403, "Forbidden: bot was blocked by the user"))
    if fault.kind == "garbage":
        return web.Response(text=_BAD_GATEWAY, content_type="text/html", status=200)
    if fault.kind == "status":
        return _refused(Refusal(fault.status, _reason(fault.status)))
    if fault.kind == "hang":
        await asyncio.sleep(fault.seconds)
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)


def _reason(status: int) -> str:
    return {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}.get(
        status, "Internal Server Error"
    )
