"""Wrapping methods of classes, and taking it back."""

from collections.abc import Callable
from typing import Any

from wrapt import FunctionWrapper

Wrapper = Callable[..., Any]


class Wrapping:
    """The wrappers of one `instrument()`."""

    def __init__(self) -> None:
        self._active = True
        self._undo: list[Callable[[], None]] = []

    def wrap(self, owner: type, name: str, wrapper: Wrapper) -> None:
        """Wrap a method; `wrapper` is called as wrapt says: (wrapped, instance, args, kwargs)."""
        own = vars(owner).get(name)
        wrapped = FunctionWrapper(own or _inherited(owner, name), wrapper, lambda: self._active)
        setattr(owner, name, wrapped)

        def undo() -> None:
            if vars(owner).get(name) is not wrapped:
                return  # somebody wrapped it once more; what is not active does nothing
            if own is None:
                delattr(owner, name)
            else:
                setattr(owner, name, own)

        self._undo.append(undo)

    def undo(self) -> None:
        """Restore every method."""
        self._active = False
        for undo in self._undo:
            undo()


def _inherited(owner: type, name: str) -> Callable[..., Any]:
    """Make a coroutine method that does what the one of the base class does at that time."""

    async def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return await getattr(super(owner, self), name)(*args, **kwargs)

    method.__name__ = name
    return method
