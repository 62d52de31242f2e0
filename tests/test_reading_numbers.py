from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Cells = dict[str, float | str]
"""Cells in their order, with the figure that each is, or the code with which it is refused."""


def read(
    cells: Sequence[str], header: str = "salary", currency: str = "USD", **beside: Any
) -> list[float | str]:
    """Return the figure of each cell of a column, or the code that it is refused with."""
    records = [{header: cell, "currency": currency, "row": at} | beside for at, cell in enumerate(cells)]
    found = sk.sift_salaries(records)
    figures = zip(
        *(found.good.to_arrow().column(name).to_pylist() for name in ("row", "amount")), strict=True
    )
    answers = dict(figures) | {cell["row"] - 1: cell["code"] for cell in found.bad}
    return [answers[at] for at in range(len(cells))]


ONE_AGAINST_MANY: list[tuple[str, str, list[str], float, str]] = [
    ("salary", "USD", ["65,000"] * 50, 65_000, "65,00"),
    ("amount", "USD", ["65,000"] * 50, 65_000, "65,00"),
    ("Salary (GBP)", "GBP", ["41,000"] * 2, 41_000, "52,0001"),
    ("Salary (GBP)", "GBP", ["41,000"] * 2, 41_000, "52,00"),
    ("salary", "USD", ["99,999"] * 27 + ["99,999.00"], 99_999, "45.528,00"),
    ("Gehalt", "EUR", ["54.500"] * 30, 54_500, "54.50"),
    ("Gehalt", "EUR", ["54.500,00"] * 9, 54_500, "54,500.00"),
    ("salaire", "EUR", ["38 500,50"] * 9, 38_500.5, "41,000"),
    ("salario", "MXN", ["18,500"] * 5, 18_500, "18,5"),
    ("salário anual", "BRL", ["54.500,00"] * 5, 54_500, "54.500.00"),
    ("wage", "INR", ["12,00,000"] * 3, 1_200_000, "12,0"),
    ("年収", "JPY", ["4,500,000"] * 3, 4_500_000, "4,500,00"),
    ("salary", "CHF", ["95'000.50"] * 4, 95_000.5, "95.000"),
    ("Pay", "USD", ["$65,000"] * 8, 65_000, "$65,00"),
    ("Pay", "GBP", ["£65,000 p.a."] * 8, 65_000, "£65,00 p.a."),
    ("Pay", "USD", ["$140,000"] * 8, 140_000, "$140;000"),
    ("Gehalt", "EUR", ["65.000 € brutto"] * 8, 65_000, "65.00 € brutto"),
    ("Pay", "USD", ["$45,000-$55,000"] * 3, 50_000, "$45,00-$55,000"),
]  # fmt: skip


@for_each(("header", "currency", "many", "figure", "odd"), ONE_AGAINST_MANY)
def test_one_cell_turns_no_column(
    header: str, currency: str, many: list[str], figure: float, odd: str
) -> None:
    """A cell that is written differently from most of its column is refused, and the others are read as if it were not there."""
    for cells in ([*many, odd], [odd, *many]):
        answers = read(cells, header, currency)
        refused = answers[cells.index(odd)]

        assert refused in ("ambiguous_number", "not_a_number")
        assert [answer for answer in answers if answer != refused] == [figure] * len(many)


def test_a_reading_counts_what_was_decided() -> None:
    """The reading says how many cells decided, and how many contradict them and are refused; each reject says the first, too."""
    found = sk.sift_salaries(
        [{"amount": text, "currency": "USD"} for text in ["65,000"] * 5000 + ["65,00"]],
        defaults={"period": "year"},
    )

    assert found.good.reading.sentences == (
        "The comma groups thousands in 5,000 cells; 1 cell contradicts that and is refused.",
    )
    assert found.bad[0]["message"].startswith(
        "'65,00' contradicts the cells around it: the comma groups thousands in 5,000 cells. Say what separates"
    )


@for_each(
    "cells",
    [["65,000", "65,00"], ["1.500", "17.50"], ["$65,0", "65,000"], ["12,50", "13,75", "41,000", "38,500"]],
)
def test_a_balanced_column_is_refused(cells: list[str]) -> None:
    """If as many cells support one reading as the other, ambiguous numbers are refused, and the message says how to decide."""
    assert read(cells) == ["ambiguous_number"] * len(cells)

    found = sk.sift_salaries([{"salary": text, "currency": "USD"} for text in cells], decimal=".")
    assert {cell["code"] for cell in found.bad} <= {"ambiguous_number"}
    assert len(found.good) >= len(cells) // 2


def test_both_groups_are_no_contradiction() -> None:
    """Thousands grouped with commas in some rows and with points in others are thousands in all of them."""
    assert read(["65.000", "65,000", "71.500", "80,250"]) == [65_000, 65_000, 71_500, 80_250]


def test_rows_of_a_country_are_read_as_they_are_written() -> None:
    """In a file of several countries the rows of each are read in their own notation, and a slip among them is refused."""
    rows = [("DE", text) for text in ("65.000,00", "54.500,50", "71.000", "65.00")]
    rows += [("US", text) for text in ("65,000.00", "54,500.50", "71,000", "65,00", "80,100", "90,200")]
    records = [{"country": country, "salary": text, "currency": "USD"} for country, text in rows]
    found = sk.sift_salaries(records)

    assert [salary.amount for salary in found.good] == [
        65_000, 54_500.5, 71_000, 65_000, 54_500.5, 71_000, 80_100, 90_200,
    ]  # fmt: skip
    assert [(cell["row"], cell["code"]) for cell in found.bad] == [
        (4, "ambiguous_number"),
        (8, "ambiguous_number"),
    ]


def test_pay_of_an_hour_may_have_decimals_where_years_have_thousands() -> None:
    """`12,50 €` an hour does not contradict thousands of dollars in other rows; `65,00 €` a year does."""
    many = ["US$65,000", "US$71,000"]

    for text, figures in (("12,50 € / Stunde", [12.5, 65_000, 71_000]), ("65,00 €", [65_000, 71_000])):
        found = sk.sift_salaries([{"salary": cell} for cell in [text, *many]])
        assert [salary.amount for salary in found.good] == figures
        assert {cell["code"] for cell in found.bad} <= {"ambiguous_number"}


@for_each(
    ("cell", "answer"),
    [
        ("68, 770", 68_770), ("68 ,770", 68_770), ("37, 753.86", 37_753.86), ("40, 000", 40_000), ("1, 234, 567", 1_234_567),
        ("1 234 567", 1_234_567), ("65\u202f000,50", 65_000.5), ("72'500", 72_500), ("１２３,０００", 123_000),
        ("٦٥٠٠٠", 65_000), ("٦٥٬٠٠٠", 65_000), ("१२,००,०००", 1_200_000), ("65٫5", 65.5), (",5", 0.5), (".5", 0.5),
        ("52,000¹", 52_000), ("65,000.", 65_000),
        ("6 5000", "not_a_number"), ("1,23,4", "not_a_number"), ("12,34.5", "not_a_number"), ("65 0", "not_a_number"),
        ("−45000", "out_of_range"), ("－45000", "out_of_range"), ("-45,000", "out_of_range"), ("- 45000", "out_of_range"),
        ("–45 000", "out_of_range"), ("£-45k", "out_of_range"), ("-£45k", "out_of_range"), ("(45,000)", "out_of_range"),
        ("($45,000)", "out_of_range"), ("$(45,000)", "out_of_range"), ("€ −45.000,00", "out_of_range"),
        ("USD -45,000", "out_of_range"), ("45,000.00-", "out_of_range"), ("CTC - 12k", 12_000), ("$68 ,770", "ambiguous_number"), ("£140:000", "ambiguous_number"),
        ("<50000", "open_end"), ("≤50000", "open_end"), ("&lt;50000", "open_end"), ("> 208000", "open_end"),
        (">=208000", "open_end"), ("≥208.000 €", "open_end"), ("208000+", "open_end"), ("<£50,000", "open_end"),
        ("US$ >200k", "open_end"), ("top coded 208000", "open_end"), ("Bottom-coded: 15,080", "open_end"),
        ("＞５００００", "open_end"), ("± 52000", "not_a_number"), ("+/- 500", "not_a_number"), ("52000±3000", "not_a_number"), ("£52k +/- 3k", "not_a_number"),
    ],
)  # fmt: skip
@for_each("header", ["amount", "salary"])
def test_a_cell_alone(cell: str, answer: float | str, header: str) -> None:
    """Spaces behind commas, digits of any script, minuses, brackets and open ends are read alike under every header."""
    assert read([cell], header) == [answer]
    assert read([cell, "50000"], header)[0] == answer


def test_estimates_are_counted() -> None:
    """A figure that its cell calls an estimate is read, and the reading counts it."""
    records = [{"amount": text, "currency": "GBP"} for text in ("~52000", "ca. 48,000", "≈ £51k", "50000")]
    table = sk.read_salaries(records)

    assert [salary.amount for salary in table] == [52_000, 48_000, 51_000, 50_000]
    assert table.reading.counts["estimate"] == 3
    assert "3 amounts are estimates, by their own texts." in table.reading.sentences


@pytest.mark.parametrize("header", ["amount", "salary"])
def test_what_is_no_number_has_one_code(header: str) -> None:
    """Words such as n/a among plain numbers are `not_a_number` under every header, and among texts with pay `no_pay`."""
    junk = ["NA", "None", "Infinity", "n/a", "-"]

    assert read([*junk, "50000"], header) == ["not_a_number"] * 5 + [50_000]
    assert read([*junk, "US$50k"], header) == ["no_pay"] * 5 + [50_000]


# Decimals of machines


@pytest.mark.parametrize("header", ["salary", "hourly_wage", "amount"])
def test_json_has_its_own_decimals(header: str, tmp_path: Path) -> None:
    """A quoted number in JSON that follows JSON's grammar has decimals behind its point, even three of them."""
    rows = [{header: text, "currency": "EUR", "city": "Kiel"} for text in ("25.500", "19.750", "950.000")]
    for name, text in (("a.json", json.dumps(rows)), ("a.jsonl", "\n".join(map(json.dumps, rows)))):
        (tmp_path / name).write_text(text, encoding="utf-8")

        table = sk.read_salaries(tmp_path / name)
        assert [salary.amount for salary in table] == [25.5, 19.75, 950]
        assert "'25.500' is read as 25.5, with decimal=',' as 25,500." in str(table.reading)


@for_each(
    ("header", "period", "cells"),
    [
        ("hourly_wage", None, ["25.500", "19.750"]),
        ("Stundenlohn", None, ["25.500", "19.750"]),
        ("salary", "hour", ["25.500", "950.000"]),
        ("Gehalt", "Stunde", ["17.125"]),
        ("daily rate", None, ["450.000", "380.500"]),
        ("salaire", "semaine", ["950.000"]),
        ("Gehalt (k€)", None, ["65.000", "72.500"]),
    ],
)
def test_three_decimals_are_no_thousands_in_silence(
    header: str, period: str | None, cells: list[str]
) -> None:
    """Points before three digits, in pay of an hour, a day or a week or in thousands, may be decimals: they are refused."""
    beside = {"period": period} if period else {}
    records = [{header: cell, "currency": "EUR"} | beside for cell in cells]

    assert read(cells, header, "EUR", **beside) == ["ambiguous_number"] * len(cells)
    assert all(salary.amount < 100_000 for salary in sk.read_salaries(records, decimal="."))


def test_money_without_decimals_has_thousands() -> None:
    """A point before three digits groups thousands in a currency without decimals, even for an hour."""
    assert read(["1.250", "980"], "hourly_wage", "JPY") == [1250, 980]
    assert read(["25.000"], "Tageslohn", "XOF") == [25_000]
    assert read(["450.000"], "salary", "JPY", period="month") == [450_000]


def test_defaults_count_for_three_decimals_too() -> None:
    """A default for the period or the currency decides about three decimals like a cell."""
    records = [{"salary": "25.500"}, {"salary": "19.750"}]

    for currency, codes in (("EUR", ["ambiguous_number"] * 2), ("JPY", [])):
        found = sk.sift_salaries(records, defaults={"currency": currency, "period": "hour"})
        assert [cell["code"] for cell in found.bad] == codes
    assert [salary.amount for salary in sk.read_salaries(records, defaults={"currency": "EUR"})] == [
        25_500,
        19_750,
    ]


def test_other_cells_decide_about_three_decimals() -> None:
    """If other cells show what the point means, three digits behind it are unambiguous: for an hour they are decimals."""
    assert read(["17.50", "18.25", "17.125"], "hourly_wage") == [17.5, 18.25, 17.125]
    assert read(["1.234,50", "2.500"], "Stundenlohn", "EUR") == [1234.5, 2500]
    assert read(["17.0833", "17.5", "17.3125", "17.125"]) == [17.0833, 17.5, 17.3125, 17.125]
    assert read(["75,000.00", "80,500.50", "65.000"])[2] == "ambiguous_number"


# What separates decimals, given


def test_decimal_decides() -> None:
    """`decimal=` says what separates decimals; the other separator groups thousands, and a number that fits neither is refused."""
    texts = ["65.000", "65,00", "1.234,5", "65,000"]
    records = [{"amount": text, "currency": "EUR"} for text in texts]

    found = sk.sift_salaries(records, decimal=",")
    assert [salary.amount for salary in found.good] == [65_000, 65, 1234.5, 65]
    found = sk.sift_salaries(records, decimal=".")
    assert [salary.amount for salary in found.good] == [65, 65_000]
    assert [cell["code"] for cell in found.bad] == ["ambiguous_number"] * 2
    assert [cell["row"] for cell in sk.sift_salaries([{"pay": "65.000 €"}], decimal=".").bad] == [1]


@pytest.mark.parametrize(
    ("options", "said"), [({"decimal": ";"}, "decimal=';'"), ({"decimal": ",", "infer": False}, "infer=True")]
)
def test_a_decimal_that_cannot_be_is_refused(options: dict[str, Any], said: str) -> None:
    """Only a point or a comma separates decimals, and a comma only where numbers are read as people write them."""
    with pytest.raises(sk.InvalidQuery, match=said):
        sk.sift_salaries([{"amount": 1, "currency": "EUR"}], **options)


# Money


@pytest.mark.parametrize("header", ["salary", "Gehalt", "pay"])
def test_a_blank_currency_is_the_countrys(header: str, tmp_path: Path) -> None:
    """A row with a plain amount and no currency is in the tender of its country on its day, whether or not other rows have a code."""
    text = f"country,{header},currency,as_of\nDE,65000,,2024\nHR,54500,,2022\nUS,70000,USD,2024\n"
    for content in (text, text.replace("USD", "")):
        (tmp_path / "pay.csv").write_text(content, encoding="utf-8")

        assert [salary.currency for salary in sk.read_salaries(tmp_path / "pay.csv")] == ["EUR", "HRK", "USD"]


FOREIGN = [
    ("UA", "USD", "country,{},currency\nUA,21000,USD\nUA,18000,USD\nUA,25000,\n", [3]),
    (
        "AR",
        "USD",
        "country,{},currency\nAR,21000,US dollar\nAR,9000000,ARS\nAR,18000,USD\nAR,25000,\nCL,19000000,\n",
        [4, 5],
    ),
    (
        "JP",
        "USD",
        "country,{},currency\nDE,61000,USD\nIN,30000,USD\nUS,90000,USD\nJP,70000,\nUS,80000,\n",
        [4],
    ),
    ("TR", "EUR", "country,{},currency\nTR,19000,EUR\nTR,500000,TRY\nTR,20000,EUR\nTR,21000,\n", [4]),
    ("PL", "EUR", "country,{}\nPL,€29000\nPL,€31000\nPL,28000\nIE,25000 EUR\n", [3]),
    ("IN", "INR", "country,{},currency\nDE,61000,EUR\nGB,52000,GBP\nIN,1200000,\n", []),
    ("DE", "EUR", "country,{},currency\nDE,61000,\nFR,52000,\nDE,48000,EUR\n", []),
]


@pytest.mark.parametrize(("country", "money", "text", "refused"), FOREIGN)
@pytest.mark.parametrize("header", ["salary", "Gehalt"])
def test_a_blank_currency_is_not_the_countrys_among_rows_in_other_money(
    country: str, money: str, text: str, refused: list[int], header: str, tmp_path: Path
) -> None:
    """If most rows of a country, or of the table, state another currency than their country's, a row without one is refused."""
    path = tmp_path / "pay.csv"
    path.write_text(text.format(header), encoding="utf-8")
    found = sk.sift_salaries(path)
    report = sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv")

    assert [cell["row"] for cell in found.bad] == refused
    assert found.bad.counts() == ({"unstated_currency": len(refused)} if refused else {})
    assert report.rejected == found.bad.counts()
    sk.infer_layout(path).to_json(tmp_path / "pay.json")
    later = [{"country": country, header: "2300", "currency": None}]
    again = sk.sift_salaries(later, layout=tmp_path / "pay.json") if "currency" in text else None
    assert again is None or len(again.bad) == bool(refused)
    assert again is None or refused or again.good[0].currency == money


BESIDE: list[tuple[str, str, float | None, float | None]] = [
    ("3.400 x 14", "EUR", 3400, 14),
    ("6'700 x 13", "CHF", 6700, 13),
    ("2 900 x 13,5", "EUR", 2900, 13.5),
    ("3400*13", "EUR", None, None),
    ("61000 in 2021", "USD", None, None),
    ("2021: 61000", "USD", 61_000, None),
    ("47.000 / 53.000", "EUR", None, None),
    ("47000 or 53000", "GBP", None, None),
    ("47k (was 41k)", "GBP", 47_000, None),
    ("470 000; 520 000", "NZD", None, None),
    ("brutto 3100, netto 2200", "EUR", None, None),
    ("47000 for 10 months", "USD", None, None),
    ("47-53k DOE", "USD", 50_000, None),
    ("Level 4 61000", "USD", 61_000, None),
    ("47.000,-", "EUR", 47_000, None),
]


@pytest.mark.parametrize("header", ["salary", "amount"])
def test_a_text_without_money_is_read_at_its_largest_number(header: str) -> None:
    """The row's currency belongs to the figure, not to a count or a year; a text with two similar figures states no pay."""
    for text, currency, figure, months in BESIDE:
        found = sk.sift_salaries(
            [{header: text, "currency": currency}, {header: "50000", "currency": currency}]
        )
        rows = [
            row for row in found.good.to_arrow().to_pylist() if row["amount"] != 50_000 or figure == 50_000
        ][:1]

        assert [row["amount"] for row in rows] == ([] if figure is None else [figure]), text
        assert [row.get("months_per_year") for row in rows] == ([] if figure is None else [months]), text
        assert [cell["row"] for cell in found.bad] == ([1] if figure is None else []), text
