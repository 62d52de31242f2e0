from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

import salarykit as sk
from salarykit.sources import copies
from salarykit.sources.copies import packaged_ecb, rates_status, update_copy
from salarykit.sources.exact_file import read_exact

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran
    from rate_server import Server

    from salarykit.rates.published import Published

    Cli = Callable[..., Ran]
    Table = Callable[..., Published]


def texts(rates: Published) -> dict[str, dict[str, str]]:
    """Return rates as the server publishes them."""
    return {
        str(day): {code: repr(value) for code, value in zip(rates.codes[1:], row, strict=True) if value > 0}
        for day, row in zip(rates.days.astype("M8[D]"), rates.values.tolist(), strict=True)
    }


def test_status_is_told(cli: Cli, table: Table, home: Path) -> None:
    """`rates status` says which rates are in use, from when to when, how old, and where a copy would be."""
    ran, update = cli("rates", "status", "--json"), update_copy(table(92))
    told, plain = json.loads(ran.out), cli("rates", "status")
    today = dt.datetime.now(dt.UTC).date()

    assert (ran.code, ran.err, plain.code) == (0, "", 0)
    assert (told["source"], told["first"], told["last"]) == ("ECB; NBP", "2024-04-01", "2024-06-29")
    assert told["age_days"] in {(today - dt.date(2024, 6, 29)).days + late for late in (0, -1)}
    assert (told["fingerprint"], told["in_use"]) == (copies.packaged().fingerprint, "the packaged rates")
    assert told["copy"] == f"{home / 'rates.parquet'} (none)"
    assert {"DEM", "EUR", "GBP", "JPY", "USD"} <= set(told["currencies"])
    assert "your copy\n" in plain.out
    assert update.rates.fingerprint in plain.out


def test_update_downloads_checks_and_keeps(cli: Cli, server: Server, table: Table, home: Path) -> None:
    """`rates update` takes the archive of an address, and says what is now in use."""
    server.printed = texts(table(93))
    ran = cli("rates", "update", "--source-url", server.urls["ecb"], "--json")
    now = rates_status().rates.fingerprint
    told = {"last": "2024-07-02", "fingerprint": now, "copy": str(home / "rates.parquet")}

    assert (ran.code, ran.err, json.loads(ran.out)) == (0, "", told)
    assert read_exact(home / "rates.parquet").fingerprint == table(93).fingerprint


def test_an_update_without_news_names_the_copy(cli: Cli, server: Server, table: Table, home: Path) -> None:
    """Where nothing is newer than the packaged rates, what `rates update` calls the copy is still the copy."""
    server.printed = texts(table())
    ran = cli("rates", "update", "--source-url", server.urls["ecb"])

    assert (ran.code, ran.err) == (0, "")
    assert f"{home / 'rates.parquet'}\n" in ran.out


@pytest.mark.parametrize("mode", ["404", "html", "truncated zip", "elsewhere", "contradicting", "no server"])
def test_an_update_that_fails_is_one_message(
    mode: str, cli: Cli, server: Server, table: Table, home: Path
) -> None:
    """Whatever goes wrong, `rates update` ends with 1 and one line on stderr, and the copy is as it was."""
    update_copy(table(92))
    before = (home / "rates.parquet").read_bytes()
    server.mode = mode
    server.printed = texts(table(95, values=table(95).values * 1.001))
    ran = cli(
        "rates",
        "update",
        "--source-url",
        "http://127.0.0.1:1/" if mode == "no server" else server.urls["ecb"],
    )

    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(
        "salarykit: The rates of ECB" if mode == "contradicting" else "salarykit: ECB: http://127"
    )
    assert (home / "rates.parquet").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("update --source nowhere", 1, "is not a source of rates"),
        ("update --source-url http://example.org/", 1, "is not https"),
        ("update --from here", 2, "No such option"),
        ("show EUR USD", 2, "Missing option"),
        ("show EUR KPW --on 2024-05-05", 1, "salarykit: No "),
        ("show EUR usd --on 2024-05-05", 1, "Did you mean 'USD'?"),
        ("show EUR USD --on yesterday", 1, "neither a day nor a span"),
        ("show EUR USD --on 2024-08", 1, "salarykit: No "),
    ],
)
def test_wrong_words_and_wrong_data_have_their_codes(
    words: str, code: int, told: str, cli: Cli, table: Table
) -> None:
    """Exit 2 is for words that are no command, 1 for data that has no answer; the reason is on stderr."""
    ran = cli("rates", *words.split())

    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err


def test_show_tells_a_quote(cli: Cli, table: Table) -> None:
    """`rates show` tells all that `Rates.quote` does, as JSON or as lines."""
    quote = sk.default_rates().quote("GBP", "USD", on="2024-05")
    ran, plain = (
        cli("rates", "show", "GBP", "USD", "--on", "2024-05", "--json"),
        cli("rates", "show", "GBP", "USD", "--on", "2024-05"),
    )

    assert (ran.code, ran.err, json.loads(ran.out)) == (0, "", quote.model_dump(mode="json"))
    assert (plain.code, plain.err) == (0, "")
    assert "GBP > EUR > USD" in plain.out
    assert repr(quote.rate) in plain.out


def test_the_whole_history_is_updated(cli: Cli, server: Server, home: Path) -> None:
    """The ECB's real history with one more day passes every check, and every value reads back to the digit."""
    known = packaged_ecb()
    printed = texts(known)
    day = str(known.last + dt.timedelta(1))
    server.printed = {**printed, day: printed[str(known.last)]}
    ran = cli("rates", "update", "--source-url", server.urls["ecb"], "--json")

    assert (ran.code, json.loads(ran.out)["last"]) == (0, day)
    assert texts(read_exact(home / "rates.parquet")) == server.printed
