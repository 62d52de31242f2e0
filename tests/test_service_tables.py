from __future__ import annotations

from typing import Any

import pytest
from calling import Caller, problem
from cases import for_each
from fastapi import FastAPI

import salarykit as sk
from salarykit.service import create_app, records

CAD: dict[str, Any] = {"currency": "CAD", "base": "USD", "on": "2024-06-28"}


# Tables


def test_a_ranking_is_that_of_the_library(call: Caller) -> None:
    """The rows, their order and the terms are those of `SalaryTable.rank`; `limit` cuts the rows, not their count."""
    expected = sk.load_salaries().convert("EUR", on="2024").rank(against="London")
    found = records.RankingAnswer(
        **call.get("/v1/rank", base="EUR", on="2024", against="London", limit=4).json()
    )

    assert [(row["city"], row["value"], row["index"]) for row in found.rows] == [
        (row["city"], row["value"], row["index"]) for row in list(expected)[:4]
    ]
    assert (found.count, found.base) == (15, "EUR")


def test_a_row_without_a_rate_is_listed_as_unranked() -> None:
    """No row vanishes: what has no rate on the day is there with the reason."""
    rows = [{"city": "Oslo", "amount": 1, "currency": "NOK"}, {"city": "P", "amount": 1, "currency": "KPW"}]
    with Caller(create_app(sk.read_salaries(rows))) as call:
        found = call.get("/v1/rank", on="2024").json()

    assert [len(found["rows"]), found["unranked"][0]["city"]] == [1, "P"]
    assert "no KPW/USD rate" in found["unranked"][0]["reason"]


def test_a_comparison_is_the_record_of_the_library(call: Caller) -> None:
    """The answer reads back as the `Comparison` that the library gives, split since a day."""
    answer = call.get("/v1/compare", a="Toronto", b="New York", on="2024", since="2020")

    assert sk.Comparison(**answer.json()) == sk.load_salaries().convert("USD", on="2024").compare(
        "Toronto", "New York", since="2020"
    )


def test_a_query_takes_every_setting_of_the_library(call: Caller) -> None:
    """Numbers, points, several quantiles, exponents and groups are read from parameters as `Query` has them."""
    settings = {
        "near": "48.9,2.4",
        "scale_km": 800,
        "quantiles": [0.1, 0.9],
        "exponents": "place=2",
        "missing": "0.5",
    }
    found = records.QueryAnswer(**call.get("/v1/query", on="2024", limit=1, **settings).json())
    expected = (
        sk.load_salaries()
        .convert("USD", on="2024")
        .query(near=(48.9, 2.4), scale_km=800, quantiles=(0.1, 0.9), exponents={"place": 2}, missing=0.5)
    )
    groups = call.get("/v1/query", on="2024", by=["country", "statistic"]).json()

    assert found.quantiles == {f"{p:g}": value for p, value in expected.quantiles.items()}
    assert (found.count, len(found.rows)) == (len(expected), 1)
    assert groups["by"] == ["country", "statistic"]


@for_each(
    ("url", "params", "status"),
    [
        ("/v1/rank", {"on": "2024", "ties": "sideways"}, 422),
        ("/v1/rank", {"on": "2024", "table": "nowhere"}, 404),
        ("/v1/rank", {}, 422),
        ("/v1/compare", {"a": "Toronto", "b": "Tronto", "on": "2024"}, 422),
        ("/v1/query", {"on": "2024", "scale_km": "5"}, 422),
        ("/v1/query", {"on": "2024", "near": "Qwxzyville"}, 422),
        ("/v1/query", {"on": "2024", "interval": "bootstrap", "seed": "1", "resamples": "1000000000"}, 422),
        (
            "/v1/query",
            {"on": "2024", "interval": "bootstrap", "seed": "1", "resamples": "1_000_000_000"},
            422,
        ),
        (
            "/v1/query",
            {"on": "2024", "interval": "bootstrap", "seed": "1", "resamples": "+1000000000.0"},
            422,
        ),
        ("/v1/query", {"on": "2024", "quantiles": ["0.5"] * 1002}, 422),
        ("/v1/query", {"on": "2024", "nearby": "Paris"}, 422),
        ("/v1/check", {"today": "soon"}, 422),
    ],
)
def test_a_question_that_a_table_cannot_answer_is_refused(
    call: Caller, url: str, params: dict[str, Any], status: int
) -> None:
    """Unknown cities, words, tables and settings are named."""
    problem(call.get(url, **params), status)


def test_several_tables_are_named() -> None:
    """Of several tables one must be named, and an unknown name is 404 with the nearest; of none there is none."""
    table = sk.load_salaries()
    with Caller(create_app({"all": table, "few": table.head(2)})) as call:
        named = call.get("/v1/rank", on="2024", table="few").json()["count"]
        unnamed, unknown = call.get("/v1/rank", on="2024"), call.get("/v1/rank", on="2024", table="fww")
    with Caller(create_app({})) as call:
        none = call.get("/v1/rank", on="2024")

    assert named == 2
    assert "table=all or table=few" in problem(unnamed, 422)["detail"]
    assert "Did you mean 'few'?" in problem(unknown, 404)["detail"]
    problem(none, 404)


def test_findings_are_those_of_the_library(call: Caller) -> None:
    """The findings and their counts are those of `SalaryTable.check`."""
    found = records.FindingsAnswer(**call.get("/v1/check").json())

    assert found.findings == sk.load_salaries().check().to_dict()["findings"]


# The app


def test_a_mounted_service_answers_below_its_path() -> None:
    """An app may mount the service at a path of its own."""
    outer = FastAPI()
    outer.mount("/pay", create_app())
    with Caller(outer) as call:
        assert call.get("/pay/v1/convert", amount=1, **CAD).status_code == 200
        assert 'route="/v1/convert",status="200"} 1.0' in call.get("/pay/metrics").text


def test_metrics_count_requests_by_route(call: Caller) -> None:
    """Each answer is counted under its route and status; unknown paths are counted together."""
    with Caller(create_app()) as own:
        for path in ("/v1/rates", "/v1/rates", "/secret-1", "/secret-2"):
            own.get(path)
        text = own.get("/metrics").text

    assert 'salarykit_requests_total{method="GET",route="/v1/rates",status="200"} 2.0' in text
    assert 'salarykit_requests_total{method="GET",route="other",status="404"} 2.0' in text
    assert "secret" not in text
    assert "salarykit_rates_age_days" in text


def test_every_answer_has_the_headers_that_keep_browsers_safe(call: Caller) -> None:
    """No answer is sniffed, framed or run, and none allows another origin."""
    for path in ("/v1/rates", "/nowhere", "/healthz"):
        headers = call("GET", path, headers={"origin": "https://evil.example"}).headers

        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers


def test_an_origin_is_allowed_if_it_is_named() -> None:
    """Pages of a named origin may call the service; others may not."""
    with Caller(create_app(origins=["https://pay.example.org"])) as call:
        allowed = [
            call("GET", "/v1/rates", headers={"origin": origin}).headers.get("access-control-allow-origin")
            for origin in ("https://pay.example.org", "https://evil.example")
        ]

    assert allowed == ["https://pay.example.org", None]


def test_the_description_names_every_route_and_its_records(call: Caller) -> None:
    """OpenAPI has all routes, the records of answers, and a problem detail for every error; all references lead somewhere."""
    described = call.get("/openapi.json").json()
    text = call.get("/openapi.json").text
    schemas = described["components"]["schemas"]
    used = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}

    assert used <= set(schemas)
    assert {"ConvertedAmount", "Quote", "Comparison", "Problem", "PayAnswer"} <= set(schemas)
    assert set(described["paths"]) == {
        *("/v1/convert", "/v1/quote", "/v1/rates", "/v1/rates/coverage", "/v1/pay", "/v1/salaries"),
        *("/v1/rank", "/v1/compare", "/v1/query", "/v1/check", "/healthz", "/metrics"),
    }
    for path in described["paths"].values():
        for operation in path.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]
    assert {"near", "scale_km"} <= {
        each["name"] for each in described["paths"]["/v1/query"]["get"]["parameters"]
    }


@for_each("tables", [5, "salaries", {"a": 1}, [sk.load_salaries]])
def test_only_tables_are_served(tables: Any) -> None:
    """What is no table is refused when the app is made."""
    with pytest.raises(sk.InvalidQuery):
        create_app(tables)
