from __future__ import annotations

import datetime as dt
from math import isnan
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from calling import ARROW, Caller, arrow_bytes
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.service import Limits, create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

CODES = ["USD", "CAD", "EUR", "JPY", "AED", "TWD", "DEM", "GBP"]
AMOUNTS = st.floats(-1e12, 1e12) | st.integers(-(10**9), 10**9)
DAYS = st.dates(dt.date(2005, 1, 1), dt.date(2026, 10, 1))
WHEN = DAYS.map(str) | st.sampled_from(["2024", "2019-Q3", "2022-02", "latest"])
KINDS = ["application/json", ARROW, "text/csv", "application/vnd.apache.parquet", "text/html"]
ROUTES = [
    "/v1/convert",
    "/v1/quote",
    "/v1/rank",
    "/v1/compare",
    "/v1/query",
    "/v1/check",
    "/v1/rates/coverage",
]
NAMES = [
    "amount",
    "currency",
    "base",
    "on",
    "exact",
    "near",
    "by",
    "a",
    "b",
    "table",
    "limit",
    "code",
    "quantiles",
]


@pytest.fixture(scope="module")
def call() -> Iterator[Caller]:
    """Give a client of a service with small limits."""
    with Caller(create_app(limits=Limits(body_bytes=100_000, rows=1_000, file_rows=1_000))) as caller:
        yield caller


@given(amount=AMOUNTS, currency=st.sampled_from(CODES), base=st.sampled_from(CODES), on=WHEN)
def test_an_amount_is_converted_as_the_library_does(
    call: Caller, amount: float, currency: str, base: str, on: str
) -> None:
    """The value has the bits of `sk.convert`; where that has no rate, the answer is 404."""
    answer = call.get("/v1/convert", amount=repr(amount), currency=currency, base=base, on=on)
    try:
        assert answer.json().get("value") == sk.convert(float(amount), currency, base, on=on)
    except sk.RateNotFound:
        assert answer.status_code == 404


@given(
    rows=st.lists(st.tuples(AMOUNTS | st.none(), st.sampled_from(CODES), DAYS), max_size=30),
    size=st.integers(1, 10),
    parts=st.integers(1, 400),
)
def test_a_stream_is_converted_as_a_column_in_blocks_of_any_size(
    call: Caller, rows: list[tuple[float | None, str, dt.date]], size: int, parts: int
) -> None:
    """However a table is cut into batches, and the body into parts, the values are those of `sk.convert`, and of JSON."""
    amount, currency, on = [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]
    schema = pa.schema({"amount": pa.float64(), "currency": pa.string(), "on": pa.date32()})
    table = pa.table(
        [pa.array(amount, pa.float64()), pa.array(currency, pa.string()), pa.array(on, pa.date32())],
        schema=schema,
    )
    body = arrow_bytes(table, size)

    async def cut() -> Any:
        for at in range(0, len(body), parts):
            yield body[at : at + parts]

    answer = call(
        "POST",
        "/v1/convert",
        params={"base": "EUR", "missing": "null"},
        content=cut(),
        headers={"content-type": ARROW},
    )
    asked = {
        "amount": amount,
        "currency": currency,
        "on": [str(day) for day in on],
        "base": "EUR",
        "missing": "null",
    }
    figures = [None if each is None else float(each) for each in amount]
    done = sk.convert(figures, currency, "EUR", on=on, missing="null") if rows else []
    expected = [None if each is None or isnan(each) else each for each in done]

    assert pa.ipc.open_stream(answer.content).read_all()["value"].to_pylist() == expected
    assert call("POST", "/v1/convert", json=asked).json()["value"] == expected


@given(
    body=st.binary(max_size=300),
    kind=st.sampled_from(KINDS),
    url=st.sampled_from(["/v1/convert", "/v1/pay", "/v1/salaries"]),
)
def test_no_body_makes_the_service_fail(call: Caller, body: bytes, kind: str, url: str) -> None:
    """Whatever bytes are sent as whatever they are said to be, the answer is no fault of the service."""
    answer = call.send(url, body, kind, **({"base": "EUR", "on": "2024"} if kind == ARROW else {}))

    assert answer.status_code < 500, answer.text


@given(
    data=st.data(),
    flips=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_no_damaged_stream_makes_the_service_fail(
    call: Caller, data: st.DataObject, flips: list[tuple[int, int]]
) -> None:
    """A stream with a few wrong bytes is refused, or read as what it then says; the service lives on."""
    table = pa.table(
        {"amount": [1.0, None, 2.0], "currency": pa.array(["USD", "EUR", "USD"]).dictionary_encode()}
    )
    body = bytearray(arrow_bytes(table, data.draw(st.integers(1, 3))))
    for at, value in flips:
        body[at % len(body)] = value

    assert call.send("/v1/convert", bytes(body), ARROW, base="EUR", on="2024").status_code < 500


@given(
    url=st.sampled_from(ROUTES),
    params=st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), st.text(max_size=20), max_size=5),
)
def test_no_parameter_makes_the_service_fail(call: Caller, url: str, params: dict[str, str]) -> None:
    """Whatever texts are sent as parameters, the answer is no fault of the service, and in JSON."""
    clean = {
        name.encode(errors="replace").decode(): each.encode(errors="replace").decode()
        for name, each in params.items()
    }
    answer = call.get(url, **clean)

    assert answer.status_code < 500, answer.text
    assert isinstance(answer.json(), dict)
