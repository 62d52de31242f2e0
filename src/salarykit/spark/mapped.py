"""The road through Python: `mapInArrow` over the unit of work, the rates broadcast once."""

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

    from salarykit.batch.order import Columns, Order
    from salarykit.rates.rates import Rates
    from salarykit.reading.validation import Fault
    from salarykit.spark.by_layout import LayoutReader

__all__ = ["KEEP", "mapped"]

KEEP: Final = 'Give bad="null" to keep such rows, with the reason beside them.'
"""What to do about a bad row."""
_LEAVE: Final = 'Give missing="null" to keep such rows, without a value.'

_shared: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()
"""For each SparkContext what it has broadcast, by the fingerprint of the rates."""


class _Carried(NamedTuple):
    """Rates that travel with the function, where nothing can be broadcast: on Spark Connect."""

    rates: Rates

    @property
    def value(self) -> Rates:
        """The rates: the first that came to this process, whose tables are built already."""
        return _first(self.rates)


@lru_cache(4)
def _first(rates: Rates) -> Rates:
    return rates


def mapped(
    df: DataFrame, order: Order, columns: Columns, *, keep_bad: bool, reader: LayoutReader | None = None
) -> DataFrame:
    """Return a DataFrame converted batch by batch in the workers' Python.

    Args:
        df: the rows.
        order: what is asked.
        columns: which of the DataFrame's columns are read, or of those that `reader` makes of them.
        keep_bad: whether rows with bad cells stay, with the reason beside them.
        reader: what reads the cells as people write; None if they are plain.
    """
    names = (*order.add, *((REFUSED,) if keep_bad else ()))
    shared = (
        _Carried(order.rates) if is_connect(df) else _broadcast(df.sparkSession.sparkContext, order.rates)
    )
    told = replace(order, rates=None)  # type: ignore[arg-type] # they travel by themselves, and once
    run = _runner(shared, told, columns, reader, keep_bad=keep_bad)
    return with_batches(df, run, {name: ADDED_TYPES[name] for name in names})


def _broadcast(context: Any, rates: Rates) -> Any:
    """Return rates that each worker gets once, however many DataFrames are converted."""
    known = _shared.setdefault(context, {})
    if rates.fingerprint not in known:
        known[rates.fingerprint] = context.broadcast(rates)
    return known[rates.fingerprint]


def _runner(
    shared: Any, order: Order, columns: Columns, reader: LayoutReader | None = None, *, keep_bad: bool
) -> Callable[[Iterable[pa.Table]], Iterator[pa.Table]]:
    """Return what a worker runs over the batches of its part."""

    def run(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
        converter = Converter(replace(order, rates=shared.value), columns)
        for table in tables:
            if reader is None:
                yield _converted(converter, table, keep_bad=keep_bad)
            else:
                yield _read_and_converted(converter, table, reader, keep_bad=keep_bad)

    return run


def _read_and_converted(
    converter: Converter, table: pa.Table, reader: LayoutReader, *, keep_bad: bool
) -> pa.Table:
    """Return a batch converted by what its cells are read as.

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
    """Return a batch converted.

    Raises:
        InvalidSalary, RateNotFound, InvalidQuery: for a row of it that is bad, has no rate, or cannot be aged; there are no
            row numbers on a cluster.
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
    found = (
        done.table.append_column(REFUSED, _reasons(len(done.kept), done.faults)) if keep_bad else done.table
    )
    kinds = [ADDED_TYPES[name] for name in found.column_names[table.num_columns :]]
    added = [found.column(table.num_columns + at).cast(kind) for at, kind in enumerate(kinds)]
    return pa.Table.from_arrays([*table.columns, *added], names=found.column_names)


def _reasons(length: int, faults: Sequence[tuple[str, Fault]]) -> pa.Array:
    """Return why each row was refused; the first reason, if there are several."""
    reasons: list[str | None] = [None] * length
    for field, fault in reversed(faults):
        reasons[fault.at] = f"{field}: {fault.message}"
    return pa.array(reasons, pa.string())
