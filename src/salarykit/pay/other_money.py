"""The words of every language for money that is not pay: rents, prices, bills, subscriptions, insurance, meals, parking, sales.

`other_money.csv` has a row for each language and a column for each kind of word. `benefit` holds words for what an employer gives on
top of pay; anywhere before an amount they show that it is other money. The other kinds do so only right before it: their words name
trades as well ("Insurance agent, £30,000"). `unit` holds what a price is for ("per person", "pro m²"), `counted` what numbers count,
`alone` words for employers and trades that name a price if nothing else is before the amount, and `title` words of job titles, next to
which words of the other kinds name a trade; `offer`, `housing` and `hired` are for `offers`. An asterisk stands for the beginning of a
compound or, at the end, for any ending: most languages inflect their nouns. An underscore stands for a space. In English the word for
other money comes before the trade ("insurance sales"), so English words count only if a preposition links them to the amount. The table
is written by hand, from advertisements, because no published list of such words is known.
"""
# A little over 300 lines: each kind of word counts at another distance from the amount, and all are in one table.

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.package import table_rows
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.period_words import PERIODS_BEFORE
from salarykit.pay.words import JOB_TITLES, LINKERS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ALONE",
    "BENEFITS",
    "BENEFIT_STEMS",
    "CELLS",
    "CJK",
    "COUNTED",
    "INFLECTED_TITLES",
    "KINDS",
    "LINKED_PRICES",
    "OTHER_MONEY_CJK",
    "PHRASE_ENDS",
    "PREDICATES",
    "PRICES",
    "PRICE_ENDINGS",
    "PRICE_STEMS",
    "RENTS",
    "RENTS_OR_INCOMES",
    "TITLES",
    "UNITS",
    "ends_phrase",
    "ends_with_any",
    "english_words",
    "is_about_housing",
    "is_included",
    "is_place_of_work",
    "is_right_before",
    "is_title",
    "names_a_price",
    "single_words",
    "word_phrases",
    "word_stems",
    "words_of",
]

KINDS: Final = ("rent", "meal", "transport", "parking", "insurance", "subscription", "price", "sales")
"""The kinds of other money whose words count only right before an amount."""
_ENGLISH: Final = "en"
CJK: Final = ("ja", "zh", "ko")
"""The East Asian languages that do not separate words; `unspaced` has the others."""
_BELONGS: Final = 3  # words before a word for other money that may include a job title
_FEW: Final = 5  # words between a word for a price and the amount, at most
_INCLUDED: Final = lazy_pattern(
    r"(?:\+|\b(?:incl\w*|inkl\w*|plus|mit|avec|con|com|met|med|with|including|dahil|вкл\w*|включая)\.?)\W*\Z"
)
"""Words after which a benefit is part of the pay: "Gehalt inkl. Essensgeld 3.200 €"."""
_AND: Final = frozenset("and und et y og och oraz și és ja και и та ve".split())
"""Words that begin something else: "Altersvorsorge und 3.200 € im Monat"."""
_SEPARATES: Final = lazy_pattern(r"[,\d(/|]|\s[-–—]")


CELLS: Final = {row.pop("language"): row for row in table_rows("salarykit.pay", "other_money")}
"""The cells of each language by their kind; a cell is split into words when it is needed."""
_SEPARATED: Final = [row for language, row in CELLS.items() if language not in (*CJK, _ENGLISH)]
"""The words of languages that separate words, without the English ones."""


def words_of(*kinds: str) -> list[str]:
    """Return the words of the given kinds, in all languages but English and those that do not separate words."""
    return [word for row in _SEPARATED for kind in kinds for word in row[kind].split()]


def english_words(*kinds: str) -> frozenset[str]:
    """Return the English words of the given kinds, without endings and phrases."""
    return frozenset(word for kind in kinds for word in CELLS[_ENGLISH][kind].split() if "_" not in word)


def single_words(*kinds: str) -> frozenset[str]:
    """Return whole words, without endings and phrases."""
    return frozenset([word for word in words_of(*kinds) if "_" not in word and "*" not in word])


def word_stems(*kinds: str) -> tuple[str, ...]:
    """Return the beginnings of words, whatever their endings."""
    return tuple(
        {
            word[:-1]
            for row in CELLS.values()
            for kind in kinds
            for word in row[kind].split()
            if word[-1] == "*"
        }
    )


def word_phrases(*kinds: str) -> frozenset[tuple[str, ...]]:
    """Return the phrases of the given kinds, each as a tuple of words."""
    return frozenset(
        tuple(word.split("_"))
        for row in (*_SEPARATED, CELLS[_ENGLISH])
        for kind in kinds
        for word in row[kind].split()
        if "_" in word
    )


BENEFITS: Final = single_words("benefit") | english_words("benefit")
"""Words for what is paid on top of pay."""
LINKED_PRICES: Final = english_words(*KINDS)
"""English words for other money, which a preposition links to the amount."""
PRICES: Final = single_words(*KINDS) - LINKED_PRICES
"""Words for other money that also name trades."""
ALONE: Final = frozenset(
    word.replace("_", " ")
    for language, row in CELLS.items()
    if language not in CJK
    for word in row["alone"].split()
)
"""Employers and trades ("gym", "heating"): such a word names a price if nothing else is before the amount."""
PRICE_ENDINGS: Final = tuple({word[1:] for word in words_of("benefit", *KINDS) if word[0] == "*"})
"""The endings of compounds for benefits and prices."""
BENEFIT_STEMS: Final = word_stems("benefit")
PRICE_STEMS: Final = word_stems(*KINDS)
"""The beginnings of words for benefits and prices, which all their forms share."""
RENTS: Final = single_words("rent")
"""Words for rents, which do not name trades: they count after an amount even without a preposition."""
UNITS: Final = single_words("unit") | english_words("unit")
"""What a price is for: a person, a square metre."""
COUNTED: Final = single_words("counted") | english_words("counted")
"""What a number counts."""
_LOCAL_TITLES: Final = single_words("title") - JOB_TITLES - english_words("title")
_INFLECTING: Final = "pl cs sk sl hr sr bg mk ru uk be sq el hu fi et lv lt tr az kk ka hy mn".split()
INFLECTED_TITLES: Final = frozenset(
    word for language in _INFLECTING for word in CELLS[language]["title"].split() if word.isalpha()
)
"""Words of job titles in languages whose nouns have cases: "учителям"."""
_TITLE_ENDINGS: Final = tuple({word[1:] for word in words_of("title") if word[0] == "*"})
TITLES: Final = JOB_TITLES | _LOCAL_TITLES | english_words("title")
"""Words of job titles."""
OTHER_MONEY_CJK: Final = tuple(
    {word for language in CJK for kind in ("benefit", *KINDS) for word in CELLS[language][kind].split()}
)
"""Words for other money in Japanese, Chinese and Korean, which do not separate words."""

_PHRASES: Final = word_phrases("benefit", *KINDS)
_TITLES: Final = word_phrases("title")
PHRASE_ENDS: Final = frozenset(phrase[-1] for phrase in _PHRASES)
"""The last words of phrases for other money."""
_LONGEST: Final = max(map(len, _PHRASES | _TITLES))


def ends_phrase(words: Sequence[str], index: int) -> bool:
    """Return whether a phrase for other money ends at an index: bảo hiểm, plano de saúde.

    Examples:
        >>> ends_phrase(["plano", "de", "saúde"], 2), ends_phrase(["agente", "de", "saúde"], 2)
        (True, False)
    """
    return ends_with_any(words, index, _PHRASES)


def ends_with_any(words: Sequence[str], index: int, phrases: frozenset[tuple[str, ...]]) -> bool:
    """Return whether one of the given phrases ends at an index."""
    return any(tuple(words[index + 1 - length : index + 1]) in phrases for length in range(2, _LONGEST + 1))


def is_right_before(window: str, words: Sequence[str], index: int) -> bool:
    """Return whether a word for other money refers to the amount right after it: "Parkplatz für 60 €".

    It does not if it belongs to a job title, if the pay includes it, or if a comma, a dash or another number separates the two.

    Args:
        window: the text before the amount.
        words: its words and stops, in lower case.
        index: the index of the word.

    Examples:
        >>> [
        ...     is_right_before(before, before.lower().split(), index)
        ...     for before, index in [
        ...         ("parking for ", 0),
        ...         ("Parking attendant ", 0),
        ...         ("free parking , now ", 1),
        ...         ("pay incl. lunch ", 2),
        ...     ]
        ... ]
        [True, False, False, False]
    """
    if words[-1] in _AND or len(words) - index > _FEW + 1 or words[index - 1 : index] == ["pro"]:  # pro rata
        return False
    if any(is_title(words, near) for near in range(max(0, index - _BELONGS), len(words))):
        return False
    before, _, between = window.lower().rpartition(words[index])
    return _SEPARATES.search(between) is None and not is_included(before)


_ADVERTISEMENT: Final = 200  # characters around an amount that are searched for housing
RENTS_OR_INCOMES: Final = frozenset("renda rendas renta rentas".split())
"""Words that mean a rent in Portugal and Mexico, and an income in Brazil and Chile."""
_HOUSING: Final = lazy_pattern(
    r"""
    (?<![^\W_])
    (?:
        casas? | apartamentos? | quartos? | moradias? | im[óo]ve(?:l|is) | inquilin[oa]s? | senhorio | arrend\w+ | habita(?:ção|ción|ciones)
      | T[0-5] | lojas? | garage[nm]s? | escrit[óo]rios? | departamentos? | depas? | pisos? | locales | cuartos? | alquil\w+
    )
    (?![^\W_])
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_about_housing(text: str, start: int) -> bool:
    """Return whether the text around an amount is about housing, so that a word for either a rent or an income means the rent.

    Examples:
        >>> (
        ...     is_about_housing("renda da casa: 900 €", 15),
        ...     is_about_housing("renda de R$ 4.500 como motorista", 9),
        ... )
        (True, False)
    """
    return _HOUSING.search(text, max(0, start - _ADVERTISEMENT), start + _ADVERTISEMENT) is not None


def is_title(words: Sequence[str], index: int, *, english: bool = True) -> bool:
    """Return whether a word, or a phrase that ends with it, is a job title.

    Args:
        words: words in lower case.
        index: the index of the word.
        english: whether English titles count.

    Examples:
        >>> is_title(["lái", "xe"], 1), is_title(["kundenberater"], 0), is_title(["parking"], 0)
        (True, True, False)
    """
    word = words[index]
    titles = TITLES if english else _LOCAL_TITLES
    return word in titles or word.endswith(_TITLE_ENDINGS) or ends_with_any(words, index, _TITLES)


def is_included(before: str) -> bool:
    """Return whether the last word of a text says that what follows is part of the pay.

    Examples:
        >>> is_included("Gehalt inkl. "), is_included("zzgl. ")
        (True, False)
    """
    return _INCLUDED.search(before) is not None


PREDICATES: Final = frozenset(
    "here there now currently went goes rose rises fell jumped climbed dropped grew averages averaged average runs costs cost starts start totals totaled totalled".split()
)
"""Verbs and adverbs that link what something costs to the amount: "our electric bill went from $95 to $180"."""
_WHERE: Final = frozenset("at in within inside outside our".split())
_PLACE_WORDS: Final = 5  # words in the name of a place, at most
_NEAR: Final = 6  # characters before an amount that are searched
_SET_APART: Final = lazy_pattern(r"(?:[,،、，]| [-–—|])[^\w]*\Z")
"""What separates a place from an amount."""


def is_place_of_work(window: str, words: Sequence[str]) -> bool:
    """Return whether the last words before an amount name a place of work, and a comma or a dash separates them from the amount.

    A preposition or a job title says so: "at a gym, $15", "Agent de parking, 12 €".
    """
    if _SET_APART.search(window, max(0, len(window) - _NEAR)) is None:
        return False
    return not _WHERE.isdisjoint(words[-_PLACE_WORDS:-1]) or any(
        is_title(words, index) for index in range(len(words) - 1)
    )


def names_a_price(window: str, words: Sequence[str]) -> bool:
    """Return whether the words before an amount only name what it is the price of: "Preschool: $900 per month"."""
    first, last = 0, len(words)
    while last and (
        words[last - 1] in PREDICATES or words[last - 1] in LINKERS or words[last - 1] in PERIODS_BEFORE
    ):
        last -= 1
    while first < last and words[first] in PERIODS_BEFORE:
        first += 1
    if " ".join(words[first:last]) not in ALONE:
        return False
    return _SET_APART.search(window, max(0, len(window) - _NEAR)) is None
