"""`Summary`: the weighted statistics of each group of records, what makes them weak, and sentences on both."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.analysis.clusters import clustered_errors
from salarykit.analysis.statistics import geometric_means, means, standard_errors
from salarykit.analysis.weighted_sample import WeightedSample
from salarykit.analysis.weights import too_few, too_much
from salarykit.files.frames import money
from salarykit.salaries.querying.certainty import drawn_together, explain_interval, quantiles_of
from salarykit.salaries.querying.query import SIGNALS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.salaries.querying.query import Query
    from salarykit.salaries.querying.weighing import Weighed

    Floats = NDArray[np.float64]
    from collections.abc import Mapping


__all__ = ["Summary", "explain_answer", "explain_row", "summarise", "unplaced"]

_FITS: Final = 0.5  # a signal at the scale of its decay


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """Weighted statistics: arrays with one entry for each group, NaN without figures.

    Attributes:
        query: the question.
        weighed: the weights, and what was left out.
        quantiles: the quantiles, with a column for each probability.
        low: the lower ends of their confidence intervals; NaN without one.
        high: the upper ends.
        level: about how often each interval covers its quantile; NaN without one.
        mean: the weighted mean.
        geometric_mean: the weighted geometric mean.
        standard_error: the standard error of the mean.
        n: how many records count.
        n_eff: how many equally weighted records would be as informative.
        top_share: the share of the heaviest record in all weight.
        weak: whether the answer rests on too few effective records, or too much on one.
    """

    query: Query
    weighed: Weighed
    quantiles: Floats
    low: Floats
    high: Floats
    level: Floats
    mean: Floats
    geometric_mean: Floats
    standard_error: Floats
    n: NDArray[np.int64]
    n_eff: Floats
    top_share: Floats
    weak: NDArray[np.bool_]

    @property
    def refused(self) -> NDArray[np.bool_]:
        """Whether there is no answer because it would be weak."""
        return self.weak & (self.query.guard == "refuse")

    @property
    def design_effect(self) -> Floats:
        """The number of records for each effective one, n / n_eff; NaN without weight."""
        effect: Floats = np.divide(self.n, self.n_eff, out=np.full(len(self.n), np.nan), where=self.n > 0)
        return effect

    @property
    def dropped_share(self) -> Floats:
        """The share of the weight that was left out because it was below `min_weight`; 0 without weight."""
        left = self.weighed.dropped_weight
        total = left + self.weighed.kept_weight
        share: Floats = np.divide(left, total, out=np.zeros(len(left)), where=total > 0)
        return share

    def reasons(self, group: int, heaviest: str = "") -> tuple[str, ...]:
        """Return why an answer is weak, in sentences; no sentence if it is strong."""
        if not self.n[group]:
            return ("No record has any weight: no record of the table fits the question.",)
        query, sentences = self.query, []
        if too_few(self.n_eff[group], query.min_n_eff):
            size = round(float(self.n_eff[group]), 1)
            size = (
                size if size < query.min_n_eff else floor(10 * self.n_eff[group]) / 10
            )  # 4.96 is not shown as 5.0
            sentences.append(
                f"The answer rests on {size:.1f} effective records; it should rest on {query.min_n_eff:g} or more."
            )
        if too_much(self.top_share[group], query.max_share):
            named = f": {heaviest}" if heaviest else ""
            sentences.append(f"One record has {self.top_share[group]:.0%} of the weight{named}.")
        return tuple(sentences)

    def notes(self, group: int) -> tuple[str, ...]:
        """Return notes on the records behind an answer, in sentences."""
        sentences = [
            f"No record fits the {name} well: the highest signal is {best[group]:.2g}."
            for name, best in self.weighed.best.items()
            if 0 < best[group] < _FITS and self.query.exponent(name)
        ]
        sentences += [
            _lack(int(counts[group]), name, self.query)
            for name, counts in self.weighed.lacking.items()
            if counts[group] and (self.n[group] or self.query.leaves_out(name))
        ]
        late = int(self.weighed.late[group])
        if late:
            verb = "record is" if late == 1 else "records are"
            sentences.append(
                f"{late:,} {verb} dated after {self.query.as_of}, and counted as if of that day."
            )
        return tuple(sentences)


def _lack(count: int, name: str, query: Query) -> str:
    if name == "place" and query.leaves_out(name):
        return unplaced(count)
    policy = query.lacking(name)
    value = {"neutral": "1", "zero": "0", "raise": "1"}.get(str(policy), str(policy))
    one = count == 1
    return (
        f"{count:,} {'record lacks' if one else 'records lack'} the signal {name!r} "
        f"and {'counts' if one else 'count'} as {value}."
    )


def unplaced(count: int) -> str:
    """Return the note that records are left out because their place is unknown.

    Examples:
        >>> unplaced(2)
        "2 records are left out because their place is unknown; missing={'place': 'neutral'} counts them."
    """
    one = count == 1
    return (
        f"{count:,} {'record is' if one else 'records are'} left out because {'its' if one else 'their'} place is unknown; "
        f"missing={{'place': 'neutral'}} counts {'it' if one else 'them'}."
    )


def summarise(
    values: Floats,
    weighed: Weighed,
    query: Query,
    groups: NDArray[Any] | None,
    n_groups: int,
    clusters: NDArray[np.intp] | None = None,
    errors: Floats | None = None,
) -> Summary:
    """Return the statistics of weighted figures; NaN for answers that the guard refuses."""
    sample = WeightedSample.of(values, weighed.weights, groups, n_groups)
    quantiles, low, high, level = quantiles_of(sample, query, clusters, errors)
    n_eff, top = sample.effective_size, sample.top_share
    weak = too_few(n_eff, query.min_n_eff) | too_much(top, query.max_share) | (sample.count == 0)
    mean, geometric_mean = means(sample), geometric_means(sample)
    error = standard_errors(sample) if clusters is None else clustered_errors(sample, clusters)
    if query.guard == "refuse":
        for figures in (quantiles, low, high, level, mean, geometric_mean, error):
            figures[weak] = np.nan
    return Summary(
        query=query,
        weighed=weighed,
        quantiles=quantiles,
        low=low,
        high=high,
        level=level,
        mean=mean,
        geometric_mean=geometric_mean,
        standard_error=error,
        n=sample.count,
        n_eff=n_eff,
        top_share=top,
        weak=weak,
    )


_JOINED: Final = {
    "product": "the product of its",
    "min": "the smallest of its",
    "mean": "the mean of its",
}
_MADE: Final = {"product": "Their product is", "min": "The smallest is", "mean": "Their mean is"}


def explain_answer(answer: Any, given: int, heaviest: str) -> str:
    """Return an answer and what it rests on, in plain sentences.

    Args:
        answer: the answer, a `QueryResult`.
        given: how many records have a figure.
        heaviest: the name of the heaviest record.
    """
    lines = [_counted(answer, given), *_rests_on(answer, heaviest), *_figures(answer), *answer.warnings]
    if answer.refused:
        lines.insert(0, "There is no answer, because it would be weak.")
    terms = f" ({answer.terms})" if answer.terms else ""
    unit = f"Figures are {answer.base} a year{terms}. " if answer.base else ""
    made = answer.provenance
    lines.append(f"{unit}salarykit {made['version']}, input {made['input']}.")
    return "\n".join(lines)


def _counted(answer: Any, given: int) -> str:
    names = [name for name in SIGNALS if f"signal_{name}" in answer.columns]
    records = "record" if given == 1 else "records"
    return (
        f"Of {given:,} {records} with a figure, {answer.n:,} {'counts' if answer.n == 1 else 'count'}; each weighs "
        f"{_JOINED[answer.query.combine]} {_listed(names)}."
    )


def _listed(names: list[str]) -> str:
    words = [name.replace("_", " ") for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _rests_on(answer: Any, heaviest: str) -> list[str]:
    sentences = []
    if answer.dropped:
        those = "1 record" if answer.dropped == 1 else f"{answer.dropped:,} records"
        sentences.append(
            f"{those} lighter than {answer.query.min_weight:g} {'is' if answer.dropped == 1 else 'are'} left out, with "
            f"{answer.dropped_share:.1%} of the weight."
        )
    if answer.n:
        sentences.append(
            f"They are worth {answer.n_eff:.1f} equally weighted records (design effect {answer.design_effect:.2f}); "
            f"the heaviest, {heaviest}, has {answer.top_share:.0%} of the weight."
        )
    return sentences


def _figures(answer: Any) -> list[str]:
    if answer.refused or not answer.n:
        return []
    sentences = []
    for p, value in answer.quantiles.items():
        sure = explain_interval(answer, p)
        sentences.append(f"p{100 * p:g} is {money(value, answer.base)} ({sure}{answer.query.method}).")
    sentences += drawn_together(answer)
    error = money(answer.standard_error, answer.base)
    sure = f" (standard error {error})" if error else ""
    sentences.append(
        f"The mean is {money(answer.mean, answer.base)}{sure}, "
        f"the geometric mean {money(answer.geometric_mean, answer.base)}."
    )
    return sentences


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
    word, exponent = name.replace("_", " "), query.exponent(name)
    if not exponent:
        return f"{word} switched off"
    policy = query.lacking(name)
    stands_for = {"neutral": "1", "zero": "0"}.get(str(policy), str(policy))
    shown = f"{word} missing, counts as {stands_for}" if value is None else f"{word} {value:.4g}"
    if exponent == 1:
        return shown
    return f"{shown} ({'counted' if query.combine == 'mean' else 'to the power'} {exponent:g}{' times' if query.combine == 'mean' else ''})"
