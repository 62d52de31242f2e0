from __future__ import annotations

from cases import for_each

import salarykit as sk

HOURS = [
    ("28 uur per week", "NL"), ("Verpleegkundige, 20 uur per week in Zwolle", "NL"), ("32 tot 36 uur", "NL"), ("38 uur/week", "NL"),
    ("Heti 38 óra", "HU"), ("20 nap szabadság", "HU"), ("Haftada 40 saat", "TR"), ("26 gün", "TR"), ("9 jam kerja", "ID"), ("5 hari", "ID"),
    ("48 giờ mỗi tuần", "VN"), ("27 dag semester", "SE"), ("30 dage", "DK"), ("39 Std. pro Woche", "DE"), ("12 mois", "FR"), ("240 mois", "FR"),
    ("8 ore pe zi", "RO"), ("40 ώρες την εβδομάδα", "GR"), ("30 day notice", "US"), ("24 hr support", "US"), ("salaris volgens cao, 24 uur", "NL"),
]  # fmt: skip
"""What a worker works, waits or is away."""
THINGS = [
    ("9,000 parcels per hour", "US"), ("11.000 commandes par mois", "FR"), ("4.500 Besucher pro Tag", "DE"), ("1.400 colli per uur", "NL"),
    ("7.000 pedidos al mes", "ES"), ("2.500 ordini al giorno", "IT"), ("12 000 besökare per dag", "SE"), ("90 paczek na godzinę", "PL"),
    ("120 ordrer i timen", "NO"), ("3.000 clientes ao mês", "BR"), ("20 students per hour", "US"), ("1 000 000 запросов в день", "RU"),
]  # fmt: skip
"""What is done in a length of time."""
CODES = [
    ("12 Sample Street, Akron, OH, 44304 — salary depends on experience", "US"), ("Requisition 208113: salary negotiable", "US"),
    ("69003 Lyon - salaire selon profil", "FR"), ("50667 Köln - Gehalt nach Vereinbarung", "DE"), ("41001 Sevilla – salario según convenio", "ES"),
    ("10121 Torino - retribuzione commisurata all'esperienza", "IT"), ("3511 AB Utrecht, salaris in overleg", "NL"),
    ("Denver, CO 80202. Salary competitive", "US"), ("Salary DOE, Denver, CO 80202", "US"), ("Gehalt nach Tarif, 50667 Köln", "DE"),
    ("Kennziffer 20713: Gehalt nach Tarif", "DE"), ("Offre n° 208113 : salaire à négocier", "FR"), ("Vacature 30881: salaris in overleg", "NL"),
    ("Вакансия 208113: зарплата по договорённости", "RU"), ("JR-208113 salary commensurate", "US"), ("CEP 04538-133 - salário a combinar", "BR"),
]  # fmt: skip
"""Postal codes and the numbers of jobs, beside a word of pay."""
BENEFITS = [
    ("Travel compensation of 180 EUR net per month", None), ("Relocation compensation of $7,500", "US"), ("Severance pay of $9,000", "US"),
    ("Vale-alimentação: R$ 550,00 mensais", "BR"), ("Auxílio-creche: R$ 280,00 por mês", "BR"), ("Reisekostenvergütung 220 € im Monat", "DE"),
    ("Umzugskostenvergütung von 2.500 €", "DE"), ("Compensación por transporte: 110 € al mes", "ES"), ("Tunjangan makan Rp 40.000 per hari", "ID"),
    ("Indennità di trasferta: 42 € al giorno", "IT"), ("Reseersättning 1 800 kr per månad", "SE"), ("Yemek kartı 2.800 TL aylık", "TR"),
    ("loyer 780 € par mois", "FR"), ("Miete 820 € im Monat", "DE"), ("czynsz 2 200 zł miesięcznie", "PL"), ("房租2800元/月", "CN"), ("월세 45만원", "KR"),
]  # fmt: skip
"""Other money that is called compensation, or is paid by the month as well."""
# text, country, low, period
PAID = [
    ("18,50 per uur", "NL", 18.5, "hour"), ("24/hr", "US", 24, "hour"), ("24 - 31 an hour", "US", 24, "hour"), ("2900 per month", "US", 2_900, "month"),
    ("58000 annually", "GB", 58_000, "year"), ("58000 p.a.", "GB", 58_000, "year"), ("3.100 brutto monatlich", "DE", 3_100, "month"),
    ("2700 bruto per maand", "NL", 2_700, "month"), ("2900 month", "US", 2_900, "month"), ("15 € Stunde", "DE", 15, "hour"),
    ("58000 total comp per year", "US", 58_000, "year"), ("Fixed compensation of 2.800 EUR per month", None, 2_800, "month"),
    ("Sales compensation: $74,000", "US", 74_000, None), ("The salary for this position will be 61000", "US", 61_000, None),
    ("61000 Jahresgehalt", "DE", 61_000, "year"), ("Requisition 208113 - $54,000 per year", "US", 54_000, "year"),
    ("Ref 20811, $54,000 a year", "US", 54_000, "year"), ("Denver, CO 80202 - Salary: $81,000", "US", 81_000, None),
    ("69003 Lyon - salaire 41 000 € par an", "FR", 41_000, "year"),
]  # fmt: skip
"""Pay all the same."""


@for_each(("text", "country"), [*HOURS, *THINGS, *CODES, *BENEFITS])
def test_what_is_no_pay(text: str, country: str | None) -> None:
    """Hours, counts, codes and benefits are no pay, alone, in a column and in a posting."""
    posting = f"We like to ship. {text}. Apply with a letter, and tell us of the work that you are proud of."

    assert sk.find_pay(text, country=country) is None
    assert sk.parse_pay_column([text], country=country).to_pylist() == [None]
    assert sk.find_pay(posting, country=country) is None


@for_each(("text", "country", "low", "period"), PAID)
def test_what_is_pay(text: str, country: str | None, low: float, period: str | None) -> None:
    """A figure beside its period, its sign or a word of pay is pay."""
    pay = sk.parse_pay(text, country=country)

    assert (pay.low, pay.period) == (low, period)
