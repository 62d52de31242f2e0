"""Whether the words after an amount state what it is paid for in a way that is not understood."""

from __future__ import annotations

import re
from typing import Final

from salarykit.pay.period_phrases import TIMES
from salarykit.pay.period_words import FOR_EACH, WORKS

__all__ = ["PaidFor"]

_CLOSED: Final = re.compile(r"\s*(?:\Z|[.,;:!?)\]|+\n])")
_OFTEN: Final = re.compile(
    rf"-[^\W\d_]{{3}}| ?(?:{'|'.join(sorted(TIMES, key=len, reverse=True))})(?![^\W_])"
)  # "14-tägig", "2x a month"
_LOWER: Final = re.compile(r" ?[^\W\d_A-Z]")
_NONE_YET: Final = frozenset(["", "/"])


class PaidFor:
    """How far some words have said what an amount is paid for.

    Attributes:
        text: the text.
        per: the word for "per" that stands right before, if one does.
        at: where the words began that say what it is paid for.
        several: whether they state a number of periods ("every two"), or how often they come ("twice").
        opened: whether there is such a word, or a number, so that one letter may be a period.
        anew: whether those state a period of their own, whatever stands before the amount.
        last: the last word.
        aside: whether the words have turned to something else.
        unclear: where words begin that state what it is paid for and are not understood; -1 if there are none.
    """

    text: str
    per = last = ""
    at = unclear = _end = -1
    anew = aside = opened = several = False

    def takes_in(self, does: str, word: str, start: int, end: int) -> bool:
        """Take in a word for "per", or one that says how many periods are meant; return whether to go on."""
        if does == "per":
            if self.last != "as":  # as per our standards
                if not self.opened:
                    self.at = start
                if self.per in _NONE_YET or self.per not in FOR_EACH:
                    self.per = word
                self.opened, self._end = True, end
        elif does == "resolve_signs":
            self.per, self.opened = "", self.several
        elif does == "not counted":
            if not self.aside:
                self.not_counted(start)
        elif does != "digits" or self.per or _OFTEN.match(self.text, end):
            if not self.opened:
                self.at = start
            self.several = self.opened = True
        else:
            return self.several
        return True

    def is_several(self, period: str) -> bool:
        """Return True: a period that is named is one of several words, unless it is the hours of a working week."""
        if self.per != "/" or period != "hour":  # "/ 40 h"
            self.anew = True
            self.not_counted(self.at)
        return True

    def strange_unit(self, word: str, start: int, end: int) -> None:
        """Note a word that is no period, right after one for "per" or not."""
        if self.per and word[0].isalpha() and not self.text[end : end + 1].isdigit():
            own = self.text[start]
            if self.per == "/":
                unclear = start == self._end or not own.isupper() or word in WORKS
            elif self.per in FOR_EACH:
                unclear = True
            else:  # a preposition as well: what follows a noun is about something else
                unclear = not own.isupper() and _CLOSED.match(self.text, end) is not None
            if unclear:
                self.anew = self.per in FOR_EACH and self.per != "/"
                self.not_counted(self.at)
        self.per, self.opened = "", self.several

    def not_counted(self, start: int) -> None:
        """Note where words begin that state a period, or a measure, that a year of pay is not made of."""
        if self.unclear < 0:
            self.unclear = start

    def goes_on(self, end: int) -> bool:
        """Return whether a sentence goes on after a full stop."""
        return _LOWER.match(self.text, end) is not None
