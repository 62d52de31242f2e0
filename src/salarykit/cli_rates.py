"""The part of the command line that shows and renews the exchange rates, and the price levels."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any

import typer

import salarykit as sk

__all__ = ["rates_app"]

On = Annotated[
    str,
    typer.Option(
        "--on",
        help="Day or span of the rates: 2024-06-28, 2024-06, 2024-Q2, 2024, 2023-07/2024-06, own, latest.",
        metavar="WHEN",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

rates_app = typer.Typer(
    help="The exchange rates in use: where they are, what they hold, how to renew them.", no_args_is_help=True
)


@rates_app.command()
def status(*, as_json: Json = False) -> None:
    """Say which rates are in use. Example: `salarykit rates status`."""
    from salarykit.sources.copies import copy_path, rates_status

    now = rates_status()
    told = {
        "source": now.rates.source,
        "first": str(now.rates.first),
        "last": str(now.rates.last),
        "age_days": (dt.datetime.now(dt.UTC).date() - now.rates.last).days,
        "currencies": list(now.rates.currencies),
        "fingerprint": now.rates.fingerprint,
        "in_use": "your copy" if now.is_copy else "the packaged rates",
        "copy": str(copy_path()) + ("" if copy_path().exists() else " (none)"),
    }
    tell(told, as_json=as_json)


@rates_app.command()
def update(
    *,
    source: Annotated[
        str, typer.Option(help="ecb, or a source of whole histories; world-bank for price levels.")
    ] = "ecb",
    source_url: Annotated[
        str | None, typer.Option(help="Another address of that source.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Download, check and keep newer rates; what fails a check replaces nothing. Example: `salarykit rates update`."""
    from salarykit.sources.copies import copy_path, packaged, update_copy
    from salarykit.sources.fetch import source_named

    today = dt.datetime.now(dt.UTC).date()
    if source == "world-bank":
        _update_price_levels(source_url, today.year, as_json=as_json)
        return
    now = update_copy(source_named(source, source_url).fetch(packaged().first, today))
    told = {"last": str(now.rates.last), "fingerprint": now.rates.fingerprint, "copy": str(copy_path())}
    tell(told, as_json=as_json)


def _update_price_levels(source_url: str | None, year: int, *, as_json: bool) -> None:
    from salarykit.sources.price_copies import price_copy_path, update_price_levels
    from salarykit.sources.world_bank import WORLD_BANK, WorldBank

    levels = update_price_levels(WorldBank(source_url=source_url or WORLD_BANK).fetch(2000, year))
    told = {"last": levels.periods[-1], "countries": len(levels.countries), "copy": str(price_copy_path())}
    tell(told, as_json=as_json)


@rates_app.command()
def show(
    currency: Annotated[str, typer.Argument(help="ISO 4217.")],
    base: Annotated[str, typer.Argument(help="ISO 4217.")],
    *,
    on: On,
    max_staleness: Annotated[int, typer.Option(help="How many days old a rate may be.")] = 7,
    as_json: Json = False,
) -> None:
    """Show one rate with all it rests on. Example: `salarykit rates show EUR USD --on 2024-06-28`."""
    found = sk.default_rates().quote(currency, base, on=on, max_staleness=max_staleness)
    told = found.model_dump(mode="json")
    if not as_json:
        told["path"] = " > ".join(found.path)
        told["legs"] = "; ".join(f"{leg.units} {leg.currency} per {leg.per}" for leg in found.legs)
    tell(told, as_json=as_json)


def tell(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told, indent=2))
        return
    for name, value in told.items():
        shown = " ".join(map(str, value)) if isinstance(value, list) else value
        typer.echo(f"{name:14} {'' if shown is None else shown}")
