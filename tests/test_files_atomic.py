from __future__ import annotations

import errno
import fcntl
import os
import re
import stat
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import salarykit as sk
from salarykit.files import atomic
from salarykit.files.atomic import replacing
from salarykit.files.stream.locations import locate
from salarykit.files.stream.sinks import open_output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAY = "city,amount,currency\nKiel,65000,EUR\nRome,x,EUR\n"
TEMPORARY = re.compile(r"\.out\.csv\.[0-9a-f]{12}\.tmp")


def mode(path: Path) -> int:
    """Return who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


def old(path: Path, rights: int) -> Path:
    """Make an older file with certain rights."""
    path.write_text("old")
    path.chmod(rights)
    return path


def convert(source: Path, out: Path) -> None:
    """Convert a file, with its rejects beside it."""
    sk.convert_file(source, out, base="USD", on="2024", rejects=out.with_name("rejects.csv"))


@pytest.fixture
def umask() -> Iterator[Callable[[int], int]]:
    """Give a function that sets the process's umask, which is put back afterwards."""
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


WRITERS: dict[str, Callable[[Path], None]] = {
    "out.csv": lambda path: sk.load_salaries().to_csv(path),
    "out.parquet": lambda path: sk.load_salaries().to_parquet(path),
    "stream.csv.gz": lambda path: convert(path.with_name("pay.csv"), path),
    "stream.parquet": lambda path: convert(path.with_name("pay.csv"), path),
    "rejects.csv": lambda path: convert(path.with_name("pay.csv"), path.with_name("o.csv")),
}


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o400, 0o666, 0o755])
@pytest.mark.parametrize("name", WRITERS)
def test_a_file_that_is_replaced_keeps_its_mode(name: str, rights: int, tmp_path: Path, umask: Any) -> None:
    """Whoever could not read a file before it was written anew cannot read it afterwards, and whoever could still can."""
    (tmp_path / "pay.csv").write_text(PAY)
    target = old(tmp_path / name, rights)
    WRITERS[name](target)

    assert target.read_bytes() != b"old"
    assert mode(target) == rights
    assert umask(0o022) == 0o022


def test_receipts_and_a_folders_files_keep_their_modes(tmp_path: Path, umask: Any) -> None:
    """So it is for each file of a folder and for what says that it is done."""
    (tmp_path / "pay.csv").write_text(PAY)

    def run(*, resume: bool) -> None:
        sk.convert_file(
            [tmp_path / "pay.csv"],
            tmp_path / "out/",
            base="USD",
            on="2024",
            rejects=tmp_path / "bad.csv",
            resume=resume,
        )

    (tmp_path / "out").mkdir()
    run(resume=False)
    made = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "pay.csv"]
    for path in made:
        path.chmod(0o600)
    os.utime(tmp_path / "pay.csv", (1, 1))
    run(resume=True)

    assert len(made) >= 3
    assert {mode(path) for path in made if path.exists()} == {0o600}
    assert umask(0o022) == 0o022


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_new_file_follows_the_umask(mask: int, tmp_path: Path, umask: Any) -> None:
    """A file that replaces none has the rights that the user's umask leaves."""
    umask(mask)
    sk.load_salaries().to_csv(tmp_path / "out.csv")

    assert mode(tmp_path / "out.csv") == 0o666 & ~mask


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o400])
def test_the_temporary_file_is_no_more_open(rights: int, tmp_path: Path, umask: Any) -> None:
    """While it is written, nobody but its owner may do more with the temporary file than with the one it replaces."""
    umask(0)
    target = old(tmp_path / "out.csv", rights)
    with replacing(target) as temporary:
        assert mode(temporary) & 0o077 & ~rights == 0
        temporary.write_text("new")
        assert mode(temporary) & 0o077 & ~rights == 0

    assert (target.read_text(), mode(target)) == ("new", rights)


def test_the_rights_are_those_of_the_end(tmp_path: Path, umask: Any) -> None:
    """A file that is closed to others while it is written anew stays closed."""
    target = old(tmp_path / "out.csv", 0o644)
    with replacing(target) as temporary:
        temporary.write_text("new")
        target.chmod(0o600)

    assert mode(target) == 0o600


def test_owner_and_group_are_kept(tmp_path: Path) -> None:
    """A file that the superuser writes anew still belongs to its owner, and anyone's to its group."""
    owner, group = (1234, 4321) if os.geteuid() == 0 else (os.geteuid(), os.getgroups()[-1])
    target = old(tmp_path / "out.csv", 0o640)
    os.chown(target, owner, group)
    sk.load_salaries().to_csv(target)

    assert (target.stat().st_uid, target.stat().st_gid, mode(target)) == (owner, group, 0o640)


def test_a_group_that_cannot_be_kept_has_no_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system refuses to give a file to its former group, the writer's own group gets nothing in its place."""
    target = old(tmp_path / "out.csv", 0o664)
    os.chown(target, -1, target.stat().st_gid)
    real = Path.stat

    def other(path: Path, **options: Any) -> os.stat_result:
        found = real(path, **options)
        return os.stat_result((*found[:5], found.st_gid + 7, *found[6:])) if path == target else found

    def refuse(*_: Any) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", other)
        patch.setattr(os, "chown", refuse)
        sk.load_salaries().to_csv(target)

    assert mode(target) == 0o604


def test_other_threads_keep_their_umask(tmp_path: Path, umask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The umask is not touched, so files that other threads make meanwhile have the rights that they would have had."""
    umask(0o077)
    monkeypatch.setattr(os, "umask", None)
    over = threading.Event()
    seen: set[int] = set()

    def make() -> None:
        number = 0
        while not over.is_set():
            path = tmp_path / f"mine-{number}"
            path.touch()
            seen.add(mode(path))
            path.unlink()
            number += 1

    other = threading.Thread(target=make)
    other.start()
    for number in range(50):
        with replacing(tmp_path / f"out-{number % 3}") as temporary:
            temporary.write_text("x")
    over.set()
    other.join()

    monkeypatch.undo()
    assert seen == {0o600}


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL])
def test_where_files_cannot_be_locked_they_are_written(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk without locks is written to; what others left there is not taken away, for it may be in use."""
    left = tmp_path / ".out.csv.0123456789ab.tmp"
    left.write_text("another's")

    def fail(*_: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", fail)
    sk.load_salaries().to_csv(tmp_path / "out.csv")

    assert sorted(path.name for path in tmp_path.iterdir()) == [left.name, "out.csv"]


def test_what_is_no_file_does_not_hold_a_writer_up(tmp_path: Path) -> None:
    """A pipe, a link and a folder that are named as a temporary file are passed over, and stay."""
    names = [f".out.csv.{number:012x}.tmp" for number in range(3)]
    os.mkfifo(tmp_path / names[0])
    (tmp_path / "elsewhere").write_text("mine")
    (tmp_path / names[1]).symlink_to(tmp_path / "elsewhere")
    (tmp_path / names[2]).mkdir()
    sk.load_salaries().to_csv(tmp_path / "out.csv")

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names, "elsewhere", "out.csv"])
    assert (tmp_path / "elsewhere").read_text() == "mine"


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_target_that_is_no_file_is_told(kind: str, tmp_path: Path) -> None:
    """A pipe or a device is not replaced by a file."""
    target = tmp_path / "out.csv"
    if kind == "pipe":
        os.mkfifo(target)
    else:
        target.symlink_to("/dev/null")
    with pytest.raises(sk.SourceError, match="it is a pipe or a device, not a file"):
        sk.load_salaries().to_csv(target)

    assert not target.is_file()


def test_only_ones_own_is_swept_up(tmp_path: Path) -> None:
    """Of the files beside a target only those go that a killed writer to it left; a user's own names stay."""
    kept = [
        ".out.csv.mine.tmp",
        ".out.csv.0123456789AB.tmp",
        ".out.csv.0123456789abc.tmp",
        ".out.csv.tmp",
        ".out.csv.bak.0123456789ab.tmp",
        ".outxcsv.0123456789ab.tmp",
    ]
    for name in (*kept, ".out.csv.0123456789ab.tmp"):
        (tmp_path / name).write_text("x")
    sk.load_salaries().to_csv(tmp_path / "out.csv")

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*kept, "out.csv"])


@pytest.mark.parametrize("name", ["n" * 251 + ".csv", "ü" * 125 + ".csv", "給" * 80 + ".parquet"])
def test_the_longest_names_are_written(name: str, tmp_path: Path) -> None:
    """A name that the disk can hold can be written, and what a killed writer left of it is swept up."""
    target = tmp_path / name
    with replacing(target) as temporary:
        left = temporary.with_name(temporary.name[:-16] + "0123456789ab.tmp")
        temporary.write_text("x")
    left.write_text("half")
    with open_output(locate(str(target), None)) as out:
        out.write(b"new")

    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert target.read_bytes() == b"new"


def test_writers_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    """Of many threads that write to one name each succeeds, the last one's file stays, and none is torn."""
    target = tmp_path / "out.csv"
    texts = [str(number) * 10_000 for number in range(8)]

    def write(text: str) -> None:
        with replacing(target) as temporary:
            temporary.write_text(text)

    threads = [threading.Thread(target=write, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert target.read_text() in texts
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_ctrl_c_before_the_file_is_given_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupted while it makes the temporary file, or holds it, a command leaves nothing behind."""

    def interrupt(*given: Any) -> None:
        if given[1:]:
            os.close(os.open(*given))
        raise KeyboardInterrupt

    for name, instead in [("_lock", interrupt), ("os", SimpleNamespace(**vars(os) | {"open": interrupt}))]:
        monkeypatch.setattr(atomic, name, instead)
        with pytest.raises(KeyboardInterrupt), replacing(tmp_path / "out.csv"):
            pass
        assert list(tmp_path.iterdir()) == []


def test_a_run_lists_each_folder_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many files a run writes into a folder, it lists the folder once to sweep, so that time grows with the files alone."""
    listed: list[Path] = []
    own = atomic._sweep

    def swept(folder: Path, prefixes: Any) -> None:
        listed.append(folder)
        own(folder, prefixes)

    monkeypatch.setattr(atomic, "_sweep", swept)
    for number in range(7):
        (tmp_path / f"{number}.csv").write_text(PAY, encoding="utf-8")
    out = tmp_path / "out"
    for left in (out / ".3.parquet.0123456789ab.tmp", out / ".salarykit" / ".3.csv.json.0123456789ab.tmp"):
        left.parent.mkdir(exist_ok=True)
        left.write_text("left by a killed process")

    for resume in (True, False):
        listed.clear()
        sk.convert_file(
            tmp_path / "*.csv", out, base="USD", on="2024", rejects=tmp_path / "bad.parquet", resume=resume
        )

        assert sorted(listed) == [tmp_path, out, out / ".salarykit"]
        assert not list(tmp_path.rglob("*.tmp"))


def test_a_growing_file_is_flushed_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk gets a long file while it is written, through a handle of its own, whose errors do not count."""
    monkeypatch.setattr(atomic, "_GROWN", 10)
    monkeypatch.setattr(atomic, "_PAUSE", 0.001)
    flushed, sizes = threading.Event(), []

    def fsync(handle: int) -> None:
        sizes.append(os.fstat(handle).st_size)
        flushed.set()
        raise OSError(errno.EIO, "the disk says no")

    with open_output(locate(tmp_path / "out.csv")) as out, monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        out.write(b"a,b\n1,2\n1,2\n")
        assert flushed.wait(60)
        out.write(b"3,4\n")
    assert sizes == [12]
    assert (tmp_path / "out.csv").read_bytes() == b"a,b\n1,2\n1,2\n3,4\n"
