"""Which currency a row is in: by its text, its cell, its header's sign, or the tender of its country on its day."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from salarykit.currency.codes import CODES
from salarykit.currency.signs import choose, sign
from salarykit.currency.tender import NOWHERE, LocalMoney
from salarykit.pay.local import local

__all__ = ["CurrencyChoice", "currency_of", "tender_of"]

_LED: Final = re.compile(r"([A-Z]{3})(?:[\t\s]*$|[\s\t]+[-–(]?\s*\S.*|[-–(].*)", re.DOTALL)
_BRACKETED: Final = re.compile(r"(.*)[\[(]([^\[(\])]+)[\])]")
_SCALED: Final = re.compile(
    r"(?<![^\W\d_.'])(?:[ktm](?=$|[€$£¥)\] ])|tsd|thousands?|tausend|mille|miles|migliaia|tys|tkr|mn|mio|mln|millions?|bn|lakhs?|crores?"
    r"|тыс|млн|万|千|cents?|pence|penny|centimes?|cêntimos?|céntimos?|rappen|øre|öre|grosz[ye]?|kopeks?|kopecks?|paise|paisa)"
    r"(?![^\W\d_])|(?<!\d)0{3}s?(?!\d)",
    re.IGNORECASE,
)
"""Words beside a code by which a figure is no number of its units."""
_CODE: Final = re.compile(r"[A-Za-z]{3}")


class CurrencyChoice(NamedTuple):
    """A currency, or the several that may be meant; neither if none is known."""

    code: str | None
    alternatives: tuple[str, ...] = ()


@cache
def currency_of(text: str, here: LocalMoney = NOWHERE) -> CurrencyChoice:
    r"""Return the currency that a cell or a header names: a code with a name, a sign, or a name.

    Three capitals are a code, and codes are strict: `SFR` is none, nor is one in lower case, for `GBp` is pence. A code
    beside a multiple or a hundredth (`USD thousands`, `GBP pence`) names no currency that the figure is in.

    Args:
        text: as `€`, `US dollar`, `USD\tUnited States dollar`, `U.S. dollars ($)`.
        here: the money of the figure's country on its day, for a sign of several.

    Examples:
        >>> from salarykit.pay.local import local
        >>> [currency_of(text).code for text in ("€", "Swiss francs", "USD United States dollar", "gbp")]
        ['EUR', 'CHF', 'USD', None]
        >>> currency_of("$", local("CA")).code, currency_of("kr").alternatives[:2]
        ('CAD', ('SEK', 'NOK'))
    """
    text = " ".join(text.split())
    led = _LED.fullmatch(text)
    if led and led[1] in CODES:
        return CurrencyChoice(None if _SCALED.search(text, 3) else led[1])
    if _CODE.fullmatch(text) and (text.isupper() or text.upper() in CODES):
        return CurrencyChoice(None)
    for part in (text, *(_BRACKETED.fullmatch(text) or re.match("(?P<a>)", "")).groups()):  # type: ignore[union-attr]
        found = sign(part.replace(".", "").strip() if part else "")
        if found and found.scale == 1:  # a figure in tomans is none in rials
            meant = choose(found, here)
            if meant.currency:
                return CurrencyChoice(meant.currency)
            return CurrencyChoice(None, meant.alternatives)
    return CurrencyChoice(None)


@cache
def tender_of(country: str, as_of: str | None) -> CurrencyChoice:
    """Return the tender of a country on a day, or all through a span; several where several were.

    Examples:
        >>> tender_of("HR", "2022"), tender_of("HR", "2023").code, tender_of("HR", None).code
        (CurrencyChoice(code='HRK', alternatives=()), 'EUR', 'EUR')
        >>> tender_of("HR", "2022/2023").alternatives
        ('HRK', 'EUR')
    """
    moneys = local(country, as_of).currencies
    return CurrencyChoice(moneys[0]) if len(moneys) == 1 else CurrencyChoice(None, moneys)
