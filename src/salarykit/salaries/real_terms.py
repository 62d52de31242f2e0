"""The steps of a conversion besides the exchange rate: ageing in local money, and dividing by price levels."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.errors import InvalidQuery, InvalidSpan
from salarykit.rates.kernel import Coded, Days, taken
from salarykit.rates.lookup import Cache
from salarykit.rates.spans import Span, day_of
from salarykit.salaries.tuples import code_columns
from salarykit.sources.price_copies import default_price_levels
from salarykit.sources.price_levels import PriceLevels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.analysis.ageing import Ageing
    from salarykit.rates.lookup import SpanTerms
    from salarykit.rates.rates import Missing, Rates

__all__ = ["age_factors", "chosen_levels", "real_values"]

_FACTORS: Final = 1 << 16  # factors that are kept from one block to the next


def age_factors(
    ageing: Ageing,
    as_of: Span | Days | Coded | None,
    countries: Coded | None,
    wanted: NDArray[np.bool_],
    missing: Missing,
) -> NDArray[np.float64]:
    """Return the factor that brings each figure to the effective date; NaN if it is unknown.

    Args:
        ageing: the effective date and the growth.
        as_of: when n figures were true: days, spans, or texts of them; None if unknown.
        countries: n ISO codes; None if unknown, or if growth is the same for all.
        wanted: a mask of the n rows that have a figure.
        missing: "null" leaves rows that cannot be aged without a factor.

    Raises:
        InvalidQuery: unless missing is "null": for a row without `as_of`, or whose country or years have no growth. The
            error has the row, counted from 1.

    Examples:
        >>> from salarykit.analysis.ageing import Ageing
        >>> dated = Coded(np.array([0, 1]), ["2024", None])
        >>> age_factors(Ageing("2025-07-01", 0.03), dated, None, np.array([True, False]), "raise").tolist()
        [1.03, nan]
    """
    nothing = Coded(np.zeros(len(wanted), np.int8), [None])
    dated = nothing if as_of is None else _coded(as_of, len(wanted))
    placed = countries if countries is not None and ageing.by_country else nothing
    coded = code_columns([dated, placed], len(wanted))
    cache = _cache(ageing)
    factors: list[float | InvalidQuery] = [
        cache.get_or_build(name, partial(_factor, ageing, *name)) for name in coded.names
    ]
    faults = {number: factor for number, factor in enumerate(factors) if isinstance(factor, InvalidQuery)}
    if faults and missing == "raise":
        rows = np.flatnonzero(np.isin(coded.indices, list(faults)) & wanted)
        if len(rows):
            row = int(rows[0])
            raise faults[int(coded.indices[row])].at("row {row}", row=row + 1)
    numbers = [np.nan if isinstance(factor, InvalidQuery) else factor for factor in factors]
    return np.array(numbers or [np.nan]).take(coded.indices)


@lru_cache(8)
def _cache(ageing: Ageing) -> Cache:  # noqa: ARG001 - the key of lru_cache
    """Return the cache of the factors of one `Ageing`, by day and country."""
    return Cache(_FACTORS)


def _factor(ageing: Ageing, as_of: Any, country: str | None) -> float | InvalidQuery:
    """Return the factor of a figure, or the reason why it has none."""
    try:
        return ageing.factor(as_of or "", country)
    except InvalidSpan:
        return InvalidQuery("Its as_of is missing, and ageing needs one.", value=None)
    except InvalidQuery as error:
        return error


def _coded(days: Span | Days | Coded, length: int) -> Coded:
    """Return days or spans as indices into the distinct ones; None stands for a day outside the calendar of `datetime`."""
    if isinstance(days, Coded):
        return days
    if isinstance(days, Span):
        return Coded(np.zeros(length, np.int8), [days])
    numbers, indices = np.unique(days.numbers, return_inverse=True)
    return Coded(indices, [_span(number) for number in numbers.tolist()])


def _span(number: int) -> Span | None:
    try:
        day = day_of(number)
    except (ValueError, OverflowError):
        return None
    return Span(day, day)


def chosen_levels(levels: PriceLevels | str | None) -> PriceLevels | None:
    """Return the given price levels, or those of a year from the price levels in use.

    Raises:
        InvalidQuery: for levels of several years, for an index that is not a price level, or a year without levels.

    Examples:
        >>> chosen_levels("latest").unit, chosen_levels(None)
        ('Int$ 2025', None)
    """
    if levels is None:
        return None
    chosen = levels if isinstance(levels, PriceLevels) else default_price_levels().at(str(levels))
    _ = chosen.unit  # raises unless the levels are of one year
    return chosen


def real_values(
    annual: NDArray[np.float64],
    currencies: Coded,
    countries: Coded | None,
    levels: PriceLevels,
    *,
    on: Span | Days | Coded,
    rates: Rates,
    terms: SpanTerms,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return figures divided by the price levels of their countries, and the level of each in its own currency.

    A figure in another currency than the price level is first converted to that currency, on the day of the conversion.

    Args:
        annual: n yearly figures in local money.
        currencies: n currency codes.
        countries: n ISO codes of countries; None if unknown.
        levels: the price levels of one year.
        on: one span, n days, or n spans.
        rates: the rates for figures in another currency than that of their country.
        terms: the conditions that those rates must meet.

    Returns:
        n figures in the unit of the levels, NaN if a country has no level; and n levels.
    """
    placed = Coded(np.zeros(len(annual), np.int8), [None]) if countries is None else countries
    coded = code_columns([placed, currencies], len(annual))
    of_country = [levels.get(country) for country, _ in coded.names]
    level = np.array([own.value if own else np.nan for own in of_country] or [np.nan])
    level = level.take(coded.indices)
    foreign = [
        own.currency if own and own.currency != currency else None
        for own, (_, currency) in zip(of_country, coded.names, strict=True)
    ]
    for code in sorted({code for code in foreign if code}):
        rows = np.flatnonzero(np.array([currency == code for currency in foreign]).take(coded.indices))
        ones, paid_in = np.ones(len(rows)), Coded(currencies.indices[rows], currencies.names)
        rate = rates.convert_coded(ones, paid_in, code, on=taken(on, rows), terms=terms, missing="null").value
        level[rows] = level[rows] / rate
    return annual / level, level
