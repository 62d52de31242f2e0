"""Laws of rates that rest on two publishers, against a slow oracle: the rows that each printed, walked back day by day."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from fractions import Fraction
from functools import cache
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import pytest
from cases import for_each
from hypothesis import assume, given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.rates.spans import day_of
from salarykit.sources.copies import packaged_ecb, packaged_world

if TYPE_CHECKING:
    from salarykit.rates.means import Average

RATES = sk.default_rates()
WEEKLY = ["TWD", "VND", "PKR", "KES", "PEN", "COP", "EGP", "RSD", "MAD", "UYU"]  # no unit changed since 2007
DAILY = ["USD", "EUR", "GBP", "JPY", "PLN"]
Book = dict[dt.date, dict[str, Fraction]]
weekly, either = st.sampled_from(WEEKLY), st.sampled_from([*WEEKLY, *DAILY])
days = st.dates(dt.date(2007, 1, 1), packaged_world().last)


@cache
def book(of_world: bool) -> Book:  # noqa: FBT001 - which of the two
    """Return what was printed, day by day: zlotys for one unit, or units for one euro."""
    table = packaged_world() if of_world else packaged_ecb()
    codes = [code for code in (*WEEKLY, *DAILY) if code in table.column and code != table.codes[0]]
    columns = {code: table.values[:, table.column[code] - 1].tolist() for code in codes}
    found: Book = {day_of(int(day)): {} for day in table.days}
    for code, figures in columns.items():
        for page, figure in zip(found.values(), figures, strict=True):
            if not math.isnan(figure):
                page[code] = Fraction(repr(figure))
    return found


def last_of(pages: Book, wanted: set[str], day: dt.date) -> dict[str, Fraction] | None:
    """Return the last page on or before a day that has some codes, at most seven days old."""
    around = (pages.get(day - dt.timedelta(age), {}) for age in range(8))
    return next((page for page in around if wanted <= page.keys()), None)


def dollars(code: str, day: dt.date) -> Fraction | None:
    """Return the dollars for one unit on a day: of NBP by its own dollar, of the ECB by the last page of each."""
    if code == "USD":
        return Fraction(1)
    if code in WEEKLY:
        page = last_of(book(True), {code, "USD"}, day)
        return page[code] / page["USD"] if page else None
    pages = [
        {"EUR": Fraction(1)} if name == "EUR" else last_of(book(False), {name}, day) for name in ("USD", code)
    ]
    return pages[0]["USD"] / pages[1][code] if pages[0] and pages[1] else None


def slow(code: str, base: str, day: dt.date) -> Fraction | None:
    """Return units of the base for one unit of a currency; NBP's own zlotys where the other is NBP's, too."""
    if code == base:
        return Fraction(1)
    for one, other, power in ((code, base, 1), (base, code, -1)):
        if one in WEEKLY and other == "PLN":
            page = last_of(book(True), {one}, day)
            return (page[one] if power == 1 else 1 / page[one]) if page else None
    worth = dollars(code, day), dollars(base, day)
    return worth[0] / worth[1] if worth[0] and worth[1] else None


@given(either, either, days)
def test_a_day_is_what_each_publisher_printed_last(code: str, base: str, day: dt.date) -> None:
    """A rate is there where the oracle has one, and the same: as a float to its last digits, as a Decimal to 34."""
    assume({code, base} & set(WEEKLY))
    expected = slow(code, base, day)
    found = RATES.convert([1.0], [code], base, on=np.array([day], "M8[D]"), missing="null").rate[0]

    assert np.isnan(found) == (expected is None)
    if expected is not None:
        assert found == pytest.approx(float(expected), rel=1e-13)
        assert found == RATES.rate(code, base, on=day)
        exact = RATES.convert_decimal(Decimal(10**6), code, base, on=day)
        assert abs(Fraction(exact) / 10**6 / expected - 1) < Fraction(1, 10**32)


@given(weekly, either, days, st.integers(20, 400), st.booleans())
def test_a_span_is_the_average_over_the_days_that_both_printed(
    code: str,
    base: str,
    first: dt.date,
    length: int,
    is_median: bool,  # noqa: FBT001 - drawn
) -> None:
    """A span's rate is one over the mean, or the median, of units over the weekly pages in it; a Decimal agrees."""
    assume(code != base)
    span = f"{first}/{first + dt.timedelta(length)}"
    average: Average = "median" if is_median else "mean"
    try:
        quote = RATES.quote(code, base, on=span, average=average)
    except sk.RateNotFound:
        assume(False)
    units = []
    for day in (first + dt.timedelta(step) for step in range(length + 1)):
        page = book(True).get(day, {})
        if not {code, "USD", *({base} & set(WEEKLY))} <= page.keys():
            continue
        if base in ("PLN", *WEEKLY):
            units.append(page.get(base, Fraction(1)) / page[code])
        elif base == "USD" or {"USD", base} - {"EUR"} <= book(False).get(day, {}).keys():
            there = dollars(base, day)
            units.append(there * page["USD"] / page[code] if there else Fraction(0))

    wanted = median(units) if is_median else sum(units, Fraction(0)) / len(units)
    assert quote.n_obs == len(units)
    assert quote.rate == pytest.approx(float(1 / wanted), rel=1e-12)
    if not is_median:
        exact = RATES.convert_decimal(Decimal(10**6), code, base, on=span)
        assert abs(Fraction(exact) / 10**6 * wanted - 1) < Fraction(1, 10**32)


@for_each("code", [*WEEKLY, *DAILY])
@for_each("base", ["USD", "EUR", "TWD", "PLN"])
def test_latest_is_the_newest_day_that_both_have(code: str, base: str) -> None:
    """The newest day is the earlier of both currencies' last days of publication, in a quote, a column and a Decimal."""
    quote = RATES.quote(code, base, on="latest")
    own = [
        max(day for day, page in book(True).items() if each in page) for each in {code, base} & set(WEEKLY)
    ]
    day = min([*own, packaged_ecb().last])

    assert quote.on == str(day)
    assert quote.rate == RATES.rate(code, base, on="latest") == RATES.rate(code, base, on=day)
    column = RATES.convert([1.0, 2.0], [code, base], base, on="latest")
    assert column.rate.tolist() == [quote.rate, 1.0]
    assert RATES.convert_decimal(Decimal(1), code, base, on="latest") == RATES.convert_decimal(
        Decimal(1), code, base, on=day
    )


@given(weekly, either, either, days)
def test_three_ways_round_close(code: str, middle: str, base: str, day: dt.date) -> None:
    """By way of a third currency one comes out where one went straight, where all rest on the same days."""
    try:
        legs = [RATES.quote(*pair, on=day) for pair in ((code, middle), (middle, base), (code, base))]
    except sk.RateNotFound:
        assume(False)
    assume("PLN" not in (code, middle, base))  # the zloty has a rate of each publisher's own
    assert legs[0].rate * legs[1].rate == pytest.approx(legs[2].rate, rel=1e-12)
