"""Reads the pay in distinct texts: among texts that are alike, a few are read, and the amounts of the others are computed."""

from __future__ import annotations

import math
from itertools import cycle
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.pay.alike import alike_texts, numbers_in, shapes_of, which_ends
from salarykit.pay.amounts import IN_THOUSANDTHS
from salarykit.pay.candidates import candidates_of_shape, is_shaped, plain_candidates
from salarykit.pay.parse import first_pay, scan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.alike import Alike, End, Numbers
    from salarykit.pay.candidate import Candidate
    from salarykit.pay.pay import Pay

__all__ = ["Pays", "read_alike", "read_each"]

_LONG: Final = 200  # bytes of a text that may be too long for the cache of shapes
_FEW: Final = 24  # texts that are alike; for fewer no time is saved, because up to five of them are read


class Pays(NamedTuple):
    """The pay that n texts state.

    Attributes:
        kinds: the `Pay` of each text that was read; None for a text that states none.
        kind: for each text, the index in `kinds` of a `Pay` that differs from its own only in the ends.
        ends: 2 x n: the lower and the higher end of each text; NaN if it is open or missing.
    """

    kinds: list[Pay | None]
    kind: NDArray[np.intp]
    ends: NDArray[np.float64]


def read_alike(texts: pa.Array, tenders: list[LocalMoney], which: NDArray[np.intp]) -> Pays:
    """Return the pay that each text states, as `scan` finds it.

    Args:
        texts: n strings, none of them null.
        tenders: the currencies of each distinct country and day.
        which: the index of each text's currencies.

    Examples:
        >>> from salarykit.currency.tender import NOWHERE
        >>> texts = pa.array([f"£{pounds}k" for pounds in range(51, 99)] + ["none"])
        >>> pays = read_alike(texts, [NOWHERE], np.zeros(49, int))
        >>> len(pays.kinds), pays.kind[[0, 1, 48]].tolist(), pays.ends[0, [0, 1]].tolist()
        (2, [0, 0, 1], [51000.0, 52000.0])
    """
    alike = alike_texts(texts, numbers_in)
    groups = [(group, _extremes(alike, group)) for group in _groups(alike, which)]
    alone = np.ones(len(texts), bool)
    for group, extremes in groups:
        alone[group] = np.isin(group, extremes)
    pay_by_row = _read(texts, tenders, which, np.flatnonzero(alone))
    first, ends = np.arange(len(texts)), np.full((2, len(texts)), np.nan)
    for group, extremes in groups:
        computed = _computed(alike, group, extremes, pay_by_row)
        if computed is None:
            pay_by_row |= _read(texts, tenders, which, np.setdiff1d(group, extremes))
            alone[group] = True
        else:
            first[group], ends[:, group], alone[group] = group[0], computed, False
    rows = np.flatnonzero(alone)
    stated = [(pay.low, pay.high) if (pay := pay_by_row[row]) else (None, None) for row in rows.tolist()]
    ends[:, rows] = np.array(stated, float).reshape(-1, 2).T
    kinds, kind = np.unique(first, return_inverse=True)
    return Pays([pay_by_row[row] for row in kinds.tolist()], kind.reshape(-1), ends)


def _groups(alike: Alike, which: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Return the groups of texts that are alike and of one country and day, if they are large enough to save time."""
    if not alike.numbers:
        return []
    pairs = alike.first * (int(which.max(initial=0)) + 1) + which
    order = np.argsort(pairs, kind="stable")
    starts = np.flatnonzero(np.diff(pairs[order], prepend=-1))
    return [group for group in np.split(order, starts[1:]) if len(group) >= _FEW]


def _extremes(alike: Alike, group: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the first of some texts, and the texts with the smallest and the largest numbers."""
    digits = alike.digits[:, group]
    return np.unique(group[[0, *digits.argmin(1), *digits.argmax(1)]])


def _computed(
    alike: Alike, group: NDArray[np.intp], extremes: NDArray[np.intp], pay_by_row: dict[int, Pay | None]
) -> NDArray[np.float64] | None:
    """Return the ends of the pay of texts that are alike; None if their extremes show that they must be read one by one."""
    first = int(group[0])
    like, numbers = pay_by_row[first], alike.numbers[int(alike.first[first])]
    if like is None or like.currency in IN_THOUSANDTHS:
        return None
    ends = which_ends(numbers, alike.digits[:, first : first + 1], like.low, like.high)
    if ends is None:
        return None
    values = np.stack([_values(numbers, alike.digits[:, group], end) for end in ends])
    for place in np.flatnonzero(np.isin(group, extremes)).tolist():
        low, high = (None if math.isnan(end) else end for end in values[:, place].tolist())
        if pay_by_row[int(group[place])] != like._replace(low=low, high=high):
            return None
    return values


def _values(numbers: Numbers, digits: NDArray[np.int64], end: End | None) -> NDArray[np.float64]:
    """Return the values of an end of pay in each text; NaN for an open one."""
    return np.full(digits.shape[1], np.nan) if end is None else numbers.values(digits, *end)


def _read(
    texts: pa.Array, tenders: list[LocalMoney], which: NDArray[np.intp], rows: NDArray[np.intp]
) -> dict[int, Pay | None]:
    """Return the pay of some of the texts, by their position."""
    chosen = tenders if len(tenders) == 1 else [tenders[index] for index in which[rows].tolist()]
    return dict(zip(rows.tolist(), read_each(texts.take(pa.array(rows)), chosen), strict=True))


def read_each(texts: pa.Array, tenders: list[LocalMoney]) -> list[Pay | None]:
    """Return the pay of each text; texts of one shape share its candidates.

    Args:
        texts: n strings, none of them null.
        tenders: for each text the currencies of its country on its day; or one entry for all texts.

    Examples:
        >>> from salarykit.currency.tender import NOWHERE
        >>> [pay and pay.low for pay in read_each(pa.array(["£5k", "none"]), [NOWHERE])]
        [5000.0, None]
    """
    shapes = shapes_of(texts).dictionary_encode()
    candidates = [_candidates_of(shape) for shape in shapes.dictionary.cast(pa.large_binary()).to_pylist()]
    each_tender = cycle(tenders) if len(tenders) == 1 else tenders
    return [
        None if candidates[shape] == () else _pay_of(text, candidates[shape], tender)
        for text, shape, tender in zip(
            texts.to_pylist(), shapes.indices.to_pylist(), each_tender, strict=False
        )
    ]


def _candidates_of(shape: bytes) -> tuple[Candidate, ...] | None:
    """Return the candidates of a shape; a shape too long for the cache is searched like a text."""
    return candidates_of_shape(shape) if len(shape) <= _LONG else plain_candidates(shape.decode("utf-8"))


def _pay_of(text: str, candidates: tuple[Candidate, ...] | None, tender: LocalMoney) -> Pay | None:
    if candidates is None or not is_shaped(text):
        return scan(text, tender)
    return first_pay(text, candidates, tender)
