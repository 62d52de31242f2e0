"""What every package of salarykit shares: public names that are loaded when they are first used, and the version."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["lazy_names", "version"]


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
    homes = {name: home for _, home, _, name, *_ in lines}

    def load(name: str) -> Any:  # what comes out has the type that the stub says
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(homes[name]), name)
        setattr(module, name, value)
        return value

    names = sorted(homes)
    return names, load, lambda: names


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
