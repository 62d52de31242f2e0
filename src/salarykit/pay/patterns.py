"""The one pattern of an amount of money, or of two of them with a link between: what the whole parser scans with.

It begins with a digit, so that the scan skips through prose at the speed of `re`; what stands before the digit is looked
at afterwards. Every repetition is bounded or cannot overlap with its neighbour, so the scan is linear in the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from salarykit.currency.signs import Sign, names, signs
from salarykit.pay.words import COUNTED_THINGS, MULTIPLIERS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "COUNTED_CODES",
    "GAP",
    "LOWER_CODES",
    "NUMBER",
    "any_of",
    "common",
    "is_letter_sign",
    "is_unspaced",
    "known_signs",
    "money",
    "rare",
    "scaled_signs",
    "sign_endings",
    "signs_before",
]

_LETTER: Final = r"[^\W\d_]"
GAP: Final = r"[ \t\u00a0\u2009\u202f]{0,2}"
_NO_COUNT: Final = (
    rf"(?![\w(%]| %| (?:{'|'.join(sorted(word for word in COUNTED_THINGS if word.isalpha()))})(?!{_LETTER}))"
)
"""What does not follow a group of digits after a comma and a space: $20, 401(k) and £12, 300 people are two numbers."""
NUMBER: Final = (
    r"\d(?:\d{0,2}+(?:(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))+(?:[.,]\d{1,3}(?!\d))?"
    rf"|, (?:(?:\d\d, ){{0,2}}\d{{3}}(?!, \d{{3}}){_NO_COUNT}(?:\.\d\d?(?!\d))?"  # 68, 770 and 12, 00, 000
    rf"|(?<!\d{{3}}, )\d{{3}}, \d{{3}}{_NO_COUNT}))"  # 1, 250, 000
    r"|\d*(?:[.,'’٬٫]\d+)*)"
)
"""It begins with a digit and nothing else: that is what lets `re` skip to the next one."""
_LETTERS_AFTER: Final = frozenset("FS")  # 12 000 F, 20.000 S
_FIRST_LETTERS: Final = re.compile("[ '’ʻʼ]")
_DOLLARS: Final = rf"\$[ \u00a0\u202f]?(?:US|CAN?|CDN|AU|NZ)(?!{_LETTER})"
"""Dollars as French writes them: 25 $ CA."""
_FAR: Final = 16  # signs in which a currency before a number is looked for
_WIDE: Final = re.compile("[\u0e00-\u0e7f\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]")
_SPACE: Final = r"[ \t\u00a0\u2009\u202f]"
_SPACED: Final = (
    r"to|up to|rising to|increasing to|progressing to|to a maximum of|through|till|til|bis|bis zu|à|a|et|en|and|und|y|e|i|og|och|tot|do|až|až do|до|и|ve|ila|đến|"
    r"tới|và|si|și|la|până la|fins a|hingga|sampai|max|maximum|max\.|max:|עד"
)
_TIGHT: Final = (
    r"[-–—−‐‑―~〜～∼至到]{1,2}|から|(?<=[万円元원만])[?？]|\.{2,3}|…|[,;/]? ?(?:[Mm]ax(?:imum)?[.:]|[Hh]igh:)"
)
LOWER_CODES: Final = (
    "usd eur gbp chf jpy cny rmb inr cad aud nzd sgd hkd sek nok dkk pln czk huf ron bgn uah zar brl mxn aed sar ils krw twd thb "
    "myr php idr vnd kzt Usd Eur Gbp Inr Pln"
).split()
"""Codes that are written small, where that is no word."""
COUNTED_CODES: Final = (
    "EUR USD GBP CHF SEK NOK DKK PLN CZK INR SGD AUD CAD HKD PHP HUF JPY KRW NZD ZAR BRL MXN AED".split()
)
"""Codes that are written with their thousands or millions: 65 TEUR, MJPY 6."""
_GLUED: Final = rf"[kKMmTt](?=(?:{'|'.join(COUNTED_CODES)})(?![A-Za-z]))|[tTmM](?=kr\b)"


def is_unspaced(text: str) -> bool:
    """Return whether a text ends in a script that puts nothing between its words.

    Examples:
        >>> is_unspaced("万円"), is_unspaced("kr")
        (True, False)
    """
    return bool(_WIDE.match(text, len(text) - 1))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches the longest of some words, as a tree of their letters.

    Examples:
        >>> any_of(["kr", "krona"])
        'kr(?:ona)?'
    """
    tree: dict[str, Any] = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _pattern(tree)


def _pattern(tree: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _pattern(below) for letter, below in sorted(tree.items()) if letter]
    if not branches:
        return ""
    joined = "|".join(branches)
    if "" in tree:
        return f"(?:{joined})?"
    return joined if len(branches) == 1 else f"(?:{joined})"


def _bounded(words: Iterable[str]) -> str:
    """Return a pattern of words that end where a letter ends, unless their script does not mark it."""
    loose = [word for word in words if not word[-1].isalpha() or is_unspaced(word)]
    tight = [word for word in words if word[-1].isalpha() and not is_unspaced(word)]
    found = [any_of(loose)] if loose else []
    if tight:
        found.append(f"{any_of(tight)}(?!{_LETTER})")
    joined = "|".join(found)
    return f"(?:{joined})"


@cache
def known_signs() -> dict[str, Sign]:
    """Return what each sign, code and one-word name that the pattern knows may stand for."""
    everyday = {name: meant for name, meant in names().items() if " " not in name}
    return everyday | signs()


@cache
def _multiplier() -> str:
    words = [form for word in MULTIPLIERS if word != "L" for form in _cases(word)]
    return rf"(?:{_GLUED}|(?:LPA|lpa|Lpa)(?![A-Za-z])|L(?![A-Za-z])|{_bounded(words)})"


def _cases(word: str) -> set[str]:
    """Return a word as it is written inside a sentence, at its start, and in capitals; one letter is as it is."""
    return {word} if len(word) == 1 else {word, word.capitalize(), word.upper()}


def _shape(sign: str, after: str, multiplier: str, spaced: str) -> re.Pattern[str]:
    """Return number, multiplier, currency, link, currency, number, multiplier, currency."""
    per = rf"{_SPACE}?/{_SPACE}?{_LETTER}{{1,9}}\.?|[ ](?:per|an)[ ]{_LETTER}{{1,9}}"
    amount = rf"({NUMBER})(?:[.,] ?[-–—]{{1,2}}(?![\d\w]))?(?:[ \u00a0-]?({multiplier}))?(?:{GAP}({after}))?"
    link = rf"((?:{per})?{_SPACE}{{0,2}}(?:{_TIGHT}|(?<={_SPACE})(?i:{spaced})(?={_SPACE})){_SPACE}{{0,2}})"
    return re.compile(rf"{amount}(?:{link}(?:(?:de|d'|van)[ ])?({sign}|):?{GAP}{amount})?")


@cache
def money() -> re.Pattern[str]:
    """Return the whole pattern: every multiplier, sign, name and link that salarykit knows."""
    written = signs()
    after = [sign for sign in written if not is_letter_sign(sign)]
    called = [form for name in known_signs() if name not in written for form in _cases(name)]
    called += LOWER_CODES
    ends = f"(?:{_DOLLARS}|{_bounded(after)}|{_bounded(called)})"
    return _shape(_bounded(written), ends, _multiplier(), _SPACED)


@cache
def common() -> re.Pattern[str]:
    """Return the same pattern with the few words that most texts use: several times as fast.

    Where a word follows that only the whole pattern knows (`rare`), that one is asked.
    """
    sign = rf"{_LETTER}{{0,3}}[$€£¥₹]|[A-Z]{{3}}(?!{_LETTER})"
    after = rf"{_DOLLARS}|[A-Z]{{0,3}}[$€£¥₹円元원]|[A-Z]{{3}}(?!{_LETTER})"
    return _shape(
        sign,
        after,
        rf"[kKmM](?!{_LETTER})|T(?=€)|{_GLUED}|(?:LPA|lpa|Lpa)(?!{_LETTER})|[万億亿만억]",
        "to|and|bis|à|a|et|en|y|do|tot|och|und",
    )


@cache
def rare() -> frozenset[str]:
    """Return the words, in lower case, after which the whole pattern may see more than the common one."""
    links = {word for link in _SPACED.split("|") for word in link.split()[:1]}
    return frozenset(word.casefold().rstrip(".") for word in [*MULTIPLIERS, *_named_after(), *links])


def _named_after() -> list[str]:
    """Return how the names and signs begin that may follow a number: their letters up to a space or an apostrophe."""
    return [_FIRST_LETTERS.split(word)[0] or word for word in known_signs() if not is_letter_sign(word)]


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
    for code in COUNTED_CODES:
        for written in (*"kKTM", "k ", "K ", "Mio. ", "Mio ", "Tsd. "):
            found[written + code] = written.strip(), code
    for sign in "€$£¥₹":
        for written in (
            ("k", "K", "T", "M", "Mio. ", "Tsd. ") if sign != "$" else ("k", "K")
        ):  # T$, M$ are moneys
            found[written + sign] = written.strip(), sign
    return found


def _written_before() -> list[str]:
    """Return every way in which a currency is written before a number."""
    found = [sign for sign in signs() if len(sign) > 1 or not (is_unspaced(sign) and sign.isalpha())]
    found += [form for name in known_signs() if name not in signs() for form in _cases(name)]
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
    """Return by their last two signs how long those words are, the longest first; one sign alone ends any text."""
    found: dict[str, set[int]] = {}
    for word in signs_before():
        if 1 < len(word) <= _FAR:
            found.setdefault(word[-2:], {1}).add(len(word))
    return {ending: tuple(sorted(lengths, reverse=True)) for ending, lengths in found.items()}
