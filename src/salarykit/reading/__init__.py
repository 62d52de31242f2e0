"""Reads any source: the rows that are salaries, and the cells that were refused, each with the reason.

Here are the types for annotations: rejects, and the names of layouts. Each is loaded when it is first used.

>>> from salarykit.reading import Rejects
>>> Rejects.__name__
'Rejects'
"""

from __future__ import annotations

from salarykit.package import lazy_names

__all__, __getattr__, __dir__ = lazy_names(__name__)
