"""What small files may come to: cells, values and texts are counted before they take memory, and a conversion stays flat."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from workbooks import ods_parts, ods_row, write_zip

import salarykit as sk

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

ASKED: dict[str, Any] = {"base": "USD", "on": "2024-06-28"}
ROWS, LENGTH = 6_000, 100_000  # of a note that is stored once: 600 MB
LIMITED = """
import pathlib, resource, sys
import salarykit as sk
pages = int(pathlib.Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (pages + (500 << 20),) * 2)
report = sk.convert_file(sys.argv[1], sys.argv[2], base="USD", on="2024", rejects=sys.argv[3])
print(report.rows_in)
"""


def rows(count: int, **more: Any) -> dict[str, Any]:
    """Return columns of salaries."""
    coded = pa.array(np.zeros(count, np.int32))
    base = {
        "city": pa.DictionaryArray.from_arrays(coded, ["Kiel"]),
        "amount": pa.array(np.full(count, 50_000.0)),
        "currency": pa.DictionaryArray.from_arrays(coded, ["EUR"]),
    }
    return base | more


def repeated(count: int = ROWS) -> pa.Array:
    """Return a column that repeats one long note."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), ["n" * LENGTH])


SHAPES: dict[str, Callable[[], tuple[dict[str, Any], dict[str, Any]]]] = {
    "texts": lambda: (rows(ROWS, remark=repeated()), {"store_schema": False}),
    "categories": lambda: (rows(ROWS, remark=repeated()), {}),
    "late": lambda: (
        rows(60_000, remark=pa.array([""] * 54_000 + ["n" * LENGTH] * 6_000).dictionary_encode()),
        {"store_schema": False},
    ),
    "cities": lambda: (rows(ROWS, city=repeated()), {"store_schema": False}),
    "lists": lambda: (rows(3_000, remark=pa.array([["n" * LENGTH]] * 3_000)), {}),
    "prefixes": lambda: (
        rows(3_000, remark=pa.array(["n" * LENGTH] * 3_000)),
        {"use_dictionary": ["city", "currency"], "column_encoding": {"remark": "DELTA_BYTE_ARRAY"}},
    ),
}


@pytest.mark.process
@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        ("texts", "csv"),
        ("categories", "csv"),
        ("late", "parquet"),
        ("cities", "parquet"),
        ("lists", "csv"),
        ("prefixes", "parquet"),
    ],
)
def test_a_conversion_of_repeated_texts_stays_flat(
    shape: str, kind: str, tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    """A kilobyte that decodes to hundreds of megabytes is converted in a process that may not take them."""
    columns, options = SHAPES[shape]()
    path = tmp_path / "pay.parquet"
    pq.write_table(pa.table(columns), path, compression="zstd", **options)

    out, err = start(LIMITED, path, tmp_path / f"o.{kind}", tmp_path / "bad.csv", fork=True).communicate()

    assert (out, err) == (f"{len(columns['amount'])}\n", "")


def test_texts_that_are_stored_by_their_prefixes_are_read(tmp_path: Path) -> None:
    """An encoding of texts that Arrow cannot read as a dictionary is read, and counted, like any other."""
    path = tmp_path / "pay.parquet"
    notes = [f"a note of row {row % 7}" for row in range(1_000)]
    pq.write_table(
        pa.table(rows(1_000, remark=pa.array(notes))),
        path,
        use_dictionary=False,
        column_encoding={"remark": "DELTA_BYTE_ARRAY"},
    )
    sk.convert_file(path, tmp_path / "out.parquet", **ASKED)

    assert sk.read_salaries(path).to_arrow().column("note").to_pylist() == notes
    assert pq.read_table(tmp_path / "out.parquet").column("remark").to_pylist() == notes


@pytest.mark.parametrize("kind", [pa.null(), pa.bool_(), pa.binary(2_000)])
def test_values_without_bytes_count(kind: pa.DataType, tmp_path: Path) -> None:
    """Missing values, truth values and bytes of a fixed length take a few bytes in a file, and memory when they are read."""
    path = tmp_path / "pay.parquet"
    pq.write_table(pa.table({"amount": pa.nulls(100_000, kind)}), path)

    with pytest.raises(sk.SourceError, match="decodes to more than 50,000 bytes"):
        sk.read_salaries(path, max_bytes=50_000, defaults={"currency": "EUR"})


def xlsx(path: Path, sheet: str, texts: list[str]) -> Path:
    """Write a workbook of one sheet."""
    kinds = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml"}
    related = "".join(
        f'<Relationship Id="r{kind}" Type="x/{kind}" Target="{to}"/>' for kind, to in kinds.items()
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="Pay" r:id="rworksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{sheet}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst>{''.join(f'<si><t>{text}</t></si>' for text in texts)}</sst>",
    }
    return write_zip(path, parts)


def column(at: int) -> str:
    """Return the letters of a column of a sheet, by its number from 0."""
    letters = ""
    while at >= 0:
        letters, at = chr(ord("A") + at % 26) + letters, at // 26 - 1
    return letters


HEAD = '<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>'
TEXTS = ["amount", "currency", "remark", "EUR", "n" * 50_000]
CELLS: dict[str, Callable[[Path], Path]] = {
    "a text of many cells": lambda path: xlsx(
        path / "pay.xlsx",
        HEAD + '<row><c><v>50000</v></c><c t="s"><v>3</v></c><c t="s"><v>4</v></c></row>' * 2_000,
        TEXTS,
    ),
    "a column for each row": lambda path: xlsx(
        path / "pay.xlsx",
        HEAD + "".join(f'<row><c r="{column(row)}"><v>5</v></c></row>' for row in range(3_500)),
        TEXTS,
    ),
    "a repeated row": lambda path: write_zip(
        path / "pay.ods",
        ods_parts(
            {
                "Pay": ods_row("amount", "currency", "remark")
                + ods_row(50_000, "EUR", "n" * 5_000).replace(
                    "<table:table-row>", '<table:table-row table:number-rows-repeated="20000">'
                )
            }
        ),
    ),
}


@pytest.mark.parametrize("shape", CELLS)
def test_the_cells_of_a_workbook_count(shape: str, tmp_path: Path) -> None:
    """A text counts for each cell that shows it, an empty cell has its place, and a repeated row is as many rows."""
    path = CELLS[shape](tmp_path)
    for door in (sk.read_salaries, lambda path: sk.convert_file(path, tmp_path / "o.csv", **ASKED)):
        with pytest.raises(sk.SourceError, match=r"has cells of more than 67,108,864 bytes.*max_bytes="):
            door(path)


def test_a_row_has_no_more_columns_than_a_sheet() -> None:
    """Sheets end with the column XFD."""
    from salarykit.files.workbooks.sheet_table import CellBudget, SheetTable

    table = SheetTable(CellBudget("pay.xlsx", 1 << 20))
    table.add(1, [(16_383, "x")])
    with pytest.raises(sk.SourceError, match="more than 16,384 columns"):
        table.add(2, [(16_384, "x")])


@pytest.mark.parametrize("name", ["pay.json.gz", "pay.jsonl.gz"])
@pytest.mark.parametrize("piece", ["{}", "[]", '{"a":{}}'])
def test_the_values_of_a_json_count(piece: str, name: str, tmp_path: Path) -> None:
    """Empty objects and lists take many times the bytes of their text; they are counted before they are parsed."""
    sign = "\n" if "jsonl" in name else ","
    text = sign.join([piece] * 100_000)
    path = tmp_path / name
    path.write_bytes(gzip.compress((text if sign == "\n" else f"[{text}]").encode()))

    with pytest.raises(sk.SourceError, match=r"so many values .* bytes of memory\. Raise max_bytes="):
        sk.read_salaries(path, max_bytes=len(text) + 10)


def test_usual_records_are_within_the_budget(tmp_path: Path) -> None:
    """Records with three fields take less than what their text's bytes allow, on one line or on several."""
    record = '{"city": "Kiel", "amount": 50000, "currency": "EUR"}'
    for text in (
        f"[{','.join([record] * 2_000)}]",
        "\n".join([record] * 2_000),
        f"[{f',{chr(10)}'.join([record] * 2_000)}]",
    ):
        path = tmp_path / "pay.json"
        path.write_text(text)

        assert len(sk.read_salaries(path, max_bytes=len(text) + 10)) == 2_000
