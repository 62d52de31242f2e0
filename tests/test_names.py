from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "salarykit"
SHARED = {"Floats"}
"""The names of a type of numpy's, which several modules write out for type checkers."""


def type_names(tree: ast.Module) -> list[str]:
    """Return the classes of a module, nested ones too, and the types that it gives a name to."""
    aliases = []
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name):
                aliases.append(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() | ast.Call() as value):
                made_by = ast.unparse(value.value if isinstance(value, ast.Subscript) else value.func)
                if made_by in ("Literal", "Annotated", "NewType", "NamedTuple", "TypedDict"):
                    aliases.append(name)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias")):
                aliases.append(name)
    return aliases


def test_no_two_types_have_one_name() -> None:
    """The name of a class or of a named type stands once in the library, whether or not an underscore precedes it."""
    homes = defaultdict(list)
    for path in sorted(SOURCE.rglob("*.py")):
        for name in type_names(ast.parse(path.read_text(encoding="utf-8"))):
            homes[name.lstrip("_")].append(str(path.relative_to(SOURCE)))

    assert len(homes) > 300
    assert {name: paths for name, paths in homes.items() if len(paths) > 1 and name not in SHARED} == {}
