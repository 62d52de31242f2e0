"""Collects the observations of a source, and checks each before any is used."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.currency.codes import parse_currency
from salarykit.errors import InvalidCurrency, SourceError
from salarykit.rates.published import Published
from salarykit.rates.spans import day_number

if TYPE_CHECKING:
    import datetime as dt

    from salarykit.rates.published import Quotation, Step

__all__ = ["Observations"]

_NUMBER: Final = re.compile(r"\+?([0-9]+(?:\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


class Observations:
    """Collects observations (day, currency, rate) into a table.

    Args:
        source: who published them.
        base: the currency they are quoted against.
        origin: their address or file, for errors.
        texts: whether rates may be texts, as in a CSV; in JSON they must be numbers.

    Examples:
        >>> import datetime as dt
        >>> found = Observations("example", "EUR", "a file", texts=True)
        >>> found.add(dt.date(2024, 6, 28), "USD", "1.0705")
        >>> found.published().values.tolist()
        [[1.0705]]
    """

    def __init__(self, source: str, base: str, origin: str, *, texts: bool = False) -> None:
        self._source, self._base, self._origin, self._texts = source, base, origin, texts
        self._values: dict[tuple[int, str], float] = {}

    def fault(self, what: str) -> SourceError:
        """Return the error of this source."""
        return SourceError(
            f"{self._source}: {self._origin} {what} The rates in use are as they were.", source=self._origin
        )

    def check_base(self, base: object) -> None:
        """Refuse an answer that is quoted against another currency than the requested one.

        Raises:
            SourceError: if it is.
        """
        if base != self._base:
            raise self.fault(f"answered against {base!r}, not {self._base!r} as asked.")

    def add(self, day: dt.date, code: Any, rate: Any, where: str = "") -> None:
        """Add an observation, in units of the currency for one unit of the base; `where` begins an error.

        Raises:
            SourceError: if the code is not ISO 4217, or the rate is not a positive, finite number; or if the same day
                and currency already have another rate.
        """
        try:
            currency = parse_currency(code)
        except InvalidCurrency as error:
            raise self.fault(f"{where}names an unknown currency: {error}") from None
        value = self._number(rate, f"{currency} on {day}", where)
        if currency == self._base:
            if value != 1:
                raise self.fault(f"{where}says that one {currency} is {value} {currency}.")
            return
        before = self._values.setdefault((day_number(day), currency), value)
        if before != value:
            raise self.fault(f"{where}gives two rates of {currency} on {day}: {before} and {value}.")

    def _number(self, rate: Any, of: str, where: str) -> float:
        is_number = isinstance(rate, int | float | Decimal) or (self._texts and isinstance(rate, str))
        if isinstance(rate, bool) or not is_number:
            raise self.fault(f"{where}gives {rate!r} as the rate of {of}, which is not a number.")
        try:
            value = float(rate) if not isinstance(rate, str) or _NUMBER.fullmatch(rate.strip()) else math.nan
        except (ValueError, OverflowError):
            raise self.fault(f"{where}gives {rate!r} as the rate of {of}, which is not a number.") from None
        if not 0 < value < math.inf:
            raise self.fault(f"{where}gives {rate!r} as the rate of {of}; a rate is positive and finite.")
        return value

    def published(
        self, *, quotation: Quotation = "indirect", step: Step = "day", is_restated: bool = False
    ) -> Published:
        """Return all observations as a table.

        Args:
            quotation: see `Published`.
            step: see `Published`.
            is_restated: see `Published`.

        Raises:
            SourceError: if there are none.
        """
        if not self._values:
            raise self.fault("sent no rates.")
        days = sorted({day for day, _ in self._values})
        codes = sorted({code for _, code in self._values})
        row = {day: index for index, day in enumerate(days)}
        column = {code: index for index, code in enumerate(codes)}
        values = np.full((len(days), len(codes)), np.nan)
        for (day, code), value in self._values.items():
            values[row[day], column[code]] = value
        return Published(
            codes,
            days,
            values,
            pivot=self._base,
            source=self._source,
            quotation=quotation,
            step=step,
            is_restated=is_restated,
        )
