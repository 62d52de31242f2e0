"""The words of every language for money that is no pay: rents, prices, bills, subscriptions, insurance, meals, parking, sales.

`other_money.csv` has a row for each language and a column for each kind of word. `benefit` holds words for what an employer gives
beside the pay; they make other money of an amount wherever they stand before it. The other kinds do so only right before it:
their words are trades as well ("Insurance agent, £30,000"). `unit` holds what a price is for ("per person", "pro m²"), `counted`
what numbers count, `alone` holds words for employers and trades that name a price where they alone stand before the amount, `title` holds words of job titles, beside which the others name a trade, and `offer` what opens an
advertisement of something to rent or to buy. `housing` holds words for what is let, which no price names, and `hired` things that are hired by the hour or the day, lessons among
them. An asterisk stands for the
beginning of a compound or, at the end, for any ending: most languages inflect their nouns. An underscore stands for a space. English puts the trade behind the word for it ("insurance sales"), so its
words count where a preposition links them to the amount.
"""
# More than 300 lines: what the table holds and how each kind of its words is found stand side by side.

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.package import once, table_rows
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.words import JOB_TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ALONE",
    "BENEFITS",
    "BENEFIT_STEMS",
    "COUNTED",
    "KINDS",
    "LINKED_PRICES",
    "OTHER_MONEY_CJK",
    "PHRASE_ENDS",
    "PRICES",
    "PRICE_ENDINGS",
    "PRICE_STEMS",
    "RENTS",
    "RENTS_OR_INCOMES",
    "TITLES",
    "UNITS",
    "ends_phrase",
    "has_price_before",
    "is_about_housing",
    "is_housing",
    "is_included",
    "is_offer",
    "is_right_before",
    "is_title",
    "names_a_thing",
    "without_offers",
]

KINDS: Final = ("rent", "meal", "transport", "parking", "insurance", "subscription", "price", "sales")
"""The kinds of other money whose words count right before an amount only."""
_ENGLISH: Final = "en"
_CJK: Final = ("ja", "zh", "ko")
_BELONGS: Final = 3  # words before it among which a job title stands
_FEW: Final = 5  # words that may stand between a price's word and the amount
_INCLUDED: Final = lazy_pattern(
    r"(?:\+|\b(?:incl\w*|inkl\w*|plus|mit|avec|con|com|met|med|with|including|dahil|вкл\w*|включая)\.?)\W*\Z"
)
"""Words after which a benefit is part of the pay: "Gehalt inkl. Essensgeld 3.200 €"."""
_AND: Final = frozenset("and und et y og och oraz și és ja και и та ve".split())
"""Words that begin something else: "Altersvorsorge und 3.200 € im Monat"."""
_SEPARATES: Final = lazy_pattern(r"[,\d(/|]|\s[-–—]")


def _rows() -> dict[str, dict[str, list[str]]]:
    """Return the words of each language by their kind."""
    return {
        row.pop("language"): {kind: words.split() for kind, words in row.items()}
        for row in table_rows("salarykit.pay", "other_money")
    }


_ROWS: Final = _rows()


_SEPARATED: Final = [row for language, row in _ROWS.items() if language not in (*_CJK, _ENGLISH)]
"""The words of languages that separate words, without the English ones."""


def _words(*kinds: str) -> list[str]:
    """Return the words of some kinds in those languages."""
    return [word for row in _SEPARATED for kind in kinds for word in row[kind]]


def _english(*kinds: str) -> frozenset[str]:
    return frozenset(word for kind in kinds for word in _ROWS[_ENGLISH][kind] if "_" not in word)


def _single(*kinds: str) -> frozenset[str]:
    """Return words that stand alone, neither endings nor phrases."""
    return frozenset([word for word in _words(*kinds) if "_" not in word and "*" not in word])


def _stems(*kinds: str) -> tuple[str, ...]:
    """Return the beginnings of words, whatever their endings."""
    return tuple(
        {word[:-1] for row in _ROWS.values() for kind in kinds for word in row[kind] if word[-1] == "*"}
    )


def _phrases(*kinds: str) -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(word.split("_"))
        for row in (*_SEPARATED, _ROWS[_ENGLISH])
        for kind in kinds
        for word in row[kind]
        if "_" in word
    )


BENEFITS: Final = _single("benefit") | _english("benefit")
"""Words for what is paid beside pay."""
LINKED_PRICES: Final = _english(*KINDS)
"""English words for other money, which a preposition links to the amount."""
PRICES: Final = _single(*KINDS) - LINKED_PRICES
"""Words for other money that are trades as well."""
ALONE: Final = frozenset(
    word.replace("_", " ") for language, row in _ROWS.items() if language not in _CJK for word in row["alone"]
)
"""Employers and trades ("gym", "heating"): such a word names a price where it alone stands before an amount."""
PRICE_ENDINGS: Final = tuple({word[1:] for word in _words("benefit", *KINDS) if word[0] == "*"})
"""The endings of compounds for either."""
BENEFIT_STEMS: Final = _stems("benefit")
PRICE_STEMS: Final = _stems(*KINDS)
"""The beginnings of words for either, in all their forms."""
RENTS: Final = _single("rent")
"""Words for rents, which are no trades: they count after an amount without any preposition, too."""
UNITS: Final = _single("unit") | _english("unit")
"""What a price is for: a person, a square metre."""
COUNTED: Final = _single("counted") | _english("counted")
"""What a number counts."""
_LOCAL_TITLES: Final = _single("title") - JOB_TITLES - _english("title")
_TITLE_ENDINGS: Final = tuple({word[1:] for word in _words("title") if word[0] == "*"})
TITLES: Final = JOB_TITLES | _LOCAL_TITLES | _english("title")
"""Words of job titles."""
OTHER_MONEY_CJK: Final = tuple(
    {word for language in _CJK for kind in ("benefit", *KINDS) for word in _ROWS[language][kind]}
)
"""Words for other money in Japanese, Chinese and Korean, which do not separate words."""

_PHRASES: Final = _phrases("benefit", *KINDS)
_TITLES: Final = _phrases("title")
PHRASE_ENDS: Final = frozenset(phrase[-1] for phrase in _PHRASES)
"""The last words of phrases for other money."""
_LONGEST: Final = max(map(len, _PHRASES | _TITLES | _phrases("hired")))


def ends_phrase(words: Sequence[str], index: int) -> bool:
    """Return whether a phrase for other money ends with a word: bảo hiểm, plano de saúde.

    Examples:
        >>> ends_phrase(["plano", "de", "saúde"], 2), ends_phrase(["agente", "de", "saúde"], 2)
        (True, False)
    """
    return _ends(words, index, _PHRASES)


def _ends(words: Sequence[str], index: int, phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(tuple(words[index + 1 - length : index + 1]) in phrases for length in range(2, _LONGEST + 1))


def is_right_before(window: str, words: Sequence[str], index: int) -> bool:
    """Return whether a word for other money speaks of the amount right after it: "Parkplatz für 60 €".

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


_ADVERTISEMENT: Final = 200  # characters around an amount in which housing is looked for
RENTS_OR_INCOMES: Final = frozenset("renda rendas renta rentas".split())
"""Words for a rent and for an income: the one in Portugal and Mexico, the other in Brazil and Chile."""
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


_OFFERS: Final = frozenset(
    word.replace("_", " ") for row in _ROWS.values() for word in row["offer"] if word[-1] != "*"
)
_OFFER_PIECE: Final = lazy_pattern(r"[^\s\d.,;:!?()\[\]/|\"'–—_-]+")
_MARKS: Final = dict.fromkeys(map(ord, ".,;:!?()[]/|\"'-_"), " ")


@once
def _offers() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_OFFERS)))
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE)


@once
def _last_of_offers() -> frozenset[str]:
    """Return the last words of what opens an offer: most texts have none of them, and need no second look."""
    return frozenset(_OFFER_PIECE.findall(offer)[-1] for offer in _OFFERS)


_NEARBY: Final = 96  # characters before an amount in which its sentence names a thing
_SENTENCE_END: Final = lazy_pattern(r"[.!?]\s|[\n•|]")
_PRICES_OF_THINGS: Final = _single("rent", "parking", "subscription", "price") | _english(
    "rent", "parking", "subscription"
)
_OFFER_STEMS: Final = _stems("offer")
_HOUSING_STEMS: Final = _stems("housing")
_HOUSING_WORDS: Final = _single("housing") | _english("housing")
_ROOMS: Final = lazy_pattern(
    r"""
    (?<![^\W_])
    (?:
        (?:[TF][0-5] | [1-5][ -]?(?:BR|BHK|[Bb]drms?|[Bb]ds?[ ,/]|[Bb]eds?[ ,/]|[Bb]aths?|kk))(?![^\W_])
      | \d{2,4}[ \u00a0]?(?:m²|m2|qm|kvm|sqm|sq[ .]?ft|кв\.?[ ]?м|м²|м2|τ\.?μ|㎡|平米|평|מ"ר)(?![^\W_])
    )
    """,
    re.VERBOSE,
)
"""2BR, 2 bed 1 bath, 58 qm; T2 of a Portuguese flat."""


def is_housing(text: str) -> bool:
    """Return whether a text names what is let: a flat, a room.

    Examples:
        >>> is_housing("Mieszkanie 2 pokoje"), is_housing("Spawacz")
        (True, False)
    """
    return _ROOMS.search(text) is not None or any(
        word in _HOUSING_WORDS or word.startswith(_HOUSING_STEMS)
        for word in _OFFER_PIECE.findall(text.lower())
    )


@once
def _cjk_offers() -> re.Pattern[str]:
    return re.compile("|".join(word for language in _CJK for word in _ROWS[language]["offer"]))


_THINGS: Final = _single("hired") | _english("hired")
_THING_ENDINGS: Final = tuple({word[1:] for word in _words("hired") if word[0] == "*"})
_THING_PHRASES: Final = _phrases("hired")
_THING_PIECE: Final = lazy_pattern(r"[^\s\d.,;:!?()\[\]/|\"–—_]+")
_WITH_IT: Final = frozenset(
    "with own your mit eigenem avec con com met med z s со с з своим tua propia".split()
)
"""Words after which a thing is a tool of somebody's work: "courier with own bike"."""


@once
def _cjk_things() -> re.Pattern[str]:
    return re.compile("|".join(word for language in _CJK for word in _ROWS[language]["hired"]))


def names_a_thing(text: str) -> bool:
    """Return whether a text names what is hired by the hour or the day: a court, a trailer, a lesson.

    Examples:
        >>> names_a_thing("Bowling lane:"), names_a_thing("Kajakverleih"), names_a_thing("with own kayak")
        (True, True, False)
    """
    lower = text.lower()
    words = _THING_PIECE.findall(lower)
    for index, word in enumerate(words):
        if word in _THINGS or word.endswith(_THING_ENDINGS) or _ends(words, index, _THING_PHRASES):
            return not (index and words[index - 1] in _WITH_IT)
    return not lower.isascii() and _cjk_things().search(lower) is not None


def has_price_before(text: str, start: int) -> bool:
    """Return whether the sentence that leads to a position names a rent, a fee, parking and the like.

    Examples:
        >>> (
        ...     has_price_before("Parking downtown: $4 an hour, $22 a day", 30),
        ...     has_price_before("Welder, $22", 8),
        ... )
        (True, False)
    """
    words = _OFFER_PIECE.findall(_SENTENCE_END.split(text[max(0, start - _NEARBY) : start].lower())[-1])
    return any(word in _PRICES_OF_THINGS or word.endswith(PRICE_ENDINGS) for word in words)


def is_offer(text: str) -> bool:
    """Return whether a text offers something to rent or to buy.

    Examples:
        >>> is_offer("For rent: two rooms"), is_offer("We are hiring")
        (True, False)
    """
    lower = text.lower()
    words = lower.translate(_MARKS).split() if lower.isascii() else _OFFER_PIECE.findall(lower)
    if any(word.startswith(_OFFER_STEMS) for word in words):
        return True
    if not lower.isascii() and _cjk_offers().search(lower):
        return True
    return not _last_of_offers().isdisjoint(words) and _offers().search(text) is not None


def without_offers(text: str) -> str:
    """Return a text without what opens an offer of something to rent or to buy.

    Examples:
        >>> without_offers("Agent: flats to let")
        'Agent: flats  '
    """
    return _offers().sub(" ", text)


def is_about_housing(text: str, start: int) -> bool:
    """Return whether the text around an amount speaks of housing, so that a word for a rent or an income means the rent.

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
    return word in titles or word.endswith(_TITLE_ENDINGS) or _ends(words, index, _TITLES)


def is_included(before: str) -> bool:
    """Return whether the last word of a text says that what follows is part of the pay.

    Examples:
        >>> is_included("Gehalt inkl. "), is_included("zzgl. ")
        (True, False)
    """
    return _INCLUDED.search(before) is not None
