"""The options that messages name as Python's keywords (`header=3`), in the words of the command line and of HTTP."""

from __future__ import annotations

import ast
import re
import shlex
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["in_command_words", "in_http_words"]

_QUOTED: Final = r"""'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+\""""
_PAIRS: Final = {"columns": "column", "defaults": "default"}
"""Options that take pairs, and what both doors call one pair."""
_FLAGS: Final = {
    ("missing", "null"): "--null-missing",
    ("day_first", True): "--day-first",
    ("infer", False): "--no-infer",
    ("remote", True): "--remote",
}
"""Values that the command line has an option of its own for."""
_VALUES: Final = (
    "layout", "decimal", "day_first", "encoding", "delimiter", "header", "sheet", "max_bytes", "infer", "missing", "rejects", "remote",
    "formulas", "max_staleness", "min_obs",
)  # fmt: skip
"""Options that take one value, and have the same name at every door."""
_OF_COMMANDS: Final = (
    "on", "near", "since", "cpi", "statistic", "average", "level", "method", "interval", "spread", "seed", "price_levels", "scale_km",
)  # fmt: skip
"""Options of commands that no route with parameters has."""


def _options(names: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of options with their values; a folder such as `on=2024/` is none."""
    return re.compile(
        rf"""
        (?<![\w./\\-]) (?P<name>{"|".join(names)}) =(?!=)
        (?P<value> \{{ (?:{_QUOTED}|[^{{}}'"])*+ \}} | {_QUOTED} | True | False | [0-9][0-9_]*+(?!\.\d) )?+
        (?![\w/\\(\[{{'"-])
        """,
        re.VERBOSE,
    )


_OPTION: Final = _options((*_PAIRS, *_VALUES))
_COMMAND_OPTION: Final = _options((*_PAIRS, *_VALUES, *_OF_COMMANDS))
_CALLS: Final = {"sk.sift_salaries": "--rejects FILE", '.summarize("city")': "--by city"}
"""Functions that messages name, and the options that do the same on the command line."""
_CALL: Final = re.compile("|".join(map(re.escape, _CALLS)))


def in_command_words(message: str) -> str:
    """Return a message with the options of the command line in place of keywords and of functions of Python.

    Examples:
        >>> in_command_words("Line 2 looks like the header: say header=2.")
        'Line 2 looks like the header: say --header 2.'
        >>> print(
        ...     in_command_words(
        ...         "Name it with columns={'amount': 'Base pay'}, or say defaults={'period': ...}."
        ...     )
        ... )
        Name it with --column 'amount=Base pay', or say --default period=....
        >>> in_command_words("Say decimal=',', or raise max_bytes=.")
        "Say --decimal ',', or raise --max-bytes."
    """
    message = _COMMAND_OPTION.sub(lambda match: _said(match, _option), message)
    return _CALL.sub(lambda match: _CALLS[match[0]], message)


def in_http_words(message: str) -> str:
    """Return a message with the parameters of HTTP in place of keywords of Python.

    Examples:
        >>> in_http_words("Name it with columns={'amount': 'Base pay'}, sheet='May' or decimal=','.")
        "Name it with column='amount=Base pay', sheet='May' or decimal=','."
    """
    return _OPTION.sub(lambda match: _said(match, _parameter), message)


def _said(match: re.Match[str], say: Callable[[str, Any], str]) -> str:
    """Return the options that a keyword stands for; one that takes pairs stands for an option a pair."""
    name, written = match["name"], match["value"]
    if written is None:
        return say(_PAIRS.get(name, name), None)
    try:
        value = ast.literal_eval(written)
    except (SyntaxError, ValueError):
        return match[0]
    if name not in _PAIRS:
        return say(name, value)
    if not isinstance(value, dict):
        return match[0]
    pairs = [(field, "..." if given is ... else given) for field, given in value.items()]
    return " ".join(say(_PAIRS[name], f"{field}={given}") for field, given in pairs)


def _option(name: str, value: Any) -> str:
    flag = _FLAGS.get((name, value)) if isinstance(value, str | bool) else None
    option = f"--{name.replace('_', '-')}"
    return flag or (option if value is None else f"{option} {_in_quotes(str(value))}")


def _parameter(name: str, value: Any) -> str:
    written = str(value).lower() if isinstance(value, bool) else value
    shown = "" if value is None else f"{written}" if isinstance(value, bool | int) else repr(written)
    return f"{name}={shown}"


def _in_quotes(value: str) -> str:
    """Return a value as a shell takes it; a mark that would end a sentence is in quotation marks, too."""
    return shlex.quote(value) if any(map(str.isalnum, value)) else f"'{value}'"
