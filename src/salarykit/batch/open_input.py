"""Opens one input file: a sample of its rows decides its layout, and its blocks are converted by that layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.batch.options import SampledFile
from salarykit.batch.plain_file import PlainFile, arrow_errors
from salarykit.batch.salary_tables import SalaryTables
from salarykit.currency.codes import CODES
from salarykit.errors import SourceError
from salarykit.files.columns import combine
from salarykit.pay.pay_year import PERIODS
from salarykit.reading.clean_source import FileSample, clean_raw, open_blocks, open_columns, read_sample
from salarykit.reading.column_mapping import exact_plan, plan_columns
from salarykit.reading.inference_log import count_sentence
from salarykit.reading.monthly_markets import ABROAD
from salarykit.reading.plan import AmountColumn
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from salarykit.batch.options import BatchOptions, FileOptions
    from salarykit.batch.report import ConvertedBlock
    from salarykit.files.stream.locations import InputFile
    from salarykit.reading.options import ReadingOptions

__all__ = ["OpenInput", "open_input"]

_PLAIN: Final = {"currency": sorted(CODES), "period": ["", *PERIODS]}
"""The plain values of each field that has codes or words."""


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
        with_keys: whether to write the columns that the names of its folders state.

    Raises:
        SourceError, InvalidSalary: see `convert_file`.
    """
    with arrow_errors(input_file.location.name):
        file = _sampled(input_file, options, file_options, with_keys=with_keys)
        reason = _reason(file.sample, file.reading_options) if file.blocks else None
        is_plain = file.blocks and reason is None
        converting = PlainFile(file, file.blocks) if file.blocks and is_plain else SalaryTables(file)
        declared = converting.declared()
    return OpenInput(declared, converting.blocks(), converting.convert, _notes(file, reason))


def _sampled(
    input_file: InputFile, options: BatchOptions, file_options: FileOptions, *, with_keys: bool
) -> SampledFile:
    """Return a file with the sample that decides how it is read; all its rows if it cannot be read in blocks."""
    blocks = open_blocks(input_file.location, file_options.reading.dialect)
    if blocks is None:
        reading_options, sample = _in_memory(input_file, options, file_options.reading)
    else:
        reading_options = _with_days(input_file, options, file_options.reading, blocks.schema.names)
        sample = read_sample(blocks, reading_options, input_file.keys)
    return SampledFile(input_file, options, file_options, reading_options, sample, blocks, with_keys)


def _notes(file: SampledFile, reason: str | None) -> tuple[str, ...]:
    """Return why a file is written as a table of salaries, if it is, and what its sample decided."""
    sample, reading = file.sample, file.sample.cleaned.log.reading()
    counted = {count_sentence(kind, rows) for kind, rows in reading.counts.items()}
    notes = [f"{file.name} is written as a table of salaries, because {reason}."] if reason else []
    if not sample.is_all:
        notes.append(f"{len(sample.cleaned.raw):,} of the rows of {file.name} decided its layout.")
    return (*notes, *(sentence for sentence in reading.sentences if sentence not in counted))


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


def _reason(sample: FileSample, reading_options: ReadingOptions) -> str | None:
    """Return why the rows of a file are not salaries in plain cells; None if they are."""
    plan, decided, details = sample.plan, sample.cleaned.decided, sample.cleaned.details
    header = plan.figures[0].column if plan.figures else ""
    worded = (
        name
        for name, plain_values in _PLAIN.items()
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
        "a currency states a multiple": "scaled" in sample.cleaned.log.counts,
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
