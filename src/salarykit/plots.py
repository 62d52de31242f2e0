"""Pictures of results, by matplotlib: `pip install "salarykit[plots]"`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from salarykit.salaries.answer import QueryResult
    from salarykit.salaries.ranking import Ranking

__all__ = ["plot_matches", "plot_ranking"]


def _axes(axes: Axes | None, rows: int) -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError('Pictures need matplotlib: pip install "salarykit[plots]"') from error
    return (
        axes if axes is not None else Figure(figsize=(8, 0.8 + 0.32 * rows), layout="constrained").subplots()
    )


def plot_ranking(ranking: Ranking, *, axes: Axes | None = None) -> Axes:
    """Draw a bar for each figure, the first on top, each with its amount; the ISO code stands on the axis.

    Args:
        ranking: what `SalaryTable.rank` returned.
        axes: where to draw; a figure of its own if None (`axes.figure` is it).

    Examples:
        >>> import salarykit as sk
        >>> axes = plot_ranking(sk.load_salaries().convert("USD", on="2024").rank())
        >>> axes.get_xlabel()
        'USD a year'
    """
    return _bars(ranking.to_arrow(), "value", f"{ranking.base} a year", "{:,.0f}", ranking.caption, axes)


def plot_matches(result: QueryResult, *, axes: Axes | None = None) -> Axes:
    """Draw a bar for the weight of each record behind an answer, the heaviest on top.

    Args:
        result: what `SalaryTable.query` returned.
        axes: where to draw; a figure of its own if None.

    Examples:
        >>> import salarykit as sk
        >>> axes = plot_matches(sk.load_salaries().convert("USD", on="2024").query(near="Berlin"))
        >>> axes.get_xlabel()
        'weight'
    """
    return _bars(
        result.to_arrow(), "weight", "weight", "{:.3f}", f"n_eff {result.n_eff:.1f} of {result.n}", axes
    )


def _bars(table: Any, column: str, label: str, form: str, title: str, axes: Axes | None) -> Axes:
    figures = table.column(column).to_pylist()
    names = [
        city or role or ""
        for city, role in zip(*(table.column(c).to_pylist() for c in ("city", "role")), strict=True)
    ]
    drawn = _axes(axes, len(names))
    bars = drawn.barh(range(len(names)), figures, color="#4477aa")
    drawn.bar_label(bars, [form.format(figure) for figure in figures], padding=3, fontsize="small")
    drawn.set_yticks(range(len(names)), names)
    for text in drawn.get_yticklabels():
        text.set_parse_math(False)  # a dollar sign is a dollar sign
    drawn.invert_yaxis()
    drawn.set_xlabel(label)
    drawn.set_title(title, loc="left", fontsize="small")
    drawn.spines[["top", "right"]].set_visible(False)
    drawn.margins(x=0.12)
    return drawn  # type: ignore[no-any-return]
