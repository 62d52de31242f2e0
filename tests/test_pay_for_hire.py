"""Prices of what is hired by the hour, taught or sold, which look like pay; and the pay of those who work there."""

from __future__ import annotations

import csv
from importlib.resources import files

from cases import for_each

import salarykit as sk

ROWS = list(
    csv.DictReader(
        files("salarykit.pay").joinpath("other_money.csv").read_text(encoding="utf-8").splitlines()
    )
)
CJK = {"ja", "zh", "ko"}


@for_each(("language", "things"), [(row["language"], row["hired"]) for row in ROWS])
def test_whatever_the_table_names_has_a_price_by_the_hour(language: str, things: str) -> None:
    """No language's column is empty, and an amount per hour after any of its things is no pay."""
    assert things
    for written in things.split():
        thing = written.replace("*", "monats").replace("_", " ")
        text = f"{thing} 60 EUR / hour" if language not in CJK else f"{thing} 60 EUR/小时"
        assert (sk.find_pay(text), thing) == (None, thing)


@for_each(
    ("text", "country"),
    [
        ("Squash court, £14 an hour before noon", "GB"),
        ("Village hall: £19 per hour, £120 for the day", "GB"),
        ("Paddleboards from $22 an hour", "US"),
        ("Festzelt mit Boden, 310 € pro Tag", "DE"),
        ("Gitarrenunterricht 32 € die Stunde", "DE"),
        ("Terrain de padel, 24 € de l'heure", "FR"),
        ("Cancha techada $18.000 la hora", "AR"),
        ("Caiaque duplo R$ 60 por hora", "BR"),
        ("Lezioni di chitarra, 25 € l'ora", "IT"),
        ("Vergaderruimte voor tien, € 28 per uur", "NL"),
        ("Hoppborg 900 kr per dag", "SE"),
        ("Minigraver, 1.100 kr. pr. dag", "DK"),
        ("Kajakki 15 €/tunti", "FI"),
        ("Lekcje gitary 70 zł/h", "PL"),
        ("Přívěs 400 Kč na den", "CZ"),
        ("Teniszpálya 5.500 Ft/óra", "HU"),
        ("Lecții de chitară, 90 lei pe oră", "RO"),
        ("Сауна 1 800 руб/час", "RU"),
        ("Корт 350 грн/год", "UA"),
        ("Özel ders 450 TL saat", "TR"),
        ("שיעור גיטרה 140 ₪ לשעה", "IL"),
        ("ملعب كرة 150 ريال في الساعة", "SA"),
        ("テニスコート 1時間 1,800円", "JP"),
        ("琴房 40元/小时", "CN"),
        ("합주실 시간당 12,000원", "KR"),
    ],
)
def test_what_is_hired_or_taught_has_a_price(text: str, country: str) -> None:
    """Nothing but the thing says so."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("Bowling lane mechanic, $24 an hour", "US", 24),
        ("Squash court cleaners wanted, £13 an hour", "GB", 13),
        ("Courier with own e-bike, €15 per hour", "IE", 15),
        ("Wir suchen Hilfe für den Kajakverleih, 14 € pro Stunde", "DE", 14),
        ("Recherche moniteur de kayak, 13 € de l'heure", "FR", 13),
        ("Se busca monitor para pista de patinaje, 10 € la hora", "ES", 10),
        ("Addetto al noleggio di bici, 10 € l'ora", "IT", 10),
        ("Zwemles: instructeur gezocht, € 17 per uur", "NL", 17),
        ("Zatrudnię lektora, lekcje niemieckiego, 60 zł/h", "PL", 60),
        ("Hledáme lektorku na lekce češtiny, 300 Kč/hod", "CZ", 300),
        ("Инструктор сапборда, 400 руб/час", "RU", 400),
        ("テニスコート受付スタッフ 時給1,250円", "JP", 1_250),
        ("Agent de parking, 13,10 € de l'heure", "FR", 13.1),
        ("Vigilante de garaje, 1.250 € al mes", "ES", 1_250),
        ("Finance assistant, bursar's office, $21/hr", "US", 21),
        ("Comercial para alquiler, 1.450 € al mes", "ES", 1_450),
    ],
)
def test_who_works_there_is_paid(text: str, country: str, low: float) -> None:
    """A job title, a word of vacancies or a word for pay says that the amount is somebody's."""
    assert sk.parse_pay(text, country=country).low == low


@for_each(
    ("text", "country"),
    [
        ("2017 Outback, 74k miles, $13,200", "US"),
        ("Polo 1.2, Bj. 2015, 121.000 km, 6.300 €", "DE"),
        ("Mégane 2014, 138 000 km, 5 200 €", "FR"),
        ("Octavia, 164 tis. km, 145 000 Kč", "CZ"),
        ("Corsa, 97 tys. km, 18 500 zł", "PL"),
        ("Логан, 140 тыс. км, 480 000 ₽", "RU"),
    ],
)
def test_a_used_car_has_a_mileage(text: str, country: str) -> None:
    """A mileage beside an amount without a period makes it a price."""
    assert sk.find_pay(text, country=country) is None


def test_a_driver_has_a_mileage_too() -> None:
    """Beside a job title or a period it does not."""
    assert sk.parse_pay("Truck driver, 2,500 miles, $1,700", country="US").low == 1_700
    assert sk.parse_pay("2,500 miles, $1,700 per week", country="US").low == 1_700


@for_each(
    ("text", "country", "low", "high", "period"),
    [
        ("RAL 27.000/31.000 €", "IT", 27_000, 31_000, "year"),
        ("Salaire 2100/2400 € net", "FR", 2_100, 2_400, None),
        ("35/42 K€", "FR", 35_000, 42_000, None),
        ("Monatslohn CHF 4'800/5'300", "CH", 4_800, 5_300, "month"),
        ("R$ 1.900/2.300 por mês", "BR", 1_900, 2_300, "month"),
        ("lön 27500/31000 kr", "SE", 27_500, 31_000, None),
        ("sueldo $900/1,200 semanales", "MX", 900, 1_200, "week"),
        ("Gehalt 2.900 €/39 h", "DE", 2_900, 2_900, None),
        ("$26/40 hours", "US", 26, 26, None),
        ("open 24/7, pay $19", "US", 19, 19, None),
        ("12/05/2026: $21/hr", "US", 21, 21, "hour"),
        ("$45k/60k OTE", "US", 45_000, 45_000, None),
    ],
)
def test_a_stroke_links_ends_of_the_same_length(
    text: str, country: str, low: float, high: float, period: str | None
) -> None:
    """Dates, hours and what is paid beside the pay are no ends."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.high, pay.period) == (low, high, period)


@for_each(
    ("text", "period"),
    [
        ("Min: $61,000 | Max: $74,000 | Basis: Annual", "year"),
        ("$23.10; Pay Frequency: Hourly", "hour"),
        ("Salary 3,400 EUR, Zeitraum: Monat", "month"),
        ("Salaire 2 300 € | Périodicité : mensuel", "month"),
        ("Sueldo: $9,500 | Periodicidad: quincenal", "half-month"),
        ("Salary: $4,000 | Type: Full-time", None),
        ("Salary: $4,000 | Period: Spring", None),
    ],
)
def test_a_label_after_the_amount_states_the_period(text: str, period: str | None) -> None:
    """Fields of a table that stand side by side in a text belong together."""
    assert sk.parse_pay(text, country="US").period == period


@for_each(
    ("text", "country", "expected"),
    [
        ("Stipend: ₹ 12,000 /month", "IN", 12_000),
        ("Internship stipend: $1,800 per month", "US", 1_800),
        ("Wellness stipend: $100 per month", "US", None),
        ("stipend 9 000 kr per måned", "NO", None),
        ("Budget: 7-10 LPA", "IN", 700_000),
        ("Budget: ₹ 7,00,000", "IN", None),
        ("You pay once income passes £27,295 a year", "GB", None),
        ("Income: £27,295 a year", "GB", 27_295),
        ("I accepted an offer: 110k base, 15k signing", "US", 110_000),
    ],
)
def test_a_label_of_other_money_may_be_one_of_pay(text: str, country: str, expected: float | None) -> None:
    """A trainee's stipend and lakhs per annum are pay; an income beside a threshold is none."""
    pay = sk.find_pay(text, country=country)
    assert (pay and pay.low) == expected


def test_an_offer_is_no_french_year() -> None:
    """The article of what follows it is no period."""
    assert sk.parse_pay("I accepted an offer: 110k base, 15k signing", country="US").period is None


@for_each(
    ("text", "country", "low", "period"),
    [
        ("Staplerfahrer, 16,20 € Stundenlohn, Schicht 6-14 Uhr", "DE", 16.2, "hour"),
        ("$23 hourly wage, shift 6-14", "US", 23, "hour"),
        ("Cajera, $310 de jornal, turno 7-15", "MX", 310, "day"),
    ],
)
def test_a_word_of_pay_after_an_amount_is_its_own(text: str, country: str, low: float, period: str) -> None:
    """A later number without a sign takes nothing from it."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.period) == (low, period)


@for_each(
    ("text", "country", "currency"),
    [
        ("तलब रु. 31,000 मासिक", "NP", "NPR"),
        ("वेतन रु. 31,000 मासिक", "IN", "INR"),
        ("महिनाको २२ हजार रुपैयाँ तलब", None, "NPR"),
        ("လစာ 350,000 ကျပ် တစ်လ", None, "MMK"),
        ("ເງິນເດືອນ 2,800,000 ກີບ/ເດືອນ", None, "LAK"),
        ("ប្រាក់ខែ 900,000 រៀល", None, "KHR"),
    ],
)
def test_names_of_money_in_scripts_of_asia(text: str, country: str | None, currency: str) -> None:
    """A sign of two countries is that of the country; names are known in their own script."""
    assert sk.parse_pay(text, country=country).currency == currency


@for_each(
    ("text", "country"),
    [
        ("Two rooms, 54 m², € 890 per month", "NL"),
        ("Zweiraumwohnung, 61 qm, 720 € im Monat", "DE"),
        ("31 kvm, 7 900 kr/mån", "SE"),
        ("Bedsit 11,500 per month, Ngara", "KE"),
        ("Cottage 2 bed 1 bath, $1,640 per month", "US"),
        ("Kontrakan 1,8 juta per bulan", "ID"),
        ("Пәтер жалға беріледі, айына 150 000 теңге", "KZ"),
        ("کمرہ کرائے پر، 14,000 روپے ماہانہ", "PK"),
        ("Woonstel te huur, R7 800 per maand", "ZA"),
        ("เดือนละ 5,200 บาท ห้องพัก", "TH"),
    ],
)
def test_a_home_has_a_rent(text: str, country: str) -> None:
    """Rooms, a size, and what opens an offer name a home, beside numbers without a currency as well."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("Agent for flats to let, £2,100 a month", "GB", 2_100),
        ("Nhân viên cho thuê nhà, 9 triệu/tháng", "VN", 9_000_000),
        ("Cleaner for 240 m² in Cork, €1,150 per month", "IE", 1_150),
    ],
)
def test_who_lets_homes_is_paid(text: str, country: str, low: float) -> None:
    """A text that opens with a job title offers a job, whatever it offers besides."""
    assert sk.parse_pay(text, country=country).low == low


def test_to_begins_a_cap_where_a_value_begins() -> None:
    """British agencies write "to" for "up to"; between two ends it is no bound of its own."""
    assert sk.parse_pay("Welder, to £45k", country="GB")[:2] == (None, 45_000)
    assert sk.parse_pay("to £60k + bens", country="GB")[:2] == (None, 60_000)
    assert sk.parse_pay("£40k to £60k", country="GB")[:2] == (40_000, 60_000)


def test_what_a_plus_adds_shows_that_the_amount_is_pay() -> None:
    """The word does what the sign does."""
    assert sk.parse_pay("a remote role, 70-90k plus bonus", country="US")[:2] == (70_000, 90_000)
    assert sk.find_pay("we handled 70-90k requests", country="US") is None


@for_each(
    ("text", "country", "period"),
    [
        ("$34/hr DOE. Sign-on bonus $2,500", "US", "hour"),
        ("9 € all’ora", "IT", "hour"),
        ("1.900 EUR hilabete bakoitzeko", "ES", "month"),
        ("₹14,000 ਪ੍ਰਤੀ ਮਹੀਨਾ", "IN", "month"),
        ("₹480/రో", "IN", "day"),
        ("11 руб./гадзіна", "BY", "hour"),
        ("350 000 теңге ай сайын", "KZ", "month"),
        ("1,900,000₮ сар бүр", "MN", "month"),
        ("1.000 € mj.", "HR", "month"),
        ("150.000 դրամ/ա", "AM", "month"),
        ("ເງິນເດືອນ 2.600.000 ກີບຕໍ່ເດືອນ", "LA", "month"),
        ("Dagsarvode 1 150 kronor", "SE", "day"),
        ("שכר ₪40 לשעה", "IL", "hour"),
    ],
)
def test_periods_as_their_languages_write_them(text: str, country: str, period: str) -> None:
    """CLDR's patterns for "per" and the notation of advertisements."""
    assert sk.parse_pay(text, country=country).period == period


@for_each(
    ("text", "country"),
    [
        ("Movers: three men and a truck, $165 an hour", "US"),
        ("Umzugsservice mit Lkw, 95 € die Stunde", "DE"),
        ("Mudanzas con furgón, 35 € la hora", "ES"),
        ("Przeprowadzki, 140 zł/h", "PL"),
        ("Cours de chant, 40 € de l'heure", "FR"),
        ("Aula de piano R$ 90 por hora", "BR"),
        ("Retail space, 2,200 SF, $3,100 per month", "US"),
        ("2011 Sienna, 171k miles, $6,900, one owner", "US"),
        ("Voorschot € 165 per maand", "NL"),
    ],
)
def test_services_and_spaces_have_prices(text: str, country: str) -> None:
    """So have lessons, and cars, whose owners are no titles."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low", "period"),
    [
        ("58,000 TRY net per month, meal card 250 TRY/day", "TR", 58_000, "month"),
        ("Cuisinier 2 350 € net mensuel, logement possible 240 €/mois", "FR", 2_350, "month"),
        ("Salario: $2'450.000 mensuales", "CO", 2_450_000, "month"),
        ("Jahressalär CHF 81'000, 42 Stunden", "CH", 81_000, "year"),
        ("Roofer, £260 per shift, Leeds", "GB", 260, None),
        ("$80,200 DOQ per year", "US", 80_200, "year"),
        ("الراتب 42000 دج شهريا", "DZ", 42_000, "month"),
    ],
)
def test_which_amount_is_whose(text: str, country: str, low: float, period: str | None) -> None:
    """A word after an amount is its own; an apostrophe marks millions; a shift is a piece of work."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.period) == (low, period)


@for_each(
    ("text", "country", "low", "high", "period"),
    [
        ("95.000 RSD neto, mesečno, Niš", "RS", 95_000, 95_000, "month"),
        ("450-550 AZN, aylıq, Bakı", "AZ", 450, 550, "month"),
        ("$52,000, annually", "US", 52_000, 52_000, "year"),
        ("$52,000, annual bonus", "US", 52_000, 52_000, None),
        ("950-დან 1250 ლარამდე თვეში", "GE", 950, 1_250, "month"),
    ],
)
def test_a_period_behind_a_comma_and_cases_that_make_a_range(
    text: str, country: str, low: float, high: float, period: str | None
) -> None:
    """An adverb between commas belongs to the amount before it; what follows it as an adjective does not."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.high, pay.period) == (low, high, period)


@for_each(
    ("text", "country"),
    [
        ("Three bed flat, Hove, £1,900 pcm", "GB"),
        ("Spare room, £590 a month, SE22", "GB"),
        ("Room $245 per week, Geelong", "AU"),
        ("Downstairs unit, 3bd/2ba, $2,150 monthly", "US"),
        ("2-roms 12 900 kr pr. mnd", "NO"),
        ("Căn hộ 3PN 11 triệu/tháng", "VN"),
        ("两室一厅 3900元/月", "CN"),
        ("ワンルーム 6.1万円/月", "JP"),
    ],
)
def test_a_home_is_known_by_its_rooms(text: str, country: str) -> None:
    """They are counted in ways of their own."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country"),
    [
        ("Dining room of a 90-room hotel, $640 weekly", "US"),
        ("Engine room rating, £2,300 per month", "GB"),
        ("Live-in nanny, $1,050/week, own room and bath", "US"),
    ],
)
def test_a_room_at_work_is_no_home(text: str, country: str) -> None:
    """Neither is one that comes with the job."""
    assert sk.find_pay(text, country=country) is not None


@for_each(
    "text",
    [
        "Tenants pay $85 a month for storage",
        "Riders pay $130 per month",
        "Up to $1,800 toward a degree every year",
        "$60 a month towards a phone",
        "Studio space, $28 an hour",
    ],
)
def test_what_others_pay_and_what_goes_toward_a_thing_is_no_pay(text: str) -> None:
    """Who buys pays a price; an amount toward something is for that."""
    assert sk.find_pay(text, country="US") is None


def test_what_jobs_pay_is_pay() -> None:
    """The same verb after another noun."""
    assert sk.parse_pay("These jobs pay $24 an hour", country="US").low == 24
