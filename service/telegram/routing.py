"""Register handlers with their flags: declared once, where they are, and checked at import."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any, TypeVar

from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData

from instrumentation.metrics import OPERATION_TYPES
from service.telegram import menu, shortcuts
from service.telegram.replies import Reply

Handler = TypeVar("Handler", bound=Callable[..., Awaitable[Reply]])


class Forgotten(Exception):
    """Something a new handler needs is missing; the message says what to do."""


def flags(
    *,
    operation: str | None = None,
    reads: bool = False,
    interrupts: bool = False,
    hints: bool = False,
) -> dict[str, Any]:
    """Return the flags of a handler. Raises Forgotten when the operation type is not listed.

    ``operation``: the type it is counted as. ``reads``: it stores nothing, so a replayed update
    may run it again. ``interrupts``: it closes the question that the bot was asking. ``hints``: a
    refusal is a reaction and sometimes a hint.
    """
    if operation is not None and operation not in OPERATION_TYPES:
        raise Forgotten(
            f"operation={operation!r} would be counted as _OTHER: use one of OPERATION_TYPES in "
            f"instrumentation/labels.py ({', '.join(OPERATION_TYPES)}), or add it there"
        )
    named = {"operation": operation, "reads": reads, "interrupts": interrupts, "hints": hints}
    return {name: value for name, value in named.items() if value}


def command(
    router: Router,
    name: str,
    *,
    operation: str | None = None,
    reads: bool = False,
    interrupts: bool = True,
) -> Callable[[Handler], Handler]:
    """Register a handler of a command. Raises Forgotten when the menu does not know it."""
    if name not in {*menu.NAMES, *menu.SHORT}:
        raise Forgotten(
            f"/{name} is in no menu: add it to COMMANDS in service/telegram/menu.py (or to SHORT, "
            f"if it is another name), and `command-{name}` to both files in service/locales"
        )
    given = flags(operation=operation, reads=reads, interrupts=interrupts)

    def register(handler: Handler) -> Handler:
        router.message(Command(name, ignore_case=True), flags=given)(handler)
        if name in shortcuts.COMMANDS:
            router.message(shortcuts.Shortcut(name), flags=given)(handler)
        return handler

    return register


def pressed(  # noqa: PLR0913 - the options are keywords
    router: Router,
    data: type[CallbackData],
    rule: Any = None,
    *,
    operation: str | None = None,
    reads: bool = False,
    interrupts: bool = True,
) -> Callable[[Handler], Handler]:
    """Register a handler of a button; ``rule`` is a magic filter on its data."""
    return router.callback_query(  # type: ignore[return-value]  # likewise
        data.filter(rule), flags=flags(operation=operation, reads=reads, interrupts=interrupts)
    )


def handlers(router: Router) -> list[str]:
    """Return the names of all handlers of a router and its nested routers."""
    return [name(handler) for handler in all_handlers(router)]


def name(handler: HandlerObject) -> str:
    """Return a handler's name in the metrics, such as ``starting.begin``."""
    function = handler.callback
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__.rstrip('_')}"


def check(routers: Iterable[Router], package: ModuleType) -> None:
    """Check that no router of the package and no command of the menu was forgotten.

    Raises Forgotten, and TypeError for a handler or filter that is not async.
    """
    routers = [each for router in routers for each in router.chain_tail]
    for where, router in _routers(package):
        if router not in routers:
            raise Forgotten(
                f"a router of {where} is not asked: add it to ROUTERS in "
                "service/telegram/__init__.py, in the order in which it is to be asked"
            )
    handled = set()
    for handler in (handler for router in routers for handler in all_handlers(router)):
        for part in (handler, *(handler.filters or ())):
            if not part.awaitable:  # aiogram would start a thread for it
                raise TypeError(f"{name(handler)} is not async, or a filter of it")
            if isinstance(part.callback, Command):
                handled |= set(part.callback.commands)
    if missing := [each for each in (*menu.NAMES, *menu.SHORT) if each not in handled]:
        raise Forgotten(
            f"/{missing[0]} is in the menu and nothing handles it: register a handler with "
            "@command in service/telegram/talk"
        )


def _routers(package: ModuleType) -> Iterator[tuple[str, Router]]:
    for found in walk_packages(package.__path__, f"{package.__name__}."):
        module = import_module(found.name)
        for value in vars(module).values():
            if isinstance(value, Router):
                yield found.name, value


def all_handlers(router: Router) -> Iterator[HandlerObject]:
    """Yield all handlers of a router and its nested routers."""
    for each in router.chain_tail:
        for observer in each.observers.values():
            yield from observer.handlers
