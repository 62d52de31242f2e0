"""`Pay`: the pay in a text, as the text states it."""

from __future__ import annotations

import math
from numbers import Real
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Self, get_args, get_type_hints

from salarykit.currency.codes import CODES
from salarykit.currency.signs import CurrencyRule  # noqa: TC001 - pydantic looks at it
from salarykit.errors import InvalidPay
from salarykit.keywords import is_one_of
from salarykit.pay.periods import PERIODS, Period

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Pay", "PeriodRule"]

PeriodRule = Literal["stated", "implied", "unknown_words", "none"]
"""How a text states the period of its pay: in words; by an idiom or a count of monthly salaries; in unknown words; or not at all."""

_PERIOD_RULES: Final[tuple[PeriodRule, ...]] = get_args(PeriodRule)


def _is_number(end: Any) -> bool:
    """Return whether an end of a range of pay is a finite number that a float can hold."""
    try:
        return not isinstance(end, bool) and isinstance(end, Real) and math.isfinite(end)
    except OverflowError:
        return False


class _Fields(NamedTuple):
    low: float | None = None
    high: float | None = None
    currency: str | None = None
    period: Period | None = None
    gross: bool | None = None
    months_per_year: float | None = None
    position: tuple[int, int] = (0, 0)
    rule: CurrencyRule = "none"
    period_rule: PeriodRule = "none"
    alternatives: tuple[str, ...] = ()


class Pay(_Fields):
    """Pay as a text states it: never annualised, never converted, an open end left open.

    A frozen record, checked when it is made by hand; in a pydantic model it is a field like any other, with a JSON schema.

    Args:
        low: the least that is paid; None if the text states only a cap ("up to").
        high: the most that is paid; None if the text states only a floor ("from", "+"). A single figure is both.
        currency: ISO 4217; None if the text leaves it open, see `alternatives`.
        period: what the amounts are paid for; None if the text does not say.
        gross: before tax (True), after tax (False); None if the text does not say.
        months_per_year: how many monthly salaries a year has, if the text says it (13, 14, `·16薪`).
        position: where the pay is in the text: the index of its first character, and one past its last.
        rule: what decided the currency.
        period_rule: how the text says the period: "stated", in words; "implied", by an idiom (LPA) or a count of monthly
            salaries; "unknown_words", if the words for it are not known or mean no length of time ("per mile"), and the
            period is None; "none", if it says nothing.
        alternatives: other currencies that the sign may stand for, likeliest first.

    Raises:
        InvalidPay: if neither end is given, the ends are in the wrong order or not finite, or a currency, a period or a period rule is unknown.

    Examples:
        >>> from salarykit.pay.parse import parse_pay
        >>> pay = parse_pay("Salary: A$80,000 to A$95,000 per year plus super")
        >>> pay.low, pay.high, pay.currency, pay.period, pay.rule
        (80000.0, 95000.0, 'AUD', 'year', 'sign')
        >>> parse_pay("up to $60/hr").low is None
        True
        >>> Pay(2, 1)
        Traceback (most recent call last):
        salarykit.errors.InvalidPay: The low end of the pay (2) is above its high end (1).
    """

    __slots__ = ()

    def __new__(cls, *values: Any, **fields: Any) -> Self:  # noqa: D102 - see the class
        pay = super().__new__(cls, *values, **fields)
        fault = pay._fault()
        if fault:
            raise InvalidPay(fault, value=tuple(pay))
        return pay

    def _fault(self) -> str | None:
        ends = [end for end in (self.low, self.high) if end is not None]
        if not ends:
            return "Pay has a low end, a high end or both."
        if not all(_is_number(end) for end in ends):
            return "The ends of pay are finite numbers."
        if ends[0] > ends[-1]:
            return f"The low end of the pay ({ends[0]}) is above its high end ({ends[-1]})."
        if self.currency is not None and not is_one_of(self.currency, CODES):
            return f"{self.currency!r} is not an ISO 4217 currency code."
        words: tuple[tuple[Any, str, tuple[str | None, ...]], ...] = (
            (self.period, "period", (None, *PERIODS)),
            (self.period_rule, "period rule", _PERIOD_RULES),
        )
        for word, kind, choices in words:
            if not isinstance(word, str | None) or word not in choices:
                return f"{word!r} is not a {kind}. Choose {', '.join(filter(None, choices))}."
        return None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic read and write a Pay as its fields by name; in JSON schema it is an object."""
        from pydantic_core import core_schema
        from typing_extensions import TypedDict  # the one that pydantic needs before Python 3.12

        fields = handler.generate_schema(TypedDict("Pay", get_type_hints(_Fields), total=False))  # type: ignore[operator] # a TypedDict of fields known at run time
        by_name = core_schema.no_info_before_validator_function(
            lambda value: value._asdict() if isinstance(value, cls) else value, fields
        )
        return core_schema.no_info_after_validator_function(
            lambda values: cls(**values),
            by_name,
            serialization=core_schema.plain_serializer_function_ser_schema(cls._asdict, return_schema=fields),
        )
