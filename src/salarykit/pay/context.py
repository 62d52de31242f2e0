"""`Context`: what the words and marks around an amount say about it."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ABBREVIATED", "FAR", "MARKED", "MARKS", "NOTHING", "QUALIFIES", "Context"]

FAR: Final = 96  # signs that are looked at before an amount, and after it
QUALIFIES: Final = 3  # a word so near opens or closes the amount
ABBREVIATED: Final = 4  # letters of a word whose full stop ends no sentence
MARKS: Final = (
    "[\u0900-\u0963\u0970-\u09e5\u09f0-\u0a65\u0a70-\u0ae5\u0af0-\u0b65\u0b70-\u0be5\u0bf0-\u0c65\u0c70-\u0ce5\u0cf0-\u0d65\u0d70-\u0de5"
    "\u0e30-\u0e4e\u0eb0-\u0ece\u102b-\u103e\u17b4-\u17d3\u200b-\u200d]"
)
"""Signs of a word in the scripts of South and South-East Asia, among them vowels that are no letters to `re`."""
MARKED: Final = re.compile("[\u0900-\u17ff]")  # a sign of such a script


class Context:
    """What the words around an amount say of it."""

    bound = ""
    """"floor", "cap" or nothing."""
    cue = 0
    """Whether they point at pay: 0 no, 1 perhaps, 2 plainly."""
    near = False
    """Whether the word that does stands so near that nothing after the amount can change its meaning."""
    guarded = False
    """Whether they say that it is other money."""
    unit = False
    """Whether the number counts something."""
    counted = ""
    """What a number without a sign may count instead of money: the "period" after it, some "thing" before that, or nothing."""
    turned = False
    """Whether a word nearer than the period's says that the amount is for another time."""
    basis = False
    """Whether the period is only how pay is reckoned: on an hourly basis."""
    period: str | None = None
    word = ""
    """The word for the period, after an amount."""
    unclear = -1
    """Where words begin that state a period and are not understood; -1 if there are none."""
    anew = False
    """Whether those state a period of their own, whatever is said on the other side."""
    gross: bool | None = None
    currency: str | None = None
    """The money of the language, where the words are of one."""
    end = 0
    """Where what was read ends, after an amount."""


NOTHING: Final = Context()
"""Where an amount begins the text, or ends it. It is never written to."""
