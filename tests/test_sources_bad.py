from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each
from rate_server import HASTY, PATIENT

import salarykit as sk
from salarykit.sources import EcbHistory, EcbSdmx, ForexPython, Frankfurter, NbpTables
from salarykit.sources.ecb import parse_history
from salarykit.sources.web import WebLimits, check_url

if TYPE_CHECKING:
    from pathlib import Path

    from rate_server import Server

FIRST, LAST = dt.date(2024, 6, 26), dt.date(2024, 7, 1)
SOURCES = {
    "ecb": ("ECB", EcbHistory),
    "ecb-sdmx": ("ECB", EcbSdmx),
    "forex-python": ("forex-python", ForexPython),
    "frankfurter": ("Frankfurter (ECB)", Frankfurter),
    "nbp": ("NBP", NbpTables),
}
BUSY = ["429", "500", "502", "503", "504"]
STATUSES = ["400", "401", "403", "404", "410", *BUSY]
CONTENT = ["html", "list", "unsuccessful", "empty", "deep", "truncated zip", "cut short"]
TAMPERED = ["wrong date", "wrong base", "negative", "zero", "null", "string", "nan"]
REDIRECTS = ["elsewhere", "other port", "other scheme", "round and round", "nowhere"]
LARGE = ["huge", "bomb", "huge 404"]
SLOW = ["hang", "stall", "drip", "drip in chunks", "drip of headers"]
MEANT = [("ecb-sdmx", "nan"), ("nbp", "404")]  # how the service says that nothing was published
SEEN_LAST = [("nbp", "negative"), ("nbp", "zero")]  # when both of its tables have come
BAD = [(name, mode) for name in SOURCES for mode in CONTENT + TAMPERED if (name, mode) not in MEANT]
LIMITED = replace(PATIENT, size=20_000)
sources = pytest.mark.parametrize("name", SOURCES)


def source(name: str, url: str, limits: WebLimits = LIMITED) -> Any:
    """Return a source at an address."""
    make: Any = SOURCES[name][1]
    return make(source_url=url, limits=limits)


def failure(name: str, mode: str, server: Server) -> sk.SourceError:
    """Return the one error that a source makes of an answer, its text checked."""
    server.mode, server.seen = mode, []
    with pytest.raises(sk.SourceError) as caught:
        source(name, server.urls[name], HASTY if mode in SLOW else LIMITED).fetch(FIRST, LAST)
    text = str(caught.value)
    assert text.startswith(f"{SOURCES[name][0]}: ")
    assert server.address in text
    assert text.count("The rates in use are unchanged.") == 1
    return caught.value


@for_each(
    ("name", "mode"), [(name, mode) for name in SOURCES for mode in STATUSES if (name, mode) not in MEANT]
)
def test_a_status_is_told(name: str, mode: str, server: Server) -> None:
    """A status that is not 200 is an error that names it; only "later" is asked again, three times in all."""
    error = failure(name, mode, server)

    assert f"status {mode}" in str(error)
    assert (error.status, str(error.source).startswith(server.address)) == (int(mode), True)
    assert ("It may answer later." in str(error)) == (mode in BUSY)
    assert len(server.seen) == (3 if mode in BUSY else 1)


@for_each(("name", "mode"), BAD)
def test_an_answer_that_is_not_what_was_asked_for_is_refused(name: str, mode: str, server: Server) -> None:
    """A page, a list, a wrong day, a wrong base and a rate that is none make one error that names the address."""
    failure(name, mode, server)

    assert len(server.seen) == (2 if (name, mode) in SEEN_LAST else 1)


def test_nothing_published_is_told(server: Server) -> None:
    """NBP says 404 of days without a table; where both tables have none, there are no rates."""
    assert "sent no rates" in str(failure("nbp", "404", server))
    assert [seen.path.split("/")[4] for seen in server.seen] == ["B", "A"]


@for_each("name", SOURCES)
@for_each("mode", REDIRECTS)
def test_no_redirect_leads_away(name: str, mode: str, server: Server) -> None:
    """Another host, port or scheme, no address at all and a circle are errors; nothing else is asked."""
    error = failure(name, mode, server)
    circle = mode == "round and round" and name != "forex-python"

    assert {seen.path for seen in server.seen} == {server.seen[0].path}
    assert len(server.seen) == (4 if circle else 1)
    if mode != "nowhere":
        assert ("redirects without end" if circle else "which is not followed") in str(error)


def test_forex_python_follows_no_redirect(server: Server) -> None:
    """A service of that kind has lost its parameters on the way before, so that the base became another."""
    error = failure("forex-python", "moved", server)

    assert (len(server.seen), error.status) == (1, 307)


@sources
@pytest.mark.parametrize("mode", LARGE)
def test_a_large_answer_is_not_read_to_its_end(name: str, mode: str, server: Server) -> None:
    """Of an answer without end, and of little that unpacks to much, no more is taken than the limit."""
    error = failure(name, mode, server)

    assert "more than 20,000 bytes" in str(error)
    assert error.status == (404 if mode == "huge 404" else 200)
    assert (server.was_sent_whole, len(server.seen)) == (False, 1)


@sources
@pytest.mark.parametrize("mode", SLOW)
def test_a_slow_answer_is_not_waited_for(name: str, mode: str, server: Server) -> None:
    """Silence at any point, and a byte now and then, end by the limits; the error says that it took too long."""
    error = failure(name, mode, server)
    while not server.asked.wait(5):  # the machine stood still before the request was sent
        error = failure(name, mode, server)

    assert "took too long" in str(error) or "did not finish within 0.15 seconds" in str(error)
    assert (server.was_sent_whole, len(server.seen)) == (False, 1)


@sources
def test_a_dead_address_is_told(name: str, server: Server) -> None:
    """Where nobody listens, the error says that there is no connection."""
    with pytest.raises(sk.SourceError, match="no connection") as caught:
        source(name, "http://127.0.0.1:1/").fetch(FIRST, LAST)

    assert str(caught.value).startswith(f"{SOURCES[name][0]}: http://127.0.0.1:1/")


@sources
def test_the_users_copy_is_left_alone(name: str, server: Server, home: Path) -> None:
    """Whatever a source answers, fetching writes nothing."""
    home.mkdir()
    copy = home / "rates.parquet"
    copy.write_bytes(b"what the user has")
    for mode in ("good", "404", "html", "negative", "elsewhere", "huge"):
        server.mode = mode
        try:
            sk.fetch_rates(source(name, server.urls[name]), first=FIRST, last=LAST)
        except sk.SourceError:
            assert mode != "good"

    assert [path.name for path in home.iterdir()] == ["rates.parquet"]
    assert copy.read_bytes() == b"what the user has"


@for_each("name", SOURCES)
@for_each(
    "url",
    [
        "http://example.org/",
        "http://127.0.0.1.example.org/",
        "http://localhost.example.org/",
        "http://127.0.0.1@example.org/",
        "http://example.org\\@127.0.0.1/",  # a client goes to example.org
        "http://0.0.0.0/",
        "http://169.254.169.254/",
        "http://[2001:db8::1]/",
        "http://[127.0.0.1/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://",
        "//127.0.0.1/",
        "127.0.0.1",
        "",
    ],
)
def test_only_https_and_this_machine_are_asked(name: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is neither https nor http on this machine is refused before anything is sent."""

    def send(*_: Any, **__: Any) -> None:
        pytest.fail("something was sent")

    monkeypatch.setattr("requests.Session.send", send)
    with pytest.raises(sk.SourceError) as caught:
        source(name, url).fetch(FIRST, LAST)

    shown = re.sub("//.*@", "//***@", url.rstrip("/"))
    assert str(caught.value).startswith(f"{SOURCES[name][0]}: {shown}")


def test_the_reason_names_the_address() -> None:
    """The refusal of an address carries it."""
    with pytest.raises(sk.SourceError) as caught:
        check_url("http://example.org/", "example")

    assert caught.value.source == "http://example.org/"


def archive(text: str) -> bytearray:
    """Return a zip with one CSV."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("eurofxref-hist.csv", text)
    return bytearray(packed.getvalue())


GOOD = "Date,USD,JPY,\n2024-06-28,1.0705,172.2,\n2024-06-27,1.0696,171.79,\n"


def test_an_archive_with_any_byte_changed_is_the_same_or_refused() -> None:
    """Damage anywhere in the archive gives the published values or one error, and no other error."""
    whole = archive(GOOD)
    intact, values = bytes(whole), parse_history(bytes(whole)).values.tolist()
    for position in range(len(whole)):
        damaged = whole.copy()
        damaged[position] ^= 0xFF
        try:
            assert parse_history(bytes(damaged)).values.tolist() == values
        except sk.SourceError as error:
            assert "is not a complete eurofxref-hist.zip" in str(error)  # noqa: PT017 - one of two outcomes

    assert whole == intact


@for_each("length", [0, 1, 30, 100, -30, -1])
def test_an_archive_cut_anywhere_is_refused(length: int) -> None:
    """A beginning of the archive is not taken for the whole."""
    with pytest.raises(sk.SourceError, match=r"is not a complete eurofxref-hist\.zip"):
        parse_history(bytes(archive(GOOD)[:length]))


@for_each(
    "text",
    [
        "",
        "Date,JPY,\n2024-06-28,172.2,\n",
        "Day,USD,\n2024-06-28,1.0705,\n",
        "Date,USD,\n28 June 2024,1.0705,\n",
        "Date,USD,\n2024-06-31,1.0705,\n",
        "Date,JPY,USD\n2024-06-28,172.2\n",
        "Date,USD,\n2024-06-28,1.0705,\n2024-06-28,1.0706,\n",
        "Date,USD,\n2024-06-28,1.07.05,\n",
        "Date,USD,\n2024-06-28,inf,\n",
        "Date,USD,\n2024-06-28,1e400,\n",
        "Date,USD,\n2024-06-28,N/A,\n",
        "Date,USD,\n2024-06-28,\u0661,\n",
    ],
)
def test_a_file_that_is_not_the_ecbs_is_refused(text: str) -> None:
    """Another header, a day of no calendar, two values of one day and a cell that is no rate are all refused."""
    with pytest.raises(sk.SourceError, match=r"^ECB: https://www\.ecb\.europa\.eu"):
        parse_history(bytes(archive(text)))


ROW = '{"date": "2024-06-28", "base": "EUR", "quote": "USD", "rate": 1.0705, "providers": [{"key": "ECB"}]}'


@for_each(
    ("old", "new"),
    [
        ('"ECB"', '"FED"'),
        ('[{"key": "ECB"}]', '[{"key": "ECB"}, {"key": "FED"}]'),
        ('[{"key": "ECB"}]', "null"),
        ('[{"key": "ECB"}]', "5"),
        ('"USD"', '["USD"]'),
        ('"USD"', "null"),
        ('"2024-06-28"', "20240628"),
        ('"2024-06-28"', '"2024-06-31"'),
        ("1.0705", "true"),
        ("1.0705", "[1.0705]"),
        ("1.0705", "1e400"),
        ("1.0705", "1" * 5000),
        ('"rate"', '"value"'),
    ],
)
def test_a_row_of_frankfurter_is_checked_in_every_field(old: str, new: str, server: Server) -> None:
    """Another provider's rate, a field that is missing and one of another type are refused."""
    server.body = f"{ROW}\n{ROW.replace(old, new).replace('-28', '-27')}\n".encode()

    failure("frankfurter", "good", server)


def test_an_old_answer_is_not_taken_for_a_day(server: Server) -> None:
    """forex-python's answer may be some days older than the day asked for, as over Easter, but not a week and more."""
    server.body = b'{"base": "EUR", "date": "2024-06-18", "rates": {"USD": 1.0705}}'
    error = failure("forex-python", "good", server)

    assert "answered for 2024-06-18 when asked for 2024-06-26" in str(error)
