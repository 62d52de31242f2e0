"""Currencies that are named in several words: `Canadian dollars`, `francs suisses`, `dólares de Hong Kong`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.currency.signs import Sign, names
from salarykit.pay.cjk import is_unspaced
from salarykit.pay.currency_spellings import known_signs

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CurrencyName", "read_name"]

_WORDS: Final = re.compile(r"\s{0,2}([^\s\d.,;:!?()%]{1,24})\.?")
_MOST: Final = 4  # words of a name
_STEM: Final = 4  # letters of a name that are never an ending
_LINKS: Final = frozenset("de of di da do d' del des du von the no in".split())
_NATIONS: Final = {
    stem: country
    for country, stems in {
        "AU": "austral avustralya オーストラリア 호주 ऑस्ट्रेलिया австрал",
        "BR": "brasil brazil",
        "CA": "canad kanad 캐나다 कनाडा कैनेडियन канад",
        "CH": "sveits schweiz swiss suiss suíç suiz svizz i̇sviçre 스위스 स्विस швейц sveitsisk",
        "CN": "kines chines chinois cines çin китай",
        "CZ": "tsjekk czech tschech český české",
        "DK": "dansk danish dän danois",
        "EG": "egypt ägypt مصر ეგვიპტ египет",
        "GB": "brit sterl استرليني إسترليني שטרלינג англ ingiliz",
        "HK": "hong-kong hong hongkong 홍콩 हांगकांग гонконг",
        "IL": "israel",
        "IN": "indi indisk हिन्दुस्तानी भारतीय индий",
        "JO": "jordan أردني اردني",
        "KW": "kuwait كويتي",
        "LB": "leban libanes liban لبناني ლიბან",
        "MX": "mexic mexik mexiq meksika",
        "MY": "malays malais malez",
        "NL": "holand hollän holländ neerland néerland olandes dutch nederland 네덜란드 डच",
        "NO": "norsk norwe norvég",
        "NZ": "new-zealand neuseel neozel nya-zeeland",
        "PK": "pakist",
        "PL": "pols polnisch polish polonais",
        "QA": "qatar katar قطري",
        "SA": "saud سعودي",
        "SE": "svensk schwed suédois swedish",
        "SG": "singap",
        "TH": "thai",
        "TW": "taiwan",
        "US": "amerik americ amerkan états-unis estadounid statunit us u.s. अमेरिकी 미국 америк amerikan",
        "ZA": "sør-afrik sørafrik sydafrik south-afric südafrik sud-afric sudafric",
    }.items()
    for stem in stems.split()
}


class CurrencyName(NamedTuple):
    """A name for a currency in a text.

    Attributes:
        sign: the currencies that it may mean.
        country: the country that it says with it ("Canadian dollars").
        end: where it ends.
    """

    sign: Sign
    country: str | None
    end: int


@cache
def _nation(word: str) -> str | None:
    """Return the country that an adjective names, by how it begins."""
    for length in range(len(word), 1, -1):
        country = _NATIONS.get(word[:length])
        if country and (length > 3 or length == len(word) or not word.isascii()):  # noqa: PLR2004 - "us" is a word, "indi" a stem
            return country
    return None


@cache
def _nouns() -> dict[str, Sign]:
    return names() | known_signs()


@cache
def _noun(word: str) -> Sign | None:
    """Return the currencies that a noun may mean, without the ending of its language if need be."""
    known = _nouns()
    if word in known:
        return known[word]
    least = 2 if word and is_unspaced(word) else _STEM
    for length in range(len(word) - 1, least - 1, -1):
        if word[:length] in known:
            return known[word[:length]]
    return None


def read_name(text: str, end: int) -> CurrencyName | None:
    """Return the currency that the words after a position name; None if they name none.

    Examples:
        >>> read_name("10 australske dollar", 2).sign.currencies, read_name("5 parsnips", 1)
        (('AUD',), None)
    """
    words: list[str] = []
    ends: list[int] = []
    while len(words) < _MOST:
        found = _WORDS.match(text, end)
        if found is None:
            break
        end = found.end()
        words.append(found[1].casefold().strip("'’`\"*"))
        ends.append(end)
    if words and words[0] in _LINKS:
        words, ends = words[1:], ends[1:]
    return _name_of(words, ends)


def _name_of(words: Sequence[str], ends: Sequence[int]) -> CurrencyName | None:
    for count in range(min(len(words), 3), 1, -1):
        sign = names().get(" ".join(words[:count]))
        if sign:
            return CurrencyName(sign, None, ends[count - 1])
    country, first = None, 0
    if words:
        country = _nation(words[0])
        first = int(country is not None)
        if country is None and len(words) > 1 and _nation(f"{words[0]}-{words[1]}"):
            country, first = _nation(f"{words[0]}-{words[1]}"), 2
        elif first and len(words) > 2 and _noun(words[1]) is None:  # noqa: PLR2004 - hong kong dollars
            first = 2
    if first >= len(words):
        return None
    sign = _noun(words[first])
    if sign is None:
        return None
    if country is None:
        rest = [
            (word, end)
            for word, end in zip(words[first + 1 :], ends[first + 1 :], strict=True)
            if word not in _LINKS
        ]
        if rest and _nation(rest[0][0]):
            return CurrencyName(sign, _nation(rest[0][0]), rest[0][1])
    return CurrencyName(sign, country, ends[first])
