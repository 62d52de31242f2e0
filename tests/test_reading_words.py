from __future__ import annotations

from typing import Any

import pytest
from cases import for_each

import salarykit as sk


@for_each(
    ("field", "words", "codes"),
    [
        ("country", ["UK", "Deutschland", "United States of America", "日本", "fr"], ["GB", "DE", "US", "JP", "FR"]),
        ("currency", ["€", "US dollars", "zł", "USD\tUnited States dollar", "CHF"], ["EUR", "USD", "PLN", "USD", "CHF"]),
        ("period", ["Yearly", "per month", "Stunde", "p.a.", "WEEK"], ["year", "month", "hour", "year", "week"]),
        ("statistic", ["Average", "90th percentile", "médiane", "P25", "max"], ["mean", "p90", "median", "p25", "max"]),
        ("as_of", ["28.06.2024", "June 2024", "2024/6/8", "2024-06-28T10:00:00Z", "2024"],
         ["2024-06-28", "2024-06", "2024-06-08", "2024-06-28", "2024"]),
        ("sample_size", ["1,200", "12", "1 000", "7.0", "3"], [1200, 12, 1000, 7, 3]),
    ],
)  # fmt: skip
def test_words_are_read_as_codes(field: str, words: list[str], codes: list[Any]) -> None:
    """Cells in words are read as the codes that they stand for, and refused with `infer=False`."""
    records = [{"amount": 1, "currency": "USD", field: word} for word in words]
    table = sk.read_salaries(records)

    assert table.to_arrow().column(field).to_pylist() == codes
    assert any(sentence.startswith(f"{field}: ") for sentence in table.reading.sentences)
    assert len(sk.sift_salaries(records, infer=False).bad) > 0


def test_codes_in_lower_case_are_not_mended() -> None:
    """Codes are strict: `gbp` is refused with a hint, because `GBp` is pence, and so is anything that only looks like a code."""
    cells = [(1, "gbp"), ("£1", "GBp"), (1, "SFR"), (1, "Usd")]
    found = sk.sift_salaries([{"amount": amount, "currency": code} for amount, code in cells])

    assert [cell["code"] for cell in found.bad] == ["unknown_currency"] * 4
    assert "Did you mean 'CHF'?" in found.bad[2]["message"]


def test_days_of_two_readings_are_decided_by_the_column() -> None:
    """`03/04/2024` is refused unless another cell shows which part is the day."""

    def days(*texts: str) -> list[str | None]:
        records = [{"amount": 1, "currency": "USD", "as_of": text} for text in texts]
        return [salary.as_of for salary in sk.sift_salaries(records).good]

    assert days("03/04/2024") == []
    assert days("03/04/2024", "28/06/2024") == ["2024-04-03", "2024-06-28"]
    assert days("03/04/2024", "06/28/2024") == ["2024-03-04", "2024-06-28"]
    assert days("03/04/2024", "28/06/2024", "06/28/2024") == ["2024-06-28"] * 2


@for_each(
    ("money", "factor"),
    [
        ("USD thousands", 1e3),
        ("EUR k", 1e3),
        ("EUR (T€)", 1e3),
        ("USD ('000)", 1e3),
        ("INR lakhs", 1e5),
        ("RUB тыс.", 1e3),
        ("GBP pence", 0.01),
        ("USD cents", 0.01),
        ("CHF Rappen", None),
        ("PLN (tys.)", 1e3),
    ],
)
def test_a_currency_in_multiples_or_hundredths_is_never_read_as_it_stands(
    money: str, factor: float | None
) -> None:
    """A currency cell that makes the figures multiples or fractions multiplies them, or is refused: 65 in `USD thousands` is not USD 65."""
    rows = [{"pay": 2.5, "currency": money}, {"pay": 52_000, "currency": "EUR"}]
    found = sk.sift_salaries(rows, defaults={"period": "month"})

    read = [] if factor is None else [pytest.approx(2.5 * factor)]
    assert [row.amount for row in found.good] == [*read, 52_000]
    assert [(cell["row"], cell["code"]) for cell in found.bad] == (
        [] if factor else [(1, "unknown_currency")]
    )


def test_a_code_beside_its_name_is_the_code() -> None:
    """Names, notes and points beside a code do not change it."""
    moneys = [
        "XPF C.F.P. franc",
        "CHF p.a.",
        "EUR (net)",
        "MGA Malagasy ariary",
        "TOP Tongan pa'anga",
        "LAK Lao kip (₭)",
    ]
    found = sk.sift_salaries([{"pay": 65_000, "period": "year", "currency": money} for money in moneys])

    assert [salary.currency for salary in found.good] == [money[:3] for money in moneys]
