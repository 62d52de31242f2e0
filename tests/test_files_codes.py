from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from cases import for_each

from salarykit.files.columns import as_coded
from salarykit.files.short_codes import short_codes
from salarykit.rates.kernel import BLOCK, Coded

LONG = (1 << 20) + 12_345  # more rows than one thread takes, and no whole number of blocks
SHORTEST = 1 << 14  # rows that are coded by arithmetic
NAMES = np.array(["USD", "EUR", "GBP", "AAA", "ZZZ", "XOF"])
KINDS = [pa.string(), pa.large_string()]


@cache
def good(kind: pa.DataType, length: int) -> pa.Array:
    """Return a column of codes."""
    indices = pa.array(np.random.default_rng(7).integers(0, len(NAMES), length))
    return pa.DictionaryArray.from_arrays(indices, pa.array(NAMES, kind)).cast(kind)


def column(kind: pa.DataType, length: int = LONG, *, bad: str | None = None, at: int = 0) -> pa.Array:
    """Return a long column of codes, one of them perhaps another text."""
    values = good(kind, length)
    if bad is None:
        return values
    return pa.concat_arrays([values.slice(0, at), pa.array([bad], kind), values.slice(at + 1)])


def texts(coded: Coded) -> pa.Array:
    """Return the column that the codes stand for."""
    return pa.DictionaryArray.from_arrays(pa.array(coded.indices), pa.array(coded.names, pa.string())).cast(
        pa.string()
    )


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize(
    "slice_",
    [
        (0, LONG),
        (1, LONG - 1),
        (0, LONG - 1),
        (99_999, 1 << 20),
        (3, BLOCK),
        (5, SHORTEST),
        (0, SHORTEST + 1),
    ],
    ids=str,
)
def test_codes_by_arithmetic_are_the_texts(kind: pa.DataType, slice_: tuple[int, int]) -> None:
    """A long column of codes, and any slice of one, is coded by arithmetic as hashing would code it."""
    codes = column(kind).slice(*slice_)
    short = short_codes(codes)

    assert short is not None
    assert texts(short).equals(codes.cast(pa.string()))
    assert texts(short).equals(codes.dictionary_encode().cast(pa.string()))
    assert {name for name in short.names if name} == set(NAMES)


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("slice_", [(0, LONG), (1, LONG - 1), (99_999, 1 << 20), (5, SHORTEST)], ids=str)
def test_countries_by_arithmetic_are_the_texts(kind: pa.DataType, slice_: tuple[int, int]) -> None:
    """A long column of codes of countries, and any slice of one, is coded by arithmetic, too."""
    codes = pc.utf8_slice_codeunits(column(kind), 0, 2).slice(*slice_)
    short = short_codes(codes)

    assert short is not None
    assert texts(short).equals(codes.cast(pa.string()))


@for_each("bad", ["us", "U1", "USD", "U", "", "U ", "é", "@A", "Z[", "\x00A"])
def test_one_other_text_and_countries_are_hashed(bad: str) -> None:
    """One text that is not two capitals, and the arithmetic steps aside; the result is the same."""
    codes = pa.array(["DE", "FR"] * BLOCK + [bad] + ["DE"] * BLOCK)

    assert short_codes(codes) is None
    assert texts(as_coded(codes)).equals(codes)


@for_each("at", [0, SHORTEST // 4, BLOCK, LONG // 2, LONG - 1])
@for_each("bad", ["usd", "US", "USDX", "", "U1D", "US ", "€", "@AA", "[ZZ", "\x00AA"])
def test_one_other_text_and_the_column_is_hashed(bad: str, at: int) -> None:
    """One text that is not three capitals, anywhere, and the arithmetic steps aside; the result is the same."""
    codes = column(pa.string(), bad=bad, at=at)

    assert short_codes(codes) is None
    assert texts(as_coded(codes)).equals(codes)


def test_too_many_codes_are_hashed() -> None:
    """More distinct texts than currencies can be: the arithmetic steps aside."""
    letters = [chr(ord("A") + number) for number in range(26)]
    many = pa.array([f"X{first}{second}" for first in letters for second in letters] * (BLOCK // 600))

    assert short_codes(many.slice(0, len(many))) is None
    assert texts(as_coded(many)).equals(many)


@for_each("pair", [["EUR", "USDX", "US"], ["EU", "RUSD"], ["DE", "FRA", "F"]])
def test_texts_that_only_add_up_are_hashed(pair: list[str]) -> None:
    """A long and a short text in one column do not pass for two codes."""
    codes = pa.array(pair * BLOCK)

    assert short_codes(codes) is None
    assert texts(as_coded(codes)).equals(codes)


@for_each(
    "other",
    [
        column(pa.string(), SHORTEST - 1),
        pa.concat_arrays([column(pa.string(), BLOCK), pa.nulls(1, pa.string())]),
        column(pa.string(), BLOCK).dictionary_encode(),
        column(pa.string(), BLOCK).cast(pa.string_view()),
        column(pa.string(), BLOCK).cast(pa.binary()),
        pa.array([""] * BLOCK),
        pa.nulls(BLOCK, pa.string()),
        pa.array([], pa.string()),
    ],
)
def test_other_columns_are_hashed(other: Any) -> None:
    """A short column, one with missing values or one of another kind is left to hashing."""
    coded = as_coded(other)

    assert short_codes(other) is None
    assert [coded.names[index] for index in coded.indices[:9].tolist()] == other[:9].to_pylist()
    assert len(coded.indices) == len(other)
