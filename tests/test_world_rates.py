"""Rates of the currencies that the ECB lacks: NBP's figures, joined through its dollar of the same day."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import pickle
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from cases import for_each

import salarykit as sk
from salarykit.currency.codes import ACTIVE
from salarykit.currency.facts import official_only, series_exceptions, without_rates
from salarykit.rates.spans import day_of
from salarykit.sources.copies import packaged_ecb, packaged_world

RATES = sk.default_rates()
DAILY = sk.default_rates(sources=("ecb",))


@pytest.mark.parametrize(
    ("code", "on", "figure"),
    [
        ("TWD", "2024-06-26", "0.1237"),
        ("VND", "2024-06-26", "0.00015821"),
        ("NGN", "2024-06-26", "0.002642"),
        ("EGP", "2024-03-06", "0.0852"),
        ("CLP", "2024-06-28", "0.004218"),
        ("UAH", "2024-06-28", "0.0996"),
        ("ISK", "2015-06-30", "0.028437"),
    ],
)
def test_a_published_figure_is_the_rate_to_the_zloty(code: str, on: str, figure: str) -> None:
    """NBP's printed figures (tables 123/B/NBP/2024 and others) come back to the digit, as float and as Decimal."""
    assert RATES.of_sources(["NBP"]).rate(code, "PLN", on=on) == float(figure)
    assert (
        sk.convert(Decimal(10**8), code, "PLN", on=on, rates=RATES.of_sources(["NBP"]))
        == Decimal(figure) * 10**8
    )


def test_the_bridge_is_the_dollar_of_the_same_day() -> None:
    """TWD on a Friday is Wednesday's figure over Wednesday's dollar, 4.0291; the day's dollar does not come in."""
    quote = RATES.quote("TWD", "USD", on="2024-06-28")

    assert quote.rate == 0.1237 / 4.0291
    assert (quote.observed_on, quote.staleness, quote.kind, quote.step, quote.source) == (
        dt.date(2024, 6, 26),
        2,
        "observed",
        "week",
        "NBP",
    )
    assert [(leg.currency, leg.per, leg.units) for leg in quote.legs] == [
        ("PLN", "TWD", Decimal("0.1237")),
        ("PLN", "USD", Decimal("4.0291")),
    ]


@for_each(
    ("currency", "base", "path", "source"),
    [
        ("TWD", "GBP", ("TWD", "PLN", "USD", "EUR", "GBP"), "NBP; ECB"),
        ("GBP", "TWD", ("GBP", "EUR", "USD", "PLN", "TWD"), "ECB; NBP"),
        ("VND", "TWD", ("VND", "PLN", "TWD"), "NBP"),
        ("PLN", "TWD", ("PLN", "TWD"), "NBP"),
        ("AED", "TWD", ("AED", "USD", "PLN", "TWD"), "Central Bank of the UAE; NBP"),
    ],
)
def test_a_quote_tells_its_path(currency: str, base: str, path: tuple[str, ...], source: str) -> None:
    """Every source on the way is named, and the exact ratio agrees with the float to its last digits."""
    quote = RATES.quote(currency, base, on="2024-06-28")

    assert (quote.path, quote.source) == (path, source)
    exact = RATES.convert_decimal(Decimal(10**6), currency, base, on="2024-06-28")
    assert float(exact) == pytest.approx(quote.rate * 10**6, rel=1e-14)


BEFORE = """
AED ANG ATS AUD BAM BBD BEF BGL BGN BHD BMD BND BRL BRR BSD BTN BZD CAD CHF CNY CVE CYP CZK DEM DJF
DKK EEK ESP EUR FIM FKP FRF GBP GIP GRD HKD HRD HRK HUF IDR IEP ILR ILS INR ISK ITL JOD JPY KMF KRW
KYD LSL LTL LUF LVL MOP MTL MXN MXP MYR NAD NLG NOK NZD OMR PAB PHP PLN PLZ PTE QAR ROL RON RUB RUR
SAR SEK SGD SHP SIT SKK SZL THB TMM TMT TRL TRY USD XAF XCD XCG XEU XOF XPF ZAR
"""
"""The codes that had a rate before there were world rates."""


def test_the_grid_of_the_daily_rates_is_frozen() -> None:
    """Rates, kinds and days of every code and day, to three bases, are the bits that they were before there were world rates."""
    digest = hashlib.sha256()
    days = np.arange(10_592, 20_757).astype("datetime64[D]")
    for base in ("USD", "EUR", "AED"):
        for code in BEFORE.split():
            done = DAILY.convert(np.ones(len(days)), code, base, on=days, missing="null")
            digest.update(np.where(np.isnan(done.rate), 0.0, done.rate).tobytes() + done.kind_code.tobytes())
            digest.update(np.where(np.isnat(done.observed_on), 0, done.observed_on.view(np.int64)).tobytes())

    assert digest.hexdigest() == "d42e392ca2c34e7f2993673bf29902e0f2aac338ad9fa6f4df9dd1648eb6c525"


def test_nothing_that_the_ecb_or_a_peg_answers_has_changed() -> None:
    """For each code and day that has a daily rate, a legal one or a peg, rate, day and kind are the same with NBP's tables."""
    days = np.arange(10_592, 20_757, 3).astype("datetime64[D]")
    for base in ("USD", "EUR", "AED"):
        for code in DAILY.currencies:
            ones = np.ones(len(days))
            alone = DAILY.convert(ones, code, base, on=days, missing="null")
            both = RATES.convert(ones, code, base, on=days, missing="null")
            known = np.isfinite(alone.rate)

            assert (alone.rate[known] == both.rate[known]).all()
            assert (alone.observed_on[known] == both.observed_on[known])[
                ~np.isnat(alone.observed_on[known])
            ].all()
            assert (alone.kind_code[known] == both.kind_code[known]).all()


@pytest.mark.parametrize(("on", "least"), [("2024-06-28", 149), ("2015-06-30", 143), ("2024", 149)])
def test_the_currencies_that_people_earn_have_a_rate(on: str, least: int) -> None:
    """All but a few of the 160 codes in use convert; each that does not is an error that says why."""
    codes = sorted(ACTIVE)
    rates = RATES.convert(np.ones(len(codes)), codes, "USD", on=on, missing="null").rate
    lost = [code for code, rate in zip(codes, rates, strict=True) if np.isnan(rate)]

    assert len(ACTIVE) - len(lost) >= least
    assert (rates[np.isfinite(rates)] < 10).all()
    for code in lost:
        with pytest.raises(sk.RateNotFound, match=code):
            RATES.quote(code, "USD", on=on)
    assert set(without_rates()) <= set(lost)


LEFT_OUT = {"frozen", "wrong_money", "off", "spike", "zero", "old_unit"}


def test_no_figure_that_is_known_to_be_wrong_answers() -> None:
    """Of each exception no figure of its days is in the packaged table."""
    table = packaged_world()
    for fact in series_exceptions():
        if fact.what in LEFT_OUT and fact.code in table.column:
            days = [day_of(int(day)) for day in table.days]
            inside = np.array([fact.first <= day <= fact.last for day in days])

            assert np.isnan(table.values[inside, table.column[fact.code] - 1]).all(), fact


@for_each(
    ("code", "on", "says"),
    [
        ("UAH", "2023-01-02", "frozen"),
        ("BYN", "2023", "frozen"),
        ("VES", "2021-10-06", "old_unit"),
        ("VES", "2021-10-01", "the unit of VES changed on 2021-10-01"),
        ("VES", "2021", "unit of VES changed on 2021-10-01, and no mean is taken across that day"),
        ("VEF", "2021-10-05", "unit of VEF changed on 2021-10-01"),
        ("SYP", "2025-12-01/2026-01-31", "before it, or begins on it"),
        ("VES", "2018", "in use since 2018-08-20"),
        ("PKR", "2003-01-01", "Give max_staleness=8"),
        ("KPW", "2024", "North Koreans"),
        ("CUP", "2024", "convertible peso"),
        ("CLF", "2024-06-28", "unit of account"),
        ("XCG", "2024", "in use since 2025-03-31"),
        ("ZWG", "2024-06-28", "2024-09-04"),
    ],
)
def test_what_has_no_rate_says_why(code: str, on: str, says: str) -> None:
    """The message names what is wrong with the series, and what to do."""
    with pytest.raises(sk.RateNotFound, match=says):
        RATES.quote(code, "USD", on=on)


def test_official_rates_carry_the_flag() -> None:
    """On the days of a stretch a quote and a column say that others paid another rate; the day after they do not."""
    for fact in official_only():
        if fact.code in ("ARS", "EGP", "NGN", "MMK", "TMT") and fact.last and fact.last.year > 2012:
            assert RATES.quote(fact.code, "USD", on=fact.last, max_staleness=14).official_only
    for code, on in (("IRR", "2024-06-28"), ("VES", "2025"), ("MMK", "latest"), ("SDG", "2024")):
        assert RATES.quote(code, "USD", on=on).official_only
        assert RATES.quote("EUR", code, on=on).official_only
    table = sk.read_salaries([{"amount": 1e6, "currency": code} for code in ("NGN", "TMT", "TWD")])
    done = table.convert("USD", on="2023-06-07").to_pandas()

    assert done["rate_flag"].fillna("").tolist() == ["official_only", "official_only", ""]
    assert done["rate_step"].fillna("").tolist() == ["week", "", "week"]


@pytest.mark.parametrize("code", ["TWD", "NGN", "RUB", "ISK", "UAH", "CLP", "SLL"])
@pytest.mark.parametrize("base", ["USD", "EUR", "PLN", "VND"])
def test_a_mean_is_what_a_walk_over_the_days_finds(code: str, base: str) -> None:
    """The mean of a span is one over the mean of units of the currency over the days of publication, one by one."""
    year = {"ISK": "2015", "SLL": "2021"}.get(code, "2024")
    quote = RATES.quote(code, base, on=year)
    table = packaged_world()
    usd, own = (table.values[:, table.column[each] - 1] for each in ("USD", code))
    counted = np.isfinite(table.values).sum(axis=1) > 10
    daily = code in ("ISK", "UAH", "CLP") and base != "VND"
    units = []
    for row in np.flatnonzero([day_of(int(day)).year == int(year) for day in table.days]):
        if np.isnan(own[row]) or not (daily or counted[row]):
            continue
        day = day_of(int(table.days[row]))
        if base == "PLN":
            units.append(1 / own[row])
        elif base == "VND":
            units.append(table.values[row, table.column["VND"] - 1] / own[row])
        else:
            try:
                there = DAILY.quote("USD", base, on=day, max_staleness=0).rate
            except sk.RateNotFound:
                continue
            units.append(usd[row] / own[row] / there)

    assert quote.n_obs == len(units)
    assert quote.rate == pytest.approx(1 / np.mean(units), rel=1e-13)


def test_a_span_takes_one_source() -> None:
    """The rouble of 2022 is NBP's for the whole year, though the ECB has it to 1 March; that of 2021 is the ECB's."""
    assert RATES.quote("RUB", "EUR", on="2022").source == "NBP; ECB"
    assert RATES.quote("RUB", "EUR", on="2022").n_obs == 52
    assert RATES.quote("RUB", "EUR", on="2021").source == "ECB"
    assert RATES.quote("RUB", "EUR", on="2022-02-01").source == "ECB"


def test_latest_is_the_newest_day_of_both() -> None:
    """A weekly currency is taken on its own last day, a daily one on the ECB's; each row says its day."""
    table = sk.read_salaries([{"amount": 1, "currency": code} for code in ("TWD", "EUR")])
    days = table.convert("USD", on="latest").to_pandas()["rate_on"].astype(str).tolist()

    assert days == [str(packaged_world().last - dt.timedelta(days=5)), str(packaged_ecb().last)]


def test_a_scalar_is_a_column_bit_for_bit() -> None:
    """One amount converts to the same bits as a column of them, for currencies of either table, days and spans."""
    for on in ("2024-06-28", "2024", "2015-Q2"):
        for code in ("TWD", "RUB", "EUR", "SLE", "ISK", "AED"):
            for base in ("USD", "TWD", "GBP"):
                column = RATES.convert([2.0], [code], base, on=on, missing="null").value[0]
                try:
                    assert RATES.rate(code, base, on=on) * 2.0 == column
                except sk.RateNotFound:
                    assert np.isnan(column)


def test_coarse_tables_pickle_and_keep_their_fingerprint() -> None:
    """A copy of the rates has the same content and the same answers."""
    again = pickle.loads(pickle.dumps(RATES))  # noqa: S301 - our own bytes

    assert (again.fingerprint, again.rate("TWD", "USD", on="2024")) == (
        RATES.fingerprint,
        RATES.rate("TWD", "USD", on="2024"),
    )


def test_a_user_s_table_does_not_override_a_peg_unless_asked() -> None:
    """Another source's dirham leaves the parity in place; a parallel series goes over it where it is asked for by name."""
    mine = sk.read_rates(
        [{"date": "2024-06-28", "currency": "AED", "rate": "3.668"}], base="USD", name="mine"
    )

    assert sk.Rates.combine(RATES, mine).quote("AED", "USD", on="2024-06-28").kind == "peg"
    over = sk.Rates.combine(RATES, mine, over_pegs=True).quote("AED", "USD", on="2024-06-28")
    assert over.kind == "observed"
    assert over.rate == pytest.approx(1 / 3.668)


YEARLY = sk.read_rates(
    [
        {"date": "2022", "currency": "BYN", "rate": "2.626"},
        {"date": "2023", "currency": "BYN", "rate": "3.007"},
        {"date": "2023", "currency": "UAH", "rate": "36.57"},
    ],
    base="USD",
    step="year",
    name="yearly",
)
WITH_YEARS = sk.Rates.combine(RATES, YEARLY)


def test_a_yearly_mean_answers_for_its_year_alone() -> None:
    """A table of yearly means answers whole years; a day only where `coarse` asks for it, then as a mean without a day."""
    quote = WITH_YEARS.quote("BYN", "USD", on="2023")

    assert (quote.rate, quote.kind, quote.step) == (1 / 3.007, "mean", "year")
    with pytest.raises(sk.RateNotFound, match="coarse='year'"):
        YEARLY.quote("BYN", "USD", on="2023-05-05")
    quote = YEARLY.quote("BYN", "USD", on="2023-05-05", coarse="year")
    assert (quote.rate, quote.kind, quote.step, quote.n_obs) == (1 / 3.007, "mean", "year", 1)
    assert (quote.observed_on, quote.staleness, quote.averaged) == (None, None, "BYN per USD")


def test_coarse_is_the_same_at_every_door() -> None:
    """One amount, a Decimal, columns of days, of texts and of one day, and a table take the year's mean where asked."""
    on, wanted = dt.date(2023, 5, 5), 300.7 * (1 / 3.007)

    def convert(amount: Any, on: Any, **terms: Any) -> Any:
        return sk.convert(amount, "BYN", "USD", on=on, rates=WITH_YEARS, coarse="year", **terms)

    assert convert(300.7, on) == convert(300.7, "2023-05-05") == convert(np.float64(300.7), on) == wanted
    assert convert(Decimal("300.7"), on) == 100
    assert convert(Decimal("300.7"), on, missing="null") == 100
    assert convert([300.7], on) == convert([300.7], ["2023-05-05"]) == [wanted]
    days = np.array(["2023-05-05", "2022-12-31", "2024-01-01", "NaT"], "M8[D]")
    found = convert(np.full(4, 300.7), days, missing="null")
    np.testing.assert_array_equal(found, [wanted, 300.7 * (1 / 2.626), np.nan, np.nan])
    rows = [{"amount": 300.7, "currency": "BYN", "as_of": "2023-05-05"}]
    for asked in ("own", "2023-05-05"):
        table = sk.read_salaries(rows).convert("USD", on=asked, rates=WITH_YEARS, coarse="year")
        row = table.to_pandas().iloc[0]
        assert (row["value"], row["rate_kind"], row["rate_step"], row["rate_on"]) == (
            wanted,
            "mean",
            "year",
            None,
        )
    for bad in ("month", "day", 1):
        with pytest.raises(sk.InvalidQuery, match="choose 'year'"):
            sk.convert(1.0, "EUR", "USD", on=on, coarse=bad)  # type: ignore[call-overload]


@for_each("code", ["UAH", "TWD", "EUR", "AED", "RUB", "SLL"])
def test_coarse_changes_no_rate_that_is_finer(code: str) -> None:
    """A day with a rate of its own has the same bits with `coarse` as without; only days without take the mean."""
    days = np.arange("2022-12-25", "2024-01-10", dtype="M8[D]")
    plain = WITH_YEARS.convert(np.ones(len(days)), code, "USD", on=days, missing="null")
    asked = WITH_YEARS.convert(np.ones(len(days)), code, "USD", on=days, missing="null", coarse="year")
    known = np.isfinite(plain.rate)

    np.testing.assert_array_equal(plain.rate[known], asked.rate[known])
    np.testing.assert_array_equal(plain.observed_on[known], asked.observed_on[known])
    in_2023 = days.astype("M8[Y]") == np.datetime64("2023")
    expected = np.where(in_2023 & (code == "UAH"), 1 / 36.57, np.nan)
    np.testing.assert_array_equal(asked.rate[~known], expected[~known])
    assert set(asked.kind[~known]) <= {"mean", ""}


def test_a_table_counts_its_rows_by_a_mean_of_the_year() -> None:
    """The note under a table says how many of its figures rest on a mean of a year instead of a day's rate."""
    rows = [{"amount": 1, "currency": code, "as_of": "2023-02-05"} for code in ("BYN", "UAH", "EUR")]
    table = sk.read_salaries(rows).convert("USD", on="own", rates=WITH_YEARS, coarse="year")

    assert "2 of 3 rows at the mean of the year" in str(table)
    whole = sk.read_salaries(rows).convert("USD", on="2023", rates=WITH_YEARS)
    assert "mean of the year" not in str(whole)


def test_coverage_lists_every_code_in_use() -> None:
    """Each code in use has a row for each source, or one that says why there is none; withdrawn ones are told apart."""
    rows = RATES.coverage()

    assert {row.code for row in rows} >= ACTIVE
    assert [(row.source, row.step) for row in rows if row.code == "RUB"] == [("ECB", "day"), ("NBP", "week")]
    assert {row.code for row in rows if not row.kind} == set(without_rates())
    assert all(row.note for row in rows if not row.kind)
    assert {row.code for row in rows if row.is_withdrawn} == {row.code for row in rows} - ACTIVE
    (hryvnia,) = (row for row in rows if row.code == "UAH")
    assert {fact.what for fact in hryvnia.left_out} == {"spike", "frozen"}
    assert not any(row.left_out for row in rows if row.source != "NBP")


def test_the_command_tells_the_coverage_of_one_currency(cli: Any) -> None:
    """A currency has its publisher, its days, and those left out; one without a rate the reason; no currency is an error."""
    told = {
        code: cli("rates", "coverage", code)
        for code in ("TWD", "UAH", "CUP", "TMT", "DEM", "YUM", "ABC", "twd")
    }

    assert told["TWD"].out == f"TWD  observed, by the week; 1998-12-22 to {_last('TWD')}; NBP\n"
    assert "left out, 2022-02-24 to 2023-04-03: frozen, PLN figure unchanged" in told["UAH"].out
    assert "former convertible peso" in told["CUP"].out
    assert "official_only, 2015-01-01 to now: 3.5 per USD for the state alone" in told["TMT"].out
    assert told["DEM"].out.startswith("DEM  legal; 1999-01-01 to now; ")
    assert told["YUM"].out == "YUM  YUM is withdrawn, and no source has it.\n"
    assert [told[code].code for code in ("TWD", "CUP", "ABC", "twd")] == [0, 0, 1, 1]
    assert "ABC" in told["ABC"].err
    found = json.loads(cli("rates", "coverage", "UAH", "--json").out)
    assert [row["code"] for row in found] == ["UAH"]
    assert {"first": "2022-02-24", "last": "2023-04-03"}.items() <= found[0]["left_out"][-1].items()


def test_the_command_separates_what_is_missing_from_what_is_withdrawn(cli: Any) -> None:
    """Currencies in use come first, then the eight that have no rate, then the withdrawn ones."""
    used, missing, withdrawn = cli("rates", "coverage").out.split("\n\n")

    assert {line[:3] for line in used.splitlines()} == ACTIVE - set(without_rates())
    assert missing.splitlines()[0] == "In use, without a rate:"
    assert {line[:3] for line in missing.splitlines()[1:]} == set(without_rates())
    assert withdrawn.splitlines()[0] == "Withdrawn:"
    assert not {line[:3] for line in withdrawn.splitlines()[1:]} & ACTIVE


@for_each(
    ("codes", "base", "on", "source"),
    [
        (["GBP", "EUR"], "USD", "2024", "ECB"),
        (["TWD", "VND"], "USD", "2024-06-28", "NBP"),
        (["TWD", "USD"], "USD", "own", "NBP"),
        (["TWD", "GBP"], "USD", "latest", "ECB; NBP"),
        (["TWD"], "EUR", "2024", "ECB; NBP"),
        (["AED"], "EUR", "2024", "ECB"),
        (["AED"], "USD", "2024", "Central Bank of the UAE"),
        (["DEM"], "EUR", "1999", "Council Regulation (EC) 2866/98"),
        (["RUB"], "EUR", "2021", "ECB"),
        (["RUB"], "USD", "2022", "NBP"),
        (["USD"], "USD", "2024", ""),
    ],
)
def test_a_table_names_the_publishers_that_its_rates_came_from(
    codes: list[str], base: str, on: str, source: str
) -> None:
    """Only those that were used are named; a parity's issuer or a law where no published figure was, none for an identity."""
    rows = [{"amount": 1, "currency": code, "as_of": "2024-06-28"} for code in codes]
    table = sk.read_salaries(rows).convert(base, on=on)

    assert table.terms is not None
    assert table.terms.source == source
    assert f"(rates: {source or 'none used'}, " in repr(table)
    wanted = {name for row in codes for name in _quoted(row, base, "2024-06-28" if on == "own" else on)}
    assert set(filter(None, source.split("; "))) <= wanted


def _quoted(code: str, base: str, on: str) -> list[str]:
    return RATES.quote(code, base, on=on).source.split("; ")


def test_a_source_of_one_s_own_is_named_where_it_was_used() -> None:
    """Of combined rates a table names the user's own where its rates rest on them, and a missing row names nobody."""
    mine = sk.read_rates([{"date": "2024-06-28", "currency": "KPW", "rate": "900"}], base="USD", name="mine")
    both = sk.Rates.combine(RATES, mine)
    rows = [{"amount": 1, "currency": code} for code in ("KPW", "GBP", "CUP")]
    found = {
        code: sk.read_salaries([row]).convert("USD", on="2024-06-28", rates=both, missing="null").terms
        for row in rows
        for code in [row["currency"]]
    }

    assert {code: terms and terms.source for code, terms in found.items()} == {
        "KPW": "mine",
        "GBP": "ECB",
        "CUP": "",
    }


def _last(code: str) -> dt.date:
    table = packaged_world()
    return day_of(int(table.days[np.isfinite(table.values[:, table.column[code] - 1])][-1]))
