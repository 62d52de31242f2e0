"""`Reading`: everything that was inferred while a source was read, as sentences and as plain values."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Reading"]

_KEY: Final = b"salarykit.reading"


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was inferred while a source was read; false if nothing was.

    Attributes:
        layout: the name of the known layout by which the source was read; None if it has none.
        columns: the column of the source for each of our fields that a header named in other words.
        sentences: all inferences, the most important first.
        counts: how many rows each kind of inference concerns: `midpoint`, `net`, `tender`, `unstated_period`, ...

    Examples:
        >>> import salarykit as sk
        >>> table = sk.read_salaries([{"Ort": "Kiel", "Bruttogehalt (k€)": "65,5"}])
        >>> print(table.reading)
        amount is read from the column 'Bruttogehalt (k€)': thousands of €, gross.
        city is read from the column 'Ort'.
        The comma separates decimals in 1 cell.
        Nothing says the period; 1 amount is read as a year's pay.
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
        return {_KEY: json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False).encode()} if self else {}

    @classmethod
    def from_metadata(cls, metadata: Mapping[bytes, bytes] | None) -> Reading:
        """Return the inferences that the metadata of a schema holds; an empty `Reading` if there are none.

        Examples:
            >>> reading = Reading(columns={"amount": "pay"}, sentences=("x",), counts={"net": 1})
            >>> Reading.from_metadata(reading.to_metadata()) == reading, bool(Reading.from_metadata(None))
            (True, False)
        """
        try:
            stored = json.loads((metadata or {})[_KEY])
            return cls(stored["layout"], stored["columns"], tuple(stored["sentences"]), stored["counts"])
        except (KeyError, TypeError, ValueError):
            return cls()
