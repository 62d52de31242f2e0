from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import salarykit as sk
from salarykit.cli import app

if TYPE_CHECKING:
    from pathlib import Path

TO_2025 = sk.Ageing("2025-01-01", growth={"DE": 0.03, "IN": 0.09})
ROWS = pa.table(
    {
        "city": ["Berlin", "Delhi", "Köln"],
        "country": ["DE", "IN", "DE"],
        "amount": [100.0, 1000.0, 200.0],
        "currency": ["EUR", "INR", "EUR"],
        "period": ["year"] * 3,
        "as_of": ["2023", "2024", "2022-06-01"],
        "paid": ["2024-06-28", "2024-06-27", "2024-06-26"],
    }
)
REAL: dict[str, Any] = {"base": "USD", "on": "2024-06-28", "ageing": TO_2025, "price_levels": "2025"}


def put(folder: Path, table: pa.Table, kind: str = "parquet") -> Path:
    """Write a table as a file."""
    path = folder / f"in.{kind}"
    if kind == "parquet":
        pq.write_table(table, path)
    elif kind == "json":
        path.write_text(table.to_pandas().to_json(orient="records"), encoding="utf-8")
    else:
        sep = "\t" if kind == "tsv" else ","
        table.to_pandas().to_csv(path, index=False, sep=sep)
    return path


def column(path: Path, name: str) -> list[Any]:
    """Return a column of a file that was written."""
    found: list[Any] = pq.read_table(path).column(name).to_pylist()
    return found


@pytest.mark.parametrize("kind", ["parquet", "csv", "tsv", "json"])
def test_a_figure_is_aged_from_its_own_day_whatever_that_of_its_rate_is(kind: str, tmp_path: Path) -> None:
    """With `on` a column, the rate is of that column's day, and growth begins at `as_of`; without one, at that day."""
    out = tmp_path / "out.parquet"
    for table, days in ((ROWS, "as_of"), (ROWS.drop_columns("as_of"), "paid")):
        sk.convert_file(put(tmp_path, table, kind), out, **{**REAL, "on": "paid"})
        factors = [
            TO_2025.factor(day, country)
            for day, country in zip(table[days].to_pylist(), table["country"].to_pylist(), strict=True)
        ]
        rates = [
            sk.default_rates().quote(code, "USD", on=day).rate
            for code, day in zip(table["currency"].to_pylist(), table["paid"].to_pylist(), strict=True)
        ]
        assert (column(out, "age_factor"), column(out, "rate")) == (factors, rates)


@pytest.mark.parametrize(
    "words", [["Germany", "India", "Deutschland"], ["DE", "Indien", "DE"], ["DE ", "IN", "Allemagne"]]
)
@pytest.mark.parametrize("kind", ["parquet", "csv", "json"])
def test_countries_in_words_have_price_levels(kind: str, words: list[str], tmp_path: Path) -> None:
    """A country's name stands for its code wherever a conversion needs the country; its cell comes out as it was."""
    table = ROWS.set_column(1, "country", pa.array(words))
    out = tmp_path / "out.parquet"
    sk.convert_file(put(tmp_path, table, kind), out, **REAL)
    plain = sk.read_salaries(ROWS).convert(**REAL).to_arrow()

    for name in ("value", "nominal", "parity", "age_factor"):
        assert column(out, name) == plain.column(name).to_pylist()
    if kind != "json":
        assert column(out, "country") == words


def test_a_country_that_is_none_is_refused_by_its_row(tmp_path: Path) -> None:
    """A bad country, and a bad day that only ageing reads, are rejects as any other cell is."""
    table = ROWS.set_column(1, "country", pa.array(["DE", "Narnia", "DE"]))
    table = table.set_column(5, "as_of", pa.array(["2023", "2024", "soon"]))
    bad = tmp_path / "bad.parquet"
    report = sk.convert_file(put(tmp_path, table), tmp_path / "out.parquet", **REAL, rejects=bad)

    assert report.rejected == {"unknown_country": 1, "invalid_as_of": 1}
    told = [(cell["row"], cell["column"], cell["value"]) for cell in pq.read_table(bad).to_pylist()]
    assert told == [(2, "country", "Narnia"), (3, "as_of", "soon")]


@pytest.mark.parametrize("kind", ["parquet", "csv", "json"])
def test_a_row_that_cannot_be_aged_is_an_error_with_its_row(kind: str, tmp_path: Path) -> None:
    """Without a day or without growth the error is that of a table, with the file; with missing="null" there is no value."""
    out = tmp_path / "out.parquet"
    for field, cell, said in [
        (5, None, "Its as_of is missing, and ageing needs one."),
        (1, "FR", "No growth of pay for the country 'FR'."),
    ]:
        cells = [*ROWS.column(field).to_pylist()[:2], cell]
        path = put(tmp_path, ROWS.set_column(field, ROWS.column_names[field], pa.array(cells)), kind)
        with pytest.raises(sk.InvalidQuery) as caught:
            sk.convert_file(path, out, **REAL)
        assert (caught.value.row, caught.value.message) == (3, said)
        assert str(caught.value).startswith(str(path))

        sk.convert_file(path, out, **REAL, missing="null")
        assert [value is None for value in column(out, "value")] == [False, False, True]


@pytest.mark.parametrize("kind", ["parquet", "csv", "json"])
def test_rows_without_a_price_level_are_counted(kind: str, tmp_path: Path) -> None:
    """A country without a price level has no value, but a nominal one, and the report says how many there are."""
    table = ROWS.set_column(0, "city", pa.array(["Base", "Delhi", "Remote"]))
    table = table.set_column(1, "country", pa.array(["AQ", "IN", None]))
    report = sk.convert_file(put(tmp_path, table, kind), tmp_path / "out.parquet", **{**REAL, "ageing": None})

    assert [value is None for value in column(tmp_path / "out.parquet", "value")] == [True, False, True]
    assert None not in column(tmp_path / "out.parquet", "nominal")
    assert "2 rows have no value, because their country has no price level." in report.notes
    assert report.without_rate == 0


@pytest.mark.parametrize("kind", ["parquet", "csv", "json"])
def test_a_row_without_a_country_has_that_of_its_city(kind: str, tmp_path: Path) -> None:
    """Every format of file gives a certain city its country's price level, as a table does; other cities have none."""
    cities = pa.array(["Delhi, India", "Cambridge", "Köln"])
    for table in (ROWS.set_column(1, "country", pa.array([None, None, "DE"])), ROWS.drop_columns("country")):
        path = put(tmp_path, table.set_column(0, "city", cities), kind)
        sk.convert_file(path, tmp_path / "out.parquet", **{**REAL, "ageing": None})
        expected = sk.read_salaries(path).convert(**{**REAL, "ageing": None}).to_arrow()

        assert column(tmp_path / "out.parquet", "value") == expected.column("value").to_pylist()
        assert [value is None for value in column(tmp_path / "out.parquet", "value")] == [False, True, False]


def test_defaults_stand_for_days_and_countries(tmp_path: Path) -> None:
    """A default stands for a column or a cell that ageing or price levels read."""
    bare = ROWS.drop_columns(["country", "as_of"])
    mixed = bare.append_column("country", pa.array(["IN", None, "DE"]))
    asked: dict[str, Any] = {**REAL, "defaults": {"country": "DE", "as_of": "2023"}}
    for table in (bare, mixed):
        path = put(tmp_path, table)
        sk.convert_file(path, tmp_path / "out.parquet", **asked)
        plain = sk.read_salaries(path, defaults=asked["defaults"]).convert(**REAL).to_arrow()
        assert column(tmp_path / "out.parquet", "value") == plain.column("value").to_pylist()


def test_what_is_written_can_be_chosen(tmp_path: Path) -> None:
    """`add` takes the columns of the steps that are asked for, and of no other."""
    path, out = put(tmp_path, ROWS), tmp_path / "out.parquet"
    sk.convert_file(path, out, **REAL, add=["age_factor", "value", "parity"])
    assert pq.read_schema(out).names[-3:] == ["age_factor", "value", "parity"]
    with pytest.raises(sk.InvalidQuery, match="add: a conversion adds no 'parity'"):
        sk.convert_file(path, out, **{**REAL, "price_levels": None}, add=["parity"])


@pytest.mark.parametrize(
    "other",
    [
        {"ageing": sk.Ageing("2025-01-01", growth={"DE": 0.04, "IN": 0.09})},
        {"ageing": None},
        {"price_levels": None},
        {"coarse": "year"},
        {"average": "median"},
    ],
)
def test_a_run_with_other_steps_is_not_gone_on_with(other: dict[str, Any], tmp_path: Path) -> None:
    """A receipt counts for the ageing, the price levels and the average that it was written with."""
    path, out = put(tmp_path, ROWS), tmp_path / "out"
    out.mkdir()
    sk.convert_file([path], out, **REAL)

    assert sk.convert_file([path], out, **REAL, resume=True).resumed == 1
    with pytest.raises(sk.SourceError, match="was started with other options"):
        sk.convert_file([path], out, **{**REAL, **other}, resume=True)


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ({"ageing": 0.03}, r"ageing=0\.03 is not an Ageing"),
        ({"price_levels": "1850"}, "No price levels of 1850"),
        ({"coarse": "month"}, "coarse='month'"),
        ({"average": "mode"}, "average='mode'"),
    ],
)
def test_an_option_that_cannot_be_is_told_before_anything_is_read(
    option: dict[str, Any], said: str, tmp_path: Path
) -> None:
    """The same sentence for a table and for a file, whether there is one or not."""
    with pytest.raises(sk.InvalidQuery, match=said):
        sk.convert_file(tmp_path / "none.csv", tmp_path / "out.csv", **{**REAL, **option})
    with pytest.raises(sk.InvalidQuery, match=said):
        sk.load_salaries().convert(**{**REAL, **option})


def test_the_command_ages_files_and_divides_by_price_levels(tmp_path: Path) -> None:
    """`salarykit convert -o` takes the options of the table's conversion, with those of files beside them."""
    words = ["--to", "USD", "--on", "2024-06-28", "--price-levels", "2025", "--drop-local"]
    growth = ["--age-to", "2025-01-01", "--growth", "DE=0.03", "--growth", "IN=0.09"]
    out = tmp_path / "out.parquet"
    run = CliRunner().invoke(app, ["convert", str(put(tmp_path, ROWS)), "-o", str(out), *words, *growth])

    assert run.exit_code == 0, run.output
    assert column(out, "value") == sk.read_salaries(ROWS).convert(**REAL).to_arrow()["value"].to_pylist()
    assert "amount" not in pq.read_schema(out).names
