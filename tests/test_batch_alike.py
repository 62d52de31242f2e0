from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

import salarykit as sk
from salarykit.analysis import Ageing

if TYPE_CHECKING:
    from pathlib import Path

LATE = 20_000  # rows, more than those by which a file is judged


def written(path: Path, columns: dict[str, list[str]]) -> Path:
    """Write columns of texts as CSV, packed or not, or as Parquet."""
    table = pa.table(columns)
    if path.suffix == ".parquet":
        pq.write_table(table, path)
    else:
        sink = pa.BufferOutputStream()
        pacsv.write_csv(table, sink)
        content = sink.getvalue().to_pybytes()
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def converted(source: Any, folder: Path, **options: Any) -> tuple[list[Any], list[tuple[int, str, str]], Any]:
    """Return the values in euros of a file, its rejects, and the report."""
    out, told = folder / "out.parquet", folder / "bad.parquet"
    report = sk.convert_file(source, out, rejects=told, **{"base": "EUR", "on": "2024", **options})
    bad = [(cell["row"], cell["column"], cell["code"]) for cell in pq.read_table(told).to_pylist()]
    return pq.read_table(out).column("value").to_pylist(), bad, report


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "parquet"])
@pytest.mark.parametrize(
    "header", ["salary", "pay", "wage", "Gehalt", "salario", "salaire", "base_salary", "Total compensation"]
)
def test_points_group_thousands_in_files_as_in_tables(header: str, ending: str, tmp_path: Path) -> None:
    """`65.000` under a header that is not ours is 65 thousand in both, beside plain numbers, too."""
    source = written(
        tmp_path / f"pay.{ending}", {header: ["65.000", "54500", "71.250"], "currency": ["EUR", "EUR", "EUR"]}
    )

    assert converted(source, tmp_path)[:2] == ([65_000, 54_500, 71_250], [])
    assert [salary.amount for salary in sk.read_salaries(source)] == [65_000, 54_500, 71_250]
    assert converted(source, tmp_path, decimal=".")[0] == [65, 54_500, 71.25]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_our_own_header_is_strict_in_both(ending: str, tmp_path: Path) -> None:
    """`65.000` under `amount` is the plain number 65 in a file and in a table."""
    source = written(tmp_path / f"pay.{ending}", {"amount": ["65.000", "54.500"], "currency": ["EUR", "EUR"]})

    assert converted(source, tmp_path)[0] == [65, 54.5]
    assert [salary.amount for salary in sk.read_salaries(source)] == [65, 54.5]


@pytest.mark.parametrize("codes", [["", "EUR", "EUR"], ["", "", ""], ["EUR", "", ""]])
def test_a_blank_currency_is_the_countrys_in_files_too(codes: list[str], tmp_path: Path) -> None:
    """Where the currency is blank, in some cells or throughout, it is the money of the country on that day."""
    columns = {
        "country": ["DE", "AT", "HR"],
        "salary": ["65000", "54500", "7534.50"],
        "currency": codes,
        "as_of": ["2024", "2024", "2022"],
    }
    source = written(tmp_path / "pay.csv", columns)
    values, bad, _ = converted(source, tmp_path)

    assert not bad
    assert values == sk.read_salaries(source).convert("EUR", on="2024").to_arrow()["value"].to_pylist()


@pytest.mark.parametrize("header", ["amount", "salary"])
def test_every_field_is_checked_in_files_too(header: str, tmp_path: Path) -> None:
    """Cells of fields that the conversion does not need keep their row out of the result, as they do in a table."""
    good = {
        header: "1",
        "currency": "EUR",
        "as_of": "2024",
        "statistic": "median",
        "sample_size": "5",
        "country": "DE",
        "period": "year",
    }
    odd = {
        header: ["NA", "None", "Infinity", "-1", ""], "as_of": ["2024-02-30", "2024-13-01", "03/04/2024"],
        "statistic": ["foo"], "sample_size": ["-5", "0"], "country": ["Narnia"],
    }  # fmt: skip
    rows = [{**good, name: cell} for name, cells in odd.items() for cell in cells] + [
        good,
        {**good, "country": "Germany"},
    ]
    source = written(tmp_path / "pay.csv", {name: [row[name] for row in rows] for name in good})
    values, bad, report = converted(source, tmp_path)
    found = sk.sift_salaries(source)

    told = "country: 'Germany' is read as DE."
    assert (values, report.notes[-1]) == ([1, 1], told)
    assert bad == [(cell["row"], cell["column"], cell["code"]) for cell in found.bad]
    assert len(bad) == len(rows) - 2


ODD_LATE = ["65.000", "45k", "1.234,50", "65,000", "<50000", "−5"]


@pytest.mark.parametrize("header", ["amount", "salary"])
@pytest.mark.parametrize("odd", ODD_LATE)
def test_what_comes_late_decides_as_what_comes_first(odd: str, header: str, tmp_path: Path) -> None:
    """The first odd cell of a file may stand behind all those by which it is judged."""
    source = written(
        tmp_path / "pay.csv", {header: ["45000"] * LATE + [odd], "currency": ["EUR"] * (LATE + 1)}
    )
    values, bad, _ = converted(source, tmp_path)
    found = sk.sift_salaries(source)

    assert values == found.good.convert("EUR", on="2024").to_arrow()["value"].to_pylist()
    assert bad == [(cell["row"], cell["column"], cell["code"]) for cell in found.bad]


def test_what_is_odd_in_one_file_turns_no_other(tmp_path: Path) -> None:
    """Of the files of a folder each is read by its own rows; what is refused of it stands there once."""
    (tmp_path / "in").mkdir()
    plain, odd = ["45000"] * LATE + ["x"], ["-1"] + ["45000"] * LATE + ["45k"]
    for name, cells in (("a", plain), ("b", odd), ("c", plain)):
        written(tmp_path / "in" / f"{name}.csv", {"salary": cells, "currency": ["EUR"] * len(cells)})
    report = sk.convert_file(
        tmp_path / "in", tmp_path / "out", base="EUR", on="2024", rejects=tmp_path / "bad.parquet"
    )

    assert "1 amount is read from text." in report.notes
    assert (report.rows_in, report.rows_out) == (3 * LATE + 4, 3 * LATE + 1)
    assert [(cell["row"], cell["code"]) for cell in pq.read_table(tmp_path / "bad.parquet").to_pylist()] == [
        (LATE + 1, "not_a_number"), (1, "out_of_range"), (LATE + 1, "not_a_number"),
    ]  # fmt: skip


def test_several_files_for_one_target_are_read_each_by_its_own_rows(tmp_path: Path) -> None:
    """A late odd cell is read in its file as in a table, and the columns of all files stay alike."""
    cells = ["45000"] * LATE
    sources = [
        written(tmp_path / f"{name}.csv", {"salary": [*cells, odd], "currency": ["EUR"] * (LATE + 1)})
        for name, odd in (("a", "45000"), ("b", "65.000"), ("c", "45k"))
    ]
    values, bad, _ = converted(sources, tmp_path)

    assert values == [*[45_000] * (2 * LATE + 1), 65_000, *[45_000] * (LATE + 1)]
    assert not bad


def test_a_day_in_another_column_is_read_alike(tmp_path: Path) -> None:
    """Where `on` names a column of days in people's writing, a file is read as a table whose days it holds."""
    source = written(
        tmp_path / "pay.csv",
        {"amount": ["1", "1"], "currency": ["USD", "USD"], "when": ["28.06.2024", "2024-06-28"]},
    )
    day = sk.convert(1.0, "USD", "EUR", on="2024-06-28")

    assert converted(source, tmp_path, on="when")[:2] == ([day, day], [])


def test_decimal_is_for_files_too(tmp_path: Path) -> None:
    """`decimal=` decides for a file as for a table; what is no such sign is refused."""
    source = written(tmp_path / "pay.csv", {"amount": ["65.000", "65,50"], "currency": ["EUR", "EUR"]})

    assert converted(source, tmp_path, decimal=",")[0] == [65_000, 65.5]
    assert converted(source, tmp_path, decimal=".")[:2] == ([65], [(2, "amount", "ambiguous_number")])
    with pytest.raises(sk.InvalidQuery, match="decimal=';'"):
        converted(source, tmp_path, decimal=";")


@pytest.mark.parametrize("cell", ["50k", "50.000,00", "£50,000", "50 000"])
@pytest.mark.parametrize("plain", [9, 0])
def test_a_rates_day_in_a_column_of_its_own_stays_beside_odd_cells(
    cell: str, plain: int, tmp_path: Path
) -> None:
    """With ageing the rates' days may be another column's: an odd amount changes none, and a cell that is no day is refused."""
    rows = [
        *[("50000", "2019", "2024-06-28")] * plain,
        (cell, "2019", "2024-06-28"),
        (cell, "2019", "nonsense"),
        (cell, "x", "2024-06-28"),
        ("50000", "2019", "2024-06-28"),
    ]
    columns = {
        "salary": [row[0] for row in rows],
        "currency": ["GBP"] * len(rows),
        "as_of": [row[1] for row in rows],
        "paid": [row[2] for row in rows],
    }
    source = written(tmp_path / "pay.csv", columns)
    ageing = Ageing(to="2024-06-28", growth=0.0)
    values, bad, _ = converted(source, tmp_path, base="USD", on="paid", ageing=ageing)

    value = sk.convert(50_000.0, "GBP", "USD", on="2024-06-28")
    assert values == [pytest.approx(value)] * (plain + 2)
    assert [(row, code) for row, _, code in bad] == [
        (plain + 2, "invalid_as_of"), (plain + 3, "invalid_as_of"),
    ]  # fmt: skip
