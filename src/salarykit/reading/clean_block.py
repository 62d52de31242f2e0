"""Cleans the rows of a block by the decisions of its source; equal rows are cleaned once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from salarykit.files.columns import combine
from salarykit.reading.clean import clean_columns
from salarykit.reading.cleaned import with_places, without_other_tables, without_summaries
from salarykit.reading.field_columns import FieldColumns
from salarykit.reading.source_columns import distinct_numbers
from salarykit.salaries.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from salarykit.files.raw import Column, Raw
    from salarykit.reading.cleaned import Cleaned
    from salarykit.reading.decisions import Decisions
    from salarykit.reading.options import ReadingOptions
    from salarykit.reading.other_tables import OtherTables
    from salarykit.reading.plan import Plan
    from salarykit.reading.running_summaries import RunningSummaries
    from salarykit.reading.validation import Fault

__all__ = ["clean_block"]

_TOGETHER: Final = ("currency", "period", "country", "city", "as_of", "statistic", "sample_size")
"""The fields that depend on each other, so that their columns are cleaned together; all other fields are cleaned alone."""
_LOOKED_AT: Final = 1 << 12  # the first rows, which show whether rows repeat
_REPEATED: Final = 4  # rows for each distinct one from which cleaning only distinct rows is faster


def clean_block(
    raw: Raw,
    plan: Plan,
    options: ReadingOptions,
    pinned: Decisions,
    *,
    other_tables: OtherTables | None = None,
    running: RunningSummaries | None = None,
) -> Cleaned:
    """Return the rows of a block, cleaned: with their places, and with rows that are not records refused.

    Args:
        raw: the columns of the block.
        plan: which column is which field.
        options: how to read the source.
        pinned: the decisions of the source.
        other_tables: recognises other tables in the file; None not to look for any.
        running: recognises totals and averages by the rows above them; None to refuse only those with labels known from the sample.
    """
    together = {name: column for name, column in plan.columns.items() if name in _TOGETHER}
    read = {name: raw.columns[name] for name in (*plan.amount_columns, *together.values())}
    of = _repeats(list(read.values())) if len(plan.figures) < 2 else None  # noqa: PLR2004 - several figures make several rows
    if of is None:
        cleaned = with_places(clean_columns(raw, plan, options, pinned))
    else:
        distinct = raw.replaced(
            columns=_first_rows(read, of), numbers=None, ragged=[], unclosed=[], garbled=[], refused=[]
        )
        plan_of_distinct = plan.replaced(columns=together)
        cleaned = clean_columns(distinct, plan_of_distinct, options, pinned, rows=np.bincount(of))
        alone = FieldColumns(raw, plan, options, pinned)
        for name in plan.columns.keys() - together.keys():
            alone.check(name, alone.column(name))
        cleaned = _spread(with_places(cleaned), raw, of, alone)
    return without_summaries(without_other_tables(cleaned, other_tables), plan, running)


def _repeats(columns: list[Column]) -> NDArray[np.intp] | None:
    """Return the index of each row among the distinct rows of some columns; None if few rows repeat."""
    if not columns or any(isinstance(column, list) for column in columns):
        return None
    if len(_numbered(column[:_LOOKED_AT] for column in columns)[0]) * _REPEATED > len(
        columns[0][:_LOOKED_AT]
    ):
        return None
    distinct, of = _numbered(columns)
    return of if len(distinct) * _REPEATED <= len(of) else None


def _numbered(columns: Iterable[Column]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return a number for each distinct row of some columns, and the index of each row among them."""
    distinct, of = np.zeros(0, np.int64), None
    for column in columns:
        array = combine(column)
        coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
        codes = coded.indices.fill_null(len(coded.dictionary)).to_numpy().astype(np.int64)
        pairs = codes if of is None else of * (len(coded.dictionary) + 1) + codes
        distinct, of = distinct_numbers(pairs)
    return distinct, np.zeros(0, np.intp) if of is None else of


def _first_rows(columns: dict[str, Column], of: NDArray[np.intp]) -> dict[str, Column]:
    """Return the distinct rows, each taken from its first occurrence."""
    first = np.zeros(of.max() + 1 if len(of) else 0, np.intp)
    first[of[::-1]] = np.arange(len(of))[::-1]
    return {name: column.take(pa.array(first)) for name, column in columns.items()}  # type: ignore[union-attr] # never a list


def _spread(cleaned: Cleaned, raw: Raw, of: NDArray[np.intp], alone: FieldColumns) -> Cleaned:
    """Return the fields of all rows, given those of the distinct rows and the fields that were cleaned alone."""
    at = pa.array(of)
    faults = {
        field.name: alone.faults.get(field.name)
        or _spread_faults([fault for name, fault in cleaned.faults if name == field.name], of)
        for field in FIELDS
    }
    columns = {name: _taken(column, at) for name, column in cleaned.columns.items()} | alone.clean
    details = {name: _taken(column, at) for name, column in cleaned.details.items()}
    pairs = [(name, fault) for name, column_faults in faults.items() for fault in column_faults]
    return cleaned._replace(
        raw=raw,
        columns=columns,
        details=details,
        faults=pairs,
        unstated=cleaned.unstated[of],
        filled=None if cleaned.filled is None else cleaned.filled[of],
        named=None if cleaned.named is None else cleaned.named[of],
    )


def _taken(column: pa.Array, at: pa.Array) -> pa.Array:
    """Return the values of a column at some positions; a column of a single value is simply repeated."""
    if column.null_count == len(column):
        return pa.nulls(len(at), column.type)
    if not column.null_count and len(column.unique()) == 1:
        return pa.repeat(column[0], len(at))
    return column.take(at)


def _spread_faults(faults: list[Fault], of: NDArray[np.intp]) -> list[Fault]:
    """Return the faults of distinct rows as the faults of all rows equal to them, in the order of the rows."""
    if not faults:
        return []
    by_row: dict[int, list[Fault]] = {}
    for fault in faults:
        by_row.setdefault(fault.at, []).append(fault)
    rows = np.flatnonzero(np.isin(of, list(by_row)))
    return [
        fault._replace(at=row)
        for row, distinct in zip(rows.tolist(), of[rows].tolist(), strict=True)
        for fault in by_row[distinct]
    ]
