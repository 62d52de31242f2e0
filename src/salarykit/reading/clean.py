"""From the columns of a source to those of salaries: fields are checked, amounts read, currencies and periods decided."""
# A little over 300 lines: the steps from one to the other are in one place, in their order.

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidSalary
from salarykit.reading.amounts import RowContext, read_amounts
from salarykit.reading.cell_texts import Writing
from salarykit.reading.cleaned import Cleaned
from salarykit.reading.country_currency import (
    common_tender_of,
    own_money_of,
    refuse_other_currencies,
    refuse_without_common_tender,
)
from salarykit.reading.currency_inference import infer_currencies, infer_periods
from salarykit.reading.details import DETAILS, detail_columns, detail_counts, join_range_ends
from salarykit.reading.field_columns import FieldColumns
from salarykit.reading.header_evidence import number_columns
from salarykit.reading.level_checks import (
    already_in_full,
    are_in_multiples,
    too_low_currencies,
    without_multiple,
)
from salarykit.reading.missing_column import missing_column
from salarykit.reading.monthly_markets import monthly_currencies
from salarykit.reading.notation import Notation
from salarykit.reading.source_columns import (
    empty_cells,
    has_figures,
    has_words,
    is_plain_column,
    thousandth,
)
from salarykit.reading.validation import Fault, check_column
from salarykit.salaries.fields import BY_NAME, FIELDS, MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from salarykit.files.raw import Column, Raw
    from salarykit.reading.cell_figures import Amounts
    from salarykit.reading.column_mapping import Plan
    from salarykit.reading.decisions import Decisions
    from salarykit.reading.number_format import Separator

__all__ = ["clean_columns"]

_WORDS: Final = ("country", "as_of", "statistic", "sample_size")  # fields whose cells may be words
_NO_TEXT: Final = ("no_pay", "not_a_number")  # codes of cells that hold no pay


def clean_columns(
    raw: Raw,
    plan: Plan,
    defaults: Mapping[str, Any],
    *,
    infer: bool,
    decimal: Separator | None = None,
    day_first: bool | None = None,
    pinned: Decisions | None = None,
    rows: NDArray[np.intp] | None = None,
) -> Cleaned:
    """Return the columns of salaries that the columns of a source hold, their cities not yet looked up.

    Args:
        raw: the source's columns.
        plan: which column is which field.
        defaults: what an empty cell stands for.
        infer: whether cells that the strict checks refuse are read as people write them.
        decimal: what separates the decimals of amounts; None to infer it from their cells.
        day_first: whether `03/04/2024` puts the day first; None to infer it from the cells.
        pinned: what the rows of the source have decided together; by default these rows decide it.
        rows: how many rows each one stands for, which is what is counted; one if None.

    Raises:
        InvalidSalary: if no column has the amount, or nothing can say the currency.
    """
    order = plan.day_first if day_first is None else day_first
    cleaning = _Cleaning(raw, plan, defaults, infer=infer, decimal=decimal, day_first=order, pinned=pinned)
    cleaning.rows = cleaning.rows if rows is None else rows
    return cleaning.cleaned()


class _Cleaning(FieldColumns):
    """The steps from the columns of one source to those of salaries."""

    def cleaned(self) -> Cleaned:
        """Return the rows of the source, cleaned; their cities are still to be looked up."""
        self.need_columns()
        for name in _WORDS:
            self.check_words(name)
        self.check_amount()
        for field in FIELDS:
            if field.name not in self.clean:
                self.check(field.name, self.column(field.name))
        self.decide(
            details=tuple(self.details),
            notations=self.decided.notations or (Notation(),) * len(self.plan.ends or "1"),
        )
        for name in self.decided.details:
            self.details.setdefault(name, pa.nulls(len(self.which), DETAILS[name]))
        self.refuse_without_value()
        faults = [(field.name, fault) for field in FIELDS for fault in self.faults.get(field.name, ())]
        good = np.ones(len(self.which), bool)
        good[[fault.at for _, fault in faults]] = False
        if self.pinned is None:
            unstated = self.unstated & good
            self.decide(
                too_low=too_low_currencies(self.clean, unstated),
                monthly=monthly_currencies(self.clean, unstated) if self.is_for_people else (),
            )
        none = None if self.infer else np.zeros(len(self.which), bool)
        return Cleaned(
            self.raw, self.clean, self.details, faults, self.unstated, self.log, self.decided, none, none
        )

    def refuse_without_value(self) -> None:
        """Refuse the cells of a sheet that have an error or another reason for having no value, with that reason."""
        if not self.raw.without_value:
            return
        amounts = self.figures if "amount" not in self.plan.columns else ()
        read = [(at, "amount", column_.column) for at, column_ in enumerate(amounts)]
        read += [
            (-1, field_name, column_name)
            for field_name, column_name in self.plan.columns.items()
            if BY_NAME[field_name].kind != "text"
        ]
        numbers = self.raw.numbers if self.raw.numbers is not None else np.arange(1, len(self.which) + 1)
        for figure, field, column in read:
            cells = {cell.row: cell for cell in self.raw.without_value.get(column, ())}
            if field == "relevance":  # which is a share, and may be shown as a percentage
                cells = {row: cell for row, cell in cells.items() if not cell.value.endswith("%")}
            rows = np.flatnonzero(np.isin(numbers, list(cells)))
            if figure >= 0 and len(self.plan.figures) > 1:
                rows = rows[self.which[rows] == figure]
            if field in self.plan.further:  # another column may have had the value
                rows = np.intersect1d(rows, [fault.at for fault in self.faults.get(field, ())])
            own = [Fault(row, *cells[int(numbers[row])][2:]) for row in rows.tolist()]
            taken = set(rows.tolist())
            self.faults[field] = [
                *(fault for fault in self.faults.get(field, ()) if fault.at not in taken),
                *own,
            ]

    def need_columns(self) -> None:
        """Refuse a source that has no amounts, or nothing that could say their currency.

        Raises:
            InvalidSalary: naming the column.
        """
        figures = self.plan.figures or self.plan.ends or ()
        if self.pinned:  # the source had its columns when it was decided
            return
        lacking = None if figures or self.states("amount") else "amount"
        in_texts = self.infer and any(has_words(self.raw.columns[figure.column]) for figure in figures)
        elsewhere = self.infer and (self.states("country") or any(figure.currency for figure in self.figures))
        if not (lacking or self.states("currency") or elsewhere or in_texts):
            lacking = "currency"
        if lacking:
            names = list(self.raw.columns)
            numbers = number_columns(self.raw.columns) if lacking == "amount" else ()
            sentence = missing_column(names, lacking, lacking, self.raw.name, self.raw.lines, numbers)
            raise InvalidSalary(sentence, column=lacking)

    # Amounts

    def check_amount(self) -> None:
        """Check amounts, currencies and periods; cells that are not plain numbers are read as people write them."""
        column = self.amount_column()
        is_ours = not self.is_marked and self.states("currency") and not self.writing.points_group
        if not self.infer or (is_ours and self.may_be_plain and is_plain_column(column)):
            self.check("amount", column)
            self.check_plain()
            self.note_decimals(column, Notation())
            return
        context = self.context()
        amounts = self.read(column, context)
        self.decide(texts=amounts.is_text)
        is_text = self.decided.texts or amounts.is_text
        if is_text or self.is_marked:
            self.take_amounts(amounts, column)
        else:
            self.check("amount", column)
        self.log.notation(amounts.notation)
        self.note_decimals(column, amounts.notation)
        if is_ours and not is_text:
            self.check_plain()
            return
        self.decide_currencies(amounts, context, strictly=is_ours and not self.decided.texts)
        self.decide_periods(amounts)
        self.refuse_in_full(amounts, column)
        self.refuse_without_multiple(amounts)
        self.keep_details(amounts)
        self.count_details(amounts)

    @property
    def is_for_people(self) -> bool:
        """Whether amounts are texts, or their column is not called `amount`; an `amount` without a period is a year's, as the docs say."""
        return self.decided.texts or [figure.column for figure in self.figures] != ["amount"]

    def note_decimals(self, column: Column, notation: Notation) -> None:
        """Note that `65.000` was read as 65 if no other cell shows what the point means."""
        if not (self.writing.points_group or self.decimal or notation.thousands or self.plan.layout):
            self.log.decimals(thousandth(column))

    def keep_details(self, amounts: Amounts) -> None:
        """Keep the other details of texts with pay; refuse a text whose number of monthly salaries has no column."""
        names = self.pinned.details if self.pinned else None
        self.details = detail_columns(amounts, [figure.gross for figure in self.figures], self.which, names)
        if names is None or MONTHS.name in names:
            return
        for row in np.flatnonzero(
            amounts.column(MONTHS.name, pa.float64()).is_valid().to_numpy(False)
        ).tolist():
            text = amounts.text(row) or ""
            sentence = (
                f"{text!r} says how many monthly salaries a year has, and the layout has no column for that."
            )
            self.faults["amount"].append(Fault(row, text, "unkept_months", sentence))

    def count_details(self, amounts: Amounts) -> None:
        """Note how many good rows were read from text, are estimates, or are the middle of a range."""
        good = np.ones(len(self.which), bool)
        good[[fault.at for faults in self.faults.values() for fault in faults]] = False
        for kind, rows in detail_counts(amounts, self.rows * good).items():
            self.log.count(kind, rows)

    @property
    def may_be_plain(self) -> bool:
        """Whether a plain number may be read as an ordinary decimal number, regardless of the other cells."""
        pinned = self.pinned
        decided = pinned is None or (
            not pinned.texts and all(notation.is_plain for notation in pinned.notations)
        )
        return self.decimal is None and decided

    @property
    def writing(self) -> Writing:
        """How the amounts may be written."""
        is_ours = self.figures[0].column == "amount" and len(self.figures) == 1
        people = not (is_ours or self.plan.layout or self.by_machine) or self.raw.delimiter not in (None, ",")
        currency = self.defaults.get("currency")
        return Writing(self.decided.memory, people, self.decimal, self.plan.coded, currency)

    @cached_property
    def by_machine(self) -> bool:
        """Whether the format says what separates decimals, as JSON does, and no amount is a text with a figure."""
        if not self.raw.decimal:
            return False
        if self.pinned and self.pinned.notations:
            return self.pinned.notations[0].separators.plain
        ends = [self.raw.columns[end.column] for end in self.plan.ends or ()]
        return not any(map(has_figures, ends or [self.amount_column()]))

    def check_plain(self) -> None:
        """Check the currencies and periods of amounts that are plain numbers."""
        self.check_words("period")
        if "period" not in self.defaults:
            self.unstated = empty_cells(self.column("period"))
        checked = self.check("currency", self.column("currency"))
        if self.infer and any(fault.code == "unknown_currency" for fault in checked.faults):
            codes, faults = self.currency_cells
            rows = {fault.at for fault in faults}
            late = self.check("currency", codes).faults
            self.log.cities(self.by_city)
            self.faults["currency"] = [
                *(late_fault for late_fault in late if late_fault.at not in rows),
                *faults,
            ]

    def read(self, column: Column, context: RowContext) -> Amounts:
        """Return the amounts; those of a range's two columns are joined."""
        notations = self.pinned.notations if self.pinned else (None, None)
        if not self.plan.ends:
            amounts = read_amounts(column, context, self.writing._replace(notation=notations[0]))
            self.decide(notations=(amounts.notation,))
            return amounts
        low, high = (
            read_amounts(
                self.raw.columns[end.column],
                context._replace(figures=(end,)),
                self.writing._replace(notation=notation),
            )
            for end, notation in zip(self.plan.ends, notations, strict=True)
        )
        self.decide(notations=(low.notation, high.notation))
        return join_range_ends(low, high)

    def context(self) -> RowContext:
        """Return the other cells of the rows, and the columns of the amounts."""
        codes, faults = self.currency_cells
        self.faults["currency"] = faults
        periods = self.stated_periods.values
        if default := self.defaults.get("period"):
            periods = periods.fill_null(BY_NAME["period"].clean(default))
        return RowContext(self.countries, self.clean["as_of"], codes, periods, self.figures, self.which)

    def take_amounts(self, amounts: Amounts, column: Column) -> None:
        """Take the amounts that were read; if amounts are not texts, a cell without pay is refused as not a number."""
        if not (self.decided.texts or self.is_marked):
            strict = {fault.at: fault for fault in check_column(column, BY_NAME["amount"]).faults}
            amounts.faults = [
                strict[fault.at] if fault.code in _NO_TEXT else fault for fault in amounts.faults
            ]
        self.check("amount", pa.chunked_array([pa.array(amounts.amount, mask=np.isnan(amounts.amount))]))
        refused = {fault.at for fault in amounts.faults}
        late = [fault for fault in self.faults["amount"] if fault.at not in refused]
        self.faults["amount"] = sorted([*amounts.faults, *late])

    def decide_currencies(self, amounts: Amounts, context: RowContext, *, strictly: bool) -> None:
        """Decide the currency of each amount."""
        refused = {fault.at for fault in self.faults["currency"]}
        needs_none = self.plan.layout or "currency" not in self.plan.columns
        if needs_none and not strictly:  # a row without a figure is refused once
            refused |= {fault.at for fault in self.faults["amount"]}
        currencies = infer_currencies(
            amounts,
            context,
            self.clean["country"],
            self.clean["as_of"],
            default=self.defaults.get("currency"),
            closed={fault.at for fault in self.faults["currency"]},
            strictly=strictly,
        )
        if not self.states("currency"):
            self.decide(tender=common_tender_of(currencies, self.clean["country"]))
            currencies = refuse_without_common_tender(currencies, self.clean["country"], self.decided.tender)
        if self.pinned is None:
            self.decide(own_money=own_money_of(currencies, self.clean["country"], self.clean["as_of"]))
        currencies = refuse_other_currencies(currencies, self.clean["country"], self.decided.own_money)
        faults = [
            *self.faults["currency"],
            *(one_fault for one_fault in currencies.faults if one_fault.at not in refused),
        ]
        refused |= {one_fault.at for one_fault in currencies.faults}
        late = self.check("currency", pa.chunked_array([currencies.values])).faults
        self.faults["currency"] = [*faults, *(one_fault for one_fault in late if one_fault.at not in refused)]
        self.log.count("tender", int(self.rows[currencies.alone].sum()))
        self.log.cities(self.by_city + Counter(currencies.by_city))

    def decide_periods(self, amounts: Amounts) -> None:
        """Decide the period of each amount."""
        stated = self.stated_periods
        default = BY_NAME["period"].clean(self.defaults.get("period", "year"))
        periods = infer_periods(amounts, stated.values, default)
        self.clean["period"], self.faults["period"] = periods.values, [*stated.faults, *periods.faults]
        if "period" not in self.defaults:
            self.unstated = periods.unstated

    def refuse_in_full(self, amounts: Amounts, column: Column) -> None:
        """Refuse figures that the multiple of their header makes too high, because they seem to be written in full."""
        factors = np.array([figure.factor for figure in self.figures])[self.which]
        refused = {fault.at for fault in self.faults["amount"]}
        cells = None if self.plan.ends else column
        full = already_in_full(amounts, factors, self.clean["currency"], self.clean["period"], cells)
        self.faults["amount"] += [fault for fault in full if fault.at not in refused]

    def refuse_without_multiple(self, amounts: Amounts) -> None:
        """Refuse figures without a multiple where most amounts are texts with one."""
        self.decide(in_multiples=are_in_multiples(amounts, self.rows))
        if self.decided.in_multiples:
            refused = {fault.at for fault in self.faults["amount"]}
            faults = without_multiple(amounts, self.clean["period"])
            self.faults["amount"] += [fault for fault in faults if fault.at not in refused]
