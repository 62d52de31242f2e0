"""Finds the currency that a cell or a header names, and the tender of a country on a day."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.currency.codes import CODES
from salarykit.currency.signs import choose, sign
from salarykit.currency.tender import NOWHERE, LocalMoney
from salarykit.package import remembered
from salarykit.pay.currency_names import read_name
from salarykit.pay.local import local

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CurrencyChoice", "currency_of", "is_lower_code", "tender_of"]

_LED: Final = re.compile(r"([A-Z]{3})(?:[\t\s]*$|[\s\t]+[-–(]?\s*\S.*|[-–(].*)", re.DOTALL)
_BRACKETED: Final = re.compile(r"(.*)[\[(]([^\[(\])]+)[\])]")
_SCALED: Final = re.compile(
    r"(?<![^\W\d_.'])(?:[ktm](?=$|[€$£¥)\] ])|tsd|thousands?|tausend|mille|miles|migliaia|tys|tkr|mn|mio|mln|millions?|bn|lakhs?|crores?"
    r"|тыс|млн|万|千|cents?|pence|penny|centimes?|cêntimos?|céntimos?|rappen|øre|öre|grosz[ye]?|kopeks?|kopecks?|paise|paisa)"
    r"(?![^\W\d_])|(?<!\d)0{3}s?(?!\d)",
    re.IGNORECASE,
)
"""Words next to a code that make the unit a multiple or a fraction of the currency."""
_CODE: Final = re.compile(r"[A-Za-z]{3}")
_BETWEEN: Final = re.compile(r"(?:(?<!\s)\s++)?+(?:[/|]|\b(?:or|oder|ou|o)\b)\s*+")
_SEVERAL: Final = re.compile(rf"[A-Z]{{3}}(?:{_BETWEEN.pattern}[A-Z]{{3}})+")
"""Several codes, one of which is meant, as in `AUD/NZD`."""


_KEPT: Final = 1 << 14


class CurrencyChoice(NamedTuple):
    """A currency, or the currencies that may be meant; neither if none is known."""

    code: str | None
    alternatives: tuple[str, ...] = ()


@remembered(_KEPT)
def currency_of(text: str, here: LocalMoney = NOWHERE) -> CurrencyChoice:
    r"""Return the currency that a cell or a header names by its code, its sign or its name.

    Three capitals are a code, and codes are strict: `SFR` is not a code, nor is any code in lower case, because `GBp` is pence. A
    code next to a multiple or a fraction (`USD thousands`, `GBP pence`) is not the currency of the figures.

    Args:
        text: such as `€`, `US dollar`, `USD\tUnited States dollar`, `U.S. dollars ($)`.
        here: the tender of the row's country on its day, which decides a sign of several currencies.

    Examples:
        >>> from salarykit.pay.local import local
        >>> [currency_of(text).code for text in ("€", "Swiss francs", "USD United States dollar", "gbp")]
        ['EUR', 'CHF', 'USD', None]
        >>> currency_of("$", local("CA")).code, currency_of("kr").alternatives[:2]
        ('CAD', ('SEK', 'NOK'))
        >>> currency_of("AUD/NZD", local("NZ")).code, currency_of("USD or CAD").alternatives
        ('NZD', ('USD', 'CAD'))
    """
    text = " ".join(text.split())
    if _SEVERAL.fullmatch(text):
        return _either(_BETWEEN.split(text), here)
    led = _LED.fullmatch(text)
    if led and led[1] in CODES:
        return CurrencyChoice(None if _SCALED.search(text, 3) else led[1])
    if _CODE.fullmatch(text) and (text.isupper() or text.upper() in CODES):
        return CurrencyChoice(None)
    for part in (text, *(_BRACKETED.fullmatch(text) or re.match("(?P<a>)", "")).groups()):  # type: ignore[union-attr] # the second pattern always matches
        known_sign = sign(part.replace(".", "").strip() if part else "")
        if known_sign and known_sign.scale == 1:
            # a sign of another scale is not a currency: a toman is ten rials
            meant = choose(known_sign, here)
            if meant.currency:
                return CurrencyChoice(meant.currency)
            return CurrencyChoice(None, meant.alternatives)
    return _by_name(text, here)


def is_lower_code(text: str) -> bool:
    """Return whether a text is a code in lower case, which is accepted only if the whole column is: `GBp` is pence.

    Examples:
        >>> is_lower_code(" usd"), is_lower_code("GBp"), is_lower_code("abc")
        (True, False, False)
    """
    code = text.strip()
    return code.islower() and code.upper() in CODES


def _either(parts: Sequence[str], here: LocalMoney) -> CurrencyChoice:
    """Return which of several codes is meant: the one that is tender here, or else all as alternatives; none if a part is not a code."""
    codes = tuple(dict.fromkeys(currency_of(part).code or "" for part in parts))
    if "" in codes:
        return CurrencyChoice(None)
    tender = [code for code in codes if code in here.currencies]
    chosen = tender if len(tender) == 1 and here.certain else list(codes)
    return CurrencyChoice(chosen[0]) if len(chosen) == 1 else CurrencyChoice(None, codes)


def _by_name(text: str, here: LocalMoney) -> CurrencyChoice:
    """Return the currency that a text names in one or several words: `Polish złoty`."""
    name = read_name(f"1 {text}", 1)
    if name is None or name.end < len(text) + 2 or name.sign.scale != 1:
        return CurrencyChoice(None)
    meant = choose(name.sign, local(name.country) if name.country else here)
    return CurrencyChoice(meant.currency, () if meant.currency else meant.alternatives)


@lru_cache(_KEPT)
def tender_of(country: str, as_of: str | None) -> CurrencyChoice:
    """Return the tender of a country on a day or in a span; alternatives if it had several.

    Examples:
        >>> tender_of("HR", "2022"), tender_of("HR", "2023").code, tender_of("HR", None).code
        (CurrencyChoice(code='HRK', alternatives=()), 'EUR', 'EUR')
        >>> tender_of("HR", "2022/2023").alternatives
        ('HRK', 'EUR')
    """
    tender = local(country, as_of).currencies
    return CurrencyChoice(tender[0]) if len(tender) == 1 else CurrencyChoice(None, tender)
