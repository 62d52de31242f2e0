"""The options that several functions take: the same everywhere, seen by `help`, and refused with the nearest where they are none."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from cases import for_each

import salarykit as sk
import salarykit.spark
from salarykit.pandas import FrameAccessor, SeriesAccessor
from salarykit.reading.options import READING
from salarykit.salaries.comparing import COMPARISON, RANKING
from salarykit.salaries.conversion_options import CONVERSION
from salarykit.salaries.convert import AMOUNTS

if TYPE_CHECKING:
    from collections.abc import Callable

READERS: list[Callable[..., Any]] = [
    sk.sift_salaries,
    sk.read_salaries,
    sk.infer_layout,
    sk.convert_file,
    FrameAccessor.read,
    FrameAccessor.convert,
    FrameAccessor.rank,
    FrameAccessor.compare,
    FrameAccessor.check,
]
CONVERTERS: list[Callable[..., Any]] = [
    sk.SalaryTable.convert,
    sk.convert_file,
    sk.spark.convert,
    FrameAccessor.convert,
]
RANKERS: list[Callable[..., Any]] = [sk.SalaryTable.rank, FrameAccessor.rank]
COMPARERS: list[Callable[..., Any]] = [sk.SalaryTable.compare, FrameAccessor.compare]
AMOUNTS_CONVERTERS: list[Callable[..., Any]] = [sk.convert, SeriesAccessor.convert]
GROUPS = [
    (READING, READERS),
    (CONVERSION, CONVERTERS),
    (RANKING, RANKERS),
    (COMPARISON, COMPARERS),
    (AMOUNTS, AMOUNTS_CONVERTERS),
]


def test_every_door_lists_the_same_options() -> None:
    """What `help` shows holds every option by its name, as a keyword, with the one default that it has everywhere."""
    for keywords, takers in GROUPS:
        for taker in takers:
            shown = inspect.signature(taker).parameters
            assert {name: shown[name].default for name in keywords.defaults} == keywords.defaults, taker
            assert all(shown[name].kind is inspect.Parameter.KEYWORD_ONLY for name in keywords.defaults)
            assert not any(each.kind is inspect.Parameter.VAR_KEYWORD for each in shown.values())


FRAME: Any = pd.DataFrame({"amount": [1.0], "currency": ["EUR"]})
CONVERTED: dict[str, Any] = {"base": "USD", "on": "2024"}
MISSPELT: list[tuple[Callable[..., Any], dict[str, Any], str]] = [
    (
        lambda **said: sk.sift_salaries(FRAME, **said),
        {"delimter": ";"},
        "sift_salaries() has no option 'delimter'. Did you mean 'delimiter'?",
    ),
    (
        lambda **said: sk.read_salaries(FRAME, **said),
        {"dayfirst": True},
        "read_salaries() has no option 'dayfirst'. Did you mean 'day_first'?",
    ),
    (
        lambda **said: sk.infer_layout(FRAME, **said),
        {"headers": 2},
        "infer_layout() has no option 'headers'. Did you mean 'header'?",
    ),
    (FrameAccessor(FRAME).read, {"layuot": "oews"}, "read() has no option 'layuot'. Did you mean 'layout'?"),
    (
        lambda **said: sk.convert_file("in.csv", "out.csv", **CONVERTED, **said),
        {"reject": "bad.csv"},
        "convert_file() has no option 'reject'. Did you mean 'rejects'?",
    ),
    (
        lambda **said: sk.load_salaries().convert(**CONVERTED, **said),
        {"max_stalenes": 3},
        "convert() has no option 'max_stalenes'. Did you mean 'max_staleness'?",
    ),
    (
        lambda **said: FrameAccessor(FRAME).convert(**CONVERTED, **said),
        {"defaultz": {}},
        "convert() has no option 'defaultz'. Did you mean 'defaults'?",
    ),
    (
        lambda **said: sk.load_salaries().rank(**said),
        {"tie": "max"},
        "rank() has no option 'tie'. Did you mean 'ties'?",
    ),
    (FrameAccessor(FRAME).rank, {"tie": "max"}, "rank() has no option 'tie'. Did you mean 'ties'?"),
    (
        lambda **said: FrameAccessor(FRAME).compare("Paris", **said),
        {"cpy": None},
        "compare() has no option 'cpy'. Did you mean 'cpi'?",
    ),
    (
        FrameAccessor(FRAME).check,
        {"delimter": ";"},
        "check() has no option 'delimter'. Did you mean 'delimiter'?",
    ),
    (
        lambda **said: SeriesAccessor(FRAME["amount"]).convert("EUR", "USD", on="2024", **said),
        {"missin": "null"},
        "convert() has no option 'missin'. Did you mean 'missing'?",
    ),
    (
        lambda **said: sk.spark.convert(FRAME, **CONVERTED, **said),
        {"averge": "mean"},
        "convert() has no option 'averge'. Did you mean 'average'?",
    ),
]


@for_each(("call", "options", "said"), MISSPELT)
def test_a_misspelt_option_is_refused_with_the_nearest(
    call: Callable[..., Any], options: dict[str, Any], said: str
) -> None:
    """It is the TypeError that Python raises, before anything is read."""
    with pytest.raises(TypeError) as caught:
        call(**options)

    assert str(caught.value) == said
