"""NBP's tables and the World Bank's yearly means, through servers of the test's own."""

from __future__ import annotations

import datetime as dt
import json
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import salarykit as sk
from salarykit.rates.published import Published
from salarykit.sources import NbpTables, WorldBankRates
from salarykit.sources.copies import packaged_world, rates_status
from salarykit.sources.web import Limits
from salarykit.sources.world_copies import update_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Serve = Callable[[Callable[[str], tuple[int, str]]], str]

ONCE = Limits(tries=1)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Give a function that starts a server on loopback, from what it answers to a path."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Callable[[str], tuple[int, str]]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = answer(self.path)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None:
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/api/"

    yield start
    for each in servers:
        each.shutdown()
        each.server_close()


def nbp(path: str) -> tuple[int, str]:
    """Answer as NBP's service does: table B on Wednesdays, table A on the days around them, 404 where there is nothing."""
    table = path.split("/tables/")[1][0]
    if "/2026-11" not in path.split("/tables/")[1]:
        return 404, "404 NotFound - Not Found - Brak danych"
    weekly = '[{"table":"B","no":"043/B/NBP/2026","effectiveDate":"2026-11-04","rates":[{"currency":"x","code":"TWD","mid":0.1190},{"currency":"x","code":"XDR","mid":5.2},{"currency":"x","code":"AED","mid":1.06}]}]'
    daily = '[{"table":"A","no":"1","effectiveDate":"2026-11-04","rates":[{"currency":"x","code":"USD","mid":3.8800},{"currency":"x","code":"EUR","mid":4.25}]},{"table":"A","no":"2","effectiveDate":"2026-11-05","rates":[{"currency":"x","code":"USD","mid":3.8900},{"currency":"x","code":"UAH","mid":0.0921}]}]'
    return 200, weekly if table == "B" else daily


def test_nbp_s_tables_are_read_to_the_digit(serve: Serve) -> None:
    """What the ECB lacks is kept, with the dollar of its days; what is pegged, no currency or the ECB's is not."""
    found = NbpTables(serve(nbp), ONCE).fetch(dt.date(2026, 11, 1), dt.date(2026, 11, 6))

    assert (found.codes, found.quotation, found.step) == (("PLN", "TWD", "UAH", "USD"), "direct", "week")
    assert found.values[0].tolist()[0] == 0.1190
    assert (
        sk.fetch_rates(NbpTables(serve(nbp), ONCE), first="2026-11-01", last="2026-11-06").rate(
            "TWD", "USD", on="2026-11-04"
        )
        == 0.119 / 3.88
    )


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (404, "", "sent no rates"),
        (500, "", "status 500"),
        (200, "<html>", "something else than table B"),
        (200, "[]x", "something else than table B"),
        (200, '{"table": "B"}', "something else than table B"),
        (200, '[{"table":"C","effectiveDate":"2026-11-04","rates":[]}]', "something else than table B"),
        (
            200,
            '[{"table":"B","effectiveDate":"2026-11-04","rates":[{"code":"TWD","mid":null}]}]',
            "something else than table B",
        ),
        (
            200,
            '[{"table":"B","effectiveDate":"2025-11-04","rates":[{"code":"TWD","mid":0.119}]}]',
            "outside 2026-11-01",
        ),
        (
            200,
            '[{"table":"B","effectiveDate":"2026-11-04","rates":[{"code":"TWD","mid":-0.119}]}]',
            "positive and finite",
        ),
        (
            200,
            '[{"table":"B","effectiveDate":"2026-11-04","rates":[{"code":"TWD","mid":0}]}]',
            "positive and finite",
        ),
    ],
)
def test_a_bad_answer_of_nbp_is_one_error(serve: Serve, status: int, body: str, says: str) -> None:
    """Nothing that is no table becomes a rate; the error names the address and what came."""
    with pytest.raises(sk.SourceError, match=says):
        NbpTables(serve(lambda path: (404, "") if "/A/" in path else (status, body)), ONCE).fetch(
            dt.date(2026, 11, 1), dt.date(2026, 11, 6)
        )


def test_an_update_joins_what_was_published_since(serve: Serve) -> None:
    """The copy holds all that was packaged, and the new days; the next question is answered from it."""
    renewed = update_world(NbpTables(serve(nbp), ONCE), dt.date(2026, 11, 6))

    assert renewed.status == rates_status()
    assert rates_status().world_last == dt.date(2026, 11, 5)
    assert sk.default_rates().rate("TWD", "USD", on="2026-11-04") == 0.119 / 3.88
    assert sk.default_rates().rate("TWD", "USD", on="2024-06-28") == 0.1237 / 4.0291


class _Later:
    """A source that has published some figures after the packaged ones."""

    def __init__(self, **figures: list[float]) -> None:
        known = packaged_world()
        count = len(next(iter(figures.values())))
        days = [int(known.days[-1]) + 7 * step for step in range(1, count + 1)]
        self._table = Published(
            list(figures),
            days,
            np.array(list(figures.values())).T,
            pivot="PLN",
            source="NBP",
            quotation="direct",
            step="week",
        )

    def fetch(self, first: dt.date, last: dt.date) -> Published:  # noqa: ARG002 - as every source
        """Return them."""
        return self._table


@pytest.mark.parametrize(
    ("figures", "note", "kept"),
    [
        ([0.119, 0.300], "TWD on 2026-11-09 changes by a factor of 2.52, and waits", [True, False]),
        ([0.300, 0.299], None, [True, True]),
        ([0.119, 0.140, 0.119], "TWD on 2026-11-09 stands out", [True, False, True]),
        ([0.119, 0.119, 0.119, 0.119], "TWD has stood still", [True] * 4),
    ],
)
def test_a_doubtful_figure_is_held_back_and_told(
    figures: list[float], note: str | None, kept: list[bool]
) -> None:
    """One that doubles waits for the next, one that stands out is left out, a series that stands still is told; the rest is taken."""
    dollars = [3.9 * 1.02**step for step in range(len(figures))]
    renewed = update_world(_Later(TWD=figures, USD=dollars), dt.date(2026, 12, 31))
    (table,) = (each for each in sk.default_rates().tables if each.step == "week")
    found = np.isfinite(table.values[-len(figures) :, table.column["TWD"] - 1]).tolist()

    assert found == kept
    assert [str(note) in said for said in renewed.notes if "TWD" in said] == ([True] if note else [])


def test_a_world_copy_that_is_another_source_is_refused() -> None:
    """Rates against another currency do not continue the packaged ones."""
    other = Published(["TWD"], [30_000], [[32.5]], pivot="USD", source="NBP")
    with pytest.raises(sk.SourceError, match="quoted against USD"):
        update_world(type("Other", (), {"fetch": lambda *_: other})(), dt.date(2026, 12, 31))


def bank(path: str) -> tuple[int, str]:
    """Answer as the World Bank does, with the mean of a year for Belarus, two countries of the CFA franc, and a group."""
    rows = [("BY", 2.626), ("SN", 623.76), ("CI", 623.76), ("1W", 1.0), ("US", 1.0)]
    return 200, json.dumps(
        [
            {"page": 1, "pages": 1, "total": len(rows)},
            [
                {"indicator": {"id": "PA.NUS.FCRF"}, "country": {"id": code}, "date": "2022", "value": value}
                for code, value in rows
            ],
        ]
    )


def test_the_world_bank_s_means_answer_for_whole_years(serve: Serve) -> None:
    """A currency has the figure of its countries, where they agree; a day has none."""
    rates = sk.fetch_rates(WorldBankRates(serve(bank), ONCE), first="2022", last="2022")

    assert rates.rate("BYN", "USD", on="2022") == 1 / 2.626
    assert rates.quote("XOF", "USD", on="2022").step == "year"
    with pytest.raises(sk.RateNotFound, match="coarse='year'"):
        rates.rate("BYN", "USD", on="2022-06-01")


def _said(text: str, path: str) -> tuple[int, str]:
    return 200, text


def test_a_bad_answer_of_the_world_bank_is_one_error(serve: Serve) -> None:
    """A page that is none, or of another indicator, is told with its address."""
    for body in ("[]", "<html>", json.dumps([{"page": 1, "pages": 1, "total": 0}, []])):
        with pytest.raises(sk.SourceError, match="World Bank"):
            WorldBankRates(serve(partial(_said, body)), ONCE).fetch(
                dt.date(2022, 1, 1), dt.date(2022, 12, 31)
            )
