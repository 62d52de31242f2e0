"""`pl.col(...).salarykit` and `series.salarykit`: convert amounts, and read pay from texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

from salarykit.errors import InvalidQuery, SalaryKitError
from salarykit.pay.parse_column import PAY_TYPE, parse_pay_column
from salarykit.rates.spans import Span
from salarykit.reading.frame_verbs import SeriesVerbs
from salarykit.salaries.convert import AMOUNTS, AmountKeywords, convert, is_country, is_currency, is_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from salarykit.rates.spans import AnyColumn, On, OnColumn

__all__ = ["ExpressionAccessor", "PolarsSeriesAccessor"]


@pl.api.register_series_namespace("salarykit")
class PolarsSeriesAccessor(SeriesVerbs[pl.Series]):
    """`series.salarykit`: converts a Series of amounts, and reads pay from a Series of texts.

    Examples:
        >>> import polars as pl, salarykit.polars
        >>> pay = pl.Series("pay", [100.0, 200.0])
        >>> pay.salarykit.convert(["GBP", "EUR"], "USD", on="2024-06-28").round(2).to_list()
        [126.48, 214.1]
    """

    def parse_pay(
        self, *, country: str | AnyColumn[object] | None = None, on: OnColumn | None = None
    ) -> pl.DataFrame:
        """Return the pay that each text states, with a column for each field of `Pay`; null for a text without pay.

        Args:
            country: the country of the texts, ISO 3166-1 alpha-2: one, or a column.
            on: the day or span of the texts, which decides between a currency and its successor: one, or a column.

        Raises:
            InvalidQuery: if the Series holds no texts, or a column has another length.
            InvalidSpan: for an invalid day.

        Examples:
            >>> import polars as pl, salarykit.polars
            >>> texts = pl.Series(["£44k a year", "competitive"])
            >>> texts.salarykit.parse_pay().select("low", "currency", "period").row(0)
            (44000.0, 'GBP', 'year')
        """
        return pl.DataFrame(self._parsed(country, on))


@pl.api.register_expr_namespace("salarykit")
class ExpressionAccessor:
    """`pl.col(...).salarykit`: converts amounts, and reads pay from texts, in any context of polars.

    A text that has the form of a currency code, a country code, a day or a span is taken as one; any other text is the name of a
    column. `pl.col("EUR")` is the column with that name. Errors do not state a row, because an expression does not know the frame's
    rows.

    Examples:
        >>> import polars as pl, salarykit.polars
        >>> frame = pl.DataFrame(
        ...     {"amount": [100.0, 200.0], "currency": ["GBP", "EUR"], "date": ["2024-06-28"] * 2}
        ... )
        >>> value = pl.col("amount").salarykit.convert("currency", "USD", on="date")
        >>> frame.select(value.round(2))["amount"].to_list()
        [126.48, 214.1]
    """

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    @AMOUNTS.spelled_out
    def convert(
        self, currency: str | pl.Expr, base: str, *, on: On | pl.Expr, **options: Unpack[AmountKeywords]
    ) -> pl.Expr:
        """Return the amounts in the base currency; see `sk.convert`.

        Args:
            currency: an ISO 4217 code for all rows, the name of a column of codes, or an expression.
            base: ISO 4217.
            on: a day or span for all rows, the name of a column of days or spans, or an expression.
            options: those of `sk.convert`.

        Raises:
            InvalidCurrency, InvalidSpan, RateNotFound, InvalidQuery: as `sk.convert`, when the expression is evaluated.

        Examples:
            >>> import polars as pl, salarykit.polars
            >>> cad = pl.col("pay").salarykit.convert("CAD", "USD", on="2024-06-28")
            >>> pl.DataFrame({"pay": [342_000]}).select(cad.round(2)).item()
            249564.42
        """
        AMOUNTS.check(ExpressionAccessor.convert, options)
        given = {
            "currency": _column_or(currency, is_currency, "currency"),
            "on": _column_or(on, is_day, "on"),
        }

        def run(amount: pl.Series, columns: dict[str, Any]) -> pl.Series:
            converted: pl.Series = convert(amount, columns["currency"], base, on=columns["on"], **options)
            return converted

        return _mapped(self._expression, given, run, pl.Float64())

    def parse_pay(self, *, country: str | pl.Expr | None = None, on: On | pl.Expr | None = None) -> pl.Expr:
        """Return the pay that each text states, as a struct of the fields of `Pay`; null for a text without pay.

        Args:
            country: an ISO 3166-1 alpha-2 code for all texts, the name of a column of codes, or an expression.
            on: the day or span of the texts, the name of a column of them, or an expression.

        Raises:
            InvalidQuery, InvalidSpan: as `sk.parse_pay_column`, when the expression is evaluated.

        Examples:
            >>> import polars as pl, salarykit.polars
            >>> texts = pl.DataFrame({"text": ["£44k a year", "competitive"]})
            >>> texts.select(pl.col("text").salarykit.parse_pay().struct.field("low"))["low"].to_list()
            [44000.0, None]
        """
        given = {
            "country": _column_or(country, is_country, "country"),
            "on": _column_or(on, is_day, "on"),
        }

        def run(texts: pl.Series, columns: dict[str, Any]) -> pl.Series:
            pay = parse_pay_column(texts, **columns)
            return pl.Series(texts.name, pay)

        return _mapped(self._expression, given, run, pl.Series(pa.array([], PAY_TYPE)).dtype)


def _column_or(value: Any, is_value: Callable[[str], object], name: str) -> Any:
    """Return the column that a text names, unless the text is a value; expressions and values are returned unchanged.

    Raises:
        InvalidQuery: for a column of values, whose rows an expression could not match with those of a frame.
    """
    if isinstance(value, str):
        return value if is_value(value) else pl.col(value)
    if hasattr(value, "__len__") and not isinstance(value, Span):
        raise InvalidQuery(
            f"{name} holds several values. An expression takes the columns of its frame: the name of one, or pl.lit(...).",
            value=name,
        )
    return value


def _mapped(
    expression: pl.Expr,
    given: dict[str, Any],
    run: Callable[[pl.Series, dict[str, Any]], pl.Series],
    dtype: pl.DataType,
) -> pl.Expr:
    """Return an expression that calls a function with a column and further arguments, which are expressions or single values."""
    columns = {name: value for name, value in given.items() if isinstance(value, pl.Expr)}

    def function(series: Sequence[pl.Series]) -> pl.Series:
        first, *others = series
        length = next((len(argument) for argument in series if len(argument) != 1), 1)
        same = [
            argument.new_from_index(0, length) if len(argument) != length else argument
            for argument in (first, *others)
        ]
        try:
            return run(same[0], {**given, **dict(zip(columns, same[1:], strict=True))})
        except SalaryKitError as error:
            raise (error.at("", row=None) if hasattr(error, "row") else error) from None

    return pl.map_batches([expression, *columns.values()], function, return_dtype=dtype, is_elementwise=True)
