"""Reading, converting and writing at the same time: each waits for the others no longer than it must."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ahead", "behind"]

_T = TypeVar("_T")


def ahead(items: Iterator[_T]) -> Iterator[_T]:
    """Give what an iterator gives, the next item being made while the last one is used.

    Examples:
        >>> list(ahead(iter([1, 2, 3])))
        [1, 2, 3]
    """
    end: Any = object()
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, items, end)
        while (item := coming.result()) is not end:
            coming = thread.submit(next, items, end)
            yield item


@contextmanager
def behind(write: Callable[[_T], None]) -> Iterator[Callable[[_T], None]]:
    """Give a function that writes in a thread of its own; it waits only for what it was given before.

    When the block ends all is written, or the first error of the writing is raised.
    """
    with ThreadPoolExecutor(1) as thread:
        last: Future[None] | None = None

        def hand_over(item: _T) -> None:
            nonlocal last
            if last:
                last.result()
            last = thread.submit(write, item)

        yield hand_over
        if last:
            last.result()
