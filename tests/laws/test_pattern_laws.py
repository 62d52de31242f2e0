"""The law of linear time, pattern by pattern: each regular expression takes at most three times as long for a kilobyte of 64 kB as of 4 kB.

The texts are made from the pattern: what it may repeat, repeated, after what stands before it, and before what does not match. That is
what makes a pattern try again from each character, or in each way of dividing a text, unless its repetitions are possessive
(`*+`), atomic (`(?>...)`) or such that no two of them can match the same text.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

import salarykit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

pytestmark = pytest.mark.linear

SMALL: Final = 1 << 12
LARGE: Final = 1 << 16
MOST: Final = 3.0  # times as long for a kilobyte
STRAIGHT: Final = 1.1  # times as long for a kilobyte of 16 kB, of which no square or cube takes three times as long at 64 kB
SHORT: Final = 0.05  # seconds that are too short to be measured on a busy machine
QUICK: Final = SHORT / (LARGE // SMALL) ** 2  # seconds for the small text, of which the square is still short
RUNS: Final = 3
PIECES: Final = 16  # texts that are repeated for one pattern
ODD: Final = "\x01"  # which hardly a pattern matches
FUNCTIONS: Final = {
    "compile",
    "match",
    "fullmatch",
    "search",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
    "lazy_pattern",
}
METHODS: Final[dict[str, Callable[[re.Pattern[Any], Any], Any]]] = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: pattern.search(text),
    "finditer": lambda pattern, text: sum(1 for _ in pattern.finditer(text)),
}
USED_AS: Final = {
    "salarykit.reading.layouts.official_tables.EUROSTAT_FIRST": "fullmatch",
    "salarykit.salaries.published_errors._KINDS": "fullmatch",
}
"""The methods of patterns that are used by another name."""
BOUNDED: Final = {
    "salarykit.pay.ranges._LAST_WORD": "looks at a few characters before a number",
    "salarykit.files.stream.locations._WILDCARDS": "looks at a pattern of paths, which the caller writes",
    "salarykit.salaries.checking.levels._EXECUTIVE": "looks at the first 200 characters of a role",
}
"""The patterns whose texts have a limit, and why."""
SAME: Final = {"sub": "finditer", "subn": "finditer", "split": "finditer", "findall": "finditer"}


class Used(NamedTuple):
    """A pattern, where it is written, and how it is used."""

    place: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


def modules() -> Iterator[ModuleType]:
    """Yield the modules of the package that can be imported here."""
    for info in pkgutil.walk_packages(salarykit.__path__, "salarykit."):
        if info.name.rpartition(".")[2] != "__main__":
            yield importlib.import_module(info.name)


def called(node: ast.AST) -> str | None:
    """Return the function of `re` (or `lazy_pattern`) that a node calls."""
    if not isinstance(node, ast.Call) or not node.args:
        return None
    name = node.func
    if isinstance(name, ast.Attribute) and isinstance(name.value, ast.Name) and name.value.id == "re":
        return name.attr if name.attr in FUNCTIONS else None
    return name.id if isinstance(name, ast.Name) and name.id == "lazy_pattern" else None


def evaluated(node: ast.expr, module: ModuleType) -> Any:
    """Return the value of an expression in a module; None if it depends on what is local."""
    try:
        return eval(compile(ast.Expression(node), "", "eval"), dict(vars(module)))  # noqa: S307 - the package's own code
    except NameError:
        return None


def uses(trees: dict[str, ast.Module]) -> dict[tuple[str, str], set[str]]:
    """Return the methods that are asked of each name, by module; of a public name also in other modules."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for module, tree in trees.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Attribute) or node.attr not in {*METHODS, *SAME, "pattern"}:
                continue
            name = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", None)
            if name:
                method = SAME.get(node.attr, node.attr)
                for key in (module, "") if not name.startswith("_") else (module,):
                    found[key, name].add(method)
    return found


def inside(value: Any, seen: set[int]) -> Iterator[Any]:
    """Yield the patterns in a value, however deep in containers."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern) or type(value).__name__ == "_LazyPattern":
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from inside(each, seen)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from inside(each, seen)


def plain(value: Any) -> re.Pattern[Any]:
    """Return a pattern that may be lazy as what it is compiled to."""
    return value if isinstance(value, re.Pattern) else re.compile(value._source, value._flags)


@cache
def patterns() -> list[Used]:
    """Return every pattern of the package: those of modules, in whatever containers, and those within functions."""
    loaded = list(modules())
    trees = {
        each.__name__: ast.parse(Path(str(each.__file__)).read_text(encoding="utf-8")) for each in loaded
    }
    methods, seen = uses(trees), set[int]()
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any], set[str]]] = {}

    def add(place: str, pattern: re.Pattern[Any], used: set[str]) -> None:
        found.setdefault((pattern.pattern, pattern.flags), (place, pattern, set()))[2].update(used)

    for module in loaded:
        for name, value in vars(module).items():
            place = f"{module.__name__}.{name}"
            used = (
                methods.get((module.__name__, name))
                or methods.get(("", name))
                or {USED_AS.get(place, "search")}
            )
            for each in inside(value, seen):
                add(place, plain(each), set() if place in BOUNDED else used - {"pattern"})
    for module in loaded:
        for node in ast.walk(trees[module.__name__]):
            function = called(node)
            source = evaluated(node.args[0], module) if function and isinstance(node, ast.Call) else None
            if isinstance(source, str | bytes):
                flags = [evaluated(each, module) for each in flag_nodes(node, function)]
                pattern = re.compile(source, flags[0] if flags else 0)
                if function not in ("compile", "lazy_pattern"):
                    add(f"{module.__name__}:{node.lineno}", pattern, {SAME.get(str(function), str(function))})  # type: ignore[attr-defined]
                elif (pattern.pattern, pattern.flags) not in found:
                    add(f"{module.__name__}:{node.lineno}", pattern, {"search"})  # type: ignore[attr-defined]
    return [Used(place, pattern, frozenset(used)) for place, pattern, used in found.values()]


def flag_nodes(node: Any, function: str | None) -> list[ast.expr]:
    """Return the flags of a call."""
    named = [each.value for each in node.keywords if each.arg == "flags"]
    return named or (list(node.args[1:2]) if function in ("compile", "lazy_pattern") else [])


def sample(nodes: Any) -> str:
    """Return a text that some parsed nodes match, or almost."""
    return "".join(map(one, nodes))


def one(node: Any) -> str:  # noqa: PLR0911 - one for each kind of node
    """Return a text that a parsed node matches, or almost."""
    kind, value = str(node[0]), node[1]
    if kind == "LITERAL":
        return chr(int(value))
    if kind == "IN":
        return member(value)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return sample(value[2]) * max(1, int(value[0]))
    if kind == "SUBPATTERN":
        return sample(value[3])
    if kind == "ATOMIC_GROUP":
        return sample(value)
    if kind == "BRANCH":
        return next(filter(None, map(sample, value[1])), "")
    return {"ANY": "x", "NOT_LITERAL": "x"}.get(kind, "")


CATEGORIES: Final = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}


def member(values: Any) -> str:
    """Return a character of a class."""
    if str(values[0][0]) == "NEGATE":
        return next((char for char in "a1 -.\n\"'\u00e9" if not in_class(char, values[1:])), "\u4e00")
    kind, value = str(values[0][0]), values[0][1]
    if kind == "LITERAL":
        return chr(value)
    if kind == "RANGE":
        return chr(value[0])
    return CATEGORIES.get(str(value), "-")


def in_class(char: str, values: Any) -> bool:
    """Return whether a class has a character."""
    for kind, value in values:
        if str(kind) == "LITERAL" and ord(char) == value:
            return True
        if str(kind) == "RANGE" and value[0] <= ord(char) <= value[1]:
            return True
        if str(kind) == "CATEGORY":
            text = {"DIGIT": char.isdigit(), "SPACE": char.isspace(), "WORD": char.isalnum() or char == "_"}
            _, _, name = str(value).partition("_")
            if text.get(name.removeprefix("NOT_"), False) != name.startswith("NOT_"):
                return True
    return False


def repeated(nodes: Any, before: str = "") -> Iterator[tuple[str, str]]:  # noqa: C901 - one branch for each kind of node
    """Yield what may be repeated, with what stands before it."""
    for node in nodes:
        kind, value = str(node[0]), node[1]
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            if int(value[1]) > 8:
                for text in dict.fromkeys([sample(value[2]), *bodies(value[2])]):
                    if text:
                        yield before, text
            yield from repeated(value[2], before)
        elif kind == "SUBPATTERN":
            yield from repeated(value[3], before)
        elif kind == "ATOMIC_GROUP":
            yield from repeated(value, before)
        elif kind == "BRANCH":
            for each in value[1]:
                yield from repeated(each, before)
        elif kind in ("ASSERT", "ASSERT_NOT"):
            yield from repeated(value[1], before)
        before += one(node)


def bodies(nodes: Any) -> Iterator[str]:
    """Yield the other texts that a repetition may consist of: each branch, each literal of a class."""
    for node in nodes:
        kind, value = str(node[0]), node[1]
        if kind == "BRANCH":
            yield from (sample(each) for each in value[1][:6])
        elif kind == "IN":
            yield from (chr(each) for name, each in value[:6] if str(name) == "LITERAL")
            yield from (CATEGORIES[str(each)] for name, each in value if str(each) in CATEGORIES)
        elif kind == "SUBPATTERN":
            yield from bodies(value[3])


def literals(nodes: Any) -> Iterator[str]:
    """Yield the runs of literal characters of a pattern."""
    run = ""
    for node in nodes:
        kind, value = str(node[0]), node[1]
        if kind == "LITERAL":
            run += chr(value)
            continue
        if run:
            yield run
        run = ""
        if kind == "SUBPATTERN":
            yield from literals(value[3])
        elif kind == "BRANCH":
            for each in value[1]:
                yield from literals(each)
        elif kind.endswith("_REPEAT"):
            yield from literals(value[2])
        elif kind == "IN":
            yield from (chr(each) for name, each in value if str(name) == "LITERAL")
    if run:
        yield run


def shapes(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """Return what is repeated for a pattern, and what stands before it."""
    source = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    nodes = re._parser.parse(source, pattern.flags & ~re.DEBUG)  # type: ignore[attr-defined]
    words = list(dict.fromkeys(literals(nodes)))
    step = max(1, len(words) // PIECES)
    found = [*repeated(nodes), ("", sample(nodes)), *(("", word) for word in words[::step])]
    found += [("", f"{word} ") for word in words[:: 4 * step]] + [
        ("", each) for each in (" ", "1", "a", "\n")
    ]
    return [each for each in dict.fromkeys(found) if each[1]]


def text_of(shape: tuple[str, str], length: int, *, is_bytes: bool) -> Any:
    """Return a text of a length that repeats a shape."""
    before, piece = shape
    text = before + piece * (length // len(piece)) + ODD
    return text.encode("latin-1", "replace") if is_bytes else text


def seconds(run: Callable[[re.Pattern[Any], Any], Any], pattern: re.Pattern[Any], text: Any) -> float:
    """Return the seconds of the processor that a text takes."""
    start = time.process_time()
    run(pattern, text)
    return time.process_time() - start


def is_linear(
    run: Callable[[re.Pattern[Any], Any], Any], pattern: re.Pattern[Any], shape: tuple[str, str]
) -> bool:
    """Return whether a large text takes at most three times as long per kilobyte, in the best of three runs."""
    is_bytes = isinstance(pattern.pattern, bytes)
    small = text_of(shape, SMALL, is_bytes=is_bytes)
    shorter = seconds(run, pattern, small)
    if shorter < QUICK:
        return True
    for length in (
        4 * SMALL,
        LARGE,
    ):  # the one between, so that what is far from linear does not take minutes
        large, longer = text_of(shape, length, is_bytes=is_bytes), float("inf")
        for _ in range(RUNS):
            shorter = min(shorter, seconds(run, pattern, small))
            longer = min(longer, seconds(run, pattern, large))
            if longer < SHORT or longer <= MOST * (length // SMALL) * shorter:
                break
        else:
            return False
        if longer <= STRAIGHT * (length // SMALL) * shorter:
            return True
    return True


def test_every_pattern_takes_linear_time() -> None:
    """No text that is made from a pattern takes more than linear time, in the way in which the pattern is used."""
    slow = [
        (place, method, shape)
        for place, pattern, methods in patterns()
        for method in sorted(methods)
        for shape in shapes(pattern)
        if not is_linear(METHODS[method], pattern, shape)
    ]

    assert len(patterns()) > 200
    assert slow == []


def test_the_patterns_with_a_limit_are_patterns() -> None:
    """Each exception names a pattern that is there."""
    places = {each.place for each in patterns()}

    assert {*BOUNDED, *USED_AS} <= places


@pytest.mark.parametrize(
    ("source", "method"),
    [
        (r"\s*x", "search"),
        (r"\s*(?:[a-z]+)?\s*!", "match"),
        (r"[0-9]+(?:[.,][0-9]+)*%", "finditer"),
        (r"a+b", "search"),
        (r"\[[^\]]*\]", "finditer"),
    ],
)
def test_what_is_not_linear_is_seen(source: str, method: str) -> None:
    """The texts that are made from such a pattern show it."""
    pattern = re.compile(source)

    assert not all(is_linear(METHODS[method], pattern, each) for each in shapes(pattern))
