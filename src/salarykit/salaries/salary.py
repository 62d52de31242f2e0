"""`Salary`: one salary figure as its source states it."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic import Field as Constraint

from salarykit.errors import InvalidSalary
from salarykit.pay.pay_year import Period
from salarykit.salaries.fields import BY_NAME, is_missing

__all__ = ["Salary"]


def _check(name: str) -> BeforeValidator:
    """Return the check of a field as a validator of pydantic."""
    field = BY_NAME[name]

    def clean(value: Any) -> Any:
        if not is_missing(value):
            return field.clean(value)
        if field.required:
            raise ValueError("is missing.")
        return field.default

    return BeforeValidator(clean)


class Salary(BaseModel):
    """One salary figure in local money, checked when it is created and frozen from then on.

    None, NaN and a blank text mean that a field is missing. Spaces around codes are removed. An unknown field is refused:
    a table keeps the other columns of its source, a record does not.

    Raises:
        InvalidSalary: for invalid fields; the message names every one of them.

    Examples:
        >>> salary = Salary(city="Toronto", amount=342_000, currency="CAD", as_of="2024", note=None)
        >>> salary.amount, salary.period, salary.as_of
        (342000.0, 'year', '2024')
        >>> Salary(city="Toronto", amount=-1, currency="CAD")
        Traceback (most recent call last):
        salarykit.errors.InvalidSalary: amount: an amount must be positive and finite, not -1.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    role: Annotated[str | None, _check("role")] = None
    """The job, as the source names it."""
    city: Annotated[str | None, _check("city")] = None
    """The city, as the source names it."""
    country: Annotated[str | None, _check("country")] = None
    """ISO 3166-1 alpha-2."""
    amount: Annotated[Annotated[float, Constraint(gt=0)], _check("amount")]
    """The figure in local money, per period; never overwritten."""
    currency: Annotated[str, _check("currency")]
    """ISO 4217."""
    period: Annotated[Period, _check("period")] = "year"
    """The period that the amount pays for."""
    statistic: Annotated[str | None, _check("statistic")] = None
    """Which figure of a distribution: median, mean, min, max, p1 to p99."""
    as_of: Annotated[str | None, _check("as_of")] = None
    """When the figure was true: ISO 8601, a day or with reduced precision ("2024", "2024-Q2", "2024-06")."""
    sample_size: Annotated[Annotated[int, Constraint(ge=1)] | None, _check("sample_size")] = None
    """How many salaries the statistic rests on; at least 1."""
    relevance: Annotated[Annotated[float, Constraint(ge=0, le=1)] | None, _check("relevance")] = None
    """How relevant the record is to the question, from 0 to 1; missing counts as 1."""
    source: Annotated[str | None, _check("source")] = None
    """Who published it."""
    note: Annotated[str | None, _check("note")] = None
    """What else the source says about the figure."""

    def __init__(self, **fields: Any) -> None:
        try:
            super().__init__(**fields)
        except ValidationError as error:
            raise InvalidSalary(_sentence(error), bad=error.errors(include_url=False)) from None


def _sentence(error: ValidationError) -> str:
    faults = []
    for fault in error.errors(include_url=False):
        name = ".".join(str(part) for part in fault["loc"]) or "salary"
        message = (
            "is missing."
            if fault["type"] == "missing"
            else str(fault.get("ctx", {}).get("error", fault["msg"]))
        )
        message = "is not a field of a salary." if fault["type"] == "extra_forbidden" else message
        faults.append(f"{name} {message}" if message.startswith("is ") else f"{name}: {message}")
    return "; ".join(faults)
