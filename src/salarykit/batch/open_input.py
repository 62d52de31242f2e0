"""Opens one input file: a sample of its rows decides its layout, and its blocks are converted by that layout."""
# A little over 300 lines: both ways to open a file stand beside the choice between them.

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.batch.checking import Checks
from salarykit.batch.converting import Converter
from salarykit.batch.odd_rows import OddRows
from salarykit.batch.options import columns_of
from salarykit.batch.report import ConvertedBlock, Tally
from salarykit.batch.salary_tables import SalaryTables
from salarykit.currency.codes import CODES
from salarykit.errors import InvalidQuery, InvalidSpan, RateNotFound, SourceError
from salarykit.files.columns import combine
from salarykit.files.stream.blocks import with_partition_columns, within
from salarykit.files.stream.locations import io_error
from salarykit.files.texts import iso_dates
from salarykit.pay.pay_year import PERIODS
from salarykit.reading.clean_source import FileSample, clean_raw, open_blocks, open_columns, read_sample
from salarykit.reading.column_mapping import AmountColumn, exact_plan, plan_columns
from salarykit.reading.inference_log import count_sentence
from salarykit.reading.monthly_markets import ABROAD
from salarykit.reading.rejects import Reject, unsplit_rows
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from salarykit.batch.options import BatchOptions, Columns, FileOptions
    from salarykit.files.stream.blocks import Block
    from salarykit.files.stream.locations import InputFile
    from salarykit.reading.options import ReadingOptions

__all__ = ["OpenInput", "open_input"]

_REPEATED: Final = 16  # occurrences of each distinct cell, on average, from which a dictionary pays
_KNOWN: Final = {"currency": sorted(CODES), "period": ["", *PERIODS]}


class OpenInput(NamedTuple):
    """An input file, ready to be converted.

    Attributes:
        declared: the schema of the output.
        blocks: the blocks, which may be read ahead of their conversion.
        convert: converts one block.
        notes: what was inferred from the sample.
    """

    declared: pa.Schema
    blocks: Iterator[Any]
    convert: Callable[[Any], ConvertedBlock]
    notes: tuple[str, ...]


def open_input(
    input_file: InputFile, options: BatchOptions, file_options: FileOptions, *, with_keys: bool
) -> OpenInput:
    """Open an input file.

    If each row of the sample is a salary in plain cells, the output has the columns of the file; otherwise it has those of a
    table of salaries. No later row changes that.

    Args:
        input_file: the file.
        options: how to convert.
        file_options: how to read the file and write the output.
        with_keys: whether to write the columns that the names of its folders make.

    Raises:
        SourceError, InvalidSalary: see `convert_file`.
    """
    name = input_file.location.name
    with _arrow_errors(name):
        opened_blocks = open_blocks(input_file.location, file_options.reading.dialect)
        if opened_blocks is None:
            reading_options, sample = _in_memory(input_file, options, file_options.reading)
        else:
            reading_options = _with_days(
                input_file, options, file_options.reading, opened_blocks.schema.names
            )
            sample = read_sample(opened_blocks, reading_options, input_file.keys)
        reason = _reason(sample, reading_options) if opened_blocks else None
        if opened_blocks is None or reason:
            coded = opened_blocks.with_dictionaries(_few(opened_blocks)) if opened_blocks else None
            tables = SalaryTables(
                input_file, options, file_options, reading_options, sample, coded, with_keys=with_keys
            )
            opened = OpenInput(tables.declared(), tables.pieces(), tables.step, ())
            reason = reason and f"{name} is written as a table of salaries, because {reason}."
        else:
            opened = _PlainFile(
                opened_blocks, input_file, sample, options, file_options, reading_options
            ).opened(with_keys=with_keys)
    sampled = f"{len(sample.cleaned.raw):,} of the rows of {name} decided its layout."
    reading = sample.cleaned.log.reading()
    counted = {count_sentence(kind, rows) for kind, rows in reading.counts.items()}
    sentences = (sentence for sentence in reading.sentences if sentence not in counted)
    notes = (reason, None if sample.is_all else sampled, *sentences)
    return opened._replace(notes=tuple(filter(None, notes)))


def _with_days(
    input_file: InputFile, options: BatchOptions, reading_options: ReadingOptions, names: Sequence[str]
) -> ReadingOptions:
    """Return the reading options, with the column that `on` names as `as_of` unless ageing reads another column for that."""
    names = [*names, *(key for key in input_file.keys if key not in names)]
    if not options.names_days or options.on not in names:
        return reading_options
    plan = (
        plan_columns(names, reading_options.columns)
        if reading_options.infer
        else exact_plan(names, reading_options.columns)
    )
    if options.ageing is not None and "as_of" in plan.columns:
        return reading_options
    return reading_options._replace(columns={"as_of": str(options.on), **reading_options.columns})


def _in_memory(
    input_file: InputFile, options: BatchOptions, reading_options: ReadingOptions
) -> tuple[ReadingOptions, FileSample]:
    """Read a file that cannot be read in blocks as a whole; return its reading options, and all its rows as its sample."""
    location, keys = input_file.location, input_file.keys
    if not location.is_local:
        raise SourceError(
            f"{location.name} is neither CSV nor Parquet, so it can only be read from the local disk. Copy it there first.",
            source=location.name,
        )
    raw, base = open_columns(location.path, reading_options)
    reading_options = _with_days(input_file, options, reading_options, list(raw.columns))
    stated = {field: value for field, value in keys.items() if field in BY_NAME and value is not None}
    stated |= {name: value for name, column in reading_options.columns.items() if (value := keys.get(column))}
    own = {name: column for name, column in reading_options.columns.items() if column not in keys}
    reading_options = reading_options._replace(columns=own, defaults={**stated, **reading_options.defaults})
    return reading_options, FileSample(*clean_raw(raw, base, reading_options), is_all=True)


@contextmanager
def _arrow_errors(name: str) -> Iterator[None]:
    """Turn the errors of Arrow, as for an invalid time zone, into one of ours that names the file."""
    try:
        yield
    except pa.ArrowException as error:
        raise io_error("convert", name, error) from error
    except InvalidSpan as error:
        if getattr(error, "row", None) is None:
            raise
        raise error.at(f"{{file}}: {error.place}" if error.place else "{file}", file=name) from error


def _reason(sample: FileSample, reading_options: ReadingOptions) -> str | None:
    """Return why the rows of a file are not salaries in plain cells; None if they are."""
    plan, decided, details = sample.plan, sample.cleaned.decided, sample.cleaned.details
    header = plan.figures[0].column if plan.figures else ""
    worded = (
        name
        for name, plain_values in _KNOWN.items()
        if name in plan.columns
        and reading_options.infer
        and _is_mostly_words(sample, plan.columns[name], plain_values)
    )
    reasons: dict[str, Any] = {
        "it is in a well-known layout": plan.layout,
        "a field is in several columns": plan.further,
        "it has several figures per row": plan.ends or len(plan.figures) > 1,
        "its amount is a default": not plan.figures,
        f"the header {header!r} states more than that the column holds amounts": plan.figures
        != (AmountColumn(header),),
        "no column states the currency": "currency" not in {*plan.columns, *reading_options.defaults},
        "most of its amounts are texts": {"pay_low", "amount_text"} & set(decided.details),
        f"its amounts state {', '.join(details)}": details,
        "there is another table below the first": decided.other_tables,
        "pay may be in money that is foreign to a row's country": ABROAD in decided.monthly,
    }
    first_reason = next((reason for reason, holds in reasons.items() if holds), None)
    return first_reason or next((f"most cells of {name} are in words" for name in worded), None)


def _is_mostly_words(sample: FileSample, column: str, plain_values: Sequence[str]) -> bool:
    """Return whether most cells of a column are not among the plain values of its field."""
    cells = sample.cleaned.raw.columns[column]
    if isinstance(cells, list) or not len(cells):
        return False
    array = combine(cells)
    array = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        return False
    texts = pc.utf8_trim_whitespace(array.cast(pa.string()))
    odd = pc.invert(pc.is_in(texts, value_set=pa.array([*plain_values, None], pa.string())))
    return 2 * int(pc.sum(odd).as_py() or 0) > len(texts)


class _PlainFile:
    """A file whose rows are salaries in plain cells, and which keeps its columns.

    Args:
        opened_blocks: the open file.
        input_file: the file.
        sample: the rows that decided its layout.
        options: how to convert.
        file_options: how to read files and write the output.
        reading_options: how to read this file.
    """

    def __init__(
        self,
        opened_blocks: Any,
        input_file: InputFile,
        sample: FileSample,
        options: BatchOptions,
        file_options: FileOptions,
        reading_options: ReadingOptions,
    ) -> None:
        self._opened_blocks, self._input_file, self._sample = opened_blocks, input_file, sample
        self._options, self._file_options, self._reading_options = options, file_options, reading_options

    def opened(self, *, with_keys: bool) -> OpenInput:
        """Return the file, ready to be converted block by block."""
        opened_blocks, input_file = self._opened_blocks, self._input_file
        columns = self._columns()
        if opened_blocks.is_text:
            opened_blocks = opened_blocks.with_dictionaries(_few_or_read(opened_blocks, columns))
        days = columns.days if self._options.on != "own" else None
        converter = Converter(
            self._options,
            columns,
            as_numbers=opened_blocks.is_text and not self._file_options.as_text,
            odd=OddRows(self._sample, self._reading_options, days, by_country=self._options.by_country),
            refuses=self._file_options.refuses,
        )
        hidden = (
            ()
            if with_keys
            else tuple(key for key in input_file.keys if key not in opened_blocks.schema.names)
        )

        def convert(block: Block) -> ConvertedBlock:
            return _convert_block(
                converter,
                block._replace(table=with_partition_columns(block.table, input_file.keys)),
                hidden,
                opened_blocks.name,
            )

        declared = converter.schema(
            with_partition_columns(opened_blocks.schema.empty_table(), input_file.keys).schema
        )
        declared = pa.schema([field for field in declared if field.name not in hidden], declared.metadata)
        return OpenInput(
            declared,
            within(opened_blocks.blocks(), self._reading_options.dialect.max_bytes, opened_blocks.name),
            convert,
            (),
        )

    def _columns(self) -> Columns:
        """Return the columns that the conversion reads, and the checks of the others."""
        plan, reading_options = self._sample.plan, self._reading_options
        names = with_partition_columns(
            self._opened_blocks.schema.empty_table(), self._input_file.keys
        ).column_names
        columns = columns_of(names, plan, self._options, self._opened_blocks.name)
        read = {
            "currency",
            "period",
            *(["as_of"] if columns.as_of else []),
            *(["country"] if columns.country else []),
        }
        fields = tuple(
            (name, column)
            for name, column in plan.columns.items()
            if name not in read and (name != "as_of" or column != columns.days)
        )
        by_people = columns.amount != "amount" or self._opened_blocks.delimiter not in (None, ",")
        groups = reading_options.infer and by_people and reading_options.decimal != "."
        return columns._replace(checks=Checks(fields, points_group=groups))


def _few(opened_blocks: Any) -> set[str]:
    """Return the columns with so few distinct cells that a dictionary saves time."""
    head = opened_blocks.head
    columns = zip(head.column_names, head.columns, strict=True)
    return {name for name, cells in columns if len(cells.unique()) * _REPEATED <= len(cells)}


def _few_or_read(opened_blocks: Any, columns: Columns) -> set[str]:
    """Return the same, and the columns of codes and days that the conversion reads, but for days that are dates."""
    few = _few(opened_blocks) | {name for name in (columns.currency, columns.period, columns.days) if name}
    head, days = opened_blocks.head, columns.days
    if days in head.column_names and iso_dates(combine(head.column(days))) is not None:
        few -= {days}  # dates parse faster than a dictionary of them
    return few


def _convert_block(converter: Converter, block: Block, hidden: tuple[str, ...], name: str) -> ConvertedBlock:
    """Convert a block.

    Raises:
        RateNotFound, InvalidQuery: with the file and its row number.
        SourceError: if a column cannot be used.
    """
    try:
        with _arrow_errors(name):
            lines = [(int(np.searchsorted(block.numbers, number)), line) for number, line in block.ragged]
            done = converter.convert(block.table, lines=lines)
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
    return ConvertedBlock(table, rejects, tally, block.done)
