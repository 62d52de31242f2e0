"""Signals: how well each record fits a question in one respect, from 0 to 1; NaN if the record lacks the information."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.analysis.weights import decayed, distance_km, saturated
from salarykit.currency.countries import country_of
from salarykit.errors import InvalidQuery, InvalidSpan
from salarykit.files.columns import as_floats, combine
from salarykit.places import parse_place, resolve, resolve_column
from salarykit.places.match import NO_MATCH
from salarykit.rates.spans import day_number, parse_span
from salarykit.salaries.figures import canonical
from salarykit.salaries.tuples import CodedRows, code_tuples

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from salarykit.places import Place
    from salarykit.salaries.querying.query import Query

    Floats = NDArray[np.float64]
    Rows = slice | NDArray[np.intp]
    Places = Sequence[tuple[str | None, str | None, str | None]]

__all__ = ["Signal", "nearness", "note_near", "read_signals", "role_similarity"]

_DAYS_A_MONTH: Final = 365.2425 / 12  # the mean month of the Gregorian calendar


class Signal(NamedTuple):
    """One signal of the records of a table.

    Attributes:
        name: one of `SIGNALS`.
        columns: the columns of the table that it depends on.
        read: returns the signals of some rows, given as a slice or an array; NaN for a record that lacks the signal.
        late: returns whether those rows are dated after the day asked for; None for all signals but recency.
    """

    name: str
    columns: tuple[str, ...]
    read: Callable[[Rows], Floats]
    late: Callable[[Rows], NDArray[np.bool_]] | None = None


def read_signals(table: pa.Table, query: Query) -> list[Signal]:
    """Return the signals of a query: always the given relevance, and the others that its settings ask for.

    A signal is computed once for each distinct value of its columns, and looked up for the rows when they are read.
    """
    signals = [_of_numbers(table, "relevance", lambda given: given)]
    if query.role is not None:
        signals.append(_of_values(table, "role", ("role",), lambda roles: _roles(roles, query)))
    if query.near is not None:
        where = ("city", "country", "currency")
        signals.append(_of_values(table, "place", where, lambda places: nearness(places, query)))
    if query.as_of is not None:
        signals.append(_recency(table, query.as_of, query.half_life_months))
    if query.sample_pivot is not None:
        pivot = query.sample_pivot
        signals.append(_of_numbers(table, "sample_size", lambda n: saturated(n, pivot=pivot)))
    if query.statistic is not None:
        signals.append(
            _of_values(table, "statistic", ("statistic",), lambda names: _statistics(names, query))
        )
    return signals


def _of_numbers(table: pa.Table, name: str, compute: Callable[[Floats], Floats]) -> Signal:
    """Return a signal that is computed from the numbers in the column with its name."""
    numbers = combine(table.column(name))

    def read(rows: Rows) -> Floats:
        if isinstance(rows, slice):
            return compute(as_floats(numbers.slice(rows.start, rows.stop - rows.start)))
        return compute(as_floats(numbers.take(pa.array(rows))))

    return Signal(name, (name,), read)


def _of_values(
    table: pa.Table, name: str, columns: tuple[str, ...], compute: Callable[[Sequence[Any]], Floats]
) -> Signal:
    """Return a signal that is computed once for each distinct combination of values in some columns."""
    coded = code_tuples(table, columns)
    return Signal(name, columns, _lookup(coded, compute(coded.names)))


def _lookup(coded: CodedRows, figures: NDArray[Any]) -> Callable[[Rows], Any]:
    """Return a function that looks up, for rows, the figures of their distinct values."""
    return lambda rows: figures.take(coded.indices[rows])


def _roles(roles: Sequence[tuple[str | None]], query: Query) -> Floats:
    """Return the similarity of each role with the role of the query; NaN for a missing role."""
    given, role = query.role_similarity or {}, query.role or ""

    def alike(title: str | None) -> float:
        if title is None:
            return float("nan")
        return given[title] if title in given else role_similarity(role, title)

    return np.array([alike(title) for (title,) in roles], np.float64)


def _recency(table: pa.Table, as_of: str, half_life_months: float) -> Signal:
    """Return the signal of the age of each record on a day."""
    try:
        origin = day_number(parse_span(as_of).last)
    except InvalidSpan as error:
        raise InvalidQuery(f"as_of: {error}", value=as_of) from None
    coded = code_tuples(table, ("as_of",))
    days = np.array(
        [np.nan if text is None else origin - day_number(parse_span(text).last) for (text,) in coded.names],
        np.float64,
    )
    figures = decayed(np.maximum(days, 0.0) / _DAYS_A_MONTH, scale=half_life_months, shape="exp")
    return Signal("recency", ("as_of",), _lookup(coded, figures), _lookup(coded, days < 0))


def _statistics(names: Sequence[tuple[str | None]], query: Query) -> Floats:
    """Return the signal of each statistic; NaN for a missing statistic."""
    statistic = query.statistic
    wanted = {statistic: 1.0} if isinstance(statistic, str) else {**(statistic or {})}
    wanted = {canonical(name): weight for name, weight in wanted.items()}
    return np.array(
        [np.nan if name is None else wanted.get(canonical(name), 0.0) for (name,) in names], np.float64
    )


def nearness(places: Places, query: Query) -> NDArray[np.float64]:
    """Return how near each city, given with country and currency, is to the place of the query; NaN if unknown."""
    return _by_constants(places, query) if query.by_constants else _by_distance(places, query)


def _resolved(places: Places) -> pa.StructArray:
    """Return the places that the cities of n rows stand for."""
    cities, countries, currencies = (pa.array(column, pa.string()) for column in zip(*places, strict=True))
    return resolve_column(cities, country=countries, currency=currencies)


def _by_distance(places: Places, query: Query) -> NDArray[np.float64]:
    latitude, longitude = _origin(query.near)
    if not places:
        return np.empty(0)
    resolved = _resolved(places)
    north, east = (as_floats(resolved.field(name)) for name in ("latitude", "longitude"))
    distance = distance_km(north, east, latitude, longitude)
    return decayed(
        distance, scale=query.scale_km, offset=query.offset_km, decay=query.decay, shape=query.shape
    )


def _origin(near: Any) -> tuple[float, float]:
    """Return the latitude and longitude of the place of a query."""
    if isinstance(near, str):
        place = parse_place(near)
        return place.latitude, place.longitude
    latitude, longitude = near
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - the globe
        raise InvalidQuery(f"near={near}: give latitude and longitude in degrees, or a city.", value=near)
    return latitude, longitude


def note_near(query: Query) -> str:
    """Return what was guessed about the place of a query: a misspelt name, or one of several cities; empty if nothing was.

    Examples:
        >>> from salarykit.salaries.querying.query import Query
        >>> note_near(Query(near="Brlin"))
        "near='Brlin' is read as Berlin, DE."
        >>> note_near(Query(near="Cambridge"))
        "near='Cambridge' is read as Cambridge, GB; it may also be Cambridge, CA or Cambridge, MA, US."
    """
    match = resolve(query.near) if isinstance(query.near, str) else NO_MATCH
    if match.place is None or (match.rule != "fuzzy" and not match.ambiguous):
        return ""
    taken = _named(match.place)
    others = [named for place in match.candidates if (named := _named(place)) != taken]
    also = f"; it may also be {' or '.join(others[:2])}" if match.ambiguous and others else ""
    return f"near={query.near!r} is read as {taken}{also}."


def _named(place: Place) -> str:
    """Return a city with its country, and its state where many cities of the country share names."""
    return ", ".join(filter(None, (place.name, place.admin1 if place.country == "US" else "", place.country)))


def _by_constants(places: Places, query: Query) -> NDArray[np.float64]:
    if not isinstance(query.near, str):
        raise InvalidQuery(
            f"near={query.near}: with same_country or same_region give a city, which has a country.",
            value=query.near,
        )
    origin = parse_place(query.near)

    def near(place: dict[str, Any], stated: str | None) -> float:
        if (place["city"], place["country"]) == (origin.name, origin.country):
            return 1.0
        where = stated or place["country"]
        if where is None:
            return float("nan")
        if where == origin.country and query.same_country is not None:
            return query.same_country
        alike = _continent(where) == _continent(origin.country)
        return query.same_region or 0.0 if alike else 0.0

    resolved = _resolved(places).to_pylist() if places else []
    signals = [near(place, country) for place, (_, country, _) in zip(resolved, places, strict=True)]
    return np.array(signals, np.float64)


def _continent(country: str) -> str:
    record = country_of(country)
    return record.continent if record else country


_ISCO: Final = re.compile(r"[0-9]{1,4}")
_SOC: Final = re.compile(r"([0-9]{2})-([0-9]{4})(?:\.([0-9]{2}))?")


def role_similarity(role: str, other: str) -> float:
    """Return the similarity of two jobs, from 0 to 1.

    The similarity of two codes of ISCO-08 (up to four digits) or of the SOC (such as 11-2021, or O*NET's 11-2021.00) is
    the share of levels that they have in common: the levels of their lowest common group, divided by those of the longer
    code. Codes of two different classifications have a similarity of 0. Any other text is a title; the similarity of two
    titles is the normalised indel similarity of their sorted words in lower case.

    Examples:
        >>> [role_similarity("1120", other) for other in ("1120", "1121", "1221", "2511", "112")]
        [1.0, 0.75, 0.25, 0.0, 0.75]
        >>> role_similarity("11-2021", "11-2022"), role_similarity("11-2021", "11-3021")
        (0.75, 0.25)
        >>> role_similarity("Chief Product Officer", "product officer, chief")
        1.0
    """
    levels, other_levels = _levels(role.strip()), _levels(other.strip())
    if levels and other_levels:
        if levels[0] != other_levels[0]:
            return 0.0
        common = 0
        for one, two in zip(levels[1], other_levels[1], strict=False):
            if one != two:
                break
            common += 1
        return common / max(len(levels[1]), len(other_levels[1]))
    from rapidfuzz import fuzz, utils

    return float(fuzz.token_sort_ratio(role, other, processor=utils.default_process)) / 100


def _levels(code: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the classification of a code and its levels; None if the text is not a code."""
    if _ISCO.fullmatch(code):
        return "ISCO", tuple(code)
    match = _SOC.fullmatch(code)
    if not match:
        return None
    major, rest, detail = match.groups()
    levels = [major, rest[:1], rest[1:3], rest[3:]]
    if detail and detail != "00":
        return "SOC", (*levels, detail)
    while len(levels) > 1 and not levels[-1].strip("0"):
        levels.pop()  # 11-2020 is the broad occupation above 11-2021, so its last digit is not a level
    return "SOC", tuple(levels)
