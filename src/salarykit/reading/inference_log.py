"""`InferenceLog`: what is inferred while a source is read, and the sentences that report it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from salarykit.salaries.metadata import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.files.raw import Raw
    from salarykit.reading.notation import Notation
    from salarykit.reading.plan import Plan

__all__ = ["InferenceLog", "count_sentence"]

_EXAMPLES: Final = 3
_LAYOUTS: Final = {
    "stack-overflow": "results of the Stack Overflow survey",
    "oews": "an OEWS table of the US Bureau of Labor Statistics",
    "lca": "LCA disclosure data of the US Department of Labor",
    "ashe": "a table of the UK's Annual Survey of Hours and Earnings",
    "eurostat": "a wide file of Eurostat",
    "ai-jobs": "a table of ai-jobs' data-science salaries",
    "job-posting": "job postings of schema.org",
    "career-page": "a career page",
}
_COUNTED: Final = {
    "text": ("{n} is read from text", "{n} are read from text"),
    "estimate": ("{n} is an estimate, by its own text", "{n} are estimates, by their own texts"),
    "marked": ("{n} has the mark of a note or a flag, which is not part of the number",
               "{n} have the mark of a note or a flag, which is not part of the number"),
    "scaled": ("{n} is multiplied by what its currency states, such as the thousands of kEUR",
               "{n} are multiplied by what their currencies state, such as the thousands of kEUR"),
    "midpoint": ("{n} is the middle of a range", "{n} are the middles of ranges"),
    "net": ("{n} is after tax: pay_gross is false", "{n} are after tax: pay_gross is false"),
    "months_per_year": ("{n} says how many monthly salaries a year has", "{n} say how many monthly salaries a year has"),
    "tender": ("{n} is in the tender of its country, because nothing else states the currency",
               "{n} are in the tender of their country, because nothing else states the currency"),
    "unstated_period": ("Nothing states the period; {n} is read as a year's pay",
                        "Nothing states the period; {n} are read as a year's pay"),
    "country": ("{n} row has the country of its city", "{n} rows have the country of their city"),
    "city": ("{n} city is named without its region or country", "{n} cities are named without their region or country"),
    "sample_size": ("{n} sample size is the only number of its text", "{n} sample sizes are the only numbers of their texts"),
    "summary": ("{n} row is a total or an average of others, and is refused",
                "{n} rows are totals or averages of others, and are refused"),
    "empty": ("{n} empty cell of a statistic makes no row", "{n} empty cells of statistics make no row"),
}  # fmt: skip


class InferenceLog:
    """What is inferred while one source is read.

    Attributes:
        by_city: for each currency, how many rows are in it because of their city.

    Examples:
        >>> from salarykit.files.raw import Raw
        >>> from salarykit.reading.plan import Plan
        >>> log = InferenceLog(Raw("pay.csv", {}), Plan())
        >>> log.words("country", {"UK": "GB"})
        >>> log.count("midpoint", 2)
        >>> print(log.reading())
        country: 'UK' is read as GB.
        2 amounts are the middles of ranges.
    """

    def __init__(self, raw: Raw, plan: Plan) -> None:
        self._plan = plan
        self._metadata = raw.metadata
        self._notes = list(raw.notes)
        self._words: dict[str, dict[str, str]] = {}
        self._notation: Notation | None = None
        self._thousandth = ""
        self.by_city: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()

    def words(self, name: str, codes: Mapping[str, str]) -> None:
        """Note the codes that words of a field are read as."""
        if codes:
            self._words[name] = {**self._words.get(name, {}), **codes}

    def notation(self, notation: Notation) -> None:
        """Note how the amounts are written, and how many cells contradict that."""
        self._notation = notation

    def decimals(self, text: str) -> None:
        """Note a number such as `65.000` whose point is read as the decimal separator without evidence; "" is ignored."""
        self._thousandth = text

    def cities(self, currencies: Counter[str]) -> None:
        """Note how many rows are in each currency because of their city."""
        self.by_city.update(currencies)

    def count(self, kind: str, rows: int) -> None:
        """Note for how many rows an inference was made."""
        if rows and not (kind == "empty" and self._plan.layout):
            # in a well-known layout, empty cells are expected
            self._counts[kind] += rows

    @property
    def counts(self) -> dict[str, int]:
        """For how many rows each kind of inference was made."""
        return dict(self._counts)

    def _cell_sentences(self) -> list[str]:
        """Return sentences about what the words, numbers and signs in cells were read as."""
        sentences = []
        for name, codes in self._words.items():
            pairs = [f"{text.strip()!r} is read as {code}" for text, code in list(codes.items())[:_EXAMPLES]]
            more = f", and {len(codes) - _EXAMPLES} more" if len(codes) > _EXAMPLES else ""
            sentences.append(f"{name}: {', '.join(pairs)}{more}.")
        if self._notation and (sentence := self._notation.sentence()):
            sentences.append(sentence)
        if self._thousandth:
            sentences.append(
                f"The point separates decimals: {self._thousandth!r} is read as {float(self._thousandth):g}, with decimal=',' as "
                f"{float(self._thousandth) * 1000:,.0f}."
            )
        if self.by_city:
            cities = ", ".join(f"{rows:,} {code}" for code, rows in self.by_city.most_common())
            sentences.append(f"Signs of several currencies are decided by the city: {cities}.")
        return sentences

    def reading(self) -> Reading:
        """Return what was inferred; if nothing was, what was inferred when the same rows were read earlier."""
        plan = self._plan
        counted = [count_sentence(kind, rows) for kind, rows in self._counts.items()]
        sentences = [f"The source is read as {_LAYOUTS[plan.layout]}."] if plan.layout else []
        sentences += [*plan.sentences(), *self._cell_sentences(), *counted, *self._notes]
        columns = {name: column for name, column in plan.columns.items() if name in plan.by_header}
        if "amount" in plan.by_header:
            columns["amount"] = plan.amounts[0].column
        reading = Reading(plan.layout, dict(sorted(columns.items())), tuple(sentences), dict(self._counts))
        return reading or Reading.from_metadata(self._metadata)


def count_sentence(kind: str, rows: int) -> str:
    """Return the sentence that says for how many rows an inference was made.

    Examples:
        >>> count_sentence("unstated_period", 1208)
        "Nothing states the period; 1,208 amounts are read as a year's pay."
    """
    return f"{_COUNTED[kind][rows != 1].replace('{n}', f'{rows:,}' + _noun(kind, rows))}."


def _noun(kind: str, rows: int) -> str:
    if kind in ("empty", "country", "city", "sample_size", "summary"):
        return ""
    return " amount" if rows == 1 else " amounts"
