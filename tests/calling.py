"""Calls the HTTP service in the process of the test."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Any, Self

import httpx
import pyarrow as pa

if TYPE_CHECKING:
    from fastapi import FastAPI

ARROW = "application/vnd.apache.arrow.stream"


class Caller:
    """A client of an app, which opens no socket; it follows no redirect, and faults of the app are answers."""

    def __init__(self, app: FastAPI, **transport: Any) -> None:
        self._loop = asyncio.new_event_loop()
        asgi = httpx.ASGITransport(app=app, raise_app_exceptions=False, **transport)
        self._client = httpx.AsyncClient(transport=asgi, base_url="http://service")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.run_until_complete(self._end())
        self._loop.close()

    async def _end(self) -> None:
        """End what still runs: bodies that the app has not read to their end."""
        await self._client.aclose()
        gc.collect()
        await asyncio.sleep(0)
        await self._loop.shutdown_asyncgens()
        if rest := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(rest, timeout=5)

    def __call__(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Return the answer to a request."""
        return self._loop.run_until_complete(self._client.request(method, url, **options))

    def together(self, *requests: tuple[str, str, dict[str, Any]]) -> list[httpx.Response]:
        """Return the answers to requests that are sent at the same time."""

        async def send() -> list[httpx.Response]:
            sent = (self._client.request(method, url, **options) for method, url, options in requests)
            return await asyncio.gather(*sent)

        return self._loop.run_until_complete(send())

    def get(self, url: str, **params: Any) -> httpx.Response:
        """Return the answer to a GET request with parameters."""
        return self("GET", url, params=params)

    def send(self, url: str, body: bytes, kind: str, **params: Any) -> httpx.Response:
        """Return the answer to a POST request with a body of a media type."""
        return self("POST", url, content=body, headers={"content-type": kind}, params=params)


def arrow_bytes(table: pa.Table, rows: int | None = None, **options: Any) -> bytes:
    """Return a table as an Arrow stream, in batches of so many rows."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(table, rows)
    return bytes(sink.getvalue())


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """Return the problem detail of an answer that must be one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, Any] = answer.json()
    assert (found["status"], found["type"].partition("urn:salarykit:")[0]) == (status, "")
    assert {"title", "detail"} <= set(found)
    return found
