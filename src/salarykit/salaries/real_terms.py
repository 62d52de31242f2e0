"""The steps beside the exchange rate: ageing in local money, and dividing by price levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from salarykit.analysis.ageing import Ageing
from salarykit.errors import InvalidQuery, InvalidSpan
from salarykit.files.columns import as_coded, combine
from salarykit.salaries.convert import coded_days
from salarykit.salaries.tuples import code_tuples
from salarykit.sources.price_copies import default_price_levels
from salarykit.sources.price_levels import PriceLevels

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from salarykit.rates.lookup import SpanTerms
    from salarykit.rates.rates import Missing, Rates

__all__ = ["age_factors", "chosen_levels", "real_values"]


def age_factors(table: pa.Table, ageing: Ageing, missing: Missing) -> NDArray[np.float64]:
    """Return what each figure is multiplied by to be one of the effective date; NaN where that cannot be said.

    Raises:
        InvalidQuery: with the row, counted from 1, unless missing is null: for a row without `as_of`, or whose country
            or years have no growth.
    """
    if not isinstance(ageing, Ageing):
        raise InvalidQuery(
            f'ageing={ageing!r} is no Ageing: sk.Ageing("2025-01-01", growth=0.03).', value=ageing
        )
    coded = code_tuples(table, ("as_of", "country"))
    factors, faults = np.full(len(coded.names) or 1, np.nan), {}
    for number, (as_of, country) in enumerate(coded.names):
        try:
            factors[number] = ageing.factor(as_of or "", country)
        except InvalidSpan:
            faults[number] = InvalidQuery("It has no as_of to be aged from.", value=None)
        except InvalidQuery as error:
            faults[number] = error
    if faults and missing == "raise":
        row = int(np.flatnonzero(np.isin(coded.indices, list(faults)))[0])
        fault = faults[int(coded.indices[row])]
        raise InvalidQuery(f"row {row + 1}: {fault}", value=fault.value, row=row + 1)
    return factors.take(coded.indices)


def chosen_levels(levels: PriceLevels | str | None) -> PriceLevels | None:
    """Return the price levels that are meant: these, or of a year of those in use.

    Raises:
        InvalidQuery: for levels of several years, an index that is no level, or a year there are none of.

    Examples:
        >>> chosen_levels("latest").unit, chosen_levels(None)
        ('Int$ 2025', None)
    """
    if levels is None:
        return None
    found = levels if isinstance(levels, PriceLevels) else default_price_levels().at(str(levels))
    _ = found.unit  # raises what it has to say
    return found


def real_values(
    table: pa.Table,
    annual: NDArray[np.float64],
    levels: PriceLevels,
    *,
    on: Any,
    rates: Rates,
    terms: SpanTerms,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the figures divided by the price level of their country, and that level in the currency of each.

    A figure in another currency than the level's is first converted to it, at the same day as everything else.

    Args:
        table: n rows.
        annual: n figures of a year in local money.
        levels: of one year.
        on: as `SalaryTable.convert` takes it, "own" already replaced by the column.
        rates: for figures in another currency than their country's.
        terms: what those rates must satisfy.

    Returns:
        n figures in the levels' unit, NaN where the country has no level; and n levels.
    """
    coded = code_tuples(table, ("country", "currency"))
    known = [levels.get(country) for country, _ in coded.names]
    level = np.array([each.value if each else np.nan for each in known] or [np.nan]).take(coded.indices)
    foreign = {
        each.currency
        for each, (_, currency) in zip(known, coded.names, strict=True)
        if each and each.currency != currency
    }
    for code in sorted(foreign):
        rows = np.array(
            [
                each is not None and each.currency == code != currency
                for each, (_, currency) in zip(known, coded.names, strict=True)
            ]
        ).take(coded.indices)
        currencies = as_coded(combine(table.column("currency")))
        ones = np.ones(len(table))
        days = coded_days(on, len(table), rates)
        rate = rates.convert_coded(ones, currencies, code, on=days, terms=terms, missing="null").value
        level = np.where(rows, level / rate, level)
    return annual / level, level
