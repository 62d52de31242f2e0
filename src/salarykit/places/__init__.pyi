# The public names of this package: __init__.py loads them from these modules when they are first used.

from salarykit.currency.countries import countries as countries
from salarykit.places.gazetteer import Place as Place
from salarykit.places.lookup import locate as locate
from salarykit.places.lookup import parse_place as parse_place
from salarykit.places.lookup import resolve as resolve
from salarykit.places.lookup import resolve_column as resolve_column
from salarykit.places.match import Match as Match
