from __future__ import annotations

import datetime as dt
import io
import re
import sys
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from cases import for_each
from rate_server import PATIENT

import salarykit as sk
from salarykit.rates.exact import published
from salarykit.rates.published import Published
from salarykit.sources import EcbHistory, EcbSdmx, ForexPython, Frankfurter
from salarykit.sources.ecb import ECB_HISTORY, ECB_SDMX
from salarykit.sources.fetch import source_named
from salarykit.sources.forex_python import FOREX_PYTHON
from salarykit.sources.frankfurter import FRANKFURTER
from salarykit.sources.web import WebLimits, check_url

if TYPE_CHECKING:
    from rate_server import Server

FIRST, LAST = dt.date(2024, 6, 26), dt.date(2024, 7, 1)
SOURCES = {
    "ecb": EcbHistory,
    "ecb-sdmx": EcbSdmx,
    "forex-python": ForexPython,
    "frankfurter": Frankfurter,
}
sources = pytest.mark.parametrize("name", SOURCES)


def source(name: str, server: Server, limits: WebLimits = PATIENT) -> Any:
    """Return a source that asks the server."""
    make: Any = SOURCES[name]
    return make(source_url=server.urls[name], limits=limits)


def digits(rates: sk.Rates) -> dict[str, dict[str, Decimal]]:
    """Return what a table says was published: by day and currency, to the digit."""
    (table,) = rates.tables
    return {
        str(dt.date(1970, 1, 1) + dt.timedelta(int(day))): {
            code: published(value) for code, value in zip(table.codes[1:], row, strict=True) if value > 0
        }
        for day, row in zip(table.days, table.values, strict=True)
    }


def printed(server: Server, first: str = "", last: str = "9") -> dict[str, dict[str, Decimal]]:
    """Return what the server publishes, from one day to another."""
    return {
        day: {code: Decimal(text) for code, text in rates.items()}
        for day, rates in server.printed.items()
        if first <= day <= last
    }


@sources
def test_a_good_answer_is_what_was_published(name: str, server: Server) -> None:
    """Every source gives each day and currency to the published digit, and nothing where nothing was published."""
    rates = sk.fetch_rates(source(name, server), first=FIRST, last=LAST)

    assert digits(rates) == printed(server)
    assert (rates.pivot, rates.first, rates.last) == ("EUR", FIRST, LAST)


@sources
def test_a_range_is_kept_to(name: str, server: Server) -> None:
    """Only what was published from the first day to the last is taken, both counted, and a weekend has nothing."""
    rates = sk.fetch_rates(source(name, server), first="2024-06-27", last="2024-06-30")

    assert digits(rates) == printed(server, "2024-06-27", "2024-06-30")


@sources
def test_a_pause_of_the_publisher_is_not_filled(name: str, server: Server) -> None:
    """A day on which a currency was not published has no value, though the day before has one."""
    (table,) = sk.fetch_rates(source(name, server), first=FIRST, last=LAST).tables
    column = table.values[:, table.column["ISK"] - 1]

    assert np.isfinite(column).tolist() == [True, False, True, True]


def test_the_archive_is_asked_for_as_it_is(server: Server) -> None:
    """The ECB's archive is one request without parameters, by a client that says who it is."""
    source("ecb", server).fetch(FIRST, LAST)
    (seen,) = server.seen

    assert seen.path == "/stats/eurofxref-hist.zip"
    assert seen.headers["User-Agent"].startswith("salarykit")


def test_the_sdmx_service_is_asked_for_a_range(server: Server) -> None:
    """The ECB's service is asked for all daily euro rates of a range, as CSV of the data alone."""
    source("ecb-sdmx", server).fetch(FIRST, LAST)
    (seen,) = server.seen
    asked = {
        "startPeriod": "2024-06-26",
        "endPeriod": "2024-07-01",
        "format": "csvdata",
        "detail": "dataonly",
    }

    assert urlsplit(seen.path).path == "/service/data/EXR/D..EUR.SP00.A"
    assert dict(parse_qsl(urlsplit(seen.path).query)) == asked


def test_frankfurter_is_asked_for_one_provider(server: Server) -> None:
    """Frankfurter is asked for a range of one provider's rates in its own base, and to say whose they are."""
    source("frankfurter", server).fetch(FIRST, LAST)
    (seen,) = server.seen
    asked = {
        "from": "2024-06-26",
        "to": "2024-07-01",
        "base": "EUR",
        "providers": "ECB",
        "expand": "providers",
    }

    assert urlsplit(seen.path).path == "/v2/rates"
    assert dict(parse_qsl(urlsplit(seen.path).query)) == asked
    assert seen.headers["Accept"] == "application/x-ndjson"


def test_forex_python_is_asked_once_a_weekday(server: Server) -> None:
    """forex-python's own client asks for each weekday once, in euro, and for no weekend."""
    source("forex-python", server).fetch(FIRST, LAST)
    days = [f"/api/2024-{day}?base=EUR&rtype=fpy" for day in ("06-26", "06-27", "06-28", "07-01")]

    assert [seen.path for seen in server.seen] == days


def test_forex_python_takes_the_day_that_was_answered_for(server: Server) -> None:
    """An answer of the day before, as on a holiday, stands on the day it names, not on the day asked for."""
    rates = sk.fetch_rates(source("forex-python", server), first=FIRST, last="2024-07-03")

    assert digits(rates) == printed(server)
    assert len(server.seen) == 6


def test_the_users_forex_python_is_left_alone(server: Server) -> None:
    """Fetching through forex-python changes nothing in the module that other code has imported."""
    import forex_python.converter as theirs  # type: ignore[import-untyped]
    import requests

    before = dict(vars(theirs))
    source("forex-python", server).fetch(FIRST, LAST)

    assert vars(theirs) == before
    assert theirs.requests is requests
    assert theirs.CurrencyRates()._source_url() == FOREX_PYTHON
    assert [name for name, module in sys.modules.items() if "forex_python.conv" in repr(module)] == [
        theirs.__name__
    ]


def test_without_forex_python_the_error_says_so(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    """Where the package is not installed, the error tells how to install it."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "forex_python"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "forex_python", None)  # what an import takes as "absent"

    with pytest.raises(sk.SourceError, match=r"^forex-python is not installed: pip install"):
        source("forex-python", server).fetch(FIRST, LAST)


@sources
@pytest.mark.parametrize("mode", ["429", "500", "503"])
def test_a_busy_service_is_asked_again(name: str, mode: str, server: Server) -> None:
    """After two answers of "later" the third is taken, and the caller does not notice."""
    server.mode, server.times = mode, 2
    rates = sk.fetch_rates(source(name, server), first=FIRST, last=LAST)

    assert digits(rates) == printed(server)
    assert len({seen.path for seen in server.seen[:3]}) == 1


@pytest.mark.parametrize("name", ["ecb", "ecb-sdmx", "frankfurter"])
def test_a_move_on_the_same_host_is_followed(name: str, server: Server) -> None:
    """A redirect that stays on the host leads to the answer, parameters and all."""
    server.mode = "moved"
    rates = sk.fetch_rates(source(name, server), first=FIRST, last=LAST)

    assert digits(rates) == printed(server)
    assert [seen.path.startswith("/moved") for seen in server.seen] == [False, True]


@sources
def test_proxies_and_passwords_of_the_environment_are_not_used(
    name: str, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """A dead proxy is not in the way, and a password kept for the host is not sent to it."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ada password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    source(name, server).fetch(FIRST, LAST)

    assert not [seen for seen in server.seen if "Authorization" in seen.headers]


def test_an_observation_that_is_empty_was_not_published(server: Server) -> None:
    """Of the SDMX service's rows, those with an empty value or `NaN` say that nothing was published."""
    row = "EXR.D.{0}.EUR.SP00.A,D,{0},EUR,SP00,A,2024-06-28,{1}"
    names = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE"
    cells = [("USD", "1.0705"), ("JPY", ""), ("ISK", "NaN"), ("XAU", "0.0005")]
    server.body = "\n".join([names, *(row.format(*cell) for cell in cells)]).encode()
    rates = sk.fetch_rates(source("ecb-sdmx", server), first=FIRST, last=LAST)

    assert digits(rates) == {"2024-06-28": {"USD": Decimal("1.0705")}}


def test_an_archive_is_read_as_it_is_meant(server: Server) -> None:
    """Lines that end as on Windows, spaces after commas and columns that are no currency do not matter."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as folder:
        folder.writestr("eurofxref-hist.csv", "Date, USD, XAU, JPY, \r\n2024-06-28, 1.0705, 5, N/A, \r\n")
    server.body = packed.getvalue()

    assert digits(sk.fetch_rates(source("ecb", server), first="2024")) == {
        "2024-06-28": {"USD": Decimal("1.0705")}
    }


class Mine:
    """A source of one's own."""

    asked: tuple[dt.date, dt.date]

    def fetch(self, first: dt.date, last: dt.date) -> Published:
        """Return one rate, and remember what was asked for."""
        self.asked = first, last
        return Published(["USD"], [19_902], [[1.07]], pivot="EUR", source="mine")


def test_a_source_of_ones_own_is_asked_for_days() -> None:
    """Any object with `fetch` is a source; spans are asked for from their first day to their last."""
    mine = Mine()
    rates = sk.fetch_rates(mine, first="2024-Q2", last="2024-06")

    assert isinstance(mine, sk.RateSource)
    assert mine.asked == (dt.date(2024, 4, 1), dt.date(2024, 6, 30))
    assert (rates.source, rates.rate("EUR", "USD", on="2024-06-28")) == ("mine", 1.07)


def test_without_a_last_day_today_is_meant() -> None:
    """What is fetched runs to today, by the clock of the world."""
    mine, before = Mine(), dt.datetime.now(dt.UTC).date()
    sk.fetch_rates(mine, first="2024-06-28")

    assert mine.asked[0] == dt.date(2024, 6, 28)
    assert before <= mine.asked[1] <= dt.datetime.now(dt.UTC).date()


@for_each(
    ("first", "last"),
    [("2024-07", "2024-06"), ("yesterday", None), ("9999", None), (None, "2024"), ("2024", "latest")],
)
def test_days_that_are_none_are_refused(first: Any, last: Any) -> None:
    """A text that is no day, and a last day before the first, never reach the source."""
    mine = Mine()
    with pytest.raises(sk.InvalidSpan):
        sk.fetch_rates(mine, first=first, last=last)

    assert not hasattr(mine, "asked")


def test_an_unknown_name_is_refused_with_a_hint() -> None:
    """A slip in a source's name gets the nearest name and the list."""
    told = "'frankfuter' is not a source of rates. Did you mean 'frankfurter'? Sources: ecb, ecb-sdmx, "
    with pytest.raises(sk.InvalidQuery, match=re.escape(told)) as caught:
        sk.fetch_rates("frankfuter", first="2024")  # type: ignore[arg-type]

    assert caught.value.value == "frankfuter"


@sources
def test_a_name_is_a_source_at_its_public_address(name: str) -> None:
    """A name stands for the class of that source, at an https address unless another is given."""
    assert type(source_named(name)) is SOURCES[name]
    assert type(source_named(name, "http://127.0.0.1:8000/")) is SOURCES[name]


@for_each("url", [ECB_HISTORY, ECB_SDMX, FOREX_PYTHON, FRANKFURTER, "http://[::1]:80/", "http://127.9.9.9/"])
def test_public_addresses_are_https(url: str) -> None:
    """Every address that ships is https; plain http is for this machine."""
    assert check_url(url, "example") == url
