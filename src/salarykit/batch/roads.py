"""The two roads of a file: block after block if its cells are plain, else whole, as `read_salaries` reads it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from salarykit.batch.checking import Checks, NotPlain, Watch
from salarykit.batch.converting import Converter
from salarykit.batch.order import columns_of
from salarykit.batch.steps import Reject, Road, Step, keyed
from salarykit.batch.unstated import Unstated
from salarykit.batch.whole import can_be_whole, whole
from salarykit.errors import InvalidQuery, InvalidSpan, RateNotFound
from salarykit.files.columns import combine
from salarykit.files.quotes import unclosed_message
from salarykit.files.raw import Raw
from salarykit.files.stream.blocks import reading
from salarykit.files.stream.csv_blocks import CsvBlocks, is_plain_text
from salarykit.files.stream.locations import failed
from salarykit.files.stream.parquet_blocks import ParquetBlocks
from salarykit.files.texts import iso_dates
from salarykit.reading.aliases import days_first
from salarykit.reading.column_mapping import Figure, Plan, check_named, exact_plan, plan_columns
from salarykit.reading.layouts.registry import laid_out
from salarykit.reading.rejects import GARBLED_MESSAGE, ragged_message
from salarykit.reading.text_columns import distinct_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.batch.order import Columns, Order
    from salarykit.batch.steps import Wanted
    from salarykit.files.stream.blocks import Block
    from salarykit.files.stream.locations import Part

__all__ = ["open_road"]

_REPEATED: Final = 16  # times each cell comes, at least
_AGAIN: Final = (
    1 << 28
)  # bytes of a file that is begun again, if a late block shows that it must be read whole


def open_road(
    part: Part,
    order: Order,
    wanted: Wanted,
    *,
    with_keys: bool,
    again: bool,
    reason: str | None,
    too_low: tuple[str, ...] | None,
) -> Road:
    """Return a file's road.

    Args:
        part: the file.
        order: what is asked.
        wanted: our names to the file's columns; whether headers and cells may be in people's words; whether what is
            written is text.
        with_keys: whether what the folders' names say is written, too.
        again: whether the file may be begun again as a whole, if a later block needs that.
        reason: why it is to be read whole; None if that is still to be found out.
        too_low: the currencies whose amounts are no year's pay though nothing says their period; None if that is still to
            be found out.

    Raises:
        SourceError, InvalidSalary: see `convert_file`.
    """
    location = part.location
    if wanted.layout:
        return whole(part, order, wanted, "its layout was given", with_keys=with_keys)
    with reading(location), location.filesystem.open_input_file(location.path) as file:
        start = file.read(4)
    if start == b"PAR1":
        found: Any = ParquetBlocks(location)
    elif is_plain_text(location, wanted.encoding):
        found = CsvBlocks(location, encoding=wanted.encoding)
    else:
        return whole(part, order, wanted, "it is neither CSV nor Parquet", with_keys=with_keys)
    names = [*found.schema.names, *(key for key in part.keys if key not in found.schema.names)]
    check_named(names, wanted.columns, location.name)
    plan = plan_columns(names, wanted.columns) if wanted.infer else exact_plan(names, wanted.columns)
    aged = (
        order.ageing is not None and "as_of" in plan.columns
    )  # from its own day, whatever that of its rate is
    if order.names_days and order.on in names and not aged:
        plan = plan.replaced(columns={**plan.columns, "as_of": order.on})
    if wanted.infer and not plan.figures and can_be_whole(location):
        reason = "no header says that its column holds amounts"
    again &= wanted.infer and can_be_whole(location) and (location.info().size or 0) <= _AGAIN
    stream = _Stream(found, part, plan, order, wanted, watched=again)
    with _used(location.name):
        reason = reason or (stream.reason() if wanted.infer else None)
    if reason:
        return whole(part, order, wanted, reason, with_keys=with_keys, found=found)
    with _used(location.name):
        return stream.road(too_low, with_keys=with_keys)


@contextmanager
def _used(name: str) -> Iterator[None]:
    """Turn into one error that Arrow reads a column but cannot use it, as of times in a zone that is none; name the file."""
    try:
        yield
    except pa.ArrowException as error:
        raise failed("convert", name, error) from error
    except InvalidSpan as error:
        if getattr(error, "row", None) is None:
            raise
        raise error.at(f"{{file}}: {error.place}" if error.place else "{file}", file=name) from error


class _Stream:
    """A file that may be read block after block.

    Args:
        found: the open file.
        part: where it is.
        plan: which of its columns are which field.
        order: what is asked.
        wanted: how it is to be read and written.
        watched: whether to give up, by raising `NotPlain`, where a late block needs the reader of tables.
    """

    def __init__(
        self, found: Any, part: Part, plan: Plan, order: Order, wanted: Wanted, *, watched: bool
    ) -> None:
        self._found, self._part, self._plan = found, part, plan
        self._order, self._wanted, self._watched = order, wanted, watched
        head = keyed(found.head, part.keys)
        columns = dict(zip(head.column_names, head.columns, strict=True))
        metadata = found.schema.metadata or {}
        self._head = Raw(found.name, columns, metadata=metadata, delimiter=found.delimiter)

    def reason(self) -> str | None:  # noqa: PLR0911 - a reason, a return
        """Return why the rows cannot be understood one by one; None if they can."""
        plan, order, head = self._plan, self._order, self._head
        if laid_out(head, None, self._wanted.columns, infer=True)[1]:
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
        if self._wanted.decimal == ",":
            return "a comma separates its decimals"
        is_text = not isinstance(column, list) and pa.types.is_string(column.type)
        if is_text and head.delimiter not in (None, ",") and not self._wanted.decimal:
            return "its cells are not parted by commas, so a point may part thousands"
        return self._words()

    def _words(self) -> str | None:
        """Return in which field the first cells need the reader of tables; None if in none."""
        columns = self._columns()
        converter = Converter(self._order, columns)
        table = keyed(self._found.head, self._part.keys)
        try:
            self._watch(columns).look(table, converter.faults(table), exact=self._watched)
        except NotPlain as found:
            return found.reason
        return None

    def road(self, too_low: tuple[str, ...] | None, *, with_keys: bool) -> Road:
        """Return the road block after block.

        Args:
            too_low: see `open_road`.
            with_keys: whether what the folders' names say is written, too.
        """
        columns, found, part = self._columns(), self._found, self._part
        if found.is_text:
            few = self._few(columns)
            found = found.with_coded([name for name in found.schema.names if name in few])
        unstated = self._unstated(columns, too_low)
        converter = Converter(
            self._order,
            columns,
            as_numbers=found.is_text and not self._wanted.as_text,
            unstated=unstated,
        )
        hidden = () if with_keys else tuple(key for key in part.keys if key not in found.schema.names)
        watch = self._watch(columns) if self._watched else None

        def convert(block: Block) -> Step:
            block = block._replace(table=keyed(block.table, part.keys))
            return _step(converter, block, hidden, found.name, watch)

        declared = converter.schema(keyed(found.schema.empty_table(), part.keys).schema)
        declared = pa.schema([each for each in declared if each.name not in hidden], declared.metadata)
        notes = (*found.notes, *self._plan.sentences())
        return Road(declared, found.blocks(), convert, notes, unstated.end)

    def _unstated(self, columns: Columns, too_low: tuple[str, ...] | None) -> Unstated:
        """Return what looks at rows whose period nothing states."""
        fields = {**self._plan.columns, **({"as_of": columns.days} if columns.days else {})}
        return Unstated(fields, self._order.defaults, columns.checks.day_first, too_low)

    def _columns(self) -> Columns:
        """Return the columns that the conversion reads, and those that are checked beside them."""
        plan, wanted = self._plan, self._wanted
        columns = columns_of(list(self._head.columns), plan, self._order, self._found.name)
        read = {
            "currency",
            "period",
            *(["as_of"] if columns.as_of else []),
            *(["country"] if columns.country else []),
        }
        fields = tuple(
            (name, theirs)
            for name, theirs in plan.columns.items()
            if name not in read and (name != "as_of" or theirs != columns.days)
        )
        days = self._head.columns[plan.columns["as_of"]] if "as_of" in plan.columns else []
        mended = {"country", "statistic", "sample_size", *(() if self._watched else ("as_of",))}
        checks = Checks(
            fields,
            points_group=wanted.infer and columns.amount != "amount" and wanted.decimal != ".",
            mended=frozenset(mended if wanted.infer else ()),
            day_first=days_first(distinct_texts(days)),
        )
        return columns._replace(checks=checks)

    def _watch(self, columns: Columns) -> Watch:
        """Return what holds the stream to the reader of tables."""
        raw = self._head.replaced(columns={})
        return Watch(raw, self._plan, self._order.defaults, self._wanted.decimal, columns.days)

    def _few(self, columns: Columns) -> set[str]:
        """Return the columns with so few different cells that it pays to write each once."""
        head, days = self._head.columns, columns.days
        few = {name for name, cells in head.items() if len(cells.unique()) * _REPEATED <= len(cells)}  # type: ignore[union-attr] # texts are
        few |= {name for name in (columns.currency, columns.period, days) if name}
        return (
            few - {days} if days and iso_dates(combine(head[days])) is not None else few
        )  # a date is read sooner


def _step(
    converter: Converter, block: Block, hidden: tuple[str, ...], name: str, watch: Watch | None
) -> Step:
    """Convert a block.

    Raises:
        NotPlain: if the file is to be read whole.
        RateNotFound, InvalidQuery: with the file, and the row as the file counts it.
        SourceError: if a column cannot be used.
    """
    try:
        with _used(name):
            done = converter.convert(block.table)
            if watch:
                watch.look(block.table, done.faults)
    except (RateNotFound, InvalidQuery) as error:
        if getattr(error, "row", None) is None:
            raise
        row = int(block.numbers[error.row - 1])
        raise error.at("{file}, row {row:,}", file=name, row=row) from None
    rejects = [Reject(int(block.numbers[fault.at]), field, *fault[1:]) for field, fault in done.faults]
    rejects += [Reject(number, "", text, "ragged", ragged_message(text)) for number, text in block.ragged]
    rejects += [
        Reject(number, "", text, "unclosed_quote", unclosed_message(line, text))
        for number, text, line in block.unclosed
    ]
    rejects += [Reject(number, "", text, "encoding", GARBLED_MESSAGE) for number, text in block.garbled]
    table = done.table.drop_columns([name for name in hidden if name in done.table.column_names])
    rows = len(block.table) + len(block.ragged) + len(block.unclosed) + len(block.garbled)
    return Step(
        table,
        sorted(rejects),
        rows,
        done.currencies,
        done.kinds,
        done.seen,
        block.done,
        done.unstated,
        done.unpriced,
    )
