from __future__ import annotations

import csv
import gzip
import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from workbooks import ods_parts, ods_row, write_zip, xlsx_parts

import salarykit as sk
from salarykit.batch import open_input
from salarykit.files import csv_chunks
from salarykit.reading import clean_source
from salarykit.reading.clean_source import read_sample
from salarykit.salaries.metadata import ADDED

if TYPE_CHECKING:
    from pathlib import Path

CELLS = st.sampled_from(
    [
        *(
            "45000",
            "52000.50",
            "65.5",
            "65.000",
            "65,000",
            "65,00",
            "1.234,50",
            "1,234,567",
            "£44k",
            "$45k",
            "45k",
        ),
        *(
            "40-50k",
            "€ 3.000 x 14",
            "20 €/h",
            "competitive",
            "n/a",
            "",
            "-1",
            "0",
            "0 €",
            "12 lakh",
            "KWD 4.500",
        ),
    ]
)
OTHERS = {
    "currency": ["EUR", "USD", "", "€", "$", "XQZ"],
    "country": ["DE", "US", "", "Germany", "Narnia"],
    "city": [
        "Berlin",
        "Austin, TX",
        "Richmond, CA",
        "Cambridge",
        "Perth, Perthshire",
        "Munich, BY, Germany",
        "",
    ],
    "period": ["year", "hour", "", "p.a.", "fortnight"],
    "as_of": ["2024", "2012-06-28", "", "28.06.2024", "03/04/2024", "28/06/2024"],
    "note": ["", "a", "1"],
}
HEADERS = [
    ["salary"], ["Gehalt (k€)"], ["amount"], ["Salary min", "Salary max"], ["Median", "p90"], ["Annual Salary", "Hourly Rate"],
    ["Jahresgehalt", "Monatsgehalt", "Stundenlohn"], ["Annual Mean Wage", "Annual Median Wage", "Hourly Mean Wage"],
]  # fmt: skip
KINDS = ["csv", "csv.gz", "parquet", "json", "xlsx", "ods"]
LATE = {"salary": ["45000"] * 8 + ["45k"], "currency": ["EUR"] * 9}


@pytest.fixture(autouse=True)
def sample_decides(small_samples: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make blocks of a few rows, let all rows decide the layout, and read every block with it."""
    monkeypatch.setattr(
        open_input, "read_sample", lambda *source: read_sample(*source)._replace(is_all=False)
    )


def alike(length: int) -> st.SearchStrategy[list[str]]:
    """Return texts that are alike but for their digits."""
    shape = st.sampled_from(["£{}k", "${},500", "{}.000 €", "{} €/h", "{}-99k", "{},50"])
    numbers = st.lists(st.integers(1, 99), min_size=length, max_size=length)
    return st.builds(lambda text, values: [text.format(value) for value in values], shape, numbers)


@st.composite
def sources(draw: st.DrawFn) -> dict[str, list[str]]:
    """Return the columns of a source whose cells no single block explains; in some, rows or the shapes of texts repeat."""
    length = draw(st.integers(1, 24))
    times = draw(st.sampled_from([1, 1, 4, 9]))
    found = {"row": [str(row) for row in range(length)]}
    for name in draw(st.sampled_from(HEADERS)):
        found[name] = draw(st.lists(CELLS, min_size=length, max_size=length) | alike(length))
    for name, words in OTHERS.items():
        if draw(st.booleans()):
            found[name] = draw(st.lists(st.sampled_from(words), min_size=length, max_size=length))
    found = {name: cells * times for name, cells in found.items()}
    return found | {"row": [str(row) for row in range(length * times)]}


def written(folder: Path, kind: str, found: dict[str, list[Any]], titles: int = 0) -> Path:
    """Write columns as a file of some format; a CSV below some lines of titles."""
    path, rows = folder / f"pay.{kind}", list(zip(*found.values(), strict=True))
    if kind == "parquet":
        pq.write_table(pa.table(found), path, row_group_size=4)
    elif kind == "json":
        path.write_text(json.dumps([dict(zip(found, row, strict=True)) for row in rows]), encoding="utf-8")
    elif kind in ("xlsx", "ods"):
        sheet = "".join(map(xlsx_row if kind == "xlsx" else lambda row: ods_row(*row), [tuple(found), *rows]))
        write_zip(path, xlsx_parts(sheet) if kind == "xlsx" else ods_parts({"Pay": sheet}))
    else:
        opened: Any = gzip.open if kind == "csv.gz" else open
        with opened(path, "wt", encoding="utf-8", newline="") as file:
            file.writelines("Survey\n" for _ in range(titles))
            csv.writer(file, lineterminator="\n").writerows([list(found), *rows])
    return path


def xlsx_row(cells: tuple[str, ...]) -> str:
    """Return the XML of a row of texts."""
    texts = (f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in cells)
    return f"<row>{''.join(texts)}</row>"


def converted(path: Path) -> tuple[list[Any], list[Any]]:
    """Return the rows of a file, converted block by block, and its rejects."""
    out, told = path.parent / "out.parquet", path.parent / "bad.parquet"
    sk.convert_file(path, out, base="USD", on="2024", missing="null", rejects=told)
    table = pq.read_table(out)
    bad = [tuple(cell.values())[1:] for cell in pq.read_table(told).to_pylist()]
    return table.to_pylist(), sorted(bad)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(found=sources(), kind=st.sampled_from(KINDS), titles=st.integers(0, 2))
@example(found=LATE | {"row": list("012345678")}, kind="csv", titles=0)
@example(found=LATE | {"row": list("012345678")}, kind="parquet", titles=0)
def test_a_file_is_read_block_after_block_as_a_table_is(
    kind: str, titles: int, found: dict[str, list[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Block by block, under the layout that all rows decide, a file gives the same rows, values and rejects as a table."""
    path = written(tmp_path, kind, found, titles)
    monkeypatch.setattr(csv_chunks, "_BLOCK", 400 if titles else 120)  # the first block holds the header
    try:
        sifted = sk.sift_salaries(path)
        table = sifted.good.convert("USD", on="2024", missing="null").to_arrow()
    except sk.SalaryKitError as error:
        with pytest.raises(type(error)):
            converted(path)
        return
    rows, bad = converted(path)

    names = [
        "row",
        *ADDED,
        *(name for name in table.column_names if name in ("pay_low", "pay_high", "months_per_year")),
    ]
    mine = [{name: row[name] for name in names if name in row} for row in rows]
    expected = (
        [{name: row[name] for name in names if name in mine[0]} for row in table.to_pylist()] if mine else []
    )
    assert len(rows) == len(table)
    assert repr(mine) == repr(expected)
    assert sorted(cell[:2] + cell[3:4] for cell in bad) == sorted(
        (cell["row"], cell["column"], cell["code"]) for cell in sifted.bad
    )


def test_what_its_first_rows_do_not_say_is_refused_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file larger than the sample is read by its first rows: a late cell that contradicts them is refused and changes no other."""
    monkeypatch.setattr(clean_source, "SAMPLE", 1)
    monkeypatch.setattr(clean_source, "_PLACES", 0)
    cells = ["£54,000"] * 30 + ["£1.234,50", "£61,500"]
    path = written(tmp_path, "csv", {"row": [str(row) for row in range(32)], "salary": cells})
    rows, bad = converted(path)

    assert len(rows) == 31
    assert [(cell[0], cell[3]) for cell in bad] == [(31, "ambiguous_number")]
