"""The control interface: what people can do, which troubles can be made, who may ask."""

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from service import settings
from service.local.telegram import bot_api, control, faults
from service.local.telegram.bot_api import StandIn
from service.local.telegram.history import HistoryHeld
from tests.half_open import are_closed
from tests.lifter import Desk, Lifter, open_desk
from tests.local.conftest import Bot
from tests.some import some
from tests.standin_fixtures import TOKEN


async def test_a_person_edits_their_message(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """An edit keeps the date, gains an edit_date and reaches the bot as edited_message."""
    (sent,) = await desk.together(anna.act("say", text="80x5"))
    await desk.together(anna.act("edit", message_id=sent["message_id"], text="82.5x4"))
    first, second = await bot.updates()
    assert second["edited_message"]["text"] == "82.5x4"
    assert second["edited_message"]["date"] == first["message"]["date"]
    assert second["edited_message"]["edit_date"]
    assert first["message"]["text"] == "80x5"


async def test_a_press_carries_the_message(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """A press brings the whole message; an inaccessible one only its place and date 0."""
    keyboard = {"inline_keyboard": [[{"text": "go", "callback_data": "d"}]]}
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="card", reply_markup=keyboard)
    await desk.together(
        anna.act("press", text="go"),
        anna.act("press", data="d", inaccessible=True),
        anna.act("press", data="forged", message_id=sent["message_id"], forged=True),
    )
    whole, bare, forged = [update["callback_query"] for update in await bot.updates()]
    assert whole["message"] == sent
    assert whole["from"]["language_code"] == "ru"
    assert bare["message"]["date"] == 0
    assert forged["data"] == "forged"


async def test_a_space_finds_a_no_break_space(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """A button is found by what one sees of it."""
    keyboard = {"inline_keyboard": [[{"text": "80\u00a0×\u00a05", "callback_data": "d"}]]}
    await bot.ok("sendMessage", chat_id=anna.id, text="card", reply_markup=keyboard)
    await desk.together(anna.act("press", text="80 × 5"))
    (update,) = await bot.updates()
    assert update["callback_query"]["data"] == "d"


async def test_a_missing_button_names_those_there_are(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """Pressing what is not there fails in words that help."""
    keyboard = {"inline_keyboard": [[{"text": "go", "callback_data": "d"}]]}
    await bot.ok("sendMessage", chat_id=anna.id, text="card", reply_markup=keyboard)
    with pytest.raises(AssertionError, match="no button 'stop' here; there are: go"):
        await anna.presses("stop")


async def test_groups_have_privacy(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """In a group the bot hears commands and replies to it, nothing else."""
    chat_id = await desk.group(-100500, "Gym", anna)
    sent = await bot.ok("sendMessage", chat_id=chat_id, text="hello")
    await desk.together(
        anna.act("say", text="just talking", chat_id=chat_id),
        anna.act("say", text="/start@other_bot", chat_id=chat_id),
        anna.act("say", text="/start@desk_bot", chat_id=chat_id),
        anna.act("say", text="80x5", chat_id=chat_id, reply_to=sent["message_id"]),
    )
    heard = [update["message"] for update in await bot.updates()]
    assert [message["text"] for message in heard] == ["/start@desk_bot", "80x5"]
    assert heard[0]["chat"] == {"id": chat_id, "title": "Gym", "type": "supergroup"}


async def test_files_and_forwards(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """Documents arrive with name and size, forwards with their origin."""
    await anna.desk.ask("POST", "/upload", data=_form(anna, "sets.csv", b"1,2"))
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="card")
    await desk.together(anna.act("forward", message_id=sent["message_id"]))
    first, second = [update["message"] for update in await bot.updates()]
    assert (first["document"]["file_name"], first["document"]["file_size"]) == ("sets.csv", 3)
    assert second["forward_origin"]["sender_user"]["is_bot"]
    assert second["text"] == "card"


async def test_what_others_wrote(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """Forwards of every origin and the words of an inline bot; nobody can edit them."""
    origins = ("user", "hidden_user", "chat", "channel")
    sent = await desk.together(
        *(anna.act("forward", text="80x5", origin=origin) for origin in origins),
        anna.act("say", text="80x5", via_bot="gif_bot"),
    )
    for act in sent:
        with pytest.raises(AssertionError, match="cannot be edited"):
            await desk.together(anna.act("edit", message_id=act["message_id"], text="90x5"))
    (own,) = await desk.together(anna.act("say", text="70x5"))
    await desk.together(
        anna.act("forward", message_id=own["message_id"], origin="hidden_user"),
        anna.act("forward", message_id=sent[3]["message_id"]),
    )
    heard = [update["message"] for update in await bot.updates()]
    assert [message["text"] for message in heard] == ["80x5"] * 5 + ["70x5"] * 2 + ["80x5"]
    told = [message.get("forward_origin") for message in heard]
    assert [each["type"] for each in told[:4]] == [*origins]
    assert told[0]["sender_user"]["first_name"]
    assert told[3]["chat"]["type"] == "channel"
    assert told[6]["sender_user_name"] == "Anna"
    assert told[7] == told[3]
    assert heard[4]["via_bot"]["username"] == "gif_bot"
    for impossible in ({"text": "x", "message_id": 1}, {}, {"text": "x", "origin": "moon"}):
        with pytest.raises(AssertionError):
            await desk.together(anna.act("forward", **impossible))


async def test_senders(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """Anonymous admins and channels write in groups; a message may not say who wrote it."""
    chat_id = await desk.group(-100500, "Gym", anna)
    command = {"text": "/start@desk_bot", "chat_id": chat_id}
    await desk.together(
        anna.act("say", **command, sender="anonymous"),
        anna.act("say", **command, sender="channel"),
        anna.act("say", text="80x5", sender="nobody"),
    )
    anonymous, channel, nobody = [update["message"] for update in await bot.updates()]
    assert anonymous["from"]["username"] == "GroupAnonymousBot"
    assert anonymous["sender_chat"] == anonymous["chat"]
    assert channel["sender_chat"]["type"] == "channel"
    assert "from" not in nobody
    assert nobody["chat"]["id"] == anna.id
    for impossible in ({**command, "sender": "nobody"}, {"text": "x", "sender": "channel"}):
        with pytest.raises(AssertionError, match="is no sender"):
            await desk.together(anna.act("say", **impossible))


async def test_albums(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """Each photo is a message of its own; all have the same media_group_id."""
    await desk.together(
        anna.act("album", photos=3, captions=["80x5"]),
        anna.act("album", photos=2, origin="channel"),
    )
    heard = [update["message"] for update in await bot.updates()]
    assert len(heard) == 5
    assert len({message["media_group_id"] for message in heard[:3]}) == 1
    assert len({message["media_group_id"] for message in heard}) == 2
    assert [message.get("caption") for message in heard] == ["80x5"] + [None] * 4
    assert all(message["photo"] for message in heard)
    assert ["forward_origin" in message for message in heard] == [False] * 3 + [True] * 2
    for photos in (1, 11):
        with pytest.raises(AssertionError, match="an album has"):
            await desk.together(anna.act("album", photos=photos))


async def test_a_press_carries_what_is_replied_to(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """As it is now: edited or deleted."""
    (first, second) = await desk.together(
        anna.act("say", text="80x5"), anna.act("say", text="90x5")
    )
    keyboard = {"inline_keyboard": [[{"text": "go", "callback_data": "d"}]]}
    cards = [
        await bot.ok("sendMessage", chat_id=anna.id, text="?", reply_markup=keyboard,
                     reply_parameters={"message_id": each["message_id"]})
        for each in (first, second)
    ]  # fmt: skip
    await desk.together(
        anna.act("edit", message_id=first["message_id"], text="85x5"),
        anna.act("delete", message_id=second["message_id"]),
        *(anna.act("press", text="go", message_id=card["message_id"]) for card in cards),
    )
    edited, gone = [
        update["callback_query"]["message"]
        for update in await bot.updates()
        if "callback_query" in update
    ]
    assert edited["reply_to_message"]["text"] == "85x5"
    assert "reply_to_message" not in gone


def _form(person: Lifter, name: str, content: bytes) -> aiohttp.FormData:
    form = aiohttp.FormData({"user_id": str(person.id)})
    form.add_field("file", content, filename=name)
    return form


async def test_lifters_wait_for_the_answer(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """An act returns when the bot is done with it, with what it did."""

    async def serve() -> None:
        offset = 0
        while True:
            for update in await bot.updates(offset=offset, timeout=30):
                offset = update["update_id"] + 1
                await answer(update)

    async def answer(update: dict) -> None:
        if query := update.get("callback_query"):
            card = query["message"]
            here = {"chat_id": card["chat"]["id"], "message_id": card["message_id"]}
            await bot.ok("answerCallbackQuery", callback_query_id=query["id"], text="done")
            await bot.ok("editMessageText", **here, text="after")
        elif message := update.get("message"):
            here = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
            await bot.ok("setMessageReaction", **here, reaction=[{"type": "emoji", "emoji": "👍"}])
            keyboard = {"inline_keyboard": [[{"text": "go", "callback_data": "d"}]]}
            words = message["text"]
            await bot.ok("sendMessage", **here, text=words, reply_markup=keyboard)

    serving = asyncio.create_task(serve())
    said = await anna.says("before")
    assert (said.text, said.buttons, said.reaction) == ("before", [["go"]], "👍")
    pressed = await anna.presses("go")
    assert (pressed.toast, pressed.text, pressed.messages) == ("done", "after", [])
    assert len(await desk.redelivers(some(said.update_id))) == 1
    methods = [call["method"] for call in await desk.calls("sendMessage")]
    assert methods == ["sendMessage", "sendMessage"]
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"kind": "flood", "retry_after": 7}, (429, {"retry_after": 7})),
        ({"kind": "status", "status": 502}, (502, None)),
        ({"kind": "blocked"}, (403, None)),
    ],
)
async def test_faults_answer_in_telegrams_form(
    bot: Bot, desk: Desk, anna: Lifter, fault: dict, outcome: tuple
) -> None:
    """A fault strikes its method in its chat as often as asked, and leaves no message."""
    await desk.breaks(**fault, method="sendMessage", chat_id=anna.id, count=1)
    await bot.ok("getMe")
    struck = await bot.call("sendMessage", chat_id=anna.id, text="x")
    assert (struck["error_code"], struck.get("parameters")) == outcome
    await bot.ok("sendMessage", chat_id=anna.id, text="y")
    assert [message["text"] for message in await anna.chat()] == ["/start", "y"]


async def test_faults_of_the_line(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """A reset cuts the connection, garbage is no JSON, and an executed call has its effect."""
    await desk.breaks("reset", count=1, executed=True)
    with pytest.raises(aiohttp.ClientError):
        await bot.ok("sendMessage", chat_id=anna.id, text="x")
    assert (await anna.chat())[-1]["text"] == "x"
    await desk.breaks("garbage", count=1)
    with pytest.raises(aiohttp.ContentTypeError):
        await bot.ok("getMe")
    await desk.breaks("hang", seconds=60)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await bot.ok("getMe")
    await desk.mends()
    await desk.breaks("latency", seconds=0.05)
    began = asyncio.get_running_loop().time()
    await bot.ok("getMe")
    assert asyncio.get_running_loop().time() - began >= 0.05


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "["},
        {"Origin": "http://["},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_other_sites_are_refused(stand_in: StandIn, headers: dict[str, str]) -> None:
    """A page of another site can neither read nor drive the desk."""
    async with aiohttp.ClientSession() as session:
        for path in ("/control/transcript", "/control/live?user_id=1001"):
            async with session.get(stand_in.url + path, headers=headers) as answer:
                assert answer.status == 403
        for path in ("/control/reset", f"/bot{stand_in.token}/setWebhook"):
            async with session.post(stand_in.url + path, headers=headers, json={}) as answer:
                assert answer.status == 403
        for path in (f"/bot{stand_in.token}/getMe", f"/file/bot{stand_in.token}/x"):
            async with session.get(stand_in.url + path, headers=headers) as answer:
                assert answer.status == 403


def test_the_token_is_new_at_each_start() -> None:
    """Nobody knows it beforehand, and it has the form of Telegram's."""
    tokens = {bot_api.new_token() for _ in range(9)}
    assert len(tokens) == 9
    assert all(settings.TOKEN.fullmatch(token) for token in tokens)


async def test_a_file_is_no_page(stand_in: StandIn, bot: Bot, anna: Lifter) -> None:
    """What people sent is given out as a download whose kind no browser guesses."""
    form = _form(anna, "x.html", b"<script>alert(1)</script>")
    await anna.desk.ask("POST", "/upload", data=form)
    (update,) = await bot.updates()
    file = await bot.ok("getFile", file_id=update["message"]["document"]["file_id"])
    url = f"{stand_in.url}/file/bot{stand_in.token}/{file['file_path']}"
    async with bot.session.get(url) as answer:
        assert answer.status == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"] == "attachment"


async def test_half_a_header(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that never finish their request are closed."""
    monkeypatch.setattr(bot_api, "IDLE_SECONDS", 0.2)
    async with StandIn(TOKEN) as stand_in:
        assert await are_closed(stand_in.url)


async def test_history_survives_a_restart(tmp_path: Path) -> None:
    """Chats, files and unconfirmed updates are there again, and numbers go on rising."""
    async with StandIn(TOKEN, history=tmp_path) as first, open_desk(first.url) as desk:
        anna = await desk.person("Anna", id=77)
        await desk.ask("POST", "/upload", data=_form(anna, "sets.csv", b"1,2"))
        (said,) = await desk.together(anna.act("say", text="before"))
        with pytest.raises(HistoryHeld, match="in use"):
            await StandIn(TOKEN, history=tmp_path).start()
    async with (
        StandIn(TOKEN, history=tmp_path) as second,
        open_desk(second.url) as desk,
        aiohttp.ClientSession() as session,
    ):
        bot = Bot(session, second)
        waiting = await bot.updates()
        assert waiting[-1]["update_id"] == said["update_id"]
        assert waiting[-1]["message"]["text"] == "before"
        file = await bot.ok("getFile", file_id=waiting[0]["message"]["document"]["file_id"])
        assert file["file_size"] == 3
        sent = await bot.ok("sendMessage", chat_id=77, text="after")
        assert sent["message_id"] > said["message_id"]
        (again,) = await desk.together({"do": "say", "user_id": 77, "text": "2"})
        assert again["update_id"] > said["update_id"]


async def test_history_survives_a_kill(tmp_path: Path) -> None:
    """What the bot was told is kept at once: a kill -9 right after it loses nothing."""
    command = [sys.executable, "-m", "service.local", "--port=0", f"--history={tmp_path}"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().split()[1]
        async with open_desk(url) as desk:
            (said,) = await desk.together({"do": "say", "user_id": 1001, "text": "before"})
            process.kill()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
    async with (
        StandIn(TOKEN, history=tmp_path) as second,
        aiohttp.ClientSession() as session,
    ):
        (update,) = await Bot(session, second).updates()
        assert update["update_id"] == said["update_id"]


ODD: list[Any] = [
    None,
    "",
    "x",
    "<b>",
    -1,
    2**70,
    1.5,
    True,
    [],
    {},
    [[]],
    [{}],
    [1],
    {"type": 5},
    "[",
    "\0",
    "\ud800",
]
FIELDS = [
    "text", "message_id", "reply_markup", "parse_mode", "entities", "commands", "scope", "reaction",
    "language_code", "media", "photo", "file_id", "offset", "allowed_updates", "url", "message_ids",
    "caption", "reply_parameters", "callback_query_id", "menu_button", "user_id", "action",
]  # fmt: skip


@pytest.mark.parametrize("method", sorted(bot_api.METHODS))
async def test_odd_parameters_are_refused_not_stumbled_over(
    bot: Bot, anna: Lifter, method: str
) -> None:
    """Whatever a field holds, the answer is a result or an error in Telegram's form."""
    for value in ODD:
        body = await bot.call(method, **dict.fromkeys(FIELDS, value), chat_id=anna.id)
        assert body["ok"] or body["error_code"] in {400, 403}
        body = await bot.call(method, chat_id=value, text="x", message_id=1, user_id=1)
        assert body["ok"] or body["error_code"] in {400, 403}


async def test_a_fault_of_its_own_is_no_refusal(
    bot: Bot, anna: Lifter, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the stand-in itself stumbles, the answer is 500, and the tests hear of it."""

    def stumbles(*_: object) -> None:
        raise KeyError("chat")

    monkeypatch.setitem(bot_api.METHODS, "sendMessage", stumbles)
    body = await bot.call("sendMessage", chat_id=anna.id, text="x")
    assert (body["error_code"], body["description"].partition(":")[0]) == (
        500,
        "Internal Server Error",
    )
    assert [type(error) for error in stand_in.world.failures] == [KeyError]
    stand_in.world.failures.clear()


CONTROL = [
    ("POST", "people", ("id", "first_name", "username", "language_code", "started")),
    ("POST", "groups", ("id", "title", "members")),
    ("POST", "act", ("do", "user_id", "text", "chat_id", "message_id", "data", "label")),
    ("POST", "faults", ("kind", "method", "chat_id", "count", "rate", "retry_after", "seconds")),
    ("POST", "clock", ("forward",)),
    ("POST", "redeliver", ("update_ids",)),
]


@pytest.mark.parametrize(("method", "path", "names"), CONTROL, ids=[row[1] for row in CONTROL])
async def test_odd_wishes_are_refused_in_words(
    stand_in: StandIn, anna: Lifter, method: str, path: str, names: tuple[str, ...]
) -> None:
    """Whatever a field of the control interface holds, the answer is a result or one sentence."""
    usual = {"do": "say", "user_id": anna.id, "kind": "flood", "id": 5, "text": "x"}
    async with aiohttp.ClientSession() as session:
        for name, value in ((name, value) for name in names for value in ODD):
            asked = {each: usual[each] for each in names if each in usual} | {name: value}
            async with session.request(
                method, f"{stand_in.url}/control/{path}", json=asked
            ) as answer:
                body = await answer.json()
                assert answer.status == (200 if body["ok"] else 400), (asked, body)
                assert body["ok"] or body["error"]
        for query in ("cursor=x", "timeout=x", "chat_id=1.5"):
            async with session.get(f"{stand_in.url}/control/wait?{query}") as answer:
                assert answer.status == 400


def test_the_control_interface_is_documented(stand_in: StandIn) -> None:
    """Each route, act and kind of fault stands in docs/stand-in.md."""
    manual = (Path(__file__).parents[2] / "docs" / "stand-in.md").read_text()
    app = web.Application()
    control.Control(stand_in.world, stand_in.polling).add_routes(app)
    paths = {route.resource.canonical for route in app.router.routes() if route.resource}
    paths = {path.partition("{")[0] for path in paths if path.startswith("/control/")}
    missing = [path for path in paths - {"/control/file/"} if path not in manual]
    missing += [name for name in (*control.ACTS, *faults.KINDS) if f"| `{name}` |" not in manual]
    assert missing == []


async def test_reset_empties_the_desk(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """After a reset there are the two first people and nothing else; numbers go on."""
    (said,) = await desk.together(anna.act("say", text="x"))
    await desk.reset()
    assert [person["first_name"] for person in await desk.ask("GET", "/people")] == [
        "Анна",
        "Boris",
    ]
    assert await bot.updates() == []
    (again,) = await desk.together({"do": "say", "user_id": 1001, "text": "x"})
    assert again["message_id"] > said["message_id"]
