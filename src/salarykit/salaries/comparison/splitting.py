"""Splitting a gap into local pay, exchange rate, price level and inflation, without a residual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict

from salarykit.analysis.decomposition import Split, split_parts
from salarykit.errors import InvalidQuery
from salarykit.files.columns import as_coded, combine
from salarykit.keywords import is_one_of
from salarykit.rates.lookup import check_terms
from salarykit.rates.spans import parse_span, shortest
from salarykit.salaries.convert import coded_days
from salarykit.salaries.figures import find_row, find_rows
from salarykit.salaries.ranking.fx_sensitivity import same_rates
from salarykit.salaries.real_terms import chosen_levels, real_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from salarykit.rates.rates import Rates
    from salarykit.rates.spans import Span
    from salarykit.salaries.metadata import Terms
    from salarykit.sources.price_levels import PriceLevels

__all__ = ["GapPart", "Side", "SplitOptions", "both_sides", "split_gap"]


_MEANINGS: Final = {
    "time": "The gap is {city} now minus {city} at the rates of {then}{fixed}.",
    "drift": (
        "The first part is the gap at the rates of {then}{fixed}{real}; the others are the changes since. All parts sum to the "
        "gap."
    ),
    "real": (
        "Real pay is local pay divided by the price level of its country; the price level is divided by the exchange rate. "
        "Both parts sum to the gap."
    ),
}


class GapPart(BaseModel):
    """One part of a gap: what local pay, an exchange rate or another factor adds to it.

    Examples:
        >>> GapPart(name="exchange rate", of="Toronto", amount=-13_440.0).amount
        -13440.0
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    name: str
    """`local pay`, `exchange rate`, `real pay`, `price level`, `inflation`, or `gap then`."""
    of: str | None
    """The city whose pay or rate the part comes from; None if it comes from both."""
    amount: float
    """What the part adds to the gap, in the base; all parts sum to the gap."""


@dataclass(frozen=True, slots=True)
class SplitOptions:
    """How to split a gap.

    Attributes:
        since: an earlier day or span.
        method: see `Split`.
        price_levels: price levels of one year.
        cpi: the consumer price index then and now.
        rates: the rates that the table was converted with.
        statistic: the statistic that counts if the table states several; the median if None.
    """

    since: Any = None
    method: Split = "log_mean"
    price_levels: PriceLevels | str | None = None
    cpi: tuple[float, float] | None = None
    rates: Rates | None = None
    statistic: str | None = None


class Side(NamedTuple):
    """One side of a comparison: a city, at present or at the earlier date."""

    row: int
    """The position of its row in the table."""
    name: str
    """The city; for a figure of the earlier date, with that day or span."""
    value: float
    """The yearly figure in the base."""
    local: float
    """The yearly figure in local money; NaN if nothing was converted."""
    rate: float
    """Units of the base for one unit of local money."""
    currency: str
    """The currency of local money."""


def both_sides(
    table: pa.Table,
    values: NDArray[np.float64],
    a: str,
    b: str | None,
    split_options: SplitOptions,
    terms: Terms | None,
) -> tuple[Side, Side, Side | None, Side | None]:
    """Return both sides at present, and both at the earlier date if one is asked for.

    For one city at two dates, the other side is the city at the earlier day.

    Raises:
        InvalidQuery: for a city without a row, or with several; for options that do not go together.
    """
    if not is_one_of(split_options.method, get_args(Split)):
        raise InvalidQuery(
            f"method={split_options.method!r}: choose 'log_mean' or 'shapley'.", value=split_options.method
        )
    if split_options.since is None:
        if b is None or split_options.cpi is not None:
            raise InvalidQuery(
                "Name two cities, or give since= to compare one city with itself at an earlier day; cpi= also needs since=.",
                value=a,
            )
        return _now(table, values, find_row(table, a)), _now(table, values, find_row(table, b)), None, None
    converted_terms, rates = same_rates(terms, split_options.rates, "since")
    alone = b is None or str(b).casefold() == str(a).casefold()
    if split_options.cpi is not None and not alone:
        raise InvalidQuery(
            "cpi= is the index of one city's country: compare that city with itself.", value=split_options.cpi
        )
    first = _dated(table, values, a, split_options.since, converted_terms, rates)
    if alone:
        return *first, None, None
    second = _dated(table, values, str(b), split_options.since, converted_terms, rates)
    return first[0], second[0], first[1], second[1]


def split_gap(
    table: pa.Table,
    sides: tuple[Side, Side, Side | None, Side | None],
    split_options: SplitOptions,
    terms: Terms | None,
) -> tuple[list[GapPart], str]:
    """Return the parts of a gap, and what they mean; empty if no split was asked for.

    Raises:
        InvalidQuery: if the country of a city has no price level, or the table is not in a currency.
    """
    a, b, a_then, b_then = sides
    is_real = split_options.price_levels is not None
    if a_then is not None and b_then is not None:
        gap = _real(table, (a_then, b_then), split_options, terms) if is_real else []
        gap = gap or [GapPart(name="gap then", of=None, amount=a_then.value - b_then.value)]
        parts = [*gap, *_since(a, a_then, split_options, 1), *_since(b, b_then, split_options, -1)]
        fixed = _fixed(a, a_then) or _fixed(b, b_then)
        real = ", as real pay and price level" if is_real else ""
        return parts, _MEANINGS["drift"].format(then=_text(split_options.since), fixed=fixed, real=real)
    if split_options.since is not None:
        then = _text(split_options.since)
        meaning = _MEANINGS["time"].format(city=a.name, then=then, fixed=_fixed(a, b))
        return _over_time(a, b, split_options), meaning
    if is_real:
        return _real(table, (a, b), split_options, terms), _MEANINGS["real"]
    return [], ""


def _fixed(now: Side, then: Side) -> str:
    """Return a remark if a city has the same row for both dates, so that its local pay does not change."""
    return ", with local pay unchanged" if now.row == then.row else ""


def _text(since: Any) -> str:
    return since.strip() if isinstance(since, str) else shortest(parse_span(since))


def _now(table: pa.Table, values: NDArray[np.float64], row: int) -> Side:
    """Return a row as a side of a comparison, at present."""
    cells = table.slice(row, 1).to_pylist()[0]
    is_real, rate, value = "nominal" in cells, cells.get("rate"), float(values[row])
    rate = np.nan if is_real or rate is None else float(rate)
    return Side(row, cells["city"], value, value / rate, rate, cells["currency"])


def _dated(
    table: pa.Table, values: NDArray[np.float64], city: str, since: Any, terms: Terms, rates: Rates
) -> tuple[Side, Side]:
    """Return both sides of a city: from its rows of both dates, or from its only row at the rates of both."""
    rows = find_rows(table, city)
    span = rates.span(since)
    dates = [table.column("as_of")[row].as_py() for row in rows]
    old = [row for row, date in zip(rows, dates, strict=True) if date and _overlap(parse_span(date), span)]
    new = [row for row in rows if row not in old] or old
    if len(new) != 1 or len(old) > 1:
        raise InvalidQuery(
            f"{len(rows)} rows are for the city {city!r}, but one present row and one of {_text(since)} are needed. Narrow "
            'the table first, for example with .where(role="...").',
            value=city,
        )
    now, then = _now(table, values, new[0]), _now(table, values, (old or new)[0])
    rate = rates.quote(
        then.currency,
        terms.base,
        on=since,
        max_staleness=terms.max_staleness,
        average=terms.average,
    ).rate
    return now, then._replace(name=f"{then.name} ({_text(since)})", rate=rate, value=then.local * rate)


def _overlap(first: Span, second: Span) -> bool:
    return first.first <= second.last and second.first <= first.last


def _over_time(now: Side, then: Side, split_options: SplitOptions) -> list[GapPart]:
    """Return how much local pay, inflation and the exchange rate contribute to the change of a city's figure."""
    if split_options.cpi is None:
        names, new, old = ["local pay", "exchange rate"], [now.local, now.rate], [then.local, then.rate]
    else:
        cpi_then, cpi_now = _indices(split_options.cpi)
        names = ["real pay", "inflation", "exchange rate"]
        new, old = [now.local / cpi_now, cpi_now, now.rate], [then.local / cpi_then, cpi_then, then.rate]
    return _parts(names, now.name, split_parts(new, old, split_options.method))


def _indices(cpi: Any) -> tuple[float, float]:
    """Return the consumer price index at the earlier date and at present.

    Raises:
        InvalidQuery: unless these are two positive numbers.
    """
    try:
        then, now = map(float, cpi)
    except (TypeError, ValueError):
        then = now = np.nan
    if not (0 < then < np.inf and 0 < now < np.inf):
        raise InvalidQuery(f"cpi={cpi}: give two positive numbers, the price index then and now.", value=cpi)
    return then, now


def _parts(names: Sequence[str], of: str | None, amounts: Iterable[float]) -> list[GapPart]:
    return [GapPart(name=name, of=of, amount=float(part)) for name, part in zip(names, amounts, strict=True)]


def _since(now: Side, then: Side, split_options: SplitOptions, sign: int) -> list[GapPart]:
    """Return how much the local pay and the exchange rate of one side contribute to the change of the gap."""
    local, rate = split_parts([now.local, now.rate], [then.local, then.rate], split_options.method)
    parts = []
    if now.row != then.row:
        parts.append(GapPart(name="local pay", of=now.name, amount=sign * float(local)))
    if now.rate != then.rate:
        parts.append(GapPart(name="exchange rate", of=now.name, amount=sign * float(rate)))
    return parts


def _real(
    table: pa.Table, sides: tuple[Side, Side], split_options: SplitOptions, terms: Terms | None
) -> list[GapPart]:
    """Return how much real pay and price levels contribute to a gap."""
    levels = chosen_levels(split_options.price_levels)
    if levels is None or terms is None or terms.price_levels:
        raise InvalidQuery(
            "price_levels= splits a gap in money: convert the table to a currency, without price levels, first.",
            value=split_options.price_levels,
        )
    real = _real_pay(table.take([side.row for side in sides]), sides, levels, terms, split_options.rates)
    level = [side.value / pay for side, pay in zip(sides, real, strict=True)]
    amounts = split_parts([real[0], level[0]], [real[1], level[1]], split_options.method)
    return _parts(("real pay", "price level"), None, amounts)


def _real_pay(
    rows: pa.Table, sides: tuple[Side, Side], levels: PriceLevels, terms: Terms, given_rates: Rates | None
) -> NDArray[np.float64]:
    """Return the local pay of both sides, divided by price levels.

    Raises:
        InvalidQuery: if the country of a city has no price level.
    """
    local = np.array([side.local for side in sides])
    rates = same_rates(terms, given_rates, "price_levels")[1]
    days = coded_days(rows.column("as_of") if terms.on == "own" else terms.on, len(rows), rates)
    currencies, countries = (as_coded(combine(rows.column(name))) for name in ("currency", "country"))
    rate_terms = check_terms(terms.max_staleness, average=terms.average)
    real, _ = real_values(local, currencies, countries, levels, on=days, rates=rates, terms=rate_terms)
    for side, country, pay in zip(sides, rows.column("country").to_pylist(), real, strict=True):
        if np.isnan(pay):
            raise InvalidQuery(
                f"{side.name} has no price level: there is none for {country or 'a row without a country'} in "
                f"{levels.indicator} {levels.periods[-1]}.",
                value=side.name,
            )
    return real
