"""What the words before an amount say about it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from salarykit.pay.amount_names import BETWEEN_NAMES, is_of_others, names_other_money
from salarykit.pay.bounds import BOUNDING, bound_of_words
from salarykit.pay.changes import is_change_before
from salarykit.pay.context import ABBREVIATED, COMBINING, FAR, HAS_COMBINING, QUALIFIES, SURE, Context
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.other_money import PREDICATES, TITLES, ends_phrase, is_right_before, names_a_price
from salarykit.pay.period_label import ABBREVIATIONS, read_abbreviation, read_label
from salarykit.pay.period_words import FOR_EACH, PERIODS_BEFORE, PERIODS_STRICT, period_in_compound
from salarykit.pay.roles_before import (
    ENDS_PHRASE,
    IS_GROSS,
    IS_NET,
    IS_OTHER_MONEY,
    IS_OTHER_MONEY_IF_LINKED,
    IS_PAYING,
    IS_PERIOD,
    IS_PRICE,
    IS_RATE,
    IS_REFERENCE,
    IS_RENT_OR_INCOME,
    IS_STRONG,
    IS_UNKNOWN_PERIOD,
    IS_WEAK,
    RESTATES,
    is_cue,
    role_of,
    role_within,
)
from salarykit.pay.unspaced import UNSPACED, words_before
from salarykit.pay.words import BETWEEN, CAP_BEFORE, CUE_ENDINGS, FLOOR_BEFORE, LINKERS, STRONG_CUES

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["read_before"]

_ORDINAL: Final = 1  # digits of the number of a year of training
_REACH: Final = 14  # words that are read before an amount
_BEFORE: Final = re.compile(r"[^\W\d_]+(?:['’&-][^\W\d_]+)*|[.;!?\n•|%]|\d+")
_BEFORE_IN_ASCII: Final = re.compile(r"[a-z]++(?:['&-][a-z]++)*+|[.;!?\n|%]|[0-9]++")
"""The same for a lower-case text in ASCII, in two thirds of the time."""
_BEFORE_COMBINING: Final = lazy_pattern(rf"(?:[^\W\d_]|{COMBINING})+|[.;!?\n•|%]|\d+")
_STOP: Final = re.compile(  # where reading ends, once a word was read
    r"[;!?\n•|]|\.(?!\d|(?<=[ \u00a0]\d\.)[ \u00a0][^\W\d_])"
)
_MOST_UNKNOWN: Final = 2  # unknown words between "from" and its amount: "from across Ireland - €15"
_NOUNS: Final = {
    "hour": "hour", "day": "day", "week": "week", "month": "month", "saat": "hour", "gün": "day", "hafta": "week", "ay": "month",
}  # fmt: skip
"""Nouns before "rate" that state the period."""
_FEW: Final = 5  # words, at most, of a text that may be only the name of what has a price
_UP_TO: Final = lazy_pattern(r"(?:\A|[,;:|(]|[-–—][ ])[ ]?[Tt]o[ ]\Z")
"""A "to" that begins a value in advertisements: "Welder, to £45k"."""

_ENDINGS: Final = PERIODS_STRICT.keys() | FLOOR_BEFORE | CAP_BEFORE | BETWEEN | ABBREVIATIONS
_WINDOWS: Final = 4_096  # texts before amounts in the cache: the postings of a firm share most of their prose


def read_before(text: str, start: int, *, cjk: bool = False) -> Context:
    """Return the meaning of the words before a position; several amounts may share it, so copy it before changing it.

    Args:
        text: any text.
        start: the position.
        cjk: whether Japanese, Chinese or Korean characters may overrule the words; if not, reading stops at a word for other money.

    Examples:
        >>> context = read_before("Monthly salary from ", 20)
        >>> context.cue, context.period, context.bound
        (2, 'month', 'floor')
    """
    first = start - FAR if start > FAR else 0
    context = _context_of(text[first:start], cjk)
    if first and context.unknown_period_at > 0:
        context = context.copy()
        context.unknown_period_at += first
    return context


@lru_cache(maxsize=_WINDOWS)
def _context_of(window: str, cjk: bool) -> Context:  # noqa: FBT001 - the cache calls by position
    """Return what the words of a text before an amount say, as if it were the whole text; the result is cached and must not be changed."""
    words, context = _words_in(window), Context()
    if words and (words[-1] in _ENDINGS or (len(words) > 1 and words[-2] in FOR_EACH)):
        _read_ending(window, len(window), words, context)
    _read_words(window, words, context, cjk=cjk)
    if len(words) <= _FEW and not context.is_other_money and names_a_price(window, words):
        context.is_other_money, context.cue, context.cue_is_near = True, 0, False
    if words:
        context.is_change = is_change_before(words, BETWEEN_NAMES, STRONG_CUES)
    if words and words[-1] == "to" and not context.bound and _UP_TO.search(window):
        context.bound = "cap"
    if words and context.cue < SURE and not context.is_other_money:
        _read_name(window, words, context)
    return context


def _read_name(window: str, words: Sequence[str], context: Context) -> None:
    """Add whether the words give the amount another name than pay; of words for pay, only adjectives for periods allow it: "the monthly ticket is"."""
    if context.cue and not all(role & IS_PERIOD for word in words if (role := role_of(word)) & IS_WEAK):
        return
    naming = names_other_money(window, words)
    if not context.cue or naming in ("is", "costs"):
        context.naming, context.cue = naming, 0


def _read_words(window: str, words: Sequence[str], context: Context, *, cjk: bool) -> Context:
    """Add what words before a position say, the nearest first, back to where their sentence begins."""
    seen, unknown, reach = 0, 0, _REACH
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word in ".;!?\n•|":
            if word == "." and _is_ordinal(words, index):
                continue
            if seen or _ends_sentence(words, index):
                break
            continue
        seen += 1
        if seen > reach:
            break
        role = role_of(word)
        if seen <= QUALIFIES:
            if word in BOUNDING and not context.bound and (unknown < _MOST_UNKNOWN or role & IS_STRONG):
                context.bound = (
                    bound_of_words(words, index) if not unknown or _qualifies(window, word) else ""
                )
            unknown += not role and word not in LINKERS
        if role:
            _read_word(window, words, index, role, context, seen)
            if context.is_other_money and not cjk:
                reach = QUALIFIES
    return context


def _qualifies(window: str, word: str) -> bool:
    """Return whether a word for a floor or a cap belongs to the amount, as "til" in "fotograf til bryllup, 2.000 kr." does not."""
    return "," not in window.lower().rpartition(word)[2]


def _read_word(window: str, words: Sequence[str], index: int, role: int, context: Context, seen: int) -> None:
    """Add what a word with a role says, given the words around it."""
    word, following = words[index], words[index + 1] if index + 1 < len(words) else ""
    role = role_within(window, words, index, role)
    if role & IS_PAYING and is_of_others(words, index):
        context.is_other_money, context.cue, context.cue_is_near = True, 0, False
    if role & (IS_PRICE | ENDS_PHRASE):
        _read_price(window, words, index, role, context)
    if role & IS_RATE and index and context.period is None:  # day rate
        context.period = _NOUNS.get(words[index - 1])
    context.may_be_rent = context.may_be_rent or bool(role & IS_RENT_OR_INCOME)
    _apply_role(context, word, role, following, seen)


def _read_ending(text: str, start: int, words: Sequence[str], context: Context) -> None:
    """Add the period that the last words before a position say."""
    if words[-1] != ".":
        read_label(text, start, words, is_cue, context)
    if context.period is None and words[-1] in _ENDINGS:
        read_abbreviation(text, start, is_cue, context)


def _words_in(before: str) -> Sequence[str]:
    """Return the words and stops before a position: those after the last stop, or all of them if no word comes after it."""
    before = before.lower()
    words = (
        _BEFORE_IN_ASCII
        if before.isascii()
        else _BEFORE
        if not HAS_COMBINING.search(before)
        else words_before()
        if UNSPACED.search(before)
        else _BEFORE_COMBINING
    )
    return words.findall(_STOP.split(before)[-1]) or words.findall(before)


def _ends_sentence(words: Sequence[str], index: int) -> bool:
    """Return whether a stop right before an amount separates it from the words before: the full stop of "approx." does not."""
    stop = words[index]
    if stop != ".":
        return stop in ";!?"
    return not (index and words[index - 1].isalpha() and len(words[index - 1]) < ABBREVIATED)


def _is_ordinal(words: Sequence[str], index: int) -> bool:
    """Return whether a full stop belongs to an ordinal number: "im 1. Lehrjahr"."""
    if not 0 < index < len(words) - 1:
        return False
    if words[index - 1].isdigit() and words[index + 1].isdigit():  # 1.080
        return True
    return len(words[index - 1]) <= _ORDINAL and words[index - 1].isdigit() and words[index + 1].isalpha()


def _apply_role(context: Context, word: str, role: int, following: str, seen: int) -> None:
    """Add what the role of a word says; the words nearer to the amount have been read already."""
    if not context.is_other_money and not context.cue:
        context.is_other_money = _is_other_money(role, following, seen)
    if role & (IS_STRONG | IS_WEAK) and not context.is_other_money:
        strength = 2 if role & IS_STRONG else 1
        if strength > context.cue:
            context.cue = strength
            context.cue_is_near = strength == 2 and seen <= QUALIFIES  # noqa: PLR2004 - a plain cue
    if role & RESTATES:
        context.is_restated = True
    if role & IS_PERIOD and context.period is None and not context.is_restated:
        context.period = PERIODS_BEFORE[word]
    elif role & IS_STRONG and not role & IS_PERIOD and context.period is None and word.endswith(CUE_ENDINGS):
        context.period = period_in_compound(word)
    if role & (IS_GROSS | IS_NET) and context.gross is None:
        context.gross = bool(role & IS_GROSS)
    if role & IS_UNKNOWN_PERIOD:
        context.unknown_period_at = max(context.unknown_period_at, 0)


def _read_price(window: str, words: Sequence[str], index: int, role: int, context: Context) -> None:
    """Mark the amount as other money if a word for a price, a rent or the like is right before it."""
    if context.is_other_money or not (role & IS_PRICE or ends_phrase(words, index)):
        return
    if any(
        role_of(word) & (IS_STRONG | IS_WEAK) and word not in PERIODS_BEFORE for word in words[index + 1 :]
    ):
        return
    if is_right_before(window, words, index):
        context.is_other_money, context.cue, context.cue_is_near = True, 0, False


def _is_other_money(role: int, following: str, seen: int) -> bool:
    """Return whether a word before an amount says that the amount is other money."""
    if role & IS_OTHER_MONEY:
        return following not in TITLES
    if role & IS_REFERENCE:
        return seen <= QUALIFIES and following not in TITLES and not following.isdigit()
    return bool(role & IS_OTHER_MONEY_IF_LINKED) and (
        not following or following in LINKERS or following in PREDICATES
    )
