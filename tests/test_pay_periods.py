from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

import salarykit as sk
from salarykit.pandas import SeriesAccessor

RULES = [
    ("$45 an hour", "US", "hour", "stated"),
    ("月給25万円", "JP", "month", "stated"),
    ("Tagessatz 400 €", "DE", "day", "stated"),
    ("12 LPA", "IN", "year", "implied"),
    ("CHF 6'500 x 13", "CH", "month", "implied"),
    ("£44k", "GB", None, "none"),
]


@pytest.mark.parametrize(("text", "country", "period", "rule"), RULES, ids=[case[0] for case in RULES])
def test_a_pay_says_how_its_period_came_about(text: str, country: str, period: str | None, rule: str) -> None:
    """A period is stated in words, implied by an idiom or a count of salaries, or not said."""
    pay = sk.parse_pay(text, country=country)

    assert (pay.period, pay.period_rule) == (period, rule)


def test_columns_say_it_too() -> None:
    """The rule is a field of the Arrow struct, and a column of the pandas accessor."""
    texts = [text for text, *_ in RULES]
    countries = [country for _, country, *_ in RULES]
    rules = [rule for *_, rule in RULES]

    column = sk.parse_pay_column(texts, country=countries)
    frame = SeriesAccessor(pd.Series(texts)).parse_pay(country=countries)

    assert column.type.field("period_rule").type == pa.string()
    assert column.field("period_rule").to_pylist() == rules
    assert frame["period_rule"].to_list() == rules


def test_a_rule_that_is_none_is_refused() -> None:
    """A pay that is made by hand takes the four rules alone."""
    with pytest.raises(sk.InvalidPay, match=r"^'guessed' is not a period rule\. Choose stated, implied"):
        sk.Pay(1, 1, period_rule="guessed")
