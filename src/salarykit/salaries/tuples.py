"""Rows coded by the distinct values of one or more columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from salarykit.files.columns import as_coded, combine

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from salarykit.rates.kernel import Coded

__all__ = ["CodedRows", "code_columns", "code_tuples"]

_TABLE: Final = 1 << 24  # combinations up to which a table finds the distinct ones quicker than sorting does


class CodedRows(NamedTuple):
    """Columns as indices into the distinct tuples of their values.

    Attributes:
        indices: n integers.
        names: the distinct tuples that occur, None where a value is missing.
    """

    indices: NDArray[np.integer[Any]]
    names: list[tuple[Any, ...]]


def code_tuples(table: pa.Table, columns: Sequence[str]) -> CodedRows:
    """Return the rows of a table coded by some columns.

    Examples:
        >>> import pyarrow as pa
        >>> coded = code_tuples(pa.table({"a": ["x", None, "x"], "b": [1, 2, 1]}), ["a", "b"])
        >>> coded.indices.tolist(), coded.names
        ([0, 1, 0], [('x', 1), (None, 2)])
    """
    return code_columns([as_coded(combine(table.column(name))) for name in columns], len(table))


def code_columns(columns: Sequence[Coded], length: int) -> CodedRows:
    """Return n rows coded by some columns, each of n values.

    Examples:
        >>> from salarykit.rates.kernel import Coded
        >>> coded = code_columns([Coded(np.array([0, 1]), ["x", "y"]), Coded(np.array([0, 0]), [None])], 2)
        >>> coded.indices.tolist(), coded.names
        ([0, 1], [('x', None), ('y', None)])
    """
    rows: NDArray[np.integer[Any]] = np.zeros(length, np.int32)
    tuples: list[tuple[Any, ...]] = [()]
    for column in columns:
        indices, names = _distinct(column)
        keys = rows.astype(np.int64) * len(names) + indices if len(tuples) > 1 else indices
        used, rows = _dense(keys, len(tuples) * len(names))
        tuples = [(*tuples[key // len(names)], names[key % len(names)]) for key in used.tolist()]
    return CodedRows(rows, tuples)


def _distinct(coded: Coded) -> tuple[NDArray[np.integer[Any]], list[Any]]:
    """Return a column coded by distinct values; what a dictionary holds twice is one value."""
    names = list(dict.fromkeys(coded.names))
    if len(names) == len(coded.names):
        return coded.indices, names
    place = {name: number for number, name in enumerate(names)}
    return np.array([place[name] for name in coded.names], np.int32).take(coded.indices), names


def _dense(
    keys: NDArray[np.integer[Any]], size: int
) -> tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]:
    """Return the keys that occur, and the rows as indices into them."""
    if size > _TABLE:
        used, dense = np.unique(keys, return_inverse=True)
        return used, dense.astype(np.int32)
    seen = np.zeros(size, bool)
    seen[keys] = True
    used = np.flatnonzero(seen)
    place = np.zeros(size, np.int32)
    place[used] = np.arange(len(used))
    return used, place.take(keys)
