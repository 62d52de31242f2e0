from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from cases import for_each

import salarykit as sk
from salarykit.reading.rejects import RejectRow
from salarykit.salaries import results as rows
from salarykit.salaries.checking.findings import FindingRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLE = sk.load_salaries()
USD = TABLE.convert("USD", on="2024")
SIGNS = "$€£¥₹₪元"


def cities(table: sk.SalaryTable) -> list[Any]:
    """Return the cities of a table."""
    return [salary.city for salary in table]


def with_other(kind: str) -> sk.SalaryTable:
    """Return three salaries with a column of grades, from one of the libraries."""
    rows = {"city": ["A", "B", "C"], "amount": [1, 2, 3], "currency": ["USD"] * 3, "grade": ["x", "y", None]}
    sources: dict[str, Callable[[], Any]] = {
        "arrow": lambda: pa.table(rows),
        "large": lambda: pa.table({**rows, "grade": pa.array(rows["grade"], pa.large_string())}),
        "dictionary": lambda: pa.table({**rows, "grade": pa.array(rows["grade"]).dictionary_encode()}),
        "pandas": lambda: pd.DataFrame(rows),
        "category": lambda: pd.DataFrame(rows).astype({"grade": "category"}),
        "polars": lambda: pl.DataFrame(rows),
        "polars category": lambda: pl.DataFrame(rows, schema_overrides={"grade": pl.Categorical}),
        "records": lambda: [
            dict(zip(rows, cells, strict=True)) for cells in zip(*rows.values(), strict=True)
        ],
    }
    return sk.read_salaries(sources[kind]())


KINDS = ["arrow", "large", "dictionary", "pandas", "category", "polars", "polars category", "records"]


@for_each(
    ("wanted", "found"),
    [
        ({"country": "CN"}, ["Beijing", "Shanghai", "Shenzhen"]),
        ({"country": ["FR", "DE"]}, ["Paris", "Berlin"]),
        ({"country": ("FR", "DE"), "city": {"Berlin", "Rome"}}, ["Berlin"]),
        ({"country": frozenset(["FR"])}, ["Paris"]),
        ({"city": "paris"}, []),
        ({"city": []}, []),
        ({"amount": 342_000}, ["Toronto"]),
        ({"amount": np.float64(342_000)}, ["Toronto"]),
        ({"relevance": None, "country": "GB"}, ["London"]),
        ({"relevance": [None, 0.5], "country": "GB"}, ["London"]),
        ({"city": None}, []),
        ({}, cities(TABLE)),
    ],
)
def test_rows_are_chosen_by_equality(wanted: dict[str, Any], found: list[str]) -> None:
    """`where` keeps the rows whose columns equal a value or one of several; None is missing; all must hold."""
    assert cities(TABLE.where(**wanted)) == found


@for_each("kind", KINDS)
def test_rows_are_chosen_by_other_columns(kind: str) -> None:
    """`where` works on the source's own columns, from every library."""
    table = with_other(kind)

    assert cities(table.where(grade="y")) == ["B"]
    assert cities(table.where(grade=["x", None])) == ["A", "C"]
    assert cities(table.where(grade="z")) == []


@for_each("kind", KINDS)
def test_verbs_carry_other_columns(kind: str) -> None:
    """Every verb carries the source's own columns, from every library."""
    table = with_other(kind)

    assert [dict(row)["grade"] for row in table.convert("USD", on="2024").rank()] == [None, "y", "x"]
    assert [dict(row)["grade"] for row in table.query()] == ["x", "y", None]
    assert [row["grade"] for row in json.loads(table.rank().to_json())["rows"]] == [None, "y", "x"]
    assert table.head(2).to_arrow().column("grade").to_pylist() == ["x", "y"]


@for_each("kind", KINDS)
def test_csv_carries_other_columns(kind: str, tmp_path: Path) -> None:
    """A CSV has the source's own columns, from every library; missing is empty."""
    with_other(kind).to_csv(tmp_path / "pay.csv")

    assert sk.read_salaries(tmp_path / "pay.csv").to_arrow().column("grade").to_pylist() == ["x", "y", ""]


@for_each(
    ("wanted", "message"),
    [
        ({"cty": "x"}, r"^No column 'cty'\. Did you mean 'city'\? Columns: role, city"),
        ({"value": 1}, r"^No column 'value'\."),
        ({"amount": "x"}, r"^amount='x': "),
        ({"city": [1]}, r"^city=\[1\]: "),
    ],
)
def test_a_choice_that_cannot_hold_is_refused(wanted: dict[str, Any], message: str) -> None:
    """An unknown column, or a value that cannot stand in it, is refused."""
    with pytest.raises(sk.InvalidQuery, match=message):
        TABLE.where(**wanted)


def test_the_first_rows() -> None:
    """`head` gives the first rows: five, so many as there are, or none."""
    assert cities(TABLE.head()) == cities(TABLE)[:5]
    assert [len(TABLE.head(n)) for n in (0, 3, 15, 99)] == [0, 3, 15, 15]
    with pytest.raises(sk.InvalidQuery, match="n=-1"):
        TABLE.head(-1)


@for_each("frame", [TABLE, USD, USD.rank(), USD.query(near="Berlin"), TABLE.check()])
def test_a_row_is_had_by_its_number_alone(frame: Any) -> None:
    """A name or a slice in brackets is an error that says how columns and rows are had; so is a number beyond the rows."""
    for wrong in ("city", slice(2), None, 1.0):
        with pytest.raises(
            TypeError, match=r"gives the row of a number, such as \[0\]. Columns are in to_pandas"
        ):
            frame[wrong]
    for beyond in (len(frame), -len(frame) - 1):
        with pytest.raises(IndexError, match=rf"\[{beyond}\]: there are {len(frame)} rows"):
            frame[beyond]
    assert frame[-1] == list(frame)[-1]


def test_rows_are_salaries() -> None:
    """Iterating and indexing give `Salary` records; negative numbers count from the end."""
    records = list(TABLE)

    assert {type(record) for record in [*records, TABLE[0]]} == {sk.Salary}
    assert [TABLE[0], TABLE[14], TABLE[-1], TABLE[-15]] == [records[0], records[14], records[14], records[0]]
    assert list(USD) == records
    assert sk.read_salaries(records) == TABLE


@pytest.mark.parametrize("index", [15, -16])
def test_a_row_that_is_not_there(index: int) -> None:
    """An index outside the table is an IndexError."""
    with pytest.raises(IndexError):
        TABLE[index]


def test_rows_of_results_are_mappings() -> None:
    """A ranking's and a query's rows are mappings; iterating and indexing give the same."""
    for frame in (USD.rank(), USD.query(near="Berlin")):
        rows = list(frame)

        assert rows == frame.to_arrow().to_pylist()
        assert [frame[0], frame[-1]] == [rows[0], rows[-1]]


def test_equality_is_of_content_and_terms() -> None:
    """Tables are equal if kind, values and terms are; a table is no key."""
    assert sk.load_salaries() == TABLE
    assert TABLE.convert("USD", on="2024") == USD
    assert TABLE.convert("USD", on="2024", max_staleness=8) != USD
    assert TABLE.head(14) != TABLE
    assert TABLE.to_arrow() != TABLE
    with pytest.raises(TypeError, match="unhashable"):
        hash(TABLE)


def test_nothing_is_changed_in_place() -> None:
    """Every verb leaves its table as it was; a table takes no new attributes, and its base is not set."""
    before = TABLE.to_arrow()
    copy = pa.Table.from_batches(before.to_batches())
    usd = TABLE.convert("USD", on="own")
    _ = (
        usd.rank(),
        usd.compare("Paris", "Berlin"),
        usd.query(near="Paris"),
        TABLE.where(city="Paris"),
        TABLE.head(2),
    )

    assert TABLE.to_arrow() is before
    assert before.equals(copy, check_metadata=True)
    with pytest.raises(AttributeError):
        TABLE.base = "USD"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        TABLE.nonsense = 1  # type: ignore[attr-defined]


def test_pandas_reads_a_table() -> None:
    """`to_pandas` has every column and row, missing values as pandas has them."""
    frame = USD.to_pandas()

    assert list(frame.columns) == list(USD.columns)
    assert frame["city"].tolist() == cities(TABLE)
    assert frame["value"].tolist() == USD.to_arrow().column("value").to_pylist()
    assert frame["relevance"].isna().all()


@for_each("frame", [TABLE, USD, USD.rank(), USD.query(near="Berlin"), TABLE.head(0)])
def test_polars_reads_every_frame(frame: Any) -> None:
    """A polars frame reads a table and every result through Arrow's C stream, days and missing values included."""
    read = pl.DataFrame(frame)

    assert read.columns == list(frame.columns)
    assert read.to_dicts() == frame.to_arrow().to_pylist()


def test_a_stream_may_be_read_twice() -> None:
    """Exporting a table does not use it up, and Arrow reads the export as the same table."""
    assert pa.table(USD) == pa.table(USD) == USD.to_arrow()
    assert pa.RecordBatchReader.from_stream(USD).read_all() == USD.to_arrow()


def test_html_is_escaped_and_names_currencies() -> None:
    """A notebook shows texts, never markup, and ISO codes, never a bare sign."""
    rows = [
        {"city": "<script>x</script>", "role": "A & B", "note": '"><img>', "amount": 1000, "currency": code}
        for code in ("USD", "EUR", "GBP", "JPY", "INR", "ILS", "CNY")
    ]
    usd = sk.read_salaries(rows).convert("USD", on="2024")

    for shown in (
        usd,
        usd.rank(),
        usd.query(),
        usd.rank().unranked,
        sk.sift_salaries([{**rows[0], "amount": "<b>"}]).bad,
    ):
        html = shown._repr_html_()

        assert not any(sign in html for sign in SIGNS)
        assert "<script" not in html
        assert "<img" not in html
        assert "<b>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in usd._repr_html_()
    assert "USD 1,000" in usd._repr_html_()


def test_drawings_say_what_they_show() -> None:
    """A drawing names rows, base, rates and days, and how many rows it leaves out."""
    assert repr(TABLE).splitlines()[-1] == "15 salaries."
    assert repr(USD).splitlines()[-1] == "15 salaries; values in USD a year (rates: ECB, 2024)."
    long = sk.read_salaries([{"amount": 1, "currency": "USD", "period": "year"}] * 51)

    assert repr(long).splitlines()[-1] == "The first 50 of 51 rows. 51 salaries."
    assert long._repr_html_().count("<tr>") == 51


def test_json_is_json() -> None:
    """`to_json` is standard JSON: days are texts, and a figure that is none is null."""
    frame = pl.DataFrame(
        {"amount": [1.0], "currency": ["USD"], "bonus": [float("nan")], "limit": [float("inf")]}
    )
    table = sk.read_salaries(frame).convert("EUR", on="2024-06-28")

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    row = json.loads(table.to_json(), parse_constant=refuse)["rows"][0]

    assert (row["rate_on"], row["bonus"]) == ("2024-06-28", None)


def results() -> list[tuple[Any, Any]]:
    """Return a row of each kind of result, and the type that says what it holds."""
    local, usd = sk.load_salaries(), sk.load_salaries().convert("USD", on="2024")
    to = sk.Ageing("2025", growth=0.03)
    full = local.convert("USD", on="2024", ageing=to, price_levels="2025")
    bare = sk.read_salaries([{"amount": 1, "currency": "USD", "p25": 0.5, "p75": 2, "sample_size": 9}])
    gaps = sk.read_salaries([{"amount": 1, "currency": "USD"}, {"amount": 1, "currency": "XOF"}])
    asked: sk.Query = sk.Query(role="CPO", near="Berlin", as_of="2024", sample_pivot=3, statistic="median")
    pay = [{"a": 1, "c": "EUR", "b": 2}]
    return [
        (usd.rank(fx_dates=["2019"])[0], rows.RankedRow),
        (full.rank()[0], rows.RankedRow),
        (bare.rank()[0], rows.RankedRow),
        (bare.query()[0], rows.MatchRow),
        (usd.query(asked)[0], rows.MatchRow),
        (gaps.convert("USD", on="1950", missing="null").rank().unranked[0], rows.UnrankedRow),
        (usd.rank().overtaking()[0], rows.OvertakingRow),
        (usd.rank(fx_dates=["2019"]).fx[0], rows.FxRow),  # type: ignore[index]
        (usd.differentials("Paris")[0], rows.DifferentialRow),
        (sk.infer_rates(pay, amount="a", currency="c", converted="b")[0], rows.ImpliedRate),
        (local.check()[0], FindingRow),
        (sk.sift_salaries([{"amount": 0, "currency": "USD"}]).bad[0], RejectRow),
        (usd.rank().provenance, rows.RankingProvenance),
        (usd.query().provenance, rows.QueryProvenance),
        (usd.query(by="country").provenance, rows.QueryProvenance),
    ]


def test_rows_are_what_their_types_say() -> None:
    """A row of a result has every key that its type requires, and no other than its type or its source names."""
    own = {"p25", "p75"}
    for row, kind in results():
        needed = {name for name, said in kind.__annotations__.items() if "NotRequired" not in str(said)}
        assert needed <= row.keys() <= {*kind.__annotations__, *own}, kind
