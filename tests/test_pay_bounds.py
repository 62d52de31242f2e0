from __future__ import annotations

from cases import for_each

import salarykit as sk

# text, low, high
BOUNDS = [
    ("<£50k", None, 50_000), ("< £50,000 p.a.", None, 50_000), ("≤ €60k", None, 60_000), ("<=€2.500/Monat", None, 2_500), ("&lt;£50,000", None, 50_000),
    ("&le; £50,000", None, 50_000), ("salary <€45.000 brutto", None, 45_000), ("Gehalt < 50.000 €", None, 50_000),
    ("> £200,000", 200_000, None), ("≥€60k", 60_000, None), (">= CHF 90'000", 90_000, None), ("> 60k €", 60_000, None), ("&gt;£200,000", 200_000, None),
    ("＞£50,000", 50_000, None), ("Salary>$50k", 50_000, None), ("Lön: ≥ 40 000 kr/mån", 40_000, None), ("月収＞30万円", 300_000, None),
]  # fmt: skip
POINTS = [
    ("Pay => $50,000", 50_000, 50_000), ("Pay -> $50,000", 50_000, 50_000), ("Salary >> $50,000", 50_000, 50_000), ("<b>$50,000</b>", 50_000, 50_000),
    ("td>$50,000", 50_000, 50_000), ("> $50k - $60k", 50_000, 60_000), ("~ £45k", 45_000, 45_000), ("=$50,000", 50_000, 50_000),
]  # fmt: skip
DASHES = [
    ("- £45k", 45_000, 45_000), ("– £45k per year", 45_000, 45_000), ("Benefits\n - £45,000 pa\n - pension", 45_000, 45_000),
    ("Salary -$45,000", 45_000, 45_000), ("Salary – £45k", 45_000, 45_000), ("Engineer-£45k", 45_000, 45_000), ("Pay: $40k -$45k", 40_000, 45_000),
    ("£40k−£45k", 40_000, 45_000), ("3.000,- € im Monat", 3_000, 3_000), ("Analyst ($45,000)", 45_000, 45_000), ("($45,000 per year)", 45_000, 45_000),
]  # fmt: skip
NEGATIVE = [
    ("£-45k", "GB"), ("-£45k", "GB"), ("−£45,000", "GB"), ("−45,000 USD", "US"), ("€ -3.000 im Monat", "DE"), ("-3.000 € im Monat", "DE"),
    ("$-45,000 per year", "US"), ("(-$45,000)", "US"), ("Salary: -$45,000", "US"), ("EUR -45000", "DE"), ("CHF -5'000 pro Monat", "CH"),
    ("kr -25 000 per månad", "SE"), ("-12 LPA", "IN"), ("¥-300,000", "JP"), ("-R$ 4.500", "BR"), ("zł -5000", "PL"), ("amount,-$45,000", "US"),
    ("−$45,000 - −$40,000", "US"), ("–20 €/h", "DE"), ("($45k)", "US"), ("( 45.000 € )", "DE"),
]  # fmt: skip


@for_each(("text", "low", "high"), [*BOUNDS, *POINTS, *DASHES])
def test_a_mark_before_an_amount(text: str, low: float | None, high: float | None) -> None:
    """A bound is an open end; an arrow, a tag, a list's dash and a separator change nothing."""
    pay = sk.parse_pay(text, country="US" if "$" in text else None)
    (cell,) = sk.parse_pay_column([text], country="US" if "$" in text else None).to_pylist()

    assert (pay.low, pay.high) == (low, high)
    assert (cell["low"], cell["high"]) == (low, high)


@for_each(("text", "country"), NEGATIVE)
def test_a_minus_is_never_dropped(text: str, country: str) -> None:
    """An amount below nought is no pay, in a text, a column or a table."""
    found = sk.sift_salaries(
        [{"city": "Berlin", "country": country, "Salary": cell} for cell in (text, "50,000 USD")]
    )

    assert sk.find_pay(text, country=country) is None
    assert sk.parse_pay_column([text], country=country).to_pylist() == [None]
    assert [row["row"] for row in found.bad] == [1]


@for_each(
    ("text", "country", "amount"),
    [
        ("El sueldo mínimo subirá a $500.000", "CL", 500_000),
        ("O salário mínimo sobe para R$ 1.412", "BR", 1_412),
        ("The minimum salary rises to $45,000", "US", 45_000),
        ("Packers, P610/day minimum wage", "PH", 610),
    ],
)
def test_a_statutory_least_is_no_open_end(text: str, country: str, amount: float) -> None:
    """The word for "least" belongs to the name of the wage, or to the subject of a verb of change."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.high) == (amount, amount)
