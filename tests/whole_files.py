"""Makes whole files after the shapes of real ones, and says what a careful person reads in each row."""
# A little over 300 lines: each shape of a file is one entry in one table.

from __future__ import annotations

import csv
import io
import random
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Pay: TypeAlias = tuple[float, str, str]
"""An amount, its currency and its period."""
Row: TypeAlias = tuple[list[str], Pay | None]
"""The cells of a row, without its number, and the pay that it states; None if it has to be refused."""


class Made(NamedTuple):
    """A file.

    Attributes:
        text: the text of a CSV.
        truth: the pay of each row by the text in its first column; None where a row has to be refused.
        options: what a reader has to be told.
    """

    text: str
    truth: dict[str, Pay | None]
    options: dict[str, Any]


class Shape(NamedTuple):
    """A kind of file: the names of its columns, how a row is made, and how its CSV is written."""

    header: list[str]
    row: Callable[[random.Random], Row]
    delimiter: str = ","
    above: Sequence[str] = ()
    total: Sequence[str] = ()
    options: dict[str, Any] = {}  # noqa: RUF012 - of a tuple, which nobody changes


def make(name: str, rows: int, seed: int = 1) -> Made:
    """Return a file of a shape with some rows, repeated headers, blank rows, a total and a note at its end."""
    shape, rng = SHAPES[name], random.Random(f"{name} {seed}")  # noqa: S311 - of files, not of keys
    made = [(f"R{at}", *shape.row(rng)) for at in range(rows)]
    out = io.StringIO()
    out.writelines(f"{line}\n" for line in shape.above)
    writer = csv.writer(out, delimiter=shape.delimiter, lineterminator="\n")
    writer.writerow(shape.header)
    for at, (ident, cells, _) in enumerate(made):
        writer.writerow([ident, *cells])
        if at == rows // 3:
            writer.writerow(shape.header)
        if at == rows // 2:
            writer.writerow([""] * len(shape.header))
    if shape.total:
        writer.writerow(["", *shape.total])
    writer.writerow(["Source: human resources", *[""] * (len(shape.header) - 1)])
    return Made(out.getvalue(), {ident: pay for ident, _, pay in made}, dict(shape.options))


def written(amount: float, group: str, decimals: int = 0) -> str:
    """Return an amount with a sign between its thousands; what is no comma there is one before its decimals."""
    text = f"{amount:,.{decimals}f}"
    return text if group == "," else text.replace(",", "_").replace(".", ",").replace("_", group)


# A survey, as the export of a form


class Survey(NamedTuple):
    """How people of some countries answer: what groups thousands, what they add, their currencies with countries and cities."""

    group: str
    bonus: str
    places: Sequence[tuple[str, str, str, str]]


def answers(survey: Survey) -> Callable[[random.Random], Row]:
    """Return what makes the answers of one person."""

    def row(rng: random.Random) -> Row:
        said, currency, country, city = rng.choice(survey.places)
        amount = float(rng.choice([rng.randrange(28, 180) * 1000, rng.randrange(28_000, 180_000)]))
        text = written(amount, survey.group)
        cell, pay = rng.choice(
            [
                *[(text, amount)] * 20, *[(f"{amount:.0f}", amount)] * 10, (written(amount, survey.group, 2), amount),
                (f"{amount // 1000:.0f}k", amount // 1000 * 1000), (f" {text} ", amount), (f"{text} + {survey.bonus}", amount),
                (text[:-1], None), ("?", None), ("", None),
            ]
        )  # fmt: skip
        cells = [f"{rng.randrange(13, 29)}.03.2023 10:12", "25-34", "Engineer", cell, "", said, country, city]
        return cells, None if pay is None else (pay, currency, "year")

    return row


ENGLISH = Survey(
    ",", "bonus",
    [
        ("USD", "USD", "United States", "Boston"), ("USD", "USD", "U.S.", "Austin"), ("GBP", "GBP", "UK", "Leeds"), ("CAD", "CAD", "Canada", "Toronto"),
        ("AUD/NZD", "AUD", "Australia", "Perth"), ("EUR", "EUR", "Ireland", "Dublin"),
    ],
)  # fmt: skip
GERMAN = Survey(
    ".", "Bonus", [("EUR", "EUR", "Deutschland", "Köln"), ("EUR", "EUR", "Österreich", "Wien"), ("CHF", "CHF", "Schweiz", "Bern")]
)  # fmt: skip
FRENCH = Survey(" ", "prime", [("EUR", "EUR", "France", "Lyon"), ("CHF", "CHF", "Suisse", "Genève")])
SPANISH = Survey(".", "bono", [("EUR", "EUR", "España", "Sevilla"), ("MXN", "MXN", "México", "Puebla")])

# Job boards, whose amounts are texts


def postings(
    currency: str,
    places: Sequence[str],
    texts: Callable[[int, int], Sequence[tuple[str, float, str]]],
    none: Sequence[str],
) -> Callable[[random.Random], Row]:
    """Return what makes a posting: its text states pay between two numbers of thousands, or none."""

    def row(rng: random.Random) -> Row:
        low, high = rng.randrange(30, 90), rng.randrange(91, 160)
        text, amount, period = rng.choice([*list(texts(low, high)) * 6, *((text, 0.0, "") for text in none)])
        cells = ["Engineer", text, "Some firm", rng.choice(places), "3.5"]
        return cells, (amount, currency, period) if amount else None

    return row


def american(a: int, b: int) -> list[tuple[str, float, str]]:
    """Return texts as American boards write them."""
    middle = (a + b) * 500.0
    return [
        (f"${a}K-${b}K (Glassdoor est.)", middle, "year"), (f"Employer Provided Salary:${a}K-${b}K", middle, "year"),
        (f"${a // 3}-${a // 3 + 6} Per Hour(Glassdoor est.)", a // 3 + 3.0, "hour"), (f"${a},000 - ${b},000 a year", middle, "year"),
    ]  # fmt: skip


def british(a: int, b: int) -> list[tuple[str, float, str]]:
    """Return texts as British boards write them."""
    return [
        (f"£{a},000 - £{b},000 per annum", (a + b) * 500.0, "year"), (f"£{a}k - £{b}k", (a + b) * 500.0, "year"),
        (f"£{a}.50 per hour", a + 0.5, "hour"), (f"£{a * 5} - £{a * 5 + 60} per day", a * 5 + 30.0, "day"),
    ]  # fmt: skip


def german(a: int, b: int) -> list[tuple[str, float, str]]:
    """Return texts as German boards write them."""
    return [
        (f"{a}.000 - {b}.000 € pro Jahr", (a + b) * 500.0, "year"), (f"{a}.500 € brutto/Jahr", a * 1000 + 500.0, "year"),
        (f"{a // 10}.{b % 10}00 € im Monat", a // 10 * 1000 + b % 10 * 100.0, "month"), (f"{a // 3},50 € pro Stunde", a // 3 + 0.5, "hour"),
    ]  # fmt: skip


def polish(a: int, b: int) -> list[tuple[str, float, str]]:
    """Return texts as Polish boards write them."""
    return [
        (f"{a // 6} 000 - {a // 6 + 9} 000 zł brutto / mies.", a // 6 * 1000 + 4500.0, "month"),
        (f"{a * 2} - {a * 2 + 30} zł netto (+ VAT) / godz.", a * 2 + 15.0, "hour"), (f"{a} 000–{b} 000 zł brutto / rok", (a + b) * 500.0, "year"),
    ]  # fmt: skip


def indian(a: int, b: int) -> list[tuple[str, float, str]]:
    """Return texts as Indian boards write them."""
    return [
        (f"{a // 10}-{a // 10 + 4} Lacs PA", (a // 10 + 2) * 1e5, "year"), (f"₹{a // 3},000 a month", a // 3 * 1000.0, "month"),
        (f"{a // 10}.5 LPA", (a // 10 + 0.5) * 1e5, "year"), (f"₹{a // 10},50,000 - ₹{b // 10 + 3},50,000 a year", (a // 10 + b // 10 + 4) * 5e4, "year"),
    ]  # fmt: skip


# Payrolls, co-op lists, and the disclosure data of an office


def payroll(group: str, sign: str, currency: str) -> Callable[[random.Random], Row]:
    """Return what makes an employee, who has either a salary or a rate per hour."""

    def row(rng: random.Random) -> Row:
        year, hour = float(rng.randrange(30_000, 160_000)), rng.randrange(1400, 6000) / 100
        is_hourly = rng.random() < 0.25
        pay = (hour, currency, "hour") if is_hourly else (year, currency, "year")
        cells = ["", sign + written(hour, group, 2)] if is_hourly else [sign + written(year, group, 2), ""]
        return ["DOE, J", "Nurse", "FIRE", "F", *cells], pay

    return row


def coop(rng: random.Random) -> Row:
    """Return a term of a student."""
    rate = rng.randrange(72, 220) / 4
    text, place, pay = rng.choice(
        [
            (f"${rate:.2f}/hr", "Toronto, ON", (rate, "CAD", "hour")), (f"{rate:.2f}/hr", "Waterloo, Ontario, Canada", (rate, "CAD", "hour")),
            (f"${rate:.2f}/hr USD", "Seattle, WA", (rate, "USD", "hour")), (f"{rate:.2f} USD/hr", "New York, NY", (rate, "USD", "hour")),
            (f"${rate * 160:,.0f}/month", "Ottawa, ON", (rate * 160, "CAD", "month")),
            (f"{rate:.0f}-{rate + 4:.0f}/hr USD", "San Jose, CA", ((float(f"{rate:.0f}") + float(f"{rate + 4:.0f}")) / 2, "USD", "hour")),
        ]
    )  # fmt: skip
    return ["Some firm", place, text, "W23"], pay


UNITS = {"Year": (90_000, "year"), "Hour": (45, "hour"), "Month": (7_000, "month"), "Week": (1_900, "week"), "Bi-Weekly": (3_800, "fortnight")}  # fmt: skip


def lca(form: str) -> Callable[[random.Random], Row]:
    """Return what makes a case, with the wage offered or its range."""

    def row(rng: random.Random) -> Row:
        unit = rng.choice(list(UNITS))
        base, period = UNITS[unit]
        low = float(base + rng.randrange(base // 2))
        high = low * 1.25 if rng.random() < 0.4 else low
        cells = [
            "Certified",
            "ENGINEER",
            "AUSTIN",
            "TX",
            form.format(low),
            form.format(high) if high > low else "",
        ]
        return [*cells, unit, form.format(low), unit], ((low + high) / 2, "USD", period)

    return row


def by_basis(rng: random.Random) -> Row:
    """Return an employee whose row says what the rate is for."""
    basis, base, period = rng.choice(
        [("Annual", 60_000, "year"), ("Hourly", 20, "hour"), ("Bi-weekly", 2_000, "fortnight")]
    )
    rate = (base * 100 + rng.randrange(base * 100)) / 100
    return ["Clerk", "PW", basis, f"${rate:,.2f}"], (rate, "USD", period)


def by_grade(rng: random.Random) -> Row:
    """Return a position of a scale whose title states currency and period."""
    amount = rng.randrange(400, 4_000)
    return ["G4", "Driver", rng.choice(["Kenya", "Chad", "Peru"]), f"{amount:,}"], (
        float(amount),
        "USD",
        "month",
    )


def export(rng: random.Random) -> Row:
    """Return an employee of a Polish export, with a day as it is written there."""
    amount = rng.randrange(430_000, 2_000_000) / 100
    day = f"{rng.randrange(1, 29):02}.0{rng.randrange(1, 10)}.2024 r."
    return ["Księgowa", "Gdynia", written(amount, "\u00a0", 2), day], (amount, "PLN", "month")


def survey_of(header: str, survey: Survey, title: str, delimiter: str) -> Shape:
    """Return the shape of a survey."""
    return Shape(header.split("|"), answers(survey), delimiter, [title])


CASES = "CASE_NUMBER|CASE_STATUS|JOB_TITLE|WORKSITE_CITY|WORKSITE_STATE|WAGE_RATE_OF_PAY_FROM|WAGE_RATE_OF_PAY_TO|WAGE_UNIT_OF_PAY|PREVAILING_WAGE|PW_UNIT_OF_PAY"
BOARD = "id|Job Title|Salary|Company|Location|Rating"
PAYROLL = "Employee ID|Name|Job Titles|Department|Full or Part-Time|Annual Salary|Hourly Rate"
SHAPES: dict[str, Shape] = {
    "survey en": survey_of(
        "Response ID|Timestamp|How old are you?|Job title|What is your annual salary? (You'll indicate the currency in a later question.)|"
        "How much additional monetary compensation do you get?|Please indicate the currency|What country do you work in?|What city do you work in?",
        ENGLISH, "Salary survey 2023 (responses)", ",",
    ),
    "survey de": survey_of(
        "Antwort-ID|Zeitstempel|Alter|Berufsbezeichnung|Wie hoch ist dein Bruttojahresgehalt?|Bonus pro Jahr|Währung|Land|Stadt",
        GERMAN, "Gehaltsumfrage 2023", ";",
    ),
    "survey fr": survey_of(
        "Identifiant|Horodateur|Âge|Poste|Salaire annuel brut|Prime annuelle|Devise|Pays|Ville", FRENCH, "Enquête 2023", ";"
    ),
    "survey es": survey_of(
        "ID de respuesta|Marca temporal|Edad|Puesto|Salario anual bruto|Bono anual|Moneda|País|Ciudad", SPANISH, "Encuesta 2023", ","
    ),
    "board us": Shape(
        BOARD.split("|"), postings("USD", ["Falls Church, VA", "Oakville, CA", "Boston, MA", "Richmond, CA"], american, ["-1", "Competitive"]),
        options={"defaults": {"country": "US"}},
    ),
    "board uk": Shape(BOARD.split("|"), postings("GBP", ["London", "Leeds, West Yorkshire"], british, ["DOE"])),
    "board de": Shape(["id", "Stelle", "Gehalt", "Firma", "Ort", "Bewertung"], postings("EUR", ["Berlin", "München"], german, ["VB"]), ";"),
    "board pl": Shape(["id", "Stanowisko", "Wynagrodzenie", "Firma", "Miasto", "Ocena"], postings("PLN", ["Kraków", "Gdańsk"], polish, [""]), ";"),
    "board in": Shape(BOARD.split("|"), postings("INR", ["Bengaluru", "Pune"], indian, ["Not disclosed", "Unpaid"]), "\t"),
    "payroll us": Shape(
        PAYROLL.split("|"), payroll(",", "$", "USD"), total=["Total", "", "", "", "$9,876,543.21", ""], options={"defaults": {"currency": "USD"}}
    ),
    "payroll fr": Shape(
        ["Matricule", "Nom", "Poste", "Service", "Temps", "Salaire annuel (€)", "Taux horaire (€)"], payroll(" ", "", "EUR"), ";",
        total=["Total général", "", "", "", "9 876 543,21", ""],
    ),
    "payroll de": Shape(
        ["Personalnr", "Name", "Stelle", "Amt", "Umfang", "Jahresgehalt (EUR)", "Stundenlohn (EUR)"], payroll(".", "", "EUR"), ";",
        total=["Gesamt", "", "", "", "9.876.543,21", ""],
    ),
    "coop": Shape(["id", "Company", "Location", "Salary", "Term"], coop),
    "payroll by basis": Shape(
        ["EmpNo", "Job Class", "Department", "Pay Basis", "Pay Rate"], by_basis,
        above=["Pay of employees, as of July 1, 2024"], options={"defaults": {"currency": "USD"}},
    ),
    "scale": Shape(
        ["Ref", "Grade", "Position", "Country", "Basic salary"], by_grade, above=["National staff", "Monthly basic salaries in USD"]
    ),
    "export pl": Shape(["Nr", "Stanowisko", "Miasto", "Wynagrodzenie brutto (PLN/mies.)", "Data"], export, ";"),
    "lca": Shape(CASES.split("|"), lca("{:.2f}")),
    "lca with signs": Shape(CASES.split("|"), lca("${:,.2f}")),
}  # fmt: skip
