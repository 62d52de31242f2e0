"""Finds the names nearest to misspelt ones, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.package import once
from salarykit.places.gazetteer import spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Near", "most_errors", "nearest"]

_SHORTEST: Final = 5  # letters; too many shorter names differ in a single letter
_LONG: Final = 8  # letters; a name at least this long may have two errors
_AT_ONCE: Final = 512  # names compared in one matrix: a megabyte or two


class Near(NamedTuple):
    """A name in the gazetteer, and its distance: insertions, deletions, substitutions and swaps of neighbouring letters."""

    name: str
    errors: int


def most_errors(name: str) -> int:
    """Return how many errors a misspelling of a plain name may have.

    Examples:
        >>> (
        ...     most_errors("rome"),
        ...     most_errors("munchen"),
        ...     most_errors("philadelphia"),
        ...     most_errors("東京都庁前"),
        ... )
        (0, 1, 2, 0)
    """
    if len(name) < _SHORTEST or not name.isascii():
        return 0
    return 1 if len(name) < _LONG else 2


def nearest(names: Iterable[str]) -> dict[str, list[Near]]:
    """Return for each plain name the correct spellings within `most_errors` of it, the nearest first.

    A misspelling is compared only with names that share its first letter or its last two, and differ in length by at most the errors
    allowed: a name that is wrong at both ends is not recognised. (Optimal string alignment distance.)

    Examples:
        >>> nearest(["bengalaru"])["bengalaru"][0]
        Near(name='bengaluru', errors=1)
    """
    wanted = sorted({name for name in names if most_errors(name)}, key=lambda name: (name[0], len(name)))
    if not wanted:
        return {}
    from rapidfuzz import process  # takes longer to import than to resolve a few names
    from rapidfuzz.distance import OSA

    errors_by_name: dict[str, dict[str, int]] = {}
    for key in (_head, _tail):
        for group, targets, errors in _tasks(wanted, key):
            distances = process.cdist(
                group, targets, scorer=OSA.distance, score_cutoff=errors, dtype=np.uint8
            )
            cells = np.flatnonzero(distances.ravel() <= errors)
            found = distances.ravel()[cells].tolist()
            rows, columns = (axis.tolist() for axis in np.divmod(cells, len(targets)))
            for row, column, distance in zip(rows, columns, found, strict=True):
                errors_by_name.setdefault(group[row], {})[targets[column]] = distance
    return {name: _sorted(errors_by_name.get(name, {})) for name in wanted}


def _sorted(near: dict[str, int]) -> list[Near]:
    spelt = [Near(*pair) for pair in near.items()]
    if len(spelt) > 1:
        spelt.sort(key=lambda spelling: (spelling.errors, spelling.name))
    return spelt


def _head(name: str) -> str:
    return name[0]


def _tail(name: str) -> str:
    return name[-2:]


def _tasks(names: list[str], key: Callable[[str], str]) -> Iterator[tuple[list[str], list[str], int]]:
    """Yield groups of names with the same key and length, the spellings to compare each group with, and the errors allowed.

    Few spellings share their last two letters, so by that key spellings of all lengths are compared at once.
    """
    groups: dict[tuple[str, int, int], list[str]] = {}
    for name in names:
        length, errors = len(name), most_errors(name)
        groups.setdefault((key(name), 0 if key is _tail else length, errors), []).append(name)
    blocks = _blocks(key)
    for (block, length, errors), group in groups.items():
        lengths = range(length - errors, length + errors + 1) if length else sorted(blocks.get(block, ()))
        targets = [target for near in lengths for target in blocks.get(block, {}).get(near, ())]
        if targets:
            yield from ((group[at : at + _AT_ONCE], targets, errors) for at in range(0, len(group), _AT_ONCE))


@once
def _blocks(key: Callable[[str], str]) -> dict[str, dict[int, list[str]]]:
    """Return the spellings by key and length."""
    blocks: dict[str, dict[int, list[str]]] = {}
    for name in spellings():
        if len(name) > 1:
            blocks.setdefault(key(name), {}).setdefault(len(name), []).append(name)
    return blocks
