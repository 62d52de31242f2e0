"""`State`: what the routes of one app share: rates, tables, `Limits` on a request, and `Work`, the threads for columns."""

from __future__ import annotations

import asyncio
import datetime as dt
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from salarykit.errors import InvalidQuery
from salarykit.package import version
from salarykit.rates.spans import Latest
from salarykit.service.problems import RefusedRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from salarykit.rates.quote import Quote
    from salarykit.rates.rates import Rates
    from salarykit.service.tables import Tables

__all__ = ["Limits", "State", "Work", "state_of"]

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request may ask for; a request for more is refused.

    Attributes:
        body_bytes: the most bytes of a body, and of one message of an Arrow stream; also what a file may decompress to.
        stream_bytes: the most bytes of an Arrow stream.
        rows: the most rows of a request in columns.
        file_rows: the most rows of a file, whose answer is JSON.
        seconds: how long a body may take to arrive, and how long the work may take after that.
        threads: how many requests are worked on in columns at the same time.
        waiting: how many more may wait for a thread.

    Raises:
        InvalidQuery: for a limit that is not positive; `waiting` may be 0.

    Examples:
        >>> Limits(rows=1000).seconds
        30.0
    """

    body_bytes: int = 32 << 20
    stream_bytes: int = 1 << 30
    rows: int = 2_000_000
    file_rows: int = 200_000
    seconds: float = 30.0
    threads: int = 4
    waiting: int = 16

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value < 0 or (value == 0 and field.name != "waiting"):
                raise InvalidQuery(f"{field.name}={value!r}: give a positive number.", value=value)


class Work:
    """Threads for work on columns, so that a big request does not stop small ones.

    Work that takes too long is answered with an error. Its thread goes on to the end, since nothing can stop it, and until then
    counts as busy.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits, self._lock, self._busy = limits, Lock(), 0
        self._pool = ThreadPoolExecutor(limits.threads, thread_name_prefix="salarykit")

    async def run(self, function: Callable[..., _Result], *arguments: Any) -> _Result:
        """Return what a function returns, computed in a thread.

        Raises:
            RefusedRequest: if all threads are busy and too many requests wait for one; if it takes too long.
        """
        future = self._submitted(function, *arguments)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._limits.seconds)
        except TimeoutError:
            raise RefusedRequest(
                503,
                "took-too-long",
                f"The answer takes longer than {self._limits.seconds:g} seconds. Ask for less at a time.",
                seconds=self._limits.seconds,
            ) from None

    def _submitted(self, function: Callable[..., _Result], *arguments: Any) -> Future[_Result]:
        with self._lock:
            if self._busy >= self._limits.threads + self._limits.waiting:
                raise RefusedRequest(
                    503,
                    "busy",
                    "Too many large requests are being worked on. Try again in a moment.",
                    headers={"Retry-After": "1"},
                )
            self._busy += 1
        future = self._pool.submit(function, *arguments)
        future.add_done_callback(self._done)
        return future

    def _done(self, _: Future[Any]) -> None:
        with self._lock:
            self._busy -= 1


_QUOTES = 4096  # quotes that are kept, the last ones asked for


class State:
    """What the routes of one app share.

    Attributes:
        rates: the rates that are served.
        tables: the served tables.
        limits: how much one request may ask for.
        base: the currency of tables until a reader chooses another.
        work: the threads for work on columns.
        version: a fingerprint of all that answers depend on besides the request.
        quote: a rate with its provenance, and whether newer rates cannot change it; kept for the next request.
    """

    def __init__(self, rates: Rates, tables: Tables, limits: Limits, base: str) -> None:
        self.rates, self.tables, self.limits, self.base = rates, tables, limits, base
        self.work = Work(limits)
        parts = (version(), rates.fingerprint, tables.fingerprint, base)
        self.version = blake2b("\n".join(parts).encode(), digest_size=32).digest()
        self.quote = lru_cache(_QUOTES)(self._quote)

    def _quote(self, currency: str, base: str, on: str, **terms: Any) -> tuple[Quote, bool]:
        quote = self.rates.quote(currency, base, on=on, **terms)
        return quote, self.is_settled(currency, base, on)

    def is_settled(self, currency: str, base: str, on: str) -> bool:
        """Return whether both currencies have all their rates of a day or span, so that newer rates do not change its answer."""
        span = self.rates.span(on)
        if isinstance(span, Latest):
            return False
        bounds = [self.rates.published_on(code) for code in (currency, base)]
        lasts = [days[1] or dt.date.max for days in bounds if days]
        return len(lasts) == len(bounds) and span.last <= min(lasts) and span.last <= self.rates.last


def state_of(request: Request) -> State:
    """Return the state of the app that a request is for."""
    state: State = request.app.state.salarykit
    return state
