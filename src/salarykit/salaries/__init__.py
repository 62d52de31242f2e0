"""Salaries: one row, many rows, and the verbs on them. Market pricing is loaded when it is first used.

>>> from salarykit.salaries import market_price
>>> market_price([{"survey": "A", "currency": "USD", "p50": 70_000}]).p50
70000.0
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from salarykit.salaries.comparison.mix_results import Differentials, MixComparison
    from salarykit.salaries.market import SurveyMatch, market_price
    from salarykit.salaries.market_results import MarketPrice

__all__ = ["Differentials", "MarketPrice", "MixComparison", "SurveyMatch", "market_price"]

_HOME: Final = {
    "Differentials": "comparison.mix_results",
    "MarketPrice": "market_results",
    "MixComparison": "comparison.mix_results",
    "SurveyMatch": "market",
    "market_price": "market",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'salarykit.salaries' has no attribute {name!r}")
    return getattr(import_module(f"salarykit.salaries.{_HOME[name]}"), name)
