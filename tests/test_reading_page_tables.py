"""The tables of pages: spans, notes, hidden parts and breaks neither move a figure nor change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

import salarykit as sk
from salarykit.files.markup import read_html

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "<tr><th>City<th>Salary (GBP)"


def sift(folder: Path, rows: str, head: str = HEAD) -> sk.Sifted:
    """Return what reading a page with one table gives, after checking that `convert_file` gives the same."""
    path = folder / "page.html"
    path.write_text(f"<!doctype html><table>{head}{rows}</table>", encoding="utf-8")
    found = sk.sift_salaries(path)
    report = sk.convert_file(path, folder / "out.parquet", base="USD", on="2024", rejects=folder / "bad.csv")
    assert report.rejected == found.bad.counts()
    assert report.rows_out == len(found.good)
    return found


def cities(found: sk.Sifted) -> list[tuple[Any, float]]:
    """Return the cities and amounts of the good rows."""
    return [(salary.city, salary.amount) for salary in found.good]


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("52,000<sup>1</sup>", 52_000),
        ("52,000<sub>a</sub>", 52_000),
        ("52,000<sup>*</sup>", 52_000),
        ("52,000<sup>[12]</sup>", 52_000),
        ('52,000<sup><a href="#n12">[12]</a></sup>', 52_000),
        ('52,000<a href="#n1">1</a>', 52_000),
        ("52,000<sup>1, 2</sup>", 52_000),
        ("£52,000<sup>3</sup> a year", 52_000),
        ("<sup>£</sup>52,000", 52_000),
        ("52,<wbr>500", None),
        ("52&nbsp;000", 52_000),
        ('<span style="display:none">00052000</span>52,000', 52_000),
        ("<span hidden>1</span>52,000", 52_000),
        ('52,000<i style="color:red; visibility: hidden">9</i>', 52_000),
        ("<b>52,000</b>", 52_000),
        ("<a href=x>52,000</a>", 52_000),
        ("£52,000<br>a year", 52_000),
        ("<p>£52,000</p><p>per annum</p>", 52_000),
        ("21<sup>50</sup>", None),
        ("52<sup>k</sup>", None),
        ("10<sup>5</sup>", None),
        ("52<sup>000</sup>", None),
        ("52,000<br>60,000", None),
        ("£52,000<br>£60,000", None),
        ("<p>52,000</p><p>60,000</p>", None),
        ("52<br>000", None),
        ("<span>52</span><span>50</span>", None),
        ("52,000 -<br>60,000", 56_000),
    ],
)
def test_what_stands_beside_a_figure_is_not_glued_to_it(
    cell: str, amount: float | None, tmp_path: Path
) -> None:
    """Notes and hidden parts are left out; a cell that may be one number or two is refused, and the other rows are kept."""
    found = sift(tmp_path, f"<tr><td>Bath<td>{cell}<tr><td>Rome<td>41,000<tr><td>Kiel<td>38,500")
    amounts = [salary.amount for salary in found.good]

    if cell == "52,<wbr>500":
        assert amounts in ([52_500, 41_000, 38_500], [41_000, 38_500])
    elif amount is None:
        assert amounts == [41_000, 38_500]
        assert [row["row"] for row in found.bad] == [1]
    else:
        assert amounts == [amount, 41_000, 38_500]


@pytest.mark.parametrize(
    ("cell", "currency", "period", "amount"),
    [("£520<sup>1</sup> a week", "GBP", "week", 520), ("€2.900<sup>b</sup> im Monat", "EUR", "month", 2_900)],
)  # fmt: skip
def test_a_note_within_a_text_is_left_out(
    cell: str, currency: str, period: str, amount: float, tmp_path: Path
) -> None:
    """A note between a figure and its period belongs to neither."""
    found = sift(tmp_path, f"<tr><td>Bath<td>{cell}<tr><td>York<td>£500 a week", "<tr><th>City<th>Pay")

    assert next((each.amount, each.currency, each.period) for each in found.good) == (
        amount,
        currency,
        period,
    )


@pytest.mark.parametrize(
    "head",
    [
        "<tr><th>City<sup>1</sup><th>Salary (GBP)<sup>2</sup>",
        "<tr><th>City<th>Salary<br>(GBP)",
        "<tr><th colspan=2>Pay in 2024<tr><th>City<th>Salary (GBP)",
        "<thead><tr><th>City</th><th>Salary (GBP)</th></tr></thead>",
        "<tr><td>City<td>Salary (GBP)",
        "<tr><th>City<th style='display:none'>Key<th>Salary (GBP)",
    ],
)
def test_a_header_is_read_without_its_notes(head: str, tmp_path: Path) -> None:
    """Notes, breaks, titles and hidden cells do not hide a header."""
    key = "<td style='display:none'>7" if "Key" in head else ""

    assert cities(sift(tmp_path, f"<tr><td>Bath<sup>2</sup>{key}<td>41,000", head)) == [("Bath", 41_000)]


SPANS = {
    "a header over two columns": ("<tr><th>City<th colspan=2>Employees<th>Median salary (USD)", "<tr><td>Rome<td>1,000<td>2,000<td>90,000"),
    "a header over two headers": ("<tr><th rowspan=2>City<th colspan=2>Employees<th rowspan=2>Median salary (USD)<tr><th>Men<th>Women", "<tr><td>Rome<td>1,000<td>2,000<td>90,000"),
    "cells that are no headers": ("<tr><td>City<td colspan=2>Employees<td>Median salary (USD)<tr><td><td>Men<td>Women<td>", "<tr><td>Rome<td>1,000<td>2,000<td>90,000"),
    "a city over two rows": ("<tr><th>City<th>Role<th>Salary (USD)", "<tr><td rowspan=2>Rome<td>Cook<td>90,000<tr><td>Baker<td>90,000"),
    "a city to the end": ("<tr><th>City<th>Role<th>Salary (USD)", "<tr><td rowspan=0>Rome<td>Cook<td>90,000<tr><td>Baker<td>90,000"),
    "an absurd span": ("<tr><th>City<th>Role<th>Salary (USD)", "<tr><td rowspan=999999999>Rome<td colspan=x>Cook<td>90,000"),
    "a sign of its own": ("<tr><th>City<th colspan=2>Salary (USD)", "<tr><td>Rome<td>$<td>90,000"),
    "a range": ("<tr><th rowspan=2>City<th colspan=2>Salary (USD)<tr><th>Min<th>Max", "<tr><td>Rome<td>80,000<td>100,000"),
    "no note": ("<tr><th>City<th>Salary (USD)<th>Note", "<tr><td>Rome<td>90,000<td>"),
}  # fmt: skip


@pytest.mark.parametrize("spans", SPANS)
def test_spans_move_no_figure(spans: str, tmp_path: Path) -> None:
    """A figure is read under its own header, whatever cells span columns or rows."""
    head, rows = SPANS[spans]
    found = sift(tmp_path, rows, head)

    assert set(cities(found)) == {("Rome", 90_000)}
    assert len(found.bad) == 0


@pytest.mark.parametrize(
    "row",
    ["<tr><td>Bath", "<tr><td>Bath<td>1<td>2", "<tr><td colspan=2>41,000"],
)
def test_a_ragged_row_is_refused(row: str, tmp_path: Path) -> None:
    """A row without one cell for each column is a reject with its number; the others are read."""
    found = sift(tmp_path, f"<tr><td>Rome<td>41,000{row}<tr><td><tr><td>Kiel<td>38,500<td>")

    assert cities(found) == [("Rome", 41_000), ("Kiel", 38_500)]
    assert [(each["row"], each["code"]) for each in found.bad] == [(2, "ragged")]


@pytest.mark.parametrize(
    "row",
    [
        '<tr style="display:none"><td>Bath<td>9',
        "<tr hidden><td>Bath<td>9</td></tr>",
        "<tbody hidden><tr><td>Bath<td>9<tr><td>York<td>8</tbody><tbody>",
        "<tr style='visibility: collapse'><td>Bath<td><b>9",
    ],
)
def test_hidden_rows_are_left_out(row: str, tmp_path: Path) -> None:
    """Hidden rows of a page are not read; the rows after them are."""
    found = sift(tmp_path, f"<tr><td>Rome<td>41,000{row}<tr><td>Kiel<td>38,500")

    assert cities(found) == [("Rome", 41_000), ("Kiel", 38_500)]


def test_a_table_in_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    """A layout table around a table of pay hides nothing of it."""
    inner = "<table><tr><th>City<th>Salary (GBP)<tr><td>Bath<td>41,000</table>"
    path = tmp_path / "page.html"
    path.write_text(f"<html><table><tr><td>Menu<td>{inner}<p>end</table>")

    assert cities(sk.sift_salaries(path)) == [("Bath", 41_000)]


def test_a_second_table_of_pay_is_told(tmp_path: Path) -> None:
    """Only the first table of pay is read, and the reading says how many there are."""
    table = "<table><tr><th>City<th>Salary (GBP)<tr><td>Bath<td>41,000</table>"
    path = tmp_path / "page.html"
    path.write_text(f"<html>{table}{table}")

    assert any("first of 2 tables" in each for each in sk.sift_salaries(path).good.reading.sentences)


@pytest.mark.parametrize(
    "text",
    ["<table><tr><td>" + "text<br>" * 20_000, "<table>" + "<tr><td colspan=1000 rowspan=65534>x" * 2_000],
)
def test_a_large_cell_is_read_once(text: str) -> None:
    """A cell is assembled when it ends, and spans cannot make a table more than fifty times as large as its cells."""
    assert len(read_html(text, "page.html").tables) <= 1


@for_each(
    ("before", "title", "behind", "units"),
    [
        ("", "<caption>Pay in EUR thousands</caption>", "", "ambiguous_number"), ("", "<caption>Average <b>monthly</b> pay", "", ("EUR", "month")),
        ("", "<tr><th colspan=2>Average monthly pay 2023", "", ("EUR", "month")), ("", "<caption>Pay by city</caption>", "", ("EUR", "year")),
        ("<h2>Hourly rates</h2><p>Updated in May", "", "", ("EUR", "hour")), ("<h3>Salaires en CHF</h3>", "", "", "contradiction"),
        ("<p>All figures are in thousands of euros.", "", "", "ambiguous_number"), ("", "", "<p><small>* brutto im Monat</small>", ("EUR", "month")),
        ("", "", "<p>A monthly bonus is paid on top of the salary.", ("EUR", "year")),
        ("<h2>Monthly pay</h2><table><tr><td>1<td>2</table><h2>Overview</h2>", "", "", ("EUR", "year")),
        ("<h2 hidden>Monthly pay</h2>", "", "", ("EUR", "year")), ("", "", "<h2>Monthly pay</h2>", ("EUR", "year")),
    ],
)  # fmt: skip
def test_the_lines_around_a_table_may_state_its_units(
    tmp_path: Path, before: str, title: str, behind: str, units: str | tuple[str, str]
) -> None:
    """The heading and the caption of a table of a page, and the lines next to it, are not dropped where they say what the figures are."""
    path = tmp_path / "pay.html"
    table = f"<table>{title}<tr><th>City<th>Salary (EUR)<tr><td>Kiel<td>5000<tr><td>Bonn<td>6000</table>"
    path.write_text(f"{before}{table}{behind}")
    good, bad = sk.sift_salaries(path)
    if isinstance(units, str):
        assert (len(good), bad.counts()) == (0, {units: 2})
    else:
        assert [(row.currency, row.period) for row in good] == [units] * 2
