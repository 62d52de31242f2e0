"""Writes Parquet and CSV block by block, on any filesystem; the target appears when it is complete."""

from __future__ import annotations

import base64
import posixpath
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, Final, Literal, get_args

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from pyarrow import fs

from salarykit.errors import SalaryKitError, SourceError, hint
from salarykit.files.atomic import flushing, replacing
from salarykit.files.stream.locations import Location, io_error
from salarykit.files.writing import Formulas, csv_table
from salarykit.keywords import is_one_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

__all__ = ["Compression", "Format", "Sink", "check_compression", "format_of", "open_output", "plain_name"]

Format = Literal["parquet", "csv"]
"""The format of an output file."""
Compression = Literal["zstd", "snappy", "gzip", "lz4", "none"]
"""The compression of Parquet; that of a CSV follows from its file extension."""
_COMPRESSED: Final = {".gz": "gzip", ".bz2": "bz2", ".zst": "zstd"}
# values encoded at once; with fewer, Arrow keeps recomputing the statistics of a dictionary
_AT_ONCE: Final = 1 << 16
_DICTIONARY: Final = 1 << 22  # the most bytes of a dictionary; a column with a larger one is written without
_WORTH: Final = 0.9  # a column of floats is compressed if it shrinks to this share of its size
# levels of zstandard; a lower one is faster, and often smaller for figures with cents
_LEVELS: Final = (-2, -1, 1)
_TRIED: Final = 1 << 16  # values that decide whether to compress, and the level


class Sink:
    """Writes blocks to an open file.

    Args:
        stream: the file.
        kind: `parquet`; or, for a CSV, its compression, or None if it has none.
        compression: the compression of Parquet.
        formulas: what happens in a CSV to texts that a spreadsheet would run.

    Attributes:
        declared: the schema of the output; set it before the first block.
        touched: the cells and headers that got an apostrophe.
    """

    def __init__(
        self, stream: IO[bytes], kind: str | None, compression: Compression, formulas: Formulas = "escape"
    ) -> None:
        self.declared, self.touched, self._formulas = pa.schema([]), 0, formulas
        self._stream, self._is_csv, self._compression = stream, kind != "parquet", compression
        self._packed: Any = pa.CompressedOutputStream(stream, kind) if kind and self._is_csv else None
        self._writer: Any = None
        self._first, self._in_header = self.declared, 0

    def write(self, table: pa.Table) -> None:
        """Append rows."""
        self._open(table)
        if self._is_csv:
            flat, touched = csv_table(table, self._formulas)
            self.touched += touched - self._in_header
            self._writer.write_table(flat)
        elif len(table):
            self._writer.write_table(self._alike(table), row_group_size=len(table))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Complete the file; after an error, close it incomplete."""
        if kind is None:
            self._open(self.declared.empty_table())
            self._close()
        else:
            with suppress(OSError, pa.ArrowException):
                self._close()

    def _close(self) -> None:
        for stream in (self._writer, self._packed):
            if stream:
                stream.close()

    def _open(self, first: pa.Table) -> None:
        """Create the writer with the first rows, which decide its compression."""
        if self._writer:
            return
        self._first = first.schema
        if self._is_csv:
            flat, self._in_header = csv_table(self.declared.empty_table(), self._formulas)
            self.touched += self._in_header
            self._writer = pacsv.CSVWriter(self._packed or self._stream, flat.schema)
        else:
            self._writer = _parquet(self._stream, self.declared, first, self._compression)

    def _alike(self, table: pa.Table) -> pa.Table:
        """Return rows with the column types of the first rows."""
        for position, field in enumerate(self._first):
            column = table.column(position)
            if pa.types.is_dictionary(field.type) and not pa.types.is_dictionary(column.type):
                table = table.set_column(position, field, column.dictionary_encode())
            elif column.type != field.type:
                table = table.set_column(position, field, column.cast(field.type))
        return table.replace_schema_metadata()


def _parquet(
    stream: IO[bytes], declared: pa.Schema, first: pa.Table, compression: Compression
) -> pq.ParquetWriter:
    """Return a writer that compresses only the columns that shrink.

    Floats seldom repeat, so they get no dictionary. Columns that arrive as dictionaries are written as dictionaries, but the file
    states the declared schema.
    """
    plain = {field.name for field in first.schema if pa.types.is_floating(field.type)}
    levels = {name: _level(first.column(name), compression) for name in plain}
    loose = {name for name, level in levels.items() if level is None}
    leaves = _leaves(first.schema)
    metadata = {
        **(declared.metadata or {}),
        b"ARROW:schema": base64.b64encode(declared.serialize().to_pybytes()),
    }
    writer = pq.ParquetWriter(
        stream,
        first.schema.remove_metadata(),
        compression={leaf: "none" if leaf in loose else compression for leaf in leaves},
        compression_level={name: level for name, level in levels.items() if level} or None,
        use_dictionary=[leaf for leaf in leaves if leaf not in plain] or False,
        dictionary_pagesize_limit=_DICTIONARY,
        write_batch_size=_AT_ONCE,
        write_page_checksum=True,
        store_schema=False,
    )
    writer.add_key_value_metadata(metadata)
    return writer


def _leaves(schema: pa.Schema) -> list[str]:
    """Return the Parquet paths of all leaf columns of a schema."""
    sink = pa.BufferOutputStream()
    pq.write_table(schema.empty_table(), sink)
    parquet_schema = pq.ParquetFile(pa.BufferReader(sink.getvalue())).schema
    return [parquet_schema.column(index).path for index in range(len(parquet_schema))]


def _level(column: pa.ChunkedArray, compression: Compression) -> int | None:
    """Return the level at which a column of floats is smallest, 0 if the codec has no levels; None if compression saves too little."""
    if compression == "none":
        return None
    sample = pa.table([column.slice(0, _TRIED)], ["floats"])
    sizes = {0: _written(sample, "none"), 1: _written(sample, compression)}
    if len(sample) and sizes[1] > _WORTH * sizes[0]:
        return None
    if compression != "zstd":
        return 0
    return min(_LEVELS, key=lambda level: sizes[1] if level == 1 else _written(sample, compression, level))


def _written(table: pa.Table, compression: Compression, level: int | None = None) -> int:
    """Return the size of a column written to a file, which differs from that of its bytes compressed alone."""
    sink = pa.MockOutputStream()
    pq.write_table(table, sink, compression=compression, compression_level=level, use_dictionary=False)
    return int(sink.size())


def check_compression(name: str | None) -> Compression:
    """Return the compression if it is a known one, and the default for None.

    Raises:
        SourceError: naming the nearest.
    """
    codecs = get_args(Compression)
    if name is None:
        return "zstd"
    if not is_one_of(name, codecs):
        raise SourceError(
            f"compression={name!r} is not one of {', '.join(codecs)}.{hint(str(name), codecs)}", source=""
        )
    return name  # type: ignore[return-value] # it is one of them


def format_of(path: str) -> tuple[str | None, bool]:
    """Return the `kind` of a `Sink` by the name of a file, and whether the name has a known extension.

    Examples:
        >>> format_of("a.parquet"), format_of("a.csv"), format_of("a.csv.gz"), format_of("folder")
        (('parquet', True), (None, True), ('gzip', True), (None, False))
    """
    name = path.lower()
    if name.endswith((".parquet", ".pq")):
        return "parquet", True
    ending = next((ending for ending in _COMPRESSED if name.endswith(ending)), "")
    return _COMPRESSED.get(ending), name.removesuffix(ending).endswith(".csv")


def plain_name(path: str) -> str:
    """Return a path without its extensions of format and compression.

    Examples:
        >>> plain_name("a/b.csv.gz"), plain_name("a/b.2024.parquet"), plain_name("a/b")
        ('a/b', 'a/b.2024', 'a/b')
    """
    compressed = next((ending for ending in _COMPRESSED if path.lower().endswith(ending)), "")
    bare = path[: len(path) - len(compressed)]
    stem, point, _ = bare.rpartition(".")
    return stem if point and "/" not in bare[len(stem) :] else bare


@contextmanager
def open_output(location: Location, *, is_swept: bool = False) -> Iterator[IO[bytes]]:
    """Open a temporary file, which replaces the target when the block ends without an error.

    An object store would keep a stream that breaks off as a complete file, so a temporary file is written and moved there as well.

    Args:
        location: the target.
        is_swept: whether what killed processes left in the folder of a local target has been removed.

    Raises:
        SourceError: if it cannot be written; the previous file is then unchanged.
    """
    if location.is_local:
        with (
            replacing(location.path, is_swept=is_swept) as temporary,
            fs.LocalFileSystem().open_output_stream(str(temporary)) as out,
            flushing(temporary),
        ):
            yield out
        return
    folder, name = posixpath.split(location.path)
    temporary_path = posixpath.join(folder, f".{name}.tmp")
    try:
        with location.filesystem.open_output_stream(temporary_path) as out:
            yield out
        location.filesystem.move(temporary_path, location.path)
    except Exception as error:  # each filesystem library raises errors of its own
        _forget(location.filesystem, temporary_path)
        if isinstance(error, SalaryKitError):
            raise
        raise io_error("write", location.name, error) from error
    except BaseException:  # such as Ctrl-C or GeneratorExit: the temporary file must not stay
        _forget(location.filesystem, temporary_path)
        raise


def _forget(filesystem: fs.FileSystem, path: str) -> None:
    with suppress(Exception):  # the first error is the one to raise, not one of removing the file
        filesystem.delete_file(path)
