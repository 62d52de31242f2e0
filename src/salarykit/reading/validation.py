"""Checks whole columns with Arrow; accepts exactly the values that the checks of `salaries.fields` accept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import as_coded, as_flags, combine
from salarykit.files.raw import as_list
from salarykit.files.texts import cast_texts, is_text
from salarykit.files.values import plain_values, written
from salarykit.rates.kernel import Coded
from salarykit.salaries.fields import NUMBER, Field, RefusedValue, is_missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from salarykit.files.raw import Column

__all__ = [
    "ARROW_TYPES",
    "Checked",
    "Fault",
    "are_good",
    "check_coded",
    "check_column",
    "coded_of",
    "spread",
    "with_refused_rows",
]

ARROW_TYPES: Final = {
    "text": pa.string(),
    "word": pa.string(),
    "number": pa.float64(),
    "count": pa.int64(),
}
"""The Arrow types of columns, by the kind of field."""

_FIRST_YEAR: Final = 1000  # the first year of four digits; Arrow does not pad shorter ones
# texts that are parsed together; the smaller number is for those around one that is not a number
_PIECES: Final = (1 << 14, 1 << 10)


class Fault(NamedTuple):
    """A refused cell: its position in the column, its value, the code and the message."""

    at: int
    value: str
    code: str
    message: str


class Checked(NamedTuple):
    """The clean values of a column, null where a cell is refused or missing, and the refused cells."""

    values: pa.Array
    faults: list[Fault]


def check_column(column: Column, field: Field, default: Any = None) -> Checked:
    """Return the clean column of a field, and every cell that the field does not take.

    Args:
        column: the column of the source.
        field: the field that it holds.
        default: the value of an empty cell; None for the field's own default.
    """
    clean, present, faults = _clean(column, field)
    fill = field.default if default is None else field.clean(default)
    if fill is not None:
        clean = _fill(clean, present, fill)
    elif field.required:
        missing = np.flatnonzero(~present)
        faults += [Fault(int(index), "", "missing", f"{field.name} is missing.") for index in missing]
    return Checked(clean, faults)


def check_coded(column: Column, field: Field, default: Any = None) -> tuple[Coded, list[Fault]]:
    """Return what `check_column` returns, but as indices into the clean values; each distinct value is checked once.

    A refused cell, or an empty one without a default, has the value None.
    """
    coded = coded_of(column)
    clean, present, refused = _clean_values(list(coded.names), field)
    fill = field.default if default is None else field.clean(default)
    faults = spread(refused, coded.indices)
    names = [name if held else fill for name, held in zip(clean.to_pylist(), present, strict=True)]
    if field.required and fill is None:
        missing = np.flatnonzero((~present).take(coded.indices))
        faults += [Fault(int(row), "", "missing", f"{field.name} is missing.") for row in missing]
    return Coded(coded.indices, names), faults


def are_good(rows: int, faults: Iterable[Fault]) -> NDArray[np.bool_]:
    """Return which of n rows have no fault.

    Examples:
        >>> are_good(3, [Fault(1, "x", "not_a_number", "...")]).tolist()
        [True, False, True]
    """
    good = np.ones(rows, bool)
    good[[fault.at for fault in faults]] = False
    return good


def with_refused_rows(
    faults: Iterable[tuple[str, Fault]], refused: Sequence[tuple[str, Fault]]
) -> list[tuple[str, Fault]]:
    """Return the faults of cells and of rows that are refused as a whole; such a row keeps no other fault.

    Examples:
        >>> cell, row = Fault(0, "x", "not_a_number", "..."), Fault(0, "Total", "summary_row", "...")
        >>> with_refused_rows([("amount", cell)], [("city", row)]) == [("city", row)]
        True
    """
    rows = {fault.at for _, fault in refused}
    return [*(pair for pair in faults if pair[1].at not in rows), *refused]


def spread(faults: Sequence[Fault], indices: NDArray[np.integer[Any]]) -> list[Fault]:
    """Return the faults of distinct values as the faults of all rows with these values, in one pass over the rows.

    Args:
        faults: faults whose positions are those of distinct values.
        indices: the index of each row's value among the distinct values.

    Examples:
        >>> [fault.at for fault in spread([Fault(1, "x", "not_a_number", "...")], np.array([0, 1, 2, 1]))]
        [1, 3]
    """
    if not faults:
        return []
    of = {fault.at: fault for fault in faults}
    rows = np.flatnonzero(np.isin(indices, list(of)))
    return [Fault(row, *of[at][1:]) for row, at in zip(rows.tolist(), indices[rows].tolist(), strict=True)]


def coded_of(column: Column) -> Coded:
    """Return a column as indices into its distinct values; lists and structs count as distinct."""
    try:
        return as_coded(column if isinstance(column, list) else combine(column))
    except pa.ArrowNotImplementedError:
        values = as_list(column)
        return Coded(np.arange(len(values)), values)


def _clean(column: Column, field: Field) -> tuple[pa.Array, NDArray[np.bool_], list[Fault]]:
    """Return the clean values of a column, flags for the cells that are not empty, and the faults."""
    if isinstance(column, list):
        return _clean_values(column, field)
    array = combine(column)
    if pa.types.is_timestamp(array.type):
        array = (pc.local_timestamp(array) if array.type.tz else array).cast(pa.date32(), safe=False)
    if is_text(array.type):
        array = array.cast(pa.string())
        if field.kind == "text":
            present = _present(array)
            return pc.if_else(present, array, None), as_flags(present), []
        if field.kind in ("number", "count"):
            return _clean_numbers(_parsed(array), array, field)
    elif _is_number(array.type) and field.kind in ("number", "count"):
        exact = array.cast(pa.string()) if pa.types.is_decimal(array.type) else array
        floats = exact.cast(pa.float64(), safe=False)
        return _clean_numbers(_without_nan(floats), array, field)
    return _clean_distinct(array, field)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind))


def _present(texts: pa.Array) -> pa.Array:
    return pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(texts), ""), False)


def _without_nan(floats: pa.Array) -> pa.Array:
    """Return numbers with NaN replaced by null; they are not copied if there is no NaN."""
    unknown = pc.is_nan(floats)
    return pc.if_else(unknown, None, floats) if pc.any(unknown).as_py() else floats


def _parsed(texts: pa.Array, pieces: tuple[int, ...] = _PIECES) -> pa.Array:
    """Return texts as numbers, null where a text is not a number; only those around such a text are parsed slowly."""
    size, *smaller = pieces
    parsed = [pa.array([], pa.float64())]
    for start in range(0, len(texts), size):
        piece = texts.slice(start, size)
        numbers = cast_texts(piece, pa.float64())
        if numbers is None or pc.all(pc.is_finite(numbers)).as_py() is False:  # Arrow also accepts "inf"
            numbers = _parsed(piece, tuple(smaller)) if smaller else _parsed_each(piece)
        parsed.append(numbers)
    return pa.concat_arrays(parsed)


def _parsed_each(texts: pa.Array) -> pa.Array:
    """Return texts as numbers, parsed one by one, which accepts notations of plain numbers that Arrow's cast does not."""
    trimmed = pc.utf8_trim_whitespace(texts)
    plain = pc.match_substring_regex(trimmed, f"^{NUMBER}$")
    return pc.if_else(plain, trimmed, None).cast(pa.float64())


def _clean_numbers(
    numbers: pa.Array, source: pa.Array, field: Field
) -> tuple[pa.Array, NDArray[np.bool_], list[Fault]]:
    floats = numbers.to_numpy(zero_copy_only=False)
    accepted = (floats >= field.low) & (floats <= field.high)
    if field.kind == "count":
        accepted &= floats == np.floor(floats)
    kind = ARROW_TYPES[field.kind]
    if accepted.all():
        return numbers.cast(kind), accepted, []
    clean = pa.array(floats, mask=~accepted).cast(kind)
    others = np.flatnonzero(~accepted)
    cells = source.take(pa.array(others))
    held = as_flags(_present(cells)) if is_text(source.type) else as_flags(cells.is_valid())
    if pa.types.is_floating(source.type):
        held &= ~np.isnan(cells.to_numpy(zero_copy_only=False).astype(np.float64))
    present = accepted.copy()
    present[others] = held
    values = cells.filter(pa.array(held)).to_pylist()
    faults = [_fault(int(row), value, field) for row, value in zip(others[held], values, strict=True)]
    return clean, present, faults


def _clean_distinct(array: pa.Array, field: Field) -> tuple[pa.Array, NDArray[np.bool_], list[Fault]]:
    """Check each distinct value once, with the field's own function."""
    try:
        coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    except pa.ArrowNotImplementedError:  # lists and structs, which are refused one by one
        return _clean_values(array.to_pylist(), field)
    faults: list[Fault] = []
    if field.name == "as_of" and _are_days(coded.dictionary):
        clean, present = coded.dictionary.cast(pa.string()), as_flags(coded.dictionary.is_valid())
    else:
        clean, present, faults = _clean_values(plain_values(coded.dictionary), field)
    indices = coded.indices.cast(pa.int64())  # those of polars are unsigned
    taken = clean.take(indices)
    held = as_flags(pa.array(present).take(indices))
    return taken, held, spread(faults, pc.fill_null(indices, -1).to_numpy(zero_copy_only=False))


def _are_days(values: pa.Array) -> bool:
    """Return whether values are dates that Arrow formats as Python does."""
    if not pa.types.is_date32(values.type) or not len(values):
        return False
    ends = pc.min_max(pc.year(values)).as_py()
    return ends["min"] is not None and ends["min"] >= _FIRST_YEAR and ends["max"] <= dt.MAXYEAR


def _clean_values(values: list[Any], field: Field) -> tuple[pa.Array, NDArray[np.bool_], list[Fault]]:
    """Check values one by one, for columns of mixed types and for distinct values."""
    clean: list[Any] = []
    faults: list[Fault] = []
    present = np.array([not is_missing(value) for value in values], bool)
    for index, value in enumerate(values):
        kept = None
        if present[index]:
            try:
                kept = field.clean(value)
            except RefusedValue as refused:
                faults.append(Fault(index, _shown(value), refused.code, str(refused)))
        clean.append(kept)
    return pa.array(clean, ARROW_TYPES[field.kind]), present, faults


def _shown(value: Any) -> str:
    """Return a value for a reject, as a text that every file can hold."""
    return written(value).encode("utf-8", "backslashreplace").decode("utf-8")


def _fault(index: int, value: Any, field: Field) -> Fault:
    try:
        field.clean(value)
    except RefusedValue as refused:
        return Fault(index, _shown(value), refused.code, str(refused))
    raise AssertionError(f"the column check of {field.name} refuses {value!r}, the record's accepts it")


def _fill(clean: pa.Array, present: NDArray[np.bool_], fill: Any) -> pa.Array:
    """Return a column with the default in its empty cells; refused cells stay null."""
    return clean if present.all() else pc.if_else(pa.array(present), clean, pa.scalar(fill, clean.type))
