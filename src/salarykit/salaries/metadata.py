"""What a table of salaries keeps in its metadata: the `Terms` of its conversion, and the `Reading` of its source."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Final

from salarykit.currency.codes import CODES
from salarykit.errors import InvalidQuery
from salarykit.keywords import is_one_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from salarykit.rates.means import Average

__all__ = [
    "ADDED",
    "A_COLUMN",
    "Reading",
    "Terms",
    "added_by",
    "added_names",
    "free_columns",
    "join_notes",
    "own_date_note",
    "yearly_note",
]

_TERMS: Final = b"salarykit"
ADDED: Final = ("value", "rate", "rate_on", "rate_staleness", "rate_kind", "rate_step", "rate_flag")
"""The columns that every conversion adds."""
A_COLUMN: Final = "a column of days"
"""What `Terms.on` says if each row was converted on the day in a column other than `as_of`."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a conversion.

    Attributes:
        base: the currency that the figures were converted to.
        on: the day or span of the rates, or "own" if each record was converted at its own date.
        source: who published the rates that were used; empty if none were.
        fingerprint: the fingerprint of the rates.
        max_staleness: how many days old the rate of a day could be.
        average: how the rates of a span became one rate.
        pay_year: what annualising multiplied by.
        version: of salarykit.
        ageing: how the figures were brought to one date; None if they were not.
        price_levels: what they were divided by: unit, indicator, period, source, licence; None if they were not divided.
        summary: how converted figures were summarized, such as `median by city`; None if they were not.
    """

    base: str
    on: str
    source: str
    fingerprint: str
    max_staleness: int
    average: Average
    pay_year: dict[str, float]
    version: str
    ageing: dict[str, Any] | None = None
    price_levels: dict[str, Any] | None = None
    summary: str | None = None

    @property
    def unit(self) -> str:
        """The unit of `value`: the base, or the unit of the price levels, which is not a currency."""
        return str(self.price_levels["unit"]) if self.price_levels else self.base

    def to_metadata(self) -> dict[bytes, bytes]:
        """Return the terms as metadata of an Arrow schema."""
        return {_TERMS: json.dumps(asdict(self), sort_keys=True).encode()}

    @classmethod
    def from_metadata(cls, metadata: Mapping[bytes, bytes] | None) -> Terms | None:
        """Return the terms in the metadata of a schema; None if it holds none, or something else under their key.

        Examples:
            >>> terms = Terms("USD", "2024", "ECB", "abc", 7, "mean", {"hours": 2080}, "0.1.0")
            >>> Terms.from_metadata(terms.to_metadata()) == terms, Terms.from_metadata({})
            (True, None)
        """
        try:
            terms = cls(**json.loads((metadata or {})[_TERMS]))
        except (KeyError, TypeError, ValueError, RecursionError):
            return None
        return terms if terms._is_sound() else None

    def _is_sound(self) -> bool:
        """Return whether every part has the right type, because any program may have written the metadata."""
        ageing, levels = self.ageing or {"to": "", "method": ""}, self.price_levels
        parts = {"unit": "", "indicator": "", "period": ""} if levels is None else levels
        texts = (self.on, self.source, self.fingerprint, self.version, self.summary or "")
        return (
            is_one_of(self.base, CODES)
            and is_one_of(self.average, ("mean", "median"))
            and type(self.max_staleness) is int
            and all(isinstance(part, dict) for part in (self.pay_year, ageing, parts))
            and all(type(count) in (int, float) for count in self.pay_year.values())
            and all(map(_is_text, (*texts, ageing.get("to"), ageing.get("method"))))
            and all(map(_is_text, map(parts.get, ("unit", "indicator", "period"))))
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the terms as plain values, for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        days = "each record's own date" if self.on == "own" else self.on
        aged = f"; aged to {self.ageing['to']} ({self.ageing['method']})" if self.ageing else ""
        real = (
            self.price_levels
            and f"; price levels: {self.price_levels['indicator']} {self.price_levels['period']}"
        )
        grouped = f"; {self.summary}" if self.summary else ""
        return f"rates: {self.source or 'none used'}, {days}{aged}{real or ''}{grouped}"


def _is_reading(layout: Any, columns: Any, sentences: Any, counts: Any) -> bool:
    """Return whether the parts of a `Reading` have the right types."""
    if not (isinstance(columns, dict) and isinstance(counts, dict)):
        return False
    texts = (layout or "", *columns, *columns.values(), *sentences, *counts)
    return all(map(_is_text, texts)) and all(type(rows) is int for rows in counts.values())


def _is_text(value: object) -> bool:
    """Return whether a value is a text that UTF-8 can encode."""
    try:
        return isinstance(value, str) and bool(value.encode() or True)
    except UnicodeError:
        return False


def added_by(terms: Terms | None) -> tuple[str, ...]:
    """Return the columns that a conversion added; none if there was no conversion.

    Examples:
        >>> added_by(None)
        ()
    """
    return added_names(aged=bool(terms.ageing), real=bool(terms.price_levels)) if terms else ()


def added_names(*, aged: bool, real: bool) -> tuple[str, ...]:
    """Return the columns that a conversion adds, with or without ageing and price levels."""
    return (*ADDED, *(("age_factor",) if aged else ()), *(("nominal", "parity") if real else ()))


def free_columns(names: Sequence[str], added: Sequence[str], verb: str) -> None:
    """Refuse a source with a column that has the name of an added one.

    Raises:
        InvalidQuery: with the name of the column.
    """
    taken = [name for name in added if name in names]
    if taken:
        raise InvalidQuery(
            f"The source has a column {taken[0]!r} of its own, which {verb} would overwrite. Rename it first.",
            value=taken[0],
        )


def yearly_note(table: pa.Table) -> str:
    """Return a note on how many figures were converted at the mean of a year instead of a day; empty if none were."""
    if not {"rate_step", "rate_on"} <= set(table.column_names):
        return ""
    steps, days = table.column("rate_step"), table.column("rate_on")
    if "year" not in steps.unique().to_pylist():
        return ""
    pairs = zip(steps.to_pylist(), days.to_pylist(), strict=True)
    count = sum(step == "year" and day is None for step, day in pairs)
    return f"; {count:,} of {len(table):,} rows at the mean of the year" if count else ""


def join_notes(*notes: str) -> str:
    """Return the notes that are not empty as one text.

    Examples:
        >>> join_notes("The figures are means.", "", "They are old.")
        'The figures are means. They are old.'
    """
    return " ".join(filter(None, notes))


def own_date_note(terms: Terms | None) -> str:
    """Return the caution for figures that were each converted at their own date; empty for all others.

    Examples:
        >>> own_date_note(None)
        ''
    """
    if terms is None or terms.on not in ("own", A_COLUMN):
        return ""
    return "Each record was converted at its own date, so the order can depend on the base currency."


_INFERRED: Final = b"salarykit.reading"


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was inferred while a source was read; false if nothing was.

    Attributes:
        layout: the name of the known layout by which the source was read; None if it has none.
        columns: for each field whose column has another name in the source, that name.
        sentences: all inferences, the most important first.
        counts: how many rows each kind of inference concerns: `midpoint`, `net`, `tender`, `unstated_period`, ...

    Examples:
        >>> import salarykit as sk
        >>> table = sk.read_salaries([{"Ort": "Kiel", "Bruttogehalt (k€)": "65,5"}])
        >>> print(table.reading)
        amount is read from the column 'Bruttogehalt (k€)': thousands of €, gross.
        city is read from the column 'Ort'.
        The comma separates decimals in 1 cell.
        Nothing states the period; 1 amount is read as a year's pay.
        1 row has the country of its city.
        >>> table.reading.columns["amount"]
        'Bruttogehalt (k€)'
    """

    layout: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.layout or self.columns or self.sentences or self.counts)

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def _repr_html_(self) -> str:
        return "<p>" + "<br>".join(map(escape, self.sentences)) + "</p>"

    def to_dict(self) -> dict[str, Any]:
        """Return the inferences as plain values, for JSON."""
        return {**asdict(self), "sentences": list(self.sentences)}

    def to_metadata(self) -> dict[bytes, bytes]:
        """Return the inferences as metadata of an Arrow schema; empty if there are none."""
        return (
            {_INFERRED: json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False).encode()}
            if self
            else {}
        )

    @classmethod
    def from_metadata(cls, metadata: Mapping[bytes, bytes] | None) -> Reading:
        """Return the inferences that the metadata of a schema holds; an empty `Reading` if there are none.

        Examples:
            >>> reading = Reading(columns={"amount": "pay"}, sentences=("x",), counts={"net": 1})
            >>> Reading.from_metadata(reading.to_metadata()) == reading, bool(Reading.from_metadata(None))
            (True, False)
        """
        try:
            stored = json.loads((metadata or {})[_INFERRED])
            parts = stored["layout"], stored["columns"], tuple(stored["sentences"]), stored["counts"]
        except (KeyError, TypeError, ValueError, RecursionError):
            return cls()
        return cls(*parts) if _is_reading(*parts) else cls()
