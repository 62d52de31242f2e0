"""The unit of work: one block of rows checked, annualised, converted, with the columns that say how."""

# Reading and converting a block are one unit of work, which Spark takes, too: hence more than 300 lines.
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
from salarykit.files.periods import period_texts
from salarykit.files.texts import iso_dates
from salarykit.rates.grid import KINDS
from salarykit.rates.kernel import Coded
from salarykit.rates.spans import Span, parse_span
from salarykit.reading.validation import Fault, check_coded, check_column, coded_of, spread
from salarykit.salaries.conversion import (
    SalaryColumns,
    added_columns,
    convert_columns,
    without_conversion,
    without_rate,
)
from salarykit.salaries.fields import BY_NAME, MONTHS, Refused, is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from salarykit.batch.odd_rows import OddRows
    from salarykit.batch.order import Columns, Order
    from salarykit.rates.kernel import Days
    from salarykit.salaries.conversion import ConvertedColumns

__all__ = ["Converter", "Done"]

_REMEMBERED: Final = 1 << 16  # cells
_FEW: Final = 16  # bad rows of a block


class Done(NamedTuple):
    """A block, converted.

    Attributes:
        table: the good rows: their own columns, and those that were added.
        faults: the cells that were refused, by field; their positions count from 0 in the block as it came.
        kept: which rows of the block are good.
        currencies: how many of the good rows are in each currency.
        kinds: how many of their rates came about in each way; those without a rate under "".
        counts: how many rows were read in each way of its own.
        unpriced: how many have no value, for their country has no price level.
        seen: the first and last day whose published rate was used; None if none was.
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
    """Converts the blocks of one file, or of any number of files with the same columns. It can be pickled.

    Args:
        order: what is asked.
        columns: which columns it reads.
        as_numbers: whether amounts that are text become numbers in what is written.
        odd: what reads the rows with cells in people's words; None if such cells are refused.
        refuses: whether a row without a rate is refused by its row; else it is an error.

    Examples:
        >>> import salarykit as sk
        >>> from salarykit.batch.order import Columns, Order
        >>> order = Order("USD", "2024-06-28", sk.default_rates(), add=("value",))
        >>> converter = Converter(order, Columns("pay", "money", None, None, None))
        >>> done = converter.convert(pa.table({"pay": [100.0, -1.0], "money": ["EUR", "EUR"]}))
        >>> done.table.to_pylist(), done.faults[0][1].message
        ([{'pay': 100.0, 'money': 'EUR', 'value': 107.05}], 'an amount must be positive and finite, not -1.0.')
    """

    def __init__(
        self,
        order: Order,
        columns: Columns,
        *,
        as_numbers: bool = False,
        odd: OddRows | None = None,
        refuses: bool = False,
    ) -> None:
        self.order, self.columns, self.as_numbers = order, columns, as_numbers
        self.odd, self.refuses = odd, refuses
        self._known: dict[Any, Span | Refused | None] = {}

    def convert(self, table: pa.Table, *, keep_bad: bool = False) -> Done:
        """Return a block's good rows converted, and its bad cells.

        Args:
            table: rows with the columns that the converter reads.
            keep_bad: whether rows with bad cells stay, without a value.

        Raises:
            RateNotFound: if a good row has no rate, unless the order allows it; its `row` counts the block's rows from 1.
        """
        plain = without_conversion(table, self.order.add)
        rows = self._read(table)  # the amounts or days may be those of an earlier conversion
        if self.odd:
            rows = self.odd.read(table, rows)
        kept = np.ones(len(plain), bool)
        kept[[fault.at for _, fault in rows.faults]] = False
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
        """Return the good rows, and these converted; where rows without a rate are refused, they are not kept."""
        good = rows.columns if kept.all() else rows.columns.take(kept)
        try:
            return good, self._converted(good, kept)
        except RateNotFound as error:
            if not self.refuses or getattr(error, "row", None) is None:
                raise
        positions = np.flatnonzero(kept)
        for row, code, sentence in without_rate(good, self.order):
            at = int(positions[row])
            rows.faults.append(("currency", Fault(at, code, "no_rate", sentence)))
            kept[at] = False
        good = rows.columns.take(kept)
        return good, self._converted(good, kept)

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """Return the columns that come out for those that go in, with what a reader is to know of them."""
        made = self.convert(schema.empty_table()).table.schema
        fields = [pa.field(each.name, _undone(each.type)) for each in made]
        known = {each.name: each for each in schema}
        own = [known.get(each.name, each) for each in fields]
        if self.as_numbers:
            own = [each.with_type(pa.float64()) if each.name == self.columns.amount else each for each in own]
        return pa.schema(own, _told(schema.metadata or {}, self.order.said(self.columns).to_metadata()))

    # Reading

    def _read(self, table: pa.Table) -> BlockColumns:
        names, defaults = self.columns, self.order.defaults
        cells = table.column(names.amount)
        if self.odd and self.odd.takes_all:  # it reads them, and none is plain
            cells = pa.chunked_array([pa.repeat(1.0, len(cells))])
        amount = check_column(cells, BY_NAME["amount"], defaults.get("amount"))
        currencies, lost = self._coded(table, names.currency, "currency")
        periods, odd = self._coded(table, names.period, "period")
        months, off = None, []
        if names.months:
            checked = check_column(table.column(names.months), MONTHS)
            months, off = as_floats(checked.values), checked.faults
        dates = iso_dates(combine(table.column(names.days))) if names.days else None
        days, late = self._days(table, dates)
        as_of, undated = self._as_of(table, days)
        countries, nowhere = self._countries(table)
        day = "as_of" if self.order.on == "own" else names.days or "as_of"
        told = {"amount": amount.faults, "currency": lost, "period": odd, MONTHS.name: off, day: late}
        faults = [(name, fault) for name, each in told.items() for fault in each]
        faults += [("as_of", fault) for fault in undated] + [("country", fault) for fault in nowhere]
        faults += check_fields(table, names.checks)
        amounts = as_floats(amount.values)
        if names.checks.points_group:
            faults += [("amount", fault) for fault in check_points(cells, amounts)]
        columns = SalaryColumns(amounts, currencies, periods, days, months, as_of, countries)
        return BlockColumns(columns, amount.values, dates, faults)

    def _coded(self, table: pa.Table, column: str | None, name: str) -> tuple[Coded, list[Fault]]:
        field, default = BY_NAME[name], self.order.defaults.get(name)
        if column is None:
            value = field.default if default is None else field.clean(default)
            return Coded(np.zeros(len(table), np.int8), [value]), []
        return check_coded(table.column(column), field, default)

    def _days(self, table: pa.Table, dates: pa.Array | None) -> tuple[Span | Days | Coded, list[Fault]]:
        """Return the days or spans of the rates; a column of dates cannot hold a bad one."""
        order, name = self.order, self.columns.days
        default = order.defaults.get("as_of") if order.is_own else None
        if name is None:
            return order.rates.span(order.on if default is None else default), []
        return self._spans(table.column(name) if dates is None else dates, table.schema.field(name), default)

    def _as_of(
        self, table: pa.Table, days: Span | Days | Coded
    ) -> tuple[Span | Days | Coded | None, list[Fault]]:
        """Return when the figures were true, if that is asked for."""
        order, name = self.order, self.columns.as_of
        default = order.defaults.get("as_of")
        if order.ageing is None or (name is None and default is None):
            return None, []
        if name is None:
            return parse_span(BY_NAME["as_of"].clean(default)), []
        if name == self.columns.days and (order.is_own or default is None):
            return days, []
        return self._spans(table.column(name), table.schema.field(name), default)

    def _countries(self, table: pa.Table) -> tuple[Coded | None, list[Fault]]:
        """Return the rows' countries, if they are asked for; words stand for codes where they may."""
        name, field = self.columns.country, BY_NAME["country"]
        default = self.order.defaults.get("country")
        if not self.order.by_country or (name is None and default is None):
            return None, []
        if name is None:
            return self._coded(table, None, "country")
        return check_coded(table.column(name), field, default)

    def _spans(
        self, column: pa.ChunkedArray | pa.Array, field: pa.Field, default: Any
    ) -> tuple[Days | Coded, list[Fault]]:
        """Return the days or spans of a column, and the cells that are none."""
        column = period_texts(column, field) or column
        dated = pa.types.is_date(column.type) or pa.types.is_timestamp(column.type)
        if dated and (default is None or not column.null_count):
            return as_days(combine(column), parse_span), []
        coded = coded_of(column)
        found = [
            self._span(str(name) if isinstance(name, list | dict) else name, default) for name in coded.names
        ]
        faults = [
            Fault(index, str(name), each.code, str(each))
            for index, (name, each) in enumerate(zip(coded.names, found, strict=True))
            if isinstance(each, Refused)
        ]
        days = Coded(coded.indices, [each if isinstance(each, Span) else None for each in found])
        return days_of(days), spread(faults, coded.indices)

    def _span(self, name: Any, default: Any) -> Span | Refused | None:
        """Return the days that a cell stands for, or why it is refused; the same cells come in block after block."""
        cell = name, default
        if cell not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            said = default if is_missing(name) else name
            try:
                self._known[cell] = None if said is None else parse_span(BY_NAME["as_of"].clean(said))
            except Refused as refused:
                self._known[cell] = refused
        return self._known[cell]

    # Converting

    def _converted(
        self, columns: SalaryColumns, kept: NDArray[np.bool_], *, keep_bad: bool = False
    ) -> ConvertedColumns:
        if keep_bad:
            columns = columns._replace(amounts=np.where(kept, columns.amounts, np.nan))
        try:
            return convert_columns(columns, self.order)
        except (RateNotFound, InvalidQuery) as error:
            row = getattr(error, "row", None)
            if keep_bad or row is None:
                raise
            raise error.at(error.place, row=int(np.flatnonzero(kept)[row - 1]) + 1) from None

    def _done(
        self, table: pa.Table, rows: BlockColumns, kept: NDArray[np.bool_], converted: ConvertedColumns
    ) -> Done:
        if self.order.drop_local:
            table = table.drop_columns([name for name in table.column_names if name in self.columns.local])
        for name, column in added_columns(converted, self.order.add).items():
            table = table.append_column(name, column)
        rates, currencies = converted.conversion, rows.columns.currencies
        kinds = np.bincount(rates.kind_code, minlength=len(KINDS))
        seen = rates.observed_on
        seen = seen[~np.isnat(seen)] if np.isnat(seen).any() else seen
        return Done(
            table,
            rows.faults,
            kept,
            _counted(currencies.indices, currencies.names),
            _named(kinds, KINDS),
            (seen.min(), seen.max()) if len(seen) else None,
            rows.counts
            if rows.unstated is None
            else {**rows.counts, "unstated_period": int((rows.unstated & kept).sum())},
            unpriced=0 if converted.parity is None else int(np.isnan(converted.parity).sum()),
        )


def _coded_texts(dates: pa.Array) -> pa.DictionaryArray:
    """Return dates as texts, each distinct one written once."""
    coded = dates.dictionary_encode()
    return pa.DictionaryArray.from_arrays(coded.indices, coded.dictionary.cast(pa.string()))


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    """Return a table with another column in the place of one."""
    return table.set_column(table.column_names.index(name), name, column)


def _without(table: pa.Table, kept: NDArray[np.bool_]) -> pa.Table:
    """Return some rows of a table; where few are left out, without a copy of the others."""
    bad = np.flatnonzero(~kept)
    if len(bad) > _FEW:
        return table.filter(pa.array(kept))
    edges = zip([0, *(bad + 1)], [*bad, len(table)], strict=True)
    return pa.concat_tables([table.slice(start, stop - start) for start, stop in edges])


def _counted(indices: NDArray[np.integer[Any]], names: Sequence[Any]) -> dict[str, int]:
    """Return how often each name occurs."""
    return _named(np.bincount(indices, minlength=len(names)), names)


def _named(counts: NDArray[np.intp], names: Sequence[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, count in zip(names, counts.tolist(), strict=True):
        if count:
            found[name or ""] = found.get(name or "", 0) + count
    return found


def _told(metadata: Mapping[bytes, bytes], said: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """Return a file's metadata and what a conversion says; where pandas says it once more, that is replaced, too."""
    attrs = pandas_attrs(metadata)
    if attrs:
        attrs |= {key.decode(): text.decode() for key, text in said.items()}
        metadata = {**metadata, PANDAS_ATTRS: json.dumps(attrs).encode()}
    return {**metadata, **said}


def _undone(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
