"""`Context`: what the words and marks around an amount say about it."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ABBREVIATED", "COMBINING", "FAR", "HAS_COMBINING", "NOTHING", "QUALIFIES", "Context"]

FAR: Final = 96  # characters that are read before an amount, and after it
QUALIFIES: Final = 3  # a word no further away than so many words opens or closes the amount
ABBREVIATED: Final = 4  # letters of a word whose full stop ends no sentence
COMBINING: Final = (
    "[\u0900-\u0963\u0970-\u09e5\u09f0-\u0a65\u0a70-\u0ae5\u0af0-\u0b65\u0b70-\u0be5\u0bf0-\u0c65\u0c70-\u0ce5\u0cf0-\u0d65\u0d70-\u0de5"
    "\u0e30-\u0e4e\u0eb0-\u0ece\u102b-\u103e\u17b4-\u17d3\u200b-\u200d]"
)
"""Characters of words in the scripts of South and South-East Asia; some of them are vowels, which `re` takes for no letters."""
HAS_COMBINING: Final = re.compile("[\u0900-\u17ff]")


class Context:
    """What the words on one side of an amount say about it.

    Attributes:
        bound: "floor" or "cap" if they open or close the amount, otherwise "".
        cue: whether they point at pay: 0 no, 1 perhaps, 2 plainly.
        cue_is_near: whether the word that does is so near that nothing on the other side can change its meaning.
        has_only_period: whether that word states no more than a period, as prices have one: 每月.
        is_other_money: whether they say that the amount is money other than pay.
        may_be_rent: whether they say that it is a rent or an income, by a word that means both.
        naming: by what kind of word they name the amount as something else than pay, unless something points at pay: "of",
        "is", "at", or "".
        is_count: whether they say that the number counts something.
        may_count: what a number without a sign may count instead of money: "period" for the period after it, "thing" for a word
            before that, or "".
        has_extra: whether a plus sign adds a bonus, shares and the like to it.
        is_restated: whether a word nearer than the period's says that the amount is for another time: "paid hourly, equates to".
        is_basis: whether the period only says how pay is reckoned: "on an hourly basis".
        period: what the amount is paid for.
        period_word: the word for the period, if it comes after the amount, or is that of a label before it.
        unknown_period_at: the position of words that state an unknown period; -1 if there are none.
        overrides_before: whether the words after the amount state a period that counts instead of one before it.
        gross: whether the amount is before tax (True) or after tax (False); None if they do not say.
        currency: the currency of the words' language, if they are of one.
        end: the position where reading ended, after an amount.
    """

    bound = ""
    cue = 0
    cue_is_near = False
    has_only_period = False
    is_other_money = False
    may_be_rent = False
    naming = ""
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
"""The context before an amount that begins the text. Nobody writes to it."""
