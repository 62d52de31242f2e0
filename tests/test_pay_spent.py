"""What somebody pays for a thing or a service is no pay, and neither is the value of a benefit."""

from __future__ import annotations

from cases import for_each

import salarykit as sk
import salarykit.pay
from salarykit.package import table_rows


@for_each(
    ("text", "country"),
    [
        ("Wij betalen 950 euro per maand voor de kinderopvang", "NL"),
        ("Wir zahlen 780 € im Monat für den Hort", "DE"),
        ("We pay $1,450 a month for her violin and ballet", "US"),
        ("Nous payons 640 € par mois pour la péniche", "FR"),
        ("Pagamos 520 € al mes por la barca", "ES"),
        ("Paghiamo 480 euro al mese per la barca", "IT"),
        ("Pagamos 390 € por mês pelo barco", "PT"),
        ("Płacimy 1300 zł miesięcznie za przystań", "PL"),
        ("Vi betalar 4 900 kr i månaden för båtplatsen", "SE"),
    ],
)
def test_what_somebody_pays_for_a_thing_is_no_pay(text: str, country: str) -> None:
    """The verb of paying, a period longer than a day, and "for" with a thing say so, whatever the thing is."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("We pay $4,100 a month for the first year", "US", 4_100),
        ("We pay $4,100 a month for a cook", "US", 4_100),
        ("Wir zahlen 15 € pro Stunde für Gartenarbeit", "DE", 15),
        ("Wij betalen € 2.900 per maand voor iemand met ervaring", "NL", 2_900),
        ("Pagamos 1.500 € al mes por jornada completa, puesto de camarero", "ES", 1_500),
    ],
)
def test_what_is_paid_for_a_time_or_a_person_is_pay(text: str, country: str, low: float) -> None:
    """So is what is paid by the hour, and what stands beside a job."""
    pay = sk.parse_pay(text, country=country)
    assert pay.low == low


@for_each(
    ("text", "country"),
    [
        ("Tjänstebil med förmånsvärde 3 500 kr/mån", "SE"),
        ("Fri bil, beskatningsværdi 5.200 kr. om måneden", "DK"),
        ("Firmabil med fordelsbeskatning 6 100 kr per måned", "NO"),
        ("Dienstwagen, geldwerter Vorteil 480 € monatlich", "DE"),
        ("Véhicule de fonction, avantage en nature : 310 € par mois", "FR"),
        ("Auto van de zaak, bijtelling € 410 per maand", "NL"),
        ("Coche de empresa, retribución en especie de 390 € al mes", "ES"),
        ("Auto aziendale, fringe benefit di 350 euro al mese", "IT"),
        ("Company car, benefit in kind £4,900 a year", "GB"),
        ("Työsuhdeauto, verotusarvo 720 € kuukaudessa", "FI"),
    ],
)
def test_the_value_of_a_benefit_is_no_pay(text: str, country: str) -> None:
    """It is what the tax office adds to pay for something that is not paid in money."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country"),
    [
        ("The agency paid Siegel $94,000 to drop claims", "US"),
        ("They paid him $30,000 to settle the lawsuit", "US"),
        ("Die Klinik zahlt 25.000 € Schmerzensgeld", "DE"),
        ("L'hôpital verse 18 000 € de dédommagement", "FR"),
        ("La empresa pagará 12.000 € de indemnización", "ES"),
        ("L'azienda paga 15.000 euro di risarcimento", "IT"),
        ("Staten betalar 40 000 kr i skadestånd", "SE"),
    ],
)
def test_what_settles_a_claim_is_no_pay(text: str, country: str) -> None:
    """Somebody is paid once, for something other than work."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "amount"),
    [
        ("$55,000 more or less", "US", 55_000),
        ("Gehalt 42.000 € mehr oder weniger", "DE", 42_000),
        ("Salaire 28 000 € plus ou moins", "FR", 28_000),
        ("Sueldo 24.000 € más o menos", "ES", 24_000),
        ("Lön 33 000 kr mer eller mindre", "SE", 33_000),
        ("Stipendio 1.500 euro più o meno", "IT", 1_500),
        ("Salaris € 2.900 min of meer", "NL", 2_900),
    ],
)
def test_more_or_less_is_about(text: str, country: str, amount: float) -> None:
    """Neither word of it opens or closes the amount, or says that it comes on top."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.high) == (amount, amount)


@for_each("row", table_rows("salarykit.pay", "services"))
def test_an_offer_to_customers_has_a_price(row: dict[str, str]) -> None:
    """Next to each of its words, in each language, an amount per hour is no pay; in a text about a vacancy it is."""
    for service in row["service"].split():
        phrase = service.replace("_", " ")
        assert (sk.find_pay(f"Mathe, {phrase}, 60 EUR / hour"), phrase) == (None, phrase)
        assert sk.find_pay(f"{phrase}. Vacancy: cook, 60 EUR / hour"), phrase


@for_each(
    ("text", "country"),
    [
        ("Gardener available weekends, £28 an hour", "GB"),
        ("Tagesmutter hat Plätze frei: 6 € pro Stunde", "DE"),
        ("Professeur de piano, je me déplace, 35 € de l'heure", "FR"),
        ("Profesora nativa, primera clase gratis, 18 €/hora", "ES"),
        ("Insegnante di inglese, prima lezione gratuita, 20 euro l'ora", "IT"),
        ("Docent natuurkunde, proefles gratis, € 30 per uur", "NL"),
        ("Nauczycielka angielskiego, dojeżdżam do ucznia, 90 zł/h", "PL"),
        ("Učitel, doučuji fyziku, 400 Kč/hod", "CZ"),
        ("Städare, från 260 kr i timmen efter rutavdrag", "SE"),
        ("Преподаватель, пробный урок бесплатно, 1800 руб/час", "RU"),
        ("Invoice 118: design work, 14 hours at $85 an hour", "US"),
        ("Rechnung Nr. 7: Tischlerarbeiten, 16 Std. à 52,00 €", "DE"),
        ("Factura: 5 horas de mano de obra a 34 €/hora", "ES"),
    ],
)
def test_a_service_has_a_price_although_its_provider_has_a_job(text: str, country: str) -> None:
    """The words address customers, so the job title is that of who is paid by them."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low", "period"),
    [
        ("Projet de 4 mois, budget 420 €/jour", "FR", 420, "day"),
        ("Freelance Java, budget: €70-75/hr", "IE", 70, "hour"),
        ("Presupuesto: 25 €/hora", "ES", 25, "hour"),
        ("Budżet: 140 zł/h netto", "PL", 140, "hour"),
    ],
)
def test_a_budget_by_the_hour_is_pay(text: str, country: str, low: float, period: str) -> None:
    """It is what a freelancer is offered; any other budget is other money."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.period) == (low, period)
    assert sk.find_pay(text.split("/", maxsplit=1)[0] + " / month", country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("I make 85k as a project coordinator", "US", 85_000),
        ("Я работаю продавцом, получаю 45 тысяч", "RU", 45_000),
        ("Trainee surveyor (Leeds). £24,500 basic + car. The average house costs £300,000.", "GB", 24_500),
        ("Der durchschnittliche Bruttomonatsverdienst lag bei 4.205 Euro", "DE", 4_205),
        ("Los conductores cobrarán 2.050 euros al mes", "ES", 2_050),
        ("En pædagogmedhjælper får 24.500 kr. om måneden i startløn", "DK", 24_500),
    ],
)
def test_what_somebody_earns_is_pay(text: str, country: str, low: float) -> None:
    """A verb of earning, a word for fixed pay or a compound with a word for pay says so."""
    assert sk.parse_pay(text, country=country).low == low


def test_what_somebody_makes_may_be_counted() -> None:
    """A noun right after the number is what it counts."""
    assert sk.find_pay("We make 85k loaves for the shops of the city", country="US") is None


@for_each(
    ("text", "country"),
    [
        ("Hundesitter in Köln: 20 € pro Tag, große Hunde 25 €", "DE"),
        ("Walks by the river £14 an hour, two dogs £20", "GB"),
        ("Paseo de mascotas, 10 € la hora, 15 € dos perros", "ES"),
        ("Koiran ulkoilutus 15 €/tunti, yöhoito 45 €", "FI"),
    ],
)
def test_a_list_of_prices_is_no_pay(text: str, country: str) -> None:
    """Two amounts, one of them for a time, after words that nothing connects with work."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("Builder, $32 ph, tool allowance $20", "NZ", 32),
        ("Pakker, 170 kr./t, nattillæg 45 kr./t", "DK", 170),
        ("$20 an hour, $25 an hour on nights", "US", 20),
        ("Küchenhilfe, 14 € pro Stunde, sonntags 18 €", "DE", 14),
    ],
)
def test_an_addition_makes_no_list_of_prices(text: str, country: str, low: float) -> None:
    """Neither does a job title, or a text of nothing but pay."""
    assert sk.parse_pay(text, country=country).low == low
