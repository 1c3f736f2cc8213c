"""A correction that makes a record says so, and the summary in the chat is drawn again."""

import pytest

from service import texts
from tests.lifter import words
from tests.telegram.talk import EN, RU, said
from tests.telegram.test_history import dated, trains
from tests.telegram.test_past import BUTTON, shows
from tests.waiting import until

LIFT = {"ru": "Жим лёжа", "en": "Bench press"}
BOTH = pytest.mark.parametrize("language", ["ru", "en"])


@pytest.fixture
async def lifter(house, desk, language):
    """Somebody who trained four weeks ago: 80 × 5 and 75 × 8."""
    person = await desk.person("Lifter", language=language)
    await trains(person, f"{LIFT[language]} 80x5\n75x8", t=texts.of(language))
    await dated(house, 1, await house.value("SELECT now() - interval '4 weeks'"))
    return person


def lines(text):
    return [line for line in text.split("\n") if "🏆" in line]


async def summary(person, shows):
    """Wait until the summary of the last workout shows something, and return it."""

    async def last():
        found = [words(m) for m in await person.chat() if words(m).startswith("🏁")]
        return found[-1]

    return await until(last, f"the summary shows {shows}", lambda text: shows in text)


@BOTH
async def test_a_correction_on_the_card_announces_its_record(lifter, language):
    """In a line of the card, once; a correction without a record has none."""
    t = texts.of(language)
    await lifter.says(f"{LIFT[language]} 70x5")
    await lifter.presses(t.plain("workout-button-list"))
    await lifter.presses(t.plain("workout-button-sets"))
    await lifter.presses(data=await data_of(lifter, ":fix:"))
    shown = await lifter.says("85x5")
    assert shown.reaction == "🏆"
    (line,) = lines(shown.text)
    assert LIFT[language] in line
    assert "85 × 5 (+5" in line
    await lifter.presses(t.plain("workout-button-list"))
    await lifter.presses(t.plain("workout-button-sets"))
    await lifter.presses(data=await data_of(lifter, ":fix:"))
    shown = await lifter.says("85x5@9")
    assert (shown.reaction, lines(shown.text)) == ("✍", [])


async def data_of(person, part):
    rows = (await person.screen())["reply_markup"]["inline_keyboard"]
    return next(b["callback_data"] for row in rows for b in row if part in b["callback_data"])


@BOTH
async def test_an_edited_message_announces_its_record(lifter, language):
    """The reaction and the card say so; back to what it was, it is a correction only."""
    await lifter.says(f"{LIFT[language]} 70x5")
    (message,) = [m["message_id"] for m in await lifter.chat() if "70x5" in words(m)]
    shown = await lifter.edits(message, f"{LIFT[language]} 85x5")
    assert (shown.reaction, len(lines(shown.text))) == ("🏆", 1)
    shown = await lifter.edits(message, f"{LIFT[language]} 70x5")
    assert (shown.reaction, lines(shown.text)) == ("✍", [])


@BOTH
async def test_a_correction_in_the_history_announces_its_record(house, lifter, language):
    """One line, and the summary says the same; taking it back takes the record back."""
    t = texts.of(language)
    await trains(lifter, f"{LIFT[language]} 70x5", t=t)
    assert not lines(await summary(lifter, "70 × 5"))
    await shows(house, lifter, await house.value("SELECT max(id) FROM workouts"))
    for typed, reaction, count in (("85x5", "🏆", 1), ("60x5", "✍", 0)):
        await lifter.presses(t.plain("past-button-fix"))
        await lifter.presses(data=await data_of(lifter, "past:set:"))
        shown = await lifter.says(typed)
        assert (shown.reaction, len(lines(shown.first))) == (reaction, count)
        drawn = await summary(lifter, f"{typed[:2]} × 5")
        assert len(lines(drawn)) == count


@BOTH
async def test_an_added_set_announces_its_record(house, lifter, language):
    """Likewise."""
    t = texts.of(language)
    await trains(lifter, f"{LIFT[language]} 70x5", t=t)
    await shows(house, lifter, await house.value("SELECT max(id) FROM workouts"))
    await lifter.presses(t.plain("past-button-add"))
    shown = await lifter.says("85x5")
    assert (shown.reaction, len(lines(shown.first))) == ("🏆", 1)
    drawn = await summary(lifter, "70 × 5, 85 × 5")
    assert len(lines(drawn)) == 1


@BOTH
async def test_the_first_workout_has_no_records(house, lifter, language):
    """Its corrections make no noise either."""
    t = texts.of(language)
    await shows(house, lifter, 1)
    await lifter.presses(t.plain("past-button-fix"))
    await lifter.presses(data=await data_of(lifter, "past:set:"))
    shown = await lifter.says("90x5")
    assert (shown.reaction, lines(shown.text)) == ("✍", [])


async def test_the_summary_follows_every_change(house, anna):
    """A set that is removed and put back, another day, the whole workout and back."""
    await trains(anna, "Жим лёжа 80x5\n85x5")
    await house.sql("UPDATE workouts SET ended_at = now() - interval '11 minutes'")
    await shows(house, anna, 1)
    await anna.presses(BUTTON["fix"])
    await anna.presses("Жим лёжа 2: 85 × 5")
    await anna.presses(BUTTON["cut"])
    await summary(anna, "400 кг")
    await anna.presses(BUTTON["restore"])
    await summary(anna, "80 × 5, 85 × 5")
    await anna.presses(BUTTON["delete"])
    await anna.presses(BUTTON["gone"])
    title = RU.plain("workout-free-title")
    await summary(anna, said("workout-summary-gone", title=title, what="workout"))
    await anna.presses(BUTTON["restore"])
    await summary(anna, "80 × 5, 85 × 5")
    for _ in range(2):
        await anna.presses(BUTTON["fix"])
        await anna.presses(data=await data_of(anna, "past:set:"))
        await anna.presses(BUTTON["cut"])
    await summary(anna, said("workout-summary-gone", title=title, what="sets"))


async def test_a_summary_that_is_gone_is_not_sent_again(house, anna, stand_in):
    """Whoever deleted the message does not miss it."""
    house.expects_refusals = ("message to edit not found",)
    await trains(anna, "Жим лёжа 80x5")
    message = await house.value("SELECT card_message FROM workouts")
    await anna.desk.ask("POST", "/act", json=anna.act("delete", message_id=message))
    await shows(house, anna, 1)
    await anna.presses(BUTTON["fix"])
    await anna.presses(data=await data_of(anna, "past:set:"))
    cursor = stand_in.world.transcript.cursor
    shown = await anna.says("82.5x5")
    assert "82,5 × 5" in shown.text
    assert len(shown.messages) == 1
    (call,) = await until(
        lambda: anna.desk.calls("editMessageText", cursor=cursor), "the summary is drawn"
    )
    assert not call["ok"]
    assert not any(words(m).startswith("🏁") for m in await anna.chat())


async def test_an_imported_workout_has_no_summary(house, boris):
    """Nor has one that was logged for an earlier day."""
    await boris.says("yesterday Bench press 80x5")
    await shows(house, boris, 1)
    await boris.presses(EN.plain("past-button-fix"))
    await boris.presses(data=await data_of(boris, "past:set:"))
    cursor = (await boris.desk.transcript())[-1]["seq"]
    await boris.says("82.5x5")
    assert await boris.desk.calls("editMessageText", cursor=cursor) == []
