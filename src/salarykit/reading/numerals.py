"""Reads numbers as people of any country write them: their digits, and the form of their points and commas."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from salarykit.errors import InvalidQuery
from salarykit.package import remembered

__all__ = ["MIRROR", "NumberForm", "Numeral", "Separator", "check_decimal", "forms_in", "numeral", "value_of"]

Separator = Literal[".", ","]
"""A character that separates decimals or groups thousands."""


class NumberForm(IntEnum):
    """How points and commas are placed in a number; each form with commas has a mirror image with points, `MIRROR` later."""

    PLAIN = 0
    """`65000`"""
    COMMA_THREE = 1
    """`65,000`: thousands, or three decimals."""
    COMMA_GROUPS = 2
    """`1,234,567`: thousands or lakhs, and nothing else."""
    COMMA_GROUPS_POINT = 3
    """`1,234.50`: thousands, and decimals after a point."""
    COMMA_DECIMALS = 4
    """`65,50`: decimals, or thousands with a digit missing."""
    COMMA_LONG = 5
    """`65,0833`: decimals, or thousands with a digit too many."""
    COMMA_WHOLE = 6
    """`1234,5`: decimals, because the four digits before the comma are not grouped."""
    POINT_THREE = 7
    POINT_GROUPS = 8
    POINT_GROUPS_COMMA = 9
    POINT_DECIMALS = 10
    POINT_LONG = 11
    POINT_WHOLE = 12

    @property
    def decimal(self) -> Separator:
        """The decimal separator of a number by itself; three digits after a separator count as thousands."""
        return "," if NumberForm.COMMA_DECIMALS <= self <= NumberForm.POINT_GROUPS_COMMA else "."


MIRROR: Final = 6
"""The distance from a form with a comma to the same form with a point."""
_SWAPPED: Final = str.maketrans(".,", ",.")
_THOUSANDS: Final = {
    NumberForm.COMMA_THREE: NumberForm.COMMA_GROUPS,
    NumberForm.POINT_THREE: NumberForm.POINT_GROUPS,
}
_THOUSANDTHS: Final = {
    NumberForm.COMMA_THREE: NumberForm.COMMA_GROUPS,
    NumberForm.POINT_THREE: NumberForm.POINT_DECIMALS,
}
_SHAPE: Final = re.compile(r"[+-]?[0-9.,][0-9.,'’`´ʼ′ \u00a0\u2009\u202f_٬٫]*")
_SPACED: Final = re.compile(r"(?<=[0-9])['’`´ʼ′ \u00a0\u2009\u202f_٬](?=[0-9]{3}(?![0-9]))")
_APART: Final = re.compile(
    r"(?<=[0-9])[ \u00a0\u2009\u202f]?([.,])[ \u00a0\u2009\u202f]?(?=[0-9]{3}(?![0-9]))"
)
_DIGITS: Final = re.compile(r"([+-]?)([0-9][0-9.,]*|[.,][0-9]+)")
_GROUPS: Final = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:,[0-9]{2})+,[0-9]{3})")
_TOKEN: Final = re.compile(r"(?<![0-9])[0-9]++(?:[.,][0-9]++)++")
_RAISED: Final = re.compile("(?<=[0-9])[⁰¹²³⁴-⁹₀-₉]+$")  # a reference to a note
_LARGEST: Final = 40  # the most characters of an amount
_THREE: Final = 3
_REMEMBERED: Final = 1 << 14  # the most shapes that are remembered
SAME_DIGITS: Final = str.maketrans("23456789", "1" * 8)
"""Translates a text to its shape: every digit becomes 1, except 0, which may be a leading zero."""


class Numeral(NamedTuple):
    """A number as it is written.

    Attributes:
        digits: a minus, ASCII digits, points and commas.
        form: the form of its points and commas; None if they are misplaced, as in `1,23,4`.
    """

    digits: str
    form: NumberForm | None


def check_decimal(decimal: object, *, infer: bool) -> None:
    """Refuse an invalid decimal separator, and a comma if only plain numbers are read.

    Raises:
        InvalidQuery: naming it.
    """
    if decimal is not None and (not isinstance(decimal, str) or decimal not in (".", ",")):
        raise InvalidQuery(f"decimal={decimal!r}: choose '.' or ','.", value=decimal)
    if decimal == "," and not infer:
        raise InvalidQuery(
            "decimal=',' needs infer=True: without it only plain numbers are read, whose decimal separator is the point.",
            value=decimal,
        )


def numeral(text: str) -> Numeral | None:
    """Return the number that a text consists of, in digits of any script; None for any other text.

    Examples:
        >>> [
        ...     numeral(text).digits
        ...     for text in (
        ...         "72'500",
        ...         "1 234,50",
        ...         "68, 770",
        ...         "\u0666\u0665\u066c\u0660\u0660\u0660",
        ...         "\u221245000",
        ...     )
        ... ]
        ['72500', '1234,50', '68,770', '65000', '-45000']
        >>> [numeral(text).form.name for text in ("65,000", "12,00,000", "1.234,50", "65,50", "0.500")]
        ['COMMA_THREE', 'COMMA_GROUPS', 'POINT_GROUPS_COMMA', 'COMMA_DECIMALS', 'POINT_DECIMALS']
        >>> numeral("1,23,4"), numeral("6 5000"), numeral("65k")
        (Numeral(digits='1,23,4', form=None), Numeral(digits='6 5000', form=None), None)
    """
    shape = text.translate(SAME_DIGITS)
    cached = _numeral(shape)  # the form depends on the shape alone, and texts have few shapes
    if cached is None or cached.digits != shape:
        return cached and _numeral(text)
    return Numeral(text, cached.form)


@remembered(_REMEMBERED)
def _numeral(text: str) -> Numeral | None:
    text = _ascii(text).strip()
    if len(text) > _LARGEST or not _SHAPE.fullmatch(text) or not re.search("[0-9]", text):
        return None
    digits = _APART.sub(r"\1", _SPACED.sub("", text))
    arabic = digits.count("٫") == 1 and not re.search("[.,]", digits)  # this separator is only for decimals
    digits = digits.replace("٫", ".") if arabic else digits
    if len(digits) > 1 and digits[-1] in ".,":
        digits = digits[:-1]  # the full stop of a sentence
    match = _DIGITS.fullmatch(digits)
    form = NumberForm.PLAIN if arabic and match else _form(match[2]) if match else None
    return Numeral(digits, form)


def _ascii(text: str) -> str:
    """Return a text with digits, points, commas and minus signs of other scripts replaced by those of ASCII."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", _RAISED.sub("", text)).replace("−", "-")
    return "".join(str(unicodedata.decimal(character, character)) for character in text)


def _form(digits: str) -> NumberForm | None:
    """Return the form of a number whose minus sign was removed; None if it is not a number."""
    points, commas = digits.count("."), digits.count(",")
    if not points and not commas:
        return NumberForm.PLAIN
    swap = digits.rfind(",") > digits.rfind(".") if points and commas else points > 0
    same = digits.translate(_SWAPPED) if swap else digits
    form = _form_with_both(same) if points and commas else _comma_form(same)
    return NumberForm(form + MIRROR) if form and swap else form


def _form_with_both(digits: str) -> NumberForm | None:
    """Return the form of a number with commas before a point."""
    whole, _, rest = digits.partition(".")
    return NumberForm.COMMA_GROUPS_POINT if rest.isdigit() and _GROUPS.fullmatch(whole) else None


def _comma_form(digits: str) -> NumberForm | None:
    """Return the form of a number with commas and no point."""
    whole, _, rest = digits.partition(",")
    if "," in rest:
        return NumberForm.COMMA_GROUPS if _GROUPS.fullmatch(digits) else None
    if len(whole) > _THREE:
        return NumberForm.COMMA_WHOLE
    if len(rest) == _THREE and whole.strip("0"):
        return None if whole.startswith("0") else NumberForm.COMMA_THREE
    return NumberForm.COMMA_LONG if len(rest) > _THREE else NumberForm.COMMA_DECIMALS


def value_of(digits: str, decimal: Separator) -> float:
    """Return the value of a number, given its decimal separator; the other separator groups thousands.

    Examples:
        >>> value_of("1.234,50", ","), value_of("65.000", ","), value_of("-65.000", ".")
        (1234.5, 65000.0, -65.0)
    """
    return float(digits.replace("," if decimal == "." else ".", "").replace(decimal, "."))


def forms_in(text: str, multipliers: frozenset[str], *, thousandths: bool = False) -> frozenset[NumberForm]:
    """Return the forms of the numbers with a point or a comma in the shape of a text, except those before a multiplier.

    A separator before three digits groups thousands here, which is how pay in words is read.

    Args:
        text: the shape of pay in words.
        multipliers: words that multiply the number before them, so that its decimals are not those of an amount.
        thousandths: whether it is in a currency of three decimals, which follow a point.

    Examples:
        >>> forms_in("$65,000 - $70,500.50", frozenset()) == {
        ...     NumberForm.COMMA_GROUPS,
        ...     NumberForm.COMMA_GROUPS_POINT,
        ... }
        True
        >>> forms_in("$1.125 million", frozenset(["million"]))
        frozenset()
    """
    return _forms_in(text, multipliers, thousandths)


@lru_cache(_REMEMBERED)
def _forms_in(text: str, multipliers: frozenset[str], thousandths: bool) -> frozenset[NumberForm]:  # noqa: FBT001 - cached, and never called with a keyword
    meant = _THOUSANDTHS if thousandths else _THOUSANDS
    text = _SPACED.sub("", _ascii(text))
    forms: set[NumberForm] = set()
    for token in _TOKEN.finditer(text):
        word = re.match(r"[ -]?([^\W\d_]+)", text[token.end() :])
        form = None if word and not multipliers.isdisjoint((word[1], word[1].lower())) else _form(token[0])
        forms |= {meant.get(form, form)} if form else set()
    return frozenset(forms)
