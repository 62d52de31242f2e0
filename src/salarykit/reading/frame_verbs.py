"""`FrameVerbs` and `SeriesVerbs`: what the accessors of pandas and polars share."""
# A little over 300 lines: a method for every verb, each with an example.

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast, overload

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidQuery, InvalidSalary
from salarykit.files.pandas_columns import check_index
from salarykit.keywords import Keywords
from salarykit.pay.parse_column import parse_pay_column
from salarykit.reading.headers import ROW
from salarykit.reading.options import READING, ReadingKeywords
from salarykit.reading.read import read_salaries
from salarykit.salaries.comparing import (
    CHECKING,
    COMPARISON,
    RANKING,
    CheckingKeywords,
    ComparisonKeywords,
    RankingKeywords,
)
from salarykit.salaries.conversion_options import CONVERSION, ConversionKeywords
from salarykit.salaries.convert import AMOUNTS, AmountKeywords, convert
from salarykit.salaries.querying.query import QuerySettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from salarykit.rates.rates import Rates
    from salarykit.rates.spans import AnyColumn, OnColumn
    from salarykit.salaries.checking.findings import Findings
    from salarykit.salaries.comparison.comparison import Comparison
    from salarykit.salaries.querying.answer import QueryResult
    from salarykit.salaries.querying.groups import QueryGroups
    from salarykit.salaries.querying.query import Query
    from salarykit.salaries.ranking.ranking import Ranking
    from salarykit.salaries.table import SalaryTable

__all__ = [
    "READ_AND_CONVERT",
    "ROW",
    "FrameVerbs",
    "ReadAndConvertKeywords",
    "SeriesVerbs",
    "reading_apart",
]

_Series = TypeVar("_Series")


class ReadAndConvertKeywords(ReadingKeywords, ConversionKeywords, total=False):
    """The options of reading a frame and of converting it."""


class _RankKeywords(ReadingKeywords, RankingKeywords, total=False):
    """The options of reading a frame and of ranking it."""


class _CompareKeywords(ReadingKeywords, ComparisonKeywords, total=False):
    """The options of reading a frame and of comparing two of its cities."""


class _CheckKeywords(ReadingKeywords, CheckingKeywords, total=False):
    """The options of reading a frame and of checking it."""


class _QueryKeywords(ReadingKeywords, QuerySettings, total=False):
    """The options of reading a frame, and the settings of a query."""


READ_AND_CONVERT: Final = Keywords(ReadAndConvertKeywords, **READING.defaults, **CONVERSION.defaults)
_RANK: Final = Keywords(_RankKeywords, **READING.defaults, **RANKING.defaults)
_COMPARE: Final = Keywords(_CompareKeywords, **READING.defaults, **COMPARISON.defaults)
_CHECK: Final = Keywords(_CheckKeywords, **READING.defaults, **CHECKING.defaults)


class FrameVerbs:
    """Reads a data frame as salaries, and offers the verbs of a table of salaries.

    Args:
        frame: a data frame of any library that `read_salaries` reads.
    """

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    @READING.spelled_out
    def read(self, **options: Unpack[ReadingKeywords]) -> SalaryTable:
        """Return the frame as a `SalaryTable`, as `read_salaries` does.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> table = pd.DataFrame({"pay": [100]}).salarykit.read(
            ...     columns={"amount": "pay"}, defaults={"currency": "EUR"}
            ... )
            >>> table[0].amount, table[0].currency
            (100.0, 'EUR')
        """
        READING.check(FrameVerbs.read, options)
        return read_salaries(self._frame, **options)

    @_RANK.spelled_out
    def rank(
        self, base: str | None = None, *, on: OnColumn | None = None, **options: Unpack[_RankKeywords]
    ) -> Ranking:
        """Return the rows ranked by their figures, which are first converted if `base` and `on` are given.

        Args:
            base: the currency to convert to, ISO 4217; None if the figures are already converted or all in one currency.
            on: the day or span of the rates; given with `base`.
            options: those of `read_salaries` and of `SalaryTable.rank`.

        Raises:
            InvalidSalary: if a row is not a salary.
            MixedCurrencies, InvalidQuery, RateNotFound: as `SalaryTable.rank`.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> frame = pd.DataFrame({"city": ["A", "B"], "amount": [1, 2], "currency": ["USD", "EUR"]})
            >>> frame.salarykit.rank("USD", on="2024").to_pandas()["city"].tolist()
            ['B', 'A']
        """
        _RANK.check(FrameVerbs.rank, options)
        reading, others = reading_apart(options)
        return self._comparable(base, on, reading, options.get("rates")).rank(**others)

    @_COMPARE.spelled_out
    def compare(
        self,
        a: str,
        b: str | None = None,
        *,
        base: str | None = None,
        on: OnColumn | None = None,
        **options: Unpack[_CompareKeywords],
    ) -> Comparison:
        """Return the comparison of the figures of two cities.

        Args:
            a: a city of the frame.
            b: another city; None for the same city, with `since`.
            base: see `rank`.
            on: see `rank`.
            options: those of `read_salaries` and of `SalaryTable.compare`.

        Raises:
            InvalidSalary: if a row is not a salary.
            MixedCurrencies, InvalidQuery, RateNotFound: as `SalaryTable.compare`.

        Examples:
            >>> import salarykit as sk, salarykit.pandas
            >>> frame = sk.load_salaries().to_pandas()
            >>> round(frame.salarykit.compare("Toronto", "New York", base="USD", on="2024").index, 1)
            55.5
        """
        _COMPARE.check(FrameVerbs.compare, options)
        reading, others = reading_apart(options)
        return self._comparable(base, on, reading, options.get("rates")).compare(a, b, **others)

    @overload
    def query(
        self,
        query: Query | Mapping[str, object] | None = None,
        /,
        *,
        base: str | None = None,
        on: OnColumn | None = None,
        by: None = None,
        **options: Unpack[_QueryKeywords],
    ) -> QueryResult: ...
    @overload
    def query(
        self,
        query: Query | Mapping[str, object] | None = None,
        /,
        *,
        base: str | None = None,
        on: OnColumn | None = None,
        by: str | Sequence[str],
        **options: Unpack[_QueryKeywords],
    ) -> QueryGroups: ...
    def query(
        self,
        query: Query | Mapping[str, object] | None = None,
        /,
        *,
        base: str | None = None,
        on: OnColumn | None = None,
        by: str | Sequence[str] | None = None,
        **options: Unpack[_QueryKeywords],
    ) -> QueryResult | QueryGroups:
        """Return weighted quantiles of the figures, with the records and signals that they are made from.

        Args:
            query: a `Query`, or a mapping of its settings.
            base: see `rank`.
            on: see `rank`.
            by: one or several columns; the answer then has a row for each group of records.
            options: those of `read_salaries`, and the settings of `Query`.

        Raises:
            InvalidSalary: if a row is not a salary.
            MixedCurrencies, InvalidQuery, RateNotFound: as `SalaryTable.query`.

        Examples:
            >>> import salarykit as sk, salarykit.pandas
            >>> frame = sk.load_salaries().to_pandas()
            >>> frame.salarykit.query(near="Berlin", base="EUR", on="2024")[0]["city"]
            'Berlin'
        """
        reading, signals = reading_apart(options)
        table = self._comparable(base, on, reading)
        return table.query(query, **signals) if by is None else table.query(query, by=by, **signals)

    @READING.spelled_out
    def summarize(
        self,
        by: str | Sequence[str],
        *,
        base: str | None = None,
        on: OnColumn | None = None,
        min_n: int = 1,
        statistic: str | None = None,
        **options: Unpack[ReadingKeywords],
    ) -> SalaryTable:
        """Return a table with one row for each group of records.

        Args:
            by: see `SalaryTable.summarize`.
            base: see `rank`.
            on: see `rank`.
            min_n: see `SalaryTable.summarize`.
            statistic: see `SalaryTable.summarize`.
            options: those of `read_salaries`.

        Raises:
            InvalidSalary: if a row is not a salary.
            MixedCurrencies, InvalidQuery, RateNotFound: as `SalaryTable.summarize`.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> frame = pd.DataFrame({"team": list("aab"), "amount": [50, 70, 40], "currency": "EUR"})
            >>> frame.salarykit.summarize("team").to_pandas()[
            ...     ["team", "amount", "sample_size"]
            ... ].values.tolist()
            [['a', 60.0, 2], ['b', 40.0, 1]]
        """
        READING.check(FrameVerbs.summarize, options)
        return self._comparable(base, on, options).summarize(by, min_n=min_n, statistic=statistic)

    @_CHECK.spelled_out
    def check(self, **options: Unpack[_CheckKeywords]) -> Findings:
        """Return the findings about doubtful figures; `row` counts from 1.

        Args:
            options: those of `read_salaries` and of `SalaryTable.check`.

        Raises:
            InvalidSalary: if a row is not a salary.
            InvalidQuery: as `SalaryTable.check`.

        Examples:
            >>> import salarykit as sk, salarykit.pandas
            >>> frame = sk.load_salaries().to_pandas()
            >>> rows = frame.salarykit.check().to_pandas().query("column == 'amount'")["row"]
            >>> frame.iloc[rows - 1]["city"].unique().tolist()
            ['London']
        """
        _CHECK.check(FrameVerbs.check, options)
        reading, others = reading_apart(options)
        return self.read(**reading).check(**others)

    def _converted_rows(
        self, numbered: Any, base: str, on: OnColumn, options: ReadAndConvertKeywords, for_each_figure: str
    ) -> tuple[SalaryTable, SalaryTable]:
        """Return the frame as salaries, and these converted; each has one row for each row of the frame.

        Args:
            numbered: the frame with the column `ROW`, from 0.
            base: the currency to convert to.
            on: the day or span of the rates.
            options: those of reading and of converting.
            for_each_figure: the code, for a message, that makes a frame with a row for each figure.

        Raises:
            InvalidSalary: if a row is not a salary, or states several figures.
        """
        reading, others = reading_apart(options)
        table = read_salaries(numbered, **reading)
        check_index(on, self._frame, "on")
        done = table.convert(base, on=on, **others)
        if not np.array_equal(done.to_arrow().column(ROW).to_numpy(), np.arange(len(self._frame))):
            raise InvalidSalary(
                f"The {len(self._frame):,} rows of the frame state {len(done):,} figures, so they cannot be a column of "
                f"it. Name one column with columns={{'amount': ...}}, or take {for_each_figure}: a row for each figure.",
                column="amount",
            )
        return table, done

    def _comparable(
        self, base: str | None, on: OnColumn | None, reading: ReadingKeywords, rates: Rates | None = None
    ) -> SalaryTable:
        """Return the salaries, converted if a base was given."""
        if (base is None) != (on is None):
            raise InvalidQuery(
                'base and on go together: base="USD", on="2024", the day or span of the rates.', value=base
            )
        table = self.read(**reading)
        check_index(on, self._frame, "on")
        return table if base is None or on is None else table.convert(base, on=on, rates=rates)


class SeriesVerbs(Generic[_Series]):
    """Converts a Series of amounts, and reads pay from a Series of texts; the type parameter is the type of the Series.

    Args:
        series: a Series of pandas or polars.
    """

    def __init__(self, series: Any) -> None:
        self._series = series

    @AMOUNTS.spelled_out
    def convert(
        self,
        currency: str | AnyColumn[object],
        base: str,
        *,
        on: OnColumn,
        **options: Unpack[AmountKeywords],
    ) -> _Series:
        """Return the amounts converted to the base currency, as a Series with the same index and name; see `sk.convert`.

        Args:
            currency: the currency of the amounts, ISO 4217: one code, or a column. A pandas Series must have the same index.
            base: ISO 4217.
            on: see `sk.convert`; a pandas Series must have the same index.
            options: those of `sk.convert`.

        Raises:
            InvalidQuery: if a column has another length or index.
            InvalidCurrency, InvalidSpan, RateNotFound: as `sk.convert`.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> pd.Series([342_000]).salarykit.convert("CAD", "USD", on="2024-06-28").round(2).tolist()
            [249564.42]
        """
        AMOUNTS.check(SeriesVerbs.convert, options)
        return cast("_Series", convert(self._series, currency, base, on=on, **options))

    def _parsed(self, country: str | AnyColumn[object] | None, on: OnColumn | None) -> pa.Table:
        """Return the pay that each text states, with a column for each field of `Pay`."""
        pay = parse_pay_column(self._series, country=country, on=on)
        return pa.table(pay.flatten(), [field.name for field in pay.type])


def reading_apart(options: Mapping[str, object]) -> tuple[ReadingKeywords, Any]:
    """Return the options of reading, and all other options."""
    reading: Any = {name: value for name, value in options.items() if name in READING.defaults}
    return reading, {name: value for name, value in options.items() if name not in reading}
