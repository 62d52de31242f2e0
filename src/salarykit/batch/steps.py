"""What goes along a road: the rows of a file, converted; and what is asked of both roads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from salarykit.reading.layout import Layout
    from salarykit.reading.number_format import Sign

__all__ = ["Reject", "Road", "Step", "Wanted", "keyed"]


class Reject(NamedTuple):
    """A cell that was refused."""

    row: int
    column: str
    value: str
    code: str
    message: str


class Step(NamedTuple):
    """Some rows, converted.

    Attributes:
        table: the good ones.
        rejects: the cells that kept the others from it, in the order of their rows.
        rows: how many were read.
        currencies, kinds, seen: see `Done`.
        done: how much of the file has been read with this, 0 to 1.
        unstated: how many of the good rows have a period that nothing states.
        unpriced: how many of the good rows have no value, for their country has no price level.
    """

    table: pa.Table
    rejects: list[Reject]
    rows: int
    currencies: dict[str, int]
    kinds: dict[str, int]
    seen: tuple[Any, Any] | None
    done: float
    unstated: int = 0
    unpriced: int = 0


class Road(NamedTuple):
    """A file on its way.

    Attributes:
        declared: the columns that come out, as a reader is to find them.
        blocks: what is read; it may be read ahead.
        convert: what makes a step of each.
        notes: what was inferred.
        end: what is to be called when all steps are made.
    """

    declared: pa.Schema
    blocks: Iterator[Any]
    convert: Callable[[Any], Step]
    notes: tuple[str, ...]
    end: Callable[[], None] = lambda: None


class Wanted(NamedTuple):
    """How files are to be read and written, beside the order.

    Attributes:
        columns: our names to the files' columns.
        decimal: what separates the decimals of amounts; None if their cells are to say.
        infer: whether headers and cells may be in people's words.
        as_text: whether what is written is text.
        encoding: what files of text are in; None if that is to be found out.
        layout: what the files mean; None if that is to be found out.
    """

    columns: dict[str, str]
    decimal: Sign | None
    infer: bool
    as_text: bool
    encoding: str | None = None
    layout: Layout | None = None


def keyed(table: pa.Table, keys: Mapping[str, str | None]) -> pa.Table:
    """Return a table with what the names of its folders say as columns."""
    for name, value in keys.items():
        if name not in table.column_names:
            table = table.append_column(name, pa.repeat(pa.scalar(value, pa.string()), len(table)))
    return table
