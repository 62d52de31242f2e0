"""`SalaryTable`: a table of salaries, and its verbs."""
# More than 300 lines: most are docstrings, and the verbs of a table stand in one place.

from __future__ import annotations

from typing import TYPE_CHECKING, overload

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.errors import InvalidQuery, hint
from salarykit.files.frames import money, per
from salarykit.files.writing import write_csv, write_parquet
from salarykit.keywords import is_count
from salarykit.salaries.comparing import Comparing
from salarykit.salaries.conversion import convert_table
from salarykit.salaries.conversion_options import CONVERSION, ConversionOptions
from salarykit.salaries.fields import FIELDS
from salarykit.salaries.metadata import Reading, Terms, yearly_note
from salarykit.salaries.salary import Salary

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Unpack

    from salarykit.files.writing import Formulas
    from salarykit.rates.spans import OnColumn
    from salarykit.salaries.checking.findings import FindingRow
    from salarykit.salaries.conversion_options import ConversionKeywords
    from salarykit.salaries.querying.answer import QueryResult
    from salarykit.salaries.querying.groups import QueryGroups
    from salarykit.salaries.querying.query import Query, QuerySettings

__all__ = ["SalaryTable"]


class SalaryTable(Comparing):
    """An immutable table of checked salaries, which keeps the other columns of its source.

    `read_salaries` and `load_salaries` create tables, and each verb returns a new object. Iterating yields `Salary` records.

    Examples:
        >>> import salarykit as sk
        >>> table = sk.load_salaries()
        >>> table.where(country=["DE", "FR"]).convert("USD", on="2024").rank()[0]["city"]
        'Berlin'
    """

    __slots__ = ()

    def __iter__(self) -> Iterator[Salary]:
        names = [field.name for field in FIELDS]
        for row in self._table.select(names).to_pylist():
            yield Salary(**row)

    @property
    def terms(self) -> Terms | None:
        """The terms on which the figures were converted; None if they were not."""
        return Terms.from_metadata(self._table.schema.metadata)

    @property
    def base(self) -> str | None:
        """The unit of `value`: a currency, or `Int$ 2025` after dividing by price levels; None if not converted."""
        return self.terms.unit if self.terms else None

    @property
    def unit(self) -> str | None:
        """The unit of the yearly figures: the base, or the only currency of a table that was not converted.

        International dollars are not a currency, and whatever takes a currency refuses them.
        """
        if self.terms:
            return self.terms.unit
        currencies = self._table.column("currency").unique().to_pylist()
        return currencies[0] if len(currencies) == 1 else None

    @property
    def reading(self) -> Reading:
        """Everything that was inferred while the source was read; false if nothing was."""
        return Reading.from_metadata(self._table.schema.metadata)

    # Choosing rows

    def where(self, **equal_or_in: object) -> SalaryTable:
        """Return the rows whose columns equal a value, or one of several.

        Args:
            equal_or_in: for the name of a column, a value, or a list, tuple or set of values; None means missing.

        Raises:
            InvalidQuery: for an unknown column, or a value of another type than the column.

        Examples:
            >>> import salarykit as sk
            >>> [salary.city for salary in sk.load_salaries().where(currency="EUR")]
            ['Paris', 'Berlin']
        """
        table = self._table
        for name, wanted in equal_or_in.items():
            if name not in table.column_names:
                raise InvalidQuery(
                    f"No column {name!r}.{hint(name, self.columns)} Columns: {', '.join(self.columns)}.",
                    value=name,
                )
            values = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
            try:
                column = table.column(name)
                table = table.filter(pc.is_in(column, value_set=pa.array(values, column.type)))
            except (pa.ArrowException, TypeError, ValueError) as error:
                raise InvalidQuery(f"{name}={wanted!r}: {error}", value=wanted) from None
        return SalaryTable(table)

    def without(self, findings: Iterable[FindingRow]) -> SalaryTable:
        """Return the table without the rows that findings name; `reading` reports how many were left out.

        Of rows that repeat one another, the first is kept. A finding about the table as a whole names no row.

        Args:
            findings: what `check` returned for this table, some of it (`Findings.only`), or some of its rows.

        Raises:
            InvalidQuery: for findings that are evidently of another table; for rows that are not findings.

        Examples:
            >>> import salarykit as sk
            >>> table = sk.load_salaries()
            >>> kept = table.without(table.check().only("S04", "S05"))
            >>> len(kept), kept.where(city="London").columns == table.columns, len(kept.where(city="London"))
            (14, True, 0)
        """
        from salarykit.salaries.checking.check import without_findings

        return SalaryTable(without_findings(self._table, findings))

    def head(self, n: int = 5) -> SalaryTable:
        """Return the first n rows.

        Raises:
            InvalidQuery: if n is not a whole number from 0.

        Examples:
            >>> import salarykit as sk
            >>> len(sk.load_salaries().head(3))
            3
        """
        if not is_count(n):
            raise InvalidQuery(f"n={n!r}: give a whole number of rows, from 0.", value=n)
        return SalaryTable(self._table.slice(0, min(n, len(self))))

    # Verbs

    @CONVERSION.spelled_out
    def convert(self, base: str, *, on: OnColumn, **options: Unpack[ConversionKeywords]) -> SalaryTable:
        """Return the table with the yearly figure of each row in one currency, and the rate that was used.

        The steps are: annualise, age in local money, convert, divide by price levels. Another order gives another number.
        Nothing is rounded.

        The table gains `value`, `rate` (units of the base for one unit of the currency), `rate_on` (the latest day whose
        published rate was used), `rate_staleness` (days from it to the day asked for), `rate_kind` (a word of `Kind`),
        `rate_step` (how often the rate is published: `day`, `week`, `month` or `year`) and `rate_flag`: `official_only` if
        the market rate differed from the official one, `parallel_circulation` if two units of the currency circulated side
        by side, so that the figure may be in either. All other columns are kept.

        Args:
            base: the currency to convert to, ISO 4217.
            on: a day or span for all rows ("2024-06-28", "2024"; see `convert`), which a ranking needs; `"latest"`;
                or `"own"`, the `as_of` of each row.
            rates: the rates to use; the packaged ones if None.
            max_staleness: how many days old the rate of a day may be.
            missing: `"raise"`, or `"null"` to leave a figure without a rate empty; `rank` then lists its row as unranked.
            pay_year: how many hours, days, weeks and months are paid in a year; `PayYear()` if None. For monthly amounts,
                a `months_per_year` of the row itself takes precedence.
            average: how the rates of a span become one rate, by their mean or their median.
            coarse: `"year"` to accept the mean of the calendar year for a day without a more frequent rate.
            ageing: brings the figures to one date first, and adds the column `age_factor`.
            price_levels: divides the figures, so that they compare what pay buys: `"latest"` or a year of the packaged
                parities of private consumption, or `PriceLevels` of your own. `value` is then in international dollars of
                that year (see `unit`), `nominal` has the figure in the base, and `parity` the divisor. A row whose country
                has no price level has no value, and `rank` lists it as unranked.

        Raises:
            InvalidCurrency, InvalidSpan, RateNotFound: with the row, counted from 1.
            InvalidQuery: if the source has a column with the name of a new one; if a figure cannot be aged.

        Examples:
            >>> import salarykit as sk
            >>> usd = sk.load_salaries().convert("USD", on="2024")
            >>> usd.base, round(usd.to_arrow().column("value")[4].as_py(), 2)
            ('USD', 249713.12)
            >>> real = sk.load_salaries().convert("USD", on="2024", price_levels="2025")
            >>> real.unit, real.rank()[0]["city"]
            ('Int$ 2025', 'Singapore')
        """
        CONVERSION.check(SalaryTable.convert, options)
        return SalaryTable(convert_table(self._table, ConversionOptions.of(base, on=on, **options)))

    @overload
    def query(
        self,
        query: Query | Mapping[str, object] | None = None,
        /,
        *,
        by: None = None,
        **signals: Unpack[QuerySettings],
    ) -> QueryResult: ...
    @overload
    def query(
        self,
        query: Query | Mapping[str, object] | None = None,
        /,
        *,
        by: str | Sequence[str],
        **signals: Unpack[QuerySettings],
    ) -> QueryGroups: ...

    def query(
        self,
        query: Query | Mapping[str, object] | None = None,
        /,
        *,
        by: str | Sequence[str] | None = None,
        **signals: Unpack[QuerySettings],
    ) -> QueryResult | QueryGroups:
        """Return weighted quantiles and means of the figures, with the records and signals behind them.

        Args:
            query: a `Query`, or a mapping of its settings.
            by: one or several columns; the answer then has a row for each group of records, and no records.
            signals: settings of `Query`, which override those of query.

        Raises:
            MixedCurrencies: if the figures are in several currencies and were not converted.
            InvalidQuery: for a setting that is unknown, out of range or without effect; for an unknown place or column;
                with `missing="raise"`, for a record that lacks a signal.

        Examples:
            >>> import salarykit as sk
            >>> usd = sk.load_salaries().convert("USD", on="2024")
            >>> found = usd.query(role="Chief Product Officer", near="Berlin", scale_km=800)
            >>> found[0]["city"], found[0]["weight"], round(found.quantiles[0.5])
            ('Berlin', 1.0, 162851)
            >>> [(row["country"], row["n"], round(row["p50"])) for row in usd.query(by="country")][:2]
            [('CA', 1, 249713), ('CN', 3, 88943)]
        """
        from salarykit.salaries.querying.answer import query_table
        from salarykit.salaries.querying.groups import query_groups
        from salarykit.salaries.querying.query import ask

        question = ask(query, signals)
        return query_table(self._table, question) if by is None else query_groups(self._table, question, by)

    def summarize(
        self, by: str | Sequence[str], *, min_n: int = 1, statistic: str | None = None
    ) -> SalaryTable:
        """Return a table with one row for each group of records: its yearly figure, sample size and quartiles.

        The result is a table like any other: it can be ranked, compared and queried. `amount` is the statistic of the group in
        the base, or in the only currency of a table that was not converted. `sample_size` is the number of records, or Kish's
        effective number, rounded down, if their relevance differs. `p25` and `p75` are their quartiles. Records are weighted by
        `relevance`, and the group has their mean relevance. Role, city, country, date, source and note are kept if all records
        of a group agree; all other columns are left out. If the rows are figures of groups themselves (with a statistic or a
        sample size), the figure of a group is their median, or the mean of means; its sample size is the sum of theirs, and it
        has no quartiles. The groups are sorted by name, and the records that lack a name are the last group.

        Args:
            by: one or several columns.
            min_n: the fewest records of a group; smaller groups are left out, and `reading` reports how many.
            statistic: the figure of a group: `"median"`, `"mean"`, `"min"`, `"max"`, or `"p1"` to `"p99"`; the median if None.
                If the rows state statistics, only rows with this one count.

        Raises:
            MixedCurrencies: if the figures are in several currencies and were not converted.
            InvalidQuery: for an unknown column or statistic, or a column that rows cannot be grouped by.

        Examples:
            >>> import salarykit as sk
            >>> rows = [{"city": "Kiel", "amount": 1000 * n, "currency": "EUR"} for n in (40, 50, 60)]
            >>> rows += [{"city": "Bonn", "amount": 45_000, "currency": "EUR"}]
            >>> cities = sk.read_salaries(rows).summarize("city", min_n=3)
            >>> [(row.city, row.amount, row.sample_size) for row in cities]
            [('Kiel', 50000.0, 3)]
            >>> print(str(cities.reading).splitlines()[-1])
            Left out: 1 group of fewer than 3 records, with 1 record.
        """
        from salarykit.salaries.summarizing import summarize_table

        return SalaryTable(summarize_table(self._table, by, min_n, statistic))

    # Writing

    def to_csv(self, path: str | os.PathLike[str], *, formulas: Formulas = "escape") -> None:
        """Write a CSV file in UTF-8; the file appears when it is complete.

        Args:
            path: the file.
            formulas: "escape" puts an apostrophe before a text or header that a spreadsheet would run as a formula; "keep"
                leaves it.

        Raises:
            InvalidQuery: for an unknown `formulas`.
            SourceError: if it cannot be written.
        """
        write_csv(self._table, path, formulas)

    def to_parquet(self, path: str | os.PathLike[str]) -> None:
        """Write a Parquet file, which reads back to an equal table; it appears when it is complete.

        The metadata of its schema has the terms of the conversion: base, day, the fingerprint of the rates, version.

        Raises:
            SourceError: if it cannot be written.
        """
        write_parquet(self._table, path)

    def drawn(self, limit: int | None = None) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        """Return headers, the cells of the first rows as text, and a caption."""
        sized = self._table.column("sample_size").null_count < len(self)
        size, base = (["n"] if sized else []), (["value"] if self.base else [])
        headers = ["role", "city", "country", "as stated", "as of", *size, *base, "note"]
        rows = []
        for row in self._first(limit):
            stated = per(row["amount"], row["currency"], row["period"])
            count = ["" if row["sample_size"] is None else f"{row['sample_size']:,}"] if sized else []
            value = [money(row["value"], self.base)] if self.base else []
            cells = [
                row["role"],
                row["city"],
                row["country"],
                stated,
                row["as_of"],
                *count,
                *value,
                row["note"],
            ]
            rows.append([cell or "" for cell in cells])
        terms = f"; values in {self.base} a year ({self.terms})" if self.terms else ""
        return headers, rows, f"{len(self):,} salaries{terms}{yearly_note(self._table)}."
