"""Run every notebook from top to bottom, each in a fresh kernel of the Python that runs this.

    python tools/run_notebooks.py [--write]

A cell that fails fails the run. Without `--write` nothing is written, and a notebook that has stored no outputs fails,
too. With it the outputs are stored, without what would differ from one run to the next.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import nbformat
from ipykernel.kernelspec import write_kernel_spec
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

FOLDER = Path(__file__).parents[1] / "notebooks"
SECONDS = 600  # a cell that takes longer has failed


def run(path: Path, scratch: Path) -> nbformat.NotebookNode:
    """Return a notebook with the outputs of a run in its own folder.

    Args:
        path: the notebook.
        scratch: an empty folder; the kernel is this interpreter's, whatever else is installed, without a history
            or settings of the user's.

    Raises:
        CellExecutionError: with the cell and its error.
    """
    write_kernel_spec(scratch / "python3", overrides={"env": {"IPYTHONDIR": str(scratch / "ipython")}})
    kernel = AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(scratch)]),
        connection_file=str(scratch / "kernel.json"),
        transport="tcp" if sys.platform == "win32" else "ipc",
    )
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        km=kernel,
        timeout=SECONDS,
        coalesce_streams=True,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    return client.execute(cleanup_kc=True)


def has_outputs(notebook: nbformat.NotebookNode) -> bool:
    """Return whether any cell has stored an output."""
    return any(cell.get("outputs") for cell in notebook.cells)


def plain(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take out, in place, what would differ between runs or machines; return the notebook."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("metadata", {}).pop("execution", None)
    return notebook


def check(path: Path, *, write: bool) -> str | None:
    """Run one notebook, and write it if asked; return what is wrong with it."""
    if not write and not has_outputs(nbformat.read(path, as_version=4)):
        return "it has stored no outputs; run tools/run_notebooks.py --write"
    with tempfile.TemporaryDirectory() as scratch:
        try:
            notebook = plain(run(path, Path(scratch)))
        except CellExecutionError as error:
            return str(error)
    if write:
        nbformat.write(notebook, path)
    return None


def main() -> int:
    """Run all, say how each went, and return the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="store the outputs")
    write = parser.parse_args().write
    paths = sorted(FOLDER.glob("*.ipynb"))
    faults = {path.name: check(path, write=write) for path in paths}
    for name, fault in faults.items():
        print(f"{name}: {fault or 'ran'}", file=sys.stderr if fault else sys.stdout)
    if not paths:
        print(f"no notebook in {FOLDER}", file=sys.stderr)
    return 1 if not paths or any(faults.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
