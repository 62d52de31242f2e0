"""Makes salaries comparable: dated rates, ranking, comparison and relevance-weighted queries.

>>> import salarykit as sk
>>> usd = sk.load_salaries().convert("USD", on="2024")
>>> [row["city"] for row in usd.rank()][:3]
['New York', 'Seattle', 'Singapore']

Every public name stands in `__init__.pyi`, with the module that it is of, and is loaded when it is first used; importing
salarykit loads nothing else.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any


def _homes() -> dict[str, str]:
    """Return the module of each public name: of each line `from module import name as name` of the stub."""
    stub: bytes = __spec__.loader.get_data(f"{__path__[0]}/__init__.pyi")
    lines = [line.split() for line in stub.decode().splitlines() if line.startswith("from ")]
    return {name: module for _, module, _, name, *_ in lines}


_HOME = _homes()

__all__ = sorted(_HOME)  # noqa: PLE0605 - a list, if no literal one


def __getattr__(name: str) -> Any:
    if name == "__version__":
        value: Any = import_module("salarykit.salaries.version").version()
    elif name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    else:
        raise AttributeError(f"module 'salarykit' has no attribute {name!r}")
    setattr(sys.modules[__name__], name, value)
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
