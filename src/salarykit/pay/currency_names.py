"""How currencies are written: their signs and codes, and their names in one word (`euros`) or several (`Canadian dollars`)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.currency.signs import Sign, names, one_word_names, signs
from salarykit.package import once
from salarykit.pay.cjk import is_unspaced
from salarykit.pay.lazy_patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = [
    "LOWER_CODES", "SCALED_CODES", "CurrencyName", "cases", "forms_of", "is_letter_sign", "known_signs", "nation", "read_name", "scaled_signs", "sign_endings",
    "signs_before",
]  # fmt: skip

LOWER_CODES: Final = (
    "usd eur gbp chf jpy cny rmb inr cad aud nzd sgd hkd sek nok dkk pln czk huf ron bgn uah zar brl mxn aed sar ils krw twd thb "
    "myr php idr vnd kzt Usd Eur Gbp Inr Pln"
).split()
"""Codes in lower case or capitalised, except those that are words."""
SCALED_CODES: Final = "EUR USD GBP CHF SEK NOK DKK PLN CZK INR SGD AUD CAD HKD PHP HUF JPY KRW NZD ZAR BRL MXN AED CNY RMB THB ILS TRY RUB UAH".split()
"""Codes that are written together with a multiplier: 65 TEUR, MJPY 6."""
_LETTERS_AFTER: Final = frozenset("FS")  # 12 000 F, 20.000 S
_LONGEST: Final = 16  # characters of a currency before a number, at most
_KEPT: Final = 1 << 12
_WORDS: Final = lazy_pattern(r"\s{0,2}([^\s\d.,;:!?()%]{1,24})\.?")
_MOST: Final = 4  # words of a name, at most
_STEM: Final = 4  # letters at the beginning of a name that are never an ending
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


@once
def known_signs() -> dict[str, Sign]:
    """Return the currencies that each sign, code and one-word name may stand for."""
    return one_word_names() | signs()


@lru_cache(_KEPT)
def is_letter_sign(sign: str) -> bool:
    """Return whether a sign is a single letter, which means money in some countries only and never follows a number.

    Examples:
        >>> is_letter_sign("Q"), is_letter_sign("F"), is_letter_sign("€")
        (True, False, False)
    """
    return len(sign) == 1 and sign not in _LETTERS_AFTER and sign in signs() and signs()[sign].local


@once
def scaled_signs() -> dict[str, tuple[str, str]]:
    """Return the signs and codes that include a multiplier (`TEUR`), each as its multiplier and its sign.

    Examples:
        >>> scaled_signs()["TEUR"], scaled_signs()["Mio. JPY"]
        (('T', 'EUR'), ('Mio.', 'JPY'))
    """
    by_text = {}
    for code in SCALED_CODES:
        for written in (*"kKTM", "k ", "K ", "Mio. ", "Mio ", "Tsd. "):
            by_text[written + code] = written.strip(), code
    for sign in "€$£¥₹":
        # T$ and M$ are signs of currencies.
        for written in ("k", "K", "T", "M", "Mio. ", "Tsd. ") if sign != "$" else ("k", "K"):
            by_text[written + sign] = written.strip(), sign
    return by_text


def _written_before() -> list[str]:
    """Return every way in which a currency is written before a number."""
    texts = [sign for sign in signs() if len(sign) > 1 or not (is_unspaced(sign) and sign.isalpha())]
    texts += [form for name in known_signs() if name not in signs() for form in cases(name)]
    lettered = [sign[:-1] for sign in signs() if sign[-1] == "$" and sign[:-1].isalpha()]
    # A single letter may be a word: "A $500 voucher".
    texts += [f"{letters} $" for letters in lettered if len(letters) > 1 or letters == "R"]
    for sign, meant in signs().items():
        if len(sign) == 1 and not sign.isalpha():  # GBP £
            texts += [f"{code}{space}{sign}" for code in meant.currencies for space in ("", " ")]
    texts += scaled_signs()
    return [*texts, *(f"{letters.lower()}$" for letters in lettered if len(letters) > 2), *LOWER_CODES]  # noqa: PLR2004 - a code


@once
def signs_before() -> frozenset[str]:
    """Return the words that may be a currency before a number."""
    return frozenset(_written_before())


@once
def sign_endings() -> dict[str, tuple[int, ...]]:
    """Return the lengths of the words of `signs_before` by their last three characters, or two, the longest first; 1 is always among them."""
    lengths_by_ending: dict[str, set[int]] = {}
    for word in signs_before():
        if 1 < len(word) <= _LONGEST:
            lengths_by_ending.setdefault(word[-3:], {1}).add(len(word))
    for ending, lengths in lengths_by_ending.items():
        if ending[1:] in lengths_by_ending:  # a currency of two characters
            lengths.add(len(ending[1:]))
    return {ending: tuple(sorted(lengths, reverse=True)) for ending, lengths in lengths_by_ending.items()}


def cases(word: str) -> set[str]:
    """Return a word as it is written within a sentence, at the start of one, and in capitals; a single letter as it is."""
    return {word} if len(word) == 1 else {word, word.capitalize(), word.upper()}


@once
def _names_by_code() -> dict[str, list[str]]:
    """Return the signs and names of each currency."""
    by_code: dict[str, list[str]] = {}
    for name, sign in known_signs().items():
        for code in sign.currencies:
            by_code.setdefault(code, []).append(name)
    return by_code


def forms_of(codes: Collection[str]) -> list[str]:
    """Return the forms of the signs and names of some currencies.

    Examples:
        >>> {"manat", "Manat", "₼", "AZN"} <= set(forms_of(["AZN"]))
        True
    """
    signs_of = dict.fromkeys(name for code in codes for name in _names_by_code().get(code, ()))
    return [form for name in signs_of for form in cases(name)]


class CurrencyName(NamedTuple):
    """A name for a currency in a text.

    Attributes:
        sign: the currencies that the name may mean.
        country: the country that the name includes ("Canadian dollars").
        end: where the name ends.
    """

    sign: Sign
    country: str | None
    end: int


@lru_cache(_KEPT)
def nation(word: str) -> str | None:
    """Return the country that an adjective names, recognised by its beginning."""
    for length in range(len(word), 1, -1):
        country = _NATIONS.get(word[:length])
        if country and (length > 3 or length == len(word) or not word.isascii()):  # noqa: PLR2004 - "us" is a word, "indi" a stem
            return country
    return None


@once
def _nouns() -> dict[str, Sign]:
    return names() | known_signs()


@lru_cache(_KEPT)
def _noun(word: str) -> Sign | None:
    """Return the currencies that a noun may mean, with or without its ending."""
    nouns = _nouns()
    if word in nouns:
        return nouns[word]
    least = 2 if word and is_unspaced(word) else _STEM
    for length in range(len(word) - 1, least - 1, -1):
        if word[:length] in nouns:
            return nouns[word[:length]]
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
        match = _WORDS.match(text, end)
        if match is None:
            break
        end = match.end()
        words.append(match[1].casefold().strip("'’`\"*"))
        ends.append(end)
    if words and words[0] in _LINKS:
        words, ends = words[1:], ends[1:]
    return _name_of(words, ends)


def _name_of(words: Sequence[str], ends: Sequence[int]) -> CurrencyName | None:
    for count in range(min(len(words), 3), 1, -1):
        sign = names().get(" ".join(words[:count]))
        if sign:
            return CurrencyName(sign, None, ends[count - 1])
    country, first = _nation_of(words)
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
        if rest and nation(rest[0][0]):
            return CurrencyName(sign, nation(rest[0][0]), rest[0][1])
    return CurrencyName(sign, country, ends[first])


def _nation_of(words: Sequence[str]) -> tuple[str | None, int]:
    """Return the country that the first words name, and how many they are: none, one or two."""
    country = nation(words[0]) if words else None
    if country is None and len(words) > 1 and nation(f"{words[0]}-{words[1]}"):
        return nation(f"{words[0]}-{words[1]}"), 2
    if country and len(words) > 2 and _noun(words[1]) is None:  # noqa: PLR2004 - hong kong dollars
        return country, 2
    return country, int(country is not None)
