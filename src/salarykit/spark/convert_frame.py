"""`convert`: converts the figures of a Spark DataFrame to one currency."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final, Literal

from salarykit.batch.checking import Checks
from salarykit.batch.options import BatchOptions, Columns, columns_of
from salarykit.errors import InvalidQuery, hint
from salarykit.pay.pay_year import PERIODS
from salarykit.reading.plan import AmountColumn, Plan
from salarykit.salaries.conversion_options import CONVERSION
from salarykit.spark.by_layout import reader_of
from salarykit.spark.frames import REFUSED, check_column, free_columns
from salarykit.spark.in_python import convert_in_python
from salarykit.spark.in_spark import convert_in_spark, runs_in_spark

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from pyspark.sql import DataFrame

    from salarykit.rates.spans import On
    from salarykit.reading.layout import Layout
    from salarykit.reading.layouts.registry import LayoutName
    from salarykit.salaries.conversion_options import ConversionKeywords

__all__ = ["Bad", "convert"]

Bad = Literal["raise", "null"]
"""What to do with a row that has a bad cell: raise an error, or keep the row without a value and say why."""


_READ_FOR: Final = {
    "as_of": ("date", 'unless on="own" or figures are aged; on= may name the column itself.'),
    "country": ("country", "without price levels, or an ageing whose growth differs by country."),
}
"""For each field, the option that names its column, and the end of a message that says when it has an effect."""


@CONVERSION.spelled_out
def convert(  # noqa: PLR0913 - most of them name a column of the frame
    df: DataFrame,
    base: str,
    *,
    on: On,
    amount: str = "amount",
    currency: str = "currency",
    period: str | None = None,
    date: str | None = None,
    country: str | None = None,
    layout: Layout | LayoutName | str | os.PathLike[str] | None = None,
    bad: Bad = "raise",
    add: Sequence[str] | None = None,
    **options: Unpack[ConversionKeywords],
) -> DataFrame:
    """Return a Spark DataFrame with the columns added that `SalaryTable.convert` adds.

    `value` is a year's pay in the base; `rate`, `rate_on`, `rate_staleness`, `rate_kind`, `rate_step` and `rate_flag` say
    where it comes from. Spark computes them when a result is requested, so a bad row or a missing rate raises an error only then.

    A conversion runs in one of two ways, with the same result. If amounts are numbers, currencies are texts, and `on` is one
    day or span or a column of dates, the kernel's table of rates is broadcast and Spark reads each rate from it: no row
    leaves the JVM. Everything else runs in the workers' Python through `mapInArrow`: amounts, days or spans that are texts;
    a column `months_per_year`; ageing and price levels; and `coarse` for a column of days, if the rates have yearly means.

    Args:
        df: a DataFrame of classic Spark or Spark Connect.
        base: the currency to convert to, ISO 4217.
        on: a day or span for all rows ("2024-06-28", "2024"; see `salarykit.convert`), `"latest"`, `"own"` for each
            row's own `date`, or the name of a column of days or spans.
        amount: the column of figures.
        currency: the column of their ISO 4217 codes.
        period: the column of pay periods, or one period for all rows: "year", "month" and so on. If None, the column
            `period`; without one, figures are taken for a year's pay, with a warning. Rows whose period is empty are taken for a year's
            pay as well, without a warning.
        date: the column of the days or spans on which figures were true, which `on="own"` and ageing read; `as_of` if None.
        country: the column of ISO 3166-1 alpha-2 codes, which price levels and ageing by country read; `country` if None.
        layout: how to read the columns, as `infer_layout` infers it from some rows: a `Layout`, or its JSON file. It reads
            texts (`£44k`, `65.000 €`), currency signs and names of countries, and names the columns, so leave out `amount`
            and the other names.
        rates: the rates to use; the packaged ones if None. The driver sends them to the workers.
        max_staleness: how many days old a day's rate may be.
        missing: "raise", or "null" to keep rows that have no rate or cannot be aged, without a value.
        bad: "raise", or "null" to keep rows with a bad cell, without a value; the column `refused` says why.
        pay_year: how many hours, days, weeks and months are paid in a year; `PayYear()` if None. A column
            `months_per_year` takes precedence for monthly figures.
        average: how the rates of a span become one rate, by their mean or their median.
        coarse: `"year"` to accept the mean of the calendar year for a day without a more frequent rate.
        ageing: how to bring figures to one date first, in local money; adds `age_factor`.
        price_levels: the price levels to divide by, as `SalaryTable.convert` takes them; adds `nominal` and `parity`. A row
            whose country is missing or has no price level has no value.
        add: the columns of the conversion to add; all of them if None.

    Raises:
        InvalidSalary: if a column is missing. A bad row, and a row that has no rate or cannot be aged, raise a Spark
            exception that contains our message, when a result is requested.
        InvalidCurrency, InvalidSpan, InvalidQuery: for invalid options.

    Warns:
        UserWarning: if nothing states the period.
    """
    CONVERSION.check(convert, options)
    if bad not in ("raise", "null"):
        raise InvalidQuery(f"bad={bad!r}: choose 'raise' or 'null'.", value=bad)
    given = {"currency": currency, "period": period, "as_of": date, "country": country}
    if layout is not None:
        _check_unnamed(amount, given)
    defaults = {} if layout is not None else _of_all_rows(df.columns, period)
    own = {"defaults": defaults, "add": None if add is None else tuple(add)}
    batch_options = BatchOptions.of(base, on=on, others=own, **options)
    free_columns(df.columns, (*batch_options.add, *((REFUSED,) if bad == "null" else ())))
    if layout is not None:
        reader, columns = reader_of(layout, df.columns, batch_options)
        return convert_in_python(df, batch_options, columns, keep_bad=bad == "null", reader=reader)
    given["period"] = None if "period" in defaults else period
    columns = _columns(df.columns, batch_options, amount, given)
    run = convert_in_spark if runs_in_spark(df, columns, batch_options) else convert_in_python
    return run(df, batch_options, columns, keep_bad=bad == "null")


def _check_unnamed(amount: str, given: Mapping[str, str | None]) -> None:
    """Refuse the name of a column together with a layout, which names all columns.

    Raises:
        InvalidQuery: naming the option.
    """
    plain = {"amount": "amount", "currency": "currency"}
    for field, name in {"amount": amount, **given}.items():
        if name != plain.get(field):
            option = _READ_FOR.get(field, (field,))[0]
            raise InvalidQuery(
                f"{option}={name!r}: a layout names the columns, so give one or the other. sk.infer_layout(..., "
                f"columns={{{field!r}: {name!r}}}) makes a layout with this column.",
                value=name,
            )


def _of_all_rows(names: Sequence[str], period: str | None) -> dict[str, str]:
    """Return the period of all rows, if the option is one; warn if nothing states the period.

    Raises:
        InvalidQuery: if it is also the name of a column, or there is a column of periods as well.
    """
    if period is None and "period" not in names:
        warnings.warn(
            "The DataFrame has no column 'period', so its figures are taken for a year's pay. Name the column of periods with "
            f"period=, or say the period of all rows: period='year', 'month', ...{hint('period', names)}",
            stacklevel=3,
        )
    if period not in PERIODS:
        return {}
    for name in ("period", period):
        if name in names:
            raise InvalidQuery(
                f"period={period!r} is the period of all rows, but the DataFrame has a column {name!r}. Name the column of "
                f"periods, or rename {name!r} first.",
                value=period,
            )
    return {"period": period}


def _columns(
    names: Sequence[str], batch_options: BatchOptions, amount: str, given: Mapping[str, str | None]
) -> Columns:
    """Return the columns that the conversion reads.

    Args:
        names: all columns of the DataFrame.
        batch_options: how to convert.
        amount: the column of figures.
        given: the column of each other field; None for the column that has the name of the field.

    Raises:
        InvalidSalary: if one of them is missing.
        InvalidSpan, InvalidQuery: if `on` is not a day, a span or a column, or a given column would have no effect.
    """
    needed = {
        "currency": True,
        "period": given["period"] is not None or "period" in names,
        "as_of": batch_options.is_own or batch_options.ageing is not None,
        "country": batch_options.by_country,
    }
    for field, (option, only) in _READ_FOR.items():
        if given[field] is not None and not needed[field]:
            raise InvalidQuery(f"{option} has no effect {only}", value=given[field])
    column_by_field = {field: given[field] or field for field, is_needed in needed.items() if is_needed}
    for name in (amount, *column_by_field.values()):
        check_column(names, name)
    columns = columns_of(
        names, Plan(column_by_field, (AmountColumn(amount),)), batch_options, "The DataFrame"
    )
    return columns._replace(checks=Checks(points_group=amount != "amount"))
