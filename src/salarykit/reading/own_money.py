"""Whether a row without a currency may be in the money of its country: not where the rows beside it are in another."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.reading.distinct import distinct_rows
from salarykit.reading.tenders import tender_of
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.reading.currency_inference import Settled

__all__ = ["own_money_of", "refuse_foreign"]

_OTHERS: Final = "*"  # countries of which no row states a currency


def own_money_of(settled: Settled, country: pa.Array, as_of: pa.Array) -> dict[str, bool]:
    """Return whether half the rows of each country that say their currency are in its own money, at least; `*` stands for all others.

    Args:
        settled: what was settled for n rows.
        country: n countries, as stated.
        as_of: n days.

    Returns:
        By country; nothing where every row is in its country's money.
    """
    says = np.ones(len(country), bool)
    says[settled.alone] = False
    says &= pc.and_(settled.values.is_valid(), country.is_valid()).to_numpy(zero_copy_only=False)
    rows = pa.array(np.flatnonzero(says))
    of, keys = distinct_rows(*(column.take(rows) for column in (country, as_of, settled.values)))
    own, total = Counter[str](), Counter[str]()
    for (home, day, code), count in zip(keys, np.bincount(of, minlength=len(keys)).tolist(), strict=True):
        money = tender_of(home, day)
        for name in (home, _OTHERS):
            total[name] += count
            own[name] += count * (code == money.code or code in money.alternatives)
    found = {name: 2 * own[name] >= count for name, count in total.items()}
    return {} if all(found.values()) else found


def refuse_foreign(settled: Settled, country: pa.Array, own_money: Mapping[str, bool]) -> Settled:
    """Refuse the rows that nothing but their country puts in its money, where the rows beside them are in another.

    Args:
        settled: what was settled for n rows.
        country: n countries, as stated.
        own_money: see `own_money_of`.
    """
    if not own_money or not len(settled.alone):
        return settled
    at = pa.array(settled.alone)
    homes, codes = country.take(at).to_pylist(), settled.values.take(at).to_pylist()
    faults = [
        Fault(row, "", "unstated_currency", _sentence(home, code, own_money))
        for row, home, code in zip(settled.alone.tolist(), homes, codes, strict=True)
        if not own_money.get(home, own_money[_OTHERS])
    ]
    rows = [fault.at for fault in faults]
    values = np.array(settled.values.to_pylist(), object)
    values[rows] = None
    return settled._replace(
        values=pa.array(values, pa.string()),
        faults=sorted([*settled.faults, *faults]),
        alone=np.setdiff1d(settled.alone, rows),
    )


def _sentence(home: str, code: str, own_money: Mapping[str, bool]) -> str:
    """Return why a row is not in its country's money."""
    others = f"of {home} " if home in own_money else ""
    return (
        f"nothing says the currency, and most rows {others}that say one are not in their country's, as {code} would be. Fill "
        "it in, or say it with defaults={'currency': ...}."
    )
