"""Receipts: which files a run has completed, so that a later run can continue after them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyarrow import fs

from salarykit.batch.report import Tally
from salarykit.errors import SourceError
from salarykit.files.atomic import sweep
from salarykit.files.stream.blocks import reading_errors
from salarykit.files.stream.locations import io_error
from salarykit.files.stream.sinks import open_output

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salarykit.files.stream.locations import InputFile, Location

__all__ = ["Receipts", "make_folder"]

_FOLDER: Final = ".salarykit"
_KEYS: Final = {"options", "read", "written", "tally"}
_EDGE: Final = 1 << 16  # bytes at the start and at the end of a file that are hashed


class Receipts:
    """The receipts in an output folder: a small file for each output file that is complete.

    A file counts as done only if the options, the input and the output are all unchanged.

    Args:
        out: the folder.
        options: a hash of all options.
    """

    def __init__(self, out: Location, options: str) -> None:
        self._folder, self._out, self._options = out.joined(_FOLDER), out, options

    def clear(self) -> None:
        """Delete the receipts of earlier runs."""
        if self._folder.info().type == fs.FileType.Directory:
            try:
                self._folder.filesystem.delete_dir(self._folder.path)
            except Exception as error:  # each library of filesystems raises errors of its own
                raise io_error("write", self._folder.name, error) from error

    def done(self, input_file: InputFile, written: str) -> Tally | None:
        """Return the tally of a file, if it is done.

        Raises:
            SourceError: if an earlier run had other options.
        """
        receipt = _read(self._receipt(input_file))
        if receipt is None:
            return None
        if receipt["options"] != self._options:
            raise SourceError(
                f"{self._out.name} was started with other options or rates. Repeat those, or leave out resume "
                "to start again.",
                source=self._out.name,
            )
        same = receipt["read"] == _fingerprint(input_file.location) and receipt["written"] == _fingerprint(
            self._out.joined(written)
        )
        if not same:
            return None
        try:
            return Tally.from_dict(receipt["tally"])
        except (
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
        ):  # the receipt is damaged, so the file is converted again
            return None

    def read(self, input_file: InputFile) -> list[Any] | None:
        """Return the fingerprint of an input file, to be taken before it is read."""
        return _fingerprint(input_file.location)

    def add(self, input_file: InputFile, read: list[Any] | None, written: str, tally: Tally) -> None:
        """Write the receipt of a complete file."""
        content = {
            "options": self._options,
            "read": read,
            "written": _fingerprint(self._out.joined(written)),
            "tally": tally.to_dict(),
        }
        receipt = self._receipt(input_file)
        make_folder(receipt)
        with open_output(receipt, is_swept=True) as out:
            out.write(json.dumps(content).encode())

    def check_rejects(self, rejects: Location, names: Iterable[str]) -> None:
        """Refuse a rejects file that is one of the outputs, or is in the folder of receipts.

        Raises:
            SourceError: naming it.
        """
        among = rejects.real.startswith(f"{self._folder.real}/")
        if among or rejects.real in {self._out.joined(name).real for name in names}:
            raise SourceError(
                f"{rejects.name} is a file that is written. Choose another one for the rejects.",
                source=rejects.name,
            )

    def sweep(self, inputs: Iterable[InputFile], names: Iterable[str]) -> None:
        """Remove temporary files of killed processes beside all outputs, receipts and rejects; each folder is listed only once."""
        places = [self._out.joined(name) for name in names]
        for input_file in inputs:
            places += [self._receipt(input_file), self.rejects(input_file)]
        sweep(Path(place.path) for place in places if place.is_local)

    def rejects(self, input_file: InputFile) -> Location:
        """Return where the rejects of a file are kept until all files are done."""
        return self._folder.joined(f"{input_file.relative}.rejects.parquet")

    def _receipt(self, input_file: InputFile) -> Location:
        return self._folder.joined(f"{input_file.relative}.json")


def make_folder(location: Location) -> None:
    """Create the folder that a file is in.

    Raises:
        SourceError: if it cannot be created.
    """
    folder = location.path.rpartition("/")[0]
    if folder:
        try:
            location.filesystem.create_dir(folder, recursive=True)
        except Exception as error:  # each library of filesystems raises errors of its own
            raise io_error("write", location.name, error) from error


def _read(receipt: Location) -> dict[str, Any] | None:
    if receipt.info().type != fs.FileType.File:
        return None
    with reading_errors(receipt), receipt.filesystem.open_input_stream(receipt.path) as file:
        try:
            content = json.loads(file.read())
        except (ValueError, RecursionError):  # damaged, so its file is converted again
            return None
    return content if isinstance(content, dict) and content.keys() == _KEYS else None


def _fingerprint(location: Location) -> list[Any] | None:
    """Return the size, the time of writing and a hash of both ends of a file; None if there is no file."""
    info = location.info()
    if info.type != fs.FileType.File:
        return None
    with reading_errors(location), location.filesystem.open_input_file(location.path) as file:
        ends = file.read(_EDGE)
        file.seek(max(info.size - _EDGE, 0))
        ends += file.read(_EDGE)
    return [info.size, info.mtime_ns, hashlib.sha256(ends).hexdigest()[:32]]
