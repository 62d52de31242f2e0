"""`ReadingKeywords`: how a source is to be read, as the caller says it; `Asked`: the same, checked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict

from salarykit.errors import InvalidQuery, InvalidSalary
from salarykit.files.codec_names import codec_of
from salarykit.files.dialects import Given, is_delimiter
from salarykit.keywords import Keywords
from salarykit.reading.layout import Layout
from salarykit.reading.layouts.registry import check_layout, is_known
from salarykit.reading.number_format import check_decimal
from salarykit.salaries.fields import check_defaults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.reading.layouts.registry import LayoutName
    from salarykit.reading.number_format import Sign

__all__ = ["READING", "Asked", "ReadingKeywords", "asked_for", "layout_of"]


class Asked(NamedTuple):
    """How a source is to be read; see `sift_salaries`."""

    columns: dict[str, str]
    defaults: dict[str, Any]
    layout: Layout | None
    decimal: Sign | None
    day_first: bool | None
    dialect: Given
    infer: bool


class ReadingKeywords(TypedDict, total=False):
    """The options of reading, as `sift_salaries` explains them."""

    columns: Mapping[str, str] | None
    defaults: Mapping[str, Any] | None
    layout: Layout | LayoutName | str | os.PathLike[str] | None
    decimal: Sign | None
    day_first: bool | None
    encoding: str | None
    delimiter: str | None
    header: int | None
    infer: bool


READING: Final = Keywords(ReadingKeywords, infer=True)
"""The options of reading, for the functions that take them."""


def asked_for(options: Mapping[str, Any]) -> Asked:
    """Return how a source is to be read, checked; what the caller says goes before what a layout says.

    Args:
        options: those of `ReadingKeywords`; others are left out.

    Raises:
        InvalidSalary: if `defaults` or `layout` name none of ours.
        InvalidQuery: if `decimal`, `day_first`, `encoding`, `delimiter` or `header` cannot be.
        SourceError: if `layout` names a file that is none.
    """
    given = READING.filled(options)
    said = layout_of(given["layout"])
    decimal, day_first, infer = given["decimal"], given["day_first"], given["infer"]
    defaults = {**(said.defaults if said else {}), **(given["defaults"] or {})}
    check_defaults(defaults)
    infer = infer and (said is None or said.infer)
    check_decimal(decimal, infer=infer)
    if day_first is not None and not isinstance(day_first, bool):
        raise InvalidQuery(f"day_first={day_first!r}: choose True, False or None.", value=day_first)
    return Asked(
        dict(given["columns"] or {}),
        defaults,
        said,
        decimal or (said.decimal if said else None),
        said.day_first if said and day_first is None else day_first,
        _dialect(given["encoding"], given["delimiter"], given["header"], said),
        infer,
    )


def layout_of(layout: Any) -> Layout | None:
    """Return a layout that is one, has the name of one, or stands in a JSON file.

    Raises:
        InvalidSalary: if it names none.
        SourceError: if the file holds none.

    Examples:
        >>> layout_of("oews").name, layout_of(None)
        ('oews', None)
    """
    if layout is None or isinstance(layout, Layout):
        return layout
    if not isinstance(layout, str | os.PathLike):
        raise InvalidSalary(
            f"layout={layout!r}: give a Layout, a JSON file of one, or the name of a well-known one.",
            column=None,
        )
    if (
        not isinstance(layout, str)
        or layout.endswith(".json")
        or (not is_known(layout) and Path(layout).is_file())
    ):
        return Layout.from_json(layout)
    check_layout(layout)
    return Layout.named(layout)


def _dialect(encoding: str | None, delimiter: str | None, header: int | None, said: Layout | None) -> Given:
    """Return what is known of a file's form: what is given, else what a layout says.

    Raises:
        InvalidQuery: if it cannot be.
    """
    _check_dialect(delimiter, header)
    return Given(
        codec_of(said.encoding if said and encoding is None else encoding),
        delimiter or (said.delimiter if said else None),
        header or (said.header if said else None),
        is_csv=bool(delimiter or header),
    )


def _check_dialect(delimiter: Any, header: Any) -> None:
    if delimiter is not None and not is_delimiter(delimiter):
        raise InvalidQuery(
            f"delimiter={delimiter!r}: give the one sign between the cells, as ';'; it must be ASCII.",
            value=delimiter,
        )
    if header is not None and (isinstance(header, bool) or not isinstance(header, int) or header < 1):
        raise InvalidQuery(f"header={header!r}: give the line of the header, from 1.", value=header)
