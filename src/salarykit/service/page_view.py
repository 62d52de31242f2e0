"""What the page shows: each section as plain values and texts, or as an error with the field to change."""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import salarykit as sk
from salarykit.currency.codes import ACTIVE
from salarykit.errors import InvalidCurrency, InvalidSpan, RateNotFound, SalaryKitError
from salarykit.files.frames import money, per
from salarykit.service.problems import RefusedRequest
from salarykit.service.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from salarykit.service.state import State

__all__ = ["Choices", "page_view"]

_BESIDE: Final = 3  # the most rows of a finding that is shown beside them
_SHOWN: Final = 200  # rows of a table on the page
_CITIES: Final = 500  # cities to choose from
_SCALE: Final = "500"  # kilometres, for a query near a city
_LONGEST: Final = 200  # characters of a parameter that are read
_RUN: Final = re.compile(r"(\d+)(?:-(\d+))?")
_FIELDS: Final = (
    (InvalidCurrency, "base"),
    (InvalidSpan, "on"),
    (RateNotFound, "on"),
)


class Choices(NamedTuple):
    """What a reader fills in on the page, as texts; empty for what is left out."""

    table: str
    base: str
    on: str
    amount: str
    currency: str
    to: str
    day: str
    a: str
    b: str
    near: str
    scale_km: str

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Choices:
        """Return the choices in the parameters of a request."""
        return cls(*(given.get(name, "").strip()[:_LONGEST] for name in cls._fields))


def page_view(choices: Choices, state: State) -> dict[str, Any]:
    """Return all that the page shows."""
    names = state.tables.names
    name = choices.table if choices.table in names else next(iter(names), "")
    codes = [code for code in state.rates.currencies if code in ACTIVE]
    choices = choices._replace(table=name, base=choices.base or state.base)
    fields = {"base": "currency", "on": "day"}
    converted = _attempt(lambda: _converted(choices, state), fields, "amount")
    view: dict[str, Any] = {"tables": names, "codes": codes, "rates": state.rates, "convert": converted}
    if not name:
        return view | {"choices": choices}
    choices = choices._replace(on=choices.on or _usual_day(state.tables[name]))
    view["ranking"] = _attempt(lambda: _ranking(choices, state), {}, "on")
    ranked = view["ranking"].get("rows", [])
    cities = list(dict.fromkeys(row["city"] for row in ranked if row["city"]))[:_CITIES]
    first, second = ([*cities, "", ""])[:2]
    choices = choices._replace(
        a=choices.a or first,
        b=choices.b or second,
        near=choices.near or first,
        scale_km=choices.scale_km or _SCALE,
    )
    view |= {"choices": choices, "cities": cities}
    if ranked:
        view["comparison"] = _attempt(lambda: _comparison(choices, state), {}, "a")
        view["answer"] = _attempt(lambda: _answer(choices, state), {}, "near")
    return view


def _usual_day(table: sk.SalaryTable) -> str:
    """Return the day or span of a table's figures if they all have the same; otherwise the newest day of the rates."""
    days = table.to_arrow().column("as_of").unique().to_pylist()
    return days[0] if len(days) == 1 and days[0] else "latest"


def _attempt(make: Callable[[], dict[str, Any]], fields: Mapping[str, str], usual: str) -> dict[str, Any]:
    """Return a section; if it cannot be made, the error, and the field of the page to change.

    Args:
        make: makes the section.
        fields: the fields of the section in place of `base` and `on`.
        usual: the field for any other error.
    """
    try:
        return make()
    except SalaryKitError as error:
        field = next((name for kind, name in _FIELDS if isinstance(error, kind)), "")
        return {"error": str(error), "field": fields.get(field, field) or usual}
    except RefusedRequest as refused:
        return {"error": refused.detail, "field": usual}


def _table(choices: Choices, state: State) -> sk.SalaryTable:
    return state.tables.converted(choices.table, choices.base, choices.on, numbered=True)


def _ranking(choices: Choices, state: State) -> dict[str, Any]:
    """Return the ranked rows with their bars, and the findings beside the figures that they are about."""
    ranking = _table(choices, state).rank(rates=state.rates)
    doubts, once, checked = _findings(choices.table, state)
    rows = ranking.to_arrow().slice(0, _SHOWN).to_pylist()
    most = max((row["value"] for row in rows), default=0) or 1
    return {
        "rows": [_row(row, ranking.base, most, doubts) for row in rows],
        "count": len(ranking),
        "caption": ranking.caption.replace("are listed in `unranked`", "are listed below"),
        "unranked": [
            {"name": _name(row), "reason": row["reason"]}
            for row in ranking.unranked.to_arrow().slice(0, _SHOWN).to_pylist()
        ],
        "findings": once,
        "checked": checked,
    }


def _row(
    row: dict[str, Any], base: str | None, most: float, doubts: Mapping[int, list[Any]]
) -> dict[str, Any]:
    """Return a ranked row, given the largest figure and the findings by row."""
    relevance = row["relevance"]
    return {
        "rank": f"{row['rank']:g}",
        "name": _name(row),
        "city": row["city"],
        "where": ", ".join(filter(None, (row["role"] if row["city"] else None, row["country"]))),
        "value": money(row["value"], base),
        "bar": _percent(row["value"] / most),
        "relevance": None if relevance is None else f"{relevance:.0%}",
        "relevance_bar": _percent(relevance or 0),
        "stated": per(row["amount"], row["currency"], row["period"]),
        "rate": _rate(row, base),
        "note": row["note"],
        "doubts": doubts.get(row[ROW], []),
    }


def _percent(share: float) -> str:
    return f"{100 * min(max(share, 0.0), 1.0):.2f}"


def _at_least(number: float, least: float, form: str) -> str:
    """Return a number as text; a positive one that would round to zero is shown as less than `least`.

    Examples:
        >>> _at_least(0.42649, 0.001, ".3f"), _at_least(0.0001, 0.001, ".3f"), _at_least(0.0, 0.01, ".0%")
        ('0.426', '<0.001', '0%')
    """
    return f"<{least:{form}}" if 0 < number < least / 2 else f"{number:{form}}"


def _name(row: dict[str, Any]) -> str:
    return str(row["city"] or row["role"] or f"Row {row[ROW]}")


def _rate(row: dict[str, Any], base: str | None) -> str:
    """Return the rate of a row and when it was published."""
    if row.get("rate") is None or row["currency"] == base:
        return ""
    seen = f", {row['rate_on']}" if row["rate_on"] else ""
    return f"{row['rate']:.6g} {base} per {row['currency']} ({row['rate_kind']}{seen})"


def _findings(name: str, state: State) -> tuple[dict[int, list[Any]], list[Any], str]:
    """Return the findings by row, the findings that are shown once for many rows, and what was checked.

    A finding about many rows, or about the table as a whole, is shown once. Its rows refer to it, unless it is about all rows.
    """
    findings, count = state.tables.findings(name), len(state.tables[name])
    doubts: dict[int, list[Any]] = {}
    once = []
    for number, finding in enumerate(findings.to_arrow().to_pylist(), start=1):
        rows = _numbers(finding["row_numbers"])
        shown = {**finding, "id": f"finding-{number}", "is_beside": 0 < len(rows) <= _BESIDE}
        if not shown["is_beside"]:
            once.append(shown)
        for row in rows if shown["is_beside"] or len(rows) < count else ():
            doubts.setdefault(row, []).append(shown)
    return doubts, once, findings.caption


def _numbers(text: str) -> list[int]:
    """Return the row numbers of a text.

    Examples:
        >>> _numbers("1, 5-7")
        [1, 5, 6, 7]
    """
    runs = ((int(first), int(last or first)) for first, last in _RUN.findall(text))
    return [number for first, last in runs for number in range(first, last + 1)]


def _converted(choices: Choices, state: State) -> dict[str, Any]:
    """Return a converted amount with the provenance of its rate; nothing if none is asked for."""
    if not choices.amount:
        return {}
    try:
        amount = float(
            choices.amount.replace(",", "")
            if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", choices.amount)
            else choices.amount
        )
    except ValueError:
        raise RefusedRequest(
            422, "invalid-value", f"{choices.amount!r} is not a number such as 342000."
        ) from None
    if not isfinite(amount):
        raise RefusedRequest(422, "invalid-value", "The amount is not finite.")
    to, day = choices.to or choices.base, choices.day or "latest"
    quote, _ = state.quote(choices.currency, to, day, max_staleness=7, coarse=None)
    value = sk.convert(amount, choices.currency, to, on=day, rates=state.rates)
    return {
        "stated": money(amount, choices.currency),
        "value": money(value, to),
        "quote": quote,
        "rate": f"{quote.rate:.8g} {to} per {choices.currency}",
        "path": " → ".join(quote.path),
    }


def _comparison(choices: Choices, state: State) -> dict[str, Any]:
    """Return the comparison of two cities in sentences, and their figures as bars."""
    if not (choices.a and choices.b) or choices.a == choices.b:
        return {}
    comparison = _table(choices, state).compare(choices.a, choices.b, rates=state.rates)
    most = max(comparison.value_a, comparison.value_b) or 1
    sides = ((comparison.a, comparison.value_a), (comparison.b, comparison.value_b))
    bars = [
        {"name": name, "value": money(value, comparison.base), "bar": _percent(value / most)}
        for name, value in sides
    ]
    return {"bars": bars, "lines": str(comparison).splitlines()[1:]}


def _answer(choices: Choices, state: State) -> dict[str, Any]:
    """Return the weighted answer near a city, and the records behind it with their weights."""
    if not choices.near:
        return {}
    answer = _table(choices, state).query({"near": choices.near, "scale_km": choices.scale_km})
    rows = answer.to_arrow().slice(0, _SHOWN).to_pylist()
    total = float(sum(answer.weights)) or 1.0
    most = max((row["weight"] for row in rows), default=0) or 1
    return {
        "quantiles": [(f"{p:.0%}", money(value, answer.base)) for p, value in answer.quantiles.items()],
        "mean": money(answer.mean, answer.base),
        "n": answer.n,
        "n_eff": f"{answer.n_eff:.1f}",
        "warnings": answer.warnings,
        "count": len(answer),
        "rows": [_record(row, answer.base, total, most) for row in rows],
    }


def _record(row: dict[str, Any], base: str | None, total: float, most: float) -> dict[str, Any]:
    """Return a record behind the answer, given the weight of all records and that of the heaviest."""
    weight = row["weight"]
    return {
        "name": _name(row),
        "value": money(row["value"], base),
        "weight": _at_least(weight, 0.001, ".3f"),
        "share": _at_least(weight / total, 0.01, ".0%"),
        "bar": _percent(weight / most),
        "place": _signal(row.get("signal_place")),
        "relevance": _signal(row.get("signal_relevance")),
    }


def _signal(value: float | None) -> str:
    return "not stated" if value is None else _at_least(value, 0.001, ".3f")
