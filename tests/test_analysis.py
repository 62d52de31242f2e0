from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from cases import for_each
from scipy.stats import rankdata

from salarykit.analysis.quantiles import weighted_quantiles
from salarykit.analysis.ranks import ranks
from salarykit.analysis.statistics import weighted_mean
from salarykit.analysis.weights import combine, decayed, distance_km, effective_size, saturated, top_share
from salarykit.errors import InvalidQuery

NAN = float("nan")
QUARTER = 6371.0088 * math.pi / 2  # kilometres from a pole to the equator


@pytest.mark.parametrize("shape", ["gauss", "exp", "linear"])
def test_a_signal_falls_from_one(shape: Any) -> None:
    """A signal is 1 up to the offset, the decay at offset and scale, never rises, and never leaves 0 to 1."""
    left = decayed(np.linspace(0, 100, 1001), scale=20, offset=10, decay=0.3, shape=shape)

    assert (left[:101] == 1.0).all()
    assert left[300] == pytest.approx(0.3, rel=1e-12)
    assert (np.diff(left) <= 0).all()
    assert left.min() >= 0.0


def test_a_distance_that_is_not_known_leaves_none() -> None:
    """NaN stays NaN in every shape; an infinite distance leaves nothing."""
    for shape in ("gauss", "exp", "linear"):
        left = decayed([NAN, math.inf, 0], scale=1, shape=shape)

        np.testing.assert_array_equal(left, [NAN, 0.0, 1.0])


@for_each(
    "settings",
    [
        {"scale": 0},
        {"scale": -1},
        {"scale": math.inf},
        {"scale": NAN},
        {"scale": 1, "offset": -1},
        {"scale": 1, "offset": NAN},
        {"scale": 1, "decay": 0},
        {"scale": 1, "decay": 1},
        {"scale": 1, "shape": "bell"},
    ],
)
def test_a_decay_outside_its_range_is_refused(settings: dict[str, Any]) -> None:
    """A scale, offset, decay or shape that means nothing is refused, with what was given."""
    with pytest.raises(InvalidQuery, match="scale must be positive"):
        decayed([1.0], **settings)


@for_each(
    ("here", "there", "km"),
    [
        ((0, 0), (0, 0), 0.0),
        ((90, 0), (0, 77), QUARTER),
        ((0, 0), (0, 90), QUARTER),
        ((0, 0), (0, 180), 2 * QUARTER),
        ((90, 10), (-90, -170), 2 * QUARTER),
        ((0, 179.5), (0, -179.5), QUARTER / 90),
        ((45, 0), (46, 0), QUARTER / 90),
    ],
)
def test_great_circles(here: tuple[float, float], there: tuple[float, float], km: float) -> None:
    """The distance is along the great circle, over a pole or the date line too, and the same both ways."""
    assert float(distance_km(*here, *there)) == pytest.approx(km, rel=1e-9, abs=1e-9)
    assert float(distance_km(*there, *here)) == pytest.approx(km, rel=1e-9, abs=1e-9)


def test_distances_of_a_column() -> None:
    """A column of places has a column of distances, NaN where a place is not known."""
    km = distance_km([0.0, NAN], [90.0, NAN], 0.0, 0.0)

    assert km[0] == pytest.approx(QUARTER)
    assert np.isnan(km[1])


def test_weights_are_products() -> None:
    """Signals multiply, each to its exponent; the order of signals does not matter."""
    signals = [([0.8, 0.5], 2.0), ([0.5, 1.0], 1.0), ([0.3, 0.3], 0.0)]

    assert combine(signals, 2).tolist() == [0.32, 0.25]
    assert combine(signals[::-1], 2).tolist() == [0.32, 0.25]


def test_a_zero_vetoes_unless_switched_off() -> None:
    """A signal of 0 makes the weight 0; with an exponent of 0 it does not count."""
    assert combine([([0.0], 1.0), ([1.0], 1.0)], 1).tolist() == [0.0]
    assert combine([([0.0], 0.0)], 1).tolist() == [1.0]


def test_without_signals_all_weigh_one() -> None:
    """No signal leaves every weight at 1."""
    assert combine([], 3).tolist() == [1.0, 1.0, 1.0]


def test_weights_are_free_of_noise() -> None:
    """A product of decimals is the decimal, to twelve digits."""
    assert combine([([0.1], 1.0), ([3 * 0.1], 1.0)], 1).tolist() == [0.03]


def test_other_combinations() -> None:
    """The smallest signal or their mean may make the weight; an exponent of 0 switches a signal off in each."""
    signals = [([0.8, 0.5], 2.0), ([0.5, 1.0], 1.0), ([0.0, 0.0], 0.0)]

    assert combine(signals, 2, how="min").tolist() == [0.5, 0.25]
    assert combine(signals, 2, how="mean").tolist() == [0.7, 0.666666666667]
    assert combine([([0.0], 0.0)], 1, how="mean").tolist() == [1.0]
    assert combine([], 1, how="min").tolist() == [1.0]
    with pytest.raises(InvalidQuery, match=r"^combine='means': choose one of .* Did you mean 'mean'\?$"):
        combine(signals, 2, how="means")  # type: ignore[arg-type]


@for_each("pivot", [0, -1, math.inf, NAN])
def test_a_pivot_outside_its_range_is_refused(pivot: float) -> None:
    """A saturation needs a positive, finite pivot; an unknown size stays unknown."""
    with pytest.raises(InvalidQuery, match="it must be positive"):
        saturated([1], pivot=pivot)

    assert np.isnan(saturated([NAN], pivot=1)).all()


def test_the_size_and_share_of_weights() -> None:
    """Equal weights have the full size; one weight alone has size 1 and all of the share; none have none."""
    assert [effective_size(weights) for weights in ([2, 2, 2], [5, 0, 0], [0, 0], [])] == [3.0, 1.0, 0.0, 0.0]
    assert [top_share(weights) for weights in ([1, 3], [5, 0])] == [0.75, 1.0]
    assert math.isnan(top_share([0, 0]))


def test_nothing_has_no_statistics() -> None:
    """Without a value of any weight the quantiles and the mean are NaN."""
    for values, weights in (([], []), ([1.0, 2.0], [0.0, 0.0])):
        assert np.isnan(weighted_quantiles(values, weights, [0.0, 0.5])).tolist() == [True, True]
        assert math.isnan(weighted_mean(values, weights))


def test_one_value_is_every_quantile() -> None:
    """A single value is its own quantile at every probability, and its own mean."""
    assert weighted_quantiles([7], [0.2], [0, 0.3, 1]).tolist() == [7.0, 7.0, 7.0]
    assert weighted_mean([7], [0.2]) == pytest.approx(7)


def test_one_probability_is_a_column_of_one() -> None:
    """A single probability gives one quantile; none give none."""
    assert weighted_quantiles([1, 2], [1, 1], 0.5).tolist() == [1.5]
    assert weighted_quantiles([1, 2], [1, 1], []).tolist() == []


def test_a_value_without_weight_has_no_influence() -> None:
    """Even an infinite or an unknown value does not matter without weight."""
    assert weighted_quantiles([1, math.inf, 3], [1, 0, 1], [0.5]).tolist() == [2.0]
    assert weighted_mean([1, NAN, 3], [1, 0, 1]) == 2.0


@for_each("ties", ["min", "max", "average", "dense", "ordinal"])
@for_each("values", [[], [5], [3, 1, 2], [2, 2, 2], [10, 20, 20, 30, 10, 5], [0.1, -0.1, 0.0, -0.0]])
def test_ranks_are_scipy_s(values: list[float], ties: Any) -> None:
    """Ranks are those of `scipy.stats.rankdata`, of the values or of their negatives."""
    figures = np.array(values, float)

    assert ranks(values, ties=ties, descending=False).tolist() == rankdata(figures, method=ties).tolist()
    assert ranks(values, ties=ties).tolist() == rankdata(-figures, method=ties).tolist()


@for_each("ties", ["min", "max", "average", "dense", "ordinal"])
@for_each("step", [1.0, 0.5, 1e9])
def test_ranks_of_many_are_scipy_s(step: float, ties: Any) -> None:
    """Whole numbers that are near each other are counted; halves and figures far apart are sorted; the ranks are scipy's."""
    figures = np.random.default_rng(1).integers(-900, 900, 2000) * step

    assert ranks(figures, ties=ties, descending=False).tolist() == rankdata(figures, method=ties).tolist()
    assert ranks(figures, ties=ties).tolist() == rankdata(-figures, method=ties).tolist()


def test_infinite_figures_among_many_have_ranks() -> None:
    """The first and the last rank may be those of infinite figures."""
    figures = [math.inf, *map(float, range(2000)), -math.inf]

    assert ranks(figures).tolist() == [1.0, *map(float, range(2001, 1, -1)), 2002.0]


def test_an_unknown_way_to_treat_ties_is_refused() -> None:
    """A word that is no method is refused, with the nearest one."""
    with pytest.raises(
        InvalidQuery, match=r"^ties='averge': choose one of .* Did you mean 'average'\?$"
    ) as caught:
        ranks([1], ties="averge")  # type: ignore[arg-type]

    assert caught.value.value == "averge"
