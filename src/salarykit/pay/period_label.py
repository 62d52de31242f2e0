"""The period that a label states right before an amount: `Rate per day: £400`, `Gehalt/Monat: 3.000 €`, `Twice a month: $2,000`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.currency.codes import CODES
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.period_phrases import NUMBERS, TIMES, TWICE
from salarykit.pay.period_words import FOR_EACH, OFTEN_EACH, PERIODS_BEFORE, PERIODS_STRICT
from salarykit.pay.words import BETWEEN, CAP_BEFORE, COUNTED_THINGS, FLOOR_BEFORE, NO_PERIODS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from salarykit.pay.context import Context

__all__ = ["ABBREVIATIONS", "period_of_label_after", "read_abbreviation", "read_label"]

ABBREVIATIONS: Final = frozenset(". pa pd ph pm pw pcm".split())
"""The words with which an abbreviation of a period before an amount may end, such as `p.w.`."""

_OPENING: Final = (
    BETWEEN | FLOOR_BEFORE | CAP_BEFORE | frozenset("is ist est es è er är jest je to und".split())
)
"""Words that may be between a label and its amount."""
_COLON: Final = lazy_pattern(r"[^,]{0,3}[:：=|]|\W{1,3}[-–—] ")
_STROKE: Final = lazy_pattern(r"(?:\A|[^\W\d_]|[(:;,|$€£¥₹])\s?/ ?\Z")
_ABBREVIATED: Final = lazy_pattern(r"(?<!\w)p(?:cm|[./]? ?([adhmwy]))\.?[^\w\n]{0,3}\Z")
_SLASHED: Final = lazy_pattern(
    r"""
    (?:\A|[(:;|$€£¥₹]|(?<![^\W_])(?:zł|kr|fr|(?P<code>[a-z]{3})))
    \.?[ ]?/[ ]?
    (?P<period>[^\W\d_]+)
    \.?[^\w\n]{0,3}\Z
    """,
    re.VERBOSE,
)
"""A slash and a period, at the start of a text or a value, or after a currency: kr/mån 32000."""
_LETTERS: Final = {"a": "year", "d": "day", "h": "hour", "m": "month", "w": "week", "y": "year"}
_OPENS: Final = frozenset("(:;,|\n-–—$€£¥₹")
_PR: Final = lazy_pattern(r"(?<!\w)p(?:r|er)?\. ?\Z")
_FAR: Final = 96  # characters that are read before an amount
_FEW: Final = 3  # words such as "from" between a label and its amount, at most


def read_label(
    text: str, start: int, words: Sequence[str], is_cue: Callable[[str], bool], context: Context
) -> None:
    """Add the period that the last words before a position state; if it is unknown, add the position of its first word.

    Args:
        text: any text.
        start: where the amount begins.
        words: the words before it, in lower case.
        is_cue: returns whether a word points to pay.
        context: what the words before it say.
    """
    last = _label_end(words)
    word = words[last]
    link = words[last - 1] if last else ""
    is_word = word in PERIODS_STRICT
    if not is_word and not (link in FOR_EACH and word not in NO_PERIODS and word.isalpha()):
        return
    begin = max(0, start - _FAR)
    before = text[begin:start].lower()
    at = before.rfind(word)
    if not link and _PR.search(before, 0, at):
        link = "pr."
    if is_word and _STROKE.search(before, max(0, at - 4), at):
        link = "/"
    unit = _unit_of(words, last, link)
    if unit is None:
        return
    first, has_count = unit
    is_money = link == "/" and first > 0 and words[first - 1].upper() in CODES  # USD/year 70,000
    is_marked = is_money or _COLON.match(before, at + len(word)) is not None
    if not _is_label(words[: max(first, 0)], is_cue, is_marked=is_marked):
        return
    if has_count or not is_word:
        context.unknown_period_at = begin + max(0, before.rfind(words[max(first, 0)], 0, at))
    else:
        context.period, context.period_word = PERIODS_STRICT[word], word


def _unit_of(words: Sequence[str], last: int, link: str) -> tuple[int, bool] | None:
    """Return where a unit such as "per hour" or "twice a month" begins, and whether it has a count; None if it is no unit.

    Args:
        words: the words before an amount.
        last: the index of the last word of the unit.
        link: the word or sign for "per" before that.
    """
    first = last if link == "/" else last - 1
    has_count = link in NUMBERS or link.isdigit()
    if has_count:
        first -= 1
    elif not (link in FOR_EACH or link in OFTEN_EACH) or words[max(0, first - 1)] == "as":
        return None
    if first > 0 and words[first - 1] in TWICE | TIMES:
        return first - 1 - (words[first - 1] in TIMES), True
    return first, has_count


def _label_end(words: Sequence[str]) -> int:
    """Return the index of the last word of a label; words such as "from" between it and the amount are skipped."""
    last = len(words) - 1
    while last > 0 and len(words) - 1 - last < _FEW:
        if words[last] not in _OPENING or words[last] in PERIODS_STRICT:
            break
        last -= 1
    return last


def read_abbreviation(text: str, start: int, is_cue: Callable[[str], bool], context: Context) -> None:
    """Add the period that an abbreviation right before a position states: `p.w. £500`, `EUR pa 45000`, `kr/mån 32000`.

    In `5 p.m. £500` it states none.

    Args:
        text: any text.
        start: where the amount begins.
        is_cue: returns whether a word points to pay.
        context: what the words before it say.
    """
    begin = max(0, start - _FAR)
    near = text[begin:start].lower()
    slashed = _SLASHED.search(near)
    if slashed and (not slashed["code"] or slashed["code"].upper() in CODES):
        context.period, context.period_word = PERIODS_STRICT.get(slashed["period"]), slashed["period"]
    short = None if context.period else _ABBREVIATED.search(near)
    if short is None:
        return
    before = text[begin : begin + short.start()].rstrip()
    word = before.rpartition(" ")[2]
    if not before or before[-1] in _OPENS or word in CODES or is_cue(word.lower()):
        context.period = _LETTERS[short[1] or "m"]


_LABEL_AFTER: Final = lazy_pattern(
    r"""
    [|;,\n\t(][ ]?
    (?:(?:pay|salary|wage|rate)[ ]?)?
    (?:basis|period|frequency|interval|unit|schedule|type|per|zeitraum|turnus|intervall|période|périodicité|fréquence|periodo|período|periodicidad|periodicidade
     |frecuencia|frequência|periodicità|frequenza|periode|okres|období|obdobie|период|період|jakso|dönem|időszak|perioadă)
    [ ]?[:=][ ]?(?:per[ ]|an?[ ])?
    (?P<period>[^\W\d_]+(?:-[^\W\d_]+)?)(?![ ]?[-–—]?\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A label after an amount, and the period that is its value: `Max: $78,000 | Basis: Annual`."""
_REACH: Final = 48  # characters after an amount in which such a label must begin


def period_of_label_after(text: str, end: int) -> str | None:
    """Return the period that a label after a position states as its value.

    Examples:
        >>> (
        ...     period_of_label_after("$65,000 | Pay basis: Annual", 7),
        ...     period_of_label_after("$65,000 | Type: Full-time", 7),
        ... )
        ('year', None)
    """
    if text.find(":", end, end + _FAR) < 0 and text.find("=", end, end + _FAR) < 0:
        return None
    match = _LABEL_AFTER.search(text, end, end + _FAR)
    if match is None or match.start() - end > _REACH:
        return None
    return PERIODS_BEFORE.get(match["period"].lower()) or PERIODS_STRICT.get(match["period"].lower())


def _is_label(earlier: Sequence[str], is_cue: Callable[[str], bool], *, is_marked: bool) -> bool:
    """Return whether words followed by a period are the label of an amount: "Pay per hour:", "Per hour", but not "40 hours per week:"."""
    near = earlier[-_FEW:]
    if any(word.isdigit() for word in near) or (near and near[-1] in COUNTED_THINGS):
        return False
    return is_marked or not earlier or any(is_cue(word) for word in near[-2:])
