"""Read arbitrary text as pay for a while, and stop at the first that is an error.

    python tools/fuzz_pay.py [seconds]

With atheris installed the texts are guided by what the reader's code does with them; without it hypothesis makes them.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import salarykit as sk

SLOW = 5.0  # seconds for one text of some thousand signs
PIECES = [
    *"0123456789,.'-~/+%$€£¥₹ \n()",
    "\uff11",
    "k",
    "LPA",
    "万円",
    "月給",
    " to ",
    "per year",
    "salary ",
    "bonus ",
    "&pound;",
    "<b>",
    "\u200b",
]


def read(text: str) -> None:
    """Read a text in every way; what is found must pass its own checks and lie within the text."""
    start = time.perf_counter()
    for pay in (sk.find_pay(text), sk.find_pay(text, country="JP")):
        if pay is not None:
            sk.Pay(**pay._asdict())
            if not 0 <= pay.position[0] <= pay.position[1] <= len(text):
                raise AssertionError(f"{text!r}: {pay.position} is outside the text")
    if time.perf_counter() - start > SLOW:
        raise AssertionError(f"{text[:80]!r}... of {len(text)} signs took more than {SLOW} seconds")


def with_atheris(seconds: float) -> None:
    """Let atheris make the texts."""
    atheris = import_module("atheris")

    def one(data: bytes) -> None:
        read(atheris.FuzzedDataProvider(data).ConsumeUnicode(4_096))

    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}"], one)
    atheris.Fuzz()


def with_hypothesis(seconds: float) -> None:
    """Let hypothesis make the texts, in rounds until the time is over."""
    texts = st.one_of(
        st.text(st.characters(codec=None)), st.lists(st.sampled_from(PIECES), max_size=200).map("".join)
    )
    end, count = time.monotonic() + seconds, 0
    one = settings(max_examples=2_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))(
        given(texts)(read)
    )
    while time.monotonic() < end:
        one()
        count += 1
    print(f"{count} rounds of 2,000 texts, no error")


if __name__ == "__main__":
    duration = float(sys.argv[1]) if len(sys.argv) > 1 else 300.0
    try:
        import_module("atheris")
    except ImportError:
        with_hypothesis(duration)
    else:
        with_atheris(duration)
