"""A column of texts to a column of pay: each distinct text is read once."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.row_labels import check_index
from salarykit.pay.alike import shapes_of
from salarykit.pay.candidates import is_shaped, plain_candidates
from salarykit.pay.local_columns import locals_of, texts_of
from salarykit.pay.parse import first_pay, scan
from salarykit.pay.pay import Pay

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.candidate import Candidate
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
"""The fields of `Pay`, its position as two columns; `start` and `end` count characters."""
_DIGIT: Final = r"\p{Nd}"


def parse_pay_column(
    texts: AnyColumn[object], *, country: str | AnyColumn[object] | None = None, on: OnColumn | None = None
) -> pa.StructArray:
    """Return the pay that each text states, as `find_pay` finds it; null if a text states none.

    Args:
        texts: strings of any library (pandas, polars, Arrow, numpy, a list), n of them; missing ones give null.
        country: ISO 3166-1 alpha-2, one for all or a column of n.
        on: the day or span of the texts, one for all or a column of n (dates, timestamps, texts); it decides which currency a
            country had. None or a missing value means today.

    Returns:
        n structs: low, high (float64), currency, period (string), gross (bool), months_per_year (float64), start, end
        (int32, the position in the text), rule, period_rule (string), alternatives (list of strings).

    Raises:
        InvalidQuery: if the texts are no texts; if the countries or days are not as many, or a pandas Series with
            another index.
        InvalidSpan: if a day is none, with its row, counted from 1.

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
        texts: n strings, null if there is none.
        tenders: the distinct currencies of countries on days.
        which: which of them is of each text; None if the first is of all.
    """
    encoded = texts.dictionary_encode()
    if which is None:
        return _parsed(encoded.dictionary, tenders, encoded.indices)
    pairs = pc.add(
        pc.multiply(encoded.indices.cast(pa.int64()), len(tenders)), pa.array(which)
    ).dictionary_encode()
    text = pc.divide(pairs.dictionary, len(tenders))
    tender = pc.subtract(pairs.dictionary, pc.multiply(text, len(tenders))).to_pylist()
    return _parsed(encoded.dictionary.take(text), [tenders[index] for index in tender], pairs.indices)


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
    pays = _read(column.take(pa.array(within, pa.int64())), [tenders[index] for index in within])
    for index, pay in zip(within, pays, strict=True):
        all_pays[index] = pay
    return all_pays


def _with_digits(texts: pa.Array) -> pa.Array:
    """Return the positions of the texts that have any digit."""
    return pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(texts, _DIGIT), fill_value=False))


def _parsed(texts: pa.Array, tenders: list[LocalMoney], rows: pa.Array) -> pa.StructArray:
    """Return the pay of each row by its index among distinct texts; those without a digit are not looked at."""
    within = _with_digits(texts)
    pays = _read(
        texts.take(within), tenders if len(tenders) == 1 else [tenders[n] for n in within.to_pylist()]
    )
    stated = within.filter(pa.array([pay is not None for pay in pays], pa.bool_()))
    which = _ranks(stated, len(texts)).take(rows)
    columns = [
        _taken(values, field.type, which)
        for field, values in zip(PAY_TYPE, _columns([pay for pay in pays if pay]), strict=True)
    ]
    return pa.StructArray.from_arrays(columns, fields=list(PAY_TYPE), mask=which.is_null())


def _columns(pays: list[Pay]) -> list[Sequence[Any]]:
    """Return the fields of pays as columns, the position as two of them."""
    if not pays:
        return [()] * len(PAY_TYPE)
    fields = dict(zip(Pay._fields, zip(*pays, strict=True), strict=True))
    fields["start"], fields["end"] = zip(*fields["position"], strict=True)
    return [fields[field.name] for field in PAY_TYPE]


def _taken(values: Sequence[Any], kind: pa.DataType, rows: pa.Array) -> pa.Array:
    """Return the value of each row by its index; few lists are distinct: the forty currencies of a dollar sign are always the same."""
    if not pa.types.is_list(kind):
        return pa.array(values, kind).take(rows)
    distinct: dict[Any, int] = {}
    which = [distinct.setdefault(value, len(distinct)) for value in values]
    return pa.array(list(distinct), kind).take(pa.array(which, pa.int64()).take(rows))


def _read(texts: pa.Array, tenders: list[LocalMoney]) -> list[Pay | None]:
    """Return the pay of texts; texts of one shape share its candidates, and state no pay if it has none."""
    shapes = shapes_of(texts).dictionary_encode()
    known = [plain_candidates(shape) for shape in shapes.dictionary.to_pylist()]
    each_tender = cycle(tenders) if len(tenders) == 1 else tenders
    return [
        None if known[shape] == () else _pay_of(text, known[shape], tender)
        for text, shape, tender in zip(
            texts.to_pylist(), shapes.indices.to_pylist(), each_tender, strict=False
        )
    ]


def _pay_of(text: str, known: tuple[Candidate, ...] | None, tender: LocalMoney) -> Pay | None:
    if known is None or not is_shaped(text):
        return scan(text, tender)
    return first_pay(text, known, tender)


def _ranks(within: pa.Array, length: int) -> pa.Array:
    """Return for each of so many texts its index among those that state pay, null for the others."""
    if len(within) == length:
        return pa.array(range(length), pa.int64())
    return pc.index_in(pa.array(range(length), pa.uint64()), value_set=within).cast(pa.int64())
