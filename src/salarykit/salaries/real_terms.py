"""The steps beside the exchange rate: ageing in local money, and dividing by price levels."""

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

_FACTORS: Final = 1 << 16  # remembered from one block to the next


def age_factors(
    ageing: Ageing,
    as_of: Span | Days | Coded | None,
    countries: Coded | None,
    wanted: NDArray[np.bool_],
    missing: Missing,
) -> NDArray[np.float64]:
    """Return what each figure is multiplied by to be one of the effective date; NaN where that cannot be said.

    Args:
        ageing: how.
        as_of: when n figures were true: days, spans, or texts of them; None if nothing says so.
        countries: n ISO codes; None if nothing says them, or growth is the same for all.
        wanted: n times whether there is a figure.
        missing: "null" leaves out rows that cannot be aged.

    Raises:
        InvalidQuery: with the row, counted from 1, unless missing is null: for a row without `as_of`, or whose country
            or years have no growth.

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
    known = _known(ageing)
    found: list[float | InvalidQuery] = [
        known.get_or_build(name, partial(_factor, ageing, *name)) for name in coded.names
    ]
    faults = {number: each for number, each in enumerate(found) if isinstance(each, InvalidQuery)}
    if faults and missing == "raise":
        rows = np.flatnonzero(np.isin(coded.indices, list(faults)) & wanted)
        if len(rows):
            row = int(rows[0])
            raise faults[int(coded.indices[row])].at("row {row}", row=row + 1)
    numbers = [np.nan if isinstance(each, InvalidQuery) else each for each in found]
    return np.array(numbers or [np.nan]).take(coded.indices)


@lru_cache(8)
def _known(ageing: Ageing) -> Cache:  # noqa: ARG001 - what it is the memory of
    """Return the memory of an ageing's factors, by day and country."""
    return Cache(_FACTORS)


def _factor(ageing: Ageing, as_of: Any, country: str | None) -> float | InvalidQuery:
    """Return what a figure is multiplied by, or why that cannot be said."""
    try:
        return ageing.factor(as_of or "", country)
    except InvalidSpan:
        return InvalidQuery("It has no as_of to be aged from.", value=None)
    except InvalidQuery as error:
        return error


def _coded(days: Span | Days | Coded, length: int) -> Coded:
    """Return days or spans as indices into the distinct ones; a day that the calendar does not have is none."""
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
    annual: NDArray[np.float64],
    currencies: Coded,
    countries: Coded | None,
    levels: PriceLevels,
    *,
    on: Span | Days | Coded,
    rates: Rates,
    terms: SpanTerms,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the figures divided by the price level of their country, and that level in the currency of each.

    A figure in another currency than the level's is first converted to it, at the same day as everything else.

    Args:
        annual: n figures of a year in local money.
        currencies: n codes.
        countries: n ISO codes; None if nothing says them.
        levels: of one year.
        on: one span, n days, or n spans.
        rates: for figures in another currency than their country's.
        terms: what those rates must satisfy.

    Returns:
        n figures in the levels' unit, NaN where the country has no level; and n levels.
    """
    placed = Coded(np.zeros(len(annual), np.int8), [None]) if countries is None else countries
    coded = code_columns([placed, currencies], len(annual))
    known = [levels.get(country) for country, _ in coded.names]
    level = np.array([each.value if each else np.nan for each in known] or [np.nan]).take(coded.indices)
    own = [each.currency if each else None for each in known]
    foreign = [
        code if code != currency else None for code, (_, currency) in zip(own, coded.names, strict=True)
    ]
    for code in sorted({code for code in foreign if code}):
        rows = np.flatnonzero(np.array([each == code for each in foreign]).take(coded.indices))
        theirs = Coded(currencies.indices[rows], currencies.names)
        ones = np.ones(len(rows))
        days = taken(on, rows)
        rate = rates.convert_coded(ones, theirs, code, on=days, terms=terms, missing="null").value
        level[rows] = level[rows] / rate
    return annual / level, level
