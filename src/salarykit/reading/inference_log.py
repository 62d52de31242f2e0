"""Keeping account of what is inferred, while it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from salarykit.salaries.inferences import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.files.raw import Raw
    from salarykit.reading.column_mapping import Plan
    from salarykit.reading.notation import Notation

__all__ = ["Said", "told_of"]

_EXAMPLES: Final = 3
_LAYOUTS: Final = {
    "stack-overflow": "results of the Stack Overflow survey",
    "oews": "an OEWS table of the US Bureau of Labor Statistics",
    "ai-jobs": "a table of ai-jobs' data-science salaries",
    "job-posting": "job postings of schema.org",
    "career-page": "a career page",
}
_COUNTED: Final = {
    "text": ("{n} is read from text", "{n} are read from text"),
    "estimate": ("{n} is an estimate, by its own text", "{n} are estimates, by their own texts"),
    "midpoint": ("{n} is the middle of a range", "{n} are the middles of ranges"),
    "net": ("{n} is after tax: pay_gross is false", "{n} are after tax: pay_gross is false"),
    "months_per_year": ("{n} says how many monthly salaries a year has", "{n} say how many monthly salaries a year has"),
    "tender": ("{n} is in the tender of its country, for nothing else says the currency",
               "{n} are in the tender of their country, for nothing else says the currency"),
    "unstated_period": ("Nothing says the period; {n} is taken for a year's",
                        "Nothing says the period; {n} are taken for a year's"),
    "empty": ("{n} empty cell of a statistic makes no row", "{n} empty cells of statistics make no row"),
}  # fmt: skip


class Said:
    """The sentences and counts of one reading.

    Attributes:
        by_city: how many rows are in each currency because of their city.

    Examples:
        >>> from salarykit.files.raw import Raw
        >>> from salarykit.reading.column_mapping import Plan
        >>> said = Said(Raw("pay.csv", {}), Plan())
        >>> said.mended("country", {"UK": "GB"})
        >>> said.count("midpoint", 2)
        >>> print(said.reading())
        country: 'UK' is read as GB.
        2 amounts are the middles of ranges.
    """

    def __init__(self, raw: Raw, plan: Plan) -> None:
        self._plan = plan
        self._metadata = raw.metadata
        self._notes = list(raw.notes)
        self._mended: dict[str, dict[str, str]] = {}
        self._notation: Notation | None = None
        self._three = ""
        self.by_city: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()

    def mended(self, name: str, told: Mapping[str, str]) -> None:
        """Note that cells of a field are read as the codes that their words stand for."""
        if told:
            self._mended[name] = {**self._mended.get(name, {}), **told}

    def notation(self, notation: Notation) -> None:
        """Note how the amounts are written, and how many contradict that."""
        self._notation = notation

    def decimals(self, text: str) -> None:
        """Note a number whose three digits behind a point are read as decimals, though nothing says so; "" if there is none."""
        self._three = text

    def cities(self, currencies: Counter[str]) -> None:
        """Note how many currencies only the rows' cities say."""
        self.by_city.update(currencies)

    def count(self, kind: str, rows: int) -> None:
        """Count rows that were read in a way of their own."""
        if rows and not (kind == "empty" and self._plan.layout):  # a layout leaves cells empty by design
            self._counts[kind] += rows

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were read in each way of its own."""
        return dict(self._counts)

    def _decided(self) -> list[str]:
        """Return what the cells and the rows together were read as."""
        told = []
        for name, codes in self._mended.items():
            pairs = [f"{text.strip()!r} is read as {code}" for text, code in list(codes.items())[:_EXAMPLES]]
            more = f", and {len(codes) - _EXAMPLES} more" if len(codes) > _EXAMPLES else ""
            told.append(f"{name}: {', '.join(pairs)}{more}.")
        if self._notation and (sentence := self._notation.sentence()):
            told.append(sentence)
        if self._three:
            told.append(
                f"The point separates decimals: {self._three!r} is read as {float(self._three):g}, with decimal=',' as "
                f"{float(self._three) * 1000:,.0f}."
            )
        if self.by_city:
            cities = ", ".join(f"{rows:,} {code}" for code, rows in self.by_city.most_common())
            told.append(f"Signs of several currencies are decided by the city: {cities}.")
        return told

    def reading(self) -> Reading:
        """Return the account; that of an earlier reading where nothing was inferred in this one."""
        plan = self._plan
        counted = [told_of(kind, rows) for kind, rows in self._counts.items()]
        sentences = [f"The source is read as {_LAYOUTS[plan.layout]}."] if plan.layout else []
        sentences += [*plan.sentences(), *self._decided(), *counted, *self._notes]
        found = {name: theirs for name, theirs in plan.columns.items() if name in plan.found}
        if "amount" in plan.found:
            found["amount"] = (plan.figures or plan.ends or ())[0].column
        told = Reading(plan.layout, dict(sorted(found.items())), tuple(sentences), dict(self._counts))
        return told or Reading.from_metadata(self._metadata)


def told_of(kind: str, rows: int) -> str:
    """Return the sentence about rows that were read in a way of their own.

    Examples:
        >>> told_of("unstated_period", 1208)
        "Nothing says the period; 1,208 amounts are taken for a year's."
    """
    return f"{_COUNTED[kind][rows != 1].replace('{n}', f'{rows:,}' + _noun(kind, rows))}."


def _noun(kind: str, rows: int) -> str:
    if kind == "empty":
        return ""
    return " amount" if rows == 1 else " amounts"
