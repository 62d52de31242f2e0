from __future__ import annotations

import decimal
import json
import math
import stat
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from salarykit.errors import SourceError
from salarykit.rates.exact import published
from salarykit.rates.published import Published
from salarykit.sources import copies
from salarykit.sources.copies import packaged_ecb
from salarykit.sources.exact_file import read_exact, write_exact
from salarykit.sources.plain_file import deferred_plain, read_plain, write_plain

if TYPE_CHECKING:
    from pathlib import Path

NAN = math.nan
CODES = ["USD", "JPY", "GBP", "CHF"]
law = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

printed = st.builds(
    lambda digits, decimals: float(f"{digits}e-{decimals}"), st.integers(1, 9_999_999), st.integers(0, 8)
)  # as central banks print them: up to seven digits
floats = st.floats(1e-99, 1e99)  # with seventeen digits, too
cells = st.one_of(printed, printed, floats, st.just(NAN))


@st.composite
def tables(draw: st.DrawFn) -> Published:
    """Return tables of some days and currencies, of published-looking and of any floats."""
    width = draw(st.integers(1, 4))
    days = sorted(draw(st.sets(st.integers(-80_000, 80_000), min_size=1, max_size=6)))
    columns = [
        draw(st.lists(draw(st.sampled_from([printed, cells])), min_size=len(days), max_size=len(days)))
    ]
    while len(columns) < width:
        columns.append(draw(st.lists(cells, min_size=len(days), max_size=len(days))))
    name = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=9))
    return Published(CODES[:width], days, np.column_stack(columns), pivot="EUR", source=name)


def column(*values: float) -> Published:
    """Return a table of one currency."""
    return Published(["USD"], range(len(values)), [[value] for value in values], pivot="EUR", source="x")


@law
@given(tables())
@example(column(1e-99, 1e99))
@example(column(1e16, 2e16))
@example(column(1e22, 1.5))
@example(column(0.1 + 0.2, 1 / 3))
@example(column(NAN, 1.0705))
@example(column(NAN, NAN))
@example(column(2**53 - 1.0, 2**53, 2**53 + 2.0))
@example(column(2**31 - 1.0, 2**31))
@example(column(1e-22, 1e-23))
def test_what_is_written_is_read(tmp_path: Path, table: Published) -> None:
    """Days, currencies, pivot, source and every value read back to the bit, holes as holes."""
    path = tmp_path / "rates.parquet"
    write_exact(table, path)
    again = read_exact(path)

    assert (again.codes, again.source, again.fingerprint) == (table.codes, table.source, table.fingerprint)
    assert again.days.tolist() == table.days.tolist()
    assert again.values.tobytes() == table.values.tobytes()


def test_published_digits_are_kept_as_whole_numbers(tmp_path: Path) -> None:
    """A column is whole numbers and a number of decimals wherever that is exact, so that a Decimal needs no guess."""
    path = tmp_path / "rates.parquet"
    values = [[1.0705, 172.2, 0.1 + 0.2], [1.06, 20275.17, 0.5]]
    write_exact(Published(CODES[:3], [1, 2], values, pivot="EUR", source="x"), path)
    table = pq.read_table(path)
    decimals = [(table.schema.field(code).metadata or {}).get(b"decimals") for code in CODES[:3]]

    assert (decimals, table.column("USD").to_pylist()) == ([b"4", b"2", None], [10705, 10600])
    assert table.column("JPY").to_pylist() == [17220, 2027517]
    assert [published(value) for value in read_exact(path).values[0, :2]] == [
        decimal.Decimal("1.0705"),
        decimal.Decimal("172.2"),
    ]


def test_the_callers_decimal_context_does_not_matter(tmp_path: Path) -> None:
    """A program that counts with few digits writes the same file."""
    with decimal.localcontext(prec=3):
        write_exact(column(1.0705, 20275.17), tmp_path / "few.parquet")
    write_exact(column(1.0705, 20275.17), tmp_path / "rates.parquet")

    assert (tmp_path / "few.parquet").read_bytes() == (tmp_path / "rates.parquet").read_bytes()


def test_the_packaged_rates_are_written_as_they_are(tmp_path: Path) -> None:
    """The packaged table survives being written once more, and stays small."""
    table = packaged_ecb()
    path = tmp_path / "rates.parquet"
    write_exact(table, path, licence="free")
    about = json.loads(pq.read_schema(path).metadata[b"salarykit_rates"])

    assert read_exact(path).values.tobytes() == table.values.tobytes()
    assert about == {"source": "ECB", "pivot": "EUR", "fingerprint": table.fingerprint, "licence": "free"}
    assert path.stat().st_size < 400_000


def test_a_written_file_is_readable_by_all_who_may(tmp_path: Path) -> None:
    """The file has the rights that any new file has, not those of a temporary one."""
    (tmp_path / "other").touch()
    write_exact(column(1.0), tmp_path / "rates.parquet")

    assert stat.S_IMODE((tmp_path / "rates.parquet").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "other").stat().st_mode
    )
    assert {path.name for path in tmp_path.iterdir()} == {"other", "rates.parquet"}


def test_any_changed_byte_is_noticed(tmp_path: Path) -> None:
    """Of a file with one byte changed, the same values are read, or an error that names it: never other values."""
    path = tmp_path / "rates.parquet"
    values = [[1.0705, 172.2], [NAN, 0.1 + 0.2], [1.08, 1 / 3]]
    table = Published(CODES[:2], [1, 2, 5], values, pivot="EUR", source="x")
    write_exact(table, path)
    whole = path.read_bytes()
    for position in range(len(whole)):
        for mask in (0x01, 0xFF):
            damaged = bytearray(whole)
            damaged[position] ^= mask
            path.write_bytes(damaged)
            try:
                assert read_exact(path).fingerprint == table.fingerprint
            except SourceError as error:
                assert str(path) in str(error)  # noqa: PT017 - one of two outcomes

    assert len(whole) > 1000


@for_each("share", [0.0, 0.01, 0.5, 0.9, 0.999])
def test_a_beginning_of_a_file_is_no_file(share: float, tmp_path: Path) -> None:
    """A file that was cut anywhere is refused."""
    path = tmp_path / "rates.parquet"
    write_exact(column(1.0705, 1.08), path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(SourceError, match="is not a readable table of rates") as caught:
        read_exact(path)

    assert caught.value.source == str(path)


DAY = pa.array([1], pa.date32())
ABOUT = {"source": "x", "pivot": "EUR", "fingerprint": column(1.07).fingerprint}
FOREIGN: dict[str, tuple[dict[str, Any], Any]] = {
    "nothing told": ({"day": DAY, "USD": [1.07]}, None),
    "not JSON": ({"day": DAY, "USD": [1.07]}, b"{"),
    "a list": ({"day": DAY, "USD": [1.07]}, []),
    "a number": ({"day": DAY, "USD": [1.07]}, 5),
    "no pivot": ({"day": DAY, "USD": [1.07]}, {**ABOUT, "pivot": None}),
    "no fingerprint": ({"day": DAY, "USD": [1.07]}, {"source": "x", "pivot": "EUR"}),
    "another fingerprint": ({"day": DAY, "USD": [1.07]}, {**ABOUT, "fingerprint": "0" * 64}),
    "no day": ({"USD": [1.07]}, ABOUT),
    "no currency": ({"day": DAY}, ABOUT),
    "no rows": ({"day": DAY[:0], "USD": pa.array([], pa.float64())}, ABOUT),
    "texts for days": ({"day": ["soon"], "USD": [1.07]}, ABOUT),
    "texts for rates": ({"day": DAY, "USD": ["much"]}, ABOUT),
    "a missing day": ({"day": pa.array([None], pa.date32()), "USD": [1.07]}, ABOUT),
    "a negative rate": ({"day": DAY, "USD": [-1.07]}, ABOUT),
    "an infinite rate": ({"day": DAY, "USD": [math.inf]}, ABOUT),
    "no code": ({"day": DAY, "dollar": [1.07]}, ABOUT),
    "the pivot twice": ({"day": DAY, "EUR": [1.07]}, ABOUT),
    "a day twice": ({"day": pa.array([1, 1], pa.date32()), "USD": [1.07, 1.07]}, ABOUT),
}


@for_each("kind", FOREIGN)
def test_another_parquet_file_is_refused(kind: str, tmp_path: Path) -> None:
    """A Parquet file that is not ours, or is not what it says, is refused by its name."""
    columns, told = FOREIGN[kind]
    table = pa.table(columns)
    if told is not None:
        about = told if isinstance(told, bytes) else json.dumps(told)
        table = table.replace_schema_metadata({"salarykit_rates": about})
    pq.write_table(table, tmp_path / "rates.parquet")
    with pytest.raises(SourceError) as caught:
        read_exact(tmp_path / "rates.parquet")

    assert str(tmp_path / "rates.parquet") in str(caught.value)
    assert caught.value.source == str(tmp_path / "rates.parquet")


@for_each("decimals", ["x", "-400", "-1", "400", "99999999999999999999"])
def test_an_impossible_number_of_decimals_is_refused(decimals: str, tmp_path: Path) -> None:
    """A column shifted by no number, or by one that no rate has, is an error like any other damage."""
    field = pa.field("USD", pa.int32(), metadata={"decimals": decimals})
    schema = pa.schema([pa.field("day", pa.date32()), field], {"salarykit_rates": json.dumps(ABOUT)})
    pq.write_table(pa.table([DAY, pa.array([107], pa.int32())], schema), tmp_path / "rates.parquet")

    with pytest.raises(SourceError, match=r"rates\.parquet"):
        read_exact(tmp_path / "rates.parquet")


@for_each("content", [None, b"", b"PAR1", b"date,USD\n2024-06-28,1.0705\n", bytes(4096)])
def test_a_file_of_another_kind_is_refused(content: bytes | None, tmp_path: Path) -> None:
    """A file that is missing, empty, text or zeros is refused by its name."""
    path = tmp_path / "rates.parquet"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=r"rates\.parquet is not a readable table of rates") as caught:
        read_exact(path)

    assert caught.value.source == str(path)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Where there is no folder, the error names the file, and nothing is left behind."""
    with pytest.raises(SourceError, match=r"^Cannot write .*rates\.parquet"):
        write_exact(column(1.0), tmp_path / "nowhere" / "rates.parquet")

    assert list(tmp_path.iterdir()) == []


@law
@given(figures=st.lists(cells, min_size=1, max_size=6))
@example(figures=[0.1 + 0.2, 1 / 3])
@example(figures=[9007199254740991.0, 0.5])
@example(figures=[0.07, 1e-22])
def test_integers_are_shifted_by_the_decimals_of_the_shortest_texts(
    figures: list[float], tmp_path: Path
) -> None:
    """Integers are shifted by the most decimals that the shortest text of a figure has, noughts at its end aside."""
    write_exact(column(*figures), tmp_path / "rates.parquet")
    table = pq.read_table(tmp_path / "rates.parquet")
    field = table.schema.field("USD")
    texts = [
        published(figure).normalize(decimal.Context(prec=400)) for figure in figures if not math.isnan(figure)
    ]
    decimals = max([0, *(-int(text.as_tuple().exponent) for text in texts)])
    shifted = [int(text.scaleb(decimals, decimal.Context(prec=400))) for text in texts]

    if decimals > 22 or max(shifted, default=0) >= 1 << 53:
        assert field.type == pa.float64()
    else:
        assert field.metadata == {b"decimals": str(decimals).encode()}
        assert table["USD"].drop_null().to_pylist() == shifted


def test_the_packaged_numbers_are_those_of_the_parquet_file() -> None:
    """What is packaged for a quick start is what the Parquet files beside it hold, bit for bit."""
    whole, plain = read_exact(copies._PACKAGED), read_plain(copies._PACKAGED.with_suffix(".numbers"))
    world = deferred_plain(copies._WORLD.with_suffix(".json"), copies.packaged_world)

    assert plain.fingerprint == whole.fingerprint
    assert (plain.codes, plain.source, plain.step, plain.quotation) == (
        whole.codes,
        whole.source,
        whole.step,
        whole.quotation,
    )
    assert (plain.values.tobytes(), plain.days.tobytes()) == (whole.values.tobytes(), whole.days.tobytes())
    assert (world.source, world.step, world.fingerprint) == (
        world.table.source,
        world.table.step,
        world.table.fingerprint,
    )


@for_each("cut", [0, 1, 10, 100, -1, -4])
def test_damaged_numbers_are_one_clear_error(cut: int, tmp_path: Path) -> None:
    """A file of plain numbers that is cut, or has another figure, is refused with its name."""
    path = tmp_path / "ecb.numbers"
    write_plain(column(1.0705, math.nan, 1.08), path)
    good = path.read_bytes()
    path.write_bytes(good[:cut])
    with pytest.raises(SourceError, match=r"ecb\.numbers"):
        read_plain(path)
    path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    with pytest.raises(SourceError, match=r"ecb\.numbers"):
        read_plain(path)


def test_figures_with_too_many_digits_are_no_plain_numbers(tmp_path: Path) -> None:
    """A figure that does not fit is refused, not rounded; a file that describes no rates is, too."""
    with pytest.raises(SourceError, match="too many digits"):
        write_plain(column(1 / 3), tmp_path / "x.numbers")
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SourceError, match="does not describe rates"):
        deferred_plain(tmp_path / "x.json", copies.packaged_world)
