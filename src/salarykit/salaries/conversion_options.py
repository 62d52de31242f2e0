"""`ConversionOptions`: the options of a conversion, checked once, for tables, files and Spark alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypedDict

from salarykit.analysis.ageing import Ageing
from salarykit.currency.codes import parse_currency
from salarykit.errors import InvalidQuery
from salarykit.keywords import Keywords, is_one_of
from salarykit.package import version
from salarykit.pay.pay_year import PayYear
from salarykit.rates.lookup import SpanTerms, check_terms
from salarykit.rates.rates import Rates, check_rates
from salarykit.rates.spans import Span, shortest
from salarykit.salaries.metadata import A_COLUMN, Terms, added_names
from salarykit.salaries.real_terms import chosen_levels
from salarykit.sources.copies import default_rates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from salarykit.rates.lookup import Coarse
    from salarykit.rates.means import Average
    from salarykit.rates.rates import Missing
    from salarykit.sources.price_levels import PriceLevels

__all__ = ["CONVERSION", "ConversionKeywords", "ConversionOptions", "ConversionStep"]

ConversionStep = Literal["annualise", "age", "convert", "divide by price levels"]
"""A step of a conversion; the steps are taken in this order."""

_MISSING: Final = ("raise", "null")
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


class ConversionKeywords(TypedDict, total=False):
    """The options of a conversion, as `SalaryTable.convert` explains them."""

    rates: Rates | None
    max_staleness: int
    missing: Missing
    pay_year: PayYear | None
    average: Average
    coarse: Coarse | None
    ageing: Ageing | None
    price_levels: PriceLevels | str | None


CONVERSION: Final = Keywords(ConversionKeywords, max_staleness=7, missing="raise", average="mean")
"""The options of a conversion with their defaults, for the signatures of the functions that take them."""


@dataclass(frozen=True, slots=True, eq=False)
class ConversionOptions:
    """The checked options of a conversion.

    Attributes:
        base: the currency to convert to, ISO 4217.
        on: a day or span for all rows, "latest", "own", a column of days or spans, or the name of such a column.
        rates: the rates to use.
        terms: the conditions that a rate must meet.
        missing: "raise", or "null" to leave a figure empty if there is no rate for it.
        pay_year: what annualising multiplies by.
        ageing: how figures are brought to one date, in local money.
        price_levels: what the figures are divided by, of one year.

    Raises:
        InvalidCurrency: for a base that is not ISO 4217.
        InvalidQuery: for any other invalid option.

    Examples:
        >>> options = ConversionOptions.of("USD", on="2024", price_levels="2025")
        >>> options.steps, options.added[-2:]
        (('annualise', 'convert', 'divide by price levels'), ('nominal', 'parity'))
    """

    base: str
    on: Any
    rates: Rates
    terms: SpanTerms = field(default_factory=SpanTerms)
    missing: Missing = "raise"
    pay_year: PayYear = field(default_factory=PayYear)
    ageing: Ageing | None = None
    price_levels: PriceLevels | None = None

    def __post_init__(self) -> None:
        parse_currency(self.base)
        if not is_one_of(self.missing, _MISSING):
            raise InvalidQuery(f"missing={self.missing!r}: choose 'raise' or 'null'.", value=self.missing)
        if self.rates is not None:  # None for Spark, which passes rates separately
            check_rates(self.rates)
        if not isinstance(self.pay_year, PayYear):
            raise InvalidQuery(f"pay_year={self.pay_year!r} is not a PayYear.", value=self.pay_year)
        if self.ageing is not None and not isinstance(self.ageing, Ageing):
            raise InvalidQuery(
                f'ageing={self.ageing!r} is not an Ageing. Give one, such as sk.Ageing("2025-01-01", growth=0.03).',
                value=self.ageing,
            )

    @classmethod
    def of(
        cls, base: str, *, on: Any, others: Mapping[str, Any] = _NONE, **options: Unpack[ConversionKeywords]
    ) -> Self:
        """Return the options from the keywords of `SalaryTable.convert`.

        Args:
            base: the currency to convert to, ISO 4217.
            on: see `SalaryTable.convert`.
            others: the fields that a subclass adds.
            options: see `SalaryTable.convert`.

        Raises:
            InvalidCurrency, InvalidQuery: for an invalid option.
        """
        given = CONVERSION.filled(options)
        rates, pay_year = given["rates"], given["pay_year"]
        return cls(
            base,
            on,
            default_rates() if rates is None else rates,
            terms=check_terms(given["max_staleness"], average=given["average"], coarse=given["coarse"]),
            missing=given["missing"],
            pay_year=PayYear() if pay_year is None else pay_year,
            ageing=given["ageing"],
            price_levels=chosen_levels(given["price_levels"]),
            **others,
        )

    @property
    def steps(self) -> tuple[ConversionStep, ...]:
        """The steps that are taken, in order; another order gives another number."""
        needed: dict[ConversionStep, bool] = {
            "annualise": True,
            "age": self.ageing is not None,
            "convert": True,
            "divide by price levels": self.price_levels is not None,
        }
        return tuple(step for step, is_asked in needed.items() if is_asked)

    @property
    def added(self) -> tuple[str, ...]:
        """The columns that the conversion adds."""
        return added_names(aged=self.ageing is not None, real=self.price_levels is not None)

    @property
    def by_country(self) -> bool:
        """Whether a figure depends on the country of its row."""
        return bool(self.price_levels or (self.ageing and self.ageing.by_country))

    @property
    def is_own(self) -> bool:
        """Whether each row is converted at the rate of its own `as_of`."""
        return isinstance(self.on, str) and self.on == "own"

    def remembered(self, *, column: bool = False) -> Terms:
        """Return the terms that a converted table keeps in its metadata.

        Args:
            column: whether `on` names a column.

        Raises:
            InvalidSpan: if `on` is neither a day nor a span.
        """
        return Terms(
            base=self.base,
            on=A_COLUMN if column and not self.is_own else self._on_text(),
            source=self.rates.source,
            fingerprint=self.rates.fingerprint,
            max_staleness=self.terms.max_staleness,
            average=self.terms.average,
            pay_year={name: getattr(self.pay_year, name) for name in PayYear.__slots__},
            version=version(),
            ageing=self.ageing.to_dict() if self.ageing else None,
            price_levels=self.price_levels.to_dict() if self.price_levels else None,
        )

    def _on_text(self) -> str:
        on = self.on
        if isinstance(on, str) and on != "latest":
            return on.strip()
        is_column = hasattr(on, "__len__") and not isinstance(on, str | Span)
        return A_COLUMN if is_column else shortest(self.rates.span(on))
