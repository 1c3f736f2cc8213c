"""People at the desk, as a test sees them: they write, press and read; each act waits by event."""

import io
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.waiting import SECONDS

PATIENCE = SECONDS  # until the bot counts as silent


class Desk:
    """The control interface of one stand-in; made by `async with open_desk(url)`."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self.url = url

    async def ask(self, method: str, path: str, **options: Any) -> Any:
        """Call the control interface and give its result."""
        async with self._session.request(method, f"{self.url}/control{path}", **options) as answer:
            body = json.loads(await answer.text(), object_hook=_seen)
        assert body["ok"], body.get("error")
        return body["result"]

    async def person(
        self, first_name: str = "Anna", *, language: str = "ru", **known: Any
    ) -> "Lifter":
        """Let a new person in."""
        value = {"first_name": first_name, "language_code": language, **known}
        person = await self.ask("POST", "/people", json=value)
        return Lifter(self, person["id"], person["first_name"])

    def somebody(self, user_id: int, name: str) -> "Lifter":
        """Give a person who is here already."""
        return Lifter(self, user_id, name)

    async def group(self, chat_id: int, title: str, *members: "Lifter") -> int:
        """Open a group chat."""
        ids = [member.id for member in members]
        value = {"id": chat_id, "title": title, "members": ids}
        await self.ask("POST", "/groups", json=value)
        return chat_id

    async def together(self, *acts: dict[str, Any]) -> list[dict[str, Any]]:
        """Do several things that reach the bot in one getUpdates; does not wait for answers."""
        return (await self.ask("POST", "/act", json=list(acts)))["acts"]

    async def inject(self, update: dict[str, Any]) -> int:
        """Queue any JSON as an update and give its number."""
        return (await self.ask("POST", "/inject", json=update))["update_id"]

    async def redelivers(self, *update_ids: int) -> list[int]:
        """Give out the named updates once more, or all there were, and wait until settled."""
        value = {"update_ids": list(update_ids)} if update_ids else {}
        again = (await self.ask("POST", "/redeliver", json=value))["update_ids"]
        await self.idle()
        return again

    async def idle(self, timeout: float = PATIENCE) -> None:
        """Wait until every update is settled and every pressed button answered."""
        state = await self.ask("GET", "/idle", params={"timeout": timeout})
        assert state["done"], f"{state['open']} updates are not settled after {timeout} s"

    async def breaks(self, kind: str, **fault: Any) -> int:
        """Switch a fault on; see docs/stand-in.md for the kinds."""
        return (await self.ask("POST", "/faults", json={"kind": kind, **fault}))["id"]

    async def mends(self) -> None:
        """Switch all faults off."""
        await self.ask("DELETE", "/faults")

    async def forward_clock(self, seconds: float) -> None:
        """Let time pass for the stand-in."""
        await self.ask("POST", "/clock", json={"forward": seconds})

    async def transcript(self, cursor: int = 0, **params: Any) -> list[dict[str, Any]]:
        """Read what happened after an event's number."""
        params = {"cursor": cursor, **params}
        return (await self.ask("GET", "/transcript", params=params))["events"]

    async def calls(self, *methods: str, cursor: int = 0) -> list[dict[str, Any]]:
        """Read the Bot API calls, of the named methods or all."""
        events = await self.transcript(cursor)
        calls = [event for event in events if event["kind"] == "call"]
        return [call for call in calls if not methods or call["method"] in methods]

    async def reset(self) -> None:
        """Empty the desk."""
        await self.ask("POST", "/reset")


class Answer:
    """What the bot did in one chat after one act of a person."""

    def __init__(self, events: Sequence[dict[str, Any]], update_id: int | None = None) -> None:
        self.update_id = update_id
        self.events = [event for event in events if event.get("by") == "bot"]
        self.messages = [event["message"] for event in self.events if event["kind"] == "message"]
        self.edits = [event["message"] for event in self.events if event["kind"] == "edit"]
        self.deleted = [e["message_id"] for e in self.events if e["kind"] == "delete"]
        self.reactions = [e["emoji"] for e in self.events if e["kind"] == "reaction"]
        toasts = [event for event in events if event["kind"] == "toast"]
        self.answered = bool(toasts)
        self.toast: str = toasts[-1]["text"] if toasts else ""
        self.alert = bool(toasts and toasts[-1]["alert"])

    @property
    def shown(self) -> dict[str, Any]:
        """The newest message the bot wrote or edited."""
        changed = [event["message"] for event in self.events if "message" in event]
        assert changed, "the bot showed nothing"
        return changed[-1]

    @property
    def text(self) -> str:
        """The words of the newest message the bot wrote or edited."""
        return words(self.shown)

    @property
    def first(self) -> str:
        """The words of what the bot showed first; other messages may be drawn again after it."""
        changed = [event["message"] for event in self.events if "message" in event]
        assert changed, "the bot showed nothing"
        return words(changed[0])

    @property
    def texts(self) -> list[str]:
        """The words of each new message."""
        return [words(message) for message in self.messages]

    @property
    def buttons(self) -> list[list[str]]:
        """The button texts under the newest message, by rows."""
        return button_rows(self.shown)

    @property
    def reaction(self) -> str:
        """The newest reaction of the bot, or nothing."""
        return self.reactions[-1][0] if self.reactions and self.reactions[-1] else ""


class Lifter:
    """One person with a phone."""

    def __init__(self, desk: Desk, user_id: int, name: str) -> None:
        self.desk = desk
        self.id = user_id
        self.name = name
        self.toast = ""

    async def says(self, text: str, *, answered: bool = True, **more: Any) -> Answer:
        """Write to the bot (or with chat_id to a group) and wait for what it does."""
        return await self._does("say", answered=answered, text=text, **more)

    async def edits(self, message_id: int, text: str, *, answered: bool = True) -> Answer:
        """Edit an own message."""
        return await self._does("edit", answered=answered, message_id=message_id, text=text)

    async def presses(self, text: str | None = None, **more: Any) -> Answer:
        """Press the newest button with this text, or `data=`, or on `message_id=`."""
        answered = more.pop("answered", True)
        return await self._does("press", answered=answered, text=text, **more)

    async def forwards(
        self, message_id: int | None = None, *, answered: bool = True, **more: Any
    ) -> Answer:
        """Forward a message to the bot, or with text= one from elsewhere."""
        return await self._does("forward", answered=answered, message_id=message_id, **more)

    async def sends_album(self, photos: int, *, answered: bool = True, **more: Any) -> Answer:
        """Send several photos at once; also captions=."""
        return await self._does("album", answered=answered, photos=photos, **more)

    async def uploads(
        self, name: str, content: bytes, *, answered: bool = True, **more: Any
    ) -> Answer:
        """Send a document, or with photo=True a picture; also caption=."""
        form = aiohttp.FormData({key: str(value) for key, value in more.items()})
        form.add_field("user_id", str(self.id))
        form.add_field("file", io.BytesIO(content), filename=name)
        done = await self.desk.ask("POST", "/upload", data=form)
        return await self._reads(done, answered=answered)

    async def blocks(self) -> Answer:
        """Block the bot."""
        return await self._does("block", answered=False, blocked=True)

    async def unblocks(self) -> Answer:
        """Let the bot write again."""
        return await self._does("block", answered=False, blocked=False)

    async def hears(self, cursor: int) -> Answer:
        """Wait for what the bot does in the chat of its own accord, after an event's number."""
        params = {"cursor": cursor, "chat_id": self.id, "acts": 1, "timeout": PATIENCE}
        waited = await self.desk.ask("GET", "/wait", params=params)
        assert waited["done"], f"the bot said nothing to {self.name} within {PATIENCE} s"
        return Answer(waited["events"])

    async def asks(self, query: str = "", offset: str = "", **more: Any) -> dict[str, Any]:
        """Type the bot's name and a query in a chat; give the answer, as `chooses` takes it."""
        act = self.act("ask", query=query, offset=offset, **more)
        done = await self.desk.ask("POST", "/act", json=act)
        params = {"cursor": done["cursor"], "inline_id": done["query_id"], "timeout": PATIENCE}
        waited = await self.desk.ask("GET", "/wait", params=params)
        assert waited["done"], f"the bot did not answer {self.name} within {PATIENCE} s"
        (answer,) = [
            event
            for event in await self.desk.transcript(done["cursor"])
            if event["kind"] == "inline" and event["query_id"] == done["query_id"]
        ]
        return answer

    async def chooses(self, answer: dict[str, Any], nth: int = 0, **more: Any) -> dict[str, Any]:
        """Send a result of a query to a chat, and give the message."""
        about = {"query_id": answer["query_id"], "result_id": answer["results"][nth]["id"]}
        done = await self.desk.ask("POST", "/act", json=self.act("choose", **about, **more))
        await self.desk.idle()
        (message,) = [
            each
            for each in await self.chat(done["chat_id"])
            if each["message_id"] == done["message_id"]
        ]
        return message

    def act(self, do: str, **more: Any) -> dict[str, Any]:
        """Describe an act for `Desk.together`."""
        return {"do": do, "user_id": self.id, **more}

    async def chat(self, chat_id: int | None = None) -> list[dict[str, Any]]:
        """Read the messages that stand in the chat now."""
        state = await self.desk.ask("GET", f"/chats/{chat_id or self.id}")
        return [one["message"] for one in state["messages"]]

    async def screen(self) -> dict[str, Any]:
        """Read the newest message with a keyboard."""
        keyed = [message for message in await self.chat() if "reply_markup" in message]
        assert keyed, "no message has buttons"
        return keyed[-1]

    async def _does(self, do: str, *, answered: bool, **more: Any) -> Answer:
        done = await self.desk.ask("POST", "/act", json=self.act(do, **more))
        return await self._reads(done, answered=answered)

    async def _reads(self, done: dict[str, Any], *, answered: bool) -> Answer:
        """Wait until the update is settled (and, if so expected, answered)."""
        params = {
            "cursor": done["cursor"],
            "chat_id": done["chat_id"],
            "update_id": done.get("update_id") or 0,
            "query_id": (done.get("query_id") or "") if answered else "",
            "acts": int(answered),
            "timeout": PATIENCE,
        }
        waited = await self.desk.ask("GET", "/wait", params=params)
        assert waited["done"], f"the bot did not answer {self.name} within {PATIENCE} s"
        answer = Answer(waited["events"], done.get("update_id"))
        self.toast = answer.toast
        return answer


def read(text: str) -> str:
    """Read a text as a person does, who sees a no-break space as any other."""
    return text.replace("\u00a0", " ")


def _seen(item: dict[str, Any]) -> dict[str, Any]:
    return {key: read(value) if isinstance(value, str) else value for key, value in item.items()}


def words(message: dict[str, Any]) -> str:
    """Give the text or caption of a message."""
    return message.get("text") or message.get("caption") or ""


def button_rows(message: dict[str, Any]) -> list[list[str]]:
    """Give the button texts under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in rows]


@asynccontextmanager
async def open_desk(url: str) -> AsyncIterator[Desk]:
    """Connect to the control interface of a stand-in."""
    async with aiohttp.ClientSession() as session:
        yield Desk(session, url)
