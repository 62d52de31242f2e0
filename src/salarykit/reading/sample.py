"""What a source means, by all its rows, or of a large file by some: the first, and such at evenly spaced places."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from salarykit.errors import SourceError
from salarykit.files.reading import paths_of
from salarykit.files.stream.blocks import NO_KEYS, raw_of, reading
from salarykit.files.stream.csv_blocks import CsvBlocks, is_plain_text
from salarykit.files.stream.locations import locate
from salarykit.files.stream.parquet_blocks import ParquetBlocks
from salarykit.reading.asked import READING, asked_for
from salarykit.reading.infer import as_layout, columns_in, understood_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from salarykit.files.dialects import Given
    from salarykit.files.stream.blocks import Block, Blocks
    from salarykit.files.stream.locations import Location
    from salarykit.reading.asked import Asked, ReadingKeywords
    from salarykit.reading.clean import Understood
    from salarykit.reading.column_mapping import Plan
    from salarykit.reading.layout import Layout

__all__ = ["SAMPLE", "Sample", "blocks_of", "infer_layout", "sampled", "understood"]

SAMPLE: Final = 1 << 22
"""Bytes of rows that decide what a file means; all of a smaller one do."""
_TINY: Final = 1 << 16  # bytes of a file, packed or not, that is never worth a sample
_PLACES: Final = 8  # beside the beginning
_PART: Final = 1 << 18  # bytes at each


class Sample(NamedTuple):
    """What some rows of a file were understood as.

    Attributes:
        found: the rows.
        plan: which columns are which.
        is_all: whether they are all rows.
    """

    found: Understood
    plan: Plan
    is_all: bool


def blocks_of(location: Location, given: Given) -> Blocks | None:
    """Return a file that can be read block after block; None if it is neither CSV nor Parquet.

    Raises:
        SourceError: if it cannot be read.
    """
    with reading(location), location.filesystem.open_input_file(location.path) as file:
        start = file.read(4)
    if start == b"PAR1":
        given.check_csv(location.name, "Parquet")
        return ParquetBlocks(location)
    return CsvBlocks(location, given=given) if is_plain_text(location, given) else None


def sampled(found: Blocks, asked: Asked, keys: Mapping[str, str | None] = NO_KEYS) -> Sample:
    """Return what the sample of a file was understood as.

    Args:
        found: the open file.
        asked: how it is to be read.
        keys: what the names of its folders say of all rows.

    Raises:
        SourceError, InvalidSalary: see `sift_salaries`.
    """
    is_decided = asked.layout is not None and asked.layout.is_decided
    is_small = found.size is not None and found.size <= SAMPLE
    left = math.inf if is_small else SAMPLE - _PLACES * _PART
    first: list[Block] = []
    is_all = True
    for block in found.blocks():
        if first and left <= 0:
            is_all = False
            break
        part, size = block, block.table.nbytes
        if size > left:
            part, is_all = block.first(math.ceil(len(block.table) * left / size)), False
        first.append(part)
        left = 0 if is_decided else left - size
        if not is_all:
            break
    if not (is_all or is_decided):
        first += found.spaced(_PLACES, _PART)
    return Sample(*understood_in(raw_of(found, first, keys), None, asked), is_all)


def understood(source: Any, asked: Asked) -> tuple[Understood, Plan]:
    """Return a source as ours, and which of its columns are which; what a large file means, its sample decides.

    Raises:
        SourceError, InvalidSalary: see `sift_salaries`.
    """
    sample = _sample_of(source, asked)
    return understood_in(*columns_in(source, asked), asked, sample and sample.found.decided)


def _sample_of(source: Any, asked: Asked) -> Sample | None:
    """Return the sample of a file that is too large to be decided by all its rows; None of any other source."""
    if not isinstance(source, str | os.PathLike) or not Path(source).is_file():
        return None
    if Path(source).stat().st_size <= _TINY or (asked.layout and asked.layout.is_decided):
        return None
    found = blocks_of(locate(source), asked.dialect)
    if found is None or (found.size is not None and found.size <= SAMPLE):
        return None
    sample = sampled(found, asked)
    return None if sample.is_all else sample


def _decided(source: Any, asked: Asked) -> tuple[Understood, Plan]:
    sample = _sample_of(source, asked)
    return (sample.found, sample.plan) if sample else understood_in(*columns_in(source, asked), asked)


@READING.spelled_out
def infer_layout(source: Any, **options: Unpack[ReadingKeywords]) -> Layout:
    """Return what a source means: its columns, how its cells are written, and how each of that was decided.

    Args:
        source: see `sift_salaries`; one source, no list of files.
        options: as `sift_salaries` takes them; what they say is given.

    Raises:
        SourceError: if the source cannot be read, or is several.
        InvalidSalary, InvalidQuery: see `sift_salaries`.

    Examples:
        >>> import salarykit as sk
        >>> wages = ["45,000", "52,000", "65,50"]
        >>> layout = sk.infer_layout([{"wage": wage, "currency": "EUR"} for wage in wages])
        >>> layout.how["decimals"].evidence
        'the comma groups thousands in 2 cells; 1 cell contradicts that and is refused'
    """
    READING.check(infer_layout, options)
    if paths_of(source) is not None:
        raise SourceError("A layout is one source's: name a single file.", source=str(source))
    asked = asked_for(options)
    return as_layout(*_decided(source, asked), asked)
