"""What a user writes, checked by the type checkers: every public name, with the types that come out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, assert_type

import numpy as np
import pandas as pd
import polars as pl
from fastapi import FastAPI
from numpy.typing import NDArray

import salarykit as sk
from salarykit import duckdb as duckdb_functions
from salarykit import polars as polars_accessors
from salarykit.analysis import compa_ratio
from salarykit.pandas import FrameAccessor, SeriesAccessor
from salarykit.rates import On, OnColumn, parse_span
from salarykit.reading import RejectRow, Rejects
from salarykit.salaries import (
    Differentials,
    FindingRow,
    MarketPrice,
    MatchRow,
    MixComparison,
    QueryGroups,
    RankedRow,
    SurveyMatch,
    market_price,
)
from salarykit.service import Limits, create_app
from salarykit.sources import (
    EcbHistory,
    EcbSdmx,
    ForexPython,
    Frankfurter,
    PriceLevels,
    WorldBank,
    default_price_levels,
)

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from salarykit.analysis import Growth
    from salarykit.batch.report import Progress


def the_version() -> None:
    """The version is a text."""
    assert_type(sk.__version__, str)


def one_amount() -> None:
    """The type that goes in comes out: a float for numbers, a Decimal for a Decimal."""
    day = dt.date(2024, 6, 28)
    assert_type(sk.convert(342_000, "CAD", "USD", on="2024-06-28"), float)
    assert_type(sk.convert(0.5, "CAD", "USD", on=day), float)
    assert_type(sk.convert(Decimal("0.5"), "CAD", "USD", on=day, rates=sk.default_rates()), Decimal)
    assert_type(sk.convert(1.0, "XOF", "USD", on=day, missing="null"), float | None)
    assert_type(sk.convert(Decimal(1), "XOF", "USD", on=day, missing="null"), Decimal | None)


def a_column_of_amounts(floats: NDArray[np.float64], series: pd.Series[float]) -> None:
    """A column comes back as the column that it was."""
    assert_type(sk.convert(floats, "CAD", "USD", on="2024", max_staleness=3), NDArray[np.float64])
    assert_type(sk.convert(series, ["CAD"], "USD", on=["2024"], missing="null"), "pd.Series[float]")
    assert_type(sk.convert([1.0, 2.0], "CAD", "USD", on="2024"), list[float])


def days(table: sk.SalaryTable, frame: pd.DataFrame) -> None:
    """A day, a span, or a column of them may be written as any library writes it."""
    one: list[On] = [
        "2024-Q2", "latest", dt.date(2024, 6, 28), pd.Timestamp("2024-06-28"),
        pd.Period("2024", "Y"), np.datetime64("2024-06"), parse_span("2024"),
    ]  # fmt: skip
    many: list[OnColumn] = [
        ["2024", None], (dt.date(2024, 6, 28), pd.Period("2024", "Y")), np.array(["2024-06"], "M8[M]"),
        pd.Series(["2024"]), frame["as_of"], pd.to_datetime(frame["as_of"]), pd.DatetimeIndex(["2024"]),
        pl.Series(["2024"]),
    ]  # fmt: skip
    for on in one:
        assert_type(sk.convert(1.0, "CAD", "USD", on=on), float)
        assert_type(sk.default_rates().quote("CAD", "USD", on=on), sk.Quote)
        assert_type(sk.find_pay("$21 an hour", on=on), sk.Pay | None)
        assert_type(table.compare("Paris", since=on), sk.Comparison)
    for column in [*one, *many]:
        assert_type(sk.convert([1.0], "CAD", "USD", on=column), list[float])
        assert_type(table.convert("USD", on=column), sk.SalaryTable)


def the_rates() -> None:
    """Rates quote and convert, and say what they hold."""
    rates = sk.default_rates()
    assert_type(rates, sk.Rates)
    assert_type(rates.source, str)
    assert_type(rates.pivot, str)
    assert_type(rates.currencies, tuple[str, ...])
    assert_type(rates.first, dt.date)
    assert_type(rates.last, dt.date)
    assert_type(rates.fingerprint, str)
    assert_type(rates.published_on("CAD"), tuple[dt.date, dt.date | None] | None)
    assert_type(rates.rate("CAD", "USD", on="2024"), float)
    assert_type(rates.convert_decimal(Decimal(1), "CAD", "USD", on="2024"), Decimal)


def sources(path: Path) -> None:
    """Rates come from files and services, and can be combined."""
    mine = sk.read_rates(path, base="USD", units={"TRY": "restated"})
    assert_type(mine, sk.Rates)
    assert_type(sk.Rates.combine(sk.default_rates(), mine), sk.Rates)
    known: list[sk.RateSource] = [
        EcbHistory(),
        EcbSdmx(),
        ForexPython(),
        Frankfurter("ECB", "EUR"),
    ]
    assert_type(sk.fetch_rates(known[0], first="2024"), sk.Rates)
    assert_type(sk.fetch_rates("forex-python", first="2024", last="2024"), sk.Rates)


def practices(path: Path) -> None:
    """Other people's practice is a value; their rates can be inferred."""
    survey = sk.practice("stackoverflow-2019")
    assert_type(survey.options["on"], str)
    assert_type(sk.load_salaries().convert("USD", **survey.options), sk.SalaryTable)
    assert_type(survey.pay_year, sk.PayYear)
    implied = sk.infer_rates(path, amount="a", currency="b", converted="c")
    assert_type(implied.to_pandas(), pd.DataFrame)
    assert_type([row["rate"] for row in implied], list[float])


def money(floats: NDArray[np.float64]) -> None:
    """Rounding gives back the kind of number that came."""
    assert_type(sk.round_money(Decimal("1.005"), "EUR"), Decimal)
    assert_type(sk.round_money(1.005, "EUR"), float)
    assert_type(sk.round_money(floats, "EUR"), NDArray[np.float64])


def a_quote() -> None:
    """A quote has a rate and all that it rests on."""
    quote = sk.default_rates().quote("CAD", "USD", on="2024", max_staleness=7)
    assert_type(quote, sk.Quote)
    assert_type(quote.rate, float)
    assert_type(quote.observed_on, dt.date | None)
    assert_type(quote.staleness, int | None)
    assert_type(quote.n_obs, int)
    assert_type(quote.path, tuple[str, ...])


def converted_arrays(amounts: NDArray[np.float64]) -> None:
    """Converted arrays carry their provenance."""
    done = sk.default_rates().convert(amounts, ["CAD"], "USD", on="2024", missing="null")
    assert_type(done, sk.Converted)
    assert_type(done.value, NDArray[np.float64])
    assert_type(done.rate, NDArray[np.float64])
    assert_type(done.staleness, NDArray[np.float64])
    assert_type(len(done), int)


def reading(path: Path, frame: pd.DataFrame, records: list[Mapping[str, object]]) -> None:
    """A table of salaries comes from a path, a frame, Arrow or records."""
    assert_type(sk.load_salaries(), sk.SalaryTable)
    assert_type(sk.read_salaries(path), sk.SalaryTable)
    assert_type(sk.read_salaries(frame, columns={"amount": "pay"}, defaults={"as_of": 2024}), sk.SalaryTable)
    assert_type(sk.read_salaries(records), sk.SalaryTable)
    assert_type(sk.read_salaries([path, "b.csv.gz"], layout="oews", infer=False), sk.SalaryTable)
    assert_type(sk.load_salaries().reading.columns, dict[str, str])
    assert_type(sk.load_salaries().reading.sentences, tuple[str, ...])


def pandas_door(frame: pd.DataFrame, series: pd.Series[float]) -> None:
    """A type checker knows nothing of `.salarykit`, but the classes of the accessors have types."""
    door = FrameAccessor(frame)
    assert_type(door.read(columns={"amount": "pay"}), sk.SalaryTable)
    assert_type(door.convert("USD", on="own", defaults={"currency": "EUR"}), pd.DataFrame)
    assert_type(door.convert("USD", on="own", decimal=",", infer=True, max_staleness=3), pd.DataFrame)
    assert_type(door.rank("USD", on="2024", ties="max", day_first=True), sk.Ranking)
    assert_type(
        door.compare("Paris", "London", base="USD", on="2024", method="shapley", header=2), sk.Comparison
    )
    assert_type(door.query(near="Berlin", decimal=","), sk.QueryResult)
    assert_type(door.query(by="country", delimiter=";"), QueryGroups)
    assert_type(door.check(today="2024-06-28", infer=False), sk.Findings)
    assert_type(SeriesAccessor(series).convert("CAD", "USD", on="2024", missing="null"), "pd.Series[float]")
    assert_type(SeriesAccessor(series).convert("CAD", "USD", on="2024"), "pd.Series[float]")
    assert_type(SeriesAccessor(series).parse_pay(country="CA"), pd.DataFrame)


def polars_door(frame: pl.DataFrame) -> None:
    """The classes of the accessors of polars have types, and the same options as those of pandas."""
    door = polars_accessors.PolarsFrameAccessor(frame)
    assert_type(door.read(columns={"amount": "pay"}), sk.SalaryTable)
    assert_type(door.convert("USD", on="own", decimal=",", max_staleness=3), pl.DataFrame)
    assert_type(door.rank("USD", on="2024", ties="max"), sk.Ranking)
    lazy = polars_accessors.LazyFrameAccessor(frame.lazy())
    assert_type(lazy.convert("USD", on="own", defaults={"period": "year"}), pl.LazyFrame)
    series = polars_accessors.PolarsSeriesAccessor(frame["pay"])
    assert_type(series.convert("CAD", "USD", on="2024", missing="null"), pl.Series)
    assert_type(series.parse_pay(country="CA"), pl.DataFrame)
    expression = polars_accessors.ExpressionAccessor(pl.col("pay"))
    assert_type(expression.convert("currency", "USD", on=pl.col("day")), pl.Expr)
    assert_type(expression.parse_pay(country="CA"), pl.Expr)


def duckdb_door(con: duckdb.DuckDBPyConnection, relation: duckdb.DuckDBPyRelation) -> None:
    """Relations give Arrow, which has no types of its own; functions of SQL give nothing back."""
    duckdb_functions.register(con, missing="null", max_staleness=3)
    duckdb_functions.convert(relation, "pay", "CAD", "USD", on="day", name="usd")  # pyright: ignore[reportUnknownMemberType] # pyarrow has no types
    duckdb_functions.convert_batches(relation, "pay", "CAD", "USD", on=dt.date(2024, 6, 28), rows=9)  # pyright: ignore[reportUnknownMemberType] # pyarrow has no types


def service_door(table: sk.SalaryTable) -> None:
    """The service is an app of FastAPI, with limits by name."""
    assert_type(create_app(), FastAPI)
    assert_type(create_app(table, sk.default_rates(), base="EUR", origins=["https://example.org"]), FastAPI)
    assert_type(create_app({"cities": table}, limits=Limits(rows=10_000)), FastAPI)
    assert_type(Limits().rows, int)


def sifting(path: Path) -> None:
    """Sifting keeps both halves."""
    found = sk.sift_salaries(str(path), columns={"amount": "pay"}, defaults={"currency": "USD"})
    assert_type(found, sk.Sifted)
    assert_type(found.good, sk.SalaryTable)
    assert_type(len(found.bad), int)
    assert_type(found.bad.counts(), dict[str, int])
    assert_type(found.bad, Rejects)
    assert_type(found.bad[0], RejectRow)
    assert_type(found.bad.row_count, int)
    assert_type([cell["code"] for cell in found.bad], list[str])
    assert_type(found.bad.rows(), list[dict[str, Any]])
    layout = sk.infer_layout(path, header=2, day_first=True)
    assert_type(layout, sk.Layout)
    assert_type(sk.Layout.from_json(layout.to_json()), sk.Layout)
    assert_type(sk.read_salaries(path, layout=layout), sk.SalaryTable)


def a_table(table: sk.SalaryTable, path: Path) -> None:
    """A table gives salaries, other tables, and its rows to other libraries."""
    assert_type(len(table), int)
    assert_type(table.columns, tuple[str, ...])
    assert_type(table.base, str | None)
    assert_type(table.where(country=["DE", "FR"], relevance=None), sk.SalaryTable)
    assert_type(table.head(3), sk.SalaryTable)
    assert_type(table.summarize("city", min_n=3, statistic="p90"), sk.SalaryTable)
    assert_type(table.without(table.check().only("S05")), sk.SalaryTable)
    assert_type(iter(table), Iterator[sk.Salary])
    assert_type(table[0], sk.Salary)
    assert_type([salary.amount for salary in table], list[float])
    assert_type(table.to_pandas(), pd.DataFrame)
    assert_type(table.to_dict(), dict[str, Any])
    assert_type(table.to_json(), str)
    table.to_csv(path)
    table.to_parquet(str(path))


def terms(table: sk.SalaryTable) -> None:
    """A converted table knows on what terms."""
    usd = table.convert("USD", on="own", missing="null", max_staleness=3, pay_year=sk.PayYear(hours=1800))
    assert_type(usd, sk.SalaryTable)
    if usd.terms is not None:
        assert_type(usd.terms.base, str)
        assert_type(usd.terms.on, str)
        assert_type(usd.terms.pay_year, dict[str, float])


def what_is_doubtful(table: sk.SalaryTable) -> None:
    """Findings are rows with counts by severity."""
    found = table.check(anchors={"GB": 40_000}, today=dt.date(2024, 6, 28), rates=sk.default_rates())
    assert_type(found, sk.Findings)
    assert_type(found.passed("warning"), bool)
    assert_type(found.counts, dict[Literal["error", "warning", "info"], int])
    assert_type(found[0], FindingRow)
    assert_type(found[0]["severity"], Literal["error", "warning", "info"])
    found.assert_passing()


def ranking(table: sk.SalaryTable) -> None:
    """A ranking is rows in order, and what could not be ranked."""
    ranked = table.rank(ties="average", descending=False, against="Berlin")
    assert_type(ranked, sk.Ranking)
    assert_type(ranked.base, str | None)
    assert_type(ranked.note, str)
    assert_type(ranked.caption, str)
    assert_type(len(ranked.unranked), int)
    assert_type(ranked.to_dict(), dict[str, Any])
    assert_type(ranked[0], RankedRow)
    assert_type(ranked.unranked[0]["reason"], str)
    assert_type(ranked.overtaking()[0]["gain"], float | None)
    assert_type(ranked.best(), list[RankedRow])
    assert_type(ranked.provenance["ties"], str)
    if ranked.fx is not None:
        assert_type(ranked.fx[0]["first_flip"], str | None)
    for row in ranked:
        assert_type(row["city"], str | None)
        assert_type(row["value"], float)
        assert_type(row["rank"], float)
        assert_type(row.get("rate"), float | None)
        assert_type(dict(row)["grade"], object)


def comparing(table: sk.SalaryTable) -> None:
    """A comparison has figures, and a break-even rate where there are two currencies."""
    pair = table.compare("Paris", "London")
    assert_type(pair, sk.Comparison)
    assert_type(pair.ratio, float)
    assert_type(pair.gap, float)
    assert_type(pair.break_even, float | None)
    assert_type(pair.break_even_pair, str | None)
    assert_type(str(pair), str)


def asking(table: sk.SalaryTable) -> None:
    """A question is keywords, a mapping or a `Query`; the answer has statistics and records."""
    query = sk.Query(
        near=(52.5, 13.4), scale_km=800, shape="exp", exponents={"place": 2}, quantiles=(0.1, 0.9)
    )
    found = table.query(query, min_weight=0.1)
    assert_type(found, sk.QueryResult)
    assert_type(table.query({"near": "Berlin"}), sk.QueryResult)
    assert_type(table.query(role="CPO", as_of="2024"), sk.QueryResult)
    assert_type(found.quantiles, dict[float, float])
    assert_type(found.mean, float)
    assert_type(found.n, int)
    assert_type(found.n_eff, float)
    assert_type(found.top_share, float)
    assert_type(found.missing, dict[str, int])
    assert_type(found.intervals, dict[float, tuple[float, float]])
    assert_type(found.geometric_mean, float)
    assert_type(found.refused, str | None)
    assert_type(found.explain(), str)
    assert_type(found.explain(0), str)
    assert_type(found.provenance["input"], str)
    assert_type(table.query(query, by="country")[0], dict[str, Any])
    sk.Query(role="1120", sample_pivot=30, combine="min", missing={"role": 0.5}, interval="bootstrap", seed=1)
    assert_type(found.warnings, tuple[str, ...])
    assert_type(found.query, sk.Query)
    assert_type(found[0], MatchRow)
    assert_type([row["weight"] for row in found], list[float])
    assert_type(query.near, str | tuple[float, float] | None)
    assert_type(sk.Query(as_of=dt.date(2024, 6, 28)).as_of, str | None)
    assert_type(table.query(query, by=["country", "role"]), QueryGroups)


def a_salary() -> None:
    """A salary is one checked row; what a user may write for a field, a checker takes."""
    salary = sk.Salary(city="Toronto", amount=342_000, currency="CAD", period="month", as_of="2024")
    assert_type(salary.amount, float)
    assert_type(salary.currency, str)
    assert_type(salary.city, str | None)
    assert_type(salary.as_of, str | None)
    assert_type(salary.sample_size, int | None)
    sk.Salary(amount="342000", currency="CAD", as_of=dt.date(2024, 6, 28), relevance=None)


def ageing() -> None:
    """Ageing moves a figure to a day; price levels are of a year, or your own."""
    to = sk.Ageing("2025-01-01", growth={"US": 0.03}, method="simple", day_count="act/365")
    assert_type(to.factor("2024", "US"), float)
    growths: list[Growth] = [0, 0.03, {2024: 0.04}, {"2024": 0.04}, {"US": 0.03, "IN": {2024: 0.09, 2025: 0}}]
    assert_type([sk.Ageing(dt.date(2025, 1, 1), growth=each) for each in growths], list[sk.Ageing])
    real = sk.load_salaries().convert("USD", on="2024", ageing=None, price_levels="2025")
    assert_type(real.unit, str | None)
    assert_type(real.rank(uncertainty="none", fx_dates=()).best(1), list[RankedRow])


def options(path: Path) -> None:
    """The options of reading and of converting are known by name and type, at every door."""
    table = sk.read_salaries(path, delimiter=";", header=3, day_first=True, layout="oews")
    assert_type(table, sk.SalaryTable)
    assert_type(sk.sift_salaries(path, decimal=",", encoding="cp1250").good, sk.SalaryTable)
    assert_type(sk.infer_layout(path, columns={"amount": "pay"}, infer=False), sk.Layout)
    sk.convert_file(path, "out.csv", base="USD", on="own", header=3, missing="null", average="median")
    sk.read_salaries(path, delimter=";")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    sk.sift_salaries(path, decimal=";")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    sk.infer_layout(path, headers=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    sk.convert_file(path, "out.csv", base="USD", on="own", reject="bad.csv")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    table.convert("USD", on="own", max_stalenes=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    table.convert("USD", on="own", missing="none")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def pay_text(posting: str) -> None:
    """A text is read to a Pay or to nothing; a column to an Arrow column."""
    pay = sk.parse_pay(posting, country="CA")
    assert_type(pay, sk.Pay)
    assert_type(sk.find_pay(posting), sk.Pay | None)
    assert_type(pay.low, float | None)
    assert_type(pay.currency, str | None)
    assert_type(pay.gross, bool | None)
    assert_type(pay.position, tuple[int, int])
    assert_type(pay.period_rule, Literal["stated", "implied", "unknown_words", "none"])
    assert_type(pay.alternatives, tuple[str, ...])
    sk.Pay(low=1, high=None, currency="USD", period="fortnight")
    sk.parse_pay_column([posting, None], country=["CA", None])  # pyright: ignore[reportUnknownMemberType] # pyarrow has no types


def gaps() -> None:
    """Gaps are split, mixes compared, surveys made into one price; each room gives its own types."""
    usd = sk.load_salaries().convert("USD", on="2024")
    pair = usd.compare("Toronto", since="2020", method="shapley", cpi=(137.0, 160.9))
    assert_type([part.amount for part in pair.parts], list[float])
    assert_type(usd.compare_mix(usd), MixComparison)
    assert_type(usd.differentials("Toronto", formula="fisher"), Differentials)
    assert_type(market_price([SurveyMatch(survey="A", currency="USD", p50=1)]), MarketPrice)
    assert_type(default_price_levels().at("2025"), PriceLevels)
    assert_type(WorldBank("FP.CPI.TOTL"), WorldBank)
    assert_type(compa_ratio(45_000, 50_000), float)


def a_pay_year() -> None:
    """A pay year turns periods into years."""
    year = sk.PayYear(hours=1800, days=220, weeks=44, months=13)
    assert_type(year.factor("hour"), float)
    assert_type(year.hours, float)
    assert_type(sk.PayYear.of("AT"), sk.PayYear)


def a_currency(code: sk.Currency) -> None:
    """A currency is a text that was checked."""
    assert_type(sk.Currency("USD"), sk.Currency)
    assert_type(code.lower(), str)
    assert_type(sk.convert(1.0, code, sk.Currency("EUR"), on="2024"), float)


def errors() -> None:
    """Every error is a SalaryKitError, and the builtin that fits it."""
    kinds: list[type[sk.SalaryKitError]] = [
        sk.InvalidCurrency,
        sk.InvalidPay,
        sk.InvalidQuery,
        sk.InvalidSalary,
        sk.InvalidSpan,
        sk.MixedCurrencies,
        sk.RateNotFound,
        sk.SourceError,
    ]
    values: list[type[ValueError]] = [
        sk.InvalidCurrency,
        sk.InvalidPay,
        sk.InvalidQuery,
        sk.InvalidSalary,
        sk.InvalidSpan,
        sk.MixedCurrencies,
    ]
    lookups: list[type[LookupError]] = [sk.RateNotFound]
    sources: list[type[OSError]] = [sk.SourceError]
    try:
        sk.load_salaries().convert("USD", on="2024")
    except sk.RateNotFound as error:
        assert_type(str(error), str)
        assert_type(error.message, str)
        assert_type(error.row, int | None)
        assert_type((error.currency, error.base, error.reason), tuple[str, str, str])
        assert_type((error.first, error.last), tuple[dt.date, dt.date])
    except sk.InvalidSalary as error:
        assert_type(error.column, str | None)
    except sk.MixedCurrencies as error:
        assert_type(error.currencies, tuple[str | None, ...])
    except sk.SourceError as error:
        assert_type((error.source, error.status), tuple[str, int | None])
    except sk.InvalidCurrency as error:
        assert_type((error.value, error.hint), tuple[object, str])
    assert_type(len(kinds) + len(values) + len(lookups) + len(sources), int)


def files(path: Path, told: list[Progress]) -> None:
    """Files of any size into files: a path, or several; a report comes back."""
    report = sk.convert_file(path, path / "usd.parquet", base="USD", on="own", progress=told.append)
    assert_type(report, sk.BatchReport)
    assert_type(report.rejected, dict[str, int])
    assert_type(report.peak_memory, int | None)
    sk.convert_file(
        ["a.csv", "b.csv"], "out/", base="USD", on="2024", rejects=path, format="csv", resume=True
    )
