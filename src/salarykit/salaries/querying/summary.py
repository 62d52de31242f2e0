"""`Summary`: the weighted statistics of each group of records, what makes them weak, and sentences on both."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.analysis.clusters import clustered_errors
from salarykit.analysis.statistics import both_means, standard_errors
from salarykit.analysis.weighted_sample import WeightedSample
from salarykit.analysis.weights import too_few, too_much
from salarykit.salaries.published_errors import published_errors
from salarykit.salaries.querying.certainty import cluster_codes, quantiles_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.salaries.querying.query import Query
    from salarykit.salaries.querying.weighing import Weighed

    Floats = NDArray[np.float64]

__all__ = ["Summary", "summarise", "unplaced"]

_FITS: Final = 0.5  # a record with at least this signal fits well


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """Weighted statistics: arrays with one entry for each group, NaN without figures.

    Attributes:
        weighed: the records with their weights, and what was left out.
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
    def query(self) -> Query:
        """The question."""
        return self.weighed.query

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
    records, count_as = ("record lacks", "counts as") if count == 1 else ("records lack", "count as")
    return f"{count:,} {records} the signal {name!r} and {count_as} {query.replacement(name)}."


def unplaced(count: int) -> str:
    """Return the note that records are left out because their place is unknown.

    Examples:
        >>> unplaced(2)
        "2 records are left out because their place is unknown; missing={'place': 'neutral'} counts them."
    """
    records, whose, them = ("record is", "its", "it") if count == 1 else ("records are", "their", "them")
    return f"{count:,} {records} left out because {whose} place is unknown; missing={{'place': 'neutral'}} counts {them}."


def summarise(weighed: Weighed, groups: NDArray[Any] | None = None, n_groups: int = 1) -> Summary:
    """Return the statistics of weighed records; NaN for answers that the guard refuses.

    Args:
        weighed: n records with their weights.
        groups: n numbers of a group, from 0; None for one group.
        n_groups: how many groups there are.

    Raises:
        InvalidQuery: if the table does not have the column of clusters.
    """
    query = weighed.query
    sample = WeightedSample.of(weighed.values, weighed.weights, groups, n_groups)
    clusters = cluster_codes(weighed.table, query)
    quantiles = quantiles_of(sample, query, clusters, published_errors(weighed.table).if_any)
    n_eff, top = sample.effective_size, sample.top_share
    weak = too_few(n_eff, query.min_n_eff) | too_much(top, query.max_share) | (sample.count == 0)
    mean, geometric_mean = both_means(sample)
    error = standard_errors(sample, mean) if clusters is None else clustered_errors(sample, clusters)
    if query.guard == "refuse":
        for figures in (*quantiles, mean, geometric_mean, error):
            figures[weak] = np.nan
    return Summary(
        weighed,
        *quantiles,
        mean=mean,
        geometric_mean=geometric_mean,
        standard_error=error,
        n=sample.count,
        n_eff=n_eff,
        top_share=top,
        weak=weak,
    )
