"""One rate with its complete provenance."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from salarykit.rates.grid import Kind
from salarykit.rates.published import Step

__all__ = ["Leg", "Quote"]


class Leg(BaseModel):
    """One link of a rate: the units of a currency for one unit of another."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    currency: str
    per: str
    units: Decimal
    """Exact to the published digit, or to 34 digits if it is a ratio such as 1000/8.38."""
    kind: Kind
    source: str


class Quote(BaseModel):
    """A rate with everything that it is derived from; what `Rates.quote` returns.

    Examples:
        >>> import salarykit as sk
        >>> quote = sk.default_rates().quote("GBP", "USD", on="2024-06-29")  # a Saturday
        >>> quote.observed_on, quote.staleness, quote.kind
        (datetime.date(2024, 6, 28), 1, 'observed')
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    currency: str
    """The currency converted from, ISO 4217."""
    base: str
    """The currency converted to, ISO 4217."""
    on: str
    """The day or span asked for, ISO 8601: `2024-06-29` or `2024-01-01/2024-12-31`."""
    rate: float
    """Units of the base for one unit of the currency."""
    observed_on: dt.date | None
    """The latest day whose published rate was used; None for an identity."""
    staleness: int | None
    """Days from `observed_on` to the last day asked for; None for an identity."""
    kind: Kind
    """How the rate came about."""
    n_obs: int
    """How many days of publication the rate rests on; 0 for an identity and a legal rate."""
    averaged: str | None
    """What was averaged over a span, `CAD per USD`; the rate is one over it. None for a day."""
    parallel: bool
    """Whether two units of the currency circulated side by side on the days asked for."""
    official_only: bool
    """Whether the market rate differed on the days asked for; the rate is the official one."""
    digits: int | None
    """Significant digits of the figure on the path that was published least finely; None if no published figure is on it."""
    resolution_bp: float | None
    """Half a unit in the last of these digits, in basis points: the most by which rounding may have changed the rate."""
    step: Step | None
    """How often the rate is published, by the coarsest of its publications; None for an identity and a legal rate."""
    source: str
    """The publishers, issuers and laws along the path."""
    path: tuple[str, ...]
    """The currencies passed through, from the currency to the base."""
    legs: tuple[Leg, ...]
    """The links of the path, as published on `observed_on`; for a span, on its last day of publication."""
    fingerprint: str
    """A hash of the content of the table that the rate was read from."""
