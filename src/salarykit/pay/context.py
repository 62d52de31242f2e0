"""What stands around an amount: the words before it and after it, and what they make of it."""

from __future__ import annotations

import re
from typing import Final

from salarykit.pay.cues import (
    BENEFITS,
    FILLERS,
    HARD_GUARDS,
    LINKERS,
    SOFT_GUARDS,
    STRONG_CUES,
    TITLES,
    UNITS,
    WEAK_CUES,
)
from salarykit.pay.words import (
    BOUND_PHRASES,
    CAP_BEFORE,
    FLOOR_BEFORE,
    GROSS,
    NET,
    PER,
    PERIODS_AFTER,
    PERIODS_BEFORE,
    PERIODS_STRICT,
)

__all__ = ["NOTHING", "Context", "look_after", "look_before"]

_FAR: Final = 96  # signs that are looked at before an amount, and after it
_REACH: Final = 14  # words that are looked at before an amount
_NEXT_REACH: Final = 12
_QUALIFIES: Final = 3  # a word so near opens or closes the amount
_ABBREVIATED: Final = 4  # letters of a word whose full stop ends no sentence
_BEFORE: Final = re.compile(r"[^\W\d_]+(?:['’&-][^\W\d_]+)*|[.;!?\n•|%]|\d+")
_AFTER: Final = re.compile(r"(?<!\w)p ?[./] ?[ahmwdy]\.?(?!\w)|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]|\n")
_QUICK: Final = re.compile(r" ?(per |an? |/ ?|)([^\W\d_]{1,12})\.?\Z")
_BARE: Final = dict.fromkeys(map(ord, "./ "))
_LESS: Final = frozenset("less fewer lower".split())
_MORE: Final = frozenset("more greater higher".split())
_NOT: Final = frozenset("no not".split())

# What a word may do before an amount, as bits; most words do nothing, and cost one look.
_STRONG, _WEAK, _HARD, _SOFT, _PERIOD, _GROSS, _NET = 1, 2, 4, 8, 16, 32, 64
_ROLES: Final[dict[str, int]] = {}
for _words, _role in (
    (STRONG_CUES, _STRONG),
    (WEAK_CUES, _WEAK),
    (HARD_GUARDS, _HARD),
    (SOFT_GUARDS, _SOFT),
    (PERIODS_BEFORE, _PERIOD),
    (GROSS, _GROSS),
    (NET, _NET),
):
    for _word in _words:
        _ROLES[_word] = _ROLES.get(_word, 0) | _role


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
    period: str | None = None
    gross: bool | None = None
    currency: str | None = None
    """The money of the language, where the words are of one."""
    end = 0
    """Where what was read ends, after an amount."""


NOTHING: Final = Context()
"""Where an amount begins the text, or ends it. It is never written to."""


def look_before(text: str, start: int) -> Context:
    """Return what the words before a position say, the nearest first, back to where their sentence begins.

    Examples:
        >>> found = look_before("Monthly salary from ", 20)
        >>> found.cue, found.period, found.bound
        (2, 'month', 'floor')
    """
    found = Context()
    words = _BEFORE.findall(text[start - _FAR if start > _FAR else 0 : start].lower())
    seen = 0
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word in ".;!?\n•|":
            if word not in "\n•|" and not (word == "." and index and len(words[index - 1]) < _ABBREVIATED):
                break
            if seen:
                break
            continue
        seen += 1
        if seen > _REACH:
            break
        if seen <= _QUALIFIES and not found.bound:
            found.bound = _bound(words, index)
        role = _ROLES.get(word)
        if role:
            _apply(found, word, role, words[index + 1] if index + 1 < len(words) else "", seen)
    return found


def _apply(found: Context, word: str, role: int, following: str, seen: int) -> None:
    """Let one word before an amount say what it says; the nearer one has spoken already."""
    if not found.guarded and not found.cue:
        if role & _HARD:
            found.guarded = following not in TITLES
        elif role & _SOFT:
            found.guarded = not following or following in LINKERS
    if role & (_STRONG | _WEAK) and not found.guarded:
        strength = 2 if role & _STRONG else 1
        if strength > found.cue:
            found.cue = strength
            found.near = strength == 2 and seen <= _QUALIFIES  # noqa: PLR2004 - a plain cue
    if role & _PERIOD and found.period is None:
        found.period = PERIODS_BEFORE[word]
    if role & (_GROSS | _NET) and found.gross is None:
        found.gross = bool(role & _GROSS)


def _bound(words: list[str], index: int) -> str:
    """Return whether a word, with those before it, opens or closes the amount."""
    word, earlier = words[index], words[index - 1] if index else ""
    if word == "than":
        less = earlier in _LESS
        if not less and earlier not in _MORE:
            return ""
        turned = index > 1 and words[index - 2] in _NOT
        return "cap" if less != turned else "floor"
    if earlier:
        pair = f"{earlier}_{word}"
        phrase = BOUND_PHRASES.get(f"{words[index - 2]}_{pair}") if index > 1 else None
        phrase = phrase or BOUND_PHRASES.get(pair)
        if phrase:
            return phrase
    return "floor" if word in FLOOR_BEFORE else "cap" if word in CAP_BEFORE else ""


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
    for token in _AFTER.finditer(text, end, end + _FAR):
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
                return word == "." and (self.per or (self.last != "" and len(self.last) < _ABBREVIATED))
            case "unit":
                found.unit = self.steps == 1
                return False
            case "benefit" | "soft" | "hard":
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
                return self.unknown < _QUALIFIES and not word.isdigit()
        return True


_OR: Final = frozenset(["or", "and", "oder", "ou", "o", "y", "of", "eller", "+"])
