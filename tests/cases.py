"""One test over all cases of a fact: thousands of tests of a line each cost more than what they check."""

from __future__ import annotations

import inspect
import sys
import threading
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Test = Callable[..., None]

WHOLE = 100  # examples: the profile of CI
FAILS = (Exception, BaseExceptionGroup, pytest.fail.Exception)


def share(size: int) -> int:
    """Return how large a heavy test is: as large as said in CI, smaller by as much as the profile has fewer examples."""
    return size * min(settings().max_examples, WHOLE) // WHOLE


@contextmanager
def untraced() -> Iterator[None]:
    """Trace no line for coverage meanwhile, of threads that start neither: it costs two thirds of the time of what is traced."""
    trace, of_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        yield
    finally:
        sys.settrace(trace)
        threading.settrace(of_threads)


def for_each(names: str | tuple[str, ...], cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Make a test of one case a test of all, written as `pytest.mark.parametrize` is: all that fail are named.

    The cases share the fixtures of the test, but each has a `tmp_path` of its own. Cases that are slow are parametrised.
    """
    words = (names,) if isinstance(names, str) else names
    rows = [(case,) if isinstance(names, str) else tuple(case) for case in cases]
    assert rows, "a test without cases tests nothing"

    def over_all(test: Test) -> Test:
        @wraps(test)
        def run(**fixtures: Any) -> None:
            told, errors = "", []
            for number, row in enumerate(rows):
                case = dict(zip(words, row, strict=True))
                try:
                    test(**_apart(fixtures, number), **case)
                except FAILS as error:
                    told += "\n  " + ", ".join(f"{name}={value!r:.200}" for name, value in case.items())
                    errors.append(error)
            if errors:
                raise BaseExceptionGroup(f"{len(errors)} of {len(rows)} cases fail:{told}", errors)

        fixtures = [one for name, one in inspect.signature(test).parameters.items() if name not in words]
        run.__signature__ = inspect.Signature(fixtures)  # type: ignore[attr-defined] # what pytest gives
        return run

    return over_all


def _apart(fixtures: dict[str, Any], number: int) -> dict[str, Any]:
    """Return the fixtures of a case: where there is a folder, one in it."""
    if "tmp_path" not in fixtures:
        return fixtures
    folder = fixtures["tmp_path"] / str(number)
    folder.mkdir()
    return {**fixtures, "tmp_path": folder}
