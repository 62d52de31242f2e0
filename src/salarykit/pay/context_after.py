"""What the words after an amount say of it, while they go on about it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from salarykit.pay.context import ABBREVIATED, FAR, MARKED, MARKS, QUALIFIES, Context
from salarykit.pay.paid_for import PaidFor
from salarykit.pay.period_phrases import NUMBERS, TIMES, TWICE
from salarykit.pay.period_words import (
    FOR_EACH,
    NOT_COUNTED,
    OFTEN_EACH,
    PAY_WORDS,
    PERIODS_AFTER,
    PERIODS_BEFORE,
    PERIODS_STRICT,
)
from salarykit.pay.words import (
    COUNTED_THINGS,
    FILLERS,
    GROSS,
    JOB_TITLES,
    LINKERS,
    NET,
    NO_PERIODS,
    OTHER_MONEY,
    OTHER_MONEY_ENDINGS,
    OTHER_MONEY_IF_LINKED,
    PAY_EXTRAS,
    PERIOD_ADVERBS,
    STRONG_CUES,
)

__all__ = ["read_after"]

_NEXT_REACH: Final = 12
_KEPT: Final = 16_384  # words whose doings are kept
_PAID_FOR: Final = frozenset(["per", "number", "often", "digits", "resolve_signs", "not counted"])
_WORKING_TIME: Final = frozenset(["full", "part", "f/", "p/"])
_AFTER: Final = re.compile(r"(?<!\w)p ?[./] ?[ahmwdy]\.?(?!\w)|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]|\n")
_MARKED_AFTER: Final = re.compile(rf"(?:[^\W\d_]|{MARKS})+|\d+|[^\w\s]|\n")
_NUMBERED: Final = re.compile(r"[^()\d]{0,60}\d")  # brackets around another amount
_QUICK: Final = re.compile(r" ?(per |an? |/ ?|)([^\W\d_]{1,12})\.?\Z")
_NEXT_WORD: Final = re.compile(r"[ \u00a0]([^\W\d_]+)")
_BARE: Final = dict.fromkeys(map(ord, "./ "))

# What a word does after an amount.
_DOES: Final[dict[str, str]] = (
    dict.fromkeys(COUNTED_THINGS, "unit")
    | dict.fromkeys(FILLERS, "filler")
    | dict.fromkeys("()-–—:*[]'\"&", "filler")
    | dict.fromkeys(LINKERS - FILLERS, "link")
    | dict.fromkeys(PAY_EXTRAS, "benefit")
    | dict.fromkeys(OTHER_MONEY_IF_LINKED, "soft")
    | dict.fromkeys(OTHER_MONEY, "hard")
    | dict.fromkeys(STRONG_CUES | PAY_WORDS, "cue")
    | dict.fromkeys(["pay", "wage"], "cue")
    | dict.fromkeys(NUMBERS, "number")
    | dict.fromkeys(TWICE, "often")
    | dict.fromkeys(NO_PERIODS, "resolve_signs")
    | dict.fromkeys(FOR_EACH | OFTEN_EACH, "per")
    | dict.fromkeys(NOT_COUNTED, "not counted")
    | {"basis": "basis"}
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


def read_after(text: str, end: int) -> Context:
    """Return what the words after a position say, while they go on about the same amount.

    Examples:
        >>> found = read_after("$50k brutto pro Jahr + Bonus", 4)
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
            found.period, found.end, found.word = period, quick.end(2), word.lower()
            if not per and found.word not in PERIOD_ADVERBS:
                found.counted = "period"
            return found
    tail = _Tail(found, text, end)
    tokens = _AFTER if text.isascii() or not MARKED.search(text, end, end + FAR) else _MARKED_AFTER
    for token in tokens.finditer(text, end, end + FAR):
        word = token.group()
        if not word.isascii() or not word.islower():
            word = word.lower()
        if not tail.take(word, token.start(), token.end()):
            break
    found.guarded = tail.guard
    if tail.unclear >= 0 and found.period is None:
        found.unclear, found.anew = tail.unclear, tail.anew
    if tail.plus:
        found.bound = "floor"
    return found


@lru_cache(maxsize=_KEPT)
def _does(word: str) -> str | None:
    """Return what a word does that is in no table: digits, `p.a.`, "per-hour-wage", "Tankgutschein"."""
    if word.isdigit():
        return "digits"
    if word.startswith("per-"):
        return "per-"
    if word[0] == "p" and len(word) > 1 and word[1] in "./ ":
        return "period" if _bare(word) in PERIODS_AFTER else None
    return "hard" if word.endswith(OTHER_MONEY_ENDINGS) else None


def _is_its_kind(text: str, end: int) -> bool:
    """Return whether the word after a benefit says that the amount is all for it: £3,000 car allowance."""
    following = _NEXT_WORD.match(text, end)
    return following is not None and following[1].lower() in OTHER_MONEY


def _bare(word: str) -> str:
    """Return `pa` for `p.a.`."""
    return word if word in PERIODS_AFTER else word.translate(_BARE)


class _Tail(PaidFor):
    """The reading of the words after an amount, one by one."""

    broken = linked = numbered = plus = False
    joined = strange = 0

    def __init__(self, found: Context, text: str, end: int) -> None:
        self.found, self.text, self.end = found, text, end
        self.aside = self.bracketed = self.guard = self.opened = self.several = (
            False  # what is read at each word
        )
        self.steps = self.unknown = 0
        self.last = self.per = ""

    def take(self, word: str, start: int, end: int) -> bool:
        """Take one word in; return whether to go on."""
        self.steps += 1
        if self.bracketed:
            self.bracketed = word != ")"
            return self.steps < _NEXT_REACH
        if self.last == "+" and self._adds(word, start):
            self.plus, self.aside = False, True
        if self.guard:  # a title after it: it was a trade
            self.guard = word not in JOB_TITLES
            return False
        does = _DOES.get(word)
        if does is None:
            does = _does(word)
            if does == "per-":  # per-year-salary
                self.takes_in("per", "per", start, end)
                does, word = None, word.split("-")[1]
        if self.opened:
            if word in PERIODS_STRICT and not self._is_working_time(word, start):
                self._period(word, PERIODS_STRICT, end, "thing" if self.unknown else "")
                return True
            if self.several and word in TIMES:
                return True
        if does in _PAID_FOR:
            going = self.takes_in(does, word, start, end)
            self.linked = self.linked or word in LINKERS
        else:
            going = self._do(does, word, start, end)
        self.last = word
        return going and self.steps < _NEXT_REACH

    def _strange_word(self, word: str, start: int, end: int) -> bool:
        """Take in a word that does nothing; return whether to go on."""
        if self.per and not self.aside:
            self.strange_unit(word, start, end)
        self.strange = start if not self.unknown else self.strange
        self.unknown += 1
        return self.unknown < QUALIFIES

    def _is_working_time(self, word: str, start: int) -> bool:
        """Return whether a word for an hour is the end of "full time" or of `P/T`, whose stroke is no "per"."""
        if word == "t" and self.text[start - 2 : start].lower() in _WORKING_TIME:
            self.per, self.opened = "", self.several
            return True
        return word == "time" and self.last in _WORKING_TIME

    def _adds(self, word: str, start: int) -> bool:
        """Return whether a plus sign adds what follows it: `$40k+super`, `$40k + 12 %`; in `$40k+ a year` it does not."""
        glued = start == self.joined and word.isalpha()
        return glued or (
            self.joined > self.end + 1 and _DOES.get(word) not in {"period", "per", "stop", "filler"}
        )

    def _period(self, word: str, periods: dict[str, str], end: int, counted: str = "") -> None:
        found, period = self.found, periods[word]
        if found.period is None and not self.aside and not (self.several and self.is_several(period)):
            found.period, found.end, found.word, found.counted = period, end, word, counted
        self.per, self.opened = "", self.several

    def _do(self, does: str | None, word: str, start: int, end: int) -> bool:  # noqa: C901, PLR0912, PLR0915 - a table of what words do
        if does is None:  # as most words do
            return self._strange_word(word, start, end)
        found = self.found
        match does:
            case "filler":
                self.linked = self.linked or word in LINKERS
                self.broken = self.broken or word in _BREAKS
                if word in "()":
                    self.numbered = word == "(" and _NUMBERED.match(self.text, end) is not None
            case "basis":
                found.basis = found.word in PERIOD_ADVERBS and start - found.end <= 1
            case "period":
                if not self.unknown:
                    counted = "" if _bare(word) in PERIOD_ADVERBS or "." in word else "period"
                    self._period(_bare(word), PERIODS_AFTER, end, counted)
                elif self.found.period is None and not self.aside and self.unknown == 1:
                    # "paid monthly" may say when, "30 € Werkstatt Stunde" what for
                    self.not_counted(self.strange)
            case "kind":  # "60 000 Euro Jahresgehalt"
                self._period(word, PERIODS_BEFORE, end)
                found.cue = 2 if word in STRONG_CUES else found.cue
                found.near = not self.broken and not self.unknown
            case "gross" | "net":
                if found.gross is None and not self.numbered:
                    found.gross = does == "gross"
                if word in PERIODS_BEFORE:  # Bruttomonatsgehalt
                    self._period(word, PERIODS_BEFORE, end)
            case "plus":
                self.bracketed = self.last == "("  # "netto (+ VAT) / mies."
                self.plus = start - found.end <= 1 and not self.aside and not self.bracketed
                self.aside, self.joined = self.aside or not (self.plus or self.bracketed), end
            case "comma" | "and":
                self.aside = self.broken = True
                return does == "and" or start == self.end
            case "stop":
                at_end = self.steps == 1 and self.goes_on(end)  # of "60.000 ден. месечно"
                return word == "." and (bool(self.per) or 0 < len(self.last) < ABBREVIATED or at_end)
            case "unit":
                found.unit = self.steps == 1
                if self.per:
                    self.strange_unit(word, start, end)
                return False
            case "benefit" | "soft" | "hard":
                found.unit = self.steps == 1 and word in COUNTED_THINGS
                self.guard = not (self.aside or self.plus) and (
                    does == "hard"
                    or (does == "soft" and self.linked)
                    or (does == "benefit" and self.steps == 1 and _is_its_kind(self.text, end))
                )
                self.plus = self.plus and self.last != "+"
                return self.guard or does == "soft"
            case "cue":
                found.cue = 2
                found.near = not self.broken and not self.unknown
            case "more" | "less":
                if self.last in _OR or not (self.aside or word in ("up", "more", "less")):
                    found.bound = "floor" if does == "more" else "cap"
            case "or":
                self.linked = self.linked or word in LINKERS
            case "link":
                self.linked = True
        return True


_BREAKS: Final = frozenset("-–—:*")
_OR: Final = frozenset(["or", "and", "oder", "ou", "o", "y", "of", "eller", "+"])
