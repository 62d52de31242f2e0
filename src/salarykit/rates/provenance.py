"""The provenance of one rate: the links that it passed through, in words and as exact numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from salarykit.currency.facts import official_only, windows
from salarykit.rates.exact import Ratio, mean_ratio, ratio_of
from salarykit.rates.grid import KIND_OF, KINDS, NO_DAY, STEPS
from salarykit.rates.spans import Span, day_number, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from salarykit.rates.exact import Resolution
    from salarykit.rates.grid import Grid
    from salarykit.rates.links import Link
    from salarykit.rates.means import Average
    from salarykit.rates.pivot_rates import PivotRates

__all__ = ["Fact", "Path", "daily_path", "exact_ratio", "links_between", "quote_fields"]


class Fact(NamedTuple):
    """One link of a path, as it was published: units of a currency for one unit of another."""

    currency: str
    per: str
    units: Fraction
    softness: int
    source: str
    resolution: Resolution | None = None
    """How finely it was published; None if a law or an issuer states it."""


class Path(NamedTuple):
    """The currencies of a path, and the rates published between them."""

    codes: tuple[str, ...]
    facts: tuple[Fact, ...]


def quote_fields(
    path: Path,
    currency: str,
    base: str,
    span: Span,
    cell: tuple[Grid, int, int],
    average: Average,
    fingerprint: str,
) -> dict[str, Any]:
    """Return the fields of the quote of a cell of a grid; see `Quote`."""
    grid, row, column = cell
    seen = int(grid.seen[row, column])
    kind = KINDS[grid.kind[row, column]]
    averaged = kind == "mean" or (not span.is_day and seen != NO_DAY)
    return {
        "currency": currency,
        "base": base,
        "on": str(span),
        "rate": float(grid.rate[row, column]),
        "observed_on": None if seen == NO_DAY else day_of(seen),
        "staleness": None if seen == NO_DAY else day_number(span.last) - seen,
        "kind": kind,
        "n_obs": int(grid.n_obs[row, column]),
        "averaged": f"{currency} per {base}{' (median)' * (average == 'median')}" if averaged else None,
        "parallel": _parallel(currency, span),
        "official_only": any(_is_official_only(code, span) for code in (currency, base)),
        **_resolution(path),
        "step": STEPS[grid.step[row, column]],
        "source": "; ".join(dict.fromkeys(fact.source for fact in path.facts)),
        "path": path.codes,
        "legs": tuple(map(_leg, path.facts)),
        "fingerprint": fingerprint,
    }


def _leg(fact: Fact) -> dict[str, Any]:
    """Return the fields of a `Leg`."""
    return {
        "currency": fact.currency,
        "per": fact.per,
        "units": ratio_of(Fraction(1), fact.units).of(Decimal(1)),
        "kind": KINDS[KIND_OF[fact.softness]],
        "source": fact.source,
    }


def _resolution(path: Path) -> dict[str, Any]:
    """Return the digits of the least finely published figure, and half a unit in the last of them, in basis points."""
    resolutions = [fact.resolution for fact in path.facts if fact.resolution]
    coarsest = max(resolutions, key=lambda resolution: resolution.half_bp) if resolutions else None
    return {
        "digits": coarsest.digits if coarsest else None,
        "resolution_bp": coarsest.half_bp if coarsest else None,
    }


def _day(pivot_rates: PivotRates, kind: str, seen: int, span: Span) -> int:
    """Return the day whose links are followed: for a mean the day of its last publication, otherwise the day asked for.

    Each link is then the last one on or before that day.
    """
    return max(seen if kind == "mean" and seen != NO_DAY else day_number(span.last), pivot_rates.first)


def _parallel(currency: str, span: Span) -> bool:
    return any(
        currency in window.codes and window.first <= span.last and span.first <= window.last
        for window in windows()
    )


def _is_official_only(code: str, span: Span) -> bool:
    return any(
        fact.code == code and fact.first <= span.last and (fact.last is None or span.first <= fact.last)
        for fact in official_only()
    )


def daily_path(
    pivot_rates: PivotRates, currency: str, base: str, span: Span, cell: tuple[Grid, int, int]
) -> Path:
    """Return the path of the rate in a cell of the daily rates."""
    grid, row, column = cell
    kind, seen = KINDS[grid.kind[row, column]], int(grid.seen[row, column])
    return links_between(pivot_rates, currency, base, _day(pivot_rates, kind, seen, span))


def links_between(pivot_rates: PivotRates, currency: str, base: str, day: int) -> Path:
    """Return the path between two currencies of the daily rates on a day."""
    path = _path(pivot_rates, currency, base, day)
    facts = [
        Fact(
            link.code,
            link.anchor,
            units,
            link.softness,
            link.source,
            link.table.resolution(link.code, day) if link.table else None,
        )
        for link, units in (*path.rising, *path.falling)
    ]
    return Path(tuple(path.codes), tuple(facts))


class _Chains(NamedTuple):
    """The path from one currency to another, through the first anchor that they share."""

    codes: list[str]
    rising: list[tuple[Link, Fraction]]
    falling: list[tuple[Link, Fraction]]


def _path(pivot_rates: PivotRates, currency: str, base: str, day: int) -> _Chains:
    if currency == base:
        return _Chains([base], [], [])
    up, down = list(pivot_rates.chain(currency, day)), list(pivot_rates.chain(base, day))
    ups = [currency, *(link.anchor for link, _ in up)]
    downs = [base, *(link.anchor for link, _ in down)]
    shared = next(code for code in ups if code in downs)
    rising, falling = up[: ups.index(shared)], down[: downs.index(shared)]
    return _Chains(ups[: len(rising) + 1] + downs[: len(falling)][::-1], rising, falling[::-1])


def exact_ratio(
    pivot_rates: PivotRates, currency: str, base: str, span: Span, cell: tuple[Grid, int, int]
) -> Ratio | None:
    """Return the rate in a cell of the daily rates as an exact ratio; None for an identity."""
    grid, row, column = cell
    kind, seen = KINDS[grid.kind[row, column]], int(grid.seen[row, column])
    if kind == "identity":
        return None
    if span.is_day or seen == NO_DAY:
        path = _path(pivot_rates, currency, base, _day(pivot_rates, kind, NO_DAY, span))
        return ratio_of(_product(path.rising), _product(path.falling))
    return mean_ratio(
        (_product(pivot_rates.chain(currency, day)), _product(pivot_rates.chain(base, day)))
        for day in _days(pivot_rates, (currency, base), span)
    )


def _product(links: Iterable[tuple[Link, Fraction]]) -> Fraction:
    return prod((units for _, units in links), start=Fraction(1))


def _days(pivot_rates: PivotRates, pair: tuple[str, str], span: Span) -> Iterator[int]:
    """Yield the days of a span on which both currencies have a rate published that day."""
    columns = [pivot_rates.codes.index(code) for code in pair]
    low = max(day_number(span.first) - pivot_rates.first, 0)
    both = np.isfinite(pivot_rates.units[low : day_number(span.last) - pivot_rates.first + 1, columns]).all(
        axis=1
    )
    yield from (int(row) + low + pivot_rates.first for row in np.flatnonzero(both))
