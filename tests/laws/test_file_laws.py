from __future__ import annotations

import csv
import gzip
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import salarykit as sk
from salarykit.files import csv_chunks
from salarykit.reading import clean_source as sample_of
from salarykit.salaries.metadata import ADDED

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("small_samples")
AMOUNTS = [
    "amount",
    "salary",
    "Gehalt",
    "salaire",
    "sueldo",
    "wage",
    "pay",
    "base_salary",
    "Total compensation",
    "年収",
    "оклад",
]
PLAIN = ["45000", "52000.50", "1e5", " 71500 ", "65.5"]
ODD = [
    *(
        "65.000",
        "54.500",
        "65,000",
        "65,00",
        "1.234,50",
        "£44k",
        "45k",
        "<50000",
        "−5",
        "n/a",
        "NA",
        "Infinity",
        "None",
    ),
    *(
        "",
        "-1",
        "0",
        "17.125",
        "68, 770",
        "1,23,4",
        "=1+1",
        "~52000",
        "$140;000",
        "(45,000)",
        "competitive",
        "450.000",
    ),
]
CELLS = {
    "currency": (["EUR", "USD", "GBP"], ["", "€", "$", "usd", "JPY", "XQZ", "zł"]),
    "country": (["DE", "US"], ["", "Germany", "UK", "Narnia", "HR"]),
    "period": (["year", "month", "hour"], ["", "yearly", "p.a.", "Stunde", "decade"]),
    "as_of": (["2024", "2024-06-28"], ["", "2024-02-30", "2024-13-01", "28.06.2024", "03/04/2024", "28/06/2024", "1890"]),
    "statistic": (["median", "p90"], ["", "Average", "foo"]),
    "sample_size": (["5", "120"], ["", "-5", "1,200", "few"]),
}  # fmt: skip
FOREIGN = {"currency": "Währung", "country": "pays", "as_of": "Date", "sample_size": "n"}
NUMBERS = st.one_of(st.none(), st.sampled_from([45000, 52000.5, 65.0, 0.0, -1.0, float("inf"), float("nan")]))


@st.composite
def columns(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Return a source's columns: most cells plain, a few not, under headers of ours or of other languages."""
    length = draw(st.integers(1, 9))
    header = draw(st.sampled_from(AMOUNTS))
    found = {"row": [str(row) for row in range(length)]}

    def cells(plain: list[str], odd: list[str]) -> list[str]:
        mostly = st.integers(0, 5).flatmap(lambda at: st.sampled_from(plain if at else odd))
        return draw(st.lists(mostly, min_size=length, max_size=length))

    found[header] = cells(PLAIN, ODD)
    for name, (plain, odd) in CELLS.items():
        if name == "currency" or draw(st.booleans()):
            theirs = FOREIGN.get(name, name) if draw(st.booleans()) else name
            found[theirs] = cells(plain, odd) if draw(st.booleans()) else cells(plain, plain)
    return found


def written(
    folder: Path,
    kind: str,
    found: dict[str, list[Any]],
    titles: int = 0,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> Path:
    """Write columns as a file of some kind; a CSV below some lines of titles."""
    path = folder / f"pay.{kind}"
    rows = [dict(zip(found, cells, strict=True)) for cells in zip(*found.values(), strict=True)]
    if kind == "parquet":
        pq.write_table(pa.table(found), path, row_group_size=4)
    elif kind == "json":
        path.write_text(json.dumps(rows), encoding="utf-8")
    else:
        opened: Any = gzip.open if kind.endswith("gz") else open
        with opened(path, "wt", encoding=encoding, newline="") as file:
            file.writelines(f"Survey of pay, page {number}\n" for number in range(titles))
            writer = csv.DictWriter(file, list(found), lineterminator="\n", delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
    return path


def by_table(path: Path, on: str, **options: Any) -> tuple[list[Any], set[Any]]:
    """Return the rows of a file with what a conversion adds, as the reader of tables has them, and its rejects."""
    found = sk.sift_salaries(path, **options)
    table = found.good.convert("USD", on=on, missing="null").to_arrow()
    bad = {(cell["row"], cell["column"], cell["value"], cell["code"]) for cell in found.bad}
    return table.select(["row", *ADDED]).to_pylist(), bad


def by_file(path: Path, on: str, **options: Any) -> tuple[list[Any], set[Any]]:
    """Return the same by way of files."""
    out, told = path.parent / "out.parquet", path.parent / "bad.parquet"
    sk.convert_file(path, out, base="USD", on=on, missing="null", rejects=told, **options)
    bad = {
        (cell["row"], cell["column"], cell["value"], cell["code"]) for cell in pq.read_table(told).to_pylist()
    }
    return pq.read_table(out).select(["row", *ADDED]).to_pylist(), bad


LATE = {"salary": ["45000"] * 8 + ["65.000"], "currency": ["EUR"] * 9, "row": list("012345678")}
BLANK = {"salary": ["65000", "54500"], "currency": ["", "EUR"], "country": ["DE", "DE"], "row": ["0", "1"]}
TURNED = {"amount": ["65.5"] * 8 + ["1.234,50"], "currency": ["EUR"] * 9, "row": list("012345678")}


@pytest.mark.parametrize("kind", ["csv", "csv.gz", "json", "parquet"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(found=columns(), on=st.sampled_from(["2024", "own"]))
@example(found=LATE, on="2024")
@example(found=BLANK, on="2024")
@example(found=TURNED, on="2024")
def test_a_file_and_a_table_are_read_alike(
    kind: str, found: dict[str, list[Any]], on: str, tmp_path: Path
) -> None:
    """`convert_file` and `sift_salaries` have the same rows, with the same values and rates, and the same rejects."""
    path = written(tmp_path, kind, found)
    on = on if {"as_of", "Date"} & found.keys() else "2024"
    try:
        expected = by_table(path, on)
    except sk.SalaryKitError as error:
        with pytest.raises(type(error)):
            by_file(path, on)
    else:
        assert by_file(path, on) == expected


@pytest.mark.parametrize("kind", ["csv", "csv.gz"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    found=columns(),
    titles=st.integers(0, 3),
    delimiter=st.sampled_from(";~\t|"),
    encoding=st.sampled_from(["utf-8", "gb18030"]),
    day_first=st.sampled_from([None, True, False]),
    decimal=st.sampled_from([None, ".", ","]),
)
@example(
    found={"amount": ["65.000"] * 7, "currency": ["EUR"] * 7, "period": ["year"] * 7, "as_of": ["2024"] * 7,
           "statistic": ["median"] * 7, "sample_size": ["5"] * 7, "row": list("0123456")},
    titles=3, delimiter=";", encoding="utf-8", day_first=None, decimal=None,
)  # fmt: skip
def test_a_file_and_a_table_are_read_alike_by_what_is_said(
    kind: str,
    found: dict[str, list[Any]],
    titles: int,
    delimiter: str,
    encoding: str,
    tmp_path: Path,
    **said: Any,
) -> None:
    """With a header's line, a delimiter, an encoding, an order of days and a decimal sign that are given, too."""
    path = written(tmp_path, kind, found, titles, delimiter, encoding)
    said |= {"header": titles + 1, "delimiter": delimiter, "encoding": encoding}
    on = "own" if {"as_of", "Date"} & found.keys() else "2024"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_chunks, "_BLOCK", 400)  # as of any size, the first block holds the header
        try:
            expected = by_table(path, on, **said)
        except sk.SalaryKitError as error:
            with pytest.raises(type(error)):
                by_file(path, on, **said)
        else:
            assert by_file(path, on, **said) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(st.tuples(NUMBERS, st.sampled_from(["EUR", "", "€", "GBP"])), min_size=1, max_size=9),
    header=st.sampled_from(AMOUNTS),
    kind=st.sampled_from([pa.float64(), pa.float32(), pa.decimal128(18, 3)]),
)
def test_numbers_are_read_alike(rows: list[Any], header: str, kind: pa.DataType, tmp_path: Path) -> None:
    """Amounts that are numbers in Parquet, with the decimals of any type, are the same for both, too."""
    figures = [
        None
        if amount is None or (kind not in (pa.float64(), pa.float32()) and not abs(amount) < 1e9)
        else amount
        for amount, _ in rows
    ]
    column = pa.array(figures, pa.float64()).cast(kind)
    table = pa.table(
        {header: column, "currency": [code for _, code in rows], "row": list(map(str, range(len(rows))))}
    )
    pq.write_table(table, tmp_path / "pay.parquet", row_group_size=4)

    assert by_file(tmp_path / "pay.parquet", "2024") == by_table(tmp_path / "pay.parquet", "2024")


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_one_text_decides_nothing_wherever_it_stands(kind: str, tmp_path: Path) -> None:
    """`45k` in the first row, in the last, and beyond the sample gives the same columns and rows; so do they for a table."""
    for header in ("salary", "amount"):
        schemas, figures = [], []
        for at, sample in ((0, None), (199, None), (199, 1)):
            cells = ["52000"] * 200
            cells[at] = "45k"
            found = {header: cells, "currency": ["EUR"] * 200, "row": list(map(str, range(200)))}
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(sample_of, "SAMPLE", sample or sample_of.SAMPLE)
                patch.setattr(sample_of, "_PLACES", 0)
                rows, bad = by_file(written(tmp_path, kind, found), "2024")
            schemas.append(pq.read_schema(tmp_path / "out.parquet").remove_metadata())
            figures.append(sorted(row["value"] for row in rows))
            assert not bad

        assert schemas[0].equals(schemas[1])
        assert schemas[0].equals(schemas[2])
        assert figures[0] == figures[1] == figures[2]


def test_what_contradicts_the_sample_is_refused_and_turns_no_other(tmp_path: Path) -> None:
    """Beyond the sample a cell that it does not explain is a reject with its row; `decimal=` decides for all."""
    found = {"salary": ["45000"] * 8 + ["65.000", "45k"], "currency": ["EUR"] * 10, "row": list("0123456789")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample_of, "SAMPLE", 1)
        patch.setattr(sample_of, "_PLACES", 0)
        kept, bad = by_file(written(tmp_path, "csv", found), "2024")

        assert [row["row"] for row in kept] == list("012345679")
        assert {(row, code) for row, _, _, code in bad} == {(9, "ambiguous_number")}
        for decimal, last in ((".", 65), (",", 65_000)):
            options: Any = {"base": "EUR", "on": "2024", "decimal": decimal, "rejects": tmp_path / "r.csv"}
            sk.convert_file(tmp_path / "pay.csv", tmp_path / "b.parquet", **options)
            assert pq.read_table(tmp_path / "b.parquet")["value"].to_pylist()[-2] == last
