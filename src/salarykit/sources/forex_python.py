"""forex-python as a source: its client, with a timeout, checked answers and any host.

forex-python asks one server for one day at a time, waits indefinitely, and does not compare the day and base of an
answer with those asked for. Here it runs on a private copy of its module, so that nothing changes for other users of
the package, over a session with limits. Every answer is checked, and each day is requested once.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import types
from typing import TYPE_CHECKING, Any, Final

from salarykit.errors import SourceError
from salarykit.rates.spans import day_number
from salarykit.sources.observations import Observations
from salarykit.sources.web import Web, WebLimits, check_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.rates.published import Published

__all__ = ["FOREX_PYTHON", "ForexPython"]

FOREX_PYTHON: Final = "https://theratesapi.com/api/"
_NAME: Final = "forex-python"
_BASE: Final = "EUR"
_FRIDAY: Final = 4
_MAX_STALENESS: Final = 7  # the most days that an answer may be older than the requested day
_ADVICE: Final = (
    "Its public host has been down since August 2025; pass ForexPython(source_url=...) for any host that answers "
    "like Fixer's first interface, or use the packaged rates."
)


class ForexPython:
    """Rates against the euro through the forex-python package, one request for each weekday.

    Args:
        source_url: the host, of Fixer's first interface: `{source_url}2024-06-28?base=EUR` answers
            `{"base": "EUR", "date": "2024-06-28", "rates": {...}}`. Frankfurter's first version is one:
            `https://api.frankfurter.dev/v1/`.
        limits: see `WebLimits`.

    Examples:
        >>> import salarykit as sk
        >>> from salarykit.sources import ForexPython
        >>> source = ForexPython(source_url="https://api.frankfurter.dev/v1/")
        >>> rates = sk.fetch_rates(source, first="2024-06-24", last="2024-06-28")  # doctest: +SKIP
    """

    def __init__(self, source_url: str = FOREX_PYTHON, limits: WebLimits | None = None) -> None:
        self._url = check_url(source_url.rstrip("/") + "/", _NAME)
        self._web = Web(_NAME, limits or WebLimits(connect=5, read=10, total=30), follow=False)

    def fetch(self, first: dt.date, last: dt.date) -> Published:
        """Return the rates published from first to last.

        Raises:
            SourceError: if the answer for a day is missing, for another day or base, or has an invalid rate.
        """
        observations = Observations(_NAME, _BASE, self._url)
        client = _client(self._url, self._web)
        for day in _weekdays(first, last):
            answered, rates = _ask(client, day, observations)
            if first <= answered <= last:
                for code, rate in rates.items():
                    observations.add(answered, code, rate)
        return observations.published()


def _ask(client: Any, day: dt.date, observations: Observations) -> tuple[dt.date, dict[str, Any]]:
    """Return the day of the answer, and its rates."""
    try:
        rates = client.get_rates(_BASE, day)
    except SourceError as error:
        raise SourceError(f"{error.message} {_ADVICE}", **vars(error)) from error
    except (ValueError, AttributeError, KeyError, RecursionError) as error:
        raise observations.fault(f"did not send rates for {day} ({error}). {_ADVICE}") from error
    if not isinstance(rates, dict) or not rates:
        raise observations.fault(f"sent no rates for {day}. {_ADVICE}")
    observations.check_base(client.document.get("base"))
    return _answered_day(client.document.get("date"), day, observations), rates


def _answered_day(text: Any, day: dt.date, observations: Observations) -> dt.date:
    try:
        answered = dt.date.fromisoformat(text)
    except (TypeError, ValueError):
        raise observations.fault(
            f"did not say which day it answered for (asked for {day}, got {text!r})."
        ) from None
    if not 0 <= day_number(day) - day_number(answered) <= _MAX_STALENESS:
        raise observations.fault(f"answered for {answered} when asked for {day}.")
    return answered


def _weekdays(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = dt.date.fromordinal(ordinal)
        if day.weekday() <= _FRIDAY:
            yield day


def _client(url: str, web: Web) -> Any:
    """Return a `CurrencyRates` of forex-python that requests through `web` and keeps the last answer as `document`."""
    module = _private_module()

    class Client(module.CurrencyRates):  # type: ignore[misc, name-defined] # known at run time only
        document: dict[str, Any]

        def _source_url(self) -> str:
            return url

        def _decode_rates(self, response: Any, use_decimal: bool = False, date_str: str | None = None) -> Any:  # noqa: FBT001, FBT002 - the base class has this signature
            self.document = module.json.loads(response.text, use_decimal=True)
            return super()._decode_rates(response, use_decimal=use_decimal, date_str=date_str)

    def get(address: str, params: dict[str, str]) -> Any:
        answer = web.get(address, params)
        return types.SimpleNamespace(status_code=answer.status, text=answer.body.decode("utf-8"))

    module.requests = types.SimpleNamespace(get=get)
    return Client(force_decimal=True)


def _private_module() -> Any:
    """Return a private copy of forex-python's module, so that changes to it affect nobody else."""
    try:
        origin_spec = importlib.util.find_spec("forex_python.converter")
    except ModuleNotFoundError:
        origin_spec = None
    if origin_spec is None or origin_spec.origin is None:
        raise SourceError('forex-python is not installed: pip install "forex-python"', source=_NAME)
    spec = importlib.util.spec_from_file_location("_salarykit_forex_python", origin_spec.origin)
    assert spec is not None  # noqa: S101 - the path ends in .py
    assert spec.loader is not None  # noqa: S101 - a spec from a file has a loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
