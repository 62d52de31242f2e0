"""Tests of the evidence for pay: a sum in a sentence about something else is no pay, whatever the sentence is about."""

from __future__ import annotations

import pytest
from cases import for_each

import salarykit as sk
from salarykit.pay.clause_words import speaks_of_work, words_of_clause

SUMS = """
PL | Grozi za to grzywna do 30 000 zł.
CZ | Hrozí mu sankce až 50 000 Kč.
SK | Získali sme grant vo výške 40 000 €
SI | Za priporočilo sodelavca prejmete nagrado 1.000 €.
HR | Novčana kazna od 2.650 do 6.630 eura.
RU | Приведи друга и получи 15 000 рублей.
BG | Глобата е от 500 до 2000 лева.
LV | Naudas sods no 70 līdz 280 eiro.
EE | Trahv kuni 1 200 eurot.
FI | Vinkkauspalkkio 2000 € onnistuneesta rekrytoinnista.
HU | A bírság 50 000 forinttól 500 000 forintig terjedhet.
GR | Πρόστιμο από 300 έως 1.000 ευρώ.
AL | Buxheti i projektit është 2.000.000 euro.
TR | Arkadaşını getir, 10.000 TL kazan.
GE | ჯარიმა 500 ლარიდან 1000 ლარამდე.
AM | Տուգանքը 50 000 դրամ է։
SA | غرامة قدرها 5,000 ريال.
IR | جریمه ۲۰۰ هزار تومان.
IN | जुर्माना ₹10,000 तक हो सकता है।
TH | ค่าปรับ 500 บาท
VN | Phạt tiền từ 2.000.000 đến 3.000.000 đồng.
JP | 罰金30万円以下。
KR | 과태료 50만원이 부과됩니다.
PL | Na szkolenia przeznaczamy 5 000 zł rocznie na każdego z nas.
"""
JOBS = """
US | Barkeeper, $42,000 | 42000 | None
GB | Senior developer £64,000 | 64000 | None
DE | Lagerist, 2.400 € | 2400 | None
PL | Kierowca kat. C 7 200 zł miesięcznie | 7200 | month
PL | Szukamy osoby do sprzątania biur, 4 800 zł miesięcznie do ręki dla każdego | 4800 | month
RU | Разнорабочий 3 000 руб в день | 3000 | day
RU | Водитель на межгород 120 000 ₽ | 120000 | None
JP | 25万円〜 | 250000 | None
CZ | Šička do dílny v Prostějově 34 000 Kč měsíčně. | 34000 | month
GR | Καμαριέρα για ξενοδοχείο στη Ρόδο 950 € τον μήνα. | 950 | month
SI | Pleskar na terenu 1.600 € na mesec. | 1600 | month
BG | Шивачки за цех в Пловдив 1700 лв. на месец. | 1700 | month
LT | Siuvėjos į cechą Kaune 1300 € per mėnesį. | 1300 | month
AL | Rrobaqepëse në fabrikë Tiranë 50.000 lekë në muaj. | 50000 | month
CZ | Tesař pro stavbu v Praze 40 000 Kč měsíčně. | 40000 | month
HR | Vozači C i E kategorije Zagreb 1.500 eura mjesečno | 1500 | month
RU | Бетонщики на объект в Москве 120 000 рублей в месяц. | 120000 | month
IL | טייח לבניין בחולון 10,000 ש"ח לחודש. | 10000 | month
TH | ช่างไม้ เชียงใหม่ 15,000 บาทต่อเดือน | 15000 | month
PL | Pilarz, Radom. Dajemy 6 500 zł miesięcznie, dojazd firmowym busem. | 6500 | month
US | $66,000 in Austin | 66000 | None
"""


HOUSING = """
PL | Kawalerka w centrum, 2 400 zł miesięcznie
CZ | Byt 3+1 v Praze za 24 000 Kč/měsíc
LT | Dviejų kambarių butas Kaune, 450 €/mėn.
EE | Kolmetoaline korter Kesklinnas, 750 €/kuu
FI | Kolmio keskustassa, 950 €/kk
HU | Háromszobás lakás Pesten, 320 000 Ft/hó
GR | Τριάρι στην Καλλιθέα, 650 €/μήνα
TR | 3+1 daire, Kadıköy, 25.000 TL/ay
GE | 3-ოთახიანი ბინა საბურთალოზე, 800 ლარი/თვე
CN | 三居室整租，每月7800元，拎包入住。
KR | 투룸 월 65만원, 보증금 500만원
"""
PRICES = """
PL | Rata leasingu 1 450 zł miesięcznie
CZ | Garážové stání 1 800 Kč/měs.
SK | Vyskúšajte Premium – 7,99 €/mes.
SI | Splošna olajšava 5.000 € letno
HR | Mjesečna članarina u teretani 40 eura
RS | Dečji dodatak 4.000 dinara mesečno
MK | Пробајте Премиум – 299 ден./мес.
BG | Пробвайте Премиум – 12,99 лв./мес.
RU | Материальная помощь 10 000 ₽ при рождении ребёнка
UA | Прожитковий мінімум 3 028 грн на місяць
LV | Īre 300 € + drošības nauda
FI | Takuueläke 976 € kuukaudessa
HU | Teremgarázs hely 25 000 Ft/hó
GR | Κοινόχρηστα 70 € τον μήνα
TR | Kapalı otopark 1.500 TL/ay
AM | Մարզասրահի աբոնեմենտ 20 000 դրամ ամսական
IL | קצבת זקנה 1,795 ש"ח לחודש
SA | موقف سيارة مغطى 300 ريال شهرياً
IN | जिम की सदस्यता ₹1,200 प्रति माह
TH | ค่าเน็ตบ้าน 599 บาท/เดือน
VN | Chỗ đậu ô tô 1.500.000đ/tháng
ID | Uang pulsa Rp 100.000 per bulan
MN | Фитнессийн эрх сард 120 000 төгрөг.
CN | 英语课程每月1200元。
JP | プレミアムを試す – 月額980円
KR | 도서구입비 월 3만원
"""
CALLS = """
PL | Do wygrania 25 000 zł!
RU | Главный приз — 100 000 рублей.
TR | 10.000 TL kazanma şansı!
IN | ₹10,000 जीतें!
ID | Menangkan Rp 10 juta!
KR | 총 100만원 경품 증정!
"""
PAY_BESIDE = """
PL | Nettó 31,50 zł/h, zakwaterowanie 400 zł miesięcznie | 31.5 | hour
HU | Nettó 2200 Ft órabér, munkásszállás 40 000 Ft havonta | 2200 | hour
SA | بائع، 3800 ريال شهرياً، مكافأة 200 ريال | 3800 | month
TH | พนักงานขาย 11,000 บาทต่อเดือน โบนัส 1,000 บาท | 11000 | month
UA | Зварювальник 150 грн/год, житло 3 000 грн на місяць | 150 | hour
CN | 招聘厨师，每月6000元 | 6000 | month
TR | Garson, aylık 30.000 TL | 30000 | month
IR | استخدام آشپز، ماهی ۱۴ میلیون تومان | 140000000 | month
HU | Ügyfélszolgálat 380 000 Ft/hó | 380000 | month
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("country", "text"), _rows(SUMS))
def test_a_sum_in_a_sentence_about_something_else_is_no_pay(country: str, text: str) -> None:
    """A sentence that has neither a word for pay nor a job title states no pay, in any language."""
    assert sk.find_pay(text, country=country) is None


@pytest.mark.parametrize(("country", "text", "low", "period"), _rows(JOBS))
def test_a_job_and_its_money_are_pay(country: str, text: str, low: str, period: str) -> None:
    """A job title, an offer of work, or nothing at all beside an amount needs no word for pay."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, str(pay.period)) == (float(low), period)


def test_names_and_bounds_are_no_other_subject() -> None:
    """Several capitalised words are a name, and a clause that begins with a bound is about the amount."""
    assert words_of_clause("Zorro Alpha Centre $40,000", 19, 26).unknown_before == 0
    assert words_of_clause("up to a whopping $40,000", 17, 24).unknown_before == 0
    assert words_of_clause("a whopping flood of $40,000", 20, 27).unknown_before > 0


def test_a_word_of_work_may_stand_anywhere_near() -> None:
    """A vacancy is recognised by its words on either side of the amount, also in scripts that do not separate words."""
    assert speaks_of_work("8000 zł, szukamy kierowcy", 0)
    assert speaks_of_work("รับสมัครด่วน 9,000 บาท", 13)
    assert not speaks_of_work("A dress, 80 zł", 9)


@pytest.mark.parametrize(("country", "text"), _rows(HOUSING))
def test_a_flat_and_its_money_are_a_rent(country: str, text: str) -> None:
    """A flat or a room is let for as much as a month's pay; no word for the rent need say so."""
    assert sk.find_pay(text, country=country) is None


@pytest.mark.parametrize(("country", "text"), _rows(PRICES))
def test_a_period_beside_what_costs_money_is_no_evidence(country: str, text: str) -> None:
    """Subscriptions, parking, leases and benefits of the state have a period as pay has one."""
    assert sk.find_pay(text, country=country) is None


@pytest.mark.parametrize(("country", "text"), _rows(CALLS))
def test_a_prize_is_no_pay(country: str, text: str) -> None:
    """A call to win, or a label of a prize, is a sentence about something else."""
    assert sk.find_pay(text, country=country) is None


@pytest.mark.parametrize(("country", "text", "low", "period"), _rows(PAY_BESIDE))
def test_pay_is_found_beside_other_money(country: str, text: str, low: str, period: str) -> None:
    """Lodgings, a bonus, an allowance beside the pay of a job do not hide it."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, str(pay.period)) == (float(low), period)


@for_each(
    ("text", "country"),
    [
        ("€45 xyz", "DE"),
        ("₹12.5 लख", "IN"),
        ("$25 grands", "US"),
        ("₹45 foo", "IN"),
        ("45 zyx €", "DE"),
    ],
)
def test_a_small_number_before_an_unknown_word_is_no_pay(text: str, country: str) -> None:
    """The word may multiply it, so that neither a text nor a table has the bare number; a number in full is read."""
    assert sk.find_pay(text, country=country) is None
    found = sk.sift_salaries([{"city": "x", "country": country, "salary": text}])
    assert (len(found.good), found.bad.row_count) == (0, 1)
    assert sk.find_pay("€45,000 xyz", country="DE") is not None


@for_each(
    ("text", "country", "amount"),
    [
        ("Got offered £37k as a data analyst in Cardiff", "GB", 37_000),
        ("Hab 52.000 € als Ingenieur in Ulm geboten bekommen", "DE", 52_000),
        ("Question : 31 000 € comme technicien à Brest", "FR", 31_000),
        ("Una duda: 24.000 € como enfermera en Vigo", "ES", 24_000),
    ],
)
def test_a_job_behind_as_makes_an_amount_pay(text: str, country: str, amount: float) -> None:
    """Nothing else in these texts is a word for pay."""
    assert sk.parse_pay(text, country=country).low == amount


@for_each(
    ("text", "country", "amount"),
    [
        ("Starting pay for dispatchers went from $36,000 to $41,000 a year", "US", 41_000),
        ("Der Mindestlohn stieg von 12,41 Euro auf 12,82 Euro pro Stunde", "DE", 12.82),
        ("Le salaire est passé de 1 900 € à 2 050 € par mois", "FR", 2_050),
        ("El salario pasó de 1.080 € a 1.134 € al mes", "ES", 1_134),
        ("Lo stipendio è passato da 1.400 a 1.550 euro al mese", "IT", 1_550),
    ],
)
def test_pay_that_changed_is_what_it_changed_to(text: str, country: str, amount: float) -> None:
    """The two amounts are not the ends of a range."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.high) == (amount, amount)


def test_pay_that_rises_within_a_range_keeps_it() -> None:
    """Advertisements state where pay begins and where it can rise to."""
    pay = sk.parse_pay("Salary rising from £27,000 to £30,000", country="GB")
    assert (pay.low, pay.high) == (27_000, 30_000)


@for_each(
    ("text", "country"),
    [
        ("A monthly travelcard is £184.50", "GB"),
        ("The annual premium is $1,430", "US"),
        ("Det monatliche Beitrag liegt bei 310 €", "DE"),
        ("De monthly bijdrage is € 1.450", "NL"),
    ],
)
def test_an_adjective_for_a_period_is_no_word_for_pay(text: str, country: str) -> None:
    """The noun after it is the name of the amount."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("Sachbearbeiter Einkauf (w/m/d) in Emden ab 42 T€, Gleitzeit, Kantine", "DE", 42_000),
        ("Sales assistant (full time) in Leeds from £24,000, parking, pension", "GB", 24_000),
        ("Assistant (H/F) à Lyon dès 24 000 €, cantine, mutuelle", "FR", 24_000),
        ("Camarero (H/M) en Vigo desde 18.000 €, media jornada, parking", "ES", 18_000),
    ],
)
def test_a_text_that_opens_with_a_job_states_its_pay(text: str, country: str, low: float) -> None:
    """Brackets and the name of a place may be between the two."""
    assert sk.parse_pay(text, country=country).low == low


@for_each(
    ("text", "country"),
    [
        ("Nurse, 34, from Leeds won £12,000 on a scratchcard", "GB"),
        ("Arzt (58) um 40.000 Euro betrogen", "DE"),
        ("Chauffeur de bus (H) volé : 3 000 € disparus", "FR"),
        ("Plumber in Leeds, new boiler from £1,800", "GB"),
    ],
)
def test_a_text_that_opens_with_a_job_may_be_about_something_else(text: str, country: str) -> None:
    """Other words than names next to the amount are about that."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country"),
    [
        ("기본급 280만원 + 인센티브", "KR"),
        ("月給23万円 + 各種手当", "JP"),
        ("底薪6000元 + 提成", "CN"),
    ],
)
def test_a_plus_that_adds_something_opens_no_amount(text: str, country: str) -> None:
    """A space may be on both sides of it."""
    pay = sk.parse_pay(text, country=country)
    assert pay.low == pay.high


@for_each(
    ("text", "country"),
    [
        ("2014 Honda CR-V, Spokane, $11,900 OBO", "US"),
        ("Moto Honda CB500, Elche, 3.200 €, ITV pasada", "ES"),
        ("Altana ogrodowa 3x3, Kielce, 2 800 zł", "PL"),
        ("Begagnad åkgräsklippare, Kalmar, 9 500 kr", "SE"),
        ("Sofa i læder, Kolding, 2.200 kr.", "DK"),
        ("Perävaunu, Lahti, 1 350 €", "FI"),
    ],
)
def test_a_thing_in_a_town_has_a_price(text: str, country: str) -> None:
    """Two parts of unknown words, and neither of them a job."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("Spa therapist, Killarney, €30,000, live-in possible", "IE", 30_000),
        ("Technicien frigoriste H/F – Valence – 30 000 € – véhicule", "FR", 30_000),
        ("Svářeč CO2, Kolín, 33 000 Kč čistého", "CZ", 33_000),
        ("Kennel manager; Fort Collins; 42k-45k; start ASAP", "US", 42_000),
        ("Killarney, €30,000", "IE", 30_000),
    ],
)
def test_a_job_in_a_town_has_pay(text: str, country: str, low: float) -> None:
    """So has a town alone, which is the place of a job as well as of a thing."""
    assert sk.parse_pay(text, country=country).low == low
