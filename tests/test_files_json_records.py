"""The records of JSON, wherever they stand: in a list, inside other objects, or as a table that another library wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.files.json_records import records_in
from salarykit.files.json_text import parse_json

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    {"city": "Rome", "amount": 30_000, "currency": "EUR"},
    {"city": "Bari", "amount": 25_000, "currency": "EUR"},
]
FRAME = pd.DataFrame(ROWS)
FACETS = [{"name": "full time", "count": 2}]
WRAPPED: list[tuple[str, Any]] = [
    ("an answer", {"count": 2, "results": ROWS}),
    ("an answer with a list of filters", {"results": ROWS, "filters": FACETS}),
    ("an answer inside another", {"status": "ok", "data": {"total": 2, "rows": ROWS}}),
    ("Elasticsearch's hits", {"took": 3, "hits": {"total": {"value": 2}, "hits": ROWS}}),
    ("a single object around it", {"salaries2024": {"list": ROWS}}),
    ("the values of a spreadsheet", {"range": "A1:C3", "majorDimension": "ROWS", "values": [list(ROWS[0]), *(list(row.values()) for row in ROWS)]}),
    ("lists below a list of names", [list(ROWS[0]), *(list(row.values()) for row in ROWS)]),
    ("lists of cells", FRAME.to_dict("list")),
]  # fmt: skip
WORDS = st.text(st.characters(categories=["Ll"], max_codepoint=127), min_size=1, max_size=6)
CELLS = st.none() | st.integers(-99, 99) | WORDS


@for_each("orient", ["records", "split", "table", "columns", "index"])
def test_a_table_is_read_as_pandas_writes_it(tmp_path: Path, orient: Any) -> None:
    """Each orientation of `DataFrame.to_json` that keeps the names of the columns reads back as the same rows."""
    path = tmp_path / "pay.json"
    path.write_text(FRAME.to_json(orient=orient), encoding="utf-8")
    assert [(row.city, row.amount) for row in sk.read_salaries(path)] == [("Rome", 30_000), ("Bari", 25_000)]


@for_each("orient", ["columns", "index"])
def test_the_labels_of_rows_are_a_column(tmp_path: Path, orient: Any) -> None:
    """Labels that are no mere numbers become a column, so that no cell is lost."""
    path = tmp_path / "pay.json"
    path.write_text(FRAME.set_index("city").to_json(orient=orient), encoding="utf-8")
    table = sk.read_salaries(path, columns={"city": "index"})
    assert [(row.city, row.amount) for row in table] == [("Rome", 30_000), ("Bari", 25_000)]


@for_each(("what", "value"), WRAPPED)
def test_records_inside_are_found(what: str, value: Any) -> None:
    """The only list of records, or the only one with a usual name, is found however deep it stands."""
    objects = parse_json(json.dumps(value), what)
    assert records_in(objects) == ROWS


@for_each(
    "value",
    [{"left": ROWS, "right": ROWS}, {"data": {"rows": ROWS}, "results": {"rows": ROWS}}, {"min": {"a": 1, "b": 2}, "max": {"a": 3, "b": 4}}],
)  # fmt: skip
def test_where_two_things_may_be_the_records_none_is_taken(value: Any) -> None:
    """Two lists that are as good, and objects that may be rows as well as columns, stay one record."""
    assert records_in([value]) == [value]


@given(st.lists(WORDS, min_size=1, max_size=4, unique=True), st.data())
def test_rows_and_columns_are_told_apart(names: list[str], data: st.DataObject) -> None:
    """With numbered rows, `index` and `columns` give the rows that were written, whatever they hold."""
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, CELLS)), min_size=2, max_size=4))
    by_row = {str(number): row for number, row in enumerate(rows)}
    by_column = {name: {str(number): row[name] for number, row in enumerate(rows)} for name in names}
    assert records_in([by_row]) == records_in([by_column]) == rows


def test_json_stat_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """A dataset of JSON-stat, which statistical offices publish, is named in the message."""
    path = tmp_path / "pay.json"
    path.write_text(
        '{"class": "dataset", "id": ["geo"], "size": [1], "dimension": {}, "value": [1]}', encoding="utf-8"
    )
    with pytest.raises(sk.SourceError, match="is JSON-stat, which is not read"):
        sk.read_salaries(path)


@for_each(
    ("text", "kind"),
    [
        ('<?xml version="1.0"?><rss><channel><item><title>Cook, £24,000</title></item></channel></rss>', "a feed in XML"),
        ("<source><job><title>Cook</title><salary>£24,000</salary></job></source>", "XML, which is not read"),
        ('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "in the XML of Excel 2003"),
        ('CHARSET="ANSI";\nAXIS-VERSION="2013";\nDATA=\n1 2;\n', "PC-Axis"),
    ],
)  # fmt: skip
def test_other_formats_are_named_and_not_printed(tmp_path: Path, text: str, kind: str) -> None:
    """XML and PC-Axis are refused by name, with what to save instead, by tables as by files; no message prints the document."""
    path = tmp_path / "jobs.xml"
    path.write_text(text + " " * 3 + "x" * 5000, encoding="utf-8")
    with pytest.raises(sk.SourceError, match=kind) as told:
        sk.read_salaries(path)
    assert len(str(told.value)) < 250 + len(str(path))
    with pytest.raises(sk.SalaryKitError):
        sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024")
