"""`Pay`: what a text says is paid, as it says it."""

from __future__ import annotations

from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from salarykit.currency.codes import CODES
from salarykit.currency.signs import Rule
from salarykit.errors import InvalidPay
from salarykit.pay.pay_year import Period

__all__ = ["Pay", "made"]


class Pay(BaseModel):
    """Pay as a text states it: never annualised, never converted, an open end left open.

    Raises:
        InvalidPay: if neither end is given, the ends are in the wrong order, or the currency is no ISO 4217 code.

    Examples:
        >>> from salarykit.pay.find import parse_pay
        >>> pay = parse_pay("Salary: A$80,000 to A$95,000 per year plus super")
        >>> pay.low, pay.high, pay.currency, pay.period, pay.rule
        (80000.0, 95000.0, 'AUD', 'year', 'sign')
        >>> parse_pay("up to $60/hr").low is None
        True
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: float | None
    """The least that is paid; None if the text gives only a cap ("up to")."""
    high: float | None
    """The most that is paid; None if the text gives only a floor ("from", "+"). One figure is both."""
    currency: str | None = None
    """ISO 4217; None if the text leaves it open, see `alternatives`."""
    period: Period | None = None
    """What the amounts are paid for; None if the text does not say."""
    gross: bool | None = None
    """Before tax (True), after tax (False); None if the text does not say."""
    months_per_year: float | None = None
    """How many monthly salaries a year has, where the text says it (13, 14, `·16薪`)."""
    position: tuple[int, int] = (0, 0)
    """Where the figure stands in the text: first sign, and one past the last."""
    rule: Rule = "none"
    """What decided the currency."""
    alternatives: tuple[str, ...] = ()
    """Other currencies that the sign may stand for, likeliest first."""

    def __init__(self, **fields: Any) -> None:
        try:
            super().__init__(**fields)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_context=False)[0]
            name = ".".join(str(part) for part in fault["loc"]) or "pay"
            message = fault["msg"].removeprefix("Value error, ")
            raise InvalidPay(f"{name}: {message}", value=fault["input"]) from None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.low is None and self.high is None:
            raise ValueError("give low, high or both.")
        if self.low is not None and self.high is not None and not self.low <= self.high:
            raise ValueError(f"low ({self.low}) is above high ({self.high}).")
        if self.currency is not None and self.currency not in CODES:
            raise ValueError(f"{self.currency!r} is not an ISO 4217 currency code.")
        return self


_FIELDS: Final = frozenset(Pay.model_fields)
_set: Final = object.__setattr__


def made(fields: dict[str, Any]) -> Pay:
    """Return a Pay of fields that the parser has made; without pydantic's checks, which cost more than the parsing.

    Examples:
        >>> fields = Pay(low=1, high=2).model_dump()
        >>> made(fields) == Pay(low=1, high=2)
        True
    """
    pay = Pay.__new__(Pay)
    _set(pay, "__dict__", fields)
    _set(pay, "__pydantic_fields_set__", set(_FIELDS))
    _set(pay, "__pydantic_extra__", None)
    _set(pay, "__pydantic_private__", None)
    return pay
