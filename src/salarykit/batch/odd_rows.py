"""`OddRows`: reads the rows of a block with cells that are not plain, by the layout that the sample of the file decided."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.files.columns import as_floats, days_of, floats_to_arrow
from salarykit.rates.columns import span_of
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.spans import day_number, parse_span
from salarykit.reading.city_names import place_cities
from salarykit.reading.clean import clean_columns
from salarykit.reading.currency_cells import CurrencyChoice, currency_of, is_lower_code
from salarykit.reading.level_checks import unstated_period_faults
from salarykit.reading.other_tables import OtherTables
from salarykit.reading.running_summaries import running_summaries
from salarykit.reading.source_columns import empty_cells
from salarykit.reading.validation import are_good, check_column, coded_of, with_refused_rows
from salarykit.salaries.fields import BY_NAME, MONTHS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from salarykit.rates.spans import Span
    from salarykit.reading.clean_source import FileSample
    from salarykit.reading.options import ReadingOptions
    from salarykit.reading.validation import Fault
    from salarykit.salaries.conversion import SalaryColumns

__all__ = ["BlockColumns", "OddRows"]

_NOTHING: Final = re.compile(r"(?!\s*=)\D*")  # no digit, and no formula


class BlockColumns(NamedTuple):
    """The columns of a block after they were read.

    Attributes:
        columns: what a conversion reads.
        amounts: the cells of the amounts, clean.
        dates: the column of the days, if it holds texts that are all dates.
        faults: the cells that are refused, by field.
        unstated: which rows state no period; None if that is not needed.
        counts: how many rows each kind of inference was made for.
    """

    columns: SalaryColumns
    amounts: pa.Array
    dates: pa.Array | None
    faults: list[tuple[str, Fault]]
    unstated: NDArray[np.bool_] | None = None
    counts: dict[str, int] = {}  # noqa: RUF012 - a default of a named tuple, which is never changed


class OddRows:
    """Reads the rows that have a cell which is not plain.

    Args:
        sample: the sample of the file, with its layout.
        reading_options: how to read the file.
        by_country: whether the conversion needs each row's country.
        days: the column of days that `on` names, if it names one; rejects use its name. If it is not the column of `as_of`,
            as can happen with ageing, only ISO dates are read in it.
    """

    def __init__(
        self, sample: FileSample, reading_options: ReadingOptions, days: str | None, *, by_country: bool
    ) -> None:
        self._plan, self._decided = sample.plan, sample.cleaned.decided
        self._raw = sample.cleaned.raw.replaced(columns={}, numbers=None, ragged=[], unclosed=[], garbled=[])
        self._reading_options, self._days = reading_options, days
        self._city = self._plan.columns.get("city") if by_country and reading_options.infer else None
        self._other_tables = (
            OtherTables(sample.plan, reading_options.defaults)
            if reading_options.infer and not sample.plan.layout
            else None
        )
        self._running = running_summaries(self._plan, self._decided.summaries, infer=reading_options.infer)
        self._lines: Sequence[tuple[int, str]] = ()
        self._has_own_days = days is not None and self._plan.columns.get("as_of") != days
        self.takes_all = reading_options.decimal == "," or not all(
            notation.is_plain for notation in self._decided.notations
        )
        """Whether plain digits with a point may mean another number than they do to a machine, so that no amount is a plain cell."""

    def read(
        self, table: pa.Table, plain: BlockColumns, lines: Sequence[tuple[int, str]] = ()
    ) -> BlockColumns:
        """Return the columns of a block, given the values of its plain cells.

        Args:
            table: the rows.
            plain: the values of the plain cells.
            lines: the lines that could not be split, each with the position of the next row.
        """
        self._lines = lines
        unstated = self._unstated(table)
        odd = [fault.at for name, fault in plain.faults if not self._is_certain(name, fault)]
        rows = np.arange(len(table)) if self.takes_all else np.unique(odd).astype(np.intp)
        block = plain._replace(unstated=unstated)
        if len(rows):
            block = self._reread(table, block, unstated, rows)
        return self._judged(table, self._placed(table, block))

    def _reread(
        self, table: pa.Table, plain: BlockColumns, unstated: NDArray[np.bool_], rows: NDArray[np.intp]
    ) -> BlockColumns:
        """Return the columns of a block after some of its rows were read as people write them."""
        read, positions = self._plan.taken, pa.array(rows)
        cells = {name: table.column(name).take(positions) for name in table.column_names if name in read}
        raw = self._raw.replaced(
            columns=cells
        )  # without the cities, because `_placed` looks up those of all rows
        cleaned = clean_columns(raw, self._plan, self._reading_options, self._decided)
        unstated[rows] = cleaned.unstated
        again = set(rows.tolist())
        faults = [
            (self._name(name), fault._replace(at=int(rows[fault.at]))) for name, fault in cleaned.faults
        ]
        faults += [pair for pair in plain.faults if self._is_kept(pair[0]) or pair[1].at not in again]
        merged = _merged(plain.columns, rows, cleaned.columns, own_days=self._has_own_days)
        return plain._replace(
            columns=merged,
            amounts=floats_to_arrow(merged.amounts),
            faults=faults,
            unstated=unstated,
            counts=cleaned.log.counts,
        )

    def _placed(self, table: pa.Table, block: BlockColumns) -> BlockColumns:
        """Fill in the country of rows that state none by their city, if the city is certain."""
        if self._city is None:
            return block
        coded, money = block.columns.countries, block.columns.currencies
        stated = pa.nulls(len(table), pa.string()) if coded is None else _texts(coded)
        cities = check_column(
            table.column(self._city), BY_NAME["city"], self._reading_options.defaults.get("city")
        ).values
        placed = place_cities(cities, stated, _texts(money), self._decided.majority)
        return block._replace(columns=block.columns._replace(countries=coded_of(placed.countries)))

    def _name(self, name: str) -> str:
        """Return the name of a field in rejects: for `as_of`, that of the column of days that `on` names."""
        return self._days if name == "as_of" and self._days and not self._has_own_days else name

    def _is_kept(self, name: str) -> bool:
        """Return whether a field is only read strictly, so that its faults are kept."""
        return name == MONTHS.name or (self._has_own_days and name == self._days)

    def _is_certain(self, name: str, fault: Fault) -> bool:
        """Return whether a cell is refused for the same reason by every way of reading."""
        if name == "amount":
            is_none = fault.code == "out_of_range" or _NOTHING.fullmatch(fault.value) is not None
            return is_none and not self._decided.texts
        if name == "currency" and fault.code != "missing":
            return currency_of(fault.value) == CurrencyChoice(None) and not (
                self._decided.lower_codes and is_lower_code(fault.value)
            )
        return self._is_kept(name)

    def _unstated(self, table: pa.Table) -> NDArray[np.bool_]:
        """Return which rows lack a period that nothing else states."""
        if "period" in self._reading_options.defaults:
            return np.zeros(len(table), bool)
        if "period" not in self._plan.columns:
            return np.ones(len(table), bool)
        return empty_cells(table.column(self._plan.columns["period"]))

    def _judged(self, table: pa.Table, block: BlockColumns) -> BlockColumns:
        """Refuse totals, other tables, and good rows without a period if the level of the figures contradicts a yearly one."""
        block = self._without_summaries(table, self._without_other_tables(table, block))
        unstated = np.zeros(len(table), bool) if block.unstated is None else block.unstated
        flags = unstated & are_good(len(table), (fault for _, fault in block.faults))
        rows = np.flatnonzero(flags)
        money = block.columns.currencies
        codes = pa.array(list(money.names), pa.string()).take(pa.array(money.indices[rows]))
        faults = unstated_period_faults(rows, block.columns.amounts[rows], codes, self._decided)
        counts = {**block.counts, "unstated_period": len(rows) - len(faults)}
        return block._replace(
            faults=[*block.faults, *(("period", fault) for fault in faults)], unstated=flags, counts=counts
        )

    def _without_other_tables(self, table: pa.Table, block: BlockColumns) -> BlockColumns:
        """Refuse the rows that belong to another table below the first."""
        if self._other_tables is None:
            return block
        raw = self._raw.replaced(
            columns={name: table.column(name) for name in table.column_names},
            numbers=np.arange(len(table)),
            ragged=list(self._lines),
        )
        unstated = np.zeros(len(table), bool) if block.unstated is None else block.unstated
        refused = self._other_tables.faults(raw, block.faults, block.columns.amounts, unstated)
        if not refused:
            return block
        return block._replace(faults=with_refused_rows(block.faults, refused))

    def _without_summaries(self, table: pa.Table, block: BlockColumns) -> BlockColumns:
        """Refuse the rows that are totals or averages of others."""
        if self._running is None:
            return block
        columns = {name: table.column(name) for name in table.column_names}
        statistic = self._plan.columns.get("statistic")
        summaries = self._running.faults(
            columns, block.columns.amounts, columns[statistic] if statistic else None
        )
        if not summaries:
            return block
        counts = {**block.counts, "summary": len({fault.at for _, fault in summaries})}
        return block._replace(faults=with_refused_rows(block.faults, summaries), counts=counts)


def _texts(column: Coded) -> pa.Array:
    """Return a coded column as texts."""
    return pa.array(list(column.names), pa.string()).take(pa.array(column.indices))


def _merged(
    columns: SalaryColumns, rows: NDArray[np.intp], clean: dict[str, pa.Array], *, own_days: bool
) -> SalaryColumns:
    """Return the columns with the values of some rows replaced; the days of the rates are unchanged if another column has them."""
    amounts = columns.amounts.copy()
    amounts[rows] = as_floats(clean["amount"])
    return columns._replace(
        amounts=amounts,
        currencies=_coded(columns.currencies, rows, clean["currency"]),
        periods=_coded(columns.periods, rows, clean["period"]),
        on=columns.on if own_days else _spans(columns.on, rows, clean["as_of"]),
        as_of=_spans(columns.as_of, rows, clean["as_of"]),
        countries=columns.countries and _coded(columns.countries, rows, clean["country"]),
    )


def _coded(
    column: Coded, rows: NDArray[np.intp], values: pa.Array, named: Callable[[Any], Any] = lambda name: name
) -> Coded:
    """Return a coded column with other values in some rows; `named` turns each distinct value into a name."""
    coded = values.dictionary_encode(null_encoding="encode")
    names, numbers = list(column.names), dict[Any, int]()
    for index, name in enumerate(names):
        numbers.setdefault(name, index)
    new = [named(name) for name in coded.dictionary.to_pylist()]
    for name in new:
        if numbers.setdefault(name, len(names)) == len(names):
            names.append(name)
    indices = column.indices.astype(np.int32)
    indices[rows] = np.array([numbers[name] for name in new], np.int32)[coded.indices.to_numpy()]
    return Coded(indices, names)


def _spans(column: Span | Days | Coded | None, rows: NDArray[np.intp], texts: pa.Array) -> Any:
    """Return a column of days or spans with some rows replaced by those of texts; a single span for all rows is unchanged."""
    if not isinstance(column, Days | Coded):
        return column
    if isinstance(column, Days):
        spans = [text and parse_span(text) for text in texts.to_pylist()]
        if all(span and span.is_day for span in spans):
            ticks = column.ticks.astype(np.int64)
            ticks[rows] = [day_number(span.first) * column.per_day for span in spans if span]
            return Days(ticks, column.per_day)
        ticks, of = np.unique(column.ticks, return_inverse=True)
        days = Days(ticks, column.per_day)
        column = Coded(of.reshape(-1), [span_of(days, row) for row in range(len(ticks))])
    return days_of(_coded(column, rows, texts, lambda text: text and parse_span(text)))
