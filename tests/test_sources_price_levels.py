from __future__ import annotations

import json
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from cases import for_each
from rate_server import HASTY, PATIENT

import salarykit as sk
from salarykit.sources import (
    PriceLevels,
    WorldBank,
    default_price_levels,
    read_price_levels,
    update_price_levels,
)
from salarykit.sources.price_copies import packaged_price_levels, price_copy_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rate_server import Server

PRIVATE = "PA.NUS.PRVT.PP"
FIGURES = {
    ("CA", "2025"): 1.2605,
    ("CN", "2025"): 3.4596,
    ("DE", "2025"): 0.719,
    ("FR", "2025"): 0.732501,
    ("GB", "2025"): 0.702,
    ("IL", "2025"): 3.655759,
    ("IN", "2025"): 19.839,
    ("SG", "2025"): 1.024,
    ("US", "2025"): 1,
    ("BG", "2025"): 0.4146,
    ("ZH", "2025"): 1.0,  # a group of countries
    ("CH", "2025"): None,
}
LIMITED = replace(PATIENT, size=20_000)


def row(code: str, year: str, value: Any, indicator: str = PRIVATE) -> dict[str, Any]:
    """Return a figure as the World Bank writes it."""
    return {
        "indicator": {"id": indicator, "value": "..."},
        "country": {"id": code, "value": code},
        "countryiso3code": "",
        "date": year,
        "value": value,
        "unit": "",
        "obs_status": "",
        "decimal": 0,
    }


def publish(server: Server, rows: list[dict[str, Any]], per_page: int = 5, **head: Any) -> WorldBank:
    """Let a server answer with rows, some to a page; return the source at its address."""

    def good(path: str, _: str) -> bytes:
        page = int(dict(parse_qsl(urlsplit(path).query))["page"])
        count = {"page": page, "pages": -(-len(rows) // per_page), "per_page": per_page, "total": len(rows)}
        return json.dumps([{**count, **head}, rows[(page - 1) * per_page : page * per_page]]).encode()

    server.good = good  # type: ignore[method-assign, assignment]
    return WorldBank(source_url=f"{server.address}/v2/", limits=LIMITED)


def all_rows() -> list[dict[str, Any]]:
    """Return every figure as a row."""
    return [row(code, year, value) for (code, year), value in FIGURES.items()]


def test_every_page_is_read(server: Server) -> None:
    """All pages are asked for, one after another; what has no value and groups of countries are left out."""
    levels = publish(server, all_rows()).fetch(2020, 2025)
    asked = [dict(parse_qsl(urlsplit(seen.path).query)) for seen in server.seen]

    assert [each["page"] for each in asked] == ["1", "2", "3"]
    assert (asked[0]["format"], asked[0]["date"]) == ("json", "2020:2025")
    assert urlsplit(server.seen[0].path).path == f"/v2/country/all/indicator/{PRIVATE}"
    assert {figure.country: figure.value for figure in levels.figures} == {
        code: value for (code, _), value in FIGURES.items() if value is not None and code != "ZH"
    }
    assert (levels.unit, levels.licence, levels.source) == ("Int$ 2025", "CC BY 4.0", "World Bank WDI")


def test_a_country_that_took_the_euro_is_in_euro(server: Server) -> None:
    """The World Bank restates a series in the money of today."""
    bulgaria = publish(server, all_rows()).fetch(2025, 2025, ["BGR"]).get("BG")

    assert bulgaria is not None
    assert bulgaria.currency == "EUR"
    assert urlsplit(server.seen[0].path).path.split("/")[3] == "BG"


def test_consumer_prices_are_no_level(server: Server) -> None:
    """An index over time can be fetched, and is refused where countries are compared."""
    publish(server, [row("CA", "2023", 157.1, "FP.CPI.TOTL"), row("CA", "2024", 160.9, "FP.CPI.TOTL")])
    prices = WorldBank("FP.CPI.TOTL", source_url=f"{server.address}/v2/").fetch(2023, 2024)
    then, now = prices.get("CA", "2023"), prices.get("CA", "2024")
    assert then is not None
    assert now is not None

    assert (then.value, now.value) == (157.1, 160.9)
    with pytest.raises(sk.InvalidQuery, match=r"^FP\.CPI\.TOTL is an index of prices over time"):
        sk.load_salaries().convert("USD", on="2024", price_levels=prices.at("2024"))


def test_a_refusal_of_status_200_is_an_error(server: Server) -> None:
    """The service refuses with status 200 and one message; it is passed on."""
    server.body = json.dumps(
        [{"message": [{"id": "120", "key": "Invalid value", "value": "The provided value is not valid"}]}]
    ).encode()
    with pytest.raises(
        sk.SourceError, match=r"refused: The provided value is not valid The price levels in use"
    ):
        WorldBank(source_url=f"{server.address}/v2/").fetch(2024, 2024)


@pytest.mark.parametrize(
    ("rows", "head", "message"),
    [
        ([row("CA", "2025", "1.2")], {"total": 2}, r"sent 1 of the 2 rows it announced"),
        ([row("CA", "2025", -1)], {}, r"sent a row that is not a figure"),
        ([row("CA", "2025", True)], {}, r"sent a row that is not a figure"),
        ([row("CA", "2025", "NaN")], {}, r"sent a row that is not a figure"),
        ([row("CA", "2019", 1.2)], {}, r"sent PA\.NUS\.PRVT\.PP of 2019, which was not asked for"),
        ([row("CA", "2025", 1.2, "PA.NUS.PPP")], {}, r"sent PA\.NUS\.PPP of 2025, which was not asked for"),
        ([{"country": "CA"}], {}, r"sent a row that is not a figure"),
        ([row("CA", "2025", 1.2)], {"page": 7}, r"sent page 7 of 1; page 1 was asked for"),
        ([row("CA", "2025", 1.2)], {"pages": 101}, r"sent page 1 of 101"),
        ([row("CA", "2025", None)], {}, r"has no figure for 2020 to 2025"),
        ([row("CA", "2025", 1.2), row("CA", "2025", 1.3)], {}, r"two figures for CA in 2025: 1\.2 and 1\.3"),
    ],
)
def test_what_was_not_asked_for_is_refused(
    server: Server, rows: list[dict[str, Any]], head: dict[str, Any], message: str
) -> None:
    """A figure that is none, of another year or measure, or a page that is missing, is one clear error."""
    with pytest.raises(sk.SourceError, match=message):
        publish(server, rows, **head).fetch(2020, 2025)


@pytest.mark.parametrize(
    "mode", ["html", "list", "unsuccessful", "empty", "deep", "404", "503", "elsewhere", "huge"]
)
def test_a_bad_answer_is_an_error(server: Server, mode: str) -> None:
    """Whatever comes instead of a page, the error names the service and the address."""
    server.mode = mode
    with pytest.raises(sk.SourceError, match=r"^World Bank: http://127\.0\.0\.1.* The price levels in use"):
        WorldBank(source_url=f"{server.address}/v2/", limits=LIMITED).fetch(2020, 2025)


@pytest.mark.parametrize("mode", ["hang", "stall", "drip"])
def test_a_slow_answer_ends(server: Server, mode: str) -> None:
    """A service that never ends its answer is left."""
    server.mode = mode
    with pytest.raises(sk.SourceError, match=r"^World Bank: "):
        WorldBank(source_url=f"{server.address}/v2/", limits=HASTY).fetch(2020, 2025)


def test_a_question_that_is_none() -> None:
    """Years out of order, an unknown measure or country are refused before anything is asked."""
    with pytest.raises(sk.InvalidQuery, match="give two years"):
        WorldBank().fetch(2025, 2020)
    with pytest.raises(sk.InvalidQuery, match="choose one of PA"):
        WorldBank("NY.GDP")  # type: ignore[arg-type]
    with pytest.raises(sk.InvalidQuery, match=r"^'XX' is not an ISO 3166-1 country code"):
        WorldBank().fetch(2020, 2025, ["XX"])


def test_a_copy_is_kept_and_used(server: Server, home: Path) -> None:
    """What passes the checks becomes the user's copy, and is used from then on."""
    fresh = publish(server, [*all_rows(), row("US", "2026", 1), row("CA", "2026", 1.27)]).fetch(2020, 2026)
    kept = update_price_levels(fresh)

    assert price_copy_path().parent == home
    assert kept.fingerprint == fresh.fingerprint == default_price_levels().fingerprint
    assert default_price_levels().at("latest").unit == "Int$ 2026"
    real = sk.load_salaries().convert("USD", on="2024", price_levels="latest").rank()
    assert {row["city"]: row["reason"] for row in real.unranked}["London"] == (
        "no price level for GB (PA.NUS.PRVT.PP 2026)"
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({("GB", "2025"): None}, r"lack GB; they must measure PA\.NUS\.PRVT\.PP"),
        ({("GB", "2025"): 1.4}, r"price level of GB in 2025 is 1\.4, not about 0\.702"),
    ],
)
def test_another_series_replaces_nothing(server: Server, changed: Any, message: str) -> None:
    """A source that lacks a packaged country, or contradicts a packaged figure, leaves everything as it was."""
    rows = [row(code, year, value) for (code, year), value in {**FIGURES, **changed}.items()]
    with pytest.raises(sk.SourceError, match=message):
        update_price_levels(publish(server, rows).fetch(2020, 2025))

    assert not price_copy_path().exists()
    assert default_price_levels() == packaged_price_levels()


def test_a_damaged_copy_is_passed_over(home: Path) -> None:
    """A copy that cannot be read gives way to the packaged figures, with a warning."""
    home.mkdir()
    price_copy_path().write_text("country,year\nGB,2025\n")
    with pytest.warns(UserWarning, match="The packaged price levels are used"):
        assert default_price_levels() == packaged_price_levels()


def test_the_command_line_updates(server: Server, cli: Callable[..., Any]) -> None:
    """`salarykit rates update --source world-bank` downloads, checks and keeps."""
    publish(server, all_rows())
    url = f"{server.address}/v2/"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = cli("rates", "update", "--source", "world-bank", "--source-url", url, "--json")

    assert run.code == 0
    assert json.loads(run.out) == {"last": "2025", "countries": 10, "copy": str(price_copy_path())}


def test_the_packaged_figures_are_cited() -> None:
    """Each packaged figure is of a packaged city's country, and names a page and a licence."""
    levels = packaged_price_levels()

    assert set(levels.countries) <= {salary.country for salary in sk.load_salaries()}
    assert all("https://" in figure.source and figure.licence == "CC BY 4.0" for figure in levels.figures)
    assert levels.get("US") is not None
    assert all(figure.indicator == PRIVATE for figure in levels.figures)


def test_a_table_of_one_s_own() -> None:
    """Any table with a country, a period and a value is read; what columns say counts before what is passed."""
    levels = read_price_levels(
        [
            {"Country": "DEU", "Date": "2024", "Value": "0.75", "source": "x", "license": "ODbL"},
            {"Country": "US", "Date": 2024, "Value": 1, "source": None, "license": None},
            {"Country": "FR", "Date": 2024.0, "Value": None, "source": "x", "license": "y"},
        ],
        name="mine",
        licence="mine only",
    )

    assert [
        (each.country, each.period, each.currency, each.source, each.licence) for each in levels.figures
    ] == [
        ("DE", "2024", "EUR", "x", "ODbL"),
        ("US", "2024", "USD", "mine", "mine only"),
    ]
    assert levels.get("FR") is None
    assert levels.get(None) is None


@for_each(
    ("rows", "message"),
    [
        ([{"country": "US", "value": 1}], r"Price levels need a country, a year or date, and a value"),
        ([{"country": "USX", "year": 2024, "value": 1}], r"row 1: 'USX' is not an ISO 3166-1"),
        ([{"country": "US", "year": 2024, "value": 0}], r"row 1: 0 is not a price level"),
        ([{"country": "US", "year": "soon", "value": 1}], r"row 1: 'soon' is neither a day nor a span"),
        (
            [{"country": "US", "year": 2024, "value": 1, "currency": "usd"}],
            r"row 1: 'usd' is not an ISO 4217",
        ),
        ([{"country": "US", "year": 2024, "value": None}], r"has no price levels"),
        (
            [{"date": "2026-01-01", "iso_a3": "GBR", "currency_code": "GBP", "local_price": 5}],
            r"no price in the United States on 2026-01-01",
        ),
    ],
)
def test_a_table_that_is_none(rows: list[dict[str, Any]], message: str) -> None:
    """What cannot be a price level is refused with its row."""
    with pytest.raises(sk.SourceError, match=message):
        read_price_levels(rows)


def test_years_are_chosen() -> None:
    """Levels of several years are not one unit; a year that is not there is refused with those that are."""
    two = read_price_levels([{"country": "US", "year": year, "value": 1} for year in (2023, 2024)])

    assert (two.periods, two.at("latest").unit, two.at("2023").unit) == (
        ("2023", "2024"),
        "Int$ 2024",
        "Int$ 2023",
    )
    with pytest.raises(sk.InvalidQuery, match=r"choose one with levels\.at\('2024'\)"):
        sk.load_salaries().convert("USD", on="2024", price_levels=two)
    with pytest.raises(sk.InvalidQuery, match=r"^No price levels of 1999; there are those of 2023, 2024"):
        two.at("1999")
    assert PriceLevels(two.figures).fingerprint == two.fingerprint != two.at("2023").fingerprint
