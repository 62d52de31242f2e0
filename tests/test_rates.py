from __future__ import annotations

import datetime as dt
import math
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import for_each

from salarykit import default_rates
from salarykit.currency.codes import ACTIVE
from salarykit.errors import InvalidQuery, InvalidSpan, RateNotFound, SourceError
from salarykit.rates.kernel import BLOCK, Coded, Days, gather
from salarykit.rates.lookup import Cache, SpanTerms
from salarykit.rates.published import Published
from salarykit.rates.rates import Rates
from salarykit.rates.spans import day_number, parse_span

NAN = math.nan
DAYS = ["2024-06-27", "2024-06-28", "2024-07-01", "2024-07-02", "2024-07-22", "2024-07-23"]
CODES = ["USD", "GBP", "RUB", "JPY", "CAD"]
VALUES = [
    [1.0700, 0.84725, 239.64, NAN, NAN],  # Thursday
    [1.0705, 0.84638, 239.65, NAN, NAN],  # Friday
    [1.0745, NAN, NAN, NAN, NAN],  # Monday: no pound; the rouble has ended, the yen not begun, CAD never was
    [1.0740, 0.84700, NAN, NAN, NAN],
    [1.0890, 0.84200, NAN, 170.25, NAN],  # after a pause of twenty days
    [1.0850, 0.84100, NAN, 169.50, NAN],
]


def table(**changes: Any) -> Published:
    """Return the small table above, or one that differs in some arguments."""
    numbers = [day_number(dt.date.fromisoformat(text)) for text in DAYS]
    given: Any = {"currencies": CODES, "days": numbers, "values": VALUES, "pivot": "EUR", "source": "Test"}
    return Published(**given | changes)


RATES = Rates(table())
FIRST, LAST = dt.date.fromisoformat(DAYS[0]), dt.date.fromisoformat(DAYS[-1])


def again(thing: Any) -> Any:
    """Return what comes out of a pickle."""
    return pickle.loads(pickle.dumps(thing))  # noqa: S301 - our own bytes


def test_a_table_says_what_it_holds() -> None:
    """Source, pivot, currencies in alphabetical order and limits stand on the table."""
    held = RATES.source, RATES.pivot, tuple(RATES.sources), RATES.first, RATES.last
    bounds = [RATES.published_on(code) for code in ("EUR", "RUB", "CAD", "KES")]

    assert held == ("Test", "EUR", ("EUR", "GBP", "JPY", "RUB", "USD"), FIRST, LAST)
    assert bounds == [(dt.date(1999, 1, 1), None), (FIRST, dt.date(2024, 6, 28)), None, None]
    assert (
        repr(RATES)
        == f"<Rates: Test, {len(ACTIVE & set(RATES.currencies))} of {len(ACTIVE)} currencies in use, 2024-06-27 to 2024-07-23>"
    )


@for_each(
    ("currency", "base", "on", "seen", "units"),
    [
        ("EUR", "USD", "2024-06-28", "2024-06-28", [1 / 1.0705]),
        ("EUR", "USD", "2024-07-09", "2024-07-02", [1 / 1.0740]),  # seven days old
        ("GBP", "USD", "2024-07-01", "2024-06-28", [0.84638 / 1.0745]),  # each by its own last day
        ("RUB", "GBP", "2024-07-05", "2024-06-28", [239.65 / 0.847]),
        ("JPY", "USD", "latest", "2024-07-23", [169.50 / 1.0850]),
        ("USD", "EUR", "2024-06-20/2024-06-30", "2024-06-28", [1.0700, 1.0705]),
        ("GBP", "USD", "2024-06-28/2024-07-03", "2024-07-02", [0.84638 / 1.0705, 0.847 / 1.074]),
        ("EUR", "USD", "2024-07-02/2024-07-09", "2024-07-02", [1 / 1.0740]),
    ],
)
def test_a_quote_tells_all(currency: str, base: str, on: str, seen: str, units: list[float]) -> None:
    """A day has the last rate published, a span one over the mean of units per base; each says where it is from."""
    quote = RATES.quote(currency, base, on=on)
    days, observed = parse_span(on if on != "latest" else LAST), dt.date.fromisoformat(seen)

    assert quote.rate == pytest.approx(len(units) / math.fsum(units), rel=1e-14)
    assert (quote.currency, quote.base, quote.on) == (currency, base, str(days))
    assert (quote.observed_on, quote.staleness) == (observed, (days.last - observed).days)
    assert (quote.kind, quote.n_obs) == ("observed" if days.is_day else "mean", len(units))
    assert (quote.path[0], {*quote.path}, quote.path[-1]) == (currency, {currency, "EUR", base}, base)
    assert (quote.source, quote.fingerprint) == ("Test", RATES.fingerprint)


@for_each("currency", ["USD", "EUR", "CAD", "KES"])
@for_each("on", ["2024-07-15", "1900", "9999-12-31", "2024-06/2024-07", "latest"])
def test_a_currency_is_one_of_itself(currency: str, on: str) -> None:
    """The rate of a currency to itself is 1 on any day, though the table may have neither it nor the day."""
    quote = RATES.quote(currency, currency, on=on)

    assert (quote.rate, quote.kind, quote.n_obs, quote.path) == (1.0, "identity", 0, (currency,))
    assert (quote.observed_on, quote.staleness) == (None, None)


def test_a_larger_bound_bridges_a_longer_pause() -> None:
    """A span over the pause has a mean once each day of it is within the bound; a small bound costs no weekend."""
    with pytest.raises(RateNotFound, match="Ask for a span"):
        RATES.rate("EUR", "USD", on="2024-07-01/2024-07-23", max_staleness=9)

    assert RATES.quote("EUR", "USD", on="2024-07-01/2024-07-23", max_staleness=10).n_obs == 4
    assert RATES.quote("EUR", "USD", on="2024-06-28/2024-07-02", max_staleness=0).n_obs == 3


@for_each("wrong", [-1, 3661, 7.5, NAN, "7", None])
@for_each("currency", ["EUR", "USD"])
def test_a_bound_on_age_is_a_whole_number_of_days(currency: str, wrong: Any) -> None:
    """Anything but 0 to 3660 is refused on every road, for an identity too, and whatever was asked before."""
    RATES.rate(currency, "USD", on="2024-06-28")  # an answer that is remembered must not hide a slip
    with pytest.raises(InvalidQuery, match="max_staleness") as many:
        RATES.convert([1.0], currency, "USD", on="2024-06-28", max_staleness=wrong)
    with pytest.raises(InvalidQuery, match="max_staleness"):
        RATES.rate(currency, "USD", on="2024-06-28", max_staleness=wrong)

    assert many.value.value is wrong
    assert RATES.rate("EUR", "USD", on="2024-07-20", max_staleness=np.int16(18)) == 1.0740  # type: ignore[arg-type]


def test_without_a_rate_a_row_is_empty_or_raises() -> None:
    """`missing="null"` leaves such rows empty; `"raise"` names the first that has an amount, counted from 1."""
    ask: Any = [1.0, NAN, 1.0, 1.0, 1.0, 1.0], ["USD", "KES", "JPY", "EUR", "KES", "usd"], "EUR"
    done = RATES.convert(*ask, on="2024-06-28", missing="null")
    with pytest.raises(RateNotFound, match=r"^Row 3: No JPY/EUR rate for 2024-06-28: "):
        RATES.convert(*ask, on="2024-06-28")
    with pytest.raises(InvalidQuery, match="choose 'raise' or 'null'"):
        RATES.convert(*ask, on="2024-06-28", missing="drop")  # type: ignore[arg-type]

    assert done.kind.tolist() == ["observed", "", "", "identity", "", ""]
    np.testing.assert_array_equal(done.value, [1 / 1.0705, NAN, NAN, 1.0, NAN, NAN])


@for_each("gap", [None, NAN, pd.NaT, np.datetime64("NaT", "D")])
def test_a_converted_column_says_where_each_rate_is_from(gap: Any) -> None:
    """Each row has its rate, day, age, kind and count; a row without a day has none, and only itself is 1."""
    ask: Any = [2.0, 2.0, 2.0], "EUR", "USD"
    done = RATES.convert(*ask, on=["2024-06-29", "2024-06-20/2024-06-30", gap], missing="null")
    with pytest.raises(RateNotFound, match=r"^Row 3: No EUR/USD rate: no day was given"):
        RATES.convert(*ask, on=["2024-06-29", "2024-06-20/2024-06-30", gap])

    assert (len(done), done.kind.tolist(), done.n_obs.tolist()) == (3, ["observed", "mean", ""], [1, 2, 0])
    np.testing.assert_array_equal(done.value, [2.0 * 1.0705, 2.0 * done.rate[1], NAN])
    np.testing.assert_array_equal(done.staleness, [1, 2, NAN])
    np.testing.assert_array_equal(done.observed_on, np.array(["2024-06-28", "2024-06-28", "NaT"], "M8[D]"))
    assert RATES.convert([2.0], "USD", "USD", on=[gap]).value.tolist() == [2.0]


def test_a_column_that_does_not_fit_is_refused() -> None:
    """A text that is no day names its row, a column of another length both lengths."""
    with pytest.raises(InvalidSpan, match=r"^Row 2: '2024-13'") as caught:
        RATES.convert([NAN, 1.0, 1.0], "EUR", "USD", on=["2024-06-28", "2024-13", "2024-13"], missing="null")
    for currencies, on in ((["EUR"], "2024-06-28"), ("EUR", ["2024-06-28"])):
        with pytest.raises(InvalidQuery, match="has 1 rows, amounts has 2"):
            RATES.convert([1.0, 1.0], currencies, "USD", on=on)

    assert (caught.value.value, caught.value.row) == ("2024-13", 2)


@for_each("on", ["2024-06-28", "2024-06-27/2024-06-28", np.array([], "M8[D]"), []])
def test_a_column_of_no_rows_is_converted(on: Any) -> None:
    """Nothing to convert is no error."""
    assert len(RATES.convert([], [], "USD", on=on)) == 0


def test_a_time_stamp_is_the_day_written_in_it() -> None:
    """Two clocks that show the same moment on different days have each the rate of their own day."""
    west = dt.datetime(2024, 6, 27, 23, tzinfo=dt.UTC)
    stamps = [west, west.astimezone(dt.timezone(dt.timedelta(hours=2)))]

    assert RATES.convert([1.0, 1.0], "EUR", "USD", on=stamps).rate.tolist() == [1.0700, 1.0705]
    assert [RATES.rate("EUR", "USD", on=stamp) for stamp in stamps] == [1.0700, 1.0705]


@for_each(
    ("changes", "told"),
    [
        *[
            ({"days": days}, "must be in ascending order")
            for days in ([1, 2, 2, 3, 4, 5], [1, 2, 4, 3, 5, 6])
        ],
        ({"days": [1, 2, 3, 4, 5]}, "do not fit"),
        ({"currencies": CODES[:4]}, "do not fit"),
        ({"days": [], "values": np.empty((0, 5))}, "do not fit"),
        *[({"currencies": [*CODES[:4], code]}, "appears twice") for code in ("USD", "EUR")],
        *[({"values": np.nan_to_num(VALUES, nan=bad)}, "positive and") for bad in (0.0, -1.0, math.inf)],
    ],
)
def test_a_table_is_checked_at_birth(changes: dict[str, Any], told: str) -> None:
    """Days out of order, values that are no rates and shapes that do not fit are refused with their source."""
    with pytest.raises(SourceError, match=f"^Rates of Test: .*{told}") as caught:
        table(**changes)

    assert caught.value.source == "Test"


def test_equal_content_is_an_equal_table() -> None:
    """A table equals its pickle, and none that differs in a day, a value, a code, the pivot or the source."""
    moved, filled = [*table().days[:-1], table().days[-1] + 1], np.nan_to_num(VALUES, nan=1.0)
    codes = [*CODES[:4], "AUD"]
    other = {"days": moved, "values": filled, "pivot": "AUD", "source": "?", "currencies": codes}
    others = [Rates(table(**{name: value})) for name, value in other.items()]

    assert again(RATES) == RATES == Rates(table())
    assert len({RATES, again(RATES), *others}) == 6


class Slow(int):
    """A key that lets the other threads run whenever it is looked up."""

    def __hash__(self) -> int:
        time.sleep(0)
        return int(self)


def test_a_cache_may_be_shared() -> None:
    """Threads that fill a small cache at once never get another key's answer, nor let it grow past its size."""
    cache, gate = Cache(3), threading.Barrier(8)

    def fill(seed: int) -> bool:
        gate.wait()
        keys = [Slow(key) for key in np.random.default_rng(seed).integers(0, 9, 200)]
        return all(cache.get_or_build(key, partial(str, key)) == str(key) for key in keys)

    with ThreadPoolExecutor(8) as pool:
        good = list(pool.map(fill, range(8)))

    assert (all(good), len(cache)) == (True, 3)


def test_threads_get_the_answers_of_one() -> None:
    """Four threads on a table that has built nothing yet agree to the bit with one thread alone."""
    fresh, gate = again(default_rates()), threading.Barrier(4)
    asks = [("USD", "2024-06-28"), ("TRY", "2024"), ("USD", ["2024-Q1", "1999-06-30"])]

    def work(rates: Rates) -> list[list[float]]:
        done = [rates.convert([1.0, 2.0], ["GBP", "CHF"], base, on=on).value.tolist() for base, on in asks]
        return [*done, [rates.rate("CAD", "USD", on="2023")]]

    with ThreadPoolExecutor(4) as pool:
        many = list(pool.map(lambda _: (gate.wait(), work(fresh))[1], range(4)))

    assert many == [work(default_rates())] * 4


UNITS = [(1, "int16"), (1, "int32"), (1, "int64"), (1, "uint64"), (86_400, "int32"), (86_400_000, "int64")]


@pytest.mark.parametrize("codes", ["int8", "uint8", "uint32", "int64"])
@pytest.mark.parametrize(("per_day", "ticks"), UNITS)
def test_many_rows_are_what_plain_indexing_gives(codes: str, per_day: int, ticks: str) -> None:
    """Rows for several threads, narrow codes, and days in any unit give the cell of that day and currency."""
    rows, random, first = (1 << 20) + BLOCK + 3, np.random.default_rng(7), day_number(FIRST) - 9
    coded = Coded(random.integers(0, 4, rows).astype(codes), ["USD", "GBP", None, "KES"])
    numbers, amounts = random.integers(0, 59, rows), random.random(rows)
    when = Days(((numbers + first) * per_day + per_day - 1).astype(ticks), per_day)
    days = np.arange(first, first + 59).astype("M8[D]")
    known = [RATES.convert(np.ones(59), code, "EUR", on=days, missing="null").rate for code in ("USD", "GBP")]
    cells = np.vstack([*known, np.full((2, 59), NAN)])
    done = RATES.convert_coded(amounts, coded, "EUR", on=when, terms=SpanTerms(), missing="null")

    np.testing.assert_array_equal(done.value, amounts * cells[coded.indices, numbers])
    assert not done.complete


@for_each(("per_day", "ticks"), [*UNITS, (1, "int8"), (86_400, "int8"), (86_400_000_000, "i4")])
def test_days_far_outside_have_no_rate(per_day: int, ticks: str) -> None:
    """The first and last day that an integer can say, and far ones between, lead to no rate and no crash."""
    low, high = np.iinfo(ticks).min, np.iinfo(ticks).max
    far = [min(max(day, low), high) for day in (low, high, 0, 5, 2**40, -(2**40), 2**31, -(2**31))]
    coded, when, ones = Coded(np.zeros(8, np.int8), ["GBP"]), Days(np.array(far, ticks), per_day), np.ones(8)
    done = RATES.convert_coded(ones, coded, "EUR", on=when, terms=SpanTerms(), missing="null").trace()
    with pytest.raises(RateNotFound, match=r"^Row 1: No GBP/EUR rate"):
        RATES.convert_coded(ones, coded, "EUR", on=when, terms=SpanTerms())

    assert done.kind.tolist() == [""] * 8
    assert np.isnan(done.value).all()
    assert RATES.convert_coded(ones, coded, "GBP", on=when, terms=SpanTerms()).value.tolist() == [1.0] * 8


@for_each("order", [["USD", "GBP", "CAD"], ["CAD", "GBP", "USD"], ["GBP", "PEN"]])
def test_batches_that_are_asked_for_again_keep_their_values(order: list[str]) -> None:
    """The columns of a table that batches share are kept aside: each time the values are those of a few rows."""
    rates = default_rates()
    numbers = np.random.default_rng(5).integers(0, len(order), BLOCK * 3 // 4)
    codes, days = (
        Coded(numbers, order),
        Days(np.full(len(numbers), day_number(parse_span("2021-06-28").first))),
    )
    plain = [rates.rate(code, "EUR", on="2021-06-28") for code in order]

    for base, expected in (("EUR", plain), ("GBP", None), ("EUR", plain), ("EUR", plain)):
        done = rates.convert_coded(np.ones(len(numbers)), codes, base, on=days, terms=SpanTerms())
        assert expected is None or (done.value == np.array(expected)[numbers]).all()


def test_the_gather_is_plain_indexing() -> None:
    """The kernel reads each figure's row and column on all cores, and the first or last row beyond the table."""
    random, rows = np.random.default_rng(1), (1 << 21) + 1
    cells, columns = random.random((50, 4)), np.array([2, 0, 3], np.intp)
    codes, at, amounts = (
        random.integers(0, 3, rows, "u4"),
        random.integers(-40, 30, rows),
        random.random(rows),
    )
    hours = Days(at * 24 + random.integers(0, 24, rows), 24)  # before 1970, too
    picked = cells[np.clip(at + 30, 0, 49), columns[codes]]
    complete = gather(cells, hours, -30, columns, codes, amounts)[1]
    amounts[0] = NAN
    value, incomplete = gather(cells, hours, -30, columns, codes, amounts)
    flat, _ = gather(cells[:1], None, 0, columns, codes, amounts)

    np.testing.assert_array_equal(value, amounts * picked)
    np.testing.assert_array_equal(flat, amounts * cells[0, columns[codes]])
    assert (complete, incomplete) == (True, False)
