"""How a handler says what it is: declared once, where it is registered.

A handler's flags: ``operation``, the type it is counted under; ``reads``, that running it
again does nothing, so that a replayed update may; ``interrupts``, that it ends what the
bot was asking; ``hints``, that a refusal is a reaction and, now and then, a hint.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData

from service.telegram.replies import Reply

Handler = TypeVar("Handler", bound=Callable[..., Awaitable[Reply]])


def command(router: Router, name: str, **flags: Any) -> Callable[[Handler], Handler]:
    """Register a handler of a command."""
    return router.message(  # type: ignore[return-value]  # it gives back what it is given
        Command(name, ignore_case=True), flags={"interrupts": True} | flags
    )


def pressed(
    router: Router, data: type[CallbackData], rule: Any = None, **flags: Any
) -> Callable[[Handler], Handler]:
    """Register a handler of a button; ``rule`` (a magic filter) looks into its data."""
    return router.callback_query(  # type: ignore[return-value]  # likewise
        data.filter(rule), flags={"interrupts": True} | flags
    )
