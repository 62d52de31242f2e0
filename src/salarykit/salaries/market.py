"""Market pricing: the figures of several surveys for one job, aged, adjusted and weighted into one."""
# A little over 300 lines: a survey, the price, and its explanation stand in one place.

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from salarykit.analysis.composites import DIVERGENT, CompositeBy, composite, divergence, is_divergent, shares
from salarykit.analysis.decomposition import largest_remainder
from salarykit.analysis.positions import Percentile, compa_ratio, percentile_of
from salarykit.errors import InvalidQuery, MixedCurrencies
from salarykit.files.frames import html_table, money
from salarykit.package import version
from salarykit.salaries.results import Result

if TYPE_CHECKING:
    import pyarrow as pa

    from salarykit.analysis.ageing import Ageing

__all__ = ["MarketPrice", "SurveyMatch", "market_price"]

_WORTH: Final = 0.7  # the share of a job's content; practitioners call a match below it another job


class SurveyMatch(BaseModel):
    """The figures of one survey for a job; market pricing calls this a match.

    Examples:
        >>> match = SurveyMatch(
        ...     survey="Radius 2024", currency="USD", p50=70_000, effective="2024-03-01", match=0.9
        ... )
        >>> match.adjustment, match.weight
        (0.0, 1.0)
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    survey: str
    """The name of the survey."""
    job: str | None = None
    """The title of the job in the survey."""
    currency: str
    """ISO 4217."""
    country: str | None = None
    """ISO 3166-1 alpha-2; ageing by country needs it."""
    p25: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """The first quartile of yearly pay."""
    p50: float = Field(gt=0, allow_inf_nan=False)
    """The median of yearly pay."""
    p75: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """The third quartile of yearly pay."""
    effective: str | None = None
    """The day or span when the figures were true; ageing needs it."""
    match: float = Field(default=1.0, gt=0, le=1)
    """The share of the content of the job that the survey's job covers."""
    adjustment: float = Field(default=0.0, gt=-1, le=1)
    """The premium (0.05) or discount (-0.05) for the difference between the two jobs."""
    weight: float = Field(default=1.0, ge=0, le=1e9)
    """The weight of the survey, before it is multiplied by match."""


def market_price(
    matches: Iterable[SurveyMatch | Mapping[str, Any]],
    *,
    ageing: Ageing | None = None,
    how: CompositeBy = "mean",
    min_match: float = _WORTH,
    limit: float = DIVERGENT,
) -> MarketPrice:
    """Return the composite market price of a job: the quartiles of several surveys, aged, adjusted and weighted.

    The figures of a survey are aged to the common date and multiplied by 1 + adjustment. Its share is weight x match,
    divided by the sum over all surveys. A survey is flagged if its median differs by more than the factor `limit` from the
    median of the others; or from the median of all three, if there are two others that differ so much from each other. It still
    counts: only a person can say whether it is about another job or another market.

    Args:
        matches: `SurveyMatch` objects, or mappings of their fields.
        ageing: the date to age the figures to, and the growth; None if all figures are of one date.
        how: `"mean"`, `"geometric_mean"` or `"median"`.
        min_match: surveys with a lower match do not count; the result names them.
        limit: the factor beyond which a survey is flagged.

    Raises:
        InvalidQuery: for an invalid field; if no survey counts; if a figure cannot be aged.
        MixedCurrencies: if the surveys are in several currencies.

    Examples:
        >>> found = market_price(
        ...     [
        ...         {"survey": "A", "currency": "USD", "p50": 67_000, "weight": 0.4},
        ...         {"survey": "B", "currency": "USD", "p50": 70_000, "weight": 0.4},
        ...         {"survey": "C", "currency": "USD", "p50": 120_000, "weight": 0.2},
        ...     ]
        ... )
        >>> found.p50, found.divergent
        (78800.0, ('C',))
    """
    given = [_match(match, number) for number, match in enumerate(_surveys(matches), start=1)]
    kept = _kept(given, min_match)
    factors = [_aged(match, ageing) * (1 + match.adjustment) for match in kept]
    weights = [match.weight * match.match for match in kept]
    medians = [match.p50 * factor for match, factor in zip(kept, factors, strict=True)]
    sources = _sources(kept, factors, shares(weights), medians, limit)
    return MarketPrice(
        currency=kept[0].currency,
        p25=_composite(kept, factors, weights, "p25", how),
        p50=composite(medians, weights, how=how),
        p75=_composite(kept, factors, weights, "p75", how),
        how=how,
        ageing=ageing.to_dict() if ageing else None,
        sources=tuple(sources),
        divergent=tuple(source["survey"] for source in sources if source["divergent"]),
        left_out=tuple(match.survey for match in given if match.match < min_match),
        version=version(),
        input=_fingerprint(given),
    )


def _kept(given: list[SurveyMatch], min_match: float) -> list[SurveyMatch]:
    """Return the surveys that count, and check that they are in one currency."""
    kept = [match for match in given if match.match >= min_match]
    if not kept:
        raise InvalidQuery(
            f"None of {len(given)} surveys matches {min_match:.0%} of the job or more.", value=min_match
        )
    currencies = sorted({match.currency for match in kept})
    if len(currencies) > 1:
        raise MixedCurrencies(
            f"The surveys are in {', '.join(currencies)}. Convert their figures to one currency first.",
            currencies=tuple(currencies),
        )
    return kept


def _sources(
    kept: list[SurveyMatch], factors: list[float], share: Any, medians: list[float], limit: float
) -> list[dict[str, Any]]:
    """Return the fields of each survey, its share, and how it compares with the others."""
    far = is_divergent(medians, limit)
    return [
        {
            **match.model_dump(),
            "factor": factor,
            "share": float(part),
            "adjusted_p50": median,
            "to_others": None if math.isnan(ratio) else float(ratio),
            "divergent": bool(flag),
        }
        for match, factor, part, median, ratio, flag in zip(
            kept, factors, share, medians, divergence(medians), far, strict=True
        )
    ]


def _surveys(matches: Any) -> Iterable[Any]:
    """Return the given surveys; refuse anything that is not a list of them."""
    if isinstance(matches, str | bytes | Mapping) or not isinstance(matches, Iterable):
        raise InvalidQuery(f"matches: give a list of surveys, not {matches!r:.80}.", value=matches)
    return matches


def _match(given: SurveyMatch | Mapping[str, Any], number: int) -> SurveyMatch:
    if not isinstance(given, SurveyMatch | Mapping):
        raise InvalidQuery(
            f"survey {number}: give a SurveyMatch or a mapping of its fields, not {given!r:.80}.",
            value=number,
        )
    try:
        match = given if isinstance(given, SurveyMatch) else SurveyMatch.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "it"
        raise InvalidQuery(f"survey {number}: {where}: {first['msg']}.", value=number) from None
    if not (match.p25 or match.p50) <= match.p50 <= (match.p75 or match.p50):
        raise InvalidQuery(
            f"survey {number}: its quartiles {match.p25}, {match.p50}, {match.p75} are not in ascending order.",
            value=number,
        )
    return match


def _aged(match: SurveyMatch, ageing: Ageing | None) -> float:
    if ageing is None:
        return 1.0
    if match.effective is None:
        raise InvalidQuery(f"{match.survey} has no effective date to be aged from.", value=match.survey)
    return ageing.factor(match.effective, match.country)


def _composite(
    matches: list[SurveyMatch], factors: list[float], weights: list[float], name: str, how: CompositeBy
) -> float | None:
    """Return the composite of a quartile over the surveys that publish it; None if no survey does."""
    rows = [at for at, match in enumerate(matches) if getattr(match, name) is not None and weights[at] > 0]
    if not rows:
        return None
    figures = [getattr(matches[at], name) * factors[at] for at in rows]
    return composite(figures, [weights[at] for at in rows], how=how)


def _fingerprint(matches: list[SurveyMatch]) -> str:
    import hashlib

    text = json.dumps([match.model_dump() for match in matches], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


class MarketPrice(Result):
    """A composite market price, with the share of each survey in it; what `market_price` returns."""

    currency: str
    """ISO 4217."""
    p25: float | None
    """The composite first quartile of yearly pay; None if no survey has one."""
    p50: float
    """The composite median: the market price."""
    p75: float | None
    """The composite third quartile."""
    how: CompositeBy
    """How the figures of the surveys were combined."""
    ageing: dict[str, Any] | None
    """The date to which the figures were aged, and how; None if they were not."""
    sources: tuple[dict[str, Any], ...]
    """For each survey its fields, `factor` (ageing and adjustment), `share`, `adjusted_p50`, `to_others` (its median over
    the median of the others) and `divergent`."""
    divergent: tuple[str, ...]
    """The surveys whose medians differ too much from those of the others."""
    left_out: tuple[str, ...]
    """The surveys whose match was too poor to count."""
    version: str
    """The version of salarykit."""
    input: str
    """A fingerprint of the surveys' figures."""

    def market_ratio(self, salary: float) -> float:
        """Return a salary divided by the market price: a compa-ratio with the market price for a midpoint."""
        return compa_ratio(salary, self.p50)

    def percentile(self, salary: float) -> Percentile:
        """Return the share of the market that is paid less than a salary, or its bounds.

        Raises:
            InvalidQuery: if no survey has quartiles.
        """
        if self.p25 is None or self.p75 is None:
            raise InvalidQuery("No survey has quartiles, so the percentile is unknown.", value=salary)
        return percentile_of(salary, self.p25, self.p50, self.p75)

    def salary_range(self, spread: float = 0.5, position: float = 1.0) -> tuple[float, float, float]:
        """Return the minimum, midpoint and maximum of a pay range that is set by the market price.

        Args:
            spread: maximum over minimum, less one.
            position: the midpoint divided by the market price: 1 to match the market, 1.05 to lead it, 0.95 to lag it.

        Raises:
            InvalidQuery: for a spread or position that is not positive.

        Examples:
            >>> from salarykit.salaries.market import market_price
            >>> price = market_price([{"survey": "A", "currency": "USD", "p50": 100_000}])
            >>> price.salary_range(0.5)
            (80000.0, 100000.0, 120000.0)
        """
        if not (spread > 0 and position > 0):
            raise InvalidQuery(f"spread={spread}, position={position}: both must be positive.", value=spread)
        midpoint = self.p50 * position
        low = midpoint / (1 + spread / 2)
        return low, midpoint, low * (1 + spread)

    @property
    def shares(self) -> tuple[float, ...]:
        """The share of each survey, rounded to whole per cent that sum to 100."""
        exact = [100 * float(source["share"]) for source in self.sources]
        return tuple(share / 100 for share in largest_remainder(exact, 100.0, 0))

    def explain(self) -> str:
        """Return the price and what it rests on, in plain sentences."""
        aged = f", aged to {self.ageing['to']} ({self.ageing['method']})" if self.ageing else ""
        how = f"the {self.how.replace('_', ' ')} of {len(self.sources)} surveys{aged}"
        lines = [f"The market price is {money(self.p50, self.currency)} a year: {how}."]
        if self.p25 is not None and self.p75 is not None:
            lines.append(
                f"The quartiles are {money(self.p25, self.currency)} and {money(self.p75, self.currency)}."
            )
        lines += [
            f"{source['survey']} counts {share:.0%} with {money(source['adjusted_p50'], self.currency)}"
            + (
                f": {source['to_others']:.2f} times the others, so look at its match again."
                if source["divergent"]
                else "."
            )
            for source, share in zip(self.sources, self.shares, strict=True)
        ]
        if self.left_out:
            lines.append(f"Left out for a poor match: {', '.join(self.left_out)}.")
        return "\n".join(lines)

    def to_arrow(self) -> pa.Table:
        """Return the surveys as an Arrow table."""
        import pyarrow as pa

        return pa.Table.from_pylist(list(self.sources))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Export the surveys through Arrow's C stream interface."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __str__(self) -> str:
        return self.explain()

    def _repr_html_(self) -> str:
        rows = [
            [
                source["survey"],
                money(source["p50"], self.currency),
                f"{source['factor']:.4f}",
                money(source["adjusted_p50"], self.currency),
                f"{share:.0%}",
                "divergent" if source["divergent"] else "",
            ]
            for source, share in zip(self.sources, self.shares, strict=True)
        ]
        headers = ["survey", "median", "factor", "aged and adjusted", "share", ""]
        return html_table(headers, rows, self.explain().splitlines()[0])
