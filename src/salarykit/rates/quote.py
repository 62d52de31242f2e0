"""One rate, told in full."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict

from salarykit.rates.grid import Kind

__all__ = ["Quote"]


class Quote(BaseModel):
    """A rate with everything that it rests on; what `Rates.quote` returns.

    Examples:
        >>> import salarykit as sk
        >>> quote = sk.default_rates().quote("GBP", "USD", on="2024-06-29")  # a Saturday
        >>> quote.observed_on, quote.staleness, quote.kind
        (datetime.date(2024, 6, 28), 1, 'observed')
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

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
    """How many days of publication the rate rests on; 0 for an identity."""
    source: str
    """Who published the rates."""
    path: tuple[str, ...]
    """The currencies passed through, from the currency to the base."""
    fingerprint: str
    """Identifies the content of the table the rate was read from."""
