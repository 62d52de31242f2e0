"""From any source to rows that are salaries, and the cells that are not, each with its reason.

What a caller annotates is here by name, and loaded when it is first used: what was refused, and the names of layouts.

>>> from salarykit.reading import Rejects
>>> Rejects.__name__
'Rejects'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from salarykit.reading.layouts.registry import LayoutName
    from salarykit.reading.rejects import Reject, RejectRow, Rejects

__all__ = ["LayoutName", "Reject", "RejectRow", "Rejects"]

_HOME: Final = {
    "LayoutName": "layouts.registry",
    "Reject": "rejects",
    "RejectRow": "rejects",
    "Rejects": "rejects",
}


def __getattr__(name: str) -> Any:  # what comes out has the type of the name asked for
    if name not in _HOME:
        raise AttributeError(f"module 'salarykit.reading' has no attribute {name!r}")
    return getattr(import_module(f"salarykit.reading.{_HOME[name]}"), name)
