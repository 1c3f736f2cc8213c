"""Inline mode: one's programs and workouts in any chat, nobody else's, and without waiting."""

import random
from contextlib import asynccontextmanager
from time import perf_counter

import asyncpg
import pytest

from service.telegram.transport import inlines
from tests.telegram.talk import EN, RU, begins, does, logs, makes_program, said
from tests.telegram.test_sharing import TWO_DAYS, has_program, opens, presses, shares
from tests.waiting import until

HIS = "Strength\nSecret squat 2x5 60\nBench press 1x8"


def titles(answer):
    return [one["title"] for one in answer["results"]]


def token_of(message):
    """Return the token of the Take button under a message."""
    ((button,),) = message["reply_markup"]["inline_keyboard"]
    return button["url"].partition("?start=")[2]


async def call(desk):
    """Return the parameters of the last answer."""
    return (await desk.calls("answerInlineQuery"))[-1]["params"]


async def test_a_program_is_sent_to_a_group_and_taken(house, desk, anna, boris):
    """The message has it without weights, and a button whose link works once it was chosen."""
    await makes_program(anna, TWO_DAYS)
    group = await desk.group(-1001, "Зал", anna, boris)
    answer = await anna.asks(chat_id=group)
    assert titles(answer) == ["Фулбоди"]
    assert answer["results"][0]["description"].startswith("Программа · 2 дня · 3 упражнения")
    assert await house.value("SELECT count(*) FROM shares") == 0  # a query only reads
    message = await anna.chooses(answer, chat_id=group)
    assert message["via_bot"]["username"] == "desk_bot"
    assert message["text"].startswith("Фулбоди\n\nДень A\n1. Присед — 2×5, +2,5")
    assert not any(word in message["text"] for word in ("60", "40", "пауза", "Anna"))
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Взять · Take"
    await opens(boris, token_of(message))
    await presses(boris, "take", EN)
    assert await house.value("SELECT taken FROM shares") == 1
    assert await house.metric("bot_inline_queries_total", "answered") == 1
    assert await house.metric("bot_inline_choices_total", "program") == 1
    assert await house.metric("bot_shares_total", "created", "program") == 1


async def test_what_is_not_chosen_has_no_link(house, anna, boris):
    """The token of an offer alone opens nothing."""
    await makes_program(anna, TWO_DAYS)
    answer = await anna.asks()
    token = answer["results"][0]["id"].partition(".")[2]
    assert (await opens(boris, token)).text == said("share-gone", EN)


async def test_it_is_for_the_asker_only(house, desk, anna):
    """Telegram may repeat the answer to nobody else, and not for long."""
    await makes_program(anna, TWO_DAYS)
    await anna.asks()
    params = await call(desk)
    assert params["is_personal"] is True
    assert params["cache_time"] == inlines.CACHE_SECONDS <= 60
    calls = len(await desk.calls("answerInlineQuery"))
    assert titles(await anna.asks()) == ["Фулбоди"]  # repeated by Telegram
    assert len(await desk.calls("answerInlineQuery")) == calls


async def test_pages_and_the_filter(house, anna):
    """Programs come first, then workouts, the newest first; the query is a part of the name."""
    await anna.says("/start")
    await begins(anna, "Верх\nЖим 1x5 60")
    await logs(anna)
    await does(anna, "finish")
    await house.sql(
        "INSERT INTO programs (owner, name, created_at)"
        " SELECT $1, 'П' || n, now() + n * interval '1 s' FROM generate_series(1, 11) n",
        anna.id,
    )
    first = await anna.asks()
    assert titles(first) == [f"П{n}" for n in range(11, 1, -1)]
    second = await anna.asks(offset=first["next_offset"])
    assert titles(second) == ["П1", "Верх", "Верх"]
    assert second["next_offset"] == ""
    assert second["results"][2]["description"].startswith("Тренировка · 1 упражнение")
    assert titles(await anna.asks("ВЕР")) == ["Верх", "Верх"]
    assert titles(await anna.asks("%")) == []
    for offset in ("-1", "x", "9" * 60):
        assert titles(await anna.asks(offset=offset)) == titles(first)


async def test_a_workout_is_sent(house, anna, boris):
    """Without its weights, notes and day."""
    await anna.says("Жим лёжа 80x5 тяжело")
    await does(anna, "finish")
    message = await anna.chooses(await anna.asks())
    assert "Жим лёжа — 1×5" in message["text"]
    assert "80" not in message["text"]
    assert "тяжело" not in message["text"]
    assert "1. Bench press — 1×5" in (await opens(boris, token_of(message))).text


async def test_from_the_share_screen(house, anna, boris):
    """The button types the link's token: what is sent shows what was chosen there."""
    await has_program(anna)
    answer, token = await shares(anna)
    (send, *_), *_ = answer.shown["reply_markup"]["inline_keyboard"]
    assert send["switch_inline_query_chosen_chat"]["query"] == token
    await presses(anna, "weights", shown="no")
    message = await anna.chooses(await anna.asks(token))
    assert "60 кг" in message["text"]
    assert token_of(message) == token
    assert titles(await boris.asks(token)) == []
    assert await house.metric("bot_inline_choices_total", "link") == 1


async def test_nothing_to_offer_yet(anna):
    """Somebody whom the bot knows is not told to write to it first."""
    await anna.says("/start")
    answer = await anna.asks()
    assert answer["results"] == []
    assert answer["button"]["text"] == RU.plain("inline-empty")


async def test_a_stranger_is_led_to_the_private_chat(desk, anna):
    """Somebody who never wrote to the bot has nothing to offer, and is not stored."""
    answer = await anna.asks()
    assert answer["results"] == []
    assert answer["button"]["text"] == RU.plain("inline-hint")
    start = await anna.says(f"/start {answer['button']['start_parameter']}")
    assert start.text == said("welcome")


async def test_a_query_stores_nothing(house, anna):
    """No row of any table changes, not even that of the person."""
    await makes_program(anna, TWO_DAYS)
    before = await house.rows()
    await anna.asks()
    await anna.asks("фул")
    assert await house.rows() == before
    assert await house.value("SELECT count(*) FROM shares") == 0


async def test_what_is_sent_to_the_bot_itself_is_ignored(house, anna):
    """It is neither a draft nor sets."""
    await makes_program(anna, TWO_DAYS)
    count = len(await anna.chat())
    await anna.chooses(await anna.asks())
    assert len(await anna.chat()) == count + 1
    assert await house.value("SELECT count(*) FROM drafts") == 0


async def test_a_choice_told_twice_counts_once(house, desk, anna):
    await makes_program(anna, TWO_DAYS)
    await anna.chooses(await anna.asks())
    await desk.redelivers()
    assert await house.value("SELECT count(*) FROM shares") == 1
    assert await house.metric("bot_inline_choices_total", "program") == 1


async def test_the_oldest_link_makes_room(house, anna, boris):
    """A choice is never refused: what was sent must work."""
    await makes_program(anna, TWO_DAYS)
    await house.sql(
        "INSERT INTO shares (owner, token_hash, program, created_at)"
        " SELECT owner, sha256(n::text::bytea), id, now() - n * interval '1 hour'"
        " FROM programs, generate_series(1, 100) n"
    )
    message = await anna.chooses(await anna.asks())
    assert await house.value("SELECT count(*) FROM shares") == 100
    assert "Squat" in (await opens(boris, token_of(message))).text


@asynccontextmanager
async def held(dsn, person):
    """Hold the lock that a person's workout waits for."""
    connection = await asyncpg.connect(dsn)
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", person)
        yield
    await connection.close()


async def test_it_never_waits_behind_a_workout(house, desk, anna, database_url):
    """While a set of the same person waits for its turn, the query is answered."""
    await begins(anna, "Верх\nЖим 3x5 60")
    async with held(database_url, anna.id):
        await desk.together(anna.act("say", text="60x5"))
        began = perf_counter()
        assert titles(await anna.asks()) == ["Верх"]
        took = perf_counter() - began
        assert await house.value("SELECT count(*) FROM sets") == 0
    assert took < inlines.READ_SECONDS
    await desk.idle()
    assert await house.value("SELECT count(*) FROM sets") == 1


async def test_a_flood_holds_up_no_workout(house, desk, anna, boris):
    """Only the newest query of a person is answered, and others' sets are stored meanwhile."""
    await makes_program(anna, TWO_DAYS)
    await begins(boris, HIS, EN)
    await desk.together(*(anna.act("ask", query=f"q{n}") for n in range(60)))
    await logs(boris)
    assert await house.value("SELECT count(*) FROM sets") == 1

    async def answered():
        return sum((await house.metrics())["bot_inline_queries_total"].values())

    await until(answered, "all are counted", lambda n: n == 60)
    counted = (await house.metrics())["bot_inline_queries_total"]
    assert counted["superseded",] > 0
    assert counted["answered",] > 0


WORDS = (
    "",
    "secret",
    "Strength",
    "фул",
    "squat",
    "1",
    "p1",
    "w1",
    "%",
    "_",
    "'",
    "\\",
    "\n",
    "А" * 22,
)


def typed(dice):
    """Return a random query: a word, letters of any script, or something like a token."""
    if dice.random() < 0.4:
        return dice.choice(WORDS)
    letters = dice.choice(("abcdeSTRaи", "0123456789", "-_AZaz09", "\u202e\U0001f600%'\"\\;"))
    return "".join(dice.choice(letters) for _ in range(dice.choice((1, 3, 22, 256))))


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.slow)])
@pytest.mark.timeout(1200)
async def test_random_queries_show_nothing_of_another(house, desk, anna, boris, count):
    """Whatever is typed, also the other's own token, only the asker's things come."""
    await makes_program(anna, TWO_DAYS)
    await boris.says("/start")
    await makes_program(boris, HIS, EN)
    await boris.says("/programs")
    await boris.presses("Strength")
    _, token = await shares(boris, EN)
    numbers = await house.sql("SELECT id FROM programs WHERE owner = $1", anna.id)
    dice = random.Random(22)
    for n in range(count):
        query = token if n % 50 == 0 else typed(dice)
        answer = await anna.asks(query, dice.choice(("", "", "0", "1", "10", "-1", "99999")))
        for one in answer["results"]:
            assert one["title"] == "Фулбоди", query
            assert "ecret" not in str(one), query
            assert int(one["id"].partition(".")[0][1:]) in [row[0] for row in numbers]


async def test_an_offer_shows_what_its_link_does(house, anna, boris):
    """Programs and workouts are read together for a page, and one by one for a link."""
    days = "День A\nA1 Жим лёжа 3x8 40\nA2 Тяга в наклоне 3x8 50\nДень B\nПланка 2x60с"
    await makes_program(anna, f"Круг\n{days}")
    await anna.says("/go")
    await logs(anna)
    await logs(anna)
    await does(anna, "finish")
    answer = await anna.asks()
    assert len(answer["results"]) == 2
    await boris.says("/start")
    await house.sql("UPDATE people SET language = 'ru'")
    for nth in range(2):
        message = await anna.chooses(answer, nth)
        preview = await opens(boris, token_of(message))
        assert preview.text.startswith(message["text"]), nth
