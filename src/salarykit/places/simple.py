"""Texts that are nothing but a name, or a name and its country or region after a comma, as most texts of a column are.

They need no parsing; Arrow splits a column of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.places.gazetteer import plain
from salarykit.places.readings import MODES, NOWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["SimpleText", "SimpleTexts", "simple_text", "simple_texts"]

_LONGEST: Final = 200  # characters, the limit of any text of a place
_WORD: Final = r"[^\s\d,;|·•、，/()\[\]{}（）:@–—-]+(?:(?<=[a-z])-[^\s\d,;|·•、，/()\[\]{}（）:@–—-]+)*"
_SIMPLE: Final = re.compile(
    rf"""
    [ ]*
    (?:(?i:remote)[ ]-[ ])?
    (?!.*(?i:{"|".join(sorted(MODES))}))      # words for a way of working are left out of a name
    (?P<name> {_WORD}(?:[ ]{_WORD})*)
    (?:,[ ](?P<after> {_WORD}(?:[ ]{_WORD})*))?
    [ ]*
    """,
    re.VERBOSE,
)
"""A text without anything that splits or qualifies a name, without digits, and without a hyphen that may join the codes of two states."""

_MODE: Final = re.compile("|".join(sorted(MODES)))
_WORDS: Final = r"[\p{L}\p{M}]+(?: [\p{L}\p{M}]+)*"
_BEFORE: Final = "^ *(?:(?i:remote) - )?"
_LETTERS: Final = f"{_BEFORE}{_WORDS}(?:, {_WORDS})? *$"
"""The simple texts that have only letters around the comma, in Arrow's dialect of patterns."""


class SimpleText(NamedTuple):
    """A name, and what follows it.

    Attributes:
        part: the name as it is written.
        name: the plain name.
        after: the plain name of what follows it after a comma; "" for nothing.
    """

    part: str
    name: str
    after: str = ""


class SimpleTexts(NamedTuple):
    """The parts of the texts of a column, as in `SimpleText`; null where a text is not simply written."""

    parts: pa.Array
    names: pa.Array
    after: pa.Array

    def at(self, rows: NDArray[np.intp]) -> list[SimpleText | None]:
        """Return the texts of some rows."""
        columns = (column.take(pa.array(rows)).to_pylist() for column in self)
        return [
            None if part is None else SimpleText(part, name, after)
            for part, name, after in zip(*columns, strict=True)
        ]


def simple_text(text: str) -> SimpleText | None:
    """Return the parts of a text that is simply written; None for any other text.

    Examples:
        >>> simple_text("São Paulo, BR"), simple_text("Frankfurt (Oder)"), simple_text("Remote - Berlin").name
        (SimpleText(part='São Paulo', name='sao paulo', after='br'), None, 'berlin')
    """
    if text.isascii() and text.isalpha() and len(text) <= _LONGEST:
        name = text.lower()
        return None if name in NOWHERE or _MODE.search(name) else SimpleText(text, name)
    match = _SIMPLE.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    part, after = match.groups()
    name = plain(part)
    if not name or name in NOWHERE:
        return None
    if after is None:
        return SimpleText(part, name)
    other = plain(after)
    return SimpleText(part, name, other) if other and other not in NOWHERE and other != name else None


def simple_texts(texts: Sequence[str | None]) -> SimpleTexts:
    """Return what `simple_text` returns for each text of a column; null for a missing one.

    Examples:
        >>> simple_texts(["São Paulo, BR", "Saint-Denis", None]).names.to_pylist()
        ['sao paulo', 'saint denis', None]
    """
    import pyarrow.compute as pc

    is_kept = [bool(text) and len(text or "") <= _LONGEST and (text or "").isprintable() for text in texts]
    printable = pa.array(
        [text if kept else None for text, kept in zip(texts, is_kept, strict=True)], pa.string()
    )
    has_letters = pc.match_substring_regex(printable, _LETTERS).fill_null(False)
    by_letters = _of_letters(pc.filter(printable, has_letters))
    others = np.flatnonzero(~np.asarray(has_letters)).tolist()
    each = [simple_text(text) if (text := texts[at]) else None for at in others]
    columns = []
    for number, column in enumerate(by_letters):
        rest = pa.array([parts[number] if parts else None for parts in each], pa.string())
        columns.append(
            pc.if_else(has_letters, _spread(column, has_letters), _spread(rest, pc.invert(has_letters)))
        )
    return SimpleTexts(*columns)


def _spread(values: pa.Array, where: pa.Array) -> pa.Array:
    """Return a column with the values, in order, where another column is true, and null elsewhere."""
    import pyarrow.compute as pc

    return pc.replace_with_mask(pa.nulls(len(where), pa.string()), where, values)


def _of_letters(texts: pa.Array) -> SimpleTexts:
    """Return the parts of texts that consist of letters; null for parts that are not places."""
    import pyarrow.compute as pc

    whole = pc.replace_substring_regex(pc.utf8_rtrim(texts, " "), _BEFORE, "")
    parts = pc.replace_substring_regex(whole, ",.*", "")
    names = _plain_names(parts)
    ends = pc.equal(parts, whole)
    after = _plain_names(pc.if_else(ends, "", pc.replace_substring_regex(whole, "^[^,]*, ", "")))
    nowhere: Any = pa.array(["", *sorted(NOWHERE)])
    is_no_place = pc.match_substring_regex(whole, f"(?i){_MODE.pattern}")
    is_no_place = pc.or_(is_no_place, pc.is_in(names, nowhere))
    is_no_place = pc.or_(
        is_no_place, pc.and_not(pc.or_(pc.is_in(after, nowhere), pc.equal(after, names)), ends)
    )
    return SimpleTexts(
        *(pc.if_else(is_no_place, pa.scalar(None, pa.string()), column) for column in (parts, names, after))
    )


def _plain_names(texts: pa.Array) -> pa.Array:
    """Return the plain names of texts of letters and single spaces; see `plain`."""
    import pyarrow.compute as pc

    is_ascii = pc.string_is_ascii(texts)
    others = [plain(text) for text in pc.filter(texts, pc.invert(is_ascii)).to_pylist()]
    return pc.replace_with_mask(pc.ascii_lower(texts), pc.invert(is_ascii), pa.array(others, pa.string()))
