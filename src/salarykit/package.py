"""What all packages of salarykit share: lazy public names, caches, the reading of packaged tables, and the version."""

from __future__ import annotations

import gc
import sys
from _thread import RLock  # threading takes longer to import than salarykit
from contextlib import contextmanager
from functools import cache, cached_property, lru_cache, wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from functools import _lru_cache_wrapper
    from typing import Self

__all__ = [
    "LONGEST",
    "lazy_names",
    "once",
    "once_property",
    "remembered",
    "table",
    "table_rows",
    "table_words",
    "version",
    "without_collection",
]

_T = TypeVar("_T")
_P = ParamSpec("_P")
LONGEST: Final = 256
"""The length, in characters, up to which a text's answer is cached; names are shorter."""


def lazy_names(package: str) -> tuple[list[str], Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__all__`, `__getattr__` and `__dir__` of a package whose stub lists its public names.

    Each line `from module import name as name` of its `__init__.pyi` declares one name, which is loaded when it is first
    used, and kept.

    Args:
        package: the name of the package, which is being imported.

    Examples:
        >>> names, load, _ = lazy_names("salarykit.rates")
        >>> "Span" in names, load("Span").__name__
        (True, 'Span')
    """
    module = sys.modules[package]
    stub: bytes = module.__spec__.loader.get_data(f"{module.__path__[0]}/__init__.pyi")  # type: ignore[union-attr] # a file's or a zip's loader
    lines = [line.split() for line in stub.decode().splitlines() if line.startswith("from ")]
    modules = {name: home for _, home, _, name, *_ in lines}

    def load(name: str) -> Any:  # the stub declares the types
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        with without_collection():  # modules stay in memory
            value = getattr(import_module(modules[name]), name)
        setattr(module, name, value)
        return value

    names = sorted(modules)
    return names, load, lambda: names


def once(build: Callable[..., _T]) -> _lru_cache_wrapper[_T]:
    """Cache what a function returns, like `functools.cache`; if several threads call it first, one builds the value and the others wait.

    Once a value is built, a call costs as much as with `functools.cache`.

    Args:
        build: a function of hashable arguments that is called with few different ones.

    Examples:
        >>> @once
        ... def squares() -> list[int]:
        ...     return [number**2 for number in range(4)]
        >>> squares(), squares() is squares()
        ([0, 1, 4, 9], True)
    """
    built: dict[Any, _T] = {}
    lock = RLock()

    @wraps(build)
    def first(*args: Hashable, **named: Hashable) -> _T:
        key = args, tuple(sorted(named.items()))
        with lock:
            if key not in built:
                with without_collection():  # the value stays in memory
                    built[key] = build(*args, **named)
            return built[key]

    kept = cache(first)
    forget = kept.cache_clear

    def clear() -> None:
        with lock:
            built.clear()
            forget()

    kept.cache_clear = clear  # type: ignore[method-assign] # it also empties `built`
    kept.__wrapped__ = build  # as `functools.cache` sets it
    return kept


def remembered(
    most: int,
) -> Callable[[Callable[Concatenate[str, _P], _T]], Callable[Concatenate[str, _P], _T]]:
    """Cache the latest answers of a function of a text, like `functools.lru_cache`, except for texts of more than 256 characters.

    So the cache is also limited in bytes, whatever texts an untrusted file holds.

    Args:
        most: how many answers are kept.

    Examples:
        >>> @remembered(2)
        ... def length(text: str) -> int:
        ...     return len(text)
        >>> length("abc"), length("x" * 300), length.cache_info().currsize
        (3, 300, 1)
    """

    def decorate(build: Callable[Concatenate[str, _P], _T]) -> Callable[Concatenate[str, _P], _T]:
        kept: Any = lru_cache(most)(build)

        @wraps(build)
        def answer(text: str, /, *args: _P.args, **named: _P.kwargs) -> _T:
            call: Any = kept if len(text) <= LONGEST else build
            found: _T = call(text, *args, **named) if args or named else call(text)  # a text alone costs half
            return found

        for name in ("cache_clear", "cache_info", "cache_parameters"):
            setattr(answer, name, getattr(kept, name))
        return answer

    return decorate


class once_property(cached_property[_T]):  # noqa: N801 - named like `cached_property`
    """A cached property that one thread builds while others wait; `functools.cached_property` has no lock.

    Examples:
        >>> class Table:
        ...     @once_property
        ...     def rows(self) -> list[int]:
        ...         return [1, 2]
        >>> table = Table()
        >>> table.rows is table.rows
        True
    """

    def __init__(self, build: Callable[[Any], _T]) -> None:
        super().__init__(build)
        self._building = RLock()

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> _T: ...
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        with self._building, without_collection():
            return super().__get__(instance, owner)


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the garbage collector while many objects without reference cycles are made, so that it does not scan them all.

    Examples:
        >>> with without_collection():
        ...     gc.isenabled()
        False
    """
    _paused.enter()
    try:
        yield
    finally:
        _paused.leave()


class _Pauses:
    """Counts the pauses of the garbage collector; the end of the last one starts it again."""

    def __init__(self) -> None:
        self._lock, self._count, self._was_on = RLock(), 0, False

    def enter(self) -> None:
        with self._lock:
            if not self._count:
                self._was_on = gc.isenabled()
                gc.disable()
            self._count += 1

    def leave(self) -> None:
        with self._lock:
            self._count -= 1
            if not self._count and self._was_on:
                gc.enable()


_paused = _Pauses()


def table(package: str, name: str) -> list[list[str]]:
    """Return the rows of a table in a package; the first row names the columns.

    The package's own loader reads it: `importlib.resources` takes longer to import than any of the tables to read.

    Args:
        package: the name of the package, which has been imported.
        name: the name of the table.

    Examples:
        >>> import salarykit.currency
        >>> table("salarykit.currency", "pegs")[0][:2]
        ['code', 'anchor']
    """
    module = sys.modules[package]
    text: bytes = module.__spec__.loader.get_data(f"{module.__path__[0]}/{name}.csv")  # type: ignore[union-attr] # a file's or a zip's loader
    lines = text.decode().splitlines()
    return [line.split(",") if '"' not in line else _quoted_cells(line) for line in lines]


def _quoted_cells(line: str) -> list[str]:
    """Return the cells of a line that has quotation marks; a doubled mark stands for one. Importing `csv` would take longer.

    Examples:
        >>> _quoted_cells('GR,"Bank of Greece, ECB","a ""b"" c"')
        ['GR', 'Bank of Greece, ECB', 'a "b" c']
    """
    cells, cell = [], ""
    parts = line.split('"')
    for index, part in enumerate(parts):
        if index % 2:
            cell += part
        elif not part and 0 < index < len(parts) - 1:
            cell += '"'
        else:
            first, *others = part.split(",")
            cell += first
            for other in others:
                cells.append(cell)
                cell = other
    return [*cells, cell]


def table_rows(package: str, name: str) -> list[dict[str, str]]:
    """Return the rows of a table in a package, each as a dict by column name.

    Examples:
        >>> import salarykit.currency
        >>> table_rows("salarykit.currency", "pegs")[0]["code"]
        'AED'
    """
    header, *rows = table(package, name)
    return [dict(zip(header, row, strict=True)) for row in rows]


def table_words(package: str, name: str) -> dict[str, frozenset[str]]:
    """Return the words in each column of a table with a row for each language, all languages together.

    Examples:
        >>> import salarykit.pay
        >>> "gehalt" in table_words("salarykit.pay", "language_words")["pay"]
        True
    """
    rows = table_rows(package, name)
    return {column: frozenset(word for row in rows for word in row[column].split()) for column in rows[0]}


@once
def version() -> str:
    """Return the version of salarykit, which every result and every exported file states.

    Examples:
        >>> import salarykit as sk
        >>> version() == sk.__version__
        True
    """
    from importlib.metadata import distribution

    installed = distribution("salarykit")
    lines = (installed.read_text("METADATA") or "").splitlines()  # parsing all of it takes longer
    stated = (line.removeprefix("Version:").strip() for line in lines if line.startswith("Version:"))
    return next(stated, None) or installed.version
