"""The entry point of the command `salarykit`, which runs in a separate process.

pyarrow imports pandas when it makes its first array of Python's values, to know pandas' objects when it sees them. That takes
longer than all else that a command does, and a command has none: it reads files. So pyarrow learns here that there is no pandas.
A method that needs pandas, such as `to_pandas`, still imports it.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from salarykit import cli

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


_RARELY: Final = (
    20_000,
    20,
    20,
)  # a start makes many objects that stay; Python's default looks through them again and again


class _NoPandas:
    """A finder of modules to which pandas is not installed."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: Any = None) -> None:
        """Return nothing, and so leave the search to others; raise an error for pandas."""
        del path, target
        if name == "pandas":
            raise ModuleNotFoundError("a command has no data frames", name=name)


def main() -> None:
    """Run the command line in a process that ends with it; see `salarykit.cli.main`."""
    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _NoPandas)
        try:
            pa.array([None])  # the first array of Python's values, at which pyarrow looks for pandas
        finally:
            sys.meta_path.remove(_NoPandas)
    gc.freeze()  # the modules stay until the end: no collection need look through them
    gc.set_threshold(*_RARELY)
    cli.main()
