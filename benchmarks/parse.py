"""Pay text: how fast it is read, and how much of it rightly, beside the readers on PyPI.

    python benchmarks/parse.py

Every figure is the best of interleaved rounds in one run; compare the ratios. The texts are this benchmark's own: fields
and postings with the pay that they state, or none. price-parser reads one amount and a currency, and knows neither
ranges nor periods, so "amount" counts its answers as right where the first amount is. pricetag needs Python 3.13, and is asked where it is
installed.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7
TEXTS, ROWS, POSTINGS = 20_000, 200_000, 300
FEW = 200  # texts for a slow reader
DIGIT = re.compile(r"(?<=\d)\d|(?<=\d[,.])\d")  # never the first: the order of two ends is kept by it
# text, country, low, high, period; low and high are None where the end is open, all three where there is no pay
FIELDS: list[tuple[str, str, float | None, float | None, str | None]] = [
    ("$120,000 - $150,000 per year", "US", 120_000, 150_000, "year"),
    ("$45.50 per hour", "US", 45.5, 45.5, "hour"),
    ("$120-150k", "US", 120_000, 150_000, None),
    ("Salary range: $85,000 to $99,000 annually", "US", 85_000, 99_000, "year"),
    ("Up to $95,000.00 a year", "US", None, 95_000, "year"),
    ("From $21.00 an hour", "US", 21, None, "hour"),
    ("Base salary $140,000 with a 15% bonus", "US", 140_000, 140_000, None),
    ("USD 92,000 - USD 118,000", "US", 92_000, 118_000, None),
    ("£32,000 - £36,500 per annum", "GB", 32_000, 36_500, "year"),
    ("£475 per day (outside IR35)", "GB", 475, 475, "day"),
    ("65.000 € brutto pro Jahr", "DE", 65_000, 65_000, "year"),
    ("ab 3.200,00 EUR im Monat", "AT", 3_200, None, "month"),
    ("45 000 à 52 000 € brut par an", "FR", 45_000, 52_000, "year"),
    ("45-55 k€", "FR", 45_000, 55_000, None),
    ("€ 3.500 - € 4.800 bruto per maand", "NL", 3_500, 4_800, "month"),
    ("38 000 - 44 000 SEK per månad", "SE", 38_000, 44_000, "month"),
    ("12 000 - 15 000 zł brutto miesięcznie", "PL", 12_000, 15_000, "month"),
    ("₹12,00,000 - ₹18,00,000 per annum", "IN", 1_200_000, 1_800_000, "year"),
    ("8-12 LPA", "IN", 800_000, 1_200_000, "year"),
    ("月給25万円〜35万円", "JP", 250_000, 350_000, "month"),
    ("時給1,250円", "JP", 1_250, 1_250, "hour"),
    ("8000-12000元/月", "CN", 8_000, 12_000, "month"),
    ("A$110,000 + super", "AU", 110_000, 110_000, None),
    ("$82,500 - $91,000 pa + super", "AU", 82_500, 91_000, "year"),
    ("401(k) match up to 4%", "US", None, None, None),
    ("5+ years of experience", "US", None, None, None),
    ("Team of 25 engineers, 40 hours a week", "US", None, None, None),
    ("Sign-on bonus: $12,500", "US", None, None, None),
    ("You will own a budget of $250,000", "US", None, None, None),
    ("Competitive, depending on experience", "US", None, None, None),
]
NUMBERS = """We are a team of 45 people in 12 countries, founded in 2014 and funded with $85M. You bring 5+ years of experience, you
travel up to 20 % of the time, and you like to ship. Working hours are 9:00 to 17:30, 40 hours a week, with 28 days of holiday. """
WORDS = """You will design, build and run the services that our customers rely on, and you will do it with colleagues who care about
their craft as much as you do. We value plain writing, small steps and honest numbers; we review each other's work kindly and
in the open. You can work from home, from one of our offices, or from a mixture of both, and you choose your own tools. """


class Reader(NamedTuple):
    """A reader: what it is called with, and what its answer says."""

    read: Callable[[str, str], Any]
    ends: Callable[[Any], tuple[float | None, float | None] | None]
    period: Callable[[Any], str | None]


def readers() -> dict[str, Reader]:
    """Return the readers that are installed."""
    found = {
        "salarykit": Reader(
            lambda text, country: sk.find_pay(text, country=country),
            lambda pay: pay and (pay.low, pay.high),
            lambda pay: pay and pay.period,
        )
    }
    try:
        price = import_module("price_parser").Price
        found["price-parser"] = Reader(
            lambda text, _: price.fromstring(text),
            lambda price: None if price.amount is None else (price.amount_float, price.amount_float),
            lambda _: None,
        )
    except ImportError:
        print("price-parser is not installed")
    try:
        extract = import_module("pricetag").PriceExtractor().extract
        found["pricetag"] = Reader(
            lambda text, _: extract(text),
            lambda results: results and (results[0]["value"], results[0]["value"]),
            lambda _: None,
        )
    except (ImportError, SyntaxError):
        print("pricetag is not installed, or not for this Python")
    return found


def varied(text: str, chance: random.Random) -> str:
    """Return a text of the same shape with other digits."""
    return DIGIT.sub(lambda _: chance.choice("123456789"), text)


def right(reader: Reader) -> dict[str, int]:
    """Return how many of the texts a reader gets wholly right, by what is asked."""
    counts = {"amount": 0, "both ends": 0, "period": 0, "no pay": 0}
    for text, country, low, high, period in FIELDS:
        answer = reader.read(text, country)
        ends = reader.ends(answer) or None
        if low is None and high is None:
            counts["no pay"] += ends is None
        elif ends:
            counts["amount"] += (low or high) in ends
            counts["both ends"] += ends == (low, high)
            counts["period"] += ends == (low, high) and reader.period(answer) == period
    return counts


def best(call: Callable[[], object]) -> float:
    """Return the seconds of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a few texts once, to see that all is right")
    few = 100 if parser.parse_args().smoke else 1
    rounds, count, posted, rows = (1 if few > 1 else ROUNDS), TEXTS // few, POSTINGS // few, ROWS // few
    chance = random.Random(4)  # noqa: S311 - the same texts in every run
    known = [(text, country) for text, country, *_ in FIELDS]
    texts = [(varied(text, chance), country) for text, country in chance.choices(known, k=count)]
    postings = [
        (NUMBERS + WORDS * 3 + f"The pay is {varied(text, chance)}. " + NUMBERS + WORDS, country)
        for text, country in chance.choices(known, k=posted)
    ]
    print(
        f"{count} texts, {len({text for text, _ in texts})} distinct, {posted} postings of {len(postings[0][0])} signs"
    )
    racing, short, long = readers(), {}, {}
    for name, reader in racing.items():
        for text, country in texts[:2_000]:
            reader.read(text, country)
        short[name], long[name] = [], []
    for _ in range(rounds):
        for name, reader in racing.items():
            short[name].append(best(lambda: [read(*one) for one in texts]) if (read := reader.read) else 0)
            long[name].append(best(lambda: [read(*one) for one in postings]))
    pay = sum(low is not None or high is not None for _, _, low, high, _ in FIELDS)
    print(
        f"{'':14}{'texts/s':>10}{'ratio':>7}{'postings/s':>12}   right: amount, both ends, with period of {pay}; no pay of {len(FIELDS) - pay}"
    )
    for name, reader in racing.items():
        speed, base = count / min(short[name]), count / min(short["salarykit"])
        counts = ", ".join(str(count) for count in right(reader).values())
        print(f"{name:14}{speed:10,.0f}{speed / base:7.2f}{posted / min(long[name]):12,.0f}   {counts}")
    distinct = list({text for text, _ in texts})[: rows // 10]
    column = pa.array(chance.choices(distinct, k=rows))
    seconds = min(best(lambda: sk.parse_pay_column(column, country="US")) for _ in range(rounds))
    print(f"column         {rows / seconds:10,.0f} rows/s, {len(distinct) / rows:.0%} of the texts distinct")


if __name__ == "__main__":
    main()
