from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cases import for_each

from salarykit.service import create_app

if TYPE_CHECKING:
    from calling import Caller

ROOT = Path(__file__).parents[1]
DOCS = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```http\n(.*?)^```\n\n```json\n(.*?)^```", DOCS, flags=re.MULTILINE | re.DOTALL)


def is_part(part: Any, whole: Any) -> bool:
    """Return whether a value is part of another: an object has some of its names, a list may end earlier."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            name in whole and is_part(value, whole[name]) for name, value in part.items()
        )
    if isinstance(part, list):
        return isinstance(whole, list) and len(part) <= len(whole) and all(map(is_part, part, whole))
    return bool(part == whole)


@for_each(("request", "expected"), EXAMPLES)
def test_a_request_of_the_docs_has_the_answer_of_the_docs(call: Caller, request: str, expected: str) -> None:
    """Each example is sent as it stands, and the answer has what the docs show of it."""
    head, _, body = request.partition("\n\n")
    (method, url), *headers = (line.split(" ", 1) for line in head.strip().splitlines())
    given = {name.rstrip(":").lower(): value for name, value in headers}
    found = call(method, url, content=body.encode() or None, headers=given).json()

    assert is_part(json.loads(expected), found), found


def test_every_route_has_an_example() -> None:
    """Each route and method of the service is called in an example, or its example is one of Python."""
    called = {tuple(request.split("?")[0].split()[:2]) for request, _ in EXAMPLES} | {("GET", "/metrics")}
    paths = create_app().openapi()["paths"]

    assert {(method.upper(), path) for path, methods in paths.items() for method in methods} == called


def test_the_dockerfile_builds_offline_and_runs_without_rights() -> None:
    """The image installs from the folder of wheels alone, runs as a user that is not root, and has a health check."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert "--no-index --find-links /wheelhouse" in text
    assert re.search(r"^USER [1-9]\d+$", text, flags=re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*\\\n.*/healthz", text, flags=re.MULTILINE)
    assert "-slim" in text
    assert "apt-get" not in text
