from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from salarykit import default_rates
from salarykit.currency.codes import CODES
from salarykit.errors import RateNotFound
from salarykit.rates.published import Published
from salarykit.rates.rates import Rates
from salarykit.rates.spans import Span, day_number, parse_span

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR = 1e-12
LISTED = [
    "EUR",
    "USD",
    "TRY",
    "KRW",
    "ISK",
    "RUB",
    "IDR",
    "ILS",
]  # of all kinds, and as many bases as are kept
laws = settings(max_examples=4 * settings().max_examples)  # cheap, and days and links make many cases

# The slow oracle: plain dictionaries, written from the definitions and from nothing in salarykit.

Book = dict[dt.date, dict[str, float]]
"""For each day of publication, the units of each currency published that day for one unit of the pivot."""


def slow_day(book: Book, currency: str, base: str, day: dt.date, max_staleness: int) -> float | None:
    """Walk back from a day to the last page of each currency, on its own."""
    if currency == base:
        return 1.0
    pages = [book.get(day - dt.timedelta(age), {}) for age in range(max_staleness + 1)]
    units = [next((page[code] for page in pages if code in page), None) for code in (currency, base)]
    return None if None in units else units[1] / units[0]  # type: ignore[operator]


def slow_span(
    book: Book, currency: str, base: str, span: tuple[dt.date, dt.date], pause: int
) -> float | None:
    """Take the mean of units per base over the span's pages; none where a day has no page within the pause."""
    first, last = span
    if currency == base:
        return 1.0
    days = [first + dt.timedelta(step) for step in range((last - first).days + 1)]
    around = [first + dt.timedelta(step) for step in range(-pause, (last - first).days + pause + 1)]
    both = {day for day in around if {currency, base} <= book.get(day, {}).keys()}
    units = [book[day][currency] / book[day][base] for day in days if day in both]
    near = [any(day + dt.timedelta(step) in both for step in range(-pause, pause + 1)) for day in days]
    return len(units) / math.fsum(units) if units and all(near) else None


def book_of(table: Published) -> Book:
    """Write a table's values into a book."""
    book: Book = {}
    for number, row in zip(table.days.tolist(), table.values.tolist(), strict=True):
        page = dict(zip(table.codes, [1.0, *row], strict=True))
        day = dt.date(1970, 1, 1) + dt.timedelta(number)
        book[day] = {code: value for code, value in page.items() if not math.isnan(value)}
    return book


@cache
def daily() -> Rates:
    """Return the packaged daily rates; the weekly ones have laws of their own."""
    return default_rates(sources=("ecb",))


@cache
def packaged_book() -> Book:
    """Return the packaged rates as a book."""
    return book_of(daily().tables[0])


# Small tables, and questions to them and to the packaged one


@st.composite
def tables(draw: st.DrawFn) -> Published:
    """Draw a table of one to four currencies with gaps, each beginning and ending on a day of its own."""
    codes = draw(st.lists(st.sampled_from(["USD", "GBP", "JPY", "CHF"]), min_size=1, unique=True))
    gaps = draw(st.lists(st.sampled_from([1, 1, 1, 2, 3, 7, 8, 9, 15, 16, 17, 20]), max_size=30))
    days = draw(st.integers(-40, 20_000)) + np.cumsum([0, *gaps])
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    level = 10.0 ** random.integers(-2, 5, len(codes))
    values = np.round(level * random.uniform(0.5, 2.0, (len(days), len(codes))), 6)
    for column in range(len(codes)):
        first, stop = sorted(draw(st.tuples(*[st.integers(0, len(days))] * 2)))
        values[:first, column] = values[stop:, column] = np.nan
        values[random.random(len(days)) < draw(st.sampled_from([0.0, 0.2])), column] = np.nan
    return Published(codes, days, values, pivot="EUR", source="drawn")


class Question(NamedTuple):
    """A pair of currencies and a span of days, asked of some rates."""

    rates: Rates
    book: Book
    currency: str
    base: str
    span: Span
    max_staleness: int = 7

    @property
    def day(self) -> dt.date:
        """The span's last day."""
        return self.span.last

    def ask(self, on: Any, *, back: bool = False) -> float | None:
        """Return the rate of the pair, or of the pair turned round; None where there is none."""
        pair = (self.base, self.currency) if back else (self.currency, self.base)
        try:
            return self.rates.rate(*pair, on=on, max_staleness=self.max_staleness)
        except RateNotFound:
            return None


def pairs(codes: Sequence[str]) -> st.SearchStrategy[list[str]]:
    """Draw two codes, now and then the same one."""
    return st.lists(st.sampled_from(codes), min_size=2, max_size=2)


@st.composite
def spans(draw: st.DrawFn, rates: Rates, longest: int) -> Span:
    """Draw a span near the days of a table."""
    first = draw(st.dates(rates.first - dt.timedelta(20), rates.last + dt.timedelta(20)))
    return Span(first, first + dt.timedelta(draw(st.integers(0, longest))))


@st.composite
def drawn_questions(draw: st.DrawFn) -> Question:
    """Draw a question to a small table, with any bound on age."""
    table, bound = draw(tables()), draw(st.sampled_from([7, 7, 0, 3, 8, 9, 20]))
    rates, (currency, base) = Rates(table), draw(pairs(table.codes))
    return Question(rates, book_of(table), currency, base, draw(spans(rates, 60)), bound)


@st.composite
def packaged_questions(draw: st.DrawFn) -> Question:
    """Draw a question to the packaged rates."""
    currency, base = draw(pairs(LISTED))
    return Question(daily(), packaged_book(), currency, base, draw(spans(daily(), 400)))


questions = st.one_of(drawn_questions(), packaged_questions())


def agree(one: float | None, other: float | None) -> bool:
    """Whether both are missing, or both are there and nearly equal."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=NEAR)


@laws
@given(questions)
def test_a_day_is_what_the_oracle_finds_by_walking_back(question: Question) -> None:
    """A day's rate is of each currency's last page, and is missing where the walk finds none."""
    _, book, currency, base, _, bound = question

    assert agree(question.ask(question.day), slow_day(book, currency, base, question.day, bound))


@laws
@given(questions)
def test_a_span_is_what_the_oracle_sums_up(question: Question) -> None:
    """A span's rate is one over the mean of its pages, and is missing where a day of it is too lonely."""
    assume(not question.span.is_day)
    _, book, currency, base, span, bound = question

    assert agree(question.ask(span), slow_span(book, currency, base, span, max(7, bound)))


@given(
    st.sampled_from(sorted(CODES)),
    questions,
    st.dates() | st.sampled_from(["2024", "1900-Q1", "1999-02/2007"]),
)
def test_identity(code: str, question: Question, on: Any) -> None:
    """Any currency is exactly 1 of itself on any day or span, in the table or not, alone or in a column."""
    days: list[Any] = [on, None, math.nan]
    column = question.rates.convert([1.0, 1.0, 1.0], code, code, on=days)

    assert question.rates.rate(code, code, on=on) == 1.0
    assert column.value.tolist() == [1.0, 1.0, 1.0]


@given(questions)
def test_there_and_back(question: Question) -> None:
    """On one day the way back is the inverse of the way there, and either both are there or neither."""
    there, back = question.ask(question.day), question.ask(question.day, back=True)

    assert agree(there, back and 1 / back)


@given(st.lists(st.sampled_from(LISTED), min_size=3, max_size=3), st.data())
def test_triangle(corners: list[str], data: st.DataObject) -> None:
    """On a day that has all three, A to B to C is A to C."""
    day = data.draw(
        st.sampled_from([day for day, page in packaged_book().items() if page.keys() >= {*corners}])
    )
    a, b, c = corners
    rates = daily()

    assert agree(rates.rate(a, b, on=day) * rates.rate(b, c, on=day), rates.rate(a, c, on=day))


@given(questions, st.data())
def test_the_scalar_is_the_column(question: Question, data: st.DataObject) -> None:
    """A column that mixes days and spans, dates and texts has bit for bit the scalar's rates and provenance."""
    rates, base, bound = question.rates, question.base, question.max_staleness
    codes = st.sampled_from(LISTED if rates is daily() else [*rates.currencies, "KES"])
    some = spans(rates, 90)
    days = st.one_of(
        some, some.map(str), some.map(lambda span: span.last), some.map(lambda span: str(span.last)[:7])
    )
    rows = data.draw(st.lists(st.tuples(st.floats(1, 1e6), codes, days), min_size=1, max_size=12))
    amounts, names, on = (list(column) for column in zip(*rows, strict=True))
    done = rates.convert(amounts, names, base, on=on, max_staleness=bound, missing="null")

    for row, (amount, code, when) in enumerate(rows):
        rate = question._replace(currency=code).ask(when)
        if rate is None:
            assert (str(done.value[row]), str(done.rate[row]), done.kind[row]) == ("nan", "nan", "")
            continue
        quote = rates.quote(code, base, on=when, max_staleness=bound)
        age = "nan" if quote.staleness is None else f"{quote.staleness}.0"
        assert (done.rate[row], done.value[row]) == (rate, amount * rate) == (quote.rate, amount * quote.rate)
        assert (done.kind[row], done.n_obs[row]) == (quote.kind, quote.n_obs)
        assert (done.observed_on[row].item(), str(done.staleness[row])) == (quote.observed_on, age)


@given(questions, st.lists(st.integers(-30, 400), min_size=1, max_size=30))
def test_a_column_of_numpy_days_is_the_scalar(question: Question, steps: list[int]) -> None:
    """Days as numpy counts them, in any unit, have bit for bit the scalar's rates."""
    days = [question.rates.first + dt.timedelta(step) for step in steps]
    expected = np.array([np.nan if (rate := question.ask(day)) is None else rate for day in days])
    _, _, currency, base, _, bound = question

    for unit in ("D", "h", "s", "us", "ns"):
        ask: Any = {"on": np.array(days, f"M8[{unit}]"), "max_staleness": bound, "missing": "null"}
        done = question.rates.convert(np.ones(len(days)), currency, base, **ask)
        np.testing.assert_array_equal(done.value, expected)


@laws
@given(drawn_questions(), st.sampled_from([np.nan, 0.5, 1e6]))
def test_never_a_later_rate(question: Question, factor: float) -> None:
    """Changing or removing what was published after a day changes no answer about that day."""
    table = question.rates.tables[0]
    later = table.days[:, None] > day_number(question.day)
    values = np.where(later, table.values * factor, table.values)
    changed = Published(table.codes[1:], table.days, values, pivot="EUR", source="changed")
    other = question._replace(rates=Rates(changed))

    assert other.ask(question.day) == question.ask(question.day)
    assert math.isnan(factor) or other.ask(question.span) == question.ask(question.span)


@given(questions, st.data())
def test_rows_do_not_know_each_other(question: Question, data: st.DataObject) -> None:
    """Converting rows in another order gives the same values in that order."""
    row = st.tuples(st.floats(1, 1e6), st.sampled_from(LISTED), spans(question.rates, 90).map(str))
    rows = data.draw(st.lists(row, min_size=1, max_size=20))
    order = data.draw(st.permutations(range(len(rows))))

    def convert(rows: list[tuple[float, str, str]]) -> Any:
        amounts, codes, on = (list(column) for column in zip(*rows, strict=True))
        return question.rates.convert(amounts, codes, question.base, on=on, missing="null").value

    np.testing.assert_array_equal(convert([rows[index] for index in order]), convert(rows)[order])


@given(questions)
def test_a_span_of_one_day_is_the_day(question: Question) -> None:
    """A day, its text and the span from it to itself have one rate."""
    day = question.day
    answers = {question.ask(on) for on in (day, str(day), f"{day}/{day}", Span(day, day), np.datetime64(day))}

    assert len(answers) == 1


@laws
@given(questions)
@example(Question(daily(), {}, "USD", "TRY", parse_span("2026-09-01/2026-09-02")))
@example(Question(daily(), {}, "CZK", "TRY", parse_span("2026-10-26/2026-10-30")))
def test_floats_and_decimals_agree(question: Question) -> None:
    """The float of a rate, of a day or a span, is the exact Decimal to twelve digits."""
    rates, _, currency, base, _, bound = question
    for on in (question.day, question.span):
        if rate := question.ask(on):
            exact = rates.convert_decimal(Decimal(1), currency, base, on=on, max_staleness=bound)
            assert agree(rate, float(exact))
