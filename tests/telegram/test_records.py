"""/records, and the effect of a summary that has one."""

import pytest

from service.local.telegram import sending
from tests.house import open_house
from tests.telegram.talk import EN, RU, begins, does, logs, said

EFFECT = "5046509860389126442"
SQUATS = {"ru": "П\nПрисед 2x5 100", "en": "P\nSquat 2x5 100"}


async def effects(person):
    return [one["effect_id"] for one in await person.chat() if "effect_id" in one]


async def beaten(person, t=RU):
    """Train twice, heavier the second time; return the summary."""
    await begins(person, SQUATS[t.language], t)
    await logs(person)
    await does(person, "finish", t)
    assert not await effects(person)
    await person.says("/go")
    await person.says("105x5")
    return await does(person, "finish", t)


@pytest.mark.parametrize(("language", "t"), [("ru", RU), ("en", EN)])
async def test_each_kind_with_its_day(house, desk, language, t):
    """Weight, repetitions, maximum with its formula, and volume; of one exercise too."""
    anna = await desk.person("Anna", language=language)
    assert (await anna.says("/records")).text == said("records-none", t)
    await beaten(anna, t)
    await house.sql("UPDATE sets SET logged_at = '2026-03-08 12:00Z' WHERE weight_kg = 100")
    shown = (await anna.says("/records")).text
    lines = shown.split("\n")
    today, then = t.plain("day-near", ago=0), t.plain("day-date", day=8, month=3, year="none")
    weight = said("records-set", t, lift="105 × 5", day=today)
    assert said("records-weight", t, sets=weight) in lines
    assert any(line.startswith("1ПМ ≈ 122,5" if t is RU else "1RM ≈ 122.5") for line in lines)
    assert said("workout-summary-formula", t) in lines
    named = await anna.says("/records присед" if t is RU else "/records squat")
    assert weight in named.text
    assert then not in named.text  # five with more weight is more
    unknown = await anna.says("/records qwerty")
    assert unknown.text == said("records-no-exercise", t, name="qwerty")


async def test_a_correction_and_a_deletion_change_them(house, anna):
    """What is no longer stored is no record."""
    await anna.says("Жим лёжа 80x5")
    await anna.says("Жим лёжа 95x5")
    assert "95 × 5" in (await anna.says("/records")).text
    (slip,) = [one["message_id"] for one in await anna.chat() if "95x5" in one.get("text", "")]
    await anna.edits(slip, "Жим лёжа 82,5x5")
    shown = (await anna.says("/records")).text
    assert "95" not in shown
    assert "82,5 × 5" in shown
    await does(anna, "undo")
    shown = (await anna.says("/records")).text
    assert "82,5" not in shown
    assert "80 × 5" in shown


async def test_others_see_none_of_them(house, anna, boris):
    """Neither by the command nor by a button of the owner."""
    await anna.says("Жим лёжа 80x5")
    await boris.says("/start")
    assert (await boris.says("/records")).text == said("records-none", EN)
    await boris.says("Squat 60x5")
    assert "80" not in (await boris.says("/records")).text


async def test_pages_and_one_exercise(house, anna):
    """Five on a page, the most trained first; each opens."""
    names = ["Присед", "Жим лёжа", "Становая тяга", "Жим стоя", "Брусья", "Подтягивания"]
    for n, name in enumerate(names):
        await anna.says(f"{name} 60x5" if n < 4 else f"{name} 10")
    first = await anna.says("/records")
    assert sum(name in first.text for name in names) == 5
    await anna.presses(RU.plain("button-next"))
    second = (await anna.screen())["text"]
    assert sum(name in second for name in names) == 1
    await anna.presses(next(name for name in names if name in second))
    assert (await anna.screen())["text"].startswith(next(n for n in names if n in second))
    await anna.presses(RU.plain("records-button-back"))
    assert (await anna.screen())["text"].startswith("🏆 Рекорды")


async def test_a_record_is_celebrated(house, anna):
    """The summary is a new message with the effect, in place of the card."""
    summary = await beaten(anna)
    assert "🏆" in summary.text
    last = (await anna.chat())[-1]
    assert last["effect_id"] == EFFECT
    assert "🏆" in last["text"]
    cards = [one for one in await anna.chat() if "🏋️" in one.get("text", "")]
    assert not cards


async def test_the_summary_comes_without_an_effect_that_is_refused(house, anna, monkeypatch):
    """Telegram may drop an effect at any time; the summary is sent all the same, once."""
    monkeypatch.setattr(sending, "EFFECTS", set())
    house.expects_refusals = ("EFFECT_ID_INVALID",)
    summary = await beaten(anna)
    assert "🏆" in summary.text
    assert not await effects(anna)
    assert sum("🏁" in one.get("text", "") for one in await anna.chat()) == 2


async def test_effects_can_be_turned_off(stand_in, database_url, desk):
    """Then the card becomes the summary."""
    async with open_house(stand_in, database_url, record_effect="none"):
        anna = await desk.person("Anna")
        summary = await beaten(anna)
        assert "🏆" in summary.text
        assert not await effects(anna)


@pytest.mark.parametrize(("language", "t"), [("ru", RU), ("en", EN)])
async def test_the_summary_leads_to_the_curve(house, desk, language, t):
    """Of the lift that set the record, below the summary, which stays."""
    anna = await desk.person("Anna", language=language)
    summary = await beaten(anna, t)
    lift = "Присед" if t is RU else "Squat"
    answer = await anna.presses(f"📈 {lift}")
    assert answer.messages
    texts = [one.get("text", "") for one in await anna.chat()]
    assert sum("🏆" in text for text in texts) == 1
    assert summary.text.split("\n")[0].split(" · ")[0] in "\n".join(texts)
