"""`Keywords`: options that several functions take, written once, in the signature of each."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, TypeVar

from salarykit.errors import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["Keywords"]

_Function = TypeVar("_Function", bound="Callable[..., Any]")


class Keywords:
    """The keys of a `TypedDict` as the keyword-only options of functions that say `**options: Unpack[...]`.

    Type checkers read the `TypedDict`; `help`, notebooks and `inspect.signature` read what `spelled_out` makes of it.

    Args:
        kind: the `TypedDict`.
        defaults: of those whose default is not None.

    Examples:
        >>> from typing import TypedDict, Unpack
        >>> class Sizes(TypedDict, total=False):
        ...     width: int
        ...     colour: str | None
        >>> SIZES = Keywords(Sizes, width=3)
        >>> @SIZES.spelled_out
        ... def draw(what: str, **options: Unpack[Sizes]) -> None:
        ...     SIZES.check(draw, options)
        ...     print(SIZES.filled(options))
        >>> draw("box", colour="red")
        {'width': 3, 'colour': 'red'}
        >>> str(inspect.signature(draw)).split(", ")[1:]
        ['*', "width: 'int' = 3", "colour: 'str | None' = None) -> 'None'"]
        >>> draw("box", color="red")
        Traceback (most recent call last):
        TypeError: draw() has no option 'color'. Did you mean 'colour'?
    """

    def __init__(self, kind: type, **defaults: Any) -> None:
        self._hints = {
            name: getattr(said, "__forward_arg__", said) for name, said in kind.__annotations__.items()
        }
        self.defaults: dict[str, Any] = dict.fromkeys(self._hints) | defaults

    def check(self, taker: Callable[..., Any], options: Iterable[str]) -> None:
        """Refuse an option that is none, as Python does, and name the nearest.

        Args:
            taker: the function that was called with the options.
            options: their names.

        Raises:
            TypeError: for the first that is none.
        """
        for name in options:
            if name not in self.defaults:
                known = inspect.signature(taker).parameters
                raise TypeError(f"{taker.__name__}() has no option {name!r}.{hint(name, known)}")

    def filled(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that are given, others of the caller's left out, with the defaults of the rest."""
        return {name: options.get(name, default) for name, default in self.defaults.items()}

    def spelled_out(self, function: _Function) -> _Function:
        """Give a function a signature that lists the options in place of `**options`; a decorator."""
        signature = inspect.signature(function)
        options = [
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=self._hints[name]
            )
            for name, default in self.defaults.items()
        ]
        own = [
            each for each in signature.parameters.values() if each.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        function.__signature__ = signature.replace(parameters=[*own, *options])  # type: ignore[attr-defined] # what inspect reads
        return function
