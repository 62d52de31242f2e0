"""The texts that number formats show next to numbers: units of pay, multiples of the number, signs of currencies."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from salarykit.currency.signs import sign
from salarykit.currency.tender import tender

__all__ = ["MULTIPLE", "PER", "currency_sign", "pay_unit", "stripped"]

MULTIPLE: Final = re.compile(
    r"""
    (?<![^\W\d_])(?:
        k | m | mm | bn | mio | mln | mrd | tsd | tys | тыс | млн | thousands? | millions? | lakhs? | lacs? | crores?
      | ribu | juta | bin | ezer | nghìn | triệu | tn
    )(?![^\W\d_])\.?
    | (?<![^\W\d_])[km](?=\W)
    | [万萬千億亿만천억]
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A word or a sign after a number that multiplies it."""
PER: Final = re.compile(r"/|\bper\b|\bp\.\s?[ahm]\b", re.IGNORECASE)
"""A word or a sign before a period of pay."""
_LOCALES: Final = {
    0x409: "US", 0x1009: "CA", 0xC0C: "CA", 0xC09: "AU", 0x1409: "NZ", 0x4809: "SG", 0xC04: "HK", 0x404: "TW", 0x80A: "MX",
    0x240A: "CO", 0x340A: "CL", 0x2C0A: "AR", 0x380A: "UY", 0x41D: "SE", 0x406: "DK", 0x414: "NO", 0x814: "NO", 0x40F: "IS",
    0x411: "JP", 0x804: "CN", 0x809: "GB", 0x416: "BR", 0x4009: "IN", 0x439: "IN", 0x1C09: "ZA", 0xC01: "EG", 0x41F: "TR",
    0x419: "RU", 0x415: "PL", 0x405: "CZ", 0x40E: "HU", 0x807: "CH", 0x100C: "CH", 0x412: "KR", 0x40D: "IL",
}  # fmt: skip
"""The countries of the locale codes that follow a currency sign in a number format, for signs that several currencies share."""


def pay_unit(text: str, *, is_scaled: bool) -> str:
    """Return the text next to a number if it is a unit of pay, else an empty one; without its multiple if the format scales the number."""
    text = stripped(text, is_scaled=is_scaled)
    if "=" in text:
        return ""
    is_currency = any(unicodedata.category(character) == "Sc" for character in text)
    words = re.findall(r"[^\W\d_]+\.?", text)
    is_named = any(sign(word) is not None for word in (text, *words))
    return text if is_currency or is_named or PER.search(text) or MULTIPLE.search(text) else ""


def stripped(text: str, *, is_scaled: bool) -> str:
    """Return a text without the punctuation around it, and without its multiple if the format scales the number."""
    text = " ".join(text.split()).strip("()-+:' ")
    return " ".join(MULTIPLE.sub("", text).split()) if is_scaled else text


def currency_sign(symbol: str, locale: str) -> str:
    """Return the sign of a currency; its ISO code if several currencies share the sign and the locale names the country."""
    signs = sign(symbol.strip()) if symbol.strip() else None
    if signs is None or len(signs.currencies) == 1:
        return symbol
    last = locale.rpartition("-")[2]
    country = last if re.fullmatch("[A-Z]{2}", last) else ""
    if not country and re.fullmatch("[0-9A-Fa-f]+", locale):
        country = _LOCALES.get(int(locale, 16) & 0xFFFF, "")
    own = tender(country) if country else ()
    return own[0] if own and own[0] in signs.currencies else symbol
