"""Splits a CSV into chunks of complete rows, and voids the rows with an unclosed quotation mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from salarykit.errors import SourceError
from salarykit.files.quotes import LONGEST, RowShape, Unclosed, find_unclosed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Chunk", "chunks", "separate_unclosed", "void_row"]

_BLOCK: Final = 1 << 23  # bytes read at once
_LONGEST: Final = LONGEST  # the most bytes of a row
_VOID: Final = b"\x18"  # the control character CANCEL


class Chunk(NamedTuple):
    """Some complete rows of a file.

    Attributes:
        text: their bytes, refused rows replaced by `void_row`; the next chunk overwrites it.
        start: their position in the file.
        line: the number of their first line, from 1.
        is_quoted: whether there are quotation marks.
        unclosed: the refused rows.
    """

    text: memoryview
    start: int
    line: int
    is_quoted: bool
    unclosed: list[Unclosed]


def chunks(stream: Any, name: str, shape: RowShape, *, size: int | None = None) -> Iterator[Chunk]:
    """Yield the chunks of a file.

    Args:
        stream: the open file.
        name: its name in messages.
        shape: what its rows look like.
        size: its size in bytes; None if unknown.

    Raises:
        SourceError: if a row is too long.
    """
    buffer, held, start, line, more = bytearray(_BLOCK if size is None else min(size + 1, _BLOCK)), 0, 0, 1, 1
    while more:
        more = stream.readinto(memoryview(buffer)[held:])
        held += more
        chunk = _chunk(memoryview(buffer)[:held], shape, is_last=not more)._replace(start=start, line=line)
        if end := len(chunk.text):
            lines = int(np.count_nonzero(np.frombuffer(chunk.text, np.uint8) == ord("\n")))
            for row in chunk.unclosed:
                chunk.text[row.start : row.end] = void_row(row, shape)
            yield chunk
            buffer[: held - end] = buffer[end:held]
            held, start, line = held - end, start + end, line + lines
        elif held > _LONGEST:
            raise SourceError(
                f"{name}: the row at byte {start:,} is longer than {_LONGEST:,} bytes; that is not a row of a table.",
                source=name,
            )
        elif held == len(buffer):
            buffer = buffer + bytearray(held)


def _chunk(text: memoryview, shape: RowShape, *, is_last: bool) -> Chunk:
    """Return the rows that end in a text."""
    buffer: Any = text.obj  # a bytearray searches faster than a view of it
    is_quoted = buffer.find(b'"', 0, len(text)) >= 0
    unclosed: list[Unclosed] = []
    if is_quoted:
        end, unclosed = find_unclosed(text, shape, is_last=is_last)
    else:
        end = len(text) if is_last else buffer.rfind(b"\n", 0, len(text)) + 1
    return Chunk(text[:end], 0, 1, is_quoted, unclosed)


def void_row(row: Unclosed, shape: RowShape) -> bytes:
    """Return bytes to replace a refused row with, as many as it has; they have one cell, or two if rows have one, and so are ragged."""
    lead = shape.delimiter.encode() if shape.width == 1 else b""
    return lead + _VOID * (row.end - row.start - len(lead))


def separate_unclosed(
    ragged: Sequence[tuple[int, str]], unclosed: Sequence[Unclosed], line: int, shape: RowShape
) -> tuple[list[tuple[int, str]], list[tuple[int, str, int]]]:
    r"""Separate the rows that could not be split: those with the wrong number of cells, and those that were voided.

    Args:
        ragged: the number and text of each, in the order of the file.
        unclosed: the rows that were voided.
        line: the line of the file that is line 0 of `unclosed`.
        shape: what the rows look like.

    Examples:
        >>> separate_unclosed(
        ...     [(3, "x"), (5, "\x18" * 9)], [Unclosed(20, 29, 25, 7, '"a, b')], 1, RowShape(",", 3)
        ... )
        ([(3, 'x')], [(5, '"a, b', 8)])
    """
    left, refused, waiting = [], [], list(reversed(unclosed))
    void = _VOID.decode() + (shape.delimiter if shape.width == 1 else "")
    for number, text in ragged:
        if waiting and not text.strip(void):
            row = waiting.pop()
            refused.append((number, row.text, line + row.line))
        else:
            left.append((number, text))
    return left, refused
