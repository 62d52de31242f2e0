"""The currencies of a text's country on the text's day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salarykit.currency.tender import NOWHERE, LocalMoney, local_money
from salarykit.errors import InvalidQuery

if TYPE_CHECKING:
    from salarykit.rates.spans import On

__all__ = ["local"]


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
        return local_money(country) if country else NOWHERE
    # This imports numpy, which is not needed to read a text without a day.
    from salarykit.rates.spans import parse_span

    span = parse_span(on)
    return local_money(country, span.first, span.last) if country else NOWHERE
