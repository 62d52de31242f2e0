"""schema.org's JobPosting in JSON-LD: in the scripts of a page, in a JSON file, or one a line."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from salarykit.files.json_text import Broken
from salarykit.files.raw import Raw, Refusal, as_column, json_refusal
from salarykit.reading.aliases import period_word
from salarykit.reading.column_mapping import Figure, Plan
from salarykit.reading.layouts.linked import Linked, of_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.files.raw import Document

__all__ = ["broken_postings", "read"]

_KIND: Final = "JobPosting"
_OURS: Final = ("role", "city", "country", "currency", "period", "as_of", "source")
_ENDS: Final = (Figure("minValue"), Figure("maxValue"))
_COLUMNS: Final = (*_OURS, *(end.column for end in _ENDS), "employmentType", "url")


_THREE_PLACES: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)


class _Contradiction(NamedTuple):
    """Two periods that one salary states."""

    said: str


def read(page: Document) -> tuple[Raw, Plan] | None:
    """Return the postings of a page or JSON file, a row for each salary, and what their columns are; None if it has none.

    A posting without a `baseSalary` is a row whose amount is missing. Rows are numbered as the postings are.
    """
    linked = Linked([each for each in page.objects if not isinstance(each, Broken)])
    rows: list[tuple[int, dict[str, Any]]] = []
    refused: list[Refusal] = []
    for number, posting in enumerate(_postings(page), start=1):
        refusal = json_refusal(posting, number)
        for row in [refusal] if refusal else _rows(posting, linked, number):
            if isinstance(row, Refusal):
                refused.append(row)
            else:
                rows.append((number, row))
    if not rows and all(each.code == "broken_json" for each in refused):
        return None
    columns = {name: as_column([row[name] for _, row in rows]) for name in _COLUMNS}
    numbers = np.array([number for number, _ in rows], np.int64)
    raw = Raw(page.name, columns, numbers, refused=refused, notes=page.notes, decimal=".")
    return raw, Plan({name: name for name in _OURS}, ends=_ENDS, layout="job-posting")


def broken_postings(page: Document) -> list[Broken]:
    """Return what says that it is a posting and is not readable as JSON."""
    return [each for each in page.objects if isinstance(each, Broken) and _KIND in each.text]


def _postings(page: Document) -> Iterator[Any]:
    """Yield the postings, and what is not readable in their places: every line, but of a page's scripts only such."""
    for value in page.objects:
        if not isinstance(value, Broken):
            yield from of_type([value], _KIND)
        elif _KIND in value.text or not page.is_page:
            yield value


def _rows(posting: dict[str, Any], linked: Linked, number: int) -> Iterator[dict[str, Any] | Refusal]:
    """Yield a row for each salary of a posting, or why it is none; a row without figures if the posting has none."""
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
            around = [amount, *([money] if amount is not money else [])]
            codes = _all(linked, around, "currency", "priceCurrency")
            row = {
                **stated,
                **_ends(amount, linked),
                "currency": _one(codes or linked.values(posting, "salaryCurrency")),
                "period": _period(around, linked),
            }
            yield _refusal(row, number) or row


def _refusal(row: dict[str, Any], number: int) -> Refusal | None:
    """Return what keeps a row from being a salary and is not seen in its cells one by one."""
    if isinstance(row["period"], _Contradiction):
        said = row["period"].said
        return Refusal(number, "period", said, "contradiction", f"the posting states two periods, {said}.")
    for end in _ENDS:
        text = row[end.column]
        if isinstance(text, str) and _THREE_PLACES.fullmatch(text.strip()):
            sentence = f"{text!r} may be thousands, or a number with three decimals. Write it without quotation marks."
            return Refusal(number, "amount", text, "ambiguous_number", sentence)
    return None


def _ends(amount: Any, linked: Linked) -> dict[str, Any]:
    """Return the two ends of a QuantitativeValue, a PriceSpecification, or a bare figure."""
    point = _all(linked, [amount], "value", "price") if isinstance(amount, dict) else [amount]
    lows, highs = (_all(linked, [amount], f"{end}Value", f"{end}Price") for end in ("min", "max"))
    return {"minValue": _one(lows or point), "maxValue": _one(highs or point)}


def _period(around: list[Any], linked: Linked) -> str | _Contradiction | None:
    """Return what a salary is paid for, as `unitText`, `unitCode` or a reference quantity says it."""
    said = _all(linked, around, "unitText", "unitCode")
    for quantity in _all(linked, around, "referenceQuantity"):
        count = _one(linked.values(quantity, "value"))
        units = _all(linked, [quantity], "unitText", "unitCode")
        said += units if count in (None, 1, "1") else [f"{count} {unit}" for unit in units or [""]]
    texts = [text for each in said if (text := _text([each])) and text.strip()]
    meant = {text: period_word(text) for text in texts}
    unknown = [text for text, period in meant.items() if period is None]
    if not unknown and len(set(meant.values())) > 1:
        return _Contradiction(", ".join(meant))
    return next(iter(unknown or meant), None)


def _all(linked: Linked, things: list[Any], *names: str) -> list[Any]:
    """Return the values of some properties of some objects."""
    return list(chain.from_iterable(linked.values(thing, name) for thing in things for name in names))


def _first(values: list[Any]) -> Any:
    return values[0] if values else None


def _one(values: list[Any]) -> Any:
    """Return the value that all of some are; where they differ, a text of them all, which is no figure and no code.

    Examples:
        >>> _one([5]), _one(["EUR", "EUR"]), _one(["EUR", "USD"]), _one([True])
        (5, 'EUR', 'EUR; USD', None)
    """
    plain = [each for each in values if isinstance(each, int | float | str) and not isinstance(each, bool)]
    distinct = list(dict.fromkeys(plain))
    return "; ".join(map(str, distinct)) if len(distinct) > 1 else _first(distinct)


def _text(values: list[Any]) -> str | None:
    """Return what the first of some values is called: itself or its name."""
    value = _first(values)
    if isinstance(value, dict):
        value = value.get("name")
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
