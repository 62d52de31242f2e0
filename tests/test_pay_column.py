from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from cases import for_each

import salarykit as sk
from salarykit.pay.parse_column import PAY_TYPE

TEXTS = [
    "$120k - $150k",
    None,
    "Competitive",
    "up to £60k p.a.",
    "&pound;20 an hour",
    "月給２５万円",
    "401(k), $90,000",
    "$120k - $150k",
]
COUNTRIES = ["CA", "US", "US", None, "GB", "JP", "US", "AU"]


def rows(column: pa.StructArray) -> list[dict[str, Any] | None]:
    """Return a column as records."""
    return column.to_pylist()  # type: ignore[no-any-return]


def record(text: str | None, country: str | None) -> dict[str, Any] | None:
    """Return what the scalar reader finds, as the column shows it."""
    pay = sk.find_pay(text, country=country)  # type: ignore[arg-type]
    if pay is None:
        return None
    fields = pay._asdict()
    start, end = fields.pop("position")
    return {
        name: {**fields, "start": start, "end": end, "alternatives": list(pay.alternatives)}[name]
        for name in PAY_TYPE.names
    }


@for_each("country", [None, "US", "CA"])
@for_each(
    "library",
    [list, pa.array, lambda values: pa.chunked_array([values[:3], values[3:]]), pd.Series, pl.Series,
     lambda values: pa.array(values, pa.large_string()), lambda values: pa.array(values).dictionary_encode(),
     lambda values: np.array(values, object), lambda values: pa.array(values, pa.string_view())],
)  # fmt: skip
def test_a_column_is_read_as_its_texts_are(library: Any, country: str | None) -> None:
    """Every row is what `find_pay` finds in it, in the columns of every library."""
    column = sk.parse_pay_column(library(TEXTS), country=country)

    assert column.type == PAY_TYPE
    assert rows(column) == [record(text, country) for text in TEXTS]


@for_each("library", [list, pa.array, pd.Series, pl.Series])
def test_each_row_may_have_its_country(library: Any) -> None:
    """The same text is another money in another country."""
    column = sk.parse_pay_column(TEXTS, country=library(COUNTRIES))

    assert rows(column) == [record(text, country) for text, country in zip(TEXTS, COUNTRIES, strict=True)]
    assert [row and row["currency"] for row in rows(column)][::7] == ["CAD", "AUD"]


@for_each("texts", [[], [None], [None, None], ["", "no pay"], pa.array([], pa.string())])
def test_a_column_without_pay_is_null(texts: Any) -> None:
    """An empty column, one of missing texts and one without a number have as many nulls as rows."""
    column = sk.parse_pay_column(texts)

    assert (len(column), column.null_count, column.type) == (len(texts), len(texts), PAY_TYPE)


def test_many_rows_of_few_texts() -> None:
    """Rows of the same text are the same, wherever they stand."""
    texts = [f"${n},000 a year" for n in range(10, 60)] * 40

    column = sk.parse_pay_column(pa.array(texts), country="US")

    assert rows(column) == [record(text, "US") for text in texts]


@pytest.mark.parametrize("texts", [[1, 2], pa.array([1.5]), pd.Series([True])])
def test_numbers_are_no_texts(texts: Any) -> None:
    """A column of numbers is refused, not read as text."""
    with pytest.raises(sk.InvalidQuery, match="not of texts"):
        sk.parse_pay_column(texts)


def test_countries_must_be_as_many() -> None:
    """A column of countries has as many rows as the texts."""
    with pytest.raises(sk.InvalidQuery, match="country has 1 values for 2 texts") as caught:
        sk.parse_pay_column(["$1", "$2"], country=["US"])

    assert caught.value.value == 1


@for_each(
    "coded",
    [
        pl.Series(["€50k a year", "5 zł"] * 2, dtype=pl.Categorical),
        pl.Series(["€50k a year", "5 zł"] * 2, dtype=pl.Enum(["5 zł", "€50k a year"])),
        pa.DictionaryArray.from_arrays(
            pa.array([0, 1] * 2), pa.array(["€50k a year", "5 zł"], pa.string_view())
        ),
        pa.array(["€50k a year", "5 zł"] * 2, pa.string_view()),
    ],
)
def test_texts_that_arrow_only_views_are_read(coded: Any) -> None:
    """A column of texts may be coded by views of texts, as polars codes categories, wherever texts, countries and codes are taken."""
    texts = ["€50k a year", "5 zł"] * 2

    assert sk.parse_pay_column(coded) == sk.parse_pay_column(texts)
    countries = pl.Series(["CA", "US"] * 2)
    for views in (countries.cast(pl.Categorical), countries.to_arrow().cast(pa.string_view())):
        assert sk.parse_pay_column(["$5"] * 4, country=views) == sk.parse_pay_column(
            ["$5"] * 4, country=["CA", "US"] * 2
        )


@for_each("one", ["£44k a year", b"45000", ""])
def test_one_text_is_no_column_of_its_letters(one: Any) -> None:
    """A text where a column belongs is refused, wherever a column of texts is taken, and not read letter by letter."""
    with pytest.raises(sk.InvalidQuery, match="texts is one text, not a column of texts"):
        sk.parse_pay_column(one)


def test_a_value_that_is_no_text_is_named() -> None:
    """A list of texts and numbers is refused with the types that it mixes."""
    with pytest.raises(sk.InvalidQuery, match=r"not a column: they are of several types \(int, str\)\.$"):
        sk.parse_pay_column(["$5/h", None, 3])
