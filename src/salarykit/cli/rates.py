"""The commands about rates: `quote`, and `rates status`, `update`, `coverage` and `show`."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import salarykit as sk
from salarykit.cli.options import AVERAGE, Json, MaxStaleness, OnAlone, RatesFile, option, takes
from salarykit.cli.showing import print_facts, say
from salarykit.cli.terms import rates_from
from salarykit.cli.words import currency_codes, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from salarykit.rates.contents import Coverage

__all__ = ["quote", "rates_app"]


_COARSE: Final = 10  # basis points; a rounding error is reported if it is as large as this

CurrencyArgument = Annotated[
    str,
    typer.Argument(
        help="The currency of the amount, ISO 4217.", show_default=False, autocompletion=currency_codes
    ),
]
BaseArgument = Annotated[
    str,
    typer.Argument(
        help="The currency to convert to, ISO 4217.", show_default=False, autocompletion=currency_codes
    ),
]


def quote(
    amount: Annotated[
        str, typer.Argument(help="The amount, a number such as 342000 or 0.5.", show_default=False)
    ],
    currency: CurrencyArgument,
    base: BaseArgument,
    *,
    on: OnAlone,
    rates: RatesFile = None,
    max_staleness: MaxStaleness = 7,
    as_json: Json = False,
) -> None:
    """Convert one amount, and show the rate. Example: `salarykit quote 342000 CAD USD --on 2024-06-28`."""
    table = rates_from(rates)
    try:
        value = table.convert_decimal(_decimal(amount), currency, base, on=on, max_staleness=max_staleness)
        rounded = sk.round_money(value, base)
    except ArithmeticError:
        raise typer.BadParameter(
            f"{amount!r} is not a number. Write digits and a decimal point alone, such as 342000 or 0.5."
        ) from None
    if as_json:
        rate = table.quote(currency, base, on=on, max_staleness=max_staleness)
        facts = {
            "amount": amount,
            "value": f"{value:f}",
            "rounded": f"{rounded:f}",
            **rate.model_dump(mode="json"),
        }
        typer.echo(json.dumps(facts, indent=2))
        return
    from salarykit.rates.lookup import check_terms

    fields = table.quote_fields(currency, base, table.span(on), check_terms(max_staleness))
    typer.echo(f"{rounded:,f} {base}")
    typer.echo(_rate_line(fields), err=True)


def _rate_line(fields: dict[str, Any]) -> str:
    """Return the line about a rate, from the fields of its quote: importing the record would take as long as all else."""
    staleness = fields["staleness"]
    days = "1 day" if staleness == 1 else f"{staleness} days"
    seen = f", published on {fields['observed_on']} ({days} before)" if staleness else ""
    rounded = (
        f" Published with {fields['digits']} digits: rounding may have changed it by {fields['resolution_bp']:.0f} basis points."
        if (fields["resolution_bp"] or 0) >= _COARSE
        else ""
    )
    official = " This is the official rate; the market rate differed." if fields["official_only"] else ""
    return (
        f"{fields['rate']:.8g} {fields['base']} per {fields['currency']} on {fields['on']}: {fields['kind']}{seen}, "
        f"{fields['source']}.{rounded}{official}"
    )


def _decimal(text: str) -> Any:
    from decimal import Decimal

    number = Decimal(text)
    if not number.is_finite():
        raise ArithmeticError
    return number


rates_app = typer.Typer(help="Show and update the exchange rates.", no_args_is_help=True)


@rates_app.command()
def status(*, as_json: Json = False) -> None:
    """Show which rates are in use. Example: `salarykit rates status`."""
    from salarykit.sources.copies import copy_path, rates_status

    now = rates_status()
    facts = {
        "source": now.rates.source,
        "first": str(now.rates.first),
        "last": str(now.rates.last),
        "world_last": str(now.world_last),
        "age_days": (dt.datetime.now(dt.UTC).date() - now.rates.last).days,
        "currencies": list(now.rates.currencies),
        "fingerprint": now.rates.fingerprint,
        "in_use": "your copy" if now.is_copy else "the packaged rates",
        "copy": str(copy_path()) + ("" if copy_path().exists() else " (none)"),
    }
    print_facts(facts, as_json=as_json)


@rates_app.command()
@takes(
    {
        "source": option(
            str,
            "--source",
            "NAME",
            f"The source to update from: {listed('source')}. Without it, ecb and nbp.",
            completes="source",
        ),
        "source_url": option(
            str, "--source-url", "URL", "Download from this address in place of the usual one of the source."
        ),
    }
)
def update(*, as_json: Json = False, **options: Any) -> None:
    """Download newer rates and check them; rates that fail a check replace nothing. Example: `salarykit rates update`."""
    from salarykit.sources.copies import copy_path, packaged, rates_status, update_copy
    from salarykit.sources.fetch import source_named
    from salarykit.sources.world_copies import update_world

    source, source_url = options["source"], options["source_url"]
    if source_url is not None:
        source = source or "ecb"
    today = dt.datetime.now(dt.UTC).date()
    if source == "world-bank":
        _update_price_levels(source_url, today.year, as_json=as_json)
        return
    notes: tuple[str, ...] = ()
    if source != "nbp":
        update_copy(source_named(source or "ecb", source_url).fetch(packaged().first, today))
    if source in (None, "nbp"):
        notes = update_world(source_named("nbp", source_url), today).notes
    now = rates_status()
    facts = {"last": str(now.rates.last), "fingerprint": now.rates.fingerprint, "copy": str(copy_path())}
    if source in (None, "nbp"):
        facts |= {"world_last": str(now.world_last), "world_copy": str(now.world_path)}
    for note in notes:
        say(note, err=True)
    print_facts(facts, as_json=as_json)


@rates_app.command()
def coverage(
    code: Annotated[
        str | None,
        typer.Argument(
            help="The currency to show in detail, ISO 4217. Without it, all currencies.",
            show_default=False,
            autocompletion=currency_codes,
        ),
    ] = None,
    *,
    rates: RatesFile = None,
    as_json: Json = False,
) -> None:
    """List the currencies that have rates, with their sources, and those that have none. Example: `salarykit rates coverage TWD`."""
    from salarykit.currency.codes import parse_currency
    from salarykit.rates.contents import Coverage

    rows = rates_from(rates).coverage()
    if code is not None:
        parse_currency(code)
        rows = tuple(row for row in rows if row.code == code) or (
            Coverage(code, "", "", None, None, None, "", f"{code} is withdrawn, and no source has it."),
        )
    if as_json:
        typer.echo(json.dumps([_as_json(row) for row in rows], indent=2))
    elif code is not None:
        for row in rows:
            typer.echo("\n".join([_line(row), *_details(row)]))
    else:
        _list(rows)


def _as_json(row: Coverage) -> dict[str, Any]:
    left_out = [fact._asdict() for fact in row.left_out]
    facts = {**row._asdict(), "is_withdrawn": row.is_withdrawn, "left_out": left_out}
    plain: dict[str, Any] = json.loads(json.dumps(facts, default=str))
    return plain


def _list(rows: Iterable[Coverage]) -> None:
    """Print a line for each currency in use, then the codes without rates, then the withdrawn codes."""
    groups: dict[str, list[Coverage]] = {"": [], "In use, without a rate:": [], "Withdrawn:": []}
    for row in rows:
        group = "Withdrawn:" if row.is_withdrawn else "" if row.kind else "In use, without a rate:"
        groups[group].append(row)
    for title, members in groups.items():
        if title and members:
            typer.echo(f"\n{title}")
        for row in members:
            typer.echo(_line(row))


def _line(row: Coverage) -> str:
    days = f"{row.first} to {row.last or 'now'}" if row.first else ""
    kind = f"{row.kind}, by the {row.step}" if row.step else row.kind
    return f"{row.code}  {'; '.join(filter(None, (kind, days, row.source, row.flag, row.note)))}"


def _details(row: Coverage) -> Iterator[str]:
    """Yield a line for each period that is left out, and for each in which the market rate differed."""
    from salarykit.currency.facts import official_only

    for fact in row.left_out:
        yield f"     left out, {fact.first} to {fact.last}: {fact.what}, {fact.evidence}"
    if row.flag:
        for stretch in official_only():
            if stretch.code == row.code:
                yield f"     official_only, {stretch.first} to {stretch.last or 'now'}: {stretch.evidence}"


def _update_price_levels(source_url: str | None, year: int, *, as_json: bool) -> None:
    from salarykit.sources.price_copies import price_copy_path, update_price_levels
    from salarykit.sources.world_bank import WORLD_BANK, WorldBank

    levels = update_price_levels(WorldBank(source_url=source_url or WORLD_BANK).fetch(2000, year))
    facts = {"last": levels.periods[-1], "countries": len(levels.countries), "copy": str(price_copy_path())}
    print_facts(facts, as_json=as_json)


@rates_app.command()
@takes(
    {
        "average": AVERAGE,
        "min_obs": option(
            int,
            "--min-obs",
            "DAYS",
            "Refuse a span in which the rate was published on fewer days than this.",
            default=1,
        ),
    }
)
def show(
    currency: CurrencyArgument,
    base: BaseArgument,
    *,
    on: OnAlone,
    rates: RatesFile = None,
    max_staleness: MaxStaleness = 7,
    as_json: Json = False,
    **options: Any,
) -> None:
    """Show one rate and everything it is derived from. Example: `salarykit rates show EUR USD --on 2024-06-28`."""
    rate = rates_from(rates).quote(currency, base, on=on, max_staleness=max_staleness, **options)
    facts = rate.model_dump(mode="json")
    if not as_json:
        facts["path"] = " > ".join(rate.path)
        facts["legs"] = "; ".join(f"{leg.units} {leg.currency} per {leg.per}" for leg in rate.legs)
    print_facts(facts, as_json=as_json)
