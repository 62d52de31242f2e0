"""Frankfurter (version 2 of its interface): one central bank's rates as a time series, in that bank's own base."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final

from salarykit.currency.codes import CODES, parse_currency
from salarykit.sources.observations import Observations
from salarykit.sources.web import Web, WebLimits

if TYPE_CHECKING:
    from salarykit.rates.published import Published

__all__ = ["FRANKFURTER", "Frankfurter"]

FRANKFURTER: Final = "https://api.frankfurter.dev/v2/"


class Frankfurter:
    """One provider's rates through Frankfurter; never its blend of several, which no central bank has published.

    Args:
        provider: Frankfurter's key of the provider, such as `ECB`.
        base: the currency that the provider quotes against; the service would compute and round rates against any other.
        source_url: the address of version 2 of the interface, for another host.
        limits: see `WebLimits`.

    Examples:
        >>> import salarykit as sk
        >>> from salarykit.sources import Frankfurter
        >>> rates = sk.fetch_rates(Frankfurter("BOC", "CAD"), first="2024-06")  # doctest: +SKIP
    """

    def __init__(
        self,
        provider: str = "ECB",
        base: str = "EUR",
        *,
        source_url: str = FRANKFURTER,
        limits: WebLimits | None = None,
    ) -> None:
        self._provider, self._base = provider, parse_currency(base)
        self._name = f"Frankfurter ({provider})"
        self._url, self._web = source_url, Web(self._name, limits)

    def fetch(self, first: dt.date, last: dt.date) -> Published:
        """Return the rates published from first to last.

        Raises:
            SourceError: if there is no answer, or a row that was not requested.
        """
        answer = self._web.get(
            f"{self._url.rstrip('/')}/rates",
            {
                "from": first.isoformat(),
                "to": last.isoformat(),
                "base": self._base,
                "providers": self._provider,
                "expand": "providers",
            },
            {"Accept": "application/x-ndjson"},
        )
        observations = Observations(self._name, self._base, answer.url)
        for number, line in enumerate(answer.body.splitlines(), start=1):
            if line.strip():
                self._take(observations, line, number, first, last)
        return observations.published()

    def _take(
        self, observations: Observations, line: bytes, number: int, first: dt.date, last: dt.date
    ) -> None:
        try:
            row: Any = json.loads(line)
            day = dt.date.fromisoformat(row["date"])
            base, code, rate = row["base"], row["quote"], row["rate"]
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise observations.fault(f"sent line {number}, which is not a rate ({error!r}).") from error
        if not isinstance(code, str):
            raise observations.fault(f"sent line {number}, whose quote is {code!r}.")
        observations.check_base(base)
        if not first <= day <= last:
            raise observations.fault(f"answered for {day}, outside {first} to {last}.")
        providers = row.get("providers", [])
        if not isinstance(providers, list):
            raise observations.fault(f"sent line {number}, whose providers are {providers!r}.")
        for provider in providers:
            key = provider.get("key") if isinstance(provider, dict) else provider
            if str(key).casefold() != self._provider.casefold():
                raise observations.fault(f"mixed in rates of {key!r}, which was not asked for.")
        if code in CODES:  # metals and other assets are left out
            observations.add(day, code, rate)
