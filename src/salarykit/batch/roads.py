"""The two roads of a file: block after block if its cells are plain, else whole, as `read_salaries` reads it."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from salarykit.batch.converting import Converter
from salarykit.batch.order import columns_of
from salarykit.batch.steps import Reject, Road, Step, keyed
from salarykit.batch.whole import LARGEST, whole
from salarykit.errors import RateNotFound
from salarykit.files.columns import combine
from salarykit.files.quotes import unclosed_message
from salarykit.files.raw import Raw
from salarykit.files.stream.blocks import reading
from salarykit.files.stream.csv_blocks import CsvBlocks, is_plain_text
from salarykit.files.stream.locations import failed
from salarykit.files.stream.parquet_blocks import ParquetBlocks
from salarykit.files.texts import iso_dates
from salarykit.rates.missing import moved
from salarykit.salaries.sifting.layouts.known import laid_out
from salarykit.salaries.sifting.plan import Figure, Plan, check_named, exact_plan, plan_columns
from salarykit.salaries.sifting.rejects import ragged_message
from salarykit.salaries.sifting.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.batch.order import Order
    from salarykit.batch.steps import Wanted
    from salarykit.files.stream.blocks import Block
    from salarykit.files.stream.locations import Part

__all__ = ["open_road"]

_REPEATED: Final = 16  # times each cell comes, at least
_NEEDED: Final = ("amount", "currency", "period", "as_of")


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
    with reading(location), location.filesystem.open_input_file(location.path) as file:
        start = file.read(4)
    if start == b"PAR1":
        found: Any = ParquetBlocks(location)
    elif is_plain_text(location):
        found = CsvBlocks(location)
    else:
        return whole(part, order, wanted, "it is no CSV in UTF-8 and no Parquet", with_keys=with_keys)
    names = [*found.schema.names, *(key for key in part.keys if key not in found.schema.names)]
    check_named(names, wanted.columns, location.name)
    plan = plan_columns(names, wanted.columns) if wanted.infer else exact_plan(names, wanted.columns)
    head = _head(found, part)
    with _used(location.name):
        reason = _reason(head, plan, order, wanted) if wanted.infer else None
    if wanted.infer and not plan.figures and location.is_local and (location.info().size or 0) <= LARGEST:
        reason = "no header says that its column holds amounts"
    if reason:
        return whole(part, order, wanted, reason, with_keys=with_keys)
    with _used(location.name):
        return _streamed(found, part, head, plan, order, wanted, with_keys=with_keys)


@contextmanager
def _used(name: str) -> Iterator[None]:
    """Turn into one error that Arrow reads a column but cannot use it, as of times in a zone that is none."""
    try:
        yield
    except pa.ArrowException as error:
        raise failed("convert", name, error) from error


def _head(found: Any, part: Part) -> Raw:
    """Return the first rows of a file."""
    table = keyed(found.head, part.keys)
    columns = dict(zip(table.column_names, table.columns, strict=True))
    return Raw(found.name, columns, metadata=found.schema.metadata or {}, delimiter=found.delimiter)


def _reason(  # noqa: PLR0911 - a reason, a return
    head: Raw, plan: Plan, order: Order, wanted: Wanted
) -> str | None:
    """Return why a file's rows cannot be understood one by one; None if they can."""
    if laid_out(head, None, wanted.columns, infer=True)[1]:
        return "it is in a well-known layout"
    if plan.ends or len(plan.figures) > 1:
        return "it has several figures in a row"
    if not plan.figures:
        return None  # the one or the other road says what is missing
    column = head.columns[plan.figures[0].column]
    if plan.figures != (Figure(plan.figures[0].column),):
        return f"the header {plan.figures[0].column!r} says more than that these are amounts"
    if "currency" not in plan.columns and "currency" not in order.defaults:
        return "no column says the currency"
    is_text = not isinstance(column, list) and pa.types.is_string(column.type)
    if is_text and head.delimiter not in (None, ","):
        return "its cells are not parted by commas, so a point may part thousands"
    return _words(head, plan, order)


def _words(head: Raw, plan: Plan, order: Order) -> str | None:
    """Return in which field cells are refused that can be read as people write them; None if in none."""
    taken = plan.taken & {plan.figures[0].column, *(plan.columns.get(name, "") for name in _NEEDED)}
    raw = head.replaced(columns={name: head.columns[name] for name in taken})
    bare = plan.replaced(columns={name: theirs for name, theirs in plan.columns.items() if theirs in taken})
    strict, mended = (
        Counter(name for name, _ in understand(raw, bare, order.defaults, infer=infer).faults)
        for infer in (False, True)
    )
    better = [name for name in _NEEDED if strict[name] > mended[name]]
    return f"cells of {better[0]} are in people's writing" if better else None


# Block after block


def _streamed(
    found: Any,
    part: Part,
    head: Raw,
    plan: Plan,
    order: Order,
    wanted: Wanted,
    *,
    with_keys: bool,
) -> Road:
    names = [*found.schema.names, *(key for key in part.keys if key not in found.schema.names)]
    columns = columns_of(names, plan, order, found.name)
    if found.is_text:
        few = {columns.currency, columns.period, columns.days} | _repeating(head)
        few -= {columns.days} if _are_dates(head, columns.days) else set()
        found = found.with_coded([name for name in found.schema.names if name in few])
    converter = Converter(order, columns, as_numbers=found.is_text and not wanted.as_text)
    hidden = () if with_keys else tuple(key for key in part.keys if key not in found.schema.names)

    def convert(block: Block) -> Step:
        return _step(converter, block._replace(table=keyed(block.table, part.keys)), hidden, found.name)

    declared = converter.schema(keyed(found.schema.empty_table(), part.keys).schema)
    declared = pa.schema([each for each in declared if each.name not in hidden], declared.metadata)
    return Road(declared, found.blocks(), convert, tuple(plan.sentences()))


def _repeating(head: Raw) -> set[str]:
    """Return the columns whose first cells are so few different ones that it pays to write each once."""
    return {name for name, cells in head.columns.items() if len(cells.unique()) * _REPEATED <= len(cells)}  # type: ignore[union-attr] # texts are


def _are_dates(head: Raw, name: str | None) -> bool:
    """Return whether the first cells of a column are dates, which are read sooner than distinct texts are found."""
    return name is not None and iso_dates(combine(head.columns[name])) is not None


def _step(converter: Converter, block: Block, hidden: tuple[str, ...], name: str) -> Step:
    """Convert a block.

    Raises:
        RateNotFound: with the file, and the row as the file counts it.
        SourceError: if a column cannot be used.
    """
    try:
        with _used(name):
            done = converter.convert(block.table)
    except RateNotFound as error:
        raise moved(error, int(block.numbers[error.row - 1]), f"{name}, row {{row:,}}") from None
    rejects = [Reject(int(block.numbers[fault.at]), field, *fault[1:]) for field, fault in done.faults]
    rejects += [Reject(number, "", text, "ragged", ragged_message(text)) for number, text in block.ragged]
    rejects += [
        Reject(number, "", text, "unclosed_quote", unclosed_message(line, text))
        for number, text, line in block.unclosed
    ]
    table = done.table.drop_columns([name for name in hidden if name in done.table.column_names])
    rows = len(block.table) + len(block.ragged) + len(block.unclosed)
    return Step(table, sorted(rejects), rows, done.currencies, done.kinds, done.seen, block.done)
