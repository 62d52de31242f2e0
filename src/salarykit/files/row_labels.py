"""Checks that columns which belong together row by row have the same index in pandas."""

from __future__ import annotations

from typing import Any

from salarykit.errors import InvalidQuery

__all__ = ["check_index"]


def check_index(column: Any, other: Any, name: str) -> None:
    """Refuse a Series with another index, because pandas would align the two by index, and we by position.

    Args:
        column: an argument of any kind.
        other: the column or frame that it belongs to; only those of pandas have an index.
        name: the name of the argument.

    Raises:
        InvalidQuery: if both have an index, and the two differ.

    Examples:
        >>> import pandas as pd
        >>> check_index(pd.Series([1], index=["a"]), pd.Series([2], index=["b"]), "on")
        Traceback (most recent call last):
        salarykit.errors.InvalidQuery: on is a Series with another index. Align it first: on.reindex(...), or on.to_numpy() to go by position.
    """
    indices = [labelled.index for labelled in (column, other) if _has_labels(labelled)]
    if len(indices) > 1 and not indices[0].equals(indices[1]):
        raise InvalidQuery(
            f"{name} is a Series with another index. Align it first: {name}.reindex(...), or {name}.to_numpy() to "
            "go by position.",
            value=name,
        )


def _has_labels(column: Any) -> bool:
    return type(column).__module__.partition(".")[0] == "pandas" and hasattr(column, "index")
