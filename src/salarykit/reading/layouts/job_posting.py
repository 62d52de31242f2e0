"""schema.org's JobPosting in JSON-LD: in the scripts of a page, in a JSON file, or in JSON Lines."""
# A little over 300 lines: the postings, and below them the JSON-LD objects that they consist of.

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from salarykit.files.json_text import Broken
from salarykit.files.microdata import read_microdata
from salarykit.files.raw import Raw, Refusal, as_column, json_refusal
from salarykit.reading.cell_words import period_word
from salarykit.reading.plan import AmountColumn, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.files.raw import Document

__all__ = ["broken_postings", "read", "unread_postings"]

_VOCABULARY: Final = re.compile(r"(?:https?://(?:www\.)?schema\.org/|[A-Za-z][\w.-]*+:(?!//))")
_MOST_STEPS: Final = 20  # references to follow from one object to the next
_HINTS: Final = frozenset(("@context", "baseSalary", "hiringOrganization"))
"""Properties of JSON-LD objects in which `type` stands for `@type`."""
_KIND: Final = "JobPosting"
_OURS: Final = ("role", "city", "country", "currency", "period", "as_of", "source")
_ENDS: Final = (AmountColumn("minValue"), AmountColumn("maxValue"))
_COLUMNS: Final = (*_OURS, *(end.column for end in _ENDS), "employmentType", "url")
_THREE_PLACES: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)


class _Contradiction(NamedTuple):
    """The different periods that one salary states."""

    periods: str


def read(page: Document) -> tuple[Raw, Plan] | None:
    """Return the postings of a page or JSON file as a table with a row for each salary, and its plan; None if there are none.

    A posting without a `baseSalary` is a row whose amount is missing. The number of a row is that of its posting. Microdata is read only if
    there is no JSON-LD, because a page states the same postings in both.
    """
    page = _with_microdata(page)
    linked = _LinkedObjects([value for value in page.objects if not isinstance(value, Broken)])
    rows: list[tuple[int, dict[str, Any]]] = []
    refused: list[Refusal] = []
    for number, posting in enumerate(_postings(page), start=1):
        refusal = json_refusal(posting, number)
        for row in [refusal] if refusal else _rows(posting, linked, number):
            if isinstance(row, Refusal):
                refused.append(row)
            else:
                rows.append((number, row))
    if not rows and all(reject.code == "broken_json" for reject in refused):
        return None
    columns = {name: as_column([row[name] for _, row in rows]) for name in _COLUMNS}
    numbers = np.array([number for number, _ in rows], np.int64)
    raw = Raw(page.name, columns, numbers, refused=refused, notes=page.notes, decimal=".")
    return raw, Plan({name: name for name in _OURS}, ends=_ENDS, layout="job-posting")


def _with_microdata(page: Document) -> Document:
    """Return a page with its microdata added as objects, if only that has postings."""
    if "microdata" not in _vocabularies(page) or _has_postings(page):
        return page
    try:
        return replace(page, objects=(*page.objects, *read_microdata(page.markup, page.name)))
    except ImportError:
        return page


def _has_postings(page: Document) -> bool:
    """Return whether a page has readable postings in JSON-LD."""
    return any(not isinstance(posting, Broken) for posting in _postings(page))


def _vocabularies(page: Document) -> list[str]:
    """Return the vocabularies, `microdata` or `RDFa`, in which the attributes of a page have postings."""
    return sorted({vocabulary for vocabulary, kind in page.item_types if _is_of_kind(kind, _KIND)})


def unread_postings(page: Document, *, is_read: bool) -> list[str]:
    """Return a note on postings in the attributes of a page that are not read, if there are any.

    Args:
        page: the page.
        is_read: whether other postings of the page are read.
    """
    in_json = _has_postings(page)
    notes = []
    for vocabulary in _vocabularies(page):
        if in_json:
            notes.append(f"JobPostings as {vocabulary} are not read, because the page has some as JSON-LD.")
        elif vocabulary == "RDFa":
            notes.append("JobPostings as RDFa are not read. Save them as JSON-LD.")
        elif not is_read:
            notes.append(
                'JobPostings as microdata are not read without an extra: pip install "salarykit[pages]".'
            )
    return notes


def broken_postings(page: Document) -> list[Broken]:
    """Return the postings that are not readable as JSON."""
    return [value for value in page.objects if isinstance(value, Broken) and _KIND in value.text]


def _postings(page: Document) -> Iterator[Any]:
    """Yield the postings and, in their places, the values that are not readable as JSON; of a page only those that are postings."""
    for value in page.objects:
        if not isinstance(value, Broken):
            yield from _of_type([value], _KIND)
        elif _KIND in value.text or not page.is_page:
            yield value


def _rows(posting: dict[str, Any], linked: _LinkedObjects, number: int) -> Iterator[dict[str, Any] | Refusal]:
    """Yield a row or a refusal for each salary of a posting; a posting without a salary makes a row without an amount."""
    place = _first(linked.values(posting, "jobLocation"))
    address = _first(linked.values(place, "address"))
    stated = {
        "role": _text(linked.values(posting, "title")),
        "city": _text(linked.values(address, "addressLocality") if isinstance(address, dict) else [address]),
        "country": _text(linked.values(address, "addressCountry")),
        "as_of": _text(linked.values(posting, "datePosted")),
        "source": _text(linked.values(posting, "hiringOrganization")),
        "employmentType": _text(linked.values(posting, "employmentType")),
        "url": _text(linked.values(posting, "url")),
    }
    salaries = linked.values(posting, "baseSalary") or linked.values(posting, "estimatedSalary") or [None]
    for money in salaries:
        for amount in linked.values(money, "value") or [money]:
            nodes = [amount, *([money] if amount is not money else [])]
            codes = _all(linked, nodes, "currency", "priceCurrency")
            row = {
                **stated,
                **_ends(amount, linked),
                "currency": _one(codes or linked.values(posting, "salaryCurrency")),
                "period": _period(nodes, linked),
            }
            yield _refusal(row, number) or row


def _refusal(row: dict[str, Any], number: int) -> Refusal | None:
    """Return the refusal of a row for a reason that its cells do not show; None if there is no such reason."""
    if isinstance(row["period"], _Contradiction):
        periods = row["period"].periods
        return Refusal(
            number, "period", periods, "contradiction", f"the posting states two periods, {periods}."
        )
    for end in _ENDS:
        text = row[end.column]
        if isinstance(text, str) and _THREE_PLACES.fullmatch(text.strip()):
            sentence = f"{text!r} may be thousands, or a number with three decimals. Write it without quotation marks."
            return Refusal(number, "amount", text, "ambiguous_number", sentence)
    return None


def _ends(amount: Any, linked: _LinkedObjects) -> dict[str, Any]:
    """Return the two ends of a QuantitativeValue, of a PriceSpecification, or of a plain figure."""
    point = _all(linked, [amount], "value", "price") if isinstance(amount, dict) else [amount]
    lows, highs = (_all(linked, [amount], f"{end}Value", f"{end}Price") for end in ("min", "max"))
    return {"minValue": _one(lows or point), "maxValue": _one(highs or point)}


def _period(nodes: list[Any], linked: _LinkedObjects) -> str | _Contradiction | None:
    """Return the period of a salary, as `unitText`, `unitCode` or a reference quantity states it."""
    stated = _all(linked, nodes, "unitText", "unitCode")
    for quantity in _all(linked, nodes, "referenceQuantity"):
        count = _one(linked.values(quantity, "value"))
        units = _all(linked, [quantity], "unitText", "unitCode")
        stated += units if count in (None, 1, "1") else [f"{count} {unit}" for unit in units or [""]]
    texts = [text for node in stated if (text := _text([node])) and text.strip()]
    meant = {text: period_word(text) for text in texts}
    unknown = [text for text, period in meant.items() if period is None]
    if not unknown and len(set(meant.values())) > 1:
        return _Contradiction(", ".join(meant))
    return next(iter(unknown or meant), None)


def _all(linked: _LinkedObjects, nodes: list[Any], *names: str) -> list[Any]:
    """Return the values of some properties of some objects."""
    return list(chain.from_iterable(linked.values(node, name) for node in nodes for name in names))


def _first(values: list[Any]) -> Any:
    return values[0] if values else None


def _one(values: list[Any]) -> Any:
    """Return the value that several properties share; if they differ, a text of all values, which no field accepts.

    Examples:
        >>> _one([5]), _one(["EUR", "EUR"]), _one(["EUR", "USD"]), _one([True])
        (5, 'EUR', 'EUR; USD', None)
    """
    plain = [
        value for value in values if isinstance(value, int | float | str) and not isinstance(value, bool)
    ]
    distinct = list(dict.fromkeys(plain))
    return "; ".join(map(str, distinct)) if len(distinct) > 1 else _first(distinct)


def _text(values: list[Any]) -> str | None:
    """Return the first of some values as a text: the value itself, or its name."""
    value = _first(values)
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = _first(value)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None


class _LinkedObjects:
    """The objects of JSON-LD in a page or file, which may refer to each other.

    Examples:
        >>> linked = _LinkedObjects([{"@id": "#1", "value": {"@value": 5}}])
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
        """Return the values of a property, with a list as several values; empty if it is not a property of an object."""
        if not isinstance(node, dict):
            return []
        values: list[Any] = []
        for key, value in node.items():
            if _bare(key) == name:
                values += value if isinstance(value, list) else [value]
        return [resolved for value in values if (resolved := self._resolved(value)) is not None]

    def _resolved(self, value: Any) -> Any:
        """Return the object that a value refers to, or the plain value inside an `@value`."""
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
    """Return a name without the URL or prefix of its vocabulary.

    Examples:
        >>> [_bare(name) for name in ("title", "schema:title", "http://schema.org/title", "@type")]
        ['title', 'title', 'title', '@type']
    """
    vocabulary = _VOCABULARY.match(name)
    return name[vocabulary.end() :] if vocabulary else name


def _of_type(objects: list[Any], kind: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a type at any depth; objects inside one that is yielded are skipped.

    Args:
        objects: the values of JSON.
        kind: the name of the type in schema.org; an object may state it as a URL, with a prefix, or in a list of types.

    Examples:
        >>> both = [
        ...     {
        ...         "@graph": [
        ...             {"@type": ["Thing", "schema:JobPosting"]},
        ...             {"@type": "https://schema.org/JobPosting"},
        ...         ]
        ...     }
        ... ]
        >>> len(list(_of_type(both, "JobPosting")))
        2
    """
    for node in _objects(objects, until=lambda value: _is_of(value, kind)):
        if _is_of(node, kind):
            yield node


def _is_of(node: dict[str, Any], kind: str) -> bool:
    stated = node.get("@type", node.get("type") if _HINTS & node.keys() else None)
    kinds = stated if isinstance(stated, list) else [stated]
    return any(isinstance(name, str) and _is_of_kind(name, kind) for name in kinds)


def _is_of_kind(stated: str, kind: str) -> bool:
    """Return whether a stated type is of a kind; it may be written as a URL, with a prefix or as the plain name.

    Examples:
        >>> (
        ...     _is_of_kind("http://schema.org/JobPosting", "JobPosting"),
        ...     _is_of_kind("JobPostings", "JobPosting"),
        ... )
        (True, False)
    """
    return _bare(stated.strip()).casefold() == kind.casefold()


def _objects(values: list[Any], until: Any = lambda _: False) -> Iterator[dict[str, Any]]:
    """Yield all objects in some values at any depth, in order; objects inside one for which `until` is true are skipped."""
    left = list(reversed(values))
    while left:
        node = left.pop()
        if isinstance(node, dict):
            yield node
            if not until(node):
                left += reversed(node.values())
        elif isinstance(node, list):
            left += reversed(node)
