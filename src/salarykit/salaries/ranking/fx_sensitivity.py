"""How a ranking depends on the day of the rates: the range of ranks, and when neighbours change places."""

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
from salarykit.rates.rates import Rates, check_rates
from salarykit.rates.spans import Span, day_number, day_of, parse_span
from salarykit.salaries.results import FxRow
from salarykit.salaries.tuples import code_tuples
from salarykit.sources.copies import default_rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.analysis.ranks import Ties
    from salarykit.salaries.metadata import Terms

__all__ = ["FxRanks", "FxSensitivity", "fx_sensitivity", "overtaking", "same_rates"]


class FxSensitivity(Frame[FxRow]):
    """Neighbours in a ranking, and what would make them change places; what `Ranking.fx` holds.

    Columns: `rank`, `city`, `above` (the city above it), `currency`, `gain` (by how much its currency would have to rise
    against that of the city above for both to be equal; null if both are paid in one currency), `first_flip` (the first
    day on which it is ahead; null if there is none).

    Attributes:
        days: the days or spans asked for, in order.
        tau: Kendall's tau between the ranking and that of each day.
    """

    __slots__ = ("days", "tau")
    days: tuple[str, ...]
    tau: tuple[float | None, ...]

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
        """The days and Kendall's tau in one line."""
        taus = [tau for tau in self.tau if tau is not None]
        span = self.days[0] if len(self.days) == 1 else f"{self.days[0]} to {self.days[-1]}"
        return f"Rates of {len(self.days):,} days or spans, {span}" + (
            f"; Kendall's tau {min(taus):.3f} to {max(taus):.3f}." if taus else "."
        )


class FxRanks(NamedTuple):
    """The ranks at the rates of other days."""

    low: NDArray[np.float64]
    """n best ranks over all days."""
    high: NDArray[np.float64]
    """n worst ranks over all days."""
    sensitivity: FxSensitivity
    """The neighbours, and the days."""


def same_rates(terms: Terms | None, rates: Rates | None, option: str) -> tuple[Terms, Rates]:
    """Return the terms of a conversion, and check that the rates are the ones it used.

    Raises:
        InvalidQuery: if nothing was converted, if the figures do not depend on exchange rates, or if other rates are given.
    """
    if terms is None:
        raise InvalidQuery(
            f"{option} needs a converted table: call table.convert(...) first.",
            value=option,
        )
    if terms.price_levels:
        raise InvalidQuery(
            f"{option} has no effect on figures in {terms.unit}: they do not depend on exchange rates.",
            value=option,
        )
    if terms.summary:
        raise InvalidQuery(
            f"{option} has no effect on figures of groups ({terms.summary}), which were converted before: convert the "
            "records at the other day, and summarize them again.",
            value=option,
        )
    same = default_rates() if rates is None else check_rates(rates)
    if same.fingerprint != terms.fingerprint:
        raise InvalidQuery(
            f"{option}: the table was converted with other rates ({terms.source}). Pass those as rates=.",
            value=option,
        )
    return terms, same


def overtaking(ordered: pa.Table) -> pa.Table:
    """Return the neighbours in a ranking, and the gain of the lower one's currency that would make both equal."""
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
    """Return the ranks of the same figures in local money at the rates of other days.

    Args:
        ordered: n rows with `rank`, `value` and `rate`, in the order of their ranks.
        terms: the terms on which they were converted.
        rates: the rates that they were converted with.
        days: days or spans; or one text, a span, for all days of publication in it.
        ties: see `SalaryTable.rank`.
        descending: see `SalaryTable.rank`.

    Raises:
        InvalidQuery: if there is no day.
        InvalidSpan, RateNotFound: for an invalid day, or a day without a rate.
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
            "fx_dates has no day on which rates were published. Give other days, or a longer span.",
            value=days,
        )
    return sorted(spans)


def _rates_on(names: list[tuple[Any, ...]], rates: Rates, terms: Terms, span: Span) -> NDArray[np.float64]:
    coded = Coded(np.arange(len(names)), [name for (name,) in names])
    rate_terms = check_terms(terms.max_staleness, average=terms.average)
    values = rates.convert_coded(
        np.ones(len(names)), coded, terms.base, on=span, terms=rate_terms, missing="null"
    ).value
    for at in np.flatnonzero(np.isnan(values)):  # raises an error with the reason
        rates.quote(names[at][0], terms.base, on=span, max_staleness=terms.max_staleness)
    return values


def _tau(before: NDArray[np.float64], there: NDArray[np.float64]) -> float | None:
    from scipy.stats import kendalltau

    if len(before) < 2 or np.ptp(before) == 0 or np.ptp(there) == 0:  # noqa: PLR2004 - a pair
        return None
    return float(kendalltau(before, there).statistic)
