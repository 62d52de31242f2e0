from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import salarykit as sk
from salarykit.files import csv_chunks
from salarykit.files.stream import csv_blocks, parquet_blocks
from salarykit.salaries.metadata import ADDED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

AMOUNTS = st.sampled_from(
    ["45000", " 45000 ", "1e5", "+5", "0", "-1", "inf", "nan", "", "x", "12.5", ".5", "1e999"]
)
CURRENCIES = st.sampled_from(["USD", "EUR", "GBP", " CAD ", "JPY", "usd", "", "XXX", "ZZZ", "HRK", "AED"])
PERIODS = st.sampled_from(["year", "month", "Hour", "", "week", "yearly", "decade"])
DAYS = st.sampled_from(
    ["2024-06-28", "2024-06", "2024-Q2", "2024", "2024-13", "", "2023-07-01/2024-06-30", "1990"]
)
DATES = st.sampled_from(["2024-06-28", "1999-01-04", "2024-02-29", "", "1890-01-01"])
REMARKS = st.text('ab,"\n é', max_size=4)
ROWS = st.one_of(
    [
        st.lists(st.tuples(AMOUNTS, CURRENCIES, PERIODS, days, REMARKS), min_size=1, max_size=12)
        for days in (DAYS, DATES)
    ]
)
HEADER = ("amount", "currency", "period", "as_of", "remark")
LAW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(path: Path, rows: Sequence[tuple[str, ...]], header: tuple[str, ...] = HEADER) -> Path:
    """Write a CSV by Python's own writer."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return path


def by_table(path: Path) -> tuple[dict[str, list[Any]], set[tuple[Any, ...]]]:
    """Return the slow road: the whole file as a table, converted, and its bad cells."""
    sifted = sk.sift_salaries(path, infer=False)
    table = sifted.good.convert("USD", on="own", missing="null").to_arrow()
    cells = {(cell["row"], cell["code"]) for cell in sifted.bad if cell["column"] in (*HEADER[:4], "")}
    return {name: table.column(name).to_pylist() for name in (*ADDED, "remark")}, cells


def by_file(source: Path, folder: Path, **options: Any) -> tuple[dict[str, list[Any]], set[tuple[Any, ...]]]:
    """Return the fast road: the file converted, and its bad cells."""
    out, bad = folder / "out.parquet", folder / "bad.parquet"
    sk.convert_file(source, out, base="USD", on="own", missing="null", rejects=bad, infer=False, **options)
    table, cells = pq.read_table(out), pq.read_table(bad).to_pylist()
    found = {(cell["row"], cell["code"]) for cell in cells}
    return {name: table.column(name).to_pylist() for name in (*ADDED, "remark")}, found


def same(found: dict[str, list[Any]], expected: dict[str, list[Any]]) -> None:
    """Compare what was added; a blank of a text may have become nothing."""
    for name in ADDED:
        assert found[name] == expected[name], name
    assert [cell or None for cell in found["remark"]] == [cell or None for cell in expected["remark"]]


@LAW
@given(ROWS)
def test_a_stream_of_text_accepts_and_converts_what_a_table_does(tmp_path: Path, rows: list[Any]) -> None:
    """The rows of a CSV that come out, their values and provenance, and the rows refused, are those of a table."""
    source = written(tmp_path / "pay.csv", rows)
    found, bad = by_file(source, tmp_path)
    expected, refused = by_table(source)
    same(found, expected)
    assert bad == refused


@LAW
@given(rows=ROWS, coded=st.booleans(), group=st.integers(1, 5))
def test_a_stream_of_columns_accepts_and_converts_what_a_table_does(
    tmp_path: Path, rows: list[Any], *, coded: bool, group: int
) -> None:
    """Parquet, its texts as dictionaries or not, in groups of any size, gives what a table gives."""
    columns = dict(zip(HEADER, (list(column) for column in zip(*rows, strict=True)), strict=True))
    columns["amount"] = [float(text) if text.strip() and text != "x" else None for text in columns["amount"]]
    table = pa.table(
        columns, pa.schema([("amount", pa.float64()), *((name, pa.string()) for name in HEADER[1:])])
    )
    if coded:
        table = table.set_column(1, "currency", table.column(1).dictionary_encode())
    source = tmp_path / "pay.parquet"
    pq.write_table(table, source, row_group_size=group)
    found, bad = by_file(source, tmp_path)
    expected, refused = by_table(source)
    same(found, expected)
    assert bad == refused


def test_where_blocks_are_cut_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of any few bytes or rows give the same file, and count rows the same; quoted ends of lines are no ends."""
    rows = [(str(index or "x"), "EUR", "year", "2024", 'a "q",\nb') for index in range(40)]
    rows[17] = ("5", "EUR")  # type: ignore[assignment] # too few cells
    source = written(tmp_path / "pay.csv", rows)
    expected = by_file(source, tmp_path)
    for size in (1, 7, 40, 64, 1000):
        monkeypatch.setattr(csv_chunks, "_BLOCK", size)
        monkeypatch.setattr(csv_blocks, "_SHARE", size)
        assert by_file(source, tmp_path) == expected
    assert expected[1] == {(1, "not_a_number"), (18, "ragged")}
    whole = tmp_path / "pay.parquet"
    table = pa.table(
        {
            "amount": [1.0, -1.0] * 50,
            "currency": ["EUR"] * 100,
            "remark": ["r"] * 100,
            "period": ["year"] * 100,
        }
    )
    pq.write_table(table, whole, row_group_size=9)
    monkeypatch.setattr(parquet_blocks, "ROWS", 30)
    assert by_file(whole, tmp_path, defaults={"as_of": "2024"})[1] == {
        (row, "out_of_range") for row in range(2, 101, 2)
    }


def test_a_stray_quotation_mark_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark inside a cell that has none around it is a sign like any other, wherever blocks are cut."""
    text = 'amount,currency,remark\n1,EUR,5" tall\n2,GBP,b\n3,GBP,"a\nb"\n4,EUR,"c ""x""\nd"\n5,EUR,6" tall\n'
    (tmp_path / "pay.csv").write_text(text, encoding="utf-8")
    expected = ['5" tall', "b", "a\nb", 'c "x"\nd', '6" tall']
    for size in range(1, 90):
        monkeypatch.setattr(csv_chunks, "_BLOCK", size)
        found, bad = by_file(tmp_path / "pay.csv", tmp_path, defaults={"as_of": "2024"})
        assert (found["remark"], bad) == (expected, set())


def test_days_pass_as_they_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dates are read as such, block by block; where one is written otherwise, the same rows come out, and each text."""
    days = [f"20{year:02}-{month:02}-28" for year in range(10, 25) for month in range(1, 13)]
    days[50], days[90:95] = "2024-06", [" 2024-06-28 ", "", "0000-01-01", "2024-02-30", "28.6.2024"]
    rows = [("1", "GBP", "year", day, "") for day in days]
    source = written(tmp_path / "pay.csv", rows)
    expected, refused = by_table(source)
    for size in (1 << 8, 1 << 20):
        monkeypatch.setattr(csv_chunks, "_BLOCK", size)
        found, bad = by_file(source, tmp_path)
        same(found, expected)
        assert bad == refused == {(row, "invalid_as_of") for row in (93, 94, 95)}
        texts = pq.read_table(tmp_path / "out.parquet").column("as_of")
        assert texts.type == pa.string()
        assert [text or "" for text in texts.to_pylist()] == days[:92] + days[95:]


def test_columns_pass_as_they_are(tmp_path: Path) -> None:
    """Every other column of a Parquet file keeps its name, place, type and cells; what was a dictionary stays one."""
    table = pa.table(
        {
            "id": pa.array([1, 2], pa.int8()),
            "city": pa.array(["Kiel", "Bonn"] * 1).dictionary_encode(),
            "amount": pa.array([1, 2], pa.int64()),
            "tags": pa.array([["a"], None], pa.list_(pa.string())),
            "who": pa.array([{"x": 1.5}, {"x": None}]),
            "currency": pa.array(["EUR", "EUR"], pa.large_string()),
            "seen": pa.array([0, 1], pa.timestamp("us", "Europe/Berlin")),
            "score": pa.array(["1.10", None], pa.string()).cast(pa.decimal128(6, 2)),
            "raw": pa.array([b"\0", b""]),
        }
    ).replace_schema_metadata({"made": "here"})
    pq.write_table(table, tmp_path / "in.parquet")
    sk.convert_file(tmp_path / "in.parquet", tmp_path / "out.parquet", base="USD", on="2024", add=["value"])
    back = pq.read_table(tmp_path / "out.parquet")
    assert back.drop_columns(["value"]).replace_schema_metadata() == table.replace_schema_metadata()
    assert back.schema.field("city").type == table.schema.field("city").type
    assert back.schema.field("currency").type == pa.large_string()
    assert back.schema.metadata[b"made"] == b"here"


def test_a_text_passes_as_it_is_written(tmp_path: Path) -> None:
    """From CSV to CSV every cell keeps its signs, an amount its zeros; nothing stays nothing, and a blank a blank.

    What a spreadsheet would run gets an apostrophe, unless it is to be kept.
    """
    (tmp_path / "in.csv").write_text(
        'a,amount,currency,b\n007,1.10,EUR,\n"=x",1e3,EUR,""\n', encoding="utf-8"
    )
    expected = '"a","amount","currency","b","value"\n"007","1.10","EUR",,1.1\n"{}=x","1e3","EUR","",1000\n'
    for formulas, sign in (("escape", "'"), ("keep", "")):
        asked: Any = {"base": "EUR", "on": "2024", "add": ["value"], "formulas": formulas}
        sk.convert_file(tmp_path / "in.csv", tmp_path / "out.csv", **asked)
        assert (tmp_path / "out.csv").read_text(encoding="utf-8") == expected.format(sign)


def test_a_file_that_was_converted_is_a_converted_table(tmp_path: Path) -> None:
    """What is written reads back as a table that knows its base, and can be converted again."""
    once, twice = tmp_path / "usd.parquet", tmp_path / "eur.parquet"
    sk.convert_file("data/salaries.csv", once, base="USD", on="2024")
    assert sk.read_salaries(once).rank()[0]["city"] == "New York"
    assert sk.read_salaries(once).base == "USD"
    sk.convert_file(once, twice, base="EUR", on="2024")
    expected = sk.load_salaries().convert("EUR", on="2024").to_arrow().column("value")
    assert pq.read_table(twice).column("value").to_pylist() == expected.to_pylist()
    assert pq.read_table(twice).column_names.count("value") == 1


def test_the_days_may_stand_in_any_column(tmp_path: Path) -> None:
    """`on` names a column of dates, timestamps or texts; each row gets the rate of its own day."""
    table = pa.table(
        {
            "amount": [100.0, 100.0],
            "currency": ["EUR", "EUR"],
            "hired": ["2024-06-28", "2024"],
            "note": ["a", "b"],
        }
    )
    pq.write_table(table, tmp_path / "in.parquet")
    report = sk.convert_file(tmp_path / "in.parquet", tmp_path / "out.parquet", base="USD", on="hired")
    values = pq.read_table(tmp_path / "out.parquet").column("value").to_pylist()
    assert values == [sk.convert(100.0, "EUR", "USD", on=day) for day in ("2024-06-28", "2024")]
    assert report.kinds == {"observed": 1, "mean": 1}
    for kind in (pa.date32(), pa.date64(), pa.timestamp("ns")):
        days = table.slice(0, 1).set_column(2, "hired", pa.array(["2024-06-28"]).cast(pa.date32()).cast(kind))
        pq.write_table(days, tmp_path / "in.parquet")
        sk.convert_file(tmp_path / "in.parquet", tmp_path / "out.parquet", base="USD", on="hired")
        assert pq.read_table(tmp_path / "out.parquet").column("value").to_pylist() == values[:1]


def test_pay_is_that_of_a_year(tmp_path: Path) -> None:
    """Figures of other periods are annualised by the pay year; a row's own months go before it."""
    rows = [("10", "hour", ""), ("1000", "month", ""), ("1000", "month", "14"), ("5", "", "13")]
    source = written(tmp_path / "pay.csv", rows, ("amount", "period", "months_per_year"))
    year = sk.PayYear(hours=1800, months=13)
    options: dict[str, Any] = {"base": "EUR", "on": "2024", "defaults": {"currency": "EUR"}}
    sk.convert_file(source, tmp_path / "out.parquet", pay_year=year, **options)
    assert pq.read_table(tmp_path / "out.parquet").column("value").to_pylist() == [18000, 13000, 14000, 5]


def test_local_money_can_be_left_out(tmp_path: Path) -> None:
    """`drop_local` leaves out amount, currency and period; `add` says which columns of the conversion are written."""
    out = tmp_path / "out.parquet"
    sk.convert_file(
        "data/salaries.csv", out, base="USD", on="2024", drop_local=True, add=["rate_on", "value"]
    )
    names = pq.read_schema(out).names
    assert not {"amount", "currency", "period", "rate"} & set(names)
    assert names[-2:] == ["rate_on", "value"]


def test_what_is_no_salaries_as_it_stands_becomes_a_table_of_them(tmp_path: Path) -> None:
    """A file in people's writing comes out as `read_salaries` reads it, and the report says why."""
    (tmp_path / "pay.csv").write_text("Ort;Gehalt\nKiel;65.000,00 €\nBonn;£44k\nJena;?\n", encoding="utf-8")
    out, bad = tmp_path / "out.parquet", tmp_path / "bad.csv"
    report = sk.convert_file(tmp_path / "pay.csv", out, base="EUR", on="2024", rejects=bad)
    assert pq.read_table(out).column("amount").to_pylist() == [65000, 44000]
    assert (report.rows_in, report.rows_out, report.rejected) == (3, 2, {"no_pay": 1})
    assert (
        report.notes[0]
        == f"{tmp_path / 'pay.csv'} is written as a table of salaries, because no column states the currency."
    )
    with bad.open(encoding="utf-8") as file:
        assert [row["row"] for row in csv.DictReader(file)] == ["3"]
    with pytest.raises(sk.InvalidSalary, match="has no column 'amount'"):
        sk.convert_file(tmp_path / "pay.csv", out, base="EUR", on="2024", infer=False)


def test_days_beside_texts_are_refused_by_row(tmp_path: Path) -> None:
    """A cell that is no day is refused with its row where amounts are texts, too."""
    (tmp_path / "pay.csv").write_text("amount,currency,when\n1k,EUR,2024\n2k,EUR,x\n", encoding="utf-8")
    out, bad = tmp_path / "out.parquet", tmp_path / "bad.csv"
    report = sk.convert_file(tmp_path / "pay.csv", out, base="EUR", on="when", rejects=bad)
    assert (report.rows_out, report.rejected) == (1, {"invalid_as_of": 1})
    assert pq.read_table(out).column("value").to_pylist() == [1000]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ("amount,currency\n65.000 €,EUR\n", "most of its amounts are texts"),
        ("amount,currency\n1,€\n2,EUR\n3,$\n", "most cells of currency are in words"),
        ("amount,currency,period\n1,EUR,monthly\n", "most cells of period are in words"),
        ("amount,currency\n€ 100 x 14,EUR\n1,EUR\n1,EUR\n", "its amounts state months_per_year"),
        (
            "Salary (k€),city\n1,Kiel\n",
            "the header 'Salary (k€)' states more than that the column holds amounts",
        ),
        ("Salary,city\n£1k,Kiel\n", "no column states the currency"),
        ("p25,p75,currency\n1,2,EUR\n", "it has several figures per row"),
    ],
)
def test_why_a_file_becomes_a_table_of_salaries_is_said(cells: str, why: str, tmp_path: Path) -> None:
    """Each reason is one sentence of the report."""
    source = tmp_path / "pay.csv"
    source.write_text(cells, encoding="utf-8")
    report = sk.convert_file(source, tmp_path / "out.csv", base="EUR", on="2024", rejects=tmp_path / "r.csv")

    assert report.notes[0].endswith(f" is written as a table of salaries, because {why}.")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith('"role","city","country","amount"')


@pytest.mark.parametrize(
    ("cells", "amounts"),
    [
        ("amount;currency\n65.000;EUR\n", ["65.000"]),
        ('salary,currency\n"65.000,50",EUR\n', ["65.000,50"]),
        ("amount,currency,as_of\n1,EUR,28.06.2024\n", ["1"]),
        ("amount,currency,country\n1,EUR,Germany\n2,EUR,DE\n", ["1", "2"]),
        ("amount,currency\n1,EUR\n2,€\n45k,EUR\n", ["1", "2", "45k"]),
    ],
)
def test_the_columns_of_a_file_stay_as_they_are(cells: str, amounts: list[str], tmp_path: Path) -> None:
    """A file that needs no other columns keeps its own, whatever its cells; their figures are read all the same."""
    source, out = tmp_path / "pay.csv", tmp_path / "out.csv"
    source.write_text(cells, encoding="utf-8")
    sk.convert_file(source, out, base="EUR", on="2024", add=["value"])
    with out.open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)

    first = cells.splitlines()[0].replace(";", ",").split(",")
    values = sk.read_salaries(source).convert("EUR", on="2024").to_arrow().column("value").to_pylist()
    assert header == [*first, "value"]
    assert [row[0] for row in rows] == amounts
    assert [float(row[-1]) for row in rows] == values


def test_a_bad_cell_does_not_make_a_file_strange(tmp_path: Path) -> None:
    """A cell that nobody could read is refused; the others are streamed as ever."""
    source = written(
        tmp_path / "pay.csv", [("x", "EUR", "year"), ("5", "EUR", "year")], ("amount", "currency", "period")
    )
    report = sk.convert_file(source, tmp_path / "o.csv", base="EUR", on="2024", rejects=tmp_path / "bad.csv")
    assert (report.rejected, report.notes) == ({"not_a_number": 1}, ())
