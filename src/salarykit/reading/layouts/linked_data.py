"""The objects of JSON-LD in a page or file, which may name their types in several ways and refer to each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Linked", "is_of_kind", "of_type"]

_VOCABULARY: Final = re.compile(r"(?:https?://(?:www\.)?schema\.org/|[A-Za-z][\w.-]*+:(?!//))")
_MOST_STEPS: Final = 20  # references to follow from one object to the next
_HINTS: Final = frozenset(("@context", "baseSalary", "hiringOrganization"))
"""Properties of JSON-LD objects in which `type` stands for `@type`."""


class Linked:
    """The objects of JSON-LD in a page or file, which may refer to each other.

    Examples:
        >>> linked = Linked([{"@id": "#1", "value": {"@value": 5}}])
        >>> [pay] = linked.values({"schema:baseSalary": {"@id": "#1"}}, "baseSalary")
        >>> linked.values(pay, "value")
        [5]
    """

    def __init__(self, objects: list[Any]) -> None:
        self._by_id: dict[str, dict[str, Any]] = {}
        for node in _objects(objects):
            name = node.get("@id")
            if isinstance(name, str) and len(node) > 1:
                self._by_id.setdefault(name, {}).update(node)

    def values(self, node: Any, name: str) -> list[Any]:
        """Return the values of a property, a list being several values; none if it is not a property of an object."""
        if not isinstance(node, dict):
            return []
        values: list[Any] = []
        for key, value in node.items():
            if _bare(key) == name:
                values += value if isinstance(value, list) else [value]
        return [resolved for value in values if (resolved := self._resolved(value)) is not None]

    def _resolved(self, value: Any) -> Any:
        """Return the object that a value refers to, or the value that it wraps."""
        for _ in range(_MOST_STEPS):
            if not isinstance(value, dict):
                break
            if "@value" in value:
                return value["@value"]
            if set(value) != {"@id"} or value["@id"] not in self._by_id:
                break
            value = self._by_id[value["@id"]]
        return value


def _bare(name: str) -> str:
    """Return a name without the address or prefix of its vocabulary.

    Examples:
        >>> [_bare(name) for name in ("title", "schema:title", "http://schema.org/title", "@type")]
        ['title', 'title', 'title', '@type']
    """
    vocabulary = _VOCABULARY.match(name)
    return name[vocabulary.end() :] if vocabulary else name


def of_type(objects: list[Any], kind: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a type, however deep they are nested, but not those inside one that is yielded.

    Args:
        objects: the values of JSON.
        kind: the name of the type in schema.org; an object may state it as an address, with a prefix, or in a list of types.

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
    for found_node in _objects(objects, until=lambda node: _is_of(node, kind)):
        if _is_of(found_node, kind):
            yield found_node


def _is_of(node: dict[str, Any], kind: str) -> bool:
    stated = node.get("@type", node.get("type") if _HINTS & node.keys() else None)
    kinds = stated if isinstance(stated, list) else [stated]
    return any(isinstance(name, str) and is_of_kind(name, kind) for name in kinds)


def is_of_kind(stated: str, kind: str) -> bool:
    """Return whether a type, as an address, with a prefix or bare, is that of a name.

    Examples:
        >>> is_of_kind("http://schema.org/JobPosting", "JobPosting"), is_of_kind("JobPostings", "JobPosting")
        (True, False)
    """
    return _bare(stated.strip()).casefold() == kind.casefold()


def _objects(values: list[Any], until: Any = lambda _: False) -> Iterator[dict[str, Any]]:
    """Yield all objects in some values, in their order, but not those inside one at which to stop."""
    left = list(reversed(values))
    while left:
        node = left.pop()
        if isinstance(node, dict):
            yield node
            if not until(node):
                left += reversed(node.values())
        elif isinstance(node, list):
            left += reversed(node)
