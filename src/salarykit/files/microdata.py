"""Reads the microdata of a page with extruct, and returns its items as JSON-LD objects."""

from __future__ import annotations

from typing import Any, Final

from salarykit.errors import SourceError

__all__ = ["read_microdata"]

_DEEPEST: Final = 2_000  # levels of nested elements; libxml2 drops those deeper than 2,048
_WORK: Final = 200  # visits by extruct for each element, in addition to _FREE
_FREE: Final = 100_000


def read_microdata(markup: str, name: str) -> list[Any]:
    """Return the outermost items of a page.

    Args:
        markup: the page.
        name: its name in messages.

    Raises:
        ImportError: if the extra `pages` is not installed.
        SourceError: if items are nested so deeply that reading them takes more than linear time.

    Examples:
        >>> read_microdata(
        ...     "<p itemscope itemtype='https://schema.org/Place'><b itemprop=name>Kiel</b>", "page.html"
        ... )
        [{'@type': ['https://schema.org/Place'], 'name': 'Kiel'}]
    """
    try:
        from extruct.w3cmicrodata import MicrodataExtractor
    except ImportError as error:
        raise ImportError('Microdata needs extruct: pip install "salarykit[pages]"') from error
    from lxml.html import HTMLParser

    parser = HTMLParser(huge_tree=True)
    parser.feed(markup)
    root = parser.close()
    _check_work(root, name)
    for time in root.iter("time"):  # extruct ignores its text
        if time.get("datetime") is None:
            time.set("datetime", " ".join(time.text_content().split()))
    return [_json(item) for item in MicrodataExtractor(nested=True, strict=True).extract_items(root, None)]


def _check_work(root: Any, name: str) -> None:
    """Refuse a page whose items and properties are nested too deeply."""
    from lxml.etree import iterwalk

    depth = scopes = properties = work = elements = references = 0
    for event, element in iterwalk(root, events=("start", "end")):
        step = 1 if event == "start" else -1
        depth += step
        scopes += step * ("itemscope" in element.attrib)
        properties += step * ("itemprop" in element.attrib)
        if step > 0:
            elements += 1
            references += len(element.get("itemref", "").split())
            work += scopes**2 + properties
        if depth > _DEEPEST or work > _FREE + _WORK * elements:
            raise SourceError(
                f"{name} is a page whose microdata is nested too deeply to be read.", source=name
            )
    if references * elements > _FREE + _WORK * elements:
        raise SourceError(f"{name} is a page whose microdata has too many references (itemref).", source=name)


def _json(value: Any) -> Any:
    """Return an item or a value as JSON-LD writes it; an item without properties becomes its text."""
    if not isinstance(value, dict):
        return value
    if "properties" not in value:
        return value.get("value")
    properties = {key: list(map(_json, values)) for key, values in value["properties"].items()}
    single = {key: values[0] if len(values) == 1 else values for key, values in properties.items()}
    return {"@type": value.get("type", []), **single}
