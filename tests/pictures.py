"""What the tests of pictures read from them."""

from __future__ import annotations

import io
from typing import Any


def texts(labels: Any) -> list[str]:
    """Return what labels say."""
    return [label.get_text() for label in labels]


def picture(axes: Any) -> bytes:
    """Return the picture as matplotlib draws it, without a window."""
    sink = io.BytesIO()
    axes.figure.savefig(sink, format="png")
    return sink.getvalue()
