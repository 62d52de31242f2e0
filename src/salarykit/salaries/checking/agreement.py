"""The checks that compare rows about the same job and place: S07, S08 and S10."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.files.columns import as_floats, combine
from salarykit.files.frames import money
from salarykit.salaries.checking.findings import Finding, finding_about, times
from salarykit.salaries.figures import DISTRIBUTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.salaries.checking.sheet import Sheet

__all__ = ["agreement_findings"]

_AGREE: Final = (1 / 1.25, 1.25)
_PERCENTILE: Final = re.compile(r"p(\d+)")
_DIGITS: Final = 3
_HEAP: Final = 10


def agreement_findings(sheet: Sheet) -> Iterator[Finding]:
    """Yield the findings of comparing rows that are about the same job and place."""
    for check in (_sources, _percentiles, _duplicates, _heaping):
        yield from check(sheet)


def _sources(sheet: Sheet) -> Iterator[Finding]:
    groups: dict[tuple[Any, ...], dict[str, list[int]]] = {}
    names = ("role", "city", "country", "statistic", "as_of", "source")
    cells = zip(*(sheet.cells[name] for name in names), strict=True)
    for row, (*key, as_of, source) in enumerate(cells):
        if source and key[1] and np.isfinite(sheet.dollars[row]):
            year = (as_of or "")[:4]
            groups.setdefault((*key, year), {}).setdefault(source, []).append(row)
    for by_source in groups.values():
        if len(by_source) > 1:
            yield from _diverging(sheet, by_source)


def _diverging(sheet: Sheet, by_source: dict[str, list[int]]) -> Iterator[Finding]:
    medians = {source: float(np.median(sheet.dollars[rows])) for source, rows in by_source.items()}
    for source, rows in by_source.items():
        others = float(np.median([value for name, value in medians.items() if name != source]))
        ratio = medians[source] / others
        if _AGREE[0] <= ratio <= _AGREE[1]:
            continue
        row = min(rows)
        yield finding_about(
            rows,
            "S07",
            "warning",
            "source",
            money(float(f"{medians[source]:.4g}"), "USD"),
            money(float(f"{others:.4g}"), "USD"),
            f"{sheet.label(row)}: {source} states {times(ratio)} times as much as the other {len(medians) - 1} sources of this "
            "place and role.",
            "Check that the sources mean the same job, day and unit.",
        )


def _percentile(statistic: str | None) -> float | None:
    fixed = {"min": 0.0, "median": 50.0, "max": 100.0}
    if statistic is None or statistic in fixed:
        return fixed.get(statistic or "")
    match = _PERCENTILE.fullmatch(statistic)
    return float(match[1]) if match else None


def _percentiles(sheet: Sheet) -> Iterator[Finding]:
    groups: dict[tuple[Any, ...], list[tuple[float, int]]] = {}
    for row, statistic in enumerate(sheet.cells["statistic"]):
        at = _percentile(statistic)
        if at is not None and np.isfinite(sheet.annual[row]):
            key = tuple(
                sheet.cells[name][row] for name in ("role", "city", "country", "as_of", "currency", "source")
            )
            groups.setdefault(key, []).append((at, row))
    for members in groups.values():
        highest: tuple[float, int] | None = None
        for at, row in sorted(members):
            if highest and at > highest[0] and sheet.annual[row] < sheet.annual[highest[1]]:
                yield _disorder(sheet, row, highest[1])
            elif highest is None or sheet.annual[row] >= sheet.annual[highest[1]]:
                highest = (at, row)


def _disorder(sheet: Sheet, row: int, below: int) -> Finding:
    statistic, lower = sheet.cells["statistic"][row], sheet.cells["statistic"][below]
    return finding_about(
        [row],
        "S08",
        "error",
        "amount",
        f"{statistic}: {sheet.stated(row)}",
        f"at least {lower}: {sheet.stated(below)}",
        f"{sheet.label(row)}: the {statistic} is below the {lower} of row {below + 1}.",
        "Two statistics were exchanged, or one figure is wrong.",
    )


def _duplicates(sheet: Sheet) -> Iterator[Finding]:
    names = (*DISTRIBUTION, "source", "statistic", "amount")
    rows: dict[tuple[Any, ...], list[int]] = {}
    for row, key in enumerate(zip(*(sheet.cells[name] for name in names), strict=True)):
        of_people = (
            key[-2] is None
        )  # without a statistic the rows may be people, and many people may earn the same
        rows.setdefault(key if of_people else key[:-1], []).append(row)
    copies: list[int] = []
    for key, members in rows.items():
        if len(members) > 1 and len(key) < len(names):
            yield _repeated(sheet, members, key[-1])
        else:
            copies += members[1:]
    if copies:
        row = min(copies) + 1
        message = (
            f"{len(copies):,} row{'s repeat' if len(copies) > 1 else ' repeats'} an earlier row in every field of a salary; the first "
            f"is row {row}."
        )
        advice = "Leave out copies that are about the same person."
        yield finding_about(copies, "S10", "info", "amount", "", "one row", message, advice)


def _repeated(sheet: Sheet, members: list[int], statistic: str) -> Finding:
    amounts = sorted({sheet.stated(row) for row in members})
    return Finding(
        "S10",
        "warning" if len(amounts) > 1 else "info",
        members[0] + 1,
        len(members),
        "amount",
        "; ".join(amounts[:3]),
        "one row",
        f"{sheet.label(members[0])}: {len(members)} rows state the {statistic} of the same place, role, day and source.",
        "Keep one of them; copies count twice in every statistic.",
        tuple(members[1:]),
    )


def _heaping(sheet: Sheet) -> Iterator[Finding]:
    amounts = as_floats(combine(sheet.table.column("amount")))
    amounts = amounts[np.isfinite(amounts) & (amounts > 0)]
    if len(amounts) < _HEAP:
        return
    unit = 10.0 ** (np.floor(np.log10(amounts)) - _DIGITS + 1)
    if np.isclose(np.round(amounts / unit) * unit, amounts, rtol=1e-12).all():
        message = f"All {len(amounts):,} amounts are rounded to {_DIGITS} digits: they are estimates, not observations."
        yield Finding(
            "S10",
            "info",
            None,
            len(amounts),
            "amount",
            "",
            "",
            message,
            "Ignore differences below one per cent.",
        )
