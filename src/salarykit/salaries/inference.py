"""The exchange rates that somebody else's conversions imply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidSalary, hint
from salarykit.files.columns import as_coded, as_floats
from salarykit.files.frames import Frame
from salarykit.files.reading import read_raw

if TYPE_CHECKING:
    from salarykit.salaries.rows import ImpliedRate

__all__ = ["infer_rates"]


def infer_rates(source: Any, *, amount: str, currency: str, converted: str) -> Frame[ImpliedRate]:
    """Return the rate that each currency was converted at, from amounts and what somebody made of them.

    The rate is the median of converted / amount. Where one rate was used for all, `spread` is about 0; a large one
    says that there were several (days, or periods of pay that were annualised).

    Args:
        source: a path, a frame or records, as for `read_salaries`.
        amount: the column of amounts in local money.
        currency: the column of their currencies, or of any other labels.
        converted: the column of the converted amounts.

    Returns:
        Rows of `currency`, `rate` (units of the base for one unit), `inverse`, `n`, and `spread`: the median distance
        from the rate, relative to it. Rows in which a figure is missing or not positive do not count.

    Raises:
        SourceError: if the source cannot be read.
        InvalidSalary: if it lacks one of the columns.

    Examples:
        >>> import salarykit as sk
        >>> rows = [{"pay": 100, "cur": "EUR", "usd": 107}, {"pay": 200, "cur": "EUR", "usd": 214}]
        >>> found = sk.infer_rates(rows, amount="pay", currency="cur", converted="usd")
        >>> found[0]["currency"], found[0]["rate"], found[0]["n"], round(found[0]["spread"], 9)
        ('EUR', 1.07, 2, 0.0)
    """
    raw = read_raw(source)
    for name in (amount, currency, converted):
        if name not in raw.columns:
            raise InvalidSalary(
                f"{raw.name} has no column {name!r}.{hint(name, raw.columns)} It has: {', '.join(raw.columns)}.",
                column=name,
            )
    local, base = _figures(raw.columns[amount]), _figures(raw.columns[converted])
    labels = as_coded(raw.columns[currency])
    rate = np.divide(base, local, out=np.full(len(local), np.nan), where=(local > 0) & (base > 0))
    rows = []
    for index, label in enumerate(labels.names):
        rates = rate[(labels.indices == index) & np.isfinite(rate)]
        if label is not None and len(rates):
            middle = float(np.median(rates))
            spread = float(np.median(np.abs(rates / middle - 1)))
            rows.append(
                {
                    "currency": str(label),
                    "rate": middle,
                    "inverse": 1 / middle,
                    "n": len(rates),
                    "spread": spread,
                }
            )
    kinds = {
        "currency": pa.string(),
        "rate": pa.float64(),
        "inverse": pa.float64(),
        "n": pa.int64(),
        "spread": pa.float64(),
    }
    rows.sort(key=lambda row: str(row["currency"]))
    return Frame(pa.Table.from_pylist(rows, pa.schema(list(kinds.items()))))


def _figures(column: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return a column's numbers, NaN where a text is none."""
    try:
        return as_floats(column)
    except ValueError:
        texts = column if isinstance(column, list) else column.to_pylist()
        return np.array([_figure(text) for text in texts], np.float64)


def _figure(text: Any) -> float:
    try:
        return float(text)
    except (TypeError, ValueError):
        return float("nan")
