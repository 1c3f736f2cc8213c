"""What one person may send and store, through the whole bot: each limit, and the attack."""

import re
import time
from dataclasses import replace

import pytest

from instrumentation import process
from service.domain import reports
from service.domain.limits import LIMITS
from service.domain.notation import numbers
from service.telegram import errors
from tests.telegram.talk import EN, RU, begins, does, makes_program, said
from tests.waiting import until

LEFT = ("people", "timers")
"""Tables in which a refusal may leave something: the message that was not read."""


@pytest.fixture
def at_most(monkeypatch):
    """Set limits low; every refusal is said in words."""
    monkeypatch.setattr(errors, "HINT_SECONDS", 0)

    def set_(**limits):
        for kind, most in limits.items():
            monkeypatch.setitem(LIMITS, kind, replace(LIMITS[kind], most=most))

    return set_


async def refuses(house, person, kind, act, t=RU):
    """Do what is too much: it is refused in words, counted, and changes nothing."""
    limit = LIMITS[kind]
    before, counted = await house.rows(), await house.metrics()
    answer = await act()
    assert said(limit.text, t, limit=limit.most) in (answer.toast, *answer.texts)
    after = await house.rows()
    assert {**after, **dict.fromkeys(LEFT)} == {**before, **dict.fromkeys(LEFT)}
    refused = (await house.metrics())["bot_refusals_total"][limit.reason,]
    assert refused == counted["bot_refusals_total"][limit.reason,] + 1


async def lines(house, anna, at_most):
    """Too many lines are refused typed, for a day before, and edited."""
    at_most(lines=3)
    three = "Жим 61x1\n62x2\n63x3"
    await anna.says(three)
    for text in (f"{three}\n64x4", f"вчера {three}\n64x4"):
        await refuses(house, anna, "lines", lambda text=text: anna.says(text))
    message = next(m["message_id"] for m in await anna.chat() if m.get("text") == three)
    await refuses(house, anna, "lines", lambda: anna.edits(message, f"{three}\n64x4"))


async def exercises(house, anna, at_most):
    """A new exercise is refused, in a set and in a program; those that are there go on."""
    at_most(exercises=2)
    await anna.says("Жим 60x1\nТяга 60x1")
    await refuses(house, anna, "exercises", lambda: anna.says("Бицепс 15x1"))
    await anna.says("Жим 62x2")
    await anna.says("/newprogram П\nПланка 1x60с")
    await refuses(house, anna, "exercises", lambda: anna.presses(RU.plain("draft-button-save")))
    assert await house.value("SELECT count(*) FROM sets") == 3


async def programs(house, anna, at_most):
    """One program more is refused, and its draft stays."""
    at_most(programs=1)
    await makes_program(anna)
    await anna.says("/newprogram П\nЖим 1x1")
    await refuses(house, anna, "programs", lambda: anna.presses(RU.plain("draft-button-save")))


async def draft(house, anna, at_most):
    """A program too long to keep is refused whole, or what would make it so is."""
    at_most(draft=100)
    await refuses(house, anna, "draft", lambda: anna.says(f"/newprogram П\n{'ж' * 101}"))
    await anna.says(f"/newprogram П\n{'ж' * 60} 1x1")
    await refuses(house, anna, "draft", lambda: anna.says(f"{'ш' * 60} 1x1"))


async def workouts(house, anna, at_most):
    """One workout more is refused, by a program and by none; a day before has its own."""
    await makes_program(anna)
    at_most(workouts=2)
    for _ in range(2):
        await anna.says("Жим 60x1")
        await does(anna, "finish")
    await refuses(house, anna, "workouts", lambda: anna.says("Жим 60x1"))
    await refuses(house, anna, "workouts", lambda: anna.says("/startworkout"))
    assert (await anna.says("вчера Жим 60x1")).reaction == "👍"


async def sets(house, anna, at_most):
    """Sets past the limit are refused typed, pressed, edited, and for a day before."""
    at_most(sets=5)
    await anna.says("Жим 60x1x4")
    typed = next(m["message_id"] for m in await anna.chat() if m.get("text") == "Жим 60x1x4")
    await refuses(house, anna, "sets", lambda: anna.says("60x1x2"))
    await refuses(house, anna, "sets", lambda: anna.edits(typed, "Жим 60x1x6"))
    await anna.says("60x1")
    card = await anna.screen()
    rows = card["reply_markup"]["inline_keyboard"]
    log = next(b["callback_data"] for row in rows for b in row if ":log:" in b["callback_data"])
    await refuses(house, anna, "sets", lambda: anna.presses(data=log))
    await anna.says("вчера Жим 60x1x5")
    await refuses(house, anna, "sets", lambda: anna.says("вчера Тяга 60x1"))
    assert await house.value("SELECT count(*) FROM sets") == 10


async def skips(house, anna, at_most):
    """One more skip is refused."""
    at_most(skips=1)
    await begins(anna)
    await does(anna, "skip")
    await refuses(house, anna, "skips", lambda: anna.presses(RU.plain("workout-button-skip")))


async def program_lines(house, anna, at_most):
    """A longer program is refused."""
    at_most(program_lines=2)
    text = "/newprogram П\nЖим 1x1\nТяга 1x1\nПланка 1x1"
    await refuses(house, anna, "program_lines", lambda: anna.says(text))


async def program_days(house, anna, at_most):
    """One day more is refused."""
    at_most(program_days=1)
    text = "/newprogram П\nДень 1\nЖим 1x1\nДень 2\nТяга 1x1"
    await refuses(house, anna, "program_days", lambda: anna.says(text))


async def day_exercises(house, anna, at_most):
    """One exercise more on a day is refused."""
    at_most(day_exercises=1)
    text = "/newprogram П\nЖим 1x1\nТяга 1x1"
    await refuses(house, anna, "day_exercises", lambda: anna.says(text))


async def workout_exercises(house, anna, at_most):
    """One exercise more in a workout is refused, named or swapped for another."""
    at_most(workout_exercises=2)
    await anna.says("Жим 60x1\nТяга 60x1")
    await refuses(house, anna, "workout_exercises", lambda: anna.says("Бицепс 15x1"))
    await does(anna, "list")
    await does(anna, "swap")
    await refuses(house, anna, "workout_exercises", lambda: anna.says("Планка"))


async def questions(house, anna, at_most):
    """One more message that would wait for an answer is refused."""
    at_most(questions=1)
    await anna.says("Жим 5 x 100 кг")
    await refuses(house, anna, "questions", lambda: anna.says("Тяга 5 x 100 кг"))
    await anna.presses("100 кг × 5")
    assert (await anna.says("Тяга 5 x 100 кг")).reaction == "🤔"


async def removed(house, anna, at_most):
    """More sets than the limit are not removed; those removed can still be put back."""
    at_most(removed=1)
    await anna.says("Жим 61x1x3")
    await does(anna, "finish")
    workout, revision = await house.value("SELECT (id, revision) FROM workouts")
    await anna.presses(data=f"past:cut:{workout}:{revision}:103", forged=True)
    again = f"past:cut:{workout}:{revision + 1}:102"
    await refuses(house, anna, "removed", lambda: anna.presses(data=again, forged=True))


async def shares(house, anna, at_most):
    """One more link is refused."""
    at_most(shares=1)
    await anna.says("Жим 61x1")
    await does(anna, "finish")
    await anna.presses(RU.plain("share-button"))
    workout = await house.value("SELECT id FROM workouts")
    more = f"share:new:workout:{workout}"
    await refuses(house, anna, "shares", lambda: anna.presses(data=more, forged=True))


async def imports(house, anna, at_most):
    """One more file on the same day is refused."""
    at_most(imports=1)
    await anna.uploads("first.csv", b"no log")
    gone = said("import-unreadable-unknown")
    await until(anna.chat, gone, lambda chat: chat[-1]["text"] == gone)
    await refuses(house, anna, "imports", lambda: anna.uploads("second.csv", b"no log"))


async def challenges(house, anna, at_most):
    """One more challenge is not joined."""
    at_most(challenges=1)
    for n, chat in enumerate((-100123, -100124)):
        await anna.desk.group(chat, "Зал", anna)
        await house.sql(
            "INSERT INTO challenges (chat, message, measure, language, unit, last_day, begins_at,"
            " ends_at, due_at) VALUES ($1, 1, 'sets', 'ru', 'kg', '2030-01-01', now(),"
            " now() + interval '7 days', now() + interval '1 hour')",
            chat,
        )
        asked = await anna.says("/help@desk_bot", chat_id=chat)
        where = {"chat_id": chat, "message_id": asked.shown["message_id"], "forged": True}
        data = f"join:{await house.value('SELECT max(id) FROM challenges')}:0"
        if n == 0:
            await anna.presses(data=data, **where)
    await refuses(house, anna, "challenges", lambda: anna.presses(data=data, **where))


SCENES = (
    challenges,
    lines,
    exercises,
    programs,
    draft,
    workouts,
    sets,
    skips,
    program_lines,
    program_days,
    day_exercises,
    workout_exercises,
    questions,
    removed,
    imports,
    shares,
)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_a_limit_holds(house, anna, at_most, scene):
    """What is too much is refused politely and counted; what was there stays."""
    await anna.says("/start")
    await scene(house, anna, at_most)


def test_every_limit_is_proven():
    """Each limit has a scene above."""
    assert {scene.__name__ for scene in SCENES} == LIMITS.keys()


async def test_a_limit_is_told_in_english(house, boris, at_most):
    """Whoever speaks English is refused in English."""
    await boris.says("/start")
    at_most(lines=1)
    await refuses(house, boris, "lines", lambda: boris.says("Squat 1x1\n2x2"), EN)


async def test_the_disk_is_not_filled(house, anna, boris, at_most):
    """The attack in small: sets with long notes, message after message, each workout ended."""
    at_most(sets=100, workouts=3)
    note = "ж" * 200
    for n in range(6):
        text = "\n".join(f"q{'abcdefgh'[n]}{'abcdefgh'[line]}z 1x1x10 {note}" for line in range(5))
        answer = await anna.says(text)
        if answer.reaction == "👍":
            await does(anna, "finish")
    assert await house.value("SELECT count(*) FROM sets WHERE owner = $1", anna.id) == 100
    assert await house.value("SELECT count(*) FROM workouts WHERE owner = $1", anna.id) == 2
    assert (await boris.says("Squat 80x5")).reaction == "👍"


async def test_limits_come_before_the_work(house, anna, at_most, monkeypatch):
    """Of a message with too many lines none is parsed, and no exercise is looked up."""
    at_most(lines=100)
    await anna.says("Жим 60x1")
    first = next(m["message_id"] for m in await anna.chat() if m.get("text") == "Жим 60x1")
    parsed: list[str] = []
    monkeypatch.setattr(numbers, "scan", parsed.append)
    text = "\n".join(["Жим 60x1"] * 101)
    await refuses(house, anna, "lines", lambda: anna.says(text))
    await refuses(house, anna, "lines", lambda: anna.edits(first, text))
    await does(anna, "undo")
    await does(anna, "finish")
    await refuses(house, anna, "lines", lambda: anna.says(text))
    assert not parsed


async def test_a_stall_names_its_handler(house, anna, monkeypatch, caplog):
    """A handler that holds the event loop is logged and counted, and nobody else is."""
    monkeypatch.setattr(process, "STALL_SECONDS", 0.2)
    since = reports.since

    def slow(*given):
        time.sleep(0.3)
        return since(*given)

    monkeypatch.setattr(reports, "since", slow)
    await anna.says("/report")
    assert re.search(r"The event loop was held for [0-9.]+ s by reports\.report\n", caplog.text)
    assert await house.metric("bot_loop_stalls_total", "reports.report") == 1
