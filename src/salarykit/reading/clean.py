"""From a source's columns to ours: found by header, cells in people's words mended, amounts read from text."""
# A little over 300 lines: the steps from a source to its rows stand in their order, in one place.

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidSalary
from salarykit.reading.amounts import Beside, Writing, read_amounts
from salarykit.reading.beside import SAID, counts_of, joined, said_columns
from salarykit.reading.column_mapping import Plan, missing_column
from salarykit.reading.common_tender import refuse_many, tenders_of
from salarykit.reading.currency_inference import settle_currencies, settle_periods
from salarykit.reading.field_columns import FieldColumns
from salarykit.reading.multiples import written_in_full
from salarykit.reading.notation import Notation
from salarykit.reading.own_money import own_money_of, refuse_foreign
from salarykit.reading.text_columns import has_figures, has_words, is_plain_column, thousandth
from salarykit.reading.unstated import too_low_in, without_cell
from salarykit.reading.validation import Fault, check_column
from salarykit.salaries.fields import BY_NAME, FIELDS, MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from salarykit.files.raw import Column, Raw
    from salarykit.reading.decisions import Decisions
    from salarykit.reading.inference_log import Said
    from salarykit.reading.number_format import Sign
    from salarykit.reading.told import Amounts

__all__ = ["Understood", "understand"]

_WORDS: Final = ("country", "as_of", "statistic", "sample_size")
_NO_TEXT: Final = ("no_pay", "not_a_number")


class Understood(NamedTuple):
    """A source as ours.

    Attributes:
        raw: the source's columns, a row for each figure.
        clean: our columns, checked.
        said: columns beside the fields: what the texts of amounts say.
        faults: the cells that were refused, by field.
        unstated: which rows have a period that nothing states.
        account: what was inferred.
        decided: what the rows decide together.
    """

    raw: Raw
    clean: dict[str, pa.Array]
    said: dict[str, pa.Array]
    faults: list[tuple[str, Fault]]
    unstated: NDArray[np.bool_]
    account: Said
    decided: Decisions


def understand(
    raw: Raw,
    plan: Plan,
    defaults: Mapping[str, Any],
    *,
    infer: bool,
    decimal: Sign | None = None,
    day_first: bool | None = None,
    known: Decisions | None = None,
) -> Understood:
    """Return a source's columns as ours, by a plan.

    Args:
        raw: the source's columns.
        plan: which of them are which.
        defaults: what a missing cell stands for.
        infer: whether cells that the strict checks refuse may be in people's words.
        decimal: what separates the decimals of amounts; None if their cells are to say.
        day_first: whether `03/04/2024` puts the day first; None if the cells are to say.
        known: what the rows of the source decide together; by default these rows decide it.

    Raises:
        InvalidSalary: if there is no column for the amount or, where nothing else says it, for the currency.
    """
    return _Work(raw, plan, defaults, infer=infer, decimal=decimal, day_first=day_first, known=known).done()


class _Work(FieldColumns):
    """One reading, step by step."""

    def done(self) -> Understood:
        """Return what was understood."""
        self.need_columns()
        for name in _WORDS:
            self.check_words(name)
        self.check_amount()
        for field in FIELDS:
            if field.name not in self.clean:
                self.check(field.name, self.column(field.name))
        self.decide(
            said=tuple(self.said),
            notations=self.decided.notations or (Notation(),) * len(self.plan.ends or "1"),
        )
        for name in self.decided.said:
            self.said.setdefault(name, pa.nulls(len(self.which), SAID[name]))
        faults = [(field.name, fault) for field in FIELDS for fault in self.faults.get(field.name, ())]
        good = np.ones(len(self.which), bool)
        good[[fault.at for _, fault in faults]] = False
        if self.known is None:
            self.decide(too_low=too_low_in(self.clean, self.unstated & good))
        return Understood(self.raw, self.clean, self.said, faults, self.unstated, self.account, self.decided)

    def need_columns(self) -> None:
        """Refuse a source without amounts, or without anything that could say their currency.

        Raises:
            InvalidSalary: naming the column.
        """
        figures = self.plan.figures or self.plan.ends or ()
        if self.known:  # its columns were there when it was decided
            return
        lacking = None if figures or self.states("amount") else "amount"
        said = self.infer and any(has_words(self.raw.columns[each.column]) for each in figures)
        helped = self.infer and (self.states("country") or any(each.currency for each in self.figures))
        if not lacking and not self.states("currency") and not helped and not said:
            lacking = "currency"
        if lacking:
            names = list(self.raw.columns)
            sentence = missing_column(names, lacking, lacking, self.raw.name, self.raw.lines)
            raise InvalidSalary(sentence, column=lacking)

    # Amounts

    def check_amount(self) -> None:
        """Check amounts, currencies and periods; what is no plain number is read as people write it."""
        column = self.amount_column()
        is_ours = not self.is_marked and self.states("currency") and not self.writing.points_group
        if not self.infer or (is_ours and self.may_be_plain and is_plain_column(column)):
            self.check("amount", column)
            self.check_plain()
            self.tell_decimals(column, Notation())
            return
        beside = self.beside()
        amounts = self.read(column, beside)
        self.decide(texts=amounts.is_text)
        is_text = self.decided.texts or amounts.is_text
        if is_text or self.is_marked:
            self.take_amounts(amounts, column)
        else:
            self.check("amount", column)
        self.account.notation(amounts.notation)
        self.tell_decimals(column, amounts.notation)
        if is_ours and not is_text:
            self.check_plain()
            return
        self.settle(amounts, beside, strictly=is_ours and not self.decided.texts)
        self.keep_said(amounts)
        kept = np.ones(len(self.which), bool)
        kept[[fault.at for faults in self.faults.values() for fault in faults]] = False
        for kind, rows in counts_of(amounts, kept).items():
            self.account.count(kind, rows)

    def tell_decimals(self, column: Column, notation: Notation) -> None:
        """Say that points before three digits separate decimals, as machines write them, where no other cell says so."""
        if not (self.writing.points_group or self.decimal or notation.thousands or self.plan.layout):
            self.account.decimals(thousandth(column))

    def keep_said(self, amounts: Amounts) -> None:
        """Keep what the texts say beside their amounts; refuse what the figure needs and has no column."""
        names = self.known.said if self.known else None
        self.said = said_columns(amounts, [figure.gross for figure in self.figures], self.which, names)
        if names is None or MONTHS.name in names:
            return
        for row in np.flatnonzero(
            amounts.column(MONTHS.name, pa.float64()).is_valid().to_numpy(False)
        ).tolist():
            text = amounts.told[amounts.of[row]].text
            sentence = (
                f"{text!r} says how many monthly salaries a year has, for which the layout has no column."
            )
            self.faults["amount"].append(Fault(row, text, "unkept_months", sentence))

    @property
    def may_be_plain(self) -> bool:
        """Whether a plain number may be taken as machines read it, whatever stands in other cells."""
        known = self.known
        decided = known is None or (not known.texts and all(each.is_plain for each in known.notations))
        return self.decimal is None and decided

    @property
    def writing(self) -> Writing:
        """How the amounts may be written."""
        named = self.figures[0].column == "amount" and len(self.figures) == 1
        people = not (named or self.plan.layout or self.by_machine) or self.raw.delimiter not in (None, ",")
        currency = self.defaults.get("currency")
        return Writing(self.decided.memory, people, self.decimal, self.plan.coded, currency)

    @cached_property
    def by_machine(self) -> bool:
        """Whether the format says what separates decimals, as JSON does, and no amount is in people's writing."""
        if not self.raw.decimal:
            return False
        if self.known and self.known.notations:
            return self.known.notations[0].separators.plain
        ends = [self.raw.columns[end.column] for end in self.plan.ends or ()]
        return not any(map(has_figures, ends or [self.amount_column()]))

    def check_plain(self) -> None:
        """Check currencies and periods where the amounts are plain numbers."""
        self.check_words("period")
        if "period" not in self.defaults:
            self.unstated = without_cell(self.column("period"))
        checked = self.check("currency", self.column("currency"))
        if self.infer and any(fault.code == "unknown_currency" for fault in checked.faults):
            codes, faults = self.currency_cells
            rows = {fault.at for fault in faults}
            late = self.check("currency", codes).faults
            self.account.cities(self.by_city)
            self.faults["currency"] = [*(each for each in late if each.at not in rows), *faults]

    def read(self, column: Column, beside: Beside) -> Amounts:
        """Return the amounts, those of a range's two columns joined."""
        notations = self.known.notations if self.known else (None, None)
        if not self.plan.ends:
            amounts = read_amounts(column, beside, self.writing._replace(notation=notations[0]))
            self.decide(notations=(amounts.notation,))
            return amounts
        low, high = (
            read_amounts(
                self.raw.columns[end.column],
                beside._replace(figures=(end,)),
                self.writing._replace(notation=notation),
            )
            for end, notation in zip(self.plan.ends, notations, strict=True)
        )
        self.decide(notations=(low.notation, high.notation))
        return joined(low, high)

    def beside(self) -> Beside:
        """Return what stands beside the amounts."""
        codes, faults = self.currency_cells
        self.faults["currency"] = faults
        periods = self.stated_periods.values
        if default := self.defaults.get("period"):
            periods = periods.fill_null(BY_NAME["period"].clean(default))
        return Beside(self.countries, self.clean["as_of"], codes, periods, self.figures, self.which)

    def take_amounts(self, amounts: Amounts, column: Column) -> None:
        """Take the amounts that were read; where they are not texts, say of a cell without any that it is no number."""
        if not (self.decided.texts or self.is_marked):
            strict = {each.at: each for each in check_column(column, BY_NAME["amount"]).faults}
            amounts.faults = [strict[each.at] if each.code in _NO_TEXT else each for each in amounts.faults]
        self.check("amount", pa.chunked_array([pa.array(amounts.amount, mask=np.isnan(amounts.amount))]))
        refused = {each.at for each in amounts.faults}
        late = [each for each in self.faults["amount"] if each.at not in refused]
        self.faults["amount"] = sorted([*amounts.faults, *late])

    def settle(self, amounts: Amounts, beside: Beside, *, strictly: bool) -> None:
        """Settle what the amounts are in and paid for."""
        refused = {fault.at for fault in self.faults["currency"]}
        needs_none = self.plan.layout or "currency" not in self.plan.columns
        if needs_none and not strictly:  # a row without a figure
            refused |= {fault.at for fault in self.faults["amount"]}
        settled = settle_currencies(
            amounts,
            beside,
            self.clean["country"],
            self.clean["as_of"],
            default=self.defaults.get("currency"),
            closed={fault.at for fault in self.faults["currency"]},
            strictly=strictly,
        )
        if not self.states("currency"):
            self.decide(tenders=tenders_of(settled, self.clean["country"]))
            settled = refuse_many(settled, self.clean["country"], self.decided.tenders)
        if self.known is None:
            self.decide(own_money=own_money_of(settled, self.clean["country"], self.clean["as_of"]))
        settled = refuse_foreign(settled, self.clean["country"], self.decided.own_money)
        faults = [*self.faults["currency"], *(each for each in settled.faults if each.at not in refused)]
        refused |= {each.at for each in settled.faults}
        late = self.check("currency", pa.chunked_array([settled.values])).faults
        self.faults["currency"] = [*faults, *(each for each in late if each.at not in refused)]
        self.account.count("tender", len(settled.alone))
        self.account.cities(self.by_city + Counter(settled.by_city))
        self.settle_periods(amounts)
        factors = np.array([figure.factor for figure in self.figures])[self.which]
        refused = {each.at for each in self.faults["amount"]}
        full = written_in_full(amounts, factors, self.clean["currency"], self.clean["period"])
        self.faults["amount"] += [each for each in full if each.at not in refused]

    def settle_periods(self, amounts: Amounts) -> None:
        """Settle what the amounts are paid for."""
        stated = self.stated_periods
        default = BY_NAME["period"].clean(self.defaults.get("period", "year"))
        settled = settle_periods(amounts, stated.values, default)
        self.clean["period"], self.faults["period"] = settled.values, [*stated.faults, *settled.faults]
        if "period" not in self.defaults:
            self.unstated = settled.unstated
