"""`series.salarykit`: a polars Series of amounts converted, or of texts read as pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from salarykit.pay.parse_column import parse_pay_column
from salarykit.salaries.convert import AMOUNTS, AmountKeywords, convert

if TYPE_CHECKING:
    from typing import Unpack

    from salarykit.rates.spans import AnyColumn, OnColumn

__all__ = ["SeriesAccessor"]


@pl.api.register_series_namespace("salarykit")
class SeriesAccessor:
    """`series.salarykit`: converts a Series of amounts, and reads pay from a Series of texts.

    Examples:
        >>> import polars as pl, salarykit.polars
        >>> pay = pl.Series("pay", [100.0, 200.0])
        >>> pay.salarykit.convert(["GBP", "EUR"], "USD", on="2024-06-28").round(2).to_list()
        [126.48, 214.1]
    """

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    @AMOUNTS.spelled_out
    def convert(
        self,
        currency: str | AnyColumn[object],
        base: str,
        *,
        on: OnColumn,
        **options: Unpack[AmountKeywords],
    ) -> pl.Series:
        """Return the amounts in the base currency, under the name of the Series: `sk.convert`.

        Args:
            currency: the currency of the amounts, ISO 4217: one code, or a column.
            base: ISO 4217.
            on: see `sk.convert`.
            options: those of `sk.convert`.

        Raises:
            InvalidQuery: if a column has another length.
            InvalidCurrency, InvalidSpan, RateNotFound: as `sk.convert`.

        Examples:
            >>> import polars as pl, salarykit.polars
            >>> pl.Series([342_000]).salarykit.convert("CAD", "USD", on="2024-06-28").round(2).to_list()
            [249564.42]
        """
        AMOUNTS.check(SeriesAccessor.convert, options)
        converted: pl.Series = convert(self._series, currency, base, on=on, **options)
        return converted

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
        pay = parse_pay_column(self._series, country=country, on=on)
        return pl.DataFrame(pa.table(pay.flatten(), [field.name for field in pay.type]))
