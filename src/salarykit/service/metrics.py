"""What operators watch: the metrics of one app in Prometheus' format, the middleware that counts, `/healthz` and `/metrics`."""

from __future__ import annotations

import datetime as dt
import os
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.responses import Response

from salarykit.package import version
from salarykit.service.json_answers import answer
from salarykit.service.records import Health
from salarykit.service.state import State, state_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Metrics", "Observing", "rates_age", "router"]

router: Final = APIRouter(tags=["operation"])

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_SAFE: Final = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]


class Metrics:
    """The metrics of one app.

    Args:
        age: returns the age of the rates in days.
    """

    def __init__(self, age: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        to: dict[str, Any] = {"registry": self._registry}
        labels = ("method", "route", "status")
        self._requests = Counter("salarykit_requests", "Requests that were answered.", labels, **to)
        self._seconds = Histogram(
            "salarykit_request_seconds",
            "Time from a request to its answer.",
            ["route"],
            buckets=_SECONDS,
            **to,
        )
        gauge = Gauge("salarykit_rates_age_days", "Days from the last day of the rates to today.", **to)
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            gauge.set_function(age)
        self._counters: dict[tuple[str, str, int], tuple[Any, Any]] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        key = method, route, status
        counters = self._counters.get(key)
        if counters is None:
            counters = self._requests.labels(method, route, str(status)), self._seconds.labels(route)
            self._counters[key] = counters
        counters[0].inc()
        counters[1].observe(seconds)

    def exposition(self) -> tuple[bytes, int, dict[str, str], str]:
        """Return the body, status, headers and media type of the answer; it covers all worker processes if they share a folder for that."""
        registry = self._registry
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # it has no annotations
        return generate_latest(registry), 200, {"Cache-Control": "no-store"}, CONTENT_TYPE_LATEST


class Observing:
    """Middleware that counts requests, and adds the headers that every answer has.

    Args:
        app: the app that it wraps.
        metrics: where requests are counted.
        routes: the paths that are counted under their names; the rest are counted together.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, routes: frozenset[str]) -> None:
        self._app, self._metrics, self._routes = app, metrics, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"]
                own = {name for name, _ in headers}
                headers.extend(header for header in _SAFE if header[0] not in own)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._count(scope, status, perf_counter() - began)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        method = scope["method"] if scope["method"] in ("GET", "POST") else "other"
        self._metrics.observe(method, path if path in self._routes else "other", status, seconds)


@router.get("/healthz", response_model=None, responses={200: {"model": Health}})
async def health(request: Request) -> Response:
    """Say that the service answers, and how old its rates are."""
    state = state_of(request)
    rates = state.rates
    facts: dict[str, Any] = {
        "source": rates.source,
        "last": rates.last,
        "age_days": rates_age(state),
        "fingerprint": rates.fingerprint,
    }
    tables = {name: len(table) for name, table in state.tables.items()}
    return answer({"status": "ok", "version": version(), "rates": facts, "tables": tables})


def rates_age(state: State) -> int:
    """Return the days from the last day of the rates to today."""
    return (dt.datetime.now(dt.UTC).date() - state.rates.last).days


@router.get("/metrics", response_model=None, response_class=Response)
async def metrics(request: Request) -> Response:
    """Give the metrics of this process in Prometheus' format."""
    return Response(*request.app.state.metrics.exposition())
