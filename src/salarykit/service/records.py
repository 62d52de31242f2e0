"""The records of questions and answers, from which the OpenAPI document is made."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from salarykit.pay.pay import Pay
from salarykit.rates.grid import Kind
from salarykit.rates.lookup import Coarse
from salarykit.rates.published import Step
from salarykit.rates.rates import Missing

__all__ = [
    "AmountsAnswer",
    "AmountsQuestion",
    "Code",
    "ConvertedAmount",
    "CoverageAnswer",
    "CoveredRates",
    "FindingsAnswer",
    "GroupsAnswer",
    "Health",
    "PayAnswer",
    "PayQuestion",
    "Problem",
    "QueryAnswer",
    "RankingAnswer",
    "RatesAnswer",
    "RowsAnswer",
    "RowsQuestion",
    "SalariesAnswer",
    "When",
]

Code = Annotated[str, Field(min_length=1, max_length=10, examples=["CAD"])]
"""A currency, ISO 4217; the library checks it."""
When = Annotated[str, Field(min_length=1, max_length=64, examples=["2024-06-28"])]
"""A day or a span of days."""
_Number = Annotated[FiniteFloat, Field(strict=True)]  # refuses true and texts
_Words = Annotated[str, Field(max_length=64)]


class _Record(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, strict=False
    )


class _Answer(_Record):
    """An answer that may have further keys, which the library adds."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="allow", use_attribute_docstrings=True)


class Problem(_Answer):
    """What is wrong with a request (RFC 9457), with the fields of the library's error."""

    type: str
    """What is wrong, as a name: `urn:salarykit:rate-not-found`."""
    title: str
    status: int
    detail: str
    """What is wrong, and what to do about it."""


class ConvertedAmount(_Record):
    """An amount in the base, with its rate and where that comes from."""

    amount: float
    currency: str
    base: str
    on: str
    """The day or span of the rate."""
    value: float
    """The amount in the base."""
    exact: str | None = None
    """The same to 34 digits, computed in decimals; only if it was asked for."""
    rate: float
    """Units of the base for one unit of the currency."""
    observed_on: dt.date | None
    """The latest day whose published rate was used; null for an identity."""
    staleness: int | None
    """Days from `observed_on` to the last day asked for."""
    kind: Kind
    """How the rate came about."""
    step: Step | None
    """How often the rate is published; null for an identity and a legal rate."""
    source: str
    """Who published the rate."""
    official_only: bool
    """Whether the market rate differed on those days; the rate is the official one."""
    parallel: bool
    """Whether two units of the currency circulated side by side on those days."""


class RatesAnswer(_Record):
    """Which rates are served."""

    source: str
    pivot: str
    """The currency that the rates are published against."""
    first: dt.date
    last: dt.date
    fingerprint: str
    """A hash of everything that the sources published."""
    currencies: tuple[str, ...]


class CoveredRates(_Record):
    """The rates of one currency from one source."""

    code: str
    kind: str
    source: str
    step: Step | None
    first: dt.date | None
    last: dt.date | None
    flag: str
    note: str
    """Why there are no rates, if there are none."""


class CoverageAnswer(_Record):
    """Which rates there are, for each currency and source."""

    coverage: tuple[CoveredRates, ...]


class _QuestionTerms(_Record):
    base: Code
    """The currency to convert to."""
    max_staleness: int = 7
    """How many days old a day's rate may be."""
    missing: Missing = "raise"
    """What to do without a rate: refuse the request, or answer null there."""
    coarse: Coarse | None = None
    """Whether the mean of the calendar year may stand in for a day without a finer rate."""


class AmountsQuestion(_QuestionTerms):
    """Columns of amounts to convert."""

    amount: list[_Number | None]
    currency: Code | list[_Words | None]
    """One currency for all, or one for each amount."""
    on: When | list[_Words | None]
    """One day or span for all, or one for each amount."""


class AmountRow(_Record):
    """One amount to convert."""

    amount: _Number | None
    currency: _Words
    on: When


class RowsQuestion(_QuestionTerms):
    """Rows to convert; columns are many times faster."""

    rows: list[AmountRow]


class AmountsAnswer(_Record):
    """Columns of the same length as those of the question."""

    base: str
    source: str
    fingerprint: str
    value: list[float | None]
    rate: list[float | None]
    observed_on: list[dt.date | None]
    staleness: list[int | None]
    kind: list[str | None]
    step: list[str | None]


class ConvertedRow(_Record):
    """A row with its value and its rate."""

    value: float | None
    rate: float | None
    observed_on: dt.date | None
    staleness: int | None
    kind: str | None
    step: str | None


class RowsAnswer(_Record):
    """A row for each row of the question, in its order."""

    base: str
    source: str
    fingerprint: str
    rows: list[ConvertedRow]


class PayQuestion(_Record):
    """One text, or several."""

    text: str | None = None
    texts: list[str | None] | None = None
    country: _Words | list[_Words | None] | None = None
    """ISO 3166-1 alpha-2: decides what `$` and the like mean. One for all, or one for each text."""
    on: When | list[_Words | None] | None = None
    """The day or span of the texts; null for today."""


class PayAnswer(_Record):
    """The pay of the text, or of each text; null where a text states none."""

    pay: Pay | None = None
    pays: list[Pay | None] | None = None


class SalariesAnswer(_Answer):
    """The rows of a file that are salaries, and the cells that keep the others from being salaries."""

    count: int
    """How many rows are salaries."""
    refused: int
    """How many rows are refused."""
    rows: list[dict[str, Any]]
    rejects: list[dict[str, Any]]
    """Each refused cell: row (from 1), column, value, code, message."""
    reading: list[str]
    """What was inferred, in sentences."""
    layout: dict[str, Any]
    """What the file means, and how each part of that was decided."""
    base: str | None
    """The unit of `value`; null if nothing was converted."""


class RankingAnswer(_Answer):
    """Salaries in order."""

    base: str | None
    count: int
    """How many rows are ranked; `rows` has the first of them."""
    note: str
    rows: list[dict[str, Any]]
    unranked: list[dict[str, Any]]


class QueryAnswer(_Answer):
    """Weighted statistics, and the records behind them."""

    base: str | None
    count: int
    """How many records count; `rows` has the heaviest."""
    quantiles: dict[str, float | None]
    warnings: list[str]
    rows: list[dict[str, Any]]


class GroupsAnswer(_Answer):
    """Weighted statistics for each group of records."""

    rows: list[dict[str, Any]]


class FindingsAnswer(_Answer):
    """What looks wrong in a table."""

    checked: int
    counts: dict[str, int]
    findings: list[dict[str, Any]]


class RatesHealth(_Record):
    """How old the rates are."""

    source: str
    last: dt.date
    age_days: int
    fingerprint: str


class Health(_Record):
    """Whether the service answers, and on which data."""

    status: Literal["ok"]
    version: str
    rates: RatesHealth
    tables: dict[str, int]
    """The rows of each served table."""
