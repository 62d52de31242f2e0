"""The road of a file that is understood as a whole, as `read_salaries` reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.batch.order import columns_of
from salarykit.batch.steps import Reject, Road, Step, keyed
from salarykit.errors import InvalidQuery, RateNotFound, SourceError
from salarykit.files.stream.blocks import ROWS
from salarykit.reading.column_mapping import Figure, Plan
from salarykit.reading.inference_log import told_of
from salarykit.salaries.conversion import convert_table
from salarykit.salaries.fields import BY_NAME
from salarykit.salaries.terms import Terms, added_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from salarykit.batch.order import Order
    from salarykit.batch.steps import Wanted
    from salarykit.files.stream.locations import Location, Part
    from salarykit.salaries.table import SalaryTable

__all__ = ["can_be_whole", "whole"]

LARGEST: Final = 1 << 31
"""Bytes of a file that is read whole, at most."""


def whole(part: Part, order: Order, wanted: Wanted, reason: str, *, with_keys: bool) -> Road:
    """Return the road of a file that is understood as a whole."""
    location = part.location
    from salarykit.reading.read import sift_salaries  # a stream never needs all that it knows

    _check(location, reason)
    columns = {ours: theirs for ours, theirs in wanted.columns.items() if theirs not in part.keys}
    told = {name: value for name, value in part.keys.items() if name in BY_NAME and value is not None}
    told |= {ours: value for ours, theirs in wanted.columns.items() if (value := part.keys.get(theirs))}
    asked: dict[str, Any] = {
        "defaults": {**told, **order.defaults},
        "decimal": wanted.decimal,
        "infer": wanted.infer,
        "encoding": wanted.encoding,
        "layout": wanted.layout,
    }
    days = {"as_of": order.on} if order.names_days and order.on not in part.keys else {}
    if (
        days and order.ageing and "as_of" not in columns
    ):  # it ages from its own day, whatever that of its rate is
        sifted = sift_salaries(location.path, columns=columns, **asked)
        days = {} if len(sifted.good.to_arrow().column("as_of").drop_null()) else days
    columns = {**days, **columns}  # so that what is no day is refused with its row
    sifted = sift_salaries(location.path, columns=columns, **asked)
    table = _converted(sifted.good, part, order, columns)
    left = [name for name in added_by(Terms.from_metadata(table.schema.metadata)) if name not in order.add]
    local = ["amount", "currency", "period"] if order.drop_local else []
    kept = table.drop_columns([*left, *local])
    kept = keyed(kept, part.keys) if with_keys else kept
    rejects = [Reject(**cell) for cell in sifted.bad]
    reading = sifted.good.reading
    unstated = reading.counts.get("unstated_period", 0)
    told_later = told_of("unstated_period", unstated)  # of all files together
    notes = (f"{location.name} is read whole, for {reason}.", *reading.sentences)
    steps = _slices(table, kept, rejects, unstated)
    return Road(kept.schema, steps, lambda step: step, tuple(note for note in notes if note != told_later))


def _converted(good: SalaryTable, part: Part, order: Order, columns: Mapping[str, str]) -> pa.Table:
    """Convert what was read.

    Raises:
        RateNotFound, InvalidQuery: with the file, and the figure: a row may have stated several, or none.
    """
    try:
        return convert_table(good.to_arrow(), replace(order, on=_on(good, part, order, columns)))
    except (RateNotFound, InvalidQuery) as error:
        if getattr(error, "row", None) is None:
            raise
        place = "{file}, figure {row:,} of those that can be read"
        raise error.at(place, file=part.location.name) from None


def _slices(table: pa.Table, kept: pa.Table, rejects: list[Reject], unstated: int) -> Iterator[Step]:
    """Give a converted table as steps; all that was refused comes with the first."""
    lost = len({reject.row for reject in rejects})
    for start in range(0, max(len(table), 1), ROWS):
        rows = table.slice(start, ROWS)
        kinds = rows.column("rate_kind").value_counts().to_pylist()
        days = rows.column("rate_on").drop_null()
        yield Step(
            kept.slice(start, ROWS),
            rejects if not start else [],
            len(rows) + (0 if start else lost),
            {each["values"]: each["counts"] for each in rows.column("currency").value_counts().to_pylist()},
            {each["values"] or "": each["counts"] for each in kinds},
            (np.min(days.to_numpy()), np.max(days.to_numpy())) if len(days) else None,
            (start + len(rows)) / max(len(table), 1),
            unstated if not start else 0,
            rows.column("parity").null_count if "parity" in rows.column_names else 0,
        )


def can_be_whole(location: Location) -> bool:
    """Return whether a file may be read whole: it is on the disk, and not too large."""
    return location.is_local and (location.info().size or 0) <= LARGEST


def _check(location: Location, reason: str) -> None:
    if not location.is_local:
        raise SourceError(
            f"{location.name} must be read whole, for {reason}; that needs a copy on the disk.",
            source=location.name,
        )
    if not can_be_whole(location):
        size = location.info().size or 0
        raise SourceError(
            f"{location.name} must be read whole, for {reason}; with {size:,} bytes it is too large. Say with "
            "decimal= what separates decimals, if that is the matter; or name its columns with columns=, and give infer=False: then "
            "only plain cells are read, and others are refused one by one.",
            source=location.name,
        )


def _on(table: SalaryTable, part: Part, order: Order, columns: Mapping[str, str]) -> Any:
    """Return the days of a table that was read whole, whose columns may have other names than the file's."""
    if order.on == "own" or order.on in (columns.get("as_of"), table.reading.columns.get("as_of")):
        return "own"
    plan = Plan({"currency": "currency"}, (Figure("amount"),))
    whole = keyed(table.to_arrow(), part.keys)
    days = columns_of(whole.column_names, plan, order, part.location.name).days
    return whole.column(days) if days else order.on
