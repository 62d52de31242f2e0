"""What functions remember of their answers has a limit, in answers and in the length of the texts that are their keys."""

from __future__ import annotations

import ast
import functools
import gc
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import salarykit as sk
from salarykit.package import remembered
from salarykit.places.lookup import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(sk.__file__).parent
LONG = 400
LONGEST = 256  # characters of a text that a key holds
FEW = {
    "_cjk_words": "of the kinds of words of offers",
    "_blocks": "of two ways to spell a name",
    "_everyday_amounts": "of two patterns",
    "_number_alone": "of two patterns",
    "_of_sources": "of the sources of rates",
}
"""The functions with arguments of which all answers are kept, and how many there can be."""
PIECES = ["x", "X", "元", "5", "-", "kr ", "EUR ", "Kiel, ", "=1+"]


def decorated() -> Iterator[tuple[str, bool, str, list[ast.expr]]]:
    """Yield the functions of salarykit with a decorator: the name, whether it has arguments, the decorator and its arguments."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            has_arguments = bool(node.args.args or node.args.kwonlyargs)
            for each in node.decorator_list:
                call = each if isinstance(each, ast.Call) else None
                name = ast.unparse(call.func if call else each).rpartition(".")[2]
                values = [*call.args, *(word.value for word in call.keywords)] if call else []
                yield node.name, has_arguments, name, values


def test_nothing_is_remembered_without_a_limit() -> None:
    """All answers are kept only of functions without arguments, or of those that have few."""
    rows = list(decorated())

    assert [row for row in rows if row[2] == "cache"] == []
    assert {name for name, has_arguments, kept, _ in rows if kept == "once" and has_arguments} == {*FEW}
    limits = [ast.unparse(values[0]) for _, _, kept, values in rows if kept in ("lru_cache", "remembered")]
    assert len(limits) > 30
    assert "None" not in limits


def memories() -> dict[str, Any]:
    """Return the caches of limited size of salarykit's own functions."""
    found = {}
    for module, space in [(name, vars(each)) for name, each in sys.modules.items() if "salarykit" in name]:
        for name, value in space.items():
            memory = getattr(getattr(value, "cache_info", None), "__self__", None)
            own = "salarykit" in (getattr(value, "__module__", None) or "")
            if (
                own
                and isinstance(memory, functools._lru_cache_wrapper)
                and memory.cache_parameters()["maxsize"]
            ):
                found[f"{module}.{name}"] = memory
    return found


def longest(memory: Any) -> int:
    """Return how many characters the longest text has that a cache refers to."""
    kinds = (dict, list, tuple, set, frozenset)
    waiting = [each for each in gc.get_referents(memory) if each is not vars(memory) and not callable(each)]
    seen, most = set[int](), 0
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, str):
            most = max(most, len(each))
        elif isinstance(each, kinds) or type(each).__name__ == "_lru_list_elem":
            waiting += gc.get_referents(each)
            waiting += each if isinstance(each, dict) else []  # whose keys are not told if all are texts
    return most


def test_no_long_text_is_remembered() -> None:
    """Whatever cells and texts are read, no cache keeps one that is longer than a name; but for the last text that was read."""
    fields = list(sk.Salary.model_fields)
    for piece in PIECES:
        repeated = piece * (LONG // len(piece))
        for text in (repeated, f"€50,000 {repeated} a year"):
            for call in (
                lambda text=text: sk.find_pay(text, country="CA"),
                lambda text=text: sk.parse_pay_column([text, f"{text}x"]),
                lambda text=text: sk.sift_salaries([dict.fromkeys(fields, text)] * 2),
                lambda text=text: sk.sift_salaries([{text: 5, "city": text, "amount": 1, "currency": "EUR"}]),
                lambda text=text: sk.convert(1, text, "EUR", on="2024"),
                lambda text=text: sk.convert(1, "USD", "EUR", on=text),
                lambda text=text: resolve(text),
                lambda text=text: resolve("Kiel", country=text, currency=text),
            ):
                with suppress(sk.SalaryKitError):
                    call()
    found = {name: longest(memory) for name, memory in memories().items() if not name.endswith(".non_ascii")}

    assert len(found) > 25
    assert {name: length for name, length in found.items() if length > LONGEST} == {}


def test_what_is_remembered_is_what_is_answered() -> None:
    """A short text is read once, a long one each time, and both give their answers; the limit in answers holds."""
    read: list[str] = []

    @remembered(2)
    def ends(text: str, *, by: str = "") -> tuple[str, str]:
        read.append(text)
        return text[:1] + by, text[-1:]

    texts = ["ab", "ab", "cd" * LONG, "cd" * LONG, "ab"]

    assert [ends(text, by="!") for text in texts] == [(f"{text[0]}!", text[-1]) for text in texts]
    assert read == ["ab", "cd" * LONG, "cd" * LONG]
    assert len({ends(str(number)) for number in range(9)}) == 9
    assert ends.cache_info().currsize == 2  # type: ignore[attr-defined] # as of `functools.lru_cache`
