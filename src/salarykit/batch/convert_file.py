"""`convert_file`: reads, converts and writes files of any size, block by block."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from salarykit.batch.options import BatchOptions, FileOptions
from salarykit.batch.rejects_file import check_written
from salarykit.batch.run import Run, check_folder
from salarykit.errors import InvalidQuery
from salarykit.files.stream.locations import input_files, locate
from salarykit.files.stream.sinks import check_compression, format_of
from salarykit.files.writing import check_formulas
from salarykit.keywords import Keywords, is_one_of
from salarykit.reading.options import READING, ReadingKeywords, ReadingOptions
from salarykit.salaries.conversion_options import CONVERSION, ConversionKeywords

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from salarykit.batch.report import BatchReport, Progress
    from salarykit.files.stream.sinks import Compression, Format
    from salarykit.files.writing import Formulas
    from salarykit.rates.spans import On

__all__ = ["convert_file"]


class FileKeywords(ReadingKeywords, ConversionKeywords, total=False):
    """The options of reading files and of converting their rows."""


_FILES: Final = Keywords(FileKeywords, **READING.defaults, **CONVERSION.defaults)


@_FILES.spelled_out
def convert_file(  # noqa: PLR0913 - the options of the output are listed only here
    source: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    base: str,
    on: On,
    add: Sequence[str] | None = None,
    drop_local: bool = False,
    rejects: str | os.PathLike[str] | None = None,
    format: Format = "parquet",  # noqa: A002 - the usual name of this option
    compression: Compression | None = None,
    resume: bool = False,
    formulas: Formulas = "escape",
    filesystem: Any = None,
    remote: bool = False,
    progress: Callable[[Progress], None] | None = None,
    **options: Unpack[FileKeywords],
) -> BatchReport:
    """Convert files of any size, in memory that does not grow with them, and write the columns that `SalaryTable.convert` adds.

    The output has all columns of the file, unchanged and in their order, then those of the conversion: `value`, `rate`,
    `rate_on`, `rate_staleness`, `rate_kind`, `rate_step`, `rate_flag`, and those of ageing and price levels. `value` is a
    year's pay in the base; figures of another period are annualised first. Columns of a CSV stay text, because a CSV has no
    types; in Parquet its amounts become numbers.

    Headers and cells are read as `read_salaries` reads them. A sample of the rows decides the layout of a file, and every
    block is read by it. If the sample shows that rows are not salaries in plain cells (`£44k`, several figures in a row, no
    column of currencies), the output has the columns of a `SalaryTable`, and the report says so. Pages, JSON and files of
    many well-known layouts are read as a whole.

    No file appears under its name before it is complete: a run that fails or is killed leaves the former file in place.

    Args:
        source: a CSV (plain or compressed with gzip, bzip2 or zstandard), a Parquet file, a workbook, a folder, a pattern such as
            `pay/*/2024-*.csv.gz`, or a list of these; paths, or with `remote` URLs that pyarrow or fsspec opens (`s3://bucket/pay/`).
            Folders with Hive's names (`country=DE/`) make columns.
        out: a `.parquet` or `.csv` (`.csv.gz`) file for all rows; or a folder, which gets a file for each input, in the same
            subfolders.
        base: the currency to convert to, ISO 4217.
        on: a day or span for all rows ("2024-06-28", "2024"; see `convert`), `"latest"`, `"own"` for each row's own
            `as_of`, or the name of a column of days or spans.
        columns: field names and the file's column names, `{"amount": "CompTotal"}`.
        defaults: the values of missing cells or columns, `{"currency": "USD"}`.
        layout: how to read the files; see `sift_salaries`.
        decimal: the decimal sign of amounts, "." or ","; None infers it from the cells.
        day_first: whether `03/04/2024` is the third of April; None infers it from the other days of the file.
        rates: the rates to use; the packaged ones if None.
        max_staleness: how many days old a day's rate may be.
        missing: "raise", or "null" to write rows without a rate, and without a value.
        pay_year: how many hours, days, weeks and months are paid in a year; `PayYear()` if None. A column
            `months_per_year` takes precedence for monthly figures.
        average: how the rates of a span become one rate, by their mean or their median.
        coarse: `"year"` to accept the mean of the calendar year for a day without a more frequent rate.
        ageing: how to bring figures to one date first, each from its own `as_of`; adds `age_factor`. A row that cannot
            be aged is an error, or has no value if `missing` is "null".
        price_levels: the price levels to divide by, as `SalaryTable.convert` takes them; adds `nominal` and `parity`. A row
            whose country has no price level has no value; the report counts such rows.
        add: the columns of the conversion to write; all of them if None. `read_salaries` recognises a file as a converted
            table only if it has all of them.
        drop_local: leave out amount, currency and period.
        rejects: a `.csv` or `.parquet` file for the rows that cannot be read: `file`, `row` (from 1), `column`, `value`,
            `code`, `message`, one line for each bad cell. Without it the first bad row is an error.
        encoding: the encoding of text files, such as "cp1250" or "gb18030"; see `sift_salaries`.
        delimiter: the delimiter of a CSV; None infers it.
        header: the line of a CSV with the names of its columns, counted from 1; lines above it are skipped. None for the
            first.
        sheet: the sheet of a workbook; see `sift_salaries`.
        max_bytes: the most bytes that a file may decompress and decode to. If None, a file that is read in blocks has no limit,
            and any other file has that of `sift_salaries`.
        infer: whether to infer anything; if False, only columns with the names of fields and only plain cells are read.
        format: the format of the files in an output folder.
        compression: the compression of Parquet; zstandard if None. Columns of numbers that would not shrink stay
            uncompressed.
        formulas: in a CSV, "escape" puts an apostrophe before a text or header that a spreadsheet would run as a formula,
            and the report counts them; "keep" leaves them, for programs. Numbers never change.
        resume: continue an earlier run into the same folder. Only files whose input, output, options and rates are unchanged
            count as done.
        filesystem: a filesystem of pyarrow or fsspec for source, out and rejects; None for the one of their URLs, else the
            disk.
        remote: whether URLs may be opened, which can reach the network; if False, only paths on this machine are read and written.
        progress: called after each block.

    Raises:
        SourceError: if a file cannot be read or written, is damaged, or changes while it is read; it names the place.
        InvalidSalary: if a column is missing, or a row is refused and `rejects` is None; it names the file and the row.
        RateNotFound: if a row has no rate, unless `missing` is "null"; it names the file and the row.
        InvalidCurrency, InvalidSpan, InvalidQuery: for invalid options; InvalidQuery also for a row that cannot be aged, with
            the file and the row.

    Examples:
        >>> import salarykit as sk
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     report = sk.convert_file("data/salaries.csv", f"{folder}/usd.parquet", base="USD", on="2024")
        >>> report.rows_out, report.rejected, report.kinds
        (15, {}, {'mean': 11, 'identity': 4})
    """
    since = time.perf_counter()
    _FILES.check(convert_file, options)
    reading_options = ReadingOptions.of(options)
    others = {"defaults": reading_options.defaults, "add": _added(add), "drop_local": drop_local}
    batch_options = BatchOptions.of(base, on=on, others=others, **CONVERSION.filled(options))
    inputs, several = input_files(source, filesystem, remote=remote)
    target = locate(out, filesystem, remote=remote)
    kind, is_file = format_of(target.name)
    check_formulas(formulas)
    _check_formats(format, is_file=is_file, resume=resume)
    as_text = (kind if is_file else format) != "parquet"
    file_options = FileOptions(reading_options, as_text, refuses=rejects is not None)
    rejects_out = locate(rejects, filesystem, remote=remote) if rejects is not None else None
    check_written(inputs, target, rejects_out)
    run = Run(batch_options, file_options, check_compression(compression), rejects_out, progress, formulas)
    if is_file:
        run.into_file(inputs, target, kind)
    else:
        check_folder(inputs, target, several=several)
        run.into_folder(inputs, target, format, resume=resume)
    return run.report(target.name, len(inputs), since)


def _added(add: Any) -> tuple[str, ...] | None:
    """Return the columns to write as a tuple; None for all.

    Raises:
        InvalidQuery: unless it is a list of names.
    """
    if add is not None and (isinstance(add, str) or not isinstance(add, Collection)):
        raise InvalidQuery(f"add={add!r:.80}: give a list of columns.", value=add)
    return None if add is None else tuple(add)


def _check_formats(out_format: str, *, is_file: bool, resume: bool) -> None:
    """Refuse an unknown format, and `resume` for a single file.

    Raises:
        InvalidQuery: naming the option.
    """
    if not is_one_of(out_format, ("parquet", "csv")):
        raise InvalidQuery(f"format={out_format!r}: choose 'parquet' or 'csv'.", value=out_format)
    if not isinstance(resume, bool):
        raise InvalidQuery(f"resume={resume!r}: choose True or False.", value=resume)
    if is_file and resume:
        raise InvalidQuery(
            "resume works for an output folder; a single file is always written as a whole.", value=resume
        )
