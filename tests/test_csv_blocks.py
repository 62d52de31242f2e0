"""A CSV is read in blocks; the first rows, which a sample of the file has parsed, are not parsed again."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pyarrow as pa
from cases import for_each

from salarykit.files.stream.csv_blocks import CsvBlocks
from salarykit.files.stream.locations import locate

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 'city,amount,currency\nLeeds,100,GBP\n"Newcastle, Tyne",,GBP\nYork,300\nBath,"",EUR\nKöln,5,\n'


def read(blocks: CsvBlocks) -> tuple[list[dict[str, object]], list[int], list[tuple[int, str]]]:
    """Return the rows of a file, their numbers, and the rows that could not be split."""
    found = list(blocks.blocks())
    table = pa.concat_tables([block.table for block in found]).unify_dictionaries()
    return (
        table.to_pylist(),
        [number for block in found for number in block.numbers.tolist()],
        [row for block in found for row in block.ragged],
    )


@for_each("coded", [(), ("currency",), ("city", "amount", "currency")])
def test_the_first_rows_are_parsed_once(coded: tuple[str, ...], tmp_path: Path) -> None:
    """A second reading, with any dictionaries, gives the rows of a first one without parsing the first rows again."""
    path = tmp_path / "pay.csv"
    path.write_text(ROWS, encoding="utf-8")
    expected = read(CsvBlocks(locate(path), coded))
    sampled = CsvBlocks(locate(path))
    next(sampled.blocks())
    with patch.object(CsvBlocks, "_parse", side_effect=AssertionError("parsed again")):
        again = sampled.with_dictionaries(coded)
        assert read(again) == expected
    table = next(again.blocks()).table
    assert {name for name in table.column_names if pa.types.is_dictionary(table.column(name).type)} == set(
        coded
    )


def test_a_file_that_changed_is_parsed_again(tmp_path: Path) -> None:
    """Rows that were parsed before the file changed are not given for those that it has now."""
    path = tmp_path / "pay.csv"
    path.write_text(ROWS, encoding="utf-8")
    sampled = CsvBlocks(locate(path))
    next(sampled.blocks())
    path.write_text(ROWS.replace("Leeds,100", "Derby,1000"), encoding="utf-8")

    rows, _, _ = read(sampled.with_dictionaries(["city"]))
    assert rows[0] == {"city": "Derby", "amount": "1000", "currency": "GBP"}
