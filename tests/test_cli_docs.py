from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from typer.main import get_command

from salarykit.cli import app

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
DOCS = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^##+ (.+)\n((?:(?!^##).*\n)*)", DOCS, flags=re.MULTILINE))
SHARED = ["Reading FILE", "Rows and groups", "Converting", "Answer"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```console\n(.*?)^```", DOCS + README, flags=re.MULTILINE | re.DOTALL)
STYLES = re.compile(r"\x1b\[[0-9;]*m")


def commands(group: Any = None, before: str = "") -> dict[str, Any]:
    """Return every command of the app by its words, those of a group among them."""
    found: dict[str, Any] = {}
    for name, command in vars(group or get_command(app))["commands"].items():
        found |= (
            commands(command, f"{before}{name} ")
            if "commands" in vars(command)
            else {f"{before}{name}": command}
        )
    return found


COMMANDS = commands()


def told(parameter: Any) -> str:
    """Return the line that the docs must have for an option or an argument."""
    flag = getattr(parameter, "is_flag", False)
    if parameter.param_type_name == "option":
        assert flag or parameter.metavar, f"{parameter.opts} does not say what it takes"
        names = ", ".join(sorted(parameter.opts, key=len)) + ("" if flag else f" {parameter.metavar}")
    else:
        names = parameter.metavar or parameter.name.upper()
    default = parameter.default if parameter.show_default is True else parameter.show_default
    meant = "" if flag or default is None or default is False else f" Default: {default}."
    variable = f" Variable: `{parameter.envvar}`." if parameter.envvar else ""
    return f"| `{names}` | {parameter.help}{meant}{variable} |"


def rows(section: str) -> list[str]:
    """Return the lines about options in a section."""
    return [line for line in SECTIONS[section].splitlines() if line.startswith("| `")]


def documented(command: str) -> list[str]:
    """Return the lines about options that hold for a command: its own, and those of the sections that it names."""
    also = re.search(r"^Also: (.*)$", SECTIONS[f"salarykit {command}"], flags=re.MULTILINE)
    lines = rows(f"salarykit {command}")
    for shared in SHARED:
        named = re.search(rf"\[{shared}\][^[]*", also[1] if also else "")
        if named:
            without = re.findall(r"`(--[a-z-]+)`", named[0])
            lines += [
                line
                for line in rows(shared)
                if not any(f"{name} " in line or f"{name}`" in line for name in without)
            ]
    return lines


@for_each("command", COMMANDS)
def test_every_option_is_documented_and_no_other(command: str) -> None:
    """A command's section, with the sections it names, says of each option what `--help` says; and of no other."""
    parameters = [each for each in COMMANDS[command].params if each.name != "help"]

    assert sorted(documented(command)) == sorted(map(told, parameters))


def test_every_command_is_documented_and_no_other() -> None:
    """Each command has a section of its own; no section is of a command that does not exist."""
    assert sorted(title for title in SECTIONS if title.startswith("salarykit ")) == sorted(
        f"salarykit {command}" for command in COMMANDS
    )


def test_every_shared_option_is_used() -> None:
    """What stands in a shared section is an option of some command."""
    used = {told(each) for command in COMMANDS.values() for each in command.params}

    assert {line for shared in SHARED for line in rows(shared)} <= used


def test_every_variable_is_documented() -> None:
    """The section on variables names those that options read, and the folder of newer rates."""
    read = {each.envvar for command in COMMANDS.values() for each in command.params if each.envvar}

    assert set(re.findall(r"`(SALARYKIT_[A-Z_]+)`", SECTIONS["Variables"])) == {*read, "SALARYKIT_HOME"}


def test_every_command_has_an_example() -> None:
    """Each command is called in an example."""
    called = [line for example in EXAMPLES for line in example.splitlines() if line.startswith("$ ")]

    assert [name for name in COMMANDS if not any(f"salarykit {name}" in line for line in called)] == [
        "rates update"
    ]


@pytest.mark.process
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: str(text).partition("\n")[0][2:])
def test_examples_print_what_the_docs_say(example: str, forked: Path, tmp_path: Path) -> None:
    """Each example, typed at a terminal a hundred signs wide, prints what stands below it; `...` stands for any lines."""
    for call in re.split(r"^\$ ", example, flags=re.MULTILINE)[1:]:
        line, _, expected = call.partition("\n")
        pattern = re.escape(expected.strip("\n")).replace(re.escape("..."), ".*?")
        printed = typed(line, tmp_path, BIN if example == EXAMPLES[0] else forked)

        assert re.fullmatch(pattern, printed, flags=re.DOTALL), f"$ {line}\n{printed}"


def typed(line: str, folder: Path, commands: Path) -> str:
    """Return what a shell that finds its commands in a folder prints on a terminal, without styles and trailing spaces."""
    ours, theirs = pty.openpty()
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("SALARYKIT_")}
    surroundings |= {
        "PATH": f"{commands}:{os.environ['PATH']}",
        "SALARYKIT_HOME": str(folder / "home"),
    }
    surroundings |= {"COLUMNS": "100", "TERM": "xterm", "PYTHONWARNINGS": "error"}
    with subprocess.Popen(  # noqa: S603 - our own examples
        ["/bin/sh", "-c", line],
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        printed = b""
        while part := _read(ours):
            printed += part
    os.close(ours)
    text = STYLES.sub("", printed.decode()).replace("\r\n", "\n")
    return "\n".join(each.rstrip() for each in text.splitlines()).strip("\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # the other end is closed
        return b""
