"""Where files are: on the disk, in an object store, behind any filesystem that pyarrow or fsspec opens."""
# A little over 300 lines: what a path may be is one idea.

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa
from pyarrow import fs

from salarykit.errors import SourceError
from salarykit.files.opening import check_name

__all__ = ["InputFile", "Location", "input_files", "io_error", "locate"]

_ENDINGS: Final = (".csv", ".tsv", ".txt", ".parquet", ".pq")
_PACKED: Final = (".gz", ".bz2", ".zst")
_MAGIC: Final = re.compile(r"[*?\[]")
_KEY: Final = re.compile(r"([^/=]+)=([^/]*)")
_ESCAPED: Final = re.compile("(?:%[0-9A-Fa-f]{2})+")
_NO_VALUE: Final = "__HIVE_DEFAULT_PARTITION__"


class Location(NamedTuple):
    """A file or folder.

    Attributes:
        filesystem: that opens it.
        path: as the filesystem calls it.
        name: as a message calls it.
    """

    filesystem: fs.FileSystem
    path: str
    name: str

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine's disk."""
        return isinstance(self.filesystem, fs.LocalFileSystem)

    @property
    def real(self) -> str:
        """Its path, the same one however it is called: on the disk, links are followed."""
        return os.path.realpath(self.path) if self.is_local else posixpath.normpath(self.path)

    def joined(self, below: str) -> Location:
        """Return what is called so below a folder."""
        return Location(
            self.filesystem, posixpath.join(self.path, below), posixpath.join(self.name.rstrip("/"), below)
        )

    def info(self) -> fs.FileInfo:
        """Return what the filesystem says of it.

        Raises:
            SourceError: if it cannot be asked.
        """
        try:
            return self.filesystem.get_file_info(self.path)
        except (OSError, pa.ArrowException) as error:
            raise io_error("read", self.name, error) from error


class InputFile(NamedTuple):
    """One file of several.

    Attributes:
        location: where it is.
        relative: its path below the folder that was asked for; its name if it was asked for itself.
        keys: what the names of its folders say of all its rows, as `country=DE`; None where they say "nothing".
    """

    location: Location
    relative: str
    keys: dict[str, str | None]


def io_error(verb: str, name: str, error: Exception) -> SourceError:
    """Return the one error for everything that a filesystem refuses."""
    said = getattr(error, "strerror", None) or " ".join(str(error).split())
    return SourceError(f"Cannot {verb} {name}: {said.rstrip('.')}.", source=name)


def locate(path: str | os.PathLike[str], filesystem: Any = None) -> Location:
    """Return where a path is: on the given filesystem, behind its URL, or on the disk.

    Args:
        path: a path, or a URL such as `s3://bucket/pay.parquet`.
        filesystem: of pyarrow or fsspec; None for the one that the URL names.

    Raises:
        SourceError: if nothing that is installed opens such a URL.

    Examples:
        >>> locate("pay/2024.csv").path, locate("s3://bucket/pay.csv?region=eu-west-1").path
        ('pay/2024.csv', 'bucket/pay.csv')
    """
    name = os.fspath(path)
    if filesystem is not None:
        return Location(_filesystem(filesystem), name, name)
    if "://" not in name:
        return Location(fs.LocalFileSystem(), Path(check_name(name)).as_posix(), name)
    try:
        found, below = fs.FileSystem.from_uri(name)
        return Location(found, below, _bare(name))
    except (pa.ArrowException, OSError) as error:
        return _by_fsspec(name, error)


def _bare(url: str) -> str:
    """Return a URL without its options and without what lets one in: neither belongs into a message or a report.

    Examples:
        >>> _bare("s3://key:secret@bucket/pay.csv?region=eu-west-1")
        's3://bucket/pay.csv'
    """
    return re.sub("//[^/@]*@", "//", url.partition("?")[0])


def _filesystem(given: Any) -> fs.FileSystem:
    if isinstance(given, fs.FileSystem):
        return given
    if hasattr(given, "protocol") and hasattr(given, "open"):
        return fs.PyFileSystem(fs.FSSpecHandler(given))
    raise SourceError(
        f"filesystem: a {type(given).__name__} is none. Give one of pyarrow.fs or of fsspec.", source=""
    )


def _by_fsspec(url: str, error: Exception) -> Location:
    """Return where a URL is, if fsspec is installed and knows it."""
    try:
        from fsspec.core import url_to_fs

        found, path = url_to_fs(url)
    except (ImportError, ValueError) as late:
        raise SourceError(
            f"Nothing that is installed opens {url}: {late if isinstance(late, ValueError) else error}",
            source=url,
        ) from None
    return Location(_filesystem(found), path, _bare(url))


def input_files(source: Any, filesystem: Any = None) -> tuple[list[InputFile], bool]:
    """Return the files that a source names, in the order of their paths, and whether it may name several.

    A folder stands for every CSV and Parquet file below it, but for those whose names, or whose folders' names, begin
    with a point or an underscore.

    Args:
        source: a path, a pattern such as `pay/*/2024-*.csv.gz` (`**` for any folders), a folder, or a list of these.
        filesystem: see `locate`.

    Raises:
        SourceError: if there is no such file.
    """
    if isinstance(source, list | tuple):
        if not source:
            raise SourceError("No file is named: the list is empty.", source="")
        found = [part for each in source for part in input_files(each, filesystem)[0]]
        return _distinct(found), True
    if not isinstance(source, str | os.PathLike):
        raise SourceError(
            f"Cannot read files from a {type(source).__name__}. Give a path, a pattern or a list of paths.",
            source=type(source).__name__,
        )
    place = locate(source, filesystem)
    kind = place.info().type
    if kind == fs.FileType.File:
        return [InputFile(place, posixpath.basename(place.path), _keys(posixpath.dirname(place.path)))], False
    if kind == fs.FileType.Directory:
        return _below(place, re.compile(".*"), named=False), True
    return _fitting(place), True


def _fitting(place: Location) -> list[InputFile]:
    """Return the files that fit a pattern, or refuse what is none."""
    magic = _MAGIC.search(place.path)
    if not magic:
        raise SourceError(f"Cannot read {place.name}: there is no such file or folder.", source=place.name)
    head = posixpath.dirname(place.path[: magic.start()])
    shown = place.name[: place.name.find(place.path[len(head) :])] if head else ""
    root = Location(place.filesystem, head or ".", shown or head)
    pattern = place.path.removeprefix(head).lstrip("/")
    try:
        fitting = re.compile(_expression(pattern))
    except re.error as error:
        raise SourceError(f"{place.name} is no pattern: {error}.", source=place.name) from None
    return _below(root, fitting, named=True)


def _expression(pattern: str) -> str:
    """Return a pattern of paths as a regular expression; a name's point at the beginning must be said.

    Examples:
        >>> expression = _expression("**/*-?.csv")
        >>> [
        ...     re.fullmatch(expression, path) is not None
        ...     for path in ("a/b/pay-1.csv", "a/.pay-1.csv", ".a/pay-1.csv")
        ... ]
        [True, False, False]
    """
    shown = r"(?:(?<=/)|(?<![\s\S]))(?!\.)"  # at the beginning of a name, no point
    signs = {
        "**/": rf"(?:{shown}[^/]+/)*",
        "**": rf"(?:{shown}[^/]+/)*{shown}[^/]*",
        "*": rf"(?:{shown}|(?<=[^/]))[^/]*",
        "?": rf"(?:{shown}|(?<=[^/]))[^/]",
    }
    pieces = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]]+\])", pattern)
    return "".join(
        signs.get(piece) or (_class(piece) if piece.startswith("[") else re.escape(piece)) for piece in pieces
    )


def _class(piece: str) -> str:
    """Return some signs in brackets, one of which may stand there, as a regular expression."""
    inside = re.sub(r"([\\\[&~|^])", r"\\\1", piece[1:-1].removeprefix("!"))
    return f"(?!/)[{'^' * piece.startswith('[!')}{inside}]" if inside else re.escape(piece)


def _below(root: Location, pattern: re.Pattern[str], *, named: bool) -> list[InputFile]:
    """Return the files below a folder whose paths fit a pattern."""
    listed = _listed(root)
    prefix = "" if root.path in ("", ".") else root.path.rstrip("/") + "/"
    parts = []
    for info in listed:
        relative = info.path.removeprefix("./").removeprefix(prefix)
        if info.type != fs.FileType.File or not pattern.fullmatch(relative):
            continue
        if named or _is_data(relative):
            place = Location(root.filesystem, prefix + relative, posixpath.join(root.name, relative))
            parts.append(InputFile(place, relative, _keys(posixpath.dirname(place.path))))
    if not parts:
        what = "fits the pattern" if named else "(.csv, .parquet) is"
        raise SourceError(f"No file {what} in {root.name or 'this folder'}.", source=root.name)
    return sorted(parts, key=lambda part: part.relative)


def _listed(root: Location) -> list[fs.FileInfo]:
    """Return all that is below a folder, but for what a link leads back to.

    Raises:
        SourceError: if it cannot be listed.
    """
    try:
        if not root.is_local:
            return list(root.filesystem.get_file_info(fs.FileSelector(root.path, recursive=True)))
        found: list[fs.FileInfo] = []
        coming = [(root.path, frozenset({os.path.realpath(root.path)}))]
        while coming:
            folder, above = coming.pop()
            infos = root.filesystem.get_file_info(fs.FileSelector(folder))
            found += infos
            paths = [info.path for info in infos]  # here, where a name that is no text is told
            inner = [
                path for path, info in zip(paths, infos, strict=True) if info.type == fs.FileType.Directory
            ]
            below = [(path, os.path.realpath(path)) for path in inner]
            coming += [(path, above | {real}) for path, real in below if real not in above]
    except UnicodeDecodeError:
        raise io_error(
            "read", root.name or ".", OSError("a name in it is not UTF-8. Rename that file")
        ) from None
    except (OSError, pa.ArrowException) as error:
        raise io_error("read", root.name or ".", error) from error
    return found


def _is_data(relative: str) -> bool:
    hidden = any(name.startswith((".", "_")) for name in relative.split("/"))
    bare = relative.lower()
    for ending in _PACKED:
        bare = bare.removesuffix(ending)
    return not hidden and bare.endswith(_ENDINGS)


def _keys(folder: str) -> dict[str, str | None]:
    """Return what the names of folders say, as Hive writes it.

    Examples:
        >>> _keys("pay/country=DE/month=2024-06")
        {'country': 'DE', 'month': '2024-06'}
    """
    found = [match.groups() for name in folder.split("/") if (match := _KEY.fullmatch(name))]
    return {_decoded(key): None if value == _NO_VALUE else _decoded(value) for key, value in found}


def _decoded(name: str) -> str:
    """Return a name with its `%20` as the signs that they stand for."""
    return _ESCAPED.sub(lambda found: bytes.fromhex(found[0].replace("%", "")).decode(errors="replace"), name)


def _distinct(parts: list[InputFile]) -> list[InputFile]:
    """Refuse a file that is named twice: its rows would count twice."""
    seen: set[str] = set()
    for part in parts:
        path = part.location.real
        if path in seen:
            raise SourceError(f"{part.location.name} is named twice.", source=part.location.name)
        seen.add(path)
    return parts
