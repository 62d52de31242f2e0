"""Doing once what many rows have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["distinct_rows"]


def distinct_rows(*columns: pa.Array | NDArray[np.intp]) -> tuple[NDArray[np.intp], list[tuple[Any, ...]]]:
    """Return which of the distinct rows each row is, and the distinct rows.

    Args:
        columns: of n values each; numpy's hold small integers.

    Examples:
        >>> of, rows = distinct_rows(pa.array(["a", "b", "a"]), pa.array([None, None, "x"], pa.string()))
        >>> [rows[index] for index in of]
        [('a', None), ('b', None), ('a', 'x')]
    """
    arrays = [pa.array(column) if isinstance(column, np.ndarray) else column for column in columns]
    coded = [array.dictionary_encode(null_encoding="encode") for array in arrays]
    key = np.zeros(len(arrays[0]), np.int64)
    for column in coded:
        key = key * max(1, len(column.dictionary)) + column.indices.to_numpy()
    found, of = np.unique(key, return_inverse=True)
    values: list[list[Any]] = []
    for column in reversed(coded):
        size = max(1, len(column.dictionary))
        values.append(column.dictionary.take(pa.array(found % size)).to_pylist())
        found = found // size
    return of.reshape(-1), list(zip(*reversed(values), strict=True))
