"""Converts inside Spark: the table of rates is broadcast, and each row reads its rate by currency and day number."""

from __future__ import annotations

import sys
from string import Formatter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pyspark.sql import functions as F  # noqa: N812 - Spark's own name for them
from pyspark.sql.types import DateType, NumericType, StringType, TimestampNTZType, TimestampType

from salarykit.pay.pay_year import PERIODS
from salarykit.rates.converted import FLAGS
from salarykit.rates.grid import KINDS, STEPS
from salarykit.salaries.fields import BY_NAME, Field, RefusedValue
from salarykit.spark.frames import REFUSED
from salarykit.spark.in_python import KEEP
from salarykit.spark.rate_table import ARRAYS, CODE, FLAG, LAST, WHY, RateTable, is_tabular, rate_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyspark.sql import Column, DataFrame

    from salarykit.batch.options import BatchOptions, Columns
    from salarykit.salaries.conversion_options import ConversionStep

__all__ = ["convert_in_spark", "runs_in_spark"]

_WHITE: Final = "".join(sign for sign in map(chr, range(sys.maxunicode)) if sign.isspace())
"""The characters that Python strips from a text; Spark's `trim` strips only spaces."""
_LETTERS: Final = 3  # letters of a currency code


def runs_in_spark(df: DataFrame, columns: Columns, options: BatchOptions) -> bool:
    """Return whether Spark can read these columns itself, and has an expression for each step of the conversion."""
    if not (_STEPS.keys() >= set(options.steps) and is_tabular(options, dated=columns.days is not None)):
        return False
    kinds = {field.name: field.dataType for field in df.schema.fields}
    texts = [kinds[name] for name in (columns.currency, columns.period) if name]
    dated = columns.days is None or isinstance(
        kinds[columns.days], DateType | TimestampType | TimestampNTZType
    )
    numbers = isinstance(kinds[columns.amount], NumericType)
    return numbers and dated and columns.months is None and all(kind == StringType() for kind in texts)


class _RowExpressions(NamedTuple):
    """The cells of a row, as Spark expressions."""

    amount: Column
    currency: Column
    period: Column | None
    day: Column | None
    at: Column
    """The position of the row's day in the arrays of the rate table."""


def convert_in_spark(df: DataFrame, options: BatchOptions, columns: Columns, *, keep_bad: bool) -> DataFrame:
    """Return a DataFrame converted by Spark's own expressions, from a table of the kernel's rates."""
    table = rate_table(options, dated=columns.days is not None)
    row = _row(columns, table)
    held = df.sparkSession.createDataFrame(table.columns)
    joined = df.join(F.broadcast(held), row.currency == F.col(CODE), "left")
    refused = _refused(row, columns)
    made = _added(row, options, table, refused)
    kept = {name: made[name] for name in (*options.add, *((REFUSED,) if keep_bad else ()))}
    guard = "value" if "value" in kept else options.add[0]
    kept[guard] = _guarded(kept[guard], row, options, refused, keep_bad=keep_bad)
    return joined.withColumns(kept).drop(*table.columns.column_names)


def _row(columns: Columns, table: RateTable) -> _RowExpressions:
    code = _column(columns.currency)
    day = _column(columns.days).cast("date") if columns.days else None
    at = F.lit(0)
    if day is not None:
        number = F.coalesce(F.unix_date(day) - F.lit(table.starts), F.lit(0))
        at = F.greatest(F.lit(0), F.least(F.lit(table.days - 1), number))
    return _RowExpressions(
        _column(columns.amount),
        F.when(F.octet_length(code) == _LETTERS, code).otherwise(F.btrim(code, F.lit(_WHITE))),
        _column(columns.period) if columns.period else None,
        day,
        at,
    )


def _column(name: str | None) -> Column:
    quoted = str(name).replace("`", "``")
    return F.col(f"`{quoted}`")


# Why a row is refused


def _refused(row: _RowExpressions, columns: Columns) -> Column:
    """Return why a row is refused, in the words of the checks of fields; null if it is not."""
    amount = row.amount.cast("double")
    field = BY_NAME["amount"]
    missing = amount.isNull() | F.isnan(amount)
    message = F.when(missing, _missing(field))
    message = message.when(~((amount > 0) & (amount <= field.high)), _bad(field, -1.0, row.amount))
    unknown, code = F.col(CODE).isNull(), _column(columns.currency)
    blank = F.coalesce(F.btrim(code, F.lit(_WHITE)), F.lit("")) == ""
    message = message.when(unknown & blank, _missing(BY_NAME["currency"]))
    message = message.when(unknown, _bad(BY_NAME["currency"], "?", code))
    if row.period is not None:
        odd = ~_word(row.period).isin(*PERIODS, "")
        message = message.when(F.coalesce(odd, F.lit(False)), _bad(BY_NAME["period"], "?", row.period))
    return message


def _missing(field: Field) -> Column:
    return F.lit(f"{field.name}: {field.name} is missing.")


def _bad(field: Field, example: Any, value: Column) -> Column:
    """Return the message of a field for a refused value, as an expression in which Spark fills in the value."""
    try:
        field.clean(example)
    except RefusedValue as refused:
        pieces = [F.lit(f"{field.name}: ")]
        for text, name, _, conversion in Formatter().parse(refused.template):
            pieces.append(F.lit(text))
            if name == "value":
                shown = value.cast("string")
                pieces.append(F.concat(F.lit("'"), shown, F.lit("'")) if conversion == "r" else shown)
            elif name:
                pieces.append(F.lit(str(refused.fields[name])))
        return F.concat(*pieces)
    raise AssertionError(f"{field.name} accepts {example!r}")


# The added columns


def _added(
    row: _RowExpressions, options: BatchOptions, table: RateTable, refused: Column
) -> Mapping[str, Column]:
    """Return the expression of each added column."""
    rate, seen, kind, step, official = (_cell(name, row) for name in ARRAYS)
    last = F.col(LAST) if row.day is None else F.unix_date(row.day)
    parallel = (_first(row, table) <= F.col(FLAG[1])) & (last >= F.col(FLAG[0]))
    figure = row.amount.cast("double")
    for name in options.steps:
        figure = _STEPS[name](figure, row, options)
    return {
        "value": F.when(refused.isNull(), figure),
        "rate": rate,
        "rate_on": F.date_from_unix_date(seen),
        "rate_staleness": last - seen,
        "rate_kind": F.get(F.array(*[F.lit(word or None) for word in KINDS]), kind.cast("int")),
        "rate_step": F.get(F.array(*[F.lit(word) for word in STEPS]), step.cast("int")),
        "rate_flag": _flag(official, parallel),
        REFUSED: refused,
    }


def _cell(name: str, row: _RowExpressions) -> Column:
    """Return the entry of an array of the rate table for a row's day."""
    return F.get(F.col(name), row.at)


def _flag(official: Column, parallel: Column) -> Column:
    """Return the flag of a rate, one of `FLAGS`; null if it has none."""
    number = F.coalesce(official.cast("int"), F.lit(0)) + F.when(parallel, 2).otherwise(0)
    return F.get(F.array(*[F.lit(word or None) for word in FLAGS]), number)


def _first(row: _RowExpressions, table: RateTable) -> Column:
    return F.lit(table.first) if row.day is None else F.unix_date(row.day)


def _factor(row: _RowExpressions, options: BatchOptions) -> Column:
    """Return how many of a row's periods are paid in a year; null for an unknown period."""
    if row.period is None:
        return F.lit(float(options.pay_year.factor(options.defaults.get("period", "year"))))
    year = F.lit(float(options.pay_year.factor("year")))
    word = F.coalesce(_word(row.period), F.lit(""))
    factor = F.when(word.isin("", "year"), year)
    for name in PERIODS:
        factor = factor.when(word == name, float(options.pay_year.factor(name)))
    return factor


def _word(column: Column) -> Column:
    return F.lower(F.btrim(column, F.lit(_WHITE)))


_STEPS: Final[Mapping[ConversionStep, Callable[[Column, _RowExpressions, BatchOptions], Column]]] = {
    "annualise": lambda figure, row, options: figure * _factor(row, options),
    "convert": lambda figure, row, _: figure * _cell(ARRAYS[0], row),
}
"""The expression of each step of a conversion, the same operation as the kernel's. Steps that are missing here run in Python."""


def _guarded(
    value: Column, row: _RowExpressions, options: BatchOptions, refused: Column, *, keep_bad: bool
) -> Column:
    """Return a column that stops the query at a bad row or a row without a rate, unless the options allow such rows."""
    if not keep_bad:
        value = F.when(refused.isNotNull(), F.raise_error(F.concat(refused, F.lit(f" {KEEP}")))).otherwise(
            value
        )
    if options.missing == "raise":
        if row.day is None:
            day = F.lit(f" for {options.rates.span(options.on)}")
        else:
            day = F.concat(F.lit(" for "), row.day.cast("string"))
        message = F.concat(
            F.lit("No "),
            row.currency,
            F.lit(f"/{options.base} rate"),
            F.coalesce(day, F.lit("")),
            F.lit(": "),
            F.col(WHY),
        )
        lost = refused.isNull() & _cell(ARRAYS[0], row).isNull()
        value = F.when(lost, F.raise_error(message)).otherwise(value)
    return value
