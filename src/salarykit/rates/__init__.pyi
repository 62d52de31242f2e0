# The public names of this package: __init__.py loads them from these modules when they are first used.

from salarykit.rates.lookup import Coarse as Coarse
from salarykit.rates.means import Average as Average
from salarykit.rates.rates import Missing as Missing
from salarykit.rates.spans import AnyColumn as AnyColumn
from salarykit.rates.spans import On as On
from salarykit.rates.spans import OnColumn as OnColumn
from salarykit.rates.spans import Span as Span
from salarykit.rates.spans import parse_span as parse_span
