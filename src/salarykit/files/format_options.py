"""`FormatOptions`: the format of a file as the caller gives it, such as its encoding, delimiter or sheet."""

from __future__ import annotations

from typing import Final, NamedTuple

from salarykit.errors import InvalidQuery, SourceError
from salarykit.keywords import is_count

__all__ = ["NO_FORMAT_OPTIONS", "FormatOptions", "check_max_bytes"]


class FormatOptions(NamedTuple):
    """The format of a file as the caller gives it; None for what is inferred.

    Attributes:
        encoding: the encoding of a text file, as `codec_of` returns it.
        delimiter: the delimiter of a CSV.
        header: the line of a CSV, or the row of a sheet, with the names of the columns, from 1.
        is_csv: whether a delimiter or a header is an error for any source but a CSV.
        sheet: the name or number of the sheet of a workbook.
        max_bytes: the most bytes that the file may decompress and decode to.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header: int | None = None
    is_csv: bool = True
    sheet: str | int | None = None
    max_bytes: int | None = None

    @property
    def of_csv(self) -> bool:
        """Whether an option is given that only a CSV has."""
        return self.is_csv and bool(self.delimiter or self.header)

    def check_csv(self, name: str, kind: str) -> None:
        """Refuse options of a CSV for another source.

        Raises:
            SourceError: naming the source.
        """
        if self.of_csv:
            raise SourceError(f"delimiter= and header= are for a CSV; {name} is {kind}.", source=name)
        self.check_sheet(name, kind)

    def check_sheet(self, name: str, kind: str) -> None:
        """Refuse a sheet for a source that has none.

        Raises:
            SourceError: naming the source.
        """
        if self.sheet is not None:
            raise SourceError(f"sheet= is for a workbook; {name} is {kind}.", source=name)


def check_max_bytes(value: object) -> None:
    """Refuse a budget that is not a whole number of bytes.

    Raises:
        InvalidQuery: naming the value.
    """
    if value is not None and not is_count(value, 1):
        raise InvalidQuery(
            f"max_bytes={value!r}: give a number of bytes, such as 10_000_000_000.", value=value
        )


NO_FORMAT_OPTIONS: Final = FormatOptions()
"""The options of a caller who gives none: everything is inferred."""
