"""Rows coded by the distinct combinations of values in one or more columns; a long table keeps its codings."""

from __future__ import annotations

import weakref
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidQuery, hint
from salarykit.files.columns import as_coded, combine
from salarykit.rates.kernel import BLOCK, Coded, in_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["CodedRows", "code_column", "code_columns", "code_tuples", "group_by", "sorted_by_name"]

_FEW: Final = 1 << 16  # possible combinations; a table of so many stays in the processor's cache
_TABLE: Final = 1 << 24  # with more possible combinations, sorting is faster than a table of them
_LONG: Final = 1 << 16  # rows; a table with as many keeps its codings
_KEPT: Final = 16  # codings that a table keeps, of one or two bytes a row


class CodedRows(NamedTuple):
    """Rows as indices into the distinct tuples of their values.

    Attributes:
        indices: n integers, unsigned ones of 8 or 16 bits where there are few names: widen them before arithmetic.
        names: the distinct tuples that occur; None stands for a missing value.
    """

    indices: NDArray[np.integer[Any]]
    names: list[tuple[Any, ...]]


def code_tuples(table: pa.Table, columns: Sequence[str]) -> CodedRows:
    """Return the rows of a table, coded by some of its columns.

    A table of many rows keeps its last codings as long as it exists, so that the next question encodes nothing. Their
    indices are unsigned, as narrow as the names allow, and cannot be written to.

    Examples:
        >>> import pyarrow as pa
        >>> coded = code_tuples(pa.table({"a": ["x", None, "x"], "b": [1, 2, 1]}), ["a", "b"])
        >>> coded.indices.tolist(), coded.names
        ([0, 1, 0], [('x', 1), (None, 2)])
    """
    if len(table) < _LONG:
        return code_columns([as_coded(combine(table.column(name))) for name in columns], len(table))
    kept, key = _codings_of(table), tuple(columns)
    coded = kept.get(key)
    if coded is None:
        of_one = [as_coded(combine(table.column(name))) for name in key] if len(key) == 1 else None
        coded = code_columns(of_one or [code_column(table, name) for name in key], len(table))
        if len(coded.names) <= _FEW:
            _keep(kept, key, coded)
    return coded


def code_column(table: pa.Table, name: str) -> Coded:
    """Return a column of a table, coded by the distinct values that occur; None stands for a missing value.

    Examples:
        >>> import pyarrow as pa
        >>> coded = code_column(pa.table({"a": ["x", None, "x"]}), "a")
        >>> coded.indices.tolist(), coded.names
        ([0, 1, 0], ['x', None])
    """
    if pa.types.is_nested(table.schema.field(name).type):
        return as_coded(combine(table.column(name)))
    coded = code_tuples(table, (name,))
    return Coded(coded.indices, [value for (value,) in coded.names])


_Codings = dict[tuple[str, ...], CodedRows]
_codings: Final[dict[int, tuple[weakref.ref[pa.Table], _Codings]]] = {}
"""The codings of the long tables that exist, by the identity of the table; they are dropped when the table is released."""


def _codings_of(table: pa.Table) -> _Codings:
    """Return the codings that a table keeps, which is empty at first."""
    key = id(table)
    entry = _codings.get(key)
    if entry is None or entry[0]() is not table:
        entry = weakref.ref(table, lambda _: _codings.pop(key, None)), {}
        _codings[key] = entry  # if two threads do this at once, the codings of one of them are not kept
    return entry[1]


def _keep(kept: _Codings, key: tuple[str, ...], coded: CodedRows) -> None:
    """Keep a coding, and drop the oldest ones if there are too many."""
    coded.indices.flags.writeable = False
    for oldest in list(kept)[: max(0, len(kept) + 1 - _KEPT)]:
        kept.pop(oldest, None)
    kept[key] = coded


def code_columns(columns: Sequence[Coded], length: int) -> CodedRows:
    """Return n rows, coded by columns of n values each.

    Examples:
        >>> from salarykit.rates.kernel import Coded
        >>> coded = code_columns([Coded(np.array([0, 1]), ["x", "y"]), Coded(np.array([0, 0]), [None])], 2)
        >>> coded.indices.tolist(), coded.names
        ([0, 1], [('x', None), ('y', None)])
    """
    coded = list(map(_distinct, columns))
    if prod(len(names) for _, names in coded) <= _FEW:
        return _by_table(coded, length)
    rows: NDArray[np.integer[Any]] = np.zeros(length, np.int32)
    tuples: list[tuple[Any, ...]] = [()]
    for indices, names in coded:
        keys = rows.astype(np.int64) * len(names) + indices if len(tuples) > 1 else indices
        used, rows = _dense(keys, len(tuples) * len(names))
        tuples = [(*tuples[key // len(names)], names[key % len(names)]) for key in used.tolist()]
    return CodedRows(rows, tuples)


def group_by(
    table: pa.Table, by: str | Sequence[str], written: Sequence[str]
) -> tuple[tuple[str, ...], CodedRows]:
    """Return the columns that a table is grouped by, and its rows coded by them.

    Args:
        table: n rows.
        by: one or several columns.
        written: the names of the columns that the result adds.

    Raises:
        InvalidQuery: for an unknown column, one that the result adds, or one that rows cannot be grouped by.

    Examples:
        >>> import pyarrow as pa
        >>> group_by(pa.table({"city": ["Kiel", "Bonn", "Kiel"]}), "city", ["n"])[1].names
        [('Kiel',), ('Bonn',)]
    """
    names = _column_names(by, table.column_names)
    taken = [name for name in names if name in written]
    if taken:
        raise InvalidQuery(
            f"by: the answer has a column named {taken[0]!r}. Rename yours first.", value=taken[0]
        )
    try:
        coded = code_tuples(table, names)
        return names, CodedRows(coded.indices.astype(np.int32), coded.names)  # signed, for arithmetic
    except (pa.ArrowException, TypeError) as error:
        raise InvalidQuery(
            f"by: rows cannot be grouped by {', '.join(names)}: {error}", value=names
        ) from None


def _column_names(by: str | Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that a caller names to group by.

    Raises:
        InvalidQuery: for anything but the names of one or several columns of the table.
    """
    if not isinstance(by, str | list | tuple):
        raise InvalidQuery(f"by={by!r}: name a column, or a list of columns.", value=by)
    if not isinstance(by, str) and not all(isinstance(name, str) for name in by):
        raise InvalidQuery(f"by={by!r}: name columns by texts.", value=by)
    names = (by,) if isinstance(by, str) else tuple(dict.fromkeys(by))
    if not names:
        raise InvalidQuery("by: name at least one column.", value=names)
    for name in names:
        if name not in columns:
            raise InvalidQuery(
                f"by: no column {name!r}.{hint(name, columns)} Columns: {', '.join(columns)}.", value=name
            )
    return names


def sorted_by_name(names: Sequence[tuple[Any, ...]]) -> NDArray[np.intp]:
    """Return the positions of groups, sorted by name, with missing names last.

    Examples:
        >>> sorted_by_name([("b",), (None,), ("a",)]).tolist()
        [2, 0, 1]
    """

    def sort_key(group: int) -> list[tuple[bool, Any]]:
        return [(part is None, 0 if part is None else part) for part in names[group]]

    return np.array(sorted(range(len(names)), key=sort_key), np.intp)


def _distinct(coded: Coded) -> tuple[NDArray[np.integer[Any]], list[Any]]:
    """Return a column coded by distinct values, even if its dictionary holds a value twice."""
    names = list(dict.fromkeys(coded.names))
    if len(names) == len(coded.names):
        return coded.indices, names
    position = {name: number for number, name in enumerate(names)}
    return np.array([position[name] for name in coded.names], np.int32).take(coded.indices), names


def _by_table(coded: Sequence[tuple[NDArray[np.integer[Any]], list[Any]]], length: int) -> CodedRows:
    """Return rows coded by columns of few values, a block at a time: the blocks stay in the processor's cache."""
    size = prod(len(names) for _, names in coded)
    several = [(indices, len(names)) for indices, names in coded if len(names) > 1]
    keys: NDArray[Any] = np.zeros(length, np.uint8 if size <= 1 << 8 else np.uint16)
    seen = np.zeros(size, bool)

    def read(start: int, stop: int) -> None:
        for low in range(start, stop, BLOCK):
            block = slice(low, min(low + BLOCK, stop))
            key = keys[block]
            for number, (indices, count) in enumerate(several):
                if number:  # the first key is 0; and a count of 256 does not fit into a byte
                    key *= count
                np.add(key, indices[block], out=key, casting="unsafe")
            seen[key] = True

    in_parts(read, length)
    used = np.flatnonzero(seen)
    if len(used) and used[-1] >= len(used):  # there are combinations that do not occur
        position = (np.cumsum(seen) - 1).astype(keys.dtype)
        in_parts(lambda start, stop: _look_up(position, keys[start:stop]), length)
    names = product(*(names for _, names in coded))
    return CodedRows(keys, [name for name, occurs in zip(names, seen.tolist(), strict=True) if occurs])


def _look_up(position: NDArray[np.integer[Any]], keys: NDArray[np.integer[Any]]) -> None:
    for low in range(0, len(keys), BLOCK):
        keys[low : low + BLOCK] = position.take(keys[low : low + BLOCK])


def _dense(
    keys: NDArray[np.integer[Any]], size: int
) -> tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]:
    """Return the distinct keys, and the rows as indices into them."""
    if size > _TABLE:
        used, dense = np.unique(keys, return_inverse=True)
        return used, dense.astype(np.int32)
    seen = np.zeros(size, bool)
    seen[keys] = True
    used = np.flatnonzero(seen)
    position = np.zeros(size, np.int32)
    position[used] = np.arange(len(used))
    return used, position.take(keys)
