"""Schools, clubs and other places that charge some people and pay others; words of two meanings; what comes with the pay."""

from __future__ import annotations

from cases import for_each

import salarykit as sk

PAID = [
    ("Assistant at a daycare, $18 per hour", "US", 18, "hour"),
    ("Receptionist at a busy gym - $16 an hour", "US", 16, "hour"),
    ("I work in insurance, $26 an hour", "US", 26, "hour"),
    ("$20.50 an hour at our gym", "US", 20.5, "hour"),
    ("52,000 THB/month at an international kindergarten", "TH", 52_000, "month"),
    ("$17/hr for a parking lot attendant", "US", 17, "hour"),
    ("Tennis club, head coach, £27 per hour", "GB", 27, "hour"),
    ("Kindergarten sucht Erzieherin, 3.350 € im Monat", "DE", 3_350, "month"),
    ("École de danse cherche professeur, 24 € de l'heure", "FR", 24, "hour"),
    ("Colegio privado busca profesora, 1.750 € al mes", "ES", 1_750, "month"),
    ("Camarera fines de semana, 8,75 €/hora", "ES", 8.75, "hour"),
    ("Escola infantil contrata professora, R$ 2.900 por mês", "BR", 2_900, "month"),
    ("Przedszkole zatrudni nauczyciela, 5400 zł miesięcznie", "PL", 5_400, "month"),
    ("Förskola söker vikarie, 26 500 kr i månaden", "SE", 26_500, "month"),
    ("Частная школа ищет учителя, 75 000 руб. в месяц", "RU", 75_000, "month"),
    ("renda de R$ 3.900 por mês como motorista", "BR", 3_900, "month"),
    ("Renta líquida entre $700.000 y $850.000 mensual", "CL", 700_000, "month"),
    ("Erzieherin in Kita 3.350 € im Monat", "DE", 3_350, "month"),
    ("educadora de guardería 1.250 € al mes", "ES", 1_250, "month"),
    ("Preschool teacher $20 per hour", "US", 20, "hour"),
    ("dev in Tel Aviv, 31k ILS per month", "IL", 31_000, "month"),
    ("Le Smic net passe à 1 443 euros par mois", "FR", 1_443, "month"),
]
CHARGED = [
    ("The academy charges $11,200 a year", "US"),
    ("Tuition at the school is $13,000 a year", "US"),
    ("Golf club membership £1,350 per annum", "GB"),
    ("Schulgeld 3.400 € im Jahr", "DE"),
    ("Semesterbeitrag 298 Euro", "DE"),
    ("frais de scolarité 5 900 € par an", "FR"),
    ("cuota del colegio 380 € al mes", "ES"),
    ("mensalidade da escola R$ 1.400 por mês", "BR"),
    ("renda da casa 870 € por mês, T2 em Braga", "PT"),
    ("paga uma renda de 780 euros por mês pelo apartamento", "PT"),
    ("kurs ücreti 9.000 TL aylık", "TR"),
    ("月謝 25,000円", "JP"),
    ("수업료 월 40만원", "KR"),
    ("skoolgeld van R3 600 per maand", "ZA"),
    ("strømregningen er 2 100 kr i måneden", "NO"),
    ("wynajmę mieszkanie, 2600 zł/miesiąc", "PL"),
    ("сдам квартиру, 40 000 руб. в месяц", "RU"),
    ("Our heating bill went from $110 to $190 per month", "US"),
    ("Studio to let, £950 pcm", "GB"),
    ("child support of $850 per month", "US"),
    ("nous servons 4 200 repas par jour", "FR"),
    ("Preschool: $950 per month", "US"),
    ("guardería 320 € al mes", "ES"),
    ("barnehage 3 100 kr i måneden", "NO"),
    ("przedszkole 950 zł miesięcznie", "PL"),
    ("детский сад 3 800 рублей в месяц", "RU"),
    ("парно 190 лв. на месец", "BG"),
    ("струја 3.800 денари месечно", "MK"),
    ("Levies of R2 100 per month", "ZA"),
    ("council rates of $2,200 a year", "AU"),
    ("Room and board is $11,500 per year", "US"),
    ("Rent here is $1,920 a month", "US"),
    ("We pay $2,450 a month for our two-bedroom house", "US"),
    ("Maksamme vuokraa 930 € kuukaudessa", "FI"),
    ("Plaćamo kiriju 420 evra mesečno", "RS"),
    ("Kiramız aylık 19.000 TL", "TR"),
    ("हम 13,000 रुपये प्रति माह किराया देते हैं", "IN"),
    ("On paie 860 € de loyer par mois", "FR"),
    ("Wir zahlen 1.080 € Warmmiete im Monat", "DE"),
]


@for_each(("text", "country", "low", "period"), PAID)
def test_what_a_school_or_a_club_pays_is_pay(text: str, country: str, low: float, period: str) -> None:
    """A word for what costs money names the employer where it stands with a preposition of place, or before a comma."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.period) == (low, period)


@for_each(("text", "country"), CHARGED)
def test_what_it_charges_is_no_pay(text: str, country: str) -> None:
    """Tuition, fees, rents and bills are told from pay by their own words and verbs."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low", "high", "period"),
    [
        ("jusqu'à 2600 € net/mois avec les primes", "FR", None, 2_600, "month"),
        ("Je verdient € 17,10 per uur inclusief vakantiegeld", "NL", 17.1, 17.1, "hour"),
        ("2.900 € mit Zulagen im Monat", "DE", 2_900, 2_900, "month"),
        ("1.450 euro al mese compresi i premi", "IT", 1_450, 1_450, "month"),
        ("16–19 tys. zł netto + VAT / miesiąc", "PL", 16_000, 19_000, "month"),
        ("€95 + btw per uur", "NL", 95, 95, "hour"),
        ("410 € + IVA al día", "ES", 410, 410, "day"),
    ],
)
def test_what_the_pay_includes_leaves_it_pay(
    text: str, country: str, low: float | None, high: float | None, period: str
) -> None:
    """Bonuses after "including" are part of it, and a tax that a plus sign adds does not end its clause."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.high, pay.period) == (low, high, period)


@for_each(
    ("text", "country", "low", "period"),
    [
        ("day rate $410 / 10 hrs", "US", 410, "day"),
        ("Hour rate: €42", "IE", 42, "hour"),
        ("yevmiye 1600 TL", "TR", 1_600, "day"),
        ("saat ücreti 190 TL", "TR", 190, "hour"),
        ("190 € am Tag", "DE", 190, "day"),
        ("950 € semanais", "PT", 950, "week"),
        ("26 € orari lordi", "IT", 26, "hour"),
        ("palkka 980 €/vko", "FI", 980, "week"),
        ("Maosh: 560 000 so'm kuniga", "UZ", 560_000, "day"),
        ("Цалин: 560 000 төгрөг долоо хоногт", "MN", 560_000, "week"),
        ("Sahod: 1,480 piso sa isang araw", "PH", 1_480, "day"),
        ("Mshahara: 520 shilingi kwa saa", "KE", 520, "hour"),
        ("айлық жалақы 210 000 тг", "KZ", 210_000, "month"),
        ("மாத சம்பளம் ₹16,500", "IN", 16_500, "month"),
        ("μεροκάματο 48 ευρώ", "GR", 48, "day"),
        ("दिहाड़ी ₹650", "IN", 650, "day"),
        ("சம்பளம் மாதம் ₹21,000", "IN", 21_000, "month"),
        ("kuukausipalkkani on 3 250 euroa", "FI", 3_250, "month"),
        ("nudimo mjesečnu plaću 1.450 eura", "HR", 1_450, "month"),
        ("z miesięczną pensją 6100 zł", "PL", 6_100, "month"),
        ("s měsíčním platem 36 000 Kč", "CZ", 36_000, "month"),
        ("месечната заплата е 1900 лева", "BG", 1_900, "month"),
        ("з місячною зарплатою 22 000 грн", "UA", 22_000, "month"),
        ("заробак 1900 рублёў у месяц", "BY", 1_900, "month"),
    ],
)
def test_nouns_and_inflected_words_say_the_period(text: str, country: str, low: float, period: str) -> None:
    """A noun before "rate", a word for a day's wage, and the cases of adjectives and nouns are known."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.high, pay.period) == (low, low, period)


@for_each(
    ("text", "country", "low", "period"),
    [
        ("時給1,150円/月給21万円", "JP", 1_150, "hour"),
        ("日給9,500円 / 月給19万円", "JP", 9_500, "day"),
        ("시급 11,000원 / 월급 230만원", "KR", 11_000, "hour"),
        ("时薪28元/月薪1.2万", "CN", 28, "hour"),
        ("月給21万円・時給1200円", "JP", 210_000, "month"),
    ],
)
def test_of_two_plain_pays_the_first_is_taken(text: str, country: str, low: float, period: str) -> None:
    """That one of them counts in ten thousands makes it no plainer."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.period) == (low, period)


@for_each(
    ("text", "low", "high"),
    [
        ("Healthcare assistants from across Ireland - €15.80 an hour", 15.8, 15.8),
        ("Contract, outside IR35 - £430-£480pd", 430, 480),
        ("Nurses start at $61,000 per year", 61_000, None),
        ("starting from around €40,000", 40_000, None),
        ("up to a whopping $190,000", None, 190_000),
        ("Alga no 9 €/h", 9, None),
        ("Atlyginimas iki 41 000 € per metus", None, 41_000),
        ("Заробак да 3 100 рублёў у месяц", None, 3_100),
    ],
)
def test_a_bound_stands_near_its_amount(text: str, low: float | None, high: float | None) -> None:
    """Of a word further away than one that is not known, the amount is not the end; a name with a number is none."""
    assert sk.parse_pay(text, country="US")[:2] == (low, high)


@for_each(
    ("text", "low"),
    [
        ("8200 P/T", 8_200),
        ("41,000 F/T", 41_000),
        ("2024 P/T", None),
        ("45 P/T employees", None),
        ("8200", None),
    ],
)
def test_part_time_says_that_somebody_is_paid(text: str, low: float | None) -> None:
    """A number with nothing but P/T or F/T beside it is pay, for no period; a year and a few people are none."""
    pay = sk.find_pay(text, country="US")
    assert (pay and (pay.low, pay.period)) == (low and (low, None))
