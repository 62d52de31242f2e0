"""The statistics: arrays in, arrays out, numpy and scipy only. Each is loaded when it is first used.

>>> from salarykit.analysis import compa_ratio, fisher, holm_rank_sets
>>> compa_ratio(45_000, 50_000)
0.9
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from salarykit.analysis.ageing import AgeBy, Ageing, DayCount, Growth, growth_factor, rebase, year_shares
    from salarykit.analysis.composites import (
        composite,
        divergence,
        is_divergent,
        organisation_percentiles,
        shares,
        spread_scores,
    )
    from salarykit.analysis.decomposition import (
        kitagawa,
        largest_remainder,
        log_mean,
        log_mean_parts,
        shapley_parts,
        split_parts,
    )
    from salarykit.analysis.index_numbers import (
        connected,
        fisher,
        geks,
        index_number,
        jevons,
        laspeyres,
        paasche,
        standardised,
        tornqvist,
    )
    from salarykit.analysis.mixtures import lognormal_sigma, mean_error, median_error, mixture_quantile
    from salarykit.analysis.positions import (
        Percentile,
        compa_ratio,
        percentile_of,
        quantile_between,
        range_penetration,
        range_spread,
    )
    from salarykit.analysis.rank_sets import RankSets, holm_rank_sets, max_t_rank_sets, tau_best
    from salarykit.analysis.shrinkage import Shrunk, dersimonian_laird, expected_ranks, paule_mandel, shrink

_ROOMS: Final = {
    "ageing": ["AgeBy", "Ageing", "DayCount", "Growth", "growth_factor", "rebase", "year_shares"],
    "composites": [
        "composite",
        "divergence",
        "is_divergent",
        "organisation_percentiles",
        "shares",
        "spread_scores",
    ],
    "decomposition": [
        "kitagawa",
        "largest_remainder",
        "log_mean",
        "log_mean_parts",
        "shapley_parts",
        "split_parts",
    ],
    "index_numbers": [
        "connected",
        "fisher",
        "geks",
        "index_number",
        "jevons",
        "laspeyres",
        "paasche",
        "standardised",
        "tornqvist",
    ],
    "mixtures": ["lognormal_sigma", "mean_error", "median_error", "mixture_quantile"],
    "positions": [
        "Percentile",
        "compa_ratio",
        "percentile_of",
        "quantile_between",
        "range_penetration",
        "range_spread",
    ],
    "rank_sets": ["RankSets", "holm_rank_sets", "max_t_rank_sets", "tau_best"],
    "shrinkage": ["Shrunk", "dersimonian_laird", "expected_ranks", "paule_mandel", "shrink"],
}
_HOME: Final = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "AgeBy",
    "Ageing",
    "DayCount",
    "Growth",
    "Percentile",
    "RankSets",
    "Shrunk",
    "compa_ratio",
    "composite",
    "connected",
    "dersimonian_laird",
    "divergence",
    "expected_ranks",
    "fisher",
    "geks",
    "growth_factor",
    "holm_rank_sets",
    "index_number",
    "is_divergent",
    "jevons",
    "kitagawa",
    "largest_remainder",
    "laspeyres",
    "log_mean",
    "log_mean_parts",
    "lognormal_sigma",
    "max_t_rank_sets",
    "mean_error",
    "median_error",
    "mixture_quantile",
    "organisation_percentiles",
    "paasche",
    "paule_mandel",
    "percentile_of",
    "quantile_between",
    "range_penetration",
    "range_spread",
    "rebase",
    "shapley_parts",
    "shares",
    "shrink",
    "split_parts",
    "spread_scores",
    "standardised",
    "tau_best",
    "tornqvist",
    "year_shares",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'salarykit.analysis' has no attribute {name!r}")
    return getattr(import_module(f"salarykit.analysis.{_HOME[name]}"), name)
