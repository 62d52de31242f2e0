"""Ranking a table: its order, the rank intervals, the ranks at the rates of other days, and the rows without a rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.analysis.ranks import MAX_PAIRED, ranks
from salarykit.currency.codes import CODES, minor_units
from salarykit.errors import InvalidQuery
from salarykit.files.frames import Frame
from salarykit.salaries.figure_errors import FigureErrors, sampling_errors
from salarykit.salaries.figures import (
    DISTRIBUTION,
    OneStatistic,
    canonical,
    comparable_values,
    find_row,
    one_statistic,
    rows_of,
)
from salarykit.salaries.metadata import Terms, free_columns
from salarykit.salaries.ranking.fx_sensitivity import FxSensitivity, fx_sensitivity, same_rates
from salarykit.salaries.ranking.ranking import Ranking
from salarykit.salaries.ranking.uncertainty import (
    RankUncertainty,
    UncertaintyOptions,
    check_uncertainty,
    rank_uncertainty,
)
from salarykit.salaries.tuples import code_tuples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.analysis.ranks import Ties
    from salarykit.rates.rates import Rates
    from salarykit.salaries.results import UnrankedRow

__all__ = ["RankOptions", "rank_table"]

_ADDED: Final = ("rank", "index", "rank_low", "rank_high", "expected_rank", "fx_rank_low", "fx_rank_high")
_LEADING: Final = (
    "rank",
    "rank_low",
    "rank_high",
    "expected_rank",
    "fx_rank_low",
    "fx_rank_high",
    "city",
    "country",
    "role",
    "value",
    "index",
    "amount",
    "currency",
    "period",
    "as_of",
)


class RankOptions(NamedTuple):
    """The options of a ranking, except those of its uncertainty."""

    ties: Ties = "min"
    descending: bool = True
    against: str | None = None
    fx_dates: Any = ()
    rates: Rates | None = None
    statistic: str | None = None


def rank_table(
    table: pa.Table, rank_options: RankOptions, uncertainty_options: UncertaintyOptions
) -> Ranking:
    """Return the rows of a table in order; see `SalaryTable.rank`."""
    free_columns(table.column_names, (*_ADDED, "reason"), "the ranking")
    values, base, terms = comparable_values(table)
    check_uncertainty(uncertainty_options)
    chosen = one_statistic(table, rank_options.statistic)
    errors = _sampled(table, chosen.rows, uncertainty_options)
    rows, values = rows_of(table, chosen.rows), values[chosen.rows]
    finite = np.isfinite(values)
    sampling = rank_uncertainty(values[finite], errors.of(finite), uncertainty_options)
    ranked, at = _ordered(rows, values, base, rank_options, sampling)
    ranked, at, fx = _moved(ranked, at, terms, rank_options)
    return Ranking(
        ranked,
        at,
        base=base,
        terms=terms,
        ties=rank_options.ties,
        against=rank_options.against,
        unranked=_unranked(table, rows.filter(pa.array(~finite)), chosen, terms, base),
        sampling=sampling,
        statistic=chosen,
        fx=fx,
    )


def _unranked(
    table: pa.Table, lacking: pa.Table, chosen: OneStatistic, terms: Terms | None, base: str | None
) -> Frame[UnrankedRow]:
    """Return the rows without a figure, then those of other statistics, each with the reason why it is unranked."""
    others = table.filter(pa.array(~chosen.rows))
    why = [_reason(row, terms, base) for row in lacking.to_pylist()]
    why += _other_statistics(others, rows_of(table, chosen.rows), chosen.name)
    both = pa.concat_tables([lacking, others])
    return Frame(both.append_column("reason", pa.array(why, pa.string())).replace_schema_metadata(None))


def _sampled(table: pa.Table, rows: NDArray[np.bool_], options: UncertaintyOptions) -> FigureErrors:
    """Return the standard errors of the figures that count; NaN if they are not needed."""
    count = int(np.count_nonzero(rows))
    if options.uncertainty == "none" or (options.uncertainty == "auto" and count > MAX_PAIRED):
        return FigureErrors.none(count)
    return sampling_errors(table, options.spread).of(rows)


def _ordered(
    table: pa.Table,
    values: NDArray[np.float64],
    base: str | None,
    order: RankOptions,
    sampling: RankUncertainty,
) -> tuple[pa.Table, NDArray[np.intp]]:
    """Return the rows that have a figure, with their ranks, and their positions in the order of the ranks."""
    finite = np.isfinite(values)
    ranked, figures = rows_of(table, finite), values[finite]
    with np.errstate(over="ignore"):
        keys = np.round(figures, minor_units(base) if base in CODES else 2)
    keys = np.where(
        np.isfinite(keys), keys, figures
    )  # a figure that is too large to be rounded is used as it is
    places = ranks(keys, ties=order.ties, descending=order.descending)
    at = _positions(places)
    if order.against is not None:
        reference = _reference(table, values, order.against)
    else:
        reference = float(figures[at[0]]) if len(figures) else 1.0
    columns = {
        **{name: ranked.column(name) for name in ranked.column_names},
        "rank": pa.array(places if order.ties == "average" else places.astype(np.int64)),
        "value": pa.array(figures),
        "index": pa.array(figures / reference * 100),
        **_intervals(sampling, len(figures), descending=order.descending),
    }
    return _arranged(columns), at


def _positions(places: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the positions of rows in the order of their ranks; rows of equal rank keep their order."""
    at = np.full(len(places), -1, np.intp)
    at[places.astype(np.intp) - 1] = np.arange(len(places))
    is_complete = bool((at >= 0).all())  # without ties each rank has a row, and there is nothing to sort
    return at if is_complete else np.argsort(places, kind="stable")


def _intervals(sampling: RankUncertainty, count: int, *, descending: bool) -> dict[str, pa.Array]:
    """Return rank sets as columns, for the direction of the ranking."""
    if sampling.sets is None or sampling.expected is None:
        return {}
    low, high, expected = *sampling.sets, sampling.expected
    if not descending:
        low, high, expected = count + 1 - high, count + 1 - low, count + 1 - expected
    return {"rank_low": pa.array(low), "rank_high": pa.array(high), "expected_rank": pa.array(expected)}


def _moved(
    ranked: pa.Table, at: NDArray[np.intp], terms: Terms | None, order: RankOptions
) -> tuple[pa.Table, NDArray[np.intp], FxSensitivity | None]:
    """Return the rows, with the range of their ranks at the rates of other days if that was asked for."""
    if isinstance(order.fx_dates, tuple | list) and not len(order.fx_dates):
        return ranked, at, None
    ordered = ranked.take(pa.array(at))
    converted_terms, rates = same_rates(terms, order.rates, "fx_dates")
    moved = fx_sensitivity(
        ordered, converted_terms, rates, order.fx_dates, ties=order.ties, descending=order.descending
    )
    columns = dict(zip(ordered.column_names, ordered.columns, strict=True))
    whole = order.ties != "average"
    for name, column in (("fx_rank_low", moved.low), ("fx_rank_high", moved.high)):
        columns[name] = pa.array(column.astype(np.int64) if whole else column)
    return _arranged(columns), np.arange(len(ordered)), moved.sensitivity


def _reference(table: pa.Table, values: NDArray[np.float64], against: str) -> float:
    """Return the figure of the city whose index is 100."""
    value = float(values[find_row(table, against)])
    if np.isnan(value):
        raise InvalidQuery(
            f"{against} has no figure, so it cannot be the city whose index is 100.", value=against
        )
    return value


def _arranged(columns: dict[str, Any]) -> pa.Table:
    """Return the columns as a table, with those that a reader looks for first."""
    first = [name for name in _LEADING if name in columns]
    return pa.table({name: columns[name] for name in dict.fromkeys([*first, *columns])})


def _reason(row: dict[str, Any], terms: Terms | None, base: str | None) -> str:
    """Return the reason for a row that has no figure, given the terms of the conversion and the unit of the ranking."""
    if terms and terms.ageing and row["age_factor"] is None:
        return _no_age(row)
    if terms and terms.price_levels and row["parity"] is None:
        if row["country"] is None:
            return "no country, so no price level"
        levels = terms.price_levels
        return f"no price level for {row['country']} ({levels['indicator']} {levels['period']})"
    date = f" (as of {row['as_of']})" if row["as_of"] else " (no date)"
    return f"no {row['currency']}/{terms.base if terms else base} rate{date}"


def _other_statistics(others: pa.Table, ranked: pa.Table, chosen: str | None) -> list[str]:
    """Return the reason for each row that states another statistic than the one that is ranked.

    Args:
        others: those rows.
        ranked: the rows that state the ranked statistic.
        chosen: the ranked statistic.
    """
    distributions = set(code_tuples(ranked, DISTRIBUTION).names)
    keys = zip(*(others.column(name).to_pylist() for name in DISTRIBUTION), strict=True)
    names = map(canonical, others.column("statistic").to_pylist())
    return [
        (f"the {name}" if name not in ("p25", "p75") else "a quartile") + " of another figure"
        if key in distributions
        else f"a {name}; the {chosen} is ranked"
        for name, key in zip(names, keys, strict=True)
    ]


def _no_age(row: dict[str, Any]) -> str:
    if row["as_of"] is None:
        return "no date to age it from"
    return f"no growth of pay for {row['country'] or 'a row without a country'} from {row['as_of']} on"
