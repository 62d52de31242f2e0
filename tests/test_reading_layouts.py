from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

SURVEYS = {
    "2018": (
        "Respondent,Country,Salary,SalaryType,ConvertedSalary,CurrencySymbol,DevType\n"
        '1,Kenya,NA,Monthly,NA,KES,Student\n2,United Kingdom,"51,000",Yearly,70841,GBP,Back-end developer\n'
        "3,Germany,4000,Monthly,58746,EUR,Designer\n"
    ),
    "2020": (
        "Respondent,CompFreq,CompTotal,ConvertedComp,Country,CurrencyDesc,CurrencySymbol,DevType\n"
        "1,NA,NA,NA,Kenya,Kenyan shilling,KES,Student\n2,Yearly,51000,70841,United Kingdom,Pound sterling,GBP,Back-end developer\n"
        "3,Monthly,4000,52704,Germany,European Euro,EUR,Designer\n"
    ),
    "2022": (
        "ResponseId,Country,Currency,CompTotal,CompFreq,DevType,ConvertedCompYearly\n"
        '1,Kenya,"KES\tKenyan shilling",NA,NA,Student,NA\n'
        '2,United Kingdom of Great Britain and Northern Ireland,"GBP\tPound sterling",51000,Yearly,Back-end developer,1\n'
        "3,Germany,EUR European Euro,4000,Monthly,Designer,NA\n"
    ),
    "2023": (
        "ResponseId,Country,Currency,CompTotal,DevType,ConvertedCompYearly\n"
        '1,Kenya,"KES\tKenyan shilling",NA,Student,NA\n'
        '2,United Kingdom of Great Britain and Northern Ireland,"GBP\tPound sterling",51000,Back-end developer,1\n'
        "3,Germany,EUR European Euro,48000,Designer,NA\n"
    ),
}
OEWS = """AREA,AREA_TITLE,AREA_TYPE,PRIM_STATE,OCC_CODE,OCC_TITLE,TOT_EMP,H_MEAN,A_MEAN,H_PCT10,H_MEDIAN,A_PCT10,A_MEDIAN
12420,"Austin-Round Rock-San Marcos, TX",4,TX,11-1011,Chief Executives,"1,230",118.22,"245,890",50.10,#,"104,210",#
12420,"Austin-Round Rock-San Marcos, TX",4,TX,27-2011,Actors,**,25.50,*,18.00,24.10,*,*
06,California,2,CA,29-1141,Registered Nurses,"320,000",66.00,"137,690",45,65,"93,000","135,000"
"""
JOBS = (
    "work_year,experience_level,employment_type,job_title,salary,salary_currency,salary_in_usd,employee_residence,"
    "remote_ratio,company_location,company_size\n"
    "2022,SE,FT,Data Scientist,70000,EUR,73546,ES,100,DE,M\n2021,MI,FT,ML Engineer,1600000,INR,21637,IN,50,IN,L\n"
)


def sift(tmp_path: Path, text: str, name: str = "table.csv", **options: Any) -> sk.Sifted:
    """Return a file, sifted."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return sk.sift_salaries(tmp_path / name, **options)


def told(found: sk.Sifted, *names: str) -> list[tuple[Any, ...]]:
    """Return some columns of the good rows."""
    return [tuple(row.values()) for row in found.good.to_arrow().select(list(names)).to_pylist()]


@for_each("year", SURVEYS)
@for_each("layout", ["stack-overflow", None])
def test_the_survey_is_read_in_each_years_spelling(year: str, layout: Any, tmp_path: Path) -> None:
    """The amounts, currencies and periods of the Stack Overflow survey are those of its own columns, in every year."""
    found = sift(tmp_path, SURVEYS[year], layout=layout, defaults={"as_of": year})
    period = "year" if year == "2023" else "month"

    assert told(found, "role", "country", "amount", "currency", "period", "as_of") == [
        ("Back-end developer", "GB", 51_000, "GBP", "year", year),
        ("Designer", "DE", 48_000 if year == "2023" else 4_000, "EUR", period, year),
    ]
    assert [found.bad[0][name] for name in ("row", "column", "code")] == [1, "amount", "missing"]
    assert found.good.reading.layout == "stack-overflow"


@pytest.mark.parametrize("lower", [False, True])
def test_oews_is_a_row_for_each_statistic(lower: bool, tmp_path: Path) -> None:  # noqa: FBT001 - pytest gives it
    """OEWS tables give annual statistics, or hourly ones if only those are published, and codes for figures that are not."""
    header, _, rest = OEWS.partition("\n")
    found = sift(tmp_path, f"{header.lower() if lower else header}\n{rest}", defaults={"as_of": "2024-05"})

    assert told(found, "role", "city", "statistic", "amount", "period") == [
        ("Chief Executives", "Austin", "mean", 245_890, "year"),
        ("Chief Executives", "Austin", "p10", 104_210, "year"),
        ("Actors", "Austin", "mean", 25.5, "hour"),
        ("Actors", "Austin", "p10", 18, "hour"),
        ("Actors", "Austin", "median", 24.1, "hour"),
        ("Registered Nurses", None, "mean", 137_690, "year"),
        ("Registered Nurses", None, "p10", 93_000, "year"),
        ("Registered Nurses", None, "median", 135_000, "year"),
    ]
    assert [(cell["row"], cell["value"], cell["code"]) for cell in found.bad] == [(1, "#", "capped")]
    assert {(salary.country, salary.currency, salary.source) for salary in found.good} == {
        ("US", "USD", "BLS OEWS")
    }
    name = "tot_emp" if lower else "TOT_EMP"
    assert found.good.to_arrow().column(name).to_pylist()[2] == "**"


def test_oews_figures_without_any_period_are_not_available(tmp_path: Path) -> None:
    """`*` in both the annual and the hourly column is refused with a code of its own."""
    found = sift(
        tmp_path, "AREA_TITLE,OCC_TITLE,A_MEDIAN,H_MEDIAN\nX,Y,*,*\nX,Z,*,#\nX,W,#,*\n", layout="oews"
    )

    assert len(found.good) == 0
    assert [cell["code"] for cell in found.bad] == ["not_available", "capped", "capped"]


@pytest.mark.parametrize("layout", ["ai-jobs", None])
def test_data_science_salaries_are_in_their_own_currency(layout: Any, tmp_path: Path) -> None:
    """ai-jobs' rows are in `salary_currency` and of `work_year`; the publisher's dollars are passed through."""
    found = sift(tmp_path, JOBS, layout=layout)

    assert told(found, "role", "country", "amount", "currency", "period", "as_of", "salary_in_usd") == [
        ("Data Scientist", "ES", 70_000, "EUR", "year", "2022", "73546"),
        ("ML Engineer", "IN", 1_600_000, "INR", "year", "2021", "21637"),
    ]
    assert len(found.bad) == 0
    overridden = sift(tmp_path, JOBS, layout=layout, columns={"country": "company_location"})
    assert [salary.country for salary in overridden.good] == ["DE", "IN"]


POSTING: dict[str, Any] = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Nurse",
    "datePosted": "2024-05-01T08:00:00+02:00",
    "hiringOrganization": {"@type": "Organization", "name": "Clinic"},
    "jobLocation": {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Lyon",
            "addressCountry": {"name": "France"},
        },
    },
}
NURSE = ("Nurse", "Lyon", "FR", "2024-05-01", "Clinic")


def posting(salary: Any, **more: Any) -> dict[str, Any]:
    """Return a posting with a base salary."""
    return {**POSTING, "baseSalary": salary, **more}


def money(currency: str | None = "EUR", **value: Any) -> dict[str, Any]:
    """Return a MonetaryAmount."""
    return {"@type": "MonetaryAmount", "currency": currency, "value": {"@type": "QuantitativeValue", **value}}


GOOD: list[tuple[dict[str, Any], tuple[Any, ...]]] = [
    (posting(money(minValue=2500, maxValue=3000, unitText="MONTH")), (2750, 2500, 3000, "EUR", "month")),
    (posting(money(value=40.5, unitText="HOUR")), (40.5, None, None, "EUR", "hour")),
    (posting([money(value="41,000", unitText="YEAR")]), (41_000, None, None, "EUR", "year")),
    (posting({"@type": "MonetaryAmount", "currency": "CHF", "minValue": 1, "maxValue": 3, "unitText": "DAY"}), (2, 1, 3, "CHF", "day")),
    (posting({"currency": "GBP", "value": 30_000}), (30_000, None, None, "GBP", "year")),
    (posting(50_000, salaryCurrency="USD"), (50_000, None, None, "USD", "year")),
    (posting("£30k - £40k a year"), (35_000, 30_000, 40_000, "GBP", "year")),
]  # fmt: skip
BAD: list[tuple[dict[str, Any], str]] = [
    (POSTING, "missing"),
    (posting(money(minValue=2500, unitText="MONTH")), "open_end"),
    (posting(money(maxValue=2500, unitText="MONTH")), "open_end"),
    (posting(money("eur", value=5)), "unknown_currency"),
    (posting(money(value=5, unitText="SPRINT")), "unknown_period"),
    (posting(money(value=True)), "missing"),
    (posting("competitive"), "no_pay"),
]


@for_each(("found", "expected"), GOOD)
def test_a_posting_is_a_salary(found: dict[str, Any], expected: tuple[Any, ...], tmp_path: Path) -> None:
    """A JobPosting's base salary in any of its forms is the figure it states, with place, day and publisher."""
    sifted = sift(tmp_path, json.dumps(found), "posting.json", layout="job-posting")
    table = sifted.good.to_arrow()
    ends = [
        table.column(name)[0].as_py() if name in table.column_names else None
        for name in ("pay_low", "pay_high")
    ]
    row = sifted.good[0]

    assert (row.amount, *ends, row.currency, row.period) == expected
    assert (row.role, row.city, row.country, row.as_of, row.source) == NURSE


@for_each(("found", "code"), BAD)
def test_a_posting_without_a_figure_is_told(found: dict[str, Any], code: str, tmp_path: Path) -> None:
    """A posting without a figure is a row with its reason, beside the others."""
    sifted = sift(tmp_path, json.dumps([found, GOOD[0][0]]), "posting.json")

    assert [(cell["row"], cell["code"]) for cell in sifted.bad] == [(1, code)]
    assert len(sifted.good) == 1


@pytest.mark.parametrize("form", ["jsonl", "graph", "html"])
def test_postings_are_found_where_they_stand(form: str, tmp_path: Path) -> None:
    """Postings are found on lines of a file, in a graph, and in the scripts of a page, also beside broken ones."""
    both = [GOOD[0][0], GOOD[1][0]]
    text = {
        "jsonl": "\n".join(map(json.dumps, both)),
        "graph": json.dumps({"@graph": [{"@type": "WebPage"}, {"mainEntity": both}]}),
        "html": "<!doctype html><h1>Jobs</h1>"
        + "".join(
            f'<script type="application/ld+json">{each}</script>' for each in ("{", *map(json.dumps, both))
        ),
    }[form]
    found = sift(tmp_path, text, "page.html" if form == "html" else "page.json")

    assert [salary.amount for salary in found.good] == [2750, 40.5]
    assert found.good.reading.layout == "job-posting"


@for_each(
    ("name", "text", "layout", "message"),
    [
        ("a.csv", JOBS, "oews", "is not in the layout 'oews'. Its tables have the columns"),
        (
            "a.csv",
            JOBS,
            "job-posting",
            "is not in the layout 'job-posting'. It is read from JSON and from pages",
        ),
        ("a.csv", JOBS, "ai_jobs", "'ai_jobs' is not a known layout. Did you mean 'ai-jobs'?"),
        ("a.json", '[{"a": 1}]', "job-posting", "holds no JobPosting of schema.org"),
        ("a.json", '[{"a": 1}]', "oews", "is not in the layout 'oews'"),
        ("a.html", "<!doctype html>", "oews", "holds no salaries"),
    ],
)
def test_a_wrong_layout_is_told(name: str, text: str, layout: Any, message: str, tmp_path: Path) -> None:
    """A source that is not in the layout that was named is one error."""
    with pytest.raises(sk.InvalidSalary) as caught:
        sift(tmp_path, text, name, layout=layout)

    assert message in str(caught.value)


def test_a_layout_is_not_taken_against_the_users_word(tmp_path: Path) -> None:
    """Without a layout's name, columns={"amount": ...} reads the table by that column, and infer=False by our names alone."""
    table = sift(tmp_path, JOBS, columns={"amount": "salary_in_usd"}, defaults={"currency": "USD"}).good

    assert [(salary.amount, salary.currency) for salary in table] == [(73_546, "USD"), (21_637, "USD")]
    assert table.reading.layout is None
    with pytest.raises(sk.InvalidSalary, match="no column 'amount'"):
        sift(tmp_path, JOBS, infer=False)


def test_the_command_line_reads_layouts(cli: Any, tmp_path: Path) -> None:
    """`--layout` names a layout, and stderr says what was inferred."""
    (tmp_path / "jobs.csv").write_text(JOBS)
    done = cli(
        "rank", str(tmp_path / "jobs.csv"), "--layout", "ai-jobs", "--to", "USD", "--on", "own", "--json"
    )

    assert done.code == 0
    assert [row["role"] for row in json.loads(done.out)["rows"]] == ["Data Scientist", "ML Engineer"]
    assert "The source is read as a table of ai-jobs' data-science salaries." in done.err
    assert cli("rank", str(tmp_path / "jobs.csv"), "--layout", "oews", "--to", "USD", "--on", "own").code == 1
