# The public names of this package: __init__.py loads them from these modules when they are first used.

from salarykit.reading.layouts.registry import LayoutName as LayoutName
from salarykit.reading.rejects import Reject as Reject
from salarykit.reading.rejects import RejectRow as RejectRow
from salarykit.reading.rejects import Rejects as Rejects
