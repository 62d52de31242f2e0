"""The uncertainty of ranks: standard errors from sample sizes and quartiles, and rank sets from standard errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

import numpy as np

from salarykit.analysis.ranks import MAX_PAIRED, RankSets, holm_rank_sets, max_t_rank_sets
from salarykit.analysis.shrinkage import expected_ranks, shrink
from salarykit.errors import InvalidQuery, hint
from salarykit.keywords import is_count, is_one_of
from salarykit.salaries.metadata import join_notes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.salaries.figure_errors import FigureErrors

__all__ = [
    "RankUncertainty",
    "Uncertainty",
    "UncertaintyOptions",
    "check_uncertainty",
    "rank_uncertainty",
]

Uncertainty = Literal["auto", "none", "holm", "max_t"]
"""How rank sets are computed: `auto` by Holm's test if every figure has a sample size and quartiles, `none` not at all, `holm` by
Holm's test, `max_t` by the max-T test, which is a simulation."""

_FEW: Final = 30  # people; below that nothing shows whether their pay is lognormal


class UncertaintyOptions(NamedTuple):
    """The options of the uncertainty of a ranking; see `SalaryTable.rank`."""

    uncertainty: Uncertainty = "auto"
    level: Any = 0.95
    seed: Any = 0
    spread: Any = None


class RankUncertainty(NamedTuple):
    """The rank sets of a ranking, or the reason why it has none."""

    method: str
    """`holm`, `max_t`, or `none`."""
    note: str
    """What the rank sets mean, or why there are none."""
    sets: RankSets | None = None
    """The rank sets of the figures, in their order."""
    expected: NDArray[np.float64] | None = None
    """The expected ranks after shrinkage."""
    is_shown: bool = True
    """Whether the ranking shows the note: not if no intervals were asked for, or if no figure has a standard error."""


def rank_uncertainty(
    values: NDArray[np.float64], errors: FigureErrors, options: UncertaintyOptions
) -> RankUncertainty:
    """Return the rank sets and expected ranks of figures, or the reason why there are none.

    Args:
        values: n positive figures.
        errors: the standard errors of their logarithms.
        options: the options.

    Raises:
        InvalidQuery: if a method is asked for by name, and a figure has no standard error.
    """
    if options.uncertainty == "none":
        return RankUncertainty("none", "Rank intervals were not asked for.", is_shown=False)
    lacking = int(np.isnan(errors.error).sum())
    why = _why_not(len(values), lacking)
    if why:
        why = join_notes(why, *_why_unused(errors))
    if why and options.uncertainty == "auto":
        return RankUncertainty("none", why, is_shown=lacking < len(values))
    if why and len(values):
        raise InvalidQuery(f"uncertainty={options.uncertainty!r}: {why}", value=options.uncertainty)
    return _with_sets(np.log(values), errors, options)


def check_uncertainty(options: UncertaintyOptions) -> None:
    """Refuse an invalid option, even if it would not be used.

    Raises:
        InvalidQuery: with the name of the option.
    """
    if not is_one_of(options.uncertainty, get_args(Uncertainty)):
        raise InvalidQuery(
            f"uncertainty={options.uncertainty!r}: choose one of {', '.join(get_args(Uncertainty))}."
            f"{hint(str(options.uncertainty), get_args(Uncertainty))}",
            value=options.uncertainty,
        )
    level, seed = options.level, options.seed
    if isinstance(level, bool) or not isinstance(level, int | float) or not 0 < level < 1:
        raise InvalidQuery(f"level={level!r}: give a probability between 0 and 1, such as 0.95.", value=level)
    if not is_count(seed):
        raise InvalidQuery(f"seed={seed!r}: give a whole number that is not negative.", value=seed)
    pair = options.spread
    if pair is not None and (
        not isinstance(pair, list | tuple)
        or len(pair) != 2  # noqa: PLR2004 - two quartiles
        or not all(isinstance(name, str) for name in pair)
    ):
        raise InvalidQuery(
            f"spread={pair!r}: give the names of two columns, such as ('p25', 'p75').", value=pair
        )


def _why_not(count: int, lacking: int) -> str:
    """Return why there are no rank sets; empty if there are."""
    if count > MAX_PAIRED:
        return f"No rank intervals: {count:,} figures are too many to compare pair by pair; the limit is {MAX_PAIRED:,}."
    if lacking == count:
        return "No rank intervals: the figures have no sample sizes and quartiles."
    if lacking:
        return f"No rank intervals: {lacking:,} of {count:,} figures have no sample size or no quartiles."
    return ""


def _why_unused(errors: FigureErrors) -> list[str]:
    """Return why the published errors in the table are not used for its figures."""
    reasons = [f"{reason}." for reason in errors.unused]
    if errors.columns and not np.isinf(errors.freedom).any():
        reasons.insert(0, f"{', '.join(errors.columns)} is of another statistic; statistic= ranks that.")
    return reasons


def _with_sets(
    logs: NDArray[np.float64], errors: FigureErrors, options: UncertaintyOptions
) -> RankUncertainty:
    """Return the rank sets of figures, given their logarithms."""
    known: dict[str, Any] = {"level": options.level, "freedom": errors.freedom}
    if options.uncertainty == "max_t":
        method, how = "max_t", f"step-down max-T, 10,000 draws, seed {options.seed}"
        sets = max_t_rank_sets(logs, errors.error, seed=options.seed, **known)
    else:
        method, how = "holm", "Holm's test of all ordered pairs"
        sets = holm_rank_sets(logs, errors.error, **known)
    shrunk = shrink(logs, errors.error)
    source = f"; {errors.note}" if np.isinf(errors.freedom).any() else ""
    confidence = f"{100 * options.level:g}% confidence ({how}{source})"
    note = join_notes(f"All rank intervals hold at once with {confidence}.", _small(errors))
    return RankUncertainty(method, note, sets, expected_ranks(shrunk.mean, shrunk.variance))


def _small(errors: FigureErrors) -> str:
    """Return a warning about figures of few people; empty without such figures."""
    few = int(np.count_nonzero((errors.size < _FEW) & np.isfinite(errors.freedom)))
    if not few:
        return ""
    figures = "1 figure rests" if few == 1 else f"{few:,} figures rest"
    return (
        f"{figures} on fewer than {_FEW} people (the least on {errors.size[errors.size < _FEW].min():,.0f}): there the intervals "
        "hold only if pay within each place is lognormal, which so few cannot show."
    )
