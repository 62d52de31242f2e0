"""The country of a text that holds nothing but the name of a country: `Iran, Islamic Republic of`, `Hong Kong (S.A.R.)`."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from salarykit.currency.countries import countries, known_countries
from salarykit.package import once, remembered
from salarykit.places.country_aliases import ACRONYMS, NATIONS, OF_SEVERAL, TERRITORIES
from salarykit.places.gazetteer import plain
from salarykit.places.regions import named

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["country_code"]

_SPLIT: Final = re.compile(r"[,;:/()\[\]{}（）]+")
_CODES: Final = {"EL": "GR"}  # Eurostat's code; its other one, UK, is among the names
_FULL: Final = {"rep": "republic", "dem": "democratic", "fed": "federal", "sts": "states", "isl": "islamic"}
_FORMS: Final = frozenset(
    [
        "arab",
        "bolivarian",
        "commonwealth",
        "confederation",
        "cooperative",
        "democratic",
        "duchy",
        "eastern",
        "emirate",
        "federal",
        "federated",
        "federation",
        "federative",
        "grand",
        "hashemite",
        "independent",
        "islamic",
        "kingdom",
        "oriental",
        "peoples",
        "plurinational",
        "principality",
        "republic",
        "socialist",
        "sovereign",
        "state",
        "states",
        "sultanate",
        "the",
        "union",
        "united",
    ]
)
"""The words for forms of state: `Islamic Republic`."""
_PR: Final = re.compile(r"\bP\.\s?R\.")  # as in the IMF's "China, P.R.: Mainland"; PR is Puerto Rico's code
_LONGEST: Final = 200  # characters of a text that is read, at most


@remembered(4096)
def country_code(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country's name or code; None if it names none, or several.

    A name may include its form of state (`Islamic Republic of`), may follow in brackets after a name that several countries share, and
    may be that of a territory next to the country that it belongs to.

    Examples:
        >>> [country_code(name) for name in ("Deutschland", "USA", "uk", "日本", "Georgia", "Narnia")]
        ['DE', 'US', 'GB', 'JP', 'GE', None]
        >>> [country_code(name) for name in ("Korea, Dem. People's Rep.", "Korea (South)", "Scotland", "EL")]
        ['KP', 'KR', 'GB', 'GR']
        >>> [country_code(name) for name in ("Taiwan, China", "Georgia, USA", "Germany, Austria")]
        ['TW', 'US', None]
    """
    text = _PR.sub("PRC", unicodedata.normalize("NFKC", text[:_LONGEST]).strip())
    if text in _CODES or text.upper() in countries():
        return _CODES.get(text) or text.upper()
    if text in _alpha3():
        return _alpha3()[text]
    parts = [name for name in map(_spelled_out, _SPLIT.split(text)) if name]
    country = _named(_spelled_out(text)) or _named(plain(text))  # ISL alone is Iceland, not "Islamic"
    if country or not parts:
        return country
    return _of_parts(parts) if len(parts) > 1 else None


@once
def _alpha3() -> dict[str, str]:
    """Return the countries by their alpha-3 codes, which count before names if in capitals: NGA is Nigeria, `Nga` Vietnamese for Russia."""
    return {country.alpha3: country.code for country in known_countries().values()}


def _spelled_out(text: str) -> str:
    return " ".join(_FULL.get(word, word) for word in plain(text).split())


def _named(name: str) -> str | None:
    """Return the only country with a plain name, with or without its form of state, such as `republic of`."""
    for shorter in _shorter(name):
        if shorter in NATIONS or shorter in ACRONYMS:
            return ACRONYMS.get(shorter, "GB")
        codes = {bound.country for bound in named(shorter) if not bound.admin1}
        if codes:
            return codes.pop() if len(codes) == 1 else None
    return None


def _shorter(name: str) -> Iterator[str]:
    """Yield a name, the name without an article, and the name without its form of state: `kingdom of spain`."""
    yield name
    if name.startswith("st "):
        yield f"saint {name.removeprefix('st ')}"
    bare = name.removeprefix("the ").removesuffix(" the")
    yield bare
    form, _, rest = bare.partition(" of ")
    rest = rest.removeprefix("the ")
    if rest and rest not in OF_SEVERAL and _FORMS.issuperset(form.split()):
        yield rest


def _of_parts(parts: list[str]) -> str | None:
    """Return the country that several parts name together: one name in another order, or a territory and its sovereign state."""
    first, rest = parts[0], " ".join(parts[1:])
    form = rest if rest.endswith((" of", " of the")) or not _FORMS.issuperset(rest.split()) else f"{rest} of"
    together = _named(f"{form} {first}") or _named(f"{first} {rest}")
    if together:
        return together
    own = _named(first)
    others = {code for code in map(_named, parts[1:]) if code}
    nations = {bound.country for bound in named(first) if bound.admin1} & others
    if len(nations) == 1 and len(others) == 1:  # a region of the country next to it
        return nations.pop()
    if own is None or (first in OF_SEVERAL and not others):
        return None
    return _narrowest({own, *others})


def _narrowest(codes: set[str]) -> str | None:
    """Return the only country; of a country and its territory, the territory; otherwise None."""
    sovereigns = {TERRITORIES[code] for code in codes if code in TERRITORIES}
    left = codes - sovereigns
    return left.pop() if len(left) == 1 and (sovereigns or len(codes) == 1) else None
