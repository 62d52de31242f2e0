"""Where rates come from. The only room that may speak to the network; the packaged copy does not.

`fetch_rates` takes the services by name; here are their classes, for an address or a provider of one's own. Each is
loaded when it is first used.

>>> from salarykit.sources import ForexPython
>>> source = ForexPython(source_url="https://rates.example/api/")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from salarykit.sources.ecb import EcbHistory, EcbSdmx
    from salarykit.sources.forex_python import ForexPython
    from salarykit.sources.frankfurter import Frankfurter

__all__ = ["EcbHistory", "EcbSdmx", "ForexPython", "Frankfurter"]

_HOME: Final = {
    "EcbHistory": "ecb",
    "EcbSdmx": "ecb",
    "ForexPython": "forex_python",
    "Frankfurter": "frankfurter",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'salarykit.sources' has no attribute {name!r}")
    return getattr(import_module(f"salarykit.sources.{_HOME[name]}"), name)
