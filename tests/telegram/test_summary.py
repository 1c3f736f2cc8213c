"""What a workout comes to, against a plain recount of what was done, whatever was done."""

import random
import re
from decimal import Decimal

import pytest

from tests.telegram.talk import EN, RU, begins, does, logs, said

PLAN = {1: (100, 5), 2: (80, 5), 3: (60, 8)}


class Trainee:
    """Somebody who does all sorts of things, and writes down what should be stored."""

    def __init__(self, person, seed):
        self.person, self.chance = person, random.Random(seed)
        self.steps = []  # (message or None, exercise, weight, reps, kind): newest last

    async def acts(self):
        """Do one thing."""
        await self.chance.choice((self.taps, self.types, self.types, self.undoes, self.edits,
                                  self.warms_up, self.skips))()  # fmt: skip

    async def taps(self):
        rows = (await self.person.screen())["reply_markup"]["inline_keyboard"]
        green = [b["text"] for row in rows for b in row if ":log:" in b["callback_data"]]
        if green:
            lifted = (await logs(self.person)).toast.split(": ")[1].removesuffix(" ✓")
            weight, reps = lifted.replace(",", ".").split(" × ")
            self.steps.append([None, None, Decimal(weight), int(reps), "work"])

    async def types(self):
        sets, weight = self.chance.choice((1, 1, 2)), self.chance.randrange(40, 120)
        name = self.chance.choice(("Присед", "Жим лёжа", "Тяга в наклоне"))
        answer = await self.person.says(f"{name} {weight}x5x{sets}")
        if answer.reaction != "🤔":
            message = [m for m in await self.person.chat() if m.get("text", "").startswith(name)]
            for _ in range(sets):
                self.steps.append([message[-1]["message_id"], name, Decimal(weight), 5, "work"])

    async def warms_up(self):
        answer = await self.person.says("Присед w20x5")
        if answer.reaction != "🤔":
            self.steps.append([None, "Присед", Decimal(20), 5, "warmup"])

    async def skips(self):
        rows = (await self.person.screen())["reply_markup"]["inline_keyboard"]
        if any(":skip:" in b["callback_data"] for row in rows for b in row):
            await does(self.person, "skip")
            if self.person.toast != RU.plain("workout-warmup-skipped"):
                self.steps.append([None, None, None, None, "skip"])

    async def undoes(self):
        await does(self.person, "undo")
        if self.steps:
            self.steps.pop()
        else:
            assert self.person.toast == RU.plain("workout-nothing-to-undo")

    async def edits(self):
        typed = [step for step in self.steps if step[0]]
        if not typed:
            return
        message, name, before, *_ = self.chance.choice(typed)
        mine = [step for step in typed if step[0] == message]
        weight = before + 1
        sets = f"x{len(mine)}"
        await self.person.edits(message, f"{name} {weight}x6{sets}")
        for step in mine:
            step[2:4] = weight, 6

    def sums(self):
        work = [step for step in self.steps if step[4] == "work"]
        reps = sum(step[3] for step in work)
        return len(work), reps, sum(step[2] * step[3] for step in work)


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_was_done_the_sums_are_right(house, anna, seed):
    """Taps, texts, edits, warm-ups, skips and undos in any order: the summary adds up."""
    await begins(anna, "П\nПрисед 4x5 100\nЖим лёжа 4x5 80\nТяга в наклоне 4x8 60")
    trainee = Trainee(anna, seed)
    for _ in range(30):
        await trainee.acts()
        (row,) = await house.sql(
            "SELECT count(*), coalesce(sum(reps), 0), coalesce(sum(weight_kg * reps), 0) FROM sets"
            " WHERE kind = 'work'"
        )
        assert tuple(row) == trainee.sums()
    sets, reps, tonnage = trainee.sums()
    summary = await does(anna, "finish")
    if sets:
        total = re.sub(r"(?<=[0-9]) (?=[0-9])", "", summary.text.split("\n")[2])
        found = re.findall(r"[0-9,]+", total)
        assert found == [str(sets), str(reps), f"{tonnage.normalize():f}".replace(".", ",")]


@pytest.mark.parametrize(("language", "t"), [("ru", RU), ("en", EN)])
async def test_the_summary_names_what_was_beaten(house, desk, language, t):
    """Against the last time by the same program; each record once, the formula named."""
    anna = await desk.person("Anna", language=language)
    await begins(anna, "П\nПрисед 2x5 100" if language == "ru" else "P\nSquat 2x5 100", t)
    await anna.says("100x5x2")
    first = await does(anna, "finish", t)
    assert "🏆" not in first.text
    await anna.says("/go")
    shown = await anna.says("105x5")
    assert shown.reaction == "🏆"
    again = await anna.says("105x5")
    assert again.reaction == "👍"
    assert "🏆" not in again.text
    summary = await does(anna, "finish", t)
    number = t.plain("number", value=Decimal(50))
    assert f"(+{number})" in summary.text
    for kind, value in (("weight", 105), ("e1rm", Decimal("122.5"))):
        assert t.plain("number", value=value) in summary.text, kind
    assert summary.text.count("🏆") == 2
    assert said("workout-summary-formula", t) in summary.text
    assert len(summary.messages) == 0


async def test_a_record_is_told_at_the_tap(house, anna):
    """In the card, once; an undone one may be set again."""
    await begins(anna, "П\nПрисед 3x5 100")
    await logs(anna)
    await does(anna, "finish")
    await anna.says("/go")
    await anna.presses("+2,5")
    record = said("record-weight", lift="102,5 × 5", gain="+2,5 кг")
    assert record in (await logs(anna)).text
    assert record not in (await logs(anna)).text
    await does(anna, "undo")
    await does(anna, "undo")
    await anna.presses("+2,5")
    assert record in (await logs(anna)).text
