"""What a stream of blocks refuses, or cannot decide: all fields are checked, and odd cells are shown to the reader of tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import combine
from salarykit.files.texts import is_text, iso_dates
from salarykit.reading.aliases import MENDERS, mend_day
from salarykit.reading.clean import understand
from salarykit.reading.text_columns import replaced
from salarykit.reading.validation import Fault, check_column
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from salarykit.files.raw import Raw
    from salarykit.reading.column_mapping import Plan
    from salarykit.reading.number_format import Sign

__all__ = ["Checks", "NotPlain", "Watch", "check_fields", "check_points", "mend"]

_SMALL: Final = 1000.0
_UNSURE: Final = "ambiguous_number"
_THREE: Final = r"^\s*[+-]?[1-9][0-9]{0,2}\.[0-9]{3}\s*$"
_NOTHING: Final = re.compile(r"(?!\s*=)\D*")  # no digit, and no formula
_CODE: Final = re.compile(r"\s*[A-Z]{3}\s*")


class Checks(NamedTuple):
    """What is checked beside the columns that a conversion reads.

    Attributes:
        fields: ours, and the columns that hold them.
        points_group: whether points in amounts may group thousands, as they may where people write.
        mended: the fields whose words may stand for codes.
        day_first: whether `03/04/2024` puts the day first; None if nothing says so.
    """

    fields: tuple[tuple[str, str], ...] = ()
    points_group: bool = False
    mended: frozenset[str] = frozenset()
    day_first: bool | None = None


class NotPlain(Exception):
    """A stream has met a cell that only the whole file can explain.

    Attributes:
        reason: why.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_points(column: pa.ChunkedArray, amounts: NDArray[np.float64]) -> list[Fault]:
    """Return the amounts such as `65.000`, which people write for thousands, and machines for three decimals.

    Args:
        column: n cells.
        amounts: n figures, as machines read them.

    Examples:
        >>> [
        ...     fault.at
        ...     for fault in check_points(
        ...         pa.chunked_array([["65.000", "65.5", "1e5"]]), np.array([65, 65.5, 1e5])
        ...     )
        ... ]
        [0]
    """
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    small = np.flatnonzero(amounts < _SMALL) if is_text(kind) else np.zeros(0, np.intp)
    if not len(small):
        return []
    cells = combine(column).take(pa.array(small)).cast(pa.string())
    dotted = pc.fill_null(pc.match_substring_regex(cells, _THREE), False)
    sentence = (
        "{} may be thousands, or a figure with three decimals. Say what separates decimals with decimal='.' or decimal=',', "
        "or make the amounts numbers."
    )
    return [
        Fault(int(row), text, _UNSURE, sentence.format(repr(text)))
        for row, text in zip(
            small[dotted.to_numpy(zero_copy_only=False)], cells.filter(dotted).to_pylist(), strict=True
        )
    ]


def check_fields(table: pa.Table, checks: Checks) -> Iterator[tuple[str, Fault]]:
    """Give the cells that a field does not take, of fields that the conversion does not read.

    Args:
        table: a block.
        checks: of which fields.

    Examples:
        >>> block = pa.table({"land": ["Germany", "Narnia"], "n": ["5", "-5"]})
        >>> checks = Checks((("country", "land"), ("sample_size", "n")), mended=frozenset(["country"]))
        >>> [(name, fault.at) for name, fault in check_fields(block, checks)]
        [('country', 1), ('sample_size', 1)]
    """
    for name, theirs in checks.fields:
        field, column = BY_NAME[name], table.column(theirs)
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if is_text(kind) and (
            field.kind == "text" or (name == "as_of" and iso_dates(combine(column)) is not None)
        ):
            continue
        faults = check_column(column, field).faults
        if faults and (mended := mend(column, name, faults, checks)) is not None:
            faults = check_column(mended, field).faults
        yield from ((name, fault) for fault in faults)


def mend(column: pa.ChunkedArray, name: str, faults: Sequence[Fault], checks: Checks) -> Any:
    """Return a column with what the words of its refused cells stand for; None where none of them stands for anything.

    Examples:
        >>> checks = Checks(mended=frozenset(["country"]))
        >>> lands = pa.chunked_array([["Germany", "FR"]])
        >>> faults = check_column(lands, BY_NAME["country"]).faults
        >>> mend(lands, "country", faults, checks).to_pylist()
        ['DE', 'FR']
    """
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if name not in checks.mended or not is_text(kind):
        return None
    texts = {each.value for each in faults}
    told = {text: code for text in texts if (code := _code(name, text, checks))}
    return replaced(column, told) if told else None


def _code(name: str, text: str, checks: Checks) -> str | None:
    """Return what a cell's words stand for, whatever stands in other cells."""
    if name == "as_of":
        return mend_day(text, day_first=checks.day_first)
    code: str | None = MENDERS[name](text)
    return code


class Watch:
    """Holds a stream to what the reader of tables makes of the same cells.

    Args:
        raw: the file, without its cells.
        plan: which of its columns are which field.
        defaults: what a missing cell stands for.
        decimal: what separates decimals, if it is given.
        days: the column of days, which rejects call by its own name.
    """

    def __init__(
        self, raw: Raw, plan: Plan, defaults: Mapping[str, Any], decimal: Sign | None, days: str | None
    ) -> None:
        self._raw, self._plan, self._defaults = raw, plan, defaults
        self._decimal, self._days = decimal, days
        self._may_be_blank = "currency" not in defaults and "country" in plan.columns

    def look(self, table: pa.Table, faults: Sequence[tuple[str, Fault]], *, exact: bool = True) -> None:
        """Look at the cells of a block that were refused.

        Args:
            table: the block.
            faults: its cells that were refused, by field.
            exact: whether another reason for a refusal matters, too.

        Raises:
            NotPlain: if the reader of tables takes one of the cells, or refuses it for another reason.
        """
        mine = [
            ("as_of" if name == self._days else name, fault)
            for name, fault in faults
            if name in BY_NAME or name == self._days
        ]
        odd = {fault.at for name, fault in mine if not self._is_certain(name, fault)}
        if not odd:
            return
        rows = sorted(odd)
        said = {(fault.at, name, fault.code) for name, fault in mine if fault.at in odd}
        other = self._other(table.take(pa.array(rows)), rows)
        if exact and any(code == _UNSURE for *_, code in said):
            raise NotPlain("points in its amounts may group thousands")
        differ = said ^ other if exact or len(_rows(other)) < len(_rows(said)) else set()
        if differ:
            raise NotPlain(f"cells of {min(differ)[1]} are in people's writing")

    def _is_certain(self, name: str, fault: Fault) -> bool:
        """Return whether every reader refuses a cell, and for the same reason."""
        if name == "amount":
            return fault.code == "out_of_range" or _NOTHING.fullmatch(fault.value) is not None
        if name == "currency":
            return (
                not self._may_be_blank
                if fault.code == "missing"
                else _CODE.fullmatch(fault.value) is not None
            )
        return False

    def _other(self, table: pa.Table, rows: list[int]) -> set[tuple[int, str, str]]:
        """Return the cells of some rows that the reader of tables refuses: the row, the field and the code."""
        columns = {name: table.column(name) for name in table.column_names if name in self._plan.taken}
        raw = self._raw.replaced(columns=columns)
        theirs = understand(raw, self._plan, self._defaults, infer=True, decimal=self._decimal).faults
        return {(rows[fault.at], name, fault.code) for name, fault in theirs}


def _rows(refused: set[tuple[int, str, str]]) -> set[int]:
    return {row for row, *_ in refused}
