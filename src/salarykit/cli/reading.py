"""From a FILE and its options to a table of salaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read"]


def read(
    file: Path | None, columns: list[str] | None, defaults: list[str] | None, layout: str | None
) -> sk.SalaryTable:
    """Read the salaries; say on stderr what was inferred."""
    if file is None:
        if columns or defaults or layout:
            raise typer.BadParameter("--column, --default and --layout are for a FILE.")
        return sk.load_salaries()
    table = sk.read_salaries(
        file,
        columns=_pairs(columns, "--column"),
        defaults=_pairs(defaults, "--default"),
        layout=layout,  # type: ignore[arg-type] # read_salaries checks the word
    )
    if table.reading:
        typer.echo(str(table.reading), err=True)
    return table


def _pairs(texts: list[str] | None, option: str) -> dict[str, str]:
    pairs = dict(text.partition("=")[::2] for text in texts or [])
    if not all(name and value for name, value in pairs.items()):
        raise typer.BadParameter(f"{option} wants NAME=VALUE.")
    return pairs
