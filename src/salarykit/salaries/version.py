"""Which salarykit made an answer."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version as installed

__all__ = ["version"]


@cache
def version() -> str:
    """Return the version of salarykit: what every answer and every exported file says of its maker.

    Examples:
        >>> import salarykit as sk
        >>> version() == sk.__version__
        True
    """
    return installed("salarykit")
