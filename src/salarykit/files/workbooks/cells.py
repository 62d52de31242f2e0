"""The values of cells: numbers with their units, dates, and cells that state a reason why they have no value."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from salarykit.files.workbooks.number_format import NumberFormat

__all__ = ["NoValue", "Percentage", "cell_error", "duration", "numeric_cell", "uncalculated", "unclear"]

_DAY: Final = 86_400
_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no time zones
_EPOCH_1904: Final = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook has no time zone
_LAST: Final = 2_958_466  # the serial number of the day after 9999-12-31
_LEAP: Final = 60  # 1900-02-29, which Excel counts and no calendar has


class NoValue(NamedTuple):
    """A cell that is not empty, but has no value that a field could take.

    Attributes:
        value: what it shows.
        code: why it is refused.
        message: the same in a sentence.
    """

    value: str
    code: str
    message: str


class Percentage(float):
    """A number that its format shows as a percentage: a share, not an amount."""

    __slots__ = ()

    @property
    def no_value(self) -> NoValue:
        """What it shows, and why that is not an amount."""
        shown = f"{round(100 * self, 6):.12g}%"
        return NoValue(shown, "not_a_number", f"{shown!r} is a percentage, not an amount.")


def cell_error(name: str) -> NoValue:
    """Return a cell with an error, such as `#REF!`."""
    return NoValue(name, "cell_error", f"the cell has the error {name}. Correct its formula.")


def uncalculated(formula: str) -> NoValue:
    """Return a cell whose formula has no stored result."""
    shown = f"={formula.lstrip('=')}"[:80]
    return NoValue(
        shown,
        "formula_not_calculated",
        f"the formula {shown!r} was never calculated. Open the workbook in a spreadsheet program and save it.",
    )


def duration(seconds: float) -> NoValue:
    """Return a cell with a duration.

    Examples:
        >>> duration(135_000).value
        '37:30:00'
    """
    minutes, rest = divmod(round(seconds), 60)
    shown = f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
    return NoValue(shown, "not_a_number", f"{shown!r} is a duration, not a number.")


def unclear(number: float) -> NoValue:
    """Return a cell whose number format is unclear: which of several applies, or whether it scales the number."""
    shown = f"{number:.15g}"
    return NoValue(
        shown,
        "ambiguous_number",
        f"{shown!r} has a number format that states several units, and it is not clear which is meant.",
    )


def numeric_cell(number: float, style: NumberFormat, *, is_1904: bool) -> Any:
    """Return the value of a number in a format: a date, a number, or a text with its unit.

    Examples:
        >>> from salarykit.files.workbooks.number_format import parse_format
        >>> numeric_cell(45444, parse_format("dd.mm.yyyy"), is_1904=False)
        datetime.date(2024, 6, 1)
        >>> numeric_cell(52000, parse_format('"£"#,##0'), is_1904=False)
        '£52000'
    """
    section = style.for_number(number)
    if section is None:
        return unclear(number)
    style = section
    if style.kind == "number":
        return style.written(number)
    if style.kind == "percentage":
        return Percentage(number)
    if style.kind in ("duration", "time") or number < 1:
        return duration(number * _DAY)
    if number >= _LAST:
        return cell_error("#######")
    days = number + 1 if not is_1904 and number < _LEAP else number
    moment = (_EPOCH_1904 if is_1904 else _EPOCH) + dt.timedelta(seconds=round(days * _DAY))
    return moment.date() if moment.time() == dt.time() else moment
