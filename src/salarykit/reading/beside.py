"""What the texts of amounts say beside the fields of a salary, and ranges that stand in two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.reading.told import Amounts
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["SAID", "counts_of", "joined", "said_columns"]


SAID: Final = {
    "pay_low": pa.float64(),
    "pay_high": pa.float64(),
    "pay_gross": pa.bool_(),
    "months_per_year": pa.float64(),
    "amount_text": pa.string(),
}
"""The columns for what texts and headers say beside the fields, and their types."""


def said_columns(
    amounts: Amounts, gross: list[bool | None], which: NDArray[np.intp], names: Sequence[str] | None = None
) -> dict[str, pa.Array]:
    """Return what the texts and headers say beside the fields, as columns.

    Args:
        amounts: n amounts.
        gross: what each header says.
        which: which of the headers each row is under.
        names: of the columns that are wanted; those that say anything, if None.
    """
    low, high = amounts.low_and_high()
    taxed = pa.array(gross, pa.bool_()).take(pa.array(which))
    found = {
        "pay_low": pa.array(low, mask=np.isnan(low)),
        "pay_high": pa.array(high, mask=np.isnan(high)),
        "pay_gross": pc.coalesce(amounts.column("gross", pa.bool_()), taxed),
        "months_per_year": amounts.column("months_per_year", pa.float64()),
        "amount_text": amounts.texts() if amounts.ends is None else pa.nulls(len(low), pa.string()),
    }
    if names is not None:
        return {name: found[name] for name in names}
    return {name: column for name, column in found.items() if column.null_count < len(column)}


def counts_of(amounts: Amounts, kept: NDArray[np.bool_]) -> dict[str, int]:
    """Return how many of the rows that were kept were read in each way of its own."""
    pays = amounts.pays() & kept
    net = pc.fill_null(pc.equal(amounts.column("gross", pa.bool_()), False), False).to_numpy(
        zero_copy_only=False
    )
    months = amounts.column("months_per_year", pa.float64()).is_valid().to_numpy(zero_copy_only=False)
    return {
        "text": int(pays.sum()),
        "estimate": int((amounts.estimates() & kept).sum()),
        "midpoint": int((~np.isnan(amounts.low_and_high()[0]) & kept).sum()),
        "net": int((net & pays).sum()),
        "months_per_year": int((months & pays).sum()),
    }


def joined(low: Amounts, high: Amounts) -> Amounts:
    """Return the middles of ranges whose ends stand in two columns; a single end is none."""
    notation = low.notation + high.notation
    found = Amounts(
        (low.amount + high.amount) / 2, [*low.told, *high.told], _texts_of(low, high), notation=notation
    )
    faults = {fault.at: fault for fault in (*high.faults, *low.faults)}
    for row in np.flatnonzero(_differ(low, high)).tolist():
        text = f"{low.told[low.of[row]].text} - {high.told[high.of[row]].text}"
        faults.setdefault(
            row,
            Fault(
                row, text, "contradiction", f"{text!r} ends in another currency or period than it starts in."
            ),
        )
    for row in np.flatnonzero(np.isnan(low.amount) != np.isnan(high.amount)).tolist():
        value = f"{np.nanmax([low.amount[row], high.amount[row]]):g}"
        end = "to" if np.isnan(low.amount[row]) else "from"
        sentence = f"only {end} {value} is stated; an open end is no figure."
        faults.setdefault(row, Fault(row, value, "open_end", sentence))
    for row in np.flatnonzero(low.amount > high.amount).tolist():
        sentence = f"the range ends at {high.amount[row]:g}, below its start at {low.amount[row]:g}."
        faults[row] = Fault(row, f"{low.amount[row]:g}", "contradiction", sentence)
        found.amount[row] = np.nan
    ranged = low.amount < high.amount
    found.ends = np.where(ranged, low.amount, np.nan), np.where(ranged, high.amount, np.nan)
    found.faults = list(faults.values())
    return found


def _texts_of(low: Amounts, high: Amounts) -> NDArray[np.intp]:
    """Return which of the texts of both columns, one after the other, says what each range is in: the first that says it."""
    one, other = (each.of if len(each.of) else np.full(len(each.amount), -1) for each in (low, high))
    later = np.where(other < 0, -1, other + len(low.told))
    has_pay = low.pays() if len(low.of) else np.zeros(len(one), bool)
    return np.where(has_pay | (later < 0), one, later)


def _differ(low: Amounts, high: Amounts) -> NDArray[np.bool_]:
    """Return which ranges have two ends that state two currencies or periods."""
    found = np.zeros(len(low.amount), bool)
    if len(low.of) and len(high.of):
        for name in ("currency", "period"):
            one, other = (each.column(name, pa.string()) for each in (low, high))
            found |= pc.fill_null(pc.not_equal(one, other), False).to_numpy(zero_copy_only=False)
    return found
