"""Answers in plain sentences."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any, Final

from salarykit.files.frames import money
from salarykit.salaries.querying.query import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.salaries.querying.query import Query

__all__ = ["explain_answer", "explain_row"]

_JOINED: Final = {
    "product": "the product of its",
    "min": "the smallest of its",
    "mean": "the mean of its",
}
_MADE: Final = {"product": "Their product is", "min": "The smallest is", "mean": "Their mean is"}


def explain_answer(found: Any, given: int, heaviest: str) -> str:
    """Return what an answer says and rests on.

    Args:
        found: the answer, a `QueryResult`; nothing is known here of how one is made.
        given: how many records had a figure.
        heaviest: the name of the heaviest record.
    """
    lines = [_counted(found, given), *_rests_on(found, heaviest), *_figures(found), *found.warnings]
    if found.refused:
        lines.insert(0, "There is no answer: it would rest on too little.")
    terms = f" ({found.terms})" if found.terms else ""
    unit = f"Figures are {found.base} a year{terms}. " if found.base else ""
    made = found.provenance
    lines.append(f"{unit}salarykit {made['version']}, input {made['input']}.")
    return "\n".join(lines)


def _counted(found: Any, given: int) -> str:
    names = [name for name in SIGNALS if f"signal_{name}" in found.columns]
    records = "record" if given == 1 else "records"
    return (
        f"Of {given:,} {records} with a figure, {found.n:,} {'counts' if found.n == 1 else 'count'}; each weighs "
        f"{_JOINED[found.query.combine]} {_listed(names)}."
    )


def _listed(names: list[str]) -> str:
    words = [name.replace("_", " ") for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _rests_on(found: Any, heaviest: str) -> list[str]:
    said = []
    if found.dropped:
        those = "1 record" if found.dropped == 1 else f"{found.dropped:,} records"
        said.append(
            f"{those} lighter than {found.query.min_weight:g} {'is' if found.dropped == 1 else 'are'} left out, with "
            f"{found.dropped_share:.1%} of the weight."
        )
    if found.n:
        said.append(
            f"They are worth {found.n_eff:.1f} equally weighted records (design effect {found.design_effect:.2f}); "
            f"the heaviest, {heaviest}, has {found.top_share:.0%} of the weight."
        )
    return said


def _figures(found: Any) -> list[str]:
    if found.refused or not found.n:
        return []
    said = []
    for p, value in found.quantiles.items():
        low, high = found.intervals.get(p, (nan, nan))
        ends = f"{found.query.level:.0%} interval {money(low, found.base)} to {money(high, found.base)}, "
        sure = f"{ends}{found.query.interval}, " if low == low else ""  # noqa: PLR0124 - NaN
        said.append(f"p{100 * p:g} is {money(value, found.base)} ({sure}{found.query.method}).")
    error = money(found.standard_error, found.base)
    sure = f" (standard error {error})" if error else ""
    said.append(
        f"The mean is {money(found.mean, found.base)}{sure}, "
        f"the geometric mean {money(found.geometric_mean, found.base)}."
    )
    return said


def explain_row(row: Mapping[str, Any], query: Query, total: float) -> str:
    """Return why a record weighs what it does.

    Args:
        row: one row of an answer.
        query: what was asked.
        total: all weight.
    """
    told = "; ".join(
        _signal(name, row[f"signal_{name}"], query) for name in SIGNALS if f"signal_{name}" in row
    )
    name = row["city"] or row["role"] or "This record"
    return (
        f"{name}: {told}. {_MADE[query.combine]} the weight {row['weight']:.4f}, "
        f"{row['weight'] / total:.1%} of all."
    )


def _signal(name: str, value: float | None, query: Query) -> str:
    word, exponent = name.replace("_", " "), query.exponent(name)
    if not exponent:
        return f"{word} switched off"
    policy = query.lacking(name)
    stands_for = {"neutral": "1", "zero": "0"}.get(str(policy), str(policy))
    told = f"{word} missing, counts as {stands_for}" if value is None else f"{word} {value:.4g}"
    if exponent == 1:
        return told
    return f"{told} ({'counted' if query.combine == 'mean' else 'to the power'} {exponent:g}{' times' if query.combine == 'mean' else ''})"
