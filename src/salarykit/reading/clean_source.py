"""Opens a source, maps its columns and cleans its rows; a sample of its rows decides what a large file means."""

# A little over 300 lines: the sample of a file is cleaned by the same steps as the file.

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from salarykit.errors import InvalidSalary, SalaryKitError, SourceError
from salarykit.files.compression import compression_of
from salarykit.files.parquet_reading import decoded_bytes
from salarykit.files.raw import Document, Raw
from salarykit.files.reading import read_any, read_raw
from salarykit.files.stream.blocks import NO_KEYS, raw_of, reading_errors
from salarykit.files.stream.csv_blocks import CsvBlocks, is_plain_text
from salarykit.files.stream.locations import locate
from salarykit.files.stream.parquet_blocks import ParquetBlocks
from salarykit.reading.clean import clean_columns
from salarykit.reading.cleaned import decide_summaries, with_places, without_other_tables, without_summaries
from salarykit.reading.column_mapping import exact_plan, plan_columns
from salarykit.reading.layouts.career_page import is_career_page
from salarykit.reading.layouts.registry import is_known, read_document, recognise_table
from salarykit.reading.missing_column import check_named, check_repeated, missing_column
from salarykit.reading.nested import with_parts
from salarykit.reading.noted_units import with_table_notes
from salarykit.reading.other_tables import OtherTables
from salarykit.reading.plan import named_figure
from salarykit.reading.running_summaries import running_summaries
from salarykit.reading.sheet_cells import with_shown_numbers
from salarykit.reading.side_by_side import neighbour_columns, neighbour_note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.files.format_options import FormatOptions
    from salarykit.files.stream.blocks import Block, Blocks
    from salarykit.files.stream.locations import Location
    from salarykit.files.workbooks.workbook import Workbook
    from salarykit.reading.cleaned import Cleaned
    from salarykit.reading.decisions import Decisions
    from salarykit.reading.layout import Layout
    from salarykit.reading.options import ReadingOptions
    from salarykit.reading.plan import Plan

__all__ = [
    "SAMPLE",
    "FileSample",
    "clean_raw",
    "clean_source",
    "open_blocks",
    "open_columns",
    "read_sample",
    "sample_of",
]

SAMPLE: Final = 1 << 22
"""How many bytes of rows decide what a file means; of a smaller file, all rows decide."""
_TINY: Final = 1 << 16  # bytes up to which a file is not sampled, unless it is compressed
_REPEATED: Final = 8  # bytes of texts repeated in a dictionary column that count as one byte of a sample
_PLACES: Final = 8  # places of a sample in the file, in addition to its beginning
_PART: Final = 1 << 18  # bytes of a sample at each place
_FIRST_ROWS: Final = 1000  # the rows of a sheet that show whether it has salaries


class FileSample(NamedTuple):
    """Some rows of a file, cleaned.

    Attributes:
        cleaned: the rows; their cities have not been looked up.
        plan: which column is which field.
        is_all: whether these are all rows of the file.
    """

    cleaned: Cleaned
    plan: Plan
    is_all: bool


def clean_source(source: Any, options: ReadingOptions) -> tuple[Cleaned, Plan]:
    """Return the rows of a source, cleaned, and its plan; a sample decides what a large file means.

    Raises:
        SourceError, InvalidSalary: see `sift_salaries`.
    """
    sample = sample_of(source, options)
    return clean_raw(*open_columns(source, options), options, sample and sample.cleaned.decided)


def open_columns(source: Any, options: ReadingOptions) -> tuple[Raw, Plan | None]:
    """Return the columns of a source, and its plan if the kind of source, such as a well-known layout, decides it.

    Raises:
        SourceError, InvalidSalary: see `sift_salaries`.
    """
    if not (options.infer or options.layout):
        return read_raw(source, options.dialect), None
    opened = read_any(source, is_page=is_career_page, dialect=options.dialect)
    if isinstance(opened, Document):
        raw, plan = read_document(opened, _known_name(options.layout))
        return (raw if plan else with_parts(raw)), plan
    if isinstance(opened, Raw):
        return (opened if isinstance(source, str | os.PathLike) else with_parts(opened)), None
    return _choose_sheet(opened, options), None


def _choose_sheet(book: Workbook, options: ReadingOptions) -> Raw:
    """Return the sheet of a workbook that has salaries.

    Raises:
        SourceError: if no sheet has salaries, or several have.
    """
    names = [name for name, raw in book.sheets.items() if _has_salaries(raw, options)]
    if len(names) == 1:
        raw = book.sheets[names[0]]
        note = f"Of the sheets {', '.join(map(repr, book.sheets))} only {names[0]!r} has salaries."
        return raw.replaced(notes=(*raw.notes, note))
    shown = ", ".join(map(repr, names or book.sheets))
    problem = (
        f"has salaries in several sheets: {shown}"
        if names
        else f"has no sheet with salaries that can be read: {shown}"
    )
    example = f"sheet={(names or list(book.sheets))[0]!r}"
    raise SourceError(f"{book.name} {problem}. Name one with {example}.", source=book.name)


def _has_salaries(raw: Raw, options: ReadingOptions) -> bool:
    """Return whether one of the first rows of a sheet is a salary."""
    rows = {name: column[:_FIRST_ROWS] for name, column in raw.columns.items()}
    numbers = None if raw.numbers is None else raw.numbers[:_FIRST_ROWS]
    try:
        cleaned, _ = clean_raw(raw.replaced(columns=rows, numbers=numbers), None, options, places=False)
    except SalaryKitError:
        return False
    return len({fault.at for _, fault in cleaned.faults}) < len(cleaned.unstated)


def _known_name(layout: Layout | None) -> str | None:
    """Return the name of a layout if it is a well-known one."""
    return layout.name if layout and is_known(layout.name) else None


def clean_raw(
    raw: Raw,
    base: Plan | None,
    options: ReadingOptions,
    pinned: Decisions | None = None,
    *,
    places: bool = True,
    is_all: bool = True,
) -> tuple[Cleaned, Plan]:
    """Return the rows of an open source, cleaned, and its plan.

    Args:
        raw: the columns.
        base: which column is which field, if the kind of source decides it.
        options: how to read the source.
        pinned: the decisions for all rows; by default those of the layout, or else these rows decide.
        places: whether to look up the cities; no other field depends on it.
        is_all: whether these are all rows of the source.

    Raises:
        InvalidSalary, SourceError: see `sift_salaries`.
    """
    raw, plan, pinned = _planned(raw, base, options, pinned)
    raw = with_shown_numbers(raw, plan)
    cleaned = clean_columns(raw, plan, options, pinned)
    is_inferred = options.infer and not plan.layout
    cleaned = without_other_tables(cleaned, OtherTables(plan, options.defaults) if is_inferred else None)
    if pinned is None and is_inferred:
        cleaned = decide_summaries(cleaned, plan, is_all=is_all)
    running = running_summaries(plan, pinned.summaries, infer=options.infer) if pinned else None
    cleaned = without_summaries(cleaned, plan, running)
    return with_places(cleaned) if places else cleaned, plan


def _planned(
    raw: Raw, base: Plan | None, options: ReadingOptions, pinned: Decisions | None
) -> tuple[Raw, Plan, Decisions | None]:
    """Return the columns in the form of their layout, their plan, and the decisions that are already made, if any.

    Raises:
        InvalidSalary, SourceError: see `sift_salaries`.
    """
    layout, infer, name = options.layout, options.infer, _known_name(options.layout)
    if base is None and (layout is None or not layout.is_decided or name):
        raw, base = recognise_table(raw, name, options.columns, infer=infer)
    check_named(raw, options.columns)
    for field, further in options.further.items():
        for column in further:
            check_named(raw, {field: column})
    decisions = layout.decisions() if layout else None
    if decisions and pinned is None:
        day_first = options.day_first
        pinned = decisions if day_first is None else decisions.replaced(day_first=day_first)
    neighbours = (
        neighbour_columns(raw, options.columns) if infer and base is None and not decisions else frozenset()
    )
    plan = _plan_for(raw, base, neighbours, options, by_layout=decisions is not None)
    check_repeated(raw, plan, options.columns, neighbours, infer=infer)
    if infer and base is None:
        plan = with_table_notes(plan, raw, options.defaults, takes=not decisions)
    return raw, plan, pinned


def _inferred_plan(raw: Raw, neighbours: frozenset[str], base: Plan | None, options: ReadingOptions) -> Plan:
    """Return the plan of the columns by their headers, without the columns of a second table next to the first."""
    names = [name for name in raw.columns if name not in neighbours]
    plan = plan_columns(names, options.columns, base, raw.columns)
    notes = [neighbour_note([name for name in raw.columns if name in neighbours])] if neighbours else []
    return plan.replaced(notes=(*plan.notes, *notes))


def _plan_for(
    raw: Raw, base: Plan | None, neighbours: frozenset[str], options: ReadingOptions, *, by_layout: bool
) -> Plan:
    """Return the plan of the columns: that of a layout with decisions, that of the kind of source, or the one that headers give."""
    if options.layout and by_layout:
        plan = _plan_of(options.layout, raw, options)
    elif options.infer:
        plan = _inferred_plan(raw, neighbours, base, options)
    else:
        plan = base or exact_plan(list(raw.columns), options.columns)
    return plan.with_further(options.further)


def _plan_of(layout: Layout, raw: Raw, options: ReadingOptions) -> Plan:
    """Return the plan of a layout, with columns that the caller names in place of the layout's.

    Raises:
        InvalidSalary: if the source lacks a column of the plan, naming the nearest column.
    """
    plan = layout.plan()
    own = {field: column for field, column in options.columns.items() if field != "amount"}
    further = {field: names for field, names in plan.further.items() if field not in own}
    plan = plan.replaced(columns={**plan.columns, **own}, further=further)
    if "amount" in options.columns:
        plan = plan.replaced(figures=(named_figure(options.columns["amount"]),), ends=None)
    wanted = {
        **dict.fromkeys(plan.amount_columns, "amount"),
        **{column: field for field, names in plan.further.items() for column in names},
        **plan.fields,
    }
    for column, field in wanted.items():
        if column not in raw.columns:
            sentence = missing_column(list(raw.columns), column, field, raw.name, raw.lines)
            raise InvalidSalary(f"The layout does not fit: {sentence}", column=field)
    return plan


def open_blocks(location: Location, given: FormatOptions) -> Blocks | None:
    """Return a file that can be read block by block; None if it is neither CSV nor Parquet.

    Raises:
        SourceError: if it cannot be read.
    """
    with reading_errors(location), location.filesystem.open_input_file(location.path) as file:
        start = file.read(4)
    if start == b"PAR1":
        given.check_csv(location.name, "Parquet")
        return ParquetBlocks(location)
    if not is_plain_text(location, given):
        return None
    given.check_sheet(location.name, "a CSV")
    return CsvBlocks(location, given=given)


def read_sample(
    opened: Blocks, options: ReadingOptions, keys: Mapping[str, str | None] = NO_KEYS
) -> FileSample:
    """Return the sample of a file, cleaned: its first rows, and rows at evenly spaced places.

    Args:
        opened: the open file.
        options: how to read it.
        keys: values that the names of its folders state for all rows.

    Raises:
        SourceError, InvalidSalary: see `sift_salaries`.
    """
    is_decided = options.layout is not None and options.layout.is_decided
    is_small = opened.size is not None and opened.size <= SAMPLE
    left = math.inf if is_small else SAMPLE - _PLACES * _PART
    blocks: list[Block] = []
    is_all = True
    for block in opened.blocks():
        if blocks and left <= 0:
            is_all = False
            break
        part, size = block, max(block.table.nbytes, decoded_bytes(block.table) // _REPEATED)
        if size > left:
            part, is_all = block.first(math.ceil(len(block.table) * left / size)), False
        blocks.append(part)
        left = 0 if is_decided else left - size
        if not is_all:
            break
    if not (is_all or is_decided):
        blocks += opened.spaced_blocks(_PLACES, _PART)
    return FileSample(
        *clean_raw(raw_of(opened, blocks, keys), None, options, places=False, is_all=is_all), is_all
    )


def sample_of(source: Any, options: ReadingOptions) -> FileSample | None:
    """Return the sample of a file that is too large for all its rows to decide what it means; None for any other source."""
    if not isinstance(source, str | os.PathLike) or not os.path.isfile(source):  # noqa: PTH113 - `Path.is_file` fails for long names
        return None
    if _is_tiny(Path(source)) or (options.layout and options.layout.is_decided):
        return None
    opened = open_blocks(locate(source), options.dialect)
    if opened is None or (opened.size is not None and opened.size <= SAMPLE):
        return None
    if Path(source).stat().st_size <= _TINY:
        # a file that decompresses beyond its budget is refused before a sample is decoded
        read_raw(source, options.dialect)
    sample = read_sample(opened, options)
    return None if sample.is_all else sample


def _is_tiny(path: Path) -> bool:
    """Return whether a file is tiny, and neither compressed nor Parquet, because those may decode to much more."""
    if path.stat().st_size > _TINY:
        return False
    with path.open("rb") as file:
        start = file.read(6)
    return compression_of(start) is None and not start.startswith(b"PAR1")
