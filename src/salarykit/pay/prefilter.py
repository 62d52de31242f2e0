"""Which numbers in prose may be money: a cheap check of their neighbours, before the text around them is read.

`is_plausible` decides this for one number. Most numbers of a posting are clearly not pay (40 hours, in 2014, 9:30), so one pattern skips
those at the speed of `re`, and only the others are checked one by one.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Final

from salarykit.currency.codes import CODES
from salarykit.package import once
from salarykit.pay.counting_words import LOCAL_MULTIPLIERS, MULTIPLIERS
from salarykit.pay.currency_names import LOWER_CODES, forms_of, is_letter_sign, known_signs, scaled_signs
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.patterns import any_of
from salarykit.pay.period_words import PERIODS_AFTER
from salarykit.pay.words import COUNTED_THINGS, LINK_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["is_plausible", "plausible_numbers", "rare_words"]

_APOSTROPHE: Final = lazy_pattern(r"\w['’ʻʼ]\w")
_FAR: Final = 16  # characters that are searched for the word before a number
_FEW_DIGITS: Final = 4  # digits of a number that is pay only if something next to it says so, at most
_IMPLAUSIBLE_BEFORE: Final = frozenset("(,.:;!?-/#'\"&%+=*")
_SPACE: Final = r"[ \u00a0\u2009\u202f]"
_after: Final = re.compile(rf"{_SPACE}?([^\W\d_]+|[^\s\w])").match
_PLAUSIBLE_SIGNS: Final = frozenset("$-–—~/")
_IMPLAUSIBLE_AFTER: Final = frozenset("%:+")
_PLAUSIBLE_LINKS: Final = frozenset("to bis till til tot à do per a an pro par each".split())
_PLAUSIBLE_BEFORE: Final = frozenset(
    "of is at from to pay pays paying rate earn between and salary wage ab von de à da od från fra kr rs r rm".split()
)
_INSIDE: Final = r"[\d.,'’٬٫]"
"""What a number may contain, as in the pattern of an amount; a number that was split in two here would be read twice."""
_NUMBER: Final = rf"\d{_INSIDE}*+"
_GROUP: Final = r"\d{3}(?!\d)"
"""More digits of the same number, after a space: 38 000, and 68, 770."""
_SHORT: Final = rf"\d{_INSIDE}{{0,{_FEW_DIGITS - 1}}}+(?!{_INSIDE})"
_group: Final = re.compile(_SPACE + _GROUP).match
_PROSE: Final = r"(?:[\x00-/:-\u065f\u2010-\u205f\u20a0-\u20cf]++|\D++)*+"
"""Everything but digits; the characters of everyday texts come first, as a set that `re` looks up twice as fast as `\\D`."""


_EVERY_NUMBER: Final = re.compile(f"({_NUMBER})")
_FEW_TEXTS: Final = 4
"""Texts that are scanned number by number; for so few, the pattern that skips numbers takes longer to compile than it saves."""
_scanned: Final = count()


def plausible_numbers(text: str) -> Iterator[int]:
    """Yield where each number that may be money begins, from left to right.

    Examples:
        >>> list(plausible_numbers("5+ years, 40 hours a week, $45 an hour"))
        [28]
    """
    scan = _past_implausible() if next(_scanned) >= _FEW_TEXTS else _EVERY_NUMBER
    return _plausible(text, scan)


def _plausible(text: str, scan: re.Pattern[str]) -> Iterator[int]:
    for match in scan.finditer(text):
        start, end = match.span(1)
        if start >= 0 and is_plausible(text, start, end):
            yield start


@once
def _past_implausible() -> re.Pattern[str]:
    """Return a pattern that skips prose and implausible numbers up to the next number that may be money, or to the end.

    It recognises the words around a number only in lower case; numbers with other words are left to `is_plausible`.
    """
    signs = re.escape("".join(sorted(_IMPLAUSIBLE_BEFORE)))
    last_letters: dict[str, str] = {}
    for word in sorted(word for word in _PLAUSIBLE_BEFORE if len(word) > 1):
        last_letters[word[-2]] = last_letters.get(word[-2], "") + word[-1]
    endings = "|".join(f"[{letter}{letter.upper()}][{last}]" for letter, last in last_letters.items())
    no_sign = _not_after(rf"[^A-Za-z0-9\s{signs}]")
    no_name = _not_after("[A-Z:]") + _not_after(f"(?:{endings})") + _not_after(r"\br")
    is_named = rf"{_SPACE}?+(?:{_GROUP}|[$~/-]|[a-z]*+[A-Z\x80-\U0010ffff]|{_words(_plausible_words())})"
    counts = rf"{_SPACE}?+(?:[%:+]|{_words(COUNTED_THINGS - _plausible_words())})"
    minutes = rf"(?<=\d:){_NUMBER}"
    implausible = rf"{minutes}|{no_sign}(?:{_SHORT}(?={counts})|{no_name}{_SHORT}(?!{is_named}))"
    return re.compile(rf"{_PROSE}(?:(?:{implausible}){_PROSE})*+(?:({_NUMBER})|\Z)")


def _not_after(what: str) -> str:
    """Return the pattern of a position that is not after the given character, with or without a space between."""
    return rf"(?<!{what})(?<!{what}\s)"


def _words(words: Iterable[str]) -> str:
    """Return a pattern of whole words of plain letters."""
    return rf"{any_of(word for word in words if word.isascii() and word.isalpha())}(?![^\W\d_])"


def is_plausible(text: str, start: int, end: int) -> bool:
    """Return whether a number may be money, by its length and its neighbours on both sides.

    Examples:
        >>> text = "5+ years, 40 hours a week, $45 an hour"
        >>> [is_plausible(text, *span) for span in ((0, 1), (10, 12), (28, 30))]
        [False, False, True]
    """
    near = text[start - 1] if start else ""
    if near == ":" and text[start - 2 : start - 1].isdigit():  # a time of day
        return False
    if end - start > _FEW_DIGITS:
        return True
    if near.isspace():
        near = text[start - 2].strip() if start > 1 else ""
    is_after_sign = near and not (near.isascii() and (near.isalnum() or near in _IMPLAUSIBLE_BEFORE))
    if is_after_sign or (text[end + 1 : end + 2].isdecimal() and _group(text, end)):
        return True
    following = _after(text, end)
    if following:
        word = following[1]
        lower = word.lower()
        if word in _PLAUSIBLE_SIGNS or lower in _plausible_words() or word in CODES or not word.isascii():
            return True
        if word in _IMPLAUSIBLE_AFTER or lower in COUNTED_THINGS:
            return False
    return near == ":" or (near.isalpha() and _word_before(text, start) in _plausible_before())


@once
def _plausible_before() -> frozenset[str]:
    """Return the words, in lower case, after which a small number may be money."""
    return _PLAUSIBLE_BEFORE | {text.lower() for text in scaled_signs() if text.isalpha()}


def _word_before(text: str, start: int) -> str:
    return text[max(0, start - _FAR) : start].rsplit(maxsplit=1)[-1].lower()


@once
def _plausible_words() -> frozenset[str]:
    """Return the words before which a small number may be money: multipliers, names of currencies, periods."""
    counting = {word.casefold() for word in (*MULTIPLIERS, *LOCAL_MULTIPLIERS)} | {
        word.casefold() for word in known_signs() if word not in CODES and not is_letter_sign(word)
    }
    return frozenset(counting | PERIODS_AFTER.keys() | set(LOWER_CODES) | _PLAUSIBLE_LINKS)


@once
def rare_words() -> frozenset[str]:
    """Return the words, in lower case, after which the full pattern may match more than the everyday one."""
    links = {word for link in LINK_WORDS for word in link.split()[:1]}
    names = (
        word.split()[0] for word in known_signs() if not is_letter_sign(word) and not _APOSTROPHE.search(word)
    )
    glued = (word + money for word, codes in LOCAL_MULTIPLIERS.items() for money in forms_of(codes))
    every = (*MULTIPLIERS, *LOCAL_MULTIPLIERS, *glued, *names, *links)
    return frozenset(word.casefold().rstrip(".") for word in every)
