"""The rates in use, either the packaged ones or the user's newer copy, and the replacement of that copy."""
# More than 300 lines: the conditions for reading a copy and for replacing it are in one place.

from __future__ import annotations

import datetime as dt
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.errors import InvalidQuery, SourceError
from salarykit.keywords import is_one_of
from salarykit.package import once
from salarykit.rates.published import Deferred
from salarykit.rates.rates import Rates
from salarykit.sources.exact_file import deferred, read_exact, write_exact
from salarykit.sources.plain_file import deferred_plain, read_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from salarykit.rates.published import Published

__all__ = [
    "BRIDGE",
    "Status",
    "copy_path",
    "default_rates",
    "forget",
    "packaged",
    "packaged_ecb",
    "rates_status",
    "update_copy",
]

BRIDGE: Final = "USD"
"""The currency that joins the world rates to the daily ones, on the same day."""
_PACKAGED: Final = Path(__file__).with_name("ecb.parquet")
_WORLD: Final = Path(__file__).with_name("world.parquet")
_SOURCES: Final = {"ecb": "ECB", "nbp": "NBP"}
_AHEAD: Final = dt.timedelta(days=20 * 366)
"""The longest time from the packaged rates to a copy's last day, because tables have a row for each day."""
_NAME: Final = "rates.parquet"
_WORLD_NAME: Final = "world.parquet"


class Status(NamedTuple):
    """Which rates are in use, and where they are."""

    rates: Rates
    path: Path
    is_copy: bool
    """Whether the daily rates are the user's copy."""
    world_path: Path
    """The file of the rates of the currencies that the daily source lacks."""

    @property
    def world_last(self) -> dt.date:
        """The last day of publication of the world rates."""
        return max(table.last for table in self.rates.tables if table.step != "day")


def copy_path(name: str = _NAME) -> Path:
    """Return where the user's copy is kept: in `SALARYKIT_HOME`, or the platform's folder for data.

    Args:
        name: the name of the file; that of the daily rates by default.
    """
    home = os.environ.get("SALARYKIT_HOME")
    if home:
        return Path(os.path.expanduser(home)) / name  # noqa: PTH111 - Path's own refuses the home of an unknown user
    from platformdirs import user_data_path

    return user_data_path("salarykit", appauthor=False) / name


@once
def packaged() -> Rates:
    """Return the rates that ship with salarykit: the ECB's daily rates since 1999-01-04, and NBP's for the currencies that these lack.

    Examples:
        >>> packaged().first.isoformat(), packaged().source
        ('1999-01-04', 'ECB; NBP')
    """
    return Rates(packaged_ecb(), _world())


def _world() -> Deferred:
    about = _WORLD.with_suffix(".json")
    return deferred_plain(about, lambda: read_exact(_WORLD)) if about.exists() else deferred(_WORLD)


def packaged_world() -> Published:
    """Return the packaged rates of Narodowy Bank Polski.

    Examples:
        >>> packaged_world().codes[0]
        'PLN'
    """
    return _world().table


@once
def packaged_ecb() -> Published:
    """Return the packaged rates of the European Central Bank.

    Examples:
        >>> len(packaged_ecb().codes)
        42
    """
    plain = _PACKAGED.with_suffix(".numbers")
    return read_plain(plain) if plain.exists() else read_exact(_PACKAGED)


def default_rates(sources: Sequence[str] | None = None) -> Rates:
    """Return the rates in use: the packaged ones, or the user's copy if it is newer.

    They are read once per process. `salarykit rates update` makes the copy; a damaged copy is ignored with a warning. This
    never opens a socket.

    Args:
        sources: the sources to use, in their order of precedence: `"ecb"`, the European Central Bank's daily rates,
            and `"nbp"`, Narodowy Bank Polski's weekly ones for the currencies that those lack. All if None.

    Raises:
        InvalidQuery: for an unknown source, or an empty list.

    Examples:
        >>> import salarykit as sk
        >>> rates = sk.default_rates()
        >>> rates.rate("EUR", "USD", on="2024-06-28")
        1.0705
        >>> sk.default_rates(sources=("ecb",)).source
        'ECB'
    """
    if sources is None:
        return rates_in_use()
    if (
        not isinstance(sources, list | tuple)
        or not sources
        or not all(is_one_of(name, _SOURCES) for name in sources)
    ):
        raise InvalidQuery(
            f"sources={sources!r}: choose among {', '.join(map(repr, _SOURCES))}.", value=sources
        )
    return _of_sources(tuple(_SOURCES[name] for name in sources))


@once
def rates_in_use() -> Rates:
    """Return what `default_rates` returns without an argument, in a third of the time: a single amount is converted in little more."""
    return _in_use().rates


@once
def _of_sources(names: tuple[str, ...]) -> Rates:
    return rates_in_use().of_sources(names)


def rates_status() -> Status:
    """Return which rates are in use and where they are.

    Examples:
        >>> rates_status().rates.source
        'ECB; NBP'
    """
    return _in_use()


@once
def _in_use() -> Status:
    daily = _newer(copy_path(), packaged_ecb, _continuing)
    world = _newer(copy_path(_WORLD_NAME), _world, _whole)
    rates = (
        packaged() if daily is None and world is None else Rates(daily or packaged_ecb(), world or _world())
    )
    return Status(
        rates,
        copy_path() if daily else _PACKAGED,
        is_copy=daily is not None,
        world_path=copy_path(_WORLD_NAME) if world else _WORLD,
    )


def _newer(
    path: Path, packaged_rates: Callable[[], Published | Deferred], read: Callable[[Path], Published]
) -> Published | None:
    """Return the user's copy if it is newer than the packaged table; warn of a damaged one."""
    try:
        path.stat()
        copy = read(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:  # a path with a null byte is a ValueError
        _pass_over(
            str(error)
            if isinstance(error, SourceError)
            else f"Cannot read {path}: {getattr(error, 'strerror', error)}."
        )
        return None
    packaged_table = packaged_rates()
    last = packaged_table.table.last if isinstance(packaged_table, Deferred) else packaged_table.last
    if copy.last > last + _AHEAD:
        _pass_over(f"{path} has rates of {copy.last}, which is too far ahead.")
        return None
    return copy if copy.last > last else None


def _pass_over(why: str) -> None:
    warnings.warn(
        f"{why} The packaged rates are used. `salarykit rates update` makes a new copy.", stacklevel=6
    )


def _continuing(path: Path) -> Published:
    """Return the user's copy of the daily rates.

    Raises:
        SourceError: if it is damaged, or not the packaged history with later days: no packaged figure may differ.
    """
    from salarykit.sources.continuity import check_same
    from salarykit.sources.observations import check_jumps

    copy, known = read_exact(path), packaged_ecb()
    if copy.last <= known.last:
        return copy  # the packaged rates are used instead
    check_same(copy, known)
    check_jumps(copy)
    return copy


def _whole(path: Path) -> Published:
    """Return the packaged world rates with the later ones of a copy; warn of figures that cannot be trusted.

    Raises:
        SourceError: if it is missing, damaged, or contradicts the packaged rates.
    """
    # Imported here, because few users have a copy.
    from salarykit.sources.continuity import check_world, continued, without_doubtful

    copy, packaged_rates = read_exact(path), packaged_world()
    check_world(copy, packaged_rates, revised=0)
    whole = continued(packaged_rates, copy)
    kept, notes = without_doubtful(
        whole, first=len(packaged_rates.days), fresh=len(whole.days), bridge=BRIDGE
    )
    if notes:
        warnings.warn(f"{path}: {' '.join(notes)}", stacklevel=6)
    return kept


def forget() -> None:
    """Clear the cache of the rates in use."""
    _in_use.cache_clear()
    rates_in_use.cache_clear()
    _of_sources.cache_clear()


def update_copy(fresh: Published) -> Status:
    """Replace the user's copy by the rates of a source, if they pass every check.

    The ECB's history must continue the packaged one. Two processes never write at the same time, and
    the copy is replaced atomically.

    Args:
        fresh: the whole history.

    Raises:
        SourceError: if a check fails, or the copy cannot be written; the copy is then unchanged.
    """
    from salarykit.sources.continuity import check_continuity, continued
    from salarykit.sources.observations import check_jumps

    check_continuity(fresh, packaged_ecb())
    check_jumps(fresh)
    return replace_copy(continued(packaged_ecb(), fresh), copy_path())


def replace_copy(fresh: Published, path: Path) -> Status:
    """Write checked rates as the user's copy, unless the existing copy is newer; return which rates are then in use.

    Raises:
        SourceError: if it cannot be written; the copy is then unchanged.
    """
    from filelock import FileLock, Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=60):
            current = _readable(path)
            if current is None or fresh.last >= current.last:
                write_exact(fresh, path, fetched_on=dt.datetime.now(dt.UTC).date().isoformat())
    except Timeout:
        raise SourceError(
            f"Another process has been writing {path} for a minute. Try again when it has ended.",
            source=str(path),
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
