"""The table of words for other money, word by word, and the least that may be pay where nothing but a period says so."""

from __future__ import annotations

import csv
from importlib.resources import files

from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.pay.least_pay import may_be_pay
from salarykit.pay.other_money import KINDS, TITLES
from salarykit.pay.pay_year import PERIODS
from salarykit.pay.words import STRONG_CUES, WEAK_CUES

READ = files("salarykit.pay")
ROWS = {
    row["language"]: {kind: words.split() for kind, words in row.items() if kind != "language"}
    for row in csv.DictReader(READ.joinpath("other_money.csv").read_text(encoding="utf-8").splitlines())
}
PERIOD_LANGUAGES = {
    row["language"]
    for row in csv.DictReader(READ.joinpath("period_words.csv").read_text(encoding="utf-8").splitlines())
}
CJK = {"ja", "zh", "ko"}


def test_every_language_of_the_periods_has_words_for_every_kind() -> None:
    """No column is empty in any language."""
    assert ROWS.keys() == PERIOD_LANGUAGES | CJK
    lacking = [
        (language, kind)
        for language, row in ROWS.items()
        for kind in ("benefit", *KINDS, "unit", "counted")
        if not row[kind]
    ]

    assert lacking == []


@for_each("language", sorted(ROWS.keys() - CJK))
def test_every_word_of_the_table_makes_other_money(language: str) -> None:
    """A word for other money right before an amount makes it no pay, and as the end of a compound, too; English links it."""
    cues = STRONG_CUES | WEAK_CUES
    for kind in ("benefit", *KINDS):
        for written in ROWS[language][kind]:
            word = written.replace("*", "monats").replace("_", " ")
            if cues.isdisjoint(word.split()):
                link = "of " if language == "en" else ""
                assert (sk.find_pay(f"{word} {link}900 EUR / month"), word) == (None, word)


@for_each("language", sorted(CJK))
def test_the_words_of_scripts_without_spaces_make_other_money(language: str) -> None:
    """They are found wherever they stand before the amount, and lose to a word for pay that is nearer."""
    for kind in ("benefit", *KINDS):
        for word in ROWS[language][kind]:
            assert (sk.find_pay(f"{word} 月 3000円"), word) == (None, word)
            assert sk.parse_pay(f"{word}、月給 250000円").low == 250_000


@for_each("language", sorted(language for language, row in ROWS.items() if row["title"] and language != "en"))
def test_beside_a_job_title_the_words_name_a_trade(language: str) -> None:
    """What looks like other money belongs to the job where a title stands beside it."""
    row = ROWS[language]
    for title in row["title"]:
        word = row["insurance"][0].replace("_", " ")
        text = f"{title.replace('_', ' ')} {word} 3,000 EUR / month"
        assert (sk.parse_pay(text).low, title) == (3_000, title)


@for_each(
    "text",
    [
        "Abo ab 13,49 € pro Monat, jederzeit kündbar",
        "Stellplatz in der Tiefgarage: 75 € monatlich",
        "Haftpflichtversicherung für 340 € im Jahr",
        "Loyer : 815 € par mois charges comprises",
        "Mutuelle à 420 € par mois",
        "Alquiler 1.240 € al mes, gastos incluidos",
        "Póliza de vida por $3,200 mensuales",
        "Affitto 690 € al mese",
        "Plano de saúde de R$ 900,00 por mês",
        "Huur € 1.320 per maand",
        "Zorgverzekering € 1.580 per jaar",
        "Hyra 9 200 kr/mån",
        "Parkeringsplats 1 700 kr/mån",
        "Husleie 12 400 kr i måneden",
        "Forsikring 1 900 kr. om måneden",
        "Leiga 268.000 kr. á mánuði",
        "Vuokra 810 €/kk",
        "Czynsz najmu 3 100 zł miesięcznie",
        "Ubezpieczenie na życie 900 zł miesięcznie",
        "Nájemné 16 500 Kč měsíčně",
        "Poistenie domu 320 € ročne",
        "Bérleti díj 210 000 Ft/hó",
        "Chirie 520 euro pe lună",
        "Наем 920 лв. на месец",
        "Ενοίκιο 640 € τον μήνα",
        "Аренда офиса 70 000 руб. в месяц",
        "Страхування авто 9 000 грн на рік",
        "Najemnina 610 € na mesec",
        "Kirija 380 € mesečno",
        "Кирија 310 евра месечно",
        "Qira 340 euro në muaj",
        "Nuoma 520 € per mėnesį",
        "Īre 460 EUR mēnesī",
        "Üür 510 € kuus",
        "Otopark aylık 3.500 TL",
        "Kirayə 750 AZN ayda",
        "ქირა 950 ლარი თვეში",
        "Վարձակալություն 240 000 դրամ ամսական",
        "דמי מנוי 890 ₪ לחודש",
        "إيجار 5,200 درهم شهريا",
        "اجاره ماهانه 60,000,000 ریال",
        "किराया 14,000 रुपये प्रति माह",
        "ค่าที่จอดรถ 2,400 บาทต่อเดือน",
        "Tiền thuê nhà 6 triệu/tháng",
        "Phí gửi xe 900.000 đồng/tháng",
        "Sewa kos Rp 1.700.000 per bulan",
        "Sewa RM1,350 sebulan",
        "Түрээс сарын 950,000 төгрөг",
        "駐車場代 月額25,000円",
        "停车费 1300元/月",
        "보험료 월 30만원",
        "Desks at $640 per person",
        "€21/m²",
        "₱19,500 per sqm",
        "34 € pro Quadratmeter",
        "1 450 kr per kvm",
    ],
)
def test_rents_prices_and_premiums_are_no_pay(text: str) -> None:
    """They are told from pay in every language, whatever their period."""
    for country in (None, "US", "DE", "SE", "IN"):
        assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "low"),
    [
        ("Insurance agent, £30,000 per year", 30_000),
        ("Parkplatzwächter, 2.400 € im Monat", 2_400),
        ("Conductor de transporte 1.600 € al mes", 1_600),
        ("Gehalt inkl. Essensgeld 3.150 € im Monat", 3_150),
        ("Kostenlose Parkplätze, 3.300 € brutto im Monat", 3_300),
        ("Ücretsiz yemek, maaş 38.000 TL aylık", 38_000),
        ("駐車場あり 月額250,000円", 250_000),
        ("Wir bieten betriebliche Rente und 3.180 € im Monat", 3_180),
        ("nous offrons une bonne retraite et 2 380 € par mois", 2_380),
        ("通勤手当込み 月額230,000円", 230_000),
        ("수당 포함 월 280만원", 2_800_000),
        ("£9 per hour", 9),
    ],
)
def test_what_comes_with_the_pay_does_not_hide_it(text: str, low: float) -> None:
    """A benefit that the pay includes, or that a comma separates from it, leaves it pay."""
    assert sk.parse_pay(text).low == low


@for_each(
    ("text", "low"),
    [
        ("Go Pro for only 269 Kč/měsíc today", None),
        ("169 kr/månad • Ingen bindning", None),
        ("Jetzt nur 17,90 € pro Monat", None),
        ("pay: $0.40 per hour plus meals", 0.4),
        ("salary of 12 EUR per month in the prison workshop", 12),
        (",79 € per hour", 0.79),
        ("35 грн/год", 35),
    ],
)
def test_a_period_is_no_evidence_for_what_cannot_be_pay(text: str, low: float | None) -> None:
    """Less than anybody is paid is a price in prose; beside a word of pay, and in a field of its own, it is what it says."""
    pay = sk.find_pay(text, country="SE" if "kr/" in text else None)
    assert (pay and pay.low) == low


@given(
    st.floats(0.01, 1e9),
    st.floats(1, 10),
    st.sampled_from(["EUR", "JPY", "KWD", "XXX", None]),
    st.sampled_from(sorted(PERIODS)),
)
def test_what_may_be_pay_stays_so_if_it_grows(
    value: float, factor: float, currency: str | None, period: str
) -> None:
    """The least is a threshold, and there is none for a currency that is not known."""
    assert may_be_pay(value * factor, currency, period) or not may_be_pay(value, currency, period)
    assert may_be_pay(value, None, period)


def test_titles_are_no_words_for_other_money() -> None:
    """A word is a title or other money, not both."""
    both = TITLES & {word for row in ROWS.values() for kind in ("benefit", *KINDS) for word in row[kind]}
    assert both == set()


@for_each(
    "language", sorted(language for language, row in ROWS.items() if row["alone"] and language not in CJK)
)
def test_a_trade_or_an_employer_alone_names_a_price(language: str) -> None:
    """Such a word is other money where nothing else stands before the amount, and none beside a word of pay."""
    for written in ROWS[language]["alone"]:
        word = written.replace("_", " ")
        assert (sk.find_pay(f"{word}: 900 EUR / month"), word) == (None, word)
        assert (sk.parse_pay(f"{word}: salary 900 EUR / month").low, word) == (900, word)


@for_each(
    ("text", "country"),
    [
        ("Kreditrate 340 € im Monat", "DE"),
        ("argent de poche 120 € par mois", "FR"),
        ("hipoteca de 720 € al mes", "ES"),
        ("mesada R$ 400 por mês", "BR"),
        ("assegno unico 200 € al mese", "IT"),
        ("kinderopvangtoeslag € 310 per maand", "NL"),
        ("fastighetsskatt 900 kr i månaden", "SE"),
        ("asuntolaina 750 € kuukaudessa", "FI"),
        ("kieszonkowe 600 zł miesięcznie", "PL"),
        ("kapesné 4500 Kč měsíčně", "CZ"),
        ("lakáshitel 90 000 Ft havonta", "HU"),
        ("карманные деньги 6000 рублей в месяц", "RU"),
        ("harçlık aylık 3.500 TL", "TR"),
        ("internet aylık 900 TL", "TR"),
        ("Monthly internet: $130", "US"),
        ("beasiswa Rp1.500.000 per bulan", "ID"),
        ("học phí 3 triệu/tháng", "VN"),
        ("ค่าเทอม 9,000 บาทต่อเดือน", "TH"),
        ("お小遣い 月額3万円", "JP"),
        ("광고비 월 50만원", "KR"),
    ],
)
def test_what_a_household_spends_or_is_given_is_no_pay(text: str, country: str) -> None:
    """Loans, taxes, pocket money and grants are told from pay by their own words."""
    assert sk.find_pay(text, country=country) is None
