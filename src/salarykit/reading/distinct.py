"""Doing once what many rows have in common, in one block of rows or in many."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

__all__ = ["DistinctRows", "GrowingColumns", "distinct_rows", "uncollected"]

_SHIFT: Final = 32  # bits of the number of what stands beside the first column
_MASK: Final = (1 << _SHIFT) - 1
T = TypeVar("T")


class DistinctRows:
    """Numbers the distinct rows of blocks from 0, in the order in which they first come.

    Examples:
        >>> seen = DistinctRows()
        >>> of, new = seen.add(pa.array(["a", "b", "a"]), pa.array([None, None, "x"], pa.string()))
        >>> of.tolist(), new
        ([0, 1, 2], [('a', None), ('b', None), ('a', 'x')])
        >>> of, new = seen.add(pa.array(["b", "c"]), pa.array([None, None], pa.string()))
        >>> of.tolist(), new
        ([1, 3], [('c', None)])
    """

    def __init__(self) -> None:
        self._first: dict[Any, int] = {}
        self._beside: dict[tuple[Any, ...], int] = {}
        self._numbers: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def add(
        self, first: pa.Array | NDArray[np.intp], *others: pa.Array | NDArray[np.intp]
    ) -> tuple[NDArray[np.intp], list[tuple[Any, ...]]]:
        """Return the number of each row of a block, and the rows that no block before had, in the order of their numbers.

        Args:
            first: n values, of which many may differ; a dictionary has no nulls.
            others: of n values each, of which few combinations differ; numpy's hold small integers.
        """
        coded = _coded(first)
        values = coded.dictionary.to_pylist()
        numbers = _numbered(self._first, values)[coded.indices.to_numpy()]
        known = len(self._numbers)
        keys, of = _distinct((numbers << _SHIFT) + self._combined(others, len(numbers)))
        found = _numbered(self._numbers, keys.tolist())
        new = keys[found >= known].tolist()
        firsts, beside = list(self._first), list(self._beside)
        return found[of], [(firsts[key >> _SHIFT], *beside[key & _MASK]) for key in new]

    def _combined(self, columns: tuple[pa.Array | NDArray[np.intp], ...], length: int) -> NDArray[np.int64]:
        """Return the number of each row's combination of values."""
        key, combined = np.zeros(length, np.int64), list[tuple[Any, ...]]([()])
        for column in columns:  # column by column, so that the numbers stay small
            coded = _coded(column)
            values = coded.dictionary.to_pylist() or [None]
            pairs, key = _distinct(key * len(values) + coded.indices.to_numpy())
            combined = [
                (*combined[pair // len(values)], values[pair % len(values)]) for pair in pairs.tolist()
            ]
        numbers = _numbered(self._beside, combined)
        return numbers[key] if length else key


def _coded(column: pa.Array | NDArray[np.intp]) -> pa.DictionaryArray:
    array = pa.array(column) if isinstance(column, np.ndarray) else column
    return array if isinstance(array, pa.DictionaryArray) else array.dictionary_encode(null_encoding="encode")


def _distinct(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return the distinct ones of n numbers in the order in which they first come, and which of them each is."""
    coded = pa.array(numbers).dictionary_encode()
    return coded.dictionary.to_numpy(), coded.indices.to_numpy().astype(np.intp)


def _numbered(known: dict[Any, int], values: Iterable[Any]) -> NDArray[np.int64]:
    """Return the number of each value; what is new takes the next one."""
    values = list(values)
    numbers = [known.get(value, -1) for value in values]
    if -1 in numbers:
        numbers = [known.setdefault(value, len(known)) for value in values]
    return np.array(numbers, np.int64)


def distinct_rows(*columns: pa.Array | NDArray[np.intp]) -> tuple[NDArray[np.intp], list[tuple[Any, ...]]]:
    """Return which of the distinct rows each row is, and the distinct rows.

    Args:
        columns: of n values each; numpy's hold small integers.

    Examples:
        >>> of, rows = distinct_rows(pa.array(["a", "b", "a"]), pa.array([None, None, "x"], pa.string()))
        >>> [rows[index] for index in of]
        [('a', None), ('b', None), ('a', 'x')]
    """
    return DistinctRows().add(*columns)


@contextmanager
def uncollected() -> Iterator[None]:
    """Put off Python's search for circles of objects while very many are made that are in none; it would go over all of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class GrowingColumns(Generic[T]):
    """Values to which more are added, and columns of what is asked of each once.

    Examples:
        >>> words = GrowingColumns(["one", "three"])
        >>> words.column("length", pa.int64(), len).to_pylist()
        [3, 5]
        >>> words.extend(["seven"])
        >>> words.column("length", pa.int64(), len).to_pylist()
        [3, 5, 5]
    """

    def __init__(self, values: Iterable[T] = ()) -> None:
        self._values = list(values)
        self._columns: dict[str, pa.Array] = {}

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, index: int) -> T:
        return self._values[index]

    def __iter__(self) -> Iterator[T]:
        return iter(self._values)

    def extend(self, values: Iterable[T]) -> None:
        """Add values."""
        self._values.extend(values)

    def column(self, name: str, kind: pa.DataType, make: Callable[[T], Any]) -> pa.Array:
        """Return what is made of each value; of those that were there before, what was made then."""
        known = self._columns.get(name, pa.nulls(0, kind))
        if len(known) < len(self._values):
            new = pa.array([make(value) for value in self._values[len(known) :]], kind)
            known = self._columns[name] = pa.concat_arrays([known, new]) if len(known) else new
        return known
