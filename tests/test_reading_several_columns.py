from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.reading.headers import read_header

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

ONE_OR_THE_OTHER = {"currency": ["Currency", "Currency - other"]}


def money(*rows: tuple[Any, ...], columns: Any = ONE_OR_THE_OTHER) -> sk.Sifted:
    """Sift rows of an amount, a currency, and another currency."""
    names = ("amount", "Currency", "Currency - other", "country")
    return sk.sift_salaries(
        [dict(zip(names, row, strict=False)) for row in rows], columns=columns, defaults={"period": "year"}
    )


def test_of_several_columns_the_first_readable_cell_counts() -> None:
    """A code, a name or a sign counts where it stands first; `Other`, a blank and an unknown word give way to the next column."""
    good, bad = money(
        (45_000, "GBP", "INR"),
        (50_000, "Other", "INR"),
        (50_000, "other (please say)", "Polish złoty"),
        (50_000, None, "€"),
        (50_000, "", "SEK"),
        (50_000, "US dollars", None),
        (50_000, "AUD/NZD", "", "NZ"),
        (50_000, "USD or CAD", "", "GB"),
    )
    assert [row.currency for row in good] == ["GBP", "INR", "PLN", "EUR", "SEK", "USD", "NZD"]
    assert [(cell["row"], cell["code"]) for cell in bad] == [(8, "ambiguous_currency")]


def test_what_no_column_says_is_refused_by_the_first() -> None:
    """Where no cell can be read, the reject shows the first that is not empty."""
    _, bad = money((50_000, "Other", None), (50_000, "Other", "???"), (50_000, None, "gold"))
    assert [(cell["row"], cell["code"], cell["value"]) for cell in bad] == [
        (1, "unknown_currency", "Other"),
        (2, "unknown_currency", "Other"),
        (3, "unknown_currency", "gold"),
    ]


@given(
    st.lists(
        st.tuples(*[st.sampled_from(["EUR", "Usd", "€", "Other", "", None, "złoty", "n/a"])] * 2), min_size=1
    )
)
def test_a_row_is_read_as_if_its_cell_stood_alone(rows: list[tuple[str | None, str | None]]) -> None:
    """Law: two columns give each row what one column of the chosen cells gives, refusals too."""

    def alone(text: str | None) -> bool:
        return len(money((50_000, text), columns={"currency": "Currency"}).good) == 1

    chosen = [
        next((cell for cell in row if cell and alone(cell)), next(filter(None, row), None)) for row in rows
    ]
    both = money(*((50_000, *row) for row in rows))
    one = money(*((50_000, cell) for cell in chosen), columns={"currency": "Currency"})

    assert [row.currency for row in both.good] == [row.currency for row in one.good]
    assert [cell["row"] for cell in both.bad] == [cell["row"] for cell in one.bad]


def test_several_columns_go_into_a_layout_and_through_files(tmp_path: Path, cli: Callable[..., Ran]) -> None:
    """The layout names them in order, its JSON brings them back, and files and the command line read alike."""
    text = "amount,Currency,Currency - other\n" + "50000,Other,SEK\n40000,EUR,\n" * 30
    (tmp_path / "pay.csv").write_text(text, encoding="utf-8")
    options: Any = {"columns": ONE_OR_THE_OTHER, "defaults": {"period": "year"}}
    layout = sk.infer_layout(tmp_path / "pay.csv", **options)
    table = sk.read_salaries(tmp_path / "pay.csv", **options)

    assert "currency    'Currency', then 'Currency - other'" in str(layout)
    assert json.loads(layout.to_json())["columns"]["currency"] == ["Currency", "Currency - other"]
    again = sk.Layout.from_json(layout.to_json(tmp_path / "pay.layout.json"))
    assert again == layout
    assert [row.currency for row in table][:2] == ["SEK", "EUR"]
    assert list(sk.read_salaries(tmp_path / "pay.csv", layout=again)) == list(table)

    sk.convert_file(tmp_path / "pay.csv", tmp_path / "out.parquet", base="USD", on="2024", **options)
    written = sk.read_salaries(tmp_path / "out.parquet")
    assert [row.currency for row in written] == [row.currency for row in table]
    asked = [
        "--column",
        "currency=Currency",
        "--column",
        "currency=Currency - other",
        "--default",
        "period=year",
    ]
    found = cli("layout", str(tmp_path / "pay.csv"), *asked)
    assert "'Currency', then 'Currency - other'" in found.out


@for_each(
    ("columns", "sentence"),
    [
        ({"currency": []}, r"columns: currency needs the names of columns, each only once, not \[\]"),
        (
            {"currency": ["Currency", "Currency"]},
            "columns: currency needs the names of columns, each only once",
        ),
        ({"currency": ["Currency", "Other"]}, "no column 'Other'"),
        ({"currency": ["Currency", 3]}, "columns: currency needs the name of a column, not 3"),
        ({"money": ["Currency", "x"]}, "columns: 'money' is not a field of a salary"),
    ],
)
def test_wrong_lists_of_columns_are_told(columns: Any, sentence: str) -> None:
    """An empty list, a name twice, a name that the source lacks: one error that names it."""
    with pytest.raises(sk.InvalidSalary, match=sentence):
        money((50_000, "EUR", ""), columns=columns)


def payroll(*rows: tuple[Any, Any], **options: Any) -> sk.Sifted:
    """Sift a payroll of salaries and hourly rates."""
    records = [{"Annual Salary": a, "Hourly Rate": h, "name": n} for n, (a, h) in enumerate(rows)]
    return sk.sift_salaries(records, defaults={"currency": "USD"}, **options)


def test_a_salary_or_an_hourly_rate_is_read_with_its_period() -> None:
    """A row has one or the other; where it has both the longest period counts, and zero or `n/a` is none."""
    good, bad = payroll(
        ("52,000.00", ""),
        ("", "25.50"),
        ("0.00", "31"),
        ("$0.00", "31"),
        ("n/a", "18"),
        ("60,000", "28.85"),
        ("", ""),
    )
    assert [(row.amount, row.period) for row in good] == [
        (52_000, "year"),
        (25.5, "hour"),
        (31, "hour"),
        (31, "hour"),
        (18, "hour"),
        (60_000, "year"),
    ]
    assert [(cell["row"], cell["code"]) for cell in bad] == [(7, "missing")]
    assert "'Annual Salary', 'Hourly Rate', in each row from the first that states one." in str(good.reading)


@for_each(
    "names",
    [
        ("Jahresgehalt", "Monatsgehalt", "Stundenlohn"),
        ("Salaire annuel", "Salaire mensuel", "Salaire horaire"),
        ("salary_yearly", "salary_monthly", "salary_hourly"),
        ("Salario anual", "Salario mensual", "Salario diario"),
    ],
)
def test_columns_of_three_periods_are_one_amount(names: tuple[str, str, str]) -> None:
    """In any language: the columns differ in their periods alone, so each row is read by the one it fills."""
    rows = [{names[at]: 30_000 / 100**at, "currency": "EUR"} for at in (2, 0, 1)]
    good = sk.read_salaries([{**dict.fromkeys(names), **row} for row in rows])
    assert [row.amount for row in good] == [3, 30_000, 300]
    assert [row.period for row in good] == [
        read_header(names[at]).period  # type: ignore[union-attr] # a header that is known
        for at in (2, 0, 1)
    ]


def test_columns_in_two_currencies_are_not_one_amount() -> None:
    """A yearly salary in euros and an hourly one in dollars are two amounts: the better one is read, and the other named."""
    names = ("Annual salary (EUR)", "Hourly rate (USD)")
    good, bad = sk.sift_salaries([dict(zip(names, row, strict=True)) for row in ((30_000, None), (None, 20))])
    assert [row.currency for row in good] == ["EUR"]
    assert [cell["row"] for cell in bad] == [2]
    assert "rather than 'Hourly rate (USD)'" in str(good.reading)


def test_amounts_in_columns_that_the_caller_names_are_read_in_that_order() -> None:
    """`columns={"amount": [...]}` takes each row from the first that states an amount, with the period of its header."""
    rows = [{"Stundenlohn": 20, "Jahresgehalt": 40_000}, {"Stundenlohn": None, "Jahresgehalt": 41_000}]
    good = sk.read_salaries(
        rows, columns={"amount": ["Stundenlohn", "Jahresgehalt"]}, defaults={"currency": "EUR"}
    )
    assert [(row.amount, row.period) for row in good] == [(20, "hour"), (41_000, "year")]


@for_each(
    ("header", "field", "period"),
    [
        (
            "What is your annual salary? (You'll say the currency below. If hourly, please give a year's.)",
            "amount",
            "year",
        ),
        ("What is your monthly salary (in your own words)?", "amount", "month"),
        ("Wie hoch ist dein Bruttojahresgehalt?", "amount", "year"),
        ("¿Cuál es tu salario mensual bruto?", "amount", "month"),
        ("Please indicate the currency", "currency", None),
        ("What country do you work in?", "country", None),
        ("What city are you based in?", "city", None),
        ("What is your job title?", "role", None),
    ],
)
def test_questions_of_a_form_are_headers(header: str, field: str, period: str | None) -> None:
    """A form's question is read as the words that it asks for; what it tells those who answer, in brackets, is left out."""
    found = read_header(header)
    assert found is not None
    assert (found.field, found.period) == (field, period)


@for_each(
    "header",
    [
        "What is your salary? (please give thousands)",
        "Your salary (please give a month's)",
        "What is your salary? (please give it net)",
        "How much additional monetary compensation do you get?",
        "How many years do you work here?",
        "What industry do you work in?",
        "Do you work in the office?",
    ],
)
def test_questions_that_ask_for_something_else_are_no_headers(header: str) -> None:
    """An instruction that changes what the cells mean, or a word that is not known, leaves the column unread."""
    assert read_header(header) is None


def paid(names: list[str], *rows: tuple[str, ...], **options: Any) -> tuple[list[Any], list[Any]]:
    """Return the amounts, periods and statistics of rows in dollars, and the rows, fields and codes of their rejects."""
    records = [dict(zip(names, row, strict=True)) for row in rows]
    good, bad = sk.sift_salaries(records, defaults={"currency": "USD"}, **options)
    return (
        [(row.amount, row.period, row.statistic) for row in good],
        [(cell["row"], cell["column"], cell["value"], cell["code"]) for cell in bad],
    )


@pytest.mark.parametrize(
    ("header", "period", "other"),
    [
        ("Hourly wage", "hour", "year"),
        ("Annual Salary", "year", "hour"),
        ("Monatsgehalt", "month", "Jahr"),
        ("Salaire annuel", "year", "par mois"),
        ("Salary (USD/week)", "week", "p.a."),
        ("оклад в месяц", "month", "hour"),
    ],
)
@pytest.mark.parametrize("cell", ["520", "$520"])
def test_a_cell_that_contradicts_its_header_is_refused(
    header: str, period: str, other: str, cell: str
) -> None:
    """A period that is not the header's is a contradiction; an empty cell has the header's period, and so has a cell that agrees."""
    for columns in (None, {"amount": header, "period": "period"}):
        found = paid([header, "period"], (cell, other), (cell, ""), (cell, period), columns=columns)
        assert found == ([(520, period, None)] * 2, [(1, "period", other, "contradiction")])


def test_each_column_of_a_payroll_has_its_own_period() -> None:
    """A payroll's column of periods is held against the header of the column that a row is read by; so is one of statistics."""
    assert paid(
        ["Annual Salary", "Hourly Rate", "period"],
        ("52000", "", "hour"),
        ("52000", "", "year"),
        ("", "25", "hour"),
        ("0", "25", "year"),
        ("", "25", ""),
    ) == (
        [(52_000, "year", None), (25, "hour", None), (25, "hour", None)],
        [(1, "period", "hour", "contradiction"), (4, "period", "year", "contradiction")],
    )
    assert paid(["Median", "p90", "statistic"], ("50", "60", ""), ("50", "60", "median")) == (
        [(50, "year", "median"), (60, "year", "p90"), (50, "year", "median")],
        [(2, "statistic", "median", "contradiction")],
    )


def test_a_statistic_is_read_from_the_column_that_states_it() -> None:
    """A statistic that its yearly column leaves open is read from its hourly one, each statistic for itself."""
    names = ["Hourly Median Wage", "Annual Mean Wage", "Annual Median Wage", "Hourly Mean Wage"]
    assert paid(names, ("24", "52000", "*", "25"), ("24", "", "50000", "25"), ("24", "", "0", "-"))[0] == [
        (52_000, "year", "mean"),
        (24, "hour", "median"),
        (25, "hour", "mean"),
        (50_000, "year", "median"),
        (24, "hour", "median"),
    ]
    assert paid(["Median (gross, yearly)", "Median (net, monthly)"], ("", "2500"))[0] == []


@pytest.mark.parametrize("zero", ["USD 0", "0 EUR", "0,00 zł", "Rs. 0", "$0/hr", "CHF 0.-", "0.0 k"])
def test_zero_with_its_currency_states_no_amount(zero: str) -> None:
    """Zero gives way to the next column however it is written; an amount with a nought does not."""
    names = ["Annual Salary", "Hourly Rate"]
    assert paid(names, (zero, "25"))[0] == [(25, "hour", None)]
    assert paid(names, (zero.replace("0", "10", 1), "25"))[0] != [(25, "hour", None)]
