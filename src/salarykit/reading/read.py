"""The entry point of the room: `sift_salaries`, `read_salaries` and the packaged table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from salarykit.errors import InvalidSalary
from salarykit.files.reading import paths_of
from salarykit.reading.clean_source import clean_source
from salarykit.reading.options import READING, ReadingOptions
from salarykit.reading.rejects import Rejects, summary
from salarykit.reading.sifting import merge_files, sift_rows
from salarykit.salaries.table import SalaryTable  # noqa: TC001 - evaluated for the fields of a record

if TYPE_CHECKING:
    from typing import Unpack

    from salarykit.reading.options import ReadingKeywords

__all__ = ["Rejects", "Sifted", "load_salaries", "read_salaries", "sift_salaries"]

_PACKAGED: Final = Path(__file__).parents[1] / "data" / "salaries.csv"
_CHECKOUT: Final = Path(__file__).parents[3] / "data" / "salaries.csv"  # the file that the wheel packages


class Sifted(NamedTuple):
    """The good rows of a source and its rejects; unpacks into `good, bad`.

    Attributes:
        good: the rows that are salaries.
        bad: the refused cells, whose rows are not in `good`.

    Examples:
        >>> import salarykit as sk
        >>> good, bad = sk.sift_salaries([{"amount": 1, "currency": "EUR"}, {"amount": 2}])
        >>> len(good), [cell["code"] for cell in bad]
        (1, ['missing'])
    """

    good: SalaryTable
    bad: Rejects


@READING.spelled_out
def sift_salaries(source: Any, **options: Unpack[ReadingKeywords]) -> Sifted:
    """Return the rows of a source that are salaries, and the refused cells of all other rows, each with the reason.

    A row needs an `amount` and a `currency`. It may have `role`, `city`, `country`, `period` (a year if missing),
    `statistic`, `as_of`, `sample_size`, `relevance`, `source` and `note`; see `Salary`. All other columns are passed through
    unchanged. A CSV has no types, so its other columns stay text.

    If no column has the name of a field, its column is found by the header (`Gehalt (k€)`, `Median, USD`). Cells that are not plain
    numbers or codes are read as people write them (`£44k`, `65.000 € p.a.`, `Germany`, `monthly`). `table.reading` lists what was
    inferred. What the texts of amounts say about tax and the number of monthly salaries becomes the columns `pay_gross` and
    `months_per_year`. If most amounts are texts, `pay_low`, `pay_high` and `amount_text` are added.

    Args:
        source: a path to CSV, Parquet, JSON, a workbook (XLSX, XLSB, ODS) or a page, which may be compressed (gzip, bzip2, xz,
            zstandard, zip); a list of paths, or a pattern such as `pay/*.csv`; a pandas, polars or Arrow table or anything with
            `__arrow_c_stream__`; or records: mappings, `Salary`, dataclasses, pydantic models.
        columns: the source's column for each field, `{"amount": "CompTotal"}`; it takes precedence over whatever is inferred. Of a list of
            columns, each row is read from the first whose cell can be read.
        defaults: for each field, what an empty cell or a missing column stands for, `{"currency": "USD", "as_of": "2024"}`.
        layout: how to read the source: a `Layout`, the path of its JSON file, or the name of a well-known layout, which is needed only if
            the layout is not recognised. Every other option takes precedence over it.
        decimal: the decimal separator of amounts, "." or ","; None to infer it from most of their cells.
        day_first: whether `03/04/2024` is the third of April; None to infer it from the other dates of the source.
        encoding: the encoding of a text file, such as "cp1250" or "gb18030". If None, UTF-8, UTF-16 and Windows-1252 are recognised; any
            other file is refused, and the message names the encodings that fit. Ignored for other sources.
        delimiter: what separates the cells of a CSV; None to infer it.
        header: the line of a CSV or the row of a sheet with the names of its columns, counted from 1; those above it are
            skipped. None to find it.
        sheet: the sheet of a workbook, by its name or its number from 1; None for the only sheet with salaries.
        max_bytes: the most bytes that a file may decompress and decode to. None for 64 MiB or 250 times its size, whichever is more, but
            4 GiB at most; an uncompressed CSV then has no limit.
        infer: if False, only columns with the names of fields are read, and only cells that `Salary` takes.

    Raises:
        SourceError: if the source cannot be read at all.
        InvalidSalary: if a column is missing or ambiguous; if `columns`, `defaults` or `layout` has an unknown name.
        InvalidQuery: if `decimal`, `day_first`, `encoding`, `delimiter`, `header`, `sheet` or `max_bytes` is invalid.

    Examples:
        >>> import salarykit as sk
        >>> sifted = sk.sift_salaries(
        ...     [
        ...         {"city": "Toronto", "amount": "342000", "currency": "CAD"},
        ...         {"city": "London", "amount": "n/a", "currency": "GBP"},
        ...     ]
        ... )
        >>> len(sifted.good), sifted.bad[0]["row"], sifted.bad[0]["message"]
        (1, 2, "'n/a' is not a plain number such as 45000 or 45000.50.")
    """
    READING.check(sift_salaries, options)
    return _sift(source, ReadingOptions.of(options))


def _sift(source: Any, options: ReadingOptions) -> Sifted:
    """Return the good rows and the refused cells of one source, or of a list of files."""
    paths = paths_of(source)
    if paths is not None:
        return Sifted(*merge_files([(path, *_sift_one(path, options)) for path in paths]))
    return Sifted(*_sift_one(source, options))


def _sift_one(source: Any, options: ReadingOptions) -> tuple[SalaryTable, Rejects]:
    rows = sift_rows(*clean_source(source, options))
    return rows.good, rows.bad


@READING.spelled_out
def read_salaries(source: Any, **options: Unpack[ReadingKeywords]) -> SalaryTable:
    """Return all rows of a source as salaries, or raise one error if any cell was refused; `sift_salaries` keeps the good rows.

    Args:
        source: see `sift_salaries`.
        options: as `sift_salaries` takes them.

    Raises:
        SourceError: if the source cannot be read at all.
        InvalidSalary: if any row is not a salary; its attribute `bad` lists all refused cells.
        InvalidQuery: see `sift_salaries`.

    Examples:
        >>> import salarykit as sk
        >>> len(
        ...     sk.read_salaries(
        ...         [{"city": "Toronto", "pay": 342_000}],
        ...         columns={"amount": "pay"},
        ...         defaults={"currency": "CAD"},
        ...     )
        ... )
        1
        >>> sk.read_salaries([{"amount": 1, "currency": "EUR", "relevance": 1.2}])
        Traceback (most recent call last):
        salarykit.errors.InvalidSalary: 1 row of records cannot be read: row 1, relevance: a relevance lies between
        0 and 1; 1.2 does not. sk.sift_salaries keeps the other rows and lists these.
    """
    READING.check(read_salaries, options)
    sifted = _sift(source, ReadingOptions.of(options))
    if len(sifted.bad):
        raise InvalidSalary(summary(sifted.bad, source), bad=sifted.bad)
    return sifted.good


def load_salaries() -> SalaryTable:
    """Return the packaged table: the estimated median salary of a Chief Product Officer in fifteen cities in 2024.

    Examples:
        >>> import salarykit as sk
        >>> table = sk.load_salaries()
        >>> len(table), table[4].city, table[4].amount, table[4].currency
        (15, 'Toronto', 342000.0, 'CAD')
    """
    return read_salaries(_PACKAGED if _PACKAGED.exists() else _CHECKOUT)
