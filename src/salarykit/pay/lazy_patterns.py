"""Patterns that are compiled when they are first used: most texts need few of them, and compiling all takes a while."""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["lazy_pattern"]


class _LazyPattern:
    """A pattern that is compiled when one of its methods is first used."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(re.compile(self._source, self._flags), name)
        self.__dict__[name] = value  # from now on, `__getattr__` is not called for it
        return value


def lazy_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when it is first used, and as fast as any from then on.

    Examples:
        >>> lazy_pattern("[0-9]+").findall("5 of 10")
        ['5', '10']
    """
    return cast("re.Pattern[str]", _LazyPattern(source, flags))
