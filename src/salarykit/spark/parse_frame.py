"""`parse_pay`: reads the pay in a column of texts, on Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salarykit.currency.countries import countries
from salarykit.errors import InvalidQuery
from salarykit.pay.parse_column import PAY_TYPE, parse_pay_column
from salarykit.rates.spans import parse_span
from salarykit.spark.frames import check_column, free_columns, with_batches

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa
    from pyspark.sql import DataFrame

__all__ = ["parse_pay"]


def parse_pay(
    df: DataFrame,
    column: str,
    *,
    country: str | None = None,
    on: str | dt.date | None = None,
    into: str = "pay",
) -> DataFrame:
    """Return a Spark DataFrame with an added column: the pay that a text in each row states.

    The new column is a struct, as `salarykit.parse_pay_column` returns it: low, high, currency, period, gross,
    months_per_year, start, end, rule, period_rule, alternatives; null where a text states no pay. Filter by
    `pay.low IS NOT NULL`, or convert `pay.low`: `convert(df.select("*", "pay.low", ...), amount="low", ...)`.

    Args:
        df: a DataFrame of classic Spark or Spark Connect.
        column: the column of texts.
        country: an ISO 3166-1 alpha-2 code for all rows, or a column of codes.
        on: the day or span of all texts, or a column of them (dates, timestamps, texts); it decides which currency a country
            had. None means today.
        into: the name of the new column.

    Raises:
        InvalidSalary: if there is no such column.
        InvalidQuery: if country is neither a code nor a column, or the new column exists already.
        InvalidSpan: if `on` is neither a column nor a day nor a span.
    """
    check_column(df.columns, column)
    free_columns(df.columns, [into])
    by_row = country in df.columns
    if country is not None and not by_row and country not in countries():
        raise InvalidQuery(
            f"country={country!r} is neither a column of the DataFrame nor an ISO 3166-1 alpha-2 code.",
            value=country,
        )
    day_by_row = on in df.columns
    if on is not None and not day_by_row:
        parse_span(on)
    return with_batches(df, _runner(column, (country, by_row), (on, day_by_row), into), {into: PAY_TYPE})


def _runner(
    column: str, country: tuple[Any, bool], on: tuple[Any, bool], into: str
) -> Callable[[Iterable[pa.Table]], Iterator[pa.Table]]:
    """Return the function that a worker runs over the batches of its partition.

    Args:
        column: the column of texts.
        country: a code or a column, and whether it is a column.
        on: a day or a column, and whether it is a column.
        into: the name of the new column.
    """

    def run(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
        for table in tables:
            where, when = (table.column(part) if by_row else part for part, by_row in (country, on))
            yield table.append_column(into, parse_pay_column(table.column(column), country=where, on=when))

    return run
