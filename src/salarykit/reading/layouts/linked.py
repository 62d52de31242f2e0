"""JSON-LD as it is written: what the properties of its objects are, by whatever name, and where they point."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Linked", "of_type"]

_VOCABULARY: Final = re.compile(r"(?:https?://(?:www\.)?schema\.org/|[A-Za-z][\w.-]*:(?!//))")
_MOST_STEPS: Final = 20  # from one object that only points at another to the next
_HINTS: Final = frozenset(("@context", "baseSalary", "hiringOrganization"))
"""What an object of JSON-LD has, where `type` stands for `@type`."""


class Linked:
    """The objects of a page or file, which may point at each other.

    Examples:
        >>> linked = Linked([{"@id": "#1", "value": {"@value": 5}}])
        >>> [pay] = linked.values({"schema:baseSalary": {"@id": "#1"}}, "baseSalary")
        >>> linked.values(pay, "value")
        [5]
    """

    def __init__(self, objects: list[Any]) -> None:
        self._by_id: dict[str, dict[str, Any]] = {}
        for thing in _objects(objects):
            name = thing.get("@id")
            if isinstance(name, str) and len(thing) > 1:
                self._by_id.setdefault(name, {}).update(thing)

    def values(self, thing: Any, name: str) -> list[Any]:
        """Return the values of a property, of those in a list each; none of what is no object."""
        if not isinstance(thing, dict):
            return []
        found: list[Any] = []
        for key, value in thing.items():
            if bare(key) == name:
                found += value if isinstance(value, list) else [value]
        return [each for value in found if (each := self._there(value)) is not None]

    def _there(self, value: Any) -> Any:
        """Return what a value is: what it points at, or what it wraps."""
        for _ in range(_MOST_STEPS):
            if not isinstance(value, dict):
                break
            if "@value" in value:
                return value["@value"]
            if set(value) != {"@id"} or value["@id"] not in self._by_id:
                break
            value = self._by_id[value["@id"]]
        return value


def bare(name: str) -> str:
    """Return a name without the address or the prefix of its vocabulary.

    Examples:
        >>> [bare(name) for name in ("title", "schema:title", "http://schema.org/title", "@type")]
        ['title', 'title', 'title', '@type']
    """
    return _VOCABULARY.sub("", name, count=1) if _VOCABULARY.match(name) else name


def of_type(objects: list[Any], kind: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a type, wherever they stand; none of those inside one.

    Args:
        objects: the values of JSON.
        kind: the type's name in schema.org; it may be written as an address, with a prefix, and in a list of types.

    Examples:
        >>> both = [
        ...     {
        ...         "@graph": [
        ...             {"@type": ["Thing", "schema:JobPosting"]},
        ...             {"@type": "https://schema.org/JobPosting"},
        ...         ]
        ...     }
        ... ]
        >>> len(list(of_type(both, "JobPosting")))
        2
    """
    for thing in _objects(objects, until=lambda each: _is_of(each, kind)):
        if _is_of(thing, kind):
            yield thing


def _is_of(thing: dict[str, Any], kind: str) -> bool:
    said = thing.get("@type", thing.get("type") if _HINTS & thing.keys() else None)
    kinds = said if isinstance(said, list) else [said]
    return any(isinstance(each, str) and bare(each.strip()).casefold() == kind.casefold() for each in kinds)


def _objects(values: list[Any], until: Any = lambda _: False) -> Iterator[dict[str, Any]]:
    """Yield all objects in some values, in their order; not those inside one at which to stop."""
    left = list(reversed(values))
    while left:
        each = left.pop()
        if isinstance(each, dict):
            yield each
            if not until(each):
                left += reversed(each.values())
        elif isinstance(each, list):
            left += reversed(each)
