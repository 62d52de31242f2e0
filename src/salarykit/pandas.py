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
# A little over 300 lines: most are docstrings, and the verbs of one accessor stand in one place.

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from salarykit.errors import InvalidQuery, InvalidSalary
from salarykit.files.frames import attributes
from salarykit.files.row_labels import check_index
from salarykit.pay.parse_column import parse_pay_column
from salarykit.reading.options import READING
from salarykit.reading.read import read_salaries
from salarykit.salaries.conversion_options import CONVERSION
from salarykit.salaries.convert import convert
from salarykit.salaries.terms import added_by

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from salarykit.rates.spans import AnyColumn, OnColumn
    from salarykit.reading.layout import Layout
    from salarykit.reading.layouts.registry import LayoutName
    from salarykit.reading.options import ReadingKeywords
    from salarykit.salaries.checking.findings import Findings
    from salarykit.salaries.comparison.comparison import Comparison
    from salarykit.salaries.conversion_options import ConversionKeywords
    from salarykit.salaries.querying.answer import QueryResult
    from salarykit.salaries.querying.groups import QueryGroups
    from salarykit.salaries.querying.query import Query, QuerySettings
    from salarykit.salaries.ranking.ranking import Ranking
    from salarykit.salaries.table import SalaryTable

__all__ = ["FrameAccessor", "SeriesAccessor"]

_ROW: Final = "salarykit_row"
_NULLABLE: Final = {pa.bool_(): pd.BooleanDtype(), pa.int32(): pd.Int32Dtype()}


@pd.api.extensions.register_dataframe_accessor("salarykit")
class FrameAccessor:
    """`df.salarykit`: the frame read as salaries, and the verbs on them.

    A frame is read as `read_salaries` reads it: columns by their names or headers, a named index as a column, every row or
    none. If a row is no salary, `InvalidSalary` says which and why; `sk.sift_salaries(df)` keeps the others and lists the
    bad ones. Rows are counted from 1: row n is `df.iloc[n - 1]`.

    `convert` gives back a DataFrame. The verbs that answer a question give what the library answers: it draws itself in a
    notebook, carries what a frame would lose (rows without a rank, intervals, warnings), and has `to_pandas()`.

    What a frame was converted by stands in its `attrs`, so the verbs may follow on `convert`, in a chain.

    Examples:
        >>> import salarykit as sk, salarykit.pandas
        >>> frame = sk.load_salaries().to_pandas()
        >>> usd = frame.salarykit.convert("USD", on="2024")
        >>> usd.salarykit.rank()[0]["city"], frame.salarykit.rank("EUR", on="2024")[0]["city"]
        ('New York', 'New York')
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    @READING.spelled_out
    def read(self, **options: Unpack[ReadingKeywords]) -> SalaryTable:
        """Return the frame as a `SalaryTable`: `read_salaries`, with the same options and errors.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> table = pd.DataFrame({"pay": [100]}).salarykit.read(
            ...     columns={"amount": "pay"}, defaults={"currency": "EUR"}
            ... )
            >>> table[0].amount, table[0].currency
            (100.0, 'EUR')
        """
        READING.check(FrameAccessor.read, options)
        return read_salaries(self._frame, **options)

    @CONVERSION.spelled_out
    def convert(
        self,
        base: str,
        *,
        on: OnColumn,
        columns: Mapping[str, str] | None = None,
        defaults: Mapping[str, Any] | None = None,
        layout: Layout | LayoutName | str | os.PathLike[str] | None = None,
        **options: Unpack[ConversionKeywords],
    ) -> pd.DataFrame:
        """Return the frame with every figure as a year's in the base; its index, its columns and its rows stay.

        Adds `value`, `rate`, `rate_on`, `rate_staleness`, `rate_kind`, `rate_step` and `rate_flag`, as `SalaryTable.convert` does; those of
        an earlier conversion are replaced.

        Args:
            base: ISO 4217.
            on: a day, a span, `"own"` or `"latest"`; or a column of days or spans. A Series must have the frame's index.
            columns: see `read_salaries`.
            defaults: see `read_salaries`.
            layout: see `read_salaries`.
            options: as `SalaryTable.convert` takes them.

        Raises:
            InvalidSalary: if a row is no salary; if one row states several figures, which make several rows; if a column has
                a name of several levels.
            InvalidCurrency, InvalidSpan, RateNotFound, InvalidQuery: as `SalaryTable.convert`.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> frame = pd.DataFrame({"amount": [100, 200], "currency": ["GBP", "EUR"]}, index=["a", "b"])
            >>> frame.salarykit.convert("USD", on="2024-06-28")["value"].round(2).to_dict()
            {'a': 126.48, 'b': 214.1}
        """
        CONVERSION.check(FrameAccessor.convert, options)
        frame = self._frame
        if frame.columns.nlevels > 1:
            raise InvalidSalary(
                "The frame has several levels of column names. Give each column one name first.", column=None
            )
        marked = frame.copy(deep=False)
        marked[_ROW] = np.arange(len(frame))
        table = read_salaries(marked, columns=columns, defaults=defaults, layout=layout)
        check_index(on, frame, "on")
        done = table.convert(base, on=on, **options)
        arrow = done.to_arrow()
        if not np.array_equal(arrow.column(_ROW).to_numpy(), np.arange(len(frame))):
            raise InvalidSalary(
                f"The {len(frame):,} rows of the frame state {len(done):,} figures, so they cannot be a column of it. "
                "Name one column with columns={'amount': ...}, or take df.salarykit.read().convert(...).to_pandas(): "
                "a row for each figure.",
                column="amount",
            )
        added = arrow.select(added_by(done.terms)).to_pandas()
        kept = frame.drop(columns=list(added_by(table.terms)))
        converted = kept.assign(**{name: added[name].array for name in added})
        converted.attrs = frame.attrs | attributes(arrow)
        return converted

    def rank(
        self,
        base: str | None = None,
        *,
        on: OnColumn | None = None,
        columns: Mapping[str, str] | None = None,
        defaults: Mapping[str, Any] | None = None,
        layout: Layout | LayoutName | str | os.PathLike[str] | None = None,
        **options: Any,
    ) -> Ranking:
        """Return the rows in order; with a base and `on`, by the figures converted so.

        Args:
            base: ISO 4217; None for figures that are converted, or in one currency.
            on: the day or span of the rates, with a base.
            columns: see `read_salaries`.
            defaults: see `read_salaries`.
            layout: see `read_salaries`.
            options: those of `SalaryTable.rank`.

        Raises:
            InvalidSalary: if a row is no salary.
            MixedCurrencies, InvalidQuery, RateNotFound: as `SalaryTable.rank`.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> frame = pd.DataFrame({"city": ["A", "B"], "amount": [1, 2], "currency": ["USD", "EUR"]})
            >>> frame.salarykit.rank("USD", on="2024").to_pandas()["city"].tolist()
            ['B', 'A']
        """
        return self._comparable(base, on, columns=columns, defaults=defaults, layout=layout).rank(**options)

    def compare(
        self,
        a: str,
        b: str | None = None,
        *,
        base: str | None = None,
        on: OnColumn | None = None,
        columns: Mapping[str, str] | None = None,
        defaults: Mapping[str, Any] | None = None,
        layout: Layout | LayoutName | str | os.PathLike[str] | None = None,
        **options: Any,
    ) -> Comparison:
        """Return two cities' figures side by side.

        Args:
            a: a city of the frame.
            b: another; None for the same one, with `since`.
            base: see `rank`.
            on: see `rank`.
            columns: see `read_salaries`.
            defaults: see `read_salaries`.
            layout: see `read_salaries`.
            options: those of `SalaryTable.compare`.

        Raises:
            InvalidSalary: if a row is no salary.
            MixedCurrencies, InvalidQuery, RateNotFound: as `SalaryTable.compare`.

        Examples:
            >>> import salarykit as sk, salarykit.pandas
            >>> frame = sk.load_salaries().to_pandas()
            >>> round(frame.salarykit.compare("Toronto", "New York", base="USD", on="2024").index, 1)
            55.5
        """
        return self._comparable(base, on, columns=columns, defaults=defaults, layout=layout).compare(
            a, b, **options
        )

    def query(
        self,
        query: Query | Mapping[str, object] | None = None,
        /,
        *,
        base: str | None = None,
        on: OnColumn | None = None,
        by: str | Sequence[str] | None = None,
        columns: Mapping[str, str] | None = None,
        defaults: Mapping[str, Any] | None = None,
        layout: Layout | LayoutName | str | os.PathLike[str] | None = None,
        **signals: Unpack[QuerySettings],
    ) -> QueryResult | QueryGroups:
        """Return weighted quantiles of the figures, with the records and signals behind them.

        Args:
            query: a `Query`, or a mapping of its settings.
            base: see `rank`.
            on: see `rank`.
            by: a column, or several: a row for each group.
            columns: see `read_salaries`.
            defaults: see `read_salaries`.
            layout: see `read_salaries`.
            signals: settings of `Query`.

        Raises:
            InvalidSalary: if a row is no salary.
            MixedCurrencies, InvalidQuery, RateNotFound: as `SalaryTable.query`.

        Examples:
            >>> import salarykit as sk, salarykit.pandas
            >>> frame = sk.load_salaries().to_pandas()
            >>> frame.salarykit.query(near="Berlin", base="EUR", on="2024")[0]["city"]
            'Berlin'
        """
        table = self._comparable(base, on, columns=columns, defaults=defaults, layout=layout)
        return table.query(query, **signals) if by is None else table.query(query, by=by, **signals)

    def check(
        self,
        *,
        columns: Mapping[str, str] | None = None,
        defaults: Mapping[str, Any] | None = None,
        layout: Layout | LayoutName | str | os.PathLike[str] | None = None,
        **options: Any,
    ) -> Findings:
        """Return what is doubtful in the figures; its `row` counts from 1.

        Args:
            columns: see `read_salaries`.
            defaults: see `read_salaries`.
            layout: see `read_salaries`.
            options: those of `SalaryTable.check`: anchors, today, rates.

        Raises:
            InvalidSalary: if a row is no salary.
            InvalidQuery: as `SalaryTable.check`.

        Examples:
            >>> import salarykit as sk, salarykit.pandas
            >>> frame = sk.load_salaries().to_pandas()
            >>> rows = frame.salarykit.check().to_pandas().query("column == 'amount'")["row"]
            >>> frame.iloc[rows - 1]["city"].unique().tolist()
            ['London']
        """
        return self.read(columns=columns, defaults=defaults, layout=layout).check(**options)

    def _comparable(self, base: str | None, on: OnColumn | None, **read: Any) -> SalaryTable:
        """Return the salaries, converted where a base was given."""
        if (base is None) != (on is None):
            raise InvalidQuery(
                'base and on go together: base="USD", on="2024", the day or span of the rates.', value=base
            )
        table = self.read(**read)
        check_index(on, self._frame, "on")
        return table if base is None or on is None else table.convert(base, on=on)


@pd.api.extensions.register_series_accessor("salarykit")
class SeriesAccessor:
    """`series.salarykit`: a Series of amounts converted, or of texts read as pay. The index survives.

    Examples:
        >>> import pandas as pd, salarykit.pandas
        >>> pay = pd.Series([100.0, 200.0], index=["a", "b"])
        >>> pay.salarykit.convert(["GBP", "EUR"], "USD", on="2024-06-28").round(2).to_dict()
        {'a': 126.48, 'b': 214.1}
    """

    def __init__(self, series: pd.Series[Any]) -> None:
        self._series = series

    def convert(
        self, currency: str | AnyColumn[object], base: str, *, on: OnColumn, **options: Any
    ) -> pd.Series[float]:
        """Return the amounts in the base currency: `sk.convert`.

        Args:
            currency: ISO 4217; one code, or a column of as many as there are amounts. A Series must have this index.
            base: ISO 4217.
            on: see `sk.convert`; a Series must have this index.
            options: the others of `sk.convert`: rates, max_staleness, missing.

        Raises:
            InvalidQuery: if a Series has another index, or a column another length.
            InvalidCurrency, InvalidSpan, RateNotFound: as `sk.convert`.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> pd.Series([342_000]).salarykit.convert("CAD", "USD", on="2024-06-28").round(2).tolist()
            [249564.42]
        """
        converted: pd.Series[float] = convert(self._series, currency, base, on=on, **options)
        return converted

    def parse_pay(
        self, *, country: str | AnyColumn[object] | None = None, on: OnColumn | None = None
    ) -> pd.DataFrame:
        """Return the pay that each text states, a column for each field of `Pay`; missing where a text states none.

        Args:
            country: ISO 3166-1 alpha-2; one, or a column of as many as there are texts. A Series must have this index.
            on: the texts' day or span, which decides which money of a country is meant; one, or a column of as many.

        Raises:
            InvalidQuery: if the Series holds no texts, or a column has another index or length.
            InvalidSpan: if a day is none.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> texts = pd.Series(["£44k a year", "competitive"], index=["a", "b"])
            >>> texts.salarykit.parse_pay()[["low", "currency", "period"]].loc["a"].to_dict()
            {'low': 44000.0, 'currency': 'GBP', 'period': 'year'}
        """
        pay = parse_pay_column(self._series, country=country, on=on)
        table = pa.table(pay.flatten(), [field.name for field in pay.type])
        return table.to_pandas(types_mapper=_NULLABLE.get).set_axis(self._series.index)  # type: ignore[no-any-return]
