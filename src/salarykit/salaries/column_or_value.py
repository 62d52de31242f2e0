"""Whether a text that names a column or is a value for all rows is the value."""

from __future__ import annotations

import re
from typing import Final

from salarykit.errors import SalaryKitError
from salarykit.rates.spans import parse_span

__all__ = ["is_country", "is_currency", "is_day"]

_CODE: Final = re.compile("[A-Z]{3}")
_COUNTRY: Final = re.compile("[A-Z]{2}")


def is_currency(text: str) -> bool:
    """Return whether a text is written as an ISO 4217 code.

    Examples:
        >>> is_currency("USD"), is_currency("currency")
        (True, False)
    """
    return _CODE.fullmatch(text) is not None


def is_country(text: str) -> bool:
    """Return whether a text is written as an ISO 3166-1 alpha-2 code.

    Examples:
        >>> is_country("CA"), is_country("country")
        (True, False)
    """
    return _COUNTRY.fullmatch(text) is not None


def is_day(text: str) -> bool:
    """Return whether a text is a day or a span, or begins like one, so that a mistake in it is refused as one.

    Examples:
        >>> is_day("2024-Q2"), is_day("latest"), is_day("2024-13"), is_day("date")
        (True, True, True, False)
    """
    if text == "latest" or text[:1].isdigit():
        return True
    try:
        parse_span(text)
    except SalaryKitError:
        return False
    return True
