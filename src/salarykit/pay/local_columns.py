"""The currencies of each text's country on its day, for a column of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidQuery
from salarykit.files.columns import as_days, to_arrow
from salarykit.pay.local import local
from salarykit.rates.columns import span_of
from salarykit.rates.kernel import Days
from salarykit.rates.spans import Span, parse_span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.currency.tender import LocalMoney

__all__ = ["Locals", "is_single", "locals_of", "texts_of"]

Locals: TypeAlias = "tuple[list[LocalMoney], NDArray[np.int64] | None]"
"""The distinct currencies of countries, and for each row the index of its own; None if all rows have the first."""
_MISSING: Final = np.iinfo(np.int64).min


def is_single(on: Any) -> bool:
    """Return whether one day or span is given for all rows, rather than a column of them.

    Examples:
        >>> is_single("2024"), is_single(np.datetime64("2024-06-28")), is_single(["2024", "2025"])
        (True, True, False)
    """
    return isinstance(on, str | Span) or not hasattr(on, "__len__")


def locals_of(country: Any, on: Any, length: int) -> Locals:
    """Return the currencies of the country of each row on its day.

    Args:
        country: ISO 3166-1 alpha-2, one for all rows or a column; None if none is known.
        on: one day or span for all rows, or a column; None or a missing value means today.
        length: how many rows there are.

    Raises:
        InvalidQuery: if a column is of another length.
        InvalidSpan: with the row, counted from 1.

    Examples:
        >>> tenders, which = locals_of(["HR", "HR", None], ["2021", "2024", "2021"], 3)
        >>> [tenders[index].currencies for index in which]
        [('HRK',), ('EUR',), ()]
    """
    one_country = country is None or isinstance(country, str)
    if one_country and is_single(on):
        return [local(country, on)], None
    countries, of_country = ([country], None) if one_country else _countries(country, length)
    spans, of_span = ([None if on is None else parse_span(on)], None) if is_single(on) else _spans(on, length)
    pairs = np.zeros(length, np.int64)
    if of_country is not None:
        pairs += of_country * len(spans)
    if of_span is not None:
        pairs += of_span
    distinct, of = np.unique(pairs, return_inverse=True)
    tenders: dict[LocalMoney, int] = {}
    coded = [
        tenders.setdefault(local(countries[pair // len(spans)], spans[pair % len(spans)]), len(tenders))
        for pair in distinct.tolist()
    ]
    return list(tenders), np.array(coded, np.int64)[of.reshape(-1)]


def texts_of(values: Any, name: str) -> pa.Array:
    """Return a column of texts as Arrow strings.

    Raises:
        InvalidQuery: if it is not a column, or holds anything but texts.

    Examples:
        >>> texts_of(["a", None], "texts").null_count
        1
    """
    if isinstance(values, str | bytes):
        raise InvalidQuery(f"{name} is one text, not a column of texts. Give a list.", value=values)
    column = to_arrow(values)
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if column.null_count == len(column):
        return pa.nulls(len(column), pa.string())
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        raise InvalidQuery(f"{name} is a column of {kind}, not of texts.", value=str(kind))
    return column.cast(pa.large_string()) if pa.types.is_string_view(kind) else column


def _countries(values: Any, length: int) -> tuple[list[str | None], NDArray[np.int64]]:
    """Return the distinct countries, including None, and for each row the index of its country."""
    coded = texts_of(values, "country").dictionary_encode()
    _check_length("country", len(coded), length)
    names = [*coded.dictionary.to_pylist(), None]
    which = coded.indices.cast(pa.int64()).fill_null(len(names) - 1)
    return names, which.to_numpy(zero_copy_only=False)


def _spans(on: Any, length: int) -> tuple[list[Span | None], NDArray[np.int64]]:
    """Return the distinct days and spans, including None, and for each row the index of its own."""
    spans = as_days(on, parse_span)
    if not isinstance(spans, Days):
        _check_length("on", len(spans.indices), length)
        return list(spans.names), spans.indices.astype(np.int64)
    _check_length("on", len(spans.ticks), length)
    missing = spans.ticks == np.iinfo(spans.ticks.dtype).min
    days = Days(np.where(missing, _MISSING, spans.numbers))
    numbers, which = np.unique(days.ticks, return_inverse=True)
    return [span_of(Days(numbers), row) for row in range(len(numbers))], which.reshape(-1)


def _check_length(name: str, rows: int, length: int) -> None:
    if rows != length:
        raise InvalidQuery(
            f"{name} has {rows} values for {length} texts; give one, or as many as there are texts.",
            value=rows,
        )
