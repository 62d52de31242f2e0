"""Why a row has no figure to be ranked by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from salarykit.salaries.terms import Terms

__all__ = ["reasons"]


def reasons(table: pa.Table, terms: Terms | None, base: str | None) -> list[str]:
    """Return a sentence for each row that has no figure.

    Args:
        table: those rows.
        terms: how the others became comparable.
        base: the unit compared in.
    """
    return [_reason(row, terms, base) for row in table.to_pylist()]


def _reason(row: dict[str, Any], terms: Terms | None, base: str | None) -> str:
    if terms and terms.ageing and row["age_factor"] is None:
        return _no_age(row)
    if terms and terms.price_levels and row["parity"] is None:
        if row["country"] is None:
            return "no country, so no price level"
        levels = terms.price_levels
        return f"no price level for {row['country']} ({levels['indicator']} {levels['period']})"
    money = terms.base if terms else base
    return f"no {row['currency']}/{money} rate" + (
        f" (as of {row['as_of']})" if row["as_of"] else " (no date)"
    )


def _no_age(row: dict[str, Any]) -> str:
    if row["as_of"] is None:
        return "no date to age it from"
    return f"no growth of pay for {row['country'] or 'a row without a country'} from {row['as_of']} on"
