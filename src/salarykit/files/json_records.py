"""Finds the records in JSON: a list, also inside other objects, or a table as pandas, polars and spreadsheets write it."""

from __future__ import annotations

from typing import Any, Final

from salarykit.files.json_text import Repeated

__all__ = ["is_json_stat", "records_in"]

_WRAPPERS: Final = frozenset(
    [
        "data",
        "result",
        "results",
        "response",
        "body",
        "payload",
        "content",
        "contents",
        "page",
        "hits",
        "items",
        "_embedded",
        "dataset",
        "resultado",
        "resultados",
        "resultat",
        "resultats",
    ]
)
"""The usual names of objects that contain the records of an answer."""
_LISTS: Final = _WRAPPERS | frozenset(
    ["rows", "records", "jobs", "postings", "offers", "values", "entries", "offres", "ofertas", "vacancies"]
)
"""The usual names of a list of records, which distinguish it from other lists, such as filters."""
_DEEPEST: Final = 4  # the most objects around a list of records
_FEWEST: Final = 2  # the fewest rows of a list of lists: a header and a record


def records_in(objects: list[Any]) -> list[Any] | None:
    """Return the records of a JSON file; None if there are none.

    They are one of these: a list of which more than half the values are objects; such a list inside other objects, if it is the only one,
    or the only one with a usual name (`results`); lists of cells after a list of names; a table in one of pandas' orientations.

    Examples:
        >>> records_in([{"count": 1, "rows": [{"a": 1}]}])
        [{'a': 1}]
        >>> records_in([{"data": {"hits": [{"a": 1}], "facets": [{"b": 2}]}}])
        [{'a': 1}]
        >>> records_in([{"columns": ["a", "b"], "index": [0], "data": [[1, 2]]}])
        [{'a': 1, 'b': 2}]
        >>> records_in([{"a": {"0": 1, "1": 2}, "b": {"0": 3, "1": 4}}])
        [{'a': 1, 'b': 3}, {'a': 2, 'b': 4}]
        >>> records_in([["a", "b"], [1, 2]]), records_in([["a"], [1]]), records_in([[1, 2], [3, 4]])
        ([{'a': 1, 'b': 2}], [{'a': 1}], None)
        >>> records_in([{"a": 1}, None, {"a": 3}])
        [{'a': 1}, None, {'a': 3}]
    """
    if not _are_records(objects):
        return _below_names(objects)
    if len(objects) > 1:
        return objects
    return _of_columns(objects[0]) or _inside(objects[0], _DEEPEST) or objects


def is_json_stat(value: Any) -> bool:
    """Return whether a JSON value is a dataset of JSON-stat, which has the figures of all dimensions in one list.

    Examples:
        >>> is_json_stat({"class": "dataset", "id": ["geo"], "size": [2], "dimension": {}, "value": [1, 2]})
        True
    """
    return (
        isinstance(value, dict)
        and {"dimension", "value"} <= value.keys()
        and bool({"id", "size", "class"} & value.keys())
    )


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and 2 * sum(isinstance(item, dict) for item in value) > len(value)


def _inside(value: dict[str, Any], deepest: int) -> list[Any] | None:
    """Return the only list of records in an object or in the objects inside it, or the only one with a usual name."""
    lists = {name: rows for name, inner in value.items() if (rows := _rows(inner))}
    usual = [rows for name, rows in lists.items() if name.casefold() in _LISTS]
    for candidates in (list(lists.values()), usual):
        if len(candidates) == 1:
            return candidates[0]
    if lists or not deepest:
        return None
    wrappers = [
        inner
        for name, inner in value.items()
        if isinstance(inner, dict)
        and not isinstance(inner, Repeated)
        and (len(value) == 1 or name.casefold() in _WRAPPERS)
    ]
    deeper = [rows for inner in wrappers if (rows := _of_columns(inner) or _inside(inner, deepest - 1))]
    return deeper[0] if len(deeper) == 1 else None


def _rows(value: Any) -> list[Any] | None:
    """Return the records of a list of objects, or of lists of cells after a list of names; None for any other value."""
    if not isinstance(value, list) or not value:
        return None
    return value if _are_records(value) else _below_names(value)


def _below_names(rows: list[Any]) -> list[Any] | None:
    """Return lists of cells as records, if the first list has names; other lists may be shorter, as spreadsheets omit empty cells."""
    if len(rows) < _FEWEST or not all(isinstance(row, list) for row in rows):
        return None
    names, *cells = rows
    are_names = all(
        isinstance(name, str) and name.strip() and not name.strip()[0].isdigit() for name in names
    )
    fits = (
        all(len(row) <= len(names) for row in cells)
        and len(set(names if are_names else ())) == len(names) > 0
    )
    return [dict(zip(names, row, strict=False)) for row in cells] if fits else None


def _of_columns(value: dict[str, Any]) -> list[Any] | None:
    """Return the records of an object that is a table: lists of cells by column, or one of pandas' orientations."""
    if isinstance(value, Repeated) or not value:
        return None
    names, rows = value.get("columns"), value.get("data")
    if isinstance(names, list) and isinstance(rows, list) and all(isinstance(row, list) for row in rows):
        return _below_names([names, *rows])
    parts = list(value.values())
    if all(isinstance(part, list) and part and not any(map(_is_nested, part)) for part in parts):
        is_even = len(set(map(len, parts))) == 1
        return (
            [dict(zip(value, cells, strict=True)) for cells in zip(*parts, strict=True)] if is_even else None
        )
    if all(isinstance(part, dict) and part.keys() == parts[0].keys() and part for part in parts):
        return _of_labels(value)
    return None


def _is_nested(cell: Any) -> bool:
    return isinstance(cell, list | dict)


def _of_labels(value: dict[str, dict[str, Any]]) -> list[Any] | None:
    """Return the records of an object of objects with equal names: either rows by label, or columns whose cells are by row label."""
    parts = list(value.values())
    if any(_is_nested(cell) or isinstance(part, Repeated) for part in parts for cell in part.values()):
        return None
    inner = list(parts[0])
    of_columns, of_rows = _are_numbers(inner), _are_numbers(list(value))
    if of_columns == of_rows:
        of_columns = all(_is_of_one_kind(list(part.values())) for part in parts)
        of_rows = all(_is_of_one_kind([part[name] for part in parts]) for name in inner)
    if of_columns == of_rows:
        return None
    if of_rows:
        return [_labelled(label, part) for label, part in value.items()]
    return [_labelled(label, {name: part[label] for name, part in value.items()}) for label in inner]


def _are_numbers(labels: list[str]) -> bool:
    return all(label.isdecimal() for label in labels)


def _is_of_one_kind(cells: list[Any]) -> bool:
    """Return whether all cells that are not empty are texts, or none of them is."""
    return len({isinstance(cell, str) for cell in cells if cell is not None}) <= 1


def _labelled(label: str, cells: dict[str, Any]) -> dict[str, Any]:
    """Return a record with the label of its row as `index`, unless the label is only a number."""
    return cells if label.isdecimal() or "index" in cells else {"index": label, **cells}
