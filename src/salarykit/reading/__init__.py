"""From any source to rows that are salaries, and the cells that are not, each with its reason.

What a caller annotates is here by name, and loaded when it is first used: what was refused, and the names of layouts.

>>> from salarykit.reading import Rejects
>>> Rejects.__name__
'Rejects'
"""

from __future__ import annotations

from salarykit.package import lazy_names

__all__, __getattr__, __dir__ = lazy_names(__name__)
