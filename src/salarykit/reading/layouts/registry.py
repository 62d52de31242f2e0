"""The layouts by name, and which one a source is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from salarykit.errors import InvalidSalary, hint
from salarykit.reading.layouts import ai_jobs, oews, stack_overflow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from salarykit.files.raw import Raw
    from salarykit.reading.column_mapping import Plan

__all__ = ["LayoutName", "check_layout", "is_known", "laid_out"]

LayoutName = Literal["stack-overflow", "oews", "ai-jobs", "job-posting"]
"""The Stack Overflow survey, the OEWS tables of the US Bureau of Labor Statistics, the data-science salaries of ai-jobs
(and Kaggle), and schema.org's JobPosting in JSON-LD."""


class _Table(NamedTuple):
    """A layout of tables: the columns that its files are told by, and how they are read."""

    told_by: tuple[frozenset[str], ...]
    read: Callable[[Raw], tuple[Raw, Plan]]


_TABLES: Final[dict[str, _Table]] = {
    "stack-overflow": _Table(stack_overflow.TOLD_BY, stack_overflow.read),
    "oews": _Table(oews.TOLD_BY, oews.read),
    "ai-jobs": _Table(ai_jobs.TOLD_BY, ai_jobs.read),
}


def is_known(name: str | None) -> bool:
    """Return whether a well-known layout has a name."""
    return name in get_args(LayoutName)


def check_layout(name: str | None) -> None:
    """Refuse a name that is none of a layout.

    Raises:
        InvalidSalary: with the nearest that is one.
    """
    known = get_args(LayoutName)
    if name is not None and name not in known:
        raise InvalidSalary(
            f"layout: {name!r} is not a known layout.{hint(str(name), known)} Layouts: {', '.join(known)}.",
            column=None,
        )


def laid_out(
    raw: Raw, layout: str | None, columns: Mapping[str, str], *, infer: bool
) -> tuple[Raw, Plan | None]:
    """Return a source as its layout has it, and what its columns are; no plan if it is in none.

    A layout that is not named is taken only if the source has all the columns that it is told by, and none named as
    ours.

    Raises:
        InvalidSalary: if a source is not in the layout that was named.
    """
    names = _folded(raw.columns)
    if layout is None:
        if not infer or columns.get("amount") or {"amount", "currency"} <= set(raw.columns):
            return raw, None
        layout = next((name for name, table in _TABLES.items() if _is_told(table, names)), None)
        if layout is None:
            return raw, None
    elif layout not in _TABLES or not _is_told(_TABLES[layout], names):
        wanted = (
            " or ".join(", ".join(sorted(each)) for each in _TABLES[layout].told_by)
            if layout in _TABLES
            else ""
        )
        lacks = (
            f" Its tables have the columns {wanted}." if wanted else " It is read from JSON and from pages."
        )
        raise InvalidSalary(f"{raw.name} is not in the layout {layout!r}.{lacks}", column=None)
    raw, plan = _TABLES[layout].read(raw)
    mine = {ours: theirs for ours, theirs in columns.items() if ours != "amount"}
    plan = plan.replaced(columns={**plan.columns, **mine}, layout=layout)
    plan = plan.replaced(
        constants={name: each for name, each in plan.constants.items() if name not in columns}
    )
    return raw, plan


def _folded(names: Sequence[str] | Mapping[str, object]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)


def _is_told(table: _Table, names: frozenset[str]) -> bool:
    return any(_folded(sorted(each)) <= names for each in table.told_by)
