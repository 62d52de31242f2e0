"""The uncertainty of ranks: standard errors from sample sizes and quartiles, and rank sets from standard errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

import numpy as np
import pyarrow as pa

from salarykit.analysis.mixtures import lognormal_sigma, mean_error, median_error
from salarykit.analysis.rank_sets import MAX_PAIRED, RankSets, holm_rank_sets, max_t_rank_sets
from salarykit.analysis.shrinkage import expected_ranks, shrink
from salarykit.errors import InvalidQuery, hint
from salarykit.files.columns import as_floats, combine
from salarykit.files.texts import is_text
from salarykit.salaries.figures import DISTRIBUTION, canonical
from salarykit.salaries.tuples import code_tuples

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "RankUncertainty",
    "Uncertainty",
    "UncertaintyOptions",
    "check_uncertainty",
    "rank_uncertainty",
    "sampling_errors",
]

Uncertainty = Literal["auto", "none", "holm", "max_t"]
"""How rank sets are computed: by Holm's test if every figure has a sample size and quartiles (`auto`), not at all, by
Holm's test, or by the max-T test, which is a simulation."""

_QUARTILES: Final = ("p25", "p75")


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


def sampling_errors(table: pa.Table, spread: tuple[str, str] | None = None) -> NDArray[np.float64]:
    """Return the standard error of the logarithm of each figure.

    Quartiles come from two columns, in the currency of `amount`; or from rows of the same role, city, date and currency
    whose `statistic` is p25 and p75. Pay is assumed to be lognormal. A figure that is neither a median nor a mean, or
    lacks a sample size or quartiles, has no standard error (NaN). A figure without a statistic counts as a median.

    Args:
        table: n rows.
        spread: the names of two columns; `p25` and `p75` if None and if the table has them.

    Raises:
        InvalidQuery: for an unknown column, or one that does not hold numbers.
    """
    size = as_floats(combine(table.column("sample_size")))
    if not np.isfinite(size).any():
        return np.full(len(table), np.nan)
    named = spread or (_QUARTILES if set(_QUARTILES) <= set(table.column_names) else None)
    low, high = _columns(table, named) if named else _rows(table)
    sigma = lognormal_sigma(low, high)
    statistic = np.array([canonical(each) for each in table.column("statistic").to_pylist()])
    error = np.where(statistic == "mean", mean_error(sigma, size), median_error(sigma, size))
    fit = np.isin(statistic, ["median", "mean"]) & np.isfinite(error) & (error > 0)
    return np.where(fit, error, np.nan)


def rank_uncertainty(
    values: NDArray[np.float64], errors: NDArray[np.float64], asked: UncertaintyOptions
) -> RankUncertainty:
    """Return the rank sets and expected ranks of figures, or the reason why there are none.

    Args:
        values: n positive figures.
        errors: the n standard errors of their logarithms; NaN for none.
        asked: the options.

    Raises:
        InvalidQuery: if a method is asked for by name, and a figure has no standard error.
    """
    if asked.uncertainty == "none":
        return RankUncertainty("none", "Rank intervals were not asked for.")
    lacking = int(np.isnan(errors).sum())
    why = _why_not(len(values), lacking)
    if why and asked.uncertainty == "auto":
        return RankUncertainty("none", why)
    if why and len(values):
        raise InvalidQuery(f"uncertainty={asked.uncertainty!r}: {why}", value=asked.uncertainty)
    return _with_sets(np.log(values), errors, asked)


def check_uncertainty(asked: UncertaintyOptions) -> None:
    """Refuse an invalid option, even if it would not be used.

    Raises:
        InvalidQuery: with the name of the option.
    """
    if asked.uncertainty not in get_args(Uncertainty):
        raise InvalidQuery(
            f"uncertainty={asked.uncertainty!r}: choose one of {', '.join(get_args(Uncertainty))}."
            f"{hint(str(asked.uncertainty), get_args(Uncertainty))}",
            value=asked.uncertainty,
        )
    level, seed = asked.level, asked.seed
    if isinstance(level, bool) or not isinstance(level, int | float) or not 0 < level < 1:
        raise InvalidQuery(f"level={level!r}: give a probability between 0 and 1, such as 0.95.", value=level)
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InvalidQuery(f"seed={seed!r}: give a whole number that is not negative.", value=seed)
    pair = asked.spread
    if pair is not None and (isinstance(pair, str) or len(pair) != 2):  # noqa: PLR2004 - two quartiles
        raise InvalidQuery(
            f"spread={pair!r}: give the names of two columns, such as ('p25', 'p75').", value=pair
        )


def _why_not(count: int, lacking: int) -> str:
    if count > MAX_PAIRED:
        return f"No rank intervals: {count:,} figures are too many to compare pair by pair; the limit is {MAX_PAIRED:,}."
    if lacking == count:
        return "No rank intervals: the figures have no sample sizes and quartiles."
    if lacking:
        return f"No rank intervals: {lacking:,} of {count:,} figures have no sample size or no quartiles."
    return ""


def _with_sets(
    logs: NDArray[np.float64], errors: NDArray[np.float64], asked: UncertaintyOptions
) -> RankUncertainty:
    drawn = asked.uncertainty == "max_t"
    if drawn:
        sets = max_t_rank_sets(logs, errors, level=asked.level, seed=asked.seed)
        how = f"step-down max-T, 10,000 draws, seed {asked.seed}"
    else:
        sets, how = holm_rank_sets(logs, errors, level=asked.level), "Holm's test of all ordered pairs"
    shrunk = shrink(logs, errors)
    note = f"All rank intervals hold at once with {asked.level:.0%} confidence ({how})."
    return RankUncertainty(
        "max_t" if drawn else "holm", note, sets, expected_ranks(shrunk.mean, shrunk.variance)
    )


def _columns(table: pa.Table, names: tuple[str, str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    found = []
    for name in names:
        if name not in table.column_names:
            raise InvalidQuery(f"No column {name!r}.{hint(name, table.column_names)}", value=name)
        try:
            column = combine(table.column(name))
            found.append(as_floats(column.cast(pa.float64()) if is_text(column.type) else column))
        except (TypeError, ValueError, ArithmeticError):
            raise InvalidQuery(f"The column {name!r} does not hold numbers.", value=name) from None
    return found[0], found[1]


def _rows(table: pa.Table) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the quartiles of each row, from the rows that state them."""
    keys = code_tuples(table, DISTRIBUTION).indices
    statistic = np.array([each or "" for each in table.column("statistic").to_pylist()])
    amount = as_floats(combine(table.column("amount")))
    sides: list[NDArray[Any]] = []
    for quartile in _QUARTILES:
        per_key = np.full(int(keys.max(initial=-1)) + 1, np.nan)
        rows = statistic == quartile
        per_key[keys[rows]] = amount[rows]
        sides.append(per_key.take(keys))
    quartiles = np.isin(statistic, _QUARTILES)
    return np.where(quartiles, np.nan, sides[0]), sides[1]
