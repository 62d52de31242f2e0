"""Refuses a cell with a second figure that may as well be the pay, such as another range, or an end in another period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.reading.cell_pay import is_counted_word
from salarykit.reading.cells import quoted

if TYPE_CHECKING:
    from salarykit.pay.pay import Pay

__all__ = ["second_figure"]

_LINK: Final = r"(?:[-\u2013\u2014~\u301c]|to|bis|à|a|hasta|até|do|до|tot|til|till)"
_LINK_AFTER: Final = re.compile(rf"\s*{_LINK}\s*(?=[^\w\s]?\s?\d|[A-Z]{{3}}\s?\d)")
_LINK_BEFORE: Final = re.compile(rf"(?<=\w|\.|\))\s*{_LINK}\s*\Z")
# with no more digits than pay has
_NUMBER: Final = r"[^\w\s]?\d[\d.,'\u2019]{0,40}+(?:[ \u00a0\u202f]\d{3}(?!\d)){0,9}+\s?[kK]?(?:\s?[€$£])?"
_RANGE: Final = re.compile(rf"({_NUMBER})\s?{_LINK}\s?({_NUMBER})(?!\s?%)(?:\s?([^\W\d_]+))?")
_OR: Final = re.compile(
    r"\s*+(?:\u2192|[-=]>|\u21d2|,?\s?(?:or|now|oder|jetzt|ou|maintenant|ahora|oppure|ora|agora|eller|of|nu|lub|teraz|nebo|vagy|veya|или|або)\b)\s*+"
    r"(?=[^\w\s]?\s?\d|[A-Z]{3}\s?\d)",
    re.IGNORECASE,
)
"""What is written between a figure and another one that is an alternative or a replacement: `or`, `now`, an arrow."""
_BESIDE: Final = re.compile(
    r"(?:\s{0,8}+[/|\\;,&>_]\s{0,8}+|\s{1,8}+)(?=[^\w\s]\s?\d|[A-Z]{2,3}[$£]?\s?\d|\d)"
)
"""What is written between two figures without a word: a space or a punctuation mark."""
_SIGN_OF_NEXT: Final = re.compile(r"\s+(?:[^\w\s]|[A-Z]{2,3}[$£]?)\s?\Z")
_WORD: Final = re.compile(r"(?<![^\W\d_])(?![A-Z]{3}(?![^\W\d_]))[^\W\d_]{2,}|OTE")
_CENTS: Final = re.compile(r"\s\d\d\s*+")
"""Two digits that may be the decimals of the figure before them, or another number: `14 € 20`."""
_ADDED: Final = re.compile(r"(?:\+|\bplus)\s*[^\w\s]?\s*\Z", re.IGNORECASE)
_IN_A_YEAR: Final = {
    "hour": (1_720.0, 2_180.0),
    "day": (215.0, 265.0),
    "week": (44.0, 53.0),
    "fortnight": (24.0, 27.0),
    "half-month": (24.0, 28.0),
    "month": (12.0, 14.0),
    "quarter": (4.0, 5.0),
    "year": (1.0, 1.0),
}
"""How many of each period may be paid in a year: the least and the most."""
_NEAR: Final = 100  # characters before and after a range that are read; more would take quadratic time
_UNLIKE: Final = 5  # the largest ratio of two ranges either of which may be the pay


def second_figure(text: str, pay: Pay) -> tuple[str, str] | None:
    """Return the code and the message with which a cell is refused for a second figure; None if that does not matter.

    The same pay in two periods is one pay, and the first is read. The same pay in another currency, or a bonus, does not count.

    Examples:
        >>> from salarykit.pay.parse import find_pay
        >>> texts = (
        ...     "£40k pa - £25 ph",
        ...     "£13.10 per hour - £27,000 per year",
        ...     "40k-50k or 60k-70k",
        ...     "€45,000 (~$49,000)",
        ...     "was £28,000, now £30,000",
        ...     "£28,000 / £30,000",
        ...     "£28k - £30k - £32k",
        ... )
        >>> [(second_figure(text, find_pay(text, country="GB")) or ("fine",))[0] for text in texts]
        ['contradiction', 'fine', 'ambiguous_number', 'fine', 'ambiguous_number', 'ambiguous_number', 'ambiguous_number']
    """
    start, end = pay.position
    if not any(map(str.isdigit, text[:start] + text[end:])):
        return None
    if pay.low == pay.high:
        if _CENTS.fullmatch(text, end) or _has_alternative(text, pay) or _has_neighbour(text, pay):
            return (
                "ambiguous_number",
                f"{quoted(text)} has two figures, and it is not clear which of them is the row's. Write one per row.",
            )
        other = _other_end(text, start, end)
        if other and other.period and pay.period and not _may_be_same(pay, other):
            return (
                "contradiction",
                f"{quoted(text)} has ends in two periods that are not the same pay. Write both for one period.",
            )
    elif pay.low and pay.high and (_has_other_range(text, pay) or _has_third_end(text, pay)):
        return (
            "ambiguous_number",
            f"{quoted(text)} has two ranges, and it is not clear which of them is the row's. Write one per row.",
        )
    return None


def _pay(text: str) -> Pay | None:
    from salarykit.pay.parse import find_pay

    return find_pay(text)


def _other_end(text: str, start: int, end: int) -> Pay | None:
    """Return the single amount that a dash or a word links to the amount at a position, before or after it."""
    after = _LINK_AFTER.match(text, end)
    before = None if after else _LINK_BEFORE.search(text[:start])
    other = _pay(text[after.end() :]) if after else _pay(text[: before.start()]) if before else None
    return other if other and other.low == other.high else None


def _has_alternative(text: str, pay: Pay) -> bool:
    """Return whether an alternative follows: a figure of about the same size that is not the same pay in another period."""
    link = _OR.match(text, pay.position[1])
    if link is None:
        return False
    rest = text[link.end() :]
    other = _pay(rest) or _pay(f"{pay.currency or 'USD'} {rest}")
    return other is not None and bool(other.low and other.high) and _competes(pay, other)


def _has_neighbour(text: str, pay: Pay) -> bool:
    """Return whether the rest of the text is another figure of about the same size with its own currency: `$90,000/$110,000`."""
    start, end = pay.position
    if sign := _SIGN_OF_NEXT.search(text[:end]):
        end = sign.start() if text[end:].lstrip()[:1].isdigit() else end
    after = _BESIDE.match(text, end)
    before = next((match for match in _BESIDE.finditer(text) if match.end() == start), None)
    rest = text[after.end() :] if after else text[: before.start()] if before else ""
    other = None if _WORD.search(rest) else _pay(rest)
    if other is None or not (other.low and other.high and (other.currency or other.alternatives)):
        return False
    return _competes(pay, other)


def _has_third_end(text: str, pay: Pay) -> bool:
    """Return whether a range goes on to a third figure of about the same size: `30,000 - 35,000 - 40,000`."""
    link = _LINK_AFTER.match(text, pay.position[1])
    if link is None:
        return False
    rest = text[link.end() :]
    other = _pay(rest) or _pay(f"{pay.currency or 'USD'} {rest}")
    return other is not None and bool(other.low and other.high) and _competes(pay, other)


def _may_be_same_money(one: Pay, other: Pay) -> bool:
    meant = {other.currency, *other.alternatives} - {None}
    return not (one.currency and meant) or one.currency in meant


def _may_be_same(one: Pay, other: Pay) -> bool:
    """Return whether two amounts may be the same pay in different periods."""
    (low, high), (other_low, other_high) = _year_of(one), _year_of(other)
    return one.period == other.period or (low <= other_high and other_low <= high)


def _year_of(pay: Pay, period: str | None = None) -> tuple[float, float]:
    """Return the least and the most that pay may come to in a year; `period` is for pay that states none."""
    least, most = _IN_A_YEAR.get(pay.period or period or "year", (1.0, 1.0))
    return (pay.low or 0.0) * least, (pay.high or 0.0) * most


def _has_other_range(text: str, pay: Pay) -> bool:
    """Return whether a text has a second range of about the same size that is not the same pay in another period."""
    start, end = pay.position
    for match in _RANGE.finditer(text):
        is_own = match.start() < end and match.end() > start
        if (
            is_own
            or _ADDED.search(text[max(match.start() - _NEAR, 0) : match.start()])
            or is_counted_word(match[3] or "")
        ):
            continue
        stop = min(start if match.end() <= start else len(text), match.end() + _NEAR)
        money = "" if match[0][0] in "$€£" else f"{pay.currency or 'USD'} "
        other = _pay(f"{money}{text[match.start() : stop]}")
        if other and other.low and other.high and other.low != other.high and _competes(pay, other):
            return True
    return False


def _competes(one: Pay, other: Pay) -> bool:
    """Return whether another figure may as well be the pay: in the same currency, of about the same size, and not the same pay."""
    (low, high), (other_low, other_high) = _year_of(one, other.period), _year_of(other, one.period)
    if not _may_be_same_money(one, other) or other_low > _UNLIKE * high or low > _UNLIKE * other_high:
        return False
    if one.period != other.period and one.period and other.period:
        return other_low > high or low > other_high
    return (one.low, one.high) != (other.low, other.high)
