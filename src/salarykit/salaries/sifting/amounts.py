"""A column of amounts in people's writing as numbers, with the currency, period and range that each cell states."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import combine
from salarykit.files.texts import is_text
from salarykit.pay.column import parse_texts
from salarykit.pay.local import locals_of
from salarykit.salaries.fields import BY_NAME, NUMBER, Refused, is_missing
from salarykit.salaries.sifting.checks import Fault
from salarykit.salaries.sifting.distinct import distinct_rows
from salarykit.salaries.sifting.numerals import LIKE_A_NUMBER, Numerals, read_numerals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.currency.tender import LocalMoney
    from salarykit.files.raw import Column
    from salarykit.salaries.sifting.plan import Figure

__all__ = ["Amounts", "Beside", "Told", "is_plain_column", "read_amounts"]

_CODES: Final = {
    "*": ("not_available", "is the publisher's sign for a figure that is not available."),
    "**": ("not_available", "is the publisher's sign for a figure that is not available."),
    "#": ("capped", "is the publisher's sign for a figure at or above the highest that it publishes."),
}
_SHOWN: Final = 60  # signs of a cell in a message
_BARE: Final = frozenset("0123456789.,'’ \u00a0\u2009\u202f-–—~〜～+/")
_FIGURE: Final = re.compile(r"^[^\d+-]{0,20}\+?[0-9]", re.ASCII)
_DOTTED: Final = r"^[+-]?[0-9]+\.[0-9]+$"


class Beside(NamedTuple):
    """What stands beside the n amounts.

    Attributes:
        country: ISO codes, null where there is none.
        as_of: days or spans, null where there is none.
        currency: ISO codes, null where there is none.
        figures: what the headers say.
        which: which of the figures each row is from.
    """

    country: pa.Array
    as_of: pa.Array
    currency: pa.Array
    figures: tuple[Figure, ...]
    which: NDArray[np.intp]


class Told(NamedTuple):
    """What a text that is more than a plain number says.

    Attributes:
        text: the cell.
        amount: the figure: a point, or the middle of a range; NaN if there is none.
        low, high: the ends of a range, else None.
        pay: what the pay parser found; None for a bare number.
        fault: a code and a sentence, if it is no figure.
    """

    text: str
    amount: float = float("nan")
    low: float | None = None
    high: float | None = None
    pay: dict[str, Any] | None = None
    fault: tuple[str, str] | None = None


@dataclass(slots=True)
class Amounts:
    """n amounts, NaN where there is none.

    Attributes:
        amount: the figures.
        told: what the distinct texts among the cells say.
        of: which of them each row is; -1 where it is none.
        faults: the cells that are no figure.
        numerals: what the cells that are bare numbers say of decimals.
        ends: the two ends of each range that stands in two columns; NaN elsewhere.
    """

    amount: NDArray[np.float64]
    told: list[Told] = field(default_factory=list)
    of: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, np.intp))
    faults: list[Fault] = field(default_factory=list)
    numerals: Numerals = field(default_factory=lambda: Numerals({}, None, frozenset(), None))
    ends: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None

    @property
    def is_text(self) -> bool:
        """Whether any cell was understood that is no plain number."""
        return bool(self.numerals.values) or any(
            each.pay or (each.fault and each.fault[0] != "no_pay") for each in self.told
        )

    def pays(self) -> NDArray[np.bool_]:
        """Return which rows have a text with pay in it."""
        return self._spread([each.pay is not None for each in self.told], False).astype(bool)

    def column(self, name: str, kind: pa.DataType) -> pa.Array:
        """Return what the texts say of a field of pay, null where they say nothing."""
        return pa.array(self._spread([each.pay and each.pay[name] for each in self.told], None), kind)

    def texts(self) -> pa.Array:
        """Return the cells with pay in them, as they are written."""
        return pa.array(
            self._spread([each.text if each.pay else None for each in self.told], None), pa.string()
        )

    def low_and_high(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the ends of ranges, NaN where the figure is none's middle."""
        nan = float("nan")
        low = self._spread([nan if each.low is None else each.low for each in self.told], nan).astype(
            np.float64
        )
        high = self._spread([nan if each.high is None else each.high for each in self.told], nan).astype(
            np.float64
        )
        if self.ends:
            own = np.isnan(self.ends[0])
            low, high = np.where(own, low, self.ends[0]), np.where(own, high, self.ends[1])
        return low, high

    def _spread(self, values: list[Any], nothing: Any) -> NDArray[Any]:
        """Return the value of each row's text."""
        cells = np.empty(len(values) + 1, object)
        cells[:-1], cells[-1] = values, nothing  # -1 is the last
        return cells[self.of]


def is_plain_column(column: Column) -> bool:
    """Return whether every text of a column that is not blank is a plain number.

    Examples:
        >>> is_plain_column(pa.chunked_array([["1", "", None]])), is_plain_column(pa.chunked_array([["1k"]]))
        (True, False)
    """
    if isinstance(column, list):
        return not any(
            isinstance(cell, str) and not re.fullmatch(rf"\s*({NUMBER})?\s*", cell) for cell in column
        )
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if not is_text(kind):
        return True
    texts = pc.utf8_trim_whitespace(combine(column).cast(pa.string()))
    return bool(pc.all(pc.match_substring_regex(texts, f"^({NUMBER})?$")).as_py() is not False)


def read_amounts(column: Column, beside: Beside, *, dots_group: bool, coded: bool) -> Amounts:
    """Return what each cell states: a number in any country's writing, or a text with pay in it.

    Args:
        column: n cells of any kind.
        beside: what stands in the same rows.
        dots_group: whether `65.000` is 65 thousand where no other cell says so.
        coded: whether `*` and `#` stand for figures that are not published.
    """
    found, texts = _numbers(column)
    factors = np.array([figure.factor for figure in beside.figures])[beside.which]
    trimmed = pc.utf8_trim_whitespace(texts)
    plain = pc.fill_null(pc.match_substring_regex(trimmed, f"^{NUMBER}$"), False)
    numbers = pc.if_else(plain, trimmed, None).cast(pa.float64()).to_numpy(zero_copy_only=False)
    found.amount = np.where(np.isnan(numbers), found.amount, numbers) * factors
    rest = pc.and_not(pc.fill_null(pc.not_equal(trimmed, ""), False), plain)
    found.numerals = _numerals(trimmed.filter(rest), dots_group=dots_group)
    if dots_group or found.numerals.decimal in (",", "mixed"):
        dotted = pc.and_(plain, pc.fill_null(pc.match_substring_regex(trimmed, _DOTTED), False))
        rest = pc.or_(rest, dotted)
        found.numerals = _numerals(trimmed.filter(rest), dots_group=dots_group)
    _read_rest(np.flatnonzero(rest.to_numpy(zero_copy_only=False)), trimmed, beside, found, coded=coded)
    return found


def _numbers(column: Column) -> tuple[Amounts, pa.Array]:
    """Return the cells that are numbers already, and the texts, null where there is none."""
    if not isinstance(column, list):
        array = combine(column)
        if pa.types.is_dictionary(array.type):
            array = array.dictionary_decode()
        if is_text(array.type):
            return Amounts(np.full(len(array), np.nan)), array.cast(pa.string())
        column = array.to_pylist()
    found = Amounts(np.full(len(column), np.nan))
    for row, cell in enumerate(column):
        if not isinstance(cell, str) and not is_missing(cell):
            try:
                found.amount[row] = BY_NAME["amount"].clean(cell)
            except Refused as refused:
                found.faults.append(Fault(row, str(cell), refused.code, str(refused)))
    return found, pa.array([cell if isinstance(cell, str) else None for cell in column], pa.string())


def _numerals(texts: pa.Array, *, dots_group: bool) -> Numerals:
    like = texts.filter(pc.match_substring_regex(texts, LIKE_A_NUMBER))
    return read_numerals(like.unique().to_pylist(), dots_group=dots_group)


def _read_rest(
    rows: NDArray[np.intp], trimmed: pa.Array, beside: Beside, found: Amounts, *, coded: bool
) -> None:
    """Read the cells that are more than a plain number, each distinct one once."""
    at = pa.array(rows)
    moneys, local = locals_of(beside.country.take(at), beside.as_of.take(at), len(rows))
    local = np.zeros(len(rows), np.int64) if local is None else local
    of, keys = distinct_rows(trimmed.take(at), local, beside.currency.take(at), beside.which[rows])
    found.told = [
        _told_alone(text, beside.figures[which], found.numerals, coded=coded) for text, _, _, which in keys
    ]
    left = [index for index, told in enumerate(found.told) if np.isnan(told.amount) and not told.fault]
    money = [keys[index][2] or beside.figures[keys[index][3]].currency for index in left]
    for index, pay in zip(
        left, _parse([(keys[index][0], moneys[keys[index][1]]) for index in left], money), strict=True
    ):
        text, factor = keys[index][0], beside.figures[keys[index][3]].factor
        found.told[index] = _told(text, pay, factor if _BARE.issuperset(text) else 1.0)
    found.of = np.full(len(trimmed), -1, np.intp)
    found.of[rows] = of
    amounts = np.array([told.amount for told in found.told] or [np.nan])
    found.amount[rows] = amounts[of]
    wrong = np.array([told.fault is not None for told in found.told] or [False])[of]
    for row, key in zip(rows[wrong].tolist(), of[wrong].tolist(), strict=True):
        text, fault = found.told[key].text, found.told[key].fault or ("", "")
        found.faults.append(Fault(row, text, *fault))


def _told_alone(text: str, figure: Figure, numerals: Numerals, *, coded: bool) -> Told:
    """Return what a text says that is a number in some country's writing, or a publisher's sign."""
    if text in numerals.values:
        return Told(text, numerals.values[text] * figure.factor)
    if text in numerals.unsure:
        sentence = f"{text!r} may be two numbers: the column writes decimals with points and with commas."
        return Told(text, fault=("ambiguous_number", sentence))
    if text.startswith("="):
        return Told(
            text, fault=("formula", f"{text[:_SHOWN]!r} is a formula. Save the sheet's values instead.")
        )
    if coded and text in _CODES:
        code, sentence = _CODES[text]
        return Told(text, fault=(code, f"{figure.column}: {text!r} {sentence}"))
    return Told(text)


def _parse(keys: list[tuple[str, LocalMoney]], money: list[str | None]) -> list[dict[str, Any] | None]:
    """Return the pay in each text; a text without money in it is read with the row's own beside it."""
    found = _pays(keys)
    bare = [
        index
        for index, (text, _) in enumerate(keys)
        if money[index] and found[index] is None and _FIGURE.search(text)
    ]
    again = _pays([(f"{keys[at][0]} {money[at]}", keys[at][1]) for at in bare])
    for at, pay in zip(bare, again, strict=True):
        found[at] = pay
    return found


def _pays(keys: list[tuple[str, LocalMoney]]) -> list[dict[str, Any] | None]:
    if not keys:
        return []
    texts = pa.array([text for text, _ in keys], pa.string())
    pays: list[dict[str, Any] | None] = parse_texts(
        texts, [here for _, here in keys], np.arange(len(keys))
    ).to_pylist()
    return [None if pay is None or pay["low"] is pay["high"] is None else pay for pay in pays]


def _told(text: str, pay: dict[str, Any] | None, factor: float) -> Told:
    """Return a text's pay as a figure, or why it is none."""
    shown = repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
    if pay is None:
        return Told(text, fault=("no_pay", f"no pay was found in {shown}."))
    low, high = pay["low"], pay["high"]
    if low is None or high is None:
        end = "only up to how much is paid" if low is None else "only from how much is paid"
        return Told(text, fault=("open_end", f"{shown} states {end}; an open end is no figure."))
    middle = (low + high) / 2 * factor
    return (
        Told(text, middle, low * factor, high * factor, pay) if low != high else Told(text, middle, pay=pay)
    )
