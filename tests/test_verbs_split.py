from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

import salarykit as sk
from salarykit.sources import read_price_levels

if TYPE_CHECKING:
    from collections.abc import Callable

USD = sk.load_salaries().convert("USD", on="2024")
DATED = [
    {"city": city, "country": country, "amount": amount, "currency": code, "as_of": day}
    for city, country, code, amounts in (
        ("Toronto", "CA", "CAD", (300_000, 342_000)),
        ("London", "GB", "GBP", (90_000, 110_000)),
    )
    for day, amount in zip(("2020", "2024"), amounts, strict=True)
]


def amounts(found: sk.Comparison) -> dict[tuple[str, str | None], float]:
    """Return the parts by name and city."""
    return {(part.name, part.of): part.amount for part in found.parts}


@for_each("method", ["log_mean", "shapley"])
@for_each("real", [None, "latest"])
@for_each("since", [None, "2015", "2020", "2024-06-28"])
@for_each("pair", [("Toronto", "New York"), ("Delhi", "London"), ("Paris", "Tel Aviv")])
def test_parts_sum_to_the_gap(method: Any, real: Any, since: Any, pair: tuple[str, str]) -> None:
    """However a gap is split, the parts sum to it; as printed they sum to the gap as printed."""
    found = USD.compare(*pair, since=since, method=method, price_levels=real)
    plain = USD.compare(*pair)
    printed = [
        line.split()[1].replace(",", "") for line in str(found).splitlines() if line.startswith("  USD")
    ]

    assert (found.gap, found.ratio, found.break_even) == (plain.gap, plain.ratio, plain.break_even)
    assert bool(found.parts) == (real is not None or since is not None)
    if found.parts:
        assert sum(part.amount for part in found.parts) == pytest.approx(found.gap, rel=1e-9)
        assert sum(map(int, printed)) == round(found.gap)
        assert found.meaning in str(found)


def test_with_figures_of_one_date_local_pay_is_held() -> None:
    """The gap at the rates of then is that of a table converted then; the rest is the exchange rates'."""
    found, then = USD.compare("Toronto", "Paris", since="2020"), sk.load_salaries().convert("USD", on="2020")
    parts = amounts(found)

    assert parts["gap then", None] == pytest.approx(then.compare("Toronto", "Paris").gap, rel=1e-12)
    assert set(parts) == {("gap then", None), ("exchange rate", "Toronto"), ("exchange rate", "Paris")}
    assert parts["exchange rate", "Toronto"] == pytest.approx(
        USD.compare("Toronto", since="2020").gap, rel=1e-12
    )
    assert "with local pay unchanged" in found.meaning


def test_with_figures_of_both_dates_local_pay_moves() -> None:
    """Cities with a row of then have their pay and their rate of then; each one's part changes sign with its side."""
    table = sk.read_salaries(DATED).convert("USD", on="2024")
    there, back = (
        table.compare(*pair, since="2020") for pair in (("Toronto", "London"), ("London", "Toronto"))
    )
    old = sk.read_salaries([row for row in DATED if row["as_of"] == "2020"]).convert("USD", on="2020")

    assert amounts(there)["gap then", None] == pytest.approx(old.compare("Toronto", "London").gap, rel=1e-12)
    assert {name for name, _ in amounts(there)} == {"gap then", "local pay", "exchange rate"}
    assert amounts(there) == pytest.approx({key: -value for key, value in amounts(back).items()}, rel=1e-9)
    assert "held as it is" not in there.meaning


def test_one_city_at_two_dates() -> None:
    """Its change is local pay and exchange rate; backwards they change sign, and inflation leaves the rate's part alone."""
    table = sk.read_salaries(DATED).convert("USD", on="2024")
    found = table.compare("toronto", since="2020")
    split = table.compare("Toronto", "TORONTO", since="2020", cpi=(137.0, 160.9))

    assert (found.a, found.b) == ("Toronto", "Toronto (2020)")
    assert [part.name for part in found.parts] == ["local pay", "exchange rate"]
    assert [part.name for part in split.parts] == ["real pay", "inflation", "exchange rate"]
    assert split.parts[2].amount == pytest.approx(found.parts[1].amount, rel=1e-12)
    assert split.parts[0].amount + split.parts[1].amount == pytest.approx(found.parts[0].amount, rel=1e-9)
    assert found.break_even_pair == "USD per CAD"
    assert found.break_even == pytest.approx(found.value_b / 342_000, rel=1e-12)


def test_a_real_gap_has_the_ratio_of_real_pay() -> None:
    """Equal price levels leave no price part; the real part has the sign of the real gap."""
    flat = read_price_levels(
        [{"country": c, "year": 2024, "value": v} for c, v in (("US", 1), ("CA", 1 / 0.730155))]
    )
    cad = sk.load_salaries().where(country=["US", "CA"]).convert("USD", on="2024")
    found = amounts(cad.compare("Toronto", "New York", price_levels=flat))
    far = amounts(USD.compare("Toronto", "Delhi", price_levels="latest"))

    assert found["price level", None] == pytest.approx(0, abs=1)
    assert far["real pay", None] < 0 < far["price level", None]


@for_each(
    ("words", "options", "message"),
    [
        (("Paris",), {}, r"^Name two cities, or give since="),
        (("Paris", "Berlin"), {"cpi": (1, 2)}, r"^Name two cities, or give since="),
        (("Paris", "Berlin"), {"cpi": (1, 2), "since": "2020"}, r"^cpi= is the index of one city's country"),
        (("Paris",), {"cpi": (0, 2), "since": "2020"}, r"^cpi=\(0, 2\): give two positive numbers"),
        (("Paris",), {"cpi": 3, "since": "2020"}, r"^cpi=3: give two positive numbers"),
        (("Paris", "Berlin"), {"method": "linear"}, r"^method='linear': choose 'log_mean' or 'shapley'"),
        (("Paris", "Atlantis"), {"since": "2020"}, r"^No row for the city 'Atlantis'"),
    ],
)
def test_options_that_fit_no_question(words: Any, options: Any, message: str) -> None:
    """An option that would have no effect, or means nothing, is refused."""
    with pytest.raises(sk.InvalidQuery, match=message):
        USD.compare(*words, **options)


def test_what_cannot_be_split() -> None:
    """Real figures, an unconverted table, a country without price level, several rows of one date are refused."""
    real = sk.load_salaries().convert("USD", on="2024", price_levels="2025")
    oslo = [{"city": "Oslo", "country": "NO", "amount": 1, "currency": "NOK"}, DATED[1]]
    with pytest.raises(sk.InvalidQuery, match=r"^since has no effect on figures in Int\$ 2025"):
        real.compare("Paris", "Berlin", since="2020")
    with pytest.raises(sk.InvalidQuery, match=r"^price_levels= splits a gap in money"):
        real.compare("Paris", "Berlin", price_levels="latest")
    with pytest.raises(sk.InvalidQuery, match=r"^since needs a converted table"):
        sk.load_salaries().where(country="US").compare("Austin", "Seattle", since="2020")
    with pytest.raises(
        sk.InvalidQuery, match=r"^Oslo has no price level: there is none for NO in PA\.NUS\.PRVT\.PP 2025"
    ):
        sk.read_salaries(oslo).convert("USD", on="2024").compare("Toronto", "Oslo", price_levels="latest")
    with pytest.raises(sk.InvalidQuery, match=r"but one present row and one of 2020 are needed\. Narrow"):
        sk.read_salaries([*DATED, DATED[1]]).convert("USD", on="2024").compare(
            "Toronto", "London", since="2020"
        )
    with pytest.raises(sk.RateNotFound, match=r"^No ILS/USD rate for 2005"):
        USD.compare("Tel Aviv", "Paris", since="2005")


def test_real_figures_compare_as_they_are() -> None:
    """In international dollars there is a gap and an index, and no exchange rate to break even at."""
    found = sk.load_salaries().convert("USD", on="2024", price_levels="2025").compare("Toronto", "London")

    assert (found.base, found.break_even, found.parts) == ("Int$ 2025", None, ())
    assert "Int$ 2025" in str(found)


def test_a_split_is_told_and_exported() -> None:
    """JSON, Arrow and words have the parts, what they mean, and what they rest on."""
    found = USD.compare("Toronto", "Paris", since="2020", price_levels="2025")
    told = json.loads(found.to_json())

    assert told == found.to_dict()
    assert (told["since"], told["method"], told["price_levels"]["period"]) == ("2020", "log_mean", "2025")
    assert len(told["input"]) == 16
    assert found.to_arrow().column("amount").to_pylist() == [part.amount for part in found.parts]
    assert "CC BY 4.0" in found.explain()
    assert "as real pay and price level" in found.meaning
    assert USD.compare("Toronto", "Paris").to_arrow().num_rows == 0


def test_the_command_line_splits(cli: Callable[..., Any]) -> None:
    """`salarykit compare Toronto "New York" --since 2020` needs no more words, and works offline."""
    run = cli("compare", "Toronto", "New York", "--since", "2020")
    other = cli("compare", "Toronto", "London", "--since", "2020", "--real", "--json")

    assert (run.code, run.err) == (0, "")
    assert (
        run.out
        == f"{sk.load_salaries().convert('USD', on='own').compare('Toronto', 'New York', since='2020')}\n"
    )
    assert json.loads(other.out)["base"] == "GBP"
    assert cli("compare", "Toronto", "Atlantis").code == 1
