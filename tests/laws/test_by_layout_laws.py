from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import salarykit as sk
from salarykit.batch import open_input
from salarykit.files import csv_chunks
from salarykit.files.stream import csv_blocks, parquet_blocks
from salarykit.reading import clean_source
from salarykit.reading.clean_source import read_sample
from salarykit.salaries.terms import ADDED

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        *("40-50k", "€ 3.000 x 14", "20 €/h", "competitive", "n/a", "", "-1"),
    ]
)
OTHERS = {
    "currency": ["EUR", "USD", "", "€", "$", "XQZ"],
    "country": ["DE", "US", "", "Germany", "Narnia"],
    "city": ["Berlin", "Austin, TX", "Richmond, CA", "Cambridge", ""],
    "as_of": ["2024", "2012-06-28", "", "28.06.2024", "03/04/2024", "28/06/2024"],
    "note": ["", "a", "1"],
}
HEADERS = [["salary"], ["Gehalt (k€)"], ["amount"], ["Salary min", "Salary max"], ["Median", "p90"]]
LATE = {"salary": ["45000"] * 8 + ["45k"], "currency": ["EUR"] * 9}


@pytest.fixture(autouse=True)
def small_blocks() -> Iterator[None]:
    """Make blocks of a few rows, let all rows decide the layout, and read every block with it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_chunks, "_BLOCK", 120)
        patch.setattr(csv_blocks, "_SHARE", 120)
        patch.setattr(csv_blocks, "SAMPLE_ROWS", 2)
        patch.setattr(parquet_blocks, "SAMPLE_ROWS", 2)
        patch.setattr(parquet_blocks, "ROWS", 3)
        patch.setattr(open_input, "read_sample", lambda *source: read_sample(*source)._replace(is_all=False))
        yield


@st.composite
def sources(draw: st.DrawFn) -> dict[str, list[str]]:
    """Return the columns of a source whose cells no single block explains."""
    length = draw(st.integers(1, 12))
    found = {"row": [str(row) for row in range(length)]}
    for name in draw(st.sampled_from(HEADERS)):
        found[name] = draw(st.lists(CELLS, min_size=length, max_size=length))
    for name, words in OTHERS.items():
        if draw(st.booleans()):
            found[name] = draw(st.lists(st.sampled_from(words), min_size=length, max_size=length))
    return found


def written(folder: Path, kind: str, found: dict[str, list[Any]]) -> Path:
    """Write columns as a file of some format."""
    path = folder / f"pay.{kind}"
    if kind == "parquet":
        pq.write_table(pa.table(found), path, row_group_size=4)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([list(found), *zip(*found.values(), strict=True)])
    return path


def converted(path: Path) -> tuple[list[Any], list[Any]]:
    """Return the rows of a file, converted block by block, and its rejects."""
    out, told = path.parent / "out.parquet", path.parent / "bad.parquet"
    sk.convert_file(path, out, base="USD", on="2024", missing="null", rejects=told)
    table = pq.read_table(out)
    bad = [tuple(cell.values())[1:] for cell in pq.read_table(told).to_pylist()]
    return table.to_pylist(), sorted(bad)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(found=sources())
@example(found=LATE | {"row": list("012345678")})
def test_a_file_is_read_block_after_block_as_a_table_is(
    kind: str, found: dict[str, list[Any]], tmp_path: Path
) -> None:
    """Block by block, under the layout that all rows decide, a file gives the same rows, values and rejects as a table."""
    path = written(tmp_path, kind, found)
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
