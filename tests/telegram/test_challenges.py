"""A challenge of a group, from /challenge to the final table."""

import pytest

from service.telegram import menu
from tests.lifter import button_rows, words
from tests.telegram.talk import EN, RU, said
from tests.waiting import until

GYM = -100123


@pytest.fixture
async def gym(desk, anna, boris):
    """A supergroup of Anna, who logs sets, and Boris, whom the bot does not know; both kg."""
    await anna.says("/start")
    return await desk.group(GYM, "Зал", anna, boris)


@pytest.fixture
def chatter(house):
    """Telegram refuses to pin what a plain member sends."""
    house.expects_refusals = ("not enough rights",)


async def begins(person, measure="tonnage", days=7, t=RU):
    """Begin a challenge by its buttons; return its message."""
    asked = await person.says("/challenge@desk_bot", chat_id=GYM)
    number = asked.shown["message_id"]
    lift = "Жим лёжа" if measure == "maximum" else ""
    what = t.plain("challenge-measure", measure=measure, lift=lift)
    await person.presses(what, chat_id=GYM, message_id=number)
    chosen = said("challenge-days", t, days=days)
    shown = await _until_keyed(person, number, chosen)
    await person.presses(chosen, chat_id=GYM, message_id=shown["message_id"])
    return await _until_keyed(person, number, t.plain("challenge-button-join"))


async def _until_keyed(person, number, key):
    """Wait until a message has a key; an edit may be held for a second."""

    async def keyed():
        found = [m for m in await person.chat(GYM) if m["message_id"] == number]
        return found[0] if key in str(button_rows(found[0])) else None

    return await until(keyed, f"the key {key}")


async def joins(person, t=RU, key="join"):
    return await person.presses(t.plain(f"challenge-button-{key}"), chat_id=GYM)


async def due(house):
    """Let a minute pass for the tables."""
    await house.sql(
        "UPDATE challenges SET due_at = now(), edited_at = edited_at - interval '61 seconds'"
    )


async def table(person, chat=GYM):
    """Read the table as the group sees it."""
    tables = [m for m in await person.chat(chat) if words(m).startswith(("🏆", "🏁"))]
    assert len(tables) == 1, "one message in all"
    return words(tables[0])


async def shows(house, person, *, line, chat=GYM):
    """Wait until the table shows a line."""
    await due(house)
    seen: list[str] = []

    async def there():
        found = [m for m in await person.chat(chat) if words(m).startswith(("🏆", "🏁"))]
        seen[:] = [words(m) for m in found]
        return any(line in text for text in seen)

    await until(there, f"{line} in a table")
    return await table(person, chat)


async def test_a_challenge_by_buttons(house, desk, anna, boris, gym, chatter):
    """What, how long, join; what is logged in private counts; the table is one message."""
    shown = await begins(anna)
    assert words(shown).startswith("🏆 Тоннаж · до ")
    assert said("challenge-nobody") in words(shown)
    pressed = await joins(anna)
    assert pressed.toast == RU.plain("challenge-joined")
    await anna.says("Жим 80x5")
    await shows(house, anna, line="1. Anna — 400 кг")
    await boris.says("/start")
    await boris.says("Bench 100x5")
    await joins(boris, RU)
    seen = await shows(house, anna, line="1. Boris — 500 кг")
    assert "2. Anna — 400 кг" in seen
    assert seen.endswith("Здесь видны только имена и суммы.")


@pytest.mark.parametrize(
    ("measure", "line"),
    [("sets", "2 подхода"), ("workouts", "1 тренировка"), ("maximum", "93,3 кг")],
)
async def test_measures(house, anna, gym, chatter, measure, line):
    """Warm-ups never count; the estimated maximum is that of the chosen lift alone."""
    await begins(anna, measure)
    await joins(anna)
    await anna.says("Жим лёжа 80x5")
    await anna.says("Присед 200x5")
    await anna.says("w40x5")
    await shows(house, anna, line=f"1. Anna — {line}")


async def test_a_stranger_is_sent_to_the_private_chat(house, desk, anna, boris, gym, chatter):
    """A press leads there by a link; nothing of a stranger is stored, also when they choose."""
    await begins(anna)
    cursor = (await desk.transcript())[-1]["seq"]
    await joins(boris)
    (toast,) = [each for each in await desk.transcript(cursor) if each["kind"] == "toast"]
    assert toast["url"] == "https://t.me/desk_bot?start=join"
    assert toast["text"] == EN.plain("challenge-stranger")
    assert await house.value("SELECT count(*) FROM people") == 1
    assert (await boris.says("/start join")).text == said("challenge-hello", EN)
    assert (await joins(boris)).toast == EN.plain("challenge-joined")


async def test_leaving(house, anna, boris, gym, chatter):
    """Who leaves is out of the table; leaving twice says so; the language is one's own."""
    await begins(anna)
    await boris.says("/start")
    await joins(anna)
    await joins(boris)
    await shows(house, anna, line="Boris")
    assert (await joins(boris, key="leave")).toast == EN.plain("challenge-left")
    assert (await joins(boris, key="leave")).toast == EN.plain("challenge-outside")
    await due(house)
    await until(lambda: _lacks(anna, "Boris"), "a table without Boris")


async def _lacks(person, name):
    return name not in await table(person)


async def test_once_a_minute_and_only_if_it_changed(house, desk, anna, gym, chatter):
    """What is logged within the minute waits; a table that did not change is not edited."""
    await begins(anna)
    await joins(anna)
    await shows(house, anna, line="Anna — 0")
    cursor = (await desk.transcript())[-1]["seq"]
    for _ in range(3):
        await anna.says("Жим 80x5")
    assert await house.value("SELECT due_at > now() + interval '50 seconds' FROM challenges")
    await shows(house, anna, line="1 200 кг")
    for _ in range(2):
        await due(house)
        await until(lambda: house.value("SELECT due_at > now() FROM challenges"), "a count")
    edits = [call for call in await desk.calls("editMessageText", cursor=cursor)
             if call["chat_id"] == GYM]  # fmt: skip
    assert len(edits) == 1


async def test_the_end(house, anna, boris, gym, chatter):
    """The same message becomes the final table, and nothing of the challenge stays."""
    await begins(anna)
    await boris.says("/start")
    for person in (anna, boris):
        await joins(person)
    await boris.says("Bench 100x5")
    await house.sql("UPDATE challenges SET begins_at = now() - interval '1 hour', ends_at = now()")
    seen = await shows(house, anna, line="🥇 Boris — 500 кг")
    assert seen.startswith("🏁 Тоннаж · закончился ")
    assert "· Anna — 0" in seen
    (message,) = [m for m in await anna.chat(GYM) if words(m).startswith("🏁")]
    assert "reply_markup" not in message
    await until(lambda: house.value("SELECT count(*) = 0 FROM challenges"), "the end")
    assert await house.value("SELECT count(*) FROM challengers") == 0
    assert await house.metric("bot_challenges_total", "finished") == 1
    assert await house.metric("bot_challenges_total", "joined") == 2


async def test_nobody_trained(house, anna, gym, chatter):
    """The end is polite; a new one may begin."""
    await begins(anna, "sets")
    await joins(anna)
    await house.sql("UPDATE challenges SET begins_at = now() - interval '1 h', ends_at = now()")
    seen = await shows(house, anna, line="🏁")
    assert "Никто не тренировался" in seen
    await until(lambda: house.value("SELECT count(*) = 0 FROM challenges"), "the end")
    await house.sql("DELETE FROM group_answers")
    asked = await anna.says("/challenge@desk_bot", chat_id=GYM)
    assert asked.text == said("challenge-what")


async def test_what_lies_outside_does_not_count(house, anna, gym, chatter):
    """Neither before the first day nor after the last."""
    await anna.says("Жим 80x5")
    await house.sql("UPDATE sets SET logged_at = logged_at - interval '2 days'")
    await begins(anna)
    await joins(anna)
    await anna.says("Жим 60x5")
    await shows(house, anna, line="Anna — 300 кг")


async def test_it_is_pinned_where_that_is_allowed(house, desk, anna, gym):
    """Silently, by an administrator; the service message about it is no command."""
    await desk.together(anna.act("add_bot", chat_id=GYM, admin=True))
    await begins(anna)
    (pinned,) = (await desk.ask("GET", f"/chats/{GYM}"))["pinned"]
    assert pinned == await house.value("SELECT message FROM challenges")
    assert await house.value("SELECT count(*) FROM quarantine") == 0


async def test_one_goes_on(house, desk, anna, boris, gym, chatter):
    """/challenge brings its table down again; one that nobody joined gives way."""
    first = await begins(anna)
    await house.sql("DELETE FROM group_answers")
    other = await anna.says("/challenge@desk_bot", chat_id=GYM)
    assert other.text == said("challenge-what")
    await anna.presses(data=_data(other, 0), chat_id=GYM, message_id=other.shown["message_id"])
    await anna.presses(RU.plain("challenge-days", days=14), chat_id=GYM)
    stale = await anna.presses(
        RU.plain("challenge-button-join"), chat_id=GYM, message_id=first["message_id"]
    )
    assert stale.toast == RU.plain("challenge-gone")
    await anna.presses(RU.plain("challenge-button-join"), chat_id=GYM,
                       message_id=other.shown["message_id"])  # fmt: skip
    await house.sql("DELETE FROM group_answers")
    again = await anna.says("/challenge@desk_bot", chat_id=GYM)
    assert again.deleted == [other.shown["message_id"]]
    await until(
        lambda: house.value("SELECT message = $1 FROM challenges", again.shown["message_id"]),
        "the new place",
    )
    assert await house.value("SELECT count(*) FROM challengers") == 1
    await joins(anna, key="leave")


def _data(answer, n):
    return answer.shown["reply_markup"]["inline_keyboard"][0][n]["callback_data"]


async def test_a_group_becomes_a_supergroup(house, desk, anna, boris, chatter):
    """The table is sent to the supergroup, and goes on there."""
    await anna.says("/start")
    value = {"id": GYM, "title": "Зал", "members": [anna.id, boris.id], "type": "group"}
    await desk.ask("POST", "/groups", json=value)
    await begins(anna)
    await joins(anna)
    (done,) = await desk.together(anna.act("upgrade", chat_id=GYM))
    moved = done["moved_to"]
    await anna.says("Жим 80x5")
    await until(lambda: house.value("SELECT message IS NOT NULL AND chat = $1 FROM challenges",
                                    moved), "the table in its new place")  # fmt: skip
    await shows(house, anna, line="Anna — 400 кг", chat=moved)
    left = await anna.presses(RU.plain("challenge-button-leave"), chat_id=moved)
    assert left.toast == RU.plain("challenge-left")


async def test_the_bot_is_removed(house, desk, anna, gym, chatter):
    """The challenge ends with it, and the group may begin another one later."""
    await begins(anna)
    await joins(anna)
    await desk.together(anna.act("remove_bot", chat_id=GYM))
    await until(lambda: house.value("SELECT count(*) = 0 FROM challenges"), "the end")
    assert await house.metric("bot_challenges_total", "removed") == 1
    await desk.together(anna.act("add_bot", chat_id=GYM))
    await house.sql("DELETE FROM group_answers")
    await begins(anna)


async def test_a_removal_that_nobody_told_of(house, stand_in, anna, gym, chatter):
    """Telegram refuses the edit: the challenge ends."""
    house.expects_refusals = ("not enough rights", "bot was kicked")
    await begins(anna)
    await joins(anna)
    stand_in.world.groups[GYM].bot = "kicked"
    await due(house)
    await until(lambda: house.value("SELECT count(*) = 0 FROM challenges"), "the end")


async def test_names_are_only_names(house, desk, anna, gym, chatter):
    """Markup is shown as it is written, long names are cut, invisible ones replaced."""
    await begins(anna)
    rude = await desk.person("<b>Жирный</b> & Ко", last_name="с очень длинной фамилией")
    blank = await desk.person("\u2800")
    group = {"id": GYM, "title": "Зал", "members": [anna.id, rude.id, blank.id]}
    await desk.ask("POST", "/groups", json=group)
    for person in (rude, blank):
        await person.says("/start")
        await joins(person)
    seen = await shows(house, anna, line="· ? — 0")
    assert "· <b>Жирный</b> & Ко с оч… — 0" in seen


async def test_limits(house, desk, anna, boris, gym, chatter):
    """Fifty people in a challenge, ten challenges of one person."""
    await begins(anna)
    await house.sql(
        """
        WITH many AS (INSERT INTO people (id, language) SELECT n, 'ru' FROM generate_series(1, 50) n
                      RETURNING id)
        INSERT INTO challengers SELECT many.id, challenges.id, 'X' FROM many, challenges
        """
    )
    assert (await joins(anna)).toast == said("challenge-full", limit=50)
    await house.sql("DELETE FROM challengers WHERE owner = 1")
    await house.sql(
        """
        WITH many AS (
            INSERT INTO challenges (chat, measure, language, unit, last_day, begins_at, ends_at,
                                    due_at)
            SELECT n, 'sets', 'ru', 'kg', '2030-01-01', now(), now() + interval '7 days',
                   now() + interval '1 hour'
            FROM generate_series(1, 10) n RETURNING id
        )
        INSERT INTO challengers SELECT $1, id, 'X' FROM many
        """,
        anna.id,
    )
    assert (await joins(anna)).toast == said("challenge-too-many", limit=10)


async def test_everything_of_somebody_who_goes(house, anna, boris, gym, chatter):
    """/deleteall takes them out of the table."""
    await begins(anna)
    await boris.says("/start")
    for person in (anna, boris):
        await joins(person)
    await shows(house, anna, line="Boris")
    await boris.says("/deleteall")
    await boris.presses(EN.plain("deleteall-button"))
    await due(house)
    await until(lambda: _lacks(anna, "Boris"), "a table without Boris")
    assert await house.value("SELECT count(*) FROM challengers") == 1


async def test_everything_twice(house, desk, anna, boris, gym, chatter):
    """Telegram delivers all of it again: nobody joins twice or comes back, one table stays."""
    await begins(anna)
    await boris.says("/start")
    await joins(anna)
    await joins(boris)
    await joins(boris, key="leave")
    before = await house.sql("SELECT owner FROM challengers")
    assert [row[0] for row in before] == [anna.id]
    await desk.redelivers()
    assert await house.sql("SELECT owner FROM challengers") == before
    assert await house.value("SELECT count(*) FROM challenges") == 1
    for event, times in (("begun", 1), ("joined", 2), ("left", 1)):
        assert await house.metric("bot_challenges_total", event) == times


async def test_a_challenge_in_private_leads_to_a_group(house, anna):
    """With a link that adds the bot; pressed keys of another chat do nothing."""
    answer = await anna.says("/challenge")
    link = "https://t.me/desk_bot?startgroup=challenge"
    assert answer.text == said("challenge-private", link=link)
    urls = [entity.get("url") for entity in answer.shown["entities"]]
    assert link in urls


async def test_a_link_that_adds_the_bot(anna, gym):
    """What it sends in the group begins a challenge."""
    answer = await anna.says("/start@desk_bot challenge", chat_id=GYM)
    assert answer.text == said("challenge-what")


async def test_the_menu_of_groups(house, stand_in):
    """Only what makes sense there, in both languages."""
    from service.local.telegram.profile import commands_for  # noqa: PLC0415 - only here

    for language, t in (("ru", RU), ("en", EN)):
        shown = commands_for(stand_in.world, GYM, language)
        assert [each["command"] for each in shown] == [*menu.GROUP]
        assert shown[0]["description"] == t.plain("command-challenge")


async def test_commands_in_a_group(house, desk, anna, gym):
    """The first private one of a day gets one line, later ones silence; /help once a minute."""
    answer = await anna.says("/go@desk_bot", chat_id=GYM)
    assert answer.texts == [said("group-private", link="https://t.me/desk_bot")]
    answer = await anna.says("/status@desk_bot", chat_id=GYM)
    assert answer.text.startswith("🟢")
    assert "reply_markup" not in answer.shown
    answer = await anna.says("/help@desk_bot", chat_id=GYM)
    assert answer.texts == [said("group-help", link="https://t.me/desk_bot")]
    before = len(await anna.chat(GYM))
    for command in ("/go", "/start", "/help", "/report"):
        await anna.says(f"{command}@desk_bot", chat_id=GYM, answered=False)
    await desk.idle()
    assert len(await anna.chat(GYM)) == before + 4


async def test_forged_buttons(house, desk, anna, boris, gym, chatter):
    """A challenge is joined only in its own chat, and begun only by what the bot offers."""
    await begins(anna)
    number = await house.value("SELECT id FROM challenges")
    other = await desk.group(-100777, "Другой", anna)
    sent = await anna.says("/challenge@desk_bot", chat_id=other)
    where = {"message_id": sent.shown["message_id"], "chat_id": other, "forged": True}
    assert (await anna.presses(data=f"join:{number}:0", **where)).toast == RU.plain(
        "challenge-gone"
    )
    for data in ("challenge:tonnage::5", "challenge:gold::7", "join:x:0", "challenge:maximum::7"):
        await anna.presses(data=data, **where)
    assert await house.value("SELECT count(*) FROM challenges") == 1
    assert await house.value("SELECT count(*) FROM challengers") == 0
    assert await house.value("SELECT count(*) FROM quarantine") == 0
