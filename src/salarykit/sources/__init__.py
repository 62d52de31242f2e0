"""Where rates and price levels come from. The only room that may speak to the network; the packaged copy does not.

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
    from salarykit.sources.nbp import NbpTables
    from salarykit.sources.price_copies import default_price_levels, update_price_levels
    from salarykit.sources.price_levels import PriceLevel, PriceLevels
    from salarykit.sources.price_tables import read_price_levels
    from salarykit.sources.world_bank import WorldBank
    from salarykit.sources.world_bank_rates import WorldBankRates

__all__ = [
    "EcbHistory",
    "EcbSdmx",
    "ForexPython",
    "Frankfurter",
    "NbpTables",
    "PriceLevel",
    "PriceLevels",
    "WorldBank",
    "WorldBankRates",
    "default_price_levels",
    "read_price_levels",
    "update_price_levels",
]

_HOME: Final = {
    "EcbHistory": "ecb",
    "EcbSdmx": "ecb",
    "ForexPython": "forex_python",
    "Frankfurter": "frankfurter",
    "NbpTables": "nbp",
    "PriceLevel": "price_levels",
    "PriceLevels": "price_levels",
    "WorldBank": "world_bank",
    "WorldBankRates": "world_bank_rates",
    "default_price_levels": "price_copies",
    "read_price_levels": "price_tables",
    "update_price_levels": "price_copies",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'salarykit.sources' has no attribute {name!r}")
    return getattr(import_module(f"salarykit.sources.{_HOME[name]}"), name)
