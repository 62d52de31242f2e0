"""Laws of the exact road: Decimal in, Decimal out, through every regime."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.rates.spans import parse_span

RATES = sk.default_rates()
codes = st.sampled_from(RATES.currencies)
bases = st.sampled_from(["AED", "DEM", "EUR", "TRL", "USD"])  # each base costs a table of its own
days = st.dates(dt.date(1999, 1, 1), RATES.last)
spans = st.builds(lambda day, length: f"{day}/{day + dt.timedelta(length)}", days, st.integers(0, 60))
amounts = st.decimals(min_value="0.01", max_value="1e9", places=2)


def rate_of(currency: str, base: str, day: dt.date | str) -> float | None:
    """Return the float rate, or None where there is none."""
    try:
        return RATES.rate(currency, base, on=day)
    except sk.RateNotFound:
        return None


@given(amounts, bases, bases, days)
def test_there_and_back_is_where_one_was(amount: Decimal, currency: str, base: str, day: dt.date) -> None:
    """Converting to a base and back on one day loses nothing but the last of 34 digits."""
    assume(rate_of(currency, base, day) is not None)
    there = sk.convert(amount, currency, base, on=day)
    back = sk.convert(there, base, currency, on=day)

    assert abs(back / amount - 1) < Decimal("1e-32")


@given(amounts, codes, bases, bases, days)
def test_the_way_does_not_matter_on_a_day_with_all_rates(
    amount: Decimal, a: str, b: str, c: str, day: dt.date
) -> None:
    """A to B to C is A to C, where each of the rates is of that very day or of none."""
    seen = set()
    for pair in ((a, b), (b, c), (a, c)):
        assume(rate_of(*pair, day) is not None)
        seen.add(RATES.quote(*pair, on=day).observed_on)
    assume(len(seen - {None}) <= 1)
    by_way = sk.convert(sk.convert(amount, a, b, on=day), b, c, on=day)

    assert abs(by_way / sk.convert(amount, a, c, on=day) - 1) < Decimal("1e-32")


@given(amounts, codes, bases, st.one_of(days, spans))
def test_decimal_and_float_agree(amount: Decimal, currency: str, base: str, on: dt.date | str) -> None:
    """Both roads give the same figure to a part in 10^12, and have or lack a rate together."""
    rate = rate_of(currency, base, on)
    assume(rate is not None)
    exact = sk.convert(amount, currency, base, on=on)

    assert abs(Decimal(float(amount) * (rate or 0)) / exact - 1) < Decimal("1e-12")


@given(codes, bases, days)
def test_the_legs_of_a_quote_make_its_rate(currency: str, base: str, day: dt.date) -> None:
    """The published figures along the path, multiplied and divided, are the rate."""
    assume(rate_of(currency, base, day) is not None)
    quote = RATES.quote(currency, base, on=day)
    product = Fraction(1)
    for leg in quote.legs:
        rising = quote.path.index(leg.currency) < quote.path.index(leg.per)
        product = product / Fraction(leg.units) if rising else product * Fraction(leg.units)

    assert abs(float(product) / quote.rate - 1) < 1e-12
    assert len(quote.legs) == len(quote.path) - 1


@given(codes, bases, days)
def test_a_span_of_one_day_is_the_day(currency: str, base: str, day: dt.date) -> None:
    """`2024-06-28/2024-06-28` is `2024-06-28`, bit for bit."""
    assert rate_of(currency, base, f"{day}/{day}") == rate_of(currency, base, day)


@given(codes, bases, spans)
def test_a_mean_is_the_plain_mean_of_its_days(currency: str, base: str, on: str) -> None:
    """Where there is a mean, it is the sum of each day's own units over their number, taken in 50 digits."""
    assume(rate_of(currency, base, on) is not None)
    quote = RATES.quote(currency, base, on=on)
    assume(quote.kind == "mean")
    span = parse_span(on)
    every = [span.first + dt.timedelta(step) for step in range((span.last - span.first).days + 1)]
    own = [sk.convert(Decimal(1), base, currency, on=day) for day in every if is_seen_on(currency, base, day)]
    with localcontext(prec=50):
        mean = sum(own, Decimal(0)) / len(own)

    assert len(own) == quote.n_obs
    assert abs(Decimal(1) / Decimal(quote.rate) / mean - 1) < Decimal("1e-13")


def is_seen_on(currency: str, base: str, day: dt.date) -> bool:
    """Return whether both were published on that very day."""
    return rate_of(currency, base, day) is not None and RATES.quote(currency, base, on=day).staleness == 0
