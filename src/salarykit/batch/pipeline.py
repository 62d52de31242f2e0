"""Reading, converting and writing at the same time: each waits for the others no longer than it must."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ahead", "behind"]

_WAITING: Final = 2  # items between two threads: with one, a core waits at each item that took longer
_T = TypeVar("_T")


def ahead(items: Iterator[_T]) -> Iterator[_T]:
    """Give what an iterator gives, the next items being made while the last one is used.

    Examples:
        >>> list(ahead(iter([1, 2, 3])))
        [1, 2, 3]
    """
    end: Any = object()
    with ThreadPoolExecutor(1) as thread:
        coming = deque(thread.submit(next, items, end) for _ in range(_WAITING))
        while (item := coming.popleft().result()) is not end:
            coming.append(thread.submit(next, items, end))
            yield item


@contextmanager
def behind(write: Callable[[_T], None]) -> Iterator[Callable[[_T], None]]:
    """Give a function that writes in a thread of its own; it waits only while several items do.

    When the block ends all is written, or the first error of the writing is raised.
    """
    with ThreadPoolExecutor(1) as thread:
        waiting: deque[Future[None]] = deque()

        def hand_over(item: _T) -> None:
            if len(waiting) == _WAITING:
                waiting.popleft().result()
            waiting.append(thread.submit(write, item))

        yield hand_over
        for each in waiting:
            each.result()
