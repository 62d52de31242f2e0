"""No error from below: whatever a caller gives, the answer is right or a SalaryKitError."""

from __future__ import annotations

import datetime as dt
import inspect
from contextlib import suppress
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd
import polars as pl
import pytest

import salarykit as sk
import salarykit.pandas
import salarykit.polars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

VALUES: dict[str, Any] = {
    "a signalling NaN": Decimal("sNaN"),
    "a long integer": 10**400,
    "a number of many digits": Decimal("1e400"),
    "a bool": True,
    "two dimensions": np.ones((2, 2)),
    "a time out of range": np.array([2**62], "M8[s]"),
    "one time out of range": np.datetime64(2**62, "s"),
    "no time": np.datetime64("NaT", "s"),
    "half a character": "\ud800",
    "a list": ["USD"],
    "a nested list": [[1], [2]],
    "a set": {1},
    "a mapping": {"a": 1},
    "bytes": b"\xff",
    "a null": "a\0b",
    "nothing": "",
    "NaN": float("nan"),
    "infinity": float("inf"),
    "a negative number": -1,
    "a complex number": 5j,
    "a long text": "9" * 5_000,
    "the last day": dt.date.max,
    "an object": object(),
    "a class": int,
}
RECORD = {"amount": 50_000, "currency": "EUR", "city": "Kiel"}
PAID = [{"pay": 1, "cur": "EUR", "usd": 1}]
RATE = [{"date": "2024-01-01", "currency": "USD", "rate": 1}]
Doors = list["Callable[[Any], Any]"]


class Silent:
    """A source of rates that answers every question with one value."""

    def __init__(self, answer: Any = None) -> None:
        self.answer = answer

    def fetch(self, *_: Any) -> Any:
        """Return the answer."""
        return self.answer


def _at(call: Callable[..., Any], places: tuple[Any, ...], at: int, good: dict[str, Any], value: Any) -> Any:
    """Call a function with a value at a place."""
    return call(*places[:at], value, *places[at + 1 :], **good)


def _named(
    call: Callable[..., Any], places: tuple[Any, ...], name: str, good: dict[str, Any], value: Any
) -> Any:
    """Call a function with a value as a keyword."""
    return call(*places, **{**good, name: value})


def each(call: Callable[..., Any], *places: Any, **good: Any) -> Doors:
    """Return a door for each parameter of a function: it takes a value there, and what is good everywhere else."""
    doors: Doors = []
    parameters = [
        one for one in inspect.signature(call).parameters.values() if one.kind is not one.VAR_KEYWORD
    ]
    for at, parameter in enumerate(parameters):
        if parameter.kind is parameter.VAR_POSITIONAL:
            doors.append(partial(_at, call, (*places, None), len(places), good))
        elif at < len(places) or parameter.kind is parameter.POSITIONAL_ONLY:
            doors.append(partial(_at, call, places, at, good))
        else:
            doors.append(partial(_named, call, places, parameter.name, good))
    return doors


def of_fields(call: Callable[..., Any], names: Iterable[str], **good: Any) -> Doors:
    """Return a door for each of some keywords."""
    return [partial(_named, call, (), name, good) for name in names]


def methods(make: Callable[[], Any], **calls: dict[str, Any]) -> Doors:
    """Return a door for each parameter of some methods of what `make` makes, with good values for them."""

    def bound(name: str) -> Callable[..., Any]:
        kind = make()

        def call(*places: Any, **options: Any) -> Any:
            return getattr(make(), name)(*places, **options)

        call.__signature__ = inspect.signature(getattr(kind, name))  # type: ignore[attr-defined] # what inspect reads
        return call

    return [door for name, good in calls.items() for door in each(bound(name), **good)]


@cache
def usd() -> Any:
    """Return the packaged salaries in dollars."""
    return sk.load_salaries().convert("USD", on="2024")


def somewhere(value: Any) -> Any:
    """Return a value as a path that is no file of anybody: a text would be written to."""
    return value if not isinstance(value, str) or not value.isprintable() or not value else f"nowhere/{value}"


ON: dict[str, Any] = {"on": "2024-06-28"}
PAIR: dict[str, Any] = {"currency": "EUR", "base": "USD", **ON}
ERRORS = [
    name
    for name in vars(sk)["__all__"]
    if inspect.isclass(getattr(sk, name)) and issubclass(getattr(sk, name), Exception)
]


def _of_frames(frame: Any, texts: Any, numbers: Any) -> Doors:
    """Return the doors of the accessors of a library of frames."""
    asked = {"base": "USD", **ON}
    return [
        *methods(lambda: frame.salarykit, read={}, convert=asked, rank=asked, query=asked, check={}),
        *methods(lambda: texts.salarykit, parse_pay={}),
        *methods(lambda: numbers.salarykit, convert={"currency": "EUR", **asked}),
    ]


@cache
def doors() -> dict[str, Doors]:
    """Return the doors that take values, by public name: each of them takes one value."""
    return {
        "convert": [
            *each(sk.convert, 1, "USD", "EUR", **ON),
            *each(sk.convert, [1.0], ["USD"], "EUR", on=["2024"]),
            lambda value: sk.convert([1.0], "USD", "EUR", on=[value]),
            lambda value: sk.convert([1.0], [value], "EUR", on="2024"),
            lambda value: sk.convert([value], "USD", "EUR", on="2024"),
        ],
        "convert_file": each(
            sk.convert_file, source="nowhere.csv", out="nowhere/out.csv", base="EUR", on="2024"
        ),
        "find_pay": each(sk.find_pay, "€5"),
        "parse_pay": each(sk.parse_pay, "€50,000"),
        "parse_pay_column": [
            *each(sk.parse_pay_column, ["€50,000"]),
            lambda value: sk.parse_pay_column([value]),
        ],
        "read_salaries": each(sk.read_salaries, [RECORD]),
        "sift_salaries": [
            *each(sk.sift_salaries, "data/salaries.csv"),
            lambda value: sk.sift_salaries([value]),
            *(
                lambda value, name=name: sk.sift_salaries([RECORD | {name: value}])
                for name in (*sk.Salary.model_fields, "other")
            ),
            *(
                lambda value, name=name: sk.sift_salaries([RECORD], columns={name: value})
                for name in sk.Salary.model_fields
            ),
            *(
                lambda value, name=name: sk.sift_salaries([{"x": 1}], defaults=RECORD | {name: value})
                for name in sk.Salary.model_fields
            ),
        ],
        "infer_layout": each(sk.infer_layout, [RECORD]),
        "read_rates": [
            *each(sk.read_rates, RATE, base="EUR"),
            *(
                lambda value, name=name: sk.read_rates([{**RATE[0], name: value}], base="EUR")
                for name in RATE[0]
            ),
        ],
        "round_money": each(sk.round_money, 5.0, "EUR"),
        "Currency": [sk.Currency],
        "Salary": of_fields(sk.Salary, sk.Salary.model_fields, amount=1, currency="USD"),
        "SalaryTable": [
            sk.SalaryTable,
            *methods(
                sk.load_salaries,
                convert={"base": "USD", **ON},
                head={},
                summarize={"by": "city"},
            ),
            *methods(
                usd,
                where={},
                compare_mix={"other": usd()},
                differentials={"against": "London", "by": "source"},
            ),
            lambda value: usd().where(city=value),
            lambda value: usd().to_csv("nowhere/x.csv", formulas=value),
            lambda value: usd().to_csv(somewhere(value)),
            lambda value: usd().to_parquet(somewhere(value)),
        ],
        "Rates": [
            *each(sk.Rates, sk.default_rates().tables[0]),
            *methods(
                sk.default_rates,
                rate=PAIR,
                convert_decimal={"amount": Decimal(1), **PAIR},
                published_on={"currency": "EUR"},
                difference={"other": sk.default_rates()},
                of_sources={"sources": ["ECB"]},
                span=ON,
            ),
            *each(sk.Rates.combine, sk.default_rates()),
        ],
        "Ageing": [
            *each(sk.Ageing, "2025", 0.03),
            lambda value: sk.Ageing("2025", growth={2024: value}),
            lambda value: sk.Ageing("2025", growth={"DE": value}),
            lambda value: sk.Ageing(
                "2025",
                growth=cast("Any", {value: 0.03} if isinstance(value, str | bytes | int | type) else value),
            ),
            *each(sk.Ageing("2025", {"DE": 0.03}).factor, "2024", "DE"),
        ],
        "PayYear": [*each(sk.PayYear), *each(sk.PayYear.of, "DE"), *each(sk.PayYear().factor, "month")],
        "Query": [
            *of_fields(sk.Query, sk.Query.model_fields),
            *of_fields(usd().query, sk.Query.model_fields),
            *of_fields(
                usd().query, ("role_similarity", "statistic", "exponents", "missing"), near="Berlin", role="x"
            ),
            lambda value: usd().query({"near": value}),
        ],
        "Layout": [
            *each(sk.Layout.named, "oews"),
            *each(sk.Layout.from_json, sk.Layout.named("oews").to_json()),
            lambda value: sk.Layout.named("oews").to_json(somewhere(value)),
            *of_fields(sk.Layout, sk.Layout.model_fields),
        ],
        "practice": [*each(sk.practice, "yearly-mean", "2022")],
        "default_rates": [
            *each(sk.default_rates),
            lambda value: sk.default_rates(sources=[value]),
            lambda value: sk.default_rates(sources=("ecb", value)),
        ],
        "fetch_rates": [
            *each(sk.fetch_rates, Silent(sk.default_rates().tables[0]), first="2024", last="2024-06-28"),
            lambda value: sk.fetch_rates(Silent(value), first="2024"),
        ],
        "infer_rates": [
            *each(sk.infer_rates, PAID, amount="pay", currency="cur", converted="usd"),
            *(
                lambda value, name=name: sk.infer_rates(
                    [{**PAID[0], name: value}], amount="pay", currency="cur", converted="usd"
                )
                for name in PAID[0]
            ),
        ],
        "load_salaries": [lambda value: sk.load_salaries().where(city=value)],
        "Pay": [
            *each(sk.Pay, 1.0, 2.0, "EUR", "year", None, 12),
            lambda value: sk.Pay(*[value] * len(sk.Pay._fields)),
        ],
        "RateSource": [lambda value: sk.fetch_rates(Silent(value), first="2024", last="2024-02")],
        "Ranking": [*methods(usd, rank={}), *each(usd().rank().best)],
        "Comparison": [
            *methods(usd, compare={"a": "Toronto", "b": "London"}),
            *methods(usd, compare={"a": "Toronto", "since": "2023"}),
        ],
        "QueryResult": [
            *methods(usd, query={}),
            *methods(usd, query={"near": "Berlin", "by": "city"}),
            *each(usd().query(near="Berlin").explain),
        ],
        "Findings": [
            *methods(sk.load_salaries, check={}, without={"findings": []}),
            *each(usd().check().only, "x"),
            *each(usd().check().passed),
            *each(usd().check().assert_passing),
        ],
        "Converted": methods(
            sk.default_rates, convert={"amounts": [1.0], "currencies": ["EUR"], "base": "USD", **ON}
        ),
        "Quote": methods(sk.default_rates, quote=PAIR),
        "Sifted": [lambda value: sk.sift_salaries([RECORD, value])],
        "BatchReport": [
            lambda value: sk.convert_file("data/salaries.csv", somewhere(value), base="USD", on="2024"),
            *(
                lambda value, name=name: sk.convert_file(
                    "data/salaries.csv", **{"out": "nowhere/x.csv", "base": "USD", "on": "2024", name: value}
                )
                for name in inspect.signature(sk.convert_file).parameters
                if name not in ("source", "out")
            ),
        ],
        "pandas": _of_frames(pd.DataFrame(RECORD, [0]), pd.Series(["€50,000"]), pd.Series([5.0])),
        "polars": _of_frames(pl.DataFrame([RECORD]), pl.Series(["€50,000"]), pl.Series([5.0])),
        **{name: [getattr(sk, name)] for name in ERRORS},
    }


@pytest.mark.parametrize("name", [*vars(sk)["__all__"], "pandas", "polars"])
def test_every_value_is_answered_or_refused(name: str) -> None:
    """Each door of each public name takes each value: what is not raised as a SalaryKitError fails, and so does a name without doors."""
    for number, door in enumerate(doors()[name]):
        for value in VALUES.values():
            with suppress(sk.SalaryKitError):
                try:
                    door(value)
                except sk.SalaryKitError:
                    raise
                except Exception as error:  # noqa: BLE001 - none of them may come through
                    pytest.fail(f"{name}, door {number}, {value!r:.60}: {type(error).__name__}: {error}")
