"""How much pay changes is no pay, whatever words for pay stand beside it."""

from __future__ import annotations

from cases import for_each

import salarykit as sk
from salarykit.package import table_rows
from salarykit.pay.changes import is_change_before, says_by_how_much

ROWS = {row["language"]: row for row in table_rows("salarykit.pay", "changes")}
_AHEAD = {"um", "o", "met"}


def test_no_column_is_empty_in_any_language_of_the_changes() -> None:
    """Every language has words for "by" and verbs of change."""
    assert [
        (language, kind) for language, row in ROWS.items() for kind, words in row.items() if not words
    ] == []


@for_each("language", sorted(ROWS))
def test_every_word_of_change_changes_with_every_by_of_its_language(language: str) -> None:
    """Another noun between the two undoes it, and so does another number."""
    for by in ROWS[language]["by"].split():
        undecided = None if by in _AHEAD else False
        for change in ROWS[language]["changes"].split():
            word = change.replace("*", "xyzzy")
            assert (is_change_before([word, "lohn", by], (), ()), word, by) == (True, word, by)
            assert (is_change_before([word, "7", by], (), ()), word, by) == (undecided, word, by)
            assert (is_change_before([word, "mit", "gehalt", by], (), ()), word, by) == (undecided, word, by)


@for_each(
    ("text", "country"),
    [
        ("Wages rose by $1.20 an hour over the past year", "US"),
        ("A salary increase: pay climbed by about $4,000 a year", "US"),
        ("Die Löhne steigen um 150 Euro im Monat", "DE"),
        ("Das Gehalt soll um 300 Euro pro Monat erhöht werden", "DE"),
        ("Beschäftigte bekommen 1,10 Euro mehr pro Stunde", "DE"),
        ("De lonen gaan met 90 euro per maand omhoog", "NL"),
        ("De lonen stijgen met 90 euro per maand", "NL"),
        ("Lønnen stiger med 900 kr. om måneden", "DK"),
        ("Lönerna höjs med minst 975 kronor i månaden", "SE"),
        ("Lønna øker med 1 200 kroner i måneden", "NO"),
        ("Le salaire augmente de 80 euros par mois", "FR"),
        ("Les agents toucheront 80 euros de plus par mois", "FR"),
        ("Aumento in busta paga di 135 euro al mese", "IT"),
        ("Los trabajadores cobrarán 60 euros más al mes", "ES"),
        ("El sueldo sube en 60 euros al mes", "ES"),
        ("O salário aumenta em R$ 150 por mês", "BR"),
        ("Salariul crește cu 200 de lei pe lună", "RO"),
        ("El sou puja en 75 euros al mes", "ES"),
        ("Płaca wzrośnie o 400 zł miesięcznie", "PL"),
        ("Nauczyciele dostaną o 420 zł więcej miesięcznie", "PL"),
        ("Platy se zvýší o 2 000 Kč měsíčně", "CZ"),
        ("Mzdy stúpnu o 90 eur mesačne", "SK"),
    ],
)
def test_what_pay_changes_by_is_no_pay(text: str, country: str) -> None:
    """A word for pay beside it changes nothing."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low", "high"),
    [
        ("Wages rose to $21.50 an hour", "US", 21.5, 21.5),
        ("Der Lohn steigt von 13 auf 14 Euro pro Stunde", "DE", 14, 14),
        ("Der Mindestlohn steigt auf 13,90 Euro pro Stunde", "DE", 13.9, 13.9),
        ("Le salaire augmente à 1 950 euros par mois", "FR", 1_950, 1_950),
        ("Aumenta tus ingresos con un sueldo de 1.500 € al mes", "ES", 1_500, 1_500),
        ("subida y salario de 1.500 € al mes", "ES", 1_500, 1_500),
        ("aumento: sueldo de 1.500 €", "ES", 1_500, 1_500),
        ("Salaire en hausse : rémunération de 30 000 € par an", "FR", 30_000, 30_000),
        ("aumento, stipendio di 1.900 euro al mese", "IT", 1_900, 1_900),
        ("Płaca wzrośnie do 30 zł za godzinę", "PL", None, 30),
        ("3.000 € oder mehr im Monat", "DE", 3_000, None),
        ("45 000 kr eller mer i månaden, lön", "SE", 45_000, None),
        ("22.000 € más comisiones, salario bruto", "ES", 22_000, 22_000),
        ("1 900 € plus primes, salaire", "FR", 1_900, 1_900),
    ],
)
def test_what_pay_changes_to_is_pay(text: str, country: str, low: float | None, high: float) -> None:
    """So is an open amount, and one that something is added to."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.high) == (low, high)


def test_a_comparative_of_two_words_needs_both() -> None:
    """A single "plus" adds."""
    assert says_by_how_much("", 0, "mult", "mai")
    assert not says_by_how_much("", 0, "mult", "")
