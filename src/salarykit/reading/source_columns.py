"""Converts columns of a source, lists or Arrow arrays, to texts and to types that every file keeps, and inspects their texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import combine
from salarykit.files.texts import holds_texts, is_text
from salarykit.files.values import written
from salarykit.reading.validation import coded_of
from salarykit.salaries.fields import NUMBER, is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from salarykit.files.raw import Column

__all__ = [
    "as_text",
    "cell_value",
    "distinct_numbers",
    "distinct_rows",
    "distinct_texts",
    "empty_cells",
    "has_digits",
    "has_figures",
    "has_words",
    "is_plain_column",
    "passthrough_column",
    "replace_texts",
    "take_rows",
    "texts_of",
    "thousandth",
]

_THOUSANDTHS: Final = r"^\s*[1-9][0-9]{0,2}\.[0-9]{3}\s*$"
_FIRST: Final = 1 << 12  # the first rows, which are enough for most columns
_CHECKED: Final = 1 << 18
_WORDS: Final = r"[0-9].*[^0-9.,'\s]|[^0-9.,'\s+-].*[0-9]"


def texts_of(column: Column) -> pa.Array:
    """Return a column as texts, null where a cell is not a text.

    Examples:
        >>> texts_of(["a", 1, None]).to_pylist()
        ['a', None, None]
    """
    if isinstance(column, list):
        texts = [cell if isinstance(cell, str) else None for cell in column]
        try:
            return pa.array(texts, pa.string())
        except UnicodeEncodeError:  # a lone surrogate, which no table can hold; its row is refused
            return pa.array([text if text and _is_whole(text) else None for text in texts], pa.string())
    array = combine(column)
    array = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    return array.cast(pa.string()) if is_text(array.type) else pa.nulls(len(array), pa.string())


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def distinct_texts(column: Column) -> list[str]:
    """Return the distinct texts of a column that are not blank."""
    return [text for text in texts_of(column).unique().to_pylist() if text and text.strip()]


def empty_cells(column: Column) -> NDArray[np.bool_]:
    """Return which cells of a column are empty.

    Examples:
        >>> (
        ...     empty_cells(pa.chunked_array([["month", " ", None]])).tolist(),
        ...     empty_cells(["day", None]).tolist(),
        ... )
        ([False, True, True], [False, True])
    """
    if isinstance(column, list):  # a list may mix types
        return np.array([is_missing(cell) for cell in column], bool)
    coded = coded_of(column)
    blank = np.array([is_missing(name) for name in coded.names], bool)
    flags: NDArray[np.bool_] = blank[coded.indices]
    return flags


def has_words(column: Column) -> bool:
    """Return whether a text of a column has a number and other characters, which may state a currency.

    Examples:
        >>> has_words(["1,000", "-5", "n/a"]), has_words(["45k"])
        (False, True)
    """
    return bool(pc.any(pc.match_substring_regex(texts_of(column), _WORDS)).as_py())


def has_digits(column: Column) -> bool:
    """Return whether a column has a number, or a text with a digit.

    Examples:
        >>> has_digits(["Average weekly wage", None]), has_digits(["45k"]), has_digits([45_000])
        (False, True, True)
    """
    if isinstance(column, list):
        return any(re.search(r"\d", str(cell)) for cell in column if not is_missing(cell))
    if not holds_texts(column):
        return bool(column.null_count < len(column))
    return any(re.search(r"\d", text) for text in distinct_texts(column))


def has_figures(column: Column) -> bool:
    """Return whether a text of a column has digits without being a plain number.

    Examples:
        >>> has_figures(["25.500", 5, "n/a", None]), has_figures(["25.500", "65,000"]), has_figures(["25k"])
        (False, True, True)
    """
    return any(
        re.search("[0-9]", text) and not re.fullmatch(NUMBER, text.strip()) for text in distinct_texts(column)
    )


def is_plain_column(column: Column) -> bool:
    """Return whether every text of a column that is not blank is a plain number.

    Examples:
        >>> is_plain_column(pa.chunked_array([["1", "", None]])), is_plain_column(pa.chunked_array([["1k"]]))
        (True, False)
    """
    if isinstance(column, list):
        return not any(
            isinstance(cell, str) and not re.fullmatch(rf"\s*+({NUMBER})?\s*+", cell) for cell in column
        )
    if not holds_texts(column):
        return True
    texts = pc.utf8_trim_whitespace(combine(column).cast(pa.string()))
    return bool(pc.all(pc.match_substring_regex(texts, f"^({NUMBER})?$")).as_py() is not False)


def thousandth(column: Column) -> str:
    """Return the first text such as `65.000` of a column in which every point is followed by three digits; "" if there is none.

    Only the first 262,144 rows are checked.

    Examples:
        >>> thousandth(["65.000", "71.250", "48000"]), thousandth(["65.000", "71.5"]), thousandth(["65000"])
        ('65.000', '', '')
    """
    first = ""
    for rows in (_FIRST, _CHECKED):
        texts = texts_of(column[:rows])
        pointed = texts.filter(pc.match_substring(texts, "."))
        if len(pointed) and not pc.all(pc.match_substring_regex(pointed, _THOUSANDTHS)).as_py():
            return ""
        first = str(pointed[0].as_py()).strip() if len(pointed) else ""
    return first


def cell_value(cell: Any) -> Any:
    """Return a cell of a list or of an Arrow array as a Python value.

    Examples:
        >>> cell_value(pa.array(["Kiel"])[0]), cell_value(5)
        ('Kiel', 5)
    """
    return cell.as_py() if isinstance(cell, pa.Scalar) else cell


def replace_texts(column: Column, replacements: Mapping[str, str]) -> Column:
    """Return a column with some of its texts replaced.

    Examples:
        >>> replace_texts(["UK", 5], {"UK": "GB"})
        ['GB', 5]
    """
    if isinstance(column, list):
        return [replacements.get(cell, cell) if isinstance(cell, str) else cell for cell in column]
    coded = combine(column)
    coded = coded if pa.types.is_dictionary(coded.type) else coded.dictionary_encode()
    names = [replacements.get(name, name) for name in coded.dictionary.to_pylist()]
    return pa.chunked_array([pa.array(names).take(coded.indices)])


def take_rows(column: Column, rows: NDArray[np.intp] | Sequence[int]) -> Column:
    """Return the given rows of a column; a row may occur more than once."""
    return [column[row] for row in rows] if isinstance(column, list) else column.take(pa.array(rows))


def passthrough_column(column: Column) -> pa.ChunkedArray:
    """Return a column that is passed through, in a type that every file and library keeps.

    Examples:
        >>> passthrough_column(["x", None, 1]).to_pylist()
        ['x', None, '1']
    """
    if isinstance(column, list):
        # JSON can hold a lone surrogate, which no table can
        texts = [
            None if is_missing(value) else written(value).encode(errors="backslashreplace").decode()
            for value in column
        ]
        return pa.chunked_array([texts], pa.string())
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
    names = chunk.dictionary
    names = names.cast(pa.string()) if pa.types.is_string_view(names.type) else names
    return names.take(chunk.indices)


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column of any type as text.

    Examples:
        >>> as_text(pa.chunked_array([[1, None]])).to_pylist()
        ['1', None]
    """
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        texts = [None if cell is None else str(cell) for cell in column.to_pylist()]
        return pa.chunked_array([texts], pa.string())
    return column.cast(pa.string())


def distinct_rows(*columns: pa.Array | NDArray[np.intp]) -> tuple[NDArray[np.intp], list[tuple[Any, ...]]]:
    """Return the index of each row among the distinct rows, and the distinct rows in the order of their first occurrence.

    Args:
        columns: columns of n values; numpy arrays hold small integers.

    Examples:
        >>> of, rows = distinct_rows(pa.array(["a", "b", "a"]), pa.array([None, None, "x"], pa.string()))
        >>> of.tolist(), rows
        ([0, 1, 2], [('a', None), ('b', None), ('a', 'x')])
    """
    of, rows = np.zeros(len(columns[0]), np.intp), list[tuple[Any, ...]]([()])
    if not len(of):
        return of, []
    for column in columns:  # one column at a time, so that the numbers stay small
        coded = _coded(column)
        values = coded.dictionary.to_pylist()
        if len(values) == 1:
            rows = [(*row, *values) for row in rows]
            continue
        pairs, of = distinct_numbers(of * len(values) + coded.indices.to_numpy())
        rows = [(*rows[pair // len(values)], values[pair % len(values)]) for pair in pairs.tolist()]
    return of, rows


def _coded(column: pa.Array | NDArray[np.intp]) -> pa.DictionaryArray:
    if isinstance(column, pa.Array) and column.null_count == len(column):
        column = pa.nulls(1, pa.string())
    array = pa.array(column) if isinstance(column, np.ndarray) else column
    return array if isinstance(array, pa.DictionaryArray) else array.dictionary_encode(null_encoding="encode")


def distinct_numbers(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return the distinct numbers in the order of their first occurrence, and the index of each number among them.

    Examples:
        >>> distinct_numbers(np.array([5, 3, 5]))
        (array([5, 3]), array([0, 1, 0]))
    """
    coded = pa.array(numbers).dictionary_encode()
    return coded.dictionary.to_numpy(), coded.indices.to_numpy().astype(np.intp)
