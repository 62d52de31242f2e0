"""`Keywords`: options that several functions share, written once and listed in the signature of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from salarykit.errors import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["Keywords", "is_count", "is_one_of"]


def is_one_of(value: object, known: Iterable[str]) -> bool:
    """Return whether a value is one of the given words; False for anything but a text, such as an array.

    Examples:
        >>> is_one_of("mean", ("mean", "median")), is_one_of([["mean"]], ("mean", "median"))
        (True, False)
    """
    return isinstance(value, str) and value in known


def is_count(value: object, least: int = 0) -> bool:
    """Return whether a value is a whole number of at least `least`; a boolean is not.

    Examples:
        >>> is_count(0), is_count(0, 1), is_count(True), is_count(2.0)
        (True, False, False, False)
    """
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


_Function = TypeVar("_Function", bound="Callable[..., Any]")


class Keywords:
    """The keys of a `TypedDict` as the keyword-only options of functions that take `**options: Unpack[...]`.

    Type checkers read the `TypedDict`; `help`, notebooks and `inspect.signature` read the signature that `spelled_out` makes of it.

    Args:
        kind: the `TypedDict`.
        defaults: the defaults that are not None.

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
        >>> import inspect
        >>> str(inspect.signature(draw)).split(", ")[1:]
        ['*', "width: 'int' = 3", "colour: 'str | None' = None) -> 'None'"]
        >>> draw("box", color="red")
        Traceback (most recent call last):
        TypeError: draw() has no option 'color'. Did you mean 'colour'?
    """

    def __init__(self, kind: type, **defaults: Any) -> None:
        self._hints = {
            name: getattr(hint_, "__forward_arg__", hint_) for name, hint_ in kind.__annotations__.items()
        }
        self.defaults: dict[str, Any] = dict.fromkeys(self._hints) | defaults

    def check(self, taker: Callable[..., Any], options: Iterable[str]) -> None:
        """Refuse an unknown option, as Python does, and suggest the most similar one.

        Args:
            taker: the function that was called.
            options: the names of the options that it was called with.

        Raises:
            TypeError: for the first unknown option.
        """
        for name in options:
            if name not in self.defaults:
                import inspect  # importing it takes longer than reading a first text

                parameters = inspect.signature(taker).parameters
                raise TypeError(f"{taker.__name__}() has no option {name!r}.{hint(name, parameters)}")

    def filled(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options, with defaults for those that are not given and without unknown ones."""
        return {name: options.get(name, default) for name, default in self.defaults.items()}

    def spelled_out(self, function: _Function) -> _Function:
        """Give a function a signature that lists the options in place of `**options`."""
        import inspect

        signature = inspect.signature(function)
        options = [
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=self._hints[name]
            )
            for name, default in self.defaults.items()
        ]
        own = [
            parameter
            for parameter in signature.parameters.values()
            if parameter.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        function.__signature__ = signature.replace(parameters=[*own, *options])  # type: ignore[attr-defined] # what inspect reads
        return function
