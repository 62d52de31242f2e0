"""Checks headers against the first cells of their columns: a column of words, or of periods, holds no amounts."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from salarykit.files.raw import as_list
from salarykit.files.texts import holds_texts
from salarykit.places.country_names import country_code
from salarykit.reading.cell_words import period_word, statistic_word
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.days import parse_day
from salarykit.reading.headers import Header, read_header
from salarykit.reading.note_marks import without_note
from salarykit.reading.scaled_currencies import scaled_currency
from salarykit.reading.source_columns import distinct_texts
from salarykit.salaries.fields import is_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from salarykit.files.raw import Column

__all__ = ["number_columns", "predicted_notes", "supported_headers"]

_FIRST: Final = 1000
"""The first rows, whose cells are evidence; they are the same in a sample and in the whole file."""
_PREDICTED: Final = re.compile(
    r"(?:(?:salary|pay|wage|compensation)[ _-]?)?(?:is[ _-]?)?(?:predicted|estimated)", re.IGNORECASE
)
_NO: Final = frozenset(["", "0", "0.0", "false", "no", "n", "f"])


def supported_headers(
    headers: Mapping[str, Header], cells: Mapping[str, Column]
) -> tuple[dict[str, Header], list[str]]:
    """Return the headers that the first cells of their columns support, and a sentence about each of the others.

    Args:
        headers: what the headers of columns say.
        cells: the columns by name; a header without a column here counts as supported.

    Examples:
        >>> from salarykit.reading.headers import read_header
        >>> columns = {"Pay": ["Monthly", "Weekly"], "Min pay": [9, 5], "Salary type": ["gross", "net"]}
        >>> found, notes = supported_headers({name: read_header(name) for name in columns}, columns)
        >>> {name: header.field for name, header in found.items()}, notes
        ({'Pay': 'period', 'Min pay': 'amount'}, ["'Salary type' holds no periods; it is not read."])
    """
    supported, notes = (
        {name: header for name, header in headers.items() if not _has_parts(name, cells)},
        list[str](),
    )
    for name, header in list(supported.items()):
        if name not in cells:
            continue
        meant, note = _by_cells(name, header, cells[name])
        is_alone = not any(at != name and other.field == "amount" for at, other in supported.items())
        if meant is None and header.field == "amount" and is_alone and not _names_amounts(cells[name]):
            continue
        supported |= {name: meant} if meant else {}
        if meant is None:
            del supported[name]
        notes += [note] if note else []
    return supported, notes


def _by_cells(name: str, header: Header, column: Column) -> tuple[Header | None, str]:
    """Return the meaning of a header that fits the cells of its column, or None and a sentence if they contradict it."""
    if header.field != "amount" and not _is_flat(column):
        return None, f"{name!r} holds lists or records rather than texts; it is not read."
    if header.field == "country" and _holds_no_country(column):
        return None, f"{name!r} holds no countries; it is not read."
    if header.field == "sample_size":
        return header if _holds_numbers(column) else None, ""
    if header.field == "period" and _holds_days(column):
        return Header("as_of", (1, len(name))), ""
    texts = _words(column[:_FIRST]) if _is_doubtful(header) else []
    if (header.field, header.rank[:1]) == ("period", (1,)):
        texts = distinct_texts(column[:_FIRST])
    if texts:
        return _by_words(name, header, texts)
    return None if (header.field, header.rank[:1]) == ("period", (2,)) else header, ""


def _by_words(name: str, header: Header, texts: Sequence[str]) -> tuple[Header | None, str]:
    """Return the meaning of a doubtful header that fits the words below it, or None and a sentence if they contradict it."""
    if header.field == "statistic":
        return (
            (header, "")
            if _most(texts, statistic_word)
            else (None, f"{name!r} holds no statistics; it is not read.")
        )
    if _most(texts, period_word):
        return Header("period", (1, len(name))), ""
    if header.field == "amount":
        return None, f"{name!r} holds no numbers, so it is not taken for the amount."
    if _most(texts, lambda text: currency_of(text).code or (scaled_currency(text) or (None,))[0]):
        return Header("currency", (1, len(name))), ""
    return None, f"{name!r} holds no periods; it is not read." if header.rank[0] == 1 else ""


def _has_parts(name: str, cells: Mapping[str, Column]) -> bool:
    """Return whether a column of records also has columns for its parts."""
    return any(other.startswith(f"{name}.") for other in cells) and not _is_flat(cells[name])


def _is_flat(column: Column) -> bool:
    if isinstance(column, list):
        return not any(isinstance(cell, dict | list) for cell in column)
    return not pa.types.is_nested(column.type)


def _names_amounts(column: Column) -> bool:
    """Return whether the texts of a column are like headers of amounts, and say what the figures in another column are."""
    return any(
        (header := read_header(text)) and header.field == "amount" for text in distinct_texts(column[:_FIRST])
    )


def _holds_no_country(column: Column) -> bool:
    """Return whether the first cells of a column have several distinct texts, none of which is a country."""
    texts = distinct_texts(column[:_FIRST])
    return len(texts) > 1 and not any(country_code(without_note(text)) for text in texts)


def _is_doubtful(header: Header) -> bool:
    """Return whether a header names a unit, a type or a statistic, or amounts without a period."""
    unclear = header.field == "period" and header.rank[:1] in ((1,), (2,))
    return (
        unclear
        or header.field == "statistic"
        or (header.field == "amount" and header.statistic is None and header.period is None)
    )


def _words(column: Column) -> list[str]:
    """Return the distinct texts of a column; an empty list if any cell is a number or contains a digit."""
    if isinstance(column, list):
        is_of_texts = all(isinstance(cell, str | None) for cell in column)
    else:
        is_of_texts = holds_texts(column)
    texts = distinct_texts(column) if is_of_texts else []
    return (
        []
        if any(any(map(str.isnumeric, text)) and scaled_currency(text) is None for text in texts)
        else texts
    )


def _holds_days(column: Column) -> bool:
    """Return whether most cells of a column are days or spans, as in a `TIME_PERIOD` of years."""
    values = as_list(column[:_FIRST])
    days = {
        str(value).strip()
        for value in values
        if isinstance(value, str | int | date) and not is_missing(value)
    }
    return bool(days) and _most(list(days), partial(parse_day, day_first=True))


def _most(texts: Sequence[str], read: Callable[[str], str | None]) -> bool:
    return 2 * sum(read(text) is not None for text in texts) > len(texts)


def number_columns(columns: Mapping[str, Column]) -> list[str]:
    """Return the columns that hold numbers, without those whose headers name a field.

    Examples:
        >>> number_columns({"year": [2023], "gross_net": ["1,250", None], "city": ["Bonn"], "id": ["a7"]})
        ['gross_net']
    """
    return [name for name, column in columns.items() if read_header(name) is None and _holds_numbers(column)]


def _holds_numbers(column: Column) -> bool:
    """Return whether most of the first cells of a column, empty ones aside, are numbers or texts that begin with one."""
    filled = [value for value in as_list(column[:_FIRST]) if not is_missing(value)]
    numbers = (
        re.match(r"[^\w]{0,3}\d", value) if isinstance(value, str) else isinstance(value, int | float)
        for value in filled
    )
    return bool(filled) and 2 * sum(map(bool, numbers)) > len(filled)


def predicted_notes(names: Sequence[str], cells: Mapping[str, Column]) -> list[str]:
    """Return a sentence for each column that marks salaries as predicted by a model.

    Examples:
        >>> predicted_notes(["salary_is_predicted"], {"salary_is_predicted": ["0", "1"]})
        ["'salary_is_predicted' says which salaries are predicted rather than stated; they are read like the others."]
    """
    flags = [name for name in names if _PREDICTED.fullmatch(name) and name in cells]
    return [
        f"{name!r} says which salaries are predicted rather than stated; they are read like the others."
        for name in flags
        if any(
            str(value).strip().casefold() not in _NO
            for value in as_list(cells[name][:_FIRST])
            if value is not None
        )
    ]
