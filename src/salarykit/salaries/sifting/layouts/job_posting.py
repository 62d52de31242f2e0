"""schema.org's JobPosting in JSON-LD: in the scripts of a page, in a JSON file, or one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from salarykit.files.raw import Raw, of_records
from salarykit.salaries.sifting.plan import Figure, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.files.raw import Document

__all__ = ["read"]

_DEEPEST: Final = 20
_OURS: Final = ("role", "city", "country", "currency", "period", "as_of", "source")
_ENDS: Final = (Figure("minValue"), Figure("maxValue"))


def read(page: Document) -> tuple[Raw, Plan] | None:
    """Return the postings of a page or JSON file, a row each, and what their columns are; None if it has none.

    A posting without a `baseSalary` is a row whose amount is missing.
    """
    postings = [found for each in page.objects for found in _postings(each)]
    if not postings:
        return None
    raw = of_records([_row(posting) for posting in postings], page.name).replaced(notes=page.notes)
    return raw, Plan({name: name for name in _OURS}, ends=_ENDS, layout="job-posting")


def _postings(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the postings in a value, wherever they stand."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        kind = value.get("@type")
        if kind == "JobPosting" or (isinstance(kind, list) and "JobPosting" in kind):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _postings(each, depth + 1)


def _row(posting: dict[str, Any]) -> dict[str, Any]:
    address = _first(_first(posting.get("jobLocation")).get("address"), "addressLocality")
    salary = posting.get("baseSalary", posting.get("estimatedSalary"))
    money = _first(salary, "value")
    value = money.get("value", money)
    amount = _first(value, "value")
    point = amount.get("value")
    return {
        "role": _text(posting.get("title")),
        "city": _text(address.get("addressLocality")),
        "country": _text(address.get("addressCountry")),
        "minValue": _plain(amount.get("minValue", point)),
        "maxValue": _plain(amount.get("maxValue", point)),
        "currency": _text(money.get("currency") or amount.get("currency") or posting.get("salaryCurrency")),
        "period": _text(amount.get("unitText") or money.get("unitText")),
        "as_of": _text(posting.get("datePosted")),
        "source": _text(posting.get("hiringOrganization")),
        "employmentType": _text(posting.get("employmentType")),
        "url": _text(posting.get("url")),
    }


def _first(value: Any, name: str = "") -> dict[str, Any]:
    """Return the object that a value is or begins with; a bare value as an object that has it under a name."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        return value
    return {name: value} if value is not None and name else {}


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | str) and not isinstance(value, bool) else None


def _text(value: Any) -> str | None:
    """Return what a value is called: itself, its name, or the first of several."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
