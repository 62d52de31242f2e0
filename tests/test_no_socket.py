from __future__ import annotations

import pickle
import socket
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import requests  # noqa: F401 - on import it binds a socket to see whether there is IPv6: that must not be in a test

import salarykit as sk
from salarykit.sources import EcbHistory
from salarykit.sources.copies import rates_status, update_copy

if TYPE_CHECKING:
    import datetime as dt
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran
    from rate_server import Server

    from salarykit.rates.published import Published

    Start = Callable[..., subprocess.Popen[str]]

SHUT = """
import sys
opened = []
def shut(event, arguments):
    if event.startswith("socket.") or event in ("urllib.Request", "http.client.connect"):
        opened.append(event)
        raise RuntimeError(f"{event} {arguments}")
sys.addaudithook(shut)
"""
FETCH = """
import salarykit as sk
from salarykit.sources import EcbHistory
try:
    sk.fetch_rates(EcbHistory("http://127.0.0.1:1/"), first="2024")
except (RuntimeError, sk.SourceError) as error:
    print(bool(opened))
"""
MAKE = """
from salarykit.sources import EcbHistory, EcbSdmx, ForexPython, Frankfurter
EcbHistory(), EcbSdmx(), ForexPython(), Frankfurter()
print(opened)
"""
LIBRARY = """
import salarykit as sk
table = sk.load_salaries()
usd = table.convert("USD", on="2024", missing="null")
usd.rank(), usd.compare("Toronto", "London"), usd.query(near="Berlin", role="Engineer"), str(usd), usd.to_pandas()
rates = sk.default_rates()
rates.quote("DEM", "USD", on="2024-06-29"), rates.rate("AED", "JPY", on="latest"), rates.published_on("RUB")
rates.convert([1.0], ["CAD"], "USD", on=["2024"]), rates.difference(rates)
sk.convert(1.0, "CAD", "USD", on="2024-06-28")
sk.read_rates([{"date": "2024-06-28", "currency": "TWD", "rate": 32.45}], base="USD")
try:
    rates.quote("KPW", "USD", on="2024")
except sk.RateNotFound:
    print(opened, sorted({"requests", "urllib3", "http.client", "forex_python"} & set(sys.modules)))
"""
COMMANDS = """
from salarykit.cli import main
ends = []
for line in sys.argv[1:]:
    sys.argv[1:] = line.split()
    try:
        main()
    except SystemExit as ended:
        ends.append(ended.code)
print(ends, opened, file=sys.stderr)
"""
LINES = [
    "rank --to USD --on 2024",
    "compare Toronto London --to USD --on 2024",
    "query --near Berlin --to EUR --on 2024",
    "convert --to USD --on 2024 --json",
    "quote 342000 CAD USD --on 2024-06-28",
    "rates status",
    "rates show EUR USD --on 2024-06-28",
    "rank --help",
]


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shut the door: whoever resolves a name or connects fails the test."""

    def fail(*arguments: Any, **_: Any) -> None:
        pytest.fail(f"a socket was opened: {arguments}")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, fail)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, fail)


@pytest.mark.process
def test_the_door_is_shut(shut: None, start: Start) -> None:
    """What holds the door in these tests does hold it: fetching rates fails at it."""
    with pytest.raises(pytest.fail.Exception, match="a socket was opened"):
        sk.fetch_rates(EcbHistory("http://127.0.0.1:1/"), first="2024")

    assert start(SHUT + FETCH).communicate()[0] == "True\n"


@pytest.mark.process
def test_neither_the_library_nor_a_command_opens_a_socket(start: Start) -> None:
    """Loading, converting, ranking, comparing, asking and quoting do without, and load no library that has one."""
    out, err = start(SHUT + LIBRARY + COMMANDS, *LINES).communicate()

    assert out.splitlines()[0] == "[] []"
    assert err.splitlines()[-1] == f"{[0] * len(LINES)} []"
    assert "New York" in out


@pytest.mark.usefixtures("shut")
def test_all_kinds_of_rates_open_no_socket(home: Path) -> None:
    """Rates of a day, a span, a law, a peg and of two sources, in floats and in Decimal, are read from disk."""
    mine = sk.read_rates([{"date": "2024-06-28", "currency": "TWD", "rate": 32.45}], base="USD", name="mine")
    both = pickle.loads(pickle.dumps(sk.Rates.combine(sk.default_rates(), mine)))  # noqa: S301 - our own bytes
    asked = [
        ("CAD", "USD", "2024-06-28"),
        ("CAD", "USD", "2024"),
        ("DEM", "EUR", "2024"),
        ("AED", "USD", "2024-06-28"),
    ]
    kinds = [both.quote(code, base, on=on).kind for code, base, on in asked]
    both.convert_decimal(Decimal(1), "TWD", "CAD", on="2024-06-28")

    assert kinds == ["observed", "mean", "legal", "peg"]
    assert not home.exists()


@pytest.mark.process
def test_to_make_a_source_opens_no_socket(start: Start) -> None:
    """A source that was made but not asked is silent: not even a library that it will need opens anything."""
    assert start(SHUT + MAKE).communicate() == ("[]\n", "")


@pytest.mark.usefixtures("shut")
def test_a_source_of_ones_own_opens_no_socket(table: Callable[..., Published]) -> None:
    """What a source of one's own gives is taken and kept without a socket of ours."""

    class Mine:
        def fetch(self, first: dt.date, last: dt.date) -> Published:
            return table(95).between(first, last)

    update_copy(sk.fetch_rates(Mine(), first="2024-04-01").tables[0])

    assert rates_status().is_copy


@pytest.mark.usefixtures("shut")
def test_a_damaged_copy_opens_no_socket(home: Path) -> None:
    """Not even a damaged copy is mended over the network without being asked."""
    home.mkdir()
    (home / "rates.parquet").write_bytes(b"damaged")
    with pytest.warns(UserWarning, match="The packaged rates are used"):
        rates = sk.default_rates()

    assert rates.source == "ECB; NBP"


def test_only_update_and_fetch_reach_the_server(
    server: Server, cli: Callable[..., Ran], table: Callable[..., Published]
) -> None:
    """While a server listens, `fetch_rates` and `rates update` ask it once each, and nothing else does."""
    url = server.urls["ecb"]
    asked = []
    for words in ("status", "show EUR USD --on 2024-05-05", f"update --source-url {url}", "status"):
        cli("rates", *words.split())
        asked.append(len(server.seen))
    sk.fetch_rates(EcbHistory(url), first="2024")

    assert (asked, len(server.seen)) == ([0, 0, 1, 1], 2)
