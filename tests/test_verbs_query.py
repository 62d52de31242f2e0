from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from cases import for_each
from four_records import TABLE, column

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable

USD = sk.load_salaries().convert("USD", on="2024")


def weights(**settings: Any) -> dict[int, float]:
    """Return the weight of each record that counts, by its amount."""
    found = TABLE.query(**settings)
    return dict(zip(map(int, column(found, "amount")), column(found, "weight"), strict=True))


def test_without_a_question_relevance_counts() -> None:
    """The given relevance always counts; a record without one counts as 1, and is counted; a weight of 0 is a veto."""
    found = TABLE.query()

    assert weights() == {10: 1.0, 30: 1.0, 20: 0.5}
    assert (found.n, found.missing, found.base) == (3, {"relevance": 1}, "EUR")
    assert found.mean == (10 + 30 + 0.5 * 20) / 2.5
    assert found.n_eff == pytest.approx(2.5**2 / 2.25, rel=1e-15)
    assert found.top_share == 0.4


def test_the_median_of_equal_weights_is_the_plain_one() -> None:
    """With equal weights the quantiles are numpy's."""
    found = USD.query(quantiles=(0.0, 0.1, 0.5, 1.0))
    values = USD.to_arrow().column("value").to_numpy()

    assert list(found.quantiles) == [0.0, 0.1, 0.5, 1.0]
    assert list(found.quantiles.values()) == pytest.approx(
        np.quantile(values, [0.0, 0.1, 0.5, 1.0]), rel=1e-12
    )
    assert (found.n, found.n_eff) == pytest.approx((15, 15.0))


def test_roles_are_compared_by_their_words() -> None:
    """The role's signal is how alike two titles are, in any order of words and case; a missing title counts as 1."""
    found = TABLE.query(role="chief product officer", exponents={"relevance": 0})
    signal = dict(zip(map(int, column(found, "amount")), column(found, "signal_role"), strict=True))

    assert (signal[10], signal[30], signal[40]) == (1.0, None, 1.0)
    assert 0.3 < signal[20] < 0.8
    assert found.missing == {"relevance": 1, "role": 1}


def test_a_similarity_may_be_given() -> None:
    """A similarity of one's own stands for a role of the table; the others keep the computed one."""
    own = weights(
        role="Chief Product Officer", role_similarity={"Product Manager": 0.25}, exponents={"relevance": 0}
    )

    assert own == {10: 1.0, 30: 1.0, 40: 1.0, 20: 0.25}


def test_near_records_count_more() -> None:
    """The place's signal falls with the distance: one half at the scale; a place that is not known is not near."""
    far = 877.5  # kilometres from Berlin to Paris, to the nearest few
    found = weights(near="Berlin", scale_km=far, exponents={"relevance": 0})

    assert found[20] == pytest.approx(0.5, abs=0.005)
    assert (found[10], set(found)) == (1.0, {10, 20})
    assert weights(near="Berlin", scale_km=10, offset_km=900, exponents={"relevance": 0})[20] == 1.0
    assert 20 not in weights(near="Berlin", scale_km=100, shape="linear", exponents={"relevance": 0})


def test_a_place_may_be_coordinates() -> None:
    """Latitude and longitude are a place, as a tuple or as JSON has them."""
    for near in ((52.52437, 13.41053), [52.52437, 13.41053]):
        assert weights(near=near, scale_km=500) == weights(near="Berlin", scale_km=500)


def test_an_answer_of_records_that_all_fit_badly_says_so() -> None:
    """Weights are relative: where no role or no place is near the one asked for, the answer warns, unless that does not count."""
    usd = sk.load_salaries().convert("USD", on="2024")
    unfit = "No record fits the {} well: the highest signal is {}."

    assert unfit.format("role", "0.22") in usd.query(role="Nobody").warnings
    assert unfit.format("place", "0.0044") in usd.query(near="Prague", scale_km=100).warnings
    for fitting in (
        usd.query(role="Nobody", exponents={"role": 0}),
        usd.query(role="Product Officer", near="Prague", scale_km=500),
        usd.query(near="Cape Town"),
    ):
        assert not any("fits the" in warning and "well" in warning for warning in fitting.warnings)


def test_old_records_count_less() -> None:
    """The signal of time halves with each half-life before the day asked; later records count in full."""
    found = weights(as_of="2024-06-30", half_life_months=12, exponents={"relevance": 0})

    assert found[20] == pytest.approx(0.5, abs=0.002)  # 366 days of 2024, and a year has 365.2425
    assert (found[10], found[30], found[40]) == (1.0, 1.0, 1.0)


def test_an_exponent_says_how_strongly_a_signal_counts() -> None:
    """A weight is the product of the signals, each to its exponent; 0 switches a signal off, its veto too."""
    assert weights(exponents={"relevance": 2}) == {10: 1.0, 30: 1.0, 20: 0.25}
    assert weights(exponents={"relevance": 0}) == {10: 1.0, 20: 1.0, 30: 1.0, 40: 1.0}
    assert weights(exponents={"relevance": 0.5})[20] == pytest.approx(0.5**0.5, abs=1e-12)


def test_light_records_may_be_dropped() -> None:
    """A record below the smallest weight does not count; one at it does."""
    assert weights(min_weight=0.5) == {10: 1.0, 30: 1.0, 20: 0.5}
    assert weights(min_weight=0.51) == {10: 1.0, 30: 1.0}


def test_the_heaviest_record_comes_first() -> None:
    """The records behind an answer stand by weight, and each weight is the product of the signals beside it."""
    found = USD.query(role="Chief Product Officer", near="Berlin", scale_km=800)
    product = np.array(column(found, "signal_role")) * np.array(column(found, "signal_place"))

    assert column(found, "weight") == sorted(column(found, "weight"), reverse=True)
    assert column(found, "weight") == pytest.approx(product, abs=1e-12)
    assert (found[0]["city"], column(found, "signal_relevance")[0]) == ("Berlin", None)


def test_the_order_of_settings_does_not_matter() -> None:
    """An object, a mapping and keywords in any order ask the same question; keywords override."""
    settings: dict[str, Any] = {
        "near": "Berlin",
        "scale_km": 800,
        "exponents": {"place": 2.0, "relevance": 1.0},
        "min_weight": 0.1,
    }
    backwards = dict(reversed(settings.items()))
    asked = [
        USD.query(**settings),
        USD.query(**backwards),
        USD.query(settings),
        USD.query(sk.Query(**settings)),
    ]
    asked += [
        USD.query(
            sk.Query(near="Berlin", scale_km=5), scale_km=800, exponents=settings["exponents"], min_weight=0.1
        )
    ]

    assert all(found == asked[0] for found in asked)
    assert len({found.to_json() for found in asked}) == 1


@for_each(
    ("settings", "message"),
    [
        ({"rol": "x"}, r"^'rol' is not a setting of a query\. Did you mean 'role'\? Settings: role, "),
        ({"scale_km": 5}, r"^scale_km has no effect without near\.$"),
        ({"offset_km": 5}, r"^offset_km has no effect without near\.$"),
        ({"shape": "exp"}, r"^shape has no effect without near\.$"),
        ({"half_life_months": 5}, r"^half_life_months has no effect without as_of\.$"),
        ({"role_similarity": {"x": 0.5}}, r"^role_similarity has no effect without role\.$"),
        ({"exponents": {"place": 2}}, "place"),
        ({"exponents": {"role": 2}}, "role"),
        ({"exponents": {"recency": 0}}, "recency"),
        (
            {"exponents": {"plaice": 2}},
            r"^exponents: 'plaice' is not one of relevance, role, place, recency, sample_size, statistic\.$",
        ),
        ({"exponents": {"relevance": -1}}, "^exponents: "),
        ({"exponents": {"relevance": float("inf")}}, "^exponents: "),
        ({"near": "Berlin", "scale_km": 0}, "^scale_km: "),
        ({"near": "Berlin", "scale_km": float("nan")}, "^scale_km: "),
        ({"near": "Berlin", "offset_km": -1}, "^offset_km: "),
        ({"near": "Berlin", "shape": "bell"}, "^shape: .*'gauss', 'exp' or 'linear'"),
        ({"near": "Berlin, JP"}, r"^No city 'Berlin, JP' in the gazetteer\. There is Berlin, DE\.$"),
        ({"near": ""}, "^No city ''"),
        ({"near": (91, 0)}, r"^near=\(91\.0, 0\.0\): give latitude and longitude in degrees"),
        ({"near": (0, float("nan"))}, "^near="),
        ({"near": (1, 2, 3)}, "^near: "),
        ({"as_of": "2024-13"}, r"^as_of: '2024-13' is not a day of the calendar\.$"),
        ({"as_of": "2024", "half_life_months": 0}, "^half_life_months: "),
        ({"min_weight": 1.5}, "^min_weight: "),
        ({"quantiles": (0.5, 1.5)}, "^quantiles: "),
        ({"role": "x", "role_similarity": {"x": 2}}, "^role_similarity: "),
        ({"role": 5}, "^role: "),
    ],
)
def test_a_wrong_setting_is_refused(settings: dict[str, Any], message: str) -> None:
    """A setting that is unknown, out of range or without effect is refused, as keywords and as a mapping."""
    questions: list[Callable[[], object]] = [lambda: USD.query(**settings), lambda: USD.query(settings)]
    for ask in questions:
        with pytest.raises(sk.InvalidQuery, match=message) as caught:
            ask()

        assert "\n" not in str(caught.value)


def test_a_wrong_setting_is_told_with_its_value() -> None:
    """The innermost fault of a setting is told, with the value that was given."""
    for settings, told in (
        ({"near": "Paris", "scale_km": -5}, "scale_km: it should be greater than 0, not -5."),
        ({"near": "Paris", "shape": "flat"}, "shape: it should be 'gauss', 'exp' or 'linear', not 'flat'."),
        ({"statistic": {"median": -1}}, "statistic: it should be greater than or equal to 0, not -1."),
        ({"min_weight": "much"}, "min_weight: it should be a valid number, not 'much'."),
        ({"role": " "}, "role: give a title or a code; it is empty."),
    ):
        with pytest.raises(sk.InvalidQuery) as caught:
            USD.query(**settings)
        assert str(caught.value) == told


def test_the_line_below_an_answer_has_no_holes() -> None:
    """Without records there is no answer; without quantiles the mean stands alone."""
    none = USD.query(role="Chief Product Officer", near="Honolulu", scale_km=1)
    assert none.caption.startswith("No answer; n 0, n_eff 0.00. No record has any weight")
    assert USD.query(quantiles=()).caption.startswith("mean USD 219,702; n 15, n_eff 15.00")
