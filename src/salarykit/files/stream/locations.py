"""`Location` and `InputFile`: files on the disk, in an object store, or on any filesystem of pyarrow or fsspec."""
# Slightly over 300 lines: paths, URLs, patterns and folders are one idea.

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa
from pyarrow import fs

from salarykit.errors import SourceError
from salarykit.files.opening import check_name, name_of, nearest_file

__all__ = ["InputFile", "Location", "input_files", "io_error", "locate"]

_ENDINGS: Final = (".csv", ".tsv", ".txt", ".parquet", ".pq", ".xlsx", ".xlsm", ".xlsb", ".ods")
_COMPRESSED: Final = (".gz", ".bz2", ".zst")
_WILDCARDS: Final = re.compile(r"(\*\*/|\*\*|\*|\?|\[[^\]]+\])")  # in a pattern of paths
_MAGIC: Final = re.compile(r"[*?\[]")
_KEY: Final = re.compile(r"([^/=]+)=([^/]*)")
_ESCAPED: Final = re.compile("(?:%[0-9A-Fa-f]{2})+")
_CREDENTIALS: Final = re.compile(r"//[^/@\s]*@")
_NO_VALUE: Final = "__HIVE_DEFAULT_PARTITION__"


class Location(NamedTuple):
    """A file or folder.

    Attributes:
        filesystem: its filesystem.
        path: its path there.
        name: its name in messages.
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
        """Its canonical path; on the disk, links are resolved."""
        return os.path.realpath(self.path) if self.is_local else posixpath.normpath(self.path)

    def joined(self, below: str) -> Location:
        """Return the location of a path below this folder."""
        return Location(
            self.filesystem, posixpath.join(self.path, below), posixpath.join(self.name.rstrip("/"), below)
        )

    def info(self) -> fs.FileInfo:
        """Return its type, size and time of modification.

        Raises:
            SourceError: if the filesystem cannot be reached.
        """
        try:
            return self.filesystem.get_file_info(self.path)
        except Exception as error:  # each filesystem library raises errors of its own
            raise io_error("read", self.name, error) from error


class InputFile(NamedTuple):
    """One of the files to read.

    Attributes:
        location: the file.
        relative: its path below the given folder; its name if the file itself was given.
        keys: the columns that the names of its folders make, such as `country=DE`; None for Hive's null.
    """

    location: Location
    relative: str
    keys: dict[str, str | None]


def io_error(verb: str, name: str, error: Exception) -> SourceError:
    """Return the error for an operation that a filesystem refused."""
    reason = getattr(error, "strerror", None) or _reason_of(error) or type(error).__name__
    return SourceError(f"Cannot {verb} {name}: {reason.rstrip('.')}.", source=name)


def _reason_of(error: Exception) -> str:
    """Return the message of another library in one line, without credentials."""
    return _CREDENTIALS.sub("//", " ".join(str(error).split()))


def locate(path: str | bytes | os.PathLike[Any], filesystem: Any = None, *, remote: bool = False) -> Location:
    """Return the location of a path: on the given filesystem, on the one of its URL, or on the disk.

    Args:
        path: a path, or a URL such as `s3://bucket/pay.parquet`.
        filesystem: a filesystem of pyarrow or fsspec; None for the one of the URL.
        remote: whether URLs may be opened, other than those of files of this machine.

    Raises:
        SourceError: if it is a URL that may not be opened, or that no installed library opens.

    Examples:
        >>> locate("pay/2024.csv").path, locate("s3://bucket/pay.csv?region=eu-west-1", remote=True).path
        ('pay/2024.csv', 'bucket/pay.csv')
    """
    if not isinstance(path, str | bytes | os.PathLike):
        raise SourceError(f"A {type(path).__name__} is not a path.", source="")
    name = os.fsdecode(path)
    if not name:
        raise SourceError("The path is empty. Name a file or a folder.", source="")
    if filesystem is not None:
        return Location(_filesystem(filesystem), name, name)
    if "://" not in name:
        return Location(fs.LocalFileSystem(), Path(check_name(name)).as_posix(), name_of(name))
    if not remote and not name.startswith("file://"):
        raise SourceError(
            f"{_bare(name)} is not a file of this machine, and only those are opened. Allow it with remote=True, or "
            "give an opened filesystem=.",
            source=_bare(name),
        )
    try:
        filesystem_of_uri, below = fs.FileSystem.from_uri(name)
        return Location(filesystem_of_uri, below, _bare(name))
    except (pa.ArrowException, OSError, ValueError) as error:
        return _by_fsspec(name, error)


def _bare(url: str) -> str:
    """Return a URL without its options and credentials, for messages and reports.

    Examples:
        >>> _bare("s3://key:secret@bucket/pay.csv?region=eu-west-1")
        's3://bucket/pay.csv'
    """
    return _CREDENTIALS.sub("//", url.partition("?")[0])


def _filesystem(given: Any) -> fs.FileSystem:
    if isinstance(given, fs.FileSystem):
        return given
    if hasattr(given, "protocol") and hasattr(given, "open"):
        return fs.PyFileSystem(fs.FSSpecHandler(given))
    raise SourceError(
        f"filesystem: a {type(given).__name__} is not a filesystem. Give one of pyarrow.fs or of fsspec.",
        source="",
    )


def _by_fsspec(url: str, error: Exception) -> Location:
    """Return the location of a URL, if fsspec is installed and supports it."""
    try:
        from fsspec.core import url_to_fs

        opened, path = url_to_fs(url)
    except (ImportError, ValueError) as late:
        reason = _reason_of(late if isinstance(late, ValueError) else error)
        raise SourceError(f"No installed library opens {_bare(url)}: {reason}", source=_bare(url)) from None
    except Exception as late:  # noqa: BLE001 - each library raises errors of its own
        raise io_error("open", _bare(url), late) from None
    return Location(_filesystem(opened), path, _bare(url))


def input_files(source: Any, filesystem: Any = None, *, remote: bool = False) -> tuple[list[InputFile], bool]:
    """Return the files of a source, sorted by path, and whether the source may have several.

    A folder stands for every CSV, Parquet file and workbook below it. Left out are files and folders whose names begin with a dot,
    an underscore or `~$` (the lock files of open workbooks).

    Args:
        source: a path, a pattern such as `pay/*/2024-*.csv.gz` (`**` for any folders), a folder, or a list of these.
        filesystem: see `locate`.
        remote: see `locate`.

    Raises:
        SourceError: if there is no such file.
    """
    if isinstance(source, list | tuple):
        if not source:
            raise SourceError("There is no file to read: the list is empty.", source="")
        files = [part for item in source for part in input_files(item, filesystem, remote=remote)[0]]
        return _distinct(files), True
    if not isinstance(source, str | bytes | os.PathLike):
        raise SourceError(
            f"Cannot read files from a {type(source).__name__}. Give a path, a pattern or a list of paths.",
            source=type(source).__name__,
        )
    place = locate(source, filesystem, remote=remote)
    kind = place.info().type
    if kind == fs.FileType.File:
        return [InputFile(place, posixpath.basename(place.path), _keys(posixpath.dirname(place.path)))], False
    if kind == fs.FileType.Directory:
        return _below(place, re.compile(".*"), named=False), True
    return _fitting(place), True


def _fitting(place: Location) -> list[InputFile]:
    """Return the files that match a pattern, or refuse a path that does not exist."""
    magic = _MAGIC.search(place.path)
    if place.info().type == fs.FileType.Unknown:
        sentence = "it is a pipe or a device, not a file. Write it to a file first."
        raise SourceError(f"Cannot read {place.name}: {sentence}", source=place.name)
    if not magic:
        near = nearest_file(Path(place.path)) if place.is_local else ""
        raise SourceError(
            f"Cannot read {place.name}: there is no such file or folder.{near}", source=place.name
        )
    head = posixpath.dirname(place.path[: magic.start()])
    shown = place.name[: place.name.find(place.path[len(head) :])] if head else ""
    root = Location(place.filesystem, head or ".", shown or head)
    pattern = place.path.removeprefix(head).lstrip("/")
    try:
        fitting = re.compile(_expression(pattern))
    except re.error as error:
        raise SourceError(f"{place.name} is not a valid pattern: {error}.", source=place.name) from None
    return _below(root, fitting, named=True)


def _expression(pattern: str) -> str:
    """Return a pattern of paths as a regular expression; a wildcard does not match the first dot of a hidden name.

    Examples:
        >>> expression = _expression("**/*-?.csv")
        >>> [
        ...     re.fullmatch(expression, path) is not None
        ...     for path in ("a/b/pay-1.csv", "a/.pay-1.csv", ".a/pay-1.csv")
        ... ]
        [True, False, False]
    """
    shown = r"(?:(?<=/)|(?<![\s\S]))(?!\.)"  # at the start of a name: no dot may follow
    expressions = {
        "**/": rf"(?:{shown}[^/]+/)*",
        "**": rf"(?:{shown}[^/]+/)*{shown}[^/]*",
        "*": rf"(?:{shown}|(?<=[^/]))[^/]*",
        "?": rf"(?:{shown}|(?<=[^/]))[^/]",
    }
    pieces = _WILDCARDS.split(pattern)
    return "".join(
        expressions.get(piece) or (_class(piece) if piece.startswith("[") else re.escape(piece))
        for piece in pieces
    )


def _class(piece: str) -> str:
    """Return a class of characters in brackets as a regular expression."""
    inside = re.sub(r"([\\\[&~|^])", r"\\\1", piece[1:-1].removeprefix("!"))
    return f"(?!/)[{'^' * piece.startswith('[!')}{inside}]" if inside else re.escape(piece)


def _below(root: Location, pattern: re.Pattern[str], *, named: bool) -> list[InputFile]:
    """Return the files below a folder whose paths match a pattern."""
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
        folder = root.name or "this folder"
        message = (
            f"No file matches the pattern in {folder}."
            if named
            else f"{folder} holds no file that can be converted (.csv, .parquet, .xlsx)."
        )
        raise SourceError(message, source=root.name)
    return sorted(parts, key=lambda part: part.relative)


def _listed(root: Location) -> list[fs.FileInfo]:
    """Return everything below a folder; links that lead back up are not followed.

    Raises:
        SourceError: if it cannot be listed.
    """
    try:
        if not root.is_local:
            return list(root.filesystem.get_file_info(fs.FileSelector(root.path, recursive=True)))
        all_infos: list[fs.FileInfo] = []
        coming = [(root.path, frozenset({os.path.realpath(root.path)}))]
        while coming:
            folder, above = coming.pop()
            infos = root.filesystem.get_file_info(fs.FileSelector(folder))
            all_infos += infos
            paths = [info.path for info in infos]  # raises an error for a name that is not UTF-8
            inner = [
                path for path, info in zip(paths, infos, strict=True) if info.type == fs.FileType.Directory
            ]
            below = [(path, os.path.realpath(path)) for path in inner]
            coming += [(path, above | {real}) for path, real in below if real not in above]
    except UnicodeDecodeError:
        raise io_error(
            "read", root.name or ".", OSError("a name in it is not UTF-8. Rename that file")
        ) from None
    except Exception as error:  # each filesystem library raises errors of its own
        raise io_error("read", root.name or ".", error) from error
    return all_infos


def _is_data(relative: str) -> bool:
    hidden = any(name.startswith((".", "_", "~$")) for name in relative.split("/"))
    bare = relative.lower()
    for ending in _COMPRESSED:
        bare = bare.removesuffix(ending)
    return not hidden and bare.endswith(_ENDINGS)


def _keys(folder: str) -> dict[str, str | None]:
    """Return the columns that the names of folders make, in Hive's notation.

    Examples:
        >>> _keys("pay/country=DE/month=2024-06")
        {'country': 'DE', 'month': '2024-06'}
    """
    pairs = [match.groups() for name in folder.split("/") if (match := _KEY.fullmatch(name))]
    return {_decoded(key): None if value == _NO_VALUE else _decoded(value) for key, value in pairs}


def _decoded(name: str) -> str:
    """Return a name with its escapes, such as `%20`, decoded."""
    return _ESCAPED.sub(lambda match: bytes.fromhex(match[0].replace("%", "")).decode(errors="replace"), name)


def _distinct(parts: list[InputFile]) -> list[InputFile]:
    """Refuse a file that is given twice, because its rows would count twice."""
    seen: set[str] = set()
    for part in parts:
        path = part.location.real
        if path in seen:
            raise SourceError(f"{part.location.name} is given twice.", source=part.location.name)
        seen.add(path)
    return parts
