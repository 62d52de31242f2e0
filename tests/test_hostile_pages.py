"""Pages that no author would write: each is read as browsers read it, or is one error that names the limit."""

from __future__ import annotations

import random
import re
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each, share

import salarykit as sk
from salarykit.files.markup import Budget, parse_html, read_html
from salarykit.files.page_tables import page_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

TABLE = "<table><tr><th>City<th>Salary (GBP)<tr><td>Bath<td>41,000</table>"
LENGTH = 1 << 14
SHAPES: dict[str, Callable[[int], str]] = {
    "nested blocks": lambda length: "<div>" * (length // 5),
    "nested tables": lambda length: "<table><tr><td>" * (length // 15),
    "tables without rows": lambda length: "<table>" * (length // 7),
    "open elements in rows": lambda length: "<table>" + "<tr><td><span>x" * (length // 15),
    "ends that end nothing": lambda length: "<i>" * (length // 8) + "</x>" * (length // 7),
    "hidden in hidden": lambda length: (
        "<table>" + "<tr hidden>" * (length // 40) + "<td><p hidden>" * (length // 30)
    ),
    "hidden above cells": lambda length: "<b hidden>" * (length // 20) + "<table>" + "<td>" * (length // 8),
    "attributes": lambda length: "<p " + " ".join(f"a{number}=1" for number in range(length // 8)) + ">",
    "one attribute": lambda length: f'<p title="{"x" * length}">',
    "open comments": lambda length: "<!--" * (length // 4),
    "open tags": lambda length: "<a " * (length // 3),
    "open ends": lambda length: "</x" * (length // 3),
    "open quotes": lambda length: "<a='" * (length // 4),
    "open declarations": lambda length: "<!" * (length // 2),
    "open instructions": lambda length: "<?" * (length // 2),
    "open sections": lambda length: "<![CDATA[" * (length // 9),
    "scripts in a script": lambda length: "<script>" + "<!--<script" * (length // 11),
    "notes in notes": lambda length: "<sup>1" * (length // 6),
    "links in links": lambda length: "<a href=x>1" * (length // 11),
    "optional breaks": lambda length: "<table><tr><td>" + "5<wbr>" * (length // 6),
    "marks": lambda length: "<" * length,
    "numbers of characters": lambda length: "&#" * (length // 2),
    "nulls by number": lambda length: "&#0;" * (length // 4),
    "styles": lambda length: f"<p style='{'display : ' * (length // 10)}'>",
    "header cells": lambda length: "<table><tr>" + "<th>x" * (length // 5),
    "header rows": lambda length: "<table>" + "<tr><th>x<th>y" * (length // 14),
    "rows to the end": lambda length: "<table>" + "<tr><td rowspan=65534>x" * (length // 23),
    "braces": lambda length: f"<script type='application/ld+json'>{'{' * length}</script>",
    "brackets": lambda length: f"<script type='application/ld+json'>{'[' * length}</script>",
    "comments in JSON": lambda length: f"<script type='application/ld+json'>{'/*' * (length // 2)}</script>",
    "broken scripts": lambda length: '<script type="application/ld+json">{"a":1,,}</script>' * (length // 54),
}
"""What hostile pages repeat, by length."""
TAGS = [
    "<table>", "<tr>", "<td>", "<th>", "</td>", "</tr>", "</table>", "<tbody>", "<tbody hidden>", "<sup>", "</sup>", "<a>", "</a>", "<b>",
    "</b>", "<span hidden>", "</span>", "<br>", "<p>", "</p>", "<td colspan=2>", "<td rowspan=3>", "<th rowspan=0>", "<script>", "</script>",
    "<!--", "-->", "<template>", "</template>", "<select>", "<form>", "</form>", "5", "x", "52,000", "&euro;", "&#50;", "<", "&", "\xa0",
]  # fmt: skip


def texts(page: str, **options: Any) -> list[str]:
    """Return the texts of a page, in their order."""
    found: list[str] = []

    class Texts:
        def start(self, tag: str, attrs: Mapping[str, str]) -> None:
            pass

        def end(self, tag: str) -> None:
            pass

        def text(self, text: str) -> None:
            found.append(text)

    parse_html(page, Texts(), "page.html", **options)
    return found


@for_each("shape", SHAPES)
def test_a_hostile_page_is_an_error_or_hides_nothing(shape: str) -> None:
    """A page of any shape is refused by one error, or the table above it is read."""
    refused = ""
    try:
        first = read_html(TABLE + SHAPES[shape](LENGTH), "page.html").tables[0]
    except sk.SourceError as error:
        refused = str(error)
    else:
        assert (first.names, first.rows) == (["City", "Salary (GBP)"], [(1, ["Bath", "41,000"])])

    assert not refused or re.search(
        r"is a page that leaves [\d,]+ elements open\. Save its table as", refused
    )


@for_each("shape", SHAPES)
def test_a_hostile_page_takes_little_memory(shape: str) -> None:
    """What is kept of a page grows with its length alone: at most two hundred bytes for a byte."""
    page = SHAPES[shape](LENGTH)
    tracemalloc.start()
    try:
        read_html(page, "page.html")
    except sk.SourceError:
        pass
    finally:
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert most < 200 * LENGTH


def test_any_mixture_of_tags_is_a_page() -> None:
    """Tags in any order give a page, and each row of its tables has a cell for each column."""
    for seed in range(share(2_000)):
        rnd = random.Random(seed)  # noqa: S311 - no secret
        page = "<html>" + "".join(rnd.choices(TAGS, k=rnd.randint(1, 25)))
        document = read_html(page, "page.html")

        for table in document.tables:
            assert all(len(row) == len(table.names) for _, row in table.rows)


@for_each(
    ("budget", "page", "message"),
    [
        (Budget(elements=10), "<p>x" * 11, "more than 10 elements and attributes. Save its table as CSV or Parquet"),
        (Budget(elements=10), "<p a b c d e f g h i j>", "more than 10 elements and attributes"),
        (Budget(passed=1), "<div>" * 11 + "</p>" * 99, "leaves 13 elements open"),
        (Budget(seconds=0.0), "<p>x</p>" * 100_000, "takes more than 0 seconds to read"),
    ],
)  # fmt: skip
def test_the_limit_that_a_page_exceeds_is_named(budget: Budget, page: str, message: str) -> None:
    """Elements, open elements and seconds are bounded; the error says which limit it was and what to do."""
    with pytest.raises(sk.SourceError, match=message) as caught:
        texts(page, budget=budget)

    assert caught.value.source == "page.html"


@for_each(
    ("page", "found"),
    [
        ("<p>5<!-- x -->2", ["52"]),
        ("<p>5&#50;&euro;", ["52€"]),
        ("<p>52,<wbr>000", ["52,000"]),
        ("<p>52,<WBR/>000</wbr>", ["52,000"]),
        ("<p>&pound5 &lt;b&gt; &bogus; & &amp;amp;", ["£5 <b> &bogus; & &amp;"]),
        ("<p>5 < 6", ["5 < 6"]),
        ("<p>a\0b&#0;c&#xD800;", ["a\ufffdb\ufffdc\ufffd"]),
        ("<p>x<!-- open <p>y", ["x"]),
        ("<title>A<b></title>", ["A<b>"]),
        ("<meta charset=utf-16><p>Köln 年収", ["Köln 年収"]),
        ("<?xml version='1.0' encoding='latin-1'?><p>Köln", ["Köln"]),
        ("<p>x</p></html>y", ["x", "y"]),
    ],
)
def test_a_page_says_what_a_browser_shows(page: str, found: list[str]) -> None:
    """Comments, optional breaks and entities do not divide a text, and what a page declares of its encoding changes none."""
    assert texts(page) == found


def test_a_long_text_is_whole() -> None:
    """A text of twenty million characters is one line."""
    page = "x" * 20_000_000

    assert texts(page) == [page]


def test_thousands_of_open_elements_hide_no_row(tmp_path: Path) -> None:
    """Cells whose elements are never closed stand in each other, as the parser has them, and are read all the same."""
    rows = "".join(f"<tr><td><font>Bath<td><span>{amount}" for amount in range(30_000, 36_000))
    path = tmp_path / "page.html"
    path.write_text(f"<html><table><tr><th>City<th>Salary (GBP){rows}")

    assert [salary.amount for salary in sk.read_salaries(path)] == list(range(30_000, 36_000))


@for_each(
    "page",
    [
        "<table><tr><th rowspan=9>x<th>y<tr><td>5</table>",
        "<table><tr><td colspan=2>x<tr></table>",
        "<table><tr><th rowspan=0 colspan=2>x</table>",
        "<table><tr></table>",
    ],
)
def test_a_header_that_spans_more_than_the_table_ends_with_it(page: str) -> None:
    """A span is cut at the last row, as in browsers."""
    assert len(read_html(page, "page.html").tables) <= 1
    assert page_table([[]]) is not None
