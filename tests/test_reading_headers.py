from __future__ import annotations

from typing import Any

import pytest
from cases import for_each

import salarykit as sk
from salarykit.reading.headers import read_header

FIELDS: dict[str, list[str]] = {
    "amount": [
        "Salary", "base_salary", "BaseSalary", "Annual salary", "Total compensation", "Pay", "Wage", "Gehalt", "Bruttogehalt",
        "Jahresgehalt", "Lohn", "Verdienst", "salaire", "Rémunération annuelle brute", "sueldo", "Salario bruto anual",
        "stipendio", "RAL", "salaris", "Bruto maandsalaris", "lön", "Månadslön", "løn", "Årsløn", "palkka", "wynagrodzenie",
        "Wynagrodzenie brutto (PLN)", "plat", "fizetés", "зарплата", "年収", "月給", "平均年収", "給与", "薪资", "年薪", "月薪", "연봉",
        "CompTotal", "Hourly rate", "Tagessatz", "Average annual wage", "Gross salary in local currency",
    ],
    "city": ["City", "city_name", "Location", "Ort", "Stadt", "ville", "ciudad", "città", "plaats", "miasto", "都市", "勤務地", "城市"],
    "country": ["Country", "country_code", "CountryName", "Land", "pays", "país", "paese", "kraj", "国", "国家", "국가"],
    "currency": ["Currency", "salary_currency", "Salary Currency", "Währung", "devise", "moneda", "valuta", "waluta", "通貨", "币种"],
    "role": ["Job title", "role", "JobTitle", "Position", "Beruf", "poste", "puesto", "functie", "stanowisko", "職種", "职位"],
    "period": ["Pay period", "salary_period", "CompFreq", "pay frequency"],
    "as_of": ["date", "Year", "work_year", "survey date", "Survey year", "Date posted", "Jahr", "année", "年度", "Timestamp"],
    "sample_size": ["n", "count", "Sample size", "number of responses", "Anzahl", "件数"],
}  # fmt: skip
NOTHING = [
    "Years of experience", "Salary satisfaction", "Company size", "bonus", "exchange rate", "tax rate", "Age", "Gender", "ID",
    "from", "to", "TOTAL", "TRY", "all", "", " ", "x" * 500, "pay gap", "Mittel", "city tax", "media",
    "gap year", "2024", "USD", "employee_residence", "company_location", "wage growth", "min experience",
]  # fmt: skip


@for_each(("name", "field"), [(name, field) for field, names in FIELDS.items() for name in names])
def test_a_header_is_its_field_in_every_language(name: str, field: str) -> None:
    """A header of known words names the field that they mean, however it is spelt."""
    for spelt in (name, name.upper() if name.isascii() else name, f" {name} ", name.replace(" ", "_")):
        header = read_header(spelt)

        assert header is not None, spelt
        assert header.field == field


@for_each("name", NOTHING)
def test_a_header_with_an_unknown_word_is_nothing(name: str) -> None:
    """A header does not name a field if any of its words may change the meaning."""
    assert read_header(name) is None


@for_each(
    ("name", "said"),
    [
        ("Salary (k€)", (None, None, "€", 1000, None)),
        ("Median, USD", ("median", None, "USD", 1, None)),
        ("Annual salary (USD)", (None, "year", "USD", 1, None)),
        ("月給（万円）", (None, "month", "円", 10_000, None)),
        ("年薪（万元）", (None, "year", "元", 10_000, None)),
        ("Hourly wage ($)", (None, "hour", "$", 1, None)),
        ("Gehalt in TEUR", (None, None, "EUR", 1000, None)),
        ("Salary (LPA)", (None, "year", "INR", 100_000, None)),
        ("Bruttojahresgehalt", (None, "year", None, 1, True)),
        ("Net monthly salary", (None, "month", None, 1, False)),
        ("Salary US$", (None, None, "US$", 1, None)),
        ("A_MEDIAN", ("median", "year", None, 1, None)),
        ("h_pct10", ("p10", "hour", None, 1, None)),
        ("90th percentile", ("p90", None, None, 1, None)),
        ("p5", ("p5", None, None, 1, None)),
        ("salary_min", ("min", None, None, 1, None)),
        ("Durchschnittsgehalt", None),
        ("Durchschnittliches Gehalt", ("mean", None, None, 1, None)),
        ("salary_in_usd", (None, None, "USD", 1, None)),
        ("Yearly brutto salary (without bonus and stocks) in EUR", (None, "year", "EUR", 1, True)),
    ],
)
def test_a_header_says_units(name: str, said: tuple[Any, ...] | None) -> None:
    """Headers state currency, multiple, period, statistic and tax in many ways."""
    header = read_header(name)

    assert said == (
        header and (header.statistic, header.period, header.currency, header.factor, header.gross)
    )


def test_units_in_a_header_hold_for_its_numbers() -> None:
    """Bare numbers and ranges under a header in thousands are thousands; a text that has its own multiple keeps it."""
    table = sk.read_salaries(
        [{"Gehalt (k€)": text} for text in ("65", "65,5", "65k €", "60-70", "€70,000", 65)]
    )

    assert [salary.amount for salary in table] == [65_000, 65_500, 65_000, 65_000, 70_000, 65_000]
    assert {salary.currency for salary in table} == {"EUR"}


@pytest.mark.parametrize(
    ("header", "currency", "good", "full"),
    [
        ("Gehalt (T€)", None, ["65", "65,5", "800"], ["65000", "71.500,00", "60000-70000", "71 500"]),
        ("Salary ($000)", "USD", [65, 72.5, "9000"], [81_000, "81,000", 81_000.5]),
        ("Monatsgehalt (k€)", None, ["4,5", "12"], ["4500", "3.800"]),
        ("hourly rate (thousands)", "JPY", ["1.5", "3"], ["1500", "2 200"]),
        ("salary in lakhs INR", None, ["12", "18.5", "1250"], ["1200000", "18,50,000"]),
        ("年収（万円）", None, ["650", 480], ["6500000", 4_800_000]),
        ("salary (thousands)", "IDR", ["120000", 98_000], ["120000000"]),
        ("Lønn (tusen kr)", "NOK", ["650", "1 200"], ["650000", "712 500"]),
    ],
)
def test_a_figure_written_in_full_is_not_multiplied(
    header: str, currency: str | None, good: list[Any], full: list[Any]
) -> None:
    """A cell that is pay without its header's multiple is refused as a contradiction, and changes no other cell."""
    records = [{header: cell, "currency": currency} for cell in [*good, *full]]
    if currency is None:
        records = [{header: row[header]} for row in records]
    found = sk.sift_salaries(records, decimal="," if "€" in header else None)

    assert [cell["row"] for cell in found.bad] == list(range(len(good) + 1, len(records) + 1))
    assert found.bad.counts() == {"contradiction": len(full)}
    assert len(found.good) == len(good)


def test_a_sign_in_a_header_needs_a_country() -> None:
    """`$` in a header is each row's dollar by its country, and ambiguous without one."""
    found = sk.sift_salaries([{"Wage ($)": 5, "country": country} for country in ("CA", "US", None)])

    assert [salary.currency for salary in found.good] == ["CAD", "USD"]
    assert [cell["code"] for cell in found.bad] == ["ambiguous_currency"]


def test_the_better_header_wins_and_says_so() -> None:
    """Of two columns the one with the clearer header is taken, and the reading names the other."""
    table = sk.read_salaries([{"Total compensation": 2, "Salary": 1, "currency": "USD"}])

    assert table[0].amount == 1
    assert "'Salary' is taken for the amount, rather than 'Total compensation'." in table.reading.sentences
    assert table.to_arrow().column("Total compensation").to_pylist() == [2]


def test_equal_headers_are_refused() -> None:
    """Two columns that are equally clearly the amount are one error, which names both; columns= decides."""
    row = {"Annual salary": 1, "Yearly salary": 2, "currency": "USD"}
    with pytest.raises(
        sk.InvalidSalary, match=r"'Annual salary' and 'Yearly salary' could both be the amount"
    ) as caught:
        sk.read_salaries([row])

    assert caught.value.column == "amount"
    assert sk.read_salaries([row], columns={"amount": "Yearly salary"})[0].amount == 2


def test_equal_headers_of_a_lesser_field_ride_along() -> None:
    """Of two columns that could equally be the role neither is taken, and the reading says so."""
    table = sk.read_salaries([{"amount": 1, "currency": "USD", "Job title": "a", "Position title": "b"}])

    assert table[0].role is None
    assert table.columns[-2:] == ("Job title", "Position title")
    assert "could both be the role; neither is taken for it" in str(table.reading)


def test_a_wrong_guess_can_be_refused() -> None:
    """columns= takes precedence over every header, and infer=False reads no header at all."""
    row = {"Salary": 5, "Stadt": "Kiel", "Location": "Rome", "currency": "EUR"}

    assert sk.read_salaries([row])[0].city == "Kiel"
    assert sk.read_salaries([row], columns={"city": "Location"})[0].city == "Rome"
    assert sk.read_salaries([row], columns={"amount": "Salary"}, infer=False)[0].city is None
    with pytest.raises(sk.InvalidSalary, match="has no column 'amount'"):
        sk.read_salaries([row], infer=False)


def test_exact_names_go_before_headers() -> None:
    """A column with our own name is the field, however clear the other headers are."""
    row = {"amount": 1, "Salary (k€)": 5, "currency": "USD", "Währung": "EUR", "period": "year"}
    table = sk.read_salaries([row])

    assert (table[0].amount, table[0].currency) == (1, "USD")
    assert not table.reading


def test_percentiles_are_rows_of_their_own() -> None:
    """Statistics side by side make one row each, in the order of the columns, with the number of their row in the source."""
    rows = [
        {"City": "Leeds", "p10": 1, "p90": 5, "Median": 3, "currency": "GBP", "grade": "x"},
        {"City": "York", "p10": None, "p90": -5, "Median": 4, "currency": "GBP", "grade": "y"},
        {"City": "Hull", "p10": None, "p90": None, "Median": "", "currency": "GBP", "grade": "z"},
    ]
    found = sk.sift_salaries(rows)
    told = found.good.to_arrow().select(["city", "statistic", "amount", "grade"]).to_pylist()

    assert [tuple(row.values()) for row in told] == [
        ("Leeds", "p10", 1, "x"),
        ("Leeds", "p90", 5, "x"),
        ("Leeds", "median", 3, "x"),
        ("York", "median", 4, "y"),
    ]
    assert [(cell["row"], cell["code"]) for cell in found.bad] == [(2, "out_of_range"), (3, "missing")]
    assert found.good.reading.counts["empty"] == 3


def test_two_ends_are_a_range() -> None:
    """A column of minimums and one of maximums are a range: its middle is the figure; one end alone is refused."""
    pairs = [(50, 60), (50, 50), (50, None), (None, 60), (None, None), (60, 50), ("50k", "60k")]
    found = sk.sift_salaries(
        [{"salary_min": low, "salary_max": high, "currency": "USD"} for low, high in pairs]
    )
    told = found.good.to_arrow().select(["amount", "pay_low", "pay_high"]).to_pylist()

    assert [tuple(row.values()) for row in told] == [(55, 50, 60), (50, None, None), (55_000, 50_000, 60_000)]
    assert [(cell["row"], cell["code"]) for cell in found.bad] == [
        (3, "open_end"),
        (4, "open_end"),
        (5, "missing"),
        (6, "contradiction"),
    ]


def test_the_ends_of_a_range_may_say_their_currency() -> None:
    """Two columns of texts with signs need nothing but the row's city to decide the currency."""
    table = sk.read_salaries(
        [{"location": "Austin, TX", "salaryMin": "$50", "salaryMax": "$60", "payPeriod": "HOURLY"}]
    )

    assert (table[0].amount, table[0].currency, table[0].period) == (55, "USD", "hour")


SHORT: list[tuple[str, str | None, str | None, float]] = [
    ("Bruttolohn CHF p.M.", "month", "CHF", 1),
    ("Gehalt (EUR p. a.)", "year", "EUR", 1),
    ("Lohn p.h. in €", "hour", "€", 1),
    ("Rate p/d GBP", "day", "GBP", 1),
    ("Lohn/Std. €", "hour", "€", 1),
    ("Std.-Lohn (EUR)", "hour", "EUR", 1),
    ("Gehalt €/M", "month", "€", 1),
    ("Wage $/h", "hour", "$", 1),
    ("salary EUR/y", "year", "EUR", 1),
    ("Gehalt € (m/w/d)", None, "€", 1),
    ("Salaire H/F (EUR)", None, "EUR", 1),
    ("Revenue per pay £m", None, "£", 0),
    ("Salary £m", None, "£", 1e6),
    ("Pay, USD M", None, "USD", 1e6),
    ("Lohn kr DKK", None, "DKK", 1),
]


@pytest.mark.parametrize(("header", "period", "currency", "factor"), SHORT)
def test_a_letter_in_a_header_is_what_its_neighbours_make_of_it(
    header: str, period: str | None, currency: str, factor: float
) -> None:
    """`M` behind a point or a slash is a month, at a currency it is millions; `Std.` is hours, not dobras."""
    said = read_header(header)

    assert (said and (said.period, said.currency, said.factor)) == (
        (period, currency, factor) if factor else None
    )


@pytest.mark.parametrize(
    "header",
    [
        "Salary M", "Pay (m)", "Gehalt M", "Salary EUR/USD", "Pay in USD or EUR", "Salary € USD", "Lohn kr EUR", "Gehalt £/€",
        "Number of salaries", "pay number", "Salario rol", "Salary month/year", "Hourly/annual pay", "Gehalt Monat Jahr",
    ],
)  # fmt: skip
def test_a_header_that_may_mean_two_things_is_no_amount(header: str) -> None:
    """A column of men's pay, of two currencies or periods, or of counts is not taken for amounts."""
    said = read_header(header)

    assert said is None or said.field != "amount"


def test_a_column_of_years_is_no_amount() -> None:
    """`Salary year` holds years; `salary per year` holds amounts."""
    fields = [
        (said := read_header(name)) and said.field for name in ("Salary year", "pay_year", "salary per year")
    ]

    assert fields == ["as_of", "as_of", "amount"]
    row = sk.read_salaries([{"Salary": 52_000, "Salary year": 2023, "currency": "EUR"}])[0]
    assert (row.amount, row.as_of) == (52_000, "2023")


def test_cells_say_whether_a_header_names_periods_or_statistics() -> None:
    """A `TIME_PERIOD` of years has the days of the figures, and a `Measure` without statistics is not read."""
    row = {"Country": "FR", "Wage (EUR)": 41_700, "TIME_PERIOD": 2022, "Measure": "Average annual wages"}
    table = sk.read_salaries([row])
    assert (table[0].as_of, table[0].statistic, table[0].period) == ("2022", None, "year")
    assert "'Measure' holds no statistics; it is not read." in table.reading.sentences

    monthly = sk.read_salaries([row | {"TIME_PERIOD": "month", "Measure": "Median"}])[0]
    assert (monthly.as_of, monthly.statistic, monthly.period) == (None, "median", "month")


@pytest.mark.parametrize(
    "header", ["Salary code", "Pay code", "Salary std", "salary_std", "Gehalt w", "Salaire H", "Salaire H (EUR)", "Pay (h)"]
)  # fmt: skip
def test_codes_deviations_and_the_pay_of_one_sex_are_no_amounts(header: str) -> None:
    """A letter that is an hour behind a stroke may be men by itself, and `std` a standard deviation."""
    assert read_header(header) is None


def test_an_hour_in_one_letter_needs_a_stroke_or_a_preposition() -> None:
    """`€/h`, `p.h.`, `pro Std.` and `Stdlohn` are hours."""
    headers = ("Lohn €/h", "Pay p.h.", "wage per h", "Lohn pro Std.", "Lohn/Std", "Stdlohn", "Std.-Lohn")
    assert {(said := read_header(header)) and said.period for header in headers} == {"hour"}


def test_a_mean_goes_before_a_total_of_wages() -> None:
    """The wages of a whole county are not the pay of one person, if a column has the mean."""
    row = {
        "area_title": "Autauga County, Alabama",
        "total_annual_wages": 498_765_432,
        "avg_annual_pay": 43_420,
    }
    good = sk.read_salaries([row], defaults={"currency": "USD"})
    assert [(salary.amount, salary.statistic) for salary in good] == [(43_420, "mean")]
