"""Pictures of results, by matplotlib: `pip install "salarykit[plots]"`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from salarykit.salaries.comparison.comparison import Comparison
    from salarykit.salaries.market import MarketPrice
    from salarykit.salaries.querying.answer import QueryResult
    from salarykit.salaries.ranking.ranking import Ranking

__all__ = ["plot_intervals", "plot_market", "plot_matches", "plot_parts", "plot_ranking"]

_BLUE, _RED, _GREY = "#4477aa", "#cc6677", "#999999"
_LONGEST = 80  # characters of a name; matplotlib takes minutes for the width of a long one


def _check(result: object, kind: str, verb: str) -> None:
    """Refuse to draw anything but a result of the class that a function draws."""
    if not any(each.__name__ == kind for each in type(result).__mro__):
        from salarykit.errors import InvalidQuery

        raise InvalidQuery(
            f"A {type(result).__name__} cannot be drawn like this. Give a {kind}, which {verb} returns.",
            value=result,
        )


def _axes(axes: Axes | None, rows: int) -> Axes:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError('Pictures need matplotlib: pip install "salarykit[plots]"') from error
    return (
        axes if axes is not None else Figure(figsize=(8, 0.8 + 0.32 * rows), layout="constrained").subplots()
    )


def plot_ranking(ranking: Ranking, *, axes: Axes | None = None) -> Axes:
    """Draw a bar with its amount for each figure, the first on top; the axis has the currency.

    Args:
        ranking: what `SalaryTable.rank` returned.
        axes: where to draw; a new figure (`axes.figure`) if None.

    Examples:
        >>> import salarykit as sk
        >>> axes = plot_ranking(sk.load_salaries().convert("USD", on="2024").rank())
        >>> axes.get_xlabel()
        'USD a year'
    """
    _check(ranking, "Ranking", "SalaryTable.rank")
    return _bars(ranking.to_arrow(), "value", f"{ranking.base} a year", "{:,.0f}", ranking.caption, axes)


def plot_matches(result: QueryResult, *, axes: Axes | None = None) -> Axes:
    """Draw a bar for the weight of each record behind an answer, the heaviest on top.

    Args:
        result: what `SalaryTable.query` returned.
        axes: where to draw; a new figure if None.

    Examples:
        >>> import salarykit as sk
        >>> axes = plot_matches(sk.load_salaries().convert("USD", on="2024").query(near="Berlin"))
        >>> axes.get_xlabel()
        'weight'
    """
    _check(result, "QueryResult", "SalaryTable.query")
    return _bars(
        result.to_arrow(), "weight", "weight", "{:.3f}", f"n_eff {result.n_eff:.1f} of {result.n}", axes
    )


def plot_intervals(ranking: Ranking, *, axes: Axes | None = None) -> Axes:
    """Draw each rank with its interval, the first on top: from sampling, or else from the rates of other days.

    Args:
        ranking: what `SalaryTable.rank` returned, with intervals.
        axes: where to draw; a new figure if None.

    Raises:
        InvalidQuery: for a ranking without intervals.

    Examples:
        >>> import salarykit as sk
        >>> usd = sk.load_salaries().convert("USD", on="2024")
        >>> plot_intervals(usd.rank(fx_dates=["2012", "2024"])).get_xlabel()
        "rank, with its range at other days' rates"
    """
    _check(ranking, "Ranking", "SalaryTable.rank")
    from salarykit.errors import InvalidQuery

    kind = next((prefix for prefix in ("rank", "fx_rank") if f"{prefix}_low" in ranking.columns), None)
    if kind is None:
        raise InvalidQuery(f"There are no intervals to draw. {ranking.uncertainty_note}", value=None)
    rank, low, high = (
        ranking.to_arrow().column(name).to_pylist() for name in ("rank", f"{kind}_low", f"{kind}_high")
    )
    drawn = _axes(axes, len(rank))
    places = range(len(rank))
    drawn.hlines(places, low, high, color=_BLUE, linewidth=4, alpha=0.45)
    drawn.plot(rank, places, "o", color=_BLUE)
    label = "rank, with its interval" if kind == "rank" else "rank, with its range at other days' rates"
    _finish(drawn, [row["city"] or row["role"] or "" for row in ranking], label, ranking.caption)
    drawn.set_xlim(0.5, max(high, default=1) + 0.5)
    drawn.locator_params(axis="x", integer=True)
    return drawn


def plot_parts(comparison: Comparison, *, axes: Axes | None = None) -> Axes:
    """Draw the parts of a gap, each from the end of the one before it, and then the gap.

    Args:
        comparison: what `SalaryTable.compare` returned, with parts.
        axes: where to draw; a new figure if None.

    Examples:
        >>> import salarykit as sk
        >>> usd = sk.load_salaries().convert("USD", on="2024")
        >>> plot_parts(usd.compare("Toronto", "Paris", price_levels="latest")).get_xlabel()
        'USD a year'
    """
    _check(comparison, "Comparison", "SalaryTable.compare")
    names = [f"{part.name} of {part.of}" if part.of else part.name for part in comparison.parts]
    names = [name.replace("gap then", f"gap at the rates of {comparison.since}") for name in names]
    amounts = [part.amount for part in comparison.parts]
    starts = [sum(amounts[:at]) for at in range(len(amounts))]
    drawn = _axes(axes, len(names) + 2)
    widths, lefts = [*amounts, comparison.gap], [*starts, 0.0]
    colors = [*(_BLUE if amount >= 0 else _RED for amount in amounts), _GREY]
    bars = drawn.barh(range(len(widths)), widths, left=lefts, color=colors)
    drawn.bar_label(bars, [f"{width:+,.0f}" for width in widths], padding=4, fontsize="small")
    drawn.axvline(0, color="black", linewidth=0.8)
    title = f"{_short(comparison.a)} less {_short(comparison.b)}"
    _finish(drawn, [*names, "gap"], f"{comparison.base} a year", title)
    drawn.use_sticky_edges = False  # a label beside a bar needs room on either side
    drawn.xaxis.set_major_formatter("{x:,.0f}")
    drawn.locator_params(axis="x", nbins=6)
    return drawn


def plot_market(price: MarketPrice, *, axes: Axes | None = None) -> Axes:
    """Draw the aged and adjusted median of each survey with its quartiles, and the composite as a line.

    Args:
        price: what `market_price` returned.
        axes: where to draw; a new figure if None.

    Examples:
        >>> from salarykit.salaries import market_price
        >>> plot_market(market_price([{"survey": "A", "currency": "USD", "p50": 100}])).get_xlabel()
        'USD a year'
    """
    _check(price, "MarketPrice", "market_price")
    drawn = _axes(axes, len(price.sources) + 2)
    for at, source in enumerate(price.sources):
        color = _RED if source["divergent"] else _BLUE
        if source["p25"] is not None and source["p75"] is not None:
            ends = source["p25"] * source["factor"], source["p75"] * source["factor"]
            drawn.hlines(at, *ends, color=color, linewidth=4, alpha=0.45)
        drawn.plot(source["adjusted_p50"], at, "o", color=color)
    drawn.axvline(price.p50, color="black", linewidth=0.8)
    if price.p25 is not None and price.p75 is not None:
        drawn.axvspan(price.p25, price.p75, color=_GREY, alpha=0.15)
    names = [
        f"{_short(source['survey'])} ({share:.0%})"
        for source, share in zip(price.sources, price.shares, strict=True)
    ]
    _finish(drawn, names, f"{price.currency} a year", price.explain().splitlines()[0])
    drawn.xaxis.set_major_formatter("{x:,.0f}")
    return drawn


def _finish(drawn: Any, names: list[str], label: str, title: str) -> None:
    """Label the rows, with the first on top, the axis and the picture."""
    drawn.set_yticks(range(len(names)), [_short(name) for name in names])
    drawn.set_ylim(-0.6, max(len(names), 1) - 0.4)
    for text in drawn.get_yticklabels():
        text.set_parse_math(False)  # matplotlib would take dollar signs for mathematics
    drawn.invert_yaxis()
    drawn.set_xlabel(label).set_parse_math(False)
    drawn.set_title(title, loc="left", fontsize="small", wrap=True).set_parse_math(False)
    drawn.spines[["top", "right"]].set_visible(False)
    drawn.margins(x=0.15)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _bars(table: Any, column: str, label: str, form: str, title: str, axes: Axes | None) -> Axes:
    figures = table.column(column).to_pylist()
    names = [
        city or role or ""
        for city, role in zip(*(table.column(c).to_pylist() for c in ("city", "role")), strict=True)
    ]
    drawn = _axes(axes, len(names))
    bars = drawn.barh(range(len(names)), figures, color=_BLUE)
    drawn.bar_label(bars, [form.format(figure) for figure in figures], padding=3, fontsize="small")
    _finish(drawn, names, label, title)
    if column == "value":
        drawn.xaxis.set_major_formatter("{x:,.0f}")
    return drawn
