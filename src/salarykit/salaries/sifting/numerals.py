"""Numbers as people of every country group them, in a column whose cells agree on what the signs mean."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LIKE_A_NUMBER", "Decimal", "Numerals", "read_numerals"]

Decimal = Literal[".", ",", "mixed"]
"""What parts the decimals in a column; `mixed` where its cells contradict each other."""

LIKE_A_NUMBER: Final = r"^[+-]?[0-9０-９][0-9０-９.,．，'’` \x{a0}\x{2009}\x{202f}_]*$"
"""What a text must look like to be a number, in the writing of Arrow's regular expressions."""
_SHAPE: Final = re.compile(r"[+-]?[0-9][0-9.,'’` \u00a0\u2009\u202f_]*")
_SPACED: Final = re.compile(r"(?<=[0-9])['’` \u00a0\u2009\u202f_](?=[0-9]{3}(?![0-9]))")
_GROUPS: Final = {
    sign: re.compile(rf"[0-9]{{1,3}}(?:\{sign}[0-9]{{2,3}})*\{sign}[0-9]{{3}}") for sign in ".,"
}
_LARGEST: Final = 40  # signs; more is no amount


class Numerals(NamedTuple):
    """What a column's texts are as numbers.

    Attributes:
        values: the number of each text that is one.
        decimal: what parts the decimals; None if no text says so.
        unsure: texts that are two numbers, by what the sign in them means.
        grouped: a text whose sign was taken for one between thousands, by the others or for want of decimals.
    """

    values: dict[str, float]
    decimal: Decimal | None
    unsure: frozenset[str]
    grouped: str | None


def read_numerals(texts: Iterable[str], *, dots_group: bool) -> Numerals:
    """Return the numbers that texts are: the unmistakable ones say what a point and a comma mean in the others.

    Args:
        texts: the distinct texts of a column.
        dots_group: whether `65.000` is 65 thousand where no other text says so; `65,000` always is.

    Examples:
        >>> read_numerals(["65.000", "1.234,50", "72'500"], dots_group=False).values
        {'65.000': 65000.0, '1.234,50': 1234.5, "72'500": 72500.0}
        >>> read_numerals(["65.000", "65,000"], dots_group=False).values
        {'65.000': 65.0, '65,000': 65000.0}
        >>> read_numerals(["1,234.5", "1.234,5", "65.000"], dots_group=True).unsure
        frozenset({'65.000'})
    """
    bare = {text: digits for text in texts if (digits := _bare(text))}
    said = {sign for digits in bare.values() if (sign := _decimal(digits))}
    decimal: Decimal | None = "mixed" if len(said) > 1 else next(iter(said), None)
    values: dict[str, float] = {}
    unsure: set[str] = set()
    grouped = None
    for text, digits in bare.items():
        own = _decimal(digits)
        if own is None and decimal == "mixed" and ("." in digits or "," in digits):
            unsure.add(text)
            continue
        point = (
            own or (decimal if decimal != "mixed" else None) or ("," if dots_group and "." in digits else ".")
        )
        value = _value(digits, point)
        if value is not None:
            values[text] = value
            grouped = text if "." in digits and point == "," and own is None else grouped
    return Numerals(values, decimal, frozenset(unsure), grouped)


def _bare(text: str) -> str | None:
    """Return a text's digits, points and commas, if it holds nothing else."""
    text = unicodedata.normalize("NFKC", text).strip()
    if len(text) > _LARGEST or not _SHAPE.fullmatch(text):
        return None
    digits = _SPACED.sub("", text)
    return digits if re.fullmatch(r"[+-]?[0-9][0-9.,]*", digits) else None


def _decimal(digits: str) -> Literal[".", ","] | None:
    """Return what must be the decimal sign of a number; None if it has none, or may have either."""
    digits = digits.lstrip("+-")
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "," if digits.rfind(",") > digits.rfind(".") else "."
    if points > 1 or commas > 1:
        return "," if points else "."
    if not points and not commas:
        return None
    sign: Literal[".", ","] = "." if points else ","
    whole, _, rest = digits.partition(sign)
    thousands = len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")  # noqa: PLR2004 - thousands
    return None if thousands else sign


def _value(digits: str, decimal: str) -> float | None:
    """Return the number, if its other sign stands where thousands, or lakhs, are parted."""
    group = "," if decimal == "." else "."
    whole, _, rest = digits.lstrip("+-").partition(decimal)
    if not rest.isdigit() and (rest or decimal in digits[:-1]):
        return None
    if group in whole and not _GROUPS[group].fullmatch(whole):
        return None
    value = float(f"{whole.replace(group, '')}.{rest or 0}")
    return -value if digits.startswith("-") else value
