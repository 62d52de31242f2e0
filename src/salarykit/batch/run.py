"""`Run`: the conversion of one or several files, from the first block to the last."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import fs

from salarykit.batch.open_input import open_input
from salarykit.batch.pipeline import read_ahead, write_behind
from salarykit.batch.receipts import Receipts, make_folder
from salarykit.batch.rejects_file import copy_rejects, open_rejects, reject_table
from salarykit.batch.report import Progress, Tally
from salarykit.errors import InvalidSalary, SourceError
from salarykit.files.stream.sinks import Sink, format_of, open_output, plain_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from salarykit.batch.open_input import OpenInput
    from salarykit.batch.options import BatchOptions, FileOptions
    from salarykit.batch.report import BatchReport, ConvertedBlock
    from salarykit.files.stream.locations import InputFile, Location
    from salarykit.files.stream.sinks import Compression
    from salarykit.files.writing import Formulas
    from salarykit.reading.rejects import Reject

__all__ = ["Run", "check_folder"]


def check_folder(inputs: Sequence[InputFile], out: Location, *, several: bool) -> None:
    """Refuse a folder that cannot hold an output file for each input.

    Raises:
        SourceError: saying what to do.
    """
    kind = out.info().type
    if kind == fs.FileType.File or not (several or kind == fs.FileType.Directory or out.name.endswith("/")):
        raise SourceError(
            f"{out.name}: give a name that ends in .parquet, .csv or .csv.gz, or a folder.", source=out.name
        )
    if any(input_file.location.real == out.joined(input_file.relative).real for input_file in inputs):
        raise SourceError(f"{out.name} is also the input folder. Choose another one.", source=out.name)


class Run:
    """The conversion of one or several files.

    Args:
        options: how to convert.
        file_options: how to read files and write the output.
        compression: the compression of Parquet.
        rejects: the file of rejects; None if the first bad row is an error.
        progress: called after each block.
        formulas: what happens in a CSV to texts that a spreadsheet would run.
    """

    def __init__(
        self,
        options: BatchOptions,
        file_options: FileOptions,
        compression: Compression,
        rejects: Location | None,
        progress: Callable[[Progress], None] | None,
        formulas: Formulas = "escape",
    ) -> None:
        self._formulas = formulas
        self.tally, self.resumed = Tally(), 0
        self._options, self._file_options, self._compression = options, file_options, compression
        self._rejects, self._progress, self._since = rejects, progress, time.perf_counter()
        self._bytes, self._read = 1, 0

    def report(self, out: str, files: int, since: float) -> BatchReport:
        """Return the report of the run.

        Args:
            out: the file or folder that was written.
            files: the number of input files.
            since: when the run started, by `time.perf_counter`.
        """
        rejects = self._rejects and self._rejects.name
        return self.tally.report(
            self._options, out=out, rejects=rejects, files=files, resumed=self.resumed, since=since
        )

    def into_file(self, inputs: Sequence[InputFile], out: Location, kind: str | None) -> None:
        """Convert all inputs into one file."""
        self._bytes = sum(input_file.location.info().size or 0 for input_file in inputs) or 1
        self.tally.add(self._tally(inputs, out, kind, self._rejects, with_keys=True))

    def into_folder(self, inputs: Sequence[InputFile], out: Location, ending: str, *, resume: bool) -> None:
        """Convert each input into a separate file, and collect all rejects."""
        self._bytes = sum(input_file.location.info().size or 0 for input_file in inputs) or 1
        fingerprint = self._options.fingerprint(
            self._file_options, self._compression, ending, self._rejects is None, self._formulas
        )
        receipts = Receipts(out, fingerprint)
        named = _named(inputs, ending)
        if self._rejects:
            receipts.check_rejects(self._rejects, [name for _, name in named])
        if not resume:
            receipts.clear()
        receipts.sweep(inputs, (name for _, name in named))
        for input_file, name in named:
            done = receipts.done(input_file, name) if resume else None
            if done is None:
                done = self._convert_one(input_file, out.joined(name), receipts, name)
            else:
                self.resumed += 1
                self._read += input_file.location.info().size or 0
            self.tally.add(done)
        if self._rejects:
            with open_rejects(self._rejects, self._compression) as refuse:
                for input_file in inputs:
                    copy_rejects(receipts.rejects(input_file), refuse)

    def _convert_one(self, input_file: InputFile, out: Location, receipts: Receipts, name: str) -> Tally:
        """Convert an input into a file of a folder, and write its receipt."""
        read = receipts.read(input_file)
        rejects = receipts.rejects(input_file) if self._rejects else None
        for place in (out, *([rejects] if rejects else [])):
            make_folder(place)
        tally = self._tally(
            [input_file], out, format_of(out.path)[0], rejects, with_keys=False, is_swept=True
        )
        receipts.add(input_file, read, name, tally)
        return tally

    def _tally(
        self,
        inputs: Sequence[InputFile],
        out: Location,
        kind: str | None,
        rejects: Location | None,
        *,
        with_keys: bool,
        is_swept: bool = False,
    ) -> Tally:
        """Convert some inputs into one file, which appears when it is complete, and write their rejects."""
        tally = Tally()
        with (
            open_rejects(rejects, self._compression, is_swept=is_swept) as refuse,
            open_output(out, is_swept=is_swept) as stream,
            Sink(stream, kind, self._compression, self._formulas) as sink,
            write_behind(sink.write) as hand_over,
        ):
            for input_file in inputs:
                opened = open_input(input_file, self._options, self._file_options, with_keys=with_keys)
                if input_file is not inputs[0]:
                    _check_alike(sink.declared, opened.declared, input_file, inputs[0])
                sink.declared = opened.declared
                tally.add(Tally(notes=list(opened.notes)))
                for converted in self._converted_blocks(input_file, opened, tally, refuse):
                    hand_over(converted.table)
                self._read += input_file.location.info().size or 0
        tally.formulas += sink.touched
        return tally

    def _converted_blocks(
        self,
        input_file: InputFile,
        opened: OpenInput,
        tally: Tally,
        refuse: Callable[[pa.Table], None] | None,
    ) -> Iterator[ConvertedBlock]:
        """Yield the converted blocks of an input; their rows are added to the tally, and their rejects written."""
        size = input_file.location.info().size or 0
        for block in read_ahead(opened.blocks):
            converted = opened.convert(block)
            if converted.rejects:
                if refuse is None:
                    raise _unread(input_file, converted.rejects)
                refuse(reject_table(input_file, converted.rejects))
            tally.add(converted.tally)
            if self._progress:
                self._report_progress(input_file, tally, int(converted.done * size))
            yield converted

    def _report_progress(self, input_file: InputFile, tally: Tally, read: int) -> None:
        """Call `progress` with how far the run has got, given how many bytes of the input have been read."""
        whole = Tally()
        whole.add(self.tally)
        if tally is not self.tally:
            whole.add(tally)
        self._progress(  # type: ignore[misc] # the caller has checked it
            Progress(
                rows=whole.rows_in,
                rejected=sum(whole.rejected.values()),
                fraction=min((self._read + read) / self._bytes, 1.0),
                file=input_file.location.name,
                seconds=time.perf_counter() - self._since,
            )
        )


def _named(inputs: Sequence[InputFile], ending: str) -> list[tuple[InputFile, str]]:
    """Return each input with the name of its output file.

    Raises:
        SourceError: if two inputs have the same one.
    """
    seen: dict[str, InputFile] = {}
    for input_file in inputs:
        name = f"{plain_name(input_file.relative)}.{ending}"
        if name in seen:
            raise SourceError(
                f"{seen[name].location.name} and {input_file.location.name} would both become {name}.",
                source=input_file.location.name,
            )
        seen[name] = input_file
    return [(input_file, name) for name, input_file in seen.items()]


def _check_alike(declared: pa.Schema, other: pa.Schema, input_file: InputFile, first: InputFile) -> None:
    """Refuse an input whose columns differ from those of the first.

    Raises:
        SourceError: naming a column.
    """
    if declared.equals(other):
        return
    columns, there = set(declared), set(other.names)
    odd = [column for column in other if column not in columns] + [
        column for column in declared if column.name not in there
    ]
    difference = f"the column {odd[0].name!r} ({odd[0].type})" if odd else "the options of its columns"
    raise SourceError(
        f"{input_file.location.name} differs from {first.location.name} in {difference}, so they do not go into one file. "
        "Name a folder to write to.",
        source=input_file.location.name,
    )


def _unread(input_file: InputFile, rejects: Sequence[Reject]) -> InvalidSalary:
    """Return the error for the first row that cannot be read."""
    first = rejects[0]
    where = f"{input_file.location.name}, row {first.row:,}" + (f", {first.column}" if first.column else "")
    more = len({reject.row for reject in rejects}) - 1
    others = f" At least {more:,} later rows cannot be read either." if more else ""
    return InvalidSalary(
        f"{where}: {first.message}{others} To keep the good rows, name a file for the bad ones (rejects=).",
        row=first.row,
        column=first.column or None,
    )
