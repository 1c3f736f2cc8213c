"""The WebSocket of the chat page: the present state of a chat, then every event."""

import asyncio
import contextlib
from dataclasses import asdict
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from service.local.telegram import profile
from service.local.telegram.polling import Polling
from service.local.telegram.transcript import Event
from service.local.telegram.world import World

INITIAL_MESSAGES = 300
_HEARTBEAT = 20.0
_BOT_ACTS = {"toast", "keyboard"}
_PAGE_EVENTS = {
    "message",
    "edit",
    "delete",
    "reaction",
    "toast",
    "action",
    "keyboard",
    "press",
    "settled",
    "pin",
    "inline",
}
_OWN_EVENTS = {"toast", "press", "inline"}
"""What only the person concerned sees, also in a group."""
_STATE_EVENTS = {"person", "group", "profile", "reset", "presence"}


def is_bots_act(event: Event) -> bool:
    """Return whether an event is an act of the bot that a person can see."""
    return event.get("by") == "bot" or event["kind"] in _BOT_ACTS


def chat_state(world: World, chat_id: int, last: int | None = None) -> dict[str, Any]:
    """Return a chat's messages with their reactions, and the number of the newest event."""
    return {
        "cursor": world.transcript.cursor,
        "messages": [
            {"message": stored.body, "reactions": stored.reactions}
            for stored in world.visible(chat_id, last)
        ],
        "pinned": world.pinned(chat_id),
    }


class Live:
    """Serves `GET /control/live?user_id=&chat_id=`; without `chat_id` it is the private chat."""

    def __init__(self, world: World, polling: Polling) -> None:
        self._world = world
        self._polling = polling
        self._sockets: set[web.WebSocketResponse] = set()

    async def answer(self, request: web.Request) -> web.WebSocketResponse:
        """Send the state, then events, until the page closes."""
        user_id = int(request.query.get("user_id", "0"))
        chat_id = int(request.query.get("chat_id", "0")) or user_id
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT)
        await socket.prepare(request)
        follower = self._world.transcript.follow()
        self._sockets.add(socket)
        sender = asyncio.create_task(self._send(socket, follower, user_id, chat_id))
        try:
            async for message in socket:
                if message.type == WSMsgType.ERROR:
                    break
        finally:
            self._sockets.discard(socket)
            self._world.transcript.unfollow(follower)
            sender.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sender
        return socket

    async def close(self, _app: web.Application) -> None:
        """Close every page's connection; the page will connect again."""
        for socket in list(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    async def _send(
        self,
        socket: web.WebSocketResponse,
        follower: "asyncio.Queue[Event]",
        user_id: int,
        chat_id: int,
    ) -> None:
        with contextlib.suppress(ConnectionError):
            await socket.send_json({"kind": "hello", **self.state(user_id, chat_id)})
            while True:
                event = await follower.get()
                if event["kind"] in _STATE_EVENTS:
                    await socket.send_json({"kind": event["kind"], **self.desk(user_id, chat_id)})
                elif event["chat_id"] == chat_id and _is_shown(event, user_id):
                    await socket.send_json(event)

    def desk(self, user_id: int, chat_id: int) -> dict[str, Any]:
        """Return what belongs to no single message: the bot, the people, the menu."""
        world = self._world
        person = world.people.get(user_id)
        language = (person.language_code if person else None) or ""
        described = world.profile

        def words(table: dict[str, str]) -> str:
            return table.get(language) or table.get("", "")

        return {
            "bot": {
                "name": words(described.names) or world.bot["first_name"],
                "username": world.bot["username"],
                "description": words(described.descriptions),
                "about": words(described.short_descriptions),
                "listening": self._polling.present or bool(described.webhook),
            },
            "people": [asdict(one) for one in world.people.values()],
            "groups": [asdict(one) for one in world.groups.values()],
            "commands": profile.commands_for(world, chat_id, language),
        }

    def state(self, user_id: int, chat_id: int) -> dict[str, Any]:
        """Return everything that the page of one person's chat shows at first."""
        pressed = [
            {"query_id": press.query_id, "message_id": press.message_id, "data": press.data}
            for press in self._world.presses.values()
            if press.user_id == user_id
            and press.chat_id == chat_id
            and press.expires > self._world.now()
        ]
        return {
            **self.desk(user_id, chat_id),
            **chat_state(self._world, chat_id, INITIAL_MESSAGES),
            "user_id": user_id,
            "chat_id": chat_id,
            "pressed": pressed,
            "waiting": self._world.inbox.open_messages(chat_id),
        }


def _is_shown(event: Event, user_id: int) -> bool:
    if event["kind"] in _OWN_EVENTS and event["user_id"] != user_id:
        return False
    return event["kind"] in _PAGE_EVENTS
