"""How each part of a layout was decided: by the caller, by a well-known layout, or from the source, and by what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salarykit.reading.inference_log import told_of
from salarykit.reading.layout_parts import Decision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.reading.asked import Asked
    from salarykit.reading.clean import Understood
    from salarykit.reading.column_mapping import Plan

__all__ = ["how_of"]


def how_of(found: Understood, plan: Plan, asked: Asked) -> dict[str, Decision]:
    """Return how each part of what was understood was decided."""
    how = {**_of_columns(plan, asked), **_of_dialect(found, asked)}
    counts = found.account.reading().counts
    if "currency" not in how:
        how["currency"] = _inferred(_of_currency(plan, counts))
    if "period" not in how:
        how["period"] = _inferred(_of_period(found, plan, counts))
    return {**how, **_of_cells(found, asked, counts), **_of_layout(asked)}


def _of_layout(asked: Asked) -> dict[str, Decision]:
    """Return how a layout that is given was decided, but for what the caller says beside it."""
    layout = asked.layout
    if layout is None or not layout.is_decided:
        return {}
    said = {"decimals": asked.decimal != layout.decimal, "days": asked.day_first != layout.day_first}
    said |= {
        name: getattr(asked.dialect, name) != getattr(layout, name)
        for name in ("encoding", "delimiter", "header")
    }
    said |= {name: layout.defaults.get(name) != value for name, value in asked.defaults.items()}
    said |= dict.fromkeys(asked.columns, True)
    return {part: decision for part, decision in layout.how.items() if not said.get(part)}


def _of_columns(plan: Plan, asked: Asked) -> dict[str, Decision]:
    """Return how the fields' columns were decided, and what stands for those without one."""
    how: dict[str, Decision] = {}
    if plan.layout:
        given = asked.layout is not None and asked.layout.name == plan.layout
        how["layout"] = _given("layout") if given else _inferred("its columns are this layout's")
    amounts = plan.figures or plan.ends or ()
    if amounts:
        how["amount"] = _of_column("amount", amounts[0].column, plan, asked)
    for ours, theirs in plan.columns.items():
        how[ours] = _of_column(ours, theirs, plan, asked)
    for ours in plan.constants:
        how[ours] = Decision(by="known", evidence=f"the layout {plan.layout} says so")
    for ours in asked.defaults:
        how.setdefault(ours, _given("defaults"))
    return how


def _of_dialect(found: Understood, asked: Asked) -> dict[str, Decision]:
    """Return how a CSV is cut into cells."""
    how = {name: _given(name) for name in ("encoding", "header", "delimiter") if getattr(asked.dialect, name)}
    if found.raw.delimiter:
        how.setdefault("delimiter", _inferred("it cuts the most rows as it cuts the header"))
    return how


def _of_cells(found: Understood, asked: Asked, counts: Mapping[str, int]) -> dict[str, Decision]:
    """Return what the cells decided together."""
    decided = found.decided
    how: dict[str, Decision] = {}
    told = [text for each in decided.notations if (text := each.sentence())]
    if asked.decimal:
        contrary = sum(each.contrary for each in decided.notations)
        how["decimals"] = _given("decimal", contrary, "cell")
    elif told:
        how["decimals"] = _inferred(told[0][:1].lower() + " ".join(told)[1:].rstrip("."))
    if decided.day_first is not None:
        given = asked.day_first is not None
        refused = sum(field == "as_of" for field, _ in found.faults)
        how["days"] = (
            _given("day_first", refused, "day")
            if given
            else _inferred(
                "most days beyond the 12th stand there" if refused else "days beyond the 12th stand there"
            )
        )
    if decided.said:
        texts = told_of("text", counts["text"]).rstrip(".") if "text" in counts else "the headers say it"
        how["details"] = _inferred(texts)
    home = decided.majority.home
    if decided.majority.are_states is not None or found.account.by_city:
        share = f"{home.share:.0%} of the rows whose city is sure are in {home.country}"
        how["cities"] = _inferred(share)
    return how


def _given(option: str, contrary: int = 0, what: str = "") -> Decision:
    """Return a decision of the caller, and how many cells contradict it."""
    count = f"{contrary:,} {what} contradicts" if contrary == 1 else f"{contrary:,} {what}s contradict"
    verb = "is" if contrary == 1 else "are"
    return Decision(
        by="given", evidence=f"{option}=" + (f"; {count} that and {verb} refused" if contrary else "")
    )


def _inferred(evidence: str) -> Decision:
    return Decision(by="inferred", evidence=evidence)


def _of_column(ours: str, theirs: str, plan: Plan, asked: Asked) -> Decision:
    """Return how a field's column was decided."""
    if asked.columns.get(ours) == theirs:
        return Decision(by="given", evidence="columns=")
    if plan.layout:
        return Decision(by="known", evidence=f"the layout {plan.layout} says so")
    return _inferred("it has the field's name" if ours == theirs else "its header says so")


def _of_currency(plan: Plan, counts: Mapping[str, int]) -> str:
    if any(each.currency for each in plan.figures or plan.ends or ()):
        return "the header of the amount says so"
    said = [told_of(kind, counts[kind]).rstrip(".") for kind in ("text", "tender") if kind in counts]
    return "; ".join(said) or "no row says it"


def _of_period(found: Understood, plan: Plan, counts: Mapping[str, int]) -> str:
    if any(each.period for each in plan.figures or plan.ends or ()):
        return "the header of the amount says so"
    silent = int(found.unstated.sum())
    if "text" in counts and not silent:
        return "the texts say it"
    return (
        "nothing says it"
        if silent == len(found.unstated)
        else f"nothing says it in {silent:,} of {len(found.unstated):,} rows"
    )
