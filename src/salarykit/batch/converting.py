"""The unit of work: one block of rows is checked, annualised and converted, and gains the columns of the conversion."""
# Over 300 lines: reading and converting a block are one unit of work, which Spark runs as well.

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.batch.checking import check_fields, check_points
from salarykit.batch.odd_rows import BlockColumns
from salarykit.errors import InvalidQuery, RateNotFound
from salarykit.files.columns import as_days, as_floats, combine, days_of
from salarykit.files.frames import PANDAS_ATTRS, pandas_attrs
from salarykit.files.pandas_columns import period_texts
from salarykit.files.texts import iso_dates
from salarykit.rates.grid import KINDS
from salarykit.rates.kernel import Coded
from salarykit.rates.spans import Span, parse_span
from salarykit.reading.validation import Fault, are_good, check_coded, check_column, coded_of, spread
from salarykit.salaries.conversion import (
    ADDED_TYPES,
    SalaryColumns,
    added_columns,
    convert_columns,
    without_conversion,
    without_rate,
)
from salarykit.salaries.fields import BY_NAME, MONTHS, RefusedValue, is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from salarykit.batch.odd_rows import OddRows
    from salarykit.batch.options import BatchOptions, Columns
    from salarykit.rates.kernel import Days
    from salarykit.salaries.conversion import ConvertedColumns

__all__ = ["BlockResult", "Converter"]

_REMEMBERED: Final = 1 << 16  # the most cells whose spans are remembered
_FEW: Final = 16  # bad rows of a block; so few are dropped without copying the others


class BlockResult(NamedTuple):
    """The result of converting one block.

    Attributes:
        table: the good rows, with their own columns and the added ones.
        faults: the refused cells and their fields; positions count from 0 in the block that was read.
        kept: which rows of the block are good.
        currencies: the number of good rows in each currency.
        kinds: the number of good rows for each kind of rate; rows without a rate are under "".
        counts: the number of rows that each kind of inference applied to.
        unpriced: the number of rows without a value because their country has no price level.
        seen: the first and last day whose published rate was used; None if no rate was used.
    """

    table: pa.Table
    faults: list[tuple[str, Fault]]
    kept: NDArray[np.bool_]
    currencies: dict[str, int]
    kinds: dict[str, int]
    seen: tuple[Any, Any] | None
    counts: Mapping[str, int] = MappingProxyType({})
    unpriced: int = 0


class Converter:
    """Converts the blocks of one file, or of several files with the same columns; it can be pickled.

    Args:
        options: how to convert.
        columns: the columns to read.
        as_numbers: whether amounts that are text are written as numbers.
        odd: reads the rows with cells that are not plain; None refuses such cells.
        refuses: whether a row without a rate becomes a reject instead of an error.

    Examples:
        >>> import salarykit as sk
        >>> from salarykit.batch.options import Columns, BatchOptions
        >>> options = BatchOptions("USD", "2024-06-28", sk.default_rates(), add=("value",))
        >>> converter = Converter(options, Columns("pay", "money", None, None, None))
        >>> done = converter.convert(pa.table({"pay": [100.0, -1.0], "money": ["EUR", "EUR"]}))
        >>> done.table.to_pylist(), done.faults[0][1].message
        ([{'pay': 100.0, 'money': 'EUR', 'value': 107.05}], 'an amount must be positive and finite, not -1.0.')
    """

    def __init__(
        self,
        options: BatchOptions,
        columns: Columns,
        *,
        as_numbers: bool = False,
        odd: OddRows | None = None,
        refuses: bool = False,
    ) -> None:
        self.options, self.columns, self.as_numbers = options, columns, as_numbers
        self.odd, self.refuses = odd, refuses
        self._known: dict[Any, Span | RefusedValue | None] = {}

    def convert(
        self, table: pa.Table, *, keep_bad: bool = False, lines: Sequence[tuple[int, str]] = ()
    ) -> BlockResult:
        """Convert the good rows of a block, and list its bad cells.

        Args:
            table: the rows.
            keep_bad: whether rows with bad cells are kept, without a value.
            lines: the lines that could not be split, each with the position of the next row.

        Raises:
            RateNotFound: if a good row has no rate, unless the options allow it; `row` counts from 1 in the block.
        """
        plain = without_conversion(table, self.options.add)
        rows = self._read(table)  # amounts or days may come from an earlier conversion
        if self.odd:
            rows = self.odd.read(table, rows, lines)
        kept = are_good(len(plain), (fault for _, fault in rows.faults))
        if self.as_numbers:
            plain = _with(plain, self.columns.amount, rows.amounts)
            if self.columns.days and rows.dates is not None:
                plain = _with(plain, self.columns.days, _coded_texts(rows.dates))
        if keep_bad:
            return self._done(plain, rows, kept, self._converted(rows.columns, kept, keep_bad=True))
        good, converted = self._good(rows, kept)
        plain = plain if kept.all() else _without(plain, kept)
        return self._done(plain, rows._replace(columns=good), kept, converted)

    def _good(self, rows: BlockColumns, kept: NDArray[np.bool_]) -> tuple[SalaryColumns, ConvertedColumns]:
        """Return the good rows and their conversion, without those that are refused because they have no rate."""
        good = rows.columns if kept.all() else rows.columns.take(kept)
        try:
            return good, self._converted(good, kept)
        except RateNotFound as error:
            if not self.refuses or getattr(error, "row", None) is None:
                raise
        positions = np.flatnonzero(kept)
        for row, code, sentence in without_rate(good, self.options):
            at = int(positions[row])
            rows.faults.append(("currency", Fault(at, code, "no_rate", sentence)))
            kept[at] = False
        good = rows.columns.take(kept)
        return good, self._converted(good, kept)

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """Return the schema of the output for a schema of the input, metadata included."""
        plain = without_conversion(schema.empty_table(), self.options.add).schema
        dropped = self.columns.local if self.options.drop_local else ()
        own = [column for column in plain if column.name not in dropped]
        if self.as_numbers:
            own = [
                column.with_type(pa.float64()) if column.name == self.columns.amount else column
                for column in own
            ]
        added = [pa.field(name, ADDED_TYPES[name]) for name in self.options.add]
        terms = self.options.terms_of(self.columns).to_metadata()
        return pa.schema([*own, *added], _with_metadata(schema.metadata or {}, terms))

    # Reading

    def _read(self, table: pa.Table) -> BlockColumns:
        """Return the columns that the conversion reads, and the cells that are not plain."""
        names, cells = self.columns, self._amount_cells(table)
        amount = check_column(cells, BY_NAME["amount"], self.options.defaults.get("amount"))
        amounts = as_floats(amount.values)
        currencies, bad_currencies = self._coded(table, names.currency, "currency")
        periods, bad_periods = self._coded(table, names.period, "period")
        months, bad_months = self._months(table)
        dates = iso_dates(combine(table.column(names.days))) if names.days else None
        days, bad_days = self._days(table, dates)
        as_of, bad_as_of = self._as_of(table, days)
        countries, bad_countries = self._countries(table)
        faults = _by_field(
            ("amount", amount.faults),
            ("currency", bad_currencies),
            ("period", bad_periods),
            (MONTHS.name, bad_months),
            ("as_of" if self.options.on == "own" else names.days or "as_of", bad_days),
            ("as_of", bad_as_of),
            ("country", bad_countries),
            ("amount", check_points(cells, amounts) if names.checks.points_group else []),
        )
        faults += check_fields(table, names.checks)
        columns = SalaryColumns(amounts, currencies, periods, days, months, as_of, countries)
        return BlockColumns(columns, amount.values, dates, faults)

    def _amount_cells(self, table: pa.Table) -> pa.ChunkedArray:
        """Return the cells of the amounts. If all rows are read by `odd`, return placeholders, which are replaced then."""
        if self.odd and self.odd.takes_all:
            return pa.chunked_array([pa.repeat(1.0, len(table))])
        return table.column(self.columns.amount)

    def _months(self, table: pa.Table) -> tuple[NDArray[np.float64] | None, list[Fault]]:
        """Return how many monthly salaries a year of each row has, and the bad cells."""
        if self.columns.months is None:
            return None, []
        checked = check_column(table.column(self.columns.months), MONTHS)
        return as_floats(checked.values), checked.faults

    def _coded(self, table: pa.Table, column: str | None, name: str) -> tuple[Coded, list[Fault]]:
        """Return the codes of a field, coded by distinct values, and the bad cells."""
        field, default = BY_NAME[name], self.options.defaults.get(name)
        if column is None:
            value = field.default if default is None else field.clean(default)
            return Coded(np.zeros(len(table), np.int8), [value]), []
        return check_coded(table.column(column), field, default)

    def _days(self, table: pa.Table, dates: pa.Array | None) -> tuple[Span | Days | Coded, list[Fault]]:
        """Return the days or spans of the rates, and the bad cells; a column of dates has no bad cells."""
        options, name = self.options, self.columns.days
        default = options.defaults.get("as_of") if options.is_own else None
        if name is None:
            return options.rates.span(options.on if default is None else default), []
        return self._spans(table.column(name) if dates is None else dates, table.schema.field(name), default)

    def _as_of(
        self, table: pa.Table, days: Span | Days | Coded
    ) -> tuple[Span | Days | Coded | None, list[Fault]]:
        """Return the days or spans when the figures were true, if ageing needs them."""
        options, name = self.options, self.columns.as_of
        default = options.defaults.get("as_of")
        if options.ageing is None or (name is None and default is None):
            return None, []
        if name is None:
            return parse_span(BY_NAME["as_of"].clean(default)), []
        if name == self.columns.days and (options.is_own or default is None):
            return days, []
        return self._spans(table.column(name), table.schema.field(name), default)

    def _countries(self, table: pa.Table) -> tuple[Coded | None, list[Fault]]:
        """Return the countries of the rows, if the conversion needs them."""
        name, field = self.columns.country, BY_NAME["country"]
        default = self.options.defaults.get("country")
        if not self.options.by_country or (name is None and default is None):
            return None, []
        if name is None:
            return self._coded(table, None, "country")
        return check_coded(table.column(name), field, default)

    def _spans(
        self, column: pa.ChunkedArray | pa.Array, field: pa.Field, default: Any
    ) -> tuple[Days | Coded, list[Fault]]:
        """Return the days or spans of a column, and its bad cells."""
        column = period_texts(column, field) or column
        dated = pa.types.is_date(column.type) or pa.types.is_timestamp(column.type)
        if dated and (default is None or not column.null_count):
            return as_days(combine(column), parse_span), []
        coded = coded_of(column)
        spans = [
            self._span(str(name) if isinstance(name, list | dict) else name, default) for name in coded.names
        ]
        faults = [
            Fault(index, str(name), span.code, str(span))
            for index, (name, span) in enumerate(zip(coded.names, spans, strict=True))
            if isinstance(span, RefusedValue)
        ]
        days = Coded(coded.indices, [span if isinstance(span, Span) else None for span in spans])
        return days_of(days), spread(faults, coded.indices)

    def _span(self, name: Any, default: Any) -> Span | RefusedValue | None:
        """Return the span of a cell, or why it is refused; results are cached, since cells repeat from block to block."""
        cell = name, default
        if cell not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            text = default if is_missing(name) else name
            try:
                self._known[cell] = None if text is None else parse_span(BY_NAME["as_of"].clean(text))
            except RefusedValue as refused:
                self._known[cell] = refused
        return self._known[cell]

    # Converting

    def _converted(
        self, columns: SalaryColumns, kept: NDArray[np.bool_], *, keep_bad: bool = False
    ) -> ConvertedColumns:
        """Convert columns; an error states its row in the block."""
        if keep_bad:
            columns = columns._replace(amounts=np.where(kept, columns.amounts, np.nan))
        try:
            return convert_columns(columns, self.options)
        except (RateNotFound, InvalidQuery) as error:
            row = getattr(error, "row", None)
            if keep_bad or row is None:
                raise
            raise error.at(error.place, row=int(np.flatnonzero(kept)[row - 1]) + 1) from None

    def _done(
        self, table: pa.Table, rows: BlockColumns, kept: NDArray[np.bool_], converted: ConvertedColumns
    ) -> BlockResult:
        """Return the converted rows with the columns of the conversion, and their counts."""
        if self.options.drop_local:
            table = table.drop_columns([name for name in table.column_names if name in self.columns.local])
        for name, column in added_columns(converted, self.options.add).items():
            table = table.append_column(name, column)
        rates, currencies = converted.conversion, rows.columns.currencies
        kinds = np.bincount(rates.kind_code, minlength=len(KINDS))
        seen = rates.observed_on
        seen = seen[~np.isnat(seen)] if np.isnat(seen).any() else seen
        counts = dict(rows.counts)
        if rows.unstated is not None:
            counts["unstated_period"] = int((rows.unstated & kept).sum())
        return BlockResult(
            table,
            rows.faults,
            kept,
            _counted(currencies.indices, currencies.names),
            _named(kinds, KINDS),
            (seen.min(), seen.max()) if len(seen) else None,
            counts,
            unpriced=0 if converted.parity is None else int(np.isnan(converted.parity).sum()),
        )


def _by_field(*faults: tuple[str, list[Fault]]) -> list[tuple[str, Fault]]:
    """Return the bad cells of several fields as one list, each with the name of its field."""
    return [(name, fault) for name, of_field in faults for fault in of_field]


def _coded_texts(dates: pa.Array) -> pa.DictionaryArray:
    """Return dates as texts, formatting each distinct date once."""
    coded = dates.dictionary_encode()
    return pa.DictionaryArray.from_arrays(coded.indices, coded.dictionary.cast(pa.string()))


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    """Return a table with one column replaced."""
    return table.set_column(table.column_names.index(name), name, column)


def _without(table: pa.Table, kept: NDArray[np.bool_]) -> pa.Table:
    """Return the kept rows of a table; if few are dropped, the others are not copied."""
    bad = np.flatnonzero(~kept)
    if len(bad) > _FEW:
        return table.filter(pa.array(kept))
    edges = zip([0, *(bad + 1)], [*bad, len(table)], strict=True)
    return pa.concat_tables([table.slice(start, stop - start) for start, stop in edges])


def _counted(indices: NDArray[np.integer[Any]], names: Sequence[Any]) -> dict[str, int]:
    """Count how often each name occurs."""
    return _named(np.bincount(indices, minlength=len(names)), names)


def _named(counts: NDArray[np.intp], names: Sequence[Any]) -> dict[str, int]:
    """Return the counts that are not 0 by name."""
    numbers: dict[str, int] = {}
    for name, count in zip(names, counts.tolist(), strict=True):
        if count:
            numbers[name or ""] = numbers.get(name or "", 0) + count
    return numbers


def _with_metadata(metadata: Mapping[bytes, bytes], added: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """Return a file's metadata with the terms of a conversion; if pandas stored attributes there, they get the terms as well."""
    attrs = pandas_attrs(metadata)
    if attrs:
        attrs |= {key.decode(): text.decode() for key, text in added.items()}
        metadata = {**metadata, PANDAS_ATTRS: json.dumps(attrs).encode()}
    return {**metadata, **added}
