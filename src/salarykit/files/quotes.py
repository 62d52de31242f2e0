r"""Finds the rows of a CSV with an unclosed quotation mark.

A cell is quoted if it begins with a mark, and ends at the next mark that is not doubled; a mark elsewhere in a cell is an
ordinary character (RFC 4180). A quoted cell may contain line breaks. If it continues on the next line, its mark is unclosed

- if no mark follows, or none within 4 MiB;
- if the next mark is followed by anything but a delimiter or the end of a line, because then that mark begins another cell;
- if its own line has enough cells without it, and most of the lines up to the next mark look like rows (at most twenty are
  checked): as many cells, figures where its own line has figures, and no space after a delimiter unless the header has some.
"""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["LONGEST", "RowShape", "Unclosed", "find_unclosed", "unclosed_message"]

LONGEST: Final = 1 << 22
"""The most bytes of a cell."""
_MARK: Final = ord('"')
_BREAKS: Final = (ord("\n"), ord("\r"))
_LOOK: Final = 20  # lines that decide whether a cell has swallowed rows
_SHOWN: Final = 80  # characters of a cell in a message


class RowShape(NamedTuple):
    """What the rows of a CSV look like.

    Attributes:
        delimiter: the delimiter.
        width: the number of cells.
        is_spaced: whether a space follows each delimiter.
    """

    delimiter: str
    width: int
    is_spaced: bool = False


class Unclosed(NamedTuple):
    """A row with an unclosed quotation mark; positions are in bytes.

    Attributes:
        start: the start of the row.
        end: the end of the line of the mark, without its line break.
        mark: the position of the mark.
        line: the line of the mark, from 0.
        text: the cell, shortened.
    """

    start: int
    end: int
    mark: int
    line: int
    text: str

    def shifted(self, start: int, line: int) -> Unclosed:
        """Return the same row with positions counted from the start of the file, given the start and the line of its chunk."""
        return self._replace(
            start=self.start + start, end=self.end + start, mark=self.mark + start, line=self.line + line
        )


def unclosed_message(line: int, text: str) -> str:
    """Return the message for a row with an unclosed quotation mark.

    Args:
        line: its line in the file, from 1.
        text: the cell.
    """
    return (
        f"line {line:,}: the quotation mark before {text[1:]!r} is never closed. Close the cell, double the mark if it "
        "belongs to the text, or remove it."
    )


def find_unclosed(text: memoryview, shape: RowShape, *, is_last: bool) -> tuple[int, list[Unclosed]]:
    r"""Return the end of the last row that is complete, and the rows with an unclosed quotation mark.

    Args:
        text: the bytes, from the start of a row.
        shape: what the rows look like.
        is_last: whether the file ends with them.

    Examples:
        >>> text = b'Kiel,5,a\nRome,7,"b\nParis,6,c\nBonn,8,"d\ne"\n'
        >>> find_unclosed(memoryview(text), RowShape(",", 3), is_last=True)
        (42, [Unclosed(start=9, end=18, mark=16, line=1, text='"b')])
    """
    return _Scan(text, shape, is_last=is_last).run()


class _OpenRow(NamedTuple):
    """A row that is being scanned: its first line, and the cells before the last opening mark."""

    first: int
    cells: list[str]


class _Scan:
    """A scan of the quotation marks of a text."""

    def __init__(self, text: memoryview, shape: RowShape, *, is_last: bool) -> None:
        self._text, self._shape, self._is_last = text, shape, is_last
        self._codes = np.frombuffer(text, np.uint8)
        self._ends = _line_ends(text, self._codes, is_last=is_last)
        self._marks = np.flatnonzero(self._codes[: self._ends[-1] if len(self._ends) else 0] == _MARK)
        self._is_edge = np.zeros(256, bool)  # the bytes that may surround a cell
        self._is_edge[[*_BREAKS, ord(shape.delimiter)]] = True

    def run(self) -> tuple[int, list[Unclosed]]:
        """Return the result of `find_unclosed`."""
        unclosed: list[Unclosed] = []
        next_line = 0  # the lines before it are done
        for line in self._suspects():
            if line >= next_line:
                break_of_row = self._row(line)
                if break_of_row is None:
                    return self._start(line), unclosed
                next_line, opened = break_of_row
                unclosed += [self._refused(opened, line, next_line - 1)] if opened is not None else []
        return int(self._ends[-1]) if len(self._ends) else 0, unclosed

    def _start(self, line: int) -> int:
        return int(self._ends[line - 1]) if line else 0

    def _suspects(self) -> list[int]:
        """Return the lines that may end inside a cell; all other lines close every cell that they open."""
        marks = self._marks
        before = self._codes[marks - 1]
        lead = len(codecs.BOM_UTF8)
        if len(marks) and marks[0] == (lead if bytes(self._text[:lead]) == codecs.BOM_UTF8 else 0):
            before[0] = _BREAKS[0]
        self._is_first = self._is_edge[before]
        in_turn = self._is_first | (before == _MARK)
        if in_turn[::2].all() and self._are_even():
            return []
        self._counts = np.searchsorted(marks, self._ends)  # marks before the end of each line
        counts = np.diff(self._counts, prepend=0)
        lines = np.repeat(np.arange(len(counts)), counts)  # the line of each mark
        # the position of each mark among those of its line
        places = np.arange(len(lines)) - np.repeat(self._counts - counts, counts)
        odd, quoted = (counts & 1).astype(bool), np.zeros(len(counts), bool)
        odd[lines[~in_turn & (places % 2 == 0)]] = True
        quoted[lines[self._is_first]] = True
        self._find_runs()
        suspects: list[int] = np.flatnonzero(odd & quoted).tolist()
        return suspects

    def _are_even(self) -> bool:
        """Return whether each line has an even number of marks; searches for the fewer, marks or lines."""
        if len(self._marks) > len(self._ends):
            return not (np.searchsorted(self._marks, self._ends) & 1).any()
        lines = np.searchsorted(self._ends, self._marks, "right")
        return len(lines) % 2 == 0 and bool((lines[::2] == lines[1::2]).all())

    def _find_runs(self) -> None:
        """Find the last quotation mark of each run of adjacent marks, and of each run of odd length."""
        self._lasts = np.append(np.flatnonzero(np.diff(self._marks) != 1), len(self._marks) - 1)
        self._odd_lasts = self._lasts[np.diff(self._lasts, prepend=-1) % 2 == 1]

    def _row(self, line: int) -> tuple[int, int | None] | None:
        """Return the line after the row that begins in a line, and the unclosed mark of the row, if any.

        None if more must be read to tell.
        """
        row, start, at = _OpenRow(line, []), self._start(line), int(self._counts[line - 1]) if line else 0
        while (opened := self._left_open(at, line)) is not None:
            mark = int(self._marks[opened])
            row.cells.extend(_cells(bytes(self._text[start:mark]), self._shape.delimiter)[:-1])
            close = self._close(opened)
            is_unclosed = self._is_unclosed(row, mark, close, line)
            if is_unclosed is None:
                return None
            if is_unclosed or close is None:
                return line + 1, opened
            start, at = mark, close + 1
            line = int(np.searchsorted(self._ends, self._marks[close], "right"))
        return line + 1, None

    def _left_open(self, at: int, line: int) -> int | None:
        """Return the first mark of a line, from a given one on, that opens a cell and is not closed in the line."""
        while at < self._counts[line]:
            close = self._close(at) if self._is_first[at] else at
            if close is None or close >= self._counts[line]:
                return at
            at = close + 1
        return None

    def _close(self, opened: int) -> int | None:
        """Return the mark that closes the cell that a mark opens: the last of an odd number of adjacent marks."""
        last = int(self._lasts[np.searchsorted(self._lasts, opened)])
        if (last - opened) % 2:
            return last
        later = np.searchsorted(self._odd_lasts, last, "right")
        return int(self._odd_lasts[later]) if later < len(self._odd_lasts) else None

    def _is_unclosed(self, row: _OpenRow, mark: int, close: int | None, line: int) -> bool | None:
        """Return whether a mark is unclosed, even if another one follows; None if more must be read to tell."""
        end = int(self._ends[-1] if close is None else self._marks[close])
        if end - mark > LONGEST or (close is None and self._is_last):
            return True
        if close is not None and not self._is_edge[self._codes[end + 1 : end + 2]].all():
            return True
        last = None if close is None else int(np.searchsorted(self._ends, end, "right"))
        if line + self._count(line, last) < len(self._ends) and self._has_swallowed(row, mark, line, last):
            return True
        return None if close is None else False

    def _count(self, line: int, last: int | None) -> int:
        """Return the number of lines to check after a line, up to the one where its cell closes."""
        return _LOOK if last is None else min(_LOOK, last - line)

    def _has_swallowed(self, row: _OpenRow, mark: int, line: int, last: int | None) -> bool:
        """Return whether a line has enough cells without its mark, and most of the next lines look like rows."""
        delimiter, width, _ = self._shape
        own = bytes(self._text[mark : self._ends[line]]).decode("utf-8", errors="replace").split(delimiter)
        length = len(row.cells) + len(own)
        cells = [*row.cells, *(own if length == width else ())]
        figures = [place for place, cell in enumerate(cells[:width]) if _is_figure(cell)]
        if length < width or (width == 1 and not figures):
            return False
        texts = [
            bytes(self._text[self._start(number) : self._ends[number]]).strip(b"\r\n")
            for number in range(line + 1, line + 1 + self._count(line, last))
        ]
        are_rows = [
            _is_row(text, self._shape, figures, is_last=number == last)
            for number, text in enumerate(texts, start=line + 1)
            if text
        ]
        return 2 * sum(are_rows) > len(are_rows)

    def _refused(self, opened: int, first: int, line: int) -> Unclosed:
        mark, end = int(self._marks[opened]), int(self._ends[line])
        while end > mark and self._codes[end - 1] in _BREAKS:
            end -= 1
        cell = bytes(self._text[mark : min(end, mark + 4 * _SHOWN)]).decode("utf-8", errors="replace")
        cell = cell if len(cell) <= _SHOWN else f"{cell[: _SHOWN - 1]}…"
        return Unclosed(self._start(first), end, mark, line, cell)


def _line_ends(text: memoryview, codes: NDArray[np.uint8], *, is_last: bool) -> NDArray[np.intp]:
    """Return the end of each complete line, after its line break."""
    breaks = codes == _BREAKS[0]
    if b"\r" in text.obj:  # type: ignore[operator] # a lone carriage return is a line break
        returns = codes == _BREAKS[1]
        returns[:-1] &= ~breaks[1:]
        returns[-1] &= is_last
        breaks |= returns
    ends = np.flatnonzero(breaks) + 1
    is_open = is_last and (not len(ends) or ends[-1] < len(codes))
    return np.append(ends, len(codes)) if is_open else ends


def _cells(text: bytes, delimiter: str) -> list[str]:
    """Return the cells of a text that is a row or a part of one."""
    line = text.decode("utf-8", errors="replace")
    try:
        return next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter), [""])
    except csv.Error:
        return line.split(delimiter)


def _is_figure(cell: str) -> bool:
    """Return whether a cell has more digits than letters."""
    return sum(map(str.isdigit, cell)) > sum(map(str.isalpha, cell))


def _is_row(text: bytes, shape: RowShape, figures: Sequence[int], *, is_last: bool) -> bool:
    """Return whether a line looks like a row: it has the same number of cells, not all empty, and figures in the same columns."""
    if text.count(shape.delimiter.encode()) < shape.width - 1:
        return False
    cells = _cells(text, shape.delimiter)
    if len(cells) < shape.width or not any(cells) or (len(cells) > shape.width and not is_last):
        return False  # the mark in the last line may be unclosed as well, which gives the row more cells
    if not shape.is_spaced and any(cell[:1] == " " for cell in cells[1 : shape.width]):
        return False
    return all(not cells[place] or any(map(str.isdigit, cells[place])) for place in figures)
