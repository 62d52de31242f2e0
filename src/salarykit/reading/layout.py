"""`Layout`: how a source is to be read, and how each part of that was decided."""
# A little over 300 lines: many of them document and describe the parts.

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from salarykit.errors import InvalidQuery, SourceError
from salarykit.files.dialects import is_delimiter
from salarykit.files.opening import check_is_file
from salarykit.files.writing import write_text
from salarykit.reading.country_currency import CommonTender  # noqa: TC001 - pydantic reads it
from salarykit.reading.decisions import Decisions
from salarykit.reading.details import DETAILS
from salarykit.reading.layout_parts import (
    NOTHING,
    Basis,
    Cities,
    LayoutPart,
    NumberNotation,
    check_amounts,
    check_values,
    unique_names,
)
from salarykit.reading.layouts.registry import check_layout, is_known
from salarykit.reading.monthly_markets import ABROAD, SHORTER, monthly_markets
from salarykit.reading.notation import Notation
from salarykit.reading.numerals import Separator  # noqa: TC001 - pydantic reads it
from salarykit.reading.plan import AmountColumn, Plan
from salarykit.reading.summary_rows import NO_SUMMARIES, SummaryRows
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["AS_DECIDED", "Layout"]

AS_DECIDED: Final = (
    "texts", "details", "day_first", "tender", "own_money", "too_low", "lower_codes", "in_multiples", "monthly", "summaries",
)  # fmt: skip
"""The parts that a layout and `Decisions` hold in the same form."""
_VERSION: Final = 1
_LARGEST: Final = 1 << 24  # the most bytes of a layout; that of a table with ten thousand columns has a tenth


class Layout(LayoutPart):
    """How a source is to be read: which column is which field, how its cells are written, and how each part was decided.

    `infer_layout` makes one from a source, and `Layout.named` returns a well-known one. With the layout, another source of the same
    kind is read in the same way, whatever its own cells would show.

    Attributes:
        name: the name of a well-known layout; None for any other.
        encoding: the encoding of a text file; None for UTF-8, or to infer it.
        delimiter: what separates the cells of a CSV; None for other sources, or to infer it.
        header: the line of a CSV with the names of its columns, from 1; None for the first.
        sheet: the sheet of a workbook with several, by its name or its number from 1.
        infer: whether cells are read as people write them.
        columns: the source's column for each field but the amount; of several, each row is read from the first whose cell can be read.
        amounts: the columns of amounts. Each statistic makes a row of its own, from the first of its columns that states an amount
            in that row.
        is_range: whether the amounts are the two ends of a range.
        constants: the values of fields that are the same in every row.
        defaults: for each field, what an empty cell stands for.
        coded: whether `*` and `#` stand for figures that are not published.
        decimal: the decimal separator of amounts, if the caller gave it.
        numbers: how the numbers of the amounts are written; for a range, one for each of its two columns.
        texts: whether amounts are texts.
        details: the columns for what texts say in addition to their amounts.
        day_first: whether `03/04/2024` is the third of April; None if nothing shows it.
        cities: where uncertain cities are.
        tender: the common tender of a source whose rows state no currency; None for any other source.
        own_money: for each country, whether rows without a currency may be in the country's own, with `*` for all other countries;
            empty if all may.
        too_low: the currencies whose amounts state no period and are too low for a year's pay.
        lower_codes: whether all currencies are codes in lower case.
        in_multiples: whether most amounts are texts with a multiple, such as `90k`, so that `95` may mean `95k`.
        monthly: the currencies of monthly markets whose rows are checked one by one, `*` for money foreign to such a market, and `<` for
            figures below a month's pay.
        summaries: how totals and averages are recognised.
        is_decided: whether the decisions come from a source; if not, each source that is read makes them itself.
        how: how each part was decided.

    Examples:
        >>> import salarykit as sk
        >>> layout = sk.infer_layout([{"Ort": "Kiel", "Gehalt (k€)": "65,5"}])
        >>> print(layout)
        amount      'Gehalt (k€)': thousands of €
                    inferred: its header says so
        city        'Ort'
                    inferred: its header says so
        currency    €
                    inferred: the header of the amount says so
        period      year
                    inferred: nothing says it
        decimals    ,
                    inferred: the comma separates decimals in 1 cell
        >>> sk.Layout.from_json(layout.to_json()) == layout
        True
    """

    version: Literal[1] = Field(default=_VERSION, alias="salarykit_layout")
    name: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header: int | None = Field(default=None, ge=1)
    sheet: str | int | None = None
    infer: bool = True
    columns: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    amounts: tuple[AmountColumn, ...] = ()
    is_range: bool = False
    constants: dict[str, Any] = Field(default_factory=dict)
    defaults: dict[str, Any] = Field(default_factory=dict)
    coded: bool = False
    decimal: Separator | None = None
    numbers: tuple[NumberNotation, ...] = ()
    texts: bool = False
    details: tuple[str, ...] = ()
    day_first: bool | None = None
    cities: Cities = Field(default_factory=Cities)
    tender: CommonTender | None = None
    own_money: dict[str, bool] = Field(default_factory=dict)
    too_low: tuple[str, ...] = ()
    lower_codes: bool = False
    in_multiples: bool = False
    monthly: tuple[str, ...] = ()
    summaries: SummaryRows = NO_SUMMARIES
    is_decided: bool = True
    how: dict[str, Basis] = Field(default_factory=dict)

    def __init__(self, **parts: Any) -> None:
        try:
            super().__init__(**parts)
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            place = ".".join(map(str, fault["loc"]))
            raise InvalidQuery(
                f"Layout: {place}{': ' if place else ''}{fault['msg'].removeprefix('Value error, ')}.",
                value=fault.get("input"),
            ) from None

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined] # so that pydantic does not call it when it validates

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        fields, ends = {*self.columns, *self.constants, *self.defaults}, 2 if self.is_range else 1
        sourceless = not self.is_decided or "amount" in self.defaults
        wrong = {
            f"name: {self.name!r} is not a well-known layout": self.name is not None
            and not is_known(self.name),
            f"delimiter: {self.delimiter!r} cannot separate cells": not is_delimiter(self.delimiter or ","),
            f"{', '.join(sorted(fields - {*BY_NAME}))}: not a field of a salary": fields - {*BY_NAME},
            "columns: the column of the amount belongs in amounts": "amount" in self.columns,
            "columns: a field has an empty list": () in self.columns.values(),
            "amounts: there is none": not self.amounts and not sourceless,
            "amounts: a column occurs twice": len({column.column for column in self.amounts})
            < len(self.amounts),
            "amounts: a range has two of them": self.is_range and len(self.amounts) != ends,
            f"numbers: there must be {ends}": self.numbers and len(self.numbers) != ends,
            "own_money: '*' is missing, for all other countries": self.own_money
            and "*" not in self.own_money,
            f"details: choose from {', '.join(DETAILS)}": {*self.details} - {*DETAILS},
        }
        if sentences := [sentence for sentence, is_wrong in wrong.items() if is_wrong]:
            raise ValueError("; ".join(sentences))
        check_values(constants=self.constants, defaults=self.defaults)
        check_amounts(self.amounts)
        return self

    @classmethod
    def named(cls, name: str) -> Layout:
        """Return a well-known layout: "stack-overflow", "oews", "lca", "ashe", "eurostat", "ai-jobs" or "job-posting".

        Raises:
            InvalidSalary: if no layout has this name.

        Examples:
            >>> Layout.named("oews").name
            'oews'
        """
        check_layout(name)
        return cls(name=name, is_decided=False)

    def explain(self) -> str:
        """Return the parts of the layout and how they were decided, in two lines each."""
        lines = []
        for part, decision in sorted(self.how.items(), key=lambda item: item[0] != "amount"):
            lines.append(f"{part:11} {self._value_of(part)}")
            lines.append(f"{'':11} {decision.by}: {decision.evidence}")
        return "\n".join(lines)

    __str__ = explain

    def to_json(self, path: str | os.PathLike[str] | None = None) -> str:
        """Return the layout as JSON, and write it to a file if one is named.

        Raises:
            SourceError: if the file cannot be written.
        """
        text = self.model_dump_json(indent=2, by_alias=True, exclude_defaults=False) + "\n"
        if path is not None:
            write_text(text, path)
        return text

    @classmethod
    def from_json(cls, source: str | os.PathLike[str]) -> Layout:
        """Return a layout from a JSON file, or from a JSON text.

        Raises:
            SourceError: if it is not a layout, or one of a newer version.
        """
        name, values = _json_values(source)
        version = values.get("salarykit_layout") if isinstance(values, dict) else None
        if type(version) is not int:
            raise SourceError(
                f"{name} is not a layout: it has no 'salarykit_layout'. `salarykit layout FILE -o` writes one.",
                source=name,
            )
        if version > _VERSION:
            raise SourceError(
                f"{name} is a layout of version {version}; this salarykit knows version {_VERSION}. Update salarykit.",
                source=name,
            )
        try:
            return cls.model_validate_json(json.dumps(values), strict=True)
        except ValidationError as error:
            first = error.errors()[0]
            reason = first["msg"].removeprefix("Value error, ")
            place = ".".join(map(str, first["loc"]))
            raise SourceError(
                f"{name} is not a layout: {place}{': ' if place else ''}{reason}.", source=name
            ) from error

    def plan(self) -> Plan:
        """Return the plan: which column is which field."""
        by_header = {
            part
            for part, decision in self.how.items()
            if decision.by == "inferred" and part in {"amount", *self.columns}
        }
        ends = (self.amounts[0], self.amounts[1]) if self.is_range else None
        lists = {
            field: (names,) if isinstance(names, str) else names for field, names in self.columns.items()
        }
        return Plan(
            {field: names[0] for field, names in lists.items()},
            () if ends else self.amounts,
            ends,
            dict(self.constants),
            frozenset(by_header),
            layout=self.name,
            coded=self.coded,
            further={field: names[1:] for field, names in lists.items() if names[1:]},
        )

    def decisions(self) -> Decisions | None:
        """Return the decisions of the source that the layout was made from; None if there was none."""
        if not self.is_decided:
            return None
        decided = Decisions(**{name: getattr(self, name) for name in AS_DECIDED})
        return decided.replaced(
            notations=tuple(number.notation() for number in self.numbers)
            or (Notation(),) * (2 if self.is_range else 1),
            majority=self.cities.majority(),
            monthly=tuple(code for code in self.monthly if code in {ABROAD, SHORTER, *monthly_markets()}),
        )

    def _value_of(self, part: str) -> str:
        """Return the value of a part in words."""
        if part == "amount":
            shown = [f"{column.column!r}" for column in self.amounts]
            described = self.amounts[0].description if len(shown) == 1 else ""
            kind = (
                "the ends of a range"
                if self.is_range
                else described or ("a row for each" if len(shown) > 1 else "")
            )
            return ", ".join(shown) + (f": {kind}" if kind else "")
        if part in self.columns:
            names = self.columns[part]
            return repr(names) if isinstance(names, str) else ", then ".join(map(repr, names))
        if part in self.constants:
            return str(self.constants[part])
        if part in self.defaults:
            return str(self.defaults[part])
        return _VALUES[part](self) if part in _VALUES else ""


def _json_values(source: str | os.PathLike[str]) -> tuple[str, Any]:
    """Return the name in messages of a JSON file or text, and the values in it.

    Raises:
        SourceError: if it cannot be read, or is not JSON.
    """
    if not isinstance(source, str | os.PathLike):
        raise SourceError(f"A {type(source).__name__} is neither a path nor JSON.", source="")
    is_text = isinstance(source, str) and source.lstrip().startswith("{")
    name = "The text" if is_text else str(source)
    try:
        text = str(source) if is_text else _layout_text(Path(source))
        return name, json.loads(text, object_pairs_hook=unique_names)
    except SourceError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise SourceError(f"{name} is not a layout: {reason}.", source=name) from error


def _layout_text(path: Path) -> str:
    check_is_file(path)
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"it has more than {_LARGEST:,} bytes.")
    return path.read_text(encoding="utf-8-sig")


def _currency(layout: Layout) -> str:
    currencies = {column.currency for column in layout.amounts} - {None}
    if currencies:
        return " and ".join(sorted(map(str, currencies)))
    return "the tender of each row's country" if layout.tender else "what each text says"


def _period(layout: Layout) -> str:
    periods = {column.period for column in layout.amounts} - {None}
    basis = layout.how.get("period")
    is_stated = layout.texts and basis is not None and basis.evidence != NOTHING
    unstated = "what each text says, or else a year" if is_stated else "year"
    return " and ".join(sorted(map(str, periods))) or unstated


def _decimals(layout: Layout) -> str:
    marks = set(filter(None, map(_decimal, layout.numbers)))
    return layout.decimal or " and ".join(sorted(marks)) or "."


def _decimal(numbers: NumberNotation) -> str | None:
    if numbers.comma == "decimals" or (numbers.point == "groups" and numbers.comma is None):
        return ","
    return "unsure" if "unsure" in (numbers.comma, numbers.point) else "."


def _cities(cities: Cities) -> str:
    if cities.two_capitals is None:
        return f"mostly in {cities.home}"
    meant = "California" if cities.two_capitals == "states" else "Canada"
    return f"'CA' after a city is {meant}, and so on"


_VALUES: Final[dict[str, Callable[[Layout], str]]] = {
    "currency": _currency,
    "period": _period,
    "decimals": _decimals,
    "days": lambda layout: "day before month" if layout.day_first else "month before day",
    "layout": lambda layout: layout.name or "",
    "encoding": lambda layout: layout.encoding or "",
    "delimiter": lambda layout: repr(layout.delimiter),
    "header": lambda layout: f"line {layout.header}",
    "sheet": lambda layout: repr(layout.sheet),
    "details": lambda layout: ", ".join(layout.details),
    "cities": lambda layout: _cities(layout.cities),
    "too low": lambda layout: ", ".join(layout.too_low),
}
"""The values of the other parts of a layout in words."""
