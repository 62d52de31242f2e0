"""What a text offers to rent, to buy or to hire: homes, and things by the hour or the day.

`other_money.csv` has the words: `offer` how such an advertisement begins, `housing` homes and rooms, and `hired` things that are hired
or taught. They are read from the table when a text first needs them.
"""

from __future__ import annotations

import re
from typing import Final

from salarykit.package import once
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.other_money import (
    CELLS,
    CJK,
    PRICE_ENDINGS,
    ends_with_any,
    english_words,
    single_words,
    word_phrases,
    word_stems,
    words_of,
)

__all__ = ["has_price_before", "is_housing", "is_offer", "names_a_thing", "without_offers"]

_PIECE: Final = lazy_pattern(r"[^\s\d.,;:!?()\[\]/|\"'–—_-]+")
_WHOLE_PIECE: Final = lazy_pattern(r"[^\s\d.,;:!?()\[\]/|\"–—_]+")
_EAST_ASIAN: Final = lazy_pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MARKS: Final = dict.fromkeys(map(ord, ".,;:!?()[]/|\"'-_"), " ")
_NEARBY: Final = 96  # characters before an amount that are searched for a thing in its sentence
_SENTENCE_END: Final = lazy_pattern(r"[.!?]\s|[\n•|]")
_ROOMS: Final = lazy_pattern(
    r"""
    (?<![^\W_])
    (?:
        (?:[TF][0-5] | [1-6](?:-roms|-rums|-vær|-værelses|PN|[ ]ZKB|-комн|-кімн|-комнатная|[ ]pokoje|[ ]camere) | [1-5][ -]?(?:BR|BHK|[Bb]drms?|[Bb]ds?(?=[ ,/])|[Bb]eds?(?=[ ,/])|[Bb]aths?|[Bb]a(?=[ ,/])|kk))(?![^\W_])
      | \d[\d,]{1,5}[ \u00a0]?(?:SF|m²|m2|qm|kvm|sqm|sq[ .]?ft|кв\.?[ ]?м|м²|м2|τ\.?μ|㎡|平米|평|מ"ר)(?![^\W_])
    )
    """,
    re.VERBOSE,
)
"""2BR, 2 bed 1 bath, 58 qm; T2, as Portuguese flats are described."""
_WITH_IT: Final = frozenset(
    "with own your mit eigenem avec con com met med z s со с з своим tua propia".split()
)
"""Words after which a thing is a tool for somebody's work: "courier with own bike"."""


@once
def _phrases() -> frozenset[str]:
    """Return the words and phrases that begin an offer."""
    cells = (row["offer"].split() for row in CELLS.values())
    return frozenset(word.replace("_", " ") for cell in cells for word in cell if word[-1] != "*")


@once
def _offers() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_phrases())))
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE)


@once
def _last_of_offers() -> frozenset[str]:
    """Return the last words of the phrases in `_phrases`: most texts have none of them, and need no further check."""
    return frozenset(_PIECE.findall(offer)[-1] for offer in _phrases())


@once
def _stems_of_offers() -> tuple[str, ...]:
    return word_stems("offer")


@once
def _cjk_words(kind: str) -> re.Pattern[str]:
    """Return the pattern of the words of one kind in Chinese, Japanese and Korean."""
    words = [word for language in CJK for word in CELLS[language][kind].split()]
    unbounded = "|".join(word for word in words if not word.isascii())
    bounded = "|".join(word for word in words if word.isascii()) or "(?!)"  # 1LDK, but not 61k
    return re.compile(rf"{unbounded}|(?<![0-9a-z.,$€£¥￥])(?:{bounded})(?![0-9a-z])")


@once
def _housing() -> tuple[frozenset[str], tuple[str, ...], frozenset[tuple[str, ...]]]:
    """Return the words for homes and rooms, the beginnings of others, and phrases."""
    return single_words("housing") | english_words("housing"), word_stems("housing"), word_phrases("housing")


@once
def _things() -> tuple[frozenset[str], tuple[str, ...], frozenset[tuple[str, ...]], frozenset[str]]:
    """Return things for hire: words, the endings of compounds, phrases, and the last words of these."""
    endings = tuple({word[1:] for word in words_of("hired") if word[0] == "*"})
    phrases = word_phrases("hired")
    last = frozenset(phrase[-1] for phrase in phrases)
    return single_words("hired") | english_words("hired"), endings, phrases, last


@once
def _prices_of_things() -> frozenset[str]:
    return single_words("rent", "parking", "subscription", "price") | english_words(
        "rent", "parking", "subscription"
    )


def is_housing(text: str) -> bool:
    """Return whether a text names a home or a room.

    Examples:
        >>> is_housing("Mieszkanie 2 pokoje"), is_housing("Spawacz")
        (True, False)
    """
    if _ROOMS.search(text) is not None:
        return True
    homes, stems, phrases = _housing()
    words = _PIECE.findall(text.lower())
    return any(
        word in homes or word.startswith(stems) or ends_with_any(words, index, phrases)
        for index, word in enumerate(words)
    )


def names_a_thing(text: str) -> bool:
    """Return whether a text names something that is hired by the hour or the day: a court, a trailer, a lesson.

    Examples:
        >>> names_a_thing("Bowling lane:"), names_a_thing("Kajakverleih"), names_a_thing("with own kayak")
        (True, True, False)
    """
    lower = text.lower()
    things, endings, phrases, last = _things()
    words = _WHOLE_PIECE.findall(lower)
    for index, word in enumerate(words):
        if (
            word in things
            or word.endswith(endings)
            or (word in last and ends_with_any(words, index, phrases))
        ):
            return not (index and words[index - 1] in _WITH_IT)
    return bool(_EAST_ASIAN.search(lower) and _cjk_words("hired").search(lower))


def has_price_before(text: str, start: int) -> bool:
    """Return whether the sentence before a position names a rent, a fee, parking or the like.

    Examples:
        >>> has_price_before("Parking downtown: $4 an hour, $22 a day", 30)
        True
        >>> has_price_before("Welder, $22", 8)
        False
    """
    prices = _prices_of_things()
    words = _PIECE.findall(_SENTENCE_END.split(text[max(0, start - _NEARBY) : start].lower())[-1])
    return any(word in prices or word.endswith(PRICE_ENDINGS) for word in words)


def is_offer(text: str) -> bool:
    """Return whether a text offers something to rent or to buy.

    Examples:
        >>> is_offer("For rent: two rooms"), is_offer("We are hiring")
        (True, False)
        >>> is_offer("新宿 1K 7万円"), is_offer("£28k or £31k"), is_offer("月給 €61k")
        (True, False, False)
    """
    lower = text.lower()
    words = lower.translate(_MARKS).split() if lower.isascii() else _PIECE.findall(lower)
    stems = _stems_of_offers()
    if any(word.startswith(stems) for word in words):
        return True
    if _EAST_ASIAN.search(lower) and _cjk_words("offer").search(lower):
        return True
    return not _last_of_offers().isdisjoint(words) and _offers().search(text) is not None


def without_offers(text: str) -> str:
    """Return a text without the words that begin an offer to rent or to buy.

    Examples:
        >>> without_offers("Agent: flats to let")
        'Agent: flats  '
    """
    return _offers().sub(" ", text)
