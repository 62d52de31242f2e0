"""`convert`: the figures of a Spark DataFrame of any size, in one currency."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final, Literal

from salarykit.batch.checking import Checks
from salarykit.batch.order import Columns, Order, columns_of
from salarykit.errors import InvalidQuery, hint
from salarykit.pay.pay_year import PERIODS
from salarykit.reading.column_mapping import AmountColumn, Plan
from salarykit.salaries.conversion_options import CONVERSION
from salarykit.spark.by_layout import reader_of
from salarykit.spark.frames import REFUSED, check_column, free_columns
from salarykit.spark.gathered import gathered, is_plain
from salarykit.spark.mapped import mapped

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
"""What to do with a row that has a bad cell: raise `InvalidSalary`, or keep it without a value and say why."""


_READ_FOR: Final = {
    "as_of": ("date", 'unless on="own" or figures are aged; on= may name the column itself.'),
    "country": ("country", "without price levels, or an ageing whose growth differs by country."),
}
"""The options that name a column which not every conversion reads, and when one does."""


@CONVERSION.spelled_out
def convert(  # noqa: PLR0913 - each names a column of the frame, or is its own
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
    """Return a Spark DataFrame with all its rows and columns, and beside them what `SalaryTable.convert` adds.

    `value` is a year's pay in the base; `rate`, `rate_on`, `rate_staleness`, `rate_kind`, `rate_step` and `rate_flag` say how it came
    about. As everything on Spark it is computed when it is asked for: that is when a bad row or a missing rate raises.

    There are two roads to the same result. Where amounts are numbers, currencies texts, and `on` one day or span or a
    column of dates, the kernel's table of rates is broadcast, a row for each currency, and Spark itself takes each rate
    out of it: no row leaves the JVM, and no hash of currency and day is looked up, which is what makes it faster than
    a join with a table of rates. All else goes through `mapInArrow`, batch by batch, to the workers' Python, which gets
    the rates once: amounts, days or spans that are texts; a column `months_per_year`; ageing and price levels; and
    `coarse` for a column of days, if the rates have yearly means.

    Args:
        df: a DataFrame of classic Spark or Spark Connect.
        base: ISO 4217.
        on: a day or span for all rows ("2024-06-28", "2024"; see `salarykit.convert`), `"latest"`, `"own"` for each
            row's own `date`, or the name of a column of days or spans.
        amount: the column of figures.
        currency: the column of their ISO 4217 codes.
        period: the column of what they are paid for, or one period for all rows: "year", "month" and so on. If None, the
            column `period`; where there is none, figures are taken for a year's, with a warning. So are those whose cell
            is empty, without one: nobody looks at all rows before they are converted.
        date: the column of days or spans when figures were true, which `on="own"` and ageing read; `as_of` if None.
        country: the column of ISO 3166-1 alpha-2 codes, which price levels and ageing by country read; `country` if None.
        layout: what the columns and their cells mean, as `infer_layout` tells it of some rows, a `Layout` or a JSON file of one: texts
            (`£44k`, `65.000 €`), signs, countries by name. It names the columns, so `amount` and the other names are not said.
        rates: the rates to use; the packaged ones if None. They travel from the driver.
        max_staleness: how many days old a day's rate may be.
        missing: "raise", or "null": no value where there is no rate, and where a figure cannot be aged.
        bad: "raise", or "null": a row with a bad cell stays, without a value, and the column `refused` says why.
        pay_year: how many hours, days, weeks and months are paid in a year; `PayYear()` if None. A column
            `months_per_year` goes before it for figures of a month.
        average: what stands for a span of days, their mean or their median.
        coarse: `"year"`: the mean of the calendar year may stand for a day for which nothing finer is published.
        ageing: how figures are brought to one date first, in local money; adds `age_factor`.
        price_levels: what figures are divided by, as `SalaryTable.convert` takes it; adds `nominal` and `parity`. A row
            whose country is missing or has no price level has no value.
        add: which of the columns of the conversion are added; all of them if None.

    Raises:
        InvalidSalary: if there is no such column. A bad row, and a row that has no rate or cannot be aged, raise Spark's
            exception when a result is asked for, with our sentence in it.
        InvalidCurrency, InvalidSpan, InvalidQuery: for options that cannot be.

    Warns:
        UserWarning: if nothing says the period.
    """
    CONVERSION.check(convert, options)
    if bad not in ("raise", "null"):
        raise InvalidQuery(f"bad={bad!r}: choose 'raise' or 'null'.", value=bad)
    given = {"currency": currency, "period": period, "as_of": date, "country": country}
    if layout is not None:
        _check_unnamed(amount, given)
    defaults = {} if layout is not None else _of_all_rows(df.columns, period)
    own = {"defaults": defaults, "add": None if add is None else tuple(add)}
    order = Order.of(base, on=on, others=own, **options)
    free_columns(df.columns, (*order.add, *((REFUSED,) if bad == "null" else ())))
    if layout is not None:
        reader, columns = reader_of(layout, df.columns, order)
        return mapped(df, order, columns, keep_bad=bad == "null", reader=reader)
    given["period"] = None if "period" in defaults else period
    columns = _columns(df.columns, order, amount, given)
    road = gathered if is_plain(df, columns, order) else mapped
    return road(df, order, columns, keep_bad=bad == "null")


def _check_unnamed(amount: str, given: Mapping[str, str | None]) -> None:
    """Refuse a name of a column beside a layout, which names them all.

    Raises:
        InvalidQuery: naming the option.
    """
    plain = {"amount": "amount", "currency": "currency"}
    for field, name in {"amount": amount, **given}.items():
        if name != plain.get(field):
            option = _READ_FOR.get(field, (field,))[0]
            raise InvalidQuery(
                f"{option}={name!r}: a layout names the columns, so give one or the other. sk.infer_layout(..., "
                f"columns={{{field!r}: {name!r}}}) makes a layout of it.",
                value=name,
            )


def _of_all_rows(names: Sequence[str], period: str | None) -> dict[str, str]:
    """Return the period of all rows, if the option says one instead of a column; warn if nothing says the period.

    Raises:
        InvalidQuery: if it may be the name of a column, or there is a column of periods, too.
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


def _columns(names: Sequence[str], order: Order, amount: str, given: Mapping[str, str | None]) -> Columns:
    """Return the columns that the conversion reads.

    Args:
        names: of all columns.
        order: what is asked.
        amount: the column of figures.
        given: for each other field the name of its column; that of the field if None.

    Raises:
        InvalidSalary: if one of them is missing.
        InvalidSpan, InvalidQuery: if `on` is no day, span or column, or a column that is given would have no effect.
    """
    needed = {
        "currency": True,
        "period": given["period"] is not None or "period" in names,
        "as_of": order.is_own or order.ageing is not None,
        "country": order.by_country,
    }
    for field, (option, only) in _READ_FOR.items():
        if given[field] is not None and not needed[field]:
            raise InvalidQuery(f"{option} has no effect {only}", value=given[field])
    found = {field: given[field] or field for field, is_needed in needed.items() if is_needed}
    for name in (amount, *found.values()):
        check_column(names, name)
    columns = columns_of(names, Plan(found, (AmountColumn(amount),)), order, "The DataFrame")
    return columns._replace(checks=Checks(points_group=amount != "amount"))
