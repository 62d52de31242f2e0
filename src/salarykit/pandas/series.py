"""`series.salarykit`: a Series of amounts converted, or of texts read as pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pyarrow as pa

from salarykit.pay.parse_column import parse_pay_column
from salarykit.salaries.convert import AMOUNTS, AmountKeywords, convert

if TYPE_CHECKING:
    from typing import Unpack

    from salarykit.rates.spans import AnyColumn, OnColumn

__all__ = ["SeriesAccessor"]

_NULLABLE: Final = {pa.bool_(): pd.BooleanDtype(), pa.int32(): pd.Int32Dtype()}


@pd.api.extensions.register_series_accessor("salarykit")
class SeriesAccessor:
    """`series.salarykit`: converts a Series of amounts, and reads pay from a Series of texts. The index is kept.

    Examples:
        >>> import pandas as pd, salarykit.pandas
        >>> pay = pd.Series([100.0, 200.0], index=["a", "b"])
        >>> pay.salarykit.convert(["GBP", "EUR"], "USD", on="2024-06-28").round(2).to_dict()
        {'a': 126.48, 'b': 214.1}
    """

    def __init__(self, series: pd.Series[Any]) -> None:
        self._series = series

    @AMOUNTS.spelled_out
    def convert(
        self,
        currency: str | AnyColumn[object],
        base: str,
        *,
        on: OnColumn,
        **options: Unpack[AmountKeywords],
    ) -> pd.Series[float]:
        """Return the amounts in the base currency: `sk.convert`.

        Args:
            currency: the currency of the amounts, ISO 4217: one code, or a column. A Series must have the same index.
            base: ISO 4217.
            on: see `sk.convert`; a Series must have the same index.
            options: those of `sk.convert`.

        Raises:
            InvalidQuery: if a Series has another index, or a column another length.
            InvalidCurrency, InvalidSpan, RateNotFound: as `sk.convert`.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> pd.Series([342_000]).salarykit.convert("CAD", "USD", on="2024-06-28").round(2).tolist()
            [249564.42]
        """
        AMOUNTS.check(SeriesAccessor.convert, options)
        converted: pd.Series[float] = convert(self._series, currency, base, on=on, **options)
        return converted

    def parse_pay(
        self, *, country: str | AnyColumn[object] | None = None, on: OnColumn | None = None
    ) -> pd.DataFrame:
        """Return the pay that each text states, with a column for each field of `Pay`; missing for a text without pay.

        Args:
            country: the country of the texts, ISO 3166-1 alpha-2: one, or a column. A Series must have the same index.
            on: the day or span of the texts, which decides between a currency and its successor: one, or a column.

        Raises:
            InvalidQuery: if the Series holds no texts, or a column has another index or length.
            InvalidSpan: for an invalid day.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> texts = pd.Series(["£44k a year", "competitive"], index=["a", "b"])
            >>> texts.salarykit.parse_pay()[["low", "currency", "period"]].loc["a"].to_dict()
            {'low': 44000.0, 'currency': 'GBP', 'period': 'year'}
        """
        pay = parse_pay_column(self._series, country=country, on=on)
        table = pa.table(pay.flatten(), [field.name for field in pay.type])
        frame: pd.DataFrame = table.to_pandas(types_mapper=_NULLABLE.get)
        return frame.set_axis(self._series.index)
