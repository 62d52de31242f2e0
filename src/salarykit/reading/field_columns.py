"""A source's columns by our fields: as the source, the header or a constant states them, words as codes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import combine
from salarykit.files.texts import is_text, iso_dates
from salarykit.pay.local import local
from salarykit.reading.aliases import MENDERS, days_first, mend_day
from salarykit.reading.column_mapping import Figure
from salarykit.reading.currency_inference import ambiguous
from salarykit.reading.decisions import Decisions
from salarykit.reading.homes import beside_dollars, countries_of, unclear
from salarykit.reading.inference_log import Said
from salarykit.reading.reshape import unpivoted
from salarykit.reading.tenders import money_of
from salarykit.reading.text_columns import distinct_texts, replaced, texts_of
from salarykit.reading.validation import Checked, Fault, check_column
from salarykit.salaries.fields import BY_NAME, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from salarykit.files.raw import Column, Raw
    from salarykit.reading.column_mapping import Plan
    from salarykit.reading.number_format import Sign

__all__ = ["FieldColumns"]


class FieldColumns:
    """The columns of one reading, and what is found out about them on the way.

    Args:
        raw: the source's columns.
        plan: which of them are which.
        defaults: what a missing cell stands for.
        infer: whether cells that the strict checks refuse may be in people's words.
        decimal: what separates the decimals of amounts; None if their cells are to say.
        day_first: whether `03/04/2024` puts the day first; None if the cells are to say.
        known: what the rows of the source decide together; None if these rows decide it.
    """

    def __init__(
        self,
        raw: Raw,
        plan: Plan,
        defaults: Mapping[str, Any],
        *,
        infer: bool,
        decimal: Sign | None,
        day_first: bool | None,
        known: Decisions | None,
    ) -> None:
        self.account = Said(raw, plan)
        self.plan, self.defaults, self.infer, self.decimal = plan, defaults, infer, decimal
        self.known, self.decided, self.day_first = known, known or Decisions(), day_first
        self.raw, self.which = raw, np.zeros(len(raw), np.intp)
        self.cells: Column | None = None
        if len(plan.figures) > 1:
            self.raw, self.cells, self.which, empty = unpivoted(raw, plan.figures)
            self.account.count("empty", empty)
        self.figures = plan.figures or plan.ends or (Figure("amount"),)
        self.clean: dict[str, pa.Array] = {}
        self.said: dict[str, pa.Array] = {}
        self._mended: dict[str, Column] = {}
        self.faults: dict[str, list[Fault]] = {}
        self.by_city: Counter[str] = Counter()
        self.unstated = np.zeros(len(self.which), bool)

    def decide(self, **what: Any) -> None:
        """Keep what these rows decide, unless that was decided before."""
        if self.known is None:
            self.decided = self.decided.replaced(**what)

    def states(self, name: str) -> bool:
        """Return whether a field has a column, a constant or a default."""
        return name in self.plan.columns or name in self.plan.constants or name in self.defaults

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
        return pa.chunked_array([pa.nulls(length)])

    def check(self, name: str, column: Column) -> Checked:
        """Check a column, keep what is clean, and note what is not."""
        checked = check_column(column, BY_NAME[name], self.defaults.get(name))
        self.clean[name], self.faults[name] = checked.values, checked.faults
        return checked

    def check_words(self, name: str) -> None:
        """Check a column, its words as the codes that they stand for."""
        if not (name == "as_of" and self._are_dates()):
            self.check(name, self.mended(name))

    def _are_dates(self) -> bool:
        """Return whether all cells of the days are dates such as `2024-06-28`; if so, that is all there is to check."""
        column = self.column("as_of")
        array = None if isinstance(column, list) else combine(column)
        kind = None if array is None else array.type
        is_coded = kind is not None and pa.types.is_dictionary(kind)
        dates = (
            iso_dates(array) if kind is not None and is_text(kind.value_type if is_coded else kind) else None
        )
        if dates is None or dates.null_count:
            return False
        self.clean["as_of"], self.faults["as_of"] = dates.cast(pa.string()), []
        return True

    def mended(self, name: str) -> Column:
        """Return a field's column with the words in it as codes."""
        if name not in self._mended:
            self._mended[name] = self._mend(name)
        return self._mended[name]

    def _mend(self, name: str) -> Column:
        column = self.column(name)
        texts = distinct_texts(column) if self.infer else []
        refused = sorted(text for text in texts if _is_refused(name, text))
        if not refused:
            return column
        if name == "as_of":
            self.decide(day_first=days_first(refused) if self.day_first is None else self.day_first)
        mend: Callable[[str], str | None] = MENDERS.get(name, self.day)
        told = {text: code for text in refused if (code := mend(text)) and code != text}
        self.account.mended(name, told)
        return replaced(column, told) if told else column

    def day(self, text: str) -> str | None:
        """Return a day in people's writing as ISO 8601."""
        return mend_day(text, day_first=self.decided.day_first)

    @cached_property
    def currency_cells(self) -> tuple[pa.Array, list[Fault]]:
        """The column of currencies as codes, signs and names among them; null where nothing stands."""
        checked = check_column(self.column("currency"), replace(BY_NAME["currency"], required=False))
        if not checked.faults:
            return checked.values, []
        codes = checked.values.to_pylist()
        foreign = pa.array([fault.at for fault in checked.faults], pa.int64())
        faults, told = [], {}
        columns = (self.countries, self.clean["as_of"])
        beside = zip(*(column.take(foreign).to_pylist() for column in columns), strict=True)
        for fault, (country, day) in zip(checked.faults, beside, strict=True):
            money = money_of(fault.value, local(country, day))
            default = self.defaults.get("currency")
            code = money.code or (default if default in money.alternatives else None)
            if code:
                codes[fault.at] = told[fault.value] = code
                if self.clean["country"][fault.at].as_py() is None and not money_of(fault.value).code:
                    self.by_city[code] += 1
            elif money.alternatives:
                faults.append(Fault(fault.at, *ambiguous(fault.value, money.alternatives)))
            else:
                faults.append(fault)
        self.account.mended("currency", told)
        return (pa.array(codes, pa.string()) if told else checked.values), faults

    @cached_property
    def stated_periods(self) -> Checked:
        """What the amounts are paid for, null where neither their row nor their header says so."""
        return check_column(self.mended("period"), replace(BY_NAME["period"], default=None))

    @property
    def is_marked(self) -> bool:
        """Whether the headers say more of the amounts than that they are some."""
        return self.plan.ends is not None or self.figures != (Figure(self.figures[0].column),)

    def amount_column(self) -> Column:
        """Return the amounts as the source states them; nulls where only a default does."""
        if self.cells is not None:
            return self.cells
        if len(self.plan.figures) == 1:
            return self.raw.columns[self.plan.figures[0].column]
        return pa.chunked_array([pa.nulls(len(self.which))])

    @cached_property
    def countries(self) -> pa.Array:
        """Each row's country: its own, else that of its city where its money may need it."""
        stated = self.clean["country"]
        if "city" not in self.plan.columns or not stated.null_count:
            return stated
        cities = texts_of(self.raw.columns[self.plan.columns["city"]])
        amounts, currencies = texts_of(self.amount_column()), texts_of(self.column("currency"))
        heads = np.array([figure.currency == "$" for figure in self.figures])[self.which]
        dollars = pc.or_(beside_dollars(amounts, currencies), pa.array(heads))
        rows = None if self.is_marked else unclear(amounts, currencies)
        countries, majority = countries_of(
            stated, cities, rows, dollars, self.known.majority if self.known else None
        )
        self.decide(majority=majority)
        return countries


def _is_refused(name: str, text: str) -> bool:
    """Return whether a field does not take a text as it is."""
    try:
        BY_NAME[name].clean(text)
    except Refused:
        return True
    return False
