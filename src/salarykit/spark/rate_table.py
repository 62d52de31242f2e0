"""The table that Spark broadcasts: the kernel's rates to one base, a row for each currency."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.currency.codes import CODES
from salarykit.currency.facts import official_only, windows
from salarykit.errors import RateNotFound
from salarykit.rates.converted import asked_within
from salarykit.rates.grid import IDENTITY, NO_DAY
from salarykit.rates.kernel import Coded, Days
from salarykit.rates.spans import EPOCH, day_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.batch.options import BatchOptions
    from salarykit.rates.converted import Conversion
    from salarykit.rates.spans import Span

__all__ = ["ARRAYS", "CODE", "FLAG", "LAST", "WHY", "RateTable", "is_tabular", "rate_table"]

CODE: Final = "_salarykit_code"
"""The column of ISO 4217 codes, which are distinct."""
ARRAYS: Final = (
    "_salarykit_rate",
    "_salarykit_seen",
    "_salarykit_kind",
    "_salarykit_step",
    "_salarykit_official",
)
"""For each code and day: the rate, its day of publication, its kind, its step, and whether the official rate was not the market
rate; null where there is no rate."""
FLAG: Final = ("_salarykit_from", "_salarykit_until")
"""The columns of the first and last day on which two units of a currency circulated side by side."""
LAST: Final = "_salarykit_last"
"""The column of the last day asked for, if the options name one day or span; for "latest", each code has its own."""
WHY: Final = "_salarykit_why"
"""The column that says why a code has no rate."""


class RateTable(NamedTuple):
    """The rates of all currencies to one base.

    Attributes:
        columns: a row for each ISO 4217 code.
        starts: the number of the day with which the arrays begin; the first and the last entry stand for all days before and after.
        days: the length of the arrays; 1 if the options name one day or span.
        first, last: the numbers of the days asked for, if the options name one day or span.
    """

    columns: pa.Table
    starts: int
    days: int
    first: int
    last: int


def is_tabular(options: BatchOptions, *, dated: bool) -> bool:
    """Return whether the table can hold all rates that the options need; it has no yearly means for single days."""
    yearly = any(table.step == "year" for table in options.rates.tables)
    return not (dated and yearly and options.terms.coarse)


def rate_table(options: BatchOptions, *, dated: bool) -> RateTable:
    """Return the kernel's rates: for all days if each row has its own day, otherwise for the one day or span of the options.

    Examples:
        >>> import salarykit as sk
        >>> from salarykit.batch.options import BatchOptions
        >>> table = rate_table(BatchOptions("USD", "2024-06-28", sk.default_rates()), dated=False)
        >>> dict(zip(*(table.columns.column(name).to_pylist() for name in (CODE, ARRAYS[0]))))["EUR"]
        [1.0705]
    """
    codes = sorted(CODES)
    span = None if dated else options.rates.span(options.on)
    conversion = _ones_converted(codes, options, span)
    length, arrays = _arrays(conversion, codes, options.base, span)
    columns = pa.table(
        {
            CODE: pa.array(codes),
            **arrays,
            **_flags(codes),
            LAST: pa.array(_last(conversion, len(codes)), pa.int32()),
            WHY: pa.array([_why(code, options, span) for code in codes], pa.string()),
        }
    )
    first, last = (day_number(edge) for edge in span) if span else (0, 0)
    return RateTable(columns, conversion.where.first, length, first, last)


def _ones_converted(codes: Sequence[str], options: BatchOptions, span: Span | None) -> Conversion:
    """Return the conversion of one unit of each code, in a span; without a span, on any day, for the grid of all days."""
    return options.rates.convert_coded(
        np.ones(len(codes)),
        Coded(np.arange(len(codes)), codes),
        options.base,
        on=Days(np.zeros(len(codes), np.int64)) if span is None else span,
        terms=options.terms._replace(coarse=None) if span is None else options.terms,
        missing="null",
    )


def _arrays(
    conversion: Conversion, codes: Sequence[str], base: str, span: Span | None
) -> tuple[int, dict[str, pa.Array]]:
    """Return the length of the arrays, and the columns of them, by name."""
    grid = conversion.where.grid
    rate, seen, kind, step = (
        _rows(conversion, cells) for cells in (grid.rate, grid.seen, grid.kind, grid.step)
    )
    days = np.arange(conversion.where.first, conversion.where.first + len(rate))
    official = _official(codes, base, Days(days) if span is None else span, len(rate)) & (kind > IDENTITY)
    has_rates = np.isfinite(rate).any(axis=0)
    lists = (
        _lists(rate, np.isnan(rate), has_rates),
        _lists(seen, seen == NO_DAY, has_rates),
        _lists(kind, kind == 0, has_rates),
        _lists(step, step == 0, has_rates),
        _lists(official.astype(np.int8), ~official, has_rates),
    )
    return len(rate), dict(zip(ARRAYS, lists, strict=True))


def _rows(conversion: Conversion, cells: NDArray[Any]) -> NDArray[Any]:
    """Return the values of a grid as an array of days x codes."""
    rows, columns = conversion.where.rows, conversion.where.columns
    if isinstance(rows, np.ndarray):  # for the latest day, each code has its own row
        return np.array([cells[rows, columns]])
    chosen = cells[rows : rows + 1] if isinstance(rows, int) else cells
    return chosen[:, columns]


def _official(codes: Sequence[str], base: str, on: Span | Days, length: int) -> NDArray[np.bool_]:
    """Return, as days x codes, whether the official rate of the code or of the base was not the market rate."""
    flags = np.zeros((length, len(codes)), bool)
    for fact in official_only():
        is_asked = asked_within(on, fact.first, fact.last or dt.date.max)
        at = slice(None) if fact.code == base else codes.index(fact.code)
        flags[:, at] |= np.reshape(is_asked, (-1, 1)) if fact.code == base else is_asked
    return flags


def _last(conversion: Conversion, length: int) -> list[int | None]:
    """Return, for each code, the number of the last day that is asked for; None if each row has its own day."""
    if isinstance(conversion.on, Days):
        return [None] * length
    coded = (
        conversion.on
        if isinstance(conversion.on, Coded)
        else Coded(np.zeros(length, np.intp), [conversion.on])
    )
    last = [None if span is None else day_number(span.last) for span in coded.names]
    return [last[at] for at in coded.indices.tolist()]


def _lists(cells: NDArray[Any], empty: NDArray[np.bool_], has_values: NDArray[np.bool_]) -> pa.ListArray:
    """Return one list for each code; null for codes without rates."""
    flat = pa.array(cells[:, has_values].T.reshape(-1), mask=empty[:, has_values].T.reshape(-1))
    ends = np.concatenate([[0], np.cumsum(has_values) * len(cells)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), flat, mask=pa.array(~has_values))


def _flags(codes: Sequence[str]) -> dict[str, pa.Array]:
    """Return the days of parallel circulation: at most one span for each code."""
    edges = {code: (window.first, window.last) for window in windows() for code in window.codes}
    day_lists = [
        [edges[code][at].toordinal() - EPOCH if code in edges else None for code in codes] for at in (0, 1)
    ]
    return {name: pa.array(days, pa.int32()) for name, days in zip(FLAG, day_lists, strict=True)}


def _why(code: str, options: BatchOptions, span: Span | None) -> str:
    """Return why a code has no rate, as the end of a sentence."""
    days = options.rates.published_on(code)
    if span is None and days and options.base in options.rates.currencies:
        until = f" to {days[1]}" if days[1] else ""
        return (
            f"{options.rates.sources.get(code, options.rates.source)} has {code} from {days[0]}{until}, and a rate may be {options.terms.max_staleness} days "
            'old. Ask for days inside, or give missing="null".'
        )
    try:
        options.rates.quote(
            code,
            options.base,
            on=span or options.rates.last,
            max_staleness=options.terms.max_staleness,
            coarse=options.terms.coarse,
        )
    except RateNotFound as error:
        return str(error.reason)
    return ""
