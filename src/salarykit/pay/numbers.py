"""The value of a number, in whichever notation its country writes it."""

from __future__ import annotations

import re
from typing import Final

from salarykit.pay.lazy_patterns import lazy_pattern

__all__ = ["decimal_sign", "grouping", "is_fragment", "number"]

_GROUP: Final = 3
_SPACES: Final = dict.fromkeys(map(ord, " \u00a0\u2009\u202f'’٬"))
_COMMON: Final = re.compile(r"\d{1,3}(?:(,)\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?")
_GOES_ON: Final = re.compile(r"(?: [.,] ?|\. )\d{3}(?!\d)|, \d\d,\d{3}(?!\d)")
_BEGAN: Final = lazy_pattern(r"(?<!\d)\d{1,3}(?: [.,] ?|\. )\Z")
_PARTS: Final = frozenset([" .", " ,", ". ", ", "])
_SIGNS: Final = frozenset([".", ","])
_LAKHS_BEGAN: Final = lazy_pattern(r"(?:₹|Rs\.?|INR) ?\d{1,2}, \Z")
_REACH: Final = 8  # characters before a number that are searched for its first half


def grouping(shape: str) -> str | None:
    """Return the separator of thousands in the commonest notation, "" if there is none; None for any other notation.

    Examples:
        >>> grouping("120,000.50"), grouping("120000"), grouping("1.234,56")
        (',', '', None)
    """
    if shape.isdecimal():
        return ""
    match = _COMMON.fullmatch(shape)
    return (match[1] or "") if match else None


def number(text: str, *, scaled: bool = False) -> float | None:
    """Return the value of a number; None if its separators are not those of a number.

    One separator before exactly three digits groups thousands ("1.234", "1,234"), unless it is a point and a multiplier follows
    ("1.125 million"), or the number begins with a zero ("0.125"). Of two kinds of separator, the last is the decimal sign.

    Args:
        text: digits of any script and separators between them.
        scaled: whether a multiplier follows.

    Examples:
        >>> [
        ...     number(text)
        ...     for text in ("1,234.56", "1.234,56", "1 234", "1'234.50", "12,00,000", "1.234", "12,5")
        ... ]
        [1234.56, 1234.56, 1234.0, 1234.5, 1200000.0, 1234.0, 12.5]
        >>> number("1.125", scaled=True), number("0.125"), number("1,2,3")
        (1.125, 0.125, None)
        >>> number("68, 770"), number(",89"), number("500٫000"), number("2'450.000")
        (68770.0, 0.89, 500.0, 2450000.0)
    """
    if text.isdecimal():
        return float(text)
    if text[0] in ".,":
        return float(f"0.{text[1:]}") if text[1:].isdecimal() else None
    head, _, tail = text.partition(",")
    if (
        len(tail) == _GROUP
        and head[0] != "0"
        and len(head) <= _GROUP
        and head.isdecimal()
        and tail.isdecimal()
    ):
        return float(head + tail)
    if "'" in text or "’" in text:
        text = _without_million_mark(text)
    text = text.translate(_SPACES)
    decimal = decimal_sign(text)
    if decimal:
        return _mixed(text, "." if decimal == "," else ",", decimal)
    separator = "," if "," in text else "." if "." in text else None
    return _single(text, separator, scaled=scaled) if separator else float(text)


def _without_million_mark(text: str) -> str:
    """Return a number without the separators around its thousands, if an apostrophe marks millions, as in Colombia: 2'450.000."""
    million, mark, rest = text.replace("’", "'").rpartition("'")
    thousands, point, ones = rest[:_GROUP], rest[_GROUP : _GROUP + 1], rest[_GROUP + 1 :]
    if mark and point in _SIGNS and len(ones) == _GROUP and (thousands + ones).isdecimal():
        return million + thousands + ones
    return text


def decimal_sign(text: str) -> str | None:
    """Return the decimal sign of a number if it is certain: the last of two kinds of separator, or the Arabic sign.

    Examples:
        >>> decimal_sign("1,234.5"), decimal_sign("1.234,5"), decimal_sign("500٫000"), decimal_sign("1.234")
        ('.', ',', '٫', None)
    """
    if "٫" in text:
        return "٫"
    comma, dot = text.rfind(","), text.rfind(".")
    if comma < 0 or dot < 0:
        return None
    return "," if comma > dot else "."


def _mixed(text: str, grouping: str, decimal: str) -> float | None:
    whole, _, rest = text.partition(decimal)
    if not rest.isdecimal() or not _grouped(whole.split(grouping)):
        return None
    return float(f"{whole.replace(grouping, '')}.{rest}")


def _single(text: str, separator: str, *, scaled: bool) -> float | None:
    parts = text.split(separator)
    last = len(parts[-1])
    if len(parts) > 2:  # noqa: PLR2004 - a second separator can only group
        return float("".join(parts)) if _grouped(parts) else None
    decimal = last != _GROUP or parts[0][0] == "0" or len(parts[0]) > _GROUP or (scaled and separator == ".")
    return float(f"{parts[0]}.{parts[1]}") if decimal else float("".join(parts))


def _grouped(parts: list[str]) -> bool:
    """Return whether these are groups of thousands, or of lakhs and crores."""
    if len(parts) == 1:
        return True
    middle = {len(part) for part in parts[1:-1]}
    return len(parts[-1]) == _GROUP and 1 <= len(parts[0]) <= _GROUP and (middle <= {3} or middle <= {2})


def is_fragment(text: str, start: int, end: int) -> bool:
    """Return whether a number may be one half of a longer number with a space next to its point or comma.

    Examples:
        >>> [
        ...     is_fragment("€ 52. 400", 2, 4),
        ...     is_fragment("€ 52. 400", 6, 9),
        ...     is_fragment("€ 52. 40 days", 2, 4),
        ... ]
        [True, True, False]
    """
    if text[end : end + 2] in _PARTS and _GOES_ON.match(text, end):
        return True
    before = text[start - 2 : start] if start > 1 else ""
    if not (before in _PARTS or before[1:] in _SIGNS):
        return False
    near = text[start - _REACH if start > _REACH else 0 : start]
    if end - start == _GROUP or (end - start > _GROUP and text[start + _GROUP] in ".,"):
        return _BEGAN.search(near) is not None
    return text[start + 2 : start + _GROUP] == "," and _LAKHS_BEGAN.search(near) is not None
