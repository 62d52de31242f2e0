"""`Rates`: dated exchange rates of one source, immutable, with one kernel behind every question."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from salarykit.currency.codes import parse_currency
from salarykit.errors import InvalidQuery
from salarykit.rates.columns import code_currencies, code_days, span_of
from salarykit.rates.converted import Conversion
from salarykit.rates.exact import convert_exact
from salarykit.rates.grid import KINDS, NO_DAY, identity_grid
from salarykit.rates.kernel import gather
from salarykit.rates.lookup import Cache, Lookup, Where, check_staleness
from salarykit.rates.missing import explain
from salarykit.rates.spans import Span, day_number, day_of, parse_span

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from numpy.typing import ArrayLike, NDArray

    from salarykit.rates.converted import Converted
    from salarykit.rates.grid import Grid
    from salarykit.rates.kernel import Coded, Days
    from salarykit.rates.published import Published
    from salarykit.rates.quote import Quote

__all__ = ["Missing", "Rates"]

Missing = Literal["raise", "null"]
"""What to do where there is no rate: raise `RateNotFound`, or leave that row empty."""

_MEMO = 16_384  # answers to "which grid, which row" kept for the scalar road


class Rates:
    """Dated exchange rates of one source, quoted against one pivot currency.

    Immutable after construction, so it may be shared between threads; it pickles, and two tables with the same
    content have the same `fingerprint`.

    Examples:
        >>> import salarykit as sk
        >>> rates = sk.default_rates()
        >>> rates.source, rates.pivot, len(rates.currencies), rates.first.isoformat()
        ('ECB', 'EUR', 42, '1999-01-04')
    """

    def __init__(self, published: Published) -> None:
        self._published = published
        self._column = published.column
        self._memo = Cache(_MEMO)

    # What the table holds

    @property
    def source(self) -> str:
        """Who published the rates."""
        return self._published.source

    @property
    def pivot(self) -> str:
        """The currency the source quotes against."""
        return self._published.codes[0]

    @property
    def currencies(self) -> tuple[str, ...]:
        """The ISO 4217 codes with rates, the pivot among them, in alphabetical order."""
        return tuple(sorted(self._published.codes))

    @property
    def first(self) -> dt.date:
        """The first day of publication."""
        return self._published.first

    @property
    def last(self) -> dt.date:
        """The newest day of publication."""
        return self._published.last

    @property
    def fingerprint(self) -> str:
        """A SHA-256 over everything the table holds; equal content, equal fingerprint."""
        return self._published.fingerprint

    def published_on(self, currency: str) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day on which a currency was published; None if it never was.

        Examples:
            >>> import salarykit as sk
            >>> sk.default_rates().published_on("RUB")
            (datetime.date(2005, 4, 1), datetime.date(2022, 3, 1))
        """
        return self._published.bounds(currency)

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
            grid, row = self._memo[base, on, max_staleness]
            rate = grid.rate.item(row, self._column[currency])
        except (KeyError, TypeError):
            if currency == base:
                return 1.0 if parse_currency(base) and self.span(on) else np.nan
            grid, row = self._find(base, on, max_staleness)
            rate = grid.rate.item(row, self._column.get(currency, -1))
        if rate != rate:  # noqa: PLR0124 - NaN
            raise explain(self._published, currency, base, self.span(on), max_staleness)
        return rate  # type: ignore[no-any-return]

    def quote(self, currency: str, base: str, *, on: Any, max_staleness: int = 7) -> Quote:
        """Return a rate with its provenance.

        Args:
            currency: ISO 4217.
            base: ISO 4217.
            on: a day: the last rate published on or before it. A span ("2024", "2024-Q2", "2024-06",
                "2023-07-01/2024-06-30"): one over the arithmetic mean, over the days of publication, of units of
                the currency for one unit of the base. `"latest"`: the newest day in the table.
            max_staleness: how many days old a day's rate may be.

        Raises:
            InvalidCurrency: a code that is not ISO 4217.
            InvalidSpan: `on` is neither a day nor a span.
            RateNotFound: there is no such rate; the message says what the table holds instead.

        Examples:
            >>> import salarykit as sk
            >>> quote = sk.default_rates().quote("CAD", "USD", on="2024")
            >>> round(quote.rate, 6), quote.kind, quote.n_obs, quote.path
            (0.730155, 'mean', 256, ('CAD', 'EUR', 'USD'))
        """
        from salarykit.rates.quote import Quote  # pydantic is slow to import, and the kernel does without it

        rate = self.rate(currency, base, on=on, max_staleness=max_staleness)
        span = self.span(on)
        same = currency == base
        grid, row = (identity_grid(), 0) if same else self._find(base, on, max_staleness)
        column = self._column.get(currency, -1) if not same else 0
        seen = int(grid.seen[row, column])
        return Quote(
            currency=currency,
            base=base,
            on=str(span),
            rate=rate,
            observed_on=None if seen == NO_DAY else day_of(seen),
            staleness=None if seen == NO_DAY else day_number(span.last) - seen,
            kind=KINDS[grid.kind[row, column]],
            n_obs=int(grid.n_obs[row, column]),
            source=self.source,
            path=(base,) if same else tuple(dict.fromkeys((currency, self.pivot, base))),
            fingerprint=self.fingerprint,
        )

    def span(self, on: Any) -> Span:
        """Return the days that `on` stands for; `"latest"` is the newest day in the table."""
        return Span(self.last, self.last) if isinstance(on, str) and on == "latest" else parse_span(on)

    def convert_decimal(
        self, amount: Decimal, currency: str, base: str, *, on: Any, max_staleness: int = 7
    ) -> Decimal:
        """Return a Decimal amount in the base: both legs as published, divided last, 34 significant digits.

        Raises:
            InvalidCurrency, InvalidSpan, RateNotFound: see `quote`.

        Examples:
            >>> import salarykit as sk
            >>> from decimal import Decimal
            >>> sk.default_rates().convert_decimal(Decimal(100), "EUR", "USD", on="2024-06-28")
            Decimal('107.050')
        """
        quote = self.quote(currency, base, on=on, max_staleness=max_staleness)
        if quote.observed_on is None:
            return amount
        last = day_number(quote.observed_on)
        first = day_number(self.span(on).first) if quote.kind == "mean" else last
        return convert_exact(amount, self._published.exact_legs(currency, base, first, last))

    def _find(self, base: str, on: Any, max_staleness: int) -> tuple[Grid, int]:
        span = self.span(on)
        where = self._where(base, span, max_staleness)
        if where is None:
            raise explain(self._published, self.pivot, base, span, max_staleness)
        found = where.grid, int(where.numbers(1)[0])
        return self._memo.keep((base, on, max_staleness), found)

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
    ) -> Converted:
        """Return a column of amounts in the base, each with its rate and provenance.

        Args:
            amounts: n figures; NaN stays NaN.
            currencies: one ISO 4217 code, or n.
            base: ISO 4217.
            on: one day or span, or n of them: numpy `datetime64`, dates, or texts; see `quote`.
            max_staleness: how many days old a day's rate may be.
            missing: `"raise"`, or `"null"`: NaN where there is no rate, and an empty kind.

        Raises:
            InvalidCurrency, InvalidSpan, RateNotFound: with `row`, counted from 1; the first such row.

        Examples:
            >>> import salarykit as sk
            >>> done = sk.default_rates().convert([100, 100], ["EUR", "USD"], "USD", on="2024-06-29")
            >>> done.value.tolist(), done.staleness.tolist(), done.kind.tolist()
            ([107.05, 100.0], [1.0, nan], ['observed', 'identity'])
        """
        figures = np.asarray(amounts, np.float64).reshape(-1)
        coded = code_currencies(currencies, len(figures))
        when = code_days(on, len(figures), self.span)
        return self.convert_coded(
            figures, coded, base, on=when, max_staleness=max_staleness, missing=missing
        ).trace()

    def convert_coded(
        self,
        amounts: NDArray[np.float64],
        currencies: Coded,
        base: str,
        *,
        on: Span | Days | Coded,
        max_staleness: int = 7,
        missing: Missing = "raise",
    ) -> Conversion:
        """Return the values and where their rates stand: the road under every conversion of a column.

        Args:
            amounts: n figures.
            currencies: n codes; a name that is None, unknown or without rates has none.
            base: ISO 4217.
            on: one span, n days, or n spans.
            max_staleness: how many days old a day's rate may be.
            missing: see `convert`.
        """
        if missing not in ("raise", "null"):
            raise InvalidQuery(f"missing={missing!r}: choose 'raise' or 'null'.", value=missing)
        parse_currency(base)
        where = self._where(base, on, max_staleness)
        names = self._column if where else {base: 0}  # a base without rates still equals itself
        where = where or Where(identity_grid(), 0, 0)
        unknown = where.grid.rate.shape[1] - 1
        columns = np.array([names.get(name, unknown) for name in currencies.names] or [unknown], np.intp)
        table, rows = where.grid.rate, None if isinstance(where.rows, int) else where.rows
        table = table[where.rows : where.rows + 1] if isinstance(where.rows, int) else table
        value, complete = gather(table, rows, where.first, columns, currencies.indices, amounts)
        if missing == "raise" and not complete:
            lost = np.flatnonzero(np.isnan(value) & ~np.isnan(amounts))
            if len(lost):
                raise self._missing(int(lost[0]), currencies, base, on, max_staleness)
        return Conversion(value, complete, where, columns, currencies.indices, on)

    def _where(self, base: str, on: Span | Days | Coded, max_staleness: int) -> Where | None:
        """Return where the rates to a base stand; None where the table has no such currency."""
        max_staleness = check_staleness(max_staleness)
        column = self._column.get(base)
        return None if column is None else self._lookup.where(column, on, max_staleness)

    def _missing(
        self, row: int, currencies: Coded, base: str, on: Span | Days | Coded, max_staleness: int
    ) -> Exception:
        name = currencies.names[int(currencies.indices[row])] if len(currencies.names) else None
        return explain(self._published, name, base, span_of(on, row), max_staleness, row=row + 1)

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self._published.legs(), int(self._published.days[0]))

    # Being a value

    def __reduce__(self) -> tuple[Any, ...]:
        return Rates, (self._published,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rates) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return f"<Rates: {self.source}, {len(self.currencies)} currencies, {self.first} to {self.last}>"
