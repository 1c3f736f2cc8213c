"""Whatever two people say, press, edit and get twice, in whatever order: what always holds.

`CONVERSATIONS=2000 pytest tests/telegram/test_any_conversation.py --timeout 0` is the long form.
"""

import asyncio
import os
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing
from functools import partial
from typing import Any, cast

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from service.local.telegram.bot_api import StandIn
from tests.domain.strategies import hostile
from tests.house import TABLES, TOKEN, House, open_house
from tests.lifter import Answer, Desk, open_desk
from tests.storage.test_statistics import counted, known
from tests.telegram.conftest import HARMLESS
from tests.telegram.talk import COMMANDS, FIVE_BY_THREE, PROGRAM, callback_data
from tests.telegram.test_once import GARBAGE, GONE

CONVERSATIONS = int(os.environ.get("CONVERSATIONS", "0"))

TALK = settings(
    max_examples=CONVERSATIONS or 8,
    stateful_step_count=60 if CONVERSATIONS else 30,
    derandomize=not CONVERSATIONS,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # what is found stands in the people's chats; it is not made smaller
    suppress_health_check=list(HealthCheck),
)

PROGRAMS = (PROGRAM, FIVE_BY_THREE, "/newprogram Верх\nЖим 3x8\nТяга 3x8 50", "Низ", "Присед 3x5")
SETS = (
    "80x5", "80x5x3", "60", "x8", "62.5x5@9 да", "45с", "100x5\n100x4\n100x3", "отдых 90",
    "Жим 3x8: 50x8", "1000x1", "0x0",
)  # fmt: skip
WHOSE = ("user", "hidden_user", "chat", "channel", "bot")
typed = hostile.map(lambda text: re.sub("[\ud800-\udfff]", "", text).strip() or "?")
"""What Telegram carries: no half characters, and never nothing at all."""

OTHERS = " UNION ALL ".join(
    f"SELECT '{table}' AS name, md5(string_agg(row, '' ORDER BY row)) AS rows FROM"
    f" (SELECT (to_jsonb({table}) - 'card_message')::text AS row FROM {table} WHERE {whose} <> $1)"
    " AS theirs"
    for table in TABLES
    for whose in [{"people": "id", "daily_active": "person"}.get(table, "owner")]
    if table != "timers"  # those ring by themselves
)
FORGED = (
    *(f"workout:{act}:{{workout}}:{{revision}}" for act in "log undo skip finish sets".split()),
    *(f"program:{act}:{{program}}" for act in ("delete", "archive", "restore")),
    "begin:{program}", "draft:save:{draft}", "draft:discard:{draft}",
)  # fmt: skip
IDS = """
    SELECT (SELECT max(id) FROM programs WHERE owner = $1) AS program,
           (SELECT max(id) FROM workouts WHERE owner = $1) AS workout,
           (SELECT revision FROM workouts WHERE owner = $1 ORDER BY id DESC LIMIT 1) AS revision,
           (SELECT version FROM drafts WHERE owner = $1) AS draft
"""


class Place:
    """A running bot with a loop of its own, which turns while somebody does something."""

    def __init__(self, dsn: str) -> None:
        self.loop = asyncio.new_event_loop()
        self._rooms = AsyncExitStack()
        self.sets = 0  # logged in conversations that ended
        self.run(self._open(dsn))

    def run(self, work):
        return self.loop.run_until_complete(work)

    async def _open(self, dsn: str) -> None:
        enter = self._rooms.enter_async_context
        self.stand_in: StandIn = await enter(StandIn(TOKEN))
        self.house: House = await enter(open_house(self.stand_in, dsn))
        self.desk: Desk = await enter(open_desk(self.stand_in.url))
        self.db = await asyncpg.connect(dsn, server_settings={"timezone": "UTC"})

    def close(self) -> None:
        self.run(self.db.close())
        self.run(self._rooms.aclose())
        self.loop.close()


@pytest.fixture
def place(server, template) -> Iterator[Place]:
    """A bot of this test alone; not the `house`, whose loop cannot be stopped between steps."""
    name = f"talk_{os.getpid()}"
    with closing(asyncio.new_event_loop()) as loop:
        loop.run_until_complete(server.create(name, template))
        with closing(Place(server.dsn_of(name))) as opened:
            yield opened
        loop.run_until_complete(server.drop(name))


class Conversation(RuleBasedStateMachine):
    """Two people who do what they like."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.people = [
            place.run(place.desk.person(name, language=language))
            for name, language in (("Anna", "ru"), ("Boris", "en"))
        ]
        self.cursor = place.stand_in.world.transcript.cursor
        self.updates: list[int] = []
        self.said: dict[int, list[int]] = {one.id: [] for one in self.people}

    def _does(self, n: int, work) -> Answer:
        """Let somebody do something; nobody else's rows are touched by it."""
        person, db = self.people[n].id, self.place.db
        before = self.place.run(db.fetch(OTHERS, person))
        answer: Answer = self.place.run(work)
        assert self.place.run(db.fetch(OTHERS, person)) == before
        if answer.update_id:
            self.updates.append(answer.update_id)
        return answer

    def _says(self, n: int, text: str) -> None:
        person = self.people[n]
        self._does(n, person.says(text))
        mine = [
            m["message_id"]
            for m in self.place.run(person.chat())
            if m["from"]["id"] == person.id and not {"forward_origin", "via_bot"} & m.keys()
        ]
        self.said[person.id] = mine

    def _buttons(self, n: int) -> list[tuple[int, str]]:
        """Every button that stands in somebody's chat, the newest last."""
        return [
            (message["message_id"], button["callback_data"])
            for message in self.place.run(self.people[n].chat())
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
        ]

    @initialize(text=st.sampled_from(PROGRAMS))
    def both_begin(self, text):
        """Both have a program and a workout, so that few steps lead far."""
        for n in (0, 1):
            self._says(n, "/newprogram")
            self._says(n, PROGRAM)
            for prefix in ("draft:save", "begin:"):
                message, data = next(
                    b for b in reversed(self._buttons(n)) if b[1].startswith(prefix)
                )
                self._does(n, self.people[n].presses(data=data, message_id=message))
            self._says(n, "60x5")

    who = st.integers(0, 1)

    @rule(n=who, text=st.sampled_from((*COMMANDS, "/made_up")))
    def commands(self, n, text):
        self._says(n, text)

    @rule(n=who, text=st.sampled_from(SETS))
    def lifts(self, n, text):
        self._says(n, text)

    @rule(n=who, text=st.sampled_from(PROGRAMS))
    def plans(self, n, text):
        self._says(n, text)

    @rule(n=who, text=typed)
    def says_anything(self, n, text):
        self._says(n, text)

    @rule(n=who, text=st.sampled_from((*SETS, *PROGRAMS)) | typed, whose=st.sampled_from(WHOSE))
    def passes_on(self, n, text, whose):
        """Somebody else's words: no set is stored by them."""
        person, count = self.people[n], "SELECT count(*) FROM sets"
        before = self.place.run(self.place.db.fetchval(count))
        if whose == "bot":
            self._does(n, person.says(text, via_bot="lift_bot"))
        else:
            self._does(n, person.forwards(text=text, origin=whose))
        assert self.place.run(self.place.db.fetchval(count)) == before

    @rule(n=who, photos=st.integers(2, 4), text=st.sampled_from(SETS) | st.none())
    def sends_photos(self, n, photos, text):
        album = self.people[n].sends_album(photos, captions=[text] if text else None)
        self._does(n, album)
        self.place.run(self.place.desk.idle())

    @rule(n=who, back=st.integers(0, 15), twice=st.booleans())
    def presses(self, n, back, twice):
        """A button that stands in the chat, one of the newest the likeliest; or twice at once."""
        buttons = self._buttons(n)
        if not buttons:
            return
        message, data = buttons[-1 - back % len(buttons)]
        person, desk = self.people[n], self.place.desk
        if not twice:
            self._does(n, person.presses(data=data, message_id=message))
            return

        async def both() -> Answer:
            press = person.act("press", data=data, message_id=message)
            await desk.together(press, press)
            await desk.idle()
            return Answer([])

        self._does(n, both())

    @rule(n=who, of=who, back=st.integers(0, 200))
    def presses_what_was_once_shown(self, n, of, back):
        """An old button, or another's, on the newest message."""
        shown = self.place.stand_in.world.transcript.since(0, self.people[of].id)
        data = callback_data(shown)
        chat = [m for m in self.place.run(self.people[n].chat()) if m["from"]["is_bot"]]
        if data and chat:
            forged = {"data": data[-1 - back % len(data)], "message_id": chat[-1]["message_id"]}
            self._does(n, self.people[n].presses(**forged, forged=True))

    @rule(n=who)
    def reaches_for_anothers(self, n):
        """All that the other's own buttons would carry, with their ids of this moment."""
        person, other = self.people[n], self.people[1 - n].id
        ids = self.place.run(self.place.db.fetchrow(IDS, other))
        chat = [m for m in self.place.run(person.chat()) if m["from"]["is_bot"]]
        for forged in FORGED if chat else ():
            data = forged.format(**{key: value or 0 for key, value in ids.items()})
            message = chat[-1]["message_id"]
            self._does(n, person.presses(data=data, message_id=message, forged=True))

    @rule(n=who, data=st.sampled_from(GARBAGE))
    def presses_what_never_was(self, n, data):
        chat = [m for m in self.place.run(self.people[n].chat()) if m["from"]["is_bot"]]
        if chat:
            message = chat[-1]["message_id"]
            self._does(n, self.people[n].presses(data=data, message_id=message, forged=True))

    @rule(n=who, back=st.integers(0, 5), text=st.sampled_from(SETS) | typed)
    def edits(self, n, back, text):
        person = self.people[n]
        written = {m["message_id"]: m.get("text") for m in self.place.run(person.chat())}
        if said := self.said[person.id]:
            message = said[-1 - back % len(said)]
            if written.get(message) != text:  # an app does not send an edit of nothing
                self._does(n, person.edits(message, text, answered=False))

    @rule(back=st.integers(0, 10))
    def gets_it_twice(self, back):
        """Telegram hands an update over once more: no row changes, whoever's it is.

        A rest may end meanwhile, and goes; none begins.
        """
        if not self.updates:
            return
        before, rests = self._rows()
        self.place.run(self.place.desk.redelivers(self.updates[-1 - back % len(self.updates)]))
        after, rests_left = self._rows()
        assert after == before
        assert rests_left <= rests

    def _rows(self) -> tuple[dict[str, list[str]], set[str]]:
        """Read every row, and apart from them the rests, whether they ring just now or not."""
        rows = dict(self.place.run(self.place.house.rows()))
        return rows, {re.sub(r'"claimed_at": [^,}]*', "", row) for row in rows.pop("timers")}

    @rule(n=who)
    def looks_where_it_stands(self, n):
        """/startworkout shows the open workout as it is, or a way to one."""
        person, db = self.people[n], self.place.db
        before = "SELECT id, revision FROM workouts WHERE owner = $1 AND ended_at IS NULL"
        was = self.place.run(db.fetchrow(before, person.id))
        answer = self._does(n, person.says("/startworkout"))
        now = self.place.run(db.fetchrow(before, person.id))
        data = callback_data([{"message": message} for message in answer.messages])
        if was:
            assert now["id"] == was["id"]
        if now:
            states = {tuple(each.split(":")[2:4]) for each in data if each.startswith("workout:")}
            assert states == {(str(now["id"]), str(now["revision"]))}
        else:
            assert any(each.startswith(("new", "begin:", "choose:", "programs:")) for each in data)

    @invariant()
    def nothing_is_refused(self):
        """Telegram takes every call, but for buttons of messages that are gone."""
        transcript = self.place.stand_in.world.transcript
        calls = [each for each in transcript.since(self.cursor) if each["kind"] == "call"]
        self.cursor = transcript.cursor
        refused = [(call["method"], call["description"]) for call in calls if not call["ok"]]
        assert not [r for r in refused if not any(word in r[1] for word in (*HARMLESS, *GONE))]

    @invariant()
    def numbers_are_counts(self):
        """The numbers for the operator are what counting gives."""
        assert self.place.run(known(self.place.db)) == self.place.run(counted(self.place.db))

    @invariant()
    def one_workout_is_open(self):
        """Nobody trains twice at once, and nothing was set aside."""
        several = (
            "SELECT owner FROM workouts WHERE ended_at IS NULL GROUP BY owner HAVING count(*) > 1"
        )
        assert not self.place.run(self.place.db.fetch(several))
        assert not self.place.run(self.place.db.fetchval("SELECT count(*) FROM quarantine"))

    def teardown(self):
        for n in (0, 1):
            self.looks_where_it_stands(n)
        self.place.sets += self.place.run(self.place.db.fetchval("SELECT count(*) FROM sets"))
        # every step reads all rows: two thousand conversations would read them for hours
        self.place.run(self.place.db.execute("DELETE FROM people"))


def test_any_conversation(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    """No order of words, buttons, edits and replays breaks what must always hold."""
    run_state_machine_as_test(cast("Any", partial(Conversation, place)), settings=TALK)
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert not [error for error in errors if "not taken" not in error]
    assert place.sets > 0
