"""Market pricing: several surveys' figures for one job, aged, adjusted and weighted into one."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from salarykit.analysis.composites import DIVERGENT, CompositeBy, composite, divergence, is_divergent, shares
from salarykit.errors import InvalidQuery, MixedCurrencies
from salarykit.package import version
from salarykit.salaries.market_results import MarketPrice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from salarykit.analysis.ageing import Ageing

__all__ = ["SurveyMatch", "market_price"]

_WORTH: Final = 0.7  # the share of a job's content below which practitioners call it another job


class SurveyMatch(BaseModel):
    """One survey's figures for a job: a match, as market pricing calls it.

    Examples:
        >>> match = SurveyMatch(
        ...     survey="Radius 2024", currency="USD", p50=70_000, effective="2024-03-01", match=0.9
        ... )
        >>> match.adjustment, match.weight
        (0.0, 1.0)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    survey: str
    """Who published it."""
    job: str | None = None
    """The survey's own title."""
    currency: str
    """ISO 4217."""
    country: str | None = None
    """ISO 3166-1 alpha-2; for ageing by country."""
    p25: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """The first quartile of a year's pay."""
    p50: float = Field(gt=0, allow_inf_nan=False)
    """The median of a year's pay."""
    p75: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """The third quartile of a year's pay."""
    effective: str | None = None
    """The day or span the figures were true; needed for ageing."""
    match: float = Field(default=1.0, gt=0, le=1)
    """The share of the job's content that the survey's job has."""
    adjustment: float = Field(default=0.0, gt=-1, le=1)
    """The premium (0.05) or discount (-0.05) for what the match lacks or has more."""
    weight: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    """How much it counts before the match quality is taken into account."""


def market_price(
    matches: Iterable[SurveyMatch | Mapping[str, Any]],
    *,
    ageing: Ageing | None = None,
    how: CompositeBy = "mean",
    min_match: float = _WORTH,
    limit: float = DIVERGENT,
) -> MarketPrice:
    """Return the composite market price of a job: quartiles of several surveys, each aged, adjusted and weighted.

    A survey's figure is aged to the common date, then multiplied by 1 + adjustment. Its share is weight x match, over the
    sum of those. A survey whose median is further than a factor of limit from the median of the others is flagged, and
    still counts: whether it is another job or another market is for a person to say.

    Args:
        matches: `SurveyMatch`es, or mappings of their fields.
        ageing: to which date, by which growth; None if all figures are of one date.
        how: `"mean"`, `"geometric_mean"` or `"median"`.
        min_match: surveys whose match is below do not count; they are named.
        limit: the factor beyond which a survey is flagged.

    Raises:
        InvalidQuery: for a field that is wrong; where no survey counts; where one cannot be aged.
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
        (78800.0, ('A', 'B', 'C'))
    """
    given = [_match(each, number) for number, each in enumerate(matches, start=1)]
    kept = _kept(given, min_match)
    factors = [_aged(each, ageing) * (1 + each.adjustment) for each in kept]
    weights = [each.weight * each.match for each in kept]
    medians = [each.p50 * factor for each, factor in zip(kept, factors, strict=True)]
    sources = _told(kept, factors, shares(weights), medians, limit)
    return MarketPrice(
        currency=kept[0].currency,
        p25=_composite(kept, factors, weights, "p25", how),
        p50=composite(medians, weights, how=how),
        p75=_composite(kept, factors, weights, "p75", how),
        how=how,
        ageing=ageing.to_dict() if ageing else None,
        sources=tuple(sources),
        divergent=tuple(each["survey"] for each in sources if each["divergent"]),
        left_out=tuple(each.survey for each in given if each.match < min_match),
        version=version(),
        input=_fingerprint(given),
    )


def _kept(given: list[SurveyMatch], min_match: float) -> list[SurveyMatch]:
    """Return the surveys that count, if they can be made into one."""
    kept = [each for each in given if each.match >= min_match]
    if not kept:
        raise InvalidQuery(
            f"None of {len(given)} surveys matches {min_match:.0%} of the job or more.", value=min_match
        )
    currencies = sorted({each.currency for each in kept})
    if len(currencies) > 1:
        raise MixedCurrencies(
            f"The surveys are in {', '.join(currencies)}. Convert their figures to one currency first.",
            currencies=tuple(currencies),
        )
    return kept


def _told(
    kept: list[SurveyMatch], factors: list[float], share: Any, medians: list[float], limit: float
) -> list[dict[str, Any]]:
    """Return what each survey has and counts."""
    far = is_divergent(medians, limit)
    return [
        {
            **each.model_dump(),
            "factor": factor,
            "share": float(part),
            "adjusted_p50": median,
            "to_others": None if math.isnan(ratio) else float(ratio),
            "divergent": bool(flag),
        }
        for each, factor, part, median, ratio, flag in zip(
            kept, factors, share, medians, divergence(medians), far, strict=True
        )
    ]


def _match(given: SurveyMatch | Mapping[str, Any], number: int) -> SurveyMatch:
    try:
        found = given if isinstance(given, SurveyMatch) else SurveyMatch.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "it"
        raise InvalidQuery(f"survey {number}: {where}: {first['msg']}.", value=number) from None
    if not (found.p25 or found.p50) <= found.p50 <= (found.p75 or found.p50):
        raise InvalidQuery(
            f"survey {number}: its quartiles {found.p25}, {found.p50}, {found.p75} do not ascend.",
            value=number,
        )
    return found


def _aged(match: SurveyMatch, ageing: Ageing | None) -> float:
    if ageing is None:
        return 1.0
    if match.effective is None:
        raise InvalidQuery(f"{match.survey} has no effective date to be aged from.", value=match.survey)
    return ageing.factor(match.effective, match.country)


def _composite(
    matches: list[SurveyMatch], factors: list[float], weights: list[float], name: str, how: CompositeBy
) -> float | None:
    """Return the composite of a quartile, over the surveys that publish it; None if none does."""
    known = [at for at, each in enumerate(matches) if getattr(each, name) is not None and weights[at] > 0]
    if not known:
        return None
    figures = [getattr(matches[at], name) * factors[at] for at in known]
    return composite(figures, [weights[at] for at in known], how=how)


def _fingerprint(matches: list[SurveyMatch]) -> str:
    import hashlib

    text = json.dumps([each.model_dump() for each in matches], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
