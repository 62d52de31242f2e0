"""Whether an amount is what pay changes by: "wages rose by $2 an hour", "350 Euro mehr im Monat", "une hausse de 80 €".

What pay rises or falls by is not pay, even next to a word for pay. `changes.csv` has a row for each language: `by` holds the words that
link such an amount to what changes, `changes` verbs and nouns for rising and falling; an asterisk stands for any ending, or for the
beginning of a compound. The comparatives after an amount ("more", "mehr") are in `words`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from salarykit.package import table_rows
from salarykit.pay.lazy_patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

__all__ = [
    "ADDS",
    "COMPARATIVES",
    "COMPARED_BY",
    "OR_MORE",
    "is_change_before",
    "is_followed_by_change",
    "is_more_or_less",
    "says_by_how_much",
]

_ROWS: Final = list(table_rows("salarykit.pay", "changes"))
_BY: Final = frozenset(word for row in _ROWS for word in row["by"].split())
_CHANGES: Final = [word for row in _ROWS for word in row["changes"].split()]
_WORDS: Final = frozenset(word for word in _CHANGES if "*" not in word)
_STEMS: Final = tuple(word[:-1] for word in _CHANGES if word[-1] == "*")
_ENDINGS: Final = tuple(word[1:] for word in _CHANGES if word[0] == "*")
_AHEAD: Final = frozenset(["um", "o", "met"])
"""Words for "by" in languages whose verbs may come last."""
_ANOTHER: Final = frozenset(
    "un una une uma um ein eine einen einem einer een a an con avec com cu mit".split()
)
"""Words that begin another noun, to which the amount belongs: "aumenta tus ingresos con un sueldo de 1.500 €"."""
_OF: Final = frozenset(["de", "di"])
"""Words for "by" that also mean "of": "un aumento de 80 €", "un salario de 1.500 €"."""
_ADJECTIVE: Final = "salarial"
"""The beginning of adjectives for pay, which qualify the change: "una subida salarial de 80 €"."""
_WHOSE: Final = frozenset(
    "el la los las del al su sus le les du des au aux son sa ses il lo gli i dello della dei al suo o os as do da dos das no seu".split()
)
"""Words that tie a word for pay to the change before it: "una subida del salario de 80 €"."""
_ONE_BY: Final = 2  # words between "by" and the amount: "by at least"
_REACH: Final = 8  # words before "by" that are searched for a verb of change
_KEPT: Final = 4_096  # words in the cache
_AFTER: Final = 64  # characters after an amount that are searched for a verb, which comes last in German
_CLAUSE_END: Final = lazy_pattern(r"[.,!?;:](?:\s|\Z)|[\n•|(]|\d|\s(?:und|og|en|a|i|och|and|e|y)\s")
_WORD: Final = lazy_pattern(r"[^\W\d_]+")
ADDS: Final = frozenset(["más", "mais", "més", "più"])
"""Comparatives that also add: "22.000 € más ticket comida"."""
_AFTER_ANOTHER: Final = {"plus": "de", "mult": "mai"}
"""Comparatives of two words: "80 euros de plus", "100 de lei mai mult"."""
COMPARATIVES: Final = (
    ADDS | _AFTER_ANOTHER.keys() | frozenset("more mehr meer mer mere więcej více viac".split())
)
"""Words for "more"."""
COMPARED_BY: Final = frozenset(["de", "in", "a", "mai"])
"""First words of comparatives: "de plus", "in più", "a mais"."""
OR_MORE: Final = frozenset("or and oder ou o y of eller + und og och en e lub nebo alebo sau i".split())
"""Words after which "more" makes an amount a floor: "or more"."""
_MORE_OR_LESS: Final = lazy_pattern(
    r"""
    (?<![^\W_])
    (?:
        more[ ]or[ ]less | mehr[ ]oder[ ]weniger | m(?:eer|in)[ ]of[ ]m(?:inder|eer) | mere?[ ]eller[ ]mindre | plus[ ]ou[ ]moins
      | más[ ]o[ ]menos | m[ée]s[ ]o[ ]menys | mais[ ]ou[ ]menos | più[ ]o[ ]meno | mai[ ]mult[ ]sau[ ]mai[ ]puțin
    )
    (?![^\W_])
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Phrases that say that an amount is about right, although their words alone make it a floor or a cap."""
_LONGEST: Final = 24  # characters of such a phrase, at most
_PAUSE: Final = lazy_pattern(
    r"\s{0,2}(?:\Z|[.,;:!?)\]]|\s(?:al?|a[ ]la|por|cada|que|de[ ]lo|per|ao|do[ ]que|à|rispetto|en[ ]la|en[ ]el)\b)"
)
"""What may follow a comparative; any other word is something paid in addition: "22.000 € más comisiones"."""


def is_change_before(words: Sequence[str], between: Container[str], pay: Container[str]) -> bool | None:
    """Return whether the words before an amount say that something changes by it; None if that depends on a later verb.

    Args:
        words: the words and stops before the amount, in lower case.
        between: words that may be between "by" and the amount.
        pay: words for pay.

    Examples:
        >>> [
        ...     is_change_before(text.split(), {"about"}, {"wages", "lohn"})
        ...     for text in ("wages rose by about", "rose to", "der lohn soll um")
        ... ]
        [True, False, None]
    """
    at = len(words) - 1
    while at >= 0 and words[at] not in _BY:
        if len(words) - 1 - at >= _ONE_BY or words[at] not in between:
            return False
        at -= 1
    if at < 0 or _names_pay(words, at, pay):
        return False
    for word in reversed(words[max(0, at - _REACH) : at]):
        if _is_change(word):
            return True
        if word in _ANOTHER or not word[0].isalpha():
            break
    return None if words[at] in _AHEAD else False


def _names_pay(words: Sequence[str], of: int, pay: Container[str]) -> bool:
    """Return whether a word for pay is right before "of", so that the amount is the pay itself: "aumento y salario de 1.500 €"."""
    is_tied = of > 1 and (words[of - 2] in _WHOSE or words[of - 2] in _OF)
    names_pay = of > 0 and words[of - 1] in pay and not words[of - 1].startswith(_ADJECTIVE)
    return names_pay and words[of] in _OF and not is_tied


def is_followed_by_change(text: str, end: int) -> bool:
    """Return whether a verb of change follows an amount in its sentence: "um 2 Euro pro Stunde steigen".

    Examples:
        >>> is_followed_by_change("um 2 Euro steigen.", 9), is_followed_by_change("um 2 Euro. Sie steigen", 9)
        (True, False)
    """
    rest = _CLAUSE_END.split(text[end : end + _AFTER], maxsplit=1)[0]
    return any(_is_change(word.lower()) for word in _WORD.findall(rest))


def says_by_how_much(text: str, end: int, word: str, last: str) -> bool:
    """Return whether a comparative after an amount says by how much something changes, not that something is paid in addition.

    Args:
        text: any text.
        end: where the comparative ends.
        word: the comparative.
        last: the word before it.

    Examples:
        >>> (
        ...     says_by_how_much("60 € más al mes", 8, "más", "€"),
        ...     says_by_how_much("900 € más propinas", 9, "más", "€"),
        ... )
        (True, False)
        >>> says_by_how_much("80 € de plus", 12, "plus", "de"), says_by_how_much("80 € plus", 9, "plus", "€")
        (True, False)
    """
    if word in _AFTER_ANOTHER:
        return last == _AFTER_ANOTHER[word]
    return word not in ADDS or last in COMPARED_BY or _PAUSE.match(text, end) is not None


def is_more_or_less(text: str, start: int, end: int) -> bool:
    """Return whether a word is part of a phrase such as "more or less".

    Examples:
        >>> is_more_or_less("$900 more or less", 5, 9), is_more_or_less("$900 or less", 8, 12)
        (True, False)
    """
    return any(
        match.start() <= start and end <= match.end()
        for match in _MORE_OR_LESS.finditer(text, max(0, start - _LONGEST), end + _LONGEST)
    )


@lru_cache(_KEPT)
def _is_change(word: str) -> bool:
    """Return whether a word means rising or falling."""
    return word in _WORDS or word.startswith(_STEMS) or word.endswith(_ENDINGS)
