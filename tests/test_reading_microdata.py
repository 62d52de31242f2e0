"""JobPostings in the attributes of a page: microdata gives the records that JSON-LD gives, and what is not read is told."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

import salarykit as sk
from salarykit.files.microdata import read_microdata

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "https://schema.org/"
TABLE = "<table><tr><th>City<th>Salary (GBP)<tr><td>Bath<td>41,000</table>"


def posting(**changes: Any) -> dict[str, Any]:
    """Return a posting as JSON-LD."""
    value = {"@type": "QuantitativeValue", "minValue": 40000, "maxValue": 50000, "unitText": "YEAR"}
    return {
        "@type": "JobPosting",
        "title": "Nurse",
        "datePosted": "2024-06-28",
        "employmentType": "FULL_TIME",
        "hiringOrganization": {"@type": "Organization", "name": "Kieler Klinik"},
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": "Kiel", "addressCountry": "DE"},
        },
        "baseSalary": {"@type": "MonetaryAmount", "currency": "EUR", "value": value},
    } | changes


def microdata(item: dict[str, Any], prop: str = "", schema: str = SCHEMA) -> str:
    """Return an item as microdata, its figures as texts that people read."""
    inside = ""
    for name, value in item.items():
        for each in value if isinstance(value, list) else [value]:
            if name == "@type":
                continue
            if isinstance(each, dict):
                inside += microdata(each, f' itemprop="{name}"', schema)
            elif name == "datePosted":
                inside += f'<time itemprop="{name}" datetime="{each}">last Friday</time>'
            elif name in ("currency", "unitText"):
                inside += f'<meta itemprop="{name}" content="{each}">'
            else:
                inside += (
                    f'<b itemprop="{name}">{each:,}</b>'
                    if isinstance(each, int)
                    else f'<b itemprop="{name}">{each}</b>'
                )
    return f'<div{prop} itemscope itemtype="{schema}{item["@type"]}">{inside}</div>'


def json_ld(*postings: dict[str, Any], kind: str = "application/ld+json") -> str:
    """Return postings as scripts of a page."""
    return "".join(f'<script type="{kind}">{json.dumps(each)}</script>' for each in postings)


def sift(folder: Path, body: str) -> sk.Sifted:
    """Return what reading a page gives, after checking that `convert_file` gives as many rows."""
    path = folder / "page.html"
    path.write_text(f"<!doctype html><html><body>{body}</body></html>", encoding="utf-8")
    found = sk.sift_salaries(path)
    report = sk.convert_file(path, folder / "out.parquet", base="USD", on="2024", rejects=folder / "bad.csv")
    assert (report.rows_out, report.rejected) == (len(found.good), found.bad.counts())
    return found


def rows(found: sk.Sifted) -> list[Any]:
    """Return the good rows, without the note of how they were read."""
    return [salary.model_dump(exclude={"note"}) for salary in found.good]


POSTINGS: list[list[dict[str, Any]]] = [
    [posting()],
    [posting(), posting(title="Cook", jobLocation=[]), posting(title="Driver")],
    [posting(baseSalary={"@type": "MonetaryAmount", "currency": "CHF", "value": 7000, "unitText": "MONTH"})],
    [posting(baseSalary=[])],
    [posting(baseSalary="£520 a week", jobLocation=[])],
    [posting(title="Krankenpfleger & Ärztin", datePosted="2024-05-01", hiringOrganization="ACME")],
    [
        posting(
            baseSalary={
                "@type": "MonetaryAmount",
                "currency": "USD",
                "value": {"@type": "QuantitativeValue", "value": 21.5, "unitText": "HOUR"},
            },
            jobLocation={"@type": "Place", "address": "Austin"},
        )
    ],
]


@for_each(
    ("postings", "schema"),
    [
        *((each, SCHEMA) for each in POSTINGS),
        (POSTINGS[0], "http://schema.org/"),
        (POSTINGS[0], "http://www.schema.org/"),
    ],
)
def test_microdata_gives_what_json_ld_gives(
    postings: list[dict[str, Any]], schema: str, tmp_path: Path
) -> None:
    """The same postings are the same rows and the same rejects, however a page writes them."""
    in_json = sift(tmp_path, json_ld(*postings))
    in_markup = sift(
        tmp_path, "".join(microdata(each, schema=schema).replace("&", "&amp;") for each in postings)
    )

    assert rows(in_markup) == rows(in_json)
    assert [(cell["row"], cell["code"]) for cell in in_markup.bad] == [
        (cell["row"], cell["code"]) for cell in in_json.bad
    ]


@for_each(
    ("markup", "city", "amount", "currency"),
    [
        ("<b itemprop=baseSalary>50.000 € im Jahr</b>", None, 50_000, "EUR"),
        ("<data itemprop=baseSalary value='50000 EUR'>fifty</data>", None, 50_000, "EUR"),
        (
            "<b itemprop=baseSalary>€50<i>,000</i></b><meta itemprop=jobLocation content=Kiel>",
            None,
            50_000,
            "EUR",
        ),
    ],
)
def test_a_property_is_the_value_or_the_text_of_its_element(
    markup: str, city: Any, amount: float, currency: str, tmp_path: Path
) -> None:
    """Text in several elements is one text, and `content`, `value` and `datetime` come before it."""
    [row] = rows(sift(tmp_path, f'<div itemscope itemtype="{SCHEMA}JobPosting">{markup}</div>'))

    assert (row["city"], row["amount"], row["currency"]) == (city, amount, currency)


def test_a_time_without_an_attribute_is_its_text() -> None:
    """HTML lets the text of `time` be its value, which extruct leaves out."""
    markup = f'<p itemscope itemtype="{SCHEMA}JobPosting"><time itemprop=datePosted> 2024-06-28 </time>'

    assert read_microdata(markup, "page.html")[0]["datePosted"] == "2024-06-28"


def test_properties_may_stand_elsewhere(tmp_path: Path) -> None:
    """`itemref` names the element that holds more properties of an item."""
    pay = microdata(posting()["baseSalary"], ' id=pay itemprop="baseSalary"')
    body = f'<div itemscope itemtype="{SCHEMA}JobPosting" itemref=pay><b itemprop=title>Nurse</b></div>{pay}'

    assert [(row["role"], row["amount"]) for row in rows(sift(tmp_path, body))] == [("Nurse", 45_000)]


def test_what_a_page_writes_twice_is_read_once(tmp_path: Path) -> None:
    """A posting as JSON-LD and as microdata is one posting; the reading says which was read."""
    found = sift(tmp_path, json_ld(posting()) + microdata(posting(title="Cook")))

    assert [row["role"] for row in rows(found)] == ["Nurse"]
    assert any("JobPostings as microdata are not read" in each for each in found.good.reading.sentences)


def test_broken_json_ld_does_not_hide_microdata(tmp_path: Path) -> None:
    """A posting whose JSON is broken is refused, and the one in the markup is read."""
    found = sift(tmp_path, json_ld(posting()).replace('"title":', '"title"') + microdata(posting()))

    assert [row["role"] for row in rows(found)] == ["Nurse"]
    assert found.bad.counts() == {"broken_json": 1}


@for_each(
    "kind",
    [
        "application/ld+json; charset=utf-8",
        "application/ld+json;charset=UTF-8",
        " Application/LD+JSON ",
        "application/ld+json; profile='http://www.w3.org/ns/json-ld#expanded'",
    ],
)
def test_a_media_type_may_have_parameters(kind: str, tmp_path: Path) -> None:
    """What stands behind the semicolon of a script's type changes nothing."""
    assert len(sift(tmp_path, json_ld(posting(), kind=kind)).good) == 1


@for_each(
    "wrapped",
    [
        "<!-- {} -->",
        "<![CDATA[ {} ]]>",
        "//<![CDATA[\n{}\n//]]>",
        "/* <![CDATA[ */ {} /* ]]> */",
        "<!--//--><![CDATA[//><!--\n{}\n//--><!]]>",
        "{};",
        "{}\n{}",
        "[{}, {}]",
        "\ufeff{}",
    ],
)
def test_json_may_be_wrapped(wrapped: str, tmp_path: Path) -> None:
    """Wrappers of the time of XHTML, and several objects in a script, are as browsers' search engines read them."""
    text = wrapped.replace("{}", json.dumps(posting()))
    found = sift(tmp_path, f'<script type="application/ld+json">{text}</script>')

    assert [row["amount"] for row in rows(found)] == [45_000] * wrapped.count("{}")


def test_rdfa_is_told(tmp_path: Path) -> None:
    """Postings as RDFa are not read, and no page that has only them passes for one without postings."""
    body = f'<div vocab="{SCHEMA}" typeof="JobPosting"><b property=title>Nurse</b></div>'

    with pytest.raises(sk.SourceError, match="JobPostings as RDFa are not read"):
        sift(tmp_path, body)
    found = sift(tmp_path, body + TABLE)
    assert len(found.good) == 1
    assert any("JobPostings as RDFa are not read" in each for each in found.good.reading.sentences)


@for_each("layout", [None, "job-posting"])
def test_without_the_extra_the_page_says_what_it_needs(layout: Any, tmp_path: Path) -> None:
    """Microdata without extruct is one error that names the command, or a note if the page has a table of pay."""
    path = tmp_path / "page.html"
    path.write_text(f"<html>{microdata(posting())}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "extruct.w3cmicrodata", None)
        with pytest.raises(sk.SourceError, match=r'pip install "salarykit\[pages\]"'):
            sk.read_salaries(path, layout=layout)
        with pytest.raises(ImportError, match=r"salarykit\[pages\]"):
            read_microdata("<p itemscope>", "page.html")
        found = sift(tmp_path, microdata(posting()) + TABLE)

    assert [row["city"] for row in rows(found)] == ["Bath"]
    assert any("salarykit[pages]" in each for each in found.good.reading.sentences)


@for_each(
    "body",
    [
        f'<div itemscope itemtype="{SCHEMA}JobPosting">' * 400,
        f'<div itemscope itemtype="{SCHEMA}JobPosting">' + "<b itemprop=title>" * 1_900,
        f'<div itemscope itemtype="{SCHEMA}JobPosting">' + "<b>" * 2_100,
        f'<div id=a itemscope itemtype="{SCHEMA}JobPosting" itemref="a a a a a a a a a a a a">x</div>' * 500,
    ],
)
def test_hostile_microdata_is_one_error(body: str, tmp_path: Path) -> None:
    """Items in items, properties in properties and references without end are refused before they are followed."""
    with pytest.raises(
        sk.SourceError, match=r"is a page whose microdata (is nested too deeply|has too many)"
    ):
        sift(tmp_path, body)
