from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

LCA = {
    "2024": (
        "CASE_NUMBER,CASE_STATUS,RECEIVED_DATE,JOB_TITLE,SOC_TITLE,WORKSITE_CITY,WORKSITE_STATE,WAGE_RATE_OF_PAY_FROM,"
        "WAGE_RATE_OF_PAY_TO,WAGE_UNIT_OF_PAY,PREVAILING_WAGE,PW_UNIT_OF_PAY\n"
        "I-200-1,Certified,10/2/2023,Editor,Editors,Fargo,ND,61000.00,,Year,60000,Year\n"
        'I-200-2,Denied,10/3/2023,Cook,Cooks,SEATTLE,WA,"$21.50",$25.50,Hour,20,Hour\n'
        "I-200-3,Certified,10/3/2023,Nurse,Nurses,Falls Church,VA,3100,0,Bi-Weekly,80000,Year\n"
        "I-200-4,Certified,10/4/2023,Actor,Actors,Reno,NV,,,Year,1,Year\n"
    ),
    "2019": (
        "CASE_NUMBER,CASE_SUBMITTED,JOB_TITLE,WORKSITE_CITY_1,WORKSITE_STATE_1,WAGE_RATE_OF_PAY_FROM_1,WAGE_RATE_OF_PAY_TO_1,"
        "WAGE_UNIT_OF_PAY_1,WAGE_RATE_OF_PAY_FROM_2\n"
        "I-200-1,2018-10-02,Editor,Fargo,ND,61000.00,,Year,99\n"
        'I-200-2,2018-10-03,Cook,SEATTLE,WA,"$21.50",$25.50,Hour,\n'
        "I-200-3,2018-10-03,Nurse,Falls Church,VA,3100,0,Bi-Weekly,\n"
        "I-200-4,2018-10-30,Actor,Reno,NV,,,Year,\n"
    ),
    "2012": (
        "LCA_CASE_NUMBER,LCA_CASE_SUBMIT,LCA_CASE_JOB_TITLE,LCA_CASE_WORKLOC1_CITY,LCA_CASE_WORKLOC1_STATE,LCA_CASE_WAGE_RATE_FROM,"
        "LCA_CASE_WAGE_RATE_TO,LCA_CASE_WAGE_RATE_UNIT\n"
        "I-200-1,2011-10-02,Editor,Fargo,ND,61000.00,,Year\n"
        'I-200-2,2011-10-03,Cook,SEATTLE,WA,"$21.50",$25.50,Hour\n'
        "I-200-3,2011-10-03,Nurse,Falls Church,VA,3100,0,Bi-Weekly\n"
        "I-200-4,2011-10-30,Actor,Reno,NV,,,Year\n"
    ),
}
ASHE = (
    "Description,Code,(thousand),Median,Annual change,Mean,change,10,25,75,90\n"
    'United Kingdom,K02000001,"26,100",640.2,6.2,758.1,5.9,199.4,401.7,930.8,x\n'
    "   Leeds,E08000035,380,620.0,5,701,4,190,390,x,:\n"
)
EUROSTAT = (
    "freq,currency,estruct,geo\\TIME_PERIOD\t2021 \t2022 \t2023 \n"
    "A,EUR,NET,DE\t31000.5 \t32000 b\t: \n"
    "A,NAC,NET,PL\t52000 p\t: c\t61000 bp\n"
    "A,EUR,NET,EL\t: \t: \t17000 e\n"
)


def sift(path: Path, text: str, **options: Any) -> sk.Sifted:
    """Sift a file that holds a text."""
    path.write_text(text, encoding="utf-8")
    return sk.sift_salaries(path, **options)


@for_each("year", LCA)
def test_lca_disclosure_data(tmp_path: Path, year: str) -> None:
    """Wages with their units, one or a range, at the first place of work; recognised in the names of every year."""
    good, bad = sift(tmp_path / "lca.csv", LCA[year])

    assert [(row.role, row.city, row.amount, row.period) for row in good] == [
        ("Editor", "Fargo", 61_000, "year"),
        ("Cook", "SEATTLE", 23.5, "hour"),
        ("Nurse", "Falls Church, VA", 3_100, "fortnight"),
    ]
    assert {(row.currency, row.country, row.source) for row in good} == {
        ("USD", "US", "US DOL OFLC, labor condition applications")
    }
    assert [row.as_of for row in good] == [
        f"{int(year) - 1}-10-02",
        f"{int(year) - 1}-10-03",
        f"{int(year) - 1}-10-03",
    ]
    assert [(cell["row"], cell["code"]) for cell in bad] == [(4, "missing")]
    assert "LCA disclosure data" in str(good.reading)
    if year == "2024":
        assert good.to_arrow().column("CASE_STATUS").to_pylist() == ["Certified", "Denied", "Certified"]


def test_an_oews_table_of_the_nation_has_no_cities(tmp_path: Path) -> None:
    """It is known by its occupations, and the hourly figure stands where the annual one is not available."""
    text = (
        "OCC_CODE,OCC_TITLE,GROUP,TOT_EMP,H_MEAN,A_MEAN,H_MEDIAN,A_MEDIAN\n"
        '00-0000,All Occupations,total,"150,000",31.48,"65,470",23.11,"48,060"\n'
        "27-2011,Actors,,57,35.00,*,20.50,*\n"
    )
    good, bad = sift(tmp_path / "national.csv", text)

    assert [(row.role, row.city, row.statistic, row.amount, row.period) for row in good] == [
        ("All Occupations", None, "mean", 65_470, "year"),
        ("All Occupations", None, "median", 48_060, "year"),
        ("Actors", None, "mean", 35, "hour"),
        ("Actors", None, "median", 20.5, "hour"),
    ]
    assert len(bad) == 0


def test_ashe_makes_a_row_of_each_statistic(tmp_path: Path) -> None:
    """Median, mean and percentiles of each area; what is not published is refused by name, and the period is asked for."""
    good, bad = sift(tmp_path / "ashe.csv", ASHE, defaults={"period": "week", "as_of": "2023"})

    assert [(row.city, row.statistic, row.amount) for row in good][:6] == [
        ("United Kingdom", "median", 640.2),
        ("United Kingdom", "mean", 758.1),
        ("United Kingdom", "p10", 199.4),
        ("United Kingdom", "p25", 401.7),
        ("United Kingdom", "p75", 930.8),
        ("Leeds", "median", 620),
    ]
    assert {(row.country, row.currency, row.period) for row in good} == {("GB", "GBP", "week")}
    assert [(cell["row"], cell["code"]) for cell in bad] == [
        (1, "not_available"),
        (2, "not_available"),
        (2, "not_available"),
    ]


def test_eurostat_makes_a_row_of_each_year(tmp_path: Path) -> None:
    """Figures with their flags; national currency is that of the country; what is not available makes no row."""
    good, bad = sift(tmp_path / "earn.tsv", EUROSTAT, defaults={"period": "year"})

    assert [(row.country, row.as_of, row.amount, row.currency) for row in good] == [
        ("DE", "2021", 31_000.5, "EUR"),
        ("DE", "2022", 32_000, "EUR"),
        ("PL", "2021", 52_000, "PLN"),
        ("PL", "2023", 61_000, "PLN"),
        ("GR", "2023", 17_000, "EUR"),
    ]
    assert good.to_arrow().column("flags").to_pylist() == [None, "b", "p", "bp", "e"]
    assert len(bad) == 0


@for_each(
    ("name", "text", "defaults"),
    [
        ("lca", LCA["2024"], {}),
        ("ashe", ASHE, {"period": "week"}),
        ("eurostat", EUROSTAT, {"period": "year"}),
    ],
)
def test_files_of_offices_are_converted_as_they_are_read(
    tmp_path: Path, name: str, text: str, defaults: dict[str, str]
) -> None:
    """`convert_file` gives the rows and rejects of `sift_salaries`."""
    good, bad = sift(tmp_path / "table.csv", text, defaults=defaults, layout=name)
    out, rejects = tmp_path / "out.parquet", tmp_path / "bad.csv"
    sk.convert_file(tmp_path / "table.csv", out, base="USD", on="2024", defaults=defaults, rejects=rejects)

    assert [(row.city, row.amount, row.period) for row in sk.read_salaries(out)] == [
        (row.city, row.amount, row.period) for row in good
    ]
    assert len(rejects.read_text(encoding="utf-8").splitlines()) == len(bad) + 1


def test_a_table_that_is_not_in_a_layout_is_told(tmp_path: Path) -> None:
    """The error says by what such a table is known."""
    for name, sentence in (
        ("lca", "WAGE_RATE_OF_PAY_FROM, WAGE_UNIT_OF_PAY"),
        ("ashe", "10, 90, Code, Description, Mean, Median"),
        ("eurostat", r"ends in \\TIME_PERIOD"),
    ):
        with pytest.raises(sk.InvalidSalary, match=rf"is not in the layout '{name}'.*{sentence}"):
            sift(tmp_path / "pay.csv", "city,pay\nKiel,1\n", layout=name)
