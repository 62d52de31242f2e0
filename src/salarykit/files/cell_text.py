"""Joins the text runs of a cell, so that numbers stay separate from notes and from other lines."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["TextRun", "join_runs"]

_ITEM: Final = r"(?:\d{1,3}|[a-z]|[ivx]{2,4}|[*†‡§¶#]+)"
_NOTE: Final = re.compile(rf"[\[({{]?\s*(?:note\s*)?{_ITEM}(?:[\s,;&]+{_ITEM})*\s*[\])}}]?", re.IGNORECASE)
_ONE: Final = re.compile(r"\d|[a-z]", re.IGNORECASE)
_COUNTS: Final = frozenset("kKmMlLTт")
_TEN: Final = re.compile(r"(?<![\d.,])10\Z")
_LOOK: Final = 16  # characters before a note that decide what it is


class TextRun(NamedTuple):
    """A run of text in a cell.

    Attributes:
        text: its text; a line feed for a line break.
        kind: "text", "raised" (or lowered), or "link".
    """

    text: str
    kind: str = "text"


def join_runs(runs: list[TextRun]) -> str:
    r"""Return the text of a cell, with a line feed for each break, and `^` between digits that may or may not be one number.

    Examples:
        >>> join_runs([TextRun("52,000"), TextRun("1", "raised"), TextRun(" a year")])
        '52,000 a year'
        >>> (
        ...     join_runs([TextRun("$21"), TextRun("50", "raised")]),
        ...     join_runs([TextRun("90"), TextRun("th", "raised")]),
        ... )
        ('$21^50', '90th')
        >>> join_runs([TextRun("52,000"), TextRun("\n"), TextRun("60,000")])
        '52,000\n60,000'
    """
    if len(runs) == 1 and runs[0].kind == "text":
        return "\n".join(filter(None, (" ".join(line.split()) for line in runs[0].text.split("\n"))))
    texts: list[str] = []
    tail = ""
    for run in runs:
        text = _meant(run, tail)
        if text and run.kind != "raised" and tail[-1:].isdigit() and text[:1].isdigit():
            text = f"^{text}"
        texts.append(text)
        tail = (tail + text)[-_LOOK:]
    lines = (" ".join(line.split()) for line in "".join(texts).split("\n"))
    return "\n".join(filter(None, lines))


def _meant(run: TextRun, tail: str) -> str:
    """Return the text that a run adds to a cell; `tail` is the end of its text so far."""
    if run.kind == "text":
        return run.text
    core = run.text.strip()
    if not _NOTE.fullmatch(core) or (run.kind == "link" and (not tail or tail[-1:].isspace())):
        return run.text
    if run.kind == "link" or not core.isalnum() or not tail:
        return ""
    if tail[-1] in ".,$€£¥₹":
        return run.text
    if not tail[-1].isdigit():
        return ""
    is_note = _ONE.fullmatch(core) and core not in _COUNTS and not _TEN.search(tail)
    return "" if is_note else f"^{core}"
