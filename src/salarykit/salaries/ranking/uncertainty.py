"""The uncertainty of ranks: standard errors from sample sizes and quartiles, and rank sets from standard errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

import numpy as np
import pyarrow as pa

from salarykit.analysis.mixtures import SPREADS, Spread, lognormal_sigma, mean_error, median_error
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
    "FigureErrors",
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


class FigureErrors(NamedTuple):
    """The standard errors of n figures.

    Attributes:
        error: the standard error of the logarithm of each; NaN if it has none.
        freedom: the degrees of freedom of each error.
        size: the sample size of each; NaN if it has none.
    """

    error: NDArray[np.float64]
    freedom: NDArray[np.float64]
    size: NDArray[np.float64]

    def of(self, rows: NDArray[np.bool_]) -> FigureErrors:
        """Return the errors of some of the figures."""
        return FigureErrors(*(each[rows] for each in self))

    @classmethod
    def none(cls, count: int) -> FigureErrors:
        """Return the errors of figures that have none."""
        return cls(*(np.full(count, np.nan) for _ in range(3)))


def sampling_errors(table: pa.Table, spread: tuple[str, str] | None = None) -> FigureErrors:
    """Return the standard error of the logarithm of each figure.

    Quartiles come from two columns, in the currency of `amount`; or from rows of the same role, city, date and currency
    whose `statistic` is p25 and p75. Where there are none, p10 and p90 take their place. Pay is assumed to be lognormal. A
    figure that is neither a median nor a mean, or lacks a sample size or a pair of percentiles, has no standard error (NaN). A figure without a statistic counts as a median.

    Args:
        table: n rows.
        spread: the names of two columns; `p25` and `p75` if None and if the table has them.

    Raises:
        InvalidQuery: for an unknown column, or one that does not hold numbers.
    """
    size = as_floats(combine(table.column("sample_size")))
    if not np.isfinite(size).any():
        return FigureErrors.none(len(table))
    sigma, freedom = _spreads(table, spread)
    statistic = np.array([canonical(each) for each in table.column("statistic").to_pylist()])
    error = np.where(statistic == "mean", mean_error(sigma, size), median_error(sigma, size))
    fit = np.isin(statistic, ["median", "mean"]) & np.isfinite(error) & (error > 0)
    return FigureErrors(np.where(fit, error, np.nan), freedom * size, size)


def _spreads(
    table: pa.Table, spread: tuple[str, str] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the sigma of the distribution of each row, and its degrees of freedom per record."""
    if spread:
        return lognormal_sigma(*_columns(table, spread)), np.full(len(table), SPREADS[0].freedom)
    sigma, freedom = np.full((2, len(table)), np.nan)
    for pair in SPREADS:
        named = {pair.low, pair.high} <= set(table.column_names)
        low, high = _columns(table, (pair.low, pair.high)) if named else _rows(table, pair)
        found = lognormal_sigma(low, high, z=pair.z)
        fills = np.isnan(sigma) & np.isfinite(found)
        sigma, freedom = np.where(fills, found, sigma), np.where(fills, pair.freedom, freedom)
    return sigma, freedom


def rank_uncertainty(
    values: NDArray[np.float64], errors: FigureErrors, asked: UncertaintyOptions
) -> RankUncertainty:
    """Return the rank sets and expected ranks of figures, or the reason why there are none.

    Args:
        values: n positive figures.
        errors: the standard errors of their logarithms.
        asked: the options.

    Raises:
        InvalidQuery: if a method is asked for by name, and a figure has no standard error.
    """
    if asked.uncertainty == "none":
        return RankUncertainty("none", "Rank intervals were not asked for.")
    lacking = int(np.isnan(errors.error).sum())
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


def _with_sets(logs: NDArray[np.float64], errors: FigureErrors, asked: UncertaintyOptions) -> RankUncertainty:
    drawn = asked.uncertainty == "max_t"
    if drawn:
        sets = max_t_rank_sets(logs, errors.error, level=asked.level, seed=asked.seed, freedom=errors.freedom)
        how = f"step-down max-T, 10,000 draws, seed {asked.seed}"
    else:
        sets, how = _holm(logs, errors, asked.level), "Holm's test of all ordered pairs"
    shrunk = shrink(logs, errors.error)
    note = f"All rank intervals hold at once with {asked.level:.0%} confidence ({how}). {_small(errors)}".rstrip()
    return RankUncertainty(
        "max_t" if drawn else "holm", note, sets, expected_ranks(shrunk.mean, shrunk.variance)
    )


def _holm(logs: NDArray[np.float64], errors: FigureErrors, level: float) -> RankSets:
    return holm_rank_sets(logs, errors.error, level=level, freedom=errors.freedom)


def _small(errors: FigureErrors) -> str:
    """Return a warning about figures of few people; empty if there are none."""
    few = int(np.count_nonzero(errors.size < _FEW))
    if not few:
        return ""
    rest = "1 figure rests" if few == 1 else f"{few:,} figures rest"
    return (
        f"{rest} on fewer than {_FEW} people (the least on {errors.size[errors.size < _FEW].min():,.0f}): there the intervals "
        "hold only if pay within each place is lognormal, which so few cannot show."
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


def _rows(table: pa.Table, pair: Spread) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the two percentiles of each row, from the rows that state them."""
    keys = code_tuples(table, DISTRIBUTION).indices
    statistic = np.array([each or "" for each in table.column("statistic").to_pylist()])
    amount = as_floats(combine(table.column("amount")))
    sides: list[NDArray[Any]] = []
    for name in (pair.low, pair.high):
        per_key = np.full(int(keys.max(initial=-1)) + 1, np.nan)
        rows = statistic == name
        per_key[keys[rows]] = amount[rows]
        sides.append(per_key.take(keys))
    ends = np.isin(statistic, (pair.low, pair.high))
    return np.where(ends, np.nan, sides[0]), sides[1]
