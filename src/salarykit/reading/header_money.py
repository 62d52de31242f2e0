"""The signs and names of currencies in headers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from salarykit.currency.signs import sign
from salarykit.reading.currency_cells import currency_of

__all__ = ["is_money", "may_be_one"]

_SIGN: Final = re.compile(
    r".*\$|[€£¥₹₪₩₽₺₫₴₱฿₦₡₲₵₸₼₾円元원]|kr|zł|kč|ft|rs|lei|kn|euros?|dollars?|pounds?|yen|rupees?|francs?",
    re.IGNORECASE,
)
_MONEY_TOO_TEXT: Final = (
    "real mark marks rand crown colon dong sole centavo centavos cent cents pence cordoba leone frank franco flux "
    "kina quid buck bucks"
)
_MONEY_TOO: Final = frozenset(_MONEY_TOO_TEXT.split())
"""Names of currencies that are also other words in headers."""
_SHORTEST_NAME: Final = 4  # letters of a currency's name
_SHORT_SIGNS: Final = frozenset(["TL", "RM", "Rp", "Tk", "Dhs"])


@lru_cache(4096)
def is_money(word: str) -> bool:
    """Return whether a word is the sign or name of a currency, and means nothing else in headers.

    Examples:
        >>> is_money("rupiah"), is_money("грн"), is_money("real")
        (True, True, False)
    """
    if _SIGN.fullmatch(word):
        return True
    if word.isascii() and len(word) < _SHORTEST_NAME:
        return word in _SHORT_SIGNS
    if len(word) == 1 or word.casefold() in _MONEY_TOO:
        return False
    return sign(word) is not None or sign(word.casefold()) is not None


def may_be_one(one: str, other: str) -> bool:
    """Return whether two codes or signs may mean the same currency."""
    choices = (currency_of(one), currency_of(other))
    first, second = ({choice.code, *choice.alternatives} - {None} for choice in choices)
    return not (first and second) or bool(first & second)
