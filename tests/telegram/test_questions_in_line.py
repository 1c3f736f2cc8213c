"""Several questions of one person: one in ten seconds, the others in line."""

from decimal import Decimal

from tests.telegram.talk import said, sets
from tests.telegram.test_questions import NONE, number, passes, question


async def test_one_question_in_ten_seconds(house, anna):
    """A second doubtful message waits in line; it is asked about after the answer to the first."""
    assert len((await anna.says("Жим лёжа 5 x 100 кг")).texts) == 1
    waits = await anna.says("Присед 5 x 120 кг")
    assert waits.reaction == "👀"
    assert waits.texts == []
    assert (await anna.says("Становая тяга 5 x 140 кг")).texts == []
    next_ = await anna.presses("100 кг × 5")
    assert next_.texts == [question("Присед 5 x 120 кг")]
    assert await sets(house) == [(1, 1, Decimal(100), 5, None)]
    dropped = await anna.presses(NONE)
    assert dropped.text == question("Становая тяга 5 x 140 кг")
    await anna.presses("140 кг × 5")
    assert [row[2] for row in await sets(house)] == [100, 140]
    assert await house.value("SELECT count(*) FROM questions") == 0


async def test_a_question_that_waited_ten_seconds(house, anna, desk):
    """It is asked by itself, though the first is still open; the third waits on."""
    await anna.says("Жим лёжа 5 x 100 кг")
    await anna.says("Присед 5 x 120 кг")
    await anna.says("Становая тяга 5 x 140 кг")
    cursor = (await desk.transcript())[-1]["seq"]
    await passes(house, 11)
    assert (await anna.hears(cursor)).texts == [question("Присед 5 x 120 кг")]
    assert await house.value("SELECT count(*) FROM questions WHERE asked_at IS NULL") == 1
    await anna.presses("120 кг × 5")
    await anna.presses("100 кг × 5")
    assert sorted(row[2] for row in await sets(house)) == [100, 120]


async def test_a_question_every_ten_seconds(house, anna):
    """Whoever leaves the first one open is asked the second all the same, later."""
    await anna.says("Жим лёжа 5 x 100 кг")
    await passes(house, 11)
    assert (await anna.says("Присед 5 x 120 кг")).texts == [question("Присед 5 x 120 кг")]
    await anna.presses("100 кг × 5")
    await anna.presses("120 кг × 5")
    assert [row[2] for row in await sets(house)] == [100, 120]


async def test_a_withdrawn_question_lets_the_next_one_in(house, anna):
    """Also when the person edits instead of tapping."""
    await anna.says("Жим лёжа 5 x 100 кг")
    await anna.says("Присед 5 x 120 кг")
    message = await number(anna, "Жим лёжа 5 x 100 кг")
    answer = await anna.edits(message, "Жим лёжа 100x5")
    assert question("Присед 5 x 120 кг") in answer.texts
    assert answer.reaction == "👍"


async def test_twenty_messages_wait(house, anna):
    """One more is refused with a text, whatever was hinted at before."""
    for n in range(20):
        await anna.says(f"Жим лёжа 5 x {100 + n} кг")
    assert await house.value("SELECT count(*) FROM questions") == 20
    refused = await anna.says("Жим лёжа 5 x 120 кг")
    assert refused.texts == [said("limit-questions", limit=20)]
    assert await house.value("SELECT count(*) FROM questions") == 20
