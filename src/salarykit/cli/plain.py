"""Reads the options of a plain command line without typer, which imports pydantic to read them: a third of the time of a quote.

A line is plain if every option has its full name and there is no doubt how to read its value. Any other line is left to typer,
which says what is wrong with it, or shows the help. A law holds that typer reads the same from a plain line.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args, get_origin

from typer.models import OptionInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["plain_values"]

_NUMBERS: Final = {int: re.compile("[0-9]{1,15}"), float: re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")}
"""Plain numbers, which typer reads in the same way."""


class _NotPlainError(Exception):
    """The line is not plain, and is left to typer."""


class _Parameter(NamedTuple):
    """A parameter of a command, and how its value is read."""

    name: str
    kind: Any
    info: Any
    default: Any

    @classmethod
    def of(cls, given: inspect.Parameter) -> _Parameter:
        """Return a parameter of a signature; its kind is the type of a single value."""
        annotated, info = get_args(given.annotation)
        kinds = [kind for kind in get_args(annotated) if kind is not NoneType]
        kind = kinds[0] if len(kinds) == 1 and get_origin(annotated) is not list else annotated
        return cls(given.name, kind, info, given.default)

    @property
    def many(self) -> bool:
        """Whether an option can be repeated."""
        return get_origin(self.kind) is list

    @property
    def names(self) -> tuple[str, ...]:
        """The names of an option, such as -o and --output; none of an argument."""
        return (
            (str(self.info.default), *(self.info.param_decls or ()))
            if isinstance(self.info, OptionInfo)
            else ()
        )

    def value(self, text: str) -> Any:
        """Return the value of a text, of the type of the parameter."""
        if not text:
            raise _NotPlainError
        if self.many:
            return [self._one(get_args(self.kind)[0], text)]
        return self._one(self.kind, text)

    def _one(self, kind: Any, text: str) -> Any:
        if kind is str or kind is Path:
            return kind(text)
        if kind in (int, float) and _NUMBERS[kind].fullmatch(text):
            return self._within(kind(text))
        raise _NotPlainError

    def _within(self, number: float) -> float:
        low, high = self.info.min, self.info.max
        if (low is not None and number < low) or (high is not None and number > high):
            raise _NotPlainError
        return number


def plain_values(
    command: Callable[..., None], words: Sequence[str], variables: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return the keywords with which typer would call a command for these words; None if the line is not plain.

    Args:
        command: one whose options are typer's, by annotation.
        words: what follows the name of the command.
        variables: the environment variables.

    Examples:
        >>> from salarykit.cli.rates import quote
        >>> found = plain_values(quote, ["5", "CAD", "USD", "--on", "2024", "--json"], {})
        >>> found["amount"], found["on"], found["max_staleness"], found["as_json"]
        ('5', '2024', 7, True)
        >>> plain_values(quote, ["--help"], {}) is None
        True
    """
    signature = inspect.signature(command, eval_str=True)
    parameters = [_Parameter.of(given) for given in signature.parameters.values()]
    try:
        given = _given(parameters, words)
        return {parameter.name: _or_default(parameter, given, variables) for parameter in parameters}
    except _NotPlainError:
        return None


def _given(parameters: Sequence[_Parameter], words: Sequence[str]) -> dict[str, Any]:
    """Return the values that the words give, by the names of the parameters."""
    options = {name: parameter for parameter in parameters for name in parameter.names}
    arguments = [parameter for parameter in parameters if not parameter.names]
    given: dict[str, Any] = {}
    left = iter(words)
    for word in left:
        if word.startswith("-") and word != "-":
            parameter, value = _option(options, word, left)
        else:
            parameter, value = _argument(arguments, word)
        if parameter.many:
            given[parameter.name] = given.get(parameter.name, []) + value
        elif parameter.name in given:
            raise _NotPlainError
        else:
            given[parameter.name] = value
    return given


def _argument(arguments: list[_Parameter], word: str) -> tuple[_Parameter, Any]:
    """Return the next argument and its value; the last may take any number of words."""
    if not arguments:
        raise _NotPlainError
    parameter = arguments[0] if arguments[0].many else arguments.pop(0)
    return parameter, parameter.value(word)


def _option(options: Mapping[str, _Parameter], word: str, left: Any) -> tuple[_Parameter, Any]:
    """Return an option and its value, which follows an equals sign or is the next word; True for an option without a value."""
    name, equals, text = word.partition("=")
    parameter = options.get(name)
    if parameter is None or (equals and not name.startswith("--")):
        raise _NotPlainError
    if parameter.kind is bool:
        if equals:
            raise _NotPlainError
        return parameter, True
    value = text if equals else next(left, "")
    if value.startswith("-"):  # perhaps the next option, and the value was forgotten
        raise _NotPlainError
    return parameter, parameter.value(value)


def _or_default(parameter: _Parameter, given: Mapping[str, Any], variables: Mapping[str, str]) -> Any:
    """Return the value of a parameter: what the line gives, else a variable of the environment, else its default."""
    if parameter.name in given:
        return given[parameter.name]
    text = variables.get(parameter.info.envvar) if parameter.info.envvar else None
    if text:
        return parameter.value(text)
    if parameter.default is inspect.Parameter.empty:
        raise _NotPlainError
    return parameter.default
