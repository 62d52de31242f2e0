"""The price levels in use: the packaged ones, or the user's copy; and how the copy is replaced."""

from __future__ import annotations

import csv
import io
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from salarykit.errors import SourceError
from salarykit.files.writing import write_text
from salarykit.package import once
from salarykit.sources.copies import copy_path
from salarykit.sources.price_tables import read_price_levels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salarykit.sources.price_levels import PriceLevel, PriceLevels

__all__ = [
    "default_price_levels",
    "packaged_price_levels",
    "price_copy_path",
    "update_price_levels",
]

_PACKAGED: Final = Path(__file__).with_name("price_levels.csv")
_FIELDS: Final = ("country", "year", "currency", "value", "indicator", "source", "licence")
_REVISED: Final = 1.25  # the most that a parity may be revised


def price_copy_path() -> Path:
    """Return the path of the user's copy, in the folder of the rates."""
    return copy_path().with_name("price_levels.csv")


@once
def packaged_price_levels() -> PriceLevels:
    """Return the price levels that ship with salarykit: parities of private consumption for the packaged cities.

    Each figure names the page it was read from; countries without a page to cite are left out.

    Examples:
        >>> packaged_price_levels().countries
        ('CA', 'CN', 'DE', 'FR', 'GB', 'IL', 'IN', 'SG', 'US')
    """
    return read_price_levels(_PACKAGED)


def default_price_levels() -> PriceLevels:
    """Return the price levels in use: the user's copy if there is one, else the packaged ones.

    They are read once per process. `salarykit rates update --source world-bank` makes the copy; a damaged copy is ignored with
    a warning. This never opens a socket.

    Examples:
        >>> default_price_levels().at("2025").get("SG").value
        1.024
    """
    return _in_use(price_copy_path())


@cache
def _in_use(path: Path) -> PriceLevels:
    try:
        path.stat()
        return read_price_levels(path)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except (OSError, ValueError) as error:  # a SourceError, or what the system says of the path
        warnings.warn(f"{error} The packaged price levels are used.", stacklevel=3)
    return packaged_price_levels()


def update_price_levels(fresh: PriceLevels) -> PriceLevels:
    """Replace the user's copy by the figures of a source, if they continue the packaged ones.

    Args:
        fresh: parities of private consumption.

    Raises:
        SourceError: if a packaged country is missing, the measure is another, or a figure contradicts the packaged one;
            the copy is then unchanged.
    """
    packaged = packaged_price_levels()
    lost = sorted(set(packaged.countries) - set(fresh.countries))
    if lost or fresh.indicator != packaged.indicator:
        raise SourceError(
            f"The price levels measure {fresh.indicator}"
            f"{' and lack ' + ', '.join(lost) if lost else ''}; wanted are {packaged.indicator} for "
            f"{', '.join(packaged.countries)}. Those in use are as they were.",
            source=fresh.source,
        )
    for figure in packaged.figures:
        new = fresh.get(figure.country, figure.period)
        if new and not 1 / _REVISED < new.value / figure.value < _REVISED:
            raise SourceError(
                f"The price level of {figure.country} in {figure.period} is {new.value}, not about {figure.value}: this "
                "is another series. Those in use are as they were.",
                source=fresh.source,
            )
    path = price_copy_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(f"Cannot write {path}: {error.strerror or error}.", source=str(path)) from error
    write_text(_text(fresh.figures), path)
    _in_use.cache_clear()
    return default_price_levels()


def _text(figures: Iterable[PriceLevel]) -> str:
    """Return figures as the CSV that `read_price_levels` reads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_FIELDS)
    for figure in figures:
        writer.writerow([figure.country, figure.period, figure.currency, repr(figure.value), *figure[4:]])
    return out.getvalue()
