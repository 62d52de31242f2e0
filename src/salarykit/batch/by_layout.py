"""A file that is read block after block by a layout, which its first blocks make."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.raw import Raw
from salarykit.reading.clean import understand
from salarykit.reading.infer import understood_in
from salarykit.reading.layouts.registry import laid_out
from salarykit.reading.read import halves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salarykit.files.stream.blocks import Block, Blocks
    from salarykit.reading.asked import Asked
    from salarykit.reading.column_mapping import Plan
    from salarykit.reading.decisions import Decisions
    from salarykit.reading.rejects import Rejects
    from salarykit.salaries.inferences import Reading
    from salarykit.salaries.table import SalaryTable

__all__ = ["SAMPLE", "Piece", "read_blocks"]

SAMPLE: Final = 1 << 24
"""Bytes of a file that make its layout, at least; a smaller file is looked at as a whole."""


class Piece(NamedTuple):
    """Some rows, read.

    Attributes:
        good: those that are salaries.
        bad: the cells that kept the others from it.
        done: how much of the file has been read with this, 0 to 1.
    """

    good: SalaryTable
    bad: Rejects
    done: float


def read_blocks(found: Blocks, asked: Asked) -> tuple[Reading, Iterator[Piece]]:
    """Return what the first blocks of a file were inferred to mean, and its rows, read by that.

    Args:
        found: the open file.
        asked: how it is to be read.

    Raises:
        SourceError, InvalidSalary: see `sift_salaries`.
    """
    blocks = found.blocks()
    first: list[Block] = []
    size = 0
    for block in blocks:
        first.append(block)
        size += block.table.nbytes
        if size >= SAMPLE:
            break
    sample, plan = understood_in(_raw(found, first), None, asked)
    known = sample.decided
    return sample.account.reading(), _pieces(found, chain(first, blocks), asked, plan, known)


def _pieces(
    found: Blocks, blocks: Iterator[Block], asked: Asked, plan: Plan, known: Decisions
) -> Iterator[Piece]:
    """Give the rows of blocks, each read by what the first ones decided."""
    for block in blocks:
        raw, _ = laid_out(_raw(found, [block]), plan.layout, asked.columns, infer=asked.infer)
        read = understand(raw, plan, asked.defaults, infer=asked.infer, decimal=asked.decimal, known=known)
        yield Piece(*halves(read, plan), block.done)


def _raw(found: Blocks, blocks: Sequence[Block]) -> Raw:
    """Return some blocks as the reader of tables takes them: a CSV has no missing cells, only empty ones."""
    table = (
        pa.concat_tables([each.table for each in blocks], promote_options="default")
        if blocks
        else found.schema.empty_table()
    )
    columns = dict(zip(table.column_names, table.columns, strict=True))
    if found.is_text:
        columns = {name: pc.fill_null(column, "") for name, column in columns.items()}
    return Raw(
        found.name,
        columns,
        np.concatenate([each.numbers for each in blocks]) if blocks else np.zeros(0, np.int64),
        [row for each in blocks for row in each.ragged],
        [row for each in blocks for row in each.unclosed],
        [row for each in blocks for row in each.garbled],
        metadata=dict(found.schema.metadata or {}),
        notes=found.notes,
        delimiter=found.delimiter,
    )
