"""One conversion at a time: what a service pays, beside CurrencyConverter and forex-python.

    python benchmarks/quote.py

Every figure is a median of interleaved rounds in one run; compare the ratios, not the microseconds. forex-python is
asked against a server on this machine, so its figure has no network in it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import subprocess
import sys
import threading
import time
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from currency_converter import CurrencyConverter
from forex_python.converter import CurrencyRates

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7
CALLS = 20_000
COLD = "import salarykit as sk; sk.convert(342_000.0, 'CAD', 'USD', on='2024-06-28')"
COLD_WORLD = COLD.replace("CAD", "TWD")
COLD_PEER = "import datetime, currency_converter as c; c.CurrencyConverter().convert(1, 'CAD', 'USD', datetime.date(2024, 6, 28))"


class Fixer(BaseHTTPRequestHandler):
    """Answers as forex-python's host does."""

    def do_GET(self) -> None:
        """Send one day's rate."""
        body = json.dumps({"base": "CAD", "date": "2024-06-28", "rates": {"USD": 0.7297}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def local_forex() -> CurrencyRates:
    """Return forex-python's client, asking a server on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Fixer)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    class Local(CurrencyRates):  # type: ignore[misc]
        def _source_url(self) -> str:
            return f"http://127.0.0.1:{server.server_port}/"

    return Local()


def competitors() -> dict[str, tuple[Callable[[int], object], int]]:
    """Return what is called, by name, and how often in a round; the argument counts the calls."""
    rates, start = sk.default_rates(), dt.date(2020, 1, 7)
    weeks = [start + dt.timedelta(7 * week) for week in range(220)]
    days = [day for day in weeks if rates.quote("CAD", "USD", on=day).staleness == 0][:200]
    codes, world = ["CAD", "GBP", "JPY", "CHF", "SEK"], ["TWD", "VND", "KES", "PEN", "COP"]
    peer, exact_peer = CurrencyConverter(), CurrencyConverter(decimal=True)
    forex, day, amount = local_forex(), days[100], Decimal(342_000)
    return {
        "salarykit, float, one question": (
            lambda _: sk.convert(342_000.0, "CAD", "USD", on="2024-06-28"),
            CALLS,
        ),
        "salarykit, float, 1000 questions": (
            lambda n: sk.convert(342_000.0, codes[n % 5], "USD", on=days[n % 200]),
            CALLS,
        ),
        "salarykit, float, one question, by NBP": (
            lambda _: sk.convert(342_000.0, "TWD", "USD", on="2024-06-28"),
            CALLS,
        ),
        "salarykit, float, 1000 questions, by NBP": (
            lambda n: sk.convert(342_000.0, world[n % 5], "USD", on=days[n % 200]),
            CALLS,
        ),
        "salarykit, Decimal": (lambda _: sk.convert(amount, "CAD", "USD", on="2024-06-28"), CALLS),
        "salarykit, Decimal, by NBP": (lambda _: sk.convert(amount, "TWD", "USD", on="2024-06-28"), CALLS),
        "salarykit, quote": (lambda _: sk.default_rates().quote("CAD", "USD", on=day), CALLS // 20),
        "salarykit, quote, by NBP": (lambda _: sk.default_rates().quote("TWD", "USD", on=day), CALLS // 20),
        "CurrencyConverter, float": (
            lambda n: peer.convert(342_000.0, codes[n % 5], "USD", days[n % 200]),
            CALLS,
        ),
        "CurrencyConverter, Decimal": (lambda _: exact_peer.convert(amount, "CAD", "USD", day), CALLS),
        "forex-python, a server on this machine": (
            lambda _: forex.convert("CAD", "USD", 342_000.0, dt.datetime(2024, 6, 28, tzinfo=dt.UTC)),
            50,
        ),
    }


def seconds(call: Callable[[int], object], count: int) -> float:
    """Return the seconds of one call, over so many."""
    start = time.perf_counter()
    for number in range(count):
        call(number)
    return (time.perf_counter() - start) / count


def process_seconds(code: str) -> float:
    """Return the seconds of a whole process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter and text
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a few calls once, to see that every one works")
    smoke = parser.parse_args().smoke
    rounds, racing = (1 if smoke else ROUNDS), competitors()
    if smoke:
        racing = {name: (call, 2) for name, (call, _) in racing.items()}
    for call, count in racing.values():
        seconds(call, max(count // 10, 1000 if count == CALLS else 1))
    found: dict[str, list[float]] = {name: [] for name in racing}
    for _ in range(rounds):
        for name, (call, count) in racing.items():
            found[name].append(seconds(call, count))
    base = statistics.median(found["salarykit, float, one question"])
    print(f"{'one conversion':42} {'microseconds':>13} {'ratio':>9}")
    for name, times in found.items():
        middle = statistics.median(times)
        print(f"{name:42} {middle * 1e6:13.2f} {middle / base:9.1f}")
    cold: dict[str, list[float]] = {
        "salarykit": [],
        "salarykit, by NBP": [],
        "CurrencyConverter": [],
        "import numpy alone": [],
    }
    for _ in range(rounds):
        for name, code in zip(cold, (COLD, COLD_WORLD, COLD_PEER, "import numpy"), strict=True):
            cold[name].append(process_seconds(code))
    print(f"\n{'first conversion of a cold process':42} {'seconds':>13} {'ratio':>9}")
    for name, times in cold.items():
        ratio = statistics.median(times) / statistics.median(cold["salarykit"])
        print(f"{name:42} {statistics.median(times):13.3f} {ratio:9.2f}")


if __name__ == "__main__":
    main()
