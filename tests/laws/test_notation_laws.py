from __future__ import annotations

from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st

from salarykit.reading.notation import Doubt, NumberCell, read_notation
from salarykit.reading.numerals import NumberForm, numeral, value_of
from salarykit.reading.read import sift_salaries

SWAPPED = str.maketrans(".,", ",.")
texts = st.from_regex(r"[1-9][0-9]{0,4}([.,][0-9]{2,4}){0,3}", fullmatch=True)
grouped = st.one_of(
    st.integers(1_000, 9_999_999).map(lambda number: f"{number:,}"),
    st.integers(100_000, 999_999_999).map(lambda cents: f"{cents / 100:,.2f}"),
)
Answers = list[float | None]


def read(cells: list[str], *, people: bool = True) -> Answers:
    """Return the value of each cell of a column, None if it is refused; no cell belongs to a group."""
    written = [numeral(text) for text in cells]
    asked = [
        NumberCell(text, frozenset([each.form]))
        for text, each in zip(cells, written, strict=True)
        if each and each.form  # not a plain one, for that has no sign
    ]
    signs = iter(read_notation(asked, points_group=people)[1])
    answers: Answers = []
    for each in written:
        sign: Any = (
            "." if each and each.form == NumberForm.PLAIN else next(signs) if each and each.form else None
        )
        is_read = each is not None and sign is not None and not isinstance(sign, Doubt)
        answers.append(value_of(each.digits, sign) if each and is_read else None)
    return answers


@given(st.lists(grouped, min_size=2, max_size=6), texts, st.booleans(), st.booleans())
@example(["65,000", "71,000"], "65,00", False, True)
@example(["65,000", "71,000"], "45.528,00", False, False)
@example(["65,000", "71,000"], "52,0001", True, True)
def test_no_cell_turns_another(many: list[str], odd: str, swap: bool, people: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    """Cells that group thousands in one way are read the same with and without a cell that does not, wherever that cell is."""
    if swap:
        many = [text.translate(SWAPPED) for text in many]
    assume(people or not swap)  # `65.000` is no thousands by itself where a machine may have written it
    alone = read(many, people=people)

    assert None not in alone
    assert read([*many, odd], people=people)[:-1] == read([odd, *many], people=people)[1:] == alone


@given(st.lists(texts, max_size=8))
def test_the_comma_and_the_point_are_mirrors(cells: list[str]) -> None:
    """A column that people wrote is read as the same numbers if its commas and points are exchanged."""
    assert read(cells) == read([text.translate(SWAPPED) for text in cells])


@given(st.lists(texts, max_size=6), st.booleans(), st.randoms())
def test_only_the_shares_of_the_forms_count(cells: list[str], people: bool, random: Any) -> None:  # noqa: FBT001 - hypothesis gives it
    """Neither the order of the cells nor repeating all of them changes how one of them is read."""
    answers = dict(zip(cells, read(cells, people=people), strict=True))
    shuffled = [*cells, *cells]
    random.shuffle(shuffled)

    assert read(shuffled, people=people) == [answers[text] for text in shuffled]


@given(st.lists(texts, min_size=1, max_size=6), st.sampled_from(["amount", "salary"]))
@example(["1", "10000", "2000,00"], "amount")
def test_a_source_is_read_as_its_cells(cells: list[str], header: str) -> None:
    """Each row of a source occurs once: it is read with the figure of its cell, or refused; its period is stated."""
    stated = {"currency": "EUR", "period": "year"}
    found = sift_salaries([{header: text, **stated, "row": at} for at, text in enumerate(cells)])
    columns = (found.good.to_arrow().column(name).to_pylist() for name in ("row", "amount"))
    figures = dict(zip(*columns, strict=True))
    refused = {cell["row"] - 1 for cell in found.bad}

    assert figures.keys() | refused == set(range(len(cells)))
    assert not figures.keys() & refused
    for at, answer in enumerate(read(cells, people=header != "amount")):
        assert figures.get(at) == answer
