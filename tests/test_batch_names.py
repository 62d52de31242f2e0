from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

ASKED: dict[str, Any] = {"base": "USD", "on": "2024", "add": ["value"]}


def written(path: Path, amount: int) -> Path:
    """Write a file of one row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"amount,currency\n{amount},USD\n", encoding="utf-8")
    return path


def amounts(path: Path) -> list[float]:
    """Return the amounts of a Parquet file, in order."""
    return sorted(pq.read_table(path, partitioning=None).column("amount").to_pylist())


def test_files_of_one_name_go_into_one_file(tmp_path: Path) -> None:
    """Two files may have one name, where nothing is called by it."""
    files = [written(tmp_path / f"{year}/pay.csv", year) for year in (2023, 2024)]
    sk.convert_file(files, tmp_path / "out.parquet", **ASKED)
    assert amounts(tmp_path / "out.parquet") == [2023, 2024]


def test_a_link_that_leads_back_is_not_followed(tmp_path: Path) -> None:
    """No row comes twice because a folder holds a link to itself; other links are followed."""
    written(tmp_path / "in/a.csv", 1)
    written(tmp_path / "elsewhere/b.csv", 2)
    (tmp_path / "in/self").symlink_to(".", target_is_directory=True)
    (tmp_path / "in/again").symlink_to("../in", target_is_directory=True)
    (tmp_path / "in/other").symlink_to("../elsewhere", target_is_directory=True)
    for source in (tmp_path / "in", tmp_path / "in/**/*.csv"):
        sk.convert_file(source, tmp_path / "out.parquet", **ASKED)
        assert amounts(tmp_path / "out.parquet") == [1, 2]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.csv", [1, 2]),
        ("**", [1, 2, 4]),
        (".*.csv", [3]),
        ("[!b].csv", [1]),
        ("a[!x]b.csv", [2]),
        ("in[!x]a.csv", []),
        ("[z-a].csv", []),
        ("[a^].csv", [1]),
    ],
)
def test_a_pattern_means_what_a_shell_means(pattern: str, found: list[int], tmp_path: Path) -> None:
    """A hidden file must be named with its point; brackets stand for no slash; what is not a valid pattern is told."""
    for name, amount in {"a.csv": 1, "a-b.csv": 2, ".c.csv": 3, "in/a.csv": 4, ".x/a.csv": 5}.items():
        written(tmp_path / "pay" / name, amount)
    source, out = f"{tmp_path}/pay/{pattern}", tmp_path / "out.parquet"
    if found:
        sk.convert_file(source, out, **ASKED)
        assert amounts(out) == found
    else:
        with pytest.raises(sk.SourceError, match=r"No file matches|is not a valid pattern"):
            sk.convert_file(source, out, **ASKED)


def test_rejects_are_written_over_nothing(tmp_path: Path) -> None:
    """The file of rejects is neither one that is read nor the one that is written, however it is called."""
    source = written(tmp_path / "pay.csv", 1)
    (tmp_path / "link.csv").symlink_to("pay.csv")
    for name in ("pay.csv", "link.csv", "out.csv"):
        with pytest.raises(sk.SourceError, match="Choose another one for the rejects"):
            sk.convert_file(source, tmp_path / "out.csv", rejects=tmp_path / "x/.." / name, **ASKED)
    assert source.read_text(encoding="utf-8") == "amount,currency\n1,USD\n"


def test_a_folder_is_not_written_into_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that is read is known by any of its names."""
    written(tmp_path / "in/a.csv", 1)
    (tmp_path / "link").symlink_to("in", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    for name in ("in", "in/", "./in", "link", str(tmp_path / "in")):
        with pytest.raises(sk.SourceError, match="is also the input folder"):
            sk.convert_file("in", name, **ASKED)


def test_a_link_to_a_file_stays_one(tmp_path: Path) -> None:
    """What a link leads to is written, not the link."""
    target = written(tmp_path / "data/old.parquet", 0)
    (tmp_path / "latest.parquet").symlink_to("data/old.parquet")
    sk.convert_file(written(tmp_path / "pay.csv", 7), tmp_path / "latest.parquet", **ASKED)
    assert (tmp_path / "latest.parquet").is_symlink()
    assert amounts(target) == [7]
