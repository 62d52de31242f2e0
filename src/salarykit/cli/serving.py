"""The command `serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from salarykit.cli.showing import say
from salarykit.cli.words import currency_codes

__all__ = ["serve"]


def serve(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            help="The files to serve, each a table with the name of the file: CSV, Parquet, JSON or HTML files or workbooks. "
            "Without any, the packaged salaries of fifteen cities.",
            show_default=False,
        ),
    ] = None,
    *,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            help="The address to listen on. Only this machine reaches the default.",
            metavar="ADDRESS",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            "--port", help="The port to listen on; 0 for any that is free.", min=0, max=65_535, metavar="N"
        ),
    ] = 8000,
    base: Annotated[
        str,
        typer.Option(
            "--base",
            help="The currency of the page and of tables until a reader chooses another, ISO 4217.",
            autocompletion=currency_codes,
            metavar="CODE",
        ),
    ] = "USD",
    workers: Annotated[
        int, typer.Option("--workers", help="How many processes answer.", min=1, max=256, metavar="N")
    ] = 1,
    origins: Annotated[
        list[str] | None,
        typer.Option(
            "--origin",
            help="An origin whose pages may call the service from a browser, such as https://pay.example.org. Can be repeated.",
            metavar="ORIGIN",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Serve rates, pay and salaries over HTTP, with a page at /. Example: `salarykit serve pay.csv --base EUR`."""
    try:
        from salarykit.service.serving import serve as run
    except ImportError as error:
        say(f"salarykit: {error}", err=True)
        raise typer.Exit(1) from None
    run(files or [], host=host, port=port, base=base, workers=workers, origins=origins or [])
