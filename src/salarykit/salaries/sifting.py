"""Reading salaries: the good rows as a table, every bad cell with its reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidSalary, hint
from salarykit.files.frames import Frame
from salarykit.files.reading import Raw, read_raw
from salarykit.salaries.checks import ARROW_TYPES, Fault, check_column
from salarykit.salaries.conversion import added_by
from salarykit.salaries.fields import FIELDS, Field, Refused, is_missing
from salarykit.salaries.table import SalaryTable
from salarykit.salaries.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.files.reading import Column

__all__ = ["Rejects", "Sifted", "load_salaries", "read_salaries", "sift_salaries"]

_TOLD: Final = 3  # bad cells that an error's message tells of
_PACKAGED: Final = Path(__file__).parents[1] / "data" / "salaries.csv"
_CHECKOUT: Final = Path(__file__).parents[3] / "data" / "salaries.csv"  # where the wheel's copy comes from


class Rejects(Frame[dict[str, Any]]):
    """The cells that were refused: columns `row` (from 1), `column`, `value`, `code`, `message`.

    A row with two bad cells stands here twice, and in the table not at all.
    """

    __slots__ = ()

    def counts(self) -> dict[str, int]:
        """Return how many cells were refused for each code, the most frequent first.

        Examples:
            >>> import salarykit as sk
            >>> sk.sift_salaries([{"amount": -1, "currency": "USD"}, {"currency": "usd"}]).bad.counts()
            {'out_of_range': 1, 'missing': 1, 'unknown_currency': 1}
        """
        return dict(Counter(self._table.column("code").to_pylist()).most_common())


@dataclass(frozen=True, slots=True)
class Sifted:
    """What reading found.

    Attributes:
        good: the rows that are salaries.
        bad: the cells that kept a row from being one.

    Examples:
        >>> import salarykit as sk
        >>> sifted = sk.sift_salaries([{"amount": 1, "currency": "EUR"}, {"amount": 2}])
        >>> len(sifted.good), [cell["code"] for cell in sifted.bad]
        (1, ['missing'])
    """

    good: SalaryTable
    bad: Rejects


def sift_salaries(
    source: Any,
    *,
    columns: Mapping[str, str] | None = None,
    defaults: Mapping[str, Any] | None = None,
) -> Sifted:
    """Return the rows that are salaries, and every cell that is not, with its reason.

    A row needs an `amount` and a `currency`. It may have `role`, `city`, `country`, `period` (a year if missing),
    `statistic`, `as_of`, `sample_size`, `relevance`, `source` and `note`; see `Salary`. All other columns ride along
    untouched. A CSV has no types, so its other columns stay text.

    Args:
        source: a path to CSV (UTF-8, commas, a header line) or Parquet; a pandas, polars or Arrow table or anything
            with `__arrow_c_stream__`; or records: mappings, `Salary`, dataclasses, pydantic models.
        columns: our names to the source's, `{"amount": "CompTotal"}`; all others go by their own names.
        defaults: what a missing cell or column stands for, `{"currency": "USD", "as_of": "2024"}`.

    Raises:
        SourceError: if the source cannot be read at all.
        InvalidSalary: if a column is missing, or `columns` or `defaults` name none of ours.

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
    raw = read_raw(source)
    mine, others = _split_columns(raw, dict(columns or {}), _check_defaults(defaults or {}))
    length = len(next(iter(raw.columns.values()), []))
    numbers = np.arange(1, length + 1) if raw.numbers is None else raw.numbers
    clean: dict[str, Any] = {}
    faults: list[tuple[str, Fault]] = []
    for field in FIELDS:
        column = mine.get(field.name, [None] * length if field.required else pa.nulls(length))
        clean[field.name], found = check_column(column, field, (defaults or {}).get(field.name))
        faults += [(field.name, fault) for fault in found]
    keep = np.ones(length, bool)
    keep[[fault.at for _, fault in faults]] = False
    table = _table(clean, others, raw)
    return Sifted(
        SalaryTable(table if keep.all() else table.filter(pa.array(keep))), _rejects(faults, numbers, raw)
    )


def read_salaries(
    source: Any,
    *,
    columns: Mapping[str, str] | None = None,
    defaults: Mapping[str, Any] | None = None,
) -> SalaryTable:
    """Return all rows of a source as salaries, or none: `sift_salaries`, and one error if anything was refused.

    Args:
        source: see `sift_salaries`.
        columns: see `sift_salaries`.
        defaults: see `sift_salaries`.

    Raises:
        SourceError: if the source cannot be read at all.
        InvalidSalary: if any row is not a salary; its field `bad` is the whole list.

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
    sifted = sift_salaries(source, columns=columns, defaults=defaults)
    if len(sifted.bad):
        raise InvalidSalary(_summary(sifted.bad, source), bad=sifted.bad)
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


def _check_defaults(defaults: Mapping[str, Any]) -> set[str]:
    by_name = {field.name: field for field in FIELDS}
    for name, value in defaults.items():
        _known(name, by_name, "defaults")
        if is_missing(value):
            raise InvalidSalary(f"defaults: {name} is missing a value.", column=name)
        try:
            by_name[name].clean(value)
        except Refused as refused:
            raise InvalidSalary(f"defaults: {name}: {refused}", column=name) from None
    return set(defaults)


def _known(name: str, by_name: Mapping[str, Field], where: str) -> None:
    if name not in by_name:
        raise InvalidSalary(
            f"{where}: {name!r} is not a field of a salary.{hint(name, by_name)} Fields: {', '.join(by_name)}.",
            column=name,
        )


def _split_columns(
    raw: Raw, columns: dict[str, str], defaults: set[str]
) -> tuple[dict[str, Column], dict[str, Column]]:
    """Return our columns under our names, and all others under their own."""
    by_name = {field.name: field for field in FIELDS}
    for ours in columns:
        _known(ours, by_name, "columns")
    mine: dict[str, Column] = {}
    for field in FIELDS:
        theirs = columns.get(field.name, field.name)
        if theirs in raw.columns:
            mine[field.name] = raw.columns[theirs]
        elif field.name in columns or (field.required and field.name not in defaults):
            raise InvalidSalary(_missing_column(raw, theirs, field.name), column=field.name)
    taken = {columns.get(name, name) for name in mine}
    others = {name: column for name, column in raw.columns.items() if name not in taken}
    clash = sorted(set(others) & set(mine))
    if clash:
        raise InvalidSalary(
            f"{raw.name} has a column {clash[0]!r} beside the one that columns= names for it. Rename one of them.",
            column=clash[0],
        )
    return mine, others


def _missing_column(raw: Raw, theirs: str, ours: str) -> str:
    found = list(raw.columns)
    shown = ", ".join(found[:12]) + (", ..." if len(found) > 12 else "")  # noqa: PLR2004 - a line's worth
    names = {field.name for field in FIELDS}
    bare = "" if names & {name.lower() for name in found} else " Its first line does not look like a header."
    return (
        f"{raw.name} has no column {theirs!r} (it has: {shown or 'none'}).{hint(theirs, found)}{bare} Name it with "
        f"columns={{{ours!r}: ...}}, or give one value for all rows with defaults={{{ours!r}: ...}}."
    )


def _table(clean: Mapping[str, Any], others: Mapping[str, Column], raw: Raw) -> pa.Table:
    arrays = [clean[field.name] for field in FIELDS]
    fields = [pa.field(field.name, ARROW_TYPES[field.kind]) for field in FIELDS]
    for name, column in others.items():
        array = _other(column)
        arrays.append(array)
        fields.append(pa.field(name, array.type))
    terms = Terms.from_metadata(raw.metadata)
    if not all(name in others for name in added_by(terms)):  # without its figures a conversion is none
        terms = None
    return pa.table(arrays, pa.schema(fields, metadata=terms.to_metadata() if terms else None))


def _other(column: Column) -> pa.ChunkedArray:
    """Return a column that rides along, of a type that every file and library keeps."""
    if isinstance(column, list):
        return pa.chunked_array(
            [[None if is_missing(value) else str(value) for value in column]], pa.string()
        )
    if pa.types.is_dictionary(column.type):
        column = pa.chunked_array([_decoded(chunk) for chunk in column.chunks] or [pa.array([], pa.string())])
    kind = column.type
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    if pa.types.is_timestamp(kind) and kind.unit == "s":
        return column.cast(pa.timestamp("ms", kind.tz))
    if pa.types.is_date64(kind):
        return column.cast(pa.date32())
    return column.cast(pa.time32("ms")) if kind == pa.time32("s") else column


def _decoded(chunk: pa.DictionaryArray) -> pa.Array:
    names = (
        chunk.dictionary.cast(pa.string())
        if pa.types.is_string_view(chunk.dictionary.type)
        else chunk.dictionary
    )
    return names.take(chunk.indices)


def _rejects(faults: list[tuple[str, Fault]], numbers: np.ndarray[Any, Any], raw: Raw) -> Rejects:
    rows = [(int(numbers[fault.at]), name, *fault[1:]) for name, fault in faults]
    rows += [
        (number, "", text, "ragged", "the row does not have one cell for each column.")
        for number, text in raw.ragged
    ]
    rows.sort(key=lambda row: row[0])
    names = ["row", "column", "value", "code", "message"]
    kinds = [pa.int64(), *[pa.string()] * 4]
    columns = [[row[position] for row in rows] for position in range(len(names))]
    return Rejects(
        pa.table([pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)], names)
    )


def _summary(bad: Rejects, source: Any) -> str:
    rows = len(set(bad.to_arrow().column("row").to_pylist()))
    name = Path(source).name if isinstance(source, str | Path) else "records"
    told = [
        f"row {cell['row']}{', ' + cell['column'] if cell['column'] else ''}: {cell['message']}"
        for cell in (bad[index] for index in range(min(_TOLD, len(bad))))
    ]
    more = f" (and {len(bad) - _TOLD} more)" if len(bad) > _TOLD else ""
    verb = "row of {} cannot" if rows == 1 else "rows of {} cannot"
    return (
        f"{rows:,} {verb.format(name)} be read: {'; '.join(told)}{more} "
        "sk.sift_salaries keeps the other rows and lists these."
    )
