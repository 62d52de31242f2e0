"""The kernel's rates to one base as a table with a row for each currency: what Spark broadcasts."""

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

    from salarykit.batch.order import Order
    from salarykit.rates.converted import Conversion
    from salarykit.rates.spans import Span

__all__ = ["ARRAYS", "CODE", "FLAG", "LAST", "WHY", "RateTable", "is_tabular", "rate_table"]

CODE: Final = "_salarykit_code"
"""The column of ISO 4217 codes, each once."""
ARRAYS: Final = (
    "_salarykit_rate",
    "_salarykit_seen",
    "_salarykit_kind",
    "_salarykit_step",
    "_salarykit_official",
)
"""For each code the rates, the days they were published, how they came about, how often they are published, and whether others
paid another rate than the official one, day by day; null where there is none."""
FLAG: Final = ("_salarykit_from", "_salarykit_until")
"""The first and last day on which two units of a currency circulated side by side."""
LAST: Final = "_salarykit_last"
"""The last day asked for, where the order is for one day or span; of the latest day each code has its own."""
WHY: Final = "_salarykit_why"
"""Why a code has no rate, where it has none."""


class RateTable(NamedTuple):
    """The rates of all currencies to one base.

    Attributes:
        columns: a row for each ISO 4217 code.
        starts: the number of the day that the arrays begin with; the first and the last entry stand for all days
            before and after.
        days: the length of the arrays; 1 if the order is for one day or span.
        first, last: the numbers of the days asked for, if the order is for one day or span.
    """

    columns: pa.Table
    starts: int
    days: int
    first: int
    last: int


def is_tabular(order: Order, *, dated: bool) -> bool:
    """Return whether the table has all rates of an order: it has a row for each day, and no mean of a year for a day."""
    yearly = any(table.step == "year" for table in order.rates.tables)
    return not (dated and yearly and order.terms.coarse)


def rate_table(order: Order, *, dated: bool) -> RateTable:
    """Return the kernel's rates for an order: of all days if each row has its own, else of the one day or span.

    Examples:
        >>> import salarykit as sk
        >>> from salarykit.batch.order import Order
        >>> table = rate_table(Order("USD", "2024-06-28", sk.default_rates()), dated=False)
        >>> dict(zip(*(table.columns.column(name).to_pylist() for name in (CODE, ARRAYS[0]))))["EUR"]
        [1.0705]
    """
    codes = sorted(CODES)
    span = None if dated else order.rates.span(order.on)
    found = order.rates.convert_coded(
        np.ones(len(codes)),
        Coded(np.arange(len(codes)), codes),
        order.base,
        on=Days(np.zeros(len(codes), np.int64)) if span is None else span,
        terms=order.terms._replace(coarse=None) if dated else order.terms,
        missing="null",
    )
    grid = found.where.grid
    rate, seen, kind, step = (_rows(found, cells) for cells in (grid.rate, grid.seen, grid.kind, grid.step))
    asked = np.arange(found.where.first, found.where.first + len(rate))
    official = _official(codes, order.base, Days(asked) if span is None else span, len(rate)) & (
        kind > IDENTITY
    )
    known = np.isfinite(rate).any(axis=0)
    columns = pa.table(
        {
            CODE: pa.array(codes),
            ARRAYS[0]: _lists(rate, np.isnan(rate), known),
            ARRAYS[1]: _lists(seen, seen == NO_DAY, known),
            ARRAYS[2]: _lists(kind, kind == 0, known),
            ARRAYS[3]: _lists(step, step == 0, known),
            ARRAYS[4]: _lists(official.astype(np.int8), ~official, known),
            **_flags(codes),
            LAST: pa.array(_last(found, len(codes)), pa.int32()),
            WHY: pa.array([_why(code, order, span) for code in codes], pa.string()),
        }
    )
    first, last = (day_number(edge) for edge in span) if span else (0, 0)
    return RateTable(columns, found.where.first, len(rate), first, last)


def _rows(found: Conversion, cells: NDArray[Any]) -> NDArray[Any]:
    """Return days x codes."""
    rows, columns = found.where.rows, found.where.columns
    if isinstance(rows, np.ndarray):  # of the latest day each code has its own
        return np.array([cells[rows, columns]])
    chosen = cells[rows : rows + 1] if isinstance(rows, int) else cells
    return chosen[:, columns]


def _official(codes: Sequence[str], base: str, on: Span | Days, length: int) -> NDArray[np.bool_]:
    """Return on which days others paid another rate than the official one of a code or the base: days x codes."""
    found = np.zeros((length, len(codes)), bool)
    for fact in official_only():
        asked = asked_within(on, fact.first, fact.last or dt.date.max)
        at = slice(None) if fact.code == base else codes.index(fact.code)
        found[:, at] |= np.reshape(asked, (-1, 1)) if fact.code == base else asked
    return found


def _last(found: Conversion, length: int) -> list[int | None]:
    """Return the number of the last day asked for of each code; None where each row has its own."""
    if isinstance(found.on, Days):
        return [None] * length
    coded = found.on if isinstance(found.on, Coded) else Coded(np.zeros(length, np.intp), [found.on])
    last = [None if span is None else day_number(span.last) for span in coded.names]
    return [last[at] for at in coded.indices.tolist()]


def _lists(cells: NDArray[Any], empty: NDArray[np.bool_], known: NDArray[np.bool_]) -> pa.ListArray:
    """Return a list for each code, null for those without any rate."""
    flat = pa.array(cells[:, known].T.reshape(-1), mask=empty[:, known].T.reshape(-1))
    ends = np.concatenate([[0], np.cumsum(known) * len(cells)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), flat, mask=pa.array(~known))


def _flags(codes: Sequence[str]) -> dict[str, pa.Array]:
    """Return the days of parallel circulation; a code has them once in its life."""
    edges = {code: (window.first, window.last) for window in windows() for code in window.codes}
    found = [
        [edges[code][at].toordinal() - EPOCH if code in edges else None for code in codes] for at in (0, 1)
    ]
    return {name: pa.array(days, pa.int32()) for name, days in zip(FLAG, found, strict=True)}


def _why(code: str, order: Order, span: Span | None) -> str:
    """Return the end of the sentence that says why a code has no rate."""
    days = order.rates.published_on(code)
    if span is None and days and order.base in order.rates.currencies:
        until = f" to {days[1]}" if days[1] else ""
        return (
            f"{order.rates.sources.get(code, order.rates.source)} has {code} from {days[0]}{until}, and a rate may be {order.terms.max_staleness} days "
            'old. Ask for days inside, or give missing="null".'
        )
    try:
        order.rates.quote(
            code,
            order.base,
            on=span or order.rates.last,
            max_staleness=order.terms.max_staleness,
            coarse=order.terms.coarse,
        )
    except RateNotFound as error:
        return str(error.reason)
    return ""
