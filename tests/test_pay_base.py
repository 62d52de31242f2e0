from __future__ import annotations

from cases import for_each

import salarykit as sk

# text, country, low, high
BASE = [
    ("22 LPA fixed + 4 LPA variable", "IN", 2_200_000, 2_200_000),
    ("CTC 25 LPA (20 LPA fixed + 5 LPA variable)", "IN", 2_000_000, 2_000_000),
    ("$145k base, $60k RSUs", "US", 145_000, 145_000),
    ("Base $145k; RSUs $60k/yr", "US", 145_000, 145_000),
    ("$85k base / $110k OTE", "US", 85_000, 85_000),
    ("OTE: £65k (base £45k)", "GB", 45_000, 45_000),
    ("£45k - OTE £65k", "GB", 45_000, 45_000),
    ("Basic £28,000 with OTE of £40,000", "GB", 28_000, 28_000),
    ("110,000 base - 160,000 OTE", "US", 110_000, 110_000),
    ("55k-65k base, 90k OTE", "GB", 55_000, 65_000),
    ("52000 salary 10k-20k in commission", "US", 52_000, 52_000),
    ("Total comp $210k: $150k base, $40k stock", "US", 150_000, 150_000),
    ("Grundgehalt 48.000 €, Zielgehalt 60.000 €", "DE", 48_000, 48_000),
    ("Zielgehalt 60.000 € (davon 48.000 € fix)", "DE", 48_000, 48_000),
    ("fixe 40 000 €, variable 8 000 €", "FR", 40_000, 40_000),
    ("sueldo fijo 30.000 €, comisiones 6.000 €", "ES", 30_000, 30_000),
    ("35.000 € fissi + 7.000 € variabili", "IT", 35_000, 35_000),
    ("R$ 3.800 fixo + R$ 1.200 variável", "BR", 3_800, 3_800),
    ("€ 3.000 vast + € 500 variabel per maand", "NL", 3_000, 3_000),
    ("35 000 kr fast + 5 000 kr rörlig", "SE", 35_000, 35_000),
    ("оклад 60 000 ₽ + премия 20 000 ₽ в месяц", "RU", 60_000, 60_000),
    ("月給25万円（固定残業代3万円含む）", "JP", 250_000, 250_000),
    ("底薪5000元+提成3000元/月", "CN", 5_000, 5_000),
]
"""Fixed pay before what depends on sales, shares or luck."""
BESIDE = [
    ("R$ 3.800 a 5.200 CLT + VR R$ 32/dia", "BR", 3_800, 5_200),
    ("$16.25/hr + tips (about $5-8 more an hour)", "US", 16.25, 16.25),
    ("$18/hr plus $2/hr night differential", "US", 18, 18),
    ("£12.50 per hour (£18.75 overtime)", "GB", 12.5, 12.5),
    ("15 €/h + Zuschläge, 13. Monatsgehalt, 50 € Sachbezug", "DE", 15, 15),
    ("10-13 LPA (lead 18-22 LPA)", "IN", 1_000_000, 1_300_000),
    ("€3.200 per maand (€ 41.500 per jaar)", "NL", 3_200, 3_200),
    ("98k USD annual prorated (~$47/hr USD)", "CA", 98_000, 98_000),
    ("$92,000 salary, $8,000 annual bonus", "US", 92_000, 92_000),
    ("£31,000 plus £3,000 London weighting", "GB", 31_000, 31_000),
    ("We raised $45M (Series B). Salary: $98,000", "US", 98_000, 98_000),
    ("$500 referral bonus + salary $50,000", "US", 50_000, 50_000),
    ("Team lead (salary £50,000 - £60,000)", "GB", 50_000, 60_000),
]
"""What is added, or stands in brackets behind a figure."""
ALONE = [
    ("OTE £70,000", "GB", 70_000, 70_000),
    ("Zielgehalt 65.000 €", "DE", 65_000, 65_000),
    ("Salary ($45,000)", "US", 45_000, 45_000),
]
"""The only figure is taken, whatever it is called."""


@for_each(("text", "country", "low", "high"), [*BASE, *BESIDE, *ALONE])
def test_base_pay_goes_first(text: str, country: str, low: float, high: float) -> None:
    """Of several figures the fixed one is taken, alone, in a column and in a posting."""
    posting = f"You will work with people who care.\n{text}\nApply with a letter, and tell us of your work."
    pay = sk.parse_pay(text, country=country)
    (cell,) = sk.parse_pay_column([text], country=country).to_pylist()
    found = sk.find_pay(posting, country=country)

    assert (pay.low, pay.high) == (low, high)
    assert (cell["low"], cell["high"]) == (low, high)
    assert found is None or (found.low, found.high) == (low, high)


@for_each(
    ("text", "low", "said"),
    [
        ("$34,000 on an hourly basis", 34_000, (None, None)),
        ("$22 on an hourly basis", 22, ("hour", None)),
        ("$3,000 on a monthly basis", 3_000, ("month", None)),
        ("Hourly, but works out to ~$41,000", 41_000, (None, None)),
        ("Paid weekly; equivalent to £29,000", 29_000, (None, None)),
        ("28,000 (take-home pay, about 21,500)", 28_000, (None, None)),
        ("€2,800 (net) per month", 2_800, ("month", False)),
        ("$2,400 P/T", 2_400, (None, None)),
        ("12 LPA for freshers with a diploma, and up to 3 years of work", 1_200_000, ("year", None)),
    ],
)
def test_what_words_beside_it_are_about(text: str, low: float, said: tuple[str | None, bool | None]) -> None:
    """How pay is reckoned, another figure in brackets and working time are not what the figure is paid for."""
    pay = sk.parse_pay(text, country="US")

    assert (pay.low, pay.period, pay.gross) == (low, *said)


SIGNED = [
    ("5k run, $70,000", "US", 70_000),
    ("10k race, £41,000", "GB", 41_000),
    ("5K steps a day, 39.000 €", "DE", 39_000),
    ("team of 5k, €61.000", "IE", 61_000),
    ("20k followers, 620 000 kr", "SE", 620_000),
    ("3k fans – CHF 98'000", "CH", 98_000),
    ("We ran a 5k; pay $72,000", "US", 72_000),
]


@for_each(("text", "country", "figure"), SIGNED)
def test_of_two_figures_said_alike_one_with_a_sign_is_the_pay(text: str, country: str, figure: float) -> None:
    """A bare number with a multiplier before a word that is no pay's does not go before a figure with a currency."""
    assert sk.parse_pay(text, country=country).low == figure
