"""Receipts: what a run over many files has finished, so that the next one can go on after it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
from pyarrow import fs

from salarykit.batch.report import Tally
from salarykit.errors import SourceError
from salarykit.files.stream.blocks import reading
from salarykit.files.stream.locations import failed
from salarykit.files.stream.sinks import writing

if TYPE_CHECKING:
    from salarykit.files.stream.locations import Location, Part

__all__ = ["Receipts", "make_folder"]

_FOLDER: Final = ".salarykit"
_SAID: Final = {"order", "read", "written", "tally"}
_EDGE: Final = 1 << 16  # bytes of a file's beginning and end that its fingerprint is made of


class Receipts:
    """The receipts in a folder that is written: a small file for each one that is complete.

    A file counts as done only if the order, what was read and what was written are all as they were.

    Args:
        out: the folder.
        order: a fingerprint of what is asked.
    """

    def __init__(self, out: Location, order: str) -> None:
        self._folder, self._out, self._order = out.joined(_FOLDER), out, order

    def clear(self) -> None:
        """Forget what earlier runs did."""
        if self._folder.info().type == fs.FileType.Directory:
            try:
                self._folder.filesystem.delete_dir(self._folder.path)
            except (OSError, pa.ArrowException) as error:
                raise failed("write", self._folder.name, error) from error

    def done(self, part: Part, written: str) -> Tally | None:
        """Return what a file came to, if it is done.

        Raises:
            SourceError: if it was done by another order.
        """
        told = _read(self._receipt(part))
        if told is None:
            return None
        if told["order"] != self._order:
            raise SourceError(
                f"{self._out.name} was begun with other options or other rates than these. Repeat those, or leave resume "
                "out to begin anew.",
                source=self._out.name,
            )
        same = told["read"] == _fingerprint(part.location) and told["written"] == _fingerprint(
            self._out.joined(written)
        )
        return Tally.from_dict(told["tally"]) if same else None

    def read(self, part: Part) -> list[Any] | None:
        """Return the fingerprint of a file that is about to be read."""
        return _fingerprint(part.location)

    def add(self, part: Part, read: list[Any] | None, written: str, tally: Tally) -> None:
        """Note that a file is complete."""
        told = {
            "order": self._order,
            "read": read,
            "written": _fingerprint(self._out.joined(written)),
            "tally": tally.to_dict(),
        }
        receipt = self._receipt(part)
        make_folder(receipt)
        with writing(receipt) as out:
            out.write(json.dumps(told).encode())

    def rejects(self, part: Part) -> Location:
        """Return where the refused cells of a file are kept until all files are done."""
        return self._folder.joined(f"{part.relative}.rejects.parquet")

    def _receipt(self, part: Part) -> Location:
        return self._folder.joined(f"{part.relative}.json")


def make_folder(location: Location) -> None:
    """Make the folder that a file is to be in.

    Raises:
        SourceError: if it cannot be made.
    """
    folder = location.path.rpartition("/")[0]
    if folder:
        try:
            location.filesystem.create_dir(folder, recursive=True)
        except (OSError, pa.ArrowException) as error:
            raise failed("write", location.name, error) from error


def _read(receipt: Location) -> dict[str, Any] | None:
    if receipt.info().type != fs.FileType.File:
        return None
    with reading(receipt), receipt.filesystem.open_input_stream(receipt.path) as file:
        try:
            told = json.loads(file.read())
        except ValueError:  # damaged: what it stood for is done again
            return None
    return told if isinstance(told, dict) and told.keys() == _SAID else None


def _fingerprint(location: Location) -> list[Any] | None:
    """Return what is another for every other file: its size, when it was written, and its two ends; None if there is none."""
    info = location.info()
    if info.type != fs.FileType.File:
        return None
    with reading(location), location.filesystem.open_input_file(location.path) as file:
        ends = file.read(_EDGE)
        file.seek(max(info.size - _EDGE, 0))
        ends += file.read(_EDGE)
    return [info.size, info.mtime_ns, hashlib.sha256(ends).hexdigest()[:32]]
