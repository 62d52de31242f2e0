"""`State`: what the routes of one app share: rates, tables, limits and threads."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from salarykit.package import version
from salarykit.rates.spans import Latest
from salarykit.service.limits import Work

if TYPE_CHECKING:
    from starlette.requests import Request

    from salarykit.rates.quote import Quote
    from salarykit.rates.rates import Rates
    from salarykit.service.limits import Limits
    from salarykit.service.tables import Tables

__all__ = ["State", "state_of"]

_QUOTES = 4096  # quotes that are kept, the last ones asked for


class State:
    """What the routes of one app share.

    Attributes:
        rates: the rates that are served.
        tables: the served tables.
        limits: how much one request may ask for.
        base: the currency of tables until a reader chooses another.
        work: the threads for work on columns.
        version: a fingerprint of all that answers depend on beside the request.
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
