"""The road of a file whose rows only the whole explains, or a layout: as `read_salaries` reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from salarykit.batch.by_layout import Piece, read_blocks
from salarykit.batch.order import columns_of
from salarykit.batch.steps import Reject, Road, Step, keyed
from salarykit.errors import InvalidQuery, RateNotFound, SourceError
from salarykit.files.stream.blocks import ROWS
from salarykit.reading.asked import asked_for
from salarykit.reading.column_mapping import Figure, Plan, plan_columns
from salarykit.reading.infer import understood
from salarykit.reading.inference_log import told_of
from salarykit.reading.read import halves
from salarykit.salaries.conversion import convert_table
from salarykit.salaries.fields import BY_NAME
from salarykit.salaries.terms import Terms, added_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from salarykit.batch.order import Order
    from salarykit.batch.steps import Wanted
    from salarykit.files.stream.blocks import Blocks
    from salarykit.files.stream.locations import Location, Part
    from salarykit.reading.asked import Asked
    from salarykit.salaries.inferences import Reading
    from salarykit.salaries.table import SalaryTable

__all__ = ["can_be_whole", "whole"]

LARGEST: Final = 1 << 31
"""Bytes of a file that is read whole, at most."""


class Converted(NamedTuple):
    """Some rows: as they were read, converted, and what is written of them."""

    piece: Piece
    table: pa.Table
    kept: pa.Table


def whole(
    part: Part, order: Order, wanted: Wanted, reason: str, *, with_keys: bool, found: Blocks | None = None
) -> Road:
    """Return the road of a file whose rows no block can read for itself.

    Args:
        part: the file.
        order: what is asked.
        wanted: how it is to be read and written.
        reason: why its blocks cannot.
        with_keys: whether what the folders' names say is written, too.
        found: the file, if it gives blocks; what cannot be read whole is read by them, by what its first rows mean.
    """
    location = part.location
    if found is not None and not can_be_whole(location):
        note = f"{location.name} is read by what its first rows mean, for {reason}."
        columns, asked = _asked(part, order, wanted, found)
        reading, pieces = read_blocks(found, asked)
    else:
        _check(location, reason)
        note = f"{location.name} is read whole, for {reason}."
        columns, asked = _asked(part, order, wanted)
        found_out = halves(*understood(location.path, asked))
        reading, pieces = found_out[0].reading, iter([Piece(*found_out, 1.0)])
    return _road(part, order, columns, (reading, pieces, note), with_keys=with_keys)


def _asked(
    part: Part, order: Order, wanted: Wanted, found: Blocks | None = None
) -> tuple[dict[str, str], Asked]:
    """Return our names to the file's, and how it is to be read."""
    columns = {ours: theirs for ours, theirs in wanted.columns.items() if theirs not in part.keys}
    told = {name: value for name, value in part.keys.items() if name in BY_NAME and value is not None}
    told |= {ours: value for ours, theirs in wanted.columns.items() if (value := part.keys.get(theirs))}
    days = {"as_of": order.on} if order.names_days and order.on not in part.keys else {}

    def asked(columns: Mapping[str, str]) -> Asked:
        return asked_for(
            columns=columns,
            defaults={**told, **order.defaults},
            layout=wanted.layout,
            decimal=wanted.decimal,
            day_first=None,
            encoding=wanted.encoding,
            delimiter=None,
            header=None,
            infer=wanted.infer,
        )

    if days and order.ageing and "as_of" not in columns and _has_days(part, asked(columns), found):
        days = {}  # it ages from its own day, whatever that of its rate is
    columns = {**days, **columns}  # so that what is no day is refused with its row
    return columns, asked(columns)


def _has_days(part: Part, asked: Asked, found: Blocks | None) -> bool:
    """Return whether a file says when its figures were true."""
    if found is not None:
        return "as_of" in plan_columns(found.schema.names, asked.columns).columns
    good, _ = halves(*understood(part.location.path, asked))
    return bool(len(good.to_arrow().column("as_of").drop_null()))


def _road(
    part: Part,
    order: Order,
    columns: Mapping[str, str],
    read: tuple[Reading, Iterator[Piece], str],
    *,
    with_keys: bool,
) -> Road:
    """Return the road of what was read, piece by piece."""
    reading, pieces, note = read
    before = 0

    def convert(piece: Piece) -> Converted:
        nonlocal before
        table = _converted(piece.good, part, order, columns, before)
        before += len(table)
        left = [
            name for name in added_by(Terms.from_metadata(table.schema.metadata)) if name not in order.add
        ]
        local = ["amount", "currency", "period"] if order.drop_local else []
        kept = table.drop_columns([*left, *local])
        return Converted(piece, table, keyed(kept, part.keys) if with_keys else kept)

    first = next(pieces)
    head = convert(first)
    told = head.kept.schema.metadata or {}
    terms = Terms.from_metadata(told)
    if terms:  # what later rows rest on is not known yet, so all publishers are named, as of a stream
        told = {**told, **replace(terms, source=order.rates.source).to_metadata()}
    declared = head.kept.schema.with_metadata({**told, **reading.to_metadata()})

    def steps() -> Iterator[Step]:
        yield from _slices(head)
        for piece in pieces:
            yield from _slices(convert(piece))

    told_later = told_of("unstated_period", reading.counts.get("unstated_period", 0))  # of all files together
    notes = (note, *(each for each in reading.sentences if each != told_later))
    return Road(declared, steps(), lambda step: step, notes)


def _converted(
    good: SalaryTable, part: Part, order: Order, columns: Mapping[str, str], before: int
) -> pa.Table:
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
        raise error.at(place, file=part.location.name, row=error.row + before) from None


def _slices(converted: Converted) -> Iterator[Step]:
    """Give a converted piece as steps; all that was refused of it comes with the first."""
    piece, table, kept = converted
    rejects = [Reject(**cell) for cell in piece.bad]
    unstated = piece.good.reading.counts.get("unstated_period", 0)
    for start in range(0, max(len(table), 1), ROWS):
        rows = table.slice(start, ROWS)
        kinds = rows.column("rate_kind").value_counts().to_pylist()
        days = rows.column("rate_on").drop_null()
        yield Step(
            kept.slice(start, ROWS),
            rejects if not start else [],
            len(rows) + (0 if start else piece.bad.row_count),
            {each["values"]: each["counts"] for each in rows.column("currency").value_counts().to_pylist()},
            {each["values"] or "": each["counts"] for each in kinds},
            (np.min(days.to_numpy()), np.max(days.to_numpy())) if len(days) else None,
            piece.done * (start + len(rows)) / max(len(table), 1),
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
