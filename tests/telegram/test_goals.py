"""The weekly goal: set by buttons, one quiet line in the summary, weeks in a row."""

from datetime import timedelta

from tests.telegram.talk import EN, RU, does, said
from tests.telegram.test_history import dated, trains


async def aims(person, goal, t=RU):
    """Choose a goal in the settings."""
    await person.says("/settings")
    await person.presses(t.plain("goal-button", goal=0))
    return await person.presses(str(goal))


async def test_a_goal_is_chosen(house, anna):
    """By buttons, and taken back; it stands in the settings."""
    shown = await aims(anna, 3)
    assert shown.toast == RU.plain("settings-kept")
    assert shown.buttons[0][2] == "• 3"
    assert "0 из 3 на этой неделе" in shown.text
    back = await anna.presses(RU.plain("button-back"))
    assert [RU.plain("goal-button", goal=3)] in back.buttons
    await anna.presses(RU.plain("goal-button", goal=3))
    await anna.presses(RU.plain("goal-button-none"))
    assert await house.value("SELECT weekly_goal FROM people") is None


async def test_one_line_in_the_summary(house, anna):
    """How many of this week's, and weeks in a row once there are two."""
    for weeks in (1, 1, 2, 2):
        await trains(anna, "Жим лёжа 80x5")
        workout = await house.value("SELECT max(id) FROM workouts")
        monday = await house.value(
            "SELECT date_trunc('week', now()) + interval '12 hours' - $1::interval",
            timedelta(weeks=weeks),
        )
        await dated(house, workout, monday)
    await anna.says("Жим лёжа 80x5")
    assert "🎯" not in (await does(anna, "finish")).text
    await aims(anna, 2)
    await anna.says("Жим лёжа 82.5x5")
    summary = await does(anna, "finish")
    assert summary.text.endswith(said("goal-week", done=2, goal=2, streak=3))
    assert "3 недели подряд" in summary.text
    await house.sql("DELETE FROM workouts WHERE started_at > now() - interval '1 hour'")
    await anna.says("Жим лёжа 82.5x5")
    assert "1 из 2 на этой неделе · 2 недели подряд" in (await does(anna, "finish")).text


async def test_no_line_for_another_week(house, anna):
    """A corrected summary of long ago says nothing of this week."""
    await aims(anna, 2)
    await trains(anna, "Жим лёжа 80x5")
    message = next(m["message_id"] for m in await anna.chat() if m.get("text") == "Жим лёжа 80x5")
    workout = await house.value("SELECT max(id) FROM workouts")
    await dated(house, workout, await house.value("SELECT now() - interval '20 days'"))
    await house.sql("UPDATE sets SET logged_at = now()")
    shown = await anna.edits(message, "Жим лёжа 82.5x5")
    assert "🎯" not in shown.text


async def test_in_english(house, boris):
    """Likewise."""
    shown = await aims(boris, 1, EN)
    assert "0 of 1 this week" in shown.text
    await trains(boris, "Bench press 80x5", t=EN)
    assert any("1 of 1 this week" in str(m.get("text")) for m in await boris.chat())


async def test_a_forged_goal(house, anna):
    """There are seven to choose from."""
    await anna.says("/start")
    assert (await anna.presses(data="goal:14", forged=True)).toast == RU.plain("toast-stale")


async def test_a_report_leads_to_the_history(house, anna):
    """One tap from a period's totals to its workouts, and to those of one lift."""
    await trains(anna, "Жим лёжа 80x5")
    await anna.says("/report")
    shown = await anna.presses(RU.plain("report-button-history"))
    assert "Жим лёжа — 1 подх., 400 кг" in shown.text


async def test_the_report_leads_to_the_last_month_trained(house, anna):
    """Not to a month without workouts."""
    await trains(anna, "Жим лёжа 80x5")
    await dated(house, 1, await house.value("SELECT now() - interval '70 days'"))
    await anna.says("/report")
    shown = await anna.presses(RU.plain("report-button-history"))
    assert "Жим лёжа — 1 подх." in shown.text
