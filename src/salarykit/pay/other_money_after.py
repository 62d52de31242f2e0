"""Whether the words after an amount call it other money: `$500 a month for parking`, but not `$16 an hour at a gym`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from salarykit.pay.changes import COMPARED_BY, OR_MORE, is_more_or_less, says_by_how_much
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.other_money import TITLES
from salarykit.pay.words import COUNTED_THINGS, LINKERS, OTHER_MONEY

if TYPE_CHECKING:
    from salarykit.pay.context import Context

__all__ = ["OtherMoneyAfter"]

_NUMBER: Final = lazy_pattern(r"[ \u00a0:]{1,3}\d")
_NEXT_WORD: Final = lazy_pattern(r"[ \u00a0]([^\W\d_]+)")


class OtherMoneyAfter:
    """What the words read so far say about whether an amount is other money.

    Attributes:
        context: what they say about the amount.
        text: the text.
        words: how many words have been read.
        last: the last word.
        is_other_money: whether they call the amount other money.
        is_linked: whether a preposition links what follows to the amount.
        is_at_work: whether they name a place of work, after they have stated the period of the amount.
        includes: whether what follows is part of the amount: "2.500 € avec les primes".
        has_thing: whether they name something that costs money or can be counted.
        may_be_trade: whether a job title may follow, with one word between: "a parking lot attendant".
        is_aside: whether the words have turned to something else.
        is_open_end: whether a plus sign makes the amount a floor.
    """

    context: Context
    text: str
    words = 0
    last = ""
    is_other_money = is_linked = is_at_work = includes = has_thing = is_aside = is_open_end = False
    may_be_trade = True

    def read_including(self, _role: str, word: str, _start: int, _end: int) -> bool:
        """Read a word that makes what follows, such as bonuses, part of the amount."""
        self.is_linked = self.is_linked or word in LINKERS
        self.includes = True
        return True

    def read_other_money(self, role: str, word: str, _start: int, end: int) -> bool:
        """Read a word for other money; return whether to go on."""
        self.context.is_count = self.words == 1 and word in COUNTED_THINGS
        if self.includes and role != "other money if linked":
            return True
        if self.context.period is not None and _NUMBER.match(self.text, end):
            return False  # "11,000 a month bonus 1,000"
        self.has_thing = True
        self.is_other_money = not (self.is_aside or self.is_open_end) and (
            role == "other money"
            or (role == "other money if linked" and self.is_linked and not self.is_at_work)
            or (role == "extra" and self.words == 1 and _is_for_extra(self.text, end))
        )
        self.is_open_end = self.is_open_end and self.last != "+"
        return self.is_other_money or role == "other money if linked"

    def read_link(self, role: str, word: str, _start: int, _end: int) -> bool:
        """Read a preposition or an "or"."""
        self.is_linked = self.is_linked or role == "link" or word in LINKERS
        self.is_at_work = self.is_at_work or (word == "at" and self.context.period is not None)
        return True

    def reads_change(self, word: str, end: int) -> bool:
        """Read a comparative; return whether it says by how much something changes, right after the amount or its period."""
        if self.is_aside or self.last in OR_MORE or not (self.words == 1 or self.last):
            return False
        if is_more_or_less(self.text, end - len(word), end):
            return False
        is_near = self.words == 1 or self.context.period is not None or self.last in COMPARED_BY
        self.context.is_change = is_near and says_by_how_much(self.text, end, word, self.last)
        return self.context.is_change

    def read_after_other_money(self, word: str) -> bool:
        """Read the word after one for other money, which names a trade if a job title follows; return whether to go on."""
        self.is_other_money = word not in TITLES
        goes_on = self.may_be_trade and self.is_other_money and word.isalpha()
        self.may_be_trade = False
        return goes_on


def _is_for_extra(text: str, end: int) -> bool:
    """Return whether the word after an extra shows that the whole amount is for it: £3,000 car allowance."""
    following = _NEXT_WORD.match(text, end)
    return following is not None and following[1].lower() in OTHER_MONEY
