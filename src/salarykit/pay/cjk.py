"""The context of an amount in scripts that do not separate words: Japanese, Chinese, Korean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.package import once
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.normalise import may_be_cjk, non_ascii
from salarykit.pay.other_money import OTHER_MONEY_CJK
from salarykit.pay.words import CJK_CUES, CJK_OTHER_MONEY, CJK_PERIODS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salarykit.pay.context import Context

__all__ = ["has_cjk", "is_unspaced", "read_cjk_after", "read_cjk_before"]

_CJK: Final = lazy_pattern("[\u3040-\u30ff\u3400-\u9fff]")
_HANGUL: Final = lazy_pattern("[\uac00-\ud7a3]")
"""Two patterns, because `re` takes milliseconds to compile a set of three such ranges."""
_UNSPACED: Final = (
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1100", "\u11ff"),
    ("\u1780", "\u17ff"),
    ("\u2e80", "\u9fff"),
    ("\uac00", "\ud7ff"),
    ("\uf900", "\ufaff"),
    ("\uff00", "\uffef"),
)
_NEAR: Final = 24  # characters that are read before an amount
_TAIL: Final = 12  # and after it


def has_cjk(text: str) -> bool:
    """Return whether a text has Japanese, Chinese or Korean characters.

    Examples:
        >>> has_cjk("月給25万円"), has_cjk("25.000 €")
        (True, False)
    """
    if text.isascii() or not may_be_cjk(text):
        return False
    text = non_ascii(text)
    return _CJK.search(text) is not None or _HANGUL.search(text) is not None


def is_unspaced(text: str) -> bool:
    """Return whether a text ends in a script that does not separate words, such as Japanese or Thai.

    Examples:
        >>> is_unspaced("万円"), is_unspaced("kr")
        (True, False)
    """
    last = text[-1:]
    return last > "\u0dff" and any(first <= last <= final for first, final in _UNSPACED)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_EACH: Final = "(?:[/／]|每|一个?|1|毎|per[ ])"


_INCLUDED: Final = "[ 　]?(?:込|含|込み|あり|有り?|完備|無料|別途|包|포함|있음|가능|별도|무료)"
_ONLY_PERIODS: Final = frozenset(
    """
    日額 日あたり 月額 月あたり 毎月 月々 年額 年間 毎年 每小時 每小时 每天 每日 一天 一个月 一個月 每周 每週 每月 按月 每季度 每季 每年
    월 매월 월당 연 연간 매년 연당 주당 시간당
    """.split()
)
"""Cues that state only a period, as a price may do as well."""


@once
def _cue() -> re.Pattern[str]:
    """Return the pattern of a word that points to pay or to other money; a word for something paid in addition is neither."""
    other = _any({*CJK_OTHER_MONEY, *OTHER_MONEY_CJK})
    return re.compile(rf"(?:{other})(?!{_INCLUDED})|{_any(CJK_CUES)}")


@once
def _other_money() -> re.Pattern[str]:
    return re.compile(rf"[ \u3000]?の?(?:{_any({*CJK_OTHER_MONEY, *OTHER_MONEY_CJK})})")


@once
def _period() -> re.Pattern[str]:
    """Return the pattern of `/月`, which does not match the slash before the `月給` of another figure."""
    return re.compile(
        rf"""
        [ （(]?(?:税前|税后|税込)?
        {_EACH}[ ]?(?:个|個|ヶ|か)?
        (?P<period>{_any(CJK_PERIODS)})
        (?![収收給给俸額额薪봉급])
        """,
        re.VERBOSE,
    )


@once
def _unknown_period() -> re.Pattern[str]:
    return re.compile(
        rf"""
        [ （(]?{_EACH}[ ]?(?!(?:{_any(CJK_CUES)}))[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]
      | [ （(](?:每|毎)
        """,
        re.VERBOSE,
    )


_UNKNOWN_PERIOD_BEFORE: Final = lazy_pattern(
    r"""
    (?:件|回|コマ|記事|文字|本|個|单|單|次|篇|건|회|편|장|개)
    (?:あたり|当たり|につき|당)?
    [ :：]?\Z
    """,
    re.VERBOSE,
)
"""What an amount is paid for, if it is not a length of time: `1件500円`, `건당 5,000원`."""
_PERIOD_BEFORE: Final = lazy_pattern(r"(?:\A|[/／|｜・,，、:：( （])([月年日])[ ]?\Z")
"""A period right before an amount, and nothing before that to count it: `月28万円`, but not `12月5万円`."""
_BREAK: Final = lazy_pattern("[\n。！!;；]|[.] ")
_FLOOR: Final = lazy_pattern(r"[ (（]?(?:以上|起|이상|から|부터|\+(?![ ]?[^\W\d_])|[~〜～](?!\d))")
_CAP: Final = lazy_pattern(r"[ (（]?(?:以下|以内|まで|이하|까지|封顶)")
_CAP_BEFORE: Final = lazy_pattern(r"(?:最高|最大|上限|最多|최대|(?<!\d)[~〜～])[：: ]?\Z")
_SALARIES: Final = lazy_pattern(r"[ ]?[·•・xX×*＊]?[ ]?\d\d(?:[.,]\d)?薪")
_OR: Final = ("又は", "または", "或", "もしくは")
_GROSS: Final = ("税前", "額面", "세전")
_NET: Final = ("税后", "手取", "세후")
_COUNTED: Final = lazy_pattern("[名人社件歳分年日時回％]|ヶ月|か月|명|년|일|시|%")


def read_cjk_before(text: str, start: int, context: Context) -> None:
    """Add what the characters before a position say. The nearest word counts, or the first of two joined by "or"."""
    near = text[start - _NEAR if start > _NEAR else 0 : start]
    if near.isascii():
        if near[-1:] == "~" and _CAP_BEFORE.search(near):
            context.bound = "cap"
        return
    near = _BREAK.split(near)[-1]
    hits = list(_cue().finditer(near))
    if hits:
        _read_cue(near, hits, context)
    if context.period is None:
        _read_period_before(near, start, context)
    if _CAP_BEFORE.search(near):
        context.bound = "cap"
    _read_tax(near, context)


def _read_period_before(near: str, start: int, context: Context) -> None:
    """Add the period that a single character right before a position states, or the position if the character is for something else."""
    bare = _PERIOD_BEFORE.search(near)
    if bare:
        context.period = CJK_PERIODS[bare[1]]
    elif _UNKNOWN_PERIOD_BEFORE.search(near):
        context.unknown_period_at = start


def _read_cue(near: str, hits: list[re.Match[str]], context: Context) -> None:
    """Add what the words for pay and for other money before a position say."""
    word = _nearest(near, hits)
    meant = CJK_CUES.get(word)
    if meant is None:
        context.is_other_money, context.cue = True, 0
        return
    period, currency = meant.split()
    context.currency = context.currency if currency == "-" else currency
    period = _period_before(hits) if period == "-" else period
    context.period = context.period if period == "-" else period
    context.cue, context.cue_is_near, context.is_other_money = 2, True, False
    context.has_only_period = word in _ONLY_PERIODS and not any(
        earlier.group() in CJK_CUES and earlier.group() not in _ONLY_PERIODS for earlier in hits
    )


def _nearest(near: str, hits: list[re.Match[str]]) -> str:
    """Return the nearest of some words; the one before it if it only states a period, and the first of those joined by "or"."""
    hit = hits[-1]
    if len(hits) > 1 and hit.group() in _ONLY_PERIODS and hits[-2].group() not in CJK_CUES:
        hit = hits[-2]  # 駐車場代 月額5,000円
    for earlier in reversed(hits[:-1]):
        if not any(word in near[earlier.end() : hit.start()] for word in _OR):
            break
        hit = earlier
    return hit.group()


def _period_before(hits: list[re.Match[str]]) -> str:
    """Return the period that the word before the last one states, as in 一天能挣300块; "-" if it states none."""
    word = hits[-2].group() if len(hits) > 1 else ""
    return CJK_CUES[word].split()[0] if word in _ONLY_PERIODS else "-"


def read_cjk_after(text: str, end: int, context: Context) -> None:
    """Add what the characters after a position say."""
    tail = text[end : end + _TAIL]
    if _FLOOR.match(tail):
        context.bound = "floor"
    elif _CAP.match(tail):
        context.bound = "cap"
    if tail.isascii():
        context.is_count = context.is_count or tail[:1] == "%"
        return
    hit = _period().match(tail)
    if hit:
        context.period = context.period or CJK_PERIODS[hit["period"]]
        context.end = max(context.end, end + hit.end())
    else:
        context.is_count = context.is_count or bool(_COUNTED.match(tail))
        if context.period is None and _unknown_period().match(tail):
            context.unknown_period_at = end
    context.is_other_money = context.is_other_money or bool(_other_money().match(tail))
    _read_tax(tail, context)
    if _SALARIES.search(tail):
        context.currency, context.cue = "CNY", 2


def _read_tax(near: str, context: Context) -> None:
    if any(word in near for word in _GROSS):
        context.gross = True
    elif any(word in near for word in _NET):
        context.gross = False
