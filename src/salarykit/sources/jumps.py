"""Finds implausible values: a currency that more than doubles or halves from one publication to the next."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.currency.facts import pegs
from salarykit.errors import SourceError
from salarykit.rates.links import first_day_of, unit_changes
from salarykit.rates.spans import day_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from salarykit.currency.facts import Peg
    from salarykit.rates.published import Published

__all__ = ["check_jumps", "warn_of_doubtful"]

_JUMP: Final = 2.0  # no currency of the ECB's has doubled or halved from one publication to the next
_CLOSE: Final = 10  # the most days between two successive publications
_MONTHLY: Final = 40  # days without a publication after which any value is plausible
_LASTING: Final = 2  # later values that confirm a jump
_BACK: Final = 10  # publications within which a slip ends
_PARITY: Final = 1.5  # the factor from a parity that is implausible


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
    edges = [
        *unit_changes(rates.codes[0]),
        first_day_of(rates.codes[0]),
    ]  # the unit changes that they are quoted against
    for code, column in zip(rates.codes[1:], rates.values.T, strict=True):
        rows = np.flatnonzero(np.isfinite(column))
        values, days = column[rows], rates.days[rows]
        ratio = values[1:] / values[:-1]
        wild = np.flatnonzero((np.diff(days) <= gap) & ((ratio > limit) | (ratio < 1 / limit)))
        for at in wild.tolist():
            if not any(days[at] < change <= days[at + 1] for change in (*unit_changes(code), *edges)):
                jump = _Jump(code, int(days[at + 1]), float(values[at]), float(values[at + 1]))
                yield jump, values[at + 1 :], days[at + 1 :]


def _slips(rates: Published) -> Iterator[str]:
    """Yield a sentence for each jump that does not last."""
    slipped: _Jump | None = None
    for jump, values, days in _jumps(rates, _JUMP, _MONTHLY):
        if slipped and slipped.code == jump.code and 1 / _JUMP < jump.after / slipped.before < _JUMP:
            slipped = None  # the return from a slip is not another jump
            continue
        later = values[1 : 1 + _BACK]
        back = (later < jump.before * _JUMP) & (later > jump.before / _JUMP)
        sentence = f"{jump.code} changes by a factor of {jump.factor:.3g} on {_date(jump.day)}"
        slipped = jump if back.any() else None
        if back.any():
            yield f"{sentence}, from {jump.before:g} to {jump.after:g}, and is back on {_date(int(days[1 + back.argmax()]))}."
        elif len(later) < _LASTING:
            yield f"{sentence}, from {jump.before:g} to {jump.after:g}, the last of its values or nearly so."


def _off_parity(rates: Published) -> Iterator[str]:
    """Yield a sentence for each currency whose values are far from the parity that its issuer keeps."""
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
                f"on {_date(int(rates.days[at]))} {stated[at]:g} {peg.code} are one {peg.anchor}, which is kept at "
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
