"""`Run`: one conversion of one or many files, from the first block to the last."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import fs

from salarykit.batch.part import open_part
from salarykit.batch.pipeline import ahead, behind
from salarykit.batch.receipts import Receipts, make_folder
from salarykit.batch.refused import copied, refused, reject_table
from salarykit.batch.report import Progress, Tally
from salarykit.errors import InvalidSalary, SourceError
from salarykit.files.stream.sinks import Sink, format_of, plain_name, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from salarykit.batch.order import Order, Wanted
    from salarykit.batch.part import OpenPart
    from salarykit.batch.report import Step
    from salarykit.files.stream.locations import Location, Part
    from salarykit.files.stream.sinks import Compression
    from salarykit.reading.rejects import Reject

__all__ = ["Run", "check_folder"]


def check_folder(parts: Sequence[Part], out: Location, *, several: bool) -> None:
    """Refuse a folder that cannot take a file for each one that is read.

    Raises:
        SourceError: saying what to do.
    """
    kind = out.info().type
    if kind == fs.FileType.File or not (several or kind == fs.FileType.Directory or out.name.endswith("/")):
        raise SourceError(
            f"{out.name}: the name must end in .parquet, .csv or .csv.gz, or be a folder's.", source=out.name
        )
    if any(part.location.real == out.joined(part.relative).real for part in parts):
        raise SourceError(f"{out.name} is the folder that is read. Name another.", source=out.name)


class Run:
    """One conversion.

    Args:
        order: what is asked.
        wanted: how files are read and written.
        compression: of Parquet.
        rejects: where the refused cells go; None if the first is an error.
        progress: is told after each block.
    """

    def __init__(
        self,
        order: Order,
        wanted: Wanted,
        compression: Compression,
        rejects: Location | None,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.tally, self.resumed = Tally(), 0
        self._order, self._wanted, self._compression = order, wanted, compression
        self._rejects, self._progress, self._since = rejects, progress, time.perf_counter()
        self._bytes, self._read = 1, 0

    def into_file(self, parts: Sequence[Part], out: Location, kind: str | None) -> None:
        """Write all parts into one file."""
        self._bytes = sum(part.location.info().size or 0 for part in parts) or 1
        self.tally.add(self._tally(parts, out, kind, self._rejects, with_keys=True))

    def into_folder(self, parts: Sequence[Part], out: Location, ending: str, *, resume: bool) -> None:
        """Write a file for each part, and what was refused of all of them."""
        self._bytes = sum(part.location.info().size or 0 for part in parts) or 1
        told = self._order.fingerprint(self._wanted, self._compression, ending, self._rejects is None)
        receipts = Receipts(out, told)
        if not resume:
            receipts.clear()
        for part, name in _named(parts, ending):
            done = receipts.done(part, name) if resume else None
            if done is None:
                done = self._one(part, out.joined(name), receipts, name)
            else:
                self.resumed += 1
                self._read += part.location.info().size or 0
            self.tally.add(done)
        if self._rejects:
            with refused(self._rejects, self._compression) as refuse:
                for part in parts:
                    copied(receipts.rejects(part), refuse)

    def _one(self, part: Part, out: Location, receipts: Receipts, name: str) -> Tally:
        read = receipts.read(part)
        rejects = receipts.rejects(part) if self._rejects else None
        for place in (out, *([rejects] if rejects else [])):
            make_folder(place)
        tally = self._tally([part], out, format_of(out.path)[0], rejects, with_keys=False)
        receipts.add(part, read, name, tally)
        return tally

    def _tally(
        self,
        parts: Sequence[Part],
        out: Location,
        kind: str | None,
        rejects: Location | None,
        *,
        with_keys: bool,
    ) -> Tally:
        """Write some parts into one file, which appears when all is in it, and what was refused of them."""
        tally = Tally()
        with (
            refused(rejects, self._compression) as refuse,
            writing(out) as stream,
            Sink(stream, kind, self._compression) as sink,
            behind(sink.write) as hand_over,
        ):
            for part in parts:
                opened = open_part(part, self._order, self._wanted, with_keys=with_keys)
                if part is not parts[0]:
                    _check_alike(sink.declared, opened.declared, part, parts[0])
                sink.declared = opened.declared
                tally.add(Tally(notes=list(opened.notes)))
                for step in self._steps(part, opened, tally, refuse):
                    hand_over(step.table)
                self._read += part.location.info().size or 0
        return tally

    def _steps(
        self, part: Part, opened: OpenPart, tally: Tally, refuse: Callable[[pa.Table], None] | None
    ) -> Iterator[Step]:
        """Give a part's steps, counted; what was refused goes its own way."""
        size = part.location.info().size or 0
        for block in ahead(opened.blocks):
            step = opened.convert(block)
            if step.rejects:
                if refuse is None:
                    raise _unread(part, step.rejects)
                refuse(reject_table(part, step.rejects))
            tally.add(step.tally)
            if self._progress:
                self._tell(part, tally, int(step.done * size))
            yield step

    def _tell(self, part: Part, tally: Tally, read: int) -> None:
        whole = Tally()
        whole.add(self.tally)
        if tally is not self.tally:
            whole.add(tally)
        self._progress(  # type: ignore[misc] # the caller looks
            Progress(
                rows=whole.rows_in,
                rejected=sum(whole.rejected.values()),
                fraction=min((self._read + read) / self._bytes, 1.0),
                file=part.location.name,
                seconds=time.perf_counter() - self._since,
            )
        )


def _named(parts: Sequence[Part], ending: str) -> list[tuple[Part, str]]:
    """Return each part with the name of the file it becomes.

    Raises:
        SourceError: if two become one.
    """
    seen: dict[str, Part] = {}
    for part in parts:
        name = f"{plain_name(part.relative)}.{ending}"
        if name in seen:
            raise SourceError(
                f"{seen[name].location.name} and {part.location.name} would both become {name}.",
                source=part.location.name,
            )
        seen[name] = part
    return [(part, name) for name, part in seen.items()]


def _check_alike(declared: pa.Schema, found: pa.Schema, part: Part, first: Part) -> None:
    """Refuse a part whose columns are not those of the first.

    Raises:
        SourceError: naming a column.
    """
    if declared.equals(found):
        return
    known, there = set(declared), set(found.names)
    odd = [each for each in found if each not in known] + [
        each for each in declared if each.name not in there
    ]
    said = f"the column {odd[0].name!r} ({odd[0].type})" if odd else "the order of its columns"
    raise SourceError(
        f"{part.location.name} differs from {first.location.name} in {said}, so they do not go into one file. "
        "Name a folder to write to.",
        source=part.location.name,
    )


def _unread(part: Part, rejects: Sequence[Reject]) -> InvalidSalary:
    first = rejects[0]
    where = f"{part.location.name}, row {first.row:,}" + (f", {first.column}" if first.column else "")
    more = len({reject.row for reject in rejects}) - 1
    others = f" {more:,} of the rows after it, at least, cannot be read either." if more else ""
    return InvalidSalary(
        f"{where}: {first.message}{others} To keep the other rows and list these, name a file for them (rejects=, --rejects).",
        row=first.row,
        column=first.column or None,
    )
