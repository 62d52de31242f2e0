"""Salaries: one row, many rows, and the verbs on them.

What a caller annotates is here by name: the rows of results, their provenance, the settings of a query and the words that an
option takes. Market pricing is here too. Each is loaded when it is first used.

>>> from salarykit.salaries import market_price
>>> market_price([{"survey": "A", "currency": "USD", "p50": 70_000}]).p50
70000.0
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from salarykit.salaries.checking.finding import Finding, FindingRow, Severity
    from salarykit.salaries.comparison.mix_results import Differentials, MixComparison
    from salarykit.salaries.market import SurveyMatch, market_price
    from salarykit.salaries.market_results import MarketPrice
    from salarykit.salaries.practices import Practice, PracticeOptions
    from salarykit.salaries.querying.answers_by import GroupRow, QueryGroups
    from salarykit.salaries.querying.query import Guard, Interval, Lacking, QuerySettings
    from salarykit.salaries.ranking.fx_sensitivity import FxSensitivity
    from salarykit.salaries.ranking.sampling import Uncertainty
    from salarykit.salaries.rows import (
        DifferentialRow,
        FxRow,
        ImpliedRate,
        MatchRow,
        OvertakingRow,
        Provenance,
        QueryProvenance,
        RankedRow,
        RankingProvenance,
        SalaryRow,
        UnrankedRow,
    )
    from salarykit.salaries.terms import Terms

__all__ = [
    "DifferentialRow",
    "Differentials",
    "Finding",
    "FindingRow",
    "FxRow",
    "FxSensitivity",
    "GroupRow",
    "Guard",
    "ImpliedRate",
    "Interval",
    "Lacking",
    "MarketPrice",
    "MatchRow",
    "MixComparison",
    "OvertakingRow",
    "Practice",
    "PracticeOptions",
    "Provenance",
    "QueryGroups",
    "QueryProvenance",
    "QuerySettings",
    "RankedRow",
    "RankingProvenance",
    "SalaryRow",
    "Severity",
    "SurveyMatch",
    "Terms",
    "Uncertainty",
    "UnrankedRow",
    "market_price",
]

_HOME: Final = {
    "DifferentialRow": "rows",
    "Differentials": "comparison.mix_results",
    "Finding": "checking.finding",
    "FindingRow": "checking.finding",
    "FxRow": "rows",
    "FxSensitivity": "ranking.fx_sensitivity",
    "GroupRow": "querying.answers_by",
    "Guard": "querying.query",
    "ImpliedRate": "rows",
    "Interval": "querying.query",
    "Lacking": "querying.query",
    "MarketPrice": "market_results",
    "MatchRow": "rows",
    "MixComparison": "comparison.mix_results",
    "OvertakingRow": "rows",
    "Practice": "practices",
    "PracticeOptions": "practices",
    "Provenance": "rows",
    "QueryGroups": "querying.answers_by",
    "QueryProvenance": "rows",
    "QuerySettings": "querying.query",
    "RankedRow": "rows",
    "RankingProvenance": "rows",
    "SalaryRow": "rows",
    "Severity": "checking.finding",
    "SurveyMatch": "market",
    "Terms": "terms",
    "Uncertainty": "ranking.sampling",
    "UnrankedRow": "rows",
    "market_price": "market",
}


def __getattr__(name: str) -> Any:  # what comes out has the type of the name asked for
    if name not in _HOME:
        raise AttributeError(f"module 'salarykit.salaries' has no attribute {name!r}")
    return getattr(import_module(f"salarykit.salaries.{_HOME[name]}"), name)
