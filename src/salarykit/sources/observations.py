"""Collects the observations of a source, checks every one before any is used, and finds implausible jumps between them."""

from __future__ import annotations

import math
import re
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from salarykit.currency.codes import parse_currency
from salarykit.currency.facts import pegs
from salarykit.errors import InvalidCurrency, SourceError
from salarykit.rates.links import first_day_of, unit_changes
from salarykit.rates.published import Published
from salarykit.rates.spans import day_number

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from salarykit.currency.facts import Peg
    from salarykit.rates.published import Quotation, Step

__all__ = ["Observations", "check_jumps", "warn_of_doubtful"]

_NUMBER: Final = re.compile(r"\+?([0-9]+(?:\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


class Observations:
    """Collects observations (day, currency, rate) into a table.

    Args:
        source: who published them.
        base: the currency they are quoted against.
        origin: their address or file, for errors.
        texts: whether rates may be texts, as in a CSV; in JSON they must be numbers.

    Examples:
        >>> import datetime as dt
        >>> found = Observations("example", "EUR", "a file", texts=True)
        >>> found.add(dt.date(2024, 6, 28), "USD", "1.0705")
        >>> found.published().values.tolist()
        [[1.0705]]
    """

    def __init__(self, source: str, base: str, origin: str, *, texts: bool = False) -> None:
        self._source, self._base, self._origin, self._texts = source, base, origin, texts
        self._values: dict[tuple[int, str], float] = {}

    def fault(self, what: str) -> SourceError:
        """Return an error that names this source."""
        source = "" if self._origin.startswith(self._source) else f"{self._source}: "
        return SourceError(
            f"{source}{self._origin} {what} The rates in use are unchanged.", source=self._origin
        )

    def check_base(self, base: object) -> None:
        """Refuse an answer that is quoted against another currency than the requested one.

        Raises:
            SourceError: if it is.
        """
        if base != self._base:
            raise self.fault(f"answered against {base!r}, not {self._base!r} as asked.")

    def add(self, day: dt.date, code: Any, rate: Any, where: str = "") -> None:
        """Add an observation, in units of the currency for one unit of the base; error messages begin with `where`.

        Raises:
            SourceError: if the code is not ISO 4217, or the rate is not a positive, finite number; or if the same day
                and currency already have another rate.
        """
        try:
            currency = parse_currency(code)
        except InvalidCurrency as error:
            raise self.fault(f"{where}names an unknown currency: {error}") from None
        value = self._number(rate, f"{currency} on {day}", where)
        if currency == self._base:
            if value != 1:
                raise self.fault(f"{where}says that one {currency} is {value} {currency}.")
            return
        before = self._values.setdefault((day_number(day), currency), value)
        if before != value:
            raise self.fault(f"{where}gives two rates of {currency} on {day}: {before} and {value}.")

    def _number(self, rate: Any, of: str, where: str) -> float:
        is_number = isinstance(rate, int | float | Decimal) or (self._texts and isinstance(rate, str))
        if isinstance(rate, bool) or not is_number:
            raise self.fault(f"{where}gives {rate!r} as the rate of {of}, which is not a number.")
        try:
            value = float(rate) if not isinstance(rate, str) or _NUMBER.fullmatch(rate.strip()) else math.nan
        except (ValueError, OverflowError):
            raise self.fault(f"{where}gives {rate!r} as the rate of {of}, which is not a number.") from None
        if not 0 < value < math.inf:
            raise self.fault(f"{where}gives {rate!r} as the rate of {of}; a rate is positive and finite.")
        return value

    def published(
        self, *, quotation: Quotation = "indirect", step: Step = "day", is_restated: bool = False
    ) -> Published:
        """Return all observations as a table.

        Args:
            quotation: see `Published`.
            step: see `Published`.
            is_restated: see `Published`.

        Raises:
            SourceError: if there are none.
        """
        if not self._values:
            raise self.fault("sent no rates.")
        days = sorted({day for day, _ in self._values})
        codes = sorted({code for _, code in self._values})
        row = {day: index for index, day in enumerate(days)}
        column = {code: index for index, code in enumerate(codes)}
        values = np.full((len(days), len(codes)), np.nan)
        for (day, code), value in self._values.items():
            values[row[day], column[code]] = value
        return Published(
            codes,
            days,
            values,
            pivot=self._base,
            source=self._source,
            quotation=quotation,
            step=step,
            is_restated=is_restated,
        )


_JUMP: Final = 2.0  # none of the ECB's currencies has doubled or halved from one publication to the next
_CLOSE: Final = 10  # the most days between two successive publications
_MONTHLY: Final = 40  # days without a publication after which any value is plausible
_LASTING: Final = 2  # later values that confirm a jump
_BACK: Final = 10  # publications within which a wrong figure is corrected
_PARITY: Final = 1.5  # the factor from a parity beyond which a value is implausible


class _Jump(NamedTuple):
    """A currency's value that is far from the one before it."""

    code: str
    day: int
    before: float
    after: float

    @property
    def factor(self) -> float:
        """The factor of the jump."""
        return self.after / self.before


def check_jumps(fresh: Published, limit: float = _JUMP) -> None:
    """Refuse rates with a value that more than doubles or halves from one publication to the next.

    Raises:
        SourceError: naming the first such currency and day.
    """
    jump = next(_jumps(fresh, limit, _CLOSE), None)
    if jump:
        raise SourceError(
            f"The rates of {fresh.source}: {jump[0].code} changes by a factor of {jump[0].factor:.3g} on "
            f"{_date(jump[0].day)}, and no redenomination is known on that day.",
            source=fresh.source,
        )


def warn_of_doubtful(rates: Published, *, stacklevel: int) -> None:
    """Warn of jumps that do not last, and of values that contradict a parity.

    A jump that lasts may be a crisis, so it gives no warning; one at the end of the data does.

    Args:
        rates: the rates of a source.
        stacklevel: as in `warnings.warn`, from the caller of this function.
    """
    sentences = [*_slips(rates), *_off_parity(rates)]
    if sentences:
        more = f" And {len(sentences) - 1:,} more." if len(sentences) > 1 else ""
        warnings.warn(
            f"The rates of {rates.source}: {sentences[0]}{more} Look the days up at their source.",
            stacklevel=stacklevel + 1,
        )


def _jumps(
    rates: Published, limit: float, gap: int
) -> Iterator[tuple[_Jump, NDArray[np.float64], NDArray[np.int32]]]:
    """Yield each jump, the currency's values from it on, and their days."""
    pivot = rates.codes[0]
    pivot_changes = [*unit_changes(pivot), first_day_of(pivot)]  # days on which the pivot's unit changed
    for code, column in zip(rates.codes[1:], rates.values.T, strict=True):
        rows = np.flatnonzero(np.isfinite(column))
        values, days = column[rows], rates.days[rows]
        ratio = values[1:] / values[:-1]
        wild = np.flatnonzero((np.diff(days) <= gap) & ((ratio > limit) | (ratio < 1 / limit)))
        for at in wild.tolist():
            if not any(days[at] < change <= days[at + 1] for change in (*unit_changes(code), *pivot_changes)):
                jump = _Jump(code, int(days[at + 1]), float(values[at]), float(values[at + 1]))
                yield jump, values[at + 1 :], days[at + 1 :]


def _slips(rates: Published) -> Iterator[str]:
    """Yield a sentence for each jump that does not last."""
    slipped: _Jump | None = None
    for jump, values, days in _jumps(rates, _JUMP, _MONTHLY):
        if slipped and slipped.code == jump.code and 1 / _JUMP < jump.after / slipped.before < _JUMP:
            slipped = None  # the return from a wrong figure is not another jump
            continue
        later = values[1 : 1 + _BACK]
        back = (later < jump.before * _JUMP) & (later > jump.before / _JUMP)
        sentence = f"{jump.code} changes by a factor of {jump.factor:.3g} on {_date(jump.day)}"
        slipped = jump if back.any() else None
        if back.any():
            yield f"{sentence}, from {jump.before:g} to {jump.after:g}, and is back on {_date(int(days[1 + back.argmax()]))}."
        elif len(later) < _LASTING:
            yield f"{sentence}, from {jump.before:g} to {jump.after:g}, and too few values follow to confirm it."


def _off_parity(rates: Published) -> Iterator[str]:
    """Yield a sentence for each currency with values far from the parity that its issuer keeps."""
    for peg in pegs():
        if peg.code not in rates.column or peg.anchor not in rates.column:
            continue
        parity = float(peg.units)
        stated = _units(rates, peg.code) / _units(rates, peg.anchor)
        off = np.isfinite(stated) & _in_force(peg, rates.days)
        off[off] = np.abs(np.log(stated[off] / parity)) > np.log(_PARITY)
        if off.any():
            at = int(off.argmax())
            yield (
                f"on {_date(int(rates.days[at]))} one {peg.anchor} is {stated[at]:g} {peg.code}; its peg is "
                f"{parity:g} ({np.count_nonzero(off):,} of {len(off):,} days)."
            )


def _units(rates: Published, code: str) -> NDArray[np.float64]:
    """Return units of a currency for one unit of the pivot."""
    column = rates.column[code]
    values = rates.values[:, column - 1] if column else np.ones(len(rates.days))
    return values if rates.quotation == "indirect" else 1 / values


def _in_force(peg: Peg, days: NDArray[np.int32]) -> NDArray[np.bool_]:
    last = np.iinfo(np.int32).max if peg.until is None else day_number(peg.until)
    return (days >= day_number(peg.since)) & (days <= last)


def _date(day: int) -> np.datetime64:
    return np.datetime64(day, "D")
