"""Reads the pay in a column of texts; each distinct text is read once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.pandas_columns import check_index
from salarykit.pay.local_columns import locals_of, texts_of
from salarykit.pay.pay import Pay
from salarykit.pay.read_alike import read_alike, read_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.currency.tender import LocalMoney
    from salarykit.rates.spans import AnyColumn, OnColumn

__all__ = ["PAY_TYPE", "parse_pay_column", "pays_of"]

PAY_TYPE: Final = pa.struct(
    [
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("currency", pa.string()),
        ("period", pa.string()),
        ("gross", pa.bool_()),
        ("months_per_year", pa.float64()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("rule", pa.string()),
        ("period_rule", pa.string()),
        ("alternatives", pa.list_(pa.string())),
    ]
)
"""The fields of `Pay`, with the position as two columns, `start` and `end`, in characters."""
_DIGIT: Final = r"\p{Nd}"
_CODE: Final = 3  # bytes of a currency code


def parse_pay_column(
    texts: AnyColumn[object], *, country: str | AnyColumn[object] | None = None, on: OnColumn | None = None
) -> pa.StructArray:
    """Return the pay that each text states, as `find_pay` finds it; null if a text states none.

    Args:
        texts: strings of any library (pandas, polars, Arrow, numpy, a list), n of them; missing ones give null.
        country: ISO 3166-1 alpha-2, one for all or a column of n.
        on: the day or span of the texts, one for all or a column of n (dates, timestamps, texts); it decides which
            currency a country had. None or a missing value means today.

    Returns:
        n structs: low, high (float64), currency, period (string), gross (bool), months_per_year (float64), start, end
        (int32, the position in the text), rule, period_rule (string), alternatives (list of strings).

    Raises:
        InvalidQuery: if `texts` holds anything but texts; if the countries or days are not n, or are a pandas Series with another index.
        InvalidSpan: for an invalid day, with its row, counted from 1.

    Examples:
        >>> pay = parse_pay_column(
        ...     ["$120k - $150k", "Competitive", None, "¥300/天"], country=["CA", "US", "US", "CN"]
        ... )
        >>> pay.field("high").to_pylist(), pay.field("currency").to_pylist(), pay.null_count
        ([150000.0, None, None, 300.0], ['CAD', None, None, 'CNY'], 2)
    """
    check_index(country, texts, "country")
    check_index(on, texts, "on")
    column = texts_of(texts, "texts")
    return _parse_texts(column, *locals_of(country, on, len(column)))


def _parse_texts(
    texts: pa.Array, tenders: list[LocalMoney], which: NDArray[np.int64] | None
) -> pa.StructArray:
    """Return the pay that each text states, each distinct text of a country and day read once.

    Args:
        texts: n strings; null for a missing text.
        tenders: the currencies of each distinct country and day.
        which: the index of each text's currencies; None if the first entry is for all texts.
    """
    encoded = texts.dictionary_encode()
    if which is None:
        none = np.zeros(len(encoded.dictionary), np.intp)
        return _parsed(encoded.dictionary, tenders, none, encoded.indices)
    pairs = pc.add(
        pc.multiply(encoded.indices.cast(pa.int64()), len(tenders)), pa.array(which)
    ).dictionary_encode()
    text, tender = np.divmod(pairs.dictionary.to_numpy(), len(tenders))
    return _parsed(encoded.dictionary.take(pa.array(text)), tenders, tender, pairs.indices)


def pays_of(texts: list[str], tenders: list[LocalMoney]) -> list[Pay | None]:
    """Return the pay that each text states, by the currencies of its country; None if it states none.

    Examples:
        >>> from salarykit.currency.tender import NOWHERE
        >>> [pay and pay.low for pay in pays_of(["£5k", "none"], [NOWHERE, NOWHERE])]
        [5000.0, None]
    """
    column = pa.array(texts, pa.string())
    within = _with_digits(column).to_pylist()
    all_pays: list[Pay | None] = [None] * len(texts)
    pays = read_each(column.take(pa.array(within, pa.int64())), [tenders[index] for index in within])
    for index, pay in zip(within, pays, strict=True):
        all_pays[index] = pay
    return all_pays


def _with_digits(texts: pa.Array) -> pa.Array:
    """Return the positions of the texts that have a digit."""
    return pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(texts, _DIGIT), fill_value=False))


def _parsed(
    texts: pa.Array, tenders: list[LocalMoney], which: NDArray[np.intp], rows: pa.Array
) -> pa.StructArray:
    """Return the pay of each row by its index among distinct texts; texts without a digit are skipped.

    Args:
        texts: m distinct texts.
        tenders: the currencies of each distinct country and day.
        which: the index of each text's currencies.
        rows: for each of n rows the index of its text; null for a row without one.
    """
    within = _with_digits(texts).to_numpy()
    pays = read_alike(texts.take(pa.array(within)), tenders, which[within])
    stated = np.array([pay is not None for pay in pays.kinds], bool)
    text = np.full(len(texts) + 1, -1, np.intp)  # the last entry is for rows without a text
    text[within] = np.where(stated[pays.kind], np.arange(len(within)), -1)
    of = text[rows.fill_null(len(texts)).to_numpy()]
    missing = of < 0
    kind = pa.array((np.cumsum(stated) - 1)[pays.kind][of] if len(within) else of, mask=missing)
    low, high = (_floats(ends, of, missing) for ends in pays.ends)
    columns = [
        {"low": low, "high": high}.get(field.name) or _taken(values, field.type, kind)
        for field, values in zip(PAY_TYPE, _columns([pay for pay in pays.kinds if pay]), strict=True)
    ]
    return pa.StructArray.from_arrays(columns, fields=list(PAY_TYPE), mask=pa.array(missing))


def _floats(values: NDArray[np.float64], of: NDArray[np.intp], missing: NDArray[np.bool_]) -> pa.Array:
    """Return the value of each row, given its index; null for NaN and for rows without an index."""
    figures = values[of] if len(values) else np.full(len(of), np.nan)
    return pa.array(figures, mask=missing | np.isnan(figures))


def _columns(pays: list[Pay]) -> list[Sequence[Any]]:
    """Return the fields of `Pay` records as columns; the position becomes two columns."""
    if not pays:
        return [()] * len(PAY_TYPE)
    fields = dict(zip(Pay._fields, zip(*pays, strict=True), strict=True))
    fields["start"], fields["end"] = zip(*fields["position"], strict=True)
    return [fields[field.name] for field in PAY_TYPE]


def _taken(values: Sequence[Any], kind: pa.DataType, rows: pa.Array) -> pa.Array:
    """Return the value of each row, given its index. Few lists are distinct: a dollar sign always has the same forty currencies."""
    if not pa.types.is_list(kind):
        return pa.array(values, kind).take(rows)
    distinct: dict[Any, int] = {}
    which = [distinct.setdefault(value, len(distinct)) for value in values]
    return _lists(list(distinct), pa.array(which, pa.int64()).take(rows))


def _lists(lists: list[tuple[str, ...]], rows: pa.Array) -> pa.Array:
    """Return the list of currency codes of each row, given its index."""
    if {len(code.encode()) for codes in lists for code in codes} != {_CODE}:
        return pa.array(lists, pa.list_(pa.string())).take(rows)
    joined = pa.array(["".join(codes) for codes in lists]).take(rows)  # much faster than code by code
    _, ends, letters = joined.buffers()
    starts = np.frombuffer(ends, np.int32, len(rows) + 1) // _CODE
    places = np.arange(starts[-1] + 1, dtype=np.int32) * _CODE
    codes = pa.StringArray.from_buffers(int(starts[-1]), pa.py_buffer(places), letters)
    return pa.ListArray.from_arrays(pa.array(starts), codes, mask=rows.is_null())
