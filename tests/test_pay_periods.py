from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest
from cases import for_each

import salarykit as sk
from salarykit.pandas import SeriesAccessor

RULES = [
    ("$45 an hour", "US", "hour", "stated"),
    ("月給25万円", "JP", "month", "stated"),
    ("Tagessatz 400 €", "DE", "day", "stated"),
    ("12 LPA", "IN", "year", "implied"),
    ("CHF 6'500 x 13", "CH", "month", "implied"),
    ("£44k", "GB", None, "none"),
]


@for_each(("text", "country", "period", "rule"), RULES)
def test_a_pay_says_how_its_period_came_about(text: str, country: str, period: str | None, rule: str) -> None:
    """A period is stated in words, implied by an idiom or a count of salaries, or not said."""
    pay = sk.parse_pay(text, country=country)

    assert (pay.period, pay.period_rule) == (period, rule)


def test_columns_say_it_too() -> None:
    """The rule is a field of the Arrow struct, and a column of the pandas accessor."""
    texts = [text for text, *_ in RULES]
    countries = [country for _, country, *_ in RULES]
    rules = [rule for *_, rule in RULES]

    column = sk.parse_pay_column(texts, country=countries)
    frame = SeriesAccessor(pd.Series(texts)).parse_pay(country=countries)

    assert column.type.field("period_rule").type == pa.string()
    assert column.field("period_rule").to_pylist() == rules
    assert frame["period_rule"].to_list() == rules


def test_a_rule_that_is_none_is_refused() -> None:
    """A pay that is made by hand takes the four rules alone."""
    with pytest.raises(sk.InvalidPay, match=r"^'guessed' is not a period rule\. Choose stated, implied"):
        sk.Pay(1, 1, period_rule="guessed")


AFTER = [
    ("28.500 kr. om måneden", "DK", "month"),
    ("1.150 kr. pr. dag", "DK", "day"),
    ("172 kr/tim", "SE", "hour"),
    ("512 000 kr per år", "SE", "year"),
    ("215 kr per time", "NO", "hour"),
    ("640.000 kr á mánuði", "IS", "month"),
    ("3 100 € kuukaudessa", "FI", "month"),
    ("1750 € /kuus", "EE", "month"),
    ("9,40 € tunnis", "EE", "hour"),
    ("1450 EUR mēnesī", "LV", "month"),
    ("2100 Eur/mėn.", "LT", "month"),
    ("13 Eur/val.", "LT", "hour"),
    ("18 500 - 23 000 PLN netto (+ VAT) / mies.", "PL", "month"),
    ("135–165 zł netto (+ VAT) / godz.", "PL", "hour"),
    ("41 000 Kč/měs.", "CZ", "month"),
    ("1 650 € mesačne", "SK", "month"),
    ("2.050 € na mesec", "SI", "month"),
    ("9,50 € na uro", "SI", "hour"),
    ("1.450 € mjesečno", "HR", "month"),
    ("85.000 RSD mesečno", "RS", "month"),
    ("85.000 дин. месечно", "RS", "month"),
    ("62.000 ден. месечно", "MK", "month"),
    ("2300 лв. на месец", "BG", "month"),
    ("19 лв./час", "BG", "hour"),
    ("27 000 лв. на година", "BG", "year"),
    ("65.000 lekë në muaj", "AL", "month"),
    ("1.250€ μικτά τον μήνα", "GR", "month"),
    ("6 € την ώρα", "GR", "hour"),
    ("5200 lei pe lună", "RO", "month"),
    ("620 000 Ft/hó", "HU", "month"),
    ("27 000 грн на місяць", "UA", "month"),
    ("190 грн/год", "UA", "hour"),
    ("95 000 ₽ в месяц", "RU", "month"),
    ("1 400 000 ₽/год", "RU", "year"),
    ("42.000 TL ayda", "TR", "month"),
    ("1100 ₼ ayda", "AZ", "month"),
    ("320000 ֏ ամսական", "AM", "month"),
    ("2400 ₾ თვეში", "GE", "month"),
    ("13,000 ₪ לחודש", "IL", "month"),
    ("52 ₪ לשעה", "IL", "hour"),
    ("6000 ريال شهرياً", "SA", "month"),
    ("6000 درهم في الشهر", "AE", "month"),
    ("۲۰,۰۰۰,۰۰۰ ریال ماهانه", "IR", "month"),
    ("₹28,000 प्रति माह", "IN", "month"),
    ("₹150 प्रति घंटा", "IN", "hour"),
    ("৳22,000 প্রতি মাসে", "BD", "month"),
    ("₹28,000 மாதத்திற்கு", "IN", "month"),
    ("27,000 บาทต่อเดือน", "TH", "month"),
    ("27,000 บาท/เดือน", "TH", "month"),
    ("70 บาท ต่อชั่วโมง", "TH", "hour"),
    ("18 triệu mỗi tháng", "VN", "month"),
    ("Rp 4.500.000 /bln", "ID", "month"),
    ("RM 3,200 sebulan", "MY", "month"),
    ("₱24,000 kada buwan", "PH", "month"),
    ("2,400,000₮ сард", "MN", "month"),
    ("KSh 31,000 kwa mwezi", "KE", "month"),
    ("USD 95,000-130,000 per-year-salary", "US", "year"),
    ("CAD 31 - 38 per-hour-wage", "CA", "hour"),
    ("$420 per working day", "US", "day"),
    ("5200元每月", "CN", "month"),
    ("32万円／月", "JP", "month"),
]


@for_each(("text", "country", "period"), AFTER)
def test_a_period_after_the_figure_is_read_in_every_language(text: str, country: str, period: str) -> None:
    """Words and abbreviations of many languages, gross or net and a bracket between, say what a figure is paid for."""
    pay = sk.parse_pay(text, country=country)

    assert (pay.period, pay.period_rule) == (period, "stated")


BEFORE = [
    ("Rate per day: £450", "day"),
    ("Pay per hour: $21 - $26", "hour"),
    ("Rate/hr: $21", "hour"),
    ("Salary per month: from 2,700 EUR", "month"),
    ("per day: £450", "day"),
    ("Gehalt pro Monat: 3.200 €", "month"),
    ("Gehalt/Monat: ab 3.200 €", "month"),
    ("Lohn pro Stunde 17,50 €", "hour"),
    ("Salaire par mois : 2 300 €", "month"),
    ("Salario al mes: 1.900 €", "month"),
    ("Stipendio al mese: 1.600 €", "month"),
    ("Salário por mês: R$ 4.200", "month"),
    ("Salaris per maand: € 3.100", "month"),
    ("Lön per månad: 31 000 kr", "month"),
    ("Løn pr. måned: 31.000 kr.", "month"),
    ("Palkka kuukaudessa: 3 100 €", "month"),
    ("Palk kuus: 1650 €", "month"),
    ("Alga mēnesī: 1450 EUR", "month"),
    ("Atlyginimas per mėnesį: 2100 Eur", "month"),
    ("Wynagrodzenie na godzinę: 32 zł", "hour"),
    ("Mzda za hodinu: 180 Kč", "hour"),
    ("Plača na mesec: 2.050 €", "month"),
    ("Зарплата в месяц: 95 000 ₽", "month"),
    ("Заплата на месец: 2300 лв.", "month"),
    ("Μισθός ανά μήνα: 1.250 €", "month"),
    ("Salariu pe lună: 5200 lei", "month"),
    ("Aylıq maaş: 1100 ₼", "month"),
    ("ամսական աշխատավարձ 320000 ֏", "month"),
    ("שכר לחודש: 13,000 ₪", "month"),
    ("الراتب الشهري: 6000 ريال", "month"),
    ("मासिक वेतन: ₹28,000", "month"),
    ("เงินเดือน 27,000 บาท", "month"),
    ("วันละ 420 บาท", "day"),
    ("Gaji per bulan: Rp 4.500.000", "month"),
    ("時間あたり1,150円", "hour"),
    ("每月5200元", "month"),
    ("시간당 11,000원", "hour"),
    ("Bi-weekly pay: $2,200", "fortnight"),
    ("Every two weeks: $2,200", "fortnight"),
    ("Twice a month: $2,200", "half-month"),
]


@for_each(("text", "period"), BEFORE)
def test_a_period_before_the_figure_is_read_in_every_language(text: str, period: str) -> None:
    """A label says what the figure after it is paid for."""
    pay = sk.parse_pay(text)

    assert (pay.period, pay.period_rule) == (period, "stated")


def test_what_a_label_does_not_say() -> None:
    """Hours, days and weeks that are worked, and a country's other words, are no label of the pay."""
    for text in (
        "40 hours per week: $61,000",
        "Work 38 hours per week for $61,000",
        "4 days per week $61,000",
        "Salary as per policy: $61,000",
        "$61,000 / full time",
        "€45k / 40 h",
    ):
        assert (sk.parse_pay(text).period, text) == (None, text)


SEVERAL = [
    ("$2,300 every two weeks", "fortnight"),
    ("$2,300 every other week", "fortnight"),
    ("$2,300 every 2 weeks", "fortnight"),
    ("$2,300 / 2 weeks", "fortnight"),
    ("$2,300 bi weekly", "fortnight"),
    ("$2,300 twice a month", "half-month"),
    ("$2,300 two times per month", "half-month"),
    ("$2,300 2x/month", "half-month"),
    ("$2,300 semi-monthly", "half-month"),
    ("$2,300 semimonthly", "half-month"),
    ("$6,100 per quarter", "quarter"),
    ("$6,100 quarterly", "quarter"),
    ("$6,100 every three months", "quarter"),
    ("$5,100 every month", "month"),
    ("$5,100 once a month", "month"),
    ("1.900 € alle 14 Tage", "fortnight"),
    ("1.900 € alle zwei Wochen", "fortnight"),
    ("1.900 € 14-tägig", "fortnight"),
    ("1.900 € zweimal im Monat", "half-month"),
    ("5.800 € pro Quartal", "quarter"),
    ("1 900 € toutes les deux semaines", "fortnight"),
    ("1 900 € deux fois par mois", "half-month"),
    ("$18,000 quincenales", "half-month"),
    ("1.900 € ogni due settimane", "fortnight"),
    ("14 000 kr varannan vecka", "fortnight"),
    ("9.500 kr hver 14. dag", "fortnight"),
    ("4 800 zł co dwa tygodnie", "fortnight"),
    ("48 000 ₽ два раза в месяц", "half-month"),
    ("28 000 ₽ раз в две недели", "fortnight"),
    ("11.000 TL iki haftada bir", "fortnight"),
    ("5200元/半月", "half-month"),
    ("38万円/四半期", "quarter"),
]


@for_each(("text", "period"), SEVERAL)
def test_a_period_of_several_words_is_read(text: str, period: str) -> None:
    """Fortnights, half months and quarters are arithmetic, however they are said."""
    pay = sk.parse_pay(text, country="CN" if "元" in text else "JP" if "円" in text else None)

    assert (pay.period, pay.period_rule) == (period, "stated")


UNKNOWN = [
    "$0.58 per mile",
    "$0.12 per word",
    "$45 per session",
    "$2,100 per pay period",
    "£130 per shift",
    "$22 a piece",
    "$22 apiece",
    "$4,100 bimonthly",
    "$4,100 every four weeks",
    "$1,900 4-weekly",
    "$31,000 semi-annually",
    "$0.55/mile - $0.65/mile",
    "$0.55/mile to $0.65",
    "$5,000 paid monthly",
    "13 € pro Stück",
    "28 €/Einsatz",
    "90 EUR / Auftrag",
    "520 € par mission",
    "R$ 32 por hora-aula",
    "25 € por turno",
    "€ 2.100 per 4 weken",
    "38 000 Kč za projekt",
    "1 300 Kč za směnu",
    "110 000 ₽ за вахту",
    "2 600 ₽ за смену",
    "KSh 900 kwa kazi",
    "550 บาทต่อชิ้น",
    "520元/单",
    "1件520円",
    "건당 5,200원",
    "Rate per mile: $0.58",
    "Pro Stück: 2,20 €",
    "Bimonthly salary: $4,100",
    "Monthly salary: $3,100 per unit",
    "Rp 160.000/hr",
    "$3,100/sem",
    "Rate/hr: Rp 160.000",
    "46.500 €/J",
    "EUR/J 46.500",
    "CHF 91'000/J.",
    "410 €/j - 520 €",
]


@for_each("text", UNKNOWN)
def test_a_period_that_is_stated_and_not_understood_is_left_open(text: str) -> None:
    """What stands in the place of a period and is none that is counted is said to be so."""
    country = "CN" if "元" in text else "JP" if "円" in text else "US" if "$" in text else None
    pay = sk.parse_pay(text, country=country)

    assert (pay.period, pay.period_rule) == (None, "unknown_words")


DAY_OR_YEAR = [
    ("410 €/j", "FR", "day"),
    ("410 €/j HT", None, "day"),
    ("TJM : 410 €/j", None, "day"),
    ("410 € par j.", None, "day"),
    ("410 $/j", "CA", "day"),
    ("410 €/j", "BE", None),
    ("46.500 €/J", "DE", "year"),
    ("46.500 € p.J.", "AT", "year"),
    ("46.500 € pro J.", None, "year"),
    ("46.500 €/J bis 52.000 €", None, "year"),
    ("Gehalt/J: 46.500 €", None, "year"),
    ("61.000 $/J", "DE", "year"),
    ("€ 46500 p/j", None, "year"),
    ("€ 46.500 p.j.", "NL", "year"),
    ("€46k/j bruto", None, "year"),
    ("€ 46.500/j", "CH", None),
]


@for_each(("text", "country", "period"), DAY_OR_YEAR)
def test_j_is_a_day_in_french_and_a_year_in_german_and_dutch(
    text: str, country: str | None, period: str | None
) -> None:
    """The country decides what `j` stands for, then the other words; where neither says it, the period is left open."""
    pay = sk.parse_pay(text, country=country)

    assert (pay.period, pay.period_rule) == (period, "stated" if period else "unknown_words")


UNSAID = [
    "$92,000 + bonus",
    "$92,000 plus bonus per project",
    "65.500 € (VB)",
    "$121k remote",
    "$121k / remote",
    "$121k / equity",
    "$66,000 in Austin",
    "$66,000 base",
    "$66,000 DOE",
    "45 500 € à Paris",
    "45 500 € à négocier",
    "R$ 3.100 a combinar",
    "$25,500 a convenir",
    "61.000 € je nach Erfahrung",
    "61.000 € brutto",
    "61.000 € im Raum Köln",
    "₹5,10,000 as per company norms",
    "5 100 zł brutto na umowę o pracę",
    "8 100 zł w Warszawie",
    "8 100 zł netto (+ VAT)",
    "100 500 ₽ на руки",
    "100 500 ₽ до вычета налогов",
    "32 500 kr på heltid",
    "$92k base, equity",
    "USD 92,000",
    "92,000 euros",
    "20 500 - 25 500 грн",
    "15 - 25 triệu",
]


@for_each("text", UNSAID)
def test_other_words_beside_a_figure_are_no_period(text: str) -> None:
    """Places, taxes, bonuses, offers to negotiate and prepositions state none, known or not."""
    pay = sk.parse_pay(text, country="US" if text[0] == "$" else None)

    assert (pay.period, pay.period_rule) == (None, "none")


@for_each(
    ("text", "period"),
    [
        ("per week £500", "week"),
        ("per hour $25", "hour"),
        ("Pro Stunde 25 €", "hour"),
        ("par mois 2 500 €", "month"),
        ("al mes 2.000 €", "month"),
        ("za godzinę 35 zł", "hour"),
        ("a month €3000", "month"),
        ("Great team. Per day £400", "day"),
        ("USD/year 70000", "year"),
        ("EUR/month 3.000", "month"),
        ("Lohn: EUR/Stunde 25", "hour"),
        ("5 days a week £500", None),
        ("40 hours per week £30,000", None),
        ("A year ago I earned £30,000", None),
    ],
)
def test_a_period_that_begins_the_text_is_its_amount_s(text: str, period: str | None) -> None:
    """Words for a period that open a sentence, or stand at a currency, say what the amount behind them is for."""
    assert sk.parse_pay(text).period == period


ABBREVIATED = [
    ("p.w. £540", "GB", 540, "GBP", "week"),
    ("ph £16.20", "GB", 16.2, "GBP", "hour"),
    ("pm €2900", "IE", 2900, "EUR", "month"),
    ("P.A. $61,000", "US", 61_000, "USD", "year"),
    ("Gehalt p.a.: 48.500 €", "DE", 48_500, "EUR", "year"),
    ("Salary (p.a.): £38,000", "GB", 38_000, "GBP", "year"),
    ("Rate p/d: £410", "GB", 410, "GBP", "day"),
    ("GBP pa 47000", None, 47_000, "GBP", "year"),
    ("/month €3100", None, 3100, "EUR", "month"),
    ("/Std. 17,40 €", "DE", 17.4, "EUR", "hour"),
    ("/día 130 €", "ES", 130, "EUR", "day"),
    ("€/month 3100", None, 3100, "EUR", "month"),
    ("€/Std. 18,50", None, 18.5, "EUR", "hour"),
    ("£/day 460", None, 460, "GBP", "day"),
    ("$ / hr 27", "US", 27, "USD", "hour"),
    ("kr/mån 33500", "SE", 33_500, "SEK", "month"),
    ("zł/h 41", None, 41, "PLN", "hour"),
    ("C$/h 33", "US", 33, "CAD", "hour"),
    ("R$/mês 4.700", None, 4700, "BRL", "month"),
    ("CHF/Mt. 6'700", None, 6700, "CHF", "month"),
    ("₹/month 52,000", None, 52_000, "INR", "month"),
    ("at 5 p.m. £3100", "GB", 3100, "GBP", None),
]


@for_each(("text", "country", "figure", "currency", "period"), ABBREVIATED)
def test_a_period_stands_before_its_figure_in_short(
    text: str, country: str | None, figure: float, currency: str, period: str | None
) -> None:
    """Abbreviations and strokes before a figure say its period, at its sign or without one; an hour of the day says none."""
    pay = sk.parse_pay(text, country=country)

    assert (pay.low, pay.currency, pay.period) == (figure, currency, period)


@for_each(("text", "period"), [
    ("18 000 - 24 000 PLN netto + VAT (B2B) / mies.", "month"), ("18 000 PLN (UoP) brutto / mies.", "month"), ("$30 (W2) / hr", "hour"),
    ("£400 (Outside IR35) per day", "day"), ("2 800 € (CDI) brut par mois", "month"), ("R$ 9.000 (PJ) por mês", "month"),
    ("120 000 Kč (HPP) / měsíc", "month"), ("$65 (C2C) per hour", "hour"), ("€2000 (NET) per month", "month"),
])  # fmt: skip
def test_a_kind_of_contract_stands_between_an_amount_and_its_period(text: str, period: str) -> None:
    """The clause goes on behind the brackets that name a contract."""
    assert sk.parse_pay(text).period == period
