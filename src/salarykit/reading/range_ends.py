"""Joins the two ends of ranges in two columns: the figure of a row is the middle, and ends that do not fit together are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from salarykit.reading.cell_figures import WIDEST, Amounts, CellFigures
from salarykit.reading.currency_inference import BY_TEXT
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.pay.pay import Pay
    from salarykit.reading.cell_figures import CellFigure

__all__ = ["join_range_ends"]

_AGREED: Final = {
    "period": "period",
    "gross": "state of tax",
    "months_per_year": "number of monthly salaries",
}
"""What the two ends of a range must agree on, and its name in messages."""
_CURRENCY: Final = ("currency", "alternatives", "rule")


def join_range_ends(low: Amounts, high: Amounts) -> Amounts:
    """Return the middles of ranges as amounts; a row with only one end is refused."""
    notation = low.notation + high.notation
    figures, of, differ = _texts_of(low, high)
    middles = Amounts((low.amount + high.amount) / 2, CellFigures(figures), of, notation=notation)
    marks = [end.is_marked for end in (low, high) if end.is_marked is not None]
    middles.is_marked = np.any(marks, axis=0) if marks else None
    faults = {fault.at: fault for fault in (*high.faults, *low.faults)}
    for row, what in differ.items():
        text = f"{low.cell_figures[low.of[row]].text} - {high.cell_figures[high.of[row]].text}"
        sentence = f"the ends of {text!r} differ in their {what}."
        faults.setdefault(row, Fault(row, text, "contradiction", sentence))
    for row in np.flatnonzero(np.isnan(low.amount) != np.isnan(high.amount)).tolist():
        value = f"{np.nanmax([low.amount[row], high.amount[row]]):g}"
        end = "to" if np.isnan(low.amount[row]) else "from"
        sentence = f"only one end of the range is stated, {end} {value}, which is not a figure."
        faults.setdefault(row, Fault(row, value, "open_end", sentence))
    for fault in _impossible(low.amount, high.amount):
        faults.setdefault(fault.at, fault)
        middles.amount[fault.at] = np.nan
    ranged = low.amount < high.amount
    middles.ends = np.where(ranged, low.amount, np.nan), np.where(ranged, high.amount, np.nan)
    middles.faults = list(faults.values())
    return middles


def _impossible(low: NDArray[np.float64], high: NDArray[np.float64]) -> list[Fault]:
    """Return the faults of impossible ranges: an end is not positive, the range goes down, or it is too wide."""
    faults = []
    for row in np.flatnonzero((low <= 0) | (high <= 0) | (low > high) | (high > WIDEST * low)).tolist():
        start, end = f"{low[row]:g}", f"{high[row]:g}"
        if min(low[row], high[row]) <= 0:
            value = start if low[row] <= 0 else end
            sentence = f"an amount must be positive and finite, not {value}."
            faults.append(Fault(row, value, "out_of_range", sentence))
            continue
        sentence = f"the range ends at {end}, below its start at {start}."
        if low[row] < high[row]:
            unlike = "one of them is in another unit or period"
            sentence = f"the range ends at {end}, more than {WIDEST} times its start at {start}: {unlike}."
        faults.append(Fault(row, start, "contradiction", sentence))
    return faults


def _texts_of(low: Amounts, high: Amounts) -> tuple[list[CellFigure], NDArray[np.intp], dict[int, str]]:
    """Return the distinct figures of ranges, the index of each row's figure, and for each row whose ends disagree on what they do.

    If one end is a text, it is the figure; if both are texts, the figure combines them.
    """
    figures = [*low.cell_figures, *high.cell_figures]
    one, other = low.of, high.of
    later = np.where(other < 0, -1, other + len(low.cell_figures))
    says, also = low.pays(), high.pays()
    of = np.where(says | (later < 0), one, later)
    rows = np.flatnonzero(says & also)
    pairs, which = np.unique(np.stack([one[rows], later[rows]]), axis=1, return_inverse=True)
    which = which.reshape(-1)
    verdicts = [_both(figures[first], figures[second]) for first, second in pairs.T.tolist()]
    figure_numbers = pairs[0].copy()
    for index, verdict in enumerate(verdicts):
        if not isinstance(verdict, str) and verdict is not figures[figure_numbers[index]]:
            figure_numbers[index] = len(figures)
            figures.append(verdict)
    of[rows] = figure_numbers[which]
    odd = np.array([isinstance(outcome, str) for outcome in verdicts], bool)[which]
    differ = {
        row: str(verdicts[of_pair])
        for row, of_pair in zip(rows[odd].tolist(), which[odd].tolist(), strict=True)
    }
    return figures, of, differ


def _both(low: CellFigure, high: CellFigure) -> CellFigure | str:
    """Return the combined figure of the texts of two ends, or what they disagree on."""
    one, other = low.pay, high.pay
    if one is None or other is None:
        return high if one is None else low
    currency = _common_currency(one, other)
    if currency is None:
        return "currency"
    agreed = {}
    for name, what in _AGREED.items():
        first, second = getattr(one, name), getattr(other, name)
        if first is not None and second is not None and first != second:
            return what
        agreed[name] = second if first is None else first
    unclear = "unknown_words" if "unknown_words" in (one.period_rule, other.period_rule) else "none"
    rule = next((pay_of_end.period_rule for pay_of_end in (one, other) if pay_of_end.period), unclear)
    stated = {name: getattr(currency, name) for name in _CURRENCY}
    pay = one._replace(**stated, **agreed, period_rule=rule)  # type: ignore[arg-type] # the rule is one of the two
    return low if pay == one else low._replace(text=f"{low.text} - {high.text}", pay=pay)


def _common_currency(one: Pay, other: Pay) -> Pay | None:
    """Return the end that states the currency more clearly; None if the two cannot be in the same currency."""
    first, second = (set(filter(None, (pay.currency, *(pay.alternatives or ())))) for pay in (one, other))
    if other.rule not in BY_TEXT and len(second) < 2:  # noqa: PLR2004 - no sign of several currencies
        return other if other.rule == "unknown_mark" else one
    if one.rule not in BY_TEXT and len(first) < 2:  # noqa: PLR2004 - as above
        return one if one.rule == "unknown_mark" else other
    if not first & second:
        return None
    return other if other.currency and len(second) < len(first) else one
