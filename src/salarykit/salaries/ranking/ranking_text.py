"""A ranking in plain sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from salarykit.files.frames import money

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from salarykit.salaries.terms import Terms

__all__ = ["explained", "levels_note"]


def explained(ranking: Any) -> Iterator[str]:
    """Yield what an order says and rests on, a sentence or two at a time."""
    unit = f", by {ranking.base} a year" if ranking.base else ""
    terms = f" ({ranking.terms})" if ranking.terms else ""
    yield f"{len(ranking):,} figures are in order{unit}{terms}."
    if len(ranking):
        first, last = ranking[0], ranking[-1]
        yield (
            f"{_name(first)} is first with {money(first['value'], ranking.base)}; "
            f"{_name(last)} is last with {money(last['value'], ranking.base)}."
        )
    yield ranking.uncertainty_note
    if ranking.uncertainty != "none":
        yield f"First may be: {', '.join(_name(row) for row in ranking.best())}."
    if ranking.fx:
        yield ranking.fx.caption
        flips = [pair for pair in ranking.fx if pair["first_flip"]]
        yield from (f"{pair['city']} is ahead of {pair['above']} on {pair['first_flip']}." for pair in flips)
    for row in ranking.unranked:
        yield f"{_name(row)} is not ranked: {row['reason']}."
    if ranking.note:
        yield ranking.note


def _name(row: dict[str, object]) -> str:
    return str(row["city"] or row["role"] or "A row")


def levels_note(table: pa.Table, terms: Terms | None) -> str:
    """Return the caution that price levels of another year than the figures' need; empty where there is none."""
    if terms is None or not terms.price_levels:
        return ""
    period = str(terms.price_levels["period"])[:4]
    dates = table.column("as_of").unique().to_pylist() if not terms.ageing else [terms.ageing["to"]]
    years = sorted({year for date in dates if date for year in re.findall(r"\d{4}", date)[:1]})
    if years in ([], [period]):
        return ""
    return f"The price levels are of {period}, the figures of {', '.join(years[:4])}: inflation in between is not taken out."
