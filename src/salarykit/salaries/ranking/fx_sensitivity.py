"""How an order depends on the day of the rates: the range of ranks, and when neighbours change places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.analysis.ranks import ranks
from salarykit.currency.codes import minor_units
from salarykit.errors import InvalidQuery
from salarykit.files.columns import as_floats, combine
from salarykit.files.frames import Frame
from salarykit.rates.kernel import Coded
from salarykit.rates.lookup import check_terms
from salarykit.rates.spans import Span, day_number, day_of, parse_span
from salarykit.salaries.rows import FxRow
from salarykit.salaries.tuples import code_tuples
from salarykit.sources.copies import default_rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.analysis.ranks import Ties
    from salarykit.rates.rates import Rates
    from salarykit.salaries.terms import Terms

__all__ = ["FxRanks", "FxSensitivity", "fx_sensitivity", "overtaking", "same_rates"]


class FxSensitivity(Frame[FxRow]):
    """Neighbours in an order, and what would make them change places; what `Ranking.fx` holds.

    Columns: `rank`, `city`, `above` (the city above it), `currency`, `gain` (how far its currency would have to gain on
    that of the one above for both to be equal; null where they are paid in one), `first_flip` (the first of the days
    on which it is ahead; null if it never is).

    Attributes:
        days: the days or spans asked, in their order.
        tau: Kendall's tau between the order and that of each day.
    """

    __slots__ = ("days", "tau")

    def __init__(self, table: pa.Table, days: tuple[str, ...], tau: tuple[float | None, ...]) -> None:
        super().__init__(table)
        self.days, self.tau = days, tau

    def to_dict(self) -> dict[str, Any]:
        """Return days, taus and pairs as plain values."""
        return {"days": list(self.days), "tau": list(self.tau), "pairs": self._table.to_pylist()}

    def drawn(self, limit: int | None = None) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        """Return headers, the cells of the first pairs as text, and a caption."""
        headers = ["rank", "city", "overtakes", "if its currency gains", "first ahead"]
        rows = [
            [
                f"{row['rank']:g}",
                row["city"] or "",
                row["above"] or "",
                "" if row["gain"] is None else f"{row['gain']:+.1%}",
                row["first_flip"] or "",
            ]
            for row in self._first(limit)
        ]
        return headers, rows, self.caption

    @property
    def caption(self) -> str:
        """The days in one line."""
        known = [tau for tau in self.tau if tau is not None]
        span = self.days[0] if len(self.days) == 1 else f"{self.days[0]} to {self.days[-1]}"
        return f"Rates of {len(self.days):,} days or spans, {span}" + (
            f"; Kendall's tau {min(known):.3f} to {max(known):.3f}." if known else "."
        )


class FxRanks(NamedTuple):
    """What other days' rates do to an order."""

    low: NDArray[np.float64]
    """n best ranks over the days."""
    high: NDArray[np.float64]
    """n worst ranks."""
    sensitivity: FxSensitivity
    """The neighbours, and the days."""


def same_rates(terms: Terms | None, rates: Rates | None, option: str) -> tuple[Terms, Rates]:
    """Return the terms of a conversion and the rates it was made with.

    Raises:
        InvalidQuery: if nothing was converted, if figures no longer depend on exchange rates, or if these are other rates.
    """
    if terms is None:
        raise InvalidQuery(
            f"{option} asks for other days' rates, but nothing was converted: table.convert(...) first.",
            value=option,
        )
    if terms.price_levels:
        raise InvalidQuery(
            f"{option} has no effect on figures in {terms.unit}: they do not move with exchange rates.",
            value=option,
        )
    if terms.summary:
        raise InvalidQuery(
            f"{option} has no effect on figures of groups ({terms.summary}), which were converted before: convert the "
            "records at the other day, and summarize them again.",
            value=option,
        )
    found = default_rates() if rates is None else rates
    if found.fingerprint != terms.fingerprint:
        raise InvalidQuery(
            f"{option}: the table was converted with other rates ({terms.source}). Pass those as rates=.",
            value=option,
        )
    return terms, found


def overtaking(ordered: pa.Table) -> pa.Table:
    """Return each neighbour of an order, and the gain of its currency that would make it equal to the one above."""
    values = as_floats(combine(ordered.column("value")))
    currencies = np.array(ordered.column("currency").to_pylist(), object)
    gain = values[:-1] / values[1:] - 1
    same = currencies[:-1] == currencies[1:]
    return pa.table(
        {
            "rank": ordered.column("rank").slice(1),
            "city": ordered.column("city").slice(1),
            "above": ordered.column("city").slice(0, max(len(ordered) - 1, 0)),
            "currency": ordered.column("currency").slice(1),
            "gain": pa.array(gain, mask=same),
        }
    )


def fx_sensitivity(
    ordered: pa.Table, terms: Terms, rates: Rates, days: Any, *, ties: Ties, descending: bool
) -> FxRanks:
    """Return the ranks that each day's rates would give, the figures in local money staying as they are.

    Args:
        ordered: n rows with `rank`, `value` and `rate`, in their order.
        terms: how they were converted.
        rates: those they were converted with.
        days: days or spans; or one text for every day of publication in a span.
        ties: as the order's.
        descending: as the order's.

    Raises:
        InvalidQuery: for no day at all.
        InvalidSpan, RateNotFound: for a day that is none, or without a rate.
    """
    spans = _spans(days, rates)
    local = as_floats(combine(ordered.column("value"))) / as_floats(combine(ordered.column("rate")))
    coded, digits = code_tuples(ordered, ("currency",)), minor_units(terms.base)
    before = as_floats(combine(ordered.column("rank")))
    low, high = np.full(len(ordered), np.inf), np.full(len(ordered), -np.inf)
    flips: list[str | None] = [None] * max(len(ordered) - 1, 0)
    tau = []
    for span in spans:
        values = np.round(local * _rates_on(coded.names, rates, terms, span).take(coded.indices), digits)
        there = ranks(values, ties=ties, descending=descending)
        low, high = np.minimum(low, there), np.maximum(high, there)
        tau.append(_tau(before, there))
        ahead = values[1:] > values[:-1] if descending else values[1:] < values[:-1]
        for at in np.flatnonzero(ahead):
            flips[at] = flips[at] or str(span)
    pairs = overtaking(ordered).append_column("first_flip", pa.array(flips, pa.string()))
    return FxRanks(low, high, FxSensitivity(pairs, tuple(map(str, spans)), tuple(tau)))


def _spans(days: Any, rates: Rates) -> list[Span]:
    if isinstance(days, str | Span):
        first, last = (day_number(day) for day in parse_span(days))
        published = np.unique(np.concatenate([table.days for table in rates.tables]))
        inside = published[(published >= first) & (published <= last)]
        days = [day_of(int(day)) for day in inside]
    spans = [rates.span(day) for day in (days if isinstance(days, Iterable) else [days])]
    if not spans:
        raise InvalidQuery(
            "fx_dates: there is no day of publication among them. Give days, or a span of days.", value=days
        )
    return sorted(spans)


def _rates_on(names: list[tuple[Any, ...]], rates: Rates, terms: Terms, span: Span) -> NDArray[np.float64]:
    each = Coded(np.arange(len(names)), [name for (name,) in names])
    asked = check_terms(terms.max_staleness, average=terms.average)
    found = rates.convert_coded(
        np.ones(len(names)), each, terms.base, on=span, terms=asked, missing="null"
    ).value
    for at in np.flatnonzero(np.isnan(found)):  # the rate itself says best why there is none
        rates.quote(names[at][0], terms.base, on=span, max_staleness=terms.max_staleness)
    return found


def _tau(before: NDArray[np.float64], there: NDArray[np.float64]) -> float | None:
    from scipy.stats import kendalltau

    if len(before) < 2 or np.ptp(before) == 0 or np.ptp(there) == 0:  # noqa: PLR2004 - a pair
        return None
    return float(kendalltau(before, there).statistic)
