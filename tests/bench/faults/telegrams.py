"""Faults of Telegram, of those who write, and of those who post."""

import asyncio
import time
from typing import Any

from service.local.telegram.faults import Fault
from service.local.telegram.world import Person
from tests.bench import seed
from tests.bench.faults.kept import Result
from tests.bench.faults.proxies import proxy
from tests.bench.faults.stage import TOKEN, Stage, open_stage
from tests.bench.measure import percentile
from tests.waiting import until

RATE = 60.0
SECRET = "a-secret-of-the-bench-of-the-faults"


async def api(result: Result) -> None:
    """Let the Bot API answer 30 % with 429, 10 % with 5xx, hang 5 %, reset 5 %."""
    seconds = 10 if result.quick else 120
    async with open_stage(typing=int(seconds * RATE / 10) + 20, pressing=20) as stage:
        faults = stage.stand_in.world.faults
        await stage.ledger.trains(RATE, 2)
        # Chances of those that are left after the one before: 30, 10, 5 and 5 of 100 calls.
        mixed = (
            Fault("flood", rate=0.30, retry_after=1),
            Fault("status", rate=0.10 / 0.70, status=502),
            Fault("hang", rate=0.05 / 0.60, seconds=5.0, executed=True),
            Fault("reset", rate=0.05 / 0.55, executed=True),
        )
        for fault in mixed:
            for method in ("sendMessage", "editMessageText", "answerCallbackQuery"):
                faults.add(Fault(**{**_plain(fault), "method": method}))
        await stage.ledger.trains(RATE, seconds)
        struck = sum(fault.struck for fault in faults.listed() if fault.kind != "latency")
        faults.clear()
        faults.add(Fault("latency", seconds=0.02))
        rested = await stage.ledger.rests(90)
        result.count = struck
        await result.ledger(stage)
        result.expect("confirmed_within_s", rested, "at most 60", held=rested <= 60)


def _plain(fault: Fault) -> dict[str, Any]:
    names = ("kind", "rate", "retry_after", "status", "seconds", "executed")
    return {name: getattr(fault, name) for name in names}


async def poller(result: Result) -> None:
    """Let a stranger poll with the same token, again and again."""
    polls = 5 if result.quick else 60
    async with open_stage(typing=polls * 10, pressing=10) as stage:
        stage.ledger.rate = 40
        for _ in range(polls):
            url = f"{stage.stand_in.url}/bot{TOKEN}/getUpdates"
            async with stage.http.post(url, json={"timeout": 0}) as answer:
                assert answer.status == 200
            await asyncio.sleep(0.5)
        stage.ledger.rate = 0
        await stage.ledger.rests(60)
        result.count = polls
        await result.ledger(stage)


async def standby(result: Result) -> None:
    """Run two pollers on one database and kill the one whose turn it is."""
    kills = 2 if result.quick else 10
    async with open_stage(typing=kills * 40, pressing=10, bots=2) as stage:
        takeovers: list[float] = []
        for n in range(kills):
            stage.ledger.rate = 40
            await asyncio.sleep(3)
            stored = await stage.stored()
            await stage.bots.pop(0).kill()
            began = time.monotonic()
            await stage.until_stored(await stage.stored())
            takeovers.append(time.monotonic() - began)
            result.say(f"kill {n + 1} of {kills} at {stored} sets: {takeovers[-1]:.2f} s")
            stage.ledger.rate = 5
            await stage.start()
        stage.ledger.rate = 0
        await stage.ledger.rests(60)
        result.count = kills
        await result.ledger(stage)
        slowest = max(takeovers)
        result.expect("takeover_s", slowest, "at most 10", held=slowest <= 10)


async def twins(result: Result) -> None:
    """Post the same updates to two replicas at once, and stop one of them under load."""
    people, each = (30, 10) if result.quick else (250, 20)
    ports = ("18471", "18472")
    async with open_stage(typing=0, bots=0) as stage:
        for port in ports:
            await stage.start(
                WEBHOOK_URL="http://127.0.0.1:18473/hook", WEBHOOK_SECRET=SECRET, WEBHOOK_PORT=port
            )
        await asyncio.sleep(1)
        path = _hook_path(stage)
        await stage.ledger.gather(people)
        at_once = asyncio.Semaphore(40)
        statuses: list[int] = []
        delays: list[float] = []

        async def post(port: str, update: dict[str, Any]) -> None:
            began = time.monotonic()
            url = f"http://127.0.0.1:{port}{path}"
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            async with stage.http.post(url, json=update, headers=headers) as answer:
                statuses.append(answer.status)
            delays.append(time.monotonic() - began)

        async def talk(n: int, lifter: Any) -> None:
            for reps in range(1, each + 1):
                async with at_once:
                    update = _message(1000 * n + reps, lifter.id, reps)
                    lifter.sent[reps] = time.time()
                    await asyncio.gather(*(post(port, update) for port in ports))

        lifters = stage.ledger.typing
        await asyncio.gather(*(talk(n + 1, lifter) for n, lifter in enumerate(lifters)))
        await asyncio.sleep(2)
        result.count = people * each
        found = await result.ledger(stage)
        refused = sum(status != 200 for status in statuses)
        result.expect("posts_refused", refused, "0", held=refused == 0)
        result.more["post_p99_s"] = round(percentile(delays, 99), 3)
        result.note("replies_extra: the second of two twins is answered by the present card")
        shown = [await _sets_total(stage, bot) for bot in stage.bots]
        same = set(shown) == {found.stored}
        result.expect("replicas_agree_on_sets", int(same), "1: as many as stored", held=same)


async def _sets_total(stage: Stage, bot: Any) -> int:
    stored = await stage.stored()
    await until(
        lambda: stage.metric(bot, "bot_records_total"),
        f"the page says {stored} sets",
        lambda shown: shown == stored,
        pause=0.5,
    )
    return stored


def _hook_path(stage: Stage) -> str:
    url = str(stage.stand_in.world.profile.webhook["url"])
    return "/" + url.split("/", 3)[3]


async def webhook(result: Result) -> None:
    """Restart two replicas in turns under load, behind a proxy that knows which is ready."""
    rounds = 1 if result.quick else 5
    async with (
        open_stage(typing=rounds * 100, pressing=20, bots=0) as stage,
        proxy() as balancer,
    ):
        told = {"WEBHOOK_URL": f"http://127.0.0.1:{balancer.port}/telegram"}
        for port in balancer.ports:
            await stage.start(**told, WEBHOOK_SECRET=SECRET, WEBHOOK_PORT=str(port))
        stage.ledger.rate = 40
        for _ in range(rounds):
            for port in balancer.ports:
                await asyncio.sleep(2)
                await stage.bots.pop(0).stop()
                await stage.start(**told, WEBHOOK_SECRET=SECRET, WEBHOOK_PORT=str(port))
        await asyncio.sleep(2)
        stage.ledger.rate = 0
        await stage.ledger.rests(90)
        result.count = 2 * rounds
        await result.ledger(stage)
        result.note(f"behind {balancer.name}")


def _message(number: int, person: int, reps: int, **more: Any) -> dict[str, Any]:
    who = {"id": person, "is_bot": False, "first_name": "Lifter", "language_code": "en"}
    chat = {"id": person, "type": "private", "first_name": "Lifter"}
    message = {"message_id": 10_000_000 + number, "date": int(time.time()), "from": who}
    return {
        "update_id": number,
        "message": message | {"chat": chat, "text": f"61x{reps}"} | more,
    }


def poison(person: int) -> list[dict[str, Any]]:
    """Make fifteen kinds of update that nobody can settle as they are, or that are odd."""
    message = _message(0, person, 1)["message"]
    deep: Any = "x"
    for _ in range(200):
        deep = {"reply_to_message": deep}
    kinds: list[dict[str, Any]] = [
        {"message": None, "callback_query": None},
        {"message": "no object"},
        {"message": []},
        {"message": {"date": "yesterday"}},
        {"message": message | {"from": {"id": "not a number"}}},
        {"message": message | {"chat": None}},
        {"message": message | {"date": 10**30}},
        {"message": message | {"message_id": -(2**70)}},
        {"message": message | {"entities": [{"type": "bold", "offset": "a", "length": None}]}},
        {"message": message | {"reply_to_message": deep}},
        {"callback_query": {"id": 5, "data": "x"}},
        {"callback_query": {"id": "1", "from": message["from"], "message": 17, "data": {}}},
        {"a_kind_of_next_year": {"from": message["from"]}},
        {"message": message | {"text": {"nested": "text"}}},
        {"edited_message": 0, "poll": {"id": []}},
    ]
    return kinds


async def poisoned(result: Result) -> None:
    """Mix fifteen kinds of poison into live traffic."""
    seconds = 6.0 if result.quick else 30.0
    async with open_stage(typing=int(seconds * 60 / 4), pressing=20) as stage:
        await stage.ledger.trains(RATE, 2)
        began = time.time()
        await stage.ledger.trains(RATE, seconds)
        before = stage.ledger.delays(began)
        began, rounds = time.time(), 2 if result.quick else 10
        stage.ledger.rate = RATE
        for poisoner in range(4711, 4711 + rounds):  # each below the limit of one person
            # So that some of it gets as far as storage.
            await seed.train(stage.db, 1, first=poisoner)
            stage.stand_in.world.add_person(Person(poisoner, "Poisoner", started=True))
            kinds = poison(poisoner)
            for kind in kinds:
                stage.stand_in.world.inbox.add_raw(dict(kind))
                await asyncio.sleep(seconds / len(kinds) / 10)
        await asyncio.sleep(seconds / 3)
        stage.ledger.rate = 0
        await stage.ledger.rests(60)
        after = stage.ledger.delays(began)
        sent = len(kinds) * rounds
        result.count = sent
        await result.ledger(stage)
        aside = int(await stage.db.fetchval("SELECT count(*) FROM quarantine"))
        result.expect("quarantined", aside, f"{sent}", held=aside == sent)
        _compare(result, before, after)


def _compare(result: Result, before: list[float], after: list[float]) -> None:
    calm, troubled = percentile(before, 99), percentile(after, 99)
    result.more |= {"calm_p99_s": round(calm, 3), "troubled_p99_s": round(troubled, 3)}
    ratio = troubled / calm
    result.expect("p99_ratio", ratio, "below 2", held=ratio < 2)


async def spam(result: Result) -> None:
    """Let one person send 500 updates a second beside fifty who send one each."""
    seconds = 8.0 if result.quick else 60.0
    async with open_stage(typing=int(seconds * 2 * 50 * 1.6 / 20) + 60, pressing=0) as stage:
        await stage.ledger.trains(50, 2)
        began = time.time()
        await stage.ledger.trains(50, seconds)
        before = stage.ledger.delays(began)
        await stage.ledger.rests(20)
        spammer = stage.ledger._next_id
        stage.ledger._next_id += 1
        await seed.train(stage.db, 1, first=spammer)
        stage.stand_in.world.add_person(Person(spammer, "Spammer", started=True))
        began = time.time()
        stage.ledger.rate = 50
        sent = 0
        while (passed := time.time() - began) < seconds:
            while sent < passed * 500:
                sent += 1
                number = 20_000_000 + sent
                body = _message(number, spammer, 5)
                del body["update_id"]
                stage.stand_in.world.inbox.add_raw(body, kind="message", chat_id=spammer)
            await asyncio.sleep(0.02)
        stage.ledger.rate = 0
        result.say(f"{stage.stand_in.world.inbox.open_count} updates wait as the spam ends")
        await stage.ledger.rests(60)
        after = stage.ledger.delays(began)
        result.count = sent
        await result.ledger(stage)
        settled = await stage.metric(stage.bots[0], "bot_updates_received_total")
        result.more["updates_received"] = settled
        _compare(result, before, after)
