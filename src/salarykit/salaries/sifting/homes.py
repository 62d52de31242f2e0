"""The country of a row that states none: that of its city, where its money may need it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.currency.codes import CODES
from salarykit.places import resolve_column
from salarykit.salaries.fields import NUMBER

__all__ = ["countries_of", "unclear"]


def unclear(amounts: pa.Array, currencies: pa.Array) -> pa.Array:
    """Return which rows have an amount that is no plain number, or a currency that is no code.

    Args:
        amounts: n texts; null where the amount is a number or missing.
        currencies: n texts; null where there is none.

    Examples:
        >>> unclear(pa.array(["1", "$1", None, "1"]), pa.array(["USD", "USD", "$", None])).to_pylist()
        [False, True, True, False]
    """
    plain = pc.match_substring_regex(pc.utf8_trim_whitespace(amounts), f"^({NUMBER})?$")
    known = pc.or_(pc.is_in(currencies, value_set=pa.array(sorted(CODES))), currencies.is_null())
    return pc.invert(pc.and_(pc.fill_null(plain, True), known))


def countries_of(stated: pa.Array, cities: pa.Array, sought: pa.Array | None) -> pa.Array:
    """Return each row's country: the stated one, else its city's where it is sought; each city is resolved once.

    Args:
        stated: n ISO codes, null where there is none.
        cities: n texts.
        sought: which rows need one; None for all.

    Examples:
        >>> countries_of(pa.nulls(2, pa.string()), pa.array(["Toronto", "Rome"]), None).to_pylist()
        ['CA', 'IT']
    """
    needed = stated.is_null() if sought is None else pc.and_(stated.is_null(), sought)
    coded = pc.if_else(needed, cities, pa.scalar(None, pa.string())).dictionary_encode()
    found = resolve_column(coded.dictionary).field("country")
    return pc.coalesce(stated, found.take(coded.indices))
