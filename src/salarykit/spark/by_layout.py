"""Reads the cells of a Spark DataFrame by a layout, so that every batch is read by the same decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.batch.options import Columns
from salarykit.errors import InvalidQuery, InvalidSalary
from salarykit.files.raw import Raw
from salarykit.reading.clean_source import clean_raw
from salarykit.reading.layout import Layout
from salarykit.reading.level_checks import unstated_period_faults
from salarykit.reading.options import ReadingOptions, resolve_layout
from salarykit.reading.validation import are_good
from salarykit.salaries.fields import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salarykit.batch.options import BatchOptions
    from salarykit.reading.validation import Fault

__all__ = ["LayoutReader", "reader_of"]

_READ = ("amount", "currency", "period", "as_of", "country")


class LayoutReader(NamedTuple):
    """Reads the rows of a batch by a layout; Spark sends it to the workers.

    Attributes:
        layout: the layout as JSON.
        days: the column of days that `on` names, if it is not among the columns of the layout.
    """

    layout: str
    days: str | None = None

    def read(self, table: pa.Table) -> tuple[pa.Table, list[tuple[str, Fault]]]:
        """Return the columns that a conversion reads, and the bad cells; rows with bad cells have no amount.

        Raises:
            InvalidSalary: if the table lacks a column of the layout.
            InvalidQuery: if the layout turns one row into several.
        """
        options = ReadingOptions.of({"layout": Layout.from_json(self.layout)})
        raw = Raw("The DataFrame", dict(zip(table.column_names, table.columns, strict=True)))
        sifted, plan = clean_raw(raw, None, options)
        if len(sifted.columns["amount"]) != len(table):
            raise _several()
        good = are_good(len(table), (fault for _, fault in sifted.faults))
        rows = np.flatnonzero(sifted.unstated & good)
        names = ("amount", "currency", "country", "as_of")
        amounts, codes, *places = (sifted.columns[name].take(pa.array(rows)) for name in names)
        figures = amounts.to_numpy(zero_copy_only=False)
        odd = unstated_period_faults(rows, figures, codes, sifted.decided, (places[0], places[1]))
        faults = [*sifted.faults, *(("period", fault) for fault in odd)]
        good = are_good(len(table), (fault for _, fault in faults))
        columns: dict[str, Any] = {name: sifted.columns[name] for name in _READ}
        columns["amount"] = pc.if_else(pa.array(good), columns["amount"], None)
        months = sifted.details.get(MONTHS.name, raw.columns.get(MONTHS.name))
        if months is not None and MONTHS.name not in plan.taken:
            columns[MONTHS.name] = months
        if self.days:
            columns[_DAYS] = table.column(self.days)
        return pa.table(columns), faults


_DAYS = "days"  # the name of the column of days in the resulting table


def reader_of(layout: Any, names: Sequence[str], options: BatchOptions) -> tuple[LayoutReader, Columns]:
    """Return a reader of the rows of a DataFrame by a layout, and the columns of its tables.

    Args:
        layout: a `Layout`, its JSON file, or its name.
        names: the DataFrame's columns.
        options: how to convert.

    Raises:
        InvalidSalary: if the DataFrame lacks a column of the layout.
        InvalidQuery: if the layout leaves decisions open, or turns one row into several.
        SourceError: if its file cannot be read.
        InvalidSpan: if `on` is not a day, a span or a column.
    """
    known_layout = _decided_layout(layout)
    days = options.on if options.names_days and options.on in names else None
    if options.names_days and days is None:
        options.rates.span(options.on)  # raises an error that says what `on` may be
    is_own = options.is_own or (days is not None and known_layout.columns.get("as_of") == days)
    reader = LayoutReader(known_layout.to_json(), None if is_own else days)
    empty = pa.table({name: pa.array([], pa.string()) for name in names})
    cells, _ = reader.read(empty)
    for name, is_needed in (("as_of", is_own or options.ageing is not None), ("country", options.by_country)):
        if is_needed and name not in {*known_layout.columns, *known_layout.constants, *known_layout.defaults}:
            raise InvalidSalary(
                f"The layout has no column for {name!r}. Name it: sk.infer_layout(..., columns={{{name!r}: ...}}).",
                column=name,
            )
    return reader, Columns(
        "amount",
        "currency",
        "period",
        MONTHS.name if MONTHS.name in cells.column_names else None,
        "as_of" if is_own else _DAYS if days else None,
        as_of="as_of" if options.ageing else None,
        country="country" if options.by_country else None,
    )


def _decided_layout(layout: Any) -> Layout:
    """Return a layout that leaves no decision to the rows, and keeps each row as one.

    Raises:
        InvalidQuery: for any other layout.
    """
    known_layout = resolve_layout(layout)
    if known_layout is None or not known_layout.is_decided:
        raise InvalidQuery(
            "The layout leaves decisions to the rows, but every batch of a cluster must be read in the same way. "
            "Infer it from some rows: sk.infer_layout(df.limit(10_000).toArrow(), layout=...).",
            value=layout,
        )
    if len(known_layout.amounts) > 1 and not known_layout.is_range:
        raise _several()
    return known_layout


def _several() -> InvalidQuery:
    return InvalidQuery(
        "The layout makes several rows of one, but a DataFrame keeps its rows. Name one column of amounts: "
        "sk.infer_layout(..., columns={'amount': ...}).",
        value=None,
    )
