"""Doing once what many rows have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["distinct_numbers", "distinct_rows"]


def distinct_rows(*columns: pa.Array | NDArray[np.intp]) -> tuple[NDArray[np.intp], list[tuple[Any, ...]]]:
    """Return the index of each row among the distinct rows, and the distinct rows in the order of their first occurrence.

    Args:
        columns: of n values each; numpy's hold small integers.

    Examples:
        >>> of, rows = distinct_rows(pa.array(["a", "b", "a"]), pa.array([None, None, "x"], pa.string()))
        >>> of.tolist(), rows
        ([0, 1, 2], [('a', None), ('b', None), ('a', 'x')])
    """
    of, rows = np.zeros(len(columns[0]), np.intp), list[tuple[Any, ...]]([()])
    if not len(of):
        return of, []
    for column in columns:  # column by column, so that the numbers stay small
        coded = _coded(column)
        values = coded.dictionary.to_pylist()
        if len(values) == 1:
            rows = [(*row, *values) for row in rows]
            continue
        pairs, of = distinct_numbers(of * len(values) + coded.indices.to_numpy())
        rows = [(*rows[pair // len(values)], values[pair % len(values)]) for pair in pairs.tolist()]
    return of, rows


def _coded(column: pa.Array | NDArray[np.intp]) -> pa.DictionaryArray:
    if isinstance(column, pa.Array) and column.null_count == len(column):
        column = pa.nulls(1, pa.string())
    array = pa.array(column) if isinstance(column, np.ndarray) else column
    return array if isinstance(array, pa.DictionaryArray) else array.dictionary_encode(null_encoding="encode")


def distinct_numbers(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return the distinct numbers in the order of their first occurrence, and the index of each number among them.

    Examples:
        >>> distinct_numbers(np.array([5, 3, 5]))
        (array([5, 3]), array([0, 1, 0]))
    """
    coded = pa.array(numbers).dictionary_encode()
    return coded.dictionary.to_numpy(), coded.indices.to_numpy().astype(np.intp)
