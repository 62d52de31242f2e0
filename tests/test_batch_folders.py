from __future__ import annotations

import csv
import json
import os
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

import salarykit as sk
from salarykit.batch import open_input as parts

if TYPE_CHECKING:
    from pathlib import Path

ASKED: dict[str, Any] = {"base": "USD", "on": "2024", "add": ["value"]}


def folder_of(root: Path, files: dict[str, str]) -> Path:
    """Write some files below a folder."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def values(path: Path) -> list[float]:
    """Return the values of a Parquet file."""
    return list(pq.read_table(path, partitioning=None).column("value").to_pylist())


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A folder of three files in Hive's folders, and some that are none."""
    text = "amount,city\n{}\n"
    files = {
        "currency=USD/year=2023/a.csv": text.format("1,Kiel"),
        "currency=USD/year=2024/b.csv": text.format("2,Bonn"),
        "currency=EUR/year=2024/a.csv": text.format("3,Jena"),
        "currency=EUR/_temporary/c.csv": "nonsense",
        ".hidden/d.csv": "nonsense",
        "read.me": "nonsense",
    }
    return folder_of(tmp_path / "in", files)


def test_a_folder_becomes_a_folder(three: Path, tmp_path: Path) -> None:
    """Each file becomes one in the same folder; what the folders say is read, and not written twice."""
    report = sk.convert_file(three, tmp_path / "out", **ASKED)
    assert report.files == report.rows_out == 3
    made = sorted(
        str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("[!.]*.parquet")
    )
    assert made == [
        f"currency={name}.parquet" for name in ("EUR/year=2024/a", "USD/year=2023/a", "USD/year=2024/b")
    ]
    assert pq.read_schema(tmp_path / "out" / made[0]).names == ["amount", "city", "value"]
    sk.convert_file(three, tmp_path / "bare", drop_local=True, **ASKED)
    assert pq.read_schema(tmp_path / "bare" / made[0]).names == ["city", "value"]
    rate = sk.convert(1.0, "EUR", "USD", on="2024")
    back = ds.dataset(tmp_path / "out", partitioning="hive").to_table().sort_by("amount").to_pylist()
    assert [row["value"] for row in back] == [1, 2, 3 * rate]
    assert [row["currency"] for row in back] == ["USD", "USD", "EUR"]


def test_a_folder_becomes_a_file(three: Path, tmp_path: Path) -> None:
    """All files go into one, in the order of their paths, with what their folders say as columns."""
    report = sk.convert_file(three, tmp_path / "out.parquet", **ASKED)
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [(row["city"], row["currency"], row["year"]) for row in rows] == [
        ("Jena", "EUR", "2024"),
        ("Kiel", "USD", "2023"),
        ("Bonn", "USD", "2024"),
    ]
    assert (report.files, report.rows_in, report.currencies) == (3, 3, {"USD": 2, "EUR": 1})


def test_the_year_of_a_folder_can_be_the_days(three: Path, tmp_path: Path) -> None:
    """`on` may name a column that only the folders' names make."""
    sk.convert_file(three, tmp_path / "out.parquet", base="EUR", on="year", add=["value"])
    expected = [3.0, *(sk.convert(1.0 * n, "USD", "EUR", on=year) for n, year in ((1, "2023"), (2, "2024")))]
    assert values(tmp_path / "out.parquet") == expected


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("in/*/year=2024/*.csv", ["Jena", "Bonn"]),
        ("in/**/a.csv", ["Jena", "Kiel"]),
        ("in/currency=[!E]*/year=202?/*", ["Kiel", "Bonn"]),
    ],
)
def test_a_pattern_names_files(
    pattern: str, found: list[str], three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`*`, `?`, `[...]` and `**` mean what a shell means by them; relative paths and absolute ones."""
    for start in ("", f"{tmp_path}/"):
        monkeypatch.chdir(tmp_path)
        sk.convert_file(start + pattern, "out.parquet", **ASKED)
        assert pq.read_table("out.parquet").column("city").to_pylist() == found
    assert three.exists()


def test_a_list_names_files(three: Path, tmp_path: Path) -> None:
    """A list of paths is read in its own order."""
    paths: list[Path | str] = [
        three / "currency=USD/year=2024/b.csv",
        str(three / "currency=EUR/year=2024/a.csv"),
    ]
    sk.convert_file(paths, tmp_path / "out.parquet", **ASKED)
    assert pq.read_table(tmp_path / "out.parquet").column("city").to_pylist() == ["Bonn", "Jena"]


def test_text_and_parquet_can_be_mixed(tmp_path: Path) -> None:
    """A folder may hold several formats; in a folder each keeps its own columns."""
    pq.write_table(pa.table({"amount": [1.0], "currency": ["USD"], "x": [1]}), tmp_path / "p.parquet")
    folder_of(tmp_path, {"c.csv": "currency,amount\nUSD,2\n"})
    report = sk.convert_file(tmp_path, tmp_path / "out" / "", format="csv", **ASKED)
    assert report.files == 2
    assert (tmp_path / "out" / "c.csv").read_text(
        encoding="utf-8"
    ) == '"currency","amount","value"\n"USD","2",2\n'
    with pytest.raises(sk.SourceError, match=r"p\.parquet differs from .*c\.csv in the column 'x'"):
        sk.convert_file([tmp_path / "c.csv", tmp_path / "p.parquet"], tmp_path / "one.parquet", **ASKED)


def test_refused_rows_of_all_files_stand_in_one(three: Path, tmp_path: Path) -> None:
    """The file of rejects names each row's file; formulas in it are harmless."""
    folder_of(three, {"currency=EUR/year=2024/z.csv": "amount,city\n=1+1,Kiel\n4,Bonn\n"})
    bad = tmp_path / "bad.csv"
    report = sk.convert_file(three, tmp_path / "out", rejects=bad, **ASKED)
    with bad.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["row"], row["value"], row["code"]) for row in rows] == [("1", "'=1+1", "formula")]
    assert rows[0]["file"].endswith("currency=EUR/year=2024/z.csv")
    assert (report.rows_in, report.rows_out, report.rejects) == (5, 4, str(bad))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were opened to be converted."""
    seen: list[str] = []
    plain = parts.open_input

    def look(part: Any, *args: Any, **options: Any) -> Any:
        seen.append(part.relative)
        return plain(part, *args, **options)

    monkeypatch.setattr("salarykit.batch.run.open_input", look)
    return seen


def test_a_second_run_goes_on_after_the_first(tmp_path: Path, counted: list[str]) -> None:
    """With `resume`, files that are done are not read again; the report and the rejects cover them all the same."""
    files = {f"{n}.csv": f"amount,currency\n{n + 1},USD\nx,USD\n" for n in range(5)}
    source, out, bad = folder_of(tmp_path / "in", files), tmp_path / "out", tmp_path / "bad.csv"
    (source / "3.csv").write_text("nothing", encoding="utf-8")
    with pytest.raises(sk.InvalidSalary):
        sk.convert_file(source, out, rejects=bad, resume=True, **ASKED)
    assert not bad.exists()
    folder_of(source, {"3.csv": files["3.csv"]})
    counted.clear()
    report = sk.convert_file(source, out, rejects=bad, resume=True, **ASKED)
    assert counted == ["3.csv", "4.csv"]
    assert (report.resumed, report.files, report.rows_in, report.rejected) == (3, 5, 10, {"not_a_number": 5})
    with bad.open(encoding="utf-8") as file:
        assert [row["file"][-5:] for row in csv.DictReader(file)] == sorted(files)
    assert [values(out / f"{n}.parquet") for n in range(5)] == [[n + 1] for n in range(5)]


@pytest.mark.parametrize("touched", ["in", "out", "gone", "newer"])
def test_what_was_touched_is_done_again(touched: str, tmp_path: Path, counted: list[str]) -> None:
    """A file counts as done only if what was read and what was written are as they were."""
    source = folder_of(tmp_path / "in", {f"{n}.csv": f"amount,currency\n{n},USD\n" for n in (1, 2)})
    out = tmp_path / "out"
    sk.convert_file(source, out, **ASKED)
    if touched == "in":
        folder_of(source, {"2.csv": "amount,currency\n7,USD\n"})
    elif touched == "out":
        with (out / "2.parquet").open("r+b") as file:
            file.write(b"XXXX")
    elif touched == "gone":
        (out / "2.parquet").unlink()
    else:
        os.utime(source / "2.csv", (1, 1))
    counted.clear()
    report = sk.convert_file(source, out, resume=True, **ASKED)
    assert (counted, report.resumed) == (["2.csv"], 1)
    assert values(out / "2.parquet") == [7.0 if touched == "in" else 2.0]


def test_other_options_are_no_resumption(tmp_path: Path, counted: list[str]) -> None:
    """Going on with other options is an error; beginning anew forgets what was done."""
    source = folder_of(tmp_path / "in", {"1.csv": "amount,currency\n1,USD\n"})
    sk.convert_file(source, tmp_path / "out", **ASKED)
    with pytest.raises(sk.SourceError, match=r"^.*out was started with other options or rates\. Repeat"):
        sk.convert_file(source, tmp_path / "out", resume=True, **{**ASKED, "on": "2023"})
    assert sk.convert_file(source, tmp_path / "out", resume=True, **ASKED).resumed == 1
    counted.clear()
    assert sk.convert_file(source, tmp_path / "out", **ASKED).resumed == 0
    assert counted == ["1.csv"]


def test_a_receipt_that_was_cut_short_counts_for_nothing(tmp_path: Path) -> None:
    """A damaged receipt means that its file is done again."""
    source = folder_of(tmp_path / "in", {"1.csv": "amount,currency\n1,USD\n"})
    sk.convert_file(source, tmp_path / "out", **ASKED)
    receipt = tmp_path / "out" / ".salarykit" / "1.csv.json"
    assert json.loads(receipt.read_text(encoding="utf-8"))["tally"]["rows_out"] == 1
    for damaged in ('{"order"', "[]", "5", "{}"):
        receipt.write_text(damaged, encoding="utf-8")
        assert sk.convert_file(source, tmp_path / "out", resume=True, **ASKED).resumed == 0


@pytest.mark.parametrize(
    ("source", "out", "options", "said"),
    [
        ("in", "in", {}, "is also the input folder. Choose another one."),
        ("in/1.csv", "out", {}, "give a name that ends in .parquet, .csv or .csv.gz, or a folder."),
        ("in", "in/1.csv/", {}, "give a name that ends in .parquet, .csv or .csv.gz, or a folder."),
        (
            "in",
            "out.csv",
            {"resume": True},
            "resume works for an output folder; a single file is always written as a whole.",
        ),
        ("in", "out.csv", {"rejects": "bad"}, "bad: the name must end in .csv or .parquet."),
        ("in/*.txt", "out", {}, "No file matches the pattern in "),
        ("empty", "out", {}, r"empty holds no file that can be converted (.csv, .parquet, .xlsx)."),
        ("nowhere", "out", {}, "there is no such file or folder."),
        (
            "in",
            "out",
            {"compression": "zip"},
            "compression='zip' is not one of zstd, snappy, gzip, lz4, none.",
        ),
        ("in", "out", {"missing": "skip"}, "missing='skip': choose 'raise' or 'null'."),
        ("in", "out", {"add": ()}, "add: choose at least one of value, rate"),
        ("in", "out", {"format": "xlsx"}, "format='xlsx': choose 'parquet' or 'csv'."),
        (
            "in",
            "out",
            {"filesystem": 5},
            "filesystem: a int is not a filesystem. Give one of pyarrow.fs or of fsspec.",
        ),
        ("zzz://bucket/a.csv", "out", {"remote": True}, "No installed library opens zzz://bucket/a.csv"),
    ],
)
def test_what_cannot_be_is_told(
    source: str, out: str, options: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each wrong choice is one sentence with what to do; nothing is written."""
    monkeypatch.chdir(tmp_path)
    folder_of(tmp_path / "in", {"1.csv": "amount,currency\n1,USD\n", "2.csv": "amount,currency\n2,USD\n"})
    (tmp_path / "empty").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(sk.SalaryKitError) as caught:
        sk.convert_file(source, out, **{**ASKED, **options})
    assert said in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_no_files_and_twice_the_same_are_told(tmp_path: Path) -> None:
    """An empty list, a thing that is no path, and two files that would be written to one are refused."""
    files = {
        "a/1.csv": "amount,currency\n1,USD\n",
        "b/1.csv": "amount,currency\n1,USD\n",
        "a/1.txt": "amount\n",
    }
    folder_of(tmp_path, files)
    told = {
        "There is no file to read: the list is empty.": [],
        "b/1.csv would both become 1.parquet.": [tmp_path / "a/1.csv", tmp_path / "b/1.csv"],
        "1.csv is given twice.": [tmp_path / "a", tmp_path / "a/../a/1.csv"],
        "would both become 1.parquet.": tmp_path / "a",
        "Cannot read files from a int.": 5,
    }
    for said, source in told.items():
        with pytest.raises(sk.SourceError) as caught:
            sk.convert_file(source, tmp_path / "out", **ASKED)  # type: ignore[arg-type] # wrong on purpose
        assert said in str(caught.value)


def test_a_file_of_texts_knows_its_folders_and_its_name(tmp_path: Path) -> None:
    """In people's writing, too, `on` may name a folder's key, and what has no rate is told with the file."""
    pay = folder_of(tmp_path / "in", {"quarter=2024-Q2/a.csv": "amount,currency\n1k,EUR\n2k,KPW\n"})
    with pytest.raises(sk.RateNotFound, match=r"a\.csv, row 2: No KPW/USD rate"):
        sk.convert_file(pay, tmp_path / "out.parquet", base="USD", on="quarter")
    sk.convert_file(pay, tmp_path / "out.parquet", base="USD", on="quarter", missing="null")
    assert values(tmp_path / "out.parquet") == [1000 * sk.convert(1.0, "EUR", "USD", on="2024-Q2"), None]


def test_rejects_are_no_output_and_no_receipt(tmp_path: Path) -> None:
    """The file of all rejects takes no name of a file that the run writes, so that none is written over."""
    pay = folder_of(
        tmp_path / "in", {"1.csv": "amount,currency\n1,USD\nx,USD\n", "b/2.csv": "amount,currency\n2,USD\n"}
    )
    out = tmp_path / "out"
    for rejects in (
        out / "1.parquet",
        out / "b/../1.parquet",
        out / "b/2.parquet",
        out / ".salarykit/1.csv.rejects.parquet",
    ):
        with pytest.raises(
            sk.SourceError, match=r"is a file that is written\. Choose another one for the rejects"
        ):
            sk.convert_file(pay, out, rejects=rejects, **ASKED)
        assert not out.exists()

    sk.convert_file(pay, out, rejects=out / "bad.parquet", **ASKED)
    assert values(out / "1.parquet") == [1.0]
    assert pq.read_table(out / "bad.parquet").column("value").to_pylist() == ["x"]


@pytest.mark.parametrize(
    "damage",
    [b"", b"\xff\xfe{", b"[" * 100_000, b"{}", b'{"options": ' + b"9" * 5_000 + b"}"],
    ids=["empty", "no UTF-8", "deep", "no fields", "a long number"],
)
def test_a_damaged_receipt_is_none(damage: bytes, tmp_path: Path) -> None:
    """A file whose receipt is damaged is converted again, whatever stands in the receipt."""
    pay = folder_of(tmp_path / "in", {"1.csv": "amount,currency\n1,USD\n"})
    sk.convert_file(pay, tmp_path / "out", **ASKED)
    (tmp_path / "out/.salarykit/1.csv.json").write_bytes(damage)

    assert sk.convert_file(pay, tmp_path / "out", resume=True, **ASKED).resumed == 0
    assert sk.convert_file(pay, tmp_path / "out", resume=True, **ASKED).resumed == 1


@pytest.mark.parametrize(
    "tally", [None, {}, [], "x", {"rejected": 5, "currencies": {}, "kinds": {}, "counts": {}}]
)
def test_a_receipt_without_counts_is_none(tally: Any, tmp_path: Path) -> None:
    """A receipt whose counts cannot be read makes its file be converted again."""
    pay = folder_of(tmp_path / "in", {"1.csv": "amount,currency\n1,USD\n"})
    sk.convert_file(pay, tmp_path / "out", **ASKED)
    receipt = tmp_path / "out/.salarykit/1.csv.json"
    receipt.write_text(json.dumps({**json.loads(receipt.read_text()), "tally": tally}))

    assert sk.convert_file(pay, tmp_path / "out", resume=True, **ASKED).resumed == 0
