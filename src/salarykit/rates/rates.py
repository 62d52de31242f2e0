"""`Rates`: dated exchange rates, immutable, with one kernel behind every question."""
# Over 300 lines: half of them are the docstrings of the one class that users read most.

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from salarykit.currency.codes import parse_currency
from salarykit.errors import InvalidQuery
from salarykit.rates.columns import code_currencies, code_days, figures_of, span_of
from salarykit.rates.converted import Conversion
from salarykit.rates.difference import Difference, differences
from salarykit.rates.exact import in_base
from salarykit.rates.grid import identity_grid
from salarykit.rates.kernel import gather
from salarykit.rates.legs import Legs, build_legs
from salarykit.rates.links import OBSERVED_LINK, combinable
from salarykit.rates.lookup import BASES, Cache, Lookup, Where, check_terms
from salarykit.rates.missing import explain
from salarykit.rates.spans import EPOCH, Span, day_of, parse_span
from salarykit.rates.trail import exact_ratio, tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from numpy.typing import ArrayLike, NDArray

    from salarykit.rates.converted import Converted
    from salarykit.rates.grid import Grid
    from salarykit.rates.kernel import Coded, Days
    from salarykit.rates.lookup import SpanTerms
    from salarykit.rates.means import Average
    from salarykit.rates.published import Published
    from salarykit.rates.quote import Quote

__all__ = ["Missing", "Rates"]

Missing = Literal["raise", "null"]
"""What to do where there is no rate: raise `RateNotFound`, or leave that row empty."""

_MEMO = 16_384  # texts, means and exact ratios kept for the scalar road


class Rates:
    """Dated exchange rates: what one source published (or several, each whole currencies), and the dated facts.

    For each currency and day, in this order: the same currency; a redenomination; the legal euro rate from adoption
    on; the observed rate; a peg that the issuer states. Immutable after construction, so it may be shared between
    threads; it pickles, and two tables with the same content have the same `fingerprint`.

    Examples:
        >>> import salarykit as sk
        >>> rates = sk.default_rates()
        >>> rates.source, rates.pivot, rates.first.isoformat(), "AED" in rates.currencies
        ('ECB', 'EUR', '1999-01-04', True)
    """

    def __init__(self, first: Published, *others: Published) -> None:
        combinable(first, others)
        self._tables = (first, *others)
        self._daily = Cache(BASES)
        self._day_texts = Cache(_MEMO)
        self._span_rates = Cache(_MEMO)
        self._ratios = Cache(_MEMO)

    @classmethod
    def combine(cls, first: Rates, *others: Rates) -> Rates:
        """Return the rates of several sources: each currency whole from the first source that has it.

        Raises:
            SourceError: if another's pivot is not among the currencies before it.

        Examples:
            >>> import salarykit as sk
            >>> mine = sk.read_rates(
            ...     [{"date": "2024-06-28", "currency": "TWD", "rate": 32.45}], base="USD", name="mine"
            ... )
            >>> both = sk.Rates.combine(sk.default_rates(), mine)
            >>> both.sources["TWD"], both.sources["GBP"], both.quote("TWD", "GBP", on="2024-06-28").source
            ('mine', 'ECB', 'mine; ECB')
        """
        return cls(*(table for rates in (first, *others) for table in rates.tables))

    # What the table holds

    @property
    def tables(self) -> tuple[Published, ...]:
        """What the sources have published."""
        return self._tables

    @property
    def source(self) -> str:
        """Who published the rates; all sources if there are several."""
        return "; ".join(dict.fromkeys(table.source for table in self._tables))

    @property
    def sources(self) -> dict[str, str]:
        """Who published each currency's rates; currencies that rest on law or a peg alone are not among them."""
        links = self.legs.links
        found = {
            link.code: link.source
            for link in links
            if link.softness == OBSERVED_LINK and link.code in self.legs.codes
        }
        return dict(sorted({self.pivot: self._tables[0].source, **found}.items()))

    @property
    def pivot(self) -> str:
        """The currency all chains of rates end at."""
        return self._tables[0].codes[0]

    @property
    def currencies(self) -> tuple[str, ...]:
        """The ISO 4217 codes with rates on some day, the pivot among them, in alphabetical order."""
        return tuple(sorted(self.legs.codes))

    @property
    def first(self) -> dt.date:
        """The first day of publication."""
        return min(table.first for table in self._tables)

    @property
    def last(self) -> dt.date:
        """The newest day of publication."""
        return max(table.last for table in self._tables)

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 over everything the sources published; equal content, equal fingerprint."""
        if len(self._tables) == 1:
            return self._tables[0].fingerprint
        return hashlib.sha256("".join(table.fingerprint for table in self._tables).encode()).hexdigest()

    def published_on(self, currency: str) -> tuple[dt.date, dt.date | None] | None:
        """Return the first and last day with a rate of a currency; no last for a legal one; None if there is none.

        Examples:
            >>> import salarykit as sk
            >>> sk.default_rates().published_on("RUB")
            (datetime.date(2005, 4, 1), datetime.date(2022, 3, 1))
        """
        bounds = self.legs.bounds(currency)
        if bounds is None:
            return None
        return day_of(bounds[0]), None if bounds[1] is None else day_of(bounds[1])

    # One rate

    def rate(self, currency: str, base: str, *, on: Any, max_staleness: int = 7) -> float:
        """Return the units of the base for one unit of the currency; `quote` says more.

        Raises:
            InvalidCurrency, InvalidSpan, RateNotFound: see `quote`.

        Examples:
            >>> import salarykit as sk
            >>> round(sk.default_rates().rate("CAD", "USD", on="2024-06-28"), 6)
            0.729721
        """
        try:
            item, before, last = self._daily[base, max_staleness]
            day = on.toordinal() if on.__class__ is dt.date else self._day_texts[on]
            row = day - before
            if not 0 <= row <= last:
                row = 0 if row < 0 else last
            rate: float = item(row, self._column[currency])
            if rate == rate:  # noqa: PLR0124 - not NaN
                return rate
        except (KeyError, TypeError):
            pass
        return self._slow_rate(currency, base, on, max_staleness)

    def _slow_rate(self, currency: str, base: str, on: Any, max_staleness: int) -> float:
        """Return a rate by the road of `quote`, and keep what makes the next answer quick."""
        key = currency, base, on, max_staleness
        try:
            return self._span_rates[key]  # type: ignore[no-any-return]
        except (KeyError, TypeError):  # not kept yet, or no code at all
            pass
        span, terms = self.span(on), check_terms(max_staleness)
        grid, row, column = self._cell(currency, base, span, terms)
        rate: float = grid.rate.item(row, column)
        if span.is_day and base in self._column:
            days = self._lookup.days(self._column[base], terms.max_staleness)
            daily = days.rate.item, days.first + EPOCH, len(days.rate) - 1
            self._daily.keep((base, terms.max_staleness), daily)
        if isinstance(on, str):
            kept = self._day_texts if span.is_day else self._span_rates
            kept.keep(on if span.is_day else key, span.first.toordinal() if span.is_day else rate)
        return rate

    def quote(
        self,
        currency: str,
        base: str,
        *,
        on: Any,
        max_staleness: int = 7,
        min_obs: int = 1,
        average: Average = "mean",
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

        Raises:
            InvalidCurrency, InvalidSpan: a code that is not ISO 4217; `on` that is neither a day nor a span.
            RateNotFound: there is no such rate; the message says what the table holds instead.

        Examples:
            >>> import salarykit as sk
            >>> quote = sk.default_rates().quote("CAD", "USD", on="2024")
            >>> round(quote.rate, 6), quote.kind, quote.averaged, quote.n_obs, quote.path
            (0.730155, 'mean', 'CAD per USD', 256, ('CAD', 'EUR', 'USD'))
        """
        span, terms = self.span(on), check_terms(max_staleness, min_obs, average)
        cell = self._cell(currency, base, span, terms)
        return tell(self.legs, currency, base, span, cell, average, self.fingerprint)

    def span(self, on: Any) -> Span:
        """Return the days that `on` stands for; `"latest"` is the newest day in the table."""
        return Span(self.last, self.last) if isinstance(on, str) and on == "latest" else parse_span(on)

    def convert_decimal(
        self, amount: Decimal, currency: str, base: str, *, on: Any, max_staleness: int = 7
    ) -> Decimal:
        """Return a Decimal amount in the base: exact legs, divided last, 34 significant digits.

        Raises:
            InvalidCurrency, InvalidSpan, RateNotFound: see `quote`.

        Examples:
            >>> import salarykit as sk
            >>> from decimal import Decimal
            >>> sk.default_rates().convert_decimal(Decimal(1_000_000), "DEM", "EUR", on="1999-06-01")
            Decimal('511291.8811962184852466727680831156')
        """
        try:
            ratio = self._ratios[currency, base, on, max_staleness]
        except (KeyError, TypeError):
            quote = self.quote(currency, base, on=on, max_staleness=max_staleness)
            ratio = exact_ratio(self.legs, quote, self.span(on))
            if type(on) in (str, dt.date):
                self._ratios.keep((currency, base, on, max_staleness), ratio)
        return in_base(amount, ratio)

    def difference(self, other: Rates) -> tuple[Difference, ...]:
        """Return how far another source's published rates are from these, for each currency that both have.

        Both are taken to the same base, day by day, where both published.

        Examples:
            >>> import salarykit as sk
            >>> rates = sk.default_rates()
            >>> {found.median_bp for found in rates.difference(rates)}
            {0.0}
        """
        return differences(self.tables[0], other.tables[0])

    def _cell(self, currency: str, base: str, span: Span, terms: SpanTerms) -> tuple[Grid, int, int]:
        """Return the grid, row and column of a rate; raise where there is none."""
        if parse_currency(currency) == parse_currency(base):
            return identity_grid(), 0, 0
        where = self._where(base, [str(currency)], span, terms)
        row, column = int(where.numbers(1)[0]), int(where.columns[0])
        if np.isnan(where.grid.rate[row, column]):
            raise explain(self.legs, self.source, currency, base, span, terms)
        return where.grid, row, column

    # Columns

    def convert(
        self,
        amounts: ArrayLike,
        currencies: ArrayLike,
        base: str,
        *,
        on: Any,
        max_staleness: int = 7,
        missing: Missing = "raise",
        min_obs: int = 1,
        average: Average = "mean",
    ) -> Converted:
        """Return a column of amounts in the base, each with its rate and provenance.

        Args:
            amounts: n figures; NaN stays NaN, and what a numpy mask hides is missing here and below.
            currencies: one ISO 4217 code, or n.
            base: ISO 4217.
            on: one day or span, or n of them: numpy `datetime64`, dates, or texts; see `quote`.
            max_staleness: how many days old a day's rate may be.
            missing: `"raise"`, or `"null"`: NaN where there is no rate, and an empty kind.
            min_obs: see `quote`.
            average: see `quote`.

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
        terms = check_terms(max_staleness, min_obs, average)
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
        """Return the values and where their rates stand: the road under every conversion of a column.

        Args:
            amounts: n figures.
            currencies: n codes; a name that is None, unknown or without rates has none.
            base: ISO 4217.
            on: one span, n days, or n spans.
            terms: what the rates must satisfy.
            missing: see `convert`.
        """
        if missing not in ("raise", "null"):
            raise InvalidQuery(f"missing={missing!r}: choose 'raise' or 'null'.", value=missing)
        parse_currency(base)
        where = self._where(base, currencies.names, on, terms)
        table, rows = where.grid.rate, None if isinstance(where.rows, int) else where.rows
        table = table[where.rows : where.rows + 1] if isinstance(where.rows, int) else table
        value, complete = gather(table, rows, where.first, where.columns, currencies.indices, amounts)
        if missing == "raise" and not complete:
            lost = np.flatnonzero(np.isnan(value) & ~np.isnan(amounts))
            if len(lost):
                raise self._missing(int(lost[0]), currencies, base, on, terms)
        return Conversion(value, complete, where, currencies.indices, currencies.names, on)

    def _where(self, base: str, names: Sequence[Any], on: Span | Days | Coded, terms: SpanTerms) -> Where:
        """Return where the rates of some codes to a base stand; a base without rates still equals itself."""
        known = self._column if base in self._column else {base: 0}
        columns = [known.get(name, len(known)) if isinstance(name, str) else len(known) for name in names]
        at = np.array(columns or [len(known)], np.intp)
        if known is not self._column:
            return Where(identity_grid(), at, 0, 0)
        return self._lookup.where(known[base], at, on, terms)

    def _missing(
        self, row: int, currencies: Coded, base: str, on: Span | Days | Coded, terms: SpanTerms
    ) -> Exception:
        name = currencies.names[int(currencies.indices[row])] if len(currencies.names) else None
        return explain(self.legs, self.source, name, base, span_of(on, row), terms, row=row + 1)

    # Built when first needed

    @cached_property
    def legs(self) -> Legs:
        """Every currency's worth in the pivot, on every calendar day."""
        return build_legs(self._tables)

    @cached_property
    def _column(self) -> dict[str, int]:
        return {code: column for column, code in enumerate(self.legs.codes)}

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self.legs)

    # Being a value

    def __reduce__(self) -> tuple[Any, ...]:
        return Rates, self._tables

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rates) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return f"<Rates: {self.source}, {len(self.currencies)} currencies, {self.first} to {self.last}>"
