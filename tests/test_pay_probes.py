from __future__ import annotations

from cases import for_each

import salarykit as sk

# What readers of pay text are known to get wrong, in our own words: text, country, low, high, currency, period.
BUGS = [
    ("one k for both ends", "$135-175k", "US", 135_000, 175_000, "USD", None),
    ("the dollar is not always American", "$130K AUD", None, 130_000, 130_000, "AUD", None),
    ("the country decides the dollar", "$130K", "AU", 130_000, 130_000, "AUD", None),
    ("rupees are not dollars, months not years", "Rs 90,000 per month", "PK", 90_000, 90_000, "PKR", "month"),
    ("hours stay hours", "$31.50 an hour", "US", 31.5, 31.5, "USD", "hour"),
    ("points and commas of Europe", "62.500,00 € im Jahr", "DE", 62_500, 62_500, "EUR", "year"),
    ("spaces of Europe", "62 500 € par an", "FR", 62_500, 62_500, "EUR", "year"),
    ("apostrophes of Switzerland", "CHF 88'000", None, 88_000, 88_000, "CHF", None),
    ("the word Euro", "48000 Euro pro Jahr", "DE", 48_000, 48_000, "EUR", "year"),
    ("a broken pound", "Â£42,500 per annum", None, 42_500, 42_500, "GBP", "year"),
    ("crowns between", "between DKK 38,000 and DKK 44,000 monthly", None, 38_000, 44_000, "DKK", "month"),
    ("a currency on both ends", "USD 90,000 - USD 95,000", None, 90_000, 95_000, "USD", None),
    ("a suffix after both", "90,000 EUR - 95,000 EUR a year", None, 90_000, 95_000, "EUR", "year"),
    ("a single end", "$125,000+", "US", 125_000, None, "USD", None),
    ("superannuation is not averaged in", "$101,000 + 12% superannuation", "AU", 101_000, 101_000, "AUD", None),
    ("p.h. is an hour", "$29 p.h.", "AU", 29, 29, "AUD", "hour"),
    ("one dot and three digits", "3.350 € brutto im Monat", "DE", 3_350, 3_350, "EUR", "month"),
    ("the number beside the sign", "3 days a week, 5 weeks off, €4,400 a month", "IE", 4_400, 4_400, "EUR", "month"),
    ("millions", "salary of ¥9.5 million a year", "JP", 9_500_000, 9_500_000, "JPY", "year"),
    ("a code glued to the number", "EUR61000 yearly", None, 61_000, 61_000, "EUR", "year"),
    ("lakhs the wrong way round", "₹9-7 lakh per annum", "IN", 700_000, 900_000, "INR", "year"),
    ("ends the wrong way round", "$90,000 - $80,000", "US", 80_000, 90_000, "USD", None),
    ("a cap is no minimum", "up to $66,000", "US", None, 66_000, "USD", None),
    ("a floor is no point", "from €2.950 gross per month", "AT", 2_950, None, "EUR", "month"),
    ("k on each end, a stroke each", "$95k/yr - $115k/yr", "US", 95_000, 115_000, "USD", "year"),
    ("crores", "₹1.1 crore CTC", "IN", 11_000_000, 11_000_000, "INR", None),
    ("entities", "&euro;50,000 &ndash; &euro;60,000", None, 50_000, 60_000, "EUR", None),
    ("a fortnight", "$3,300 per fortnight", "AU", 3_300, 3_300, "AUD", "fortnight"),
    ("a day, not an hour", "£410 per day, 8 hours a day", "GB", 410, 410, "GBP", "day"),
    ("net is kept", "Salaire net 2 150 € par mois", "FR", 2_150, 2_150, "EUR", "month"),
    ("a bonus in another sentence", "Base $104,000. Up to $20,000 bonus.", "US", 104_000, 104_000, "USD", None),
    ("a bonus of another currency", "Salary: £71,000. Sign-on bonus: AUD 9,000.", "GB", 71_000, 71_000, "GBP", None),
    ("the yen and the yuan", "¥18,000/月", "CN", 18_000, 18_000, "CNY", "month"),
    ("crowns by country", "kr 41 000 per month", "SE", 41_000, 41_000, "SEK", "month"),
]  # fmt: skip
NONE = [
    "Negotiable", "", "DOE", "401(k) with 6% match", "travel 80% of the time", "call 555-010-4477", "posted 12/11/2026", "40 hrs a week",
    "8+ years", "Series C, $120M raised", "a budget of $900,000", "a team of 35", "Hoffman Rd 12", "meal vouchers, 9 € a day",
]  # fmt: skip


@for_each(("fact", "text", "country", "low", "high", "currency", "period"), BUGS)
def test_a_known_trap(
    fact: str,
    text: str,
    country: str | None,
    low: float | None,
    high: float | None,
    currency: str,
    period: str | None,
) -> None:
    """What other readers of pay are known to get wrong comes out right."""
    pay = sk.find_pay(text, country=country)

    assert pay is not None, fact
    assert (pay.low, pay.high, pay.currency, pay.period) == (low, high, currency, period)


@for_each("text", NONE)
def test_a_known_false_alarm(text: str) -> None:
    """What other readers take for pay is none, and no period is invented for it."""
    assert sk.find_pay(text, country="US") is None
