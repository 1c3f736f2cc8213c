"""Limits, names as they are written, lists that are long, and series that do not grow."""

import logging
import re

import pytest
import regex

from service import storage
from service.domain import names
from service.domain.limits import LIMITS
from service.domain.programs import Plan, one_day
from service.storage import Database
from service.telegram.transport import limits
from tests.telegram.talk import RU, begins, makes_program, said
from tests.waiting import until

MAX_PROGRAMS, MAX_EXERCISES = LIMITS["programs"].most, LIMITS["day_exercises"].most

FAMILY = "👩‍👩‍👧‍👦"


@pytest.fixture
async def database(house, database_url):
    opened = Database(database_url, "UTC")
    await opened.open()
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    "typed",
    [
        "80,5x5",
        "80.5х5",
        "80×5",
        "80*5",
        " 80 x 5 ",
        "80x5@8.5",
        "80x5 болит 💪🏽",
        "0x999",
    ],
)
async def test_sets_are_stored_as_they_were_typed(house, anna, typed):
    """Any way of writing a set is one record, and the card goes on."""
    await begins(anna)
    answer = await anna.says(typed)
    assert await house.value("SELECT count(*) FROM sets") == 1
    assert "2. ▶️" in answer.text
    if "💪" in typed:
        assert await house.value("SELECT note FROM sets") == "болит 💪🏽"
        assert "болит 💪🏽" in answer.text


async def test_the_heaviest_weight_is_asked_about(house, anna):
    """Also without a history; whoever means it stores it with one tap."""
    await begins(anna)
    await anna.says("1000x1")
    assert await house.value("SELECT count(*) FROM sets") == 0
    await anna.presses("1000 кг × 1")
    assert await house.value("SELECT weight_kg FROM sets") == 1000


REFUSED = {
    "not_understood": "80x|x5|x|80x5x|80x-5|NaNx5|infx5|1e309x5|1e3x5|0x1Fx5|80x5.5"
    "|99999999999999999999x5|٨٠x٥|８０x５|ерунда",
    "out_of_range": "-80x5|1001x5|80x1000|80x5@11|80x0|80.555x5|80x5x21",
    "limit": "Присед 80 кг 5 раз 20 подходов\nПрисед 80x5",
}


async def test_what_is_no_set_is_not_stored(house, anna):
    """A reaction each, a hint once in ten seconds, nothing stored, the same set asked for."""
    await begins(anna)
    before = await house.rows()
    hints = 0
    for reason, lines in REFUSED.items():
        for typed in lines.split("|"):
            answer = await anna.says(typed)
            assert answer.reaction == "🤔", typed
            hints += len(answer.messages)
            rows = await house.rows()
            assert {**rows, "people": []} == {**before, "people": []}, typed
        refusals = (await house.metrics())["bot_refusals_total"]
        assert refusals[reason,] == len(lines.split("|"))
    assert hints == 1
    assert "2. ▶️" in (await anna.says("80x5")).text


async def test_every_limit_of_a_program_is_told(house, anna, database):
    """Names, lines and programs have limits, and each refusal says which."""
    for name, key in (
        ("ж" * 65, "name-too-long"),
        ("x" * 4096, "name-too-long"),
        ("\u200b", "name-empty"),
    ):
        await anna.says("/newprogram")
        assert (await anna.says(name)).text == said(key, limit=64)
        assert await house.value("SELECT name FROM drafts") is None
    lines = "\n".join(f"Жим{n} 1x1" for n in range(MAX_EXERCISES))
    await anna.says(f"П\n{lines}")
    assert (await anna.says("Ещё 1x1")).text == said("too-many-exercises", limit=MAX_EXERCISES)
    async with database.transaction() as db:
        for n in range(MAX_PROGRAMS - 1):
            await storage.programs.add(db, anna.id, f"П{n}", one_day([Plan("Жим", 1)]))
    assert (await anna.presses(RU.plain("draft-button-save"))).text
    await anna.says("/newprogram П\nЖим 1x1")
    await anna.presses(RU.plain("draft-button-save"))
    assert anna.toast == said("too-many-programs", limit=MAX_PROGRAMS)
    assert await house.value("SELECT count(*) FROM programs") == MAX_PROGRAMS
    assert await house.value("SELECT count(*) FROM drafts") == 1


async def test_an_exercise_has_twenty_sets(house, anna):
    """Sets beyond the plan are welcome up to twenty, and then refused whole."""
    await begins(anna, "П\nЖим 1x1")
    await anna.says("80 кг 5 раз 20 подходов")
    refused = await anna.says("80x5")
    assert refused.text == said("too-many-sets", limit=20)
    assert await house.value("SELECT count(*) FROM sets") == 20


NAMES = (
    "<b>x</b>&\"'", '<a href="tg://user?id=1">', "*_[](`\\~|>#+-={}.!", "&amp;&lt;", "{ $name }",
    "שלום עולם", "مرحبا", "z\u0301\u0327\u0323", FAMILY * 40, "a\u0000b", "%s %(x)s {0}",
    "http://example.com", "@desk_bot", "/startworkout now", "1.5 2", "\u200fabc", "e\u0301",
    "ㄱㅏ", "<" * 64, "🇷🇺" * 64,
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
async def test_any_name_is_shown_as_it_is_written(house, anna, name):
    """In preview, list, card, workout and report: literally, never as markup."""
    meant = names.read(name)
    text = f"{name} \n{name} 1x1 5" if not name.startswith("/") else f"{name}\n{name} 1x1"
    await anna.says(f"/newprogram {text}")
    answers = [await anna.presses(RU.plain("draft-button-save"))]
    await anna.says("/programs")
    (program,) = await house.sql("SELECT id, name FROM programs")
    answers.append(await anna.presses(data=f"program:open:{program['id']}"))
    answers.append(await anna.presses(RU.plain("program-button-start")))
    if (await anna.says("5x5 n" + name[:90])).reaction == "🤔":  # a number in the note
        await anna.presses(data="answer:1:0")
    await anna.presses(RU.plain("workout-button-finish"))
    answers.append(await anna.says("/report"))
    assert program["name"] == meant
    shown = names.shorten(meant)
    assert meant in answers[0].text
    for answer in answers[1:]:
        assert shown in answer.text
        kinds = {entity["type"] for entity in answer.shown.get("entities", [])}
        assert not kinds & {"text_link", "text_mention", "underline", "strikethrough"}


LONG = ("ж" * 64, FAMILY * 46, "<&" * 32, "x\u0301" * 64, "𝔛" * 64)


@pytest.mark.parametrize("name", LONG)
async def test_the_longest_names_fit_everywhere(house, anna, name):
    """Thirty exercises of the longest names, each with sets: no message is too long."""
    rest = "".join(regex.findall(r"\X", name)[2:])
    lines = "\n".join(f"{n}{rest} 20x999 999.99" for n in range(10, 40))
    answers = [await anna.says("/newprogram")]
    for start in range(0, 30, 5):
        rows = lines.split("\n")[start : start + 5]
        answers.append(await anna.says("\n".join(rows if start else [name, *rows])))
    answers.append(await anna.presses(RU.plain("draft-button-save")))
    answers.append(await anna.presses(RU.plain("program-button-start")))
    answers += [await anna.says("999.99x50x20") for _ in range(30)]
    answers.append(await anna.presses(RU.plain("workout-button-finish")))
    answers += [await anna.says(command) for command in ("/report", "/programs", "/startworkout")]
    assert await house.value("SELECT count(*) FROM sets") == 600
    assert all(answer.shown["text"] for answer in answers)


async def test_long_lists_are_paged(house, anna, database):
    """Sixty programs, thirty exercises: pages, each thing on one of them, none too long."""
    await anna.says("/start")
    async with database.transaction() as db:
        for n in range(60):
            await storage.programs.add(db, anna.id, f"{n:02}" + "ж" * 62, one_day([Plan("Жим", 1)]))
        thirty = [Plan(f"{n:02}" + "ж" * 62, 1) for n in range(30)]
        await storage.programs.add(db, anna.id, "Большая", one_day(thirty))
    for opening, page in (("/programs", "programs:0:{}"), ("/startworkout", "choose:{}")):
        await anna.says(opening)
        seen = set()
        for n in range(8):
            shown = await anna.screen()
            if n:
                turned = {"data": page.format(n), "message_id": shown["message_id"]}
                shown = (await anna.presses(forged=True, **turned)).shown
            rows = shown["reply_markup"]["inline_keyboard"]
            prefix = "program:open" if opening == "/programs" else "begin"
            seen |= {
                button["callback_data"]
                for row in rows
                for button in row
                if button["callback_data"].startswith(prefix)
            }
        assert len(seen) == 61
    await anna.presses(data=f"begin:{await house.value('SELECT max(id) FROM programs')}",
                       forged=True, message_id=(await anna.screen())["message_id"])  # fmt: skip
    for _ in range(30):
        await anna.says("50x5")
    await anna.presses(RU.plain("workout-button-finish"))
    await anna.says("/report")
    first = await anna.screen()
    others = [(await anna.presses(RU.plain("button-next"))).shown for _ in range(2)]
    lines = [line for report in (first, *others) for line in report["text"].split("\n")]
    assert len({line for line in lines if "жж" in line}) == 30


async def test_no_series_and_no_words_for_what_people_do(house, anna, desk, caplog):
    """Made-up commands, names and people add no series; their words are in no metric and no log."""
    caplog.set_level(logging.DEBUG)
    await makes_program(anna)
    await anna.says("/made_up")
    await anna.says("canary")
    await until(
        house.metrics,
        "every task has measured once",
        lambda page: "bot_loop_lag_seconds" in page,
    )
    async with house.http.get(house.running.metrics) as answer:
        before = {line.split(" ")[0] for line in (await answer.text()).splitlines()}
    people = [await desk.person(f"Canary{n}", username=f"canary_{n}") for n in range(40)]
    await desk.together(
        *(anna.act("say", text=f"/canary_{n}") for n in range(200)),
        *(anna.act("say", text=f"/newprogram canary{n}\ncanary{n} 3x{n + 1}") for n in range(60)),
        *(person.act("say", text="canary") for person in people),
        *(person.act("say", text="/newprogram canary") for person in people),
    )
    await desk.idle(60)
    async with house.http.get(house.running.metrics) as answer:
        text = await answer.text()
    assert {line.split(" ")[0] for line in text.splitlines()} == before
    logged = "\n".join(record.getMessage() for record in caplog.records
                       if not record.name.startswith(("asyncio", "tests")))  # fmt: skip
    for word in ("canary", str(anna.id), str(people[0].id)):
        assert word not in text.lower()
        assert word not in logged.lower()


async def test_spam_is_logged(anna, house, monkeypatch, caplog):
    """Once, without who it is or what they wrote; the person is told, and it is counted."""
    monkeypatch.setattr(limits, "BURST", 2)
    monkeypatch.setattr(limits, "PER_SECOND", 0)
    answers = [await anna.says("canary") for _ in range(3)]
    assert "🐢" in answers[2].text
    await anna.says("canary", answered=False)
    assert caplog.text.count("Somebody sends faster than anybody can type") == 1
    assert not {"canary", str(anna.id), "Anna"} & set(re.findall(r"\w+", caplog.text))
    assert await house.metric("bot_refusals_total", "limit") >= 1
