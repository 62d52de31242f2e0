from __future__ import annotations

import datetime as dt
import errno
import os
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import salarykit as sk
from salarykit.rates.published import Published
from salarykit.rates.spans import day_number
from salarykit.sources import copies
from salarykit.sources.copies import copy_path, rates_status, update_copy
from salarykit.sources.exact_file import read_exact, write_exact
from salarykit.sources.observations import check_jumps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Table = Callable[..., Published]


def test_without_a_copy_the_packaged_rates_are_in_use(home: Path, tmp_path: Path, table: Table) -> None:
    """Nobody who has not updated has a copy, and looking makes none."""
    now = rates_status()

    assert (now.is_copy, now.path, now.rates.tables[0].fingerprint) == (
        False,
        tmp_path / "packaged.parquet",
        table().fingerprint,
    )
    assert (copy_path(), home.exists()) == (home / "rates.parquet", False)


def test_an_update_is_in_use_at_once(home: Path, table: Table) -> None:
    """What passes the checks is written, told, and used by the next question; old days have their old rates."""
    before = sk.default_rates().rate("EUR", "USD", on="2024-05-05")
    told = update_copy(table(92))

    assert told == rates_status()
    assert (told.is_copy, told.path, told.rates.tables[0].fingerprint) == (
        True,
        home / "rates.parquet",
        table(92).fingerprint,
    )
    assert sk.default_rates().last == dt.date(2024, 7, 1)
    assert sk.default_rates().rate("EUR", "USD", on="2024-05-05") == before


def test_a_new_currency_and_a_small_revision_are_taken(table: Table) -> None:
    """A source may begin to publish a currency, and revise a value now and then."""
    more = np.column_stack([table(91).values, np.full(91, 7.46)])
    more[3, 2] += 0.0001
    update_copy(table(91, currencies=["GBP", "JPY", "USD", "DKK"], values=more))

    assert sk.default_rates().rate("EUR", "DKK", on="2024-06-30") == 7.46


def scaled(days: slice, factor: float) -> Callable[[Published], dict[str, Any]]:
    """Return what multiplies the dollar on some days."""

    def change(good: Published) -> dict[str, Any]:
        values: NDArray[np.float64] = good.values.copy()
        values[days, 2] *= factor
        return {"values": values}

    return change


FAULTS: dict[str, tuple[Callable[[Published], dict[str, Any]], str]] = {
    "doubled": (scaled(slice(93, 94), 2.1), r"USD changes by a factor of 2\.\d+ on 2024-07-03"),
    "halved": (scaled(slice(92, None), 0.45), r"USD changes by a factor of 0\.4\d+ on 2024-07-02"),
    "contradicting": (scaled(slice(80, 90), 1.001), r"contradict 3\.7% of the packaged values"),
    "inverted": (lambda good: {"values": 1 / good.values}, r"contradict 99\.6% of the packaged values"),
    "shifted": (lambda good: {"values": np.roll(good.values, 1, 0)}, "contradict"),
    "sparse": (lambda good: {"days": good.days[::2], "values": good.values[::2]}, "contradict"),
    "short": (
        lambda good: {"days": good.days[:89], "values": good.values[:89]},
        "from 2024-04-01 to 2024-06-28; the packaged ones from 2024-04-01 to 2024-06-29",
    ),
    "late": (
        lambda good: {"days": good.days[1:], "values": good.values[1:]},
        "from 2024-04-02 to 2024-07-04",
    ),
    "narrow": (lambda good: {"currencies": ["JPY", "USD"], "values": good.values[:, 1:]}, "without GBP"),
    "of another base": (lambda _: {"pivot": "CHF"}, "quoted against CHF, not EUR"),
}


@pytest.mark.parametrize("had_copy", [True, False])
@pytest.mark.parametrize("fault", FAULTS)
def test_what_fails_a_check_replaces_nothing(fault: str, home: Path, table: Table, *, had_copy: bool) -> None:
    """Rates that jump, contradict, lack a currency or days, or count otherwise leave the copy byte for byte."""
    if had_copy:
        update_copy(table(92))
    before = {path.name: path.read_bytes() for path in home.glob("*.parquet")}, rates_status()
    change, told = FAULTS[fault]
    with pytest.raises(sk.SourceError, match=rf"^The rates of ECB.*{told}") as caught:
        update_copy(table(95, **change(table(95))))

    assert ({path.name: path.read_bytes() for path in home.glob("*.parquet")}, rates_status()) == before
    assert caught.value.source == "ECB"


def test_an_older_history_does_not_replace_a_newer_copy(home: Path, table: Table) -> None:
    """A mirror that lags behind the copy, though not behind the packaged rates, leaves the copy byte for byte."""
    update_copy(table(95))
    before = (home / "rates.parquet").read_bytes()
    told = update_copy(table(92))

    assert (home / "rates.parquet").read_bytes() == before
    assert told.rates.tables[0].fingerprint == table(95).fingerprint


def test_a_change_over_a_long_pause_is_no_jump() -> None:
    """What doubles over weeks without publication is taken; within ten days it is not."""
    for gap, refused in ((9, True), (30, False)):
        wide = Published(["USD"], [19_000, 19_000 + gap], [[1.0], [2.5]], pivot="EUR", source="x")
        try:
            check_jumps(wide)
        except sk.SourceError:
            assert refused
        else:
            assert not refused


def test_a_redenomination_is_no_jump() -> None:
    """On the day on which the bolívar lost six zeros under its old code, a factor of a million is the law."""
    days = [day_number(dt.date(2021, 9, 30)), day_number(dt.date(2021, 10, 1))]
    check_jumps(Published(["VES"], days, [[4_181_781.84], [4.18]], pivot="USD", source="x"))
    with pytest.raises(sk.SourceError, match="VES changes by a factor of"):
        check_jumps(
            Published(["VES"], [days[0] - 1, days[0]], [[4_181_781.84], [4.18]], pivot="USD", source="x")
        )


def damage(path: Path, how: str, good: Published) -> None:
    """Make a file, or a folder in its place, that is no copy."""
    path.parent.mkdir(exist_ok=True)
    write_exact(good, path)
    whole = path.read_bytes()
    path.unlink()
    if how == "folder":
        path.mkdir()
    elif how == "foreign":
        pq.write_table(pa.table({"day": [1], "USD": [1.07]}), path)
    else:
        middle = bytearray(whole)
        middle[100:120] = bytes(20)
        path.write_bytes(
            {"empty": b"", "text": b"no rates\n", "half": whole[: len(whole) // 2]}.get(how, middle)
        )


@pytest.mark.parametrize("how", ["empty", "text", "half", "middle", "foreign", "folder"])
def test_a_damaged_copy_is_told_and_passed_over(how: str, home: Path, table: Table) -> None:
    """A copy that cannot be read gives one warning that names it and the way out, and the packaged rates."""
    damage(home / "rates.parquet", how, table(95))
    with pytest.warns(
        UserWarning, match=r"rates\.parquet.*The packaged rates are used\. `salarykit rates update`"
    ) as told:
        first = sk.default_rates()

    assert len(told) == 1
    assert (first.tables[0].fingerprint, sk.default_rates() is first) == (table().fingerprint, True)


@pytest.mark.parametrize("how", ["empty", "text", "half", "middle", "foreign"])
def test_an_update_mends_a_damaged_copy(how: str, home: Path, table: Table) -> None:
    """The way out that the warning names is one."""
    damage(home / "rates.parquet", how, table(95))

    assert update_copy(table(92)).rates.tables[0].fingerprint == table(92).fingerprint


def test_a_copy_that_is_not_newer_is_passed_over(home: Path, tmp_path: Path, table: Table) -> None:
    """After salarykit itself was updated, its newer rates go before the user's older copy."""
    home.mkdir()
    for days in (90, 40):
        write_exact(table(days), home / "rates.parquet")
        copies.forget()

        assert (rates_status().is_copy, rates_status().path) == (False, tmp_path / "packaged.parquet")


@pytest.mark.parametrize("what", ["file in the way", "folder in its place", "full disk", "busy"])
def test_what_cannot_be_written_is_told(
    what: str, home: Path, table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is a file, a copy that is a folder, a full disk and a busy lock are one error; nothing is left."""
    import filelock

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def busy(*_: Any, **__: Any) -> None:
        raise filelock.Timeout("rates.lock")

    update_copy(table(91))
    place = home
    if what == "file in the way":
        place = tmp_path / "packaged.parquet" / "home"
    elif what == "folder in its place":
        place = tmp_path / "other"
        (place / "rates.parquet" / "x").mkdir(parents=True)
    elif what == "full disk":
        monkeypatch.setattr(pq, "write_table", full)
    else:
        monkeypatch.setattr(filelock.FileLock, "acquire", busy)
    monkeypatch.setenv("SALARYKIT_HOME", str(place))
    with pytest.raises(sk.SourceError, match=r"rates\.parquet") as caught:
        update_copy(table(92))

    assert caught.value.source == str(place / "rates.parquet")
    assert read_exact(home / "rates.parquet").fingerprint == table(91).fingerprint
    assert {path.name for path in home.iterdir()} <= {"rates.parquet", "rates.lock"}


def forged(good: Published, how: str) -> Published:
    """Return a copy that holds what was written into it, and is not the packaged history with later days."""
    values = good.values.copy()
    if how == "one digit":
        values[40, 2] += 0.0001
    elif how == "all":
        values *= 10
    elif how == "later days":
        values[-1] *= 10
    elif how == "a gap":
        values[40, 2] = np.nan
    days = good.days.copy()
    if how == "a day more":
        days[:-2] -= 1
    return Published(
        good.codes[1:],
        days,
        values,
        pivot="EUR",
        source="Bank" if how == "another source" else "ECB",
    )


@pytest.mark.parametrize(
    "how", ["one digit", "all", "later days", "a gap", "a day more", "another source", "short"]
)
def test_a_forged_copy_is_told_and_passed_over(how: str, home: Path, table: Table) -> None:
    """A copy is used if no packaged figure is another and none jumps, however well its own hash fits; else one warning says why."""
    home.mkdir()
    good = table(95)
    short = good.with_values(good.codes[1:], good.days[10:], good.values[10:])
    write_exact(short if how == "short" else forged(good, how), home / "rates.parquet")
    with pytest.warns(UserWarning, match=r"The packaged rates are used") as told:
        rates = sk.default_rates()

    assert len(told) == 1
    assert rates.tables[0].fingerprint == table().fingerprint


def test_a_revision_of_the_source_leaves_packaged_figures(home: Path, table: Table) -> None:
    """An update takes later days; on packaged ones the figure stays that was published first, so that the copy can be checked."""
    values = table(95).values.copy()
    values[40, 2] += 0.0001
    update_copy(table(95, values=values))
    copies.forget()

    assert rates_status().is_copy
    assert sk.default_rates().tables[0].fingerprint == table(95).fingerprint


@pytest.mark.parametrize("name", ["pipe", "long", "long folder", "null"])
def test_a_path_that_holds_no_copy_hangs_nothing(
    name: str, home: Path, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe in the copy's place and a name that no disk has are told, and the packaged rates are used."""
    home.mkdir()
    places = {"long": "n" * 300, "long folder": f"{home}/{'n/' * 3000}"}
    if name == "pipe":
        os.mkfifo(home / "rates.parquet")
    elif name == "null":
        monkeypatch.setattr(copies, "copy_path", lambda name="rates.parquet": home / f"a\0{name}")
    else:
        monkeypatch.setenv("SALARYKIT_HOME", places[name])
    with pytest.warns(UserWarning, match=r"The packaged rates are used"):
        assert sk.default_rates().tables[0].fingerprint == table().fingerprint


def test_a_home_may_begin_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tilde in `SALARYKIT_HOME` is the user's home, as in a shell."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SALARYKIT_HOME", "~/rates")

    assert copy_path() == tmp_path / "rates" / "rates.parquet"
