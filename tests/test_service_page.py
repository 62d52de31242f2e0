from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from calling import Caller, problem
from cases import for_each
from hypothesis import given, settings
from hypothesis import strategies as st

import salarykit as sk
from salarykit.files.frames import money
from salarykit.service import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
MARKUP = st.lists(
    st.sampled_from(
        ["<script>", "</td>", "<img src=x onerror=1>", "&amp;", "{{", "}}", "{%", '"', "'", "\u202e", "a"]
    )
).map("".join)


class Seen(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.text += f"{data} "


@pytest.fixture(scope="module")
def call() -> Iterator[Caller]:
    """Give a client of the service with its defaults."""
    with Caller(create_app(base="EUR")) as caller:
        yield caller


def test_the_page_ranks_the_table_with_bars(call: Caller) -> None:
    """Every city is there with its value, in order, and with a bar as long as its share of the largest."""
    text = call("GET", "/", params={"on": "2024"}).text
    ranking = sk.load_salaries().convert("EUR", on="2024").rank()
    table = text[text.index('class="stacked ranked"') : text.index("</table>")]
    widths = [float(width) for width in re.findall(r'class="bar "[^>]*><rect width="([\d.]+)"', table)]

    assert re.findall(r'rowheader" scope="row">([^<]+?) ?<', table) == [row["city"] for row in ranking]
    assert widths == [pytest.approx(100 * row["value"] / ranking[0]["value"], abs=0.01) for row in ranking]
    assert all(money(row["value"], "EUR") in table for row in ranking)


def test_findings_stand_beside_the_figures_that_they_doubt(call: Caller) -> None:
    """London's row has the findings about it; one about all rows is told once, and no row repeats that it has it."""
    text = call("GET", "/").text
    rows = re.findall(r'<tr role="row"(?: class="doubted")?>.*?</tr>', text, flags=re.DOTALL)
    london = next(row for row in rows if ">London" in row)
    findings = sk.load_salaries().check(group_above=None)

    for finding in findings:
        assert f"{finding['code']}:</strong>" in (london if finding["row_numbers"] == "6" else text)
    assert text.count("S09:</strong>") == 1
    assert "S09</a>" not in text


def test_a_finding_about_many_rows_is_referred_to_by_each() -> None:
    """Of old and new figures, the old ones refer to the finding that is told once for all of them."""
    rows = [
        {
            "city": f"Place {at}",
            "country": "DE",
            "amount": 50_000 + at,
            "currency": "EUR",
            "as_of": "2016" if at < 9 else "2026",
        }
        for at in range(12)
    ]
    with Caller(create_app({"old": sk.read_salaries(rows)})) as caller:
        text = caller("GET", "/").text

    assert (text.count("S09:</strong>"), text.count("S09</a>")) == (1, 9)


def test_the_page_answers_around_a_city_with_its_weights(call: Caller) -> None:
    """The quantiles, the number of records that they are worth, and the weight of each are those of the query."""
    text = Seen(call("GET", "/", params={"on": "2024", "near": "Berlin", "scale_km": "800"}).text).text
    found = sk.load_salaries().convert("EUR", on="2024").query(near="Berlin", scale_km=800)

    for value in found.quantiles.values():
        assert money(value, "EUR") in text
    assert f"worth {found.n_eff:.1f} equally weighted" in text
    assert all((f"{row['weight']:.3f}" if row["weight"] > 0.0005 else "<0.001") in text for row in found)


@for_each(
    ("params", "message", "field"),
    [
        ({"on": "2024-02-30"}, "is not a day of the calendar", "on"),
        ({"base": "eur"}, "is not an ISO 4217 currency code", "base"),
        ({"amount": "12k"}, "is not a number", "amount"),
        ({"amount": "nan"}, "is not finite", "amount"),
        ({"amount": "1", "currency": "KPW"}, "No KPW/EUR rate", "day"),
        ({"amount": "1", "currency": "usd"}, "Did you mean", "currency"),
        ({"a": "Tronto"}, "Tronto", "a"),
        ({"near": "Qwxzyville"}, "Qwxzyville", "near"),
        ({"scale_km": "far"}, "scale_km", "near"),
    ],
)
def test_an_error_stands_in_its_section_and_leads_to_its_field(
    call: Caller, params: dict[str, str], message: str, field: str
) -> None:
    """What cannot be shown says why, the rest is shown, and a link leads to a field that is there."""
    answer = call("GET", "/", params=params)
    seen = Seen(answer.text)
    links = [attributes["href"] for tag, attributes in seen.elements if tag == "a"]

    assert (answer.status_code, message in seen.text, f"#{field}" in links) == (200, True, True)
    assert field in {attributes.get("id") for _, attributes in seen.elements}


def test_the_page_needs_nothing_from_elsewhere(call: Caller) -> None:
    """Every address in the page is its own, no style or script is inline, and the policy forbids others."""
    answer = call("GET", "/")
    seen = Seen(answer.text)

    assert "script-src 'self'" in answer.headers["content-security-policy"]
    for tag, attributes in seen.elements:
        for name in ("src", "href", "action"):
            value = attributes.get(name) or ""
            assert not value.startswith(("http", "//", "/")), (tag, value)
        assert "style" not in attributes
        assert tag != "style"
        assert not any(name.startswith("on") for name in attributes)
    for name in ("page.css", "page.js"):
        assert call.get(f"/assets/{name}").status_code == 200
    problem(call.get("/assets/nothing"), 404)


def test_every_field_has_a_label_and_every_id_is_there_once(call: Caller) -> None:
    """Labels name the fields, and nothing else has the name of a field."""
    elements = Seen(call("GET", "/").text).elements
    names = [attributes["id"] for _, attributes in elements if attributes.get("id")]
    labelled = {attributes["for"] for tag, attributes in elements if tag == "label"}
    fields = {
        each["id"] for tag, each in elements if tag in ("input", "select") and each.get("type") != "hidden"
    }

    assert len(names) == len(set(names))
    assert labelled == fields


@settings(max_examples=max(5, settings().max_examples // 4))  # each makes two services
@given(city=TEXTS | MARKUP.filter(bool), note=MARKUP, table=MARKUP.filter(bool))
def test_no_cell_adds_an_element(city: str, note: str, table: str) -> None:
    """Whatever texts a table has, the page has the elements that it has for a plain text, and shows no control characters."""
    row = {"amount": 1.0, "currency": "EUR", "as_of": "2024"}
    pages = []
    for name, each in (
        (table, {"city": city, "note": note}),
        ("t", {"city": "a", "note": "a" if note else ""}),
    ):
        try:
            made = sk.SalaryTable(sk.read_salaries([{**row, **each}], infer=False).to_arrow())
        except sk.InvalidSalary:
            return
        with Caller(create_app({name: made})) as call:
            pages.append(call("GET", "/").text)
    tags = [
        [tag for tag, _ in Seen(page).elements if tag not in ("option", "span", "p", "strong", "a")]
        for page in pages
    ]

    assert tags[0][:40] == tags[1][:40]
    assert "script" not in tags[0][12:]
    assert "img" not in tags[0]
    assert "\u202e" not in Seen(pages[0]).text


def test_a_page_without_tables_converts_still() -> None:
    """If no table is served, the page has the box that converts, and no more."""
    with Caller(create_app({})) as call:
        text = call(
            "GET", "/", params={"amount": "1", "currency": "EUR", "to": "USD", "day": "2024-06-28"}
        ).text

    assert "USD 1.07" in text
    assert "ranking" not in Seen(text).text


def test_every_served_table_has_a_page() -> None:
    """Several tables are links; the one shown stays chosen when a form is sent, and an empty one is no fault."""
    table = sk.load_salaries()
    with Caller(create_app({"all": table, "none": table.head(0), "p&q": table.head(1)})) as call:
        first, second, third = (
            call("GET", "/", params=params) for params in ({}, {"table": "none"}, {"table": "p&q"})
        )

    assert 'href="?table=p%26q&amp;base=USD"' in first.text
    assert second.status_code == 200
    assert '<input type="hidden" name="table" value="p&amp;q">' in third.text


def test_a_client_that_has_the_page_is_told_so(call: Caller) -> None:
    """The page has an ETag, as answers have."""
    tag = call("GET", "/").headers["etag"]

    assert call("GET", "/", headers={"if-none-match": tag}).status_code == 304
