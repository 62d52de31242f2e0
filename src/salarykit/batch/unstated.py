"""The rows of a stream whose period nothing states: counted, and refused where the file's level says that they are no year's pay.

What a file's level is, its last block tells. A file that is contradicted is therefore begun again, with what was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import combine
from salarykit.reading.aliases import country_code, mend_day
from salarykit.reading.unstated import Levels, faults_of, sampled, without_cell
from salarykit.reading.validation import Fault, coded_of
from salarykit.salaries.fields import BY_NAME, Refused, is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from salarykit.rates.kernel import Coded

__all__ = ["TooLow", "Unstated"]

_FIELDS: Final = ("country", "as_of")
_REMEMBERED: Final = 1 << 16  # cells


class TooLow(Exception):
    """A file's amounts are too low for a year's pay, and nothing says their period.

    Attributes:
        found: the currencies.
    """

    def __init__(self, found: tuple[str, ...]) -> None:
        super().__init__(", ".join(found))
        self.found = found


class Unstated:
    """Looks at the blocks of one file for rows whose period nothing states.

    Args:
        columns: our fields to the file's columns.
        defaults: what a missing cell stands for.
        day_first: whether `03/04/2024` puts the day first; None if nothing says so.
        too_low: the currencies whose rows are refused; None if that is still to be found out.

    Examples:
        >>> from salarykit.rates.kernel import Coded
        >>> unstated = Unstated({}, {}, None, None)
        >>> block, kept = pa.table({"pay": [900.0] * 20}), np.ones(20, bool)
        >>> unstated.look(block, kept, np.full(20, 900.0), Coded(np.zeros(20, np.int8), ["USD"]))
        ([], 20)
        >>> unstated.end()
        Traceback (most recent call last):
        salarykit.batch.unstated.TooLow: USD
    """

    def __init__(
        self,
        columns: Mapping[str, str],
        defaults: Mapping[str, Any],
        day_first: bool | None,  # noqa: FBT001 - as Checks has it
        too_low: tuple[str, ...] | None,
    ) -> None:
        self._columns, self._defaults = columns, defaults
        self._day_first, self._too_low = day_first, too_low
        self._levels, self._seen = Levels(), 0
        self._known: dict[tuple[str, Any], str | None] = {}

    def look(
        self, table: pa.Table, kept: NDArray[np.bool_], amounts: NDArray[np.float64], currencies: Coded
    ) -> tuple[list[Fault], int]:
        """Return the rows of a block that are refused, and how many good ones are taken for a year's pay."""
        first, self._seen = self._seen, self._seen + len(table)
        flags = self._flags(table, kept)
        count = int(np.count_nonzero(flags))
        if self._too_low is not None:
            rows = np.flatnonzero(flags)
            faults = faults_of(rows, _codes(currencies, rows), self._too_low)
            return faults, count - len(faults)
        looked_at, weights = sampled(flags, first)
        if len(looked_at):
            words = (self._words(table, name, looked_at) for name in _FIELDS)
            self._levels.add(amounts[looked_at], weights, _codes(currencies, looked_at), *words)
        return [], count

    def end(self) -> None:
        """Judge the file, once all its blocks have been seen.

        Raises:
            TooLow: if it is to be begun again.
        """
        found = self._levels.too_low()
        if found:
            raise TooLow(found)

    def _flags(self, table: pa.Table, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which good rows have a period that nothing states."""
        if "period" in self._defaults:
            return np.zeros(0, bool)
        if "period" not in self._columns:
            return kept
        return without_cell(table.column(self._columns["period"])) & kept

    def _words(self, table: pa.Table, name: str, rows: NDArray[np.intp]) -> pa.Array:
        """Return what some rows of a field say, in codes."""
        default = self._defaults.get(name)
        stated = None if default is None else BY_NAME[name].clean(default)
        if name not in self._columns:
            return pa.repeat(pa.scalar(stated, pa.string()), len(rows))
        column = combine(table.column(self._columns[name])).take(pa.array(rows))
        if pa.types.is_date(column.type) and stated is None:
            return pc.year(column).cast(pa.string())  # the year is all that is asked
        coded = coded_of(pa.chunked_array([column]))
        said = [stated if is_missing(cell) else self._word(name, cell) for cell in coded.names]
        return pa.array(said, pa.string()).take(pa.array(coded.indices))

    def _word(self, name: str, cell: Any) -> str | None:
        """Return what a cell says; None if it is refused. The same cells come in block after block."""
        key = name, str(cell)
        if key not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            try:
                self._known[key] = BY_NAME[name].clean(cell)
            except Refused:
                text = str(cell)
                mended = (
                    country_code(text) if name == "country" else mend_day(text, day_first=self._day_first)
                )
                self._known[key] = mended
        return self._known[key]


def _codes(currencies: Coded, rows: NDArray[np.intp]) -> pa.Array:
    """Return the currencies of some rows."""
    return pa.array(list(currencies.names), pa.string()).take(pa.array(currencies.indices[rows]))
