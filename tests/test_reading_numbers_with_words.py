"""A number with words in a column of amounts is that number, if nothing else in the cell may be the pay."""

from __future__ import annotations

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk

BEHIND = [
    " + bonus", " base", " pre tax", " plus 10% bonus", " gross", " before tax", " + 15% + RSUs", " + 401k", " salary", " brutto", " ish",
    " plus benefits", " before deductions",
]  # fmt: skip
INCLUDED = [" (including bonus)", " incl. overtime", " w/ bonus", ", including stock and bonus"]


def read(text: str, currency: str = "EUR", **beside: str) -> list[tuple[float, str]]:
    """Return the amount and the period of the good rows of a table of one cell."""
    good = sk.sift_salaries(
        [{"Annual pay" if not beside else "Pay": text, "currency": currency, **beside}]
    ).good
    return [(row.amount, row.period) for row in good]


@given(st.integers(10_000, 900_000), st.sampled_from(BEHIND), st.sampled_from(["EUR", "GBP", "SEK", "USD"]))
def test_a_number_with_words_is_what_it_is_with_its_currency(number: int, words: str, currency: str) -> None:
    """The row's currency written before the number makes a text in which the same pay is found."""
    text = f"{number:,}{words}"
    pay = sk.find_pay(f"{currency} {text}")

    assert pay is not None
    assert read(text, currency) == [(pay.low, "year")]
    assert pay.low == number


@given(st.lists(st.tuples(st.integers(1_000, 99_999), st.sampled_from(BEHIND)), min_size=1, max_size=8))
def test_a_column_is_read_as_its_cells_alone(cells: list[tuple[int, str]]) -> None:
    """No cell with words changes what another one says."""
    texts = [f"{number:,}{words}" for number, words in cells]
    sifted = sk.sift_salaries([{"Annual pay": text, "currency": "GBP"} for text in texts])
    alone = [amount for text in texts for amount, _ in read(text, "GBP")]

    assert [row.amount for row in sifted.good] == alone


@for_each("words", INCLUDED)
def test_what_a_figure_includes_does_not_change_it(words: str) -> None:
    """A remark on what the figure includes leaves the figure."""
    assert read(f"65,000{words}") == [(65_000, "year")]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$1.4M", 1_400_000),
        ("1.4M", 1_400_000),
        ("42,000ish", 42_000),
        ("58000 + 401k", 58_000),
        ("61k base", 61_000),
        ("72,000 base, 7,200 bonus", 72_000),
        ("64,000 + 9,500 annual bonus", 64_000),
    ],
)
def test_a_multiple_or_a_word_at_the_number_is_read(text: str, amount: float) -> None:
    """Millions without further words, a number that is only about right, and a plan for a pension beside the pay."""
    assert read(text, "USD") == [(amount, "year")]


@for_each(
    "text",
    [
        "190,000 +", "8000 P/T", "48,000 (pro rata)", "60,000 as of 2021", "32,000/40,000", "45,000 for 4 days", "30,000 part-time",
        "2021 base", "12 base", "90,000 or 120,000", "25,000 commission only", "up to 80,000 base", "401k + bonus",
    ],
)  # fmt: skip
def test_a_cell_that_leaves_the_pay_open_is_refused(text: str) -> None:
    """An open end, a second number, part of a week, or a number that may be a year is no pay."""
    assert read(text) == []


def test_a_period_in_the_words_counts() -> None:
    """Words for a period beside the number are its period."""
    assert read("3,100 brutto per month", Country="DE") == [(3_100, "month")]
