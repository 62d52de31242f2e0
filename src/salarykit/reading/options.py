"""`ReadingKeywords`: the options of reading as callers give them; `ReadingOptions`: the same, checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, TypedDict

from salarykit.errors import InvalidQuery, InvalidSalary
from salarykit.files.codec_names import codec_of
from salarykit.files.dialects import is_delimiter
from salarykit.files.format_options import FormatOptions, check_max_bytes
from salarykit.keywords import Keywords
from salarykit.reading.layout import Layout
from salarykit.reading.layouts.registry import check_layout, is_known
from salarykit.reading.numerals import check_decimal
from salarykit.salaries.fields import check_defaults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salarykit.reading.layouts.registry import LayoutName
    from salarykit.reading.numerals import Separator

__all__ = ["READING", "ReadingKeywords", "ReadingOptions", "resolve_layout"]


class ReadingKeywords(TypedDict, total=False):
    """The options of reading, as `sift_salaries` explains them."""

    columns: Mapping[str, str | Sequence[str]] | None
    defaults: Mapping[str, Any] | None
    layout: Layout | LayoutName | str | os.PathLike[str] | None
    decimal: Separator | None
    day_first: bool | None
    encoding: str | None
    delimiter: str | None
    header: int | None
    sheet: str | int | None
    max_bytes: int | None
    infer: bool


READING: Final = Keywords(ReadingKeywords, infer=True)
"""The options of reading, for the functions that take them."""


class ReadingOptions(NamedTuple):
    """How to read a source; see `sift_salaries`.

    Attributes:
        columns: the source's column for each field; of a list, the first.
        further: the other columns of fields with a list, in order.
        defaults, layout, decimal, day_first, infer: see `sift_salaries`.
        dialect: the format of the file.
    """

    columns: dict[str, str]
    further: dict[str, tuple[str, ...]]
    defaults: dict[str, Any]
    layout: Layout | None
    decimal: Separator | None
    day_first: bool | None
    dialect: FormatOptions
    infer: bool

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Return checked options; those of the caller take precedence over those of a layout.

        Args:
            options: the options of `ReadingKeywords`; others are ignored.

        Raises:
            InvalidSalary: if `defaults` or `layout` has an unknown name.
            InvalidQuery: if `decimal`, `day_first`, `encoding`, `delimiter`, `header`, `sheet` or `max_bytes` is invalid.
            SourceError: if `layout` names a file that does not hold a layout.
        """
        given = READING.filled(options)
        for name in ("columns", "defaults"):
            if given[name] is not None and not isinstance(given[name], Mapping):
                raise InvalidSalary(f"{name}={given[name]!r}: give a mapping from fields.", column=None)
        layout = resolve_layout(given["layout"])
        decimal, day_first, infer = given["decimal"], given["day_first"], given["infer"]
        defaults = {**(layout.defaults if layout else {}), **(given["defaults"] or {})}
        check_defaults(defaults)
        if not isinstance(infer, bool):
            raise InvalidQuery(f"infer={infer!r}: choose True or False.", value=infer)
        infer = infer and (layout is None or layout.infer)
        check_decimal(decimal, infer=infer)
        if day_first is not None and not isinstance(day_first, bool):
            raise InvalidQuery(f"day_first={day_first!r}: choose True, False or None.", value=day_first)
        columns, further = _columns_in_order(given["columns"] or {})
        return cls(
            columns,
            further,
            defaults,
            layout,
            decimal or (layout.decimal if layout else None),
            layout.day_first if layout and day_first is None else day_first,
            _dialect(given, layout),
            infer,
        )


def _columns_in_order(columns: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return the first column of each field, and the other columns of each field with a list.

    Raises:
        InvalidSalary: if a list is empty, or names a column twice.
    """
    lists = {field: tuple(column) for field, column in columns.items() if isinstance(column, list | tuple)}
    for field, names in lists.items():
        if not names or len(set(map(str, names))) < len(names):
            raise InvalidSalary(
                f"columns: {field} needs the names of columns, each only once, not {list(names)!r}.",
                column=field,
            )
    first = {field: lists[field][0] if field in lists else column for field, column in columns.items()}
    return first, {field: names[1:] for field, names in lists.items() if names[1:]}


def resolve_layout(layout: Any) -> Layout | None:
    """Return the layout that is given as `layout=`: itself, by the name of a well-known one, or by the path of a JSON file.

    Raises:
        InvalidSalary: if no layout has this name.
        SourceError: if the file does not hold a layout.

    Examples:
        >>> resolve_layout("oews").name, resolve_layout(None)
        ('oews', None)
    """
    if layout is None or isinstance(layout, Layout):
        return layout
    if not isinstance(layout, str | os.PathLike):
        raise InvalidSalary(
            f"layout={layout!r}: give a Layout, the path of a layout's JSON file, or the name of a well-known layout.",
            column=None,
        )
    if not isinstance(layout, str) or layout.endswith(".json"):
        return Layout.from_json(layout)
    if not is_known(layout) and os.path.isfile(layout):  # noqa: PTH113 - `Path.is_file` fails for long names
        return Layout.from_json(layout)
    check_layout(layout)
    return Layout.named(layout)


def _dialect(given: Mapping[str, Any], layout: Layout | None) -> FormatOptions:
    """Return the format of the file as the options give it, or else as the layout does.

    Raises:
        InvalidQuery: if one of them is invalid.
    """
    encoding, delimiter, header, sheet = (
        given[name] for name in ("encoding", "delimiter", "header", "sheet")
    )
    if delimiter is not None and not is_delimiter(delimiter):
        raise InvalidQuery(
            f"delimiter={delimiter!r}: give the one character between the cells, such as ';'; it must be ASCII.",
            value=delimiter,
        )
    if header is not None and (isinstance(header, bool) or not isinstance(header, int) or header < 1):
        raise InvalidQuery(f"header={header!r}: give the number of the header's line, from 1.", value=header)
    if sheet is not None and (
        isinstance(sheet, bool) or not isinstance(sheet, str | int) or sheet in (0, "")
    ):
        raise InvalidQuery(f"sheet={sheet!r}: give the name of a sheet, or its number from 1.", value=sheet)
    check_max_bytes(given["max_bytes"])
    return FormatOptions(
        codec_of(layout.encoding if layout and encoding is None else encoding),
        delimiter or (layout.delimiter if layout else None),
        header or (layout.header if layout else None),
        is_csv=bool(delimiter or header),
        sheet=layout.sheet if layout and sheet is None else sheet,
        max_bytes=given["max_bytes"],
    )
