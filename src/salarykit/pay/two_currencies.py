"""The second of two currencies that stand at one amount, so that either may be meant: `50000 EUR/USD`, `CAD or USD 70,000`."""

from __future__ import annotations

from typing import Final

from salarykit.pay.currency_names import known_signs
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.period_words import PERIODS_STRICT

__all__ = ["other_currency"]

_OR: Final = r"(?:[ \u00a0]?/[ \u00a0]?|[ \u00a0](?:or|oder|ou|of|eller|lub|albo|nebo|alebo|ili|sau|vagy|или|або|veya|hoặc|atau|tai)[ \u00a0])"
_SIGN: Final = r"(?P<sign>[A-Za-z]{0,3}[$€£¥₹₽₴₺₩₫₱₪฿]|[^\W\d_]{2,9})"
_AFTER: Final = lazy_pattern(rf"{_OR}{_SIGN}(?![^\W_])(?![ \u00a0]?\d)")
_BEFORE: Final = lazy_pattern(rf"(?<![^\W_]){_SIGN}{_OR}\Z")
_AROUND: Final = 24  # characters in which it stands


def other_currency(text: str, start: int, end: int) -> str | None:
    """Return the sign or the code of a second currency at an amount; None if there is none, or if it has a number of its own.

    Args:
        text: any text.
        start: where the amount begins, its currency included.
        end: where it ends.

    Examples:
        >>> other_currency("50000 EUR/USD a year", 0, 9), other_currency("€50,000 / $54,000", 0, 7)
        ('USD', None)
        >>> other_currency("180 Kč/den", 0, 6), other_currency("EUR/USD 50000", 4, 13)
        (None, 'EUR')
    """
    match = _AFTER.match(text, end) if end < len(text) else None
    if match is None and start:
        match = _BEFORE.search(text, max(0, start - _AROUND), start)
    if match is None:
        return None
    written = match["sign"]
    known = known_signs().get(written)
    if known is None or known.local or written.lower() in PERIODS_STRICT:
        return None
    is_word = written.islower() and known.kind == "iso"  # "50000 EUR or all of it"
    return None if is_word else written
