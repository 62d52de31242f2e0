"""What results share: `Result`, their base; `fingerprint`, a hash of their data; and the rows of tables as typed dicts.

A row is a plain dict whose keys and values a type checker knows. It may also hold other columns of the
source, which have no types: `dict(row)["bonus"]`.
"""

from __future__ import annotations

import hashlib
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Final, NotRequired, TypedDict

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from salarykit.files.columns import as_floats, combine
from salarykit.rates.kernel import BLOCK
from salarykit.salaries.tuples import code_tuples

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.pay.pay_year import Period
    from salarykit.rates.published import Step

__all__ = [
    "DifferentialRow",
    "FxRow",
    "ImpliedRate",
    "MatchRow",
    "OvertakingRow",
    "Provenance",
    "QueryProvenance",
    "RankedRow",
    "RankingProvenance",
    "Result",
    "SalaryRow",
    "UnrankedRow",
    "fingerprint",
]


class Result(BaseModel):
    """A frozen result with named fields, which is written as JSON and explained in sentences; a notebook shows the sentences."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def explain(self) -> str:
        """Return the meaning and the basis of the result in plain sentences."""
        return str(self)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return self.model_dump(mode="json")

    def to_json(self) -> str:
        """Return everything as JSON."""
        return self.model_dump_json(indent=2)

    def _repr_html_(self) -> str:
        return "<p>" + "<br>".join(map(escape, str(self).splitlines())) + "</p>"


class SalaryRow(TypedDict):
    """The fields of a `Salary`, and the columns that a conversion adds to them."""

    role: str | None
    city: str | None
    country: str | None
    amount: float
    currency: str
    period: Period
    statistic: str | None
    as_of: str | None
    sample_size: int | None
    relevance: float | None
    source: str | None
    note: str | None
    months_per_year: NotRequired[float | None]
    rate: NotRequired[float | None]
    rate_on: NotRequired[dt.date | None]
    rate_staleness: NotRequired[int | None]
    rate_kind: NotRequired[str | None]
    rate_step: NotRequired[Step | None]
    rate_flag: NotRequired[str | None]
    age_factor: NotRequired[float | None]
    nominal: NotRequired[float | None]
    parity: NotRequired[float | None]


class RankedRow(SalaryRow):
    """A row of a `Ranking`; a rank is a whole number, unless equal figures share the average of their ranks."""

    rank: float
    value: float
    index: float
    rank_low: NotRequired[int]
    rank_high: NotRequired[int]
    expected_rank: NotRequired[float]
    fx_rank_low: NotRequired[float]
    fx_rank_high: NotRequired[float]


class UnrankedRow(SalaryRow):
    """A row of `Ranking.unranked`, with the reason."""

    value: NotRequired[float | None]
    reason: str


class MatchRow(SalaryRow):
    """A record of a `QueryResult`, with its signals and its weight."""

    value: float
    weight: float
    signal_relevance: NotRequired[float | None]
    signal_role: NotRequired[float | None]
    signal_place: NotRequired[float | None]
    signal_recency: NotRequired[float | None]
    signal_sample_size: NotRequired[float | None]
    signal_statistic: NotRequired[float | None]


class OvertakingRow(TypedDict):
    """Two neighbours in a ranking, and the gain of the lower one's currency that would make both equal."""

    rank: float
    city: str | None
    above: str | None
    currency: str
    gain: float | None


class FxRow(OvertakingRow):
    """A row of `Ranking.fx`, which adds the first day on which the lower neighbour is ahead."""

    first_flip: str | None


class DifferentialRow(TypedDict):
    """A row of `Differentials`, for one city."""

    city: str | None
    index: float | None
    crude: float
    roles: int
    coverage: float


class ImpliedRate(TypedDict):
    """A row of `infer_rates`, for one currency."""

    currency: str
    rate: float
    inverse: float
    n: int
    spread: float


class Provenance(TypedDict):
    """What a result rests on: base, day or span, version, and a fingerprint of the columns that it read."""

    base: str | None
    on: str | None
    version: str
    input: str


class RankingProvenance(Provenance):
    """What a `Ranking` rests on."""

    ties: str
    uncertainty: str


class QueryProvenance(Provenance):
    """What an answer rests on; `by` is there if the answer has groups."""

    method: str
    combine: str
    interval: str
    by: NotRequired[list[str]]


_LENGTH: Final = 16  # hexadecimal digits: 64 bits


def fingerprint(table: pa.Table, values: NDArray[np.float64], columns: Sequence[str]) -> str:
    """Return a hash of figures and columns, which does not depend on the library or the types that hold them.

    Args:
        table: n rows.
        values: n figures.
        columns: the columns to include; numbers count as numbers, all other values by their text.

    Examples:
        >>> table = pa.table({"city": ["Paris", None]})
        >>> coded = pa.table({"city": table.column("city").dictionary_encode()})
        >>> one, two = (fingerprint(each, np.array([1.0, 2.0]), ["city"]) for each in (table, coded))
        >>> one == two, len(one)
        (True, 16)
    """
    content = hashlib.blake2b(digest_size=_LENGTH // 2)
    _add(content, "value", values)
    for column in columns:
        kind = table.schema.field(column).type
        if pa.types.is_floating(kind) or pa.types.is_integer(kind):
            _add(content, column, as_floats(combine(table.column(column))))
            continue
        coded = code_tuples(table, (column,))
        names = np.array([_number(value) for (value,) in coded.names] or [0], np.uint64)
        _add(content, column, names, coded.indices)
    return content.hexdigest()


def _number(value: Any) -> int:
    """Return a hash of a value, of 64 bits."""
    text = b"" if value is None else b"=" + str(value).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def _add(content: Any, name: str, figures: NDArray[Any], indices: NDArray[Any] | None = None) -> None:
    """Hash a column block by block; all missing numbers are equal."""
    length = len(figures if indices is None else indices)
    content.update(f"{name}:{length};".encode())
    for start in range(0, length, BLOCK):
        block = (
            figures[start : start + BLOCK]
            if indices is None
            else figures.take(indices[start : start + BLOCK])
        )
        if block.dtype.kind == "f":
            block = np.where(np.isnan(block), np.nan, block)
        content.update(block.astype(block.dtype.newbyteorder("<")).tobytes())
