"""`convert_file`: files of any size, read, converted and written block after block."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from salarykit.batch.order import Order, Wanted
from salarykit.batch.refused import check_rejects
from salarykit.batch.run import Run, check_folder
from salarykit.errors import InvalidQuery
from salarykit.files.stream.locations import locate, parts_of
from salarykit.files.stream.sinks import check_compression, format_of
from salarykit.keywords import Keywords
from salarykit.reading.options import READING, ReadingKeywords, ReadingOptions
from salarykit.salaries.conversion_options import CONVERSION, ConversionKeywords

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from salarykit.batch.report import BatchReport, Progress
    from salarykit.files.stream.sinks import Compression, Format
    from salarykit.rates.spans import On

__all__ = ["convert_file"]


class FileKeywords(ReadingKeywords, ConversionKeywords, total=False):
    """The options of reading files and of converting them."""


_FILES: Final = Keywords(FileKeywords, **READING.defaults, **CONVERSION.defaults)


@_FILES.spelled_out
def convert_file(  # noqa: PLR0913 - what is written is this function's own
    source: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    base: str,
    on: On,
    add: Sequence[str] | None = None,
    drop_local: bool = False,
    rejects: str | os.PathLike[str] | None = None,
    format: Format = "parquet",  # noqa: A002 - the word of every reader and writer
    compression: Compression | None = None,
    resume: bool = False,
    filesystem: Any = None,
    progress: Callable[[Progress], None] | None = None,
    **options: Unpack[FileKeywords],
) -> BatchReport:
    """Convert files of any size, in memory that does not grow with them, and write what `SalaryTable.convert` adds.

    All columns of a file are written as they are, in their order; then come those of the conversion: `value`, `rate`,
    `rate_on`, `rate_staleness`, `rate_kind`, `rate_step`, `rate_flag`, and what ageing and price levels add. `value` is a year's pay in the base: a figure of another
    period is annualised first. A CSV has no types, so its columns stay text; in Parquet its amounts are numbers.

    Headers and cells are understood as `read_salaries` does. A file of plain cells, as `Salary` takes them, is read block
    after block. One with others (`£44k`, `65.000,00`, several figures in a row, a blank currency beside a country, a page)
    is read whole, or, if it has more than 2 GiB or is not on the disk, block after block by what its first 16 MB decide; its result has
    the columns of a `SalaryTable`; the report says so. A file in which such a cell comes
    late is begun again, if it is the only one for its target, lies on the disk, and has at most 256 MB: in all others such
    cells are refused one by one.

    Nothing appears under its name before it is complete: a run that fails or is killed leaves what was there.

    Args:
        source: a CSV (packed by gzip, bzip2 or zstandard, or not) or Parquet file, a folder, a pattern such as
            `pay/*/2024-*.csv.gz`, or a list of these; paths, or URLs that pyarrow or fsspec opens (`s3://bucket/pay/`).
            Folders named as Hive does (`country=DE/`) make columns.
        out: a `.parquet` or `.csv` (`.csv.gz`) file for everything; or a folder, which gets a file for each one that is
            read, in the same folders below it.
        base: ISO 4217.
        on: a day or span for all rows ("2024-06-28", "2024"; see `convert`), `"latest"`, `"own"` for each row's own
            `as_of`, or the name of a column of days or spans.
        columns: our names to the file's, `{"amount": "CompTotal"}`.
        defaults: what a missing cell or column stands for, `{"currency": "USD"}`.
        layout: what the files mean, as `sift_salaries` takes it; a file of a given layout is read whole.
        decimal: what separates decimals in amounts, "." or ","; None if most of their cells are to say.
        day_first: whether `03/04/2024` is the third of April; None if other days of the file are to say.
        rates: the rates to use; the packaged ones if None.
        max_staleness: how many days old a day's rate may be.
        missing: "raise", or "null": no value where there is no rate.
        pay_year: how many hours, days, weeks and months are paid in a year; `PayYear()` if None. A column
            `months_per_year` goes before it for figures of a month.
        average: what stands for a span of days, their mean or their median.
        coarse: `"year"`: the mean of the calendar year may stand for a day for which nothing finer is published.
        ageing: how figures are brought to one date first, each from its own `as_of`; adds `age_factor`. A row that cannot
            be aged is an error, or has no value if `missing` is "null".
        price_levels: what figures are divided by, as `SalaryTable.convert` takes it; adds `nominal` and `parity`. A row
            whose country has no price level has no value; the report counts them.
        add: which of the columns of the conversion are written; all of them if None. `read_salaries` takes a file for a converted table only
            if it has all of them.
        drop_local: leave out amount, currency and period.
        rejects: a `.csv` or `.parquet` file for the rows that cannot be read: `file`, `row` (from 1), `column`, `value`,
            `code`, `message`, a line for each bad cell. Without it the first such row is an error.
        encoding: of files of text, as "cp1250" or "gb18030"; see `sift_salaries`.
        delimiter: what parts the cells of a CSV; None if that is to be found out.
        header: the line of a CSV with the names of its columns, counted from 1; those above it are skipped. None for the
            first.
        infer: False takes only columns that are named exactly, and never reads a CSV or Parquet file whole.
        format: of the files in a folder.
        compression: of Parquet; zstandard if None. Columns of numbers that would not shrink are left as they are.
        resume: go on after the last file that an earlier run into the same folder completed. Only files that are
            untouched since, read and written with the same options and rates, count as done.
        filesystem: of pyarrow or fsspec, for source, out and rejects; None for what their URLs say, else the disk.
        progress: is called after each block.

    Raises:
        SourceError: if a file cannot be read or written, or is damaged or changed meanwhile; naming the place.
        InvalidSalary: if a column is missing; if a row is refused and `rejects` is None; with the file and the row.
        RateNotFound: if a row has no rate, unless `missing` is "null"; with the file and the row.
        InvalidCurrency, InvalidSpan, InvalidQuery: for options that cannot be; InvalidQuery with the file and the row for one that
            cannot be aged.

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
    asked = ReadingOptions.of(options)
    own = {"defaults": asked.defaults, "add": None if add is None else tuple(add), "drop_local": drop_local}
    order = Order.of(base, on=on, others=own, **CONVERSION.filled(options))
    parts, several = parts_of(source, filesystem)
    target = locate(out, filesystem)
    kind, is_file = format_of(target.name)
    _check_formats(format, is_file=is_file, resume=resume)
    as_text = (kind if is_file else format) != "parquet"
    wanted = Wanted(asked, as_text, refuses=rejects is not None)
    told = locate(rejects, filesystem) if rejects is not None else None
    if told:
        check_rejects(parts, target, told)
    run = Run(order, wanted, check_compression(compression), told, progress)
    if is_file:
        run.into_file(parts, target, kind)
    else:
        check_folder(parts, target, several=several)
        run.into_folder(parts, target, format, resume=resume)
    return run.tally.report(
        order, out=target.name, rejects=told and told.name, files=len(parts), resumed=run.resumed, since=since
    )


def _check_formats(asked: str, *, is_file: bool, resume: bool) -> None:
    """Refuse a format that is none, and to go on with what is written anew.

    Raises:
        InvalidQuery: naming the option.
    """
    if asked not in ("parquet", "csv"):
        raise InvalidQuery(f"format={asked!r}: choose 'parquet' or 'csv'.", value=asked)
    if is_file and resume:
        raise InvalidQuery("resume is for a folder of many files: one file is written anew.", value=resume)
