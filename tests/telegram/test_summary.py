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
    """Against the last time by the same program; a line an exercise, the formula named."""
    anna = await desk.person("Anna", language=language)
    await begins(anna, "П\nПрисед 2x5 100" if language == "ru" else "P\nSquat 2x5 100", t)
    await anna.says("100x5x2")
    first = await does(anna, "finish", t)
    assert "🏆" not in first.text
    await anna.says("/go")
    shown = await anna.says("105x5")
    assert shown.reaction == "🏆"
    again = await anna.says("105x3")
    assert again.reaction == "👍"
    assert "🏆" not in again.text
    more = await anna.says("105x3")
    assert more.reaction == "🏆"
    assert said("record-volume", t, value=amount(1155, t), gain=f"+{amount(155, t)}") in more.text
    summary = await does(anna, "finish", t)
    gain = said("workout-summary-gain", t, gain="+155", day=said("day-near", t, ago=0))
    assert f"({gain})" in summary.text
    for kind, value in (("weight", 105), ("e1rm", Decimal("122.5")), ("volume", 1155)):
        assert t.plain("number", value=value).replace("\u00a0", " ") in summary.text, kind
    assert summary.text.count("🏆") == 1
    assert said("workout-summary-formula", t) in summary.text
    assert len(summary.messages) == 1  # a new one, for its effect


def amount(value, t):
    return t.plain("weight", unit="kg", weight=Decimal(value)).replace("\u00a0", " ")


async def test_a_correction_takes_a_record_back(house, anna):
    """Neither the card nor the summary claims it any more; the next real one is a record."""
    await begins(anna, "П\nПрисед 3x5 100")
    await anna.says("100x5")
    await does(anna, "finish")
    await anna.says("/go")
    slip = await anna.says("150x5")
    assert slip.reaction == "🏆"
    (typed,) = [one["message_id"] for one in await anna.chat() if one.get("text") == "150x5"]
    corrected = await anna.edits(typed, "100x5")
    assert corrected.reaction == "✍"
    assert "🏆" not in (await anna.screen())["text"]
    real = await anna.says("102,5x5")
    assert said("record-weight", lift="102,5 × 5", gain="+2,5 кг") in real.text
    summary = await does(anna, "finish")
    assert "150" not in summary.text
    assert "102,5 × 5" in summary.text


async def test_each_set_counts_in_its_own_way(house, anna):
    """Pull-ups and holds have no tonnage, and the summary says so; /report likewise."""
    await begins(anna, "П\nПрисед 2x5 100\nПодтягивания 2x8\nПланка 2x60с")
    for line in ("Присед 100x5", "Подтягивания 8", "Подтягивания +10x5", "Планка 1:15"):
        assert (await anna.says(line)).reaction == "👍"
    summary = await does(anna, "finish")
    apart = f"{said('apart-reps', reps=13)} · {said('apart-holds', time='75 с')}"
    assert f"18 повторов · {amount(500, RU)}\n{apart}" in summary.text
    report = await anna.says("/report")
    assert f"18 повторов · {amount(500, RU)}\n{apart}" in report.text
    assert "0 кг" not in report.text.replace("500 кг", "").replace("100 кг", "")


async def test_a_day_is_compared_with_the_same_day(house, anna):
    """Day A with day A, and never with what is not there."""
    await begins(anna, "П\nДень A\nПрисед 1x5 100\nДень B\nЖим лёжа 1x5 60")
    await logs(anna)
    assert "(" not in (await does(anna, "finish")).text.split("\n")[2]
    await anna.says("/go")
    await logs(anna)
    assert "(" not in (await does(anna, "finish")).text.split("\n")[2]
    await anna.says("/go")
    await anna.says("110x5")
    gain = said("workout-summary-gain", gain="+50", day="сегодня")
    assert f"({gain})" in (await does(anna, "finish")).text


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
