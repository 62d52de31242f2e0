from __future__ import annotations

import polars as pl
import pyarrow as pa
import pytest

import salarykit as sk

COLUMNS = {
    "amount": ["52000", "lots", "61000"],
    "currency": ["EUR", "EUR", "QQQ"],
    "team": ["Ä", "B", None],
    "tags": [["x"], [], None],
    "place": [{"town": "Kiel"}, {"town": None}, {"town": "Bonn"}],
    "key": [b"1", b"2", b"3"],
}


def views() -> pa.Table:
    """Return an Arrow table whose texts and bytes are views."""
    text = pa.string_view()
    kinds = {
        "amount": text,
        "currency": text,
        "team": text,
        "tags": pa.list_(text),
        "place": pa.struct([("town", text)]),
        "key": pa.binary_view(),
    }
    return pa.table({name: pa.array(cells, kinds[name]) for name, cells in COLUMNS.items()})


@pytest.mark.parametrize("make", [lambda: pl.DataFrame(COLUMNS), views], ids=["polars", "arrow"])
def test_a_table_with_views_of_texts_gives_back_its_refused_rows(make: object) -> None:
    """Texts and bytes as views, nested ones too, are read, filtered and passed through unchanged."""
    found = sk.sift_salaries(make())  # type: ignore[operator]

    assert found.good.to_arrow().column("place").to_pylist() == [{"town": "Kiel"}]
    assert [(each["row"], each["column"]) for each in found.bad] == [(2, "amount"), (3, "currency")]
    assert [(row["amount"], row["tags"], row["key"]) for row in found.bad.rows()] == [
        ("lots", [], b"2"),
        ("61000", None, b"3"),
    ]


def test_categories_of_polars_ride_along() -> None:
    """A column of categories is text in the table."""
    frame = pl.DataFrame(COLUMNS).with_columns(pl.col("team").cast(pl.Categorical))

    assert sk.sift_salaries(frame).good.to_arrow().column("team").to_pylist() == ["Ä"]


NULLED = {
    "city": ["Kiel", None, "Rome", "Paris"],
    "country": ["Germany", "FR", None, "Narnia"],
    "salary": ["65.000", None, "48k", "71.000,50"],
    "currency": ["EUR", "€", None, "EUR"],
    "period": ["p.a.", None, "monthly", "eon"],
    "as_of": ["28/06/2024", "2024", None, "soon"],
}


@pytest.mark.parametrize("index", [pa.uint8(), pa.uint32(), pa.int64()], ids=str)
@pytest.mark.parametrize("name", NULLED)
def test_a_category_is_read_as_its_texts(name: str, index: pa.DataType) -> None:
    """A column of categories, with indices of any type and with nulls, gives the same rows and rejects as its texts."""
    plain = pa.table(NULLED)
    coded = plain.column(name).combine_chunks().dictionary_encode()
    coded = pa.DictionaryArray.from_arrays(coded.indices.cast(index), coded.dictionary)
    at = plain.column_names.index(name)
    (good, bad), (rows, rejects) = (
        sk.sift_salaries(table) for table in (plain, plain.set_column(at, name, coded))
    )

    assert rows.to_arrow().to_pylist() == good.to_arrow().to_pylist()
    assert rejects.to_arrow().to_pylist() == bad.to_arrow().to_pylist()
