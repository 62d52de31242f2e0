"""Applies the currency and the period in the lines around a table; notes that contradict its headers are kept, to be refused."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from salarykit.currency.codes import CODES
from salarykit.files.values import written
from salarykit.reading.cell_words import period_word
from salarykit.reading.header_tokens import may_be_one
from salarykit.reading.headers import read_header
from salarykit.reading.plan import CODED_FIELDS
from salarykit.reading.source_columns import cell_value
from salarykit.reading.table_notes import TableNote, read_note
from salarykit.salaries.fields import BY_NAME
from salarykit.salaries.metadata import ADDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from salarykit.files.raw import Column, Raw
    from salarykit.reading.plan import Plan

__all__ = ["noted_evidence", "stated_multiple", "with_table_notes"]

_NOTED: Final = "The {} is that of"
_UNIT_FIELDS: Final = ("period", "currency")
_LAST: Final = 40  # rows and lines at the end of a table that may be notes
_FIRST: Final = 8  # the first cells, which show whether a column may hold periods
_ROWS: Final = 1000
_FEW: Final = 3  # the most cells of a note that is divided by its own commas
_SHORTEST: Final = 3  # the fewest characters of a multiple in a cell
_POWER: Final = re.compile(
    r"(?i)(?:mult(?:iplier)?|power[ _]?code|scal(?:e|ar)[ _]?(?:factor|code|id)?|exponent)$"
)
"""The headers of columns of exponents of ten, as in SDMX."""
_POWERS: Final = {
    "0": 1.0,
    "1": 10.0,
    "2": 100.0,
    "3": 1e3,
    "4": 1e4,
    "5": 1e5,
    "6": 1e6,
    "7": 1e7,
    "8": 1e8,
    "9": 1e9,
}
_ONES: Final = frozenset(["units", "unit", "ones", "one", "einheiten", "unités", "unidades", "unità"])
_UNITS: Final = re.compile(r"\A\s*\(\D*\)\s*\Z|\b[A-Z]{3}\b|[€$£¥₹]")
_THOUSAND: Final = re.compile(r"\b1[.,' ]?000\b")


def noted_evidence(plan: Plan, field: str) -> str | None:
    """Return, as part of a sentence, which line around a table states a field; None if none does."""
    start = _NOTED.format(field)
    noted = next((note for note in plan.notes if note.startswith(start)), None)
    return noted and f"it is that of{noted.removeprefix(start).rpartition(':')[0]}"


def with_table_notes(plan: Plan, raw: Raw, defaults: Mapping[str, Any], *, takes: bool) -> Plan:
    """Return the plan with what titles, captions, rows of units and footnotes state about the figures.

    A currency or a period that nothing else states is treated as if the header of the amounts stated it; a year is not, because it is
    the default. A multiple, whatever contradicts a header, and whatever may be about something else is kept as contrary.

    Args:
        plan: which column is which field.
        raw: the source's columns.
        defaults: the caller's defaults, which take precedence.
        takes: whether to apply anything; False if a layout has decided it.
    """
    figures = plan.amounts
    notes = [] if plan.layout or not figures else [note for note in dict.fromkeys(_notes(raw, plan)) if note]
    if figures and not (
        plan.layout or "period" in {*plan.columns, *defaults} or any(figure.period for figure in figures)
    ):
        notes += _columns_of_periods(raw, plan)
    if figures and not plan.layout:
        notes += _columns_of_multiples(raw, plan)
    if not notes:
        return plan
    factors = {figure.factor for figure in figures}
    multiples = [
        TableNote(note.text, factor=note.factor, is_column=note.is_column)
        for note in notes
        if note.factor not in {1, *factors}
    ]
    plan = plan.replaced(contrary=tuple(multiples))
    for field in _UNIT_FIELDS:
        stating = [note for note in notes if getattr(note, field)]
        if stating and defaults.get(field) is not None:
            plan = _with_default(plan, field, stating, defaults[field])
        elif stating:
            plan = _with_field(plan, field, stating, takes=takes)
    return plan


def _with_default(plan: Plan, field: str, stating: Sequence[TableNote], default: str) -> Plan:
    """Return the plan with a sentence which says that the caller's default is used, if notes state another value."""
    first, value = stating[0], BY_NAME[field].clean(default)
    if not any(_differ(field, getattr(note, field), value) for note in stating):
        return plan
    sentence = f"{first.text!r} says {getattr(first, field)}, and defaults= says {default}, which is taken."
    return plan.replaced(notes=(*plan.notes, sentence))


def _with_field(plan: Plan, field: str, stating: Sequence[TableNote], *, takes: bool) -> Plan:
    """Return the plan with a currency or a period that notes state, applied or as contrary."""
    first, value = stating[0], getattr(stating[0], field)
    is_one = not any(_differ(field, getattr(note, field), value) for note in stating)
    stated = {getattr(figure, field) for figure in plan.amounts} - {None}
    if stated:
        is_finer = field == "currency" and value in CODES and not stated & CODES
        if all(_differ(field, other, value) for other in stated):
            return plan.replaced(contrary=(*plan.contrary, _only(first, field)))
        return _with_unit(plan, field, value) if is_finer and takes else plan
    if not (takes and is_one and first.is_sure) or field in plan.columns or value == "year":
        return plan.replaced(contrary=(*plan.contrary, *(_only(note, field) for note in stating)))
    sentence = f"{_NOTED.format(field)} {first.text!r}: {value}."
    return _with_unit(plan.replaced(notes=(*plan.notes, sentence)), field, value)


def _with_unit(plan: Plan, field: str, value: Any) -> Plan:
    """Return the plan with a unit of its amounts, as if their headers stated it."""
    if plan.ends:
        low, high = (replace(end, **{field: value}) for end in plan.ends)
        return plan.replaced(ends=(low, high))
    return plan.replaced(figures=tuple(replace(figure, **{field: value}) for figure in plan.figures))


def _only(note: TableNote, field: str) -> TableNote:
    """Return a note with one of the units that it states."""
    return TableNote(
        note.text, **{field: getattr(note, field)}, is_sure=note.is_sure, is_column=note.is_column
    )


def _differ(field: str, one: str, other: str) -> bool:
    """Return whether two periods, or two codes or signs of currencies, cannot be the same."""
    return not may_be_one(one, other) if field == "currency" else one != other


def _notes(raw: Raw, plan: Plan) -> Iterator[TableNote | None]:
    """Yield the notes in the lines above a table, its row of units and its last lines; None for a line that says nothing."""
    yield from map(read_note, raw.titles or raw.lines[: (raw.header or 1) - 1])
    amounts = plan.amount_columns
    if len(raw):
        unit = _text(raw.columns[amounts[0]][0])
        if _is_unit(unit) and not read_header(unit) and (note := read_note(f"pay {unit}")):
            yield note._replace(text=unit)
    coded = plan.columns_of(CODED_FIELDS)
    columns = {name: column for name, column in raw.columns.items() if name not in coded}
    last = _last_lines(raw.replaced(columns=columns), amounts)
    for text in (*(part for line in raw.remarks for part in line.split("\t")), *last):
        yield read_note(text, is_title=False)


def _last_lines(raw: Raw, amounts: Sequence[str]) -> Iterator[str]:
    """Yield the texts of the rows and lines after the last row with an amount."""
    length = len(raw)
    start, end = max(0, length - _LAST), 0
    last = {name: [_text(cell) for cell in column[start:]] for name, column in raw.columns.items()}
    for at in reversed(range(length - start)):
        filled = list(dict.fromkeys(cells[at] for cells in last.values() if cells[at]))
        # a note such as `(in 1,000 EUR)`, divided by its comma
        divided = len(filled) <= _FEW and any(last[name][at].startswith("000") for name in amounts)
        if divided:
            filled = [(raw.delimiter or ",").join(filled)]
        elif any(_is_figure(last[name][at], alone=len(filled) == 1) for name in amounts):
            end = int(raw.numbers[start + at]) if raw.numbers is not None else 0
            break
        if 0 < len(filled) <= _FEW:
            yield ", ".join(filled)
    for number, line in raw.ragged[-_LAST:]:
        if number > end:
            yield line.strip((raw.delimiter or ",") + ' "')


def _is_figure(text: str, *, alone: bool) -> bool:
    """Return whether a cell has a figure; the only cell of a row may be a note, in which `1,000` is not a figure."""
    return any(map(str.isdigit, _THOUSAND.sub("", text).replace("000", "") if alone else text))


def _other_columns(raw: Raw, plan: Plan) -> dict[str, Column]:
    """Return the columns that are not read for fields, except those that an earlier conversion added."""
    others = raw.columns.keys() - plan.taken - {*ADDED}
    return {name: column for name, column in raw.columns.items() if name in others}


def _columns_of_periods(raw: Raw, plan: Plan) -> list[TableNote]:
    """Return a note for each column with an unknown header whose cells are periods, unless all are years."""
    notes = []
    for name, column in _other_columns(raw, plan).items():
        if read_header(name) or not all(map(_is_period, map(_text, column[:_FIRST]))):
            continue
        texts = {text for text in map(_text, column[:_ROWS]) if text}
        periods = {period_word(text) for text in texts} - {"year"} if all(map(_is_period, texts)) else set()
        notes += [TableNote(name, period, is_column=True) for period in sorted(filter(None, periods))[:1]]
    return notes


def _columns_of_multiples(raw: Raw, plan: Plan) -> list[TableNote]:
    """Return a note for each column whose cells state a multiple of the figures: `Thousands`, or 3 under `UNIT_MULT`."""
    notes = []
    for name, column in _other_columns(raw, plan).items():
        if not any(stated_multiple(name, _text(cell)) for cell in column[:_FIRST]):
            continue
        texts = {text for text in map(_text, column[:_ROWS]) if text}
        multiples = [stated_multiple(name, text) for text in sorted(texts)]
        others = [factor for factor in multiples if factor not in (None, 1)]
        if others and None not in multiples:
            notes.append(TableNote(name, factor=others[0] or 1, is_column=True))
    return notes


def stated_multiple(name: str, text: str) -> float | None:
    """Return the multiple of the figure in a row that a cell states, 1 for units; None if it states none.

    Args:
        name: the header of its column, which says whether a number is an exponent of ten.
        text: the cell.

    Examples:
        >>> [
        ...     stated_multiple("Unit", text)
        ...     for text in ("Thousands", "EUR '000", "units", "EUR", "3", "Berlin")
        ... ]
        [1000.0, 1000.0, 1.0, None, None, None]
        >>> stated_multiple("UNIT_MULT", "3"), stated_multiple("Power code", "0")
        (1000.0, 1.0)
    """
    text = text.removesuffix(".0")
    if text.isdecimal():
        return _POWERS.get(text) if _POWER.search(name) else None
    if text.casefold() in _ONES:
        return 1.0
    header = read_header(f"pay {text}") if len(text) >= _SHORTEST else None
    return header.factor if header and header.field == "amount" and header.factor != 1 else None


def _is_period(text: str) -> bool:
    """Return whether a cell is a period or empty; a single letter does not count, because it may be anything."""
    return not text or (len(text) > 1 and period_word(text) is not None)


def _text(cell: Any) -> str:
    """Return a cell as text; a value that Python cannot hold, such as a day beyond its calendar, becomes "0", which is a figure."""
    try:
        value = cell_value(cell)
    except (OverflowError, ValueError):
        return "0"
    return value.strip() if isinstance(value, str) else "" if value is None else written(value)


def _is_unit(text: str) -> bool:
    """Return whether a text in place of an amount is a unit: it names money, and has no figure other than 1,000.

    Examples:
        >>> [_is_unit(text) for text in ("(EUR/month)", "$ 1,000", "EUR '000", "-$45,000", "BTC 5 per month")]
        [True, True, True, False, False]
    """
    return bool(_UNITS.search(text)) and not any(map(str.isdigit, _THOUSAND.sub("", text).replace("000", "")))
