"""`Context`: what the words and marks around an amount say about it."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ABBREVIATED", "COMBINING", "FAR", "HAS_COMBINING", "NOTHING", "QUALIFIES", "SURE", "Context"]

FAR: Final = 96  # characters that are read before an amount, and after it
QUALIFIES: Final = 3  # words between an amount and a word that makes it a floor or a cap, at most
SURE: Final = 2
"""The cue of a word that means nothing but pay."""
ABBREVIATED: Final = 4  # letters of a word whose full stop does not end a sentence, at most
COMBINING: Final = (
    "[\u0900-\u0963\u0970-\u09e5\u09f0-\u0a65\u0a70-\u0ae5\u0af0-\u0b65\u0b70-\u0be5\u0bf0-\u0c65\u0c70-\u0ce5\u0cf0-\u0d65\u0d70-\u0de5"
    "\u0e30-\u0e4e\u0eb0-\u0ece\u102b-\u103e\u17b4-\u17d3\u200b-\u200d]"
)
"""Characters of words in the scripts of South and South-East Asia; some of them are vowel signs, which `re` does not count as letters."""
HAS_COMBINING: Final = re.compile("[\u0900-\u17ff]")


class Context:
    """What the words on one side of an amount say about it.

    Attributes:
        bound: "floor" if they say that the amount is the least, "cap" if the most, otherwise "".
        cue: whether they point to pay: 0 no, 1 perhaps, 2 clearly.
        cue_is_near: whether the word that points to pay is so near that nothing on the other side can change its meaning.
        has_only_period: whether that word states only a period, which a price may have as well: 每月.
        is_other_money: whether they say that the amount is not pay but other money.
        may_be_rent: whether they have a word that means either a rent or an income.
        naming: the kind of word that links a name other than pay to the amount: "of", "is", "at", or ""; it counts
            unless something points to pay.
        is_change: whether they say that the amount is how much something changes; None if that depends on a later verb.
        is_count: whether they say that the number counts something.
        may_count: what a number without a sign may count instead of money: "period" (12 months), "thing" (5 visits per day), or "".
        has_extra: whether a plus sign adds a bonus, shares and the like to the amount.
        is_restated: whether a word between the period and the amount says that the amount is for another period: "paid hourly, equates to".
        is_basis: whether the period only says how pay is calculated: "on an hourly basis".
        period: what the amount is paid for.
        period_word: the word for the period, if it follows the amount or is part of a label before it.
        unknown_period_at: the position of words that state an unknown period; -1 if there are none.
        overrides_before: whether the period after the amount takes precedence over one before it.
        gross: whether the amount is before tax (True) or after tax (False); None if the words do not say.
        currency: the currency of the language that the words are in, if that is certain.
        end: the position where reading ended, after an amount.
    """

    bound = ""
    cue = 0
    cue_is_near = False
    has_only_period = False
    is_other_money = False
    may_be_rent = False
    naming = ""
    is_change: bool | None = False
    is_count = False
    may_count = ""
    has_extra = False
    is_restated = False
    is_basis = False
    period: str | None = None
    period_word = ""
    unknown_period_at = -1
    overrides_before = False
    gross: bool | None = None
    currency: str | None = None
    end = 0

    def copy(self) -> Context:
        """Return a copy."""
        other = Context()
        vars(other).update(vars(self))
        return other


NOTHING: Final = Context()
"""The context before an amount that begins the text. It is shared, so it must not be changed."""
