"""`PriceLevels`: the price of a unit of consumption in each country, with its source and licence."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from salarykit.currency.countries import country_of
from salarykit.currency.tender import tender
from salarykit.errors import InvalidQuery, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["INTERNATIONAL", "PriceLevel", "PriceLevels", "country_facts", "positive"]

INTERNATIONAL: Final = "Int$"
"""The unit of figures divided by purchasing-power parities: what a US dollar buys in the United States."""


class PriceLevel(NamedTuple):
    """The figure of one country for one year or day."""

    country: str
    """ISO 3166-1 alpha-2."""
    period: str
    """The year or day it is for, such as `2025` or `2026-01-01`."""
    currency: str
    """The local currency it is in, ISO 4217."""
    value: float
    """Units of the currency that buy what one unit buys in the country of reference; or an index of prices."""
    indicator: str
    """What is measured, such as `PA.NUS.PRVT.PP`."""
    source: str
    """Who published it, and where it was read."""
    licence: str
    """The licence of the figure."""


@dataclass(frozen=True)
class PriceLevels:
    """The price levels of countries in one or several years.

    Attributes:
        figures: one for each country and period, sorted.
        unit_name: the unit of pay divided by them: `Int$` for purchasing-power parities; empty for an index over time,
            which cannot compare countries.

    Raises:
        SourceError: for two different figures of the same country and period.

    Examples:
        >>> from salarykit.sources import default_price_levels
        >>> levels = default_price_levels()
        >>> levels.unit, levels.get("GB").value, levels.get("GB").indicator
        ('Int$ 2025', 0.702, 'PA.NUS.PRVT.PP')
    """

    figures: tuple[PriceLevel, ...]
    unit_name: str = INTERNATIONAL

    def __post_init__(self) -> None:
        object.__setattr__(self, "figures", tuple(sorted(self.figures)))
        seen: dict[tuple[str, str], PriceLevel] = {}
        for figure in self.figures:
            before = seen.setdefault(figure[:2], figure)
            if before.value != figure.value:
                raise SourceError(
                    f"{figure.source}: two figures for {figure.country} in {figure.period}: {before.value} and "
                    f"{figure.value}.",
                    source=figure.source,
                )
        if not self.figures:
            raise SourceError(
                "There are no price levels. Give at least one figure of one country.", source=None
            )

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The years or days with figures, the newest last."""
        return tuple(sorted({figure.period for figure in self.figures}))

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries with figures."""
        return tuple(sorted({figure.country for figure in self.figures}))

    def at(self, period: str) -> PriceLevels:
        """Return the figures of one year or day; `"latest"` is the newest.

        Raises:
            InvalidQuery: if there are none; the message names the periods.
        """
        wanted = self.periods[-1] if period == "latest" else str(period)
        kept = tuple(figure for figure in self.figures if figure.period == wanted)
        if not kept:
            raise InvalidQuery(
                f"No price levels of {wanted}; there are those of {', '.join(self.periods)}.", value=period
            )
        return PriceLevels(kept, self.unit_name)

    def get(self, country: str | None, period: str = "latest") -> PriceLevel | None:
        """Return the figure of a country, None if there is none.

        Args:
            country: ISO 3166-1 alpha-2.
            period: a year or day; the newest by default.
        """
        wanted = self.periods[-1] if period == "latest" else str(period)
        return self._by_key.get((country or "", wanted))

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], PriceLevel]:
        return {(figure.country, figure.period): figure for figure in self.figures}

    @property
    def unit(self) -> str:
        """The unit of pay divided by these, such as `Int$ 2025`: international dollars at the prices of a year.

        Raises:
            InvalidQuery: for figures of several periods, or an index over time.
        """
        if not self.unit_name:
            raise InvalidQuery(
                f"{self.indicator} is an index of prices over time: it compares years, not countries. Use parities, such "
                "as PA.NUS.PRVT.PP.",
                value=self.indicator,
            )
        if len(self.periods) > 1:
            raise InvalidQuery(
                f"These price levels are of {', '.join(self.periods)}: choose one with levels.at({self.periods[-1]!r}).",
                value=self.periods,
            )
        return f"{self.unit_name} {self.periods[0]}"

    @property
    def indicator(self) -> str:
        """The indicators, joined into one text."""
        return "; ".join(dict.fromkeys(figure.indicator for figure in self.figures))

    @property
    def source(self) -> str:
        """The publishers of the figures, joined into one text."""
        return "; ".join(dict.fromkeys(figure.source for figure in self.figures))

    @property
    def licence(self) -> str:
        """The licences, joined into one text."""
        return "; ".join(dict.fromkeys(figure.licence for figure in self.figures))

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 of the figures; equal content has an equal fingerprint."""
        text = "\n".join(
            f"{figure.country},{figure.period},{figure.currency},{figure.value!r}" for figure in self.figures
        )
        return hashlib.sha256(f"{self.unit_name}\n{self.indicator}\n{text}".encode()).hexdigest()

    def to_dict(self) -> dict[str, str]:
        """Return the provenance of the price levels, for results."""
        return {
            "unit": self.unit,
            "indicator": self.indicator,
            "period": self.periods[-1],
            "source": self.source,
            "licence": self.licence,
            "fingerprint": self.fingerprint,
        }


def positive(value: Any) -> float:
    """Return a value as a number if it is positive and finite.

    Raises:
        ValueError: for any other.

    Examples:
        >>> positive("0.702")
        0.702
    """
    number = math.nan if isinstance(value, bool) else float(value)
    if not 0 < number < math.inf:
        raise ValueError(f"{value!r} is not a price level: it must be positive and finite.")
    return number


def country_facts(code: str) -> tuple[str, str]:
    """Return a country's alpha-2 code and its currency today; "" if it has none.

    Args:
        code: ISO 3166-1 alpha-2 or alpha-3.

    Raises:
        InvalidQuery: if it is neither.

    Examples:
        >>> country_facts("BGR"), country_facts("GB")
        (('BG', 'EUR'), ('GB', 'GBP'))
    """
    country = country_of(code)
    if country is None:
        raise InvalidQuery(f"{code!r} is not an ISO 3166-1 country code.", value=code)
    return country.code, next(iter(tender(country.code)), "")  # series are restated in today's currency
