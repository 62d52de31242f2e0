"""The same rates as Decimals: exact ratios of published figures, multiplied first and divided last."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.errors import InvalidQuery

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

__all__ = ["DIGITS", "Ratio", "Resolution", "in_base", "mean_ratio", "published", "ratio_of", "resolution"]

DIGITS: Final = 34
"""Significant digits of a Decimal answer, as in IEEE 754 decimal128."""

_ANSWER: Final = Context(prec=DIGITS)
_EXACT: Final = Context(prec=400)  # wide enough for every product of an amount and a published figure
_SUMS: Final = Context(prec=60)
_divide, _multiply = _ANSWER.divide, _EXACT.multiply


def published(value: float) -> Decimal:
    """Return the decimal that a source published, from the float that stands for it.

    A float's shortest text is the published one, to the digit, up to fifteen significant digits.

    Examples:
        >>> published(1.0705), published(20275.17)
        (Decimal('1.0705'), Decimal('20275.17'))
    """
    return Decimal(repr(float(value)))


class Resolution(NamedTuple):
    """How finely a figure was published.

    Attributes:
        digits: significant digits.
        half_bp: half a unit in the last digit, in basis points of the figure: the most by which rounding may have changed it.
    """

    digits: int
    half_bp: float


def resolution(figure: float, neighbours: Iterable[float]) -> Resolution:
    """Return how finely a figure was published; its neighbours show whether zeros at its end are significant.

    Examples:
        >>> resolution(0.0143, [0.0143, 0.0144])
        Resolution(digits=3, half_bp=34.96503496503497)
        >>> (
        ...     resolution(172.2, [171.94, 172.2]).digits,
        ...     resolution(1e-05, []).digits,
        ...     resolution(1500.0, []).digits,
        ... )
        (5, 1, 4)
    """
    decimals = max(map(_decimals, (figure, *neighbours)))
    printed = f"{figure:.{decimals}f}".replace(".", "").lstrip("0")
    return Resolution(len(printed), 5_000 / 10**decimals / figure)


def _decimals(value: float) -> int:
    text = repr(value)
    if "e" in text:
        return max(-int(Decimal(text).as_tuple().exponent), 0)
    decimals = text.partition(".")[2]
    return 0 if decimals == "0" else len(decimals)


class Ratio(NamedTuple):
    """A rate as two exact numbers, units of the base for units of the currency, which are divided last.

    Examples:
        >>> Ratio(Decimal("1.0705"), Decimal("1.4670")).of(Decimal(342_000))
        Decimal('249564.4171779141104294478527607362')
    """

    base_units: Decimal
    units: Decimal

    def of(self, amount: Decimal) -> Decimal:
        """Return an amount in the base, to 34 significant digits."""
        base_units, units = self
        return _divide(_multiply(amount, base_units), units)


def in_base(amount: Decimal, ratio: Ratio | None) -> Decimal:
    """Return an amount in the base; unchanged without a ratio, as when a currency is converted to itself.

    Raises:
        InvalidQuery: for a signalling NaN, or a number too large for a Decimal.

    Examples:
        >>> in_base(Decimal("1e999999"), Ratio(Decimal(1000), Decimal(1)))
        Traceback (most recent call last):
        salarykit.errors.InvalidQuery: 1E+999999 is too large to be converted, or is not a number.
    """
    if not isinstance(amount, Decimal):
        raise InvalidQuery(f"{amount!r:.80} is not a Decimal.", value=amount)
    try:
        if ratio is not None:
            return ratio.of(amount)  # raises for a signalling NaN
        if not amount.is_snan():
            return amount
    except ArithmeticError:
        pass
    raise InvalidQuery(f"{amount} is too large to be converted, or is not a number.", value=amount)


def ratio_of(units: Fraction, base_units: Fraction) -> Ratio:
    """Return the ratio of two rates to the pivot, in lowest terms.

    Args:
        units: units of the currency for one unit of the pivot.
        base_units: units of the base for one unit of the pivot.
    """
    rate = base_units / units
    return Ratio(Decimal(rate.numerator), Decimal(rate.denominator))


def mean_ratio(days: Iterable[tuple[Fraction, Fraction]]) -> Ratio:
    """Return the ratio whose inverse is the mean, over several days, of units of the currency for one unit of the base.

    Args:
        days: both rates to the pivot on each day, as in `ratio_of`; the mean is kept to 60 digits.
    """
    count, total = 0, Decimal(0)
    for units, base_units in days:
        ratios = units / base_units
        total = _SUMS.add(total, _SUMS.divide(Decimal(ratios.numerator), Decimal(ratios.denominator)))
        count += 1
    return Ratio(Decimal(count), total)
