"""Rows that are totals or averages of the others are refused, by a word and by evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

AMOUNTS = [48_000, 52_500, 61_000, 70_400]
CITIES = ["Kiel", "Graz", "Lyon", "Gent"]


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
