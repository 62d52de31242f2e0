"""A source that names no currency at all: the money of its countries, if they have one in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from salarykit.reading.currency_inference import Settled

__all__ = ["Tenders", "refuse_many", "tenders_of"]


class Tenders(NamedTuple):
    """The moneys of a source whose countries alone say the currency.

    Attributes:
        common: the moneys that all its countries have; none, if each has another.
        countries: which they are.
    """

    common: frozenset[str]
    countries: frozenset[str]


def tenders_of(settled: Settled, country: pa.Array) -> Tenders | None:
    """Return the moneys of a source whose countries alone say the currency; None if anything else says it, too.

    Args:
        settled: what was settled for n rows.
        country: n countries, as stated.
    """
    if not len(settled.alone) or len(settled.alone) != len(settled.values) - settled.values.null_count:
        return None
    moneys: dict[str, set[str]] = {}
    at = pa.array(settled.alone)
    for home, code in set(
        zip(country.take(at).to_pylist(), settled.values.take(at).to_pylist(), strict=True)
    ):
        moneys.setdefault(home, set()).add(code)
    return Tenders(frozenset(set.intersection(*moneys.values())), frozenset(moneys))


def refuse_many(settled: Settled, country: pa.Array, tenders: Tenders | None) -> Settled:
    """Refuse the rows of a source that names no currency at all, if its countries have no money in common.

    Such a source may as well be in one currency throughout as in the money of each country.

    Args:
        settled: what was settled for n rows.
        country: n countries, as stated.
        tenders: the moneys of its countries; None if not they alone say the currency.
    """
    if tenders is None or not len(settled.alone):
        return settled
    at = pa.array(settled.alone)
    homes, codes = country.take(at).to_pylist(), settled.values.take(at).to_pylist()
    rows = [
        row
        for row, home, code in zip(settled.alone.tolist(), homes, codes, strict=True)
        if not tenders.common or (code not in tenders.common and home not in tenders.countries)
    ]
    several = len(tenders.countries | set(homes))
    sentence = (
        f"nothing says the currency, and the rows are of {several} countries without a common one. Add a column of "
        "currencies, or say the one of all with defaults={'currency': ...}."
    )
    faults = [Fault(row, "", "unstated_currency", sentence) for row in rows]
    values = np.array(settled.values.to_pylist(), object)
    values[rows] = None
    left = np.setdiff1d(settled.alone, rows)
    return settled._replace(
        values=pa.array(values, pa.string()), faults=sorted([*settled.faults, *faults]), alone=left
    )
