"""Whether the words after an amount state a unit of pay that is not a period of `PayYear`: per mile, pro Stück, every 5 weeks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.other_money import UNITS
from salarykit.pay.period_phrases import TIMES
from salarykit.pay.period_words import FOR_EACH, WORKS

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["UnitOfPay", "names_a_contract"]

_CLOSED: Final = lazy_pattern(r"\s*(?:\Z|[.,;:!?)\]|+\n])")
_OFTEN: Final = lazy_pattern(
    rf"""
    -[^\W\d_]{{3}}                                                        # 14-tägig
  | [ ]?(?:{"|".join(sorted(TIMES, key=len, reverse=True))})(?![^\W_])     # 2x a month
    """,
    re.VERBOSE,
)
_CONTRACT: Final = lazy_pattern(r"(?=[^()]*(?:[A-Z][^()]?[A-Z]|[0-9]))(?:([^\W\d_]{3,8}) )?([^\W_]{2,6})\)")
_LOWER: Final = lazy_pattern(r" ?[^\W\d_A-Z]")
_FROM_EACH: Final = frozenset("od с за на z na à par pour por für för for от từ kwa".split())
"""Words between a price and those who pay it: 25 zł od osoby."""
_WEAKEST: Final = frozenset(["", "/"])  # signs for "per" that a later word replaces


class UnitOfPay:
    """What an amount is paid for, by the words read so far.

    Attributes:
        text: the text.
        per: the word for "per" right before the next word, if there is one.
        per_at: the start of the words that say what the amount is paid for.
        has_count: whether they state a number of periods ("every two"), or how often the amount is paid ("twice").
        expects_unit: whether there is a word for "per" or a number, so that a single letter may be a period.
        overrides_before: whether the period after the amount takes precedence over one before it.
        last: the last word.
        is_aside: whether the words have turned to something else.
        is_price: whether the amount is the price of a unit: a person, a square metre.
        unknown_period_at: the position of words that state an unknown period; -1 if there are none.
    """

    text: str
    per = last = ""
    per_at = unknown_period_at = _per_end = -1
    is_price = overrides_before = is_aside = expects_unit = has_count = False

    def read_unit(self, role: str, word: str, start: int, end: int) -> bool:
        """Read a word for "per" or a word that counts periods; return whether to read on."""
        if role == "per":
            if self.last != "as":  # as per our standards
                if not self.expects_unit:
                    self.per_at = start
                if self.per in _WEAKEST or self.per not in FOR_EACH:
                    self.per = word
                self.expects_unit, self._per_end = True, end
        elif role == "no period":
            self.per, self.expects_unit = "", self.has_count
        elif role == "not counted":
            if not self.is_aside:
                self.note_unknown(start)
        elif role != "digits" or self.per or _OFTEN.match(self.text, end):
            if not self.expects_unit:
                self.per_at = start
            self.has_count = self.expects_unit = True
        else:
            return self.has_count
        return True

    def note_counted(self, period: str) -> None:
        """Note that a period with a count is stated in several words, unless it is the hours of a working week: "/ 40 h"."""
        if self.per != "/" or period != "hour":
            self.overrides_before = True
            self.note_unknown(self.per_at)

    def read_unknown_unit(self, word: str, start: int, end: int) -> None:
        """Read a word that is not a period; after "per" it is an unknown unit."""
        if word in UNITS and (self.per in FOR_EACH or self.last in _FROM_EACH):
            self.is_price = not self.is_aside
        elif self.per and word[0].isalpha() and not self.text[end : end + 1].isdigit():
            own = self.text[start]
            if self.per == "/":
                is_unknown = start == self._per_end or not own.isupper() or word in WORKS
            elif self.per in FOR_EACH:
                is_unknown = True
            else:  # a preposition as well: what follows a noun is about something else
                is_unknown = word in WORKS or (
                    not own.isupper() and _CLOSED.match(self.text, end) is not None
                )
            if is_unknown:
                self.overrides_before = self.per in FOR_EACH and self.per != "/"
                self.note_unknown(self.per_at)
        self.per, self.expects_unit = "", self.has_count

    def note_unknown(self, start: int) -> None:
        """Note the position of words for a period or a measure that is not a period of `PayYear`."""
        if self.unknown_period_at < 0:
            self.unknown_period_at = start

    def sentence_goes_on(self, end: int) -> bool:
        """Return whether a sentence goes on after a full stop."""
        return _LOWER.match(self.text, end) is not None


def names_a_contract(text: str, start: int, known: Container[str]) -> bool:
    """Return whether brackets state the kind of contract, in which case the clause goes on after them: `$30 (W2) / hr`.

    Args:
        text: any text.
        start: the position after the opening bracket.
        known: words, in lower case, that mean something else.

    Examples:
        >>> texts = ["(W2)", "(B2B)", "(Outside IR35)", "(UoP)", "(NET)", "(see below)", "(Mug)"]
        >>> [names_a_contract(text, 1, {"net"}) for text in texts]
        [True, True, True, True, False, False, False]
    """
    match = _CONTRACT.match(text, start)
    return match is not None and not any(word and word.lower() in known for word in match.groups())
