from __future__ import annotations

import ast
import functools
import gc
import importlib
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cases import for_each

import salarykit as sk
from salarykit.package import once, once_property, without_collection
from salarykit.rates import finder, lookup
from salarykit.sources.copies import packaged_ecb

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

THREADS = 8
SOURCE = Path(sk.__file__).parent


def kept_functions() -> list[tuple[str, str, str]]:
    """Return the module, the name and the decorator of each function of salarykit that keeps its one answer, by reading the source."""
    rows = []
    for path in sorted(SOURCE.rglob("*.py")):
        module = ".".join(("salarykit", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(
            ".__init__"
        )
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                names = {ast.unparse(each).rpartition(".")[2] for each in node.decorator_list}
                arguments = node.args.args or node.args.kwonlyargs
                rows += [
                    (module, node.name, name) for name in names & {"once", *(() if arguments else ("cache",))}
                ]
    return rows


def eight_at_once(call: Callable[[], object]) -> list[object]:
    """Return what eight threads get that call a function at the same moment."""
    answers: list[object] = []
    barrier = threading.Barrier(THREADS)

    def run() -> None:
        barrier.wait()
        answers.append(call())

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def counted(build: Callable[..., Any], builds: list[str]) -> Callable[..., Any]:
    """Return a function that notes each call, and lets other threads run meanwhile."""

    @functools.wraps(build)
    def counting(*args: Any, **named: Any) -> Any:
        builds.append(build.__name__)
        time.sleep(0.001)
        return build(*args, **named)

    return counting


def test_every_kept_table_is_built_by_one_thread() -> None:
    """No table that is kept for a whole process is kept by `functools.cache`, which several threads may fill at once."""
    kept = kept_functions()

    assert len(kept) > 50
    assert [row for row in kept if row[2] != "once"] == []


@for_each(("module", "name"), [row[:2] for row in kept_functions() if row[2] == "once"])
def test_eight_threads_build_a_table_once(module: str, name: str) -> None:
    """Eight threads that ask for a table at once get one and the same, which was built once."""
    function = getattr(importlib.import_module(module), name)
    build = function.__wrapped__
    arguments = {
        "multipliers": ("k",),
        "signs_after": ("$",),
        "_blocks": (len,),
        "_everyday_amounts": (),
        "_of_sources": (("ECB",),),
        "_cjk_words": ("hired",),
    }
    named = {"spaced": False} if name in ("_everyday_amounts", "_number_alone") else {}
    builds: list[str] = []
    again = once(counted(build, builds))
    answers = eight_at_once(lambda: again(*arguments.get(name, ()), **named))

    assert len(builds) == 1
    assert len({id(answer) for answer in answers}) == 1


def test_what_is_forgotten_is_built_again() -> None:
    """A table that is to be forgotten is built again when it is next needed."""
    builds: list[str] = []
    table = once(counted(dict, builds))
    first = table()
    table.cache_clear()

    assert table() is not first
    assert len(builds) == 2


def test_eight_threads_build_the_tables_of_rates_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first questions of eight threads to new rates build the rates to the pivot, a grid and the sums once each."""
    builds: list[str] = []
    for module, name in ((finder, "build_pivot_rates"), (lookup, "build_grid"), (lookup, "build_means")):
        monkeypatch.setattr(module, name, counted(getattr(module, name), builds))
    rates = sk.Rates(packaged_ecb())
    days = eight_at_once(lambda: rates.quote("CAD", "USD", on="2024-06-28").rate)
    years = eight_at_once(lambda: rates.quote("CAD", "USD", on="2024").rate)

    assert sorted(builds) == ["build_grid", "build_means", "build_pivot_rates"]
    assert (len(set(days)), len(set(years))) == (1, 1)


def test_eight_threads_build_a_property_once() -> None:
    """A property that is built when it is first needed is built once."""
    builds: list[str] = []

    class Table:
        rows = once_property(counted(lambda _: [1], builds))
        rows.__set_name__(None, "rows")  # type: ignore[arg-type] # as the class statement does

    table = Table()

    assert {id(rows) for rows in eight_at_once(lambda: table.rows)} == {id(table.rows)}
    assert builds == ["<lambda>"]


def test_the_collector_is_paused_until_the_last_thread_goes_on() -> None:
    """Whichever of two threads ends first, the garbage collector runs again when both have ended, and not before."""
    for first, second in ((0, 1), (1, 0)):
        pauses = [without_collection(), without_collection()]
        for pause in pauses:
            pause.__enter__()
        pauses[first].__exit__(None, None, None)

        assert not gc.isenabled()
        pauses[second].__exit__(None, None, None)
        assert gc.isenabled()
