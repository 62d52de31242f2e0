"""The standard errors of figures: as their source publishes them, or from sample sizes and percentiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.analysis.mixtures import SPREADS, Spread, lognormal_sigma, mean_error, median_error
from salarykit.errors import InvalidQuery, hint
from salarykit.files.columns import as_floats, combine
from salarykit.files.texts import is_text
from salarykit.salaries.figures import DISTRIBUTION, canonical
from salarykit.salaries.published_errors import published_errors
from salarykit.salaries.tuples import code_tuples

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FigureErrors", "ratio_interval", "sampling_errors"]


class FigureErrors(NamedTuple):
    """The standard errors of n figures.

    Attributes:
        error: the standard error of the logarithm of each; NaN if it has none.
        freedom: the degrees of freedom of each error.
        size: the sample size of each; NaN if it has none.
        columns: the columns of published errors that are used.
        unused: the columns of published errors that are not used, and why.
    """

    error: NDArray[np.float64]
    freedom: NDArray[np.float64]
    size: NDArray[np.float64]
    columns: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    def of(self, rows: NDArray[Any]) -> FigureErrors:
        """Return the errors of some of the figures."""
        return self._replace(error=self.error[rows], freedom=self.freedom[rows], size=self.size[rows])

    @classmethod
    def none(cls, count: int) -> FigureErrors:
        """Return empty errors for n figures."""
        error, freedom, size = np.full((3, count), np.nan)
        return cls(error, freedom, size)

    @property
    def note(self) -> str:
        """Where the errors come from: as published, or from sample sizes and percentiles."""
        published = np.isinf(self.freedom)
        if not published.any():
            return "standard errors from sample sizes and percentiles"
        rest = "" if published.all() else "; where there is none, from sample sizes and percentiles"
        return f"standard errors as published, {', '.join(self.columns)}{rest}"


def sampling_errors(table: pa.Table, spread: tuple[str, str] | None = None) -> FigureErrors:
    """Return the standard error of the logarithm of each figure: the published one, or else one from its sample size and spread.

    Quartiles come from two columns, in the currency of `amount`; or from rows of the same role, city, date and currency
    whose `statistic` is p25 and p75. Where there are none, p10 and p90 take their place. Pay is assumed to be lognormal. A
    figure that is neither a median nor a mean, or lacks a sample size or a pair of percentiles, has no standard error
    (NaN) unless one is published. A figure without a statistic counts as a median.

    Args:
        table: n rows.
        spread: the names of two columns; `p25` and `p75` if None and if the table has them.

    Raises:
        InvalidQuery: for an unknown column, or one that does not hold numbers.
    """
    published = published_errors(table)
    implied = _implied(table, spread)
    finite = np.isfinite(published.error)
    return FigureErrors(
        np.where(finite, published.error, implied.error),
        np.where(finite, np.inf, implied.freedom),
        implied.size,
        published.columns,
        published.unused,
    )


def _implied(table: pa.Table, spread: tuple[str, str] | None) -> FigureErrors:
    """Return the errors that sample sizes and percentiles imply."""
    size = as_floats(combine(table.column("sample_size")))
    if not np.isfinite(size).any():
        return FigureErrors.none(len(table))
    sigma, freedom = _spreads(table, spread)
    statistic = np.array([canonical(name) for name in table.column("statistic").to_pylist()])
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
        low, high = _columns(table, (pair.low, pair.high)) if named else _from_rows(table, pair)
        sigmas = lognormal_sigma(low, high, z=pair.z)
        fills = np.isnan(sigma) & np.isfinite(sigmas)
        sigma, freedom = np.where(fills, sigmas, sigma), np.where(fills, pair.freedom, freedom)
    return sigma, freedom


def _columns(table: pa.Table, names: tuple[str, str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the numbers of two columns."""
    columns = []
    for name in names:
        if name not in table.column_names:
            raise InvalidQuery(f"No column {name!r}.{hint(name, table.column_names)}", value=name)
        try:
            column = combine(table.column(name))
            columns.append(as_floats(column.cast(pa.float64()) if is_text(column.type) else column))
        except (TypeError, ValueError, ArithmeticError):
            raise InvalidQuery(f"The column {name!r} does not hold numbers.", value=name) from None
    return columns[0], columns[1]


def _from_rows(table: pa.Table, pair: Spread) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the two percentiles of each row, from the rows that state them."""
    keys, names = code_tuples(table, DISTRIBUTION)
    statistic = np.array([name or "" for name in table.column("statistic").to_pylist()])
    amount = as_floats(combine(table.column("amount")))
    sides: list[NDArray[Any]] = []
    for name in (pair.low, pair.high):
        per_key = np.full(len(names), np.nan)
        rows = statistic == name
        per_key[keys[rows]] = amount[rows]
        sides.append(per_key.take(keys))
    ends = np.isin(statistic, (pair.low, pair.high))
    return np.where(ends, np.nan, sides[0]), sides[1]


def ratio_interval(
    values: tuple[float, float], errors: FigureErrors, level: float = 0.95
) -> tuple[float, float] | None:
    """Return a confidence interval for the ratio of two independent figures; None if one has no error.

    The ends are the ratio times e^(-ts) and e^(ts), where s is the standard error of the difference of the logarithms, and t is
    Student's quantile for Welch's degrees of freedom, as in `holm_rank_sets`.

    Args:
        values: the two figures.
        errors: their errors.
        level: the confidence.
    """
    square = errors.error**2
    if not np.isfinite(square).all():
        return None
    from scipy.special import ndtri, stdtrit  # takes two tenths of a second to import

    with np.errstate(divide="ignore"):
        freedom = square.sum() ** 2 / (square**2 / errors.freedom).sum()
    upper = (1 + level) / 2
    quantile = ndtri(upper) if np.isinf(freedom) else stdtrit(freedom, upper)
    distance = quantile * np.sqrt(square.sum())
    ratio = values[0] / values[1]
    return float(ratio * np.exp(-distance)), float(ratio * np.exp(distance))
