"""Sentences that explain an answer: what it rests on, its figures with their intervals, and the weight of one record."""

from __future__ import annotations

from math import isfinite, nan
from typing import TYPE_CHECKING, Any, Final

from salarykit.analysis.proportions import closed_level
from salarykit.files.frames import money
from salarykit.salaries.querying.certainty import PAIR
from salarykit.salaries.querying.query import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.salaries.querying.answer import QueryResult
    from salarykit.salaries.querying.query import Query

__all__ = ["explain_answer", "explain_row", "level_of"]

_NEAR: Final = 0.015  # a level that is so near the one asked for is shown as that one: 93.5 as 95 per cent
_FEW: Final = (
    36  # effective records; from so many on, the default quartiles are less than 4 % too close to each other
)
_TOGETHER: Final = 1.3  # they are too close by this divided by n + 0.5, as measured from 3 to 36 records
_JOINED: Final = {"product": "the product of its", "min": "the smallest of its", "mean": "the mean of its"}
_MADE: Final = {"product": "Their product is", "min": "The smallest is", "mean": "Their mean is"}


def explain_answer(answer: QueryResult, given: int, heaviest: str) -> str:
    """Return an answer and what it rests on, in plain sentences.

    Args:
        answer: the answer.
        given: how many records have a figure.
        heaviest: the name of the heaviest record.
    """
    lines = ["There is no answer, because it would be weak."] if answer.refused else []
    lines += [_counted(answer, given), *_rests_on(answer, heaviest), *_figures(answer), *answer.warnings]
    terms = f" ({answer.terms})" if answer.terms else ""
    unit = f"Figures are {answer.base} a year{terms}. " if answer.base else ""
    provenance = answer.provenance
    return "\n".join([*lines, f"{unit}salarykit {provenance['version']}, input {provenance['input']}."])


def _counted(answer: QueryResult, given: int) -> str:
    """Return how many records count, and which signals their weights combine."""
    records = "record" if given == 1 else "records"
    count = "counts" if answer.n == 1 else "count"
    signals = [name.replace("_", " ") for name in SIGNALS if f"signal_{name}" in answer.columns]
    listed = " and ".join(filter(None, [", ".join(signals[:-1]), signals[-1]]))
    return (
        f"Of {given:,} {records} with a figure, {answer.n:,} {count}; each weighs "
        f"{_JOINED[answer.query.combine]} {listed}."
    )


def _rests_on(answer: QueryResult, heaviest: str) -> list[str]:
    """Return what was left out, and how much the records are worth."""
    sentences = []
    if answer.dropped:
        records = "1 record" if answer.dropped == 1 else f"{answer.dropped:,} records"
        sentences.append(
            f"{records} lighter than {answer.query.min_weight:g} {'is' if answer.dropped == 1 else 'are'} left out, with "
            f"{answer.dropped_share:.1%} of the weight."
        )
    if answer.n:
        sentences.append(
            f"They are worth {answer.n_eff:.1f} equally weighted records (design effect {answer.design_effect:.2f}); "
            f"the heaviest, {heaviest}, has {answer.top_share:.0%} of the weight."
        )
    return sentences


def _figures(answer: QueryResult) -> list[str]:
    """Return the quantiles with their intervals, and the means."""
    if answer.refused or not answer.n:
        return []
    sentences = [
        f"p{100 * p:g} is {money(value, answer.base)} ({_interval(answer, p)}{answer.query.method})."
        for p, value in answer.quantiles.items()
    ]
    if note := _too_close(answer):
        sentences.append(note)
    error = money(answer.standard_error, answer.base)
    sentences.append(
        f"The mean is {money(answer.mean, answer.base)}{f' (standard error {error})' if error else ''}, "
        f"the geometric mean {money(answer.geometric_mean, answer.base)}."
    )
    return sentences


def _interval(answer: QueryResult, p: float) -> str:
    """Return the interval of a quantile as part of a sentence; empty without one."""
    query = answer.query
    low, high = answer.intervals.get(p, (nan, nan))
    lowest, highest = money(low, answer.base), money(high, answer.base)
    nominal = f"{100 * query.level:g}%"
    if query.interval == "none" or answer.n_eff < PAIR:
        published = f"{nominal} interval {lowest} to {highest}, its error as published, "
        return published if isfinite(low) else ""
    if not (isfinite(low) or isfinite(high)):
        return f"no {nominal} interval{_closed(answer, p)}, "
    level = level_of(answer.levels[p], query.level)
    if not isfinite(high):
        return f"{level} interval from {lowest}, open above, {query.interval}, "
    if not isfinite(low):
        return f"{level} interval up to {highest}, open below, {query.interval}, "
    return f"{level} interval {lowest} to {highest}, {query.interval}, "


def _closed(answer: QueryResult, p: float) -> str:
    """Return the confidence of the widest interval that has both ends, if it is known."""
    if answer.query.interval != "beta" or answer.query.cluster is not None:
        return ""
    confidence = float(closed_level(p, answer.n_eff))
    return f": the smallest and the largest figure contain it with about {confidence:.0%} confidence"


def level_of(attained: float, nominal: float) -> str:
    """Return the level of an interval in words: the one asked for, or the lower one that it really attains.

    Examples:
        >>> level_of(0.937, 0.95), level_of(0.6049, 0.95)
        ('95%', 'about 60%')
    """
    return f"{100 * nominal:g}%" if attained >= nominal - _NEAR else f"about {attained:.0%}"


def _too_close(answer: QueryResult) -> str:
    """Return a note that the default quartiles of few records are too close to each other; empty if there are enough.

    For lognormal pay they are too close by about 1.3 / (n + 0.5) of ln(P75 / P25), as measured in benchmarks/coverage.py.
    """
    both = {0.25, 0.75} <= set(answer.quantiles)
    if not both or answer.query.method != "kish_linear" or not PAIR <= answer.n_eff < _FEW:
        return ""
    return (
        f"From {answer.n_eff:.1f} effective records kish_linear, pandas' definition, draws p25 and p75 together by about "
        f"{_TOGETHER / (answer.n_eff + 0.5):.0%} of their logarithmic distance; kish_hazen and kish_median_unbiased hardly do."
    )


def explain_row(row: Mapping[str, Any], query: Query, total: float) -> str:
    """Return the reason for the weight of a record, in plain sentences.

    Args:
        row: one row of an answer.
        query: the question.
        total: the weight of all records.
    """
    signals = "; ".join(
        _signal(name, row[f"signal_{name}"], query) for name in SIGNALS if f"signal_{name}" in row
    )
    name = row["city"] or row["role"] or "This record"
    return (
        f"{name}: {signals}. {_MADE[query.combine]} the weight {row['weight']:.4f}, "
        f"{row['weight'] / total:.1%} of all."
    )


def _signal(name: str, value: float | None, query: Query) -> str:
    """Return a signal with its value and, unless it is 1, its exponent."""
    word, exponent = name.replace("_", " "), query.exponent(name)
    if not exponent:
        return f"{word} switched off"
    shown = f"{word} missing, counts as {query.replacement(name)}" if value is None else f"{word} {value:.4g}"
    if exponent == 1:
        return shown
    return (
        f"{shown} (counted {exponent:g} times)"
        if query.combine == "mean"
        else f"{shown} (to the power {exponent:g})"
    )
