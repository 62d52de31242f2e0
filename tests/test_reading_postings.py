"""JobPostings as pages write them: slightly broken, linked, with unit codes; none is lost silently."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

Figure = tuple[float, str, str]


def quantity(value: Any = 41_000, **more: Any) -> dict[str, Any]:
    """Return a MonetaryAmount in pounds."""
    return {
        "@type": "MonetaryAmount",
        "currency": "GBP",
        "value": {"value": value, "unitText": "YEAR"} | more,
    }


def posting(title: str, salary: Any = None, **more: Any) -> dict[str, Any]:
    """Return a posting."""
    found = {"@context": "https://schema.org", "@type": "JobPosting", "title": title, **more}
    return found if salary is None else found | {"baseSalary": salary}


GOOD = json.dumps(posting("Baker", quantity(30_000)))
OTHER = json.dumps(posting("Welder", quantity(35_000)))


def script(text: str, kind: str = "application/ld+json") -> str:
    """Return a script of a page."""
    return f'<script type="{kind}">{text}</script>'


def sift(folder: Path, text: str, name: str = "jobs.html") -> sk.Sifted:
    """Return what reading a page or a file gives."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return sk.sift_salaries(path)


def roles(found: sk.Sifted) -> list[tuple[str | None, float]]:
    """Return the roles and amounts of the good rows."""
    return [(salary.role, salary.amount) for salary in found.good]


def figures(found: sk.Sifted) -> list[Figure]:
    """Return the amounts, currencies and periods of the good rows."""
    return [(salary.amount, salary.currency, salary.period) for salary in found.good]


WRITTEN = {
    "a line break in a text": OTHER.replace("Welder", "Wel\nder"),
    "a tab in a text": OTHER.replace("Welder", "Wel\tder"),
    "a comma before a brace": OTHER.replace('"title"', '"x": [1, 2 , ],"title"').replace("}}}", "},},}"),
    "a comma at the end": OTHER[:-1] + " , }",
    "a comment": "/* jobs */ " + OTHER.replace('"title"', '/* "title": "no", */ "title"'),
    "a comment at the end of a line": OTHER.replace('"title"', '// the "title"\n"title"'),
    "an HTML comment": f"<!-- {OTHER} -->",
    "CDATA": f"<![CDATA[\n{OTHER}\n]]>",
    "CDATA in comments": f"//<![CDATA[\n{OTHER}\n//]]>",
    "CDATA in comments, on a line": f"//<![CDATA[ {OTHER} //]]>",
    "CDATA in the other comments": f"/*<![CDATA[*/ {OTHER} /*]]>*/",
    "a semicolon": f"{OTHER};",
    "a list": f"[{OTHER}]",
    "a byte order mark": f"\n\ufeff\n{OTHER}".replace("\n\ufeff\n", "\n"),
    "an address in a text": OTHER.replace('"title"', '"url": "https://jobs.example/1, ]", "title"'),
}


@for_each("written", WRITTEN)
@for_each("beside", [True, False])
def test_a_posting_in_less_than_perfect_grammar_is_read(written: str, beside: bool, tmp_path: Path) -> None:  # noqa: FBT001 - pytest gives it
    """JSON that search engines accept is read, both beside another posting and alone."""
    found = sift(tmp_path, "<!doctype html>" + (script(GOOD) if beside else "") + script(WRITTEN[written]))

    assert [amount for _, amount in roles(found)] == [*([30_000] if beside else []), 35_000]
    assert len(found.bad) == 0


@pytest.mark.parametrize(
    "kind",
    [
        "application/ld+json; charset=utf-8",
        "application/ld+json;profile='http://www.w3.org/ns/json-ld#compacted'",
        " APPLICATION/LD+JSON ",
    ],
)
def test_a_media_type_may_have_parameters(kind: str, tmp_path: Path) -> None:
    """The media type of a script counts without its parameters, in upper or lower case."""
    assert roles(sift(tmp_path, script(GOOD) + script(OTHER, kind))) == [
        ("Baker", 30_000),
        ("Welder", 35_000),
    ]


@for_each("gap", ["", "\n", " ; ", ","])
def test_a_script_may_hold_several_values(gap: str, tmp_path: Path) -> None:
    """One object may follow another in a script."""
    assert roles(sift(tmp_path, script(f"{GOOD}{gap}{OTHER}"))) == [("Baker", 30_000), ("Welder", 35_000)]


@for_each(
    "kind",
    [
        "https://schema.org/JobPosting",
        "http://schema.org/JobPosting",
        "http://www.schema.org/JobPosting",
        "schema:JobPosting",
        "sdo:JobPosting",
        "jobposting",
        ["JobPosting", "Thing"],
        ["Thing", "https://schema.org/JobPosting"],
    ],
)
def test_a_type_is_one_however_it_is_written(kind: Any, tmp_path: Path) -> None:
    """A type may be an address, have a prefix, or be one of several."""
    other = json.loads(OTHER) | {"@type": kind}

    assert roles(sift(tmp_path, script(GOOD) + script(json.dumps(other)))) == [
        ("Baker", 30_000),
        ("Welder", 35_000),
    ]


def test_what_merely_resembles_a_posting_is_none(tmp_path: Path) -> None:
    """Records with a field `type` of their own are a table, and objects of other types are not postings."""
    rows = [{"type": "JobPosting", "amount": 5, "currency": "EUR"}]

    assert [salary.amount for salary in sift(tmp_path, json.dumps(rows), "a.json").good] == [5]
    with pytest.raises(sk.InvalidSalary, match="no salaries"):
        sift(tmp_path, script(json.dumps(posting("x", quantity()) | {"@type": "JobPostingList"})))


def test_names_may_have_the_vocabularys_prefix(tmp_path: Path) -> None:
    """Properties are found by their names, with an address or a prefix before them."""
    amount = {
        "https://schema.org/value": {
            "schema:minValue": 3_000,
            "schema:maxValue": 4_000,
            "schema:unitCode": "MON",
        }
    }
    other = {
        "@type": "schema:JobPosting",
        "schema:title": "Welder",
        "schema:baseSalary": amount | {"schema:currency": "CHF"},
    }

    assert figures(sift(tmp_path, json.dumps(other), "a.json")) == [(3_500, "CHF", "month")]


BROKEN = {
    "no colon": OTHER.replace('"title":', '"title"'),
    "cut short": OTHER[: len(OTHER) // 2],
    "no quotation mark": OTHER.replace('"Welder"', '"Welder'),
    "a bare name": OTHER.replace('"title"', "title"),
    "two commas": OTHER.replace(', "title"', ', , "title"'),
}


@for_each("broken", BROKEN)
def test_a_broken_posting_is_refused_with_its_line(broken: str, tmp_path: Path) -> None:
    """Beside good postings an unreadable one is a reject with its number; alone it is one error."""
    text = "<!doctype html>\n<p>Jobs</p>\n" + script(GOOD) + "\n" + script(BROKEN[broken]) + script(GOOD)
    found = sift(tmp_path, text)
    path = tmp_path / "alone.html"
    path.write_text(f"<!doctype html>\n\n{script(BROKEN[broken])}", encoding="utf-8")

    assert roles(found) == [("Baker", 30_000)] * 2
    [cell] = found.bad
    assert (cell["row"], cell["code"]) == (2, "broken_json")
    assert cell["message"].startswith("line 4: not readable as JSON: ")
    assert "JobPosting" in cell["value"]
    with pytest.raises(sk.SourceError, match=r"alone\.html, line 3: not readable as JSON"):
        sk.sift_salaries(path)


def test_scripts_of_other_kinds_may_be_broken(tmp_path: Path) -> None:
    """A script without a posting is ignored, and so is one that is not JSON-LD."""
    text = script('{"@type": "BreadcrumbList",, }') + script(GOOD) + script("JobPosting {", "text/plain")

    assert (roles(found := sift(tmp_path, text)), len(found.bad)) == ([("Baker", 30_000)], 0)


def test_a_broken_posting_beside_a_table_is_told(tmp_path: Path) -> None:
    """If the table of a page is read, the reading mentions a posting that could not be read."""
    table = "<table><tr><th>City<th>Salary (GBP)<tr><td>Bath<td>41,000</table>"
    found = sift(tmp_path, table + script(BROKEN["no colon"]))

    assert [salary.amount for salary in found.good] == [41_000]
    assert any("A JobPosting cannot be read: line 1" in each for each in found.good.reading.sentences)


LINKED: dict[str, tuple[Any, list[Figure]]] = {
    "two salaries": ([quantity(40_000), quantity(20, unitText="HOUR")], [(40_000, "GBP", "year"), (20, "GBP", "hour")]),
    "two values": ({"currency": "GBP", "value": [{"value": 1, "unitText": "DAY"}, {"value": 9, "unitText": "WEEK"}]}, [(1, "GBP", "day"), (9, "GBP", "week")]),
    "wrapped values": ({"currency": {"@value": "SEK"}, "value": {"value": {"@value": 40_000, "@type": "xsd:integer"}, "unitText": {"@value": "MONTH"}}}, [(40_000, "SEK", "month")]),
    "a price": ({"@type": "UnitPriceSpecification", "price": 25, "priceCurrency": "EUR", "unitCode": "HUR"}, [(25, "EUR", "hour")]),
    "two prices": ({"minPrice": 24, "maxPrice": 26, "priceCurrency": "EUR", "referenceQuantity": {"value": "1", "unitCode": "HUR"}}, [(25, "EUR", "hour")]),
    "a link": ({"@id": "#pay"}, [(52_000, "EUR", "year")]),
    "a link to a link": ({"@id": "#more"}, [(52_000, "EUR", "year")]),
}  # fmt: skip
GRAPH = [
    {"@id": "#pay", "@type": "MonetaryAmount", "currency": "EUR", "value": {"@id": "#value"}},
    {"@id": "#value", "value": 52_000, "unitCode": "ANN"},
]


@for_each("form", LINKED)
def test_every_salary_of_a_posting_is_a_row(form: str, tmp_path: Path) -> None:
    """Of several salaries none is dropped; links, wrapped values and prices are read as what they refer to."""
    salary, expected = LINKED[form]
    more = [{"@id": "#more", "currency": "EUR", "value": {"@id": "#value"}}]
    text = json.dumps({"@graph": [posting("Nurse", salary), *GRAPH, *more]})

    assert figures(sift(tmp_path, script(text))) == expected
    assert figures(sift(tmp_path, text, "a.json")) == expected


@pytest.mark.parametrize("target", ["#nowhere", "#self"])
def test_a_link_to_nothing_is_refused(target: str, tmp_path: Path) -> None:
    """A salary that refers to an object which does not exist is missing."""
    loop = {"@id": "#self", "@type": "MonetaryAmount"}
    found = sift(
        tmp_path, json.dumps([posting("Nurse", {"@id": target}), loop, posting("Cook", quantity())]), "a.json"
    )

    assert ([row["code"] for row in found.bad], [each.role for each in found.good]) == (["missing"], ["Cook"])


UNITS = [("HUR", "hour"), ("DAY", "day"), ("WEE", "week"), ("MON", "month"), ("ANN", "year"), ("hur", "hour"), ("QAN", "quarter")]  # fmt: skip


@for_each(("code", "period"), UNITS)
@for_each("where", ["quantity", "amount"])
def test_a_unit_may_be_a_code(code: str, period: str, where: str, tmp_path: Path) -> None:
    """UN/CEFACT's code in `unitCode` states the period of the figure."""
    salary: dict[str, Any] = {"currency": "EUR", "value": {"value": 20}}
    (salary if where == "amount" else salary["value"])["unitCode"] = code

    assert figures(sift(tmp_path, script(json.dumps(posting("Cook", salary))))) == [(20, "EUR", period)]


@for_each(
    ("value", "code"),
    [
        ({"unitCode": "C62"}, "unknown_period"),
        ({"unitCode": "MIN"}, "unknown_period"),
        ({"unitCode": "E49"}, "unknown_period"),
        ({"unitText": "SPRINT"}, "unknown_period"),
        ({"unitText": "per gig", "unitCode": "HUR"}, "unknown_period"),
        ({"unitText": "YEAR", "unitCode": "HUR"}, "contradiction"),
        ({"unitText": "Stunde", "unitCode": "MON"}, "contradiction"),
        ({"unitText": ["HOUR", "YEAR"]}, "contradiction"),
        ({"referenceQuantity": {"value": 2, "unitCode": "HUR"}}, "unknown_period"),
    ],
)
def test_a_period_that_is_not_understood_is_refused(value: dict[str, Any], code: str, tmp_path: Path) -> None:
    """A unit that is not one of time, or two that contradict each other, refuse their posting and no other."""
    salary = {"currency": "EUR", "value": {"value": 20, **value}}
    found = sift(tmp_path, script(json.dumps([posting("Cook", salary), posting("Nurse", quantity())])))

    assert [(row["row"], row["column"], row["code"]) for row in found.bad] == [(1, "period", code)]
    assert [each.role for each in found.good] == ["Nurse"]


@for_each(
    ("value", "period"),
    [
        ({"unitText": "HOUR", "unitCode": "HUR"}, "hour"),
        ({"unitText": "per Stunde", "unitCode": "HUR"}, "hour"),
        ({"unitText": "", "unitCode": "MON"}, "month"),
        ({"unitText": None, "unitCode": "DAY"}, "day"),
    ],
)
def test_two_units_may_say_the_same(value: dict[str, Any], period: str, tmp_path: Path) -> None:
    """A word and a code for one period agree, in any language; an empty one says nothing."""
    salary = {"currency": "EUR", "value": {"value": 20, **value}}

    assert figures(sift(tmp_path, json.dumps(posting("Cook", salary)), "a.json")) == [(20, "EUR", period)]


@pytest.mark.parametrize("value", [{"value": "65.000"}, {"minValue": "18.500", "maxValue": "19"}])
def test_a_text_that_may_be_thousands_is_refused(value: dict[str, Any], tmp_path: Path) -> None:
    """A quoted figure with three digits behind the point is ambiguous; an unquoted number has decimals."""
    found = sift(tmp_path, script(json.dumps(posting("Cook", quantity(**value)))))
    number = sift(tmp_path, script(json.dumps(posting("Cook", quantity())).replace("41000", "65.000")))

    assert [(row["column"], row["code"]) for row in found.bad] == [("amount", "ambiguous_number")]
    assert [salary.amount for salary in number.good] == [65]


def test_two_currencies_of_one_salary_are_refused(tmp_path: Path) -> None:
    """Of two different currencies of a figure neither is taken."""
    salary = quantity() | {"currency": ["GBP", "USD"]}
    found = sift(tmp_path, json.dumps(posting("Cook", salary)), "a.json")

    assert [(row["column"], row["value"], row["code"]) for row in found.bad] == [
        ("currency", "GBP; USD", "unknown_currency")
    ]


TWICE = {
    "amount": '{"city": "Rome", "amount": 1, "amount": 2, "currency": "EUR"}',
    "currency": '{"city": "Rome", "amount": 1, "currency": "EUR", "currency": "USD"}',
    "value": '{"city": "Rome", "amount": 1, "currency": "EUR", "more": [{"value": 1, "value": "1"}]}',
}


@for_each("name", TWICE)
@for_each("form", ["list", "lines", "inside"])
def test_a_name_that_stands_twice_refuses_its_record(name: str, form: str, tmp_path: Path) -> None:
    """Of two values under one name neither is taken; the other records are kept, and the same value twice counts once."""
    good = '{"city": "Kiel", "amount": 5, "amount": 5, "currency": "EUR"}'
    records = [good, TWICE[name], good]
    text = "\n".join(records) if form == "lines" else f"[{','.join(records)}]"
    found = sift(tmp_path, f'{{"rows": {text}}}' if form == "inside" else text, "pay.json")

    assert [salary.city for salary in found.good] == ["Kiel", "Kiel"]
    assert [(row["row"], row["column"], row["code"]) for row in found.bad] == [(2, name, "repeated_name")]


def test_records_that_are_all_refused_are_told(tmp_path: Path) -> None:
    """A file whose only record is refused is read, with its reject; two lists under one name are one error."""
    found = sift(tmp_path, TWICE["amount"], "pay.json")

    assert (len(found.good), found.bad.counts()) == (0, {"repeated_name": 1})
    with pytest.raises(sk.SourceError, match="the name 'rows' occurs twice"):
        sift(tmp_path, '{"rows": [{"amount": 1}], "rows": [{"amount": 2}]}', "pay.json")


def test_a_posting_with_a_name_twice_is_refused(tmp_path: Path) -> None:
    """A posting that states its figure twice under one name is refused in its place."""
    twice = OTHER.replace('"value": 35000', '"value": 35000, "value": 95000')
    found = sift(tmp_path, script(GOOD) + script(twice) + script(GOOD))

    assert roles(found) == [("Baker", 30_000)] * 2
    assert [(row["row"], row["column"], row["code"]) for row in found.bad] == [(2, "value", "repeated_name")]


@for_each("broken", ['{"city": "Rome", "amount" 2}', '{"city": "Ro', "Rome", '{"amount": 2},'])
@for_each("place", [0, 1, 2])
def test_a_broken_line_refuses_itself(broken: str, place: int, tmp_path: Path) -> None:
    """In JSON Lines an unreadable line is a reject with its number; the others are read, as a table and as a file."""
    lines = ['{"city": "Kiel", "amount": 5, "currency": "EUR"}'] * 2
    lines.insert(place, broken)
    text = "\n\n".join(lines) + "\n"
    found = sift(tmp_path, text, "pay.jsonl")
    report = sk.convert_file(
        tmp_path / "pay.jsonl", tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv"
    )

    assert [salary.city for salary in found.good] == ["Kiel", "Kiel"]
    assert [(row["row"], row["code"]) for row in found.bad] == [(place + 1, "broken_json")]
    assert (report.rows_in, report.rows_out, report.rejected) == (3, 2, {"broken_json": 1})


def test_rates_and_prices_with_a_name_twice_are_refused(tmp_path: Path) -> None:
    """If every row is needed, a record that cannot be read is one error."""
    path = tmp_path / "rates.json"
    path.write_text('[{"date": "2024-06-28", "currency": "USD", "rate": 1.07, "rate": 2.07}]')
    with pytest.raises(sk.SalaryKitError, match="row 1: the name 'rate' occurs twice"):
        sk.read_rates(path, base="EUR")


@for_each("odd", [None, 5, "pay", [1, 2], True, [{"pay": 5}]])
@for_each("kind", ["list", "inside", "lines", "broken lines"])
def test_a_value_that_is_no_object_costs_its_row_alone(odd: object, kind: str, tmp_path: Path) -> None:
    """Among records of JSON a value that is not an object is refused as a row, whether in a list, inside an object, or on lines."""
    values = [
        {"pay": 41_000, "currency": "EUR"},
        odd,
        {"pay": 52_000, "currency": "EUR"},
        {"currency": "EUR"},
    ]
    path = tmp_path / ("pay.jsonl" if "lines" in kind else "pay.json")
    lines = [*map(json.dumps, values), *(['{"pay": 1'] if kind == "broken lines" else [])]
    text = json.dumps({"count": 4, "rows": values} if kind == "inside" else values)
    path.write_text("\n".join(lines) if "lines" in kind else text, encoding="utf-8")
    found = sk.sift_salaries(path)
    broken = [(5, "broken_json")] if kind == "broken lines" else []

    assert [salary.amount for salary in found.good] == [41_000, 52_000]
    assert [(cell["row"], cell["code"]) for cell in found.bad] == [
        (2, "not_a_record"),
        (4, "missing"),
        *broken,
    ]
    assert [row["refused_row"] for row in found.bad.rows()] == [2, 4, *(row for row, _ in broken)]
