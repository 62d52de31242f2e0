"""A cell with a second figure: an end in another period, or another range, leaves the pay open; the same pay twice does not."""

from __future__ import annotations

from cases import for_each

import salarykit as sk


def read(text: str) -> tuple[list[tuple[float, str]], dict[str, int]]:
    """Return the amount and period of a cell, and why it is refused."""
    row = {"city": "Berlin", "country": "DE", "Pay": text, "Currency": "EUR"}
    good, bad = sk.sift_salaries([row, {**row, "Pay": "€52,000 a year"}])
    pays: list[tuple[float, str]] = [(salary.amount, salary.period) for salary in good]
    return pays[:-1], bad.counts()


@for_each(
    "text",
    [
        "€40k pa - €25 ph", "€30 per hour to €40,000 per year", "2.000 € pro Monat - 40.000 € pro Jahr", "€1,000 per week - €90,000 per year",
        "45 000 € par an - 2 000 € par mois", "€150 per day - €60,000 per annum",
    ],
)  # fmt: skip
def test_ends_in_two_periods_that_are_not_one_pay_are_refused(text: str) -> None:
    """Neither end is the pay of the row."""
    assert read(text) == ([], {"contradiction": 1})


@for_each(
    "text",
    [
        "€40k-€50k or €60k-€70k", "40.000-45.000 € / 55.000-60.000 €", "€30k-€35k, €40k-€45k", "51k€ - 55k€ ou 61k€ - 65k€", "€2,500-€3,000 (junior), €4,000-€4,500 (senior)",
        "de 30 000 à 35 000 € ou 42 000 à 48 000 €", "€500-600 per day or €80,000-90,000 per year",
    ],
)  # fmt: skip
def test_two_ranges_are_refused(text: str) -> None:
    """It is not clear which of them is the row's."""
    assert read(text) == ([], {"ambiguous_number": 1})


@for_each(
    ("text", "pay"),
    [
        ("€13.10 per hour - €26,000 per year", (13.1, "hour")), ("€3,000 a month - €39,000 a year", (3_000, "month")),
        ("€20-25 per hour / €3,400-4,300 per month", (22.5, "hour")), ("€40k-50k ($44k-55k)", (45_000, "year")),
        ("€40k-€50k + €5k-€10k bonus", (45_000, "year")), ("45.000 - 55.000 € (38-40 Std./Woche)", (50_000, "year")),
        ("€40k-€50k, 35-40 hours a week", (45_000, "year")), ("€60k-70k (10-15% bonus)", (65_000, "year")),
        ("€30k-€36k (2023-2024)", (33_000, "year")), ("€50,000 - €60,000, 4-6 years of experience", (55_000, "year")),
    ],
)  # fmt: skip
def test_the_same_pay_twice_and_other_numbers_leave_it(text: str, pay: tuple[float, str]) -> None:
    """A conversion, a bonus, hours, shares and years are no second figure."""
    assert read(text) == ([pay], {})


@for_each(
    "text",
    [
        "£28,000 or £30,000", "was £28,000, now £30,000", "£28,000 → £30,000", "£28k oder £31k", "£28,000 => £30,000", "€40k ou 45k", "14 € 20", "£12 50",
        "$25/hr or 40,000/yr",
    ],
)  # fmt: skip
def test_a_figure_beside_another_one_is_refused(text: str) -> None:
    """Of two figures, of which one may as well be the pay or has replaced the other, none is taken."""
    bad = sk.sift_salaries([{"Role": "Cook", "City": "Boston", "Pay": text}]).bad
    assert bad.counts() == {"ambiguous_number": 1}


@for_each(
    ("text", "amount"),
    [("£30,000 or £2,500 per month", 2_500), ("£30,000 or 5 days off", 30_000), ("$25/hr or $52,000 a year", 25), ("£30,000 now", 30_000)],
)  # fmt: skip
def test_a_figure_beside_the_same_pay_or_another_thing_is_read(text: str, amount: float) -> None:
    """The same pay for two lengths of time, and a count, leave the pay as it is."""
    assert sk.read_salaries([{"Role": "Cook", "City": "Boston", "Pay": text}])[0].amount == amount


@for_each(
    "text",
    [
        "£28,000/£30,000", "£28,000 / £30,000", "£28,000 £30,000", "GBP 28,000 GBP 30,000", "£28,000; £30,000", "£28,000 | £30,000", "£28,000 & £30,000",
        "£450/£500 per day", "£28,000, £30,000 pa", "28,000-30,000-32,000", "£28k - £30k - £32k",
    ],
)  # fmt: skip
def test_figures_in_a_row_are_refused(text: str) -> None:
    """Of two figures with a sign, or three ends, none is the row's."""
    bad = sk.sift_salaries(
        [{"Role": "Cook", "City": "Leeds", "Country": "GB", "Pay": text}, {"Pay": "£1"}]
    ).bad
    assert (bad[0]["row"], bad[0]["code"]) == (1, "ambiguous_number")


@for_each(
    ("text", "amount"),
    [
        ("£70k/£140k OTE", 70_000), ("£30,000 / €35,000", 30_000), ("£25k-£30k - 40 hours", 27_500), ("£25k-£30k - £2k bonus", 27_500),
        ("£2,100 pm, £25,200 pa", 2_100), ("£30,000.00 £30,000.00", 30_000), ("£25,000, 401k", 25_000),
    ],
)  # fmt: skip
def test_other_figures_in_a_row_leave_the_pay(text: str, amount: float) -> None:
    """A target, a conversion, hours, a bonus and the same pay again are no other pay."""
    assert (
        sk.read_salaries([{"Role": "Cook", "City": "Leeds", "Country": "GB", "Pay": text}])[0].amount
        == amount
    )
