"""What the texts of amounts say beside the fields of a salary, and ranges that stand in two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.reading.told import Amounts
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["counts_of", "joined", "said_columns"]


def said_columns(amounts: Amounts, gross: list[bool | None], which: NDArray[np.intp]) -> dict[str, pa.Array]:
    """Return what the texts and headers say beside the fields, as columns; those that say nothing are left out.

    Args:
        amounts: n amounts.
        gross: what each header says.
        which: which of the headers each row is under.
    """
    low, high = amounts.low_and_high()
    taxed = pa.array(gross, pa.bool_()).take(pa.array(which))
    found = {
        "pay_low": pa.array(low, mask=np.isnan(low)),
        "pay_high": pa.array(high, mask=np.isnan(high)),
        "pay_gross": pc.coalesce(amounts.column("gross", pa.bool_()), taxed),
        "months_per_year": amounts.column("months_per_year", pa.float64()),
        "amount_text": amounts.texts() if amounts.ends is None else pa.nulls(len(low)),
    }
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
    base = low if low.told else high
    notation = low.notation + high.notation
    found = Amounts((low.amount + high.amount) / 2, base.told, base.of, notation=notation)
    faults = {fault.at: fault for fault in (*high.faults, *low.faults)}
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
