from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from cases import for_each, share
from hypothesis import given, settings
from hypothesis import strategies as st

import salarykit as sk
from salarykit.salaries.checking.check import rows_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from conftest import Ran

CITIES = [
    ("New York", "US", 450_000, "USD"),
    ("Toronto", "CA", 342_000, "CAD"),
    ("London", "GB", 44_000, "GBP"),
    ("Beijing", "CN", 1_352_000, "CNY"),
    ("Delhi", "IN", 8_251_000, "INR"),
]
ANCHORS = {"US": 82_800, "CA": 72_900, "GB": 40_000, "CN": 89_400, "IN": 206_000}


def table(rows: Iterable[tuple[str, str, float, str]], **fields: Any) -> sk.SalaryTable:
    """Return a table of executives' pay in 2024."""
    common = {"role": "Chief Product Officer", "as_of": "2024", "sample_size": 40, **fields}
    return sk.read_salaries(
        [
            {"city": city, "country": country, "amount": amount, "currency": currency, **common}
            for city, country, amount, currency in rows
        ]
    )


def codes(found: sk.Findings, *, row: int) -> list[str]:
    """Return the codes of the findings at a row."""
    return sorted(each["code"] for each in found if each["row"] == row and each["column"] == "amount")


def test_one_of_the_fifteen_cities_is_doubtful() -> None:
    """Of the packaged cities' figures only London's is remarked on: for its country, its rank, its line, its unit."""
    found = sk.load_salaries().check()

    assert {each["row"] for each in found if each["column"] == "amount"} == {6}
    assert codes(found, row=6) == ["S03", "S04", "S05", "S06"]
    assert found.counts == {"error": 0, "warning": 5, "info": 1}


def test_the_error_of_unit_is_named() -> None:
    """What would explain London's figure is a zero too few, or a month's figure stated as a year's."""
    (unit,) = [each for each in sk.load_salaries().check() if each["code"] == "S05"]

    assert (
        "if multiplied by 10 (GBP 440,000: a zero too few), or multiplied by 12 (GBP 528,000: a month's figure)"
        in unit["message"]
    )
    assert unit["suggestion"] == "Look at the source for a zero too few or a month's figure."


def test_it_is_not_the_name_that_is_remarked_on() -> None:
    """With the figure mended nothing is found; with another city's figure a tenth, that one is."""
    mended = [(*row[:2], 200_000 if row[0] == "London" else row[2], row[3]) for row in CITIES]
    other = [(*row[:2], row[2] / 10 if row[0] == "Toronto" else row[2], row[3]) for row in mended]

    assert [each["code"] for each in table(mended).check(anchors=ANCHORS, today="2025-01-01")] == []
    assert codes(table(other).check(anchors=ANCHORS, today="2025-01-01"), row=2) == ["S03", "S04", "S05"]


def test_anchors_may_be_given() -> None:
    """Anchors are a mapping, a frame or a file; in a currency of their own if they say so; and the result says so."""
    paid = table(CITIES)
    frame = pd.DataFrame({"country": list(ANCHORS), "anchor": list(ANCHORS.values())})
    dollars = frame.assign(currency="USD", anchor=[82_800, 53_000, 51_000, 12_400, 2_470])
    found = paid.check(anchors=ANCHORS)

    assert codes(found, row=3) == ["S03", "S04", "S05"]
    assert found.anchors == "the anchors given"
    assert paid.check(anchors=frame) == found
    assert codes(paid.check(anchors=dollars), row=3) == ["S03", "S04", "S05"]
    assert codes(paid.check(anchors={"GB": 10_000}), row=3) == []


@for_each(
    ("anchors", "message"),
    [
        ({"UK": 1}, r"^Anchors: 'UK' is not an ISO 3166-1 alpha-2 country code"),
        ({"GB": -1}, r"^Anchors: GB: a yearly figure must be a positive number, not -1\.$"),
        ({"GB": None}, r"^Anchors: GB: a yearly figure must be a positive number, not None\.$"),
        (
            [{"country": "GB", "gdp": 1}],
            r"have no column 'anchor'\. They need the columns country and anchor",
        ),
    ],
)
def test_wrong_anchors_are_refused(anchors: Any, message: str) -> None:
    """An unknown country, a figure that is none and a missing column are refused, with what to do."""
    with pytest.raises(sk.InvalidQuery, match=message):
        table(CITIES).check(anchors=anchors)


@for_each("today", ["2024-13-01", "2024", "soon", ""])
def test_today_is_one_day(today: str) -> None:
    """What counts as today is one day of the calendar."""
    with pytest.raises(sk.InvalidQuery, match=r"^today"):
        table(CITIES).check(today=today)


def test_today_has_no_clock() -> None:
    """Without a day today is the last day of the rates, and the result says so."""
    found = table(CITIES).check()

    assert found.today == sk.default_rates().last
    assert f"Today is {found.today}" in found.caption
    assert found.to_dict()["today"] == found.today.isoformat()


def test_conversion_changes_nothing() -> None:
    """A table is checked in its own money: converted or not, the same is found."""
    paid = table(CITIES)

    assert list(paid.convert("JPY", on="2024").check()) == list(paid.check())


def test_a_table_in_one_country_is_compared_with_itself() -> None:
    """Eight salaries of one role in one country show the one in thousands, and that nothing else is wrong."""
    amounts = [88_000, 95_000, 101_000, 91_000, 110_000, 97_000, 93_000, 99]
    found = table([("Austin", "US", amount, "USD") for amount in amounts], role="Engineer").check()

    assert codes(found, row=8) == ["S03", "S05", "S06"]
    assert "multiplied by 1000 (USD 99,000: thousands)" in next(
        each["message"] for each in found if each["code"] == "S05"
    )
    assert {each["row"] for each in found if each["column"] == "amount"} == {8}


def test_another_currency_of_the_same_sign_explains_a_figure() -> None:
    """Yen counted as yuan are a hundredth of what they seem: the other money of the sign is named where the table has it."""
    rows = [("Shanghai", "CN", amount, "CNY") for amount in (300_000, 320_000, 280_000, 350_000, 310_000)]
    rows += [("Shanghai", "CN", 6_300_000, "CNY")]

    def unit(more: Iterable[tuple[str, str, float, str]]) -> str:
        found = table([*rows, *more], role="Engineer").check()
        return next(each["message"] for each in found if each["code"] == "S05" and each["row"] == 6)

    assert "in JPY (JPY 6,300,000)" in unit([("Tokyo", "JP", 6_000_000, "JPY")])
    assert " in " not in unit([]).partition("would be nearer")[2]


def many(count: int) -> sk.SalaryTable:
    """Return a table of which every tenth row is a thousandth of the others."""
    return table(
        [("Austin", "US", (90 if n % 10 == 9 else 90_000) + n, "USD") for n in range(count)], role="Engineer"
    )


@given(st.integers(1, 120), st.integers(1, 20))
@settings(max_examples=share(20))  # each checks a table twice
def test_grouping_loses_no_row(count: int, most: int) -> None:
    """Findings of one kind name, as one, the rows that each names when all are listed; no kind has more than asked for."""
    one_by_one, as_one = many(count).check(group_above=None), many(count).check(group_above=most)

    def kinds(found: sk.Findings) -> dict[tuple[str, ...], list[set[int]]]:
        rows: dict[tuple[str, ...], list[set[int]]] = {}
        for each in found:
            key = (each["code"], each["severity"], each["column"], each["suggestion"])
            rows.setdefault(key, []).append(set(rows_named(each["row_numbers"]).tolist()))
        return rows

    all_of, listed = kinds(one_by_one), kinds(as_one)
    assert {key: set().union(*rows) for key, rows in all_of.items()} == {
        key: set().union(*rows) for key, rows in listed.items()
    }
    assert all(len(listed[key]) == (1 if len(rows) > most else len(rows)) for key, rows in all_of.items())


def test_a_kind_found_often_is_one_finding() -> None:
    """Ten rows of thousands are one finding of their unit, with its count and its rows."""
    found = many(100).check()
    (unit,) = found.only("S05")

    assert unit["message"].endswith("9 more findings are alike; together they name 10 rows.")
    assert (unit["row"], unit["rows"]) == (10, 10)
    assert unit["row_numbers"] == "10, 20, 30, 40, 50, 60, 70, 80, 90, 100"
    assert len(many(100).check(group_above=None).only("S05")) == 10


def test_rows_that_findings_name_are_left_out() -> None:
    """Without them the table has the others, says how many went, and its check no longer finds them."""
    whole = many(100)
    found = whole.check().only("S03", "S05")
    rest = whole.without(found)

    assert len(rest) == 90
    assert all(row.amount >= 90_000 for row in rest)
    assert str(rest.reading).endswith("Left out: 10 rows named by findings.")
    assert len(rest.check().only("S03", "S05")) == 0
    assert len(whole.without([each for each in found if each["code"] == "S05"])) == 90
    assert len(whole.without([])) == 100
    assert whole.without([]).reading == whole.reading


def test_of_copies_the_first_stays() -> None:
    """Rows that repeat one another in every field leave one behind; what is said of the table as a whole leaves all."""
    rows = [("Austin", "US", 90_000 + n // 2, "USD") for n in range(12)]
    copied = table(rows, sample_size=None)

    assert len(copied.without(copied.check().only("S10"))) == 6
    assert len(copied.without(copied.check().only("S11"))) == 12


def test_findings_of_another_table_are_refused() -> None:
    """Rows are named by number: findings of a longer table, other rows and unknown codes are one clear error."""
    found = many(100).check()
    with pytest.raises(sk.InvalidQuery, match="The findings are of a table of 100 rows, but this one has 50"):
        many(50).without(found)
    with pytest.raises(sk.InvalidQuery, match="A finding names row 100, but the table has 50"):
        many(50).without(list(found))
    with pytest.raises(sk.InvalidQuery, match="is not a finding"):
        many(50).without([{"row": 3}])  # type: ignore[typeddict-item]
    with pytest.raises(sk.InvalidQuery, match=r"'S5' is not a code of a finding\. Did you mean 'S05'\?"):
        found.only("S5")
    with pytest.raises(sk.InvalidQuery, match="group_above=0: give a whole number from 1, or None"):
        many(5).check(group_above=0)


def test_figures_without_country_are_compared_with_one_another() -> None:
    """Rows without city, country and day are checked, too, against the other rows."""
    rows = [{"amount": amount, "currency": "EUR"} for amount in (50, 55, 60, 52, 58, 61, 57, 5_500)]
    found = sk.read_salaries(rows).check()

    assert codes(found, row=8) == ["S05", "S06"]


def test_an_empty_table_passes() -> None:
    """No rows, no findings."""
    found = table(CITIES).head(0).check()

    assert (len(found), found.passed("info"), found.checked) == (0, True, 0)
    found.assert_passing("info")


def test_findings_may_be_asserted() -> None:
    """`assert_passing` raises the gravest finding, down to the severity asked for; the findings ride along."""
    found = sk.load_salaries().check()
    found.assert_passing()

    assert (found.passed("error"), found.passed("warning"), found.passed("info")) == (True, False, False)
    with pytest.raises(
        sk.InvalidSalary, match=r"^S03, implausible for the country: Row 6 \(London\)"
    ) as caught:
        found.assert_passing("warning")
    assert caught.value.bad is found
    with pytest.raises(sk.InvalidQuery, match=r"^severity='fatal': choose one of error, warning, info"):
        found.passed("fatal")


def test_findings_are_a_frame() -> None:
    """Findings are rows with a caption, as text, HTML, JSON, pandas and Arrow."""
    found = sk.load_salaries().check()

    assert found.to_pandas().columns.tolist() == list(found.columns)
    assert "Row 6 (London)" in repr(found)
    assert "<table>" in found._repr_html_()
    assert json.loads(found.to_json())["counts"] == found.counts
    assert repr(found).endswith(found.caption)
    assert found.caption.startswith("15 rows checked: 5 warnings, 1 info.")


def test_check_is_a_command(cli: Callable[..., Ran], tmp_path: Path) -> None:
    """`salarykit check` exits 0 where nothing is an error and 1 where something is, with the findings on stdout."""
    pay, anchors = tmp_path / "pay.csv", tmp_path / "anchors.csv"
    table([*CITIES, ("Paris", "FR", 135, "EUR")]).to_csv(pay)
    anchors.write_text("country,anchor\nGB,40000\nFR,43000\n", encoding="utf-8")
    good = cli("check", "--json")
    bad = cli("check", str(pay), "--anchors", str(anchors), "--today", "2024-06-30", "--json")

    assert (good.code, bad.code) == (0, 1)
    assert json.loads(good.out) == sk.load_salaries().check().to_dict()
    assert json.loads(bad.out)["today"] == "2024-06-30"
    assert json.loads(bad.out)["findings"][0]["row"] == 6
