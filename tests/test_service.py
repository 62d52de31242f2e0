from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from calling import Caller, problem
from cases import for_each

import salarykit as sk
from salarykit.rates.quote import Quote
from salarykit.service import create_app, records

CAD: dict[str, Any] = {"currency": "CAD", "base": "USD", "on": "2024-06-28"}


# One amount, one rate


def test_an_amount_comes_with_its_rate_and_where_that_is_from(call: Caller) -> None:
    """The value is that of `sk.convert`, and the provenance that of `Rates.quote`."""
    found = call.get("/v1/convert", amount=342_000, **CAD).json()
    quote = sk.default_rates().quote(**CAD)

    assert found["value"] == sk.convert(342_000, **CAD)
    assert records.ConvertedAmount(**found).observed_on == quote.observed_on
    assert [found[name] for name in ("rate", "staleness", "kind", "step", "source")] == [
        *(quote.rate, quote.staleness, quote.kind, quote.step, quote.source)
    ]
    assert "exact" not in found


@for_each("amount", ["342000", "0.1", "-12.50", "1e3", "99999999999999999999.01"])
def test_an_exact_value_is_a_text_of_all_its_digits(call: Caller, amount: str) -> None:
    """With `exact=true` there is the value in decimals, of the amount as it is written."""
    found = call.get("/v1/convert", amount=amount, exact=True, **CAD).json()

    assert Decimal(found["exact"]) == sk.convert(Decimal(amount), **CAD)


def test_a_quote_is_the_record_of_the_library(call: Caller) -> None:
    """The answer reads back as the `Quote` that the library gives."""
    answer = call.get("/v1/quote", currency="GBP", base="USD", on="2024-Q2", average="median", min_obs=20)

    assert Quote(**answer.json()) == sk.default_rates().quote(
        "GBP", "USD", on="2024-Q2", average="median", min_obs=20
    )


def test_rates_and_their_coverage_are_listed(call: Caller) -> None:
    """The codes, the days and the reason why a currency has no rates are those of the library."""
    rates = sk.default_rates()
    listed = records.RatesAnswer(**call.get("/v1/rates").json())
    covered = records.CoverageAnswer(**call.get("/v1/rates/coverage").json()).coverage

    assert (listed.currencies, listed.last) == (rates.currencies, rates.last)
    assert [each.model_dump() for each in covered] == [each._asdict() for each in rates.coverage()]
    assert call.get("/v1/rates/coverage", code="KPW").json()["coverage"][0]["note"]


def test_the_service_says_how_old_its_rates_are(call: Caller) -> None:
    """The health of the service has the last day of the rates, their age, and the rows of each table."""
    health = records.Health(**call.get("/healthz").json())

    assert health.rates.last == sk.default_rates().last
    assert health.rates.age_days == (dt.datetime.now(dt.UTC).date() - health.rates.last).days
    assert health.tables == {"salaries": 15}


# What clients may keep


@for_each(
    ("on", "currency", "forever"),
    [
        ("2024-06-28", "CAD", True),
        ("2024", "CAD", True),
        ("latest", "CAD", False),
        ("2026-10-30", "CAD", True),
        ("2026-11-01", "CAD", False),
        ("2026-10-21", "TWD", True),
        ("2026-10-23", "TWD", False),
        ("2026-10-30", "DEM", True),
        ("2026-10", "CAD", False),
    ],
)
def test_only_what_newer_rates_cannot_change_is_kept_forever(
    call: Caller, on: str, currency: str, *, forever: bool
) -> None:
    """A day or span that both currencies have all their rates of never changes; any other may."""
    headers = call.get("/v1/convert", amount=1, currency=currency, base="USD", on=on).headers

    assert ("immutable" in headers["cache-control"]) == forever


def test_a_client_that_has_an_answer_is_told_so(call: Caller) -> None:
    """A request with the ETag of the same answer gets none again; one for another answer does."""
    tag = call.get("/v1/convert", amount=1, **CAD).headers["etag"]
    same, other = (
        call("GET", "/v1/convert", params={"amount": amount, **CAD}, headers={"if-none-match": tag})
        for amount in (1, 2)
    )

    assert (same.status_code, same.content, other.status_code) == (304, b"", 200)


def test_other_rates_and_other_tables_have_other_etags() -> None:
    """The ETag of an answer changes with the rates and with the served tables, and with nothing else."""
    table = sk.load_salaries()
    mine = sk.read_rates([{"date": "2024-06-28", "currency": "USD", "rate": 1.1}], base="EUR", name="mine")
    apps = [create_app(), create_app(table), create_app(table.head(3)), create_app(rates=mine)]
    tags = []
    for app in apps:
        with Caller(app) as other:
            tags.append(
                other.get("/v1/convert", amount=1, currency="EUR", base="USD", on="2024-06-28").headers[
                    "etag"
                ]
            )

    assert tags[0] == tags[1]
    assert len(set(tags)) == 3


# Errors


@for_each(
    ("params", "status", "kind", "fields"),
    [
        ({"currency": "KPW"}, 404, "rate-not-found", {"currency": "KPW", "base": "USD", "on": "2024-06-28"}),
        ({"on": "1990"}, 404, "rate-not-found", {"on": "1990", "first": "1999-01-04"}),
        ({"currency": "cad"}, 422, "invalid-currency", {"value": "cad"}),
        ({"base": "XXQ"}, 422, "invalid-currency", {"value": "XXQ"}),
        ({"on": "2024-02-30"}, 422, "invalid-span", {"value": "2024-02-30"}),
        ({"amount": "12k"}, 422, "invalid-value", {}),
        ({"amount": "nan"}, 422, "invalid-value", {}),
        ({"amount": "1e400"}, 422, "invalid-value", {}),
        ({"amount": "1e308", "base": "IDR"}, 422, "invalid-value", {"field": "amount"}),
        ({"amount": "1e-200", "exact": "1"}, 422, "invalid-value", {"field": "amount"}),
        ({"curency": "CAD"}, 422, "unknown-parameter", {"field": "curency"}),
        ({"max_staleness": "-1"}, 422, "invalid-value", {}),
        ({"on": ["2024", "2023"]}, 422, "invalid-value", {"field": "on"}),
    ],
)
def test_an_error_has_the_message_and_the_fields_of_the_library(
    call: Caller, params: dict[str, Any], status: int, kind: str, fields: dict[str, Any]
) -> None:
    """A bad value is 422, a missing rate 404; the problem detail names the value."""
    found = problem(call.get("/v1/convert", **{"amount": 1, **CAD, **params}), status)

    assert found["type"] == f"urn:salarykit:{kind}"
    assert {name: found[name] for name in fields} == fields


def test_a_missing_rate_is_told_in_the_words_of_the_library(call: Caller) -> None:
    """The detail of a problem is the message of the error that the library raises."""
    with pytest.raises(sk.RateNotFound) as raised:
        sk.convert(1, "KPW", "USD", on="2024")

    assert problem(call.get("/v1/quote", currency="KPW", base="USD", on="2024"), 404)["detail"] == str(
        raised.value
    )


def test_there_is_an_answer_where_there_is_nothing(call: Caller) -> None:
    """Unknown routes and methods are problem details, too, and so is an unexpected fault, which shows nothing of itself."""
    app = create_app()
    app.add_api_route("/fault", lambda: 1 / 0)
    with Caller(app) as faulty:
        fault = faulty.get("/fault")

    for path in (
        "/v1/nothing",
        "/v1/rates/",
    ):  # no client is sent to an address that its own Host header made
        assert problem(call.get(path), 404)["type"] == "urn:salarykit:no-such-route"
    assert call("DELETE", "/v1/convert").status_code == 405
    assert "ZeroDivision" not in fault.text
    assert problem(fault, 500)["detail"] == "The service failed. Its log says why."
