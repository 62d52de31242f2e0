"""Makes the columns for what texts state in addition to the amount: range ends, gross or net, monthly salaries a year, the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import as_flags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.reading.cell_figures import Amounts

__all__ = ["DETAILS", "detail_columns", "detail_counts"]


DETAILS: Final = {
    "pay_low": pa.float64(),
    "pay_high": pa.float64(),
    "pay_gross": pa.bool_(),
    "months_per_year": pa.float64(),
    "amount_text": pa.string(),
}
"""The columns for what texts and headers state in addition to the amounts, and their types."""
_NEEDED: Final = ("pay_gross", "months_per_year")  # figures cannot be compared without these


def detail_columns(
    amounts: Amounts, gross: list[bool | None], which: NDArray[np.intp], names: Sequence[str] | None = None
) -> dict[str, pa.Array]:
    """Return the columns for what texts and headers state in addition to the amounts.

    Args:
        amounts: n amounts.
        gross: whether each header says that pay is before tax.
        which: the index of each row's header.
        names: the columns to return. If None, those that are not empty; if less than half of the amounts are texts, only those that
            a comparison of figures needs.
    """
    low, high = amounts.low_and_high()
    taxed = pa.array(gross, pa.bool_()).take(pa.array(which))
    columns = {
        "pay_low": pa.array(low, mask=np.isnan(low)),
        "pay_high": pa.array(high, mask=np.isnan(high)),
        "pay_gross": pc.coalesce(amounts.column("gross", pa.bool_()), taxed),
        "months_per_year": amounts.column("months_per_year", pa.float64()),
        "amount_text": amounts.texts() if amounts.ends is None else pa.nulls(len(low), pa.string()),
    }
    if names is None:
        few = amounts.ends is None and 2 * np.count_nonzero(amounts.pays()) < np.count_nonzero(
            ~np.isnan(amounts.amount)
        )
        names = [name for name in columns if not few or name in _NEEDED]
        return {name: columns[name] for name in names if columns[name].null_count < len(columns[name])}
    return {name: columns[name] for name in names}


def detail_counts(amounts: Amounts, rows: NDArray[np.intp]) -> dict[str, int]:
    """Return for how many rows each kind of inference was made.

    Args:
        amounts: n amounts.
        rows: the number of rows that each amount counts for; 0 if its row was refused.
    """
    pays = amounts.pays()
    net = as_flags(pc.equal(amounts.column("gross", pa.bool_()), False))
    months = as_flags(amounts.column("months_per_year", pa.float64()).is_valid())
    kinds = {
        "text": pays,
        "estimate": amounts.estimates(),
        "marked": np.zeros(len(rows), bool) if amounts.is_marked is None else amounts.is_marked,
        "midpoint": ~np.isnan(amounts.low_and_high()[0]),
        "net": net & pays,
        "months_per_year": months & pays,
    }
    return {kind: int(rows[flags].sum()) for kind, flags in kinds.items()}
