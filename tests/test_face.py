from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "salarykit"
NAMES: list[str] = vars(sk)["__all__"]
CALLABLES = [
    name for name in NAMES if inspect.isclass(getattr(sk, name)) or inspect.isroutine(getattr(sk, name))
]
CLASSES = [name for name in NAMES if inspect.isclass(getattr(sk, name))]
HEAVY = ["numpy", "pandas", "pyarrow", "pydantic", "requests", "forex_python"]
SLOW = [
    *HEAVY,
    "csv",
    "dataclasses",
    "inspect",
]  # modules that take as long to import as a first text to read
LOOK = f"""
import json, sys
seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event.startswith(("socket.", "urllib.")) else None)
import salarykit
print(json.dumps([[name for name in {HEAVY!r} if name in sys.modules], seen]))
"""
READ = f"""
import sys
import salarykit as sk
print(sk.find_pay("$21 an hour", country="US").low, [name for name in {SLOW!r} if name in sys.modules])
"""

ANY = {
    "amount": "a number or a column of any library; the overloads say what comes out for which",
    "anchors": "a mapping, a path, a frame of any library, or records",
    "currency": "a code or a column; the overloads say for which amount",
    "defaults": "a value for each field, of the field's type",
    "fields": "what pydantic checks when a Salary is made",
    "filesystem": "of fsspec or Arrow, neither of which has types",
    "on": "a day or a column; the overloads say for which amount",
    "options": "those of the verb of the same name",
    "parts": "what pydantic checks when a Layout is made",
    "return of convert": "what came in; see the overloads",
    "return of quote_fields": "the fields of a Quote, each of its type",
    "return of round_money": "what came in; see the overloads",
    "return of to_dict": "plain values, as JSON has them",
    "series": "of amounts or of texts",
    "source": "a path, a frame of any library, or records",
}
"""Where a public signature says Any, and why: by the name of the argument, or of the function for what it returns."""


def stub() -> ast.Module:
    """Return the stub of the face, parsed."""
    return ast.parse((SOURCE / "__init__.pyi").read_text())


def test_the_names_are_sorted_and_stand_once() -> None:
    """`__all__` is in order, and names nothing twice."""
    assert sorted(set(NAMES)) == NAMES


def test_the_names_stand_in_the_stub() -> None:
    """The stub imports each name once, and holds nothing beside the names and the version."""
    imported = [
        alias.name for node in stub().body if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    others = [ast.unparse(node) for node in stub().body if not isinstance(node, ast.ImportFrom)]

    assert sorted(imported) == NAMES
    assert others == ["__version__: str"]


def test_the_stub_imports_each_name_from_its_home() -> None:
    """The stub takes every name, as itself, from a module that has it; each is the object the face gives."""
    found = {}
    for node in stub().body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                assert alias.asname == alias.name
                found[alias.name] = getattr(importlib.import_module(str(node.module)), alias.name)

    assert found == {name: getattr(sk, name) for name in NAMES}


def test_dir_lists_the_face() -> None:
    """`dir` shows the public names and the version, and nothing of the machinery."""
    assert dir(sk) == sorted([*NAMES, "__version__"])


def test_the_version_is_the_project_s() -> None:
    """`__version__` is what pyproject.toml says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert sk.__version__ == project["version"]


def test_an_unknown_name_is_an_attribute_error() -> None:
    """The face has only its names, and says which one it lacks."""
    with pytest.raises(AttributeError, match=r"^module 'salarykit' has no attribute 'nonsense'$"):
        sk.nonsense  # type: ignore[attr-defined] # noqa: B018 - reading it is the test

    assert not hasattr(sk, "converter")


def test_each_name_is_loaded_once() -> None:
    """The first use of a name keeps it: the second reads the same object without asking."""
    first = sk.Salary

    assert vars(sk)["Salary"] is first


@pytest.mark.process
def test_an_import_does_nothing() -> None:
    """Importing salarykit loads no heavy library, opens no socket, warns of nothing and prints nothing."""
    run = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-W", "error", "-c", LOOK], capture_output=True, text=True, check=False, timeout=300
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout) == [[], []]


@pytest.mark.process
def test_reading_one_text_needs_no_column() -> None:
    """Finding the pay of a text loads no library of columns: a service that reads single texts starts at once."""
    run = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", READ], capture_output=True, text=True, check=True, timeout=300
    )

    assert run.stdout.split(maxsplit=1) == ["21.0", "[]\n"]


@for_each("name", CALLABLES)
def test_each_name_explains_itself(name: str) -> None:
    """Every public function and class has a docstring of its own, with an example that runs."""
    doc = getattr(sk, name).__doc__ or ""

    assert doc.splitlines()[0].endswith((".", ":"))
    assert ">>> " in doc


@for_each("name", CLASSES)
def test_each_method_explains_itself(name: str) -> None:
    """Every public method and property of a public class has a docstring."""
    members = vars(getattr(sk, name)).items()
    silent = [
        member
        for member, thing in members
        if not member.startswith("_")
        and (inspect.isroutine(thing) or isinstance(thing, classmethod | property))
        and not thing.__doc__
    ]

    assert silent == []


def test_the_face_is_small() -> None:
    """There are at most forty-five public names."""
    assert 1 <= len(NAMES) <= 45


def test_no_file_is_long() -> None:
    """No file of the source has more than 400 lines."""
    lines = {
        path: len(path.read_text().splitlines())
        for path in SOURCE.rglob("*.py*")
        if path.suffix in (".py", ".pyi")
    }

    assert len(lines) > 20
    assert {path.name: count for path, count in lines.items() if count > 400} == {}


def test_the_package_is_typed() -> None:
    """The marker that makes the annotations count for type checkers is there."""
    assert (SOURCE / "py.typed").is_file()


def test_the_type_checkers_see_every_name() -> None:
    """The file that the type checkers read uses each public name."""
    tree = ast.parse((ROOT / "tests" / "typing" / "api.py").read_text())
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sk"
    }

    assert used == {*NAMES, "__version__"}


def public_functions() -> list[Callable[..., object]]:
    """Return the functions of the face and of the doors, and the methods of the classes in them."""
    from salarykit import duckdb, pandas, polars

    doors = [getattr(room, name) for room in (duckdb, pandas, polars) for name in room.__all__]
    things = [*(getattr(sk, name) for name in NAMES), *doors]
    classes = [thing for thing in things if inspect.isclass(thing) and not issubclass(thing, Exception)]
    members = [
        getattr(member, "fget", None) or getattr(member, "func", member)  # of a property, kept or not
        for one in classes
        for name, member in inspect.getmembers(one)
        if name == "__init__" or not name.startswith("_")
    ]
    return [
        function
        for function in [*things, *members]
        if inspect.isroutine(function) and str(getattr(function, "__module__", "")).startswith("salarykit")
    ]


def test_any_stands_only_where_there_is_a_reason() -> None:
    """A public signature says what it takes and gives; where that is Any, the reason stands in `ANY`."""
    found = set()
    for function in public_functions():
        signature = inspect.signature(function)
        said = {name: each.annotation for name, each in signature.parameters.items()}
        said[f"return of {function.__name__}"] = signature.return_annotation
        found |= {name for name, kind in said.items() if re.search(r"\bAny\b", str(kind))}

    assert found <= ANY.keys()


@for_each("room", ["analysis", "rates", "reading", "salaries", "sources"])
def test_each_room_gives_what_it_names(room: str) -> None:
    """A room's `__all__` is in order, and each of its names is there; an unknown one is an AttributeError."""
    module = importlib.import_module(f"salarykit.{room}")

    assert sorted(module.__all__) == module.__all__
    assert all(getattr(module, name) is not None for name in module.__all__)
    with pytest.raises(AttributeError, match=rf"^module 'salarykit\.{room}' has no attribute 'nonsense'$"):
        module.nonsense  # noqa: B018 - reading it is the test


def test_the_page_on_the_architecture_names_every_module() -> None:
    """Each module is named in docs/architecture.md under its room, and each name in the first column is a module."""
    page = (ROOT / "docs/architecture.md").read_text()
    tree = re.findall(r"^[├└│].*", page.split("src/salarykit/\n")[1].split("```")[0], re.MULTILINE)
    rooms, room = dict[str, str](), ""
    for line in tree:
        opened = re.match(r"[├└]── (\w+)", line)
        room = opened.group(1) if opened else room
        rooms[room] = rooms.get(room, "") + line + "\n"
    for folder in (path.parent for path in SOURCE.glob("*/__init__.py")):
        text = rooms[folder.name]
        modules = {path.stem for path in folder.rglob("*.py") if path.stem != "__init__"}
        first_column = re.findall(r"^│     ([a-z_]+(?:, [a-z_]+)*)/?  ", text, re.MULTILINE)
        named = {name for names in first_column for name in names.split(", ")}
        assert modules - set(re.findall(r"\w+", text)) == set(), folder.name
        assert named - modules - {path.name for path in folder.iterdir()} == set(), folder.name
