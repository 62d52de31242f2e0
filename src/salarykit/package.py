"""What every package of salarykit shares: public names that are loaded when they are first used, its tables, and the version."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["lazy_names", "table", "table_rows", "version", "without_collection"]


def lazy_names(package: str) -> tuple[list[str], Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__all__`, `__getattr__` and `__dir__` of a package whose stub lists its public names.

    Each line `from module import name as name` of its `__init__.pyi` is one name. It is loaded when it is first used, and
    kept.

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

    def load(name: str) -> Any:  # what comes out has the type that the stub says
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(modules[name]), name)
        setattr(module, name, value)
        return value

    names = sorted(modules)
    return names, load, lambda: names


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the garbage collector while very many objects are made that refer to none of each other; it would look through all of them.

    Examples:
        >>> with without_collection():
        ...     gc.isenabled()
        False
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
    if b'"' not in text:
        return [line.split(",") for line in lines]
    import csv

    return list(csv.reader(lines))


def table_rows(package: str, name: str) -> list[dict[str, str]]:
    """Return the rows of a table that is part of a package, each by the names of the columns.

    Examples:
        >>> import salarykit.currency
        >>> table_rows("salarykit.currency", "pegs")[0]["code"]
        'AED'
    """
    header, *rows = table(package, name)
    return [dict(zip(header, row, strict=True)) for row in rows]


@cache
def version() -> str:
    """Return the version of salarykit, which every result and every exported file states.

    Examples:
        >>> import salarykit as sk
        >>> version() == sk.__version__
        True
    """
    from importlib.metadata import version as installed

    return installed("salarykit")
