"""Minor units beside another package's table of ISO 4217."""

from __future__ import annotations

from moneyed import CURRENCIES

from salarykit.currency import codes
from salarykit.currency.codes import minor_units


def test_a_peer_counts_every_currency_in_use_in_the_same_units() -> None:
    """py-moneyed has the same number of subunits for each ISO 4217 code in use that it knows."""
    shared = sorted(set(codes._IN_USE.split()) & set(CURRENCIES))
    theirs = {code: CURRENCIES[code].sub_unit for code in shared}

    assert {code: 10 ** minor_units(code) for code in shared} == theirs
    assert len(shared) > 150
