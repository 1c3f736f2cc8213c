"""What a newcomer may forget is noticed at import, in a sentence that says what to do."""

from collections import defaultdict
from types import ModuleType

import pytest
from aiogram import Router
from aiogram.filters import Command

from instrumentation.metrics import OPERATION_TYPES
from service import telegram
from service.telegram import menu, routing, talk
from service.telegram.replies import Reply
from service.telegram.routing import Forgotten, command, flags


async def nothing(message: object) -> Reply:
    return Reply()


def test_an_operation_that_is_not_listed():
    """A misspelt operation type names the list it is missing from."""
    with pytest.raises(Forgotten, match=r"'straek' .* OPERATION_TYPES in instrumentation/labels"):
        command(Router(), "report", operation="straek")(nothing)


def test_a_flag_that_nobody_reads():
    """A misspelt flag is no argument."""
    with pytest.raises(TypeError, match="operaton"):
        flags(operaton="report")  # type: ignore[call-arg]


def test_a_command_that_is_in_no_menu():
    """A handler of an unlisted command names the menu and the texts."""
    with pytest.raises(Forgotten, match=r"/nosuch is in no menu: .* service/telegram/menu.py"):
        command(Router(), "nosuch")(nothing)


def test_a_command_that_nothing_handles(monkeypatch: pytest.MonkeyPatch):
    """A command of the menu without a handler is named."""
    monkeypatch.setattr(menu, "NAMES", (*menu.NAMES, "nosuch"))
    with pytest.raises(Forgotten, match="/nosuch is in the menu and nothing handles it"):
        routing.check(telegram.ROUTERS, talk)


def test_a_router_that_is_not_asked(monkeypatch: pytest.MonkeyPatch):
    """Each module of talk/ has its routers in the table of contents."""
    routers = [router for router in telegram.ROUTERS if router.name != "exports"]
    with pytest.raises(Forgotten, match=r"talk\.exports is not asked: add it to ROUTERS"):
        routing.check(routers, talk)


def test_a_handler_that_is_not_async():
    """aiogram would start a thread for it, so the bot does not start."""
    router = Router()
    router.message(Command("report"))(lambda message: Reply())
    empty = ModuleType("empty")
    empty.__path__ = []
    with pytest.raises(TypeError, match="is not async"):
        routing.check([router], empty)


def test_the_menu_says_which_commands_are_operations():
    """What the menu says of each command is what its handlers, or their buttons, declare."""
    declared = defaultdict(set)
    for router in telegram.ROUTERS:
        for handler in routing.all_handlers(router):
            commands = [
                name
                for part in handler.filters or ()
                if isinstance(part.callback, Command)
                for name in part.callback.commands
            ]
            for name in commands or (None,):
                declared[name].add(handler.flags.get("operation"))
    counted = set().union(*declared.values()) - {None}
    listed = {each.operation for each in menu.COMMANDS} - {None}
    assert counted == listed | {"save_record"} == set(OPERATION_TYPES)
    for each in menu.COMMANDS:
        assert declared[each.name] <= {each.operation, None}, each.name
        assert each.counted
