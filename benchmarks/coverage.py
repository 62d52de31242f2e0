"""How often the intervals of a query's quantiles cover the truth, and how wide they are: `python benchmarks/coverage.py [rounds]`.

Samples are drawn again and again from markets whose quantiles are known; the query's interval is asked for 95 %. Records are
independent with equal weights or decaying ones, lognormal or of two levels; or they come in cities that differ, and the
quantiles are those of the region. Printed are the coverage of each quantile, the level that the answer states where it is
below 95 %, and the mean width (in logarithms) of closed intervals as a multiple of the exact one's: the interval between two
order statistics that a binomial probability makes surest of at least 95 %, for as many records of equal weight. A star
marks quantiles whose interval has an open end in every draw. Intervals that over-cover are no fault; one that covers less than
93 % where it states 95 %, or six points less than a lower level that it states, ends the run with an error, beyond what so many
rounds leave to chance. Last come bias and error of each definition of a quantile, in logarithms of pay.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

import numpy as np
from scipy.optimize import brentq
from scipy.stats import binom, norm

from salarykit.analysis.quantiles import QuantileMethod, sample_quantiles
from salarykit.analysis.weighted_sample import WeightedSample
from salarykit.salaries.querying.certainty import Quantiles, quantiles_of
from salarykit.salaries.querying.explanation import level_of
from salarykit.salaries.querying.query import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

SEED: Final = 20_241_129
SHARES: Final = (0.25, 0.5, 0.75, 0.9)
LEVEL: Final = 0.95
LEAST: Final = 0.93
SIZES: Final = (3, 4, 5, 6, 8, 12, 15, 20, 36, 50, 100)
DECAYS: Final = ((10, 2.2), (20, 4.5), (50, 12.0), (100, 15.0), (200, 40.0))
CITIES: Final = ((4, 50), (8, 50), (15, 40), (30, 20), (60, 10))
SIGMA: Final = 0.5  # of one level of pay, in logarithms
APART: Final = 0.3  # how far each of two levels is from their middle
OWN: Final = 0.2  # of each of two levels
BETWEEN: Final = 0.15  # of the cities of a region


class Case(NamedTuple):
    """What is drawn again and again."""

    name: str
    draw: Callable[[np.random.Generator, int, int], NDArray[np.float64]]
    truth: NDArray[np.float64]
    weights: NDArray[np.float64]
    clusters: NDArray[np.intp] | None = None


def lognormal(rng: np.random.Generator, rounds: int, n: int) -> NDArray[np.float64]:
    """Return logarithms of pay of one level."""
    return rng.normal(0, SIGMA, (rounds, n))


def two_levels(rng: np.random.Generator, rounds: int, n: int) -> NDArray[np.float64]:
    """Return logarithms of pay of two levels, as many people in each."""
    return rng.normal(0, OWN, (rounds, n)) + APART * rng.choice([-1, 1], (rounds, n))


def in_cities(many: int, each: int) -> Callable[[np.random.Generator, int, int], NDArray[np.float64]]:
    """Return what draws logarithms of pay in cities that differ from each other."""

    def draw(rng: np.random.Generator, rounds: int, n: int) -> NDArray[np.float64]:
        cities = rng.normal(0, BETWEEN, (rounds, many))
        return rng.normal(0, SIGMA, (rounds, n)) + np.repeat(cities, each, axis=1)

    return draw


def normal_truth(sigma: float) -> NDArray[np.float64]:
    """Return the quantiles of one level."""
    return sigma * norm.ppf(SHARES)


def two_level_truth() -> NDArray[np.float64]:
    """Return the quantiles of two levels."""

    def below(at: float) -> float:
        return float(norm.cdf((at - APART) / OWN) + norm.cdf((at + APART) / OWN)) / 2

    return np.array([brentq(lambda at, p=p: below(at) - p, -3, 3) for p in SHARES])


def independent() -> Iterator[Case]:
    """Yield markets of independent records."""
    for name, draw, truth in (
        ("lognormal", lognormal, normal_truth(SIGMA)),
        ("two levels", two_levels, two_level_truth()),
    ):
        for size in SIZES:
            yield Case(f"{name}, equal weights", draw, truth, np.ones(size))
        for size, half in DECAYS:
            yield Case(f"{name}, decaying weights", draw, truth, 0.5 ** (np.arange(size) / half))


def clustered() -> Iterator[Case]:
    """Yield regions of cities, whose quantiles are asked for."""
    truth = normal_truth(float(np.hypot(SIGMA, BETWEEN)))
    for many, each in CITIES:
        numbers = np.repeat(np.arange(many), each)
        yield Case(f"{many} cities of {each}", in_cities(many, each), truth, np.ones(many * each), numbers)


def answers(case: Case, query: Query, rounds: int, *, by_city: bool) -> tuple[Quantiles, float]:
    """Return the quantiles of as many samples, and their effective size; each sample is a group."""
    n = len(case.weights)
    x = case.draw(np.random.default_rng(SEED), rounds, n)
    groups = np.repeat(np.arange(rounds), n)
    sample = WeightedSample.of(x.ravel(), np.tile(case.weights, rounds), groups, rounds)
    clusters = np.tile(case.clusters, rounds) if by_city and case.clusters is not None else None
    return quantiles_of(sample, query, clusters), float(sample.effective_size[0])


def exact_width(case: Case, size: float, rounds: int) -> NDArray[np.float64]:
    """Return the mean width of the exact interval of independent records of equal weight; NaN where there is none."""
    n = max(round(size), 1)
    x = np.sort(case.draw(np.random.default_rng(SEED + 1), rounds, n), axis=1)
    found = []
    for p in SHARES:
        low, high = binom.ppf((1 - LEVEL) / 2, n, p), binom.ppf((1 + LEVEL) / 2, n, p) + 1
        closed = low >= 1 and high <= n
        found.append((x[:, int(high) - 1] - x[:, int(low) - 1]).mean() if closed else np.nan)
    return np.array(found)


def measure(case: Case, query: Query, rounds: int, *, by_city: bool = False) -> list[str]:
    """Print a line, and return what covers less than it states."""
    found, size = answers(case, query, rounds, by_city=by_city)
    covered = ((found.low <= case.truth) & (case.truth <= found.high)).mean(axis=0)
    closed = np.isfinite(found.low) & np.isfinite(found.high)
    widths = np.where(closed, found.high - found.low, np.nan)
    with np.errstate(invalid="ignore"):
        width = np.array([np.nanmean(each) if np.isfinite(each).any() else np.nan for each in widths.T])
    ratio = width / exact_width(case, size, rounds) if case.clusters is None else np.full(len(SHARES), np.nan)
    cells, faults = [], []
    for p, share, open_, level, wide in zip(
        SHARES, covered, ~closed.any(axis=0), np.nanmean(np.where(np.isnan(found.level), LEVEL, found.level), axis=0), ratio,
        strict=True,
    ):  # fmt: skip
        stated = level_of(level, LEVEL)
        mark = "*" if open_ else " "
        said = "" if stated == "95%" else f" ({stated})"
        cells.append(f"{share:7.1%}{mark}{'' if np.isnan(wide) else f'{wide:5.2f}'}{said}")
        least = LEAST if stated == "95%" else level - 0.06
        if share < least - 3 * np.sqrt(least * (1 - least) / rounds):
            faults.append(f"{case.name}, n_eff {size:.1f}, {query.interval}: p{100 * p:g} covers {share:.1%}")
    print(f"{case.name:28}{size:7.1f}  " + "  ".join(f"{cell:22}" for cell in cells))
    return faults


def errors(case: Case, rounds: int) -> None:
    """Print bias and error of each definition of a quantile."""
    n = len(case.weights)
    x = case.draw(np.random.default_rng(SEED), rounds, n)
    sample = WeightedSample.of(
        x.ravel(), np.tile(case.weights, rounds), np.repeat(np.arange(rounds), n), rounds
    )
    spread = case.truth[2] - case.truth[0]
    for method in get_args(QuantileMethod):
        off = sample_quantiles(sample, SHARES, method=method) - case.truth
        cells = "  ".join(
            f"{b:+.3f} {e:.3f}" for b, e in zip(off.mean(0), np.sqrt((off**2).mean(0)), strict=True)
        )
        print(f"n {n:3}  {method:22}  {cells}   P75 / P25 {(off[:, 2] - off[:, 0]).mean() / spread:+.0%}")


def main() -> None:
    """Measure every case, and fail where one covers less than it states."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", type=int, nargs="?", default=2000)
    rounds = parser.parse_args().rounds
    usual: dict[str, Any] = {"quantiles": SHARES, "level": LEVEL}
    print(
        f"{rounds:,} rounds, seed {SEED}; coverage, width / exact width; asked for {LEVEL:.0%}; * an end is open"
    )
    header = f"{'':28}{'n_eff':>7}  " + "  ".join(f"p{100 * p:<21g}" for p in SHARES)
    faults = []
    for title, query, by_city, cases in (
        ("The default, independent records", Query(**usual), False, independent()),
        ("wilson, independent records", Query(**usual, interval="wilson"), False, independent()),
        ("The default with cluster=, pay of the region", Query(**usual), True, clustered()),
    ):
        print(f"\n{title}\n{header}")
        for case in cases:
            faults += measure(case, query, rounds, by_city=by_city)
    few = max(rounds // 10, 20)
    print(f"\nA bootstrap of the records, and of the cities, {few} rounds\n{header}")
    drawn = Query(**usual, interval="bootstrap", seed=1, resamples=300)
    for case in (Case("lognormal", lognormal, normal_truth(SIGMA), np.ones(n)) for n in (6, 15, 36, 100)):
        measure(case, drawn, few)
    for case in clustered():
        measure(case, drawn, few, by_city=True)
    print("\nCities of one region whose records are taken for independent")
    for case in clustered():
        measure(case, Query(**usual), rounds // 4)
    print(
        "\nBias and root mean square error of each definition, lognormal, and how far P75 / P25 is drawn together (logarithms)"
    )
    for size in (4, 6, 12, 36):
        errors(Case("lognormal", lognormal, normal_truth(SIGMA), np.ones(size)), rounds)
    if faults:
        raise SystemExit("\n".join(["\nThese cover less than they state:", *faults]))
    print("\nEvery interval of the first three tables covers what it states.")


if __name__ == "__main__":
    main()
