"""Statistics on arrays, with numpy and scipy only. Each function is loaded when it is first used.

>>> from salarykit.analysis import compa_ratio, fisher, holm_rank_sets
>>> compa_ratio(45_000, 50_000)
0.9
"""

from __future__ import annotations

from salarykit.package import lazy_names

__all__, __getattr__, __dir__ = lazy_names(__name__)
