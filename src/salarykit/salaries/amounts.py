"""A column of amounts in people's writing as numbers, with the currency, period and range that each cell states."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import combine, is_text
from salarykit.pay.column import parse_pay_column
from salarykit.salaries.checks import Fault
from salarykit.salaries.fields import BY_NAME, NUMBER, Refused, is_missing
from salarykit.salaries.numerals import Numerals, read_numerals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.files.raw import Column
    from salarykit.salaries.plan import Figure

__all__ = ["Amounts", "Beside", "joined", "read_amounts"]

_CODES: Final = {
    "*": ("not_available", "is the publisher's sign for a figure that is not available."),
    "**": ("not_available", "is the publisher's sign for a figure that is not available."),
    "#": ("capped", "is the publisher's sign for a figure at or above the highest that it publishes."),
}
_SHOWN: Final = 60  # signs of a cell in a message
_BARE: Final = frozenset("0123456789.,'’ \u00a0\u2009\u202f-–—~〜～+/")
_FIGURE: Final = re.compile(r"^[^\d+-]{0,20}\+?[0-9]", re.ASCII)
_DOTTED: Final = r"^\s*[+-]?[0-9]+\.[0-9]+\s*$"


class Beside(NamedTuple):
    """What stands beside the n amounts.

    Attributes:
        country: ISO codes, null where there is none.
        currency: ISO codes, null where there is none.
        figures: what the headers say.
        which: which of the figures each row is from.
    """

    country: pa.Array
    currency: pa.Array
    figures: tuple[Figure, ...]
    which: NDArray[np.intp]


@dataclass(slots=True)
class Amounts:
    """n amounts, NaN where there is none; and by row what the texts among them say.

    Attributes:
        amount: the figure: a point, or the middle of a range.
        pays: what the pay parser found in a row's text.
        texts: the cells that were read as text.
        factors: what a text's numbers are still to be multiplied by.
        ends: the two ends of each range that was given in two columns.
        faults: the cells that are no figure.
        numerals: what the cells that are bare numbers say of decimals.
    """

    amount: NDArray[np.float64]
    pays: dict[int, dict[str, Any]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    factors: dict[int, float] = field(default_factory=dict)
    ends: dict[int, tuple[float, float]] = field(default_factory=dict)
    faults: dict[int, Fault] = field(default_factory=dict)
    numerals: Numerals = field(default_factory=lambda: Numerals({}, None, frozenset(), None))

    @property
    def is_text(self) -> bool:
        """Whether any cell was understood that is no plain number."""
        return bool(self.numerals.values or self.pays) or any(
            fault.code not in ("no_pay", "not_a_number") for fault in self.faults.values()
        )

    def ranges(self) -> dict[int, tuple[float, float]]:
        """Return the two ends of each figure that is the middle of a range."""
        texts = {
            row: (pay["low"] * self.factors[row], pay["high"] * self.factors[row])
            for row, pay in self.pays.items()
            if pay["low"] != pay["high"]
        }
        return {**texts, **self.ends}

    def counts(self, refused: set[int]) -> dict[str, int]:
        """Return how many rows that were not refused were read in each way of its own."""
        pays = [pay for row, pay in self.pays.items() if row not in refused]
        return {
            "text": len(pays),
            "midpoint": len(self.ranges().keys() - refused),
            "net": sum(pay["gross"] is False for pay in pays),
            "months_per_year": sum(pay["months_per_year"] is not None for pay in pays),
        }

    def columns(self, gross: list[bool | None], which: NDArray[np.intp]) -> dict[str, pa.Array]:
        """Return what the texts say beside the fields of a salary, as columns; those that say nothing are left out.

        Args:
            gross: what each header says.
            which: which of the headers each row is under.
        """
        length = len(self.amount)
        ranges = self.ranges()
        taxed: dict[int, Any] = {row: gross[at] for row, at in enumerate(which.tolist())} if any(
            each is not None for each in gross
        ) else {}
        taxed |= {row: pay["gross"] for row, pay in self.pays.items() if pay["gross"] is not None}
        months = {row: pay["months_per_year"] for row, pay in self.pays.items() if pay["months_per_year"] is not None}
        found = {
            "pay_low": _spread({row: low for row, (low, _) in ranges.items()}, length, pa.float64()),
            "pay_high": _spread({row: high for row, (_, high) in ranges.items()}, length, pa.float64()),
            "pay_gross": _spread(taxed, length, pa.bool_()),
            "months_per_year": _spread(months, length, pa.float64()),
            "amount_text": _spread(self.texts, length, pa.string()),
        }
        return {name: column for name, column in found.items() if column.null_count < length}


def _spread(values: dict[int, Any], length: int, kind: pa.DataType) -> pa.Array:
    """Return a column with some values at their rows, null elsewhere."""
    if not values:
        return pa.nulls(length, kind)
    cells = np.full(length, None, object)
    for row, value in values.items():
        cells[row] = value
    return pa.array(cells, kind)


def joined(low: Amounts, high: Amounts) -> Amounts:
    """Return the middles of ranges whose ends stand in two columns; a single end is none."""
    found = Amounts((low.amount + high.amount) / 2, {**high.pays, **low.pays}, {**high.texts, **low.texts})
    found.factors, found.faults = {**high.factors, **low.factors}, {**high.faults, **low.faults}
    found.numerals = max(low.numerals, high.numerals, key=lambda each: each.decimal or "")
    single = np.isnan(low.amount) != np.isnan(high.amount)
    for row in np.flatnonzero(single).tolist():
        value = f"{np.nanmax([low.amount[row], high.amount[row]]):g}"
        end = "to" if np.isnan(low.amount[row]) else "from"
        sentence = f"only {end} {value} is stated; an open end is no figure."
        found.faults.setdefault(row, Fault(row, value, "open_end", sentence))
    for row in np.flatnonzero(low.amount > high.amount).tolist():
        sentence = f"the range ends at {high.amount[row]:g}, below its start at {low.amount[row]:g}."
        found.faults[row] = Fault(row, f"{low.amount[row]:g}", "contradiction", sentence)
    ranged = np.flatnonzero(low.amount < high.amount).tolist()
    found.ends = {row: (float(low.amount[row]), float(high.amount[row])) for row in ranged}
    return found


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
    found.amount = np.where(np.isnan(numbers), found.amount, numbers)
    present = pc.fill_null(pc.not_equal(trimmed, ""), False)
    rest = pc.and_not(present, plain)
    found.numerals = read_numerals(trimmed.filter(rest).unique().to_pylist(), dots_group=dots_group)
    if dots_group or found.numerals.decimal == ",":
        dotted = pc.and_(plain, pc.fill_null(pc.match_substring_regex(trimmed, _DOTTED), False))
        rest = pc.or_(rest, dotted)
        found.numerals = read_numerals(trimmed.filter(rest).unique().to_pylist(), dots_group=dots_group)
    rows = np.flatnonzero(rest.to_numpy(zero_copy_only=False))
    _read_rest(rows, trimmed.take(pa.array(rows)).to_pylist(), beside, coded=coded, found=found)
    found.amount *= factors
    for row in found.pays:
        found.amount[row] *= found.factors[row] / factors[row]
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
                found.faults[row] = Fault(row, str(cell), refused.code, str(refused))
    return found, pa.array([cell if isinstance(cell, str) else None for cell in column], pa.string())


def _read_rest(rows: NDArray[np.intp], texts: list[str], beside: Beside, *, coded: bool, found: Amounts) -> None:
    """Read the cells that are more than a plain number."""
    left = []
    for row, text in zip(rows.tolist(), texts, strict=True):
        if text in found.numerals.values:
            found.amount[row] = found.numerals.values[text]
        elif text in found.numerals.unsure:
            sentence = f"{text!r} may be two numbers: the column writes decimals with points and with commas."
            found.faults[row] = Fault(row, text, "ambiguous_number", sentence)
        elif coded and text in _CODES:
            code, sentence = _CODES[text]
            column = beside.figures[beside.which[row]].column
            found.faults[row] = Fault(row, text, code, f"{column}: {text!r} {sentence}")
        elif np.isnan(found.amount[row]):
            left.append((row, text))
    _read_texts(left, beside, found)


def _read_texts(cells: list[tuple[int, str]], beside: Beside, found: Amounts) -> None:
    """Read the cells with more than a number in them, each distinct one once."""
    if not cells:
        return
    at = pa.array([row for row, _ in cells])
    units = [beside.figures[beside.which[row]].currency for row, _ in cells]
    countries, currencies = (column.take(at).to_pylist() for column in (beside.country, beside.currency))
    keys = [
        (text, country, currency or unit)
        for (_, text), country, currency, unit in zip(cells, countries, currencies, units, strict=True)
    ]
    distinct = list(dict.fromkeys(keys))
    parsed = dict(zip(distinct, _parse(distinct), strict=True))
    for (row, text), key in zip(cells, keys, strict=True):
        factor = beside.figures[beside.which[row]].factor if _BARE.issuperset(text) else 1.0
        _take(row, text, parsed[key], factor, found)


def _parse(keys: list[tuple[str, str | None, str | None]]) -> list[dict[str, Any] | None]:
    """Return the pay in each text; a text without money in it is read with the row's own beside it."""
    found = _pays([text for text, _, _ in keys], [country for _, country, _ in keys])
    bare = [
        index
        for index, (text, _, money) in enumerate(keys)
        if money and found[index] is None and _FIGURE.search(text)
    ]
    again = _pays([f"{keys[at][0]} {keys[at][2]}" for at in bare], [keys[at][1] for at in bare])
    for at, pay in zip(bare, again, strict=True):
        found[at] = pay
    return found


def _pays(texts: list[str], countries: list[str | None]) -> list[dict[str, Any] | None]:
    if not texts:
        return []
    pays: list[dict[str, Any] | None] = parse_pay_column(
        pa.array(texts, pa.string()), country=pa.array(countries, pa.string())
    ).to_pylist()
    return [None if pay is None or pay["low"] is pay["high"] is None else pay for pay in pays]


def _take(row: int, text: str, pay: dict[str, Any] | None, factor: float, found: Amounts) -> None:
    """Take a text's pay as the row's figure, or say why it is none."""
    shown = repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
    if pay is None:
        found.faults[row] = Fault(row, text, "no_pay", f"no pay was found in {shown}.")
    elif pay["low"] is None or pay["high"] is None:
        end = "only up to how much is paid" if pay["low"] is None else "only from how much is paid"
        found.faults[row] = Fault(row, text, "open_end", f"{shown} states {end}; an open end is no figure.")
    else:
        found.pays[row], found.texts[row], found.factors[row] = pay, text, factor
        found.amount[row] = (pay["low"] + pay["high"]) / 2
