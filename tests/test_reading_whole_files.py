"""Files after the shapes of real ones: no row is wrong in silence, and nearly every row that can be read is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from whole_files import SHAPES, make

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 150  # of each file, of which the fewest kinds of cells have two


@pytest.mark.parametrize("name", SHAPES)
def test_a_whole_file_is_read_right(name: str, tmp_path: Path) -> None:
    """Each row that is read is what it states, at both doors, and what can be read is."""
    text, truth, options = make(name, ROWS)
    path = tmp_path / "pay.csv"
    path.write_text(text)
    good, bad = sk.sift_salaries(path, **options)
    ident = SHAPES[name].header[0]
    read = {
        row[ident]: (round(row["amount"], 6), row["currency"], row["period"])
        for row in good.to_arrow().to_pylist()
    }
    assert not {at: (pay, truth.get(at)) for at, pay in read.items() if truth.get(at) != pay}
    readable = [at for at, pay in truth.items() if pay]
    assert len(read) >= 0.98 * len(readable)
    report = sk.convert_file(
        path, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv", **options
    )
    assert (report.rows_out, sum(report.rejected.values())) == (len(good), bad.row_count)


@pytest.mark.parametrize("is_national", [True, False])
def test_an_oews_workbook_is_read_right(is_national: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    """Of each statistic the year's figure is read, or the hour's where that is `*`; `#` is refused."""
    header = [*(() if is_national else ("AREA", "AREA_TITLE")), "OCC_CODE", "OCC_TITLE", "TOT_EMP", "H_MEAN", "A_MEAN", "H_MEDIAN", "A_MEDIAN"]  # fmt: skip
    workbook = openpyxl.Workbook()
    truth: dict[tuple[str, str], tuple[float, str] | None] = {}
    sheet = workbook.active
    assert sheet is not None
    sheet.append(header)
    for at in range(ROWS):
        hour, year = 15 + at / 4, round((15 + at / 4) * 2080)
        means = [(hour, year, (year, "year")), ("*", year, (year, "year")), (hour, "*", (hour, "hour")), ("*", "*", None)][at % 4]  # fmt: skip
        medians = [(hour, year, (year, "year")), ("#", "#", None)][at % 2]
        code = f"{at // 100 + 11}-{at:04}"
        place = [] if is_national else ["12420", "Austin-Round Rock, TX"]
        sheet.append([*place, code, f"Occupation {at}", "**", *means[:2], *medians[:2]])
        truth |= {(code, "mean"): means[2], (code, "median"): medians[2]}
    workbook.save(tmp_path / "oews.xlsx")
    good, _ = sk.sift_salaries(tmp_path / "oews.xlsx")
    read = {
        (row["OCC_CODE"], row["statistic"]): (row["amount"], row["period"])
        for row in good.to_arrow().to_pylist()
    }
    assert read == {key: pay for key, pay in truth.items() if pay}
