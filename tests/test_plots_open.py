from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from matplotlib.figure import Figure
from pictures import picture, texts

import salarykit as sk
from salarykit.plots import plot_intervals, plot_market, plot_parts
from salarykit.salaries import market_price

USD = sk.load_salaries().convert("USD", on="2024")
SURVEYS = [
    {"survey": "$A$", "currency": "USD", "p25": 80, "p50": 100, "p75": 120},
    {"survey": "B", "currency": "USD", "p50": 104},
    {"survey": "C", "currency": "USD", "p50": 160},
]


def test_intervals_are_lines_through_points() -> None:
    """Each rank is a point on a line from its best to its worst; the axis says what the line is."""
    ranking = USD.rank(fx_dates=["2012", "2024"])
    axes: Any = plot_intervals(ranking)
    lines = [[point[0] for point in line] for line in axes.collections[0].get_segments()]

    assert texts(axes.get_yticklabels()) == [row["city"] for row in ranking]
    assert lines == [[row["fx_rank_low"], row["fx_rank_high"]] for row in ranking]
    assert axes.get_xlabel() == "rank, with its range at other days' rates"
    assert picture(axes) == picture(plot_intervals(ranking))


def test_intervals_of_sampling_come_first() -> None:
    """Where sampling leaves ranks open, those are drawn; without intervals there is nothing to draw."""
    rows = [
        {"city": c, "amount": a, "currency": "USD", "sample_size": 9, "p25": a * 0.8, "p75": a * 1.2}
        for c, a in (("A", 100), ("B", 90))
    ]

    assert plot_intervals(sk.read_salaries(rows).rank()).get_xlabel() == "rank, with its interval"
    with pytest.raises(sk.InvalidQuery, match=r"^There are no intervals to draw\. No rank intervals"):
        plot_intervals(USD.rank())


def test_parts_stand_one_on_the_other() -> None:
    """Each part begins where the one before it ends; the last bar is the gap."""
    pair = USD.compare("Toronto", "Paris", since="2012", price_levels="latest")
    axes: Any = plot_parts(pair)
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.patches]

    assert [width for _, width in bars] == [*(part.amount for part in pair.parts), pair.gap]
    for (start, width), (following, _) in pairwise(bars[:-1]):
        assert start + width == pytest.approx(following)
    assert texts(axes.get_yticklabels()) == [
        "real pay",
        "price level",
        "exchange rate of Toronto",
        "exchange rate of Paris",
        "gap",
    ]
    assert axes.get_title(loc="left") == "Toronto less Paris"


def test_surveys_are_points_beside_the_price() -> None:
    """Each survey's median is a point, with its quartiles where it has them; a dollar sign is a dollar sign."""
    price = market_price(SURVEYS)
    axes: Any = plot_market(price)

    assert [line.get_xdata()[0] for line in axes.lines] == [100, 104, 160, price.p50]
    assert len(axes.collections) == 1
    assert texts(axes.get_yticklabels()) == ["$A$ (34%)", "B (33%)", "C (33%)"]
    assert axes.get_xlabel() == "USD a year"
    assert picture(axes)


def test_axes_of_one_s_own() -> None:
    """A picture is drawn where it is told to be."""
    own: Any = Figure().subplots(3)

    assert plot_market(market_price(SURVEYS), axes=own[0]) is own[0]
    assert plot_parts(USD.compare("Toronto", "Paris", since="2020"), axes=own[1]) is own[1]
    assert plot_intervals(USD.rank(fx_dates=["2012"]), axes=own[2]) is own[2]
