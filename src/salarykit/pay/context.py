"""What stands around an amount: the words before it and after it, and what they make of it."""

from __future__ import annotations

import re
from typing import Final

from salarykit.pay.words import (
    BENEFITS,
    CAP_AFTER,
    CAP_BEFORE,
    CJK,
    CUES,
    FILLERS,
    FLOOR_AFTER,
    FLOOR_BEFORE,
    GROSS,
    GUARDS,
    NET,
    PER,
    PERIODS_AFTER,
    PERIODS_BEFORE,
    PERIODS_STRICT,
    UNITS,
)

__all__ = ["After", "Before", "look_after", "look_before"]

_FAR: Final = 90  # signs that are looked at before an amount
_NEAR: Final = 64  # and after it
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’&-][^\W\d_]+)*|[.;!?\n•]|\d+|%")
_NEXT: Final = re.compile(r"(?<!\w)p\s?[./]\s?[ahmwdy]\.?(?!\w)|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]|\n")
_WIDE: Final = re.compile("|".join(sorted(CJK, key=len, reverse=True)))
_OR: Final = ("又は", "または", "or", "或")
_UP: Final = frozenset("up upto as".split())
_START: Final = frozenset("starting starts start begins beginning commencing".split())
_LESS: Final = frozenset("less fewer lower".split())
_MORE: Final = frozenset("more greater higher".split())
_NOT: Final = frozenset("no not".split())
_REACH: Final = 14  # words that are looked at before an amount
_AFTER_REACH: Final = 12


class Before:
    """What the words before an amount say."""

    __slots__ = ("bound", "cue", "currency", "gross", "guard", "period")

    def __init__(self) -> None:
        self.bound = ""  # "floor", "cap"
        self.cue = 0  # 0: none; else 1 + how many words away
        self.guard = False
        self.period: str | None = None
        self.gross: bool | None = None
        self.currency: str | None = None


class After:
    """What the words after an amount say."""

    __slots__ = ("bound", "end", "gross", "guard", "period", "unit")

    def __init__(self, end: int) -> None:
        self.bound = ""
        self.end = end
        self.guard = False
        self.unit = False
        self.period: str | None = None
        self.gross: bool | None = None


def look_before(text: str, start: int) -> Before:
    """Return what the words before a position say, the nearest first, back to where their sentence begins."""
    found = Before()
    window = text[start - _FAR if start > _FAR else 0 : start]
    words = _WORD.findall(window.lower())
    seen = 0
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word in ".;!?\n•":
            if seen and (word != "." or not (index + 1 < len(words) and len(words[index - 1]) <= 2)):
                break
            continue
        seen += 1
        if seen > _REACH:
            break
        if seen <= 3 and not found.bound:
            found.bound = _bound(words, index)
        if word in CUES and not found.cue and not found.guard:
            found.cue = seen
        elif word in GUARDS and not found.cue:
            found.guard = True
        if found.period is None and word in PERIODS_BEFORE:
            found.period = PERIODS_BEFORE[word]
        if found.gross is None and seen <= 6:
            if word in GROSS:
                found.gross = True
            elif word in NET:
                found.gross = False
    if not window.isascii():
        _look_wide(window, found)
    return found


def _bound(words: list[str], index: int) -> str:
    word, earlier = words[index], words[index - 1] if index else ""
    if word == "than":
        less = earlier in _LESS
        if less or earlier in _MORE:
            turned = index > 1 and words[index - 2] in _NOT
            return "cap" if less != turned else "floor"
        return ""
    if (word == "to" and earlier in _UP) or (word == "zu" and earlier == "bis"):
        return "cap"
    if word == "at" and earlier in _START:
        return "floor"
    if word in FLOOR_BEFORE:
        return "floor"
    return "cap" if word in CAP_BEFORE else ""


def _look_wide(window: str, found: Before) -> None:
    near = window[-24:]
    hits = list(_WIDE.finditer(near))
    if not hits:
        return
    hit = hits[-1]
    for earlier in hits[:-1]:
        if any(word in near[earlier.end() : hit.start()] for word in _OR):
            hit = earlier
            break
    period, found.currency = CJK[hit.group()]
    found.period = period or found.period
    found.cue, found.guard = 1, False
    if "最高" in near[-4:] or near.endswith(("〜", "～", "~")):
        found.bound = "cap"


def look_after(text: str, end: int) -> After:
    """Return what the words after a position say, while they go on about the same amount."""
    found = After(end)
    per = plus = closed = False
    last, steps = "", 0
    for token in _NEXT.finditer(text, end, end + _NEAR):
        word = token.group().lower()
        steps += 1
        if steps > _AFTER_REACH:
            break
        if word == "+" or word == "plus":
            if (
                word == "+"
                and token.start() - end <= 1
                and found.period is None
                or (word == "+" and found.period and token.start() == found.end)
            ):
                plus = True
            closed = True
        elif per and word in PERIODS_STRICT:
            if found.period is None and not closed:
                found.period, found.end = PERIODS_STRICT[word], token.end()
            per = False
        elif word in PER and not (word == "a" and last == "per"):
            per = True
        elif word[0] == "p" and word.translate(_BARE) in PERIODS_AFTER and len(word) <= 5 and not closed:
            found.period = found.period or PERIODS_AFTER[word.translate(_BARE)]
            found.end = token.end()
        elif word in GROSS or word in NET:
            if found.gross is None:
                found.gross = word in GROSS
        elif word in PERIODS_AFTER and not closed:
            if found.period is None:
                found.period, found.end = PERIODS_AFTER[word], token.end()
        elif word in UNITS:
            found.unit = steps == 1 or found.unit
            break
        elif word in GUARDS or word in BENEFITS:
            if plus and word in BENEFITS and last == "+":
                plus = False
            if not closed and word in GUARDS:
                found.guard = True
            break
        elif word in "(),-–—:*[]'\"|" or word in FILLERS:
            if word in ",(|":
                closed = closed or word != "("
        elif word in ".;\n!?•":
            break
        elif word == "%":
            found.unit = steps == 1
            break
        elif word in ("or", "and"):
            pass
        elif word in ("more", "up", "above", "upwards", "less", "below"):
            if last in ("or", "and") or word == "upwards":
                found.bound = "cap" if word in ("less", "below") else "floor"
        elif word in CAP_AFTER:
            found.bound = found.bound or "cap"
        elif word in ("minimum", "min"):
            found.bound = found.bound or "floor"
        else:
            closed = True
            if steps > 6:
                break
        last = word
    if plus:
        found.bound = "floor"
    if not text.isascii():
        _look_wide_after(text, found, end)
    return found


_BARE: Final = dict.fromkeys(map(ord, "./ \u00a0"))
_WIDE_PERIODS: Final = re.compile(
    r"\s?(?:/|每|一|1|毎|个|個|ヶ|か|per)*\s?(時間|小时|小時|時|시간|日|天|일|週|周|주|月|월|개월|か月|年|년|연)"
)
_WIDE_PERIOD: Final = {
    "時間": "hour",
    "小时": "hour",
    "小時": "hour",
    "時": "hour",
    "시간": "hour",
    "日": "day",
    "天": "day",
    "일": "day",
    "週": "week",
    "周": "week",
    "주": "week",
    "月": "month",
    "월": "month",
    "개월": "month",
    "か月": "month",
    "年": "year",
    "년": "year",
    "연": "year",
}


def _look_wide_after(text: str, found: After, end: int) -> None:
    tail = text[end : end + 12]
    stripped = tail.lstrip(" (（")
    if stripped.startswith(FLOOR_AFTER[9:]):
        found.bound = "floor"
    elif stripped.startswith(("以下", "以内", "まで", "이하", "까지")):
        found.bound = "cap"
    if tail.startswith(("/", "／", " /", "每", "一")) and found.period is None:
        hit = _WIDE_PERIODS.match(tail)
        if hit:
            found.period = _WIDE_PERIOD[hit[1]]
            found.end = end + hit.end()
            found.unit = False
