"""The two roads of a file: block after block if its cells are plain, else whole, as `read_salaries` reads it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.batch.converting import Converter
from salarykit.batch.order import columns_of
from salarykit.errors import RateNotFound, SourceError
from salarykit.files.raw import Raw
from salarykit.files.stream.blocks import ROWS, Block
from salarykit.files.stream.csv_blocks import CsvBlocks, is_plain_text
from salarykit.files.stream.parquet_blocks import ParquetBlocks
from salarykit.rates.missing import moved
from salarykit.salaries.conversion import added_by
from salarykit.salaries.sifting.amounts import is_plain_column
from salarykit.salaries.sifting.layouts.known import laid_out
from salarykit.salaries.sifting.plan import Figure, Plan, check_named, exact_plan, plan_columns
from salarykit.salaries.sifting.rejects import ragged_message
from salarykit.salaries.sifting.sift import sift_salaries
from salarykit.salaries.sifting.understanding import understand
from salarykit.salaries.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from salarykit.batch.order import Order
    from salarykit.files.stream.locations import Location, Part
    from salarykit.salaries.sifting.checks import Fault
    from salarykit.salaries.table import SalaryTable

__all__ = ["Reject", "Road", "Step", "open_road"]

_LARGEST: Final = 1 << 31  # bytes of a file that is read whole
_LOOK: Final = 1 << 14  # rows by which a file's cells are judged
_NEEDED: Final = ("currency", "period", "as_of")


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
    """

    table: pa.Table
    rejects: list[Reject]
    rows: int
    currencies: dict[str, int]
    kinds: dict[str, int]
    seen: tuple[Any, Any] | None
    done: float


class Road(NamedTuple):
    """A file on its way.

    Attributes:
        declared: the columns that come out, as a reader is to find them.
        blocks: what is read; it may be read ahead.
        convert: what makes a step of each.
        notes: what was inferred.
    """

    declared: pa.Schema
    blocks: Iterator[Any]
    convert: Callable[[Any], Step]
    notes: tuple[str, ...]


class Wanted(NamedTuple):
    """How files are to be read and written, beside the order."""

    columns: dict[str, str]
    infer: bool
    as_text: bool


def open_road(part: Part, order: Order, wanted: Wanted, *, with_keys: bool) -> Road:
    """Return a file's road.

    Args:
        part: the file.
        order: what is asked.
        wanted: our names to the file's columns; whether headers and cells may be in people's words; whether what is
            written is text.
        with_keys: whether what the folders' names say is written, too.

    Raises:
        SourceError, InvalidSalary: see `convert_file`.
    """
    location = part.location
    with location.filesystem.open_input_file(location.path) as file:
        start = file.read(4)
    if start == b"PAR1":
        found: Any = ParquetBlocks(location)
    elif is_plain_text(location):
        found = CsvBlocks(location)
    else:
        return _whole(part, order, wanted, "it is no CSV in UTF-8 and no Parquet")
    names = [*found.schema.names, *(key for key in part.keys if key not in found.schema.names)]
    check_named(names, wanted.columns, location.name)
    plan = plan_columns(names, wanted.columns) if wanted.infer else exact_plan(names, wanted.columns)
    head = _head(found, part)
    reason = _reason(head, plan, order, wanted) if wanted.infer else None
    return _whole(part, order, wanted, reason) if reason else _streamed(found, part, plan, order, wanted, with_keys)


def _head(found: Any, part: Part) -> Raw:
    """Return the first rows of a file."""
    block = next(found.blocks(), None)
    table = _keyed(block.table if block else found.schema.empty_table(), part.keys).slice(0, _LOOK)
    columns = dict(zip(table.column_names, table.columns, strict=True))
    return Raw(found.name, columns, metadata=found.schema.metadata or {}, delimiter=found.delimiter)


def _reason(head: Raw, plan: Plan, order: Order, wanted: Wanted) -> str | None:
    """Return why a file's rows cannot be understood one by one; None if they can."""
    if laid_out(head, None, wanted.columns, infer=True)[1]:
        return "it is in a well-known layout"
    if plan.ends or len(plan.figures) > 1:
        return "it has several figures in a row"
    if not plan.figures:
        return None  # the plain road says what is missing
    column = head.columns[plan.figures[0].column]
    if plan.figures != (Figure(plan.figures[0].column),):
        return f"the header {plan.figures[0].column!r} says more than that these are amounts"
    if "currency" not in plan.columns and "currency" not in order.defaults:
        return "no column says the currency"
    is_text = not isinstance(column, list) and pa.types.is_string(column.type)
    if is_text and head.delimiter not in (None, ","):
        return "its cells are not parted by commas, so a point may part thousands"
    if not is_plain_column(column):
        return "its amounts are not all plain numbers"
    return _words(head, plan, order)


def _words(head: Raw, plan: Plan, order: Order) -> str | None:
    """Return the field in which cells are refused that can be read as people's words; None if there is none."""
    taken = plan.taken & {plan.figures[0].column, *(plan.columns.get(name, "") for name in _NEEDED)}
    raw = head.replaced(columns={name: head.columns[name] for name in taken})
    bare = plan.replaced(columns={name: theirs for name, theirs in plan.columns.items() if theirs in taken})
    strict = _refused(understand(raw, bare, order.defaults, infer=False).faults)
    mended = _refused(understand(raw, bare, order.defaults, infer=True).faults)
    better = [name for name in _NEEDED if strict.get(name, 0) > mended.get(name, 0)]
    return f"cells of {better[0]} are in people's words" if better else None


def _refused(faults: Iterable[tuple[str, Fault]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name, _ in faults:
        counts[name] = counts.get(name, 0) + 1
    return counts


# Block after block


def _streamed(
    found: Any, part: Part, plan: Plan, order: Order, wanted: Wanted, with_keys: bool  # noqa: FBT001 - private
) -> Road:
    names = [*found.schema.names, *(key for key in part.keys if key not in found.schema.names)]
    columns = columns_of(names, plan, order, found.name)
    if found.is_text:
        few = [columns.currency, columns.period, columns.days]
        found = found.with_coded([name for name in few if name in found.schema.names])
    converter = Converter(order, columns, as_numbers=found.is_text and not wanted.as_text)
    hidden = () if with_keys else tuple(key for key in part.keys if key not in found.schema.names)

    def convert(block: Block) -> Step:
        return _step(converter, block._replace(table=_keyed(block.table, part.keys)), hidden, found.name)

    declared = converter.schema(_keyed(found.schema.empty_table(), part.keys).schema)
    declared = pa.schema([each for each in declared if each.name not in hidden], declared.metadata)
    return Road(declared, found.blocks(), convert, tuple(plan.sentences()))


def _keyed(table: pa.Table, keys: Mapping[str, str | None]) -> pa.Table:
    """Return a table with what the names of its folders say as columns."""
    for name, value in keys.items():
        if name not in table.column_names:
            table = table.append_column(name, pa.repeat(pa.scalar(value, pa.string()), len(table)))
    return table


def _step(converter: Converter, block: Block, hidden: tuple[str, ...], name: str) -> Step:
    """Convert a block.

    Raises:
        RateNotFound: with the file, and the row as the file counts it.
    """
    try:
        done = converter.convert(block.table)
    except RateNotFound as error:
        raise moved(error, int(block.numbers[error.row - 1]), f"{name}, row {{row:,}}") from None
    rejects = [Reject(int(block.numbers[fault.at]), field, *fault[1:]) for field, fault in done.faults]
    rejects += [_ragged(number, text) for number, text in block.ragged]
    table = done.table.drop_columns(list(hidden)) if hidden else done.table
    rows = len(block.table) + len(block.ragged)
    return Step(table, sorted(rejects), rows, done.currencies, done.kinds, done.seen, block.done)


def _ragged(number: int, text: str) -> Reject:
    return Reject(number, "", text, "ragged", ragged_message(text))


# Whole


def _whole(part: Part, order: Order, wanted: Wanted, reason: str) -> Road:
    """Return the road of a file that is understood as a whole."""
    location = part.location
    _check_whole(location, reason)
    sifted = sift_salaries(location.path, columns=wanted.columns, defaults=dict(order.defaults))
    table = sifted.good.convert(
        order.base,
        on=_on(order, wanted, sifted.good),
        rates=order.rates,
        max_staleness=order.terms.max_staleness,
        missing=order.missing,
        pay_year=order.pay_year,
        average=order.terms.average,
    ).to_arrow()
    left = [name for name in added_by(Terms.from_metadata(table.schema.metadata)) if name not in order.add]
    local = ["amount", "currency", "period"] if order.drop_local else []
    kept = table.drop_columns([*left, *local])
    rejects = [Reject(**cell) for cell in sifted.bad]
    told = (f"{location.name} is read whole, for {reason}.", *sifted.good.reading.sentences)
    return Road(kept.schema, _slices(table, kept, rejects), lambda step: step, told)


def _slices(table: pa.Table, kept: pa.Table, rejects: list[Reject]) -> Iterator[Step]:
    """Give a converted table as steps; all that was refused comes with the first."""
    lost = len({reject.row for reject in rejects})
    for start in range(0, max(len(table), 1), ROWS):
        rows = table.slice(start, ROWS)
        kinds = rows.column("rate_kind").value_counts().to_pylist()
        days = rows.column("rate_on").drop_null()
        yield Step(
            kept.slice(start, ROWS),
            rejects if not start else [],
            len(rows) + (0 if start else lost),
            {each["values"]: each["counts"] for each in rows.column("currency").value_counts().to_pylist()},
            {each["values"] or "": each["counts"] for each in kinds},
            (np.min(days.to_numpy()), np.max(days.to_numpy())) if len(days) else None,
            (start + len(rows)) / max(len(table), 1),
        )


def _check_whole(location: Location, reason: str) -> None:
    size = location.info().size or 0
    if not location.is_local:
        raise SourceError(
            f"{location.name} must be read whole, for {reason}; that needs a copy on the disk.", source=location.name
        )
    if size > _LARGEST:
        raise SourceError(
            f"{location.name} must be read whole, for {reason}; with {size:,} bytes it is too large. Name its columns with "
            "columns=, and give infer=False: then cells that are not plain are refused one by one.",
            source=location.name,
        )


def _on(order: Order, wanted: Wanted, table: SalaryTable) -> Any:
    """Return the days of a table that was read whole, whose columns may have other names than the file's."""
    if order.on == "own" or order.on in (wanted.columns.get("as_of"), table.reading.columns.get("as_of")):
        return "own"
    plan = Plan({"currency": "currency"}, (Figure("amount"),))
    days = columns_of(table.columns, plan, order, "the table").days
    return table.to_arrow().column(days) if days else order.on
