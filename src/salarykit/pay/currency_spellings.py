"""How currencies are written: their signs, codes and names, before a number and after it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from salarykit.currency.signs import names, signs
from salarykit.pay.cjk import is_unspaced

if TYPE_CHECKING:
    from salarykit.currency.signs import Sign

__all__ = [
    "LOWER_CODES",
    "SCALED_CODES",
    "cases",
    "is_letter_sign",
    "known_signs",
    "scaled_signs",
    "sign_endings",
    "signs_before",
]

LOWER_CODES: Final = (
    "usd eur gbp chf jpy cny rmb inr cad aud nzd sgd hkd sek nok dkk pln czk huf ron bgn uah zar brl mxn aed sar ils krw twd thb "
    "myr php idr vnd kzt Usd Eur Gbp Inr Pln"
).split()
"""Codes in lower case or capitalised, unless that is a word."""
SCALED_CODES: Final = (
    "EUR USD GBP CHF SEK NOK DKK PLN CZK INR SGD AUD CAD HKD PHP HUF JPY KRW NZD ZAR BRL MXN AED".split()
)
"""Codes that are written with their thousands or millions: 65 TEUR, MJPY 6."""
_LETTERS_AFTER: Final = frozenset("FS")  # 12 000 F, 20.000 S
_LONGEST: Final = 16  # characters of a currency before a number


@cache
def known_signs() -> dict[str, Sign]:
    """Return what each sign, code and one-word name that the pattern knows may stand for."""
    everyday = {name: meant for name, meant in names().items() if " " not in name}
    return everyday | signs()


@cache
def is_letter_sign(sign: str) -> bool:
    """Return whether a sign is one letter that stands for money in some countries only, and never after a number.

    Examples:
        >>> is_letter_sign("Q"), is_letter_sign("F"), is_letter_sign("€")
        (True, False, False)
    """
    return len(sign) == 1 and sign not in _LETTERS_AFTER and sign in signs() and signs()[sign].local


@cache
def scaled_signs() -> dict[str, tuple[str, str]]:
    """Return the signs and codes that are written with their thousands or millions, as the multiplier and the sign.

    Examples:
        >>> scaled_signs()["TEUR"], scaled_signs()["Mio. JPY"]
        (('T', 'EUR'), ('Mio.', 'JPY'))
    """
    found = {}
    for code in SCALED_CODES:
        for written in (*"kKTM", "k ", "K ", "Mio. ", "Mio ", "Tsd. "):
            found[written + code] = written.strip(), code
    for sign in "€$£¥₹":
        for written in (
            ("k", "K", "T", "M", "Mio. ", "Tsd. ") if sign != "$" else ("k", "K")
        ):  # T$ and M$ are signs of currencies
            found[written + sign] = written.strip(), sign
    return found


def _written_before() -> list[str]:
    """Return every way in which a currency is written before a number."""
    found = [sign for sign in signs() if len(sign) > 1 or not (is_unspaced(sign) and sign.isalpha())]
    found += [form for name in known_signs() if name not in signs() for form in cases(name)]
    lettered = [sign[:-1] for sign in signs() if sign[-1] == "$" and sign[:-1].isalpha()]
    found += [
        f"{letters} $" for letters in lettered if len(letters) > 1 or letters == "R"
    ]  # "A $500 voucher" is English
    for sign, meant in signs().items():
        if len(sign) == 1 and not sign.isalpha():  # GBP £
            found += [f"{code}{space}{sign}" for code in meant.currencies for space in ("", " ")]
    found += scaled_signs()
    return [*found, *(f"{letters.lower()}$" for letters in lettered if len(letters) > 2), *LOWER_CODES]  # noqa: PLR2004 - a code


@cache
def signs_before() -> frozenset[str]:
    """Return the words that may be a currency before a number."""
    return frozenset(_written_before())


@cache
def sign_endings() -> dict[str, tuple[int, ...]]:
    """Return how long those words are by their last two characters, the longest first; any text may end in a single sign."""
    found: dict[str, set[int]] = {}
    for word in signs_before():
        if 1 < len(word) <= _LONGEST:
            found.setdefault(word[-2:], {1}).add(len(word))
    return {ending: tuple(sorted(lengths, reverse=True)) for ending, lengths in found.items()}


def cases(word: str) -> set[str]:
    """Return a word as it is written within a sentence, at its start, and in capitals; a single letter stays as it is."""
    return {word} if len(word) == 1 else {word, word.capitalize(), word.upper()}
