"""The figures of a table: per year in one unit, of one statistic, and those of a city."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidQuery, MixedCurrencies, hint
from salarykit.files.columns import as_floats, combine
from salarykit.pay.pay_year import PayYear
from salarykit.salaries.conversion import annual_amounts
from salarykit.salaries.fields import BY_NAME, RefusedValue
from salarykit.salaries.metadata import ADDED, Terms, free_columns
from salarykit.salaries.tuples import code_tuples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = [
    "DISTRIBUTION",
    "OneStatistic",
    "canonical",
    "checked_statistic",
    "comparable_values",
    "find_row",
    "find_rows",
    "one_statistic",
    "rows_of",
]

_SHOWN: Final = 10  # names of cities in a message


def comparable_values(table: pa.Table) -> tuple[NDArray[np.float64], str | None, Terms | None]:
    """Return the yearly figures of a table in one unit, that unit, and the terms on which they were converted.

    A table that was not converted is comparable if it holds one currency; the default `PayYear` annualises it.

    Returns:
        The figures, NaN where a row has none; a currency or `Int$ 2025`, None if the table has no rows; and the terms, None if
        the figures were not converted.

    Raises:
        MixedCurrencies: if it holds several currencies.
    """
    terms = Terms.from_metadata(table.schema.metadata)
    if terms:
        return as_floats(combine(table.column("value"))), terms.unit, terms
    free_columns(table.column_names, ADDED[:1], "the yearly figure")
    currencies = sorted(name for (name,) in code_tuples(table, ("currency",)).names if name)
    if len(currencies) > 1:
        raise MixedCurrencies(
            f"The figures are in {len(currencies)} currencies ({', '.join(currencies[:5])}"
            f"{', ...' if len(currencies) > 5 else ''}). Convert them first: "  # noqa: PLR2004 - as many as fit a line
            f'table.convert("USD", on="2024"), or on= the day or span the comparison is for.',
            currencies=tuple(currencies),
        )
    return annual_amounts(table, PayYear()), currencies[0] if currencies else None, None


DISTRIBUTION: Final = ("role", "city", "country", "as_of", "currency", "period")
"""The columns that are equal in all rows that state statistics of one distribution."""
_MIDDLES: Final = frozenset({"median", "mean"})


class OneStatistic(NamedTuple):
    """The rows that count, all of one statistic.

    Attributes:
        rows: a mask of n rows.
        name: the statistic; None if the rows do not state one, or are medians and means.
        note: which other statistics the table states, or that its figures are not medians; empty if neither is so.
    """

    rows: NDArray[np.bool_]
    name: str | None
    note: str


def one_statistic(table: pa.Table, statistic: str | None = None) -> OneStatistic:
    """Choose the rows of a table that count, so that no distribution counts more than once.

    The medians count, or the only statistic that the table has. If other rows state a statistic, a row
    that does not counts as a median. Medians and means both count if no distribution has both.

    Args:
        table: n rows.
        statistic: the statistic that counts instead.

    Raises:
        InvalidQuery: if the table has several statistics but no median; if it does not have the statistic asked for.

    Examples:
        >>> columns = dict.fromkeys(DISTRIBUTION, ["x", "x", "x"])
        >>> table = pa.table({**columns, "statistic": ["p25", "median", "p75"]})
        >>> one_statistic(table).rows.tolist(), one_statistic(table).note
        ([False, True, False], 'Of the statistics p25, median and p75, the median counts; statistic= chooses another.')
    """
    coded = code_tuples(table, ("statistic",))
    stated = [name for (name,) in coded.names]
    wanted = None if statistic is None else checked_statistic(statistic)
    if not any(stated) and wanted in (None, "median"):
        return OneStatistic(np.ones(len(table), bool), None, "")
    names = [canonical(name) for name in stated]
    if wanted is None and set(names) == _MIDDLES and not _share_distribution(table, names, coded.indices):
        return OneStatistic(np.ones(len(table), bool), None, "The figures are medians and means.")
    chosen = _chosen(names, wanted)
    rows = np.array([name == chosen for name in names], bool).take(coded.indices)
    return OneStatistic(rows, chosen, _note(chosen, set(names), is_chosen=wanted is not None))


def canonical(statistic: str | None) -> str:
    """Return the canonical name of a statistic: p50 is the median, and so is a statistic that is not stated.

    Examples:
        >>> canonical("p50"), canonical(None), canonical("p90")
        ('median', 'median', 'p90')
    """
    return "median" if statistic in (None, "p50") else str(statistic)


def checked_statistic(statistic: str) -> str:
    """Return the canonical name of a statistic that a caller names.

    Raises:
        InvalidQuery: if it is not a statistic.
    """
    try:
        return canonical(BY_NAME["statistic"].clean(statistic))
    except RefusedValue as error:
        raise InvalidQuery(f"statistic: {error}", value=statistic) from None


def rows_of(table: pa.Table, rows: NDArray[np.bool_]) -> pa.Table:
    """Return the chosen rows of a table; the table itself if all are chosen."""
    return table if rows.all() else table.filter(pa.array(rows))


def _listed(statistics: Iterable[str]) -> str:
    """Return statistics as part of a sentence, from the lowest to the highest."""
    names = sorted(statistics, key=_place)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _place(statistic: str) -> float:
    if statistic.startswith("p"):
        return float(statistic[1:])
    return {"min": 0.0, "median": 50.0, "max": 100.0}.get(statistic, 101.0)


def _chosen(names: list[str], wanted: str | None) -> str:
    """Return the statistic that counts."""
    if wanted is not None and wanted in names:
        return wanted
    if wanted is not None:
        raise InvalidQuery(f"statistic={wanted!r}: the table has {_listed(set(names))} only.", value=wanted)
    if len(set(names)) == 1:
        return names[0]
    if "median" in names:
        return "median"
    raise InvalidQuery(
        f"The table states {_listed(set(names))} of its pay but no median, and these cannot be combined. Say which of "
        f'them counts, such as statistic="{min(set(names), key=_place)}".',
        value=None,
    )


def _share_distribution(table: pa.Table, names: list[str], indices: NDArray[np.integer[Any]]) -> bool:
    """Return whether the table has both the median and the mean of one distribution."""
    keys = code_tuples(table, DISTRIBUTION).indices
    medians = np.array([name == "median" for name in names], bool).take(indices)
    return bool(np.isin(keys[medians], keys[~medians]).any())


def _note(chosen: str, names: set[str], *, is_chosen: bool) -> str:
    if len(names) > 1:
        more = "as asked" if is_chosen else "statistic= chooses another"
        return f"Of the statistics {_listed(names)}, the {chosen} counts; {more}."
    return "" if chosen == "median" else f"Every figure is a {chosen}."


def find_row(table: pa.Table, city: str) -> int:
    """Return the position of the only row of a city; its name may be in upper or lower case.

    Raises:
        InvalidQuery: if there is no such row, with the nearest name; or if there are several.
    """
    rows = find_rows(table, city)
    if len(rows) == 1:
        return rows[0]
    raise InvalidQuery(
        f"{len(rows):,} rows are for the city {city!r}. Narrow the table first, for example with "
        '.where(role="...") or .where(country="..."), or make them one with .summarize("city").',
        value=city,
    )


def find_rows(table: pa.Table, city: str) -> list[int]:
    """Return the positions of the rows of a city, at least one; its name may be in upper or lower case.

    Raises:
        InvalidQuery: if there is no such row, with the nearest name.
    """
    cities = table.column("city").to_pylist()
    rows = [row for row, name in enumerate(cities) if name and name.casefold() == str(city).casefold()]
    if not rows:
        names = sorted({name for name in cities if name})
        shown = ", ".join(names[:_SHOWN])
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        raise InvalidQuery(
            f"No row for the city {city!r}.{hint(str(city), names)} The table has: {shown or 'no city'}{more}.",
            value=city,
        )
    return rows
