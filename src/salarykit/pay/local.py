"""The currencies of a text's country on the text's day."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from salarykit.currency.tender import NOWHERE, LocalMoney, local_money
from salarykit.errors import InvalidQuery

if TYPE_CHECKING:
    from salarykit.rates.spans import On

__all__ = ["local"]


_CODE: Final = 2  # letters of a code
_COUNTRIES: Final = 1_024  # codes in the cache, in upper or lower case


@lru_cache(_COUNTRIES)
def _today(code: str) -> LocalMoney:
    """Return the currencies of a country today: for each text that is read, so without the check of `local_money` for long keys."""
    return local_money(code)


def local(country: str | None, on: On | None = None) -> LocalMoney:
    """Return the currencies of a country on a day, or throughout a span; today's without a day.

    Args:
        country: ISO 3166-1 alpha-2; None if it is not known.
        on: a day or a span, as `parse_span` takes it; None means today.

    Raises:
        InvalidQuery: if the country is not a text.
        InvalidSpan: if `on` is neither a day nor a span.

    Examples:
        >>> local("BG", "2024").currencies, local("BG").currencies, local(None, "2024").currencies
        (('BGN',), ('EUR',), ())
    """
    if country is not None and not isinstance(country, str):
        raise InvalidQuery(f"country={country!r}: give the code of a country, such as 'DE'.", value=country)
    if on is None:
        if not country:
            return NOWHERE
        return _today(country) if len(country) == _CODE else local_money(country)
    # This imports numpy, which is not needed to read a text without a day.
    from salarykit.rates.spans import parse_span

    span = parse_span(on)
    return local_money(country, span.first, span.last) if country else NOWHERE
