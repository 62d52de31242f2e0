"""The rates in use: the packaged ones, or the user's copy where it is newer; and how the copy is replaced."""

from __future__ import annotations

import datetime as dt
import os
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.errors import SourceError
from salarykit.rates.rates import Rates
from salarykit.sources.exact_file import read_exact, write_exact
from salarykit.sources.jumps import check_jumps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.published import Published

__all__ = ["Status", "copy_path", "default_rates", "forget", "packaged", "rates_status", "update_copy"]

_PACKAGED: Final = Path(__file__).with_name("ecb.parquet")
_NAME: Final = "rates.parquet"
_REVISED: Final = 0.01  # the share of values a source may revise before it is another source


class Status(NamedTuple):
    """Which rates are in use, and where they are."""

    rates: Rates
    path: Path
    is_copy: bool
    """Whether they are the user's copy; False for the packaged ones."""


def copy_path() -> Path:
    """Return where the user's copy is kept: in `SALARYKIT_HOME`, or the platform's folder for data."""
    home = os.environ.get("SALARYKIT_HOME")
    if home:
        return Path(home) / _NAME
    from platformdirs import user_data_path

    return user_data_path("salarykit", appauthor=False) / _NAME


@cache
def packaged() -> Rates:
    """Return the rates that ship with salarykit: the ECB's, every day since 1999-01-04.

    Examples:
        >>> packaged().first.isoformat()
        '1999-01-04'
    """
    return Rates(read_exact(_PACKAGED))


@cache
def default_rates() -> Rates:
    """Return the rates in use: the packaged ones, or the user's copy where it is newer.

    Read once in a process and kept. `salarykit rates update` makes the copy; a damaged one is passed over with a
    warning. Nothing here opens a socket.

    Examples:
        >>> import salarykit as sk
        >>> rates = sk.default_rates()
        >>> rates.rate("EUR", "USD", on="2024-06-28")
        1.0705
    """
    return _in_use().rates


def rates_status() -> Status:
    """Return which rates are in use and where they are.

    Examples:
        >>> rates_status().rates.source
        'ECB'
    """
    return _in_use()


@cache
def _in_use() -> Status:
    path = copy_path()
    if path.exists():
        try:
            copy = Rates(read_exact(path))
        except SourceError as error:
            warnings.warn(
                f"{error} The packaged rates are used. `salarykit rates update` makes a new copy.",
                stacklevel=4,
            )
        else:
            if copy.last > packaged().last:
                return Status(copy, path, is_copy=True)
    return Status(packaged(), _PACKAGED, is_copy=False)


def forget() -> None:
    """Forget which rates are in use; the next question looks anew."""
    _in_use.cache_clear()
    default_rates.cache_clear()


def update_copy(fresh: Published) -> Status:
    """Replace the user's copy by what a source has published, if it passes every check.

    The ECB's history must continue the packaged one. Two processes never write at once; the copy is the old one or
    the new one at every moment.

    Args:
        fresh: the whole history.

    Raises:
        SourceError: if a check fails, or the copy cannot be written; the copy is then as it was.
    """
    from filelock import FileLock, Timeout

    path = copy_path()
    check_continuity(fresh, packaged().tables[0])
    check_jumps(fresh)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=60):
            current = _readable(path)
            if current is None or fresh.last >= current.last:
                write_exact(fresh, path, fetched_on=dt.datetime.now(dt.UTC).date().isoformat())
    except Timeout:
        raise SourceError(
            f"Another process has been writing {path} for a minute.", source=str(path)
        ) from None
    except OSError as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"Cannot write {path}: {error.strerror or error}.", source=str(path)) from error
    forget()
    return _in_use()


def _readable(path: Path) -> Published | None:
    try:
        return read_exact(path)
    except SourceError:
        return None


def check_continuity(fresh: Published, known: Published) -> None:
    """Refuse rates that are not the continuation of those we have.

    Raises:
        SourceError: if they are quoted against another currency, miss days or currencies, or contradict the values.
    """
    name = f"The rates of {fresh.source}"
    if fresh.codes[0] != known.codes[0]:
        raise SourceError(
            f"{name} are quoted against {fresh.codes[0]}, not {known.codes[0]}.", source=fresh.source
        )
    lost = sorted(set(known.codes) - set(fresh.codes))
    if lost or fresh.first > known.first or fresh.last < known.last:
        raise SourceError(
            f"{name} run from {fresh.first} to {fresh.last}{' without ' + ', '.join(lost) if lost else ''}; the "
            f"packaged ones from {known.first} to {known.last}. A whole history is needed.",
            source=fresh.source,
        )
    ours, theirs = _overlap(fresh, known)
    contradicted = float((~np.isclose(ours, theirs, rtol=1e-9, equal_nan=True)).mean())
    if contradicted > _REVISED:
        raise SourceError(
            f"{name} contradict {contradicted:.1%} of the packaged values: this is another source.",
            source=fresh.source,
        )


def _overlap(fresh: Published, known: Published) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the values of both on the known days, NaN where one has no such day."""
    rows = np.searchsorted(fresh.days, known.days).clip(0, len(fresh.days) - 1)
    columns = [fresh.column[code] - 1 for code in known.codes[1:]]
    ours = fresh.values[rows][:, columns]
    return np.where((fresh.days[rows] == known.days)[:, None], ours, np.nan), known.values
