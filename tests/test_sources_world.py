"""NBP's tables and the World Bank's yearly means, through servers of the test's own."""

from __future__ import annotations

import datetime as dt
import json
import threading
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rate_server import PATIENT

import salarykit as sk
from salarykit.rates.published import Published
from salarykit.sources import NbpTables, WorldBankRates
from salarykit.sources.continuity import check_world
from salarykit.sources.copies import packaged, packaged_world, rates_status
from salarykit.sources.exact_file import write_exact
from salarykit.sources.world_copies import update_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    _Change = Callable[[Published], Published]
    Serve = Callable[[Callable[[str], tuple[int, str]]], str]

ONCE = replace(PATIENT, tries=1)


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
        threading.Thread(target=servers[-1].serve_forever, args=(0.01,), daemon=True).start()
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
        (200, "<html>", "something other than table B"),
        (200, "[]x", "something other than table B"),
        (200, '{"table": "B"}', "something other than table B"),
        (200, '[{"table":"C","effectiveDate":"2026-11-04","rates":[]}]', "something other than table B"),
        (
            200,
            '[{"table":"B","effectiveDate":"2026-11-04","rates":[{"code":"TWD","mid":null}]}]',
            "something other than table B",
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


def test_a_step_that_lasts_is_taken_by_the_next_update() -> None:
    """A figure that was held back is judged again with what was published since, however often one updates."""
    figures, dollars = [0.119, 0.300, 0.299, 0.301], [3.9, 3.92, 3.91, 3.9]
    kept = []
    for count in (2, 3, 4):
        update_world(_Later(TWD=figures[:count], USD=dollars[:count]), dt.date(2026, 12, 31))
        (table,) = (each for each in sk.default_rates().tables if each.step == "week")
        kept.append(table.values[-count:, table.column["TWD"] - 1].tolist())

    assert kept == [[0.119, pytest.approx(np.nan, nan_ok=True)], figures[:3], figures]


def _copied(change: _Change) -> Published:
    """Return a copy of the packaged table with three weeks more, changed."""
    known = packaged_world()
    whole = np.flatnonzero(np.isfinite(known.values[:, known.column["TWD"] - 1]))[-1]
    days = np.append(known.days, known.days[-1] + 7 * np.arange(1, 4, dtype=np.int32))
    values = np.vstack([known.values, np.repeat(known.values[[whole]], 3, axis=0)])
    return change(known.with_values(known.codes[1:], days, values))


def _with(table: Published, code: str, row: int, factor: float) -> Published:
    values = table.values.copy()
    values[row, table.column[code] - 1] *= factor
    return table.with_values(table.codes[1:], table.days, values)


def _renamed(table: Published, **about: Any) -> Published:
    said = {"pivot": "PLN", "source": "NBP", "quotation": "direct", "step": "week", **about}
    return Published(table.codes[1:], table.days, table.values, **said)


def _joined_by(table: Published, code: str) -> Published:
    values = np.column_stack([table.values, np.full(len(table.days), 4.0)])
    return table.with_values((*table.codes[1:], code), table.days, values)


@pytest.mark.parametrize(
    "change",
    [
        partial(_renamed, source="ECB"),
        partial(_renamed, quotation="indirect"),
        partial(_renamed, step="day"),
        partial(_renamed, step="year"),
        partial(_joined_by, code="CUP"),
        partial(_joined_by, code="AED"),
        partial(_joined_by, code="CLF"),
        lambda table: table.with_values(table.codes[1:-1], table.days, table.values[:, :-1]),
        lambda table: table.with_values(table.codes[1:], table.days[9:], table.values[9:]),
        lambda table: table.with_values(
            table.codes[1:], table.days, table.values * np.where(table.days > 18_000, 1.1, 1.0)[:, None]
        ),
    ],
    ids=["source", "quotation", "day", "year", "CUP", "AED", "CLF", "code lost", "days lost", "other"],
)
def test_what_does_not_continue_the_packaged_rates_is_refused(change: _Change) -> None:
    """Another source, quotation or step, a code without rates, a lost code or day, and other figures are another table."""
    check_world(_copied(lambda table: table), packaged_world())
    with pytest.raises(
        sk.SourceError, match=r"The rates of (NBP|ECB) (do not continue|contradict) the packaged"
    ):
        check_world(_copied(change), packaged_world())


@pytest.mark.parametrize(
    "change",
    [
        partial(_joined_by, code="CUP"),
        lambda table: table.with_values(
            table.codes[1:], np.append(table.days[:-1], np.int32(80_000)), table.values
        ),
    ],
    ids=["CUP", "the year 2189"],
)
def test_a_copy_of_another_table_is_told_and_passed_over(change: _Change, home: Path) -> None:
    """A whole file that is not the world's rates gives one warning, and the packaged figures answer."""
    home.mkdir()
    write_exact(_copied(change), home / "world.parquet")
    with pytest.warns(UserWarning, match=r"The packaged rates are used\. `salarykit rates update`") as told:
        rates = sk.default_rates()

    assert len(told) == 1
    assert rates.fingerprint == packaged().fingerprint
    assert rates.rate("TWD", "USD", on="2024-06-28") == 0.1237 / 4.0291


@pytest.fixture(scope="module")
def good_copy(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a copy as an update writes it."""
    path = tmp_path_factory.mktemp("copy") / "world.parquet"
    write_exact(_copied(lambda table: table), path)
    return path.read_bytes()


@pytest.mark.parametrize("how", ["empty", "text", "half", "zeros", "foreign", "huge", "folder", "flipped"])
def test_a_damaged_world_copy_is_told_and_passed_over(how: str, home: Path, good_copy: bytes) -> None:
    """A copy that cannot be read, or holds more than any such table, gives one warning, and the packaged figures answer."""
    home.mkdir()
    path = home / "world.parquet"
    whole = bytearray(good_copy)
    if how == "folder":
        path.mkdir()
    elif how in ("foreign", "huge"):
        rows = 3 if how == "foreign" else 21_000_000
        pq.write_table(pa.table({"day": np.zeros(rows, np.int8)}), path)
    else:
        zeros, flipped = whole.copy(), whole.copy()
        zeros[5_000:5_400], flipped[90_000] = bytes(400), whole[90_000] ^ 0xFF
        told: dict[str, Any] = {
            "empty": b"",
            "text": b"no rates\n",
            "half": whole[:90_000],
            "zeros": zeros,
            "flipped": flipped,
        }
        path.write_bytes(bytes(told[how]))
    with pytest.warns(UserWarning, match=r"world\.parquet.*The packaged rates are used") as told_once:
        rates = sk.default_rates()

    assert len(told_once) == 1
    assert ("too many" in str(told_once[0].message)) == (how == "huge")
    assert rates.fingerprint == packaged().fingerprint


def test_a_copy_does_not_change_what_is_packaged(home: Path) -> None:
    """Of the packaged days the packaged figures answer; of later ones a figure that jumps unconfirmed is told and left out."""
    home.mkdir()
    row = len(packaged_world().days) - 100
    write_exact(
        _copied(lambda table: _with(_with(table, "NGN", row, 1000.0), "TWD", -1, 1000.0)),
        home / "world.parquet",
    )
    with pytest.warns(UserWarning, match=r"TWD on .* changes by a factor of 1e\+03") as told:
        rates = sk.default_rates()

    assert len(told) == 1
    for code in ("NGN", "TWD"):
        for on in (packaged_world().last, packaged_world().last - dt.timedelta(weeks=50), "2024"):
            assert rates.rate(code, "USD", on=on) == packaged().rate(code, "USD", on=on)
    newest = packaged_world().last + dt.timedelta(days=21)
    assert rates.rate("TWD", "PLN", on=newest) < 1
    assert rates.quote("TWD", "PLN", on=newest).staleness == 7


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
