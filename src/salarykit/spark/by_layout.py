"""The cells of a Spark DataFrame as a layout reads them: texts, signs, other languages; each batch by the same decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.batch.order import Columns
from salarykit.errors import InvalidQuery, InvalidSalary
from salarykit.files.raw import Raw
from salarykit.reading.clean_source import clean_raw
from salarykit.reading.layout import Layout
from salarykit.reading.level_checks import unstated_period_faults
from salarykit.reading.options import ReadingOptions, resolve_layout
from salarykit.salaries.fields import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salarykit.batch.order import Order
    from salarykit.reading.validation import Fault

__all__ = ["LayoutReader", "reader_of"]

_READ = ("amount", "currency", "period", "as_of", "country")


class LayoutReader(NamedTuple):
    """Reads the rows of a batch by a layout; it travels to the workers.

    Attributes:
        layout: as JSON.
        days: the column of days that `on` names, if that is none of the layout's.
    """

    layout: str
    days: str | None = None

    def read(self, table: pa.Table) -> tuple[pa.Table, list[tuple[str, Fault]]]:
        """Return the cells that a conversion reads, and those that are refused, whose rows have no amount.

        Raises:
            InvalidSalary: if the table lacks a column of the layout.
            InvalidQuery: if the layout makes another number of rows of it.
        """
        asked = ReadingOptions.of({"layout": Layout.from_json(self.layout)})
        raw = Raw("The DataFrame", dict(zip(table.column_names, table.columns, strict=True)))
        found, plan = clean_raw(raw, None, asked)
        if len(found.columns["amount"]) != len(table):
            raise _several()
        unstated = found.unstated.copy()
        unstated[[fault.at for _, fault in found.faults]] = False
        rows = np.flatnonzero(unstated)
        odd = unstated_period_faults(
            rows, found.columns["currency"].take(pa.array(rows)), found.decided.too_low
        )
        faults = [*found.faults, *(("period", fault) for fault in odd)]
        good = np.ones(len(table), bool)
        good[[fault.at for _, fault in faults]] = False
        columns: dict[str, Any] = {name: found.columns[name] for name in _READ}
        columns["amount"] = pc.if_else(pa.array(good), columns["amount"], None)
        months = found.details.get(MONTHS.name, raw.columns.get(MONTHS.name))
        if months is not None and MONTHS.name not in plan.taken:
            columns[MONTHS.name] = months
        if self.days:
            columns[_DAYS] = table.column(self.days)
        return pa.table(columns), faults


_DAYS = "days"  # what the column of days is called among the cells that are read


def reader_of(layout: Any, names: Sequence[str], order: Order) -> tuple[LayoutReader, Columns]:
    """Return what reads the rows of a DataFrame by a layout, and the columns of what it gives.

    Args:
        layout: a `Layout`, a JSON file of one, or the name of one.
        names: the DataFrame's columns.
        order: what is asked.

    Raises:
        InvalidSalary: if the DataFrame lacks a column of the layout.
        InvalidQuery: if the layout does not decide all, or makes several rows of one.
        SourceError: if it names a file that is none.
        InvalidSpan: if `on` is no day, span or column.
    """
    said = resolve_layout(layout)
    if said is None or not said.is_decided:
        raise InvalidQuery(
            "The layout was made without rows, and the batches of a cluster must not decide each for itself what a cell means. "
            "Make it of some rows: sk.infer_layout(df.limit(10_000).toArrow(), layout=...).",
            value=layout,
        )
    if len(said.amounts) > 1 and not said.is_range:
        raise _several()
    days = order.on if order.names_days and order.on in names else None
    if order.names_days and days is None:
        order.rates.span(order.on)  # raises, and says what it may be
    is_own = order.is_own or (days is not None and said.columns.get("as_of") == days)
    reader = LayoutReader(said.to_json(), None if is_own else days)
    empty = pa.table({name: pa.array([], pa.string()) for name in names})
    cells, _ = reader.read(empty)
    for name, is_needed in (("as_of", is_own or order.ageing is not None), ("country", order.by_country)):
        if is_needed and name not in {*said.columns, *said.constants, *said.defaults}:
            raise InvalidSalary(
                f"The layout has no column for {name!r}. Give it one: sk.infer_layout(..., columns={{{name!r}: ...}}).",
                column=name,
            )
    return reader, Columns(
        "amount",
        "currency",
        "period",
        MONTHS.name if MONTHS.name in cells.column_names else None,
        "as_of" if is_own else _DAYS if days else None,
        as_of="as_of" if order.ageing else None,
        country="country" if order.by_country else None,
    )


def _several() -> InvalidQuery:
    return InvalidQuery(
        "The layout makes several figures of a row, and a DataFrame keeps its rows. Give it one column of amounts: "
        "sk.infer_layout(..., columns={'amount': ...}).",
        value=None,
    )
