"""The control interface: tests, benches and the chat page act as people and read what happened."""

import json
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import ConfigDict, FiniteFloat, ValidationError, validate_call

from service.local.telegram import inline, live, membership, people, pressing
from service.local.telegram.faults import Fault
from service.local.telegram.groups import Group
from service.local.telegram.parameters import Upload, read
from service.local.telegram.polling import Polling
from service.local.telegram.refusal import Impossible, Refusal, sentence, validated
from service.local.telegram.world import Person, World

PAGE = Path(__file__).parents[1] / "page"
LONGEST_WAIT = 120.0
_USUAL_WAIT = 10.0

Act = Callable[..., dict[str, Any]]
ACTS: dict[str, Act] = {
    "say": people.say,
    "edit": people.edit,
    "press": pressing.press,
    "forward": people.forward,
    "album": people.album,
    "delete": people.delete,
    "react": people.react,
    "block": people.block,
    "ask": inline.ask,
    "choose": inline.choose,
    "add_bot": membership.add_bot,
    "remove_bot": membership.remove_bot,
    "enter": membership.enter,
    "leave": membership.leave,
    "upgrade": membership.upgrade,
}
CHECKED: dict[str, Callable[..., dict[str, Any]]] = {
    name: validate_call(config=ConfigDict(arbitrary_types_allowed=True))(act)
    for name, act in ACTS.items()
}
"""The same acts, with checked arguments: a value of the wrong type raises ValidationError."""


class Control:
    """Routes under /control, and the page."""

    def __init__(self, world: World, polling: Polling) -> None:
        self._world = world
        self._live = live.Live(world, polling)

    def add_routes(self, app: web.Application) -> None:
        """Add the routes to an application."""
        app.on_shutdown.append(self._live.close)
        app.router.add_get("/", self._page)
        app.router.add_get("/page/{name}", self._asset)
        app.router.add_get("/control/live", self._live.answer)
        app.router.add_get("/control/file/{file_id}", self._file)
        for path, handler in {
            "GET /control/people": self._list_people,
            "POST /control/people": self._add_person,
            "POST /control/groups": self._add_group,
            "POST /control/act": self._act,
            "POST /control/upload": self._upload,
            "POST /control/inject": self._inject,
            "POST /control/redeliver": self._redeliver,
            "GET /control/transcript": self._transcript,
            "GET /control/chats/{chat_id}": self._chat,
            "GET /control/wait": self._wait,
            "GET /control/idle": self._idle,
            "GET /control/faults": self._list_faults,
            "POST /control/faults": self._add_fault,
            "DELETE /control/faults": self._clear_faults,
            "POST /control/clock": self._clock,
            "POST /control/reset": self._reset,
        }.items():
            method, _, route = path.partition(" ")
            app.router.add_route(method, route, _plain(handler))

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html", headers=_page_headers(request.host))

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        path = PAGE / request.match_info["name"]
        if path.parent != PAGE or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self._world.files.find(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        shown = file.path.startswith("photos/")
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=86400"}
        if not shown:
            headers["Content-Disposition"] = "attachment"
        kind = "image/*" if shown else "application/octet-stream"
        return web.Response(
            body=self._world.files.read(file),
            headers=headers | {"Content-Type": _picture_type(file.name) if shown else kind},
        )

    async def _list_people(self, _request: web.Request) -> Any:
        return [asdict(person) for person in self._world.people.values()]

    async def _add_person(self, request: web.Request) -> Any:
        value = await _body(request)
        known = {entry.name for entry in fields(Person)}
        value = {name: value[name] for name in known & set(value)}
        value.setdefault("id", people.new_person_id(self._world))
        value.setdefault("first_name", f"User {value['id']}")
        if not isinstance(value["id"], int) or value["id"] <= 0:
            raise Impossible("a person's id must be positive")
        person = validated(Person, value)
        self._world.add_person(person)
        return asdict(person)

    async def _add_group(self, request: web.Request) -> Any:
        value = await _body(request)
        group = validated(Group, {"title": "Group", "members": [], **value})
        if group.id >= 0:
            raise Impossible("a group's id must be negative")
        self._world.add_group(group)
        return asdict(group)

    async def _act(self, request: web.Request) -> Any:
        """Do one act, or a list of acts whose updates reach the bot in one batch."""
        value = await _body(request, kind=(dict, list))
        cursor = self._world.transcript.cursor
        if isinstance(value, dict):
            return self._do(value) | {"cursor": cursor}
        with self._world.inbox.together():
            return {"acts": [self._do(act) for act in value], "cursor": cursor}

    def _do(self, act: Any) -> dict[str, Any]:
        named = validated(dict[str, Any], act)
        name, user_id = named.pop("do", None), named.pop("user_id", None)
        if not isinstance(name, str) or name not in ACTS:
            raise Impossible(f"`do` must be one of {', '.join(ACTS)}")
        if not isinstance(user_id, int):
            raise Impossible("`user_id` must be a number")
        try:
            return CHECKED[name](self._world, user_id, **named)
        except ValidationError as error:
            raise Impossible(sentence(error)) from None

    async def _upload(self, request: web.Request) -> Any:
        parameters = await read(request)
        file = parameters.upload("file")
        if file is None:
            raise Impossible("send the file as multipart field `file`")
        cursor = self._world.transcript.cursor
        done = people.upload(
            self._world,
            parameters.integer("user_id"),
            Upload(file.name, file.content, file.mime_type),
            photo=parameters.flag("photo"),
            caption=parameters.text("caption"),
            chat_id=parameters.integer("chat_id") or None,
        )
        return done | {"cursor": cursor}

    async def _inject(self, request: web.Request) -> Any:
        body = await _body(request)
        return {"update_id": self._world.inbox.add_raw(body)}

    async def _redeliver(self, request: web.Request) -> Any:
        value = await _body(request)
        numbers = validated(list[int] | None, value.get("update_ids"))  # type: ignore[arg-type]
        return {"update_ids": self._world.inbox.redeliver(numbers)}

    async def _transcript(self, request: web.Request) -> Any:
        cursor, chat_id = _number(request, "cursor"), _number(request, "chat_id") or None
        events = self._world.transcript.since(cursor, chat_id)
        return {"cursor": self._world.transcript.cursor, "events": events}

    async def _chat(self, request: web.Request) -> Any:
        chat_id = validated(int, request.match_info["chat_id"])
        return live.chat_state(self._world, chat_id)

    async def _wait(self, request: web.Request) -> Any:
        """Wait until the bot has acted in a chat, finished an update, or answered a query."""
        cursor, chat_id = _number(request, "cursor"), _number(request, "chat_id") or None
        update_id, query_id = _number(request, "update_id"), request.query.get("query_id")
        inline_id = request.query.get("inline_id")
        acts = request.query.get("acts", "0") not in {"", "0"}
        transcript = self._world.transcript

        def ready() -> bool:
            if update_id and not self._world.inbox.is_settled(update_id):
                return False
            if query_id and query_id in self._world.presses:
                return False
            if inline_id and not self._world.inline.answered(inline_id):
                return False
            return not acts or any(map(live.is_bots_act, transcript.since(cursor, chat_id)))

        done = await transcript.wait(ready, _seconds(request), chat_id)
        events = transcript.since(cursor, chat_id)
        return {"done": done, "cursor": transcript.cursor, "events": events}

    async def _idle(self, request: web.Request) -> Any:
        """Wait until no update is open and no pressed button waits for its answer."""
        world = self._world

        def ready() -> bool:
            world.inbox.waiting(1)
            pressed = any(press.expires > world.now() for press in world.presses.values())
            return not world.inbox.open_count and not pressed

        done = await world.transcript.wait(ready, _seconds(request))
        return {"done": done, "open": world.inbox.open_count, "cursor": world.transcript.cursor}

    async def _list_faults(self, _request: web.Request) -> Any:
        return [asdict(fault) for fault in self._world.faults.listed()]

    async def _add_fault(self, request: web.Request) -> Any:
        return asdict(self._world.faults.add(Fault.read(await _body(request))))

    async def _clear_faults(self, request: web.Request) -> Any:
        self._world.faults.clear(_number(request, "id") or None)
        return {}

    async def _clock(self, request: web.Request) -> Any:
        value = await _body(request)
        self._world.clock_shift += validated(FiniteFloat, value.get("forward", 0))
        return {"now": self._world.now()}

    async def _reset(self, _request: web.Request) -> Any:
        self._world.reset()
        return {}


def _plain(handler: Callable[[web.Request], Any]) -> Callable[[web.Request], Any]:
    """Answer with the handler's result as JSON, or with one sentence when it refuses."""

    async def answer(request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, "result": await handler(request)})
        except (Impossible, Refusal) as refused:
            return _sorry(str(refused))

    return answer


def _sorry(why: str) -> web.Response:
    return web.json_response({"ok": False, "error": why}, status=400)


async def _body(request: web.Request, kind: Any = dict) -> Any:
    try:
        value = json.loads(await request.read() or b"{}")
    except ValueError:
        raise Impossible("the body must be a JSON object") from None
    if not isinstance(value, kind):
        raise Impossible("the body must be a JSON object")
    return value


def _number(request: web.Request, name: str) -> int:
    return validated(int, request.query.get(name, "0"))


def _seconds(request: web.Request) -> float:
    return min(validated(float, request.query.get("timeout", _USUAL_WAIT)), LONGEST_WAIT)


def _page_headers(host: str) -> dict[str, str]:
    policy = (
        f"default-src 'self'; connect-src 'self' ws://{host} wss://{host}; "
        "img-src 'self' blob: data:; base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-cache",
        "Referrer-Policy": "no-referrer",
    }


def _picture_type(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return {"png": "image/png", "gif": "image/gif", "webp": "image/webp"}.get(ending, "image/jpeg")
