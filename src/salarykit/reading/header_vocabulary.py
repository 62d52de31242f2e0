"""The vocabulary of headers: words in every language with their meanings, and the signs and names of currencies.

`header_words.csv` has a row for each language and a column for each field that a table of salaries needs; a bar begins words that name
the field less clearly. `thousands` holds the words for a multiple of a thousand, and `fillers` those that say nothing of the field. An
underscore stands for a space. The words for periods, other multiples and tax are those of pay texts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from salarykit.currency.signs import sign
from salarykit.package import once, table
from salarykit.pay.period_words import PAY_WORDS, PERIODS_AFTER
from salarykit.pay.words import GROSS, NET
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.header_words import FILLERS, HEADS, PERIOD_WORDS, SIGNS, STATISTICS, folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Meanings", "Vocabulary", "is_money", "may_be_one", "vocabulary"]

Meanings: TypeAlias = dict[str, list[tuple[str, str, int]]]
"""The meanings of each word: the kind of meaning, its value, and how clearly the word says it (0 is best)."""

_SHORTEST: Final = 3  # letters of a word of pay texts that counts in a header, unless its script is not Latin
_SHORTEST_PLAIN: Final = 5  # letters of a word that is also known without its accents
_COMPOUNDING: Final = ("en", "de", "nl", "af", "da", "nb", "sv", "is", "fi", "et", "hu")
"""The languages that write several words as one; in others three letters may be part of a word by accident."""

_SIGN_OR_NAME: Final = re.compile(
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


class Vocabulary(NamedTuple):
    """The words of headers.

    Attributes:
        words: what the words of headers mean.
        of_pay: the meanings of words in texts about pay, for words that `words` lacks.
        fillers: words that do not change what a header is about.
        pieces: the words that compounds are made of.
        phrases: the words that are written in several parts.
    """

    words: Meanings
    of_pay: Meanings
    fillers: frozenset[str]
    pieces: frozenset[str]
    phrases: tuple[str, ...]


@once
def vocabulary() -> Vocabulary:
    """Return the words of headers, which are loaded when a header is first read.

    Examples:
        >>> vocabulary().words["miasto"], vocabulary().of_pay["mensuelle"]
        ([('head', 'city', 0)], [('period', 'month', 0)])
    """
    columns, *rows = table("salarykit.reading", "header_words")
    languages = {row[0]: dict(zip(columns[2:], row[2:], strict=True)) for row in rows}
    words = _words(list(languages.values()))
    cells = [cell for row in languages.values() for cell in row.values()]
    phrases = {folded(word).replace("_", " ") for cell in cells for word in cell.split() if "_" in word}
    fillers = {folded(word) for row in languages.values() for word in row["fillers"].split()}
    of_pay = _words_of_pay()
    unspaced = {word for word in (*fillers, *of_pay) if word[0] > "\u0dff"}
    pieces = _pieces(words, languages) | unspaced
    return Vocabulary(words, of_pay, FILLERS | fillers, pieces, tuple(sorted(phrases)))


def _words(languages: Sequence[Mapping[str, str]]) -> Meanings:
    tables: list[tuple[str, str, str]] = [
        ("sign", field, cell) if field == "thousands" else ("head", field, cell)
        for row in languages
        for field, cell in row.items()
        if field != "fillers"
    ]
    kinds = {"head": HEADS, "period": PERIOD_WORDS, "statistic": STATISTICS, "sign": SIGNS}
    tables += [(kind, value, text) for kind, meant in kinds.items() for value, text in meant.items()]
    meanings: Meanings = {}
    for kind, value, text in tables:
        rank = 0
        for word in text.split():
            rank += word == "|"
            if word != "|":
                meanings.setdefault(folded(word).replace("_", ""), []).append((kind, value, rank))
    plain = {
        _without_accents(word): meaning for word, meaning in meanings.items() if len(word) >= _SHORTEST_PLAIN
    }
    return plain | meanings


def _words_of_pay() -> Meanings:
    meanings: Meanings = {}
    for word, period in PERIODS_AFTER.items():
        if len(word) >= _SHORTEST or word[0] > "\u052f":
            pay = [("head", "amount", 0)] if word in PAY_WORDS else []
            meanings[folded(word)] = [*pay, ("period", period, 0)]
    for words, value in ((GROSS, "gross"), (NET, "net")):
        for word in words:
            meanings.setdefault(folded(word), [("sign", value, 0)])
    return meanings


def _pieces(words: Meanings, languages: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    heads = {
        folded(word)
        for language, row in languages.items()
        for field, cell in row.items()
        if field != "fillers"
        for word in cell.split()
        if language in _COMPOUNDING or word[0] > "\u0dff"
    }
    return FILLERS | {
        word
        for word, meanings in words.items()
        if word in heads or any(kind != "head" or field in HEADS for kind, field, _ in meanings)
    }


def _without_accents(word: str) -> str:
    """Return a word in Latin or Greek letters without their accents."""
    if word[0] > "\u03ff":
        return word
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


@lru_cache(4096)
def is_money(word: str) -> bool:
    """Return whether a word is the sign or name of a currency, and means nothing else in headers.

    Examples:
        >>> is_money("rupiah"), is_money("грн"), is_money("real")
        (True, True, False)
    """
    if _SIGN_OR_NAME.fullmatch(word):
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
