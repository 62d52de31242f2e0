"""The HTTP service: `salarykit serve`, or `create_app` for those who mount it. It has no formulas of its own.

>>> import salarykit.service
>>> app = salarykit.service.create_app()
>>> sorted(app.openapi()["paths"])[:3]
['/healthz', '/metrics', '/v1/check']
"""

from __future__ import annotations

try:
    import fastapi  # noqa: F401 - asked for by name, so that the error says what to do
    import httptools  # noqa: F401 - so is this
    import jinja2  # noqa: F401 - so is this
    import orjson  # noqa: F401 - so is this
    import prometheus_client  # noqa: F401 - so is this
    import uvicorn  # noqa: F401 - so is this
except ImportError as error:
    raise ImportError('The service needs FastAPI and uvicorn: pip install "salarykit[service]"') from error

from salarykit.service.app import create_app
from salarykit.service.state import Limits

__all__ = ["Limits", "create_app"]
