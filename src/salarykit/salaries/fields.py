"""The fields of a salary: which values each takes, defined once for single values and for columns."""
# A little over 300 lines: every field and its check stand in one place.

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from salarykit.currency.codes import parse_currency
from salarykit.currency.countries import countries
from salarykit.errors import InvalidCurrency, InvalidSalary, InvalidSpan, hint
from salarykit.files.values import plain_value, written
from salarykit.pay.pay_year import PERIODS
from salarykit.pay.period_phrases import period_of
from salarykit.rates.spans import parse_span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["BY_NAME", "FIELDS", "MONTHS", "NUMBER", "Field", "RefusedValue", "check_defaults", "is_missing"]

NUMBER: Final = r"[+-]?([0-9]+(?:\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
"""A number as text: digits, a decimal point, an exponent; no thousands separators, which differ by country."""
_NUMBER: Final = re.compile(NUMBER)
_STATISTIC: Final = re.compile(r"median|mean|min|max|p[1-9][0-9]?")
_SLASHED: Final = re.compile(r"\d{1,2}([/-])\d{1,2}\1\d{4}", re.ASCII)
_SLIP: Final = 3  # letters; a misspelt word differs in length by fewer
_YEARS: Final = range(1000, 10_000)
_MOST_MONTHS: Final = 36
_LARGEST_COUNT: Final = 2**53  # above it, not every whole number is a float


class RefusedValue(ValueError):
    """A value that a field does not take, with a code for programs and a sentence for people.

    Args:
        code: the code.
        template: the sentence, with the names of its fields in braces.
        fields: the values of those fields; `value` is the refused value.

    Examples:
        >>> str(RefusedValue("not_text", "{value!r} is not text.", value=b"x"))
        "b'x' is not text."
    """

    code: str
    template: str
    fields: dict[str, Any]

    def __init__(self, code: str, template: str, **fields: Any) -> None:
        super().__init__(template.format_map(fields))
        self.code, self.template, self.fields = code, template, fields

    def __reduce__(self) -> tuple[Any, ...]:
        return _refused, (self.code, self.template, self.fields)


def _refused(code: str, template: str, fields: dict[str, Any]) -> RefusedValue:
    return RefusedValue(code, template, **fields)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a salary.

    Attributes:
        name: the name of the column.
        kind: the kind of values that its column holds.
        clean: turns a value that is not missing into the value that is kept, or raises `RefusedValue`.
        low: the smallest number accepted.
        high: the largest number accepted.
        required: whether a salary without it is refused.
        default: the value of a field that is missing.
    """

    name: str
    kind: Literal["text", "word", "number", "count"]
    clean: Callable[[Any], Any]
    low: float = -math.inf
    high: float = math.inf
    required: bool = False
    default: Any = None


def is_missing(value: Any) -> bool:
    """Return whether a value is missing: None, NaN, NaT, pandas' NA, masked by numpy, or a blank text.

    Examples:
        >>> is_missing(None), is_missing(float("nan")), is_missing(" "), is_missing(0)
        (True, True, True, False)
    """
    if value is None or type(value).__name__ in ("NAType", "NaTType", "MaskedConstant"):
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float | np.floating) and bool(value != value)  # noqa: PLR0124 - NaN


def _shown(value: Any) -> str:
    """Return a value as messages show it, on one line."""
    return " ".join(written(value).split())


def _number(value: Any) -> float:
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value.strip()):
            raise RefusedValue(
                "not_a_number", "{value!r} is not a plain number such as 45000 or 45000.50.", value=value
            )
        return float(value.strip())
    value = plain_value(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise RefusedValue("not_a_number", "{value!r} is not a number.", value=value)
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _amount(value: Any) -> float:
    amount = _number(value)
    if not 0 < amount < math.inf:
        raise RefusedValue(
            "out_of_range", "an amount must be positive and finite, not {value}.", value=_shown(value)
        )
    return amount


def _relevance(value: Any) -> float:
    relevance = _number(value)
    if not 0 <= relevance <= 1:
        raise RefusedValue(
            "out_of_range", "a relevance lies between 0 and 1; {value} does not.", value=_shown(value)
        )
    return relevance


def _sample_size(value: Any) -> int:
    size = _number(value)
    if not (1 <= size <= _LARGEST_COUNT and size == math.floor(size)):
        raise RefusedValue(
            "out_of_range", "a sample size is a whole number from 1; {value} is not.", value=_shown(value)
        )
    return int(size)


def _months(value: Any) -> float:
    months = _number(value)
    if not 1 <= months <= _MOST_MONTHS:
        raise RefusedValue(
            "out_of_range",
            "a year has 1 to {most} monthly salaries, not {value}.",
            most=_MOST_MONTHS,
            value=_shown(value),
        )
    return months


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else str(plain_value(value))
    if isinstance(value, bytes) or (
        not text.isprintable() and any("\ud800" <= character <= "\udfff" for character in text)
    ):
        raise RefusedValue("not_text", "{value!r} is not text.", value=value)
    return text


def _word(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise RefusedValue(
            "not_text", "{value!r} is not text, and cannot be a {name}.", value=value, name=name
        )
    return value.strip()


def _currency(value: Any) -> str:
    try:
        return parse_currency(_word(value, "currency code"))
    except InvalidCurrency as error:
        sentence = "{value!r} is not an ISO 4217 currency code.{hint}"
        raise RefusedValue("unknown_currency", sentence, value=error.value, hint=error.hint) from None


def _country(value: Any) -> str:
    code = _word(value, "country code")
    if code not in countries():
        near = " Did you mean 'GB'?" if code == "UK" else ""
        raise RefusedValue(
            "unknown_country",
            "{value!r} is not an ISO 3166-1 alpha-2 country code.{hint}",
            value=code,
            hint=near,
        )
    return code


def _period(value: Any) -> str:
    period = _word(value, "period").lower()
    if period not in PERIODS:
        sentence = "{value!r} is not one of {periods}.{hint}"
        raise RefusedValue(
            "unknown_period", sentence, value=value, periods=", ".join(PERIODS), hint=_meant(period)
        )
    return period


def _meant(period: str) -> str:
    """Return a hint that suggests the period that a text names or misspells; empty if it may mean several."""
    period_word = period_of(period)
    if period_word:
        return f" Did you mean {period_word!r}?"
    near = hint(
        period,
        [
            candidate
            for candidate in PERIODS
            if candidate[0] == period[:1] and abs(len(candidate) - len(period)) < _SLIP
        ],
    )
    return near if period.isalpha() else ""


def _statistic(value: Any) -> str:
    statistic = _word(value, "statistic").lower()
    if not _STATISTIC.fullmatch(statistic):
        raise RefusedValue(
            "unknown_statistic", "{value!r} is not one of median, mean, min, max, p1 to p99.", value=value
        )
    return statistic


def _as_of(value: Any) -> str:
    value = plain_value(value)
    if isinstance(value, dt.date):
        return value.date().isoformat() if isinstance(value, dt.datetime) else value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool) and value in _YEARS:
        return str(int(value))
    text = value.strip() if isinstance(value, str) else value
    try:
        parse_span(text)
    except InvalidSpan as error:
        advice = (
            " Say day_first=True or day_first=False to read such days."
            if _is_slashed(text)
            else _excel_hint(text)
        )
        raise RefusedValue(
            "invalid_as_of", "{sentence}{hint}", value=text, sentence=error.message, hint=advice
        ) from None
    return str(text)


def _excel_hint(value: Any) -> str:
    """Return a hint that names the day that a number means in a spreadsheet program; empty for other values."""
    if not re.fullmatch(r"[3-5]\d{4}", str(value), re.ASCII):
        return ""
    day = dt.date(1899, 12, 30) + dt.timedelta(days=int(value))
    return f" As Excel counts days it is {day}; if that is meant, write it so, or format the column as dates."


def _is_slashed(text: Any) -> bool:
    """Return whether a text is a day such as `03/04/2024`, in which either number may be the month."""
    return isinstance(text, str) and _SLASHED.fullmatch(text) is not None


FIELDS: Final = (
    Field("role", "text", _text),
    Field("city", "text", _text),
    Field("country", "word", _country),
    Field("amount", "number", _amount, low=math.ulp(0.0), high=math.nextafter(math.inf, 0), required=True),
    Field("currency", "word", _currency, required=True),
    Field("period", "word", _period, default="year"),
    Field("statistic", "word", _statistic),
    Field("as_of", "word", _as_of),
    Field("sample_size", "count", _sample_size, low=1, high=_LARGEST_COUNT),
    Field("relevance", "number", _relevance, low=0, high=1),
    Field("source", "text", _text),
    Field("note", "text", _text),
)
"""The columns of a table of salaries, in their order."""

BY_NAME: Final = {field.name: field for field in FIELDS}
"""The fields by name."""

MONTHS: Final = Field("months_per_year", "number", _months, low=1, high=_MOST_MONTHS)
"""An optional column, checked like the fields: how many monthly salaries a year of the row has; `convert` reads it."""


def check_defaults(defaults: Mapping[str, Any]) -> None:
    """Refuse a default for an unknown field, or a value that the field does not take.

    Raises:
        InvalidSalary: for such a default.
    """
    for name, value in defaults.items():
        if name not in BY_NAME:
            raise InvalidSalary(
                f"defaults: {name!r} is not a field of a salary.{hint(name, BY_NAME)} Fields: {', '.join(BY_NAME)}.",
                column=name,
            )
        if is_missing(value):
            raise InvalidSalary(f"defaults: {name} has no value.", column=name)
        try:
            BY_NAME[name].clean(value)
        except RefusedValue as refused:
            raise InvalidSalary(f"defaults: {name}: {refused}", column=name) from None
