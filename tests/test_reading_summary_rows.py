"""Rows that are totals or averages of the others are refused, by a word and by evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.reading.summary_labels import _quantity_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

AMOUNTS = [48_000, 52_500, 61_000, 70_400]
CITIES = ["Kiel", "Graz", "Lyon", "Gent"]
QUANTITIES = [
    "2015 = 100", "２０１５=100", "Index", "INDEX (2020)", "reindexed", "Índice", "ÍNDICE", "índex", "Évolution", "ÉVOLUTION", "indice\u00e9",
    "éindex", "Veränderung", "VERÄNDERUNG", "YoY", "İndeks", "indeKs", "K\u212aindex", "change\u0301", "变化指数", "前年比", "+3,2 %", "变 %", "% \n a", "%\n", "in %", "% of pay", "\u2160%", "\u02b0 5 %", "ratio_", "Growth-rate",
]  # fmt: skip


def refused(rows: Sequence[dict[str, Any]], **options: Any) -> list[tuple[int, str]]:
    """Return the row and value of each summary that is refused."""
    bad = sk.sift_salaries(list(rows), **options).bad
    return [(cell["row"], cell["value"]) for cell in bad if cell["code"] == "summary_row"]


def table(*more: tuple[str, Any], **beside: str) -> list[dict[str, Any]]:
    """Return four records and further rows."""
    rows = [
        {"City": city, "Salary": amount, "Currency": "EUR", **beside}
        for city, amount in zip(CITIES, AMOUNTS, strict=True)
    ]
    return rows + [
        {"City": label, "Salary": amount, "Currency": "EUR", **dict.fromkeys(beside, "")}
        for label, amount in more
    ]


@for_each(
    "label",
    [
        "Total", "TOTAL:", "Gesamt", "Summe", "Mittelwert", "Moyenne", "Total général", "Média", "合計", "平均", "Итого", "Razem", "Celkem",
        "Totaal", "Promedio", "Toplam", "Yhteensä", "Összesen", "Average (4)", "Ukupno", "الإجمالي", "합계", "Grand Total", "Średnia",
    ],
)  # fmt: skip
def test_the_last_row_is_a_summary_by_its_word(label: str) -> None:
    """A table that names only cities ends with its total or average, whatever the language and the amount."""
    for amount in (sum(AMOUNTS), 57_975, 58_000):
        assert refused(table((label, amount))) == [(5, label)]
        assert refused(table((label, amount), Role="Welder")) == [(5, label)]


@given(
    st.lists(st.integers(20_000, 200_000), min_size=2, max_size=30),
    st.sampled_from(["Total", "Suma", "Media", "Mittel", "Sum"]),
    st.sampled_from(["mean", "sum"]),
)
def test_a_sum_or_a_mean_is_known_by_its_amount(amounts: list[int], label: str, kind: str) -> None:
    """The exact sum or mean of the records above is a summary even if its word is a weak one, and the records are kept."""
    amount = sum(amounts) / len(amounts) if kind == "mean" else sum(amounts)
    rows = [{"Role": f"Job {at}", "Pay": pay, "Currency": "EUR"} for at, pay in enumerate(amounts)]
    rows.append({"Role": label, "Pay": amount, "Currency": "EUR"})
    good, bad = sk.sift_salaries(rows)
    assert [row.amount for row in good] == amounts
    assert bad.counts() == {"summary_row": 1}


def test_groups_have_their_own_summaries() -> None:
    """A subtotal names its group, or follows it; the grand total sums up the records, not the subtotals."""
    rows = [
        {"City": "Oslo", "Role": "Nurse", "Pay (NOK)": 500_000},
        {"City": "Oslo", "Role": "Baker", "Pay (NOK)": 450_000},
        {"City": "Oslo Total", "Role": "", "Pay (NOK)": 950_000},
        {"City": "Bergen", "Role": "Nurse", "Pay (NOK)": 480_000},
        {"City": "Sum Bergen", "Role": "", "Pay (NOK)": 480_000},
        {"City": "I alt", "Role": "", "Pay (NOK)": 1_430_000},
    ]
    assert refused(rows) == [(3, "Oslo Total"), (5, "Sum Bergen"), (6, "I alt")]


@for_each(
    "rows",
    [
        [{"City": "Media", "Pay (USD)": 52_000}, {"City": "Boston", "Pay (USD)": 71_000}, {"City": "Media", "Pay (USD)": 53_000}],
        [{"Employer": "Total", "City": "Pau", "Pay (EUR)": 51_000}, {"Employer": "Total", "City": "Nice", "Pay (EUR)": 47_000}],
        [{"Role": "Total Rewards Manager", "Pay (USD)": 90_000}, {"Role": "Median Strip Gardener", "Pay (USD)": 40_000}],
        [{"City": "Total", "Role": "Nurse", "Pay (EUR)": 41_000}, {"City": "Ulm", "Role": "Nurse", "Pay (EUR)": 42_000}],
        [{"City": "Ulm", "Pay (EUR)": 42_000}, {"City": "Average", "Pay (EUR)": 30_000}, {"City": "Kiel", "Pay (EUR)": 45_000}],
    ],
)  # fmt: skip
def test_a_name_without_evidence_is_a_record(rows: list[dict[str, Any]]) -> None:
    """A town, an employer or a job that is named so is read."""
    assert not refused(rows)
    assert len(sk.read_salaries(rows)) == len(rows)


@for_each(
    "rows",
    [
        [("Shell", "Pau", 50_000), ("Total", "Nice", 50_000), ("BP", "Lyon", 61_000)],
        [("Shell", "Pau", 40_000), ("Eni", "Pau", 60_000), ("Total", "Nice", 50_000), ("BP", "Metz", 61_000)],
        [
            ("Shell", "Pau", 40_000),
            ("Eni", "Pau", 45_000),
            ("Eni", "Metz", 60_000),
            ("Total", "Nice", 45_000),
        ],
        [("Anna", "Bonn", 50_000), ("Max", "Bonn", 50_000), ("Ida", "Bonn", 48_000)],
        [
            ("Boots", "Hull", 31_000),
            ("Mean", "Hull", 31_000),
            ("Sum", "Leeds", 33_000),
            ("All", "York", 31_500),
        ],
        [("Average", "Graz", 50_000), ("Good", "Graz", 60_000), ("Average", "Linz", 55_000)],
    ],
)
def test_a_coincidence_is_no_evidence(rows: list[tuple[str, str, int]]) -> None:
    """A record that earns what another earns, or the mean of two others, is read if it names what other records name."""
    records = [dict(zip(("Name", "City", "Pay (EUR)"), row, strict=True)) for row in rows]
    assert not refused(records)
    assert len(sk.read_salaries(records)) == len(rows)


@for_each(
    "names",
    [["Boston", "Media", "York"], ["Graz", "Suma", "Linz"], ["Jena", "Min", "Köln"], ["Total Wine", "Total Mobility", "Rewe"]],
)  # fmt: skip
def test_names_of_records_that_earn_the_same_are_read(names: list[str]) -> None:
    """Equal pay makes no summary of a weak word, nor of a word beside others, in a table that names nothing more."""
    rows = [{"Employer": name, "Pay (EUR)": 52_000} for name in names]
    assert not refused(rows)


@for_each(
    "label",
    [
        "Average salary", "All cities", "Total payroll", "Durchschnitt aller Städte", "Summe Löhne", "Moyenne nationale", "Media nacional",
        "全国平均", "合計金額", "Итого по компании", "Overall mean", "Średnia krajowa",
    ],
)  # fmt: skip
def test_a_word_beside_others_is_a_summary_by_its_amount(label: str) -> None:
    """A label of several words is a summary if its amount is the exact sum or mean of the records, and else a record."""
    for amount in (sum(AMOUNTS), sum(AMOUNTS) / len(AMOUNTS)):
        assert refused(table((label, amount))) == [(5, label)]
        assert refused(table((label, amount), Role="Welder")) == [(5, label)]
    assert not refused(table((label, 58_100)))


@for_each(
    "names",
    [
        ["Summe GmbH", "Gesamtschule Ost", "Durchschnitt", "Ergebnis AG"], ["Итого", "Всего Понемногу", "Среднее Ателье", "Москва"],
        ["Total Wine", "Average", "Overall Labs"], ["Moyenne Surface", "Total", "Médiane Conseil"],
    ],
)  # fmt: skip
def test_names_of_several_words_are_records_beside_a_label(names: list[str]) -> None:
    """A word among records whose names begin with such words, too, is no summary of the last or the only other one."""
    rows = [{"Employer": name, "Pay (EUR)": 50_000 + at % 3 * 900} for at, name in enumerate(names)]
    assert not refused(rows)


def test_amounts_near_the_largest_number_have_no_sum() -> None:
    """No warning and no summary come of amounts that cannot be added up."""
    rows = [{"City": city, "Pay (EUR)": 1e308} for city in ("Ulm", "Bonn", "Total Wine", "Kiel")]
    assert not refused(rows)


@for_each("label", ["Total", "Germany average", "Gesamt", "平均"])
def test_a_summary_may_come_first(label: str) -> None:
    """The first row is a summary if it sums up the rows below."""
    rows = table()
    first = {**rows[0], "City": label, "Salary": sum(AMOUNTS) / len(AMOUNTS)}
    assert refused([first, *rows]) == [(1, label)]
    assert not refused([{**first, "Salary": 91_000}, *rows])


def test_a_label_may_stand_in_any_column() -> None:
    """The word for a summary is found beside blank cells, and in a column that is no field."""
    rows = [
        {"City": "Ulm", "Name": "Ada", "Pay (EUR)": 40_000},
        {"City": "Bonn", "Name": "Bo", "Pay (EUR)": 60_000},
        {"City": "", "Name": "Total", "Pay (EUR)": 100_000},
    ]
    assert refused(rows) == [(3, "Total")]


def test_a_summary_that_names_nothing_else_says_nothing_of_records_that_do() -> None:
    """A layout that was inferred from a total keeps the records of an employer with that name."""
    rows = [{"Employer": name, "City": "Paris", "Pay (EUR)": 51_000 + at} for at, name in enumerate("ABC")]
    total = {"Employer": "Total", "City": "", "Pay (EUR)": 153_003}
    layout = sk.infer_layout([*rows, total])
    later = [{"Employer": "Total", "City": "Pau", "Pay (EUR)": 47_000}, *rows, total]
    assert refused(later, layout=layout) == [(5, "Total")]


def test_many_groups_have_a_summary_each() -> None:
    """Each of some thousand subtotals is refused, and no record."""
    rows = []
    for at in range(1500):
        rows += [{"Team": f"T{at}", "Pay (EUR)": 40_000 + at}, {"Team": f"T{at}", "Pay (EUR)": 50_000 + at}]
        rows.append({"Team": f"T{at} Total", "Pay (EUR)": 90_000 + 2 * at})
    assert sk.sift_salaries(rows).bad.counts() == {"summary_row": 1500}


def test_an_employer_of_that_name_is_kept_beside_a_total() -> None:
    """Of rows with the same word only those that name nothing else are summaries."""
    rows = [
        {"Employer": name, "City": "Paris", "Pay (EUR)": pay}
        for name, pay in (("Total", 51_000), ("Shell", 61_000), ("Total", 47_500))
    ]
    assert refused([*rows, {"Employer": "Total", "City": "", "Pay (EUR)": 159_500}]) == [(4, "Total")]


def test_several_figures_of_a_summary_are_refused_together() -> None:
    """A row with a median and a mean is refused once, and so is its layout's later row."""
    rows = [
        {"Job": "Baker", "Median pay (EUR)": 30_000, "Mean pay (EUR)": 31_000},
        {"Job": "Smith", "Median pay (EUR)": 40_000, "Mean pay (EUR)": 42_000},
        {"Job": "Durchschnitt", "Median pay (EUR)": 35_000, "Mean pay (EUR)": 36_500},
    ]
    good, bad = sk.sift_salaries(rows)
    assert (len(good), bad.counts(), bad.row_count) == (4, {"summary_row": 1}, 1)
    layout = sk.Layout.from_json(sk.infer_layout(rows).to_json())
    assert refused(rows[:1] + rows[2:], layout=layout) == [(2, "Durchschnitt")]


def test_a_large_file_is_read_and_converted_alike(tmp_path: Path) -> None:
    """The last rows of a file are among those that decide what it means, so that its total is no record at any door."""
    lines = [f"Kiel,Job {at},{40_000 + at % 5000},EUR,{'x' * 40}" for at in range(80_000)]
    path = tmp_path / "pay.csv"
    path.write_text("\n".join(["city,role,amount,currency,note", *lines, "Gesamt,,3400000000,EUR,", ""]))
    assert path.stat().st_size > 1 << 22
    good, bad = sk.sift_salaries(path)
    assert (len(good), bad.counts()) == (80_000, {"summary_row": 1})
    report = sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv")
    assert (report.rows_out, report.rejected) == (80_000, {"summary_row": 1})


def test_what_is_read_as_it_stands_keeps_its_rows() -> None:
    """Without inference no row is a summary, and the reading counts those that are."""
    assert not refused([{"city": "Total", "amount": 5, "currency": "EUR"}] * 3, infer=False)
    assert sk.sift_salaries(table(("Total", sum(AMOUNTS)))).good.reading.counts["summary"] == 1


def test_a_total_is_found_below_very_many_names() -> None:
    """The words for a summary are found among more names than are looked at one by one, with their number of rows, too."""
    rows: list[dict[str, Any]] = [
        {"Name": f"Person {at}", "Pay (EUR)": 40_000 + at % 900} for at in range(21_000)
    ]
    total = sum(row["Pay (EUR)"] for row in rows)
    for label in ("TOTAL:", "Gesamt (21.000)", "合計"):
        assert refused([*rows, {"Name": label, "Pay (EUR)": total}]) == [(21_001, label)]


@for_each(
    ("label", "amount"),
    [
        ("Standard deviation", 9_000), ("Std dev", 9_731.2), ("Écart-type", 8_800), ("Standardabweichung", 9_001), ("Variance", 81_000_000),
        ("Count", 4), ("n", 4), ("Range", 22_400), ("90th percentile", 69_000), ("3rd quartile", 63_350),
    ],
)  # fmt: skip
def test_a_row_of_another_statistic_is_a_summary(label: str, amount: float) -> None:
    """A deviation, a count, a range or a percentile at the end of a table is no salary, with columns that it leaves empty or without."""
    assert refused(table((label, amount))) == [(5, label)]
    assert refused(table((label, amount), Role="Welder")) == [(5, label)]


@for_each("label", ["Count", "N", "Range", "Mode"])
def test_a_name_that_may_be_a_statistic_is_a_record(label: str) -> None:
    """A word that may be a name needs the amount of the statistic."""
    assert not refused(table((label, 58_100)))


def test_a_table_of_statistics_has_no_summaries() -> None:
    """Where all rows have such labels, none sums up the others."""
    rows = [
        {"Group": label, "Pay (EUR)": 40_000 + at}
        for at, label in enumerate(["Average", "Median", "90th percentile"])
    ]
    assert not refused(rows)


@given(st.lists(st.one_of(st.sampled_from(QUANTITIES), st.text(max_size=12)), max_size=12))
def test_labels_of_quantities_are_the_same_among_few_cells_and_many(texts: list[str]) -> None:
    """Few cells are searched by Python, many by Arrow; which are found does not depend on how many there are."""
    many = [*texts, *["Kiel"] * 300]

    assert _quantity_rows(pa.array(texts, pa.string())) == _quantity_rows(pa.array(many, pa.string()))
