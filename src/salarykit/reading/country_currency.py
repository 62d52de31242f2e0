"""Checks currencies that were inferred from the country alone: other rows may show that they are wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import ConfigDict

from salarykit.files.columns import as_flags
from salarykit.reading.currency_cells import tender_of
from salarykit.reading.source_columns import distinct_rows
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.reading.currency_inference import CurrencyColumn

__all__ = [
    "CommonTender",
    "common_tender_of",
    "own_money_of",
    "refuse_other_currencies",
    "refuse_without_common_tender",
]

_OTHERS: Final = "*"  # stands for all countries without a row that states a currency


@dataclass(frozen=True, slots=True)
class CommonTender:
    """The common tender of a source whose rows state no currency but only countries.

    Attributes:
        currencies: the currencies that are tender in all of these countries; empty if there are none.
        countries: the countries of the source.
    """

    # refuses unknown keys in the JSON of a layout, which has this record
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    currencies: tuple[str, ...]
    countries: tuple[str, ...]


def common_tender_of(column: CurrencyColumn, country: pa.Array) -> CommonTender | None:
    """Return the common tender of the countries of a source; None if the currency of any row is stated.

    Args:
        column: the currencies of n rows.
        country: n countries, as stated.
    """
    if not len(column.alone) or len(column.alone) != len(column.values) - column.values.null_count:
        return None
    tenders: dict[str, set[str]] = {}
    for home, code in set(_countries_and_codes(column, country)):
        tenders.setdefault(home, set()).add(code)
    common = set.intersection(*tenders.values())
    return CommonTender(tuple(sorted(common)), tuple(sorted(tenders)))


def refuse_without_common_tender(
    column: CurrencyColumn, country: pa.Array, tender: CommonTender | None
) -> CurrencyColumn:
    """Refuse the rows of a source that states no currency, if its countries have no common tender.

    The figures may all be in one currency, or each in that of its country.

    Args:
        column: the currencies of n rows.
        country: n countries, as stated.
        tender: the common tender of the source; None if some rows state a currency.
    """
    if tender is None or not len(column.alone):
        return column
    pairs = _countries_and_codes(column, country)
    several = len({*tender.countries, *(home for home, _ in pairs)})
    sentence = (
        f"nothing states the currency, and the rows are from {several} countries without a common one. Add a column of "
        "currencies, or give the one of all rows with defaults={'currency': ...}."
    )
    refused = {
        row: sentence
        for row, (home, code) in zip(column.alone.tolist(), pairs, strict=True)
        if not tender.currencies or (code not in tender.currencies and home not in tender.countries)
    }
    return _refused(column, refused)


def own_money_of(column: CurrencyColumn, country: pa.Array, as_of: pa.Array) -> dict[str, bool]:
    """Return for each country whether at least half of its rows that state a currency state the country's own.

    Args:
        column: the currencies of n rows.
        country: n countries, as stated.
        as_of: n days.

    Returns:
        The answer by country, with `*` for all countries without such rows; empty if all answers are yes.
    """
    is_stated = np.ones(len(country), bool)
    is_stated[column.alone] = False
    is_stated &= as_flags(pc.and_(column.values.is_valid(), country.is_valid()))
    rows = pa.array(np.flatnonzero(is_stated))
    of, keys = distinct_rows(*(column_.take(rows) for column_ in (country, as_of, column.values)))
    own, total = Counter[str](), Counter[str]()
    for (home, day, code), count in zip(keys, np.bincount(of, minlength=len(keys)).tolist(), strict=True):
        tender = tender_of(home, day)
        for name in (home, _OTHERS):
            total[name] += count
            own[name] += count * (code == tender.code or code in tender.alternatives)
    mostly_own = {name: 2 * own[name] >= count for name, count in total.items()}
    return {} if all(mostly_own.values()) else mostly_own


def refuse_other_currencies(
    column: CurrencyColumn, country: pa.Array, own_money: Mapping[str, bool]
) -> CurrencyColumn:
    """Refuse the rows whose currency only their country decides, if most other rows of the country state another currency.

    Args:
        column: the currencies of n rows.
        country: n countries, as stated.
        own_money: see `own_money_of`.
    """
    if not own_money or not len(column.alone):
        return column
    pairs = _countries_and_codes(column, country)
    refused = {
        row: _sentence(home, code, own_money)
        for row, (home, code) in zip(column.alone.tolist(), pairs, strict=True)
        if not own_money.get(home, own_money[_OTHERS])
    }
    return _refused(column, refused)


def _sentence(home: str, code: str, own_money: Mapping[str, bool]) -> str:
    """Return the message for a row that may not be in the currency of its country."""
    others = f"from {home} " if home in own_money else ""
    return (
        f"nothing states the currency. The country's is {code}, but most rows {others}that state a currency do not state their "
        "country's. Fill it in, or give it with defaults={'currency': ...}."
    )


def _countries_and_codes(column: CurrencyColumn, country: pa.Array) -> list[tuple[str, str]]:
    """Return the country and the currency of each row whose currency only its country decides."""
    at = pa.array(column.alone)
    return list(zip(country.take(at).to_pylist(), column.values.take(at).to_pylist(), strict=True))


def _refused(column: CurrencyColumn, sentences: Mapping[int, str]) -> CurrencyColumn:
    """Return a column in which some rows are refused, and have no currency."""
    rows = list(sentences)
    values = np.array(column.values.to_pylist(), object)
    values[rows] = None
    faults = [Fault(row, "", "unstated_currency", sentence) for row, sentence in sentences.items()]
    return column._replace(
        values=pa.array(values, pa.string()),
        faults=sorted([*column.faults, *faults]),
        alone=np.setdiff1d(column.alone, rows),
    )
