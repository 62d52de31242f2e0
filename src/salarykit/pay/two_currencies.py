"""The second of two currencies next to one amount, either of which may be meant: `50000 EUR/USD`, `EUR 50000 (USD)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from salarykit.currency.signs import Meaning
from salarykit.pay.currency_clause import MOSTLY_WORDS, currency_after
from salarykit.pay.currency_names import known_signs
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.period_words import PERIODS_STRICT

if TYPE_CHECKING:
    from salarykit.currency.signs import Sign

__all__ = ["other_currency", "with_other_currency"]

_WORDS: Final = frozenset(
    "or oder ou of eller lub albo nebo alebo ili sau vagy или або veya hoặc atau tai".split()
)
_OR: Final = rf"(?:[ \u00a0]?/[ \u00a0]?|[ \u00a0](?:{'|'.join(sorted(_WORDS))})[ \u00a0])"
_SIGN: Final = r"(?P<sign>[A-Za-z]{0,3}[$€£¥₹₽₴₺₩₫₱₪฿]|[^\W\d_]{2,9})"
_AFTER: Final = lazy_pattern(rf"{_OR}{_SIGN}(?![^\W_])(?![ \u00a0]?\d)")
_BEFORE: Final = lazy_pattern(rf"(?<![^\W_]){_SIGN}{_OR}\Z")
_IN_BRACKETS: Final = lazy_pattern(
    rf"[ \u00a0]?[(\[][ \u00a0]?{_SIGN}(?:{_OR}{_SIGN.replace('<sign>', '<other>')})?[ \u00a0]?[)\]]"
)
_BRACKETS_BEFORE: Final = lazy_pattern(
    rf"[(\[][ \u00a0]?{_SIGN}{_OR}{_SIGN.replace('<sign>', '<other>')}[ \u00a0]?[)\]][ \u00a0]?:?[ \u00a0]?\Z"
)
_OPENING: Final = "(["
_NOUN: Final = 4  # letters of a name, at least
_NEXT: Final = frozenset("/ \u00a0")
_LONGEST: Final = 7  # characters of a word for "or", and of the spaces around it
_AROUND: Final = 24  # characters before an amount that are searched for another currency


def other_currency(text: str, start: int, end: int) -> str | None:
    """Return the sign or the code of a second currency next to an amount; None if there is none, or if it has a number of its own.

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
    match = _AFTER.match(text, end) if text[end : end + 1] in _NEXT else None
    if match is None and _may_follow_another(text, start):
        match = _BEFORE.search(text, max(0, start - _AROUND), start)
    if match is None:
        return None
    written = match["sign"]
    known_sign = known_signs().get(written)
    if known_sign is None or known_sign.local or written.lower() in PERIODS_STRICT:
        return None
    is_word = written.islower() and known_sign.kind == "iso"  # "50000 EUR or all of it"
    return None if is_word else written


def with_other_currency(text: str, start: int, end: int, meaning: Meaning) -> Meaning:
    """Return the currency of an amount, left open if its clause, or the brackets next to it, name a different currency.

    Args:
        text: any text.
        start: where the amount begins, its currency included.
        end: where it ends.
        meaning: the currency that its signs or its clause say.

    Examples:
        >>> euros = Meaning("EUR", (), "iso")
        >>> with_other_currency("EUR 5000 (USD)", 0, 8, euros).alternatives
        ('EUR', 'USD')
        >>> with_other_currency("5000 EUR (5400 USD)", 0, 8, euros).currency
        'EUR'
    """
    others = _bracketed(text, start, end)
    named = currency_after(text, end) if meaning.rule in ("iso", "language") else None
    if named and not named.is_doubtful:
        others.append(named.sign)
    for other in others:
        alternatives = meaning.alternatives if meaning.rule == "ambiguous" else ()
        if meaning.currency not in other.currencies and set(other.currencies).isdisjoint(alternatives):
            return Meaning(None, (*filter(None, (meaning.currency,)), *other.currencies), "ambiguous")
    return meaning


def _bracketed(text: str, start: int, end: int) -> list[Sign]:
    """Return the currencies in brackets right after an amount, or two in brackets right before it."""
    match = _IN_BRACKETS.match(text, end) if text[end : end + 2].strip()[:1] in tuple(_OPENING) else None
    if match is None and start and text[max(0, start - 3) : start].strip(" :\u00a0")[-1:] in (")", "]"):
        match = _BRACKETS_BEFORE.search(text, max(0, start - _AROUND), start)
    signs = [_money(word) for word in match.groups() if word] if match else []
    return [] if None in signs else [sign for sign in signs if sign]


def _money(word: str) -> Sign | None:
    """Return the currency of a sign, a code in capitals, or a noun."""
    sign = known_signs().get(word) or (known_signs().get(word.lower()) if len(word) >= _NOUN else None)
    return None if sign is None or sign.local or word in MOSTLY_WORDS else sign


def _may_follow_another(text: str, start: int) -> bool:
    """Return whether a slash or an "or" is before a position: a cheap check before reading what it separates."""
    if not start or text[start - 1] not in _NEXT:
        return False
    before = text[max(0, start - _LONGEST) : start].rstrip(" \u00a0")
    return before[-1:] == "/" or before.rpartition(" ")[2] in _WORDS
