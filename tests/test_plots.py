from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from matplotlib.figure import Figure
from pictures import picture, texts

import salarykit as sk
from salarykit.plots import plot_intervals, plot_market, plot_matches, plot_parts, plot_ranking

if TYPE_CHECKING:
    from collections.abc import Callable

USD = sk.load_salaries().convert("USD", on="2024")
LOOK = """
import sys
import salarykit as sk
from salarykit.plots import plot_ranking
plot_ranking(sk.load_salaries().convert("USD", on="2024").rank()).figure.savefig(sys.stdout.buffer, format="svg")
assert "matplotlib.pyplot" not in sys.modules
"""


def test_a_ranking_is_a_bar_for_each_figure() -> None:
    """Each bar is as long as its figure, the first on top, with the city beside it and the amount at its end."""
    ranking = USD.rank()
    axes: Any = plot_ranking(ranking)

    assert [bar.get_width() for bar in axes.patches] == [row["value"] for row in ranking]
    assert texts(axes.get_yticklabels()) == [row["city"] for row in ranking]
    assert texts(axes.texts)[:2] == ["450,000", "426,000"]
    assert axes.yaxis_inverted()


def test_a_picture_says_what_it_shows() -> None:
    """The axis names the currency by its ISO code; the title says base, rates and days."""
    axes = plot_ranking(USD.rank())

    assert axes.get_xlabel() == "USD a year"
    assert axes.get_title(loc="left") == "15 ranked by USD a year (rates: ECB, 2024)."


def test_an_answer_is_a_bar_for_each_weight() -> None:
    """Each bar is the weight of a record behind the answer; the title says how many count in effect."""
    found = USD.query(near="Berlin", scale_km=800)
    axes: Any = plot_matches(found)

    assert [bar.get_width() for bar in axes.patches] == [row["weight"] for row in found]
    assert texts(axes.get_yticklabels())[0] == "Berlin"
    assert texts(axes.texts)[0] == "1.000"
    assert (axes.get_xlabel(), axes.get_title(loc="left")) == (
        "weight",
        f"n_eff {found.n_eff:.1f} of {found.n}",
    )


@pytest.mark.parametrize(
    ("draw", "result"), [(plot_ranking, USD.rank()), (plot_matches, USD.query(near="Berlin"))]
)
def test_a_picture_may_go_where_one_wants(draw: Callable[..., Any], result: Any) -> None:
    """Given axes are drawn on and returned; without them the picture has a figure of its own."""
    mine = Figure().subplots()
    other = draw(result)

    assert draw(result, axes=mine) is mine
    assert other.figure is not mine.figure
    assert picture(other).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "draw", [lambda table: plot_ranking(table.rank()), lambda table: plot_matches(table.query())]
)
@pytest.mark.parametrize(
    "cities",
    [[], ["A"], [None], ["$5 & $6"], ["$x^$", "a_b", r"\alpha", "%"], ["São Paulo", "Zürich"]],
    ids=str,
)
def test_every_name_is_drawn_as_it_stands(draw: Callable[..., Any], cities: list[str | None]) -> None:
    """No rows, one row, a missing name and names with signs that mean something to matplotlib are drawn as texts."""
    rows = [{"city": city, "amount": 1, "currency": "USD"} for city in cities]
    table = sk.read_salaries(rows) if rows else USD.head(0)
    axes = draw(table)

    assert picture(axes).startswith(b"\x89PNG")
    assert texts(axes.get_yticklabels()) == [city or "" for city in cities]
    assert not any(label.get_parse_math() and "$" in label.get_text() for label in axes.get_yticklabels())


def test_a_long_name_is_cut() -> None:
    """A name that would take minutes to set is cut, in rows and titles alike."""
    rows = [{"city": name * 20_000, "amount": 50_000, "currency": "USD"} for name in "xy"]
    table = sk.read_salaries(rows).convert("USD", on="2024")
    for axes in (plot_ranking(table.rank()), plot_matches(table.query())):
        assert texts(axes.get_yticklabels()) == ["x" * 79 + "…", "y" * 79 + "…"]
    compared = plot_parts(table.compare("x" * 20_000, "y" * 20_000, since="2023"))
    assert len(compared.get_title(loc="left")) < 200
    assert picture(compared).startswith(b"\x89PNG")


def test_what_is_no_result_is_not_drawn() -> None:
    """A table is not drawn as a ranking, nor one result as another; the message names the verb."""
    draws: dict[str, Any] = {
        "SalaryTable.rank": plot_ranking,
        "Ranking, which SalaryTable.rank": plot_intervals,
        "SalaryTable.query": plot_matches,
        "SalaryTable.compare": plot_parts,
        "market_price": plot_market,
    }
    for verb, draw in draws.items():
        with pytest.raises(
            sk.InvalidQuery, match=rf"^A SalaryTable cannot be drawn like this\. .*{verb} returns"
        ):
            draw(USD)


def test_large_amounts_have_their_thousands_apart() -> None:
    """The axis of a ranking writes 100,000 as the bars do."""
    axes = plot_ranking(USD.rank())
    picture(axes)

    assert "100,000" in texts(axes.get_xticklabels())


def test_a_row_without_a_city_goes_by_its_role() -> None:
    """Where there is no city the role names the bar."""
    axes = plot_ranking(sk.read_salaries([{"role": "CPO", "amount": 1, "currency": "USD"}]).rank())

    assert texts(axes.get_yticklabels()) == ["CPO"]


@pytest.mark.process
def test_drawing_opens_no_window() -> None:
    """A picture needs no screen: pyplot, which would open one, is not loaded."""
    command = [sys.executable, "-W", "error", "-c", LOOK]
    run = subprocess.run(command, capture_output=True, check=False, timeout=300)  # noqa: S603 - our own Python

    assert (run.returncode, run.stderr) == (0, b"")
    assert b"<svg" in run.stdout


def test_without_matplotlib_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where matplotlib is not installed, the error names the command that installs it."""
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)

    with pytest.raises(ImportError, match=r'pip install "salarykit\[plots\]"'):
        plot_ranking(USD.rank())
