"""What somebody pays for a thing or a service is no pay, and neither is the value of a benefit."""

from __future__ import annotations

from cases import for_each

import salarykit as sk


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
