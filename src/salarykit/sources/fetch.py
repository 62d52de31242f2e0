"""`fetch_rates`: rates from a source, given by its name or as an object."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, runtime_checkable

from salarykit.errors import InvalidQuery, SourceError, hint
from salarykit.rates.published import Published
from salarykit.rates.rates import Rates
from salarykit.rates.spans import parse_span
from salarykit.sources.ecb import EcbHistory, EcbSdmx
from salarykit.sources.forex_python import ForexPython
from salarykit.sources.frankfurter import Frankfurter
from salarykit.sources.nbp import NbpTables
from salarykit.sources.observations import warn_of_doubtful
from salarykit.sources.world_bank import WorldBankRates

if TYPE_CHECKING:
    from salarykit.rates.spans import On

__all__ = ["RateSource", "SourceName", "fetch_rates", "source_named"]

SourceName = Literal["ecb", "ecb-sdmx", "forex-python", "frankfurter", "nbp", "world-bank"]
"""The sources of `fetch_rates`.

In order: the ECB's whole archive; a range of the ECB's rates; the forex-python package; the ECB's rates through Frankfurter; NBP's
tables; the World Bank's yearly means.
"""

_SOURCES: Final = {
    "ecb": EcbHistory,
    "ecb-sdmx": EcbSdmx,
    "forex-python": ForexPython,
    "frankfurter": Frankfurter,
    "nbp": NbpTables,
    "world-bank": WorldBankRates,
}


@runtime_checkable
class RateSource(Protocol):
    """A source that returns the rates it has published.

    Examples:
        >>> import salarykit as sk
        >>> from salarykit.sources import EcbHistory
        >>> isinstance(EcbHistory(), sk.RateSource)
        True
    """

    def fetch(self, first: dt.date, last: dt.date) -> Published:
        """Return the rates published from first to last, both included; raise `SourceError` if it cannot."""
        ...


def source_named(name: str, source_url: str | None = None) -> RateSource:
    """Return the source with a name, at its public address or at a given one.

    Raises:
        InvalidQuery: for an unknown name.

    Examples:
        >>> type(source_named("ecb")).__name__
        'EcbHistory'
    """
    if name not in _SOURCES:
        raise InvalidQuery(
            f"{name!r} is not a source of rates.{hint(name, _SOURCES)} Sources: {', '.join(_SOURCES)}.",
            value=name,
        )
    make: Any = _SOURCES[name]
    source: RateSource = make(source_url=source_url) if source_url else make()
    return source


def fetch_rates(source: SourceName | RateSource, *, first: On, last: On | None = None) -> Rates:
    """Return the rates that a source has published from one day to another. Opens a socket.

    Warns of doubtful values, as `read_rates` does.

    Args:
        source: a name, or an object with a method `fetch`: `EcbHistory`, `EcbSdmx`, `ForexPython`, `Frankfurter`, `NbpTables`, `WorldBankRates`
            with an address of your own, or your own class.
        first: the first day; if it is a span, the first day of that.
        last: the last day; today if None.

    Raises:
        SourceError: if there is no answer, or an unexpected one; it names the address.
        InvalidQuery: for an unknown source.
        InvalidSpan: for an invalid day, or a last day before the first.

    Examples:
        >>> import datetime as dt
        >>> import salarykit as sk
        >>> from salarykit.rates.published import Published
        >>> class Mine:
        ...     def fetch(self, first: dt.date, last: dt.date) -> Published:
        ...         return Published(["USD"], [19_902], [[1.07]], pivot="EUR", source="mine")
        >>> sk.fetch_rates(Mine(), first="2024-06-28").rate("EUR", "USD", on="2024-06-28")
        1.07
    """
    start = parse_span(first).first
    end = parse_span(last).last if last is not None else dt.datetime.now(dt.UTC).date()
    parse_span(f"{start}/{end}")
    chosen = source_named(source) if isinstance(source, str) else source
    if not hasattr(chosen, "fetch"):
        raise InvalidQuery(
            f"source={source!r:.80}: give a name, or an object with a method fetch.", value=source
        )
    rates = chosen.fetch(start, end)
    if not isinstance(rates, Published):
        raise SourceError(
            f"The source {chosen!r:.80} returned a {type(rates).__name__}, not a table of rates.",
            source=repr(chosen),
        )
    warn_of_doubtful(rates, stacklevel=2)
    return Rates(rates)
