"""Converts the vectors of DuckDB, 2,048 rows each, keeping between calls what does not change."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.errors import SalaryKitError
from salarykit.package import once_property
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.lookup import Cache
from salarykit.rates.spans import Latest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.rates.lookup import SpanTerms
    from salarykit.rates.rates import Rates

    Floats = NDArray[np.float64]
    Indices = NDArray[np.integer[Any]]

__all__ = ["Vectors"]

_LEAST: Final = (
    256  # rows; for fewer the general conversion is fast enough, and needs no tables of all currencies
)
_LETTERS: Final = 3  # letters of a currency code
_SLOTS: Final = 15  # bits of the number of a slot in the hash table
_KEPT: Final = 4  # results of each kind in the cache, because a query may name several bases and days
_DATE: Final = pa.date32()
_DOUBLE: Final = pa.float64()
_TEXT: Final = pa.string()


class Vectors:
    """Converts vectors of the usual types: DOUBLE, codes with daily rates, one base, and dates or one day or span.

    Args:
        rates: the rates.
        terms: what the rates must satisfy.
    """

    def __init__(self, rates: Rates, terms: SpanTerms) -> None:
        self._rates, self._terms = rates, terms
        self._constants, self._enums, self._grids, self._rows = (Cache(_KEPT) for _ in range(4))
        self._ends: pa.Buffer | None = None

    def convert(self, amounts: pa.Array | None, currency: pa.Array, base: pa.Array, day: pa.Array) -> Any:
        """Return the amounts of a vector in the base, as an Arrow array; None if a row needs the general conversion.

        That is so for vectors of other types, for missing values other than amounts, for bases or days as texts that differ between
        rows, and for rows without a daily rate, which may have a coarser one or be an error.

        Args:
            amounts: n amounts; None if all are 1.
            currency: n codes.
            base: n codes, all the same.
            day: n dates, or n texts, all the same.
        """
        one = self._constant(base) if len(base) >= _LEAST and not self._terms.coarse else None
        if one not in self._codes.numbers:
            return None
        codes = self._numbers(currency)
        rate = None if codes is None else self._rates_of(codes, str(one), day)
        return None if rate is None else _product(rate, amounts)

    @once_property
    def _codes(self) -> _Codes:
        return _Codes(self._rates.pivot_rates.codes)

    def _constant(self, texts: pa.Array) -> str | None:
        """Return the text that all rows have; None if they differ, or are not plain texts."""
        if texts.type != _TEXT or texts.offset or texts.null_count:
            return None
        _, ends, data = texts.buffers()
        for text, (length, *kept) in [*self._constants.items()]:
            if length == len(texts) and data is not None and kept[0].equals(ends) and kept[1].equals(data):
                return str(text)
        if data is None or not texts.slice(1).equals(texts.slice(0, len(texts) - 1)):
            return None
        text = texts[0].as_py()
        self._constants.keep(text, (len(texts), _copied(ends), _copied(data)))
        return str(text)

    def _numbers(self, currency: pa.Array) -> Indices | None:
        """Return the number of each code among the daily currencies; None if a value is not one of them."""
        if currency.null_count or currency.offset:
            return None
        if currency.type == _TEXT:
            return (
                self._codes.of_texts(currency.buffers()[2], len(currency))
                if self._are_three_bytes(currency)
                else None
            )
        if not pa.types.is_dictionary(currency.type):
            return None
        numbers: Indices = self._numbers_of(currency.dictionary)
        rows: Indices = numbers.take(currency.indices.to_numpy(zero_copy_only=False))
        return rows

    def _numbers_of(self, dictionary: pa.Array) -> Indices:
        """Return the number of each value of an ENUM."""
        for kept, numbers in [*self._enums.values()]:
            if kept.equals(dictionary):
                return np.asarray(numbers)
        names, known = tuple(dictionary.to_pylist()), self._codes.numbers
        found = np.array([known.get(name, len(known)) for name in names], np.intp)
        self._enums.keep(names, (dictionary, found))
        return found

    def _are_three_bytes(self, texts: pa.Array) -> bool:
        """Return whether each text has three bytes; the offsets of the last such vector are kept to compare with."""
        ends, kept = texts.buffers()[1], self._ends
        if kept is not None and kept.equals(ends):
            return True
        if (np.frombuffer(ends, np.int32, len(texts) + 1) != _LETTERS * np.arange(len(texts) + 1)).any():
            return False
        self._ends = _copied(ends)
        return True

    def _rates_of(self, codes: Indices, base: str, day: pa.Array) -> Floats | None:
        """Return the rate of each row, NaN without a daily rate; None if days are missing, differ as texts, or are outside the daily rates."""
        if day.type == _DATE:
            return None if day.null_count or day.offset else self._of_dates(codes, base, day)
        text = self._constant(day)
        try:
            return None if text is None else self._of_span(codes, base, text)
        except SalaryKitError:  # the general conversion raises the error with all details
            return None

    def _of_dates(self, codes: Indices, base: str, day: pa.Array) -> Floats | None:
        grid: _RatesByDay = self._grids.get_or_build(base, lambda: self._grid(base))
        row = np.frombuffer(day.buffers()[1], np.int32, len(day)) - np.int32(grid.first)
        if row.view(np.uint32).max() >= grid.height:  # a day before or after the grid
            return None
        cell = grid.columns.take(codes)
        row *= np.int32(grid.width)
        cell += row
        return grid.rate.take(cell)

    def _grid(self, base: str) -> _RatesByDay:
        codes = self._codes.names
        done = self._rates.convert_coded(
            np.full(len(codes), np.nan),  # only the grid is wanted, and a missing amount needs no rate
            Coded(np.arange(len(codes)), codes),
            base,
            on=Days(np.zeros(len(codes), np.int32)),
            terms=self._terms,
            missing="null",
        )
        rate, first = done.where.grid.rate, done.where.first
        columns = np.append(done.where.columns, rate.shape[1] - 1)  # the last column has no rates
        return _RatesByDay(rate.reshape(-1), len(rate), rate.shape[1], first, columns)

    def _of_span(self, codes: Indices, base: str, text: str) -> Floats | None:
        """Return the rates of one day or span; each is looked up once, for the first vector that has its currency."""
        key = base, text
        row: Floats | None = self._rows.get(key)
        if row is not None and not np.isnan(found := row.take(codes)).any():
            return found
        span = self._rates.span(text)
        if isinstance(span, Latest):
            return None
        used, names = np.unique(codes), self._codes.names
        used = used[used < len(names)]
        row = np.full(len(names) + 1, np.nan) if row is None else row.copy()
        done = self._rates.convert_coded(
            np.ones(len(used)),
            Coded(np.arange(len(used)), [names[number] for number in used.tolist()]),
            base,
            on=span,
            terms=self._terms,
            missing="null",
        )
        row[used] = done.value
        self._rows.keep(key, row)
        return row.take(codes)


class _RatesByDay(NamedTuple):
    """The daily rates to one base."""

    rate: Floats
    """The rates, day by day."""
    height: int
    """The number of days."""
    width: int
    """The number of rates per day."""
    first: int
    """The number of the first day."""
    columns: NDArray[np.intp]
    """The position of each currency's rate in a day."""


class _Codes:
    """Numbers currency codes by their three bytes, through a hash table without collisions."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.numbers: dict[str | None, int] = {name: number for number, name in enumerate(names)}
        words = np.array([int.from_bytes(name.encode(), "little") for name in names], np.uint32)
        self._factor = np.uint32(0x9E3779B1)
        while len(set(self._slots(words).tolist())) < len(words):
            self._factor = np.uint32((int(self._factor) * 5 + 4) & 0xFFFFFFFF | 1)
        self._word_at = np.full(1 << _SLOTS, ~np.uint32(0))  # a number that no three bytes have
        self._number_at = np.zeros(1 << _SLOTS, np.intp)
        self._word_at[self._slots(words)] = words
        self._number_at[self._slots(words)] = np.arange(len(words))

    def _slots(self, words: NDArray[np.uint32]) -> NDArray[np.intp]:
        return ((words * self._factor) >> np.uint32(32 - _SLOTS)).astype(np.intp)

    def of_texts(self, data: pa.Buffer, rows: int) -> Indices | None:
        """Return the number of each code of three bytes; None if one of them is unknown."""
        letters = np.empty(_LETTERS * rows + 1, np.uint8)  # four bytes are read as one number
        letters[:-1] = np.frombuffer(data, np.uint8, _LETTERS * rows)
        words = np.ndarray((rows,), "<u4", letters, strides=(_LETTERS,)) & np.uint32(0xFFFFFF)
        slots = self._slots(words)
        if (self._word_at.take(slots) != words).any():
            return None
        return self._number_at.take(slots)


def _product(rate: Floats, amounts: pa.Array | None) -> Any:
    """Return amounts times rates as Arrow; None if a result is missing although its amount is not, or if amounts are not DOUBLE."""
    valid, nulls = None, 0
    if amounts is not None:
        if amounts.type != _DOUBLE or amounts.offset:
            return None
        (valid, data), nulls = amounts.buffers(), amounts.null_count
        with (
            np.errstate(over="ignore", invalid="ignore") if nulls else nullcontext()
        ):  # the buffer may hold any number where a value is null
            rate *= np.frombuffer(data, np.float64, len(amounts))
    if np.isnan(rate.min()):
        return None
    return pa.Array.from_buffers(_DOUBLE, len(rate), [valid if nulls else None, pa.py_buffer(rate)], nulls)


def _copied(buffer: pa.Buffer) -> pa.Buffer:
    """Return a copy of a buffer of DuckDB, which may reuse the memory."""
    return pa.py_buffer(buffer.to_pybytes())
