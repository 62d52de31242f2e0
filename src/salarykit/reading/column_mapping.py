"""`Plan`: which column of a source is which field of a salary, by name, by header or by layout."""
# A little over 300 lines: a plan, how headers make one, and what is said where they do not, use each other.

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from salarykit.errors import InvalidSalary, hint
from salarykit.reading.header_line import header_hint
from salarykit.reading.headers import Header, read_header
from salarykit.reading.tenders import money_of
from salarykit.salaries.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Figure", "Plan", "check_named", "exact_plan", "missing_column", "named_figure", "plan_columns"]

_NAMES: Final = tuple(field.name for field in FIELDS)
_MULTIPLES: Final = {1e3: "thousands", 1e4: "ten thousands", 1e5: "lakhs", 1e6: "millions"}
_RULED: Final = ("currency", "period")  # the fields without which an amount means nothing


class Figure(NamedTuple):
    """A column of amounts, and what its header says of them; see `Header`."""

    column: str
    statistic: str | None = None
    period: str | None = None
    currency: str | None = None
    factor: float = 1
    gross: bool | None = None

    @property
    def said(self) -> str:
        """What the header says, for a sentence."""
        multiple = _MULTIPLES.get(self.factor)
        money = f"{multiple} of {self.currency}" if multiple and self.currency else multiple or self.currency
        tax = {True: "gross", False: "net", None: None}[self.gross]
        told = [money, f"a {self.period}" if self.period else None, self.statistic, tax]
        return ", ".join(filter(None, told)).replace("a hour", "an hour")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which columns make a salary.

    Attributes:
        columns: our fields to the source's columns; without the amount.
        figures: the columns of amounts: one, or several that make a row each.
        ends: the columns of a range's two ends, in place of figures.
        constants: what a field is in every row.
        found: the fields whose column was found by its header.
        notes: what was decided on the way.
        layout: the layout that the source is in.
        coded: whether `*` and `#` stand for figures that are not available or not published.
    """

    columns: dict[str, str] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    ends: tuple[Figure, Figure] | None = None
    constants: dict[str, Any] = field(default_factory=dict)
    found: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    layout: str | None = None
    coded: bool = False

    @property
    def taken(self) -> set[str]:
        """The source's columns that are ours; all others ride along."""
        return {*self.columns.values(), *(figure.column for figure in self.figures + (self.ends or ()))}

    def replaced(self, **changes: Any) -> Plan:
        """Return the same with other attributes."""
        return replace(self, **changes)

    def sentences(self) -> list[str]:
        """Return what was found by headers, one sentence a field."""
        told = []
        if "amount" in self.found:
            shown = [f"{each.column!r}" for each in self.figures[:4] or self.ends or ()]
            more = f" and {len(self.figures) - 4} more" if len(self.figures) > 4 else ""  # noqa: PLR2004 - a line's worth
            said = (self.figures or self.ends or (Figure(""),))[0]
            columns = "column" if len(shown) == 1 else "columns"
            told.append(f"amount is read from the {columns} {', '.join(shown)}{more}")
            if len(self.figures) > 1:
                told[0] += ", one row for each statistic"
            elif self.ends:
                told[0] += ", the ends of a range"
            elif said.said:
                told[0] += f": {said.said}"
            told[0] += "."
        told += [
            f"{name} is read from the column {theirs!r}."
            for name, theirs in self.columns.items()
            if name in self.found
        ]
        return [*told, *self.notes]


def check_named(
    names: Sequence[str], columns: Mapping[str, str], source: str, lines: Sequence[str] = ()
) -> None:
    """Refuse a mapping that names none of our fields, or none of the source's columns.

    Raises:
        InvalidSalary: naming it.
    """
    for ours, theirs in columns.items():
        if ours not in _NAMES:
            raise InvalidSalary(
                f"columns: {ours!r} is not a field of a salary.{hint(ours, _NAMES)} Fields: {', '.join(_NAMES)}.",
                column=ours,
            )
        if not isinstance(theirs, str):
            raise InvalidSalary(f"columns: {ours} wants the name of a column, not {theirs!r}.", column=ours)
        if theirs not in names:
            raise InvalidSalary(missing_column(names, theirs, ours, source, lines), column=ours)


def exact_plan(names: Sequence[str], columns: Mapping[str, str]) -> Plan:
    """Return the columns that are named exactly, by us or by `columns`."""
    mine = {name: columns.get(name, name) for name in _NAMES if columns.get(name, name) in names}
    amount = mine.pop("amount", None)
    return Plan(mine, (Figure(amount),) if amount else ())


def plan_columns(names: Sequence[str], columns: Mapping[str, str], base: Plan | None = None) -> Plan:
    """Return the columns that are named exactly and, for what those lack, the ones whose headers say it.

    Args:
        names: of the source's columns.
        columns: our names to the source's, as the user gives them.
        base: what a layout knows already; it knows all.

    Raises:
        InvalidSalary: if two columns say equally well that they are the amount, its currency or its period.
    """
    if base:
        return base
    plan = exact_plan(names, columns)
    left = [name for name in names if name not in plan.taken]
    headers = {name: header for name in left if (header := read_header(name))}
    plan = _with_amount(plan, headers, columns)
    for ours in _NAMES:
        if ours in plan.columns or ours in plan.constants or ours in ("amount", "relevance"):
            continue
        if ours == "currency" and any(figure.currency for figure in plan.figures):
            continue  # the header says it; another column may speak of other figures
        if ours in ("period", "statistic") and any(getattr(figure, ours) for figure in plan.figures):
            continue
        plan = _with_best(plan, ours, {name: each for name, each in headers.items() if each.field == ours})
    return plan


def _with_best(plan: Plan, ours: str, headers: Mapping[str, Header]) -> Plan:
    """Return a plan with the best of the columns that could be a field."""
    if not headers:
        return plan
    best, rivals = _best(headers)
    if len(best) > 1:
        if ours in _RULED:
            raise _equal(ours, best)
        note = f"{' and '.join(map(repr, best[:2]))} could both be the {ours}; neither is taken for it."
        return plan.replaced(notes=(*plan.notes, note))
    return plan.replaced(
        columns={**plan.columns, ours: best[0]},
        found=plan.found | {ours},
        notes=(*plan.notes, *_instead(ours, best[0], rivals)),
    )


def _best(headers: Mapping[str, Header]) -> tuple[list[str], list[str]]:
    """Return the columns whose headers say it best, and the others."""
    lowest = min(header.rank for header in headers.values())
    best = [name for name, header in headers.items() if header.rank == lowest]
    return best, [name for name in headers if name not in best]


def _instead(ours: str, best: str, rivals: Iterable[str]) -> list[str]:
    return (
        [f"{best!r} is taken for the {ours}, rather than {', '.join(map(repr, rivals))}."] if rivals else []
    )


def _equal(ours: str, best: Sequence[str]) -> InvalidSalary:
    return InvalidSalary(
        f"{' and '.join(map(repr, best[:2]))} could both be the {ours}. Name one with columns={{{ours!r}: {best[0]!r}}}.",
        column=ours,
    )


def _with_amount(plan: Plan, headers: Mapping[str, Header], columns: Mapping[str, str]) -> Plan:
    """Return a plan with the columns of amounts."""
    if plan.figures or plan.ends:
        return plan.replaced(figures=tuple(_said(figure, columns) for figure in plan.figures))
    amounts = {name: header for name, header in headers.items() if header.field == "amount"}
    points = {name: header for name, header in amounts.items() if header.statistic is None}
    statistics = {name: header for name, header in amounts.items() if header.statistic is not None}
    found = plan.found | {"amount"}
    if points:
        best, rivals = _best(points)
        if len(best) > 1:
            raise _equal("amount", best)
        return plan.replaced(
            figures=(_figure(best[0], points[best[0]]),),
            found=found,
            notes=(*plan.notes, *_instead("amount", best[0], [*rivals, *statistics])),
        )
    wide = _wide(statistics)
    ends = [wide.get(name) for name in ("min", "max")]
    if ends[0] and ends[1] and len(wide) == len(ends):
        return plan.replaced(ends=_alike(ends[0], ends[1]), found=found)
    return plan.replaced(figures=tuple(wide.values()), found=found) if wide else plan


def _alike(low: Figure, high: Figure) -> tuple[Figure, Figure]:
    """Return the columns of a range's two ends, each with what either header says of both.

    Raises:
        InvalidSalary: if they say different things.
    """
    money = _money(low.currency, high.currency)
    for what, is_other in (
        ("currencies", None not in (low.currency, high.currency) and money is None),
        ("periods", None not in (low.period, high.period) and low.period != high.period),
        ("states of tax", None not in (low.gross, high.gross) and low.gross != high.gross),
    ):
        if is_other:
            raise InvalidSalary(
                f"{low.column!r} and {high.column!r} are in two {what}, so they are no ends of a range. Name the "
                f"one that counts with columns={{'amount': {low.column!r}}}.",
                column="amount",
            )
    said = low if low.currency else high  # a multiple stands at the currency
    found = [
        each._replace(
            period=low.period or high.period,
            currency=money,
            gross=high.gross if low.gross is None else low.gross,
            factor=said.factor if each.currency is None and each.factor == 1 else each.factor,
        )
        for each in (low, high)
    ]
    return found[0], found[1]


def _money(one: str | None, other: str | None) -> str | None:
    """Return the currency of two headers: a code before a sign that may mean it; None if they cannot mean the same."""
    if one is None or other is None or one == other:
        return one or other
    for sign, code in ((one, other), (other, one)):
        meant = money_of(sign)
        if code in (meant.code, *meant.alternatives):
            return code
    return None


def _wide(headers: Mapping[str, Header]) -> dict[str, Figure]:
    """Return the best column for each statistic: of a year where there are several."""
    found: dict[str, Figure] = {}
    for name, header in sorted(headers.items(), key=lambda item: (item[1].period == "hour", item[1].rank)):
        found.setdefault(str(header.statistic), _figure(name, header))
    order = list(headers)
    return dict(sorted(found.items(), key=lambda item: order.index(item[1].column)))


def _figure(name: str, header: Header) -> Figure:
    return Figure(name, header.statistic, header.period, header.currency, header.factor, header.gross)


def _said(figure: Figure, columns: Mapping[str, str]) -> Figure:
    """Return a column that the user named, with what its header says of it."""
    named = columns.get("amount") == figure.column and figure == Figure(figure.column)
    return named_figure(figure.column) if named else figure


def named_figure(column: str) -> Figure:
    """Return a column of amounts, with what its header says of it.

    Examples:
        >>> named_figure("Lohn (EUR/Stunde)").period, named_figure("x")
        ('hour', Figure(column='x', statistic=None, period=None, currency=None, factor=1, gross=None))
    """
    header = read_header(column)
    return _figure(column, header) if header and header.field == "amount" else Figure(column)


def missing_column(
    names: Sequence[str], theirs: str, ours: str, source: str, lines: Sequence[str] = ()
) -> str:
    """Return the sentence that says which column a source lacks, and the ways to mend it.

    Args:
        names: of its columns.
        theirs: the name of the one that it lacks.
        ours: the field that it is to be.
        source: what to call it.
        lines: its first lines, if it is a CSV.
    """
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")  # noqa: PLR2004 - a line's worth
    known = set(_NAMES) & {name.lower() for name in names} or any(map(read_header, names[:100]))
    elsewhere = header_hint(lines, theirs, names)
    bare = elsewhere or ("" if known else " Its first line does not look like a header.")
    return (
        f"{source} has no column {theirs!r} (it has: {shown or 'none'}).{hint(theirs, names)}{bare} Name it with "
        f"columns={{{ours!r}: ...}}, or give one value for all rows with defaults={{{ours!r}: ...}}."
    )
