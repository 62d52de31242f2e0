from __future__ import annotations

import copy
import datetime as dt
import math
import pickle
import re

import pytest
from cases import for_each

from salarykit import default_rates, errors
from salarykit.errors import (
    InvalidCurrency,
    InvalidPay,
    InvalidQuery,
    InvalidSalary,
    InvalidSpan,
    MixedCurrencies,
    RateNotFound,
    SalaryKitError,
    SourceError,
    hint,
)
from salarykit.rates.published import Published
from salarykit.rates.rates import Rates
from salarykit.rates.spans import parse_span

TREE = {
    InvalidCurrency: ValueError,
    InvalidSpan: ValueError,
    InvalidSalary: ValueError,
    InvalidPay: ValueError,
    InvalidQuery: ValueError,
    MixedCurrencies: ValueError,
    RateNotFound: LookupError,
    SourceError: OSError,
}
FIELDS = {"value": "usd", "row": 3, "on": dt.date(2024, 6, 28), "currencies": ("USD", "EUR"), "none": None}
kinds = for_each("kind", [SalaryKitError, *TREE])


@for_each(("kind", "builtin"), TREE.items())
def test_each_error_is_also_the_builtin(kind: type[SalaryKitError], builtin: type[Exception]) -> None:
    """Each error stands directly under the base, and is the builtin that fits its meaning."""
    assert kind.__bases__ == (SalaryKitError, builtin)


def test_the_tree_is_complete() -> None:
    """No error lives outside the tree."""
    found = {
        thing for thing in vars(errors).values() if isinstance(thing, type) and issubclass(thing, Exception)
    }

    assert found == {SalaryKitError, *TREE}
    assert set(errors.__all__) == {kind.__name__ for kind in found} | {"hint", "printable"}


@for_each(("kind", "builtin"), TREE.items())
def test_the_drawing_shows_each_error(kind: type[SalaryKitError], builtin: type[Exception]) -> None:
    """The drawing at the top of the file names every error with its builtin."""
    lines = [line.split() for line in (errors.__doc__ or "").splitlines()]

    assert [kind.__name__, f"({builtin.__name__})"] in [line[1:3] for line in lines]


@kinds
def test_the_base_catches_all(kind: type[SalaryKitError]) -> None:
    """`except SalaryKitError` catches every error, with its message and its fields."""
    with pytest.raises(SalaryKitError) as caught:
        raise kind("row 3: 'usd'", **FIELDS)

    assert str(caught.value) == "row 3: 'usd'"
    assert caught.value.args == ("row 3: 'usd'",)
    assert {name: getattr(caught.value, name) for name in FIELDS} == FIELDS


@kinds
def test_errors_survive_pickling(kind: type[SalaryKitError]) -> None:
    """An error comes out of every pickle protocol with its type, message and fields."""
    error = kind("no rate", **FIELDS)
    copies = [pickle.loads(pickle.dumps(error, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]  # noqa: S301 - our own bytes

    assert [(type(each), str(each), vars(each)) for each in copies] == [(kind, "no rate", FIELDS)] * len(
        copies
    )


@kinds
def test_errors_survive_copying(kind: type[SalaryKitError]) -> None:
    """A copy, shallow or deep, is the same error."""
    error = kind("no rate", **FIELDS)
    copies = [copy.copy(error), copy.deepcopy(error)]

    assert [(type(each), str(each), vars(each)) for each in copies] == [(kind, "no rate", FIELDS)] * 2


@kinds
def test_notes_survive_pickling(kind: type[SalaryKitError]) -> None:
    """A note that was added on the way up travels with the error."""
    error = kind("no rate", row=1)
    error.add_note("while reading salaries.csv")
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert back.__notes__ == ["while reading salaries.csv"]
    assert back.row == 1


@kinds
@for_each("name", ["pay.csv", "{row}.csv", "a: b.csv", "{", "Row 3: .csv"])
def test_an_error_moves_to_another_place(kind: type[SalaryKitError], name: str) -> None:
    """The place is a template that the fields fill, whatever signs stand in them or in the message; the rest stays."""
    error = kind("'{x}': no: rate", place="Row {row}", row=3, value="{x}")
    moved = error.at("{file}, row {row:,}", file=name, row=1003)
    back = pickle.loads(pickle.dumps(moved))  # noqa: S301 - our own bytes

    assert str(error) == "Row 3: '{x}': no: rate"
    assert str(moved) == str(back) == f"{name}, row 1,003: '{{x}}': no: rate"
    assert (vars(moved)["value"], moved.row, error.row) == ("{x}", 1003, 3)
    assert str(moved.at("")) == error.message


@kinds
def test_a_field_that_is_not_there_is_said(kind: type[SalaryKitError]) -> None:
    """Asking for a field that an error does not carry is an AttributeError that names both."""
    error = kind("no rate")
    with pytest.raises(AttributeError, match=f"{kind.__name__} has no field 'row'"):
        _ = error.row

    assert not hasattr(error, "row")


@for_each(("currency", "on"), [("usd", "2024"), ("USD", "2024-02-30"), ("KES", "2024")])
def test_errors_carry_the_fields_that_they_declare(currency: str, on: str) -> None:
    """What a type checker knows of an error is what the error carries."""
    with pytest.raises(SalaryKitError) as caught:
        RATES.rate(currency, "EUR", on=on)
    own, common = (set(kind.__annotations__) for kind in (type(caught.value), SalaryKitError))

    assert own - {"hint"} <= vars(caught.value).keys() <= own | common


def test_a_missing_rate_is_told_without_quotes() -> None:
    """A RateNotFound is a LookupError but no KeyError, whose text would be the repr of the message."""
    assert not issubclass(RateNotFound, KeyError)
    assert str(RateNotFound("No CAD/USD rate")) == "No CAD/USD rate"


def test_a_source_error_is_not_split_into_a_number_and_a_text() -> None:
    """As an OSError it has no error number, and its message stays whole."""
    error = SourceError("ecb.parquet is not readable", source="ecb.parquet")

    assert (str(error), error.source, error.errno) == ("ecb.parquet is not readable", "ecb.parquet", None)


@for_each(
    ("value", "known", "told"),
    [
        ("Tronto", ["Toronto", "London"], " Did you mean 'Toronto'?"),
        ("TORONTO", ["Toronto", "London"], " Did you mean 'Toronto'?"),
        ("londn", ("Toronto", "London"), " Did you mean 'London'?"),
        ("xyz", ["Toronto"], ""),
        ("", ["Toronto"], ""),
        ("Toronto", [], ""),
    ],
)
def test_a_hint_is_the_nearest_known_word(value: str, known: list[str], told: str) -> None:
    """A hint proposes the nearest word whatever its case, and nothing where none is near."""
    assert hint(value, known) == told


def test_a_hint_takes_any_iterable() -> None:
    """The known words may come from a generator."""
    assert hint("usd", (code for code in ("EUR", "USD"))) == " Did you mean 'USD'?"


# Why there is no rate: the messages, on the packaged history

RATES = default_rates(sources=("ecb",))
ALL = f"from {RATES.first} to {RATES.last}"
AFTER = RATES.last + dt.timedelta(8)
NONE = [  # currency, base, on, and what the message must say
    (
        "KES",
        "USD",
        "2024-06-28",
        ["KES is not among", f"{len(RATES.currencies)} currencies", "Pass rates that have it"],
    ),
    (
        "USD",
        "KES",
        "2024-06-28",
        ["KES is not among", f"{len(RATES.currencies)} currencies", "Pass rates that have it"],
    ),
    (
        "NGN",
        "KES",
        "2024",
        ["NGN is not among", f"{len(RATES.currencies)} currencies", "Pass rates that have it"],
    ),
    ("EUR", "USD", "1999-01-03", [ALL, "Ask for a later day"]),
    ("RUB", "USD", "2005-03-31", ["from 2005-04-01 to 2022-03-01", "Ask for a later day"]),
    ("RUB", "EUR", "2022-03-09", ["to 2022-03-01", "8 days old", "max_staleness=7", "Ask for a day"]),
    ("EUR", "USD", f"{AFTER}", [ALL, "8 days old", "max_staleness=7", "Ask for a day"]),
    ("ISK", "EUR", "2010-06-30", [ALL, "pause", "max_staleness=7", "Ask for a day"]),
    ("EUR", "USD", "1998", [ALL, "Ask for a later day"]),
    ("RUB", "USD", "2023", ["to 2022-03-01", "Ask for an earlier span"]),
    ("EUR", "USD", "2024-06-29/2024-06-30", [ALL, "Ask for a span"]),  # a weekend
    ("ISK", "USD", "2008/2009", [ALL, "Ask for a span"]),  # reaches into the hole
    ("RUB", "USD", "2005", ["'2005-04-01/2005-12-31'"]),  # begins too early
    ("RUB", "USD", "2022", ["'2022-01-01/2022-03-01'"]),  # ends too late
    ("ISK", "USD", f"2007/{AFTER}", [ALL, "Ask for a span"]),  # ends too late, with the hole inside
]


@for_each(("currency", "base", "on", "told"), NONE)
def test_a_missing_rate_says_what_the_table_holds(currency: str, base: str, on: str, told: list[str]) -> None:
    """The message names pair, day, limits and what to do; the column's is the same with the row, and pickles."""
    with pytest.raises(RateNotFound, match=f"^No {currency}/{base} rate for {parse_span(on)}: ") as one:
        RATES.rate(currency, base, on=on)
    with pytest.raises(RateNotFound) as many:
        RATES.convert([1.0], currency, base, on=on)
    back = pickle.loads(pickle.dumps(many.value))  # noqa: S301 - our own bytes
    fields = {
        "currency": currency,
        "base": base,
        "on": parse_span(on),
        "first": RATES.first,
        "last": RATES.last,
    }

    assert [part for part in told if part not in str(one.value)] == []
    reason = {"reason": one.value.reason}
    assert vars(one.value) == fields | reason | {"row": None}
    assert str(one.value) == f"No {currency}/{base} rate for {parse_span(on)}: {one.value.reason}"
    assert str(back) == f"Row 1: {one.value}"
    assert vars(back) == fields | reason | {"row": 1, "place": "Row {row}"}


@for_each(("currency", "base", "on", "told"), NONE)
def test_the_advice_of_a_message_can_be_followed(currency: str, base: str, on: str, told: list[str]) -> None:
    """The limits that a message states do not run backward, and the span that it proposes has a rate."""
    with pytest.raises(RateNotFound) as caught:
        RATES.rate(currency, base, on=on)
    limits = re.findall(r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)", str(caught.value))
    proposed = re.findall(r"such as '([^']+)'", str(caught.value))

    assert [first for first, last in limits if first > last] == []
    assert all(RATES.rate(currency, base, on=span) for span in proposed)


@pytest.mark.parametrize(
    "on", ["2024-06-25", "2024-06-26", "2024-07-20", "2024-06-26/2024-06-27", "2023", "2024"]
)
def test_two_currencies_that_never_met_have_no_limits(on: str) -> None:
    """Where no day has both, the message states no limits that run backward, nor proposes days between them."""
    values = [[10.0, math.nan], [math.nan, 20.0]]
    rates = Rates(Published(["RUB", "ILS"], [19_900, 19_901], values, pivot="EUR", source="Test"))
    with pytest.raises(RateNotFound, match=r"^No RUB/ILS rate for ") as caught:
        rates.rate("RUB", "ILS", on=on)

    assert not re.search(r"2024-06-27 (to|/) ?2024-06-26|Ask for a", str(caught.value))


def test_a_code_that_is_none_is_told_from_a_missing_rate() -> None:
    """A text that is no ISO 4217 code, on either side, is InvalidCurrency, in a column with its row."""
    for pair in [("usd", "EUR"), ("EUR", "usd"), ("usd", "usd"), ("usd", "KES")]:
        with pytest.raises(InvalidCurrency, match=r"^'usd' is not .* Did you mean 'USD'"):
            RATES.rate(*pair, on="2024-06-28")
    with pytest.raises(InvalidCurrency, match=r"^Row 3: 'usd'") as caught:
        RATES.convert([1.0, math.nan, 1.0], ["EUR", "gbp", "usd"], "USD", on="2024-06-28")

    assert (caught.value.value, caught.value.row) == ("usd", 3)
