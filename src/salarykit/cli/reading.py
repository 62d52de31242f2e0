"""From a FILE and its options to a table of salaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

import salarykit as sk
from salarykit.cli.terms import pairs

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read"]


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
    """Read the salaries; say on stderr what was inferred."""
    if file is None:
        if columns or defaults or layout or decimal or encoding or not infer:
            raise typer.BadParameter(
                "--column, --default, --layout, --decimal, --encoding and --no-infer are for a FILE."
            )
        return sk.load_salaries()
    table = sk.read_salaries(
        file,
        columns=pairs(columns, "--column"),
        defaults=pairs(defaults, "--default"),
        layout=layout,  # type: ignore[arg-type] # read_salaries checks the word
        decimal=decimal,  # type: ignore[arg-type] # and the sign
        encoding=encoding,
        infer=infer,
    )
    if table.reading:
        typer.echo(str(table.reading), err=True)
    return table
