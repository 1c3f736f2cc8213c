"""The habits of simulated lifters: plan, train, rest, mistype, tap twice, give up."""

import asyncio
import re
from datetime import date, timedelta

import aiohttp

from service.local.lifters.gym import Gym, Lifter, Silence

RETRY_SECONDS = 1.0
"""Real seconds before a lifter tries again."""

HOUR = 3600.0

BELL_SECONDS = 35.0
"""How long, in real seconds, a lifter waits for the bell after a rest of thirty."""

PROGRAMS = {
    "ru": {
        "Верх": "Жим лёжа 4x6 60\nТяга блока 3x10 50\nЖим стоя 3x8 35\nПланка 2x60с",
        "Низ": "Присед 5x5 80\nРумынская тяга 3x8 70\nВыпады 3x10 20",
        "Всё тело": "Присед\\3\nЖим лёжа\\3\nПодтягивания 3x8",
    },
    "en": {
        "Push": "Bench press 4x6 60\nOverhead press 3x8 35\nDips 3x8-12",
        "Pull": "Deadlift 3x5 100\nRow 4x8 60\nPlank 2x60s",
        "Full body": "Squat 3x5 80\nBench press 3x5 60\nRow 3x8 50",
    },
}
FILE = """title,start_time,end_time,exercise_title,set_index,set_type,weight_kg,reps
Before,{day} 18:00:00,{day} 19:00:00,Squat (Barbell),0,normal,{weight:g},5
Before,{day} 18:00:00,{day} 19:00:00,Squat (Barbell),1,normal,{weight:g},5
"""
"""A workout as Hevy exports it."""

SLIPS = ("80x", "x5", "80х5х", "how much?", "1001x5", "80x5@11", "-20x8", "??")
OFFERED = re.compile(r"✅ ([\d,.]+)\s×\s(\d+)")


async def live(gym: Gym, number: int) -> None:
    """Start, write programs, train every few days, and start again after giving up."""
    lifter = await gym.joins(number)
    await gym.rests(0, 24 * HOUR)
    new = True
    while True:
        try:
            if new:
                await begin(lifter)
            new = False
            for _ in range(gym.chance.randint(5, 60)):
                await train(lifter)
                await gym.rests(20 * HOUR, 60 * HOUR)
            await give_up(lifter)
            new = True
        except (Silence, aiohttp.ClientConnectionError):
            gym.seen["silences"] += 1
            await asyncio.sleep(RETRY_SECONDS)
        except aiohttp.ClientResponseError:  # the stand-in was reset and has forgotten the person
            lifter, new = await gym.joins(number), True


async def begin(lifter: Lifter) -> None:
    """Say hello, write two programs, and choose a rest of thirty seconds."""
    gym = lifter.gym
    await lifter.says("/start")
    for title in gym.chance.sample(list(PROGRAMS[lifter.language]), 2):
        await gym.rests(30, 120)
        await lifter.says(f"/newprogram {title}\n{PROGRAMS[lifter.language][title]}")
        await gym.rests(5, 20)
        await lifter.taps("✅")
    await gym.rests(10, 30)
    await lifter.says("/settings")
    for sign in ("⏱", "30"):
        await gym.rests(2, 5)
        await lifter.taps(sign)


async def train(lifter: Lifter) -> None:
    """Do one workout, mostly to its end, and look at the report afterwards."""
    gym = lifter.gym
    await lifter.says("/startworkout")
    if not lifter.sees("🏁") and lifter.buttons:
        await gym.rests(2, 10)
        await lifter.taps(gym.chance.choice(lifter.buttons[:2]))  # which of the programs
    for _ in range(gym.chance.choice((0, 3, 5, 40, 40, 40))):
        await gym.rests(60, 180)
        if not lifter.sees("⏭"):  # everything is done
            break
        await work(lifter)
    if gym.errs() and await finish(lifter):
        await gym.rests(5, 20)
        await lifter.taps("↩")  # too early, back into it
    await finish(lifter)
    gym.seen["workouts"] += 1
    lifter.level += gym.chance.choice((0, 0, 2.5))
    await look(lifter)


async def finish(lifter: Lifter) -> bool:
    """End the workout; False if none is open."""
    await lifter.gym.rests(5, 30)
    return await lifter.taps("🏁")


async def work(lifter: Lifter) -> None:
    """Do one set, mostly by a tap; sometimes with a slip before it or an undo after it."""
    gym = lifter.gym
    if gym.errs():
        await lifter.says(gym.chance.choice(SLIPS))
        await gym.rests(5, 15)
    if gym.chance.random() < 0.2 or not lifter.sees("✅"):  # noqa: PLR2004 - a fifth is typed
        await note(lifter)
    else:
        await tap(lifter)
    gym.seen["sets"] += 1
    await lifter.taps("✖")  # after the first set the bot asks what time it is
    if gym.errs():
        await gym.rests(3, 10)
        await lifter.taps(gym.chance.choice("↩⏭"))
    await rest(lifter)


async def tap(lifter: Lifter) -> None:
    """Log what the card offers; adjust it first in one of four sets."""
    gym = lifter.gym
    turns = [button for button in lifter.buttons if button[0] in "+−" and button[1:2].isdigit()]
    turns = turns[:4]  # the fifth prolongs the rest
    if turns and gym.chance.random() < 0.25:  # noqa: PLR2004 - one of four
        await lifter.taps(gym.chance.choice(turns))
        await gym.rests(2, 6)
    await lifter.taps("✅")


async def note(lifter: Lifter) -> None:
    """Type a set close to what the card offers; sometimes correct it by editing."""
    gym = lifter.gym
    weight, reps = f"{max(2.5, 60 + lifter.level):g}", gym.chance.randint(5, 10)
    if offered := OFFERED.search(lifter.sees("✅") or ""):
        weight, reps = offered[1], max(1, int(offered[2]) + gym.chance.randint(-1, 1))
    message = await lifter.says(f"{weight}x{reps}")
    if gym.errs():
        await gym.rests(3, 10)
        await lifter.edits(message, f"{weight}x{reps + 1}")


async def rest(lifter: Lifter) -> None:
    """Ignore the rest; sometimes prolong it, end it, or wait until it rings."""
    gym = lifter.gym
    if gym.chance.random() < gym.bells:
        heard = await lifter.listens(BELL_SECONDS)
        gym.seen["bells"] += heard
    elif gym.errs():
        await gym.rests(5, 10)
        await lifter.taps(gym.chance.choice(("+30", "⏹")))


async def look(lifter: Lifter) -> None:
    """Look at the report or something else; sometimes send a file or an unknown command."""
    gym = lifter.gym
    await gym.rests(20, 120)
    await lifter.says(gym.chance.choice(("/report", "/report", "/report", "/programs", "/help")))
    await gym.rests(5, 20)
    await lifter.says("/progress")
    await gym.rests(2, 10)
    await lifter.taps("💪")
    if gym.chance.random() < 0.3:  # noqa: PLR2004 - often enough for the panels about files
        await bring(lifter)
    if gym.chance.random() < 0.3:  # noqa: PLR2004 - likewise about links
        await share(lifter)
        await offer(lifter)
        await receive(lifter)
    if gym.chance.random() < 0.3:  # noqa: PLR2004 - likewise about challenges
        await challenge(lifter)
    if gym.errs():
        await gym.rests(5, 20)
        await lifter.says("/squat")


async def challenge(lifter: Lifter) -> None:
    """Join the challenge of the group, or begin one; sometimes leave it."""
    gym = lifter.gym
    await lifter.enters()
    if not (await lifter.group_keys())[1]:
        await lifter.acts_in_group(do="say", text="/challenge")
    for _ in range(3):  # what, for how long, and a place in the table
        await gym.rests(2, 10)
        message, keys = await lifter.group_keys()
        if not keys:
            return
        joins = next((key for key in keys if "✋" in key), None)
        leaves = joins and gym.errs()
        key = keys[-1] if leaves else joins or gym.chance.choice(keys)
        await lifter.acts_in_group(do="press", message_id=message, text=key)
        if joins:
            return


async def share(lifter: Lifter) -> None:
    """Make a link to a program and pass it around."""
    await lifter.says("/programs")
    lifter.link = ""
    for sign in (*lifter.buttons[:1], "🔗", "🔗"):  # the second makes one more link
        await lifter.gym.rests(2, 10)
        if not lifter.link:
            await lifter.taps(sign)
    if lifter.link:
        lifter.gym.links.append(lifter.link)


async def offer(lifter: Lifter) -> None:
    """Type the bot's name and the beginning of a program's, and send what it offers."""
    name = lifter.gym.chance.choice(list(PROGRAMS[lifter.language]))
    await lifter.gym.rests(1, 3)
    await lifter.offers(name[:2])


async def receive(lifter: Lifter) -> None:
    """Open a link that somebody passed around; often take the copy."""
    gym = lifter.gym
    if gym.links:
        await lifter.says(f"/start {gym.chance.choice(gym.links)}")
        await gym.rests(5, 30)
        await lifter.taps(gym.chance.choice("✅✅✖"))


async def bring(lifter: Lifter) -> None:
    """Send the file of another log, and store what is in it."""
    gym = lifter.gym
    day = date(2025, 1, 1) + timedelta(gym.chance.randint(0, 364))
    await lifter.sends("workouts.csv", FILE.format(day=day, weight=60 + lifter.level))
    await gym.rests(5, 20)
    await lifter.taps("✅")


async def give_up(lifter: Lifter) -> None:
    """Delete everything; another person then starts with the same phone."""
    await lifter.says("/deleteall")
    await lifter.gym.rests(5, 30)
    await lifter.taps("🔴")
    lifter.gym.seen["gave up"] += 1
