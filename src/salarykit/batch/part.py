"""One file of a conversion: opened, what it means found out, and its blocks converted by that."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.batch.checking import Checks
from salarykit.batch.converting import Converter
from salarykit.batch.odd_rows import OddRows
from salarykit.batch.order import columns_of
from salarykit.batch.report import Step, Tally
from salarykit.batch.salary_tables import SalaryTables
from salarykit.currency.codes import CODES
from salarykit.errors import InvalidQuery, InvalidSpan, RateNotFound, SourceError
from salarykit.files.columns import combine
from salarykit.files.stream.blocks import keyed
from salarykit.files.stream.locations import failed
from salarykit.files.texts import iso_dates
from salarykit.pay.pay_year import PERIODS
from salarykit.reading.clean_source import FileSample, clean_raw, open_blocks, open_columns, read_sample
from salarykit.reading.column_mapping import AmountColumn, exact_plan, plan_columns
from salarykit.reading.inference_log import count_sentence
from salarykit.reading.rejects import Reject, unsplit_rows
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from salarykit.batch.order import Columns, Order, Wanted
    from salarykit.files.stream.blocks import Block
    from salarykit.files.stream.locations import Part
    from salarykit.reading.options import ReadingOptions

__all__ = ["OpenPart", "open_part"]

_REPEATED: Final = 16  # times each cell comes, at least
_KNOWN: Final = {"currency": sorted(CODES), "period": ["", *PERIODS]}


class OpenPart(NamedTuple):
    """A file whose rows are to be converted.

    Attributes:
        declared: the columns that come out, as a reader is to find them.
        blocks: what is read; it may be read ahead.
        convert: what makes a step of each.
        notes: what its sample was inferred to mean.
    """

    declared: pa.Schema
    blocks: Iterator[Any]
    convert: Callable[[Any], Step]
    notes: tuple[str, ...]


def open_part(part: Part, order: Order, wanted: Wanted, *, with_keys: bool) -> OpenPart:
    """Open a file.

    What comes out has the columns of the file as they are, if its rows are salaries as they stand; else those of a table of
    salaries. The sample decides it, and no later row changes it.

    Args:
        part: the file.
        order: what is asked.
        wanted: how files are read and written.
        with_keys: whether what the folders' names say is written, too.

    Raises:
        SourceError, InvalidSalary: see `convert_file`.
    """
    name = part.location.name
    with _used(name):
        found = open_blocks(part.location, wanted.asked.dialect)
        if found is None:
            asked, sample = _whole(part, order, wanted.asked)
        else:
            asked = _asked(part, order, wanted.asked, found.schema.names)
            sample = read_sample(found, asked, part.keys)
        reason = _reason(sample, asked) if found else None
        if found is None or reason:
            coded = found.with_coded(_few(found)) if found else None
            tables = SalaryTables(part, order, wanted, asked, sample, coded, with_keys=with_keys)
            opened = OpenPart(tables.declared(), tables.pieces(), tables.step, ())
            reason = reason and f"{name} is written as a table of salaries, for {reason}."
        else:
            opened = _Plain(found, part, sample, order, wanted, asked).opened(with_keys=with_keys)
    part_read = (
        f"What {name} means is decided by {len(sample.cleaned.raw):,} of its rows."
        if not sample.is_all
        else None
    )
    said = sample.cleaned.log.reading()
    counted = {count_sentence(kind, rows) for kind, rows in said.counts.items()}
    notes = (reason, part_read, *(each for each in said.sentences if each not in counted))
    return opened._replace(notes=tuple(filter(None, notes)))


def _asked(part: Part, order: Order, asked: ReadingOptions, names: Sequence[str]) -> ReadingOptions:
    """Return how a file is to be read, whose column of days is the one that `on` names, unless it ages from its own."""
    names = [*names, *(key for key in part.keys if key not in names)]
    if not order.names_days or order.on not in names:
        return asked
    plan = plan_columns(names, asked.columns) if asked.infer else exact_plan(names, asked.columns)
    if order.ageing is not None and "as_of" in plan.columns:
        return asked
    return asked._replace(columns={"as_of": str(order.on), **asked.columns})


def _whole(part: Part, order: Order, asked: ReadingOptions) -> tuple[ReadingOptions, FileSample]:
    """Return how a file that is neither CSV nor Parquet is to be read, and what its rows were understood as."""
    if not part.location.is_local:
        raise SourceError(
            f"{part.location.name} is neither CSV nor Parquet; that needs a copy on the disk.",
            source=part.location.name,
        )
    raw, base = open_columns(part.location.path, asked)
    asked = _asked(part, order, asked, list(raw.columns))
    told = {field: value for field, value in part.keys.items() if field in BY_NAME and value is not None}
    told |= {ours: value for ours, theirs in asked.columns.items() if (value := part.keys.get(theirs))}
    mine = {ours: theirs for ours, theirs in asked.columns.items() if theirs not in part.keys}
    asked = asked._replace(columns=mine, defaults={**told, **asked.defaults})
    return asked, FileSample(*clean_raw(raw, base, asked), is_all=True)


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


def _reason(sample: FileSample, asked: ReadingOptions) -> str | None:
    """Return why a file's rows are no salaries as they stand; None if they are."""
    plan, decided, said = sample.plan, sample.cleaned.decided, sample.cleaned.details
    header = plan.figures[0].column if plan.figures else ""
    worded = (
        name
        for name, known in _KNOWN.items()
        if name in plan.columns and asked.infer and _is_mostly_words(sample, plan.columns[name], known)
    )
    reasons: dict[str, Any] = {
        "it is in a well-known layout": plan.layout,
        "it has several figures in a row": plan.ends or len(plan.figures) > 1,
        "its amount is a default": not plan.figures,
        f"the header {header!r} says more than that these are amounts": plan.figures
        != (AmountColumn(header),),
        "no column says the currency": "currency" not in {*plan.columns, *asked.defaults},
        "most of its amounts are texts": {"pay_low", "amount_text"} & set(decided.details),
        f"its amounts say {', '.join(said)}": said,
    }
    found = next((reason for reason, holds in reasons.items() if holds), None)
    return found or next((f"most cells of {name} are in people's words" for name in worded), None)


def _is_mostly_words(sample: FileSample, column: str, known: Sequence[str]) -> bool:
    """Return whether most cells of a column are none of the words that a field takes as they are."""
    cells = sample.cleaned.raw.columns[column]
    if isinstance(cells, list) or not len(cells):
        return False
    array = combine(cells)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        return False
    texts = pc.utf8_trim_whitespace(array.cast(pa.string()))
    odd = pc.invert(pc.is_in(texts, value_set=pa.array([*known, None], pa.string())))
    return 2 * int(pc.sum(odd).as_py() or 0) > len(texts)


class _Plain:
    """A file whose rows are salaries as they stand.

    Args:
        found: the open file.
        part: where it is.
        sample: what some rows of it mean.
        order: what is asked.
        wanted: how files are read and written.
        asked: how this one is to be read.
    """

    def __init__(
        self, found: Any, part: Part, sample: FileSample, order: Order, wanted: Wanted, asked: ReadingOptions
    ) -> None:
        self._found, self._part, self._sample = found, part, sample
        self._order, self._wanted, self._asked = order, wanted, asked

    def opened(self, *, with_keys: bool) -> OpenPart:
        """Return the file, to be converted block after block."""
        found, part = self._found, self._part
        columns = self._columns()
        if found.is_text:
            few = _few(found) | {name for name in (columns.currency, columns.period, columns.days) if name}
            head, days = found.head, columns.days
            if days in head.column_names and iso_dates(combine(head.column(days))) is not None:
                few -= {days}  # a date is read sooner
            found = found.with_coded(few)
        days = columns.days if self._order.on != "own" else None
        converter = Converter(
            self._order,
            columns,
            as_numbers=found.is_text and not self._wanted.as_text,
            odd=OddRows(self._sample, self._asked, days),
            refuses=self._wanted.refuses,
        )
        hidden = () if with_keys else tuple(key for key in part.keys if key not in found.schema.names)

        def convert(block: Block) -> Step:
            return _step(converter, block._replace(table=keyed(block.table, part.keys)), hidden, found.name)

        declared = converter.schema(keyed(found.schema.empty_table(), part.keys).schema)
        declared = pa.schema([each for each in declared if each.name not in hidden], declared.metadata)
        return OpenPart(declared, found.blocks(), convert, ())

    def _columns(self) -> Columns:
        """Return the columns that the conversion reads, and those that are checked beside them."""
        plan, asked = self._sample.plan, self._asked
        names = keyed(self._found.schema.empty_table(), self._part.keys).column_names
        columns = columns_of(names, plan, self._order, self._found.name)
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
        by_people = columns.amount != "amount" or self._found.delimiter not in (None, ",")
        groups = asked.infer and by_people and asked.decimal != "."
        return columns._replace(checks=Checks(fields, points_group=groups))


def _few(found: Any) -> set[str]:
    """Return the columns with so few different cells that it pays to write each once."""
    head = found.head
    return {
        name
        for name, cells in zip(head.column_names, head.columns, strict=True)
        if len(cells.unique()) * _REPEATED <= len(cells)
    }


def _step(converter: Converter, block: Block, hidden: tuple[str, ...], name: str) -> Step:
    """Convert a block.

    Raises:
        RateNotFound, InvalidQuery: with the file, and the row as the file counts it.
        SourceError: if a column cannot be used.
    """
    try:
        with _used(name):
            done = converter.convert(block.table)
    except (RateNotFound, InvalidQuery) as error:
        at = getattr(error, "row", None)
        if at is None:
            raise
        row = int(block.numbers[at - 1])
        raise error.at("{file}, row {row:,}", file=name, row=row) from None
    rejects = [Reject(int(block.numbers[fault.at]), field, *fault[1:]) for field, fault in done.faults]
    rejects += unsplit_rows(block.ragged, block.unclosed, block.garbled)
    rows = len(block.table) + len(block.ragged) + len(block.unclosed) + len(block.garbled)
    rejects.sort()
    tally = Tally.of(rows, rejects, done.currencies, done.kinds, done.seen)
    tally.counts.update(done.counts)
    tally.unpriced = done.unpriced
    table = done.table.drop_columns([name for name in hidden if name in done.table.column_names])
    return Step(table, rejects, tally, block.done)
