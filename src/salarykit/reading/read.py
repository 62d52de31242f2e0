"""Reading salaries: the good rows as a table, every bad cell with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidSalary
from salarykit.files.reading import paths_of
from salarykit.reading.asked import READING, asked_for
from salarykit.reading.merging import merged
from salarykit.reading.rejects import Rejects, rejects_of, summary
from salarykit.reading.riding import riding
from salarykit.reading.sample import understood
from salarykit.reading.unstated import faults_of
from salarykit.reading.validation import ARROW_TYPES, check_column
from salarykit.salaries.fields import FIELDS, MONTHS
from salarykit.salaries.table import SalaryTable
from salarykit.salaries.terms import Terms, added_by, free_columns

if TYPE_CHECKING:
    from typing import Unpack

    from numpy.typing import NDArray

    from salarykit.reading.asked import Asked, ReadingKeywords
    from salarykit.reading.clean import Understood
    from salarykit.reading.column_mapping import Plan

__all__ = ["Halves", "Rejects", "Sifted", "halves", "load_salaries", "read_salaries", "sift_salaries"]

_PACKAGED: Final = Path(__file__).parents[1] / "data" / "salaries.csv"
_CHECKOUT: Final = Path(__file__).parents[3] / "data" / "salaries.csv"  # where the wheel's copy comes from


class Sifted(NamedTuple):
    """What reading found; it unpacks into its two parts.

    Attributes:
        good: the rows that are salaries.
        bad: the cells that kept a row from being one.

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
    """Return the rows that are salaries, and every cell that is not, with its reason.

    A row needs an `amount` and a `currency`. It may have `role`, `city`, `country`, `period` (a year if missing),
    `statistic`, `as_of`, `sample_size`, `relevance`, `source` and `note`; see `Salary`. All other columns ride along
    untouched. A CSV has no types, so its other columns stay text.

    Where a field has no column of its name, the headers are searched for one (`Gehalt (k€)`, `Median, USD`), and cells
    that are no plain numbers or codes are read as people write them (`£44k`, `65.000 € p.a.`, `Germany`, `monthly`). What
    was inferred stands in `table.reading`. What a text says beside the fields rides along as `pay_gross` and
    `months_per_year`, and where most amounts are texts as `pay_low`, `pay_high` and `amount_text`.

    Args:
        source: a path to CSV, Parquet, JSON, or a page, gzip, bzip2, xz, zstandard or zip among them; a list of paths, or
            a pattern such as `pay/*.csv`; a pandas, polars or Arrow table or anything with `__arrow_c_stream__`; or
            records: mappings, `Salary`, dataclasses, pydantic models.
        columns: our names to the source's, `{"amount": "CompTotal"}`; they go before all that is inferred.
        defaults: what a missing cell or column stands for, `{"currency": "USD", "as_of": "2024"}`.
        layout: what the source means: a `Layout`, a JSON file of one, or the name of a well-known one; of these, one that is
            unmistakable need not be named. What else is said here goes before it.
        decimal: what separates decimals in amounts, "." or ","; None if most of their cells are to say.
        day_first: whether `03/04/2024` is the third of April; None if other days of the source are to say.
        encoding: of files of text, as "cp1250" or "gb18030"; if None, a file that is neither UTF-8, UTF-16 nor Windows-1252 is
            refused with those that fit. Of others no encoding is asked.
        delimiter: what parts the cells of a CSV; None if that is to be found out.
        header: the line of a CSV with the names of its columns, counted from 1; those above it are skipped. None for the
            first.
        infer: False reads only columns that are named exactly, and cells as `Salary` takes them.

    Raises:
        SourceError: if the source cannot be read at all.
        InvalidSalary: if a column is missing, or could be one of two; if `columns`, `defaults` or `layout` name none of
            ours.
        InvalidQuery: if `decimal`, `encoding`, `delimiter` or `header` cannot be.

    Examples:
        >>> import salarykit as sk
        >>> found = sk.sift_salaries(
        ...     [
        ...         {"city": "Toronto", "amount": "342000", "currency": "CAD"},
        ...         {"city": "London", "amount": "n/a", "currency": "GBP"},
        ...     ]
        ... )
        >>> len(found.good), found.bad[0]["row"], found.bad[0]["message"]
        (1, 2, "'n/a' is not a plain number such as 45000 or 45000.50.")
    """
    READING.check(sift_salaries, options)
    return _sifted(source, asked_for(options))


def _sifted(source: Any, asked: Asked) -> Sifted:
    """Return what one source says, or a list of files."""
    paths = paths_of(source)
    if paths is not None:
        return Sifted(*merged([(path, *_sift(path, asked)) for path in paths]))
    return Sifted(*_sift(source, asked))


def _sift(source: Any, asked: Asked) -> tuple[SalaryTable, Rejects]:
    found = halves(*understood(source, asked))
    return found.good, found.bad


class Halves(NamedTuple):
    """What was understood: the good rows, their numbers in the source, and the bad cells."""

    good: SalaryTable
    numbers: NDArray[np.int64]
    bad: Rejects


def halves(found: Understood, plan: Plan) -> Halves:
    """Return the good rows of what was understood as a table, and the bad cells."""
    length = len(next(iter(found.clean.values())))
    others = {name: column for name, column in found.raw.columns.items() if name not in plan.taken}
    months = check_column(others[MONTHS.name], MONTHS) if MONTHS.name in others else None
    faults = [*found.faults, *((MONTHS.name, fault) for fault in (months.faults if months else ()))]
    free_columns(list(others), list(found.said), "the reading")
    arrays = [found.clean[field.name] for field in FIELDS]
    fields = [pa.field(field.name, ARROW_TYPES[field.kind]) for field in FIELDS]
    riders = {name: riding(column) for name, column in others.items()} | found.said
    for name, array in {**riders, **({MONTHS.name: months.values} if months else {})}.items():
        arrays.append(array)
        fields.append(pa.field(name, array.type))
    terms = Terms.from_metadata(found.raw.metadata)
    if not all(name in others for name in added_by(terms)):  # without its figures a conversion is none
        terms = None
    keep = np.ones(length, bool)
    keep[[fault.at for _, fault in faults]] = False
    unstated = np.flatnonzero(found.unstated & keep)
    odd = faults_of(unstated, found.clean["currency"].take(pa.array(unstated)), found.decided.too_low)
    faults += [("period", fault) for fault in odd]
    keep[[fault.at for fault in odd]] = False
    found.account.count("unstated_period", int((found.unstated & keep).sum()))
    metadata = {**(terms.to_metadata() if terms else {}), **found.account.reading().to_metadata()}
    table = pa.table(arrays, pa.schema(fields, metadata=metadata or None))
    numbers = np.arange(1, length + 1) if found.raw.numbers is None else found.raw.numbers
    good = SalaryTable(table if keep.all() else table.filter(pa.array(keep)))
    return Halves(good, numbers[keep], rejects_of(faults, numbers, found.raw))


@READING.spelled_out
def read_salaries(source: Any, **options: Unpack[ReadingKeywords]) -> SalaryTable:
    """Return all rows of a source as salaries, or none: `sift_salaries`, and one error if anything was refused.

    Args:
        source: see `sift_salaries`.
        options: as `sift_salaries` takes them.

    Raises:
        SourceError: if the source cannot be read at all.
        InvalidSalary: if any row is not a salary; its field `bad` is the whole list.
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
    sifted = _sifted(source, asked_for(options))
    if len(sifted.bad):
        raise InvalidSalary(summary(sifted.bad, source), bad=sifted.bad)
    return sifted.good


def load_salaries() -> SalaryTable:
    """Return the packaged table: fifteen cities' medians for a Chief Product Officer, estimates of 2024.

    Examples:
        >>> import salarykit as sk
        >>> table = sk.load_salaries()
        >>> len(table), table[4].city, table[4].amount, table[4].currency
        (15, 'Toronto', 342000.0, 'CAD')
    """
    return read_salaries(_PACKAGED if _PACKAGED.exists() else _CHECKOUT)
