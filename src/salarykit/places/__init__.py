"""Places: from a city's name to its country, region and coordinates, by the GeoNames gazetteer."""

from salarykit.currency.countries import countries
from salarykit.places.gazetteer import Place
from salarykit.places.match import Match
from salarykit.places.resolve import locate, parse_place, resolve, resolve_column

__all__ = ["Match", "Place", "countries", "locate", "parse_place", "resolve", "resolve_column"]
