"""Places: from a city's name to its country, region and coordinates, by the GeoNames gazetteer.

>>> from salarykit.places import locate
>>> locate("Bangalore").name
'Bengaluru'
"""

from __future__ import annotations

from salarykit.package import lazy_names

__all__, __getattr__, __dir__ = lazy_names(__name__)
