"""Reads any source: its rows that are salaries, and the cells that keep the others from being salaries, each with its reason.

The names that callers annotate with are here, and are loaded when they are first used: rejects, and the names of layouts.

>>> from salarykit.reading import Rejects
>>> Rejects.__name__
'Rejects'
"""

from __future__ import annotations

from salarykit.package import lazy_names

__all__, __getattr__, __dir__ = lazy_names(__name__)
