"""Columns of any kind as texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import combine
from salarykit.files.texts import is_text
from salarykit.salaries.fields import NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.files.raw import Column

__all__ = [
    "distinct_texts",
    "has_figures",
    "has_words",
    "is_plain_column",
    "replaced",
    "texts_of",
    "thousandth",
]

_THOUSANDTHS: Final = r"^\s*[1-9][0-9]{0,2}\.[0-9]{3}\s*$"
_FIRST: Final = 1 << 12  # rows that mostly show it
_LOOKED_AT: Final = 1 << 18
_MORE: Final = r"[0-9].*[^0-9.,'\s]|[^0-9.,'\s+-].*[0-9]"


def texts_of(column: Column) -> pa.Array:
    """Return a column as texts, null where a cell is none.

    Examples:
        >>> texts_of(["a", 1, None]).to_pylist()
        ['a', None, None]
    """
    if isinstance(column, list):
        texts = [cell if isinstance(cell, str) else None for cell in column]
        try:
            return pa.array(texts, pa.string())
        except UnicodeEncodeError:  # half a sign: no table holds such a text, and its row is refused
            return pa.array([text if text and _is_whole(text) else None for text in texts], pa.string())
    array = combine(column)
    array = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    return array.cast(pa.string()) if is_text(array.type) else pa.nulls(len(array), pa.string())


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def distinct_texts(column: Column) -> list[str]:
    """Return the distinct texts of a column that are not blank."""
    return [text for text in texts_of(column).unique().to_pylist() if text and text.strip()]


def has_words(column: Column) -> bool:
    """Return whether a text of a column is more than a number but has one, and so may say a currency.

    Examples:
        >>> has_words(["1,000", "-5", "n/a"]), has_words(["45k"])
        (False, True)
    """
    return bool(pc.any(pc.match_substring_regex(texts_of(column), _MORE)).as_py())


def has_figures(column: Column) -> bool:
    """Return whether a text of a column has a figure and is no plain number, as people write it.

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
            isinstance(cell, str) and not re.fullmatch(rf"\s*({NUMBER})?\s*", cell) for cell in column
        )
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if not is_text(kind):
        return True
    texts = pc.utf8_trim_whitespace(combine(column).cast(pa.string()))
    return bool(pc.all(pc.match_substring_regex(texts, f"^({NUMBER})?$")).as_py() is not False)


def thousandth(column: Column) -> str:
    """Return the first text such as `65.000` of a column in which every point stands before three digits; "" if there is none.

    Only the first 262,144 rows are looked at.

    Examples:
        >>> thousandth(["65.000", "71.250", "48000"]), thousandth(["65.000", "71.5"]), thousandth(["65000"])
        ('65.000', '', '')
    """
    found = ""
    for rows in (_FIRST, _LOOKED_AT):
        texts = texts_of(column[:rows])
        pointed = texts.filter(pc.match_substring(texts, "."))
        if len(pointed) and not pc.all(pc.match_substring_regex(pointed, _THOUSANDTHS)).as_py():
            return ""
        found = str(pointed[0].as_py()).strip() if len(pointed) else ""
    return found


def replaced(column: Column, told: Mapping[str, str]) -> Column:
    """Return a column with some of its texts as others.

    Examples:
        >>> replaced(["UK", 5], {"UK": "GB"})
        ['GB', 5]
    """
    if isinstance(column, list):
        return [told.get(cell, cell) if isinstance(cell, str) else cell for cell in column]
    coded = combine(column)
    coded = coded if pa.types.is_dictionary(coded.type) else coded.dictionary_encode()
    names = [told.get(name, name) for name in coded.dictionary.to_pylist()]
    return pa.chunked_array([pa.array(names).take(coded.indices)])
