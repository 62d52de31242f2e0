"""From a source's columns to ours: found by header, cells in people's words mended, amounts read from text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.errors import InvalidSalary
from salarykit.files.columns import combine, is_text
from salarykit.places import resolve
from salarykit.salaries.amounts import Amounts, Beside, joined, read_amounts
from salarykit.salaries.checks import Checked, Fault, check_column
from salarykit.salaries.fields import BY_NAME, FIELDS
from salarykit.salaries.plan import Figure, Plan, missing_column
from salarykit.salaries.said import Said
from salarykit.salaries.settling import ambiguous, settle_currencies, settle_periods
from salarykit.salaries.tenders import money_of
from salarykit.salaries.unpivot import unpivoted
from salarykit.salaries.words import MENDERS, days_first, mend_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from salarykit.files.raw import Column, Raw
    from salarykit.salaries.reading import Reading

__all__ = ["Understood", "understand"]

_MENDABLE: Final = ("unknown_country", "unknown_period", "unknown_statistic", "invalid_as_of", "not_a_number")
_WORDS: Final = ("country", "as_of", "statistic", "sample_size")


class Understood(NamedTuple):
    """A source as ours.

    Attributes:
        raw: the source's columns, a row for each figure.
        clean: our columns, checked.
        said: columns beside the fields: what the texts of amounts say.
        faults: the cells that were refused, by field.
        reading: what was inferred.
    """

    raw: Raw
    clean: dict[str, pa.Array]
    said: dict[str, pa.Array]
    faults: list[tuple[str, Fault]]
    reading: Reading


def understand(raw: Raw, plan: Plan, defaults: Mapping[str, Any], *, infer: bool) -> Understood:
    """Return a source's columns as ours, by a plan.

    Args:
        raw: the source's columns.
        plan: which of them are which.
        defaults: what a missing cell stands for.
        infer: whether cells that the strict checks refuse may be in people's words.

    Raises:
        InvalidSalary: if there is no column for the amount or, where nothing else says it, for the currency.
    """
    return _Work(raw, plan, defaults, infer=infer).done()


class _Work:
    """One reading, step by step."""

    def __init__(self, raw: Raw, plan: Plan, defaults: Mapping[str, Any], *, infer: bool) -> None:
        self.account = Said(raw, plan)
        self.plan, self.defaults, self.infer = plan, defaults, infer
        self.raw, self.which = raw, np.zeros(len(raw), np.intp)
        self.cells: Column | None = None
        if len(plan.figures) > 1:
            self.raw, self.cells, self.which, empty = unpivoted(raw, plan.figures)
            self.account.count("empty", empty)
        self.figures = plan.figures or plan.ends or (Figure("amount"),)
        self.clean: dict[str, pa.Array] = {}
        self.said: dict[str, pa.Array] = {}
        self.faults: dict[str, list[Fault]] = {}

    def done(self) -> Understood:
        """Return what was understood."""
        self.need_columns()
        for name in _WORDS:
            self.check_words(name)
        self.check_amount()
        for field in FIELDS:
            if field.name not in self.clean:
                self.check(field.name, self.column(field.name))
        faults = [(field.name, fault) for field in FIELDS for fault in self.faults.get(field.name, ())]
        return Understood(self.raw, self.clean, self.said, faults, self.account.reading())

    # Columns

    def states(self, name: str) -> bool:
        """Return whether a field has a column, a constant or a default."""
        return name in self.plan.columns or name in self.plan.constants or name in self.defaults

    def need_columns(self) -> None:
        """Refuse a source without amounts, or without anything that could say their currency.

        Raises:
            InvalidSalary: naming the column.
        """
        lacking = None if self.plan.figures or self.plan.ends or self.states("amount") else "amount"
        text = self.infer and any(_may_be_text(self.raw.columns[each.column]) for each in self.plan.figures)
        helped = self.infer and (self.states("country") or any(each.currency for each in self.figures))
        if not lacking and not self.states("currency") and not helped and not (text and self.has_text()):
            lacking = "currency"
        if lacking:
            names = list(self.raw.columns)
            raise InvalidSalary(missing_column(names, lacking, lacking, self.raw.name), column=lacking)

    def has_text(self) -> bool:
        """Return whether an amount is more than a number, and so may say its currency."""
        cells = [_texts(self.raw.columns[figure.column]) for figure in self.plan.figures]
        return any(
            pc.any(pc.match_substring_regex(column, r"[0-9][^0-9.,'\s]|[^0-9.,'\s+-].*[0-9]")).as_py() for column in cells
        )

    def column(self, name: str) -> Column:
        """Return a field's column as the source, the layout or the header states it; nulls where none does."""
        length = len(self.which)
        if name in self.plan.columns:
            return self.raw.columns[self.plan.columns[name]]
        if name in self.plan.constants:
            return pa.chunked_array([pa.repeat(self.plan.constants[name], length)])
        told = [getattr(figure, name) for figure in self.figures] if name in ("period", "statistic") else []
        if any(told) and not (name == "statistic" and self.plan.ends):
            return pa.chunked_array([pa.array(told, pa.string()).take(pa.array(self.which))])
        return [None] * length if BY_NAME[name].required else pa.chunked_array([pa.nulls(length)])

    def check(self, name: str, column: Column) -> Checked:
        """Check a column, keep what is clean, and note what is not."""
        checked = check_column(column, BY_NAME[name], self.defaults.get(name))
        self.clean[name], self.faults[name] = checked.values, checked.faults
        return checked

    def check_words(self, name: str) -> None:
        """Check a column, and again with its words as codes if there are any that are none."""
        column = self.column(name)
        checked = self.check(name, column)
        if told := self.words(name, checked.faults):
            self.check(name, _replaced(column, told))
            self.account.mended(name, told)

    def words(self, name: str, faults: list[Fault]) -> dict[str, str]:
        """Return the refused cells of a field that are words for what it takes."""
        if not self.infer:
            return {}
        texts = sorted({fault.value for fault in faults if fault.code in _MENDABLE})
        mend: Callable[[str], str | None] = MENDERS[name] if name in MENDERS else _day_mender(texts)
        return {text: code for text in texts if (code := mend(text))}

    # Amounts

    def check_amount(self) -> None:
        """Check amounts, currencies and periods; what is no plain number is read as people write it."""
        column = self.amount_column()
        strict = self.check("amount", column) if self.plan.ends is None else Checked(pa.nulls(0), [])
        is_bare = self.plan.ends is None and self.figures == (Figure(self.figures[0].column),)
        dots_group = "amount" in self.plan.found or self.raw.delimiter not in (None, ",")
        is_plain = is_bare and self.states("currency") and not dots_group
        if not self.infer or (is_plain and not any(each.code == "not_a_number" for each in strict.faults)):
            self.check_plain()
            return
        beside = self.beside()
        amounts = self.read(column, beside, dots_group=dots_group)
        if is_plain and not amounts.is_text:
            self.check_plain()
            return
        self.take_amounts(amounts, strict)
        self.settle(amounts, beside)
        self.said = amounts.columns([figure.gross for figure in self.figures], self.which)
        self.account.numerals(amounts.numerals)
        refused = {fault.at for faults in self.faults.values() for fault in faults}
        for kind, rows in amounts.counts(refused).items():
            self.account.count(kind, rows)

    def check_plain(self) -> None:
        """Check currencies and periods where the amounts are plain numbers."""
        self.check_words("period")
        column = self.column("currency")
        checked = self.check("currency", column)
        if self.infer and any(fault.code == "unknown_currency" for fault in checked.faults):
            codes, faults = self.currency_cells()
            self.check("currency", codes)
            self.refuse("currency", faults)

    def amount_column(self) -> Column:
        """Return the amounts as the source states them; nulls where only a default does."""
        if self.cells is not None:
            return self.cells
        if len(self.plan.figures) == 1:
            return self.raw.columns[self.plan.figures[0].column]
        return pa.chunked_array([pa.nulls(len(self.which))])

    def read(self, column: Column, beside: Beside, *, dots_group: bool) -> Amounts:
        """Return the amounts, those of a range's two columns joined."""
        coded = self.plan.coded
        if not self.plan.ends:
            return read_amounts(column, beside, dots_group=dots_group, coded=coded)
        low, high = (
            read_amounts(
                self.raw.columns[end.column], beside._replace(figures=(end,)), dots_group=dots_group, coded=coded
            )
            for end in self.plan.ends
        )
        return joined(low, high)

    def beside(self) -> Beside:
        """Return what stands beside the amounts."""
        codes, faults = self.currency_cells()
        self.faults["currency"] = faults
        return Beside(self.countries(), codes, self.figures, self.which)

    def currency_cells(self) -> tuple[pa.Array, list[Fault]]:
        """Return the column of currencies as codes, signs and names among them; null where nothing stands."""
        column = self.column("currency")
        checked = check_column(column, replace(BY_NAME["currency"], required=False))
        codes = checked.values.to_pylist()
        foreign = pa.array([fault.at for fault in checked.faults], pa.int64())
        faults, told = [], {}
        for fault, country in zip(checked.faults, self.countries().take(foreign).to_pylist(), strict=True):
            money = money_of(fault.value, country)
            if money.code:
                codes[fault.at] = told[fault.value] = money.code
            elif money.alternatives:
                faults.append(ambiguous(fault.at, fault.value, money.alternatives))
            else:
                faults.append(fault)
        self.account.mended("currency", told)
        return (pa.array(codes, pa.string()) if told else checked.values), faults

    def countries(self) -> pa.Array:
        """Return each row's country: its own, else that of its city."""
        countries = self.clean["country"]
        if "city" not in self.plan.columns or not countries.null_count:
            return countries
        cities = _texts(self.raw.columns[self.plan.columns["city"]])
        coded = pc.if_else(countries.is_null(), cities, None).dictionary_encode()
        found = [resolve(name).country if name else None for name in coded.dictionary.to_pylist()]
        return pc.coalesce(countries, pa.array(found, pa.string()).take(coded.indices))

    def take_amounts(self, amounts: Amounts, strict: Checked) -> None:
        """Take the amounts that were read."""
        figures = amounts.amount
        self.check("amount", pa.chunked_array([pa.array(figures, mask=np.isnan(figures))]))
        missing = {each.at for each in strict.faults if each.code == "missing"}
        late = [
            each
            for each in self.faults["amount"]
            if each.at not in amounts.faults and (each.code != "missing" or each.at in missing or self.plan.ends)
        ]
        self.faults["amount"] = sorted([*amounts.faults.values(), *late])

    def settle(self, amounts: Amounts, beside: Beside) -> None:
        """Settle what the amounts are in and paid for."""
        refused = {fault.at for fault in self.faults["currency"]}
        if "currency" not in self.plan.columns:  # a row without a figure needs none
            refused |= {fault.at for fault in self.faults["amount"]}
        settled = settle_currencies(
            amounts, beside, self.clean["country"], self.clean["as_of"], self.defaults.get("currency")
        )
        earlier = self.faults["currency"]
        self.check("currency", pa.chunked_array([settled.values]))
        self.faults["currency"] = [
            *earlier,
            *(each for each in settled.faults if each.at not in refused),
            *(each for each in self.faults["currency"] if each.at not in refused | {each.at for each in settled.faults}),
        ]
        self.account.count("tender", settled.by_country)
        self.settle_periods(amounts)

    def settle_periods(self, amounts: Amounts) -> None:
        """Settle what the amounts are paid for."""
        column = self.column("period")
        told = self.words("period", check_column(column, BY_NAME["period"]).faults)
        self.account.mended("period", told)
        stated = check_column(_replaced(column, told) if told else column, replace(BY_NAME["period"], default=None))
        default = BY_NAME["period"].clean(self.defaults.get("period", "year"))
        settled = settle_periods(amounts, stated.values, default)
        self.clean["period"], self.faults["period"] = settled.values, [*stated.faults, *settled.faults]

    def refuse(self, name: str, faults: list[Fault]) -> None:
        """Put better reasons in the place of a field's faults at the same cells."""
        rows = {fault.at for fault in faults}
        self.faults[name] = [*(each for each in self.faults[name] if each.at not in rows), *faults]


def _may_be_text(column: Column) -> bool:
    return isinstance(column, list) or is_text(_values_type(column))


def _values_type(column: pa.ChunkedArray) -> pa.DataType:
    return column.type.value_type if pa.types.is_dictionary(column.type) else column.type


def _texts(column: Column) -> pa.Array:
    """Return a column as texts, null where a cell is none."""
    if isinstance(column, list):
        return pa.array([cell if isinstance(cell, str) else None for cell in column], pa.string())
    array = combine(column)
    array = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    return array.cast(pa.string()) if is_text(array.type) else pa.nulls(len(array), pa.string())


def _day_mender(texts: list[str]) -> Callable[[str], str | None]:
    first = days_first(texts)
    return lambda text: mend_day(text, day_first=first)


def _replaced(column: Column, told: Mapping[str, str]) -> Column:
    """Return a column with some of its texts as others."""
    if isinstance(column, list):
        return [told.get(cell, cell) if isinstance(cell, str) else cell for cell in column]
    coded = combine(column)
    coded = coded if pa.types.is_dictionary(coded.type) else coded.dictionary_encode()
    names = [told.get(name, name) for name in coded.dictionary.to_pylist()]
    return pa.chunked_array([pa.array(names).take(coded.indices)])
