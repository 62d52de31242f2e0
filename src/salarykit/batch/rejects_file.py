"""The file of rejects: checks of its name, and writing it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from salarykit.errors import SourceError
from salarykit.files.stream.sinks import Sink, format_of, open_output
from salarykit.reading.rejects import REJECT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from salarykit.files.stream.locations import InputFile, Location
    from salarykit.files.stream.sinks import Compression
    from salarykit.reading.rejects import Reject

__all__ = ["check_written", "copy_rejects", "open_rejects", "reject_table"]

_KINDS: Final = {"file": pa.string(), **REJECT_COLUMNS}


def check_written(inputs: Sequence[InputFile], out: Location, rejects: Location | None) -> None:
    """Refuse an output that is also an input, and a file of rejects that is also an input or the output.

    Raises:
        SourceError: naming the file.
    """
    read = {input_file.location.real for input_file in inputs}
    if format_of(out.name)[1] and out.real in read:
        raise SourceError(
            f"{out.name} is a file that is read. Choose another one for the output.", source=out.name
        )
    if rejects is None:
        return
    if not format_of(rejects.path)[1]:
        raise SourceError(f"{rejects.name}: the name must end in .csv or .parquet.", source=rejects.name)
    if rejects.real == out.real or rejects.real in read:
        what = "written" if rejects.real == out.real else "read"
        raise SourceError(
            f"{rejects.name} is a file that is {what}. Choose another one for the rejects.",
            source=rejects.name,
        )


def reject_table(input_file: InputFile, rejects: Sequence[Reject]) -> pa.Table:
    """Return the rejects of an input file as a table."""
    columns = [[input_file.location.name] * len(rejects), *zip(*rejects, strict=True)]
    return pa.table(
        [pa.array(column, kind) for column, kind in zip(columns, _KINDS.values(), strict=True)], list(_KINDS)
    )


@contextmanager
def open_rejects(
    out: Location | None, compression: Compression, *, is_swept: bool = False
) -> Iterator[Callable[[pa.Table], None] | None]:
    """Yield a function that writes rejects; None if they are not wanted.

    Args:
        out: the file; None if rejects are not wanted.
        compression: the compression of Parquet.
        is_swept: see `open_output`.
    """
    if out is None:
        yield None
        return
    kind = format_of(out.path)[0]
    with open_output(out, is_swept=is_swept) as stream, Sink(stream, kind, compression) as sink:
        sink.declared = pa.schema(list(_KINDS.items()))
        yield sink.write


def copy_rejects(rejects: Location, refuse: Callable[[pa.Table], None] | None) -> None:
    """Append the rejects of an input file, which were kept in a file of their own, by `refuse`."""
    if refuse and rejects.info().type == fs.FileType.File:
        with rejects.filesystem.open_input_file(rejects.path) as file:
            for batch in pq.ParquetFile(file).iter_batches():
                refuse(pa.Table.from_batches([batch]))
