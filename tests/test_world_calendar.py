"""The days of the world's rates: on demand, before and after those of the daily rates, and with the step of each pair."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import numpy as np
import pytest
from cases import for_each

import salarykit as sk
from salarykit.rates.published import Deferred, Published
from salarykit.sources.copies import packaged_ecb, packaged_world

RATES = sk.default_rates()


def later(weeks: int) -> Published:
    """Return NBP's figures with those of its last whole week repeated for some weeks more."""
    table = packaged_world()
    whole = np.flatnonzero(np.isfinite(table.values[:, table.column["TWD"] - 1]))[-1]
    days = np.append(table.days, table.days[-1] + 7 * np.arange(1, weeks + 1, dtype=np.int32))
    values = np.vstack([table.values, np.repeat(table.values[[whole]], weeks, axis=0)])
    return table.with_values(table.codes[1:], days, values)


def test_a_daily_currency_does_not_read_the_world_s_table() -> None:
    """Questions that the ECB, law or a peg answers leave the other file closed."""

    def read() -> Published:
        pytest.fail("the table was read")

    closed = Deferred(read, source="NBP", step="week", fingerprint="")
    rates = sk.Rates(packaged_ecb(), closed)

    assert rates.rate("CAD", "USD", on="2024-06-28") == RATES.rate("CAD", "USD", on="2024-06-28")
    assert rates.rate("AED", "EUR", on="2024") == RATES.rate("AED", "EUR", on="2024")
    assert rates.convert([1.0], ["DEM"], "EUR", on="1999-06-01").kind.tolist() == ["legal"]
    assert rates.quote("GBP", "USD", on="latest").source == "ECB"


def test_the_world_s_rates_reach_beyond_the_daily_ones() -> None:
    """Where NBP is renewed and the ECB is not, what NBP alone can tell is answered, and the rest says which is missing."""
    newer = later(6)
    rates = sk.Rates(packaged_ecb(), newer)
    last = newer.last
    quote = rates.quote("TWD", "USD", on=last)

    assert (quote.observed_on, quote.source, quote.staleness) == (last, "NBP", 0)
    assert rates.convert_decimal(Decimal(10**6), "TWD", "USD", on=last) == pytest.approx(
        Decimal(repr(quote.rate)) * 10**6
    )
    assert rates.rate("VND", "TWD", on=last) > 0
    with pytest.raises(sk.RateNotFound, match=r"ECB has EUR from .* Ask for a day inside"):
        rates.quote("TWD", "EUR", on=last)
    with pytest.raises(sk.RateNotFound):
        rates.quote("TWD", "USD", on=last + dt.timedelta(days=8))


def test_the_world_s_rates_begin_before_the_daily_ones() -> None:
    """A day of December 1998 has NBP's rates to the dollar; those to the euro begin with the euro."""
    assert RATES.quote("TWD", "USD", on="1998-12-29").observed_on == dt.date(1998, 12, 22)
    with pytest.raises(sk.RateNotFound, match="ECB has EUR from 1999"):
        RATES.quote("TWD", "EUR", on="1998-12-29")
    with pytest.raises(sk.RateNotFound, match="Ask for a later day"):
        RATES.quote("TWD", "USD", on="1998-12-21")


@for_each(
    ("currency", "base", "step"),
    [
        ("TWD", "USD", "week"),
        ("USD", "TWD", "week"),
        ("CLP", "USD", "day"),
        ("USD", "CLP", "day"),
        ("PLN", "CLP", "day"),
        ("CLP", "UAH", "day"),
        ("CLP", "TWD", "week"),
        ("TWD", "TWD", None),
        ("AED", "USD", None),
        ("AED", "TWD", "week"),
        ("GBP", "USD", "day"),
    ],
)
def test_the_step_is_the_coarser_of_the_two(currency: str, base: str, step: str | None) -> None:
    """A pair is published as often as the rarer of its two, in a quote as in a column; an identity has no step."""
    assert RATES.quote(currency, base, on="2024-06-28").step == step
    column = RATES.convert([1.0], [currency], base, on=np.array(["2024-06-28"], "M8[D]"))
    assert column.step.tolist() == [step or ""]


def test_threads_that_ask_at_once_get_the_same_answers() -> None:
    """Columns that several threads fill at the same time are those of one thread."""
    codes = [code for code in packaged_world().codes if code not in packaged_ecb().codes]
    days = np.arange(15_000, 20_000, 50).astype("datetime64[D]")

    def rates_of(rates: sk.Rates, code: str) -> tuple[np.ndarray, np.ndarray]:
        done = rates.convert(np.ones(len(days)), code, "EUR", on=days, missing="null")
        return done.rate, done.kind_code

    fresh = sk.Rates(packaged_ecb(), packaged_world())
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda code: rates_of(fresh, code), codes * 2))
    for code, (rate, kind) in zip(codes * 2, found, strict=True):
        np.testing.assert_array_equal(rate, rates_of(RATES, code)[0])
        np.testing.assert_array_equal(kind, rates_of(RATES, code)[1])


@pytest.mark.parametrize("base", ["USD", "EUR", "TWD"])
def test_a_long_column_is_its_parts(base: str) -> None:
    """A column of a hundred thousand rows and more is bit for bit what its pieces are, asked again with other currencies."""
    rng = np.random.default_rng(5)
    for names in (["EUR", "GBP", "TWD", "VND", "UAH"], ["TWD", "JPY", "XXX", "RUB", "AED"], ["GBP", "EUR"]):
        codes = np.array(names)[rng.integers(0, len(names), 140_000)]
        days = np.datetime64("1998-01-01") + rng.integers(0, 11_000, 140_000).astype("m8[D]")
        ones = np.ones(140_000)
        whole = RATES.convert(ones, codes, base, on=days, missing="null").value
        again = RATES.convert(ones, codes, base, on=days, missing="null").value
        parts = [
            RATES.convert(
                ones[:7_000], codes[low : low + 7_000], base, on=days[low : low + 7_000], missing="null"
            ).value
            for low in range(0, 140_000, 7_000)
        ]

        np.testing.assert_array_equal(whole, np.concatenate(parts))
        np.testing.assert_array_equal(whole, again)
        assert np.isfinite(whole).any()
        assert np.isnan(whole).any()


@for_each(
    ("currency", "base", "on", "digits", "half_bp"),
    [
        ("PKR", "USD", "2024-06-28", 3, 35.0),  # 0.0145 zlotys
        ("LBP", "PLN", "2024-06-28", 2, 111.0),
        ("TWD", "USD", "2024", 4, 4.0),
        ("CAD", "USD", "2024-06-28", 5, 0.5),
        ("BYR", "USD", "2017-01-04", 5, 0.2),  # by the rouble of 2016, 2.1351 zlotys
        ("AED", "USD", "2024", None, None),
        ("DEM", "EUR", "1999", None, None),
        ("USD", "USD", "2024", None, None),
    ],
)
def test_a_quote_says_how_finely_it_was_published(
    currency: str, base: str, on: str, digits: int | None, half_bp: float | None
) -> None:
    """Digits are those of the least finely printed figure on the path; half of the last one is told in basis points."""
    quote = RATES.quote(currency, base, on=on)

    assert quote.digits == digits
    assert quote.resolution_bp == (None if half_bp is None else pytest.approx(half_bp, rel=0.2, abs=0.05))
