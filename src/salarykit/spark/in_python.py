"""Converts in the workers' Python: `mapInArrow` runs the unit of work of `batch`; the rates are broadcast once."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.batch.converting import Converter
from salarykit.errors import InvalidQuery, InvalidSalary, RateNotFound
from salarykit.spark.frames import ADDED_TYPES, REFUSED, is_connect, with_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyspark.sql import DataFrame

    from salarykit.batch.options import BatchOptions, Columns
    from salarykit.rates.rates import Rates
    from salarykit.reading.validation import Fault
    from salarykit.spark.by_layout import LayoutReader

__all__ = ["KEEP", "convert_in_python"]

KEEP: Final = 'Give bad="null" to keep such rows, with the reason in the column `refused`.'
"""The advice in the error for a bad row."""
_LEAVE: Final = 'Give missing="null" to keep such rows, without a value.'

_shared: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()
"""The rates that each SparkContext has broadcast, by their fingerprint."""


class _RatesInClosure(NamedTuple):
    """Rates that travel in the closure of the function, on Spark Connect, which cannot broadcast."""

    rates: Rates

    @property
    def value(self) -> Rates:
        """The rates, or equal ones that came to this process earlier, because the grids of those are already built."""
        return _first(self.rates)


@lru_cache(4)
def _first(rates: Rates) -> Rates:
    return rates


def convert_in_python(
    df: DataFrame,
    options: BatchOptions,
    columns: Columns,
    *,
    keep_bad: bool,
    reader: LayoutReader | None = None,
) -> DataFrame:
    """Return a DataFrame converted batch by batch in the workers' Python.

    Args:
        df: the rows.
        options: how to convert.
        columns: the columns to read, in the DataFrame or in the table that `reader` returns.
        keep_bad: whether rows with bad cells are kept, with the reason in a column.
        reader: reads the cells by a layout; None if they are plain.
    """
    names = (*options.add, *((REFUSED,) if keep_bad else ()))
    shared = (
        _RatesInClosure(options.rates)
        if is_connect(df)
        else _broadcast(df.sparkSession.sparkContext, options.rates)
    )
    plain_options = replace(options, rates=None)  # type: ignore[arg-type] # they travel separately, and once
    run = _runner(shared, plain_options, columns, reader, keep_bad=keep_bad)
    return with_batches(df, run, {name: ADDED_TYPES[name] for name in names})


def _broadcast(context: Any, rates: Rates) -> Any:
    """Broadcast the rates, once for all DataFrames of a SparkContext."""
    broadcasts = _shared.setdefault(context, {})
    if rates.fingerprint not in broadcasts:
        broadcasts[rates.fingerprint] = context.broadcast(rates)
    return broadcasts[rates.fingerprint]


def _runner(
    shared: Any,
    options: BatchOptions,
    columns: Columns,
    reader: LayoutReader | None = None,
    *,
    keep_bad: bool,
) -> Callable[[Iterable[pa.Table]], Iterator[pa.Table]]:
    """Return the function that a worker runs over the batches of its partition."""

    def run(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
        converter = Converter(replace(options, rates=shared.value), columns)
        for table in tables:
            if reader is None:
                yield _converted(converter, table, keep_bad=keep_bad)
            else:
                yield _read_and_converted(converter, table, reader, keep_bad=keep_bad)

    return run


def _read_and_converted(
    converter: Converter, table: pa.Table, reader: LayoutReader, *, keep_bad: bool
) -> pa.Table:
    """Read the cells of a batch by a layout, and convert it.

    Raises:
        InvalidSalary, RateNotFound, InvalidQuery: see `_converted`.
    """
    cells, faults = reader.read(table)
    if faults and not keep_bad:
        field, fault = faults[0]
        raise InvalidSalary(f"{field}: {fault.message} {KEEP}", column=field)
    done = _converted(converter, cells, keep_bad=keep_bad)
    for name in done.column_names[cells.num_columns :]:
        column = done.column(name)
        if name == REFUSED:
            mine = _reasons(len(table), faults)
            column = pc.coalesce(mine, column.combine_chunks())
        table = table.append_column(name, column)
    return table


def _converted(converter: Converter, table: pa.Table, *, keep_bad: bool) -> pa.Table:
    """Convert a batch.

    Raises:
        InvalidSalary, RateNotFound, InvalidQuery: for a row that is bad, has no rate, or cannot be aged; without a row
            number, because rows have none on a cluster.
    """
    try:
        done = converter.convert(table, keep_bad=keep_bad)
    except RateNotFound as error:
        raise error.at("", row=None) from None
    except InvalidQuery as error:
        if getattr(error, "row", None) is None:
            raise
        raise InvalidQuery(f"A row cannot be aged. {error.message} {_LEAVE}", value=None) from None
    if done.faults and not keep_bad:
        field, fault = done.faults[0]
        raise InvalidSalary(f"{field}: {fault.message} {KEEP}", column=field)
    converted = (
        done.table.append_column(REFUSED, _reasons(len(done.kept), done.faults)) if keep_bad else done.table
    )
    kinds = [ADDED_TYPES[name] for name in converted.column_names[table.num_columns :]]
    added = [converted.column(table.num_columns + at).cast(kind) for at, kind in enumerate(kinds)]
    return pa.Table.from_arrays([*table.columns, *added], names=converted.column_names)


def _reasons(length: int, faults: Sequence[tuple[str, Fault]]) -> pa.Array:
    """Return the first reason why each row was refused."""
    reasons: list[str | None] = [None] * length
    for field, fault in reversed(faults):
        reasons[fault.at] = f"{field}: {fault.message}"
    return pa.array(reasons, pa.string())
