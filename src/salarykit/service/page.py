"""The page at `/`, made on the server; its script only avoids reloading."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from salarykit.errors import printable
from salarykit.service.json_answers import ASK_AGAIN, etag_of, is_known, not_modified
from salarykit.service.page_view import Choices, page_view
from salarykit.service.problems import RefusedRequest
from salarykit.service.state import State, state_of

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
_LONGEST: Final = 300  # characters of a cell that are shown
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_KINDS: Final = {"page.css": "text/css", "page.js": "text/javascript"}
_ASSETS: Final = {name: (Path(__file__).parent / "assets" / name).read_bytes() for name in _KINDS}
_VERSION: Final = blake2b(b"".join(_ASSETS.values()), digest_size=6).hexdigest()


def _shown(text: object) -> str:
    """Return a text of a cell as the page shows it: one line, without control characters, of a bounded length."""
    plain = printable(str(text))
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}..."


_environment: Final = Environment(
    loader=PackageLoader("salarykit.service"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["shown"] = _shown


@router.get("/", response_class=Response)
async def page(request: Request) -> Response:
    """Show the page."""
    state = state_of(request)
    etag = etag_of(request, state.version)
    if is_known(request, etag):
        return not_modified(etag)
    text = await state.work.run(_made, Choices.of(request.query_params), state)
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": ASK_AGAIN, "ETag": etag}
    return Response(text, headers=headers, media_type="text/html")


def _made(choices: Choices, state: State) -> str:
    view = page_view(choices, state)
    return _environment.get_template("page.html").render(**view, assets=_VERSION)


@router.get("/assets/{name}", response_class=Response)
async def asset(name: str) -> Response:
    """Give the style sheet or the script of the page."""
    if name not in _ASSETS:
        raise RefusedRequest(404, "no-such-route", "There is no such asset.")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_ASSETS[name], headers=headers, media_type=_KINDS[name])
