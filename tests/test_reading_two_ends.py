from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path


def ranged(low: Any, high: Any, **beside: Any) -> sk.Sifted:
    """Read one range whose ends are in two columns."""
    return sk.sift_salaries([{"city": "X", "salary_min": low, "salary_max": high, **beside}])


# fmt: off
SAID = [
    ("$40", "$50 per hour", {"country": "US"}, (45, "USD", "hour")),
    ("$40 per hour", "$50", {"country": "US"}, (45, "USD", "hour")),
    ("3.000 €", "4.000 € monatlich", {}, (3500, "EUR", "month")),
    ("£40", "£50 daily", {}, (45, "GBP", "day")),
    ("2 000 € brut", "3 000 € par mois", {}, (2500, "EUR", "month")),
    ("€3,000", "€4,000 x 14", {}, (3500, "EUR", "month")),
    ("$40,000", "CA$50,000", {}, (45_000, "CAD", "year")),
    ("CA$40,000", "$50,000", {}, (45_000, "CAD", "year")),
    ("¥4,000,000", "JP¥5,000,000", {}, (4_500_000, "JPY", "year")),
    ("400 000 kr", "500 000 SEK", {}, (450_000, "SEK", "year")),
    ("40000", "50000 EUR", {"country": "GB"}, (45_000, "EUR", "year")),
]
CONTRARY = [
    ("£40,000", "£50,000 per year", {"period": "month"}),
    ("€3,000 x 13", "€4,000 x 14", {}),
    ("€40,000 gross", "€50,000 net", {}),
    ("£40", "€50", {}),
    ("$40,000", "€50,000", {"country": "US"}),
    ("€400 a day", "€500 a week", {}),
    ("40", "50k €", {}),
    ("400", "500万円", {}),
    (40, 50_000, {"currency": "EUR"}),
    ("15", "2500", {"currency": "GBP"}),
]
# fmt: on


@for_each(("low", "high", "beside", "said"), SAID)
def test_either_end_says_what_a_range_is_in(
    low: str, high: str, beside: dict[str, Any], said: tuple[float, str, str]
) -> None:
    """Either end may state the currency, the period and the number of monthly salaries."""
    (salary,) = ranged(low, high, **beside).good

    assert (salary.amount, salary.currency, salary.period) == said


def test_months_and_tax_may_stand_at_the_end_of_a_range() -> None:
    """What only the second end states beside its figure has a column, too."""
    found = ranged("€3,000", "€4,000 net x 14").good.to_arrow().to_pylist()[0]

    assert (found["months_per_year"], found["pay_gross"]) == (14, False)


@for_each(("low", "high", "beside"), CONTRARY)
def test_ends_that_contradict_each_other_are_no_range(low: Any, high: Any, beside: dict[str, Any]) -> None:
    """Two ends in different units, or a hundred times apart, are refused."""
    found = ranged(low, high, **beside)

    assert not len(found.good)
    assert found.bad.counts() == {"contradiction": 1}


@for_each("kind", [int, str])
@for_each(("low", "high"), [(0, 50_000), (-1, 50_000), (40_000, 0), (0, 0)])
def test_an_end_that_is_no_amount_is_refused(low: int, high: int, kind: type) -> None:
    """Zero or a negative amount in the column of an end is refused, whether it is a number or a text."""
    found = ranged(kind(low), kind(high), currency="EUR")

    assert not len(found.good)
    assert found.bad.counts() == {"out_of_range": 1}
    assert found.bad[0]["value"] == str(low if low <= 0 else high)


# fmt: off
HEADERS = [
    (("min salary", "max salary per month"), (45, None, "month")),
    (("min hourly salary", "max salary"), (45, None, "hour")),
    (("min salary", "max salary (EUR)"), (45, "EUR", "year")),
    (("Gehalt von", "Gehalt bis (k€)"), (45_000, "EUR", "year")),
    (("Gehalt von (T€)", "Gehalt bis"), (45_000, "EUR", "year")),
    (("min salary ($)", "max salary (USD)"), (45, "USD", "year")),
]
# fmt: on


@for_each(("names", "said"), HEADERS)
def test_either_header_says_what_both_ends_are_in(
    names: tuple[str, str], said: tuple[float, str | None, str]
) -> None:
    """A currency, period or multiple in the header of one end holds for the other, too."""
    given = {} if said[1] else {"currency": "GBP"}
    (salary,) = sk.read_salaries([dict(zip(names, (40, 50), strict=True)) | given])

    assert (salary.amount, salary.currency, salary.period) == (said[0], said[1] or "GBP", said[2])


@for_each(
    "names",
    [
        ("salary min (monthly)", "salary max (yearly)"),
        ("min salary (EUR)", "max salary (USD)"),
        ("min salary ($)", "max salary (€)"),
        ("min salary (gross)", "max salary (net)"),
    ],
)
def test_headers_in_two_units_are_no_range(names: tuple[str, str]) -> None:
    """Two columns in different units are not the ends of one range."""
    with pytest.raises(sk.InvalidSalary, match="not the ends of a range"):
        sk.sift_salaries([dict.fromkeys(names, 40) | {"currency": "EUR"}])


def test_files_are_converted_by_either_end(tmp_path: Path) -> None:
    """A file of ranges is converted as it is read."""
    source = tmp_path / "pay.csv"
    source.write_text(
        "country,salary_min,salary_max\nUS,$40,$50 per hour\nUS,-1,$50000\nUS,0,60000\n", encoding="utf-8"
    )
    report = sk.convert_file(
        source, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv"
    )
    found = sk.sift_salaries(source)

    assert (report.rows_out, report.rejected) == (1, {"out_of_range": 2})
    assert [salary.period for salary in found.good] == ["hour"]
    assert found.bad.counts() == {"out_of_range": 2}


@pytest.mark.parametrize("text", ["€0 - €50000", "0-50k €", "$0.00 to $90,000"])
def test_a_range_in_a_text_does_not_begin_at_nought(text: str) -> None:
    """A range from zero is refused in one text as in two columns."""
    found = sk.sift_salaries([{"salary": text, "country": "US"}])
    assert (len(found.good), found.bad[0]["code"]) == (0, "out_of_range")


@pytest.mark.parametrize(
    "text",
    [
        "15 € - 40000 €",
        "$5 - $95,000",
        "£12.50 - £25,000 per annum",
        "from 20 € to 41.600 €",
        "CHF 30 – CHF 78'000",
    ],
)
def test_a_range_too_wide_for_one_unit_is_refused(text: str) -> None:
    """A text whose second figure is more than 100 times its first is not a range, in any currency."""
    found = sk.sift_salaries([{"pay": text, "country": "US"}, {"pay": "$20 - $25", "country": "US"}])

    assert ([cell["row"] for cell in found.bad], len(found.good)) == ([1], 1)


def test_a_thousand_is_lent_to_a_first_end_only_where_one_sign_stands_for_both() -> None:
    """`$60-80,000` is sixty to eighty thousand; two ends that each have a sign, or decimals, are read as they are written."""
    ends = {
        text: sk.find_pay(text, country="US") for text in ("$60-80,000", "$60 - $80,000", "£12.50-25,000")
    }

    assert [pay and (pay.low, pay.high) for pay in ends.values()] == [
        (60_000, 80_000), (60, 80_000), (12.5, 25_000),
    ]  # fmt: skip


def test_a_cell_beside_several_figures_is_refused_once(tmp_path: Path) -> None:
    """In a row with a figure for each statistic a wrong currency is one bad cell, in the rejects of a table and of a file."""
    path = tmp_path / "wide.csv"
    path.write_text(
        "role,p10,p50,p90,currency,as_of\nCook,x,x,39,EUR,2024\nNurse,31,42,55,QQQ,soon\n", encoding="utf-8"
    )
    found = sk.sift_salaries(path)
    report = sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv")

    assert [(cell["row"], cell["column"]) for cell in found.bad] == [
        (1, "amount"),
        (1, "amount"),
        (2, "currency"),
        (2, "as_of"),
    ]
    assert (found.bad.row_count, len(found.good)) == (2, 1)
    assert found.bad.rows()[1]["refused_because"].count("QQQ") == 1
    assert len((tmp_path / "bad.csv").read_text(encoding="utf-8").splitlines()) == 5
    assert report.rows_out == 1
