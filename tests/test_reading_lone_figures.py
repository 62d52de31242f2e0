"""Figures and cities that stand alone beside others: without a multiple, an index, a namesake elsewhere, a column called `Per`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path


@for_each(
    ("cells", "refused"),
    [
        (["$90k", "$88k", "95", "$102k"], [3]), (["45k €", "48 T€", "180 €", "60k€"], [3]), (["90k", "88k", "95000", "102"], [4]),
        (["15 LPA", "12 LPA", "14", "1200000"], [3]), (["450万円", "500万円", "480円"], [3]), (["90k", "88k", "25/hr", "80"], [4]),
        (["48 tys. zł", "55 tys. zł", "60 zł"], [3]), (["90k", "88k", "1200 a month"], []),
    ],
)  # fmt: skip
def test_a_figure_without_the_multiple_of_the_others_is_refused(
    tmp_path: Path, cells: list[str], refused: list[int]
) -> None:
    """A small yearly figure beside amounts with multiples may be one, too; at every door, and by the layout of its file."""
    rows = [{"Job": f"Job {at}", "Salary": cell} for at, cell in enumerate(cells)]
    money = {"currency": "INR" if "LPA" in cells[0] else "USD"}
    options: dict[str, Any] = {} if set("€円ł") & set("".join(cells)) else {"defaults": money}
    good, bad = sk.sift_salaries(rows, **options)
    assert [cell["row"] for cell in bad if cell["code"] == "ambiguous_number"] == refused
    assert len(good) == len(cells) - len(refused)
    layout = sk.infer_layout(rows, **options)
    again = sk.sift_salaries(rows, layout=sk.Layout.from_json(layout.to_json()))
    assert [cell["row"] for cell in again.bad if cell["code"] == "ambiguous_number"] == refused
    path = tmp_path / "pay.csv"
    path.write_text("Job;Salary\n" + "".join(f"{row['Job']};{row['Salary']}\n" for row in rows))
    report = sk.convert_file(
        path, tmp_path / "out.csv", base="EUR", on="2024", **options, rejects=tmp_path / "b.csv"
    )
    assert report.rejected.get("ambiguous_number", 0) == len(refused)


@for_each(
    ("label", "amount", "is_record"),
    [
        ("Index (2015=100)", 118.2, False), ("Lohnindex 2015 = 100", 30_500.0, False), ("Growth rate", 3.3, False), ("Indice", 104, False),
        ("前年比", 1.8, False), ("Veränderung in %", 2.4, False), ("CPI", 118, False), ("Change manager", 45_000, True), ("Index", 31_000, True),
    ],
)  # fmt: skip
def test_an_index_is_no_salary(label: str, amount: float, is_record: bool) -> None:  # noqa: FBT001 - a case
    """A row whose figure is an index or a change is refused; a job of such a name with a figure like the others is read."""
    rows = [
        {"Job": job, "Pay (EUR)": pay}
        for job, pay in (("Cook", 30_000), ("Baker", 31_000), ("Nurse", 40_000))
    ]
    good, bad = sk.sift_salaries([*rows, {"Job": label, "Pay (EUR)": amount}])
    assert (len(good), bad.counts()) == ((4, {}) if is_record else (3, {"summary_row": 1}))


@for_each(
    ("cities", "refused"),
    [
        (["Ottawa", "Toronto", "Kingston"], ["Kingston"]), (["Ottawa", "Kingston"], ["Kingston"]), (["Montego Bay", "Kingston"], []),
        (["Mobile", "Austin", "Birmingham"], ["Birmingham"]), (["Sydney", "Ottawa"], []), (["Toronto", "Austin"], []),
        (["Ottawa", "Montego Bay", "Kingston"], []),
    ],
)  # fmt: skip
def test_a_namesake_where_all_others_are_leaves_the_sign_open(cities: list[str], refused: list[str]) -> None:
    """A city with a namesake in the country of all others does not decide the currency of a sign alone."""
    bad = sk.sift_salaries([{"City": city, "Salary": "$88,000"} for city in cities]).bad
    assert [cities[cell["row"] - 1] for cell in bad if cell["code"] == "ambiguous_currency"] == refused


def test_a_namesake_is_where_nearly_all_others_are() -> None:
    """Three and more certain cities in one country decide it."""
    cities = ["Ottawa", "Toronto", "Calgary", "Edmonton", "Kingston"]
    rows = sk.read_salaries([{"City": city, "Salary": "$88,000"} for city in cities])
    assert [row.currency for row in rows] == ["CAD"] * 5


@for_each(
    ("header", "cells", "periods"),
    [
        ("Per", ["month", "hour"], ["month", "hour"]), ("Paid per", ["Month", "Hour"], ["month", "hour"]), ("pro", ["Monat", "Stunde"], ["month", "hour"]),
        ("par", ["mois", "heure"], ["month", "hour"]), ("por", ["mes", "hora"], ["month", "hour"]), ("Per", [17.2, 18.1], ["year", "year"]),
        ("Per", ["Ann", "Bo"], ["year", "year"]), ("per", ["hour", "hour"], ["hour", "hour"]),
    ],
)  # fmt: skip
def test_a_column_called_per_holds_periods(header: str, cells: list[Any], periods: list[str]) -> None:
    """A preposition is the header of a column of periods, if the cells are periods."""
    rows = [{"City": "Kiel", "Pay (EUR)": 4500, header: cell} for cell in cells]
    assert [row.period for row in sk.read_salaries(rows)] == periods


@for_each(
    ("header", "period"),
    [("Full-time salary", None), ("HR salary", None), ("Løn pr. time", "hour"), ("Pay/HR", "hour"), ("Hourly full time pay", "hour")],
)  # fmt: skip
def test_full_time_is_no_hour(header: str, period: str | None) -> None:
    """Neither full time nor human resources say that pay is for an hour."""
    rows = [{"City": "Kiel", header: 45, "currency": "EUR"}]
    assert sk.read_salaries(rows)[0].period == (period or "year")


@for_each(
    ("text", "day"),
    [
        ("28 juin 2024", "2024-06-28"), ("Juni 2024", "2024-06"), ("3. März 2024", "2024-03-03"), ("16.09.2024 r.", "2024-09-16"), ("1º de março de 2024", "2024-03-01"),
        ("15 czerwca 2024 r.", "2024-06-15"), ("5 мая 2024 г.", "2024-05-05"), ("2024年6月28日", "2024-06-28"), ("2024년 6월", "2024-06"), ("07/2024", "2024-07"),
        ("2024/12", "2024-12"), ("septiembre de 2024", "2024-09"), ("March 2024", "2024-03"), ("listopad 2024", None), ("13/2024", None), ("1.5.24", None),
    ],
)  # fmt: skip
def test_days_are_written_in_many_languages(text: str, day: str | None) -> None:
    """Months have names in many languages; a name of two months and a year of two digits are refused."""
    found = sk.sift_salaries([{"City": "Kiel", "Pay (EUR)": 45000, "Date": text}])
    assert [row.as_of for row in found.good] == ([day] if day else [])
    assert found.bad.counts() == ({} if day else {"invalid_as_of": 1})


@for_each(
    ("header", "period", "currency"),
    [
        ("salary_snippet", "year", None), ("Gross yearly pay before tax (numbers only)", "year", None), ("Pay Rate", "year", None),
        ("Monatsbrutto (EUR)", "month", "EUR"), ("Widełki (PLN brutto/mies.)", "month", "PLN"), ("Vencimento base (€)", "year", "EUR"),
        ("Salary (US dollars)", "year", "USD"), ("Gehalt (Schweizer Franken)", "year", "CHF"), ("الراتب الشهري (ريال سعودي)", "month", "SAR"),
        ("연봉(만원)", "year", "KRW"), ("Bruttó bér (Ft/hó)", "month", "HUF"), ("What's your current annual base salary?", "year", None),
    ],
)  # fmt: skip
def test_headers_as_payrolls_and_surveys_write_them(header: str, period: str, currency: str | None) -> None:
    """Headers with a tax, a way of filling in, or a word for texts are those of amounts."""
    rows = [{"No": "A1", header: 60_000}]
    row = sk.read_salaries(rows, defaults={} if currency else {"currency": "EUR"})[0]
    assert (row.period, row.currency) == (period, currency or "EUR")


@for_each("cell", ["22.50 CAD", "CAD 22.50", "22.50CAD"])
def test_a_code_that_is_a_word_is_one_in_a_column_of_amounts(cell: str) -> None:
    """A cell of a number and a code is pay, even if the code is a word elsewhere."""
    row = sk.read_salaries([{"City": "Boston", "Hourly wage": text} for text in (cell, "$30.00")])[0]
    assert (row.amount, row.currency, row.period) == (22.5, "CAD", "hour")


def test_a_column_of_texts_comes_after_its_numbers() -> None:
    """A column of texts is read only if no other holds the amounts; a unit, and the number of a row, are known by their cells."""
    ends = {"salary_min": 40_000, "salary_max": 50_000, "salary_text": "great pay"}
    row = sk.read_salaries([{**ends, "unit": "Hour", "N.º": "A1", "currency": "EUR"}])[0]
    assert (row.amount, row.period, row.sample_size) == (45_000, "hour", None)


def test_of_two_clear_headers_base_pay_before_tax_is_taken() -> None:
    """Base pay goes before total pay, and gross before net, and the reading says so; a place is no pay in Slovenian."""
    row = {"Place": "Kiel", "Base pay": 50_000, "Total pay": 60_000, "Cur": "EUR"}
    table = sk.read_salaries([row])
    assert (table[0].amount, table[0].city, table[0].currency) == (50_000, "Kiel", "EUR")
    assert any("'Total pay'" in sentence for sentence in table.reading.sentences)
    taxed = sk.read_salaries([{"Net monthly (EUR)": 2_500, "Gross monthly (EUR)": 4_000}])
    assert (taxed[0].amount, taxed[0].period) == (4_000, "month")


def test_a_figure_below_a_month_among_yearly_ones_is_refused(tmp_path: Path) -> None:
    """Where most rows may be a year's pay, one that is less than a month's is an hour's or a day's; at every door, and by a layout."""
    cells = ["$52,000", "$18.50", "$60,000 - $70,000", "300 a day", "95", "$75k"]
    rows = [{"Job": f"Job {at}", "Salary": cell} for at, cell in enumerate(cells)]
    options: dict[str, Any] = {"defaults": {"currency": "USD"}}
    good, bad = sk.sift_salaries(rows, **options)
    assert [(cell["row"], cell["code"]) for cell in bad] == [(2, "unstated_period"), (5, "unstated_period")]
    assert len(good) == len(cells) - 2
    layout = sk.Layout.from_json(sk.infer_layout(rows, **options).to_json())
    assert [cell["row"] for cell in sk.sift_salaries(rows, layout=layout).bad] == [2, 5]
    path = tmp_path / "pay.csv"
    path.write_text("Job;Salary\n" + "".join(f"{row['Job']};{row['Salary']}\n" for row in rows))
    report = sk.convert_file(
        path, tmp_path / "usd.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv", **options
    )
    assert report.rejected == {"unstated_period": 2}
    assert (
        len(sk.read_salaries([{"Pay": 18.5}, {"Pay": 95}], **options)) == 2
    )  # nothing shows that others are yearly
