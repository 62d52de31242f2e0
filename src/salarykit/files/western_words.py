"""Checks whether a text decoded as Windows-1252 has real words, because that encoding decodes nearly all bytes."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from salarykit.files.letter_neighbours import NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["is_western", "odd_words", "words_of"]

_WORD: Final = re.compile(r"(?<![A-Za-z])[A-Za-z]*+(?:[^\x00-\x7f]++[A-Za-z]*+)++")
_JOINTS: Final = re.compile("[’´·–—…®™°\u00a0\u00ad]+")  # characters that join two words without a space
_AROUND: Final = "‘’“”„‚«»‹›¿¡€£¥¢™®©§¶¦•·–—…°±´¨×÷¹²³ªº‰†‡µ¤\u00a0\u00ad"  # characters that may touch a word
# sequences that no word has
_LOOSE: Final = re.compile(r"[¹²³ªº¼½¾¯¨][^\W\d_]|[£¥][^\W\d_]{3}|[^\W\d_][¿¼½¾¯]")
_MONEY: Final = re.compile(r"[£¥](per|gbp|cny|jpy|rmb|mio|mil)", re.IGNORECASE)
_PAIRS: Final = frozenset(
    (
        "éé éâ éç óó áá åå ää öö öä äö åö åø ñó ñé ñí ñá áñ úñ íñ üí üé üê üè çã çõ çá çà "
        "çó çò çú íç öß äß üß æð óð íð áð öð úð ýð éð þó þý þá þæ þé þö þú þí íþ óþ áþ æþ "
        "ðþ íó íá óá óæ áæ ðá ðæ ýá"
    ).split()
)
"""The pairs of adjacent accented letters that western languages have."""
_ALPHABETS: Final = tuple(
    map(frozenset, ("äöüß", "åäöéü", "æøåéèêóòâôäöü", "áðéíóúýþæö", "àâæçéèêëîïôœùûüÿ", "áéíñóúüç", "áâãàçéêíóôõúü",
                    "àèéìíîòóùú", "àáäâçèéêëïíîóòôöúùûü", "àçèéïíòóúüñ"))
)  # fmt: skip
_NEEDED: Final = frozenset("áéíóúæ")  # an Icelandic text with letters of _ICELANDIC has some of these, too
_ICELANDIC: Final = frozenset("ðþý")


def words_of(text: str) -> set[str]:
    """Return the words of a text that have non-ASCII letters, with the symbols that touch them."""
    return set(_WORD.findall(text))


def odd_words(words: Iterable[str]) -> list[str]:
    """Return the words that no western language has; no words if these are few among western words.

    Only rarer letters are evidence: `é`, `ü` and others have the same code in most encodings of Latin letters.

    Examples:
        >>> odd_words(["Köln", "Besançon", "Malmö"]), odd_words(["Ìîñêâà"]), odd_words(["£ódŸ", "Kraków"])
        ([], ['Ìîñêâà'], ['£ódŸ'])
    """
    western_by_word = {word: is_western(word) for word in words}
    if not any(
        western is not False and _NEEDED & set(word.lower()) for word, western in western_by_word.items()
    ):
        western_by_word |= {word: False for word in western_by_word if _ICELANDIC & set(word.lower())}
    odd = sorted(word for word, western in western_by_word.items() if western is False)
    return odd if 3 * len(odd) > sum(western is not None for western in western_by_word.values()) else []


def is_western(word: str) -> bool | None:
    """Return whether a word may be of a western language; None if nothing in it decides that.

    Examples:
        >>> is_western("København"), is_western("Gdañsk"), is_western("Zürich")
        (True, False, None)
    """
    if _LOOSE.search(word) and not _MONEY.match(word):
        return False
    parts = [_of_letters(part) for part in _JOINTS.split(word.strip(_AROUND)) if part and not part.isascii()]
    return False if False in parts else True if True in parts else None


def _of_letters(word: str) -> bool | None:
    low = word.lower()
    high = [letter for letter in low if not letter.isascii()]
    if not word.isalpha() or (len(word) > 1 and len(high) == len(word) and len(set(low)) > 1):
        return False
    if any(pair not in _PAIRS for pair in _pairs(low)) or re.search(
        r"[^\W\d_A-Z\u0080-\U0010ffff][À-ÖØ-ÞŠŒŽŸ]", word
    ):
        return False
    with_neighbours = [letter for letter in high if letter in NEIGHBOURS]
    if not with_neighbours or len(word) == 1:
        return None
    edged = f"_{low}_"
    all_known = all(
        edged[at - 1] + edged[at + 1] in NEIGHBOURS[letter]
        or (letter == "ñ" and edged[at + 1] in "aeiouáéíóú")
        for at, letter in enumerate(edged)
        if letter in NEIGHBOURS
    )
    return all_known and any(alphabet.issuperset(high) for alphabet in _ALPHABETS)


def _pairs(word: str) -> list[str]:
    """Return the pairs of adjacent non-ASCII letters."""
    return [
        first + second for first, second in pairwise(word) if not first.isascii() and not second.isascii()
    ]
