"""Relevance-weighted queries: every record counts as much as it bears on the question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from salarykit.analysis.quantiles import kish_linear, weighted_mean
from salarykit.analysis.weights import DecayShape, combine, effective_size, top_share
from salarykit.errors import InvalidQuery, hint
from salarykit.files.frames import Frame, money
from salarykit.salaries.conversion import comparable_values
from salarykit.salaries.signals import SIGNALS, Signal, read_signals
from salarykit.salaries.terms import Terms, free_columns, own_date_note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Query", "QueryResult", "ask", "query_table"]

_FEW: Final = 5.0  # effective records below which quartiles say little
_DOMINANT: Final = 0.5  # a share of weight above which the answer is one record's
_Probability = Annotated[float, Field(ge=0, le=1)]
_NEEDS: Final = {
    "role_similarity": "role",
    "scale_km": "near",
    "offset_km": "near",
    "shape": "near",
    "half_life_months": "as_of",
}

_ASKED_BY: Final = {"role": "role", "place": "near", "recency": "as_of"}


class Query(BaseModel):
    """A question: which signals weight the records, and how strongly. A service can take one as a request body.

    The weight of a record is the product of its signals, each between 0 and 1, each to its exponent. A signal that
    a record lacks counts as 1, and is counted in the result.

    Raises:
        InvalidQuery: from `SalaryTable.query`, for a setting that is unknown, out of range or without effect.

    Examples:
        >>> Query(near="Berlin", scale_km=800).shape
        'gauss'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str | None = None
    """A job title; the signal is how alike the titles are, 0 to 1 (the similarity of their sorted words)."""
    role_similarity: dict[str, _Probability] | None = None
    """Your own similarity for roles of the table; the others keep the computed one."""
    near: str | tuple[float, float] | None = None
    """A city ("Berlin", "London, CA"), or latitude and longitude; the signal falls with the distance."""
    scale_km: float = Field(default=500.0, gt=0, allow_inf_nan=False)
    """The distance, beyond the offset, at which the signal has fallen to one half."""
    offset_km: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """Up to this distance the signal is 1."""
    shape: DecayShape = "gauss"
    """How the signal falls with the distance."""
    as_of: str | None = None
    """A day or span: the signal falls with the time from a record's own to it; later records count in full."""
    half_life_months: float = Field(default=12.0, gt=0, allow_inf_nan=False)
    """How many months halve the signal."""
    exponents: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(default_factory=dict)
    """How strongly a signal counts: 1 if not said, 0 switches it off. Signals: relevance, role, place, recency."""
    min_weight: _Probability = 0.0
    """Records below this weight do not count."""
    quantiles: tuple[_Probability, ...] = (0.25, 0.5, 0.75)
    """The probabilities asked for."""

    @model_validator(mode="after")
    def _no_idle_setting(self) -> Query:
        for setting, needed in _NEEDS.items():
            if setting in self.model_fields_set and getattr(self, needed) is None:
                raise ValueError(f"{setting} has no effect without {needed}.")
        for name in self.exponents:
            if name not in SIGNALS:
                raise ValueError(f"exponents: {name!r} is not one of {', '.join(SIGNALS)}.")
            if name in _ASKED_BY and getattr(self, _ASKED_BY[name]) is None:
                raise ValueError(f"exponents: {name!r} has no effect without {_ASKED_BY[name]}.")
        return self


class QueryResult(Frame[dict[str, Any]]):
    """Weighted statistics and the records behind them; what `SalaryTable.query` returns.

    The rows are the records that count, the heaviest first, with a column for each signal (`signal_relevance`,
    `signal_role`, ...), empty where a record lacks it, and their `weight`: a weight explains itself.

    Attributes:
        base: the currency of all figures; each is of a year.
        quantiles: by probability; method `kish_linear`.
        mean: weighted.
        n: how many records count.
        n_eff: how many equally weighted records would say as much (Kish).
        top_share: the heaviest record's share of all weight.
        missing: for each signal how many records lack it and count as 1.
        warnings: what makes the answer weak, in sentences.
        query: what was asked.
        terms: how the figures became comparable; None if they were in one currency already.

    Examples:
        >>> import salarykit as sk
        >>> found = sk.load_salaries().convert("USD", on="2024").query(near="Berlin")
        >>> found.n, round(found.n_eff, 2), found[0]["signal_place"]
        (4, 1.43, 1.0)
    """

    __slots__ = (
        "base", "mean", "missing", "n", "n_eff", "quantiles", "query", "terms", "top_share", "warnings",
    )  # fmt: skip

    def __init__(
        self, matches: pa.Table, query: Query, base: str | None, terms: Terms | None, missing: dict[str, int]
    ) -> None:
        super().__init__(matches)
        values, weights = matches.column("value").to_numpy(), matches.column("weight").to_numpy()
        found = kish_linear(values, weights, query.quantiles)
        self.query, self.base, self.terms, self.missing = query, base, terms, missing
        self.quantiles: dict[float, float] = dict(zip(query.quantiles, found.tolist(), strict=True))
        self.mean = weighted_mean(values, weights)
        self.n = len(values)
        self.n_eff = effective_size(weights)
        self.top_share = top_share(weights) if len(weights) else float("nan")
        self.warnings = self._warn()

    def _warn(self) -> tuple[str, ...]:
        said = []
        if not self.n:
            return ("No record has any weight: nothing in the table bears on the question.",)
        if self.n_eff < _FEW:
            said.append(f"The answer rests on {self.n_eff:.1f} effective records; fewer than 5 say little.")
        if self.top_share > _DOMINANT:
            said.append(
                f"One record has {self.top_share:.0%} of the weight: {self[0]['city'] or 'the first'}."
            )
        said += [
            f"{count} records lack the signal {name!r} and count as 1."
            for name, count in self.missing.items()
        ]
        note = own_date_note(self.terms)
        return (*said, note) if note else tuple(said)

    def to_dict(self) -> dict[str, Any]:
        """Return the statistics, the matches and the terms as plain values; null where there is no figure."""
        return {
            "base": self.base,
            "method": "kish_linear",
            "quantiles": {f"{p:g}": _plain(value) for p, value in self.quantiles.items()},
            "mean": _plain(self.mean),
            "n": self.n,
            "n_eff": self.n_eff,
            "top_share": _plain(self.top_share),
            "missing": self.missing,
            "warnings": list(self.warnings),
            "query": self.query.model_dump(mode="json", exclude_defaults=True),
            "terms": self.terms.to_dict() if self.terms else None,
            "rows": self._table.to_pylist(),
        }

    def drawn(self, limit: int | None = None) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        """Return headers, the cells of the heaviest records as text, and the statistics as a caption."""
        signals = [name for name in self.columns if name.startswith("signal_")]
        headers = ["city", "value", *(name.removeprefix("signal_") for name in signals), "weight"]
        rows = [
            [
                row["city"] or "",
                money(row["value"], self.base),
                *("" if row[name] is None else f"{row[name]:.3f}" for name in signals),
                f"{row['weight']:.4f}",
            ]
            for row in self._first(limit)
        ]
        return headers, rows, self.caption

    @property
    def caption(self) -> str:
        """The statistics in one line, then the warnings."""
        shares = ", ".join(f"p{100 * p:g} {money(value, self.base)}" for p, value in self.quantiles.items())
        told = f"{shares}; mean {money(self.mean, self.base)}; n {self.n}, n_eff {self.n_eff:.2f}"
        share = f", top share {self.top_share:.0%}" if self.n else ""
        return " ".join([f"{told}{share}.", *self.warnings])


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else value


def ask(query: Query | Mapping[str, Any] | None, signals: Mapping[str, Any]) -> Query:
    """Return the query of a call: an object, a mapping, or keywords, of which the last override.

    Raises:
        InvalidQuery: for a setting that is unknown, out of range or without effect.
    """
    given = query.model_dump(exclude_unset=True) if isinstance(query, Query) else dict(query or {})
    unknown = [name for name in {**given, **signals} if name not in Query.model_fields]
    if unknown:
        raise InvalidQuery(
            f"{unknown[0]!r} is not a setting of a query.{hint(unknown[0], Query.model_fields)} "
            f"Settings: {', '.join(Query.model_fields)}.",
            value=unknown[0],
        )
    try:
        return Query(**{**given, **signals})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = ".".join(str(part) for part in fault["loc"][:1])
        text = fault["msg"].removeprefix("Value error, ")
        raise InvalidQuery(f"{name}: {text}" if name else text, value=fault.get("input")) from None


def query_table(table: pa.Table, query: Query) -> QueryResult:
    """Return the weighted statistics of a table's figures; see `SalaryTable.query`."""
    signalled = [f"signal_{name}" for name in SIGNALS]
    free_columns(table.column_names, ("weight", *signalled), "the query")
    values, base = comparable_values(table)
    known = np.isfinite(values)
    table, values = table.filter(pa.array(known)), values[known]
    signals = read_signals(table, query)
    weights = combine(
        [
            (np.nan_to_num(signal.values, nan=1.0), query.exponents.get(signal.name, 1.0))
            for signal in signals
        ],
        len(values),
    )
    counts = (weights > 0) & (weights >= query.min_weight)
    order = np.flatnonzero(counts)[np.argsort(-weights[counts], kind="stable")]
    return QueryResult(
        _matches(table, values, signals, weights).take(pa.array(order)),
        query,
        base,
        Terms.from_metadata(table.schema.metadata),
        {
            signal.name: lacking
            for signal in signals
            if (lacking := int(np.isnan(signal.values[order]).sum()))
        },
    )


def _matches(
    table: pa.Table, values: np.ndarray[Any, Any], signals: Sequence[Signal], weights: np.ndarray[Any, Any]
) -> pa.Table:
    columns = {name: table.column(name) for name in table.column_names}
    columns["value"] = pa.array(values)
    for signal in signals:
        columns[f"signal_{signal.name}"] = pa.array(signal.values, mask=np.isnan(signal.values))
    return pa.table({**columns, "weight": pa.array(weights)})
