"""pandas: `import salarykit.pandas` gives every DataFrame and Series a `.salarykit`.

>>> import pandas as pd
>>> import salarykit.pandas
>>> pay = pd.DataFrame(
...     {"city": ["Toronto", "Paris"], "amount": [342_000, 160_000], "currency": ["CAD", "EUR"]}
... )
>>> pay.salarykit.convert("USD", on="2024")[["city", "value"]].round(2)
      city      value
0  Toronto  249713.12
1    Paris  173136.22
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from salarykit.errors import InvalidSalary
from salarykit.files.frames import attributes
from salarykit.reading.frame_verbs import READ_AND_CONVERT, ROW, FrameVerbs, SeriesVerbs
from salarykit.salaries.metadata import added_by

if TYPE_CHECKING:
    from typing import Unpack

    from salarykit.rates.spans import AnyColumn, OnColumn
    from salarykit.reading.frame_verbs import ReadAndConvertKeywords

__all__ = ["FrameAccessor", "SeriesAccessor"]

_NULLABLE: Final = {pa.bool_(): pd.BooleanDtype(), pa.int32(): pd.Int32Dtype()}


@pd.api.extensions.register_dataframe_accessor("salarykit")
class FrameAccessor(FrameVerbs):
    """`df.salarykit`: reads a frame as salaries, and offers the verbs of a table of salaries.

    A frame is read as `read_salaries` reads it, with the same options: a named index is a column, and all rows are read or
    none. If a row is not a salary, `InvalidSalary` says which row and why; `sk.sift_salaries(df)` keeps the good rows and
    lists the bad ones. Rows are counted from 1: row n is `df.iloc[n - 1]`.

    `convert` returns a DataFrame. The other verbs return the results of the library, which notebooks show as tables. They
    hold what a frame would lose (unranked rows, intervals, warnings), and have `to_pandas()`.

    A converted frame keeps the terms of its conversion in `attrs`, so that other verbs can follow in a chain.

    Examples:
        >>> import salarykit as sk, salarykit.pandas
        >>> frame = sk.load_salaries().to_pandas()
        >>> usd = frame.salarykit.convert("USD", on="2024")
        >>> usd.salarykit.rank()[0]["city"], frame.salarykit.rank("EUR", on="2024")[0]["city"]
        ('New York', 'New York')
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        super().__init__(frame)

    @READ_AND_CONVERT.spelled_out
    def convert(
        self,
        base: str,
        *,
        on: OnColumn,
        **options: Unpack[ReadAndConvertKeywords],
    ) -> pd.DataFrame:
        """Return the frame with the yearly figure of each row in one currency; its index, columns and rows are kept.

        The frame gains the columns that `SalaryTable.convert` adds; those of an earlier conversion are replaced.

        Args:
            base: the currency to convert to, ISO 4217.
            on: a day, a span, `"own"` or `"latest"`; or a column of days or spans. A Series must have the frame's index.
            options: those of `read_salaries` and of `SalaryTable.convert`.

        Raises:
            InvalidSalary: if a row is not a salary, or states several figures; if the names of columns have levels.
            InvalidCurrency, InvalidSpan, RateNotFound, InvalidQuery: as `SalaryTable.convert`.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> frame = pd.DataFrame({"amount": [100, 200], "currency": ["GBP", "EUR"]}, index=["a", "b"])
            >>> frame.salarykit.convert("USD", on="2024-06-28")["value"].round(2).to_dict()
            {'a': 126.48, 'b': 214.1}
        """
        READ_AND_CONVERT.check(FrameAccessor.convert, options)
        frame: pd.DataFrame = self._frame
        if frame.columns.nlevels > 1:
            raise InvalidSalary(
                "The frame has several levels of column names. Give each column one name first.", column=None
            )
        numbered = frame.copy(deep=False)
        numbered[ROW] = np.arange(len(frame))
        table, done = self._converted_rows(
            numbered, base, on, options, "df.salarykit.read().convert(...).to_pandas()"
        )
        arrow = done.to_arrow()
        added = arrow.select(added_by(done.terms)).to_pandas()
        kept = frame.drop(columns=list(added_by(table.terms)))
        converted = kept.assign(**{name: added[name].array for name in added})
        converted.attrs = frame.attrs | attributes(arrow)
        return converted


@pd.api.extensions.register_series_accessor("salarykit")
class SeriesAccessor(SeriesVerbs["pd.Series[float]"]):
    """`series.salarykit`: converts a Series of amounts, and reads pay from a Series of texts. The index is kept.

    Examples:
        >>> import pandas as pd, salarykit.pandas
        >>> pay = pd.Series([100.0, 200.0], index=["a", "b"])
        >>> pay.salarykit.convert(["GBP", "EUR"], "USD", on="2024-06-28").round(2).to_dict()
        {'a': 126.48, 'b': 214.1}
    """

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
        frame: pd.DataFrame = self._parsed(country, on).to_pandas(types_mapper=_NULLABLE.get)
        return frame.set_axis(self._series.index)
