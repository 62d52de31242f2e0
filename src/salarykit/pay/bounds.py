"""What a mark right before an amount says of it: a bound (`<`, `≥`), or a minus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.patterns import prefixes

if TYPE_CHECKING:
    from salarykit.pay.context import Context

__all__ = ["MARKS_BEFORE", "is_parted", "look_at_mark"]

MARKS_BEFORE: Final = frozenset("<>≤≥≦≧⩽⩾=-−–‒﹣(")
"""The last characters of what may be a mark."""
_NEAR: Final = 16  # characters before an amount in which a mark is looked for
_BOUND: Final = re.compile(r"(?<![-=<>/\"'])(<=?|>=?|[≤≥≦≧⩽⩾])[ \u00a0]?\Z")
_TAG: Final = re.compile(
    r"(?<![^\W_])(?:p|b|i|u|a|br|td|th|tr|li|ul|ol|h[1-6]|em|div|dd|dt|span|strong|small|font)>\Z",
    re.IGNORECASE,
)
_FLOORS: Final = frozenset(">≥≧⩾")
_DASH: Final = re.compile(r"[-–‒﹣]\Z|−[ \u00a0]?\Z")
_WORD: Final = re.compile(r"(?<![^\W_])[^\W\d_]{1,4}\.?\Z")
_OPENS: Final = frozenset("\n:;,=|([{-–—−")
_CURRENCY: Final = frozenset("$€£¥₹₽₩₪₺₫฿₱")
_GOES_ON: Final = re.compile(r"(?: [.,] ?|\. )\d{3}(?!\d)|, \d\d,\d{3}(?!\d)")
_BEGAN: Final = re.compile(r"(?<!\d)\d{1,3}(?: [.,] ?|\. )\Z")
_PARTS: Final = frozenset([" .", " ,", ". ", ", "])
_SIGNS: Final = frozenset([".", ","])
_LAKHS_BEGAN: Final = re.compile(r"(?:₹|Rs\.?|INR) ?\d{1,2}, \Z")
_GROUP: Final = 3  # digits
_REACH: Final = 8  # characters before a number in which another one may begin it


def look_at_mark(text: str, start: int, found: Context) -> None:
    """Add what the mark right before a position says: an open end, or that the amount is below nought and no pay.

    A dash after a word parts the two (`Salary -$45,000`), and one with a space after it opens a line of a list (`- £45k`).

    Examples:
        >>> from salarykit.pay.context import Context
        >>> found = Context()
        >>> look_at_mark("Salary: ≥ $45,000", 10, found)
        >>> found.bound, found.guarded
        ('floor', False)
        >>> look_at_mark("-$45,000", 1, found)
        >>> found.guarded
        True
    """
    near = text[start - _NEAR if start > _NEAR else 0 : start]
    bound = _BOUND.search(near)
    if bound and not _TAG.search(near):
        found.bound = "floor" if bound[1][0] in _FLOORS else "cap"
    dash = _DASH.search(near)
    if (dash and _is_minus(near[: dash.start()])) or _is_an_account_s(text, near):
        found.guarded, found.cue, found.near = True, 0, False


def is_parted(text: str, start: int, end: int) -> bool:
    """Return whether a number may be the beginning or the end of a longer one, with a space at its point or comma.

    Examples:
        >>> [is_parted("€ 52. 400", 2, 4), is_parted("€ 52. 400", 6, 9), is_parted("€ 52. 40 days", 2, 4)]
        [True, True, False]
    """
    if text[end : end + 2] in _PARTS and _GOES_ON.match(text, end):
        return True
    beside = text[start - 2 : start] if start > 1 else ""
    if not (beside in _PARTS or beside[1:] in _SIGNS):
        return False
    near = text[start - _REACH if start > _REACH else 0 : start]
    if end - start == _GROUP or (end - start > _GROUP and text[start + _GROUP] in ".,"):
        return _BEGAN.search(near) is not None
    return text[start + 2 : start + _GROUP] == "," and _LAKHS_BEGAN.search(near) is not None


def _is_minus(before: str) -> bool:
    """Return whether a dash is a minus, by what stands before it: nothing, what opens a value, or a currency."""
    before = before.rstrip(" \u00a0")
    if not before or before[-1] in _OPENS:
        return True
    word = _WORD.search(before)
    if before[-1] in _CURRENCY:
        return not before[:-1].rstrip()[-1:].isdigit()
    return word is not None and word[0] in prefixes() and not before[: word.start()].rstrip()[-1:].isdigit()


def _is_an_account_s(text: str, near: str) -> bool:
    """Return whether a text is nothing but an amount in brackets, as accounts write what is below nought."""
    return (
        near.strip() == "("
        and text.rstrip().endswith(")")
        and not any(map(str.isalpha, text[1:-1].strip("() kKmM")))
    )
