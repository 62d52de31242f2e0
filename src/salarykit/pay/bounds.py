"""What a mark right before an amount says about it: a bound (`<`, `≥`), or a minus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.currency_names import signs_before

if TYPE_CHECKING:
    from salarykit.pay.context import Context

__all__ = ["MARKS_BEFORE", "read_mark"]

MARKS_BEFORE: Final = frozenset("<>≤≥≦≧⩽⩾=-−–‒﹣(")
"""The last characters of what may be a mark."""
_NEAR: Final = 16  # characters before an amount in which a mark is looked for
_BOUND: Final = re.compile(r"(?<![-=<>/\"'])(<=?|>=?|[≤≥≦≧⩽⩾])[ \u00a0]?\Z")
_TAG: Final = re.compile(
    r"""
    (?<![^\W_])
    (?:p|b|i|u|a|br|td|th|tr|li|ul|ol|h[1-6]|em|div|dd|dt|span|strong|small|font)
    >\Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""The end of a tag of HTML, which is no bound."""
_FLOORS: Final = frozenset(">≥≧⩾")
_DASH: Final = re.compile(r"[-–‒﹣]\Z|−[ \u00a0]?\Z")
_WORD: Final = re.compile(r"(?<![^\W_])[^\W\d_]{1,4}\.?\Z")
_OPENS: Final = frozenset("\n:;,=|([{-–—−")
_CURRENCY: Final = frozenset("$€£¥₹₽₩₪₺₫฿₱")


def read_mark(text: str, start: int, context: Context) -> None:
    """Add what the mark right before a position says: an open end, or that the amount is negative and no pay.

    A dash after a word separates the two (`Salary -$45,000`), and one with a space after it opens a line of a list (`- £45k`).

    Examples:
        >>> from salarykit.pay.context import Context
        >>> context = Context()
        >>> read_mark("Salary: ≥ $45,000", 10, context)
        >>> context.bound, context.is_other_money
        ('floor', False)
        >>> read_mark("-$45,000", 1, context)
        >>> context.is_other_money
        True
    """
    near = text[start - _NEAR if start > _NEAR else 0 : start]
    bound = _BOUND.search(near)
    if bound and not _TAG.search(near):
        context.bound = "floor" if bound[1][0] in _FLOORS else "cap"
    dash = _DASH.search(near)
    if (dash and _is_minus(near[: dash.start()])) or _is_accounting_negative(text, near):
        context.is_other_money, context.cue, context.cue_is_near = True, 0, False


def _is_minus(before: str) -> bool:
    """Return whether a dash is a minus, by what stands before it: nothing, what opens a value, or a currency."""
    before = before.rstrip(" \u00a0")
    if not before or before[-1] in _OPENS:
        return True
    word = _WORD.search(before)
    if before[-1] in _CURRENCY:
        return not before[:-1].rstrip()[-1:].isdigit()
    return (
        word is not None and word[0] in signs_before() and not before[: word.start()].rstrip()[-1:].isdigit()
    )


def _is_accounting_negative(text: str, near: str) -> bool:
    """Return whether a text is nothing but an amount in brackets, as accountants write a negative one."""
    return (
        near.strip() == "("
        and text.rstrip().endswith(")")
        and not any(map(str.isalpha, text[1:-1].strip("() kKmM")))
    )
