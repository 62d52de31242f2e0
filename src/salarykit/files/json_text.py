"""JSON and JSON Lines as the objects in them."""

from __future__ import annotations

import json
from typing import Any, Final

from salarykit.errors import SourceError

__all__ = ["looks_like_json", "parse_json", "records_in"]

_TOLD: Final = 80


def looks_like_json(text: str) -> bool:
    """Return whether a text begins as an object or a list of JSON does.

    Examples:
        >>> looks_like_json(' [{"a": 1}]'), looks_like_json("[city],amount")
        (True, False)
    """
    start = text.lstrip("\ufeff \t\r\n")
    inside = start[1:].lstrip()[:1]
    return (start[:1] == "{" and inside in ('"', "}")) or (
        start[:1] == "[" and bool(inside) and inside in '[{"]-0123456789tfn'
    )


def parse_json(text: str, name: str) -> list[Any]:
    r"""Return the values of a JSON text: the items of its list, its one object, or one for each line.

    Raises:
        SourceError: if it is none, with the line.

    Examples:
        >>> parse_json('{"a": 1}\n{"a": 2}\n', "pay.jsonl")
        [{'a': 1}, {'a': 2}]
    """
    text = text.lstrip("\ufeff \t\r\n")
    try:
        whole = _loads(text)
    except json.JSONDecodeError as error:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        if len(lines) < 2 or not _is_json(lines[0][1]):  # noqa: PLR2004 - one line is no list of lines
            raise _broken(name, error.lineno, error.msg) from None
        return [_line(line, number, name) for number, line in lines]
    except (RecursionError, ValueError) as error:
        raise _broken(name, 1, str(error)) from None
    return whole if isinstance(whole, list) else [whole]


def _loads(text: str) -> Any:
    return json.loads(text)


def _is_json(line: str) -> bool:
    try:
        _loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _line(line: str, number: int, name: str) -> Any:
    try:
        return _loads(line)
    except (ValueError, RecursionError) as error:
        raise _broken(name, number, getattr(error, "msg", str(error))) from None


def _broken(name: str, line: int, why: str) -> SourceError:
    return SourceError(f"{name}, line {line}: not readable as JSON: {why[:_TOLD]}.", source=name)


def records_in(objects: list[Any]) -> list[dict[str, Any]] | None:
    """Return the records that JSON holds: a list of objects, or the only such list inside one; None if there is none.

    Examples:
        >>> records_in([{"count": 1, "rows": [{"a": 1}]}])
        [{'a': 1}]
    """
    if objects and all(isinstance(each, dict) for each in objects):
        if len(objects) > 1:
            return objects
        inner = [value for value in objects[0].values() if _is_records(value)]
        return inner[0] if len(inner) == 1 else objects
    return None


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)
