"""Reads numbers such as `500.000` in currencies of three decimals: five hundred, unless the column shows that they are thousands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.amounts import IN_THOUSANDTHS, may_be_thousands
from salarykit.pay.parse import scan
from salarykit.reading.cells import quoted
from salarykit.reading.notation import Doubt
from salarykit.reading.numerals import NumberForm, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salarykit.currency.tender import LocalMoney
    from salarykit.reading.notation import Notation
    from salarykit.reading.numerals import Numeral, Separator

__all__ = ["doubt_of", "is_unsure", "mark_in_thousandths"]

_THREES: Final = {NumberForm.COMMA_THREE: ",", NumberForm.POINT_THREE: "."}
_SEPARATED: Final = re.compile(r"(?<![\d.,])(\d{1,3})[.,](\d{3})(?![.,]?\d)")


def is_unsure(number: Numeral | None, currency: str | None) -> bool:
    """Return whether a cell is a number such as `500.000` in a currency of three decimals.

    Examples:
        >>> from salarykit.reading.numerals import numeral
        >>> (
        ...     is_unsure(numeral("500.000"), "KWD"),
        ...     is_unsure(numeral("500.00"), "KWD"),
        ...     is_unsure(numeral("500.000"), "EUR"),
        ... )
        (True, False, False)
    """
    return number is not None and number.form in _THREES and currency in IN_THOUSANDTHS


def _decimal_of(notation: Notation, given: Separator | None) -> tuple[Separator | None, bool]:
    """Return the decimal separator of the unambiguous numbers of a column, and whether these numbers contradict each other."""
    if given:
        return given, False
    forms: Iterable[NumberForm] = (
        form for form in NumberForm if form and form not in _THREES and notation.counts[form]
    )
    marks = {form.decimal for form in forms}
    return (marks.pop(), False) if len(marks) == 1 else (None, bool(marks))


def mark_in_thousandths(
    number: Numeral, currency: str, notation: Notation, *, given: Separator | None, is_short: bool
) -> Separator | Doubt:
    """Return the decimal separator of a number with one separator before three digits, or why it is refused.

    Args:
        number: the cell.
        currency: a currency of three decimals.
        notation: how the other numbers of the column are written.
        given: the decimal separator, if the caller states it.
        is_short: whether the number is for an hour or a day.

    Examples:
        >>> from salarykit.reading.notation import Notation
        >>> from salarykit.reading.numerals import numeral
        >>> mark_in_thousandths(numeral("500.000"), "KWD", Notation(), given=None, is_short=False)
        '.'
        >>> isinstance(
        ...     mark_in_thousandths(numeral("500,000"), "TND", Notation(), given=None, is_short=False), Doubt
        ... )
        True
    """
    doubt = Doubt(
        f"{number.digits!r} may be thousands, or a figure with three decimals, which {currency} has. "
        "Say what separates decimals with decimal='.' or decimal=','."
    )
    separator = _THREES.get(number.form or NumberForm.PLAIN, ".")
    decimal, contradicts = _decimal_of(notation, given)
    if given:
        return given
    if contradicts or may_be_thousands(separator, currency, decimal):
        return doubt
    mark: Separator = "." if separator == "." or decimal != "," else ","
    small = mark == separator and may_be_thousands(
        separator, currency, decimal, value=value_of(number.digits, mark)
    )
    return doubt if small and not is_short else mark


def doubt_of(text: str, here: LocalMoney) -> str | None:
    """Return why a text states no pay, if its number is ambiguous in a currency of three decimals; else None.

    Examples:
        >>> from salarykit.currency.tender import NOWHERE
        >>> doubt_of("850,000 TND", NOWHERE) is None, doubt_of("no 850,000", NOWHERE)
        (False, None)
    """
    joined, count = _SEPARATED.subn(r"\1\2", text)
    pay = scan(joined, here) if count else None
    if pay is None or pay[2] not in IN_THOUSANDTHS:
        return None
    return f"{quoted(text)} may be thousands, or a figure with three decimals. Write it without a separator."
