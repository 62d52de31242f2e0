"""What a terminal and a log show, and which paths may reach the network."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, ClassVar

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from rich.console import Console
from typer.testing import CliRunner

import salarykit as sk
from salarykit.cli import app
from salarykit.cli.showing import draw
from salarykit.errors import printable
from salarykit.files.stream.locations import locate
from salarykit.sources.web import check_url

if TYPE_CHECKING:
    from pathlib import Path

ASKED: dict[str, Any] = {"base": "USD", "on": "2024-06-28"}
BELL = "\x1b]0;title\x07"  # what sets the title of a terminal's window


@pytest.mark.parametrize(
    "mark", [*map(chr, range(32)), "\x7f", "\x9b", "\u2028", "\u202e", "\u2066", "\ud800"]
)
def test_a_message_is_one_line_of_characters(mark: str) -> None:
    """Whatever moves a cursor, starts a line or turns the writing is escaped, in the message and in its place."""
    error = sk.SourceError(f"a{mark}b", place="{file}", file=f"x{mark}.csv", source=mark)

    assert mark not in str(error)
    assert str(error) == f"x{printable(mark)}.csv: a{printable(mark)}b"
    assert error.source == mark
    assert str(copy.copy(error)) == str(error)


@pytest.mark.parametrize("text", ["Zürich", "東京 ¥5,000", "a\\x1b", "👩‍💻 £44k", ""])
def test_what_can_be_shown_stays(text: str) -> None:
    """Letters of every script, signs and written backslashes are shown as they are."""
    assert printable(text) == text


def test_a_message_has_a_length() -> None:
    """A value of a megabyte is quoted in part; what to do about it still stands at the end."""
    with pytest.raises(sk.InvalidSalary) as caught:
        sk.read_salaries([{"amount": "x" * 1_000_000, "currency": "EUR"}])

    assert len(str(caught.value)) <= 4_000
    assert "sift_salaries" in str(caught.value)


def test_headers_do_not_forge_lines(tmp_path: Path) -> None:
    """The names of columns are quoted in messages, on one line and without the signs of terminals."""
    path = tmp_path / "pay.parquet"
    pq.write_table(pa.table({f"x{BELL}\nERROR: all is lost": [1]}), path)

    with pytest.raises(sk.InvalidSalary) as caught:
        sk.read_salaries(path)

    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_tables_show_control_characters_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    """A city with escape sequences, a line break or the markup of a console is drawn as text."""
    cities = [f"Kiel{BELL}", "Bath\nRome", "[red]Lyon[/red]"]
    table = sk.read_salaries([{"city": city, "amount": 50_000, "currency": "USD"} for city in cities])

    draw(table)
    for shown in (capsys.readouterr().out, repr(table)):
        assert "\x07" not in shown
        assert "Kiel\\x1b]0;title\\x07" in shown
        assert "Bath\\nRome" in shown
        assert "[red]Lyon[/red]" in shown
    assert Console().is_terminal is False


def test_a_commands_notes_are_escaped(tmp_path: Path) -> None:
    """What was inferred quotes headers and cells; stderr gets them escaped, while CSV in a pipe is data and stays."""
    path = tmp_path / "pay.csv"
    path.write_bytes(f"city,Gehalt{BELL} (€)\nKiel,50000\n".encode())

    ran = CliRunner().invoke(app, ["convert", str(path), "--to", "USD", "--on", "2024"])

    assert "\x1b" not in ran.stderr
    assert "\x07" not in ran.stderr


REMOTE = [
    "s3://bucket/pay.csv",
    "ftp://127.0.0.1/pay.csv",
    "http://example.org/pay.csv",
    "gs://bucket/pay.parquet",
    "hdfs://127.0.0.1/pay",
    "simplecache::ftp://127.0.0.1/pay.csv",
    "zip://pay.csv::pay.zip",
    "memory://pay.csv",
]


@pytest.mark.parametrize("url", REMOTE)
def test_urls_are_opened_only_if_the_caller_allows_it(url: str, tmp_path: Path) -> None:
    """As source, output and rejects a URL is refused before anything is opened; the message says how to allow it."""
    path = tmp_path / "pay.csv"
    path.write_text("amount,currency\n50000,EUR\n")
    calls: list[dict[str, Any]] = [
        {"source": url, "out": tmp_path / "o.csv"},
        {"source": [path, url], "out": tmp_path / "o.csv"},
        {"source": path, "out": url},
        {"source": path, "out": tmp_path / "o.csv", "rejects": url},
    ]
    for call in calls:
        with pytest.raises(sk.SourceError, match=r"is not a file of this machine.*remote=True"):
            sk.convert_file(**call, **ASKED)

    ran = CliRunner().invoke(
        app, ["convert", url, "-o", str(tmp_path / "o.csv"), "--to", "USD", "--on", "2024"]
    )
    assert ran.exit_code != 0
    assert not (tmp_path / "o.csv").exists()


def test_a_url_of_this_machine_is_a_file(tmp_path: Path) -> None:
    """`file://` reaches no network."""
    path = tmp_path / "pay.csv"
    path.write_text("amount,currency\n50000,EUR\n")

    assert sk.convert_file(path.as_uri(), tmp_path / "o.csv", **ASKED).rows_out == 1


@pytest.mark.parametrize(
    "url",
    ["zip://a.csv::nowhere.zip", "reference://a", "zzz://b/a.csv", "filecache://a", "dir://a.csv::nowhere"],
)
def test_what_a_library_of_urls_raises_is_one_error(url: str, tmp_path: Path) -> None:
    """A damaged chain, a missing part and an unknown scheme are each a SourceError."""
    with pytest.raises(sk.SourceError):
        sk.convert_file(url, tmp_path / "o.csv", remote=True, **ASKED)


@pytest.mark.parametrize(
    ("url", "remote"),
    [
        ("s3://ann:secret@bucket/a.csv", False),
        ("ftp://ann:secret@host/a", False),
        ("zzz://ann:secret@host/a.csv", True),  # which no library opens
    ],
)
def test_credentials_are_not_repeated(url: str, *, remote: bool) -> None:
    """No message and no field holds the password of a URL."""
    with pytest.raises(sk.SourceError) as caught:
        locate(url, remote=remote)

    assert "secret" not in str(caught.value) + str(vars(caught.value))


@pytest.mark.parametrize(
    "url", ["https://ann:secret@example.org/", "http://ann:secret@example.org", "ftp://a:secret@b"]
)
def test_credentials_of_an_address_are_not_repeated(url: str) -> None:
    """A service's address with a password is refused without it."""
    with pytest.raises(sk.SourceError) as caught:
        check_url(url, "rates")

    assert "secret" not in str(caught.value) + json.dumps(vars(caught.value), default=str)


class Broken(MemoryFileSystem):  # type: ignore[misc] # fsspec has no types
    """A filesystem of another library, whose operations raise errors of their own."""

    cachable = False
    breaks: ClassVar[str] = ""

    def _fail(self, name: str) -> None:
        if self.breaks == name:
            raise RuntimeError("the bucket is on holiday")

    def _open(self, path: str, mode: str = "rb", **options: Any) -> Any:
        self._fail(mode)
        return super()._open(path, mode, **options)

    def info(self, path: str, **options: Any) -> Any:
        """Return what is known of a path."""
        self._fail("info")
        return super().info(path, **options)

    def ls(self, path: str, detail: bool = True, **options: Any) -> Any:  # noqa: FBT001, FBT002 - of fsspec
        """Return the paths in a folder."""
        self._fail("ls")
        return super().ls(path, detail, **options)

    def mv(self, *paths: Any, **options: Any) -> Any:
        """Move a file."""
        self._fail("mv")
        return super().mv(*paths, **options)

    def makedirs(self, *paths: Any, **options: Any) -> Any:
        """Make a folder."""
        self._fail("makedirs")
        return super().makedirs(*paths, **options)


@pytest.mark.parametrize("breaks", ["rb", "wb", "info", "ls", "mv", "makedirs"])
@pytest.mark.parametrize("out", ["/out.csv", "/out/"])
def test_whatever_a_filesystem_raises_is_one_error(
    breaks: str, out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While listing, reading, writing and moving: each error of a library becomes a SourceError, or nothing needed what fails."""
    store = Broken()
    store.store.clear()
    store.pipe("/in/pay.csv", b"amount,currency\n50000,EUR\n")
    monkeypatch.setattr(Broken, "breaks", breaks)
    error = None
    try:
        rows = sk.convert_file("/in", out, filesystem=store, format="csv", **ASKED).rows_out
    except sk.SourceError as caught:
        error, rows = str(caught), 0

    assert rows == 1 if error is None else "the bucket is on holiday" in error
    assert error or breaks not in ("rb", "wb")
