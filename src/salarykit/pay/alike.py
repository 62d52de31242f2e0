"""Texts that differ only in the digits of their numbers, and so state the same pay except for its amounts.

What a text states depends on its shape, which is the text without the values of its digits, and on how its numbers compare with
a few limits and with each other. Texts that agree in all of that are alike: one of them is read, and the amounts of the
others are computed from their digits, all at once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.pay.candidates import DIGITS, plain_candidates
from salarykit.pay.counting_words import multiplier_value
from salarykit.pay.numbers import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from salarykit.pay.candidate import Candidate
    from salarykit.pay.patterns import Figure

__all__ = ["LIMITS", "Alike", "End", "Numbers", "alike_texts", "numbers_in", "shapes_of", "which_ends"]

LIMITS: Final = np.array(  # np.unique would import numpy.ma
    sorted({4.0, 20.0, 50.0, 300.0, 1_900.0, 2_100.0, 401_000.0, *(10.0**power for power in range(13))})
)
"""The limits that amounts are compared with before they count as pay."""
_FEW: Final = 8  # texts of a shape; for fewer it does not pay to compare them
_DIGITS: Final = 15  # digits of a number at most, so that a float holds it exactly
_LARGEST: Final = 1e11  # the limit above which the parser rounds a number with decimals, times its multiplier, to a whole number
_DECIMALS: Final = 6  # decimals of a number at most
_SHAPES: Final = 1 << 13  # shapes in the cache
_NAMES: Final = "40[13]"  # names such as 401(k)


class Numbers(NamedTuple):
    """The numbers of a shape, one or two.

    Attributes:
        at: the position of each digit of each number, in bytes.
        decimals: how many of the digits of each number are decimals.
        scales: the factors by which numbers may be multiplied.
        multipliers: the multiplier written after each.
        is_compared: whether the reading depends on the values of the numbers.
    """

    at: tuple[tuple[int, ...], ...]
    decimals: tuple[int, ...]
    scales: tuple[float, ...] = (1.0,)
    multipliers: tuple[float, ...] = (1.0,)
    is_compared: bool = True

    def values(self, digits: NDArray[np.int64], which: int, scale: float = 1.0) -> NDArray[np.float64]:
        """Return the value of one number in each text, given its digits as whole numbers."""
        parts = 10.0 ** self.decimals[which]
        scaled: NDArray[np.float64] = digits[which] / parts if scale == 1 else digits[which] * (scale / parts)
        return scaled


class End(NamedTuple):
    """An end of the range of pay: which number it is, and the factor it is multiplied by."""

    which: int
    scale: float


class Alike(NamedTuple):
    """Which of n texts are alike; see the docstring of this module.

    Attributes:
        first: for each text, the position of the first text that is like it, which may be its own.
        digits: 2 x n: the digits of the first and of the second number of each text, as a whole number.
        numbers: the numbers of each of these first texts, by its position.
    """

    first: NDArray[np.intp]
    digits: NDArray[np.int64]
    numbers: dict[int, Numbers]


def alike_texts(texts: pa.Array, numbers_of: Callable[[str], Numbers | None]) -> Alike:
    """Return which texts are alike.

    Args:
        texts: n strings, none of them null.
        numbers_of: returns the numbers of a shape; None if its texts must be read one by one.

    Examples:
        >>> texts = pa.array([f"£{pounds}k" for pounds in range(10, 99)] + ["none"])
        >>> found = alike_texts(texts, numbers_in)
        >>> found.first[:4].tolist(), found.first[-1:].tolist(), found.digits[0, :4].tolist()
        ([0, 1, 1, 1], [89], [10, 11, 12, 13])
    """
    length = len(texts)
    alike = Alike(np.arange(length), np.zeros((2, length), np.int64), {})
    shapes = shapes_of(texts).dictionary_encode()
    if length < _FEW or _FEW * len(shapes.dictionary) > length + _FEW * _FEW * _FEW:
        return alike
    which = shapes.indices.to_numpy()
    order, counts = np.argsort(which, kind="stable"), np.bincount(which, minlength=len(shapes.dictionary))
    ends = np.cumsum(counts)
    has_name = pc.match_substring_regex(texts, _NAMES).to_numpy(zero_copy_only=False)
    _, offsets, characters = texts.buffers()
    starts = np.frombuffer(offsets, _offset_type(texts))[texts.offset : texts.offset + length]
    characters = np.frombuffer(characters or b"", np.uint8)
    for shape in np.flatnonzero(counts >= _FEW).tolist():
        numbers = numbers_of(shapes.dictionary[shape].as_py())
        if numbers:
            rows = order[ends[shape] - counts[shape] : ends[shape]]
            _join(alike, rows[~has_name[rows]], numbers, starts, characters)
    return alike


def _offset_type(texts: pa.Array) -> type[np.int32 | np.int64]:
    return np.int64 if pa.types.is_large_string(texts.type) else np.int32


def _join(
    alike: Alike,
    rows: NDArray[np.intp],
    numbers: Numbers,
    starts: NDArray[Any],
    characters: NDArray[np.uint8],
) -> None:
    """Record which texts of one shape are alike; texts with a leading zero are left to be read by themselves."""
    leads = np.ones(len(rows), bool)
    for which, places in enumerate(numbers.at):
        value = np.zeros(len(rows), np.int64)
        for place in places:
            value = value * 10 + (characters[starts[rows] + place] - np.uint8(48))
        leads &= value >= 10 ** (len(places) - 1)
        alike.digits[which, rows] = value
    rows = rows[leads]
    if not len(rows):
        return
    _, first, of = np.unique(
        _decisions(alike.digits[:, rows], numbers), return_index=True, return_inverse=True
    )
    alike.first[rows] = rows[first][of.reshape(-1)]
    alike.numbers.update(dict.fromkeys(rows[first].tolist(), numbers))


def _decisions(digits: NDArray[np.int64], numbers: Numbers) -> NDArray[np.int64]:
    """Return a number for each text, equal for texts whose numbers compare alike with the limits and with each other."""
    key = np.zeros(digits.shape[1], np.int64)
    if not numbers.is_compared:
        return key
    columns = []
    for which, decimals in enumerate(numbers.decimals):
        columns.append((digits[which] % 10**decimals == 0).astype(np.int64))
        for scale in numbers.scales:
            value = numbers.values(digits, which, scale)
            columns.append(np.searchsorted(LIMITS, value) + np.searchsorted(LIMITS, value, "right"))
    if len(numbers.at) > 1:
        one, two = numbers.multipliers
        columns += [
            _compared(numbers.values(digits, 0, own), numbers.values(digits, 1, other))
            for own, other in {(1.0, 1.0), (one, two), (two, two), (one, one)}
        ]
    for column in columns:
        if column.min() != column.max():
            key = np.unique(key * (int(column.max()) + 1) + column, return_inverse=True)[1].reshape(-1)
    return key


def _compared(one: NDArray[np.float64], two: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return, as bits, the comparisons that decide whether two ends are a range and whether they share their thousands."""
    thousands = 1_000 * one
    tests = [
        one <= two,
        one == two,
        one <= 3 * two,
        two * 20 < one,
        two > 4 * one,
        two > 20 * one,
        two > 100 * one,
        thousands <= two,
        two <= 3 * thousands,
        two <= 10 * thousands,
    ]
    signs: NDArray[np.int64] = np.sum(
        [test.astype(np.int64) << bit for bit, test in enumerate(tests)], axis=0
    )
    return signs


@lru_cache(_SHAPES)
def numbers_in(shape: str) -> Numbers | None:
    """Return the numbers of a shape if texts of it differ in nothing else that decides their pay; otherwise None.

    Examples:
        >>> numbers_in("£00,000").at, numbers_in("00.000 €").decimals, numbers_in("€0.0k").multipliers
        (((2, 3, 5, 6, 7),), (0,), (1000.0,))
        >>> numbers_in("£00,000 for 00 months") is None
        True
    """
    candidates = plain_candidates(shape)
    if not candidates or len(candidates) > 1:
        return None
    candidate = candidates[0]
    figures = [candidate.first] if candidate.second is None else [candidate.first, candidate.second]
    at = tuple(_places(shape, figure) for figure in figures)
    decimals = tuple(_decimals(shape, figure) for figure in figures)
    multipliers = tuple(multiplier_value(figure.multiplier) for figure in figures)
    scales = {1.0, *multipliers, *([1_000.0] if candidate.second else [])}
    if sum(map(len, at)) != sum(map(str.isdecimal, shape)) or not _is_simple(shape, candidate):
        return None
    if any(count < 0 for count in decimals) or not all(map(_is_exact, at, decimals, [scales] * len(at))):
        return None
    return Numbers(at, decimals, tuple(sorted(scales)), multipliers)


def _is_simple(shape: str, candidate: Candidate) -> bool:
    """Return whether the candidate's numbers alone, each by itself, decide the amount and the period."""
    return candidate.scale == 1 and not candidate.shows_decimal_sign and not candidate.may_state_months(shape)


def _places(shape: str, figure: Figure) -> tuple[int, ...]:
    """Return the position of each digit of a number, in bytes."""
    start = len(shape[: figure.start].encode())
    return tuple(
        start + place
        for place, sign in enumerate(shape[figure.start : figure.end].encode())
        if sign == ord("0")
    )


def _decimals(shape: str, figure: Figure) -> int:
    """Return how many digits of a number are decimals; -1 if it begins with a zero or is written in another way."""
    written = shape[figure.start : figure.end].replace("0", "1")
    digits = written.count("1")
    value = number(written, scaled=figure.multiplier is not None) if written[0] == "1" else None
    if value is None or digits > _DIGITS:
        return -1
    whole = int("1" * digits)
    return next((power for power in range(_DECIMALS) if whole / 10**power == value), -1)


def _is_exact(at: tuple[int, ...], decimals: int, scales: set[float]) -> bool:
    """Return whether floats hold the products of a number and its scales exactly: as whole numbers, or as the number itself."""
    if not decimals:
        return all(len(at) + len(str(int(scale))) <= _DIGITS + 1 for scale in scales)
    whole = all(scale == 1 or scale % 10**decimals == 0 for scale in scales)
    return whole and (len(scales) == 1 or 10.0 ** (len(at) - decimals) * max(scales) <= _LARGEST)


def which_ends(
    numbers: Numbers, digits: NDArray[np.int64], low: float | None, high: float | None
) -> tuple[End | None, End | None] | None:
    """Return which number each end of the pay is, and its factor; None if an end may be either number.

    An open end is None.

    Args:
        numbers: the numbers of the text's shape.
        digits: the digits of each number.
        low: the lower end; None if it is open.
        high: the higher end; None if it is open.

    Examples:
        >>> numbers = numbers_in("£00-00k")
        >>> which_ends(numbers, np.array([[45], [55]]), 45_000.0, 55_000.0)
        (End(which=0, scale=1000.0), End(which=1, scale=1000.0))
    """
    ends = [End(which, scale) for which in range(len(numbers.at)) for scale in numbers.scales]
    values = [float(numbers.values(digits, *end)[0]) for end in ends]
    numbers_of_ends = [
        [None]
        if stated is None
        else [end for end, value in zip(ends, values, strict=True) if value == stated]
        for stated in (low, high)
    ]
    return (
        (numbers_of_ends[0][0], numbers_of_ends[1][0])
        if all(len(numbers_of_end) == 1 for numbers_of_end in numbers_of_ends)
        else None
    )


def shapes_of(texts: pa.Array) -> pa.Array:
    """Return the shapes of texts: the texts with a zero for each digit.

    Examples:
        >>> shapes_of(pa.array(["$120k", "none"])).to_pylist()
        ['$000k', 'none']
    """
    missing, offsets, characters = texts.buffers()
    plain = pa.py_buffer(bytes(characters or b"").translate(DIGITS))
    return pa.Array.from_buffers(texts.type, len(texts), [missing, offsets, plain], offset=texts.offset)
