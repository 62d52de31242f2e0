"""Encodes long columns of currency or country codes by arithmetic on their bytes, which is much faster than hashing."""

from __future__ import annotations

import threading
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from salarykit.rates.kernel import BLOCK, Coded, in_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["short_codes"]

_LETTERS: Final = (2, 3)  # the lengths of a country code and of a currency code
_A: Final = ord("A") - 1  # the last five bits of a letter count from A = 1
_LEAST: Final = 1 << 14  # rows below which hashing is faster
_FIRST: Final = 1 << 12
"""The rows of the first block, which is short: almost all codes occur in it, so later blocks seldom add one."""
_MOST: Final = 255  # the most distinct codes, which are numbered in one byte; ISO 4217 has fewer


def short_codes(column: pa.Array) -> Coded | None:
    """Return a long column of texts of two or of three ASCII capitals, encoded; None for any other column.

    Examples:
        >>> coded = short_codes(pa.array(["USD", "EUR"] * 100_000))
        >>> coded.names[1:], coded.indices[:3].tolist()
        (['USD', 'EUR'], [1, 2, 1])
        >>> short_codes(pa.array(["USD", "euro"] * 100_000)) is None
        True
    """
    text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    if not text or column.null_count or len(column) < _LEAST:
        return None
    _, ends, data = column.buffers()
    kind = np.dtype(np.int64 if pa.types.is_large_string(column.type) else np.int32)
    offsets = np.frombuffer(ends, kind, len(column) + 1, column.offset * kind.itemsize)
    count = int(offsets[1] - offsets[0])
    if count not in _LETTERS or offsets[-1] - offsets[0] != count * len(column):
        return None
    letters = np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]]
    book = _Book(count)
    codes = np.empty(len(column), np.uint8)

    def run(start: int, stop: int) -> bool:
        edges = [start, *range(start + _FIRST, stop, 2 * BLOCK), stop]
        for low, high in pairwise(edges):  # many short blocks: threads wait less for each other
            if (np.diff(offsets[low : high + 1]) != count).any():
                return False
            if not book.read(_words(letters, count, low, high), codes[low:high]):
                return False
        return True

    return Coded(codes, book.names) if all(in_parts(run, len(codes))) else None


def _words(letters: NDArray[np.uint8], count: int, low: int, high: int) -> NDArray[np.unsignedinteger[Any]]:
    """Return the bytes of each text of a block as one little-endian number; for three-letter codes it includes the byte after the text."""
    block = letters[count * low : count * high + 1]
    if count == 2:  # noqa: PLR2004 - the size of a uint16
        return block[: 2 * (high - low)].view("<u2")
    if len(block) <= count * (high - low):  # nothing follows the last text
        block = np.append(block, np.uint8(0))
    return np.ndarray((high - low,), "<u4", block, strides=(count,))


class _Book:
    """Numbers codes in the order in which threads meet them; no code has the number 0."""

    def __init__(self, letters: int) -> None:
        self._letters = letters
        self._high, self._capital = (int.from_bytes(bytes([byte] * letters)) for byte in (0xE0, 0x40))
        self.names: list[str | None] = [None]
        self._numbers = np.zeros(1 << 15, np.uint8)
        self._lock = threading.Lock()

    def read(self, words: NDArray[np.unsignedinteger[Any]], codes: NDArray[np.uint8]) -> bool:
        """Write the number of each text into codes; return False if a text has other characters than capitals."""
        if ((words & self._high) != self._capital).any():  # the high bits of a capital
            return False
        key = words & 0x1F
        key |= (words >> 3) & 0x3E0
        key |= (words >> 6) & 0x7C00
        where = key.astype(np.intp)
        self._numbers.take(where, out=codes, mode="clip")
        if codes.min():
            return True
        if not self._add(np.unique(key[codes == 0]).tolist()):
            return False
        self._numbers.take(where, out=codes, mode="clip")
        return True

    def _add(self, keys: list[int]) -> bool:
        with self._lock:
            for key in keys:
                digits = (key & 31, key >> 5 & 31, key >> 10)[: self._letters]
                if not all(1 <= digit <= 26 for digit in digits) or len(self.names) > _MOST:  # noqa: PLR2004 - letters
                    return False
                if not self._numbers[key]:
                    self.names.append("".join(chr(_A + digit) for digit in digits))
                    self._numbers[key] = len(self.names) - 1
        return True
