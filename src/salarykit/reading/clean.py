"""Cleans the columns of a source: checks the fields, reads the amounts, and decides currencies and periods."""
# A little over 300 lines: all steps of cleaning are in one place, in their order.

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.errors import InvalidSalary
from salarykit.files.columns import as_flags
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
from salarykit.reading.details import DETAILS, detail_columns, detail_counts
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
from salarykit.reading.range_ends import join_range_ends
from salarykit.reading.sheet_cells import without_value
from salarykit.reading.source_columns import (
    empty_cells,
    has_digits,
    has_figures,
    has_words,
    is_plain_column,
    thousandth,
)
from salarykit.reading.table_shape import shape_hint
from salarykit.reading.validation import Fault, are_good, check_column
from salarykit.salaries.fields import BY_NAME, FIELDS, MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from salarykit.files.raw import Column, Raw
    from salarykit.reading.cell_figures import Amounts
    from salarykit.reading.decisions import Decisions
    from salarykit.reading.options import ReadingOptions
    from salarykit.reading.plan import Plan

__all__ = ["clean_columns"]

_WORDS: Final = ("country", "as_of", "statistic", "sample_size")  # fields whose cells may be words
_NO_TEXT: Final = ("no_pay", "not_a_number")  # codes of refused cells that hold no pay


def clean_columns(
    raw: Raw,
    plan: Plan,
    options: ReadingOptions,
    pinned: Decisions | None = None,
    *,
    rows: NDArray[np.intp] | None = None,
) -> Cleaned:
    """Return the columns of a source, cleaned; cities are not yet looked up.

    Args:
        raw: the source's columns.
        plan: which column is which field.
        options: how to read the source.
        pinned: the decisions already made for the source; by default these rows make them.
        rows: how many rows of the source each row stands for, for the counts; 1 if None.

    Raises:
        InvalidSalary: if no column has the amounts, or nothing states the currency.
    """
    cleaning = _Cleaning(raw, plan, options, pinned)
    cleaning.rows = cleaning.rows if rows is None else rows
    return cleaning.cleaned()


class _Cleaning(FieldColumns):
    """The steps that clean the columns of one source."""

    def cleaned(self) -> Cleaned:
        """Return the rows of the source, cleaned; cities are not yet looked up."""
        self.need_columns()
        for name in _WORDS:
            self.check_words(name)
        self.check_amount()
        for field in FIELDS:
            if field.name not in self.clean:
                self.check(field.name, self.column(field.name))
        self.keep_decided_details()
        self.refuse_without_value()
        faults = [(field.name, fault) for field in FIELDS for fault in self.faults.get(field.name, ())]
        self.decide_levels(faults)
        none = None if self.options.infer else np.zeros(len(self.which), bool)
        return Cleaned(
            self.raw, self.clean, self.details, faults, self.unstated, self.log, self.decided, none, none
        )

    def refuse_without_value(self) -> None:
        """Refuse the cells of a workbook without a value; the reason for that takes the place of any other fault."""
        for name, faults in without_value(self.raw, self.plan, self.which, self.faults):
            rows = {fault.at for fault in faults}
            others = [fault for fault in self.faults.get(name, ()) if fault.at not in rows]
            self.faults[name] = [*others, *faults]

    def need_columns(self) -> None:
        """Refuse a source without a column of amounts, or without anything that could state their currency.

        Raises:
            InvalidSalary: naming the column.
        """
        if self.pinned:  # the columns were checked when the decisions were made
            return
        infer, amounts = self.options.infer, self.plan.amounts
        lacking = None if amounts or self.states("amount") else "amount"
        figures = [self.raw.columns[amount.column] for amount in amounts]
        in_texts = infer and any(map(has_words, figures))
        elsewhere = infer and (self.states("country") or any(amount.currency for amount in amounts))
        if not (lacking or self.states("currency") or elsewhere or in_texts):
            lacking = "currency" if any(map(has_digits, figures)) else "amount"
        if lacking:
            names = list(self.raw.columns)
            numbers = number_columns(self.raw.columns) if lacking == "amount" else ()
            shape = shape_hint(self.raw.columns, numbers) if numbers else ""
            sentence = missing_column(names, lacking, lacking, self.raw.name, self.raw.lines, numbers, shape)
            raise InvalidSalary(sentence, column=lacking)

    def decide_levels(self, faults: Sequence[tuple[str, Fault]]) -> None:
        """Decide, by the good rows whose period nothing states, in which currencies amounts are too low for a year's pay."""
        if self.pinned:
            return
        unstated = self.unstated & are_good(len(self.which), (fault for _, fault in faults))
        self.decide(
            too_low=too_low_currencies(self.clean, unstated),
            monthly=monthly_currencies(self.clean, unstated) if self.is_for_people else (),
        )

    def refuse(self, name: str, faults: Iterable[Fault]) -> None:
        """Add faults of a field for rows in which it has none yet."""
        rows = {fault.at for fault in self.faults[name]}
        self.faults[name] += [fault for fault in faults if fault.at not in rows]

    # Amounts

    def check_amount(self) -> None:
        """Check amounts, currencies and periods; amounts that are not plain numbers are read as people write them."""
        column = self.amount_column()
        is_named_by_field = not self.is_marked and self.states("currency") and not self.writing.points_group
        if not self.options.infer or (is_named_by_field and self.may_be_plain and is_plain_column(column)):
            self.check("amount", column)
            self.check_plain()
            self.note_decimals(column, Notation())
        else:
            self.read_amounts(column, is_named_by_field=is_named_by_field)

    def read_amounts(self, column: Column, *, is_named_by_field: bool) -> None:
        """Read amounts as people write them, and decide their currencies and periods.

        Args:
            column: the amounts.
            is_named_by_field: whether the columns have the names of fields, so that plain numbers are read strictly.
        """
        context = self.context()
        amounts = self.read(column, context)
        self.decide(texts=amounts.is_text)
        is_text = self.decided.texts or amounts.is_text
        if self.scales is not None:
            amounts.scale(self.scales, self.factors)
        if is_text or self.is_marked or self.scales is not None:
            self.take_amounts(amounts, column)
        else:
            self.check("amount", column)
        self.log.notation(amounts.notation)
        self.note_decimals(column, amounts.notation)
        if is_named_by_field and not is_text:
            self.check_plain()
            return
        self.decide_currencies(amounts, context, strictly=is_named_by_field and not self.decided.texts)
        self.decide_periods(amounts)
        self.refuse_multiples(amounts, column)
        self.keep_details(amounts)
        self.count_details(amounts)

    @property
    def is_for_people(self) -> bool:
        """Whether amounts are texts, or their column is not called `amount`; an `amount` without a period is documented as a year's."""
        return self.decided.texts or [figure.column for figure in self.figures] != ["amount"]

    def note_decimals(self, column: Column, notation: Notation) -> None:
        """Note that a number such as `65.000` was read as 65, if no other cell shows what the point means."""
        is_known = self.options.decimal or notation.thousands or self.plan.layout
        if not (is_known or self.writing.points_group):
            self.log.decimals(thousandth(column))

    def keep_details(self, amounts: Amounts) -> None:
        """Keep the details of texts with pay; if there is no column for a number of monthly salaries, refuse the text."""
        names = self.pinned.details if self.pinned else None
        self.details = detail_columns(amounts, [figure.gross for figure in self.figures], self.which, names)
        if names is None or MONTHS.name in names:
            return
        states_months = as_flags(amounts.column(MONTHS.name, pa.float64()).is_valid())
        for row in np.flatnonzero(states_months).tolist():
            text = amounts.text(row) or ""
            sentence = (
                f"{text!r} says how many monthly salaries a year has, and the layout has no column for that."
            )
            self.faults["amount"].append(Fault(row, text, "unkept_months", sentence))

    def keep_decided_details(self) -> None:
        """Decide which columns of details the source has, and add those that these rows lack."""
        self.decide(
            details=tuple(self.details),
            notations=self.decided.notations or (Notation(),) * len(self.plan.ends or "1"),
        )
        for name in self.decided.details:
            self.details.setdefault(name, pa.nulls(len(self.which), DETAILS[name]))

    @property
    def factors(self) -> NDArray[np.float64]:
        """The multiple in the header of each row's amount."""
        factors: NDArray[np.float64] = np.array([figure.factor for figure in self.figures])[self.which]
        return factors

    def count_scaled(self) -> None:
        """Note how many good rows have a currency that states a multiple."""
        if self.scales is not None:
            good = are_good(len(self.which), chain.from_iterable(self.faults.values()))
            self.log.count("scaled", int((self.rows * good)[self.scales != 1].sum()))

    def count_details(self, amounts: Amounts) -> None:
        """Note how many good rows have an estimate, the middle of a range, or another detail from a text."""
        good = are_good(len(self.which), chain.from_iterable(self.faults.values()))
        for kind, rows in detail_counts(amounts, self.rows * good).items():
            self.log.count(kind, rows)
        self.count_scaled()

    @property
    def may_be_plain(self) -> bool:
        """Whether a plain number may be read as an ordinary decimal number, regardless of the other cells."""
        pinned = self.pinned
        decided = pinned is None or (
            not pinned.texts and all(notation.is_plain for notation in pinned.notations)
        )
        return self.options.decimal is None and decided

    @property
    def writing(self) -> Writing:
        """How amounts may be written, given the decisions and the format of the source."""
        is_named_amount = self.figures[0].column == "amount" and len(self.figures) == 1
        people = not (is_named_amount or self.plan.layout or self.by_machine) or self.raw.delimiter not in (
            None,
            ",",
        )
        currency = self.options.defaults.get("currency")
        return Writing(self.decided.memory, people, self.options.decimal, self.plan.coded, currency)

    @cached_property
    def by_machine(self) -> bool:
        """Whether the format prescribes the decimal separator, as JSON does, and no amount is a text with a figure."""
        if not self.raw.decimal:
            return False
        if self.pinned and self.pinned.notations:
            return self.pinned.notations[0].separators.plain
        ends = [self.raw.columns[end.column] for end in self.plan.ends or ()]
        return not any(map(has_figures, ends or [self.amount_column()]))

    def check_plain(self) -> None:
        """Check the currencies and periods of amounts that are plain numbers."""
        self.check_words("period")
        if "period" not in self.options.defaults:
            self.unstated = empty_cells(self.column("period"))
        checked = self.check("currency", self.column("currency"))
        if self.options.infer and any(fault.code == "unknown_currency" for fault in checked.faults):
            codes, faults = self.currency_cells
            late = self.check("currency", codes).faults
            self.log.cities(self.by_city)
            self.faults["currency"] = list(faults)
            self.refuse("currency", late)
            if self.scales is not None:
                self.clean["amount"] = pc.multiply(self.clean["amount"], pa.array(self.scales))
                self.count_scaled()

    def read(self, column: Column, context: RowContext) -> Amounts:
        """Return the amounts as read; the two columns of a range are joined."""
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
        if default := self.options.defaults.get("period"):
            periods = periods.fill_null(BY_NAME["period"].clean(default))
        return RowContext(
            self.countries,
            self.clean["as_of"],
            codes,
            periods,
            self.figures,
            self.which,
            self.clean["country"],
            self.options.defaults.get("currency"),
        )

    def take_amounts(self, amounts: Amounts, column: Column) -> None:
        """Keep the amounts that were read, and refuse the others, as texts without pay or as not a number."""
        if not (self.decided.texts or self.is_marked):
            strict = {fault.at: fault for fault in check_column(column, BY_NAME["amount"]).faults}
            amounts.faults = [
                strict[fault.at] if fault.code in _NO_TEXT else fault for fault in amounts.faults
            ]
        late = self.check(
            "amount", pa.chunked_array([pa.array(amounts.amount, mask=np.isnan(amounts.amount))])
        )
        self.faults["amount"] = list(amounts.faults)
        self.refuse("amount", late.faults)
        self.faults["amount"].sort()

    def decide_currencies(self, amounts: Amounts, context: RowContext, *, strictly: bool) -> None:
        """Decide the currency of each amount; a row whose amount is refused gets no fault for its currency."""
        stated = self.faults["currency"]
        currencies = infer_currencies(amounts, context, {fault.at for fault in stated}, strictly=strictly)
        country, day = self.clean["country"], self.clean["as_of"]
        if not self.states("currency"):
            self.decide(tender=common_tender_of(currencies, country))
            currencies = refuse_without_common_tender(currencies, country, self.decided.tender)
        if self.pinned is None:
            self.decide(own_money=own_money_of(currencies, country, day))
        currencies = refuse_other_currencies(currencies, country, self.decided.own_money)
        late = self.check("currency", pa.chunked_array([currencies.values])).faults
        refused = set()
        if not strictly and (self.plan.layout or "currency" not in self.plan.columns):
            refused = {fault.at for fault in self.faults["amount"]}
        self.faults["currency"] = list(stated)
        for faults in (currencies.faults, late):
            self.refuse("currency", [fault for fault in faults if fault.at not in refused])
        self.log.count("tender", int(self.rows[currencies.alone].sum()))
        self.log.cities(self.by_city + Counter(currencies.by_city))

    def decide_periods(self, amounts: Amounts) -> None:
        """Decide the period of each amount."""
        stated = self.stated_periods
        default = BY_NAME["period"].clean(self.options.defaults.get("period", "year"))
        periods = infer_periods(amounts, stated.values, default)
        self.clean["period"], self.faults["period"] = periods.values, [*stated.faults, *periods.faults]
        if "period" not in self.options.defaults:
            self.unstated = periods.unstated

    def refuse_multiples(self, amounts: Amounts, column: Column) -> None:
        """Refuse figures that the multiple of their header makes too high, and figures without a multiple if most amounts have one."""
        factors = self.factors if self.scales is None else np.maximum(self.factors, self.scales)
        cells = None if self.plan.ends else column
        self.refuse(
            "amount", already_in_full(amounts, factors, self.clean["currency"], self.clean["period"], cells)
        )
        self.decide(in_multiples=are_in_multiples(amounts, self.rows))
        if self.decided.in_multiples:
            self.refuse("amount", without_multiple(amounts, self.clean["period"]))
