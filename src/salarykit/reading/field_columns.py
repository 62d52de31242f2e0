"""`FieldColumns`: the columns of a source by field, with words replaced by the codes that they stand for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import as_flags, combine
from salarykit.files.texts import holds_texts, iso_dates
from salarykit.pay.local import local
from salarykit.reading.cell_words import PARSERS
from salarykit.reading.city_countries import countries_of, has_dollar_sign, needs_city
from salarykit.reading.currency_cells import CurrencyChoice, currency_of, is_lower_code
from salarykit.reading.currency_inference import ambiguous
from salarykit.reading.days import days_first, parse_day
from salarykit.reading.decisions import Decisions
from salarykit.reading.inference_log import InferenceLog
from salarykit.reading.note_marks import without_note
from salarykit.reading.plan import AmountColumn
from salarykit.reading.scaled_currencies import scaled_currency
from salarykit.reading.several_columns import first_readable, is_refused, unpivoted
from salarykit.reading.source_columns import distinct_texts, replace_texts, texts_of
from salarykit.reading.validation import Checked, Fault, check_column
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from salarykit.files.raw import Column, Raw
    from salarykit.reading.options import ReadingOptions
    from salarykit.reading.plan import Plan

__all__ = ["FieldColumns"]


class FieldColumns:
    """The columns of one source, and what is inferred from them.

    Args:
        raw: the source's columns.
        plan: which column is which field.
        options: how to read the source.
        pinned: the decisions already made for the source; None if these rows make them.

    Attributes:
        log: what was inferred.
        decided: the decisions made so far.
        raw: the source's columns; a row of the source with several figures has a row for each.
        figures, which: the columns of amounts, and the index of each row's column among them.
        cells: the amounts, if they are in several columns.
        rows: how many rows of the source each row stands for.
        clean, faults: for each checked field, its values and its refused cells.
        details: the columns for what texts say in addition to their amounts.
        by_city: for each currency, the number of cells with a sign that only the city of the row decides.
        unstated: which rows have a period that nothing states.
    """

    def __init__(self, raw: Raw, plan: Plan, options: ReadingOptions, pinned: Decisions | None) -> None:
        self.log = InferenceLog(raw, plan)
        self.plan, self.options = plan, options
        self.pinned, self.decided = pinned, pinned or Decisions()
        self.raw, self.which = raw, np.zeros(len(raw), np.intp)
        self.cells: Column | None = None
        if len(plan.figures) > 1:
            self.raw, self.cells, self.which, empty = unpivoted(raw, plan.figures)
            self.log.count("empty", empty)
        self.rows = np.ones(len(self.which), np.intp)
        self.figures = plan.amounts or (AmountColumn("amount"),)
        self.clean: dict[str, pa.Array] = {}
        self.details: dict[str, pa.Array] = {}
        self._coded: dict[str, Column] = {}
        self.faults: dict[str, list[Fault]] = {}
        self.by_city: Counter[str] = Counter()
        # the multiples that the currencies of rows state, such as `kEUR`
        self.scales: NDArray[np.float64] | None = None
        self.unstated = np.zeros(len(self.which), bool)

    def decide(self, **decisions: Any) -> None:
        """Keep decisions of these rows, unless decisions were already made for the source."""
        if self.pinned is None:
            self.decided = self.decided.replaced(**decisions)

    def states(self, name: str) -> bool:
        """Return whether a field has a column, a constant or a default."""
        return name in self.plan.columns or name in self.plan.constants or name in self.options.defaults

    def column(self, name: str) -> Column:
        """Return the column of a field as the source, the layout or the headers state it; nulls if none of them does."""
        length = len(self.which)
        if name in self.plan.columns:
            names = (self.plan.columns[name], *self.plan.further.get(name, ()))
            column = first_readable(name, [self.raw.columns[column_name] for column_name in names])
            return self._without_notes(name, column) if name == "city" and self.options.infer else column
        if name in self.plan.constants:
            return pa.chunked_array([pa.repeat(self.plan.constants[name], length)])
        heads = self.stated_by_headers(name)
        return pa.chunked_array([pa.nulls(length) if heads is None else heads])

    def _without_notes(self, name: str, column: Column) -> Column:
        """Return a column of names without the marks of notes after them."""
        if name not in self._coded:
            plain = {text: bare for text in distinct_texts(column) if (bare := without_note(text)) != text}
            self.log.words(name, plain)
            self._coded[name] = replace_texts(column, plain) if plain else column
        return self._coded[name]

    def stated_by_headers(self, name: str) -> pa.Array | None:
        """Return the period, the statistic or the year in the header of each row's amount; None if no header states one."""
        stated = (
            [getattr(figure, name) for figure in self.figures]
            if name in ("period", "statistic", "as_of")
            else []
        )
        if not any(stated) or (name == "statistic" and self.plan.ends):
            return None
        return pa.array(stated, pa.string()).take(pa.array(self.which))

    def with_headers(self, name: str, checked: Checked) -> Checked:
        """Fill the empty cells of a field from the headers of the amounts; cells that contradict their header are refused."""
        heads = self.stated_by_headers(name)
        if heads is None or name not in self.plan.columns:
            return checked
        rows = np.flatnonzero(as_flags(pc.not_equal(checked.values, heads)))
        texts = texts_of(self.column(name)).take(pa.array(rows)).to_pylist() if len(rows) else []
        faults = [
            Fault(row, text, "contradiction", _unlike(text, self.figures[self.which[row]].column, heads[row]))
            for row, text in zip(rows.tolist(), texts, strict=True)
        ]
        return checked._replace(
            values=pc.coalesce(checked.values, heads), faults=sorted([*checked.faults, *faults])
        )

    def check(self, name: str, column: Column) -> Checked:
        """Check the column of a field, and keep its clean values and its faults."""
        checked = check_column(column, BY_NAME[name], self.options.defaults.get(name))
        self.clean[name], self.faults[name] = checked.values, checked.faults
        return checked

    def check_words(self, name: str) -> None:
        """Check the column of a field, with its words replaced by codes, and keep the result."""
        if name == "as_of" and self._are_dates():
            return
        checked = self.with_headers(name, self.check(name, self.coded(name)))
        self.clean[name], self.faults[name] = checked.values, checked.faults

    def _are_dates(self) -> bool:
        """Return whether all days are dates such as `2024-06-28`, and keep them; they need no further check."""
        column = self.column("as_of")
        dates = None if isinstance(column, list) or not holds_texts(column) else iso_dates(combine(column))
        if dates is None or dates.null_count:
            return False
        self.clean["as_of"], self.faults["as_of"] = dates.cast(pa.string()), []
        return True

    def coded(self, name: str) -> Column:
        """Return the column of a field with its words replaced by the codes that they stand for."""
        if name not in self._coded:
            self._coded[name] = self._with_codes(name)
        return self._coded[name]

    def _with_codes(self, name: str) -> Column:
        column = self.column(name)
        texts = distinct_texts(column) if self.options.infer else []
        refused = sorted(text for text in texts if is_refused(name, text))
        if not refused:
            return column
        if name == "as_of":
            stated = self.plan.day_first if self.options.day_first is None else self.options.day_first
            self.decide(day_first=days_first(refused) if stated is None else stated)
        parse: Callable[[str], str | None] = PARSERS.get(name, self.day)
        codes = {
            text: code
            for text in refused
            if (code := parse(text) or parse(without_note(text))) and code != text
        }
        self.log.words(name, codes)
        if name == "sample_size":
            worded = [text for text in codes if any(map(str.isalpha, text))]
            is_worded = as_flags(pc.is_in(texts_of(column), pa.array(worded, pa.string())))
            self.log.count(name, int(self.rows[is_worded].sum()))
        return replace_texts(column, codes) if codes else column

    def day(self, text: str) -> str | None:
        """Return a written day or month in ISO 8601; None if it cannot be read."""
        return parse_day(text, day_first=self.decided.day_first)

    @cached_property
    def currency_cells(self) -> tuple[pa.Array, list[Fault]]:
        """The code of each cell in the column of currencies, which may hold codes, signs or names; null if it is empty. And the faults."""
        checked = check_column(self.column("currency"), replace(BY_NAME["currency"], required=False))
        if not checked.faults:
            return checked.values, []
        if self.options.infer and "currency" not in self.plan.further:
            self.decide(lower_codes=all(map(is_lower_code, distinct_texts(self.column("currency")))))
        codes, faults, names = checked.values.to_pylist(), list[Fault](), dict[str, set[str]]()
        refused = pa.array([fault.at for fault in checked.faults], pa.int64())
        columns = (self.countries, self.clean["as_of"])
        places = zip(*(column.take(refused).to_pylist() for column in columns), strict=True)
        for fault, (country, day) in zip(checked.faults, places, strict=True):
            read = self._read_currency(fault, country, day)
            if isinstance(read, Fault):
                faults.append(read)
            else:
                codes[fault.at] = read
                names.setdefault(fault.value, set()).add(read)
        self.log.words("currency", {text: " or ".join(sorted(several)) for text, several in names.items()})
        return (pa.array(codes, pa.string()) if names else checked.values), faults

    def _read_currency(self, fault: Fault, country: str | None, day: str | None) -> str | Fault:
        """Return the currency of a cell that is not a plain code, or why it is refused; count it if the city decides it."""
        currency = self._currency_of(fault.value, country, day)
        if currency.code:
            if self.clean["country"][fault.at].as_py() is None and not currency_of(fault.value).code:
                self.by_city[currency.code] += 1
            return currency.code
        if currency.alternatives:
            return Fault(fault.at, *ambiguous(fault.value, currency.alternatives))
        scaled = scaled_currency(fault.value, local(country, day)) if self.options.infer else None
        if scaled is None:
            return fault
        self.scales = np.ones(len(self.which)) if self.scales is None else self.scales
        self.scales[fault.at] = scaled[1]
        return scaled[0]

    def _currency_of(self, text: str, country: str | None, day: str | None) -> CurrencyChoice:
        """Return the currency that a cell names in a country on a day; if it may name several, the default if it is among them."""
        if self.decided.lower_codes and is_lower_code(text):
            return CurrencyChoice(text.strip().upper())
        currency, default = currency_of(text, local(country, day)), self.options.defaults.get("currency")
        return CurrencyChoice(default) if not currency.code and default in currency.alternatives else currency

    @cached_property
    def stated_periods(self) -> Checked:
        """The periods that the rows or the headers of the amounts state; null where neither does."""
        checked = check_column(self.coded("period"), replace(BY_NAME["period"], default=None))
        return self.with_headers("period", checked)

    @property
    def is_marked(self) -> bool:
        """Whether the headers of the amounts state a currency, a period or anything else about them."""
        return self.plan.ends is not None or self.figures != (AmountColumn(self.figures[0].column),)

    def amount_column(self) -> Column:
        """Return the amounts as the source states them; nulls if no column has them."""
        if self.cells is not None:
            return self.cells
        if len(self.plan.figures) == 1:
            return self.raw.columns[self.plan.figures[0].column]
        return pa.chunked_array([pa.nulls(len(self.which))])

    @cached_property
    def countries(self) -> pa.Array:
        """The country of each row: the stated one, or else that of its city if the currency may depend on it."""
        stated = self.clean["country"]
        if "city" not in self.plan.columns or not stated.null_count:
            return stated
        cities = texts_of(self.column("city"))
        amounts, currencies = texts_of(self.amount_column()), texts_of(self.column("currency"))
        heads = np.array([figure.currency == "$" for figure in self.figures])[self.which]
        dollars = pc.or_(has_dollar_sign(amounts, currencies), pa.array(heads))
        rows = None if self.is_marked else needs_city(amounts, currencies)
        countries, majority = countries_of(
            stated, cities, rows, dollars, self.pinned.majority if self.pinned else None
        )
        self.decide(majority=majority)
        return countries


def _unlike(text: str, header: str, stated: pa.Scalar) -> str:
    """Return the message for a cell that contradicts the header of its amount."""
    return f"{text!r} contradicts the header {header!r}, which says {stated.as_py()!r}. Correct the one that is wrong."
