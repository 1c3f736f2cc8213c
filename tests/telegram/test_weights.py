"""/weight: body weight is logged, listed and removed; it counts in pull-ups and dips."""

from datetime import timedelta
from decimal import Decimal

import pytest
from markupsafe import Markup

from service.telegram import wording
from tests.lifter import words
from tests.telegram.talk import EN, RU, does, plain, said
from tests.telegram.test_history import dated, trains
from tests.telegram.test_past import shows


async def weights(house):
    """Read what is stored: how many days ago, and kilograms."""
    rows = await house.sql(
        "SELECT now()::date - day AS ago, weight_kg::float FROM bodyweights ORDER BY day DESC"
    )
    return [tuple(row) for row in rows]


async def test_a_weight_is_logged(house, anna):
    """With one message; another one of the same day replaces it."""
    shown = await anna.says("/weight 82,5")
    assert shown.text.startswith("Вес тела: 82,5 кг, сегодня ✅")
    await anna.says("/weight 82")
    await anna.says("/weight вчера 82,7")
    shown = await anna.says("/weight 83 25.11.2020")
    assert "83 кг, 25 ноября 2020 ✅" in shown.text
    assert (await weights(house))[:2] == [(0, 82), (1, 82.7)]
    assert ["сегодня · 82 кг"] in shown.buttons


async def test_in_pounds(house, boris):
    """By the person's unit; the other one can be typed."""
    await boris.says("/settings")
    await boris.presses(EN.plain("unit", unit="lb"))
    shown = await boris.says("/weight 181")
    assert "181 lb, today ✅" in shown.text
    await boris.says("/weight yesterday 82 kg")
    assert [weight for _, weight in await weights(house)] == [82.1, 82]
    refused = await boris.says("/weight 2")
    assert refused.text == "A body weight is between 45 and 881 lb."


@pytest.mark.parametrize(("language", "t"), [("ru", RU), ("en", EN)])
async def test_pounds_of_somebody_who_chose_no_unit(house, desk, language, t):
    """They are shown as they were typed, and the unit is asked for once, as it is for sets."""
    anna = await desk.person("Anna", language=language)
    shown = await anna.says("/weight 181 lb")
    stored, asked = [words(each) for each in shown.messages]
    assert "181 lb" in stored
    assert asked == said("unit-question", t)
    assert (await weights(house)) == [(0, 82.1)]
    yesterday = {"ru": "вчера", "en": "yesterday"}[language]
    shown = await anna.says(f"/weight {yesterday} 179 lb")
    assert len(shown.messages) == 1
    assert "179 lb" in shown.text
    asked = await anna.says("/weight 381 lb")
    assert "381 lb" in asked.text
    assert asked.buttons[0] == ["381 lb"]


async def test_the_curve_in_pounds(house, boris):
    """Of weights that were typed in either unit."""
    await boris.says("/settings")
    await boris.presses(EN.plain("unit", unit="lb"))
    await boris.says("/weight 181")
    await boris.says("/weight yesterday 82.5 kg")
    shown = (await boris.presses(EN.plain("bodyweight-button-curve"))).shown
    assert "182 lb → 181 lb (−1 lb)" in plain(Markup(shown["caption"])).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("/weight много", "bodyweight-not-understood"),
        ("/weight завтра 82", "day-ahead"),
        ("/weight 31 февраля 82", "day-none"),
        ("/weight 82x5", "bodyweight-not-understood"),
    ],
)
async def test_what_is_no_weight(house, anna, text, key):
    """It says how to type it, and stores nothing."""
    assert (await anna.says(text)).text == said(key)
    assert await weights(house) == []


async def test_limits(house, anna):
    """What nobody weighs is refused."""
    shown = await anna.says("/weight 40000")
    assert shown.text == said("bodyweight-not-understood")
    for much in ("401", "4000"):
        shown = await anna.says(f"/weight {much}")
        assert shown.text == said("bodyweight-range", least=20, most=400, least_lb=45, most_lb=881)
    assert await weights(house) == []


async def test_an_unlikely_weight_is_asked_about(house, anna):
    """Nothing is stored before the answer; pounds are offered where they fit."""
    await anna.says("/weight вчера 82")
    shown = await anna.says("/weight 181")
    assert shown.text == "181 кг — верно? Раньше: 82 кг, вчера."
    assert shown.buttons == [["181 кг"], ["181 lb"], [RU.plain("bodyweight-button-none")]]
    assert len(await weights(house)) == 1
    await anna.presses("181 lb")
    assert (await weights(house))[0] == (0, 82.1)
    shown = await anna.says("/weight 150")
    assert shown.text == "150 кг — верно? Раньше: 82,1 кг, сегодня."
    await anna.presses(RU.plain("bodyweight-button-none"))
    assert (await weights(house))[0] == (0, 82.1)
    await anna.says("/weight 120")
    await anna.presses("120 кг")
    assert (await weights(house))[0] == (0, 120)


async def test_today_by_a_tap(house, anna):
    """Near the last one; tapped twice it is stored once."""
    await anna.says("/weight вчера 82")
    shown = await anna.says("/weight")
    assert shown.buttons[0] == ["81,5 кг", "82 кг", "82,5 кг"]
    message = await anna.screen()
    done = await anna.presses("81,5 кг")
    assert done.toast == RU.plain("settings-kept")
    data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await anna.presses(data=data, message_id=message["message_id"], forged=True)
    assert await weights(house) == [(0, 81.5), (1, 82)]


async def test_pages_and_removal(house, anna):
    """Eight at a time; one is opened and removed, once."""
    for ago in range(10):
        await house.sql(
            "INSERT INTO people (id, language) VALUES ($1, 'ru') ON CONFLICT DO NOTHING", anna.id
        )
        await house.sql(
            "INSERT INTO bodyweights VALUES ($1, now()::date - $2::int, 80)", anna.id, ago
        )
    shown = await anna.says("мой вес")
    assert len(shown.buttons) == 10  # the pager and the curve are rows, too
    shown = await anna.presses("›")
    assert len(shown.buttons) == 4
    await anna.presses("‹")
    opened = await anna.presses("вчера · 80 кг")
    assert "/weight" in opened.text
    message = await anna.screen()
    data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert (await anna.presses(RU.plain("bodyweight-button-cut"))).toast == RU.plain(
        "bodyweight-removed"
    )
    again = await anna.presses(data=data, message_id=message["message_id"], forged=True)
    assert again.toast == RU.plain("toast-done-already")
    assert len(await weights(house)) == 9


async def test_forged_days(house, anna):
    """Days to come and weights that nobody has are refused."""
    await anna.says("/weight 80")
    tomorrow = (await house.value("SELECT now()::date") + timedelta(days=1)).toordinal()
    for data in (f"weight:log:{tomorrow}:8000", f"weight:log:{tomorrow - 1}:100"):
        answer = await anna.presses(data=data, forged=True)
        assert answer.toast
        assert await weights(house) == [(0, 80)]


async def test_it_counts_in_pullups_and_dips(house, anna):
    """From the first day on, by the last weight until then; never in the tonnage itself."""
    await trains(anna, "Подтягивания 10\n+10x5\nБрусья -20x10\nЖим лёжа 80x5\nОтжимания 20")
    workout = await house.value("SELECT max(id) FROM workouts")
    assert "С весом тела" not in (await shows(house, anna, workout)).text
    await anna.says("/weight 80")
    shown = await shows(house, anna, workout)
    assert "С весом тела (подтягивания, брусья): 1 850 кг" in shown.text.replace("\xa0", " ")
    await dated(house, workout, await house.value("SELECT now() - interval '3 days'"))
    assert "С весом тела" not in (await shows(house, anna, workout)).text


WORDS = {
    "ru": (RU, "Подтягивания {}", "Отжимания 20"),
    "en": (EN, "Pull-ups {}", "Push-ups 20"),
}


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_it_counts_in_records_reports_and_pictures(house, desk, language):
    """By the weight of the day of the workout; before the first one, repetitions are counted."""
    t, pull, push = WORDS[language]
    anna = await desk.person("Anna", language=language)
    await trains(anna, f"{pull.format('+10x5')}\n{pull.format('8')}", push, t=t)
    first = await house.value("SELECT max(id) FROM workouts")
    await dated(house, first, await house.value("SELECT now() - interval '5 days'"))
    hint = said("records-no-body", t, unit="kg")
    name = pull.format("").strip()
    assert hint in (await anna.says(f"/records {name}")).text
    await anna.says("/weight 80")
    assert hint in (await anna.says(f"/records {name}")).text  # of a day before the first weight
    day = await house.value("SELECT now()::date - 6")
    await anna.says(f"/weight 75 {day:%d.%m.%Y}")
    shown = (await anna.says(f"/records {name}")).text
    amount = t.plain("weight", unit="kg", weight=85 * 5 + 75 * 8)
    then = wording.day(t, day + timedelta(1), day + timedelta(6))
    assert said("records-volume-body", t, volume=amount, day=then) in shown
    assert hint not in shown
    maximum = t.plain("weight", unit="kg", weight=Decimal("99.2"))
    lifted = said("records-set", t, lift="+10 × 5", day=then)
    assert said("records-e1rm-body", t, value=maximum, sets=lifted) in shown
    # announced, with what she weighs now
    card = await anna.says(pull.format("+10x6"))
    maximum = t.plain("weight", unit="kg", weight=Decimal(108))
    gain = wording.signed(t, Decimal("8.8"))
    assert said("record-e1rm-body", t, value=maximum, gain=gain) in card.text
    await anna.says(pull.format("9"))
    summary = await does(anna, "finish", t)
    lifted = t.plain("weight", unit="kg", weight=90 * 6 + 80 * 9)
    line = said("history-body", t, tonnage=lifted)
    assert line in summary.text.split("\n")
    assert said("record-volume-body", t, value=lifted, gain="").split("(")[0] in summary.text
    report = await anna.says("/report")
    assert line in report.text.split("\n")
    assert t.plain("tonnage-body", tonnage=lifted).replace("\xa0", " ") in report.text
    picture = await anna.says(f"/progress {name}")
    keys = ("most", "weight", "e1rm", "volume", "reps")
    labels = [t.plain(f"progress-button-{each}") for each in keys]
    labels[0] = t.plain("report-chosen", name=labels[0])
    assert [*picture.buttons[1], *picture.buttons[2]] == labels
    shown = await anna.presses(labels[3])
    assert said("progress-measure-volume-body", t, unit="kg").split(",")[0] in shown.text
    assert t.plain("weight", unit="kg", weight=1025).replace("\xa0", " ") in shown.text


async def test_a_month_marks_the_records_that_it_makes(house, anna):
    """As the opened workouts have them, by the body weight of each day."""
    now = await house.value("SELECT date_trunc('month', now()) + interval '12 hours'")
    for _ in range(6):
        await trains(anna, "Подтягивания +10x5\n8")
    for ago, weight in ((6, 80), (4, 79), (3, 85), (2, 82), (1, 86)):
        day = (now - timedelta(days=ago)).date()
        await anna.says(f"/weight {weight} {day:%d.%m.%Y}")
    for n in range(6):
        await dated(house, n + 1, now - timedelta(days=6 - n))
    month = now.year * 12 + now.month - 2
    shown = await anna.presses(data=f"history:{month}:0", forged=True)
    marked = [line.endswith("🏆") for line in shown.text.splitlines() if " — " in line]
    opened = []
    for workout in range(6, 0, -1):
        shown = await anna.presses(data=f"past:open:{workout}:0:0", forged=True)
        opened.append("🏆" in shown.first)
    assert marked == opened == [True, False, True, False, False, False]


async def test_hers_are_hers(house, anna, boris):
    """Nobody else sees or removes them, and they go with the account."""
    await anna.says("/weight 61")
    await boris.says("/start")
    today = (await house.value("SELECT now()::date")).toordinal()
    assert "61" not in str((await boris.says("/weight")).buttons)
    await boris.presses(data=f"weight:cut:{today}:0", forged=True)
    await boris.presses(data=f"weight:open:{today}:0", forged=True)
    assert await weights(house) == [(0, 61)]
    asked = await anna.says("/deleteall")
    assert "1 запись веса тела" in asked.text
    await anna.presses(RU.plain("deleteall-button"))
    assert await weights(house) == []
