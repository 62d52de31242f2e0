"""`Query`: a question, with the settings that weigh each record by how well it fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal, TypedDict

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from salarykit.analysis.quantiles import QuantileMethod
from salarykit.analysis.weights import Combination, DecayShape
from salarykit.errors import InvalidQuery, hint
from salarykit.rates.spans import parse_span, shortest
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from salarykit.rates.spans import On

__all__ = ["SIGNALS", "Guard", "Interval", "Lacking", "Query", "QuerySettings", "ask"]

SIGNALS: Final = ("relevance", "role", "place", "recency", "sample_size", "statistic")
"""The names of the signals, in the order in which they combine."""

Lacking = Literal["neutral", "zero", "raise"]
"""What a missing signal counts as: 1 (`neutral`), 0 (`zero`), or an error that names the row (`raise`)."""
Interval = Literal["beta", "wilson", "bootstrap", "none"]
"""How the confidence interval of a quantile is computed. `beta`: between order statistics, from Clopper and Pearson's interval of
the probability with Kish's effective size (Korn and Graubard's); an end is open where no record can be it. `wilson`: from Wilson's
interval, by the same method as the quantile; for few records it covers less than its level. `bootstrap`: by a seeded percentile
bootstrap of the records. `none`: not at all."""
Guard = Literal["warn", "refuse"]
"""What happens to an answer that rests on too few records: it carries a warning, or it is refused."""

_Share = Annotated[float, Field(ge=0, le=1)]
_Inside = Annotated[float, Field(gt=0, lt=1)]
_Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
_Lacking = Lacking | _Share
_NEEDS: Final = {
    "role_similarity": "role",
    "scale_km": "near",
    "offset_km": "near",
    "decay": "near",
    "shape": "near",
    "same_country": "near",
    "same_region": "near",
    "half_life_months": "as_of",
}
_DISTANCES: Final = ("scale_km", "offset_km", "decay", "shape")
_SETTING_OF: Final = {
    "role": "role",
    "place": "near",
    "recency": "as_of",
    "sample_size": "sample_pivot",
    "statistic": "statistic",
}


class Query(BaseModel):
    """A question: which signals weigh the records, and how strongly. A service can take it as the body of a request.

    The weight of a record is the product of its signals, which lie between 0 and 1, each to the power of its exponent. A
    missing signal counts as 1, an unknown place as 0, and the result has the number of such records. `combine` and
    `missing` change these rules.

    Raises:
        InvalidQuery: from `SalaryTable.query`, for a setting that is unknown, out of range or without effect.

    Examples:
        >>> Query(near="Berlin", scale_km=800).shape
        'gauss'
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True
    )

    role: str | None = None
    """A job title, or a code of ISCO-08 ("1120") or the SOC ("11-2021"); the signal is the similarity of the jobs."""
    role_similarity: dict[str, _Share] | None = None
    """The similarity of each role of the table, from 0 to 1, in place of the computed one."""
    near: str | tuple[float, float] | None = None
    """A city ("Berlin", "London, CA"), or latitude and longitude; the signal falls with the distance from it."""
    scale_km: _Positive = 500.0
    """The distance beyond `offset_km` at which the signal has fallen to `decay`."""
    offset_km: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """The distance up to which the signal is 1."""
    decay: _Inside = 0.5
    """The signal at the distance `offset_km` + `scale_km`."""
    shape: DecayShape = "gauss"
    """How the signal falls with the distance."""
    same_country: _Share | None = None
    """The signal of other places in the country of `near`, in place of a signal by distance."""
    same_region: _Share | None = None
    """The signal of other countries on the continent of `near` (as GeoNames defines it); 0 if it is not set."""
    as_of: str | None = None
    """A day or span; the signal falls with the age of a record on that day, and is 1 for later records."""
    half_life_months: _Positive = 12.0
    """The age in months at which the signal is one half."""
    sample_pivot: _Positive | None = None
    """The sample size at which the signal is one half: the signal of n is n / (n + sample_pivot)."""
    statistic: str | dict[str, _Share] | None = None
    """The statistic that counts ("median"), or the signal of each; all others are 0."""
    exponents: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(default_factory=dict)
    """The power that a signal is raised to: 1 if it is not set; 0 switches the signal off.

    Signals: relevance, role, place, recency, sample_size, statistic.
    """
    combine: Combination = "product"
    """How signals make up a weight: their product, their minimum, or their mean, weighted by the exponents."""
    missing: _Lacking | dict[str, _Lacking] | None = None
    """What a missing signal counts as, for all signals or for each. If it is not set, an unknown place counts as 0,
    because nothing shows that it is near, and any other signal as 1."""
    min_weight: _Share = 0.0
    """The weight below which records do not count."""
    quantiles: Annotated[tuple[_Share, ...], Field(max_length=10_000)] = (0.25, 0.5, 0.75)
    """The probabilities of the quantiles in the answer."""
    method: QuantileMethod = "kish_linear"
    """The definition of a weighted quantile."""
    interval: Interval = "beta"
    """The method for the confidence intervals of the quantiles."""
    level: _Inside = 0.95
    """The confidence of the intervals."""
    seed: int | None = Field(default=None, ge=0)
    """The seed of the bootstrap; the same seed gives the same intervals."""
    resamples: int = Field(default=1000, ge=1)
    """How many samples the bootstrap draws."""
    cluster: str | None = None
    """A column whose values group records that are alike, such as `city`, `source` or `employer`: the intervals then
    hold beyond those clusters. If a seed is given, the interval is a bootstrap, which draws whole clusters."""
    guard: Guard = "warn"
    """What happens to an answer with fewer effective records than `min_n_eff`, or a record heavier than `max_share`."""
    min_n_eff: float = Field(default=5.0, ge=0, allow_inf_nan=False)
    """The fewest effective records that an answer should rest on."""
    max_share: _Share = 0.5
    """The largest share of the weight that one record may have."""

    def __init__(self, **settings: Unpack[QuerySettings]) -> None:  # a day of any library, any mapping
        try:
            super().__init__(**settings)
        except ValidationError as error:
            faults = error.errors(include_url=False)
            fault = max(faults, key=lambda fault: len(fault["loc"]))  # the innermost fault
            raise InvalidQuery(_sentence(fault), value=fault.get("input")) from None

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined] # pydantic validates a request's body with its own errors

    @model_validator(mode="before")
    @classmethod
    def _seeded_clusters(cls, given: Any) -> Any:
        """Return the settings, with a bootstrap if there are clusters and a seed."""
        drawn = isinstance(given, dict) and given.get("cluster") is not None and given.get("seed") is not None
        return {"interval": "bootstrap", **given} if drawn else given

    @field_validator("as_of", mode="before")
    @classmethod
    def _day_or_span(cls, day: Any) -> Any:
        """Return the text of a day or span of any library."""
        return day if day is None or isinstance(day, str) else shortest(parse_span(day))

    @field_validator("role")
    @classmethod
    def _named_role(cls, role: str | None) -> str | None:
        if role is not None and not role.strip():
            raise ValueError("give a title or a code; it is empty.")
        return role

    @field_validator("statistic")
    @classmethod
    def _known_statistics(cls, statistic: str | dict[str, float] | None) -> str | dict[str, float] | None:
        clean = BY_NAME["statistic"].clean
        if statistic == {}:
            raise ValueError("name at least one.")
        if isinstance(statistic, dict):
            return {clean(name): weight for name, weight in statistic.items()}
        return None if statistic is None else str(clean(statistic))

    @model_validator(mode="after")
    def _no_idle_setting(self) -> Query:
        """Refuse a setting that has no effect with the others."""
        for setting, needed in _NEEDS.items():
            if setting in self.model_fields_set and getattr(self, needed) is None:
                raise ValueError(f"{setting} has no effect without {needed}.")
        for setting in _DISTANCES:
            if setting in self.model_fields_set and self.by_constants:
                raise ValueError(f"{setting} has no effect with same_country or same_region.")
        self._check_signals("exponents", self.exponents)
        if isinstance(self.missing, dict):
            self._check_signals("missing", self.missing)
        self._check_interval()
        return self

    def _check_signals(self, setting: str, given: Mapping[str, Any]) -> None:
        for name in given:
            if name not in SIGNALS:
                raise ValueError(f"{setting}: {name!r} is not one of {', '.join(SIGNALS)}.")
            if name in _SETTING_OF and getattr(self, _SETTING_OF[name]) is None:
                raise ValueError(f"{setting}: {name!r} has no effect without {_SETTING_OF[name]}.")

    def _check_interval(self) -> None:
        if self.interval == "bootstrap" and self.seed is None:
            raise ValueError(
                "interval: a bootstrap needs a seed, so that the same question has the same answer."
            )
        for setting in ("seed", "resamples"):
            if setting in self.model_fields_set and self.interval != "bootstrap":
                raise ValueError(f'{setting} has no effect without interval="bootstrap".')
        if self.cluster is not None and self.interval not in ("beta", "bootstrap"):
            raise ValueError('cluster has no effect without interval="beta" or "bootstrap".')
        if "level" in self.model_fields_set and self.interval == "none":
            raise ValueError('level has no effect with interval="none".')

    @property
    def by_constants(self) -> bool:
        """Whether nearness depends on city, country and continent instead of the distance."""
        return self.same_country is not None or self.same_region is not None

    def exponent(self, signal: str) -> float:
        """Return the power that a signal is raised to."""
        return self.exponents.get(signal, 1.0)

    def lacking(self, signal: str) -> Lacking | float:
        """Return what a signal counts as if it is missing; a signal that is switched off is neutral."""
        usual: Lacking = "zero" if signal == "place" and self.exponent(signal) else "neutral"
        if isinstance(self.missing, dict):
            return self.missing.get(signal, usual)
        return usual if self.missing is None else self.missing

    def replacement(self, signal: str) -> str:
        """Return the number that a missing signal counts as, for a sentence; 1 if a missing signal is an error."""
        policy = str(self.lacking(signal))
        return {"neutral": "1", "zero": "0", "raise": "1"}.get(policy, policy)

    def leaves_out(self, signal: str) -> bool:
        """Return whether a record without a signal does not count at all."""
        return self.lacking(signal) in ("zero", 0) and self.combine != "mean" and bool(self.exponent(signal))


def _sentence(fault: Any) -> str:
    """Return what is wrong with a setting: in our own words, or in those of pydantic with the value."""
    name, own = ".".join(str(part) for part in fault["loc"][:1]), fault.get("ctx", {}).get("error")
    if own is not None:
        return f"{name}: {own}" if name else str(own)
    wanted = fault["msg"].replace("Input should", "it should", 1).partition(", unable")[0]
    return f"{name}: {wanted}, not {fault.get('input')!r:.80}."


class QuerySettings(TypedDict, total=False):
    """The settings of `Query` as keywords of `SalaryTable.query`; `Query` documents them."""

    role: str | None
    role_similarity: Mapping[str, float] | None
    near: str | tuple[float, float] | None
    scale_km: float
    offset_km: float
    decay: float
    shape: DecayShape
    same_country: float | None
    same_region: float | None
    as_of: On | None
    half_life_months: float
    sample_pivot: float | None
    statistic: str | Mapping[str, float] | None
    exponents: Mapping[str, float]
    combine: Combination
    missing: Lacking | float | Mapping[str, Lacking | float] | None
    min_weight: float
    quantiles: Sequence[float]
    method: QuantileMethod
    interval: Interval
    level: float
    seed: int | None
    resamples: int
    cluster: str | None
    guard: Guard
    min_n_eff: float
    max_share: float


def ask(query: Query | Mapping[str, object] | None, signals: Mapping[str, object]) -> Query:
    """Return the query of a call: an object or a mapping, whose settings the keywords override.

    Raises:
        InvalidQuery: for a setting that is unknown, out of range or without effect.
    """
    if query is not None and not isinstance(query, Query | Mapping):
        raise InvalidQuery(
            f"{query!r:.80} is not a query. Give a Query, a mapping, or settings by name.", value=query
        )
    given = query.model_dump(exclude_unset=True) if isinstance(query, Query) else dict(query or {})
    unknown = [name for name in {**given, **signals} if name not in Query.model_fields]
    if unknown:
        raise InvalidQuery(
            f"{unknown[0]!r} is not a setting of a query.{hint(str(unknown[0]), Query.model_fields)} "
            f"Settings: {', '.join(Query.model_fields)}.",
            value=unknown[0],
        )
    return Query(**{**given, **signals})
