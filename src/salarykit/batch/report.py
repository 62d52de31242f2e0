"""`BatchReport` and `Progress`: the result of a conversion of files, and how far it has got."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from salarykit.files.frames import html_table
from salarykit.package import version
from salarykit.reading.inference_log import count_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from salarykit.batch.options import BatchOptions
    from salarykit.reading.rejects import Reject

__all__ = ["BatchReport", "ConvertedBlock", "Progress", "Tally", "peak_memory"]

_COUNTED: Final = ("rejected", "currencies", "kinds", "counts")
_LISTED: Final = 8  # the most currencies that a line lists


class ConvertedBlock(NamedTuple):
    """A block after its conversion.

    Attributes:
        table: the good rows.
        rejects: the cells that kept the other rows out, in the order of the rows.
        tally: the counts of its rows.
        done: the fraction of the file that has been read, 0 to 1.
    """

    table: pa.Table
    rejects: Sequence[Reject]
    tally: Tally
    done: float


class Progress(NamedTuple):
    """How far a conversion has got.

    Attributes:
        rows: the rows read so far.
        rejected: the rows rejected so far.
        fraction: the fraction of all bytes that has been read, 0 to 1.
        file: the file that is being read.
        seconds: the time since the start.
    """

    rows: int
    rejected: int
    fraction: float
    file: str
    seconds: float

    @property
    def seconds_left(self) -> float | None:
        """The time left at the present speed; None at the start."""
        return self.seconds / self.fraction * (1 - self.fraction) if self.fraction else None


@dataclass(frozen=True, slots=True)
class BatchReport:
    """The result of a conversion of files.

    Attributes:
        out: the file or folder that was written.
        rejects: the file of rejects, if there is one.
        files: the number of input files.
        resumed: the number of them that an earlier run had already converted.
        rows_in: rows read.
        rows_out: rows written.
        rejected: rows refused, by the code of their first reject.
        without_rate: rows written without a value because there is no rate.
        base: the currency that amounts were converted to.
        on: the day or span of the rates, `own`, or a column's name.
        source: the publisher of the rates.
        fingerprint: a hash of the rates.
        first_rate_on, last_rate_on: the first and last day of publication of the rates used, ISO 8601; None if no rate was
            used.
        currencies: rows written, by currency.
        kinds: rows written, by the kind of their rate; see `Kind`.
        notes: what was inferred, and which files are written as tables of salaries.
        seconds: the duration.
        peak_memory: the most bytes that the process has held; None if the system does not report it.
        version: the version of salarykit.

    Examples:
        >>> import salarykit as sk
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     report = sk.convert_file("data/salaries.csv", f"{folder}/usd.csv", base="USD", on="2024")
        >>> report.rows_in, report.rows_out, report.currencies["USD"], report.first_rate_on
        (15, 15, 4, '2024-12-31')
    """

    out: str
    rejects: str | None
    files: int
    resumed: int
    rows_in: int
    rows_out: int
    rejected: dict[str, int]
    without_rate: int
    base: str
    on: str
    source: str
    fingerprint: str
    first_rate_on: str | None
    last_rate_on: str | None
    currencies: dict[str, int]
    kinds: dict[str, int]
    notes: tuple[str, ...]
    seconds: float
    peak_memory: int | None
    version: str

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {**asdict(self), "notes": list(self.notes)}

    def to_json(self) -> str:
        """Return the report as JSON."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)

    def _lines(self) -> list[tuple[str, str]]:
        refused = ", ".join(f"{count:,} {code}" for code, count in self.rejected.items())
        most = Counter(self.currencies).most_common()
        money = ", ".join(f"{code} {count:,}" for code, count in most[:_LISTED])
        days = f", published {self.first_rate_on} to {self.last_rate_on}" if self.first_rate_on else ""
        kinds = ", ".join(f"{kind or 'no rate'} {count:,}" for kind, count in self.kinds.items())
        speed = f", {self.rows_in / self.seconds:,.0f} rows/s" if self.seconds else ""
        lines = {
            "rows in": f"{self.rows_in:,} from {self.files:,} file{'s' * (self.files != 1)}"
            + (f", {self.resumed:,} of them done before" if self.resumed else ""),
            "rows out": f"{self.rows_out:,} to {self.out}",
            "rejected": f"{sum(self.rejected.values()):,}" + (f" ({refused})" if refused else ""),
            "no rate": f"{self.without_rate:,}" if self.without_rate else "",
            "rates": f"{self.source} to {self.base}, on {self.on}{days} ({kinds or 'none used'})",
            "currencies": money + (f" and {len(most) - _LISTED} more" if len(most) > _LISTED else ""),
            "time": f"{self.seconds:.2f} s{speed}",
            "memory": f"{self.peak_memory / 1e6:,.0f} MB at most" if self.peak_memory else "",
        }
        return [
            *((name, text) for name, text in lines.items() if text),
            *(("note", note) for note in self.notes),
        ]

    def __str__(self) -> str:
        return "\n".join(f"{name:11} {text}" for name, text in self._lines())

    def _repr_html_(self) -> str:
        return html_table(("", "what was done"), self._lines(), "")


@dataclass(slots=True)
class Tally:
    """The counts of one file or several, added up block by block."""

    rows_in: int = 0
    rows_out: int = 0
    without_rate: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    currencies: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    days: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    unpriced: int = 0
    formulas: int = 0

    @classmethod
    def of(
        cls,
        rows: int,
        rejects: Sequence[Reject],
        currencies: Mapping[str, int],
        kinds: Mapping[str, int],
        seen: tuple[Any, Any] | None,
    ) -> Tally:
        """Return the counts of some rows.

        Args:
            rows: the number of rows read.
            rejects: the cells that kept some of them out.
            currencies: the kept rows by currency.
            kinds: the kept rows by the kind of their rate.
            seen: the first and last day whose published rate was used; None if no rate was used.
        """
        codes: dict[int, str] = {}
        for reject in rejects:
            codes.setdefault(reject.row, reject.code)
        return cls(
            rows_in=rows,
            rows_out=sum(kinds.values()),
            without_rate=kinds.get("", 0),
            rejected=Counter(codes.values()),
            currencies=Counter(currencies),
            kinds=Counter(kinds),
            days=[str(day) for day in seen or ()],
        )

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.rows_in += other.rows_in
        self.rows_out += other.rows_out
        self.without_rate += other.without_rate
        self.counts.update(other.counts)
        self.unpriced += other.unpriced
        self.formulas += other.formulas
        self.rejected.update(other.rejected)
        self.currencies.update(other.currencies)
        self.kinds.update(other.kinds)
        days = sorted([*self.days, *other.days])
        self.days = [days[0], days[-1]] if days else []
        self.notes.extend(note for note in other.notes if note not in self.notes)

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as plain values."""
        counted = {name: dict(getattr(self, name)) for name in _COUNTED}
        return {**{field.name: getattr(self, field.name) for field in fields(self)}, **counted}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Tally:
        """Return a tally from its plain values."""
        counted = {name: Counter(values[name]) for name in _COUNTED}
        return cls(**{**values, **counted})

    def _counted_notes(self) -> list[str]:
        """Return the notes with counts over all files."""
        counted = [count_sentence(kind, rows) for kind, rows in self.counts.items() if rows]
        rows = f"{self.unpriced:,} row has" if self.unpriced == 1 else f"{self.unpriced:,} rows have"
        texts = "1 text that a spreadsheet would run as a formula has"
        texts = (
            texts
            if self.formulas == 1
            else f"{self.formulas:,} texts that a spreadsheet would run as formulas have"
        )
        notes = {
            f"{rows} no value, because their country has no price level.": self.unpriced,
            f"{texts} an apostrophe before them; formulas='keep' leaves them.": self.formulas,
        }
        return counted + [note for note, count in notes.items() if count]

    def report(
        self, options: BatchOptions, *, out: str, rejects: str | None, files: int, resumed: int, since: float
    ) -> BatchReport:
        """Return the report of a run; `since` is its start by `time.perf_counter`."""
        first, last = self.days or (None, None)
        return BatchReport(
            out=out,
            rejects=rejects,
            files=files,
            resumed=resumed,
            rows_in=self.rows_in,
            rows_out=self.rows_out,
            rejected=dict(self.rejected.most_common()),
            without_rate=self.without_rate,
            base=options.base,
            on=str(options.on),
            source=options.rates.source,
            fingerprint=options.rates.fingerprint,
            first_rate_on=first,
            last_rate_on=last,
            currencies=dict(self.currencies.most_common()),
            kinds=dict(self.kinds.most_common()),
            notes=(*self.notes, *self._counted_notes()),
            seconds=time.perf_counter() - since,
            peak_memory=peak_memory(),
            version=version(),
        )


def peak_memory() -> int | None:
    """Return the most bytes that the process has held; None if the system does not report it."""
    with suppress(OSError):  # Linux, whose getrusage counts the process that this one was forked from
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
