"""Narodowy Bank Polski's tables A and B: zlotys for one unit of each currency, for the codes that the ECB lacks."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final

from salarykit.currency.codes import ACTIVE
from salarykit.currency.facts import pegs, redenominations, series_exceptions
from salarykit.sources.copies import BRIDGE, packaged_ecb
from salarykit.sources.observations import Observations
from salarykit.sources.web import Web, WebLimits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from salarykit.rates.published import Published

__all__ = ["NBP", "NBP_API", "NbpTables", "is_wanted"]

NBP: Final = "NBP"
NBP_API: Final = "https://api.nbp.pl/api/"

_SEGMENTS: Final = {
    "RUB": (dt.date(2022, 1, 1), dt.date.max),  # the ECB paused it on 2022-03-02
    "ISK": (dt.date(2008, 1, 1), dt.date(2018, 12, 31)),  # the ECB paused it from 2008-12-10 to 2018-01-31
}
"""Days on which NBP's figures replace the ECB's; they extend beyond the ECB's pauses, so that a span has one source."""
_DAILY: Final = ("CLP", "ISK", "UAH")  # currencies of table A, for which all daily figures are kept
_CALL: Final = dt.timedelta(days=92)  # the most days of a request
_NOTHING: Final = 404  # the status of an answer if no table was published in the days requested
_FIRST: Final = dt.date(2002, 1, 2)  # the service's first day


class _Printed(str):
    """A JSON number with its digits as written; the type distinguishes it from a JSON string of digits."""

    __slots__ = ()


def is_wanted(code: str, day: dt.date, daily_codes: Collection[str]) -> bool:
    """Return whether a figure of the tables is used as a world rate.

    Args:
        code: its code in the table.
        day: the day of publication.
        daily_codes: the codes that the daily source publishes.

    Examples:
        >>> [
        ...     is_wanted(code, dt.date(2022, 12, 28), {"EUR", "RUB"})
        ...     for code in ("TWD", "RUB", "UAH", "AED", "XDR")
        ... ]
        [True, True, False, False, False]
    """
    if code == BRIDGE:
        return True
    first, last = _SEGMENTS.get(code, (dt.date.min, dt.date.max))
    replaced = [fact for fact in redenominations() if fact.old == code != fact.new]
    if code not in ACTIVE and not replaced:
        return False
    if (code in daily_codes and code not in _SEGMENTS) or not first <= day <= last:
        return False
    if any(peg.code == code and (peg.until is None or day <= peg.until) for peg in pegs()):
        return False
    if any(day >= fact.effective for fact in replaced):
        return False
    return not any(
        fact.source == NBP and fact.code == code and fact.first <= day <= fact.last and fact.is_left_out
        for fact in series_exceptions()
    )


class NbpTables:
    """The tables from NBP's service, 93 days per request; no key is needed.

    Args:
        source_url: the address of the service.
        limits: see `WebLimits`.

    Examples:
        >>> import salarykit as sk
        >>> from salarykit.sources import NbpTables
        >>> rates = sk.fetch_rates(NbpTables(), first="2026-10-01")  # doctest: +SKIP
    """

    def __init__(self, source_url: str = NBP_API, limits: WebLimits | None = None) -> None:
        self._url, self._web = source_url.rstrip("/"), Web(NBP, limits)

    def fetch(self, first: dt.date, last: dt.date) -> Published:
        """Return the rates of the currencies that the ECB lacks, published from first to last.

        Raises:
            SourceError: if there is no answer, one that is not the tables, or nothing in them.
        """
        observations = Observations(NBP, "PLN", f"{self._url}/exchangerates/tables/", texts=True)
        daily_codes = {*packaged_ecb().codes, "PLN"}
        start = max(first, _FIRST)
        while start <= last:
            stop = min(start + _CALL, last)
            weekly = self._table(observations, "B", start, stop)
            daily = self._table(observations, "A", start, stop)
            days = {day for day, _, _ in weekly}
            for day, code, text in (*weekly, *daily):
                kept = day in days or code in (*_DAILY, BRIDGE)
                if kept and is_wanted(code, day, daily_codes):
                    observations.add(day, code, text)
            start = stop + dt.timedelta(days=1)
        return observations.published(quotation="direct", step="week")

    def _table(
        self, observations: Observations, table: str, first: dt.date, last: dt.date
    ) -> list[tuple[dt.date, str, str]]:
        """Return the day, code and figure, as a text, of everything that a table published; an empty list if there was nothing."""
        url = f"{self._url}/exchangerates/tables/{table}/{first}/{last}/"
        answer = self._web.get(url, {"format": "json"}, accepted=(200, _NOTHING))
        if answer.status == _NOTHING:
            return []
        try:
            document = json.loads(answer.body, parse_float=_Printed, parse_int=_Printed)
            cells = list(_cells(document, table))
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise self._web.fault(
                answer.url, f"sent something other than table {table} ({error!r})."
            ) from error
        for day, code, _ in cells:
            if not first <= day <= last:
                raise observations.fault(f"answered for {day} ({code}), outside {first} to {last}.")
        return cells


def _cells(document: Any, table: str) -> Iterator[tuple[dt.date, str, str]]:
    if not isinstance(document, list):
        raise TypeError("it is not a list of tables")
    for table_of_day in document:
        if table_of_day["table"] != table:
            raise ValueError(f"it is table {table_of_day['table']!r}")
        day = dt.date.fromisoformat(table_of_day["effectiveDate"])
        for rate in table_of_day["rates"]:
            code, figure = rate["code"], rate["mid"]
            if not isinstance(code, str) or not isinstance(figure, _Printed):
                raise TypeError(f"{rate!r} is not a rate")
            yield day, code, figure
