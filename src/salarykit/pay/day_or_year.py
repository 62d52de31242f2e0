"""What `j` stands for after an amount: a day in French (jour), a year in German and Dutch (Jahr, jaar)."""

from __future__ import annotations

import re
from typing import Final

from salarykit.pay.lazy_patterns import lazy_pattern

__all__ = ["DAY_OR_YEAR", "day_or_year"]

DAY_OR_YEAR: Final = "j"
"""The letter that is a day or a year."""
_BY_LANGUAGE: Final[dict[str, str]] = {"fr": "day", "de": "year", "nl": "year"}
_FRENCH_CURRENCIES: Final = frozenset("CAD XOF XAF XPF MAD TND DZD HTG MGA".split())
"""Currencies of countries where `j` is French, and of no others."""
_FRENCH: Final = lazy_pattern(
    r"\b(?:ht|ttc|brut|brute|bruts|tjm|taux|salaire|rémunération|selon|entre|mission|jour|jours|par|à)\b",
    re.IGNORECASE,
)
_GERMAN_OR_DUTCH: Final = lazy_pattern(
    r"\b(?:brutto|bruto|gehalt|jahresgehalt|lohn|vergütung|salaris|loon|bis|ab|tot|vanaf|und|zzgl|p(?:ro )?[./ ]? ?j)\b",
    re.IGNORECASE,
)


def day_or_year(text: str, currency: str | None, language: str) -> str | None:
    """Return what `j` stands for in a text; None if neither the country nor other words of the text say so.

    Args:
        text: the text.
        currency: the currency of its amount.
        language: the language of its country; empty if the country has several, or is unknown.

    Examples:
        >>> day_or_year("400 €/j", "EUR", "fr"), day_or_year("400 € HT/j", "EUR", "")
        ('day', 'day')
        >>> day_or_year("€ 45.000 p/j", "EUR", ""), day_or_year("400 €/j", "EUR", "")
        ('year', None)
    """
    if language:
        return _BY_LANGUAGE[language]
    french, other = _FRENCH.search(text), _GERMAN_OR_DUTCH.search(text)
    if not french and not other:
        return "day" if currency in _FRENCH_CURRENCIES else None
    if french and other:
        return None
    return "day" if french else "year"
