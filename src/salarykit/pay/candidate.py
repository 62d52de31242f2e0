"""One place in a text where an amount stands, and what its form and the words around it say."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING, Final, Literal

from salarykit.pay.bounds import MARKS_BEFORE, look_at_mark
from salarykit.pay.cjk import look_wide_after, look_wide_before
from salarykit.pay.context import NOTHING, Context
from salarykit.pay.context_after import look_after
from salarykit.pay.context_before import look_before
from salarykit.pay.currency_clause import SaidMoney, money_after, money_before
from salarykit.pay.currency_signs import look_at_signs
from salarykit.pay.months_per_year import may_count_salaries
from salarykit.pay.numbers import decimal_sign, grouping, is_parted
from salarykit.pay.patterns import counted_signs
from salarykit.pay.period_words import LOCAL_WORDS, PERIODS_STRICT

if TYPE_CHECKING:
    from salarykit.currency.signs import Meaning
    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.pay import PeriodRule

__all__ = ["Place", "said_before"]

_WORD: Final = re.compile(r"[ \u00a0]{0,2}([^\W\d_]+)")
_A_YEAR: Final = ("LPA", "lpa", "Lpa")  # lakhs per annum
_EACH: Final = re.compile(r"(?: ?/ ?| per )(?!max|high)[^\W\d_]", re.IGNORECASE)  # "$0.50/mile - $0.60"
_NOUN: Final = 4  # letters of a noun that another word may belong to: dollars canadiens
_SHORT: Final = ("hour", "day")  # periods that nobody is paid thousands for
_FOUR: Final = 4  # digits of a thousand
_SURE: Final = 2  # a word that means pay and nothing else


class Place:
    """Where an amount stands, or two with a link between, and what the words around it say."""

    # Where it is.
    start: int
    end: int
    one: tuple[int, int]
    two: tuple[int, int] | None
    alone: tuple[int, tuple[str | None, ...]]
    # How it is written.
    grouping: tuple[str | None, str | None]
    multipliers: tuple[str | None, str | None]
    multiplier: str | None
    unlike: bool
    """Whether one of two numbers shows what the other's only separator means."""
    plain: bool
    is_torn: bool
    """Whether only the first of two says what it is paid for."""
    signs: tuple[str | None, ...]
    sign: bool
    doubtful: bool
    local: bool
    scale: int
    # What is said around it.
    before: Context
    after: Context
    cue: int
    stated: str | None
    period: str | None
    period_rule: PeriodRule
    unclear: int
    local_period: str | None
    unsettled: bool
    gross: bool | None
    bound: str
    spoken: str | None
    barred: bool
    weight: int
    position: tuple[int, int]
    _counts: bool | None
    _named: SaidMoney | Literal[False] | None
    kept: tuple[LocalMoney, Place | None, Meaning] | None
    """The money that the place was last found to be in, for the money of a country; see `money_at`."""

    def __init__(
        self, text: str, match: re.Match[str], pre: str | None, start: int, before: Context, *, wide: bool
    ) -> None:
        multiplier, post, link, pre2, two, multiplier2, post2 = match.groups()[1:]
        self.start, self.end, self.wide = start, match.end(), wide
        self.one, self.two = match.span(1), match.span(6) if two else None
        self.grouping = grouping(match[1]), grouping(two) if two else None
        if start < self.one[0] and text[self.one[0] - 1] in ".," and (pre is None or pre[-1] != "."):  # $.50
            self.one, self.grouping = (self.one[0] - 1, self.one[1]), (None, self.grouping[1])
        if pre and len(pre) > 1 and pre in counted_signs():  # TEUR 65
            counted, pre = counted_signs()[pre]
            multiplier, multiplier2 = multiplier or counted, multiplier2 or (counted if two else None)
        self.multipliers = (multiplier, multiplier2)
        self.unlike = two is not None and None in self.grouping and _are_unlike(match[1], two)
        self.signs = (post2, post, pre2, pre) if two else (post, pre)
        self.alone = (match.start(4) if two else match.end(), (post, pre))
        self.between = _slash(link) if link and ("/" in link or " per " in link) else None
        self.strange = bool(link and not self.between and _EACH.match(link))
        self.before = before
        self._settle(text)

    @property
    def is_bare(self) -> bool:
        """Whether the first number is digits and nothing else: no sign, no multiplier, no separator."""
        return self.grouping[0] == "" and self.multipliers[0] is None and not any(self.alone[1])

    def is_glued(self, text: str) -> bool:
        """Return whether a letter touches one of the numbers: `Q500` and `500kn`, not `Q 500`."""
        spans = (self.one, self.two) if self.two else (self.one,)
        return any(
            text[max(0, start - 1) : start].isalpha() or text[end : end + 1].isalpha() for start, end in spans
        )

    def first(self, text: str) -> Place:
        """Return the place of the first amount alone, where the second is none of its."""
        place = copy(self)
        place.two = place.between = None
        place.strange = False
        place.end, place.signs = self.alone
        place.multipliers = (self.multipliers[0], None)
        place._settle(text)  # noqa: SLF001 - its own class
        return place

    def through(self, last: Place, text: str) -> Place:
        """Return the place of a range from this amount to another one, each of which stands alone."""
        place = copy(self)
        place.two, place.end = last.one, last.end
        place.signs = (*last.signs, *self.signs)
        place.multipliers = (self.multipliers[0], last.multipliers[0])
        place.grouping = (self.grouping[0], last.grouping[0])
        place.unlike = None in place.grouping and _are_unlike(text[slice(*self.one)], text[slice(*last.one)])
        place.between, place.wide = self.stated, self.wide
        place._settle(text)  # noqa: SLF001 - its own class
        if place.gross is None:
            place.gross = self.gross
        return place

    def named(self, text: str) -> SaidMoney | None:
        """Return the money that the amount's clause names away from the figure, in texts of this shape; found out once."""
        if self._named is False:
            before, after = self.start, self.end
            for noun in self.signs:
                if noun and len(noun) >= _NOUN:  # another word may belong to it
                    before = self.one[0] if text.startswith(noun, before) else before
                    after = self.end - len(noun) if text.endswith(noun, 0, self.end) else after
            self._named = money_after(text, after) or money_before(text, before)
        return self._named

    def signed(self, *, sign: bool, signs: tuple[str | None, ...] | None = None) -> Place:
        """Return the place as one that has a sign, or has none, whatever stands around its numbers."""
        place = copy(self)
        place.sign, place.kept = sign, None
        place.signs = self.signs if signs is None else signs
        return place

    def counts(self, text: str) -> bool:
        """Return whether texts of this shape may say how many salaries a year has; found out once."""
        if self._counts is None:
            self._counts = may_count_salaries(text, *self.position)
        return self._counts

    def _settle(self, text: str) -> None:
        """Look at what follows, and put together what all the words say."""
        before, after = self.before, look_after(text, self.end)
        if self.wide:
            look_wide_after(text, self.end, after)
        self.after = after
        self.multiplier = self.multipliers[0] or self.multipliers[1]
        self.plain = self.grouping[0] == "" and (self.two is None or self.grouping[1] == "")
        self.sign, self.doubtful, self.local, self.scale = look_at_signs(self.signs)
        self.cue = max(before.cue, after.cue)
        self.stated = after.period or self.between
        if after.basis and self.stated in _SHORT and _is_long(text[slice(*self.one)]):
            self.stated, after.unclear = None, self.end  # $32,000 on an hourly basis
        self.period = self.stated or (None if after.anew else before.period)
        self.unclear = (
            -1 if self.period else self.one[1] if self.strange else max(after.unclear, before.unclear)
        )
        self.period_rule = "stated" if self.period else "none" if self.unclear < 0 else "unknown_words"
        self.local_period = after.word if after.word in LOCAL_WORDS else None
        self.unsettled = self.unclear >= 0 or self.local_period is not None
        if not self.period and self.multiplier in _A_YEAR:
            self.period, self.period_rule = "year", "implied"
        self.gross = before.gross if after.gross is None else after.gross
        self.bound = "" if self.two else after.bound or before.bound
        self.spoken = before.currency or after.currency
        self.barred = (
            before.guarded
            or (after.guarded and not before.near)
            or (after.unit and not self.sign)
            or is_parted(text, *self.one)
            or (self.two is not None and is_parted(text, *self.two))
        )
        self.is_torn = self.between is not None and after.period is None
        self.weight = _weight(self)
        self.position = (self.start, after.end)
        self._counts = None
        self._named = False
        self.kept = None


def said_before(text: str, start: int, *, wide: bool) -> Context:
    """Return what is said before a position, in words, by a mark, and in a script that puts nothing between its words."""
    if not start:
        return NOTHING
    before = look_before(text, start, wide=wide)
    if wide:
        look_wide_before(text, start, before)
    near = text[start - 1]
    if near in MARKS_BEFORE or (near in " \u00a0" and start > 1 and text[start - 2] in MARKS_BEFORE):
        look_at_mark(text, start, before)
    return before


def _is_long(number: str) -> bool:
    """Return whether a number has four digits or more before its decimals."""
    return len(number) > _FOUR or (len(number) == _FOUR and number.isdecimal())


def _are_unlike(first: str, second: str) -> bool:
    """Return whether exactly one of two numbers has a decimal sign beyond doubt."""
    return (decimal_sign(first) is None) != (decimal_sign(second) is None)


def _slash(link: str) -> str | None:
    """Return the period that stands between two amounts: `$50/hr - $60/hr`."""
    words = _WORD.findall(link)
    known = [PERIODS_STRICT[word.lower()] for word in words if word.lower() in PERIODS_STRICT]
    return known[-1] if known else None


def _weight(place: Place) -> int:
    """Return how plainly a place would state pay: the words around it, its sign, its form."""
    said = 3 if place.stated else _SURE if place.period else 0
    return (
        (2 if place.sign else 1)
        + 2 * place.cue
        + said
        + (place.two is not None)
        + (place.multiplier is not None)
    )
