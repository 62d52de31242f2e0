"""Reads, converts and writes at the same time, in three threads."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["read_ahead", "write_behind"]

_WAITING: Final = 2  # items between two threads; with one, every slow item leaves a core idle
_T = TypeVar("_T")


def read_ahead(items: Iterator[_T]) -> Iterator[_T]:
    """Yield the items of an iterator while a thread makes the next ones.

    Examples:
        >>> list(read_ahead(iter([1, 2, 3])))
        [1, 2, 3]
    """
    end: Any = object()
    with ThreadPoolExecutor(1) as thread:
        coming = deque(thread.submit(next, items, end) for _ in range(_WAITING))
        while (item := coming.popleft().result()) is not end:
            coming.append(thread.submit(next, items, end))
            yield item


@contextmanager
def write_behind(write: Callable[[_T], None]) -> Iterator[Callable[[_T], None]]:
    """Yield a function that writes in another thread, and waits only while several items are queued.

    When the block ends everything is written, or the first error of the writing is raised.
    """
    with ThreadPoolExecutor(1) as thread:
        waiting: deque[Future[None]] = deque()

        def hand_over(item: _T) -> None:
            if len(waiting) == _WAITING:
                waiting.popleft().result()
            waiting.append(thread.submit(write, item))

        yield hand_over
        for block in waiting:
            block.result()
