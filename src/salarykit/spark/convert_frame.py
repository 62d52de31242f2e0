"""`convert`: the figures of a Spark DataFrame of any size, in one currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from salarykit.batch.checking import Checks
from salarykit.batch.order import Columns, Order, columns_of
from salarykit.errors import InvalidQuery
from salarykit.pay.pay_year import PayYear
from salarykit.rates.lookup import check_terms
from salarykit.reading.column_mapping import Figure, Plan
from salarykit.salaries.terms import ADDED
from salarykit.sources.copies import default_rates
from salarykit.spark.frames import REFUSED, check_column, free_columns
from salarykit.spark.gathered import gathered, is_plain
from salarykit.spark.mapped import mapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame

    from salarykit.rates.means import Average
    from salarykit.rates.rates import Missing, Rates

__all__ = ["Bad", "convert"]

Bad = Literal["raise", "null"]
"""What to do with a row that has a bad cell: raise `InvalidSalary`, or keep it without a value and say why."""


def convert(  # noqa: PLR0913 - each option is one that a conversion has
    df: DataFrame,
    base: str,
    *,
    on: Any,
    amount: str = "amount",
    currency: str = "currency",
    period: str | None = None,
    date: str | None = None,
    rates: Rates | None = None,
    max_staleness: int = 7,
    missing: Missing = "raise",
    bad: Bad = "raise",
    pay_year: PayYear | None = None,
    average: Average = "mean",
    add: Sequence[str] = ADDED,
) -> DataFrame:
    """Return a Spark DataFrame with all its rows and columns, and beside them what `SalaryTable.convert` adds.

    `value` is a year's pay in the base; `rate`, `rate_on`, `rate_staleness`, `rate_kind`, `rate_step` and `rate_flag` say how it came
    about. As everything on Spark it is computed when it is asked for: that is when a bad row or a missing rate raises.

    There are two roads to the same result. Where amounts are numbers, currencies texts, and `on` one day or span or a
    column of dates, the kernel's table of rates is broadcast, a row for each currency, and Spark itself takes each rate
    out of it: no row leaves the JVM, and no hash of currency and day is looked up, which is what makes it faster than
    a join with a table of rates. All else (amounts, days or spans that are texts; a column `months_per_year`) goes
    through `mapInArrow`, batch by batch, to the workers' Python, which gets the rates once.

    Args:
        df: a DataFrame of classic Spark or Spark Connect.
        base: ISO 4217.
        on: a day or span for all rows ("2024-06-28", "2024"; see `salarykit.convert`), `"latest"`, `"own"` for each
            row's own `date`, or the name of a column of days or spans.
        amount: the column of figures.
        currency: the column of their ISO 4217 codes.
        period: the column of what they are paid for; `period` if there is one, else figures are of a year. So are
            those whose cell is empty.
        date: with `on="own"`, the column of days or spans; `as_of` if None.
        rates: the rates to use; the packaged ones if None. They travel from the driver.
        max_staleness: how many days old a day's rate may be.
        missing: "raise", or "null": no value where there is no rate.
        bad: "raise", or "null": a row with a bad cell stays, without a value, and the column `refused` says why.
        pay_year: how many hours, days, weeks and months are paid in a year; `PayYear()` if None. A column
            `months_per_year` goes before it for figures of a month.
        average: what stands for a span of days, their mean or their median.
        add: which of the columns of the conversion are added.

    Raises:
        InvalidSalary: if there is no such column. A bad row, and a row without a rate, raise Spark's exception when a
            result is asked for, with our sentence in it.
        InvalidCurrency, InvalidSpan, InvalidQuery: for options that cannot be.
    """
    if bad not in ("raise", "null"):
        raise InvalidQuery(f"bad={bad!r}: choose 'raise' or 'null'.", value=bad)
    order = Order(
        base,
        on,
        default_rates() if rates is None else rates,
        check_terms(max_staleness, average=average),
        missing,
        PayYear() if pay_year is None else pay_year,
        add=tuple(add),
    )
    free_columns(df.columns, (*add, *((REFUSED,) if bad == "null" else ())))
    columns = _columns(df.columns, order, amount, currency, period, date)
    road = gathered if is_plain(df, columns) else mapped
    return road(df, order, columns, keep_bad=bad == "null")


def _columns(
    names: Sequence[str], order: Order, amount: str, currency: str, period: str | None, date: str | None
) -> Columns:
    """Return the columns that the conversion reads.

    Raises:
        InvalidSalary: if one of them is missing.
        InvalidSpan, InvalidQuery: if `on` is no day, span or column, or `date` would have no effect.
    """
    own = isinstance(order.on, str) and order.on == "own"
    if date is not None and not own:
        raise InvalidQuery('date has no effect unless on="own"; on= may name the column itself.', value=date)
    found = {"currency": currency}
    if period is not None or "period" in names:
        found["period"] = period or "period"
    if own:
        found["as_of"] = date or "as_of"
    for name in (amount, *found.values()):
        check_column(names, name)
    columns = columns_of(names, Plan(found, (Figure(amount),)), order, "The DataFrame")
    return columns._replace(checks=Checks(points_group=amount != "amount"))
