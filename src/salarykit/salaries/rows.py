"""The rows of results as a type checker sees them: plain dicts, whose keys and values are known.

A row may also hold the columns that the source had beside a salary's. They have no types: `dict(row)["bonus"]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict

if TYPE_CHECKING:
    import datetime as dt

    from salarykit.pay.pay_year import Period
    from salarykit.rates.published import Step

__all__ = [
    "DifferentialRow",
    "FxRow",
    "ImpliedRate",
    "MatchRow",
    "OvertakingRow",
    "Provenance",
    "QueryProvenance",
    "RankedRow",
    "RankingProvenance",
    "SalaryRow",
    "UnrankedRow",
]


class SalaryRow(TypedDict):
    """The fields of a `Salary`, and what a conversion adds to them."""

    role: str | None
    city: str | None
    country: str | None
    amount: float
    currency: str
    period: Period
    statistic: str | None
    as_of: str | None
    sample_size: int | None
    relevance: float | None
    source: str | None
    note: str | None
    months_per_year: NotRequired[float | None]
    rate: NotRequired[float | None]
    rate_on: NotRequired[dt.date | None]
    rate_staleness: NotRequired[int | None]
    rate_kind: NotRequired[str | None]
    rate_step: NotRequired[Step | None]
    rate_flag: NotRequired[str | None]
    age_factor: NotRequired[float | None]
    nominal: NotRequired[float | None]
    parity: NotRequired[float | None]


class RankedRow(SalaryRow):
    """A row of a `Ranking`; a rank is a whole number, unless equal figures have the average of theirs."""

    rank: float
    value: float
    index: float
    rank_low: NotRequired[int]
    rank_high: NotRequired[int]
    expected_rank: NotRequired[float]
    fx_rank_low: NotRequired[float]
    fx_rank_high: NotRequired[float]


class UnrankedRow(SalaryRow):
    """A row of `Ranking.unranked`, with the reason."""

    value: NotRequired[float | None]
    reason: str


class MatchRow(SalaryRow):
    """A record of a `QueryResult`, with its signals and its weight."""

    value: float
    weight: float
    signal_relevance: NotRequired[float | None]
    signal_role: NotRequired[float | None]
    signal_place: NotRequired[float | None]
    signal_recency: NotRequired[float | None]
    signal_sample_size: NotRequired[float | None]
    signal_statistic: NotRequired[float | None]


class OvertakingRow(TypedDict):
    """A neighbour in an order, and the gain of its currency that would make it equal to the one above."""

    rank: float
    city: str | None
    above: str | None
    currency: str
    gain: float | None


class FxRow(OvertakingRow):
    """A row of `Ranking.fx`: also the first day on which the neighbour is ahead."""

    first_flip: str | None


class DifferentialRow(TypedDict):
    """A row of `Differentials`: one city."""

    city: str | None
    index: float | None
    crude: float
    roles: int
    coverage: float


class ImpliedRate(TypedDict):
    """A row of `infer_rates`: one currency."""

    currency: str
    rate: float
    inverse: float
    n: int
    spread: float


class Provenance(TypedDict):
    """What a result rests on: base, day or span, version, and a fingerprint of the columns that it read."""

    base: str | None
    on: str | None
    version: str
    input: str


class RankingProvenance(Provenance):
    """What a `Ranking` rests on."""

    ties: str
    uncertainty: str


class QueryProvenance(Provenance):
    """What an answer rests on; `by` where there is one for each group."""

    method: str
    combine: str
    interval: str
    by: NotRequired[list[str]]
