"""What a noun says that "is" or "of" links to an amount: pay only if it names pay or a job."""

from __future__ import annotations

from cases import for_each

import salarykit as sk
from salarykit.package import table_rows
from salarykit.pay.amount_names import is_of_others, names_other_money, offer_before

ROWS = {row["language"]: row for row in table_rows("salarykit.pay", "amount_names")}


def test_no_column_is_empty_in_any_language() -> None:
    """Every language of the table has words of every kind."""
    assert [
        (language, kind) for language, row in ROWS.items() for kind, words in row.items() if not words
    ] == []


@for_each("language", sorted(ROWS))
def test_every_word_that_links_a_name_to_an_amount_does(language: str) -> None:
    """A made-up noun before "is" or "of" makes other money; a comma or a word for pay between undoes it."""
    for kind in ("is", "of", "costs"):
        for word in ROWS[language][kind].split():
            assert (names_other_money(f"Xyzzy {word} ", ["xyzzy", word]), word) == (kind, word)
            assert (names_other_money(f"Xyzzy {word}, ", ["xyzzy", word]), word) == ("", word)
            assert (sk.find_pay(f"Xyzzy {word} 2,000 EUR / month"), word) == (None, word)


@for_each("language", sorted(ROWS))
def test_a_neutral_noun_names_nothing(language: str) -> None:
    """A job, a position, an offer is no other money."""
    for noun in ROWS[language]["neutral"].split():
        assert (names_other_money(f"{noun} is ", [noun, "is"]), noun) == ("", noun)


@for_each(
    ("text", "country"),
    [
        ("The abatement is $46,000 a year", "US"),
        ("A subsistence grant of $150 per week", "NZ"),
        ("Die Pfandsumme beträgt rund 1.700 €", "DE"),
        ("Der Grundfreibetrag liegt bei 12.096 € im Jahr", "DE"),
        ("De inleg bedraagt € 2.300", "NL"),
        ("Bundfradraget er 46.700 kr. om året", "DK"),
        ("Indskuddet er på 22.500 kr.", "DK"),
        ("Avgälden uppgår till 45 000 kr per termin", "SE"),
        ("Terminbeløpet er 11 200 kr per måned", "NO"),
        ("Leikskólagjöldin eru 35.000 kr. á mánuði", "IS"),
        ("Une caution de 1 700 € est demandée", "FR"),
        ("Le forfait s'élève à 900 € par an", "FR"),
        ("La señal es de 1.900 €", "ES"),
        ("Préstec de 12.000 € a 48 mesos", "ES"),
        ("A propina é de 697 €", "PT"),
        ("A renda é de 900 € por mês", "PT"),
        ("La caparra è di 700 € al mese", "IT"),
        ("Arvuna este de 800 euro pe lună", "RO"),
        ("Eine Lagerbox kostet 95 € monatlich", "DE"),
    ],
)
def test_a_noun_that_names_neither_pay_nor_a_job_makes_other_money(text: str, country: str) -> None:
    """It may be any noun: no table lists what costs money."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low", "period"),
    [
        ("The position is $4,500 a month", "US", 4_500, "month"),
        ("This is $52,000 per year", "US", 52_000, "year"),
        ("Nights are £14.20 an hour", "GB", 14.20, "hour"),
        ("Die Stelle ist mit 2.800 € im Monat dotiert", "DE", 2_800, "month"),
        ("Mindestvergütung von 2.150 € monatlich", "DE", 2_150, "month"),
        ("Dagloon van € 140 per dag", "NL", 140, "day"),
        ("Lønpakken er 52.000 kr. om måneden", "DK", 52_000, "month"),
        ("Lönespannet är 41 000 kr i månaden", "SE", 41_000, "month"),
        ("Lønnsspennet er 650 000 kr per år", "NO", 650_000, "year"),
        ("Tímakaupið er 3.100 kr. á tímann", "IS", 3_100, "hour"),
        ("Poste de 2 000 à 2 400 € par mois", "FR", 2_000, "month"),
        ("El puesto es de 1.600 € al mes", "ES", 1_600, "month"),
        ("Renta de $850.000 mensuales", "CL", 850_000, "month"),
        ("A vaga é de R$ 2.500 por mês", "BR", 2_500, "month"),
        ("Lo stage è di 600 € al mese", "IT", 600, "month"),
        ("Lookout Bay, $4,100 a month", "US", 4_100, "month"),
    ],
)
def test_a_job_or_a_word_for_pay_names_pay(text: str, country: str, low: float, period: str) -> None:
    """So does no name at all, where a comma separates the words from the amount."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.period) == (low, period)


@for_each(
    ("text", "country", "low"),
    [
        ("Wir zahlen 3.400 € im Monat und bezuschussen das Deutschlandticket", "DE", 3_400),
        ("Ofrecemos 1.400 € al mes y seguro médico", "ES", 1_400),
        ("Grundløn 28.000 kr. pr. måned og et tillæg", "DK", 28_000),
        ("Vi betalar 165 kr i timmen och friskvårdsbidrag", "SE", 165),
        ("Nous payons 2 100 € par mois et une mutuelle", "FR", 2_100),
        ("Oferim 1.800 euro pe lună și tichete de masă", "RO", 1_800),
        ("Paghiamo 1.300 € al mese e buoni pasto", "IT", 1_300),
    ],
)
def test_after_the_period_an_and_begins_something_else(text: str, country: str, low: float) -> None:
    """A benefit behind "and" does not make other money of the pay before it."""
    assert sk.parse_pay(text, country=country).low == low


@for_each(
    ("text", "country", "low"),
    [
        ("Stundenlohn CHF 32, Halbtax CHF 190 im Jahr", "CH", 32),
        ("Lønn: kr 600 000, mobil for 400 kr i måneden", "NO", 600_000),
        ("Salary £42,000, laundry £15 per week", "GB", 42_000),
        ("Sueldo de $18,000, colegio de $4,800 al mes", "MX", 18_000),
        ("Wir bieten ein Gehalt von 45.000 € und ein Lernkonto mit 100 € im Monat", "DE", 45_000),
    ],
)
def test_a_word_for_pay_belongs_to_the_first_amount_behind_it(text: str, country: str, low: float) -> None:
    """A later amount with a period does not take it away."""
    assert sk.parse_pay(text, country=country).low == low


@for_each("language", sorted(ROWS))
def test_every_verb_of_offers_offers(language: str) -> None:
    """Who offers or is offered may stand between the verb and the amount; another thing, or an "and" before the verb, may not."""
    for verb in ROWS[language]["offers"].split():
        for whom in ROWS[language]["whom"].split():
            assert offer_before([verb, whom]), (verb, whom)
        assert (offer_before([verb, "xyzzy"]), verb) == ("", verb)
        assert (offer_before(["xyzzy", "and", verb]), verb) == ("", verb)


@for_each(
    ("text", "country", "low"),
    [
        ("Wir bieten dir 45.000 € und ein Lernkonto", "DE", 45_000),
        ("Wij bieden € 52.000 en een fiets", "NL", 52_000),
        ("Nous vous proposons 40 000 € et un vélo", "FR", 40_000),
        ("Te ofrecemos 30.000 € y una bicicleta", "ES", 30_000),
        ("Oferecemos 25.000 € e uma bicicleta", "PT", 25_000),
        ("Offriamo 32.000 € e una bicicletta", "IT", 32_000),
        ("Vi tilbyder dig 450.000 kr. og en cykel", "DK", 450_000),
        ("You earn $61,000 and a bicycle", "US", 61_000),
    ],
)
def test_a_verb_of_offers_makes_pay_of_a_bare_amount(text: str, country: str, low: float) -> None:
    """No word for pay and no period is needed."""
    assert sk.parse_pay(text, country=country).low == low


@for_each(
    ("text", "country"),
    [
        ("Bring a friend and get $1,500", "US"),
        ("Werbe eine Freundin und du erhältst 1.000 €", "DE"),
        ("Tip ons en krijg € 1.000", "NL"),
        ("Porta un amico e ricevi 1.000 €", "IT"),
        ("Traga um colega e receba R$ 1.000", "BR"),
        ("Trae a un amigo y gana 1.200 €", "ES"),
        ("Parrainez un ami et recevez 1 150 €", "FR"),
        ("Adu un prieten și primești 1.500 lei", "RO"),
        ("You get a bicycle for $1,500", "US"),
    ],
)
def test_what_somebody_gets_for_something_else_is_no_pay(text: str, country: str) -> None:
    """An "and" before the verb, or a thing behind it, makes it another offer."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country"),
    [
        ("Sunny 3BR condo by the lake, $2,250/mo, no smokers", "US"),
        ("Helle Dachgeschosswohnung, 62 m², 940 € monatlich", "DE"),
        ("Bovenwoning in het centrum, € 1.250 p/m", "NL"),
        ("Lys 2-værelses lejlighed i Vanløse, 12.500 kr./md.", "DK"),
        ("Fin trea på Kungsholmen, 16 500 kr/mån", "SE"),
        ("Lys toroms på Majorstuen, 17 500 kr/mnd", "NO"),
        ("T2 meublé proche gare, 870 € par mois", "FR"),
        ("Ático con terraza, 1.250 €/mes", "ES"),
        ("T3 remodelado em Almada, 1.050 €/mês", "PT"),
        ("Bilocale arredato, 890 €/mese", "IT"),
        ("Garsonieră mobilată, 390 euro/lună", "RO"),
        ("A parking space for $2,100 a year", "US"),
        ("Tagesmutterplatz für CHF 1'900 im Monat", "CH"),
        ("Lærernes videreuddannelse for op til 20.000 kr. om året", "DK"),
    ],
)
def test_a_month_s_money_for_a_home_or_a_thing_is_no_pay(text: str, country: str) -> None:
    """A home nearby, or a noun with "for" or "at", is evidence against pay if nothing speaks of work."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("Housekeeper for a condo by the lake, $2,250/mo", "US", 2_250),
        ("Putzkraft für Ferienwohnung, 940 € monatlich, Bewerbung an uns", "DE", 940),
        ("Camarera de pisos, 1.250 €/mes", "ES", 1_250),
        ("Baby-sitter pour 1 100 € par mois, candidatures bienvenues", "FR", 1_100),
        ("Wij betalen € 4.500 per maand voor een ervaren lasser", "NL", 4_500),
        ("Pagamos R$ 3.500 por mês a um bom soldador", "BR", 3_500),
    ],
)
def test_who_works_there_or_is_paid_makes_it_pay(text: str, country: str, low: float) -> None:
    """A job title, words of a vacancy or an employer's verb outweigh them."""
    assert sk.parse_pay(text, country=country).low == low


@for_each(
    ("text", "country", "pay"),
    [
        ("Bauleiter | Leipzig | 55-65k", "DE", (55_000, 65_000)),
        ("Electrician (Omaha, NE) 85-95K", "US", (85_000, 95_000)),
        ("Jefe de obra | Bilbao | 38-45k", "ES", (38_000, 45_000)),
        ("Technicien | Brest | 28-32k", "FR", (28_000, 32_000)),
        ("Leeds and Bradford, rooms of 50-60k", "GB", None),
        ("Electricians in a league of 50-60k", "GB", None),
    ],
)
def test_a_range_of_thousands_behind_a_job_is_its_pay(
    text: str, country: str, pay: tuple[float, float] | None
) -> None:
    """It needs no currency where it ends a short text that names a job."""
    found = sk.find_pay(text, country=country)
    assert (found and (found.low, found.high)) == pay


@for_each("text", ["Fotograf til bryllup, 2.000 kr. om dagen", "Ansvar fra start, 2.000 kr. om dagen"])
def test_a_comma_ends_what_opens_or_closes_an_amount(text: str) -> None:
    """The bound belongs to the words before the comma."""
    pay = sk.parse_pay(text, country="DK")
    assert (pay.low, pay.high) == (2_000, 2_000)


@for_each(
    ("text", "country"),
    [
        ("Parken am Bahnhof: 2 € pro Stunde, maximal 15 € am Tag", "DE"),
        ("Parkeren: € 3 per uur, maximaal € 18 per dag", "NL"),
        ("Aparcamiento: 3 € la hora, máximo 18 € al día", "ES"),
        ("Abonnement: 9 € par mois, ou 90 € par semestre, 1 200 € par an à plusieurs", "FR"),
        ("Affitto, spese incluse, 640 € al mese", "IT"),
        ("Pro Mitarbeiter investieren wir 3.500 € im Jahr in Kurse", "DE"),
        ("Husleje, a conto varme, 6.400 kr. om måneden", "DK"),
    ],
)
def test_a_price_s_word_counts_for_all_amounts_of_its_sentence(text: str, country: str) -> None:
    """A later amount is no pay either, if nothing in the text speaks of work."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("Parkplatz kostenlos, Koch 3.300 € im Monat", "DE", 3_300),
        ("Lidmaatschap gratis, vacature trainer, € 2.600 per maand", "NL", 2_600),
        ("Kostenlose Parkplätze, 3.300 € brutto im Monat", "DE", 3_300),
    ],
)
def test_beside_work_a_price_s_word_counts_for_its_own_amount(text: str, country: str, low: float) -> None:
    """A job, a vacancy or a tax makes the later amount pay."""
    assert sk.parse_pay(text, country=country).low == low


@for_each("language", sorted(ROWS))
def test_every_verb_of_asking_names_a_price(language: str) -> None:
    """Whom it is asked of may stand between; a comma or a job title may not."""
    for phrase in ROWS[language]["asks"].split():
        words = phrase.split("_")
        before = " ".join(words)
        assert (names_other_money(f"{before} ", words), phrase) == ("costs", phrase)
        assert (names_other_money(f"{before} xyzzy ", [*words, "xyzzy"]), phrase) == ("costs", phrase)
        assert (names_other_money(f"{before} cook ", [*words, "manager"]), phrase) == ("", phrase)


@for_each("language", sorted(ROWS))
def test_what_others_than_workers_pay_or_get_is_theirs(language: str) -> None:
    """They may stand before the verb or after it."""
    for other in ROWS[language]["others"].split():
        for verb in ROWS[language]["pay_or_get"].split():
            assert is_of_others([other, verb], 1), (other, verb)
            assert is_of_others([verb, other], 0), (other, verb)


@for_each(
    ("text", "country"),
    [
        ("The plumber charges $85 per hour", "US"),
        ("We're a 12-person shop billing clients roughly $160 an hour", "US"),
        ("Parents here pay $14 an hour for after-school care", "US"),
        ("You'll pay a £250 excess per claim", "GB"),
        ("Sick pay is paid at £116.75 per week for up to 28 weeks", "GB"),
        ("The company owes workers $3.4 million in back pay", "US"),
        ("Der Handwerker berechnet 68 Euro pro Stunde zuzüglich Anfahrt", "DE"),
        ("Für den Hort zahlen Eltern mit mittlerem Einkommen 110 Euro im Monat", "DE"),
        ("De loodgieter rekent 75 euro per uur en 35 euro voorrijkosten", "NL"),
        ("Elektrikeren tager 550 kr. i timen plus moms", "DK"),
        ("Rörmokaren debiterar 695 kr i timmen före rotavdrag", "SE"),
        ("Le plombier facture 55 € de l'heure, déplacement compris", "FR"),
        ("La CAF verse une allocation de base de 193 € par mois", "FR"),
        ("L'idraulico chiede 40 euro l'ora più la chiamata", "IT"),
        ("Los hogares gastan de media 350 euros al mes en comida", "ES"),
        ("Bolsa Família paga em média R$ 681 por mês", "BR"),
        ("Instalatorul cere 150 de lei pe oră", "RO"),
        ("Hydraulik bierze 150 zł za godzinę plus dojazd", "PL"),
        ("Instalatér si účtuje 650 Kč za hodinu plus dopravu", "CZ"),
        ("Elektrikár si pýta 25 eur za hodinu práce", "SK"),
    ],
)
def test_what_is_asked_for_or_paid_by_others_is_no_pay(text: str, country: str) -> None:
    """An hour's money is no exception."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("As a porter you earn $31,000", "US", 31_000),
        ("Als Lagerist verdienst du 2.900 € monatlich", "DE", 2_900),
        ("Als Xyzzy krijg je € 2.600 per maand", "NL", 2_600),
        ("Som xyzzy får du cirka 24.500 kr. om måneden", "DK", 24_500),
        ("Ausbildungsvergütung im 1. Lehrjahr: 1.150 Euro", "DE", 1_150),
        ("La paga è di 1.400 € al mese", "IT", 1_400),
    ],
)
def test_what_somebody_gets_as_something_is_pay(text: str, country: str, low: float) -> None:
    """It may be any job."""
    assert sk.parse_pay(text, country=country).low == low


@for_each("language", sorted(ROWS))
def test_what_an_employer_gets_is_not_what_it_pays(language: str) -> None:
    """A verb of getting beside an employer is about a subsidy."""
    for employer in ROWS[language]["employers"].split():
        for verb in ROWS[language]["get"].split():
            assert is_of_others([employer, verb], 1), (employer, verb)


@for_each(
    ("text", "country"),
    [
        ("Job creation credit: employers receive $2,500 per year for each new position", "US"),
        ("De werkgever krijgt een loonkostenvoordeel van 6.000 euro per jaar", "NL"),
        ("Virksomheden får 2.500 kr. pr. uge i lærlingetilskud", "DK"),
        ("L'employeur perçoit une aide de 6 000 € par an pour chaque apprenti recruté", "FR"),
        ("Pracodawca otrzyma 1 500 zł miesięcznie na zatrudnienie bezrobotnego", "PL"),
        ("Zamestnávateľ získa 600 eur mesačne na nového pracovníka", "SK"),
        ("Ein Gehaltsvorschuss von 900 € im Monat ist möglich", "DE"),
    ],
)
def test_what_an_employer_gets_is_no_pay(text: str, country: str) -> None:
    """The end of a compound says what it is, whatever word for pay it begins with."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("Me ofrecen 28k brutos en Valencia como programador, ¿es poco?", "ES", 28_000),
        ("Am ofertă de 1.900 euro net la Cluj pe Java, e ok?", "RO", 1_900),
        ("Dostałem ofertę 14k netto B2B w Krakowie, brać?", "PL", 14_000),
        ("Beru 42 tisíc hrubého v Brně.", "CZ", 42_000),
        ("J'ai une proposition à 43k fixe + 4k de variable à Nantes", "FR", 43_000),
        ("Stipend for interns: ₹15,000 per month", "IN", 15_000),
        ("Ik verdien nu 2900 bruto als verpleegkundige", "NL", 2_900),
        ("Je touche 1 620 net en tant qu'aide-soignante de nuit.", "FR", 1_620),
    ],
)
def test_what_somebody_is_offered_before_or_after_tax_is_pay(text: str, country: str, low: float) -> None:
    """As people ask in forums: whether the offer of a job is good."""
    assert sk.parse_pay(text, country=country).low == low


@for_each(
    ("text", "country"),
    [
        ("Oferta de 1.900 € en sofás", "ES"),
        ("Der Dachdecker macht uns ein Angebot von 4.500 € für das ganze Haus", "DE"),
    ],
)
def test_an_offer_of_something_else_is_no_pay(text: str, country: str) -> None:
    """Without a tax an offer may be of anything."""
    assert sk.find_pay(text, country=country) is None
