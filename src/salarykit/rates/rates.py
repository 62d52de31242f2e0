"""`Rates`: dated exchange rates, immutable, with one kernel for every conversion."""
# More than 300 lines: half of them are the docstrings of the class that users read most.

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from salarykit.currency.codes import ACTIVE, parse_currency
from salarykit.errors import InvalidQuery
from salarykit.keywords import is_one_of
from salarykit.rates.columns import code_currencies, code_days, figures_of
from salarykit.rates.contents import Contents
from salarykit.rates.exact import in_base
from salarykit.rates.finder import Finder
from salarykit.rates.lookup import BASES, Cache, check_terms
from salarykit.rates.provenance import quote_fields
from salarykit.rates.published import Difference, differences
from salarykit.rates.spans import EPOCH, Latest, On, OnColumn, Span, parse_span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from salarykit.rates.converted import Conversion, Converted
    from salarykit.rates.kernel import Coded, Days
    from salarykit.rates.lookup import Coarse, SpanTerms
    from salarykit.rates.means import Average
    from salarykit.rates.published import Deferred, Published
    from salarykit.rates.quote import Quote

__all__ = ["Missing", "Rates", "check_rates"]

Missing = Literal["raise", "null"]
"""What to do if there is no rate: raise `RateNotFound`, or leave that row empty."""

_MEMO = 16_384  # days, rates and exact ratios cached for conversions of single amounts


class Rates(Contents):
    """Dated exchange rates from one source, or from several for different currencies, together with the dated facts.

    The rate of a currency on a day is the first of these: the identity; a redenomination; the legal euro rate from adoption
    on; the daily rate; a peg that the issuer states; the rate of a coarser table. `Rates` cannot be changed, so threads may share
    it; it can be pickled, and two tables with the same content have the same `fingerprint`.

    Examples:
        >>> import salarykit as sk
        >>> rates = sk.default_rates()
        >>> rates.source, rates.pivot, rates.first.isoformat(), "AED" in rates.currencies
        ('ECB; NBP', 'EUR', '1999-01-04', True)
    """

    def __init__(
        self, first: Published | Deferred, *others: Published | Deferred, over_pegs: bool = False
    ) -> None:
        self._given, self._over_pegs = (first, *others), over_pegs
        self._finder = Finder(self._given, over_pegs=over_pegs)
        self._daily = Cache(BASES)
        self._day_texts = Cache(_MEMO)
        self._span_rates = Cache(_MEMO)
        self._ratios = Cache(_MEMO)

    @classmethod
    def combine(cls, first: Rates, *others: Rates, over_pegs: bool = False) -> Rates:
        """Return the rates of several sources: all rates of a currency come from the first source that has it.

        Tables of a coarser step than a day are used only where no daily table has a rate.

        Args:
            first: takes precedence over all others, and over pegs.
            others: in order of precedence, after pegs.
            over_pegs: whether the others' rates take precedence over pegs, too, as for a parallel series of a pegged currency.

        Raises:
            SourceError: if the pivot of another table is not a currency of the tables before it.

        Examples:
            >>> import salarykit as sk
            >>> mine = sk.read_rates(
            ...     [{"date": "2024-06-28", "currency": "TWD", "rate": 32.45}], base="USD", name="mine"
            ... )
            >>> both = sk.Rates.combine(sk.default_rates(), mine)
            >>> both.sources["TWD"], both.sources["GBP"], both.quote("TWD", "GBP", on="2024-06-28").source
            ('mine', 'ECB', 'mine; ECB')
        """
        for rates in (first, *others):
            check_rates(rates)
        given = (table for rates in (first, *others) for table in rates._given)  # noqa: SLF001 - its own class
        return cls(*given, over_pegs=over_pegs)

    def of_sources(self, sources: Sequence[str]) -> Rates:
        """Return the rates of only some of the sources.

        Examples:
            >>> import salarykit as sk
            >>> sk.default_rates().of_sources(["NBP"]).pivot
            'PLN'
        """
        names = sources if isinstance(sources, list | tuple) else []
        kept = [table for name in names for table in self._given if table.source == name]
        if not kept:
            publishers = ", ".join(dict.fromkeys(table.source for table in self._given))
            raise InvalidQuery(
                f"sources={sources!r:.80}: give a list of some of {publishers}.", value=sources
            )
        return Rates(*kept, over_pegs=self._over_pegs)

    # One rate

    def rate(
        self, currency: str, base: str, *, on: On, max_staleness: int = 7, coarse: Coarse | None = None
    ) -> float:
        """Return the units of the base for one unit of the currency; `quote` returns the provenance as well.

        Raises:
            InvalidCurrency, InvalidSpan, RateNotFound: see `quote`.

        Examples:
            >>> import salarykit as sk
            >>> round(sk.default_rates().rate("CAD", "USD", on="2024-06-28"), 6)
            0.729721
        """
        try:
            cells, before, last, columns = self._daily[base, max_staleness]
            row = (on.toordinal() if on.__class__ is dt.date else self._day_texts[on]) - before
            if not 0 <= row <= last:
                row = 0 if row < 0 else last
            rate: float = cells[row, columns[currency]]
            if rate == rate:  # noqa: PLR0124 - not NaN
                return rate
        except (KeyError, TypeError):
            pass
        return self._slow_rate(currency, base, on, max_staleness, coarse)

    def _slow_rate(self, currency: str, base: str, on: On, max_staleness: int, coarse: Any) -> float:
        """Return a rate as `quote` does, and cache what makes the next answer fast."""
        key = currency, base, on, max_staleness, coarse
        try:
            return self._span_rates[key]  # type: ignore[no-any-return] # a float: the cache takes any value
        except (KeyError, TypeError):  # not cached yet, or not a code
            pass
        span, terms = self.span(on), check_terms(max_staleness, coarse=coarse)
        grid, row, column = self._finder.cell(currency, base, span, terms)
        rate: float = grid.rate.item(row, column)
        key_of_days = base, terms.max_staleness
        wide = key_of_days in self._daily and len(self._daily[key_of_days][3]) > len(self.pivot_rates.codes)
        if span.is_day and (day_grid := self._finder.days(currency, base, terms.max_staleness, wide=wide)):
            days, columns = day_grid
            self._daily.keep(key_of_days, (days.rate.data, days.first + EPOCH, len(days.rate) - 1, columns))
        if isinstance(on, str) and not isinstance(span, Latest):
            kept = self._day_texts if span.is_day else self._span_rates
            kept.keep(on if span.is_day else key, span.first.toordinal() if span.is_day else rate)
        return rate

    def quote(
        self,
        currency: str,
        base: str,
        *,
        on: On,
        max_staleness: int = 7,
        min_obs: int = 1,
        average: Average = "mean",
        coarse: Coarse | None = None,
    ) -> Quote:
        """Return a rate with its provenance.

        Args:
            currency: ISO 4217.
            base: ISO 4217.
            on: a day: the last rate published on or before it. A span ("2024", "2024-Q2", "2024-06",
                "2023-07-01/2024-06-30", "P12M/2024-06-30"): one over the arithmetic mean, over the days of
                publication, of units of the currency for one unit of the base. `"latest"`: the newest day.
            max_staleness: how many days old a day's rate may be.
            min_obs: on how many days of a span both currencies must have been published.
            average: `"mean"`, or `"median"` of the span's days.
            coarse: `"year"`: the mean of the calendar year may be used for a day without a finer rate.

        Raises:
            InvalidCurrency, InvalidSpan: a code that is not ISO 4217; `on` that is neither a day nor a span.
            RateNotFound: there is no such rate; the message says what the table holds instead.

        Examples:
            >>> import salarykit as sk
            >>> quote = sk.default_rates().quote("CAD", "USD", on="2024")
            >>> round(quote.rate, 6), quote.kind, quote.averaged, quote.n_obs, quote.path
            (0.730155, 'mean', 'CAD per USD', 256, ('CAD', 'EUR', 'USD'))
        """
        from salarykit.rates.quote import Quote  # pydantic is slow to import, and the kernel does not need it

        terms = check_terms(max_staleness, min_obs, average, coarse)
        return Quote(**self.quote_fields(currency, base, self.span(on), terms))

    def quote_fields(self, currency: str, base: str, span: Span, terms: SpanTerms) -> dict[str, Any]:
        """Return the fields of a quote, without building the record that checks them.

        Raises:
            InvalidCurrency, RateNotFound: see `quote`.
        """
        cell = self._finder.cell(currency, base, span, terms)
        span = self._finder.days_meant(currency, base, span, terms)
        path = self._finder.path(currency, base, span, cell)
        return quote_fields(path, currency, base, span, cell, terms.average, self.fingerprint)

    def span(self, on: On) -> Span:
        """Return the days that `on` means; `"latest"` is the newest day of the daily rates."""
        return Latest(self.last, self.last) if isinstance(on, str) and on == "latest" else parse_span(on)

    def convert_decimal(
        self,
        amount: Decimal,
        currency: str,
        base: str,
        *,
        on: On,
        max_staleness: int = 7,
        coarse: Coarse | None = None,
    ) -> Decimal:
        """Return a Decimal amount in the base: multiplied exactly, divided last, to 34 significant digits.

        Raises:
            InvalidCurrency, InvalidSpan, RateNotFound: see `quote`.

        Examples:
            >>> import salarykit as sk
            >>> from decimal import Decimal
            >>> sk.default_rates().convert_decimal(Decimal(1_000_000), "DEM", "EUR", on="1999-06-01")
            Decimal('511291.8811962184852466727680831156')
        """
        key = currency, base, on, max_staleness, coarse
        try:
            ratio = self._ratios[key]
        except (KeyError, TypeError):
            ratio = self._finder.ratio(
                currency, base, self.span(on), check_terms(max_staleness, coarse=coarse)
            )
            if type(on) in (str, dt.date):
                self._ratios.keep(key, ratio)
        return in_base(amount, ratio)

    def difference(self, other: Rates) -> tuple[Difference, ...]:
        """Return how much another source's published rates differ from these, for each currency that both have.

        Both are converted to the same base, on the days on which both published.

        Examples:
            >>> import salarykit as sk
            >>> rates = sk.default_rates()
            >>> {found.median_bp for found in rates.difference(rates)}
            {0.0}
        """
        check_rates(other, "other")
        return differences(self.tables[0], other.tables[0])

    # Columns

    def convert(  # noqa: PLR0913 - each option is a term of the rate
        self,
        amounts: ArrayLike,
        currencies: ArrayLike,
        base: str,
        *,
        on: OnColumn,
        max_staleness: int = 7,
        missing: Missing = "raise",
        min_obs: int = 1,
        average: Average = "mean",
        coarse: Coarse | None = None,
    ) -> Converted:
        """Return a column of amounts in the base, each with its rate and provenance.

        Args:
            amounts: n figures; NaN stays NaN. Items that a numpy mask hides are missing, in this column and in the others.
            currencies: one ISO 4217 code, or n.
            base: ISO 4217.
            on: one day or span, or n of them: numpy `datetime64`, dates, or texts; see `quote`.
            max_staleness: how many days old a day's rate may be.
            missing: `"raise"`, or `"null"`: NaN where there is no rate, and an empty kind.
            min_obs: see `quote`.
            average: see `quote`.
            coarse: see `quote`.

        Raises:
            InvalidCurrency, InvalidSpan, RateNotFound: with `row`, counted from 1; the first such row.

        Examples:
            >>> import salarykit as sk
            >>> done = sk.default_rates().convert([100, 100], ["EUR", "USD"], "USD", on="2024-06-29")
            >>> done.value.tolist(), done.staleness.tolist(), done.kind.tolist()
            ([107.05, 100.0], [1.0, nan], ['observed', 'identity'])
        """
        figures = figures_of(amounts, "amounts")
        coded = code_currencies(currencies, len(figures))
        when = code_days(on, len(figures), self.span)
        terms = check_terms(max_staleness, min_obs, average, coarse)
        return self.convert_coded(figures, coded, base, on=when, terms=terms, missing=missing).trace()

    def convert_coded(
        self,
        amounts: NDArray[np.float64],
        currencies: Coded,
        base: str,
        *,
        on: Span | Days | Coded,
        terms: SpanTerms,
        missing: Missing = "raise",
    ) -> Conversion:
        """Return the values and the cells of their rates; every conversion of a column uses this.

        Args:
            amounts: n figures.
            currencies: n codes; None, an unknown code and one without rates give no rate.
            base: ISO 4217.
            on: one span, n days, or n spans.
            terms: what the rates must satisfy.
            missing: see `convert`.
        """
        if not is_one_of(missing, ("raise", "null")):
            raise InvalidQuery(f"missing={missing!r}: choose 'raise' or 'null'.", value=missing)
        parse_currency(base)
        return self._finder.column(
            amounts, currencies, base, on=on, terms=terms, is_needed=missing == "raise"
        )

    # Equality, hashing and pickling

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.tables, self._over_pegs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rates) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        active = len(ACTIVE.intersection(self.currencies))
        return f"<Rates: {self.source}, {active} of {len(ACTIVE)} currencies in use, {self.first} to {self.last}>"


def _rebuilt(tables: tuple[Published, ...], over_pegs: bool) -> Rates:  # noqa: FBT001 - pickle calls by position
    return Rates(*tables, over_pegs=over_pegs)


def check_rates(given: object, name: str = "rates") -> Rates:
    """Return the given rates if they are `Rates`.

    Raises:
        InvalidQuery: for anything but `Rates`, naming the argument.
    """
    if not isinstance(given, Rates):
        raise InvalidQuery(
            f"{name}={given!r:.80}: give Rates, such as read_rates or fetch_rates returns.", value=given
        )
    return given
