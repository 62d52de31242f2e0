from __future__ import annotations

import csv
import html
import io
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest
from cases import for_each

import salarykit as sk

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "build_salaries.py"
CITIES = [
    ("New York", "$450,000"), ("San Francisco", "$318,000"), ("Seattle", "$426,000"), ("Austin", "$320,000"),
    ("Toronto", "$342,000"), ("London", "£44,000"), ("Paris", "€135,000"), ("Berlin", "€160,000"),
    ("Tel Aviv", "₪1,060,000"), ("Singapore", "S$512,000"), ("Beijing", "¥1,352,000"), ("Shanghai", "¥640,000"),
    ("Shenzhen", "¥505,000"), ("Bengalaru", "₹3,440,000"), ("Delhi", "₹8,251,000"),
]  # fmt: skip
CURRENCIES = [
    "USD",
    "USD",
    "USD",
    "USD",
    "CAD",
    "GBP",
    "EUR",
    "EUR",
    "ILS",
    "SGD",
    "CNY",
    "CNY",
    "CNY",
    "INR",
    "INR",
]
CAVEAT = "Bars show relevance. All salaries shown are estimates. Nothing here is a promise of work or pay."
BEFORE = [
    "A page about careers, with links to partners.",
    "Chief Product Officer",
    "Save",
    "What they do",
    "It is a senior role; salaries vary.",
]
AFTER = [
    "Path to Chief Product Officer",
    "Take a course.",
    "Sorted by relevance:",
    "© 2016 - 2024 OpenCourser",
]


def text_page(
    role: str = "Chief Product Officer", cities: list[tuple[str, str]] = CITIES, caveat: str = CAVEAT
) -> str:
    """Return a career page as text: a short list, a full one, and the page around them."""
    lists = [
        "City",
        "Median",
        *(cell for pair in cities[:3] for cell in pair),
        "See all salaries",
        "City",
        "Median",
    ]
    lists += [cell for pair in cities for cell in pair]
    return "\n".join([*BEFORE, "", f"Salaries for {role}", "", *lists, caveat, "", *AFTER])


def table_page() -> str:
    """Return the same page as HTML with tables."""

    def table(cities: list[tuple[str, str]]) -> str:
        rows = "".join(f"<tr><td>{city}</td><td>{html.escape(figure)}</td></tr>" for city, figure in cities)
        return f"<table><thead><tr><th>City</th><th>Median</th></tr></thead><tbody>{rows}</tbody></table>"

    body = "".join(f"<p>{line}</p>" for line in BEFORE)
    foot = "".join(f"<div>{line.replace('©', '&copy;')}</div>" for line in AFTER)
    return (
        "<!DOCTYPE html><html><head><title>Chief Product Officer</title><style>.x{}</style></head><body>"
        f"<script>var salaries = 'Salaries for nobody';</script>{body}<h2>Salaries for <em>Chief Product Officer</em></h2>"
        f"{table(CITIES[:3])}<button>See all salaries</button>{table(CITIES)}<p>{CAVEAT}</p>{foot}</body></html>"
    )


def span_page() -> str:
    """Return the same page as HTML with a city and a figure on each line, and with entities."""

    def rows(cities: list[tuple[str, str]]) -> str:
        pairs = [("City", "Median"), *cities]
        signs = {"£": "&pound;", "€": "&#8364;", "¥": "&yen;", "₪": "&#x20aa;"}
        return "".join(
            f"<div class='row'><span>{city}</span><b>{''.join(signs.get(sign, sign) for sign in figure)}</b></div>"
            for city, figure in pairs
        )

    foot = "".join(f"<div>{line}</div>" for line in AFTER)
    return (
        f"<html><body><h3>Salaries for Chief Product Officer</h3><section>{rows(CITIES[:3])}<a href='#'>See <i>all</i> salaries</a>"
        f"</section><section>{rows(CITIES)}</section><small>Bars show relevance. All salaries shown are <u>estimates</u>.</small>{foot}"
    )


PAGES = {
    "page.txt": text_page,
    "page.md": text_page,
    "page": text_page,
    "page.html": table_page,
    "spans.htm": span_page,
}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a career page, as text and as HTML of two kinds."""
    name: str = request.param
    return write(tmp_path, PAGES[name](), name)


def test_a_career_page_is_its_cities(page: Path) -> None:
    """Every city of the page is one row, in its own country and currency, of the role and statistic of its heading."""
    table = sk.read_salaries(page)

    assert [(salary.city, salary.amount) for salary in table] == [
        (city.replace("galaru", "galuru"), float("".join(filter(str.isdigit, figure))))
        for city, figure in CITIES
    ]
    assert [salary.currency for salary in table] == CURRENCIES
    assert {(salary.role, salary.statistic, salary.period) for salary in table} == {
        ("Chief Product Officer", "median", "year")
    }
    assert {(salary.source, salary.as_of) for salary in table} == {("OpenCourser", "2024")}


def test_what_the_page_says_is_kept_as_notes(page: Path) -> None:
    """The notes say the page's caveat, the name of a misspelt city, and the sign that the page uses for two currencies."""
    table = sk.read_salaries(page)
    notes = {salary.city: salary.note for salary in table}

    assert notes.pop("Toronto") == "estimate; the page writes $"
    assert notes.pop("Bengaluru") == "estimate; the page writes Bengalaru"
    assert set(notes.values()) == {"estimate"}
    assert table.reading.layout == "career-page"
    assert any("are estimates" in sentence.replace("\t", " ") for sentence in table.reading.sentences)


def test_the_packaged_table_is_what_the_reader_makes_of_the_page(page: Path) -> None:
    """data/salaries.csv is, byte for byte, what tools/build_salaries.py makes of a page with its fifteen pairs."""
    tool = runpy.run_path(str(TOOL))

    assert tool["text_of"](page) == (ROOT / "data" / "salaries.csv").read_text(encoding="utf-8")


def test_the_tool_writes_the_packaged_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """tools/build_salaries.py PAGE -o FILE writes that table, and says whether it changed."""
    target = tmp_path / "salaries.csv"
    monkeypatch.setattr(sys, "argv", [str(TOOL), str(write(tmp_path, text_page())), "-o", str(target)])
    runpy.run_path(str(TOOL), run_name="__main__")

    assert target.read_bytes() == (ROOT / "data" / "salaries.csv").read_bytes()
    assert capsys.readouterr().out.endswith("written, 15 rows.\n")


def write(tmp_path: Path, text: str, name: str = "page.txt") -> Path:
    """Write a page and return its path."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


def test_a_city_with_two_figures_is_two_rows(tmp_path: Path) -> None:
    """The same city with the same figure is one row; with another figure it is another."""
    cities = [("Kiel", "€40,000"), ("Bonn", "€50,000"), ("Kiel", "€41,000"), ("Kiel", "€40,000")]
    table = sk.read_salaries(write(tmp_path, text_page("Welder", cities)))

    assert [(salary.city, salary.amount) for salary in table] == [
        ("Kiel", 40_000),
        ("Bonn", 50_000),
        ("Kiel", 41_000),
    ]


def test_two_roles_of_a_page_are_kept_apart(tmp_path: Path) -> None:
    """A page with two headings has rows of two roles."""
    text = (
        text_page("Welder", [("Kiel", "€40,000")])
        + "\n"
        + text_page("an Actor", [("Kiel", "€40,000")], "No caveat.")
    )
    table = sk.read_salaries(write(tmp_path, text))

    assert [(salary.role, salary.note) for salary in table] == [("Welder", "estimate"), ("Actor", None)]


@for_each(
    ("pair", "currency", "code"),
    [
        (("Sydney", "$100,000"), "AUD", None),
        (("Hong Kong", "$900,000"), "HKD", None),
        (("Oslo", "kr 700,000"), "NOK", None),
        (("Tokyo", "¥9,000,000"), "JPY", None),
        (("Cairo", "E£400,000"), "EGP", None),
        (("Nowhereville", "$100,000"), None, "ambiguous_currency"),
    ],
)
def test_a_sign_is_resolved_by_the_city(
    pair: tuple[str, str], currency: Any, code: Any, tmp_path: Path
) -> None:
    """A sign of several currencies is that of the city's country; with an unknown city it stays ambiguous."""
    found = sk.sift_salaries(write(tmp_path, text_page("Cook", [pair])))

    assert [salary.currency for salary in found.good] == ([currency] if currency else [])
    assert [cell["code"] for cell in found.bad] == ([code] if code else [])


@for_each(
    "text",
    [
        "City | Mean\nKiel | €40,000\n",
        "City\tAverage\nKiel\t€40k\n",
        "City\nMean\nKiel\n40.000 €\n",
        "| **City** | **Mean** |\n|---|:---:|\n| Kiel | €40,000 |\n",
    ],
)
def test_cells_may_stand_side_by_side(text: str, tmp_path: Path) -> None:
    """Tabs, bars and lines separate the cells of a page alike, and the header states the statistic."""
    table = sk.read_salaries(
        write(tmp_path, f"# x\n\n## Salaries for Cook\n\n{text}\nThat is all.\n", "page.md")
    )

    assert [(row.city, row.amount, row.currency, row.statistic) for row in table] == [
        ("Kiel", 40_000, "EUR", "mean")
    ]
    assert (table[0].note, table[0].as_of) == (None, None)


@for_each(
    ("name", "text"),
    [
        ("page.html", "<!doctype html><h1>Salaries for nobody</h1><p>City</p><p>None</p>"),
        ("page.html", "<!doctype html><table><tr><th>a<th>b<tr><td>1<td>2</table>"),
        ("page.html", "x"),
        ("page.html", "<html>" * 5_000),
    ],
)
def test_a_page_without_salaries_says_so(name: str, text: str, tmp_path: Path) -> None:
    """A page without anything to read is one error that says what was looked for."""
    with pytest.raises(sk.InvalidSalary, match=r"page\.html holds no salaries that can be read") as caught:
        sk.read_salaries(write(tmp_path, text, name))

    assert "\n" not in str(caught.value)


def test_a_table_in_a_page_is_read_as_one(tmp_path: Path) -> None:
    """A page's first table with a column of pay is read like a CSV; ragged rows are refused."""
    text = (
        "<!doctype html><table><tr><th>x<th>y</table><table><tr><th>Ort<th>Jahresgehalt<tr><td>Kiel<td>40.000 &euro;"
        "<tr><td>Bonn<tr><td></table>"
    )
    found = sk.sift_salaries(write(tmp_path, text, "page.html"))

    assert [(salary.city, salary.amount, salary.period) for salary in found.good] == [
        ("Kiel", 40_000, "year")
    ]
    assert [(cell["row"], cell["code"]) for cell in found.bad] == [(2, "ragged")]


def test_a_text_file_may_be_a_table(tmp_path: Path) -> None:
    """A .txt file without a career page's heading is a CSV, by whatever delimiter it has."""
    text = io.StringIO()
    csv.writer(text, delimiter="\t").writerows(
        [["city", "amount", "currency"], ["Salaries for Rome", "5", "EUR"]]
    )

    assert sk.read_salaries(write(tmp_path, text.getvalue()))[0].amount == 5


def test_a_page_is_not_read_without_inference(tmp_path: Path) -> None:
    """infer=False reads tables only."""
    with pytest.raises(sk.SourceError, match="is a page, not a table"):
        sk.read_salaries(write(tmp_path, table_page(), "page.html"), infer=False)
