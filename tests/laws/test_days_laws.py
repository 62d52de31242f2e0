from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from salarykit.reading.validation import check_column
from salarykit.salaries.fields import BY_NAME, is_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

AS_OF = BY_NAME["as_of"]


@given(st.lists(st.none() | st.dates()), st.booleans())
@example([dt.date(1, 1, 1), dt.date(999, 12, 31), dt.date(1000, 1, 1), dt.date(9999, 12, 31)], False)
@example([None, None], True)
def test_a_column_of_dates_is_read_as_each_of_them(days: Sequence[dt.date | None], coded: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    """Dates that are read all at once give the texts that each gives by itself, and none is refused."""
    array = pa.array(days, pa.date32())
    found = check_column(pa.chunked_array([array.dictionary_encode() if coded else array]), AS_OF)

    assert found.values.to_pylist() == [None if is_missing(day) else AS_OF.clean(day) for day in days]
    assert (found.values.type, found.faults) == (pa.string(), [])
