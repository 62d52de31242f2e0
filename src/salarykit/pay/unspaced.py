"""Words in the scripts of South-East Asia that do not separate words: Thai, Lao, Khmer and Burmese.

The text before and after an amount is split at the words that say something about it; what is between them stays unknown.
"""

from __future__ import annotations

import re
from typing import Final

from salarykit.package import once
from salarykit.pay.context import COMBINING
from salarykit.pay.language_words import LEAST_AFTER, MOST_AFTER
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.other_money import BENEFITS, PRICES, TITLES
from salarykit.pay.patterns import any_of
from salarykit.pay.period_words import PERIODS_BEFORE
from salarykit.pay.words import CAP_BEFORE, FLOOR_BEFORE, GROSS, NET, STRONG_CUES

__all__ = ["UNSPACED", "words_after", "words_before"]

UNSPACED: Final = lazy_pattern("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""A character in these scripts."""
_FEW: Final = 3  # characters of a word that other words may contain by chance


@once
def _word() -> str:
    """Return the pattern of a known word, or of everything before the next one."""
    patterns = any_of(
        word
        for words in (
            BENEFITS, PRICES, TITLES, PERIODS_BEFORE, STRONG_CUES, FLOOR_BEFORE, CAP_BEFORE, LEAST_AFTER, MOST_AFTER, GROSS, NET,
        )
        for word in words
        if len(word) > _FEW and UNSPACED.match(word)
    )  # fmt: skip
    return rf"(?:{patterns})|(?:(?!{patterns})(?:[^\W\d_]|{COMBINING}))+"


@once
def words_before() -> re.Pattern[str]:
    """Return the pattern of the words, stops and numbers before an amount."""
    return re.compile(rf"{_word()}|[.;!?\n•|%]|\d+")


@once
def words_after() -> re.Pattern[str]:
    """Return the pattern of the words and other characters after an amount.

    Examples:
        >>> words_after().findall("ต่อเดือนขึ้นไป")
        ['ต่อเดือน', 'ขึ้นไป']
    """
    return re.compile(rf"{_word()}|\d+|[^\w\s]|\n")
