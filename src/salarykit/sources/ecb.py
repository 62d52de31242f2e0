"""The European Central Bank's reference rates: their whole history as one archive, or a range through its SDMX service."""

from __future__ import annotations

import csv
import datetime as dt
import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from salarykit.currency.codes import CODES
from salarykit.errors import SourceError
from salarykit.sources.observations import Observations
from salarykit.sources.web import Web, WebLimits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.rates.published import Published

__all__ = ["ECB_HISTORY", "ECB_SDMX", "EcbHistory", "EcbSdmx", "parse_history"]

ECB_HISTORY: Final = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
ECB_SDMX: Final = "https://data-api.ecb.europa.eu/service/data/EXR/"
_NAME: Final = "ECB"
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    csv.Error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""The errors that reading a damaged archive can raise."""
_UNPACKED: Final = 64 << 20  # bytes; the genuine archive decompresses to two million


class EcbHistory:
    """All of the ECB's rates since 1999, in one download of about 0.6 MB.

    Args:
        source_url: the address of `eurofxref-hist.zip`.
        limits: see `WebLimits`.

    Examples:
        >>> import salarykit as sk
        >>> from salarykit.sources import EcbHistory
        >>> rates = sk.fetch_rates(EcbHistory(), first="2024")  # doctest: +SKIP
    """

    def __init__(self, source_url: str = ECB_HISTORY, limits: WebLimits | None = None) -> None:
        self._url, self._web = source_url, Web(_NAME, limits)

    def fetch(self, first: dt.date, last: dt.date) -> Published:
        """Return the rates published from first to last.

        Raises:
            SourceError: if there is no answer, or one that is not the archive.
        """
        whole = parse_history(self._web.get(self._url).body, self._url)
        return _between(whole, first, last, self._url)


def _between(rates: Published, first: dt.date, last: dt.date, origin: str) -> Published:
    try:
        return rates.between(first, last)
    except SourceError as error:
        raise SourceError(
            f"{_NAME}: {origin} has no rates from {first} to {last}. The rates in use are unchanged.",
            source=origin,
        ) from error


def parse_history(archive: bytes, origin: str = ECB_HISTORY) -> Published:
    """Return the rates of a `eurofxref-hist.zip`: one CSV, newest day first, `N/A` where nothing was published.

    Raises:
        SourceError: if it is not that archive, or truncated.
    """
    observations = Observations(_NAME, "EUR", origin, texts=True)
    try:
        for day, code, text in _cells(archive):
            if text.strip() not in ("", "N/A"):
                observations.add(dt.date.fromisoformat(day), code, text)
    except SourceError:
        raise
    except _DAMAGED as error:
        raise SourceError(
            f"{_NAME}: {origin} is not a complete eurofxref-hist.zip ({error}). The rates in use are unchanged.",
            source=origin,
        ) from error
    return observations.published()


def _cells(archive: bytes) -> Iterator[tuple[str, str, str]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as folder:
        entry = folder.infolist()[0]
        if entry.file_size > _UNPACKED:
            raise ValueError(f"it would unpack to {entry.file_size:,} bytes")
        rows = csv.reader(io.StringIO(folder.read(entry).decode("ascii")))
    header = [name.strip() for name in next(rows, [])]
    if header[:1] != ["Date"] or "USD" not in header:
        raise ValueError("its first line is not the ECB's")
    columns = [(position, code) for position, code in enumerate(header) if position and code in CODES]
    for row in rows:
        for position, code in columns:
            yield row[0], code, row[position]


class EcbSdmx:
    """A range of the ECB's rates through its SDMX service, as CSV.

    Args:
        source_url: the address of the data flow `EXR`.
        limits: see `WebLimits`.

    Examples:
        >>> import salarykit as sk
        >>> from salarykit.sources import EcbSdmx
        >>> rates = sk.fetch_rates(EcbSdmx(), first="2024-06", last="2024-06")  # doctest: +SKIP
    """

    def __init__(self, source_url: str = ECB_SDMX, limits: WebLimits | None = None) -> None:
        self._url, self._web = source_url, Web(_NAME, limits)

    def fetch(self, first: dt.date, last: dt.date) -> Published:
        """Return the rates published from first to last.

        Raises:
            SourceError: if there is no answer, an empty one, or one that is not the CSV.
        """
        answer = self._web.get(
            f"{self._url.rstrip('/')}/D..EUR.SP00.A",
            {
                "startPeriod": first.isoformat(),
                "endPeriod": last.isoformat(),
                "format": "csvdata",
                "detail": "dataonly",
            },
        )
        observations = Observations(_NAME, "EUR", answer.url, texts=True)
        try:
            rows = csv.DictReader(io.StringIO(answer.body.decode("utf-8")))
            for row in rows:
                observations.check_base(row["CURRENCY_DENOM"])
                if row["OBS_VALUE"] not in ("", "NaN") and row["CURRENCY"] in CODES:
                    observations.add(
                        dt.date.fromisoformat(row["TIME_PERIOD"]), row["CURRENCY"], row["OBS_VALUE"]
                    )
        except (KeyError, TypeError, ValueError, csv.Error) as error:
            raise self._web.fault(
                answer.url, f"did not send the CSV that was asked for ({error})."
            ) from error
        return _between(observations.published(), first, last, answer.url)
