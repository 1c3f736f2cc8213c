"""`python -m service people`: list the accounts that store most; block and unblock one."""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from service import storage
from service.storage import Database
from service.storage.accounts import Account

LARGEST_ID = 2**63 - 1
"""Largest id that the database can store."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator wants: a list of ``most`` accounts, or one ``person`` (un)blocked."""

    action: Literal["list", "block", "unblock"]
    person: int = 0
    most: int = 20


def read(arguments: Sequence[str]) -> Order:
    """Parse the command line; exit with status 2 and a sentence when it is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m service people",
        description="List the accounts that store most, or block or unblock one. The bot stores "
        "nothing for a blocked account, and answers once that the operator closed it.",
    )
    parser.add_argument("--most", type=_count, default=20, help="how many to list (default 20)")
    actions = parser.add_subparsers(dest="action", metavar="block ID | unblock ID")
    for action in ("block", "unblock"):
        actions.add_parser(action).add_argument("id", type=_count, help="the id, as in the list")
    parsed = parser.parse_args(arguments)
    if parsed.action is None:
        return Order("list", most=parsed.most)
    return Order(parsed.action, person=parsed.id)


def _count(argument: str) -> int:
    number = int(argument)
    if not 1 <= number <= LARGEST_ID:
        raise argparse.ArgumentTypeError("not a number from 1")
    return number


async def carry_out(database: Database, order: Order) -> str:
    """Do what the operator wants; return what to print. Raises Unavailable, Refused."""
    await database.open()
    try:
        async with database.transaction() as db:
            if order.action == "list":
                return _table(await storage.accounts.largest(db, order.most))
            if order.action == "block":
                done = await storage.accounts.close(db, order.person)
                return "Blocked." if done else "Nobody has this id, or it is blocked already."
            done = await storage.accounts.reopen(db, order.person)
            return "Unblocked." if done else "Nobody has this id, or it is not blocked."
    finally:
        await database.close()


def _table(accounts: Iterable[Account]) -> str:
    lines = [f"{'id':>20} {'rows':>10} {'bytes':>14}  last active"]
    for account in accounts:
        active = account.active.isoformat() if account.active else "never"
        closed = "  blocked" if account.closed else ""
        lines.append(f"{account.id:>20} {account.rows:>10} {account.bytes:>14}  {active}{closed}")
    return "\n".join(lines)
