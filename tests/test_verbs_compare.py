from __future__ import annotations

import json
from typing import Any

import pytest
from cases import for_each

import salarykit as sk
from salarykit.rates.published import Published
from salarykit.rates.spans import day_number, parse_span

USD = sk.load_salaries().convert("USD", on="2024")
DAY = "2024-06-28"
UNITS = {"CAD": 0.70, "GBP": 1.25, "CNY": 0.137, "INR": 0.0117}  # US dollars for one unit
FIVE = [
    {"city": "New York", "amount": 450_000, "currency": "USD"},
    {"city": "Toronto", "amount": 342_000, "currency": "CAD"},
    {"city": "London", "amount": 44_000, "currency": "GBP"},
    {"city": "Beijing", "amount": 1_352_000, "currency": "CNY"},
    {"city": "Delhi", "amount": 8_251_000, "currency": "INR"},
]
RATES = sk.Rates(
    Published(
        list(UNITS),
        [day_number(parse_span(DAY).first)],
        [[1 / rate for rate in UNITS.values()]],
        pivot="USD",
        source="test",
    )
)
TABLE = sk.read_salaries(FIVE).convert("USD", on=DAY, rates=RATES)


@for_each(
    ("a", "b", "even", "pair", "change"),
    [
        ("Toronto", "New York", 1.3157894736842106, "USD per CAD", 0.879699),
        ("London", "Delhi", 2.194015909090909, "USD per GBP", 0.755213),
        ("Toronto", "Beijing", 0.5415906432748538, "USD per CAD", -0.226299081035923),
        ("Beijing", "Toronto", 0.17707100591715977, "USD per CNY", 0.292489),
        ("Delhi", "Beijing", 0.02244867288813477, "USD per INR", 0.918690),
        ("New York", "Toronto", 1.3157894736842106, "USD per CAD", 0.879699),
    ],
)
def test_the_break_even_rate_makes_two_cities_equal(
    a: str, b: str, even: float, pair: str, change: float
) -> None:
    """The break-even rate is the golden one, of the first city's currency unless that is the base."""
    comparison = TABLE.compare(a, b)

    assert comparison.break_even == pytest.approx(even, rel=1e-9)
    assert comparison.break_even_pair == pair
    assert comparison.break_even_change == pytest.approx(change, abs=5e-7)


def test_at_the_break_even_rate_they_are_equal() -> None:
    """A table converted at the break-even rate has both cities at one figure."""
    even = TABLE.compare("Toronto", "Beijing").break_even
    assert even is not None
    moved = {**UNITS, "CAD": even}
    rates = sk.Rates(
        Published(list(moved), [0], [[1 / rate for rate in moved.values()]], pivot="USD", source="test")
    )
    comparison = (
        sk.read_salaries(FIVE).convert("USD", on="1970-01-01", rates=rates).compare("Toronto", "Beijing")
    )

    assert comparison.ratio == pytest.approx(1.0, rel=1e-12)
    assert comparison.break_even_change == pytest.approx(0.0, abs=1e-12)


def test_two_cities_side_by_side() -> None:
    """A comparison has both figures, their ratio, gap and index, and on what terms."""
    found = TABLE.compare("toronto", "NEW YORK")

    assert (found.a, found.b, found.base) == ("Toronto", "New York", "USD")
    assert (found.value_a, found.value_b) == pytest.approx((239_400.0, 450_000.0), rel=1e-12)
    assert (found.ratio, found.gap, found.index) == pytest.approx((0.532, -210_600.0, 53.2), rel=1e-12)
    assert (found.on, found.source, found.fingerprint, found.note) == (DAY, "test", RATES.fingerprint, "")


def test_a_comparison_turns_round() -> None:
    """The other way round the gap has the other sign, and the ratio is one over."""
    there, back = USD.compare("Toronto", "Paris"), USD.compare("Paris", "Toronto")

    assert there.gap == -back.gap
    assert there.ratio * back.ratio == pytest.approx(1.0, rel=1e-15)


@pytest.mark.parametrize(("a", "b"), [("Paris", "Berlin"), ("New York", "Austin"), ("Paris", "Paris")])
def test_one_currency_has_no_break_even(a: str, b: str) -> None:
    """Two cities paid in one currency do not move against each other."""
    found = USD.compare(a, b)

    assert (found.break_even, found.break_even_pair, found.break_even_change) == (None, None, None)
    assert "equal at" not in str(found)


def test_a_table_in_one_currency_compares_as_it_is() -> None:
    """Without a conversion there are no terms to tell."""
    found = sk.read_salaries(
        FIVE[:1] * 1 + [{"city": "Austin", "amount": 225_000, "currency": "USD"}]
    ).compare("Austin", "New York")

    assert (found.base, found.ratio, found.on, found.source, found.fingerprint) == (
        "USD",
        0.5,
        None,
        None,
        None,
    )


def test_a_pair_outside_the_base() -> None:
    """Both currencies may differ from the base: the first one's moves."""
    found = sk.load_salaries().convert("JPY", on="2024").compare("London", "Delhi")
    rate = sk.default_rates().rate("GBP", "JPY", on="2024")

    assert found.break_even_pair == "JPY per GBP"
    assert found.break_even == pytest.approx(rate * found.value_b / found.value_a, rel=1e-12)


def test_own_dates_are_cautioned() -> None:
    """Figures of different dates carry the caution into the comparison; two of one date do not."""
    dated = [{**row, "as_of": day} for row, day in zip(FIVE[:2], ("2024-06-27", DAY), strict=True)]
    found = sk.read_salaries(dated).convert("USD", on="own").compare("New York", "Toronto")

    assert found.on == "own"
    assert "own date" in found.note
    assert str(found).endswith(found.note)
    assert sk.load_salaries().convert("USD", on="own").compare("Paris", "London").note == ""


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        (
            "Tronto",
            "Paris",
            r"^No row for the city 'Tronto'\. Did you mean 'Toronto'\? The table has: Austin, Beijing, ",
        ),
        ("Paris", "Atlantis", r"^No row for the city 'Atlantis'\. The table has: "),
        ("", "Paris", r"^No row for the city ''\."),
    ],
)
def test_an_unknown_city_is_refused(a: str, b: str, message: str) -> None:
    """A city that the table does not have is refused, with the nearest name."""
    with pytest.raises(sk.InvalidQuery, match=message) as caught:
        USD.compare(a, b)

    assert caught.value.value in (a, b)


def test_a_city_in_several_rows_is_ambiguous() -> None:
    """A city with several rows is refused, with the way to choose one; narrowed, it compares."""
    rows = [{"city": "A", "role": role, "amount": 1, "currency": "USD"} for role in ("x", "y")]
    table = sk.read_salaries([*rows, {"city": "B", "role": "x", "amount": 2, "currency": "USD"}])
    with pytest.raises(sk.InvalidQuery, match=r"^2 rows are for the city 'a'\. Narrow the table first"):
        table.compare("a", "B")

    assert table.where(role="x").compare("a", "B").ratio == 0.5


def test_a_city_without_a_figure_is_refused() -> None:
    """A city whose currency has no rate is refused by name."""
    table = sk.read_salaries([*FIVE[:2], {"city": "Dakar", "amount": 1, "currency": "KPW"}])
    with pytest.raises(
        sk.InvalidQuery, match=r"^Dakar has no figure in USD, because there is no rate for it\.$"
    ):
        table.convert("USD", on="2024", missing="null").compare("Toronto", "Dakar")


def test_an_empty_table_has_no_city() -> None:
    """In an empty table no city is found."""
    with pytest.raises(sk.InvalidQuery, match=r"The table has: no city\.$"):
        USD.head(0).compare("Paris", "Berlin")


def test_a_comparison_is_text_and_html() -> None:
    """A comparison says itself in words with ISO codes; in HTML every word is escaped."""
    rows: list[dict[str, Any]] = [
        {"city": "<b>A", "amount": 1500, "currency": "USD"},
        {"city": "B", "amount": 1000, "currency": "USD"},
    ]
    found = sk.read_salaries(rows).compare("<b>A", "B")

    assert str(found).splitlines() == [
        "<b>A USD 1,500, B USD 1,000 a year.",
        "<b>A is 50.0% (USD 500) above B.",
        "Index: 150.0, B = 100.",
    ]
    assert found._repr_html_().startswith("<p>&lt;b&gt;A USD 1,500, B USD 1,000 a year.<br>")


def test_a_comparison_is_a_model() -> None:
    """A comparison is frozen, reads back from its JSON, and every field of its schema is explained or required."""
    found = USD.compare("Toronto", "Paris")
    with pytest.raises(ValueError, match="frozen"):
        found.ratio = 1.0  # type: ignore[misc]

    assert sk.Comparison.model_validate_json(found.model_dump_json()) == found
    assert json.loads(found.model_dump_json())["a"] == "Toronto"
    assert set(sk.Comparison.model_json_schema()["required"]) == set(sk.Comparison.model_fields)


def test_equal_pay_is_said_to_be_equal() -> None:
    """Without a gap a city is neither above nor below the other."""
    assert str(USD.compare("Toronto", "Toronto")).splitlines()[1] == "Toronto is equal to Toronto."
