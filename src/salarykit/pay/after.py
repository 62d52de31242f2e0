"""What the words after an amount say of it, while they go on about it."""

from __future__ import annotations

import re
from typing import Final

from salarykit.pay.context import ABBREVIATED, FAR, QUALIFIES, Context
from salarykit.pay.cues import (
    BENEFITS,
    FILLERS,
    GUARD_ENDINGS,
    HARD_GUARDS,
    LINKERS,
    SOFT_GUARDS,
    STRONG_CUES,
    TITLES,
    UNITS,
)
from salarykit.pay.words import GROSS, NET, PER, PERIODS_AFTER, PERIODS_BEFORE, PERIODS_STRICT

__all__ = ["look_after"]

_NEXT_REACH: Final = 12
_AFTER: Final = re.compile(r"(?<!\w)p ?[./] ?[ahmwdy]\.?(?!\w)|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]|\n")
_QUICK: Final = re.compile(r" ?(per |an? |/ ?|)([^\W\d_]{1,12})\.?\Z")
_BARE: Final = dict.fromkeys(map(ord, "./ "))

# What a word does after an amount.
_DOES: Final[dict[str, str]] = (
    dict.fromkeys(UNITS, "unit")
    | dict.fromkeys(FILLERS, "filler")
    | dict.fromkeys("()-–—:*[]'\"&", "filler")
    | dict.fromkeys(LINKERS - FILLERS, "link")
    | dict.fromkeys(BENEFITS, "benefit")
    | dict.fromkeys(SOFT_GUARDS, "soft")
    | dict.fromkeys(HARD_GUARDS, "hard")
    | dict.fromkeys(STRONG_CUES, "cue")
    | dict.fromkeys(["pay", "wage"], "cue")
    | dict.fromkeys(PER, "per")
    | dict.fromkeys(PERIODS_BEFORE.keys() - GROSS, "kind")
    | dict.fromkeys(PERIODS_AFTER, "period")
    | dict.fromkeys(GROSS, "gross")
    | dict.fromkeys(NET, "net")
    | dict.fromkeys(["more", "above", "upwards", "mehr", "más", "mais", "più", "meer", "mer"], "more")
    | dict.fromkeys(["less", "below"], "less")
    | dict.fromkeys(["minimum", "min", "up"], "more")
    | dict.fromkeys(["max", "maximum", "maximal", "maximaal", "tops"], "less")
    | dict.fromkeys(["or", "oder", "ou", "o", "of", "eller"], "or")
    | dict.fromkeys([",", "with", "|"], "comma")
    | dict.fromkeys([".", ";", "\n", "!", "?", "•"], "stop")
    | {"+": "plus", "plus": "and", "and": "and", "%": "unit"}
)


def look_after(text: str, end: int) -> Context:
    """Return what the words after a position say, while they go on about the same amount.

    Examples:
        >>> found = look_after("$50k brutto pro Jahr + Bonus", 4)
        >>> found.period, found.gross, found.guarded, found.end
        ('year', True, False, 20)
    """
    found = Context()
    found.end = end
    quick = _QUICK.match(text, end)
    if quick:
        per, word = quick.groups()
        period = (PERIODS_STRICT if per else PERIODS_AFTER).get(word.lower())
        if period:
            found.period, found.end = period, quick.end(2)
            return found
    tail = _Tail(found, end)
    for token in _AFTER.finditer(text, end, end + FAR):
        word = token.group()
        if not word.isascii() or not word.islower():
            word = word.lower()
        if not tail.take(word, token.start(), token.end()):
            break
    found.guarded = tail.guard
    if tail.plus:
        found.bound = "floor"
    return found


class _Tail:
    """The reading of the words after an amount, one by one."""

    __slots__ = (
        "aside",
        "end",
        "found",
        "guard",
        "joined",
        "last",
        "linked",
        "per",
        "plus",
        "steps",
        "unknown",
    )

    def __init__(self, found: Context, end: int) -> None:
        self.found, self.end = found, end
        self.aside = self.guard = self.linked = self.per = self.plus = False
        self.steps = self.unknown = self.joined = 0
        self.last = ""

    def take(self, word: str, start: int, end: int) -> bool:
        """Take one word in; return whether to go on."""
        self.steps += 1
        if self.last == "+" and self._adds(word, start):
            self.plus, self.aside = False, True
        if self.guard:  # a title after it: it was a trade
            self.guard = word not in TITLES
            return False
        if self.per and word in PERIODS_STRICT:
            self._period(PERIODS_STRICT[word], end)
            return True
        does = _DOES.get(word)
        if does is None and word[0] == "p" and len(word) > 1 and word[1] in "./ ":
            word = word.translate(_BARE)
            does = "period" if word in PERIODS_AFTER else None
        if does is None and word.endswith(GUARD_ENDINGS):
            does = "hard"
        going = self._do(does, word, start, end)
        self.last = word
        return going and self.steps < _NEXT_REACH

    def _adds(self, word: str, start: int) -> bool:
        """Return whether a plus sign adds what follows it: `$40k+super`, `$40k + 12 %`; in `$40k+ a year` it does not."""
        glued = start == self.joined and word.isalpha()
        return glued or (
            self.joined > self.end + 1 and _DOES.get(word) not in {"period", "per", "stop", "filler"}
        )

    def _period(self, period: str, end: int) -> None:
        if self.found.period is None and not self.aside:
            self.found.period, self.found.end = period, end
        self.per = False

    def _do(self, does: str | None, word: str, start: int, end: int) -> bool:  # noqa: C901, PLR0912 - a table of what words do
        found = self.found
        match does:
            case "filler":
                self.linked = self.linked or word in LINKERS
            case "period":
                if not self.unknown:
                    self._period(PERIODS_AFTER[word], end)
            case "kind":  # "60 000 Euro Jahresgehalt"
                self._period(PERIODS_BEFORE[word], end)
                found.cue = 2 if word in STRONG_CUES else found.cue
            case "per":
                self.per = True
                self.linked = self.linked or word in LINKERS
            case "gross" | "net":
                if found.gross is None:
                    found.gross = does == "gross"
            case "plus":
                self.plus = start - found.end <= 1 and not self.aside
                self.aside, self.joined = self.aside or not self.plus, end
            case "comma" | "and":
                self.aside = True
                return does == "and" or start == self.end
            case "stop":
                return word == "." and (self.per or (self.last != "" and len(self.last) < ABBREVIATED))
            case "unit":
                found.unit = self.steps == 1
                return False
            case "benefit" | "soft" | "hard":
                found.unit = self.steps == 1 and word in UNITS
                self.guard = not (self.aside or self.plus) and (
                    does == "hard" or (does == "soft" and self.linked)
                )
                self.plus = self.plus and self.last != "+"
                return self.guard or does == "soft"
            case "cue":
                found.cue = 2
            case "more" | "less":
                if self.last in _OR or word not in ("up", "more", "less"):
                    found.bound = "floor" if does == "more" else "cap"
            case "or":
                self.linked = self.linked or word in LINKERS
            case "link":
                self.linked = True
            case _:
                self.unknown += 1
                self.per = False
                return self.unknown < QUALIFIES and not word.isdigit()
        return True


_OR: Final = frozenset(["or", "and", "oder", "ou", "o", "y", "of", "eller", "+"])
