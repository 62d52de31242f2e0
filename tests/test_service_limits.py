from __future__ import annotations

import asyncio
import gzip
import struct
import sys
import threading
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from calling import ARROW, Caller, arrow_bytes, problem
from cases import for_each

import salarykit as sk
from salarykit.service import Limits, column_routes, create_app
from salarykit.service.json_answers import answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

SMALL = Limits(body_bytes=20_000, stream_bytes=60_000, rows=100, file_rows=50, seconds=5.0)
TABLE = pa.table({"amount": [1.0] * 60, "currency": ["USD"] * 60})
opened: list[str] = []
watching: list[bool] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if watching and event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen"):
        opened.append(event)
    if watching and event in ("open", "os.mkdir") and not str(arguments[0]).startswith("/proc/self/fd/"):
        mode = arguments[1] if event == "open" else "w"
        if isinstance(mode, str) and set(mode) & set("wax+"):
            opened.append(str(arguments[0]))


sys.addaudithook(_watch)


@pytest.fixture(scope="module")
def call() -> Iterator[Caller]:
    """Give a client of a service with small limits."""
    with Caller(create_app(limits=SMALL)) as caller:
        yield caller


def _zip(size: int) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pay.csv", b"0" * size)
    return file.getvalue()


@for_each(
    ("url", "body", "kind", "status"),
    [
        ("/v1/convert", b'{"amount": [' + b"1," * 20_000 + b"1]}", "application/json", 413),
        ("/v1/pay", b'{"text": "' + b"x" * 20_000 + b'"}', "application/json", 413),
        ("/v1/salaries", b"a,b\n" * 6_000, "text/csv", 413),
        ("/v1/salaries", b"amount,currency\n" + b"1,EUR\n" * 51, "text/csv", 413),
        ("/v1/salaries", gzip.compress(b"amount,currency\n" + b"1,EUR\n" * 100_000), "text/csv", 413),
        ("/v1/salaries", _zip(10_000_000), "text/csv", 413),
        ("/v1/convert", arrow_bytes(pa.concat_tables([TABLE, TABLE])), ARROW, 413),
        ("/v1/convert", arrow_bytes(pa.concat_tables([TABLE, TABLE]), 10), ARROW, 413),
        ("/v1/convert", arrow_bytes(pa.table({"amount": pa.nulls(50_000, pa.float64())})), ARROW, 413),
        ("/v1/convert", arrow_bytes(TABLE, compression="zstd"), ARROW, 415),
        ("/v1/convert", b"1,USD", "text/csv", 415),
        ("/v1/convert", b"{}", "", 415),
        ("/v1/pay", b"{}", "text/plain", 415),
        ("/v1/salaries", b"%PDF-1.4", "application/pdf", 415),
        ("/v1/pay", b"", "application/json", 400),
        ("/v1/pay", b"{'text': 1}", "application/json", 400),
        ("/v1/pay", b'{"text": "\xff"}', "application/json", 400),
        ("/v1/pay", b"[" * 15_000, "application/json", 400),
        ("/v1/convert", b"", ARROW, 400),
        ("/v1/convert", b"\0" * 100, ARROW, 400),
        ("/v1/convert", arrow_bytes(TABLE)[:-20], ARROW, 400),
        ("/v1/salaries", b"\0\1\2", "text/csv", 400),
        ("/v1/salaries", b"PK\x03\x04", "text/csv", 400),
        ("/v1/salaries", b"name,city\nAda,Oslo\n", "text/csv", 422),
    ],
)
def test_a_body_beyond_the_limits_is_refused(
    call: Caller, url: str, body: bytes, kind: str, status: int
) -> None:
    """Too large is 413, of another type 415, not readable 400, without salaries 422; no path of this machine is told."""
    answer = call.send(url, body, kind, **({"base": "EUR", "on": "2024"} if kind == ARROW else {}))

    assert "/proc" not in str(problem(answer, status))


def test_limits_count_what_is_sent_and_not_what_is_said() -> None:
    """A body without a length, in parts, is read up to the limit."""

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(1_000):
            yield b"x" * 1_000

    with Caller(create_app(limits=SMALL)) as call:
        answer = call("POST", "/v1/pay", content=parts(), headers={"content-type": "application/json"})

    assert problem(answer, 413)["limit"] == 20_000


def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    """A client that sends half a body and then nothing is told so after the seconds allowed."""

    async def half() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(30)

    with Caller(create_app(limits=Limits(seconds=0.05))) as call:
        answer = call("POST", "/v1/pay", content=half(), headers={"content-type": "application/json"})

    assert problem(answer, 408)["seconds"] == 0.05


def test_work_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer comes after the seconds allowed, while small requests are answered; more large ones have to wait."""
    free = threading.Event()
    monkeypatch.setattr(column_routes, "_read_pay", lambda *_: free.wait(20))
    large = ("POST", "/v1/pay", {"json": {"text": "£5"}})
    limits = Limits(seconds=0.2, threads=1, waiting=1)
    with Caller(create_app(limits=limits)) as call:
        small: tuple[str, str, dict[str, Any]] = ("GET", "/v1/rates", {})
        answers = call.together(large, large, large, small)
        free.set()

    assert sorted(answer.status_code for answer in answers) == [200, 503, 503, 503]
    kinds = sorted(answer.json().get("type", "") for answer in answers)
    assert kinds == ["", "urn:salarykit:busy", "urn:salarykit:took-too-long", "urn:salarykit:took-too-long"]


def test_a_big_request_does_not_stop_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """While columns are worked on, another request is answered: the work ends only after that answer."""
    answered = threading.Event()
    monkeypatch.setattr(column_routes, "_read_pay", lambda *_: answer({"waited": answered.wait(20)}))
    with Caller(create_app()) as call:

        async def both() -> tuple[Any, Any]:
            client = call._client
            big = asyncio.create_task(client.post("/v1/pay", json={"text": "£5"}))
            await asyncio.sleep(0.01)
            small = await client.get("/v1/rates")
            answered.set()
            return await big, small

        big, small = call._loop.run_until_complete(both())

    assert (big.json(), small.status_code) == ({"waited": True}, 200)


def test_nothing_is_written_to_a_disk_and_no_socket_is_opened(call: Caller) -> None:
    """Bodies of every kind, also those that must be decompressed and decoded, stay in memory."""
    text = "Ort;Gehalt\nKöln;65.000 € p.a.\n"
    bodies = [text.encode(), text.encode("cp1252"), gzip.compress(text.encode("utf-16")), b"\x1f\x8bbroken"]
    call.send("/v1/salaries", bodies[0], "text/csv")
    opened.clear()
    watching.append(True)
    try:
        for body in bodies:
            call.send("/v1/salaries", body, "text/csv", base="USD", on="2024")
        call.send("/v1/convert", arrow_bytes(TABLE), ARROW, base="EUR", on="2024")
        call("POST", "/v1/pay", json={"text": "£5 an hour"})
        call.get("/v1/query", near="Berlin", on="2024")
    finally:
        watching.clear()

    assert opened == []


@for_each("name", ["rows", "seconds", "threads", "waiting"])
def test_a_limit_is_positive(name: str) -> None:
    """A limit that would refuse everything is refused itself."""
    with pytest.raises(sk.InvalidQuery, match=name):
        Limits(**{name: -1})


def test_the_header_of_a_message_cannot_ask_for_memory(call: Caller) -> None:
    """A message that says that it has many bytes or rows is refused before they are there."""
    body = bytearray(arrow_bytes(TABLE))
    at = body.index(struct.pack("<q", 60))  # the number of rows
    for rows in (2**62, -1):
        body[at : at + 8] = struct.pack("<q", rows)
        answer = call.send("/v1/convert", bytes(body), ARROW, base="EUR", on="2024")

        assert answer.status_code in (400, 413)
    answer = call.send("/v1/convert", b"\xff\xff\xff\xff\xff\xff\xff\x7f", ARROW, base="EUR", on="2024")
    problem(answer, 400)
