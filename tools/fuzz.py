"""Read files and texts that are nearly right, until the time is over, and stop at the first error that is not salarykit's own.

    python tools/fuzz.py [SECONDS] [SEED]

The shapes in tests/corpus are changed by a few cuts, repetitions, flips and pieces of others, and go through every reader and
parser. What is found is written to a file beside this machine's temporary files, with the seed that gives it again.
"""

from __future__ import annotations

import argparse
import gzip
import random
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS: Final = Path(__file__).parents[1] / "tests" / "corpus"
SLOW: Final = 20.0  # seconds for one input of some kilobytes
LARGEST: Final = 1 << 16
PIECES: Final = [
    *(bytes([each]) for each in (0, 9, 10, 13, 34, 39, 44, 59, 60, 62, 92, 127, 128, 255)),
    b"\xff\xfe", b"\xef\xbb\xbf", b"PAR1", b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"<table>", b"</td>", b"<!--", b"-->",
    b"<![CDATA[", b"{}", b"[]", b"null", b"NaN", b"1e999", b"\\ud800", "€".encode(), "万円".encode(), b"per year", b"&#0;", b"-1", b"0",
    b"99999999999999999999", b"2024-02-30", b'""', b"'", b"=1+1", b"\x1b[2J",
]  # fmt: skip


def changed(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Return some bytes with a few changes."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(data) + 1)
        stop = min(len(data), start + int(chance.expovariate(0.1)))
        other = chance.choice(others)
        at = chance.randrange(len(other) + 1)
        middle = chance.choice(
            [
                b"",
                chance.choice(PIECES),
                data[start:stop] * chance.choice([2, 3, 50]),
                other[at : at + chance.randint(1, 60)],
                bytes(each ^ (1 << chance.randrange(8)) for each in data[start:stop]),
            ]
        )
        data = (data[:start] + middle + data[stop:])[:LARGEST]
    return data


def read_text(data: bytes) -> None:
    """Read bytes as the text of a pay, a day, a currency and a cell of each field."""
    text = data.decode("utf-8", "surrogateescape")[:4_096]
    pay = sk.find_pay(text)
    if pay is not None:
        sk.Pay(**pay._asdict())
        if not 0 <= pay.position[0] <= pay.position[1] <= len(text):
            raise AssertionError(f"{pay.position} is outside the text")
    refused(lambda: sk.parse_pay_column([text, None], country="JP"))
    for field in sk.Salary.model_fields:
        refused(lambda field=field: sk.sift_salaries([{"amount": 1, "currency": "EUR", field: text}]))
    for call in (lambda: sk.convert(1, "USD", "EUR", on=text), lambda: sk.convert(1, text, "EUR", on="2024")):
        refused(call)


def refused(call: Callable[[], Any]) -> Any:
    """Return an answer; None if it is refused by one of salarykit's own errors."""
    try:
        return call()
    except sk.SalaryKitError:
        return None


def read_file(path: Path) -> None:
    """Read a file at every door; what comes out agrees in rows."""
    sifted = refused(lambda: sk.sift_salaries(path))
    if sifted is not None and len(sifted.good):
        refused(lambda: sifted.good.convert("USD", on="2024", missing="null"))
        refused(sifted.good.check)
    refused(lambda: sk.infer_layout(path))
    refused(lambda: sk.read_rates(path, base="EUR"))
    refused(lambda: sk.Layout.from_json(path))
    out, bad = path.with_name("out.parquet"), path.with_name("bad.csv")
    report = refused(lambda: sk.convert_file(path, out, base="USD", on="2024", rejects=bad, missing="null"))
    left = [each.name for each in path.parent.iterdir() if each.name.endswith(".tmp")]
    if left:
        raise AssertionError(f"{left} was left behind")
    if report is not None and report.rows_out > report.rows_in and not report.notes:
        raise AssertionError(f"{report.rows_out} rows of {report.rows_in}")


def one(shapes: dict[str, bytes], chance: random.Random, folder: Path) -> tuple[str, bytes]:
    """Make an input and read it; return it."""
    name = chance.choice(sorted(shapes))
    data = changed(shapes[name], list(shapes.values()), chance)
    if chance.random() < 0.1:  # noqa: PLR2004 - every tenth
        name, data = f"{name}.gz", gzip.compress(data, 1)
    path = folder / name
    path.write_bytes(data)
    start = time.process_time()
    try:
        read_text(data) if name.startswith("text") else read_file(path)
    except Exception as error:  # whatever it is, it is what the tool looks for
        kept = Path(tempfile.gettempdir()) / f"salarykit-fuzz-{name}"
        kept.write_bytes(data)
        error.add_note(f"The input is {kept}.")
        raise
    finally:
        for each in folder.iterdir():
            each.unlink()
    if time.process_time() - start > SLOW:
        raise AssertionError(
            f"{name}: {data[:200]!r}... of {len(data):,} bytes took more than {SLOW} seconds"
        )
    return name, data


def main() -> None:
    """Fuzz for the seconds that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="?", type=float, default=300.0)
    parser.add_argument("seed", nargs="?", type=int, default=None)
    asked = parser.parse_args()
    seed = time.time_ns() if asked.seed is None else asked.seed
    print(f"seed {seed}", flush=True)
    chance, count, end = random.Random(seed), 0, time.monotonic() + asked.seconds  # noqa: S311 - no secret
    shapes = {path.name: path.read_bytes() for path in sorted(CORPUS.iterdir())}
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            one(shapes, chance, Path(folder))
            count += 1
    print(f"{count:,} inputs, no error")


if __name__ == "__main__":
    main()
