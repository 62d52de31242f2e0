from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.pandas import FrameAccessor, SeriesAccessor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ADDED = ["value", "rate", "rate_on", "rate_staleness", "rate_kind", "rate_step", "rate_flag"]
TABLE = sk.load_salaries()
USD = TABLE.convert("USD", on="2024")


@pytest.fixture
def frame() -> pd.DataFrame:
    """Return the packaged salaries as pandas holds them, with labels that are no positions."""
    return TABLE.to_pandas().set_axis([f"row {number}" for number in range(15, 0, -1)])


def door(thing: Any) -> Any:
    """Return the accessor of a frame or a Series."""
    return thing.salarykit


@given(
    rows=st.lists(
        st.tuples(st.floats(1, 1e9), st.sampled_from(["USD", "EUR", "JPY"]), st.integers(-3, 3)), min_size=1
    )
)
def test_convert_adds_columns_and_keeps_all_else(rows: list[tuple[float, str, int]]) -> None:
    """Whatever the index, doubled labels too: index, columns and rows stay; the values are the library's."""
    amounts, codes, labels = map(list, zip(*rows, strict=True))
    frame = pd.DataFrame({"x": labels, "amount": amounts, "currency": codes}, index=labels)
    before = frame.copy()
    done = door(frame).convert("USD", on="2024-06-28")

    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(done[["x", "amount", "currency"]], before)
    assert done.columns.tolist() == ["x", "amount", "currency", *ADDED]
    expected = sk.read_salaries(frame).convert("USD", on="2024-06-28").to_arrow().column("value")
    assert done["value"].tolist() == expected.to_pylist()


def test_what_was_converted_can_be_ranked(frame: pd.DataFrame) -> None:
    """The terms stand in the frame's attrs: after pandas has chosen and ordered rows, the verbs still know the base."""
    usd = door(frame).convert("USD", on="2024")
    some = usd[usd["country"] == "CN"].sort_values("amount")

    assert door(usd).rank().to_dict() == USD.rank().to_dict()
    assert door(some).rank().base == "USD"
    assert door(some).compare("Beijing", "Shanghai") == USD.compare("Beijing", "Shanghai")


def test_a_base_and_a_day_convert_on_the_way(frame: pd.DataFrame) -> None:
    """rank, compare and query take a base and on, and answer as the library does."""
    way: dict[str, Any] = {"base": "USD", "on": "2024"}
    ours = door(frame)

    assert ours.rank("USD", on="2024", ties="dense").to_dict() == USD.rank(ties="dense").to_dict()
    assert ours.compare("Paris", "London", **way) == USD.compare("Paris", "London")
    assert ours.query(near="Berlin", **way).to_dict() == USD.query(near="Berlin").to_dict()
    assert (
        ours.query({"near": "Berlin"}, by="country", **way).to_dict()
        == USD.query(near="Berlin", by="country").to_dict()
    )
    assert ours.check(today="2026-01-01").to_dict() == TABLE.check(today="2026-01-01").to_dict()


@pytest.mark.parametrize("given", [{"base": "USD"}, {"on": "2024"}])
def test_a_base_needs_a_day(frame: pd.DataFrame, given: dict[str, str]) -> None:
    """A base without on, or on without a base, is refused: neither is guessed."""
    with pytest.raises(sk.InvalidQuery, match="base and on go together"):
        door(frame).rank(**given)


def test_figures_in_several_currencies_are_refused(frame: pd.DataFrame) -> None:
    """What was not converted is not ranked."""
    with pytest.raises(sk.MixedCurrencies):
        door(frame).rank()


def test_converting_again_replaces_the_columns(frame: pd.DataFrame) -> None:
    """A second conversion starts from the figures as stated; no column of the first is left, none of it is read."""
    real = door(frame).convert("USD", on="2024", price_levels="latest")
    again = door(real).convert("EUR", on="2023")

    assert [*frame.columns, *ADDED, "nominal", "parity"] == real.columns.tolist()
    pd.testing.assert_frame_equal(again, door(frame).convert("EUR", on="2023"))


def test_a_column_of_their_own_is_never_overwritten() -> None:
    """A frame with a `value` of its own is refused, not changed."""
    frame = pd.DataFrame({"amount": [1], "currency": "USD", "value": 7})
    with pytest.raises(sk.InvalidQuery, match="a column 'value' of its own"):
        door(frame).convert("USD", on="2024")


def test_a_named_index_is_a_column(frame: pd.DataFrame) -> None:
    """Cities in a named index are the salaries' cities, and stay in the index."""
    by_city = frame.set_index("city")
    usd = door(by_city).convert("USD", on="2024")

    assert usd.index.equals(by_city.index)
    assert door(usd).rank()[0]["city"] == "New York"
    with pytest.raises(sk.SourceError, match="two columns named 'city'"):
        door(by_city.assign(city="x")).convert("USD", on="2024")


def test_our_names_and_defaults_can_be_said() -> None:
    """Columns and defaults are those of read_salaries; text is read as people write it, and kept."""
    frame = pd.DataFrame({"pay": ["£44k", "£50k"], "base": ["x", "y"]})
    said: dict[str, Any] = {"columns": {"amount": "pay", "city": "base"}, "defaults": {"country": "GB"}}
    done = door(frame).convert("GBP", on="2024", **said)

    assert done["pay"].tolist() == ["£44k", "£50k"]
    assert done["value"].tolist() == [44_000, 50_000]
    assert [row["city"] for row in door(frame).rank(**said)] == ["y", "x"]
    assert len(door(frame).check(**said)) > 0
    assert door(frame).read(**said)[1].country == "GB"


def test_no_row_is_lost_in_silence() -> None:
    """One row that is no salary stops the frame, named by its number; so does a row that states several figures."""
    frame = pd.DataFrame({"amount": [1.0, -1.0], "currency": "USD"}, index=["a", "b"])
    with pytest.raises(
        sk.InvalidSalary, match="1 row of this DataFrame cannot be read: row 2, amount: an amount must be"
    ):
        door(frame).convert("USD", on="2024")
    wide = pd.DataFrame(
        {"city": ["A", "B"], "currency": "USD", "p25": [1.0, np.nan], "p50": [2, 3], "p75": [np.nan, 4]}
    )
    with pytest.raises(sk.InvalidSalary, match="The 2 rows of the frame state 4 figures"):
        door(wide).convert("USD", on="2024")
    level = pd.DataFrame({("a", "x"): [1]})
    with pytest.raises(sk.InvalidSalary, match="several levels"):
        door(level).convert("USD", on="2024")


def test_as_many_figures_as_rows_may_still_be_others() -> None:
    """Two figures of one row and none of the next are as many as the rows, and not a column of them."""
    wide = pd.DataFrame({"city": ["A", "B"], "currency": "USD", "p25": [1.0, np.nan], "p50": [2.0, np.nan]})
    with pytest.raises(sk.InvalidSalary):
        door(wide).convert("USD", on="2024")


def test_terms_survive_pandas_own_parquet(frame: pd.DataFrame, tmp_path: Path) -> None:
    """A converted frame that pandas writes to Parquet knows its base when it is read, by pandas or by us."""
    path = tmp_path / "usd.parquet"
    door(frame).convert("USD", on="2024").to_parquet(path)

    assert door(pd.read_parquet(path)).rank()[0]["city"] == "New York"
    assert sk.read_salaries(path).base == "USD"
    assert door(USD.to_pandas()).rank().base == "USD"


@pytest.mark.parametrize("attrs", [{"salarykit": "no JSON"}, {"salarykit": 5}, {7: "x"}])
def test_attributes_of_others_do_no_harm(frame: pd.DataFrame, attrs: dict[Any, Any]) -> None:
    """Attributes that are not ours are left alone, and say nothing of a conversion."""
    frame.attrs.update(attrs)

    assert door(frame).read().base is None
    assert attrs.items() <= door(frame).convert("USD", on="2024").attrs.items() or "salarykit" in attrs


def test_an_empty_frame_stays_empty(frame: pd.DataFrame) -> None:
    """A frame without rows is converted to one without rows, with the columns."""
    done = door(frame.iloc[:0]).convert("USD", on="2024")

    assert (len(done), done.columns.tolist()) == (0, [*frame.columns, *ADDED])


@given(labels=st.lists(st.integers(), min_size=2, max_size=2))
def test_a_series_keeps_index_and_name(labels: list[int]) -> None:
    """Amounts come back under their labels, converted as sk.convert converts them."""
    pay = pd.Series([100.0, 200.0], index=labels, name="pay")
    codes = pd.Series(["GBP", "EUR"], index=labels)
    done = door(pay).convert(codes, "USD", on=pd.Series(["2024", "2024-06-28"], index=labels))

    assert done.index.equals(pay.index)
    assert done.name == "pay"
    assert done.tolist() == [
        sk.convert(100, "GBP", "USD", on="2024"),
        sk.convert(200, "EUR", "USD", on="2024-06-28"),
    ]


def test_another_index_is_refused() -> None:
    """Where pandas would align and position would not, a Series with another index is refused."""
    pay, codes = pd.Series([1.0, 2.0], index=[3, 4]), pd.Series(["USD", "EUR"], index=[4, 3])
    frame = pd.DataFrame({"amount": pay, "currency": "USD"})
    days = pd.Series(["2024", "2023"])
    calls: list[Callable[[], Any]] = [
        lambda: door(pay).convert(codes, "USD", on="2024"),
        lambda: door(pay).convert("USD", "EUR", on=days),
        lambda: sk.convert(pay, codes, "USD", on="2024"),
        lambda: sk.convert(pay, "USD", "EUR", on=days),
        lambda: sk.parse_pay_column(pay.astype(str), country=codes),
        lambda: door(pay.astype(str)).parse_pay(country=codes),
        lambda: door(frame).convert("EUR", on=days),
        lambda: door(frame).rank("EUR", on=days),
    ]
    for call in calls:
        with pytest.raises(sk.InvalidQuery, match="a Series with another index"):
            call()
    assert sk.convert(pay, codes.to_numpy(), "USD", on="2024").tolist()[0] == 1
    aligned = door(frame).convert("EUR", on=days.set_axis(frame.index))
    assert aligned["value"].tolist() == [
        sk.convert(1, "USD", "EUR", on="2024"),
        sk.convert(2, "USD", "EUR", on="2023"),
    ]


def test_texts_become_a_frame_of_pay() -> None:
    """Each text's pay stands under its label, a column for each field; a text without pay is missing throughout."""
    texts = pd.Series(["3.200 € brutto im Monat", None, "competitive"], index=list("abc"))
    pay = door(texts).parse_pay(country=pd.Series(["US", "US", "US"], index=list("abc")))

    assert pay.index.tolist() == ["a", "b", "c"]
    assert (pay.loc["a", "low"], pay.loc["a", "currency"], pay.loc["a", "gross"]) == (3200, "EUR", True)
    assert pay.loc[["b", "c"]].isna().all(axis=None)
    with pytest.raises(sk.InvalidQuery, match="not of texts"):
        door(pd.Series([1, 2])).parse_pay()


def test_the_classes_are_the_accessors(frame: pd.DataFrame) -> None:
    """What a type checker cannot see behind `.salarykit` it sees in the classes, which can be used by name."""
    assert isinstance(door(frame), FrameAccessor)
    assert isinstance(door(frame["amount"]), SeriesAccessor)
    assert FrameAccessor(frame).rank("USD", on="2024").base == "USD"


def test_every_verb_of_a_frame_takes_a_layout(tmp_path: Path) -> None:
    """A layout, or a file of one, says to each verb what a frame means that could be read in two ways."""
    rows = {
        "Ort": ["Kiel", "Rom"],
        "Gehalt": ["65.000", "71.250,50"],
        "W": ["EUR", "EUR"],
        "Tag": ["28/06/2024"] * 2,
    }
    layout = sk.infer_layout(pd.DataFrame(rows), columns={"currency": "W", "as_of": "Tag"})
    path = tmp_path / "pay.layout.json"
    layout.to_json(path)
    later = pd.DataFrame(
        {"Ort": ["Ulm", "Bonn"], "Gehalt": ["54.500", "60.100"], "W": ["EUR"] * 2, "Tag": ["03/04/2024"] * 2}
    )

    for each in (layout, path):
        frame = door(later)
        assert frame.convert("EUR", on="own", layout=each)["value"].tolist() == [54_500, 60_100]
        assert [salary.as_of for salary in frame.read(layout=each)] == ["2024-04-03"] * 2
        assert frame.rank("EUR", on="own", layout=each)[0]["city"] == "Bonn"
        assert frame.compare("Ulm", "Bonn", base="EUR", on="own", layout=each).b == "Bonn"
        assert frame.query(base="EUR", on="own", layout=each).quantiles
        assert frame.check(layout=each) is not None


def test_sparse_columns_are_read_as_any() -> None:
    """A sparse column of pandas, which Arrow does not take, has its values wherever a frame or a Series is taken."""
    pay = pd.Series(pd.arrays.SparseArray([50_000.0, 60_000.0, 0.0], fill_value=0.0), index=["a", "b", "c"])

    table = sk.read_salaries(pd.DataFrame({"amount": pay, "currency": "EUR"}).head(2))
    assert [salary.amount for salary in table] == [50_000, 60_000]
    converted = sk.convert(pay, "EUR", "USD", on="2024-06-28")
    assert (list(converted.index), converted.round(2).tolist()) == (
        ["a", "b", "c"],
        [53_525.0, 64_230.0, 0.0],
    )
