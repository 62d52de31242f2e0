"""Why a row has no figure to be ranked by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salarykit.salaries.one_statistic import DISTRIBUTION, canonical

if TYPE_CHECKING:
    import pyarrow as pa

    from salarykit.salaries.terms import Terms

__all__ = ["other_statistics", "reasons"]


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


def other_statistics(others: pa.Table, owners: set[tuple[Any, ...]], chosen: str | None) -> list[str]:
    """Return a sentence for each row that states another statistic than the one ranked.

    Args:
        others: those rows.
        owners: what distributions the ranked rows are of; see `DISTRIBUTION`.
        chosen: the statistic ranked.
    """
    keys = zip(*(others.column(name).to_pylist() for name in DISTRIBUTION), strict=True)
    names = map(canonical, others.column("statistic").to_pylist())
    return [
        (f"the {name}" if name not in ("p25", "p75") else "a quartile") + " of another figure"
        if key in owners
        else f"a {name}; the {chosen} is ranked"
        for name, key in zip(names, keys, strict=True)
    ]


def _no_age(row: dict[str, Any]) -> str:
    if row["as_of"] is None:
        return "no date to age it from"
    return f"no growth of pay for {row['country'] or 'a row without a country'} from {row['as_of']} on"
