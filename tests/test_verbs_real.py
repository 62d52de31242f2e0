from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from cases import for_each

import salarykit as sk
from salarykit.sources import read_price_levels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CITIES = sk.load_salaries()
REAL = CITIES.convert("USD", on="2024", price_levels="2025")
ROWS = [
    {"city": "Berlin", "country": "DE", "amount": 100, "currency": "EUR", "as_of": "2024-01-01"},
    {"city": "Delhi", "country": "IN", "amount": 1000, "currency": "INR", "as_of": "2024-07-01"},
]
GROWTH = {"DE": 0.03, "IN": {2024: 0.09, 2025: 0.08}}
TO_2025 = sk.Ageing("2025-01-01", growth=GROWTH)


def values(table: sk.SalaryTable, column: str = "value") -> list[Any]:
    """Return a column's values."""
    found: list[Any] = table.to_arrow().column(column).to_pylist()
    return found


def test_real_terms_are_local_pay_over_the_parity() -> None:
    """A real figure is the local one over its country's parity, whatever the base and the day of the rates."""
    local, parity = values(REAL, "amount"), values(REAL, "parity")
    other = CITIES.convert("JPY", on="2020-06-30", price_levels="2025")

    assert values(REAL) == pytest.approx(np.divide(local, parity).tolist(), rel=1e-15)
    assert values(other) == values(REAL)
    assert values(REAL, "nominal") == values(CITIES.convert("USD", on="2024"))


def test_international_dollars_are_no_money() -> None:
    """The unit of real figures is refused wherever a currency is wanted, and where another unit is compared."""
    assert (REAL.base, REAL.unit, REAL.rank().base) == ("Int$ 2025",) * 3
    with pytest.raises(sk.InvalidCurrency, match=r"^'Int\$ 2025' is not an ISO 4217"):
        sk.convert(1.0, "USD", str(REAL.unit), on="2024")
    with pytest.raises(sk.MixedCurrencies, match=r"^One table is in Int\$ 2025, the other in USD\."):
        REAL.compare_mix(CITIES.convert("USD", on="2024"))


def test_an_unconverted_table_has_the_unit_of_its_one_currency() -> None:
    """Without a conversion the unit is the one currency, or none."""
    assert (CITIES.unit, CITIES.where(country="US").unit, CITIES.where(country="US").base) == (
        None,
        "USD",
        None,
    )


def test_a_country_without_a_price_level_is_unranked() -> None:
    """It has no real figure, and the ranking names it with the reason; so has a row without a country."""
    rows = [
        *ROWS,
        {"city": "Oslo", "country": "NO", "amount": 1, "currency": "NOK"},
        {"city": "X", "amount": 1, "currency": "USD"},
    ]
    ranking = sk.read_salaries(rows).convert("USD", on="2024", price_levels="latest").rank()

    assert [row["city"] for row in ranking] == ["Berlin", "Delhi"]
    assert {row["city"]: row["reason"] for row in ranking.unranked} == {
        "Oslo": "no price level for NO (PA.NUS.PRVT.PP 2025)",
        "X": "no country, so no price level",
    }


def test_pay_in_another_currency_is_converted_to_the_parity_s() -> None:
    """Dollars paid in Berlin are first euro, at the day of everything else."""
    rows = [{**ROWS[0], "currency": "USD"}, ROWS[0], {**ROWS[1], "currency": "EUR"}]
    found = sk.read_salaries(rows).convert("USD", on="2024-06-28", price_levels="latest")
    euro = sk.convert(100.0, "USD", "EUR", on="2024-06-28")
    rupees = sk.convert(1000.0, "EUR", "INR", on="2024-06-28")

    assert values(found) == pytest.approx([euro / 0.719, 100 / 0.719, rupees / 19.839], rel=1e-14)


def test_price_levels_of_another_year_are_cautioned() -> None:
    """Figures of 2024 by price levels of 2025 say so; figures of that year, or aged to it, need no caution."""
    this = sk.read_salaries([{**row, "as_of": "2025"} for row in ROWS])
    aged = sk.read_salaries(ROWS).convert("USD", on="2024", ageing=TO_2025, price_levels="2025")

    assert "inflation in between is not removed" in REAL.rank().note
    assert this.convert("USD", on="2024", price_levels="latest").rank().note == ""
    assert aged.rank().note == ""


def test_ageing_multiplies_local_pay() -> None:
    """Each figure is multiplied by the growth of its own country from its own date on, before it is converted."""
    aged = sk.read_salaries(ROWS).convert("USD", on="2024-06-28", ageing=TO_2025)
    plain = sk.read_salaries(ROWS).convert("USD", on="2024-06-28")

    assert values(aged, "age_factor") == pytest.approx([1.03, 1.09**0.5], rel=1e-14)
    assert np.divide(values(aged), values(plain)) == pytest.approx(values(aged, "age_factor"), rel=1e-14)
    assert values(aged, "amount") == [100.0, 1000.0]
    assert "aged to 2025-01-01 (compound)" in str(aged.terms)


def test_ageing_there_and_back() -> None:
    """Ageing back by the same growth is one over ageing forth."""
    there = sk.Ageing("2025-03-15", growth=0.04).factor("2023-11-02")
    back = sk.Ageing("2023-11-02", growth=0.04).factor("2025-03-15")

    assert there * back == 1.0


@pytest.mark.parametrize(
    ("row", "ageing", "message", "reason"),
    [
        (
            {"as_of": None},
            TO_2025,
            r"^row 2: Its as_of is missing, and ageing needs one\.$",
            "no date to age it from",
        ),
        (
            {"country": "FR"},
            TO_2025,
            r"^row 2: No growth of pay for the country 'FR'\.$",
            "no growth of pay for FR from 2024-07-01 on",
        ),
        (
            {},
            sk.Ageing("2025-01-01", growth={"DE": 0.03, "IN": {2023: 0.1}}),
            r"^row 2: No growth of pay for the year 2024\.$",
            "no growth of pay for IN from 2024-07-01 on",
        ),
    ],
)
def test_what_cannot_be_aged(row: dict[str, Any], ageing: sk.Ageing, message: str, reason: str) -> None:
    """It is an error that names the row; or, where missing is null, an unranked row with the reason."""
    table = sk.read_salaries([ROWS[0], {**ROWS[1], **row}])
    with pytest.raises(sk.InvalidQuery, match=message):
        table.convert("USD", on="2024", ageing=ageing)
    ranking = table.convert("USD", on="2024", ageing=ageing, missing="null").rank()

    assert [each["reason"] for each in ranking.unranked] == [reason]
    assert len(ranking) == 1


@for_each("growth", [3, -1, True, "3%", None, {}, {"US": {}}, {2024: "x"}, {2024: 0.03, "US": 0.03}])
def test_growth_that_is_none_is_refused(growth: Any) -> None:
    """Three hundred per cent is a slip for three; a text, an empty mapping or a mixed one is no growth."""
    with pytest.raises(sk.InvalidQuery, match=r"^growth="):
        sk.Ageing("2025", growth=growth)


def test_what_is_no_ageing_is_refused() -> None:
    """A date alone does not say how pay grows."""
    with pytest.raises(
        sk.InvalidQuery, match=r"^ageing='2025' is not an Ageing. Give one, such as sk\.Ageing"
    ):
        CITIES.convert("USD", on="2024", ageing="2025")  # type: ignore[arg-type]


def test_an_ageing_is_a_value() -> None:
    """Two alike are equal, hash alike and write the same JSON; years may be texts, as JSON has them."""
    one, two = sk.Ageing("2025", growth={2024: 0.03}), sk.Ageing("2025", growth={"2024": 0.03})

    assert one == two
    assert hash(one) == hash(two)
    assert json.dumps(one.to_dict()) == json.dumps(two.to_dict())
    with pytest.raises(sk.InvalidQuery, match=r"choose one of compound, simple"):
        sk.Ageing("2025", growth=0.03, method="linear")  # type: ignore[arg-type]
    with pytest.raises(sk.InvalidSpan):
        sk.Ageing("soon", growth=0.03)


def test_a_real_table_is_written_and_read_back(tmp_path: Path) -> None:
    """Parquet keeps terms and columns; converting again drops what the first conversion added."""
    aged = CITIES.convert("USD", on="2024", ageing=sk.Ageing("2025", growth=0.03), price_levels="2025")
    aged.to_parquet(tmp_path / "real.parquet")
    read = sk.read_salaries(tmp_path / "real.parquet")

    assert read == aged
    assert read.unit == "Int$ 2025"
    assert read.convert("USD", on="2024") == CITIES.convert("USD", on="2024")


def test_columns_of_the_source_are_not_overwritten() -> None:
    """A column named parity is the source's own: it rides along, and real terms refuse to write over it."""
    table = sk.read_salaries([{**ROWS[0], "parity": 1.0}])

    assert "parity" in table.convert("USD", on="2024").columns
    with pytest.raises(sk.InvalidQuery, match=r"has a column 'parity' of its own"):
        table.convert("USD", on="2024", price_levels="2025")


def test_terms_say_what_was_done() -> None:
    """A real ranking's JSON has the unit, the measure, its year, source and licence."""
    told = json.loads(REAL.rank().to_json())
    levels = told["terms"]["price_levels"]

    assert (told["base"], told["provenance"]["base"]) == ("Int$ 2025", "Int$ 2025")
    assert (levels["indicator"], levels["period"], levels["licence"]) == (
        "PA.NUS.PRVT.PP",
        "2025",
        "CC BY 4.0",
    )
    assert levels["source"].startswith("World Bank WDI")


def test_price_levels_of_one_s_own() -> None:
    """A user's table divides, and its name, licence and unit are in the terms."""
    mine = read_price_levels([{"country": "DE", "year": 2024, "value": 0.5}], name="mine", licence="mine")
    found = sk.read_salaries(ROWS[:1]).convert("USD", on="2024", price_levels=mine)

    assert values(found) == [200.0]
    assert found.terms is not None
    assert found.terms.price_levels is not None
    assert found.terms.price_levels["source"] == "mine"


def test_the_command_line_ranks_in_real_terms(cli: Callable[..., Any]) -> None:
    """`salarykit rank --to USD --on 2024 --real` works offline, and names its unit."""
    run = cli("rank", "--to", "USD", "--on", "2024", "--real", "--json")
    told = json.loads(run.out)

    assert run.code == 0
    assert told["base"] == "Int$ 2025"
    assert [row["city"] for row in told["rows"]] == [row["city"] for row in REAL.rank()]
