"""Measure the HTTP service on loopback, in one run: `python benchmarks/service.py`.

One worker answers in a process of its own; this process asks, over connections that are kept. `GET /v1/convert` is compared with a
route of the same app that has the same parameters and returns a constant; one million rows as an Arrow stream with `sk.convert` on
the same columns, and with JSON of a row each. Beside times by the clock stand those of the processor, which a busy machine spoils less:
of the worker for a request, of this process for `sk.convert`. `--smoke` asks for a few rows once, which shows that all answers are
right and nothing of time.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import statistics
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import uvicorn
from starlette.requests import Request  # noqa: TC002 - FastAPI reads it
from starlette.responses import Response

import salarykit as sk
from salarykit.rates.lookup import Coarse  # noqa: TC001 - FastAPI reads it
from salarykit.service import create_app
from salarykit.service.rate_routes import BaseCode, CurrencyCode, OnWhen, Staleness  # noqa: TC001 - FastAPI reads them
from salarykit.service.serving import Protocol, keep_freed_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

BASE: Final = "USD"
TERMS: Final = "amount=342000&currency=CAD&base=USD&on=2024-06-28"
ARROW: Final = "application/vnd.apache.arrow.stream"
ROWS: Final = 1_000_000
OF_JSON: Final = 20  # so many times fewer rows are sent as JSON, whose time grows with their number
CODES: Final = ("AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "JPY", "NOK", "SEK", "USD")


async def constant(
    request: Request,
    *,
    amount: float,
    currency: CurrencyCode,
    base: BaseCode,
    on: OnWhen,
    max_staleness: Staleness = 7,
    coarse: Coarse | None = None,
    exact: bool = False,
) -> Response:
    """Return a constant."""
    del request, amount, currency, base, on, max_staleness, coarse, exact
    return Response(b'{"value":249564.41717791412}', media_type="application/json")


def serve(port: Connection) -> None:
    """Run the service in this process as `serve` does, and tell its port."""
    keep_freed_memory()
    app = create_app()
    app.get("/constant", response_model=None)(constant)
    config = uvicorn.Config(app, http=Protocol, port=0, log_level="warning", access_log=False, lifespan="off")
    socket = config.bind_socket()
    port.send(socket.getsockname()[1])
    uvicorn.Server(config).run([socket])


def request_of(target: str, body: bytes = b"", kind: str = "") -> bytes:
    """Return the bytes of a request."""
    head = f"{'POST' if body else 'GET'} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n" if body else ""
    return head.encode() + b"\r\n" + body


class Asking:
    """One connection that is kept."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def ask(self, request: bytes) -> bytes:
        """Return the body of the answer to a request."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        body = await self._reader.readexactly(length)
        assert head.startswith(b"HTTP/1.1 200"), head + body
        return body

    async def times(self, request: bytes, count: int) -> list[float]:
        """Return the seconds that each of some equal requests took."""
        taken = []
        for _ in range(count):
            start = time.perf_counter()
            await self.ask(request)
            taken.append(time.perf_counter() - start)
        return taken


async def connections(port: int, count: int) -> list[Asking]:
    """Return some connections, as soon as the service listens."""
    made: list[Asking] = []
    while len(made) < count:
        try:
            made.append(Asking(*await asyncio.open_connection("127.0.0.1", port, limit=1 << 26)))
        except ConnectionRefusedError:
            await asyncio.sleep(0.1)
    return made


async def asked(all_of: Sequence[Asking], target: str, count: int) -> tuple[float, list[float]]:
    """Return the requests per second, and the seconds of each, of so many requests over all connections."""
    start = time.perf_counter()
    each = await asyncio.gather(*(one.times(request_of(target), count // len(all_of)) for one in all_of))
    taken = [seconds for of_one in each for seconds in of_one]
    return len(taken) / (time.perf_counter() - start), taken


async def small_requests(port: int, rounds: int, requests: int) -> None:
    """Compare `GET /v1/convert` with a constant, and look at the slowest of many at once."""
    few = await connections(port, 8)
    targets = f"/v1/convert?{TERMS}", f"/constant?{TERMS}"
    speeds: dict[str, list[float]] = {target: [] for target in targets}
    for _ in range(rounds):
        for target in targets:
            speeds[target].append((await asked(few, target, requests // 6))[0])
    convert, same = (statistics.median(speeds[target]) for target in targets)
    print(
        f"GET /v1/convert                     {convert:8,.0f} requests a second, {convert / same:5.0%} of a constant's {same:,.0f}"
    )
    many = await connections(port, 50)
    await asked(many, targets[0], requests // 10)
    _, taken = await asked(many, targets[0], requests)
    median, slow = statistics.median(taken), float(np.quantile(taken, 0.99))
    print(
        f"50 connections at once              p99 {slow * 1e3:.1f} ms, {slow / median:.1f} times the median"
    )


def columns(rows: int = ROWS) -> pa.Table:
    """Return amounts with their currencies and days."""
    rng = np.random.default_rng(20_240_628)
    return pa.table(
        {
            "amount": rng.uniform(1e4, 1e6, rows).round(2),
            "currency": pa.array(np.array(CODES)[rng.integers(0, len(CODES), rows)]),
            "on": pa.array(rng.integers(18_000, 19_800, rows).astype(np.int32), pa.date32()),
        }
    )


def stream_of(table: pa.Table, rows: int) -> bytes:
    """Return a table as an Arrow stream, in batches of so many rows."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=rows)
    return bytes(sink.getvalue())


async def large_requests(port: int, process: int, rounds: int, rows: int) -> None:
    """Compare many rows as an Arrow stream with the library, and with JSON of a row each."""
    table = columns(rows)
    one = (await connections(port, 1))[0]
    convert = f"/v1/convert?base={BASE}"
    few = [{**row, "on": row["on"].isoformat()} for row in table.slice(0, rows // OF_JSON).to_pylist()]
    requests = {
        "as an Arrow stream of one batch": request_of(convert, stream_of(table, rows), ARROW),
        "as an Arrow stream of eight": request_of(convert, stream_of(table, rows // 8), ARROW),
        "as JSON of a row each": request_of(
            "/v1/convert", json.dumps({"rows": few, "base": BASE}).encode(), "application/json"
        ),
    }
    here, there = Times(), {name: Times() for name in requests}
    for _ in range(rounds + 1):
        with here.of(time.process_time):
            values = sk.convert(table["amount"], table["currency"], BASE, on=table["on"])
        for name, request in requests.items():
            with there[name].of(lambda: processor(process)):
                answer = await one.ask(request)
            check(answer, values.to_pylist())
    print(f"{f'sk.convert, {rows:,} rows':35} {here.told()}")
    for name, times in there.items():
        scale = OF_JSON if "JSON" in name else 1
        print(f"{name:35} {times.told(scale)}, {times.ratio(here, scale)} of sk.convert")


def check(answer: bytes, values: list[float]) -> None:
    """Check that an answer has the values of the library, or the first of them."""
    if answer.startswith(b"{"):
        found = [row["value"] for row in json.loads(answer)["rows"]]
    else:
        found = pa.ipc.open_stream(answer).read_all()["value"].to_pylist()
    assert found == values[: len(found)]
    assert len(found) in (len(values), len(values) // OF_JSON)


class Times:
    """The times that something took in each round but the first, by the clock and of a processor."""

    def __init__(self) -> None:
        self._clock: list[float] = []
        self._processor: list[float] = []
        self._is_first = True

    @contextmanager
    def of(self, used: Callable[[], float]) -> Iterator[None]:
        """Measure what is done inside; `used` returns the seconds of the processor so far."""
        start, before = time.perf_counter(), used()
        yield
        self._clock.append(time.perf_counter() - start)
        self._processor.append(used() - before)
        if self._is_first:  # it builds the table of rates, which is kept
            self._clock, self._processor, self._is_first = [], [], False

    def both(self, scale: int = 1) -> tuple[float, float]:
        """Return the median by the clock, and the mean of the processor, which is told in hundredths of a second."""
        return statistics.median(self._clock) * scale, statistics.fmean(self._processor) * scale

    def told(self, scale: int = 1) -> str:
        """Return both in words."""
        clock, processor = self.both(scale)
        return f"{clock * 1e3:8.0f} ms, {processor * 1e3:6.0f} ms of the processor"

    def ratio(self, other: Times, scale: int = 1) -> str:
        """Return both as multiples of those of another."""
        (clock, processor), (others_clock, others) = self.both(scale), other.both()
        return f"{clock / others_clock:.1f} and {processor / others:.1f} times those"


def processor(process: int) -> float:
    """Return the seconds that a process has used of the processor."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> float:
    """Return the memory of a process, in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


async def memory(port: int, process: int, requests: int) -> None:
    """Look at the memory of the worker over many requests of different days, amounts and currencies."""
    few = await connections(port, 8)
    targets = [
        f"/v1/convert?amount={1000 + number}&currency={CODES[number % 9]}&base=USD&on=2024-{1 + number % 12:02}-{1 + number % 28:02}"
        for number in range(500)
    ]
    before = 0.0
    for number, target in enumerate(targets):
        if number == len(targets) // 10:
            before = resident(process)
        await asked(few, target, requests // len(targets))
    after = resident(process)
    print(
        f"memory over {requests:,} requests       {before:8.0f} MB after a tenth, {after - before:+.1f} MB after all"
    )


def main() -> None:
    """Measure everything in one run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--smoke", action="store_true", help="ask for a few rows once, and measure nothing")
    given = parser.parse_args()
    rounds, rows, small = (1, 8_000, 300) if given.smoke else (given.rounds, ROWS, 10_000)
    ours, theirs = multiprocessing.Pipe()
    worker: Any = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    worker.start()
    port = ours.recv()

    async def measure() -> None:
        await small_requests(port, rounds, small)
        await large_requests(port, worker.pid, rounds, rows)
        await memory(port, worker.pid, 4_000 if given.smoke else given.requests)

    try:
        asyncio.run(measure())
    finally:
        worker.terminate()
        worker.join()


if __name__ == "__main__":
    main()
