"""The labels of rows, which only pandas has: columns that go together row by row must not disagree about them."""

from __future__ import annotations

from typing import Any

from salarykit.errors import InvalidQuery

__all__ = ["check_index"]


def check_index(column: Any, other: Any, name: str) -> None:
    """Refuse a Series whose labels are not those of another: pandas would align the two, and position would not.

    Args:
        column: an argument of any kind.
        other: what it goes with, row by row; only pandas' columns and frames have labels.
        name: what to call the argument.

    Raises:
        InvalidQuery: if both have labels, and they differ.

    Examples:
        >>> import pandas as pd
        >>> check_index(pd.Series([1], index=["a"]), pd.Series([2], index=["b"]), "on")
        Traceback (most recent call last):
        salarykit.errors.InvalidQuery: on is a Series with another index. Align it first: on.reindex(...), or on.to_numpy() to go by position.
    """
    theirs = [each.index for each in (column, other) if _has_labels(each)]
    if len(theirs) > 1 and not theirs[0].equals(theirs[1]):
        raise InvalidQuery(
            f"{name} is a Series with another index. Align it first: {name}.reindex(...), or {name}.to_numpy() to "
            "go by position.",
            value=name,
        )


def _has_labels(column: Any) -> bool:
    return type(column).__module__.partition(".")[0] == "pandas" and hasattr(column, "index")
