from __future__ import annotations

from cases import for_each

import salarykit as sk

# text, country, low, high, currency, period
LABELS = [
    ("Clerk II, GS-9 Step 4 - $61,420", "US", 61_420, 61_420, "USD", None),
    ("Pay band: Grade 6 - £35,800 to £42,100", "GB", 35_800, 42_100, "GBP", None),
    ("Posted on June 14 - $66,000 a year", "US", 66_000, 66_000, "USD", "year"),
    ("2025 - $72,000", "US", 72_000, 72_000, "USD", None),
    ("Échelon 4 - 2 650 € brut par mois", "FR", 2_650, 2_650, "EUR", "month"),
    ("Entgeltstufe 2 – 3.150 € brutto im Monat", "DE", 3_150, 3_150, "EUR", "month"),
    ("Nivel 5 - 1.950 € al mes", "ES", 1_950, 1_950, "EUR", "month"),
    ("Livello 3 – € 1.850 al mese", "IT", 1_850, 1_850, "EUR", "month"),
    ("Trede 4 - € 3.050 tot € 4.150 per maand", "NL", 3_050, 4_150, "EUR", "month"),
    ("Lønnstrinn 61 - kr 585 000 per år", "NO", 585_000, 585_000, "NOK", "year"),
    ("Level 7 - ₹14,50,000 per annum", "IN", 1_450_000, 1_450_000, "INR", "year"),
    ("Step 2 – CAD 68,500 per year", "CA", 68_500, 68_500, "CAD", "year"),
    ("Grade 11 - R 390 000 per annum", "ZA", 390_000, 390_000, "ZAR", "year"),
    ("5 - 24 300 € par an", "FR", 24_300, 24_300, "EUR", "year"),
]
"""What a bare number before an amount says is a rung, a day or a year."""
SHARED = [
    ("22 - 27 €/h", "DE", 22, 27, "EUR", "hour"),
    ("55-70 k€", "FR", 55_000, 70_000, "EUR", None),
    ("30-45 USD per hour", None, 30, 45, "USD", "hour"),
    ("2 150 - 2 600 € brut par mois", "FR", 2_150, 2_600, "EUR", "month"),
    ("45-60 000 € par an", "FR", 45_000, 60_000, "EUR", "year"),
    ("700 - 1.100 € im Monat", "DE", 700, 1_100, "EUR", "month"),
    ("from 20 to $25 an hour", "US", 20, 25, "USD", "hour"),
    ("17.50 - $19.25 an hour", "US", 17.5, 19.25, "USD", "hour"),
    ("68,000 - $81,000", "US", 68_000, 81_000, "USD", None),
    ("$60-80,000 a year", "US", 60_000, 80_000, "USD", "year"),
]
"""Ranges whose first end is as bare."""
CODES = [
    ("USD $71,200.00 to USD $93,400.00", None, 71_200, 93_400, "USD", None),
    ("CAD $31.50 - CAD $36.00 per hour", "CA", 31.5, 36, "CAD", "hour"),
    ("SGD $4,200 to SGD $6,100 per month", None, 4_200, 6_100, "SGD", "month"),
    ("GBP £41,000 - GBP £48,500", None, 41_000, 48_500, "GBP", None),
    ("EUR €42.000 bis EUR €51.000 im Jahr", None, 42_000, 51_000, "EUR", "year"),
    ("INR ₹7,00,000 - INR ₹11,00,000 per annum", None, 700_000, 1_100_000, "INR", "year"),
    ("JPY ¥4,800,000 ~ JPY ¥6,200,000 per year", None, 4.8e6, 6.2e6, "JPY", "year"),
    ("MXN $16,500 a MXN $21,000 mensuales", None, 16_500, 21_000, "MXN", "month"),
    ("AUD $98,000 – AUD $112,000 plus super", None, 98_000, 112_000, "AUD", None),
    ("$31.50 CAD - $36.00 CAD per hour", "US", 31.5, 36, "CAD", "hour"),
    ("between NZD $64,000 and NZD $79,000", None, 64_000, 79_000, "NZD", None),
]
"""A code and a sign at both ends."""
UNITS = [
    ("de 1 900 € brut par mois à 2 300 € brut par mois", "FR", 1_900, 2_300, "EUR", "month"),
    ("£27k pa - £33k pa", "GB", 27_000, 33_000, "GBP", "year"),
    ("£27,500 p.a. - £33,000 p.a.", "GB", 27_500, 33_000, "GBP", "year"),
    ("from €950 gross per month to €1,150 gross per month", "LT", 950, 1_150, "EUR", "month"),
    ("€44,000 gross to €53,000 gross per year", "IE", 44_000, 53_000, "EUR", "year"),
    ("da € 1.450 al mese a € 1.750 al mese", "IT", 1_450, 1_750, "EUR", "month"),
    ("$21 an hour up to $26 an hour", "US", 21, 26, "USD", "hour"),
    ("2.700 € brutto pro Monat bis 3.300 € brutto pro Monat", "DE", 2_700, 3_300, "EUR", "month"),
    ("11 000 zł brutto - 14 500 zł brutto miesięcznie", "PL", 11_000, 14_500, "PLN", "month"),
    ("155 kr i timmen - 175 kr i timmen", "SE", 155, 175, "SEK", "hour"),
    ("R$ 2.300 por mês a R$ 3.100 por mês", "BR", 2_300, 3_100, "BRL", "month"),
    ("45 000 ₽ на руки - 60 000 ₽ на руки", "RU", 45_000, 60_000, "RUB", None),
    ("月給22万円〜月給28万円", "JP", 220_000, 280_000, "JPY", "month"),
    ("时薪25元至时薪30元", "CN", 25, 30, "CNY", "hour"),
    ("월급 230만원 ~ 월급 270만원", "KR", 2.3e6, 2.7e6, "KRW", "month"),
]
"""What it is paid for at both ends."""
LEAST_AND_MOST = [
    ("minimaal € 2.980 en maximaal € 4.120 bruto per maand", "NL", 2_980, 4_120, "EUR", "month"),
    ("Minimum Salary: $48,300 Maximum Salary: $57,900", "US", 48_300, 57_900, "USD", None),
    ("Minimum Pay: $48,300.00\nMaximum Pay: $57,900.00", "US", 48_300, 57_900, "USD", None),
    ("Gehalt: mindestens 2.750 und höchstens 3.250 Euro brutto im Monat", "DE", 2_750, 3_250, "EUR", "month"),
    ("salaire : au minimum 2 050 € et au maximum 2 450 € par mois", "FR", 2_050, 2_450, "EUR", "month"),
    ("mínimo 1.350 € y máximo 1.800 € al mes", "ES", 1_350, 1_800, "EUR", "month"),
    ("minimo € 1.300 e massimo € 1.700 lordi al mese", "IT", 1_300, 1_700, "EUR", "month"),
    ("lägst 27 500 kr och högst 33 000 kr per månad", "SE", 27_500, 33_000, "SEK", "month"),
    ("minimum 5 800 zł, maksimum 7 400 zł miesięcznie", "PL", 5_800, 7_400, "PLN", "month"),
    ("Pay: at least $19 and at most $27 per hour", "US", 19, 27, "USD", "hour"),
]
"""A least and a most in one breath."""
BETWEEN = [
    ("يتراوح الأجر بين 4500 و6200 ريال", "SA", 4_500, 6_200, "SAR", None),
    ("Μισθός μεταξύ 950 και 1.150 ευρώ", "GR", 950, 1_150, "EUR", None),
    ("Alga tarp 1350 ir 1650 eurų", "LT", 1_350, 1_650, "EUR", None),
    ("Plača med 1.450 in 1.750 EUR", "SI", 1_450, 1_750, "EUR", None),
    ("Зарплата між 21 000 та 27 000 грн", "UA", 21_000, 27_000, "UAH", None),
    ("Gaji antara Rp 4.500.000 dan Rp 6.500.000", "ID", 4.5e6, 6.5e6, "IDR", None),
    ("Mshahara kati ya KSh 28,000 na KSh 36,000", "KE", 28_000, 36_000, "KES", None),
    ("เงินเดือนระหว่าง 17,000 และ 23,000 บาท", "TH", 17_000, 23_000, "THB", "month"),
    ("A fizetés 420 000 és 510 000 Ft között mozog", "HU", 420_000, 510_000, "HUF", None),
    ("Palkka on 2 300 ja 2 700 euron välillä", "FI", 2_300, 2_700, "EUR", None),
    ("Maaş 32.000 ile 41.000 TL arasında", "TR", 32_000, 41_000, "TRY", None),
    ("वेतन ₹21,000 और ₹29,000 के बीच", "IN", 21_000, 29_000, "INR", None),
]
""" "And" between two ends, after a word for "between", or before it."""
CASES = [
    ("Bér: 610.000 Ft-tól 780.000 Ft-ig", "HU", 610_000, 780_000, "HUF", None),
    ("Maaş 36.000 TL'den 48.000 TL'ye kadar", "TR", 36_000, 48_000, "TRY", None),
    ("Աշխատավարձ 210 000-ից 290 000 դրամ", "AM", 210_000, 290_000, "AMD", None),
    ("ხელფასი 1600-დან 2100 ლარამდე", "GE", 1_600, 2_100, "GEL", None),
    ("월급 250만원부터 310만원까지", "KR", 2.5e6, 3.1e6, "KRW", "month"),
    ("연봉 3100만원에서 3900만원 사이", "KR", 31e6, 39e6, "KRW", "year"),
]
"""Case endings and particles that mark both ends."""
TWO_FIGURES = [
    ("$17.25/hr ~ $36,000", "US", 17.25, 17.25, "USD", "hour"),
    ("13.10/hr - 27,000 per year", "GB", 13.1, 13.1, "GBP", "hour"),
    ("£13.10 per hour - £27,000 per year", "GB", 13.1, 13.1, "GBP", "hour"),
    ("16 €/h - 2.700 €/Monat", "DE", 16, 16, "EUR", "hour"),
    ("2.300 € par mois - 27 600 € par an", "FR", 2_300, 2_300, "EUR", "month"),
    ("€ 2.600/maand - € 33.000", "NL", 2_600, 2_600, "EUR", "month"),
]
"""The same pay for two lengths of time is no range."""
ALL = [
    (kind, *row)
    for kind, rows in (
        ("label", LABELS),
        ("shared", SHARED),
        ("code", CODES),
        ("unit", UNITS),
        ("least", LEAST_AND_MOST),
        ("between", BETWEEN),
        ("cases", CASES),
        ("two", TWO_FIGURES),
    )
    for row in rows
]


@for_each(
    ("kind", "text", "country", "low", "high", "currency", "period"),
    ALL,
)
def test_ends_of_a_range(
    kind: str, text: str, country: str | None, low: float, high: float, currency: str, period: str | None
) -> None:
    """Two numbers are a range where they are its ends, and never where one is a label or paid for another time."""
    pay = sk.find_pay(text, country=country)

    assert pay is not None, kind
    assert (pay.low, pay.high, pay.currency, pay.period) == (low, high, currency, period)


@for_each("row", ALL)
def test_a_column_joins_them_alike(row: tuple[str, str, str | None, float, float, str, str | None]) -> None:
    """A column gives the same ends as the text alone, and so does the text inside a posting."""
    _, text, country, low, high, *_ = row
    prose = (
        f"We are a team of people who like to ship.\n{text}.\nApply with a letter, and tell us of your work."
    )

    (cell,) = sk.parse_pay_column([text], country=country).to_pylist()
    pay = sk.find_pay(prose, country=country)

    assert (cell["low"], cell["high"]) == (low, high)
    assert pay is None or (pay.low, pay.high) == (low, high)


@for_each(
    ("text", "low", "high"),
    [
        ("$20 an hour, $25 an hour on nights", 20, 20),
        ("$50,000 a year. To apply, pay $25", 50_000, 50_000),
        ("£30k pa and £5k pa car allowance", 30_000, 30_000),
        ("$60,000 a year - £45,000 a year", 60_000, 60_000),
        ("Bér 610 000 Ft és 45 000 Ft bónusz", 610_000, 610_000),
        ("Palkka 2 300 € ja 400 € bonus", 2_300, 2_300),
    ],
)
def test_neighbours_that_are_no_range(text: str, low: float, high: float) -> None:
    """Two amounts without a link between, or in two moneys, stay two."""
    pay = sk.parse_pay(text)

    assert (pay.low, pay.high) == (low, high)
