from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import subprocess
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each

import salarykit as sk
from salarykit.errors import SourceError
from salarykit.files.opening import open_local
from salarykit.files.raw import Raw
from salarykit.files.reading import paths_of, read_any, read_raw

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = b"city,amount\nParis,1\nRome,2\n"
NOISE = os.urandom(20_000)


def zipped(*members: tuple[str, bytes]) -> bytes:
    """Return a zip of files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def zstd(content: bytes) -> bytes:
    """Return zstandard data."""
    packed: bytes = pa.Codec("zstd").compress(content, asbytes=True)
    return packed


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstandard": zstd,
    "zip": lambda content: zipped(("inside.csv", content)),
}
packers = pytest.mark.parametrize("name", PACKERS)


@packers
@pytest.mark.parametrize("suffix", [".csv", ".packed"])
def test_a_packed_file_is_read_as_what_is_in_it(name: str, suffix: str, tmp_path: Path) -> None:
    """A packed CSV is its CSV, whatever its name says, and the reading says what it was packed with."""
    path = tmp_path / f"pay{suffix}"
    path.write_bytes(PACKERS[name](TABLE))
    raw = read_raw(path)

    assert pa.table(raw.columns).to_pydict() == {"city": ["Paris", "Rome"], "amount": ["1", "2"]}
    assert (raw.name, len(raw.notes)) == (str(path), 1)
    assert f"decompressed from {name}" in raw.notes[0]


@packers
def test_a_file_cut_short_says_so(name: str, tmp_path: Path) -> None:
    """Packed data that ends too early is one error, and no part of it is taken for the whole."""
    path = tmp_path / "pay.csv"
    path.write_bytes(PACKERS[name](NOISE)[:-200])

    with pytest.raises(SourceError, match="damaged or truncated"):
        read_raw(path)


@packers
def test_a_bomb_is_not_unpacked(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to many times its size is refused before it fills the disk."""
    monkeypatch.setattr("salarykit.files.opening._UNSUSPICIOUS", 1 << 20)
    path = tmp_path / "pay.csv"
    path.write_bytes(PACKERS[name](b"city,amount\n" + b"A,1\n" * (1 << 20)))

    with pytest.raises(SourceError, match="decompression bomb"):
        read_raw(path)


def test_a_packed_parquet_file_is_parquet(tmp_path: Path) -> None:
    """What is in the packing is looked at, not guessed."""
    inside = io.BytesIO()
    pq.write_table(pa.table({"amount": [1.5]}), inside)
    (tmp_path / "x").write_bytes(gzip.compress(inside.getvalue()))

    assert pa.table(read_raw(tmp_path / "x").columns).to_pydict() == {"amount": [1.5]}


@for_each(
    ("content", "message"),
    [
        (zipped(("a.csv", TABLE), ("b.csv", TABLE)), r"holds 2 files \(a\.csv, b\.csv\)"),
        (zipped(), "holds 0 files"),
        (zipped(("[Content_Types].xml", b""), ("xl/workbook.xml", b"")), "is an Office document"),
        (gzip.compress(gzip.compress(b"\0" * 100)), "binary file"),
        (gzip.compress(b""), "is empty"),
        (b"PK\x03\x04 and no more", "damaged or truncated"),
    ],
)
def test_a_packing_without_one_table_is_told(content: bytes, message: str, tmp_path: Path) -> None:
    """An archive that does not hold one table is one error that says what it holds."""
    path = tmp_path / "pay.zip"
    path.write_bytes(content)

    with pytest.raises(SourceError, match=message) as caught:
        read_raw(path)
    assert caught.value.source == str(path)


def test_a_member_without_a_name_is_a_member(tmp_path: Path) -> None:
    """A table in a zip is read, though its name is empty."""
    nameless = zipfile.ZipInfo("x")
    nameless.filename = ""
    with zipfile.ZipFile(tmp_path / "pay.zip", "w") as archive, archive.open(nameless, "w") as member:
        member.write(TABLE)

    assert len(read_raw(tmp_path / "pay.zip")) == 2


def test_hidden_members_of_a_zip_do_not_count(tmp_path: Path) -> None:
    """What a Mac adds to an archive is no second table."""
    path = tmp_path / "pay.zip"
    path.write_bytes(zipped(("__MACOSX/._a.csv", b"x"), (".DS_Store", b"x"), ("folder/a.csv", TABLE)))

    assert len(read_raw(path)) == 2


def test_a_locked_zip_is_told(tmp_path: Path) -> None:
    """A zip that wants a password is one error."""
    content = bytearray(zipped(("a.csv", TABLE)))
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + flags] |= 1
    (tmp_path / "pay.zip").write_bytes(bytes(content))

    with pytest.raises(SourceError, match=r"cannot be decompressed: .*encrypted"):
        read_raw(tmp_path / "pay.zip")


@for_each("name", ["gehälter.csv", "a.csv"])
def test_a_zip_with_a_changed_byte_is_read_or_refused(name: str, tmp_path: Path) -> None:
    """Whatever byte of its names, versions and sizes is another one, the file inside is the same, or there is one error."""
    content = zipped((name, TABLE))

    for at in range(len(content)):
        changed = bytearray(content)
        changed[at] ^= 1 << at % 8
        (tmp_path / "pay.zip").write_bytes(changed)
        with suppress(SourceError), open_local(tmp_path / "pay.zip") as file:
            assert file.path.read_bytes() in (TABLE, bytes(changed))


def test_a_pipe_or_device_is_refused_without_waiting(tmp_path: Path) -> None:
    """A FIFO would block and a device never end: neither is opened."""
    os.mkfifo(tmp_path / "fifo")

    for path in (tmp_path / "fifo", Path("/dev/zero")):
        with pytest.raises(SourceError, match="a pipe or a device, not a file"):
            read_raw(path)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is unpacked on the way is gone when the reading is over, whether it succeeded or not."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    (tmp_path / "good.gz").write_bytes(gzip.compress("Straße,1\n".encode("utf-16")))
    (tmp_path / "bad.gz").write_bytes(gzip.compress(NOISE)[:-10])

    assert isinstance(read_any(tmp_path / "good.gz"), Raw)
    with pytest.raises(SourceError):
        read_any(tmp_path / "bad.gz")
    assert list(scratch.iterdir()) == []


def test_a_plain_file_needs_no_scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain file is read where nothing can be written; a packed one is one error there."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    (tmp_path / "pay.csv").write_bytes(TABLE)
    (tmp_path / "pay.gz").write_bytes(gzip.compress(TABLE))

    assert len(read_raw(tmp_path / "pay.csv")) == 2
    with pytest.raises(SourceError, match=r"^Cannot read .*pay\.gz: No such file or directory\.$"):
        read_raw(tmp_path / "pay.gz")


def test_patterns_and_lists_name_files(tmp_path: Path) -> None:
    """A pattern stands for its files in order, a list for its own; a file whose name holds a star is itself."""
    for name in ("b.csv", "a.csv", "c.txt", "[x].csv"):
        (tmp_path / name).write_bytes(TABLE)

    assert paths_of(str(tmp_path / "?.csv")) == [tmp_path / "a.csv", tmp_path / "b.csv"]
    assert paths_of([tmp_path / "?.csv", str(tmp_path / "c.txt")]) == [
        tmp_path / name for name in ("a.csv", "b.csv", "c.txt")
    ]
    assert paths_of(tmp_path / "[x].csv") is None
    assert paths_of([{"amount": 1}]) is paths_of([]) is None
    with pytest.raises(SourceError, match=r"^No file matches .*nothing-\*\.csv\.$"):
        paths_of(tmp_path / "nothing-*.csv")


LIMITED = """
import resource, sys
from salarykit.files.reading import read_any
import salarykit as sk
from salarykit.errors import SourceError
import pyarrow, pyarrow.csv, pyarrow.parquet
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_any(sys.argv[1])
except SourceError as error:
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print((after - before) // 1024, error)
"""


@pytest.mark.process
@pytest.mark.parametrize(
    ("start", "message"),
    [
        (b"", "line 1: longer than 4,194,304 bytes; that is not a row of a table"),
        (b"city,amount\nParis,1\n", "line 3: longer than 4,194,304 bytes; that is not a row of a table"),
        (b'city,amount\n"Paris,1\n', "line 3: longer than 4,194,304 bytes"),
        (b"<html>", "is a page or JSON of more than 67,108,864 bytes"),
        (b'[{"a": "', "is a page or JSON of more than 67,108,864 bytes"),
    ],
)
def test_a_line_without_end_costs_no_memory(start: bytes, message: str, forked: Path, tmp_path: Path) -> None:
    """A single line of 120 MB is one clear error, and at no time more than a few megabytes are in memory."""
    path = tmp_path / "line.csv"
    with path.open("wb") as file:
        file.write(start)
        for _ in range(120):
            file.write(b"x" * (1 << 20))
    command = [str(forked / "python"), "-c", LIMITED, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own Python
    megabytes, _, told = done.stdout.partition(" ")

    assert message in told
    assert int(megabytes) < 60


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    """A file whose name is not UTF-8, or that cannot be, is one error of every reader, which says what to do."""
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/pay-\xff.csv")
    Path(odd).write_text("city,amount,currency\nKiel,65000,EUR\n")
    out = tmp_path / "out.csv"
    for name in (odd, "pay\0.csv"):
        for read in (
            sk.read_salaries,
            lambda path: sk.read_rates(path, base="EUR"),
            lambda path: sk.convert_file(path, out, base="USD", on="2024"),
        ):
            with pytest.raises(sk.SourceError, match="is not a valid file name"):
                read(name)
    with pytest.raises(sk.SourceError, match=r"a name in it is not UTF-8\. Rename that file"):
        sk.convert_file(tmp_path, tmp_path / "out/", base="USD", on="2024")


def test_a_missing_file_is_answered_with_the_nearest_name(tmp_path: Path) -> None:
    """A misspelt name of a file, alone or as the input of a conversion, is answered with the file that has nearly this name."""
    (tmp_path / "salaries_2024.csv").write_text("amount,currency\n1,EUR\n")
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(
        SourceError, match=r"No such file or directory\. Did you mean 'salaries_2024\.csv'\?$"
    ):
        sk.read_salaries(tmp_path / "salaires_2024.csv")
    with pytest.raises(SourceError, match=r"no such file or folder\. Did you mean 'salaries_2024\.csv'\?$"):
        sk.convert_file(tmp_path / "salaries-2024.csv", tmp_path / "o.csv", base="USD", on="2024")
    with pytest.raises(SourceError, match=r"No such file or directory\.$"):
        sk.read_salaries(tmp_path / "quite_another.parquet")
    with pytest.raises(SourceError, match=r"No such file or directory\.$"):
        sk.read_salaries(tmp_path / "no_folder" / "salaries_2024.csv")
