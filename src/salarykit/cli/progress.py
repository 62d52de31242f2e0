"""Show the progress of a long run on stderr: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

from salarykit.cli.showing import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from salarykit.batch.report import Progress

__all__ = ["progress_shown"]

_EVERY: Final = 10  # seconds between two lines
_SOON: Final = 5  # seconds within which nothing need be drawn


@contextmanager
def progress_shown() -> Iterator[Callable[[Progress], None]]:
    """Yield a function that shows progress as the terminal allows."""
    if not sys.stderr.isatty():
        yield _Lines().show_progress
        return
    with ExitStack() as over:
        yield _Bar(over).show_progress


class _Bar:
    """Draws a bar, which disappears when the work is done."""

    def __init__(self, over: ExitStack) -> None:
        self._over = over
        self._draw: Callable[[Progress], None] | None = None

    def show_progress(self, progress: Progress) -> None:
        """Draw the progress, unless the run may end soon."""
        if self._draw is None and progress.seconds >= _SOON:
            self._draw = self._drawing()
        if self._draw:
            self._draw(progress)

    def _drawing(self) -> Callable[[Progress], None]:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (BarColumn(), TextColumn("{task.fields[words]}"), TimeRemainingColumn())
        bar = self._over.enter_context(Bar(*columns, console=Console(stderr=True), transient=True))
        task = bar.add_task("", total=1.0, words="")
        return lambda progress: bar.update(task, completed=progress.fraction, words=in_words(progress))


class _Lines:
    """Prints the progress, at most every ten seconds."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def show_progress(self, progress: Progress) -> None:
        """Print a line if the last one was printed long enough ago."""
        if time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            left = f", {progress.seconds_left:.0f} s left" if progress.seconds_left is not None else ""
            say(f"{progress.fraction:4.0%} {in_words(progress)}{left}: {progress.file}", err=True)


def in_words(progress: Progress) -> str:
    """Return the progress in words.

    Examples:
        >>> from salarykit.batch.report import Progress
        >>> in_words(Progress(2_000_000, 3, 0.5, "pay.csv", 4.0))
        '2,000,000 rows, 500,000 rows/s, 3 rejected'
    """
    speed = progress.rows / progress.seconds if progress.seconds else 0.0
    return f"{progress.rows:,} rows, {speed:,.0f} rows/s, {progress.rejected:,} rejected"
