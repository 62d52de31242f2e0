"""Parses the XML parts of a workbook; names lose their prefixes, and document types are refused."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

from salarykit.errors import SourceError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Mapping

__all__ = ["parse_part", "relations", "unescaped"]

_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")


def parse_part(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] = lambda _: None,
    data: Callable[[str], None] = lambda _: None,
) -> None:
    """Parse a part of a workbook, calling back for each start tag, end tag and text; a missing part has none.

    Raises:
        SourceError: for a document type, which no workbook needs, but attacks use.
        expat.ExpatError: for damaged XML.
    """

    def refuse(*_: object) -> None:
        raise SourceError(
            f"{part} of {archive.filename} has a document type. No workbook has one.",
            source=str(archive.filename),
        )

    names: dict[str, str] = {}

    def local(name: str) -> str:
        local_name = names.get(name)
        return local_name if local_name is not None else names.setdefault(name, name.rpartition(":")[2])

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(local(name), attributes)
    parser.EndElementHandler = lambda name: end(local(name))
    parser.CharacterDataHandler = data
    try:
        file: Any = archive.open(part)
    except KeyError:
        return
    with file:
        parser.ParseFile(file)


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return the parts that a part refers to, by relation identifier: the last word of the relation's type, and the path."""
    folder, name = posixpath.split(part)
    targets: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
            targets[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], path

    parse_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"), start)
    return targets


def unescaped(text: str) -> str:
    r"""Return a text with escapes such as `_x000D_`, which stand for characters that XML cannot hold, replaced by the characters.

    Examples:
        >>> unescaped("a_x000A_b")
        'a\nb'
    """
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
