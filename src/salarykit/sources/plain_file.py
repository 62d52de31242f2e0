"""The packaged daily rates as plain numbers, which numpy reads without parsing, so that a first rate needs no Parquet library.

The first line of such a file is JSON. It is followed by 32-bit integers: the days, then the figures of each currency, each shifted by
its decimals; the smallest integer where nothing was published. A test checks that it equals the Parquet file next to it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np

from salarykit.errors import SourceError
from salarykit.rates.published import Deferred, Published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["deferred_plain", "read_plain", "write_plain"]

_MISSING: Final = -(2**31)


def read_plain(path: Path) -> Published:
    """Return the rates of a file that `write_plain` wrote.

    Raises:
        SourceError: if the file is missing or damaged.
    """
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        about = json.loads(head)
        days, *columns = np.frombuffer(body, "<i4").reshape(len(about["decimals"]) + 1, -1)
        values = np.empty((len(days), len(columns)))
        for at, (column, decimals) in enumerate(zip(columns, about["decimals"].values(), strict=True)):
            values[:, at] = np.where(column == _MISSING, np.nan, column / 10.0**decimals)
        rates = Published(list(about["decimals"]), days, values, pivot=about["pivot"], source=about["source"])
    except (OSError, RecursionError, ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise SourceError(f"{path} is not a readable table of rates: {error}", source=str(path)) from error
    if rates.fingerprint != about["fingerprint"]:
        raise SourceError(
            f"{path} does not match its fingerprint: it was changed after it was written.", source=str(path)
        )
    return rates


def deferred_plain(about: Path, read: Callable[[], Published]) -> Deferred:
    """Return rates that are read on first use, described by a file of JSON.

    Args:
        about: the file, with their source, step and fingerprint.
        read: a function that returns them.

    Raises:
        SourceError: if the file is missing or damaged.
    """
    try:
        fields = json.loads(about.read_bytes())
        return Deferred(read, source=fields["source"], step=fields["step"], fingerprint=fields["fingerprint"])
    except (OSError, RecursionError, KeyError, TypeError, ValueError) as error:
        raise SourceError(f"{about} does not describe rates: {error}", source=str(about)) from error


def write_plain(rates: Published, path: Path) -> None:
    """Write the daily rates of a source, which must be in units of the currency for one of the pivot, and have few digits.

    Raises:
        SourceError: if a figure has more digits than a 32-bit integer holds.
    """
    decimals, rows = {}, [rates.days.astype("<i4")]
    for code, column in zip(rates.codes[1:], rates.values.T, strict=True):
        figures = np.nan_to_num(column)
        for shift in range(10):
            whole = np.rint(figures * 10.0**shift)
            if whole.max() < 2**31 and np.array_equal(whole / 10.0**shift, figures):
                decimals[code] = shift
                rows.append(np.where(np.isnan(column), _MISSING, whole).astype("<i4"))
                break
        else:
            raise SourceError(f"The figures of {code} have too many digits.", source=rates.source)
    about = {
        "source": rates.source,
        "pivot": rates.codes[0],
        "fingerprint": rates.fingerprint,
        "decimals": decimals,
    }
    path.write_bytes(json.dumps(about).encode() + b"\n" + np.stack(rows).tobytes())
