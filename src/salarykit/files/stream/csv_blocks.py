"""CSV, block after block: cut at the ends of rows, so that the cores share each block."""

from __future__ import annotations

import codecs
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from salarykit.errors import SourceError
from salarykit.files.dialects import find_dialect
from salarykit.files.json_text import looks_like_json
from salarykit.files.markup import looks_like_html
from salarykit.files.pieces import parted, pieces
from salarykit.files.stream.blocks import LOOK, Block, reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salarykit.files.pieces import Piece
    from salarykit.files.stream.locations import Location

__all__ = ["CsvBlocks", "is_plain_text"]

_PACKED: Final = {b"\x1f\x8b": "gzip", b"BZh": "bz2", b"\x28\xb5\x2f\xfd": "zstd"}
_PEEK: Final = 1 << 12  # signs by which a page is known
_HEAD: Final = 1 << 20  # bytes by which the dialect is judged
_SHARE: Final = 1 << 21  # bytes of these that one core takes
_TOLD: Final = 1000  # signs of a row that could not be split


class CsvBlocks:
    """A CSV file in UTF-8, packed or not; every cell is text, and null where nothing stands between two commas.

    Args:
        location: where it is.
        coded: columns with few distinct texts.
    """

    is_text = True

    def __init__(self, location: Location, coded: Sequence[str] = ()) -> None:
        self._location, self.name = location, location.name
        with reading(location), _opened(self._location) as (stream, _):
            head = stream.read(_HEAD)
        if not head.removeprefix(codecs.BOM_UTF8).strip():
            raise SourceError(f"{self.name} is empty.", source=self.name)
        self._dialect = find_dialect(head, self.name)
        self.delimiter = self._dialect.parted
        self._coded = frozenset(coded)
        self.schema = pa.schema([(name, pa.string()) for name in self._dialect.names])

    @property
    def head(self) -> pa.Table:
        """The first rows."""
        block = next(self.blocks(), None)
        return (block.table if block else self.schema.empty_table()).slice(0, LOOK)

    def with_coded(self, names: Sequence[str]) -> CsvBlocks:
        """Return the same file, some columns of which are read as dictionaries."""
        return CsvBlocks(self._location, names)

    def blocks(self) -> Iterator[Block]:
        """Give the rows from the first to the last.

        Raises:
            SourceError: if the file is damaged or no CSV, or is replaced meanwhile; naming the rows.
        """
        size = max(self._location.info().size or 1, 1)
        row, heading = 1, True
        with reading(self._location), _opened(self._location) as (stream, file):
            for piece in pieces(stream, self.name, self._dialect.form):
                table, bad = self._parse(piece, row, heading=heading)
                length = len(table) + len(bad)
                numbers = np.arange(row, row + length)
                if bad:
                    numbers = np.setdiff1d(numbers, [number for number, _ in bad])
                ragged, unclosed = parted(bad, piece.unclosed, piece.line, self._dialect.form)
                yield Block(table, numbers, ragged, unclosed, min(file.tell() / size, 1.0))
                row, heading = row + length, False

    def _parse(self, piece: Piece, row: int, *, heading: bool) -> tuple[pa.Table, list[tuple[int, str]]]:
        """Return the rows of a piece, and those that do not have one cell for each column."""
        table, ragged = pa.table([]), list[tuple[int, str]]()
        for share in (_SHARE, None):  # None: by a single thread, which alone knows the rows' numbers
            try:
                table, ragged = self._split(piece, row, share, heading=heading)
            except pa.ArrowInvalid as error:
                if share is None or "straddling" not in str(error):
                    raise self._unread(bytes(piece.text), row - heading, error) from error
                continue  # a row is longer than a share
            if not ragged:
                break
        return table.slice(1) if heading else table, ragged

    def _split(
        self, piece: Piece, row: int, share: int | None, *, heading: bool
    ) -> tuple[pa.Table, list[tuple[int, str]]]:
        ragged: list[tuple[int, str]] = []
        skipped = self._dialect.skipped if heading else 0

        def skip(found: Any) -> str:
            ragged.append((row - heading - skipped + (found.number or 1) - 1, found.text[:_TOLD]))
            return "skip"

        table = pacsv.read_csv(
            pa.BufferReader(piece.text),
            read_options=pacsv.ReadOptions(
                use_threads=share is not None,
                block_size=share or len(piece.text) + 1,
                column_names=self._dialect.names,
                skip_rows=skipped,
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=self._dialect.delimiter,
                newlines_in_values=piece.is_quoted,
                invalid_row_handler=skip,
            ),
            convert_options=self._texts(),
        )
        return table.unify_dictionaries(), ragged

    def _texts(self) -> pacsv.ConvertOptions:
        """Return what makes every cell a text, and null where nothing stands."""
        coded = pa.dictionary(pa.int32(), pa.string())
        return pacsv.ConvertOptions(
            column_types={
                name: coded if name in self._coded else pa.string() for name in self._dialect.names
            },
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        )

    def _unread(self, text: bytes, row: int, error: Exception) -> SourceError:
        """Return the error for a text that cannot be split at all, with the place as near as it is known."""
        try:
            text.decode("utf-8-sig")
        except UnicodeDecodeError as bad:
            row += text.count(b"\n", 0, bad.start)
            return SourceError(
                f"{self.name}, row {row:,}: the byte {bad.object[bad.start]:#04x} is not UTF-8. Save the file as UTF-8.",
                source=self.name,
                row=row,
            )
        said = " ".join(str(error).split())
        return SourceError(f"{self.name}, from row {row:,} on: {said}", source=self.name, row=row)


def is_plain_text(location: Location) -> bool:
    """Return whether a file begins as UTF-8 that is neither a page nor JSON, packed or not.

    Raises:
        SourceError: if it cannot be read.
    """
    with reading(location), _opened(location) as (stream, _):
        head = stream.read(_HEAD)
    text = head[: head.rfind(b"\n") + 1] or head
    try:
        said = text.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    start, name = said[:_PEEK], location.path
    return "\0" not in said and not looks_like_html(start, name) and not looks_like_json(start, name)


@contextmanager
def _opened(location: Location) -> Iterator[tuple[Any, Any]]:
    """Open a file: what gives its text, and what says how much of the file has been read for it."""
    with location.filesystem.open_input_file(location.path) as file:
        start = file.read(4)
        file.seek(0)
        packed = next((name for magic, name in _PACKED.items() if start.startswith(magic)), None)
        yield (pa.CompressedInputStream(file, packed) if packed else file), file
