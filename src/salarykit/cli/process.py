"""The entry point of the command `salarykit`, which runs in a separate process.

pyarrow imports pandas when it makes its first array of Python's values, so that it can recognise pandas' objects. That takes
longer than all else that a command does, and a command has no such objects: it reads files. So pyarrow is told here that there
is no pandas.
A method that needs pandas, such as `to_pandas`, still imports it.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Any, Final

from salarykit import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

__all__ = ["main"]


_RARELY: Final = (
    20_000,
    20,
    20,
)  # a start makes many objects that stay; by default Python would look through them again and again


class _NoPandas:
    """A finder of modules that reports pandas as not installed."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: Any = None) -> None:
        """Return None, which leaves the search to other finders; raise an error for pandas."""
        del path, target
        if name == "pandas":
            raise ModuleNotFoundError("a command has no data frames", name=name)


class _Pyarrow:
    """Finds pyarrow, and makes it look for pandas in vain as soon as it is imported."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        """Return a spec that imports pyarrow and then makes it look for pandas; None for other modules."""
        if name != "pyarrow":
            return None
        sys.meta_path.remove(_Pyarrow)
        spec = PathFinder.find_spec(name, path, target)
        loader: Any = spec and spec.loader
        if loader:
            execute = loader.exec_module
            loader.exec_module = lambda module: _without_pandas(execute, module)
        return spec


def _without_pandas(execute: Callable[[ModuleType], None], pyarrow: ModuleType) -> None:
    """Import pyarrow, and make an array, because pyarrow looks for pandas when it makes its first one."""
    execute(pyarrow)
    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _NoPandas)
        try:
            pyarrow.array([None])
        finally:
            sys.meta_path.remove(_NoPandas)


def main() -> None:
    """Run the command line in a process that ends with it; see `salarykit.cli.main`."""
    if "pyarrow" not in sys.modules:
        sys.meta_path.insert(0, _Pyarrow)
    os.environ.setdefault(
        "PYDANTIC_DISABLE_PLUGINS", "__all__"
    )  # pydantic would look for plugins in every installed package
    gc.freeze()  # the modules stay until the end, so garbage collection need not look through them
    gc.set_threshold(*_RARELY)
    cli.main()
