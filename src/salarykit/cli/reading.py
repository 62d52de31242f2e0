"""From a FILE and its options to a table of salaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

import salarykit as sk
from salarykit.cli.terms import pairs

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read", "tell_reading"]


def read(
    file: Path | None,
    columns: list[str] | None,
    defaults: list[str] | None,
    layout: str | None,
    *,
    decimal: str | None = None,
    encoding: str | None = None,
    infer: bool = True,
) -> sk.SalaryTable:
    """Return the salaries of a file, or the packaged ones."""
    if file is None:
        if columns or defaults or layout or decimal or encoding or not infer:
            raise typer.BadParameter(
                "--column, --default, --layout, --decimal, --encoding and --no-infer need a FILE."
            )
        return sk.load_salaries()
    return sk.read_salaries(
        file,
        columns=pairs(columns, "--column"),
        defaults=pairs(defaults, "--default"),
        layout=layout,
        decimal=decimal,  # type: ignore[arg-type] # and the sign
        encoding=encoding,
        infer=infer,
    )


def tell_reading(table: sk.SalaryTable) -> None:
    """Say on stderr what was inferred, once the command has gone well: bad data is one message."""
    if table.reading:
        typer.echo(str(table.reading), err=True)
