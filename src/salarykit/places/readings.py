"""The ways to read a text as a city and its country or region: `London, ON`, `Austin TX`, `Greater London`, `Remote - Berlin`."""
# More than 300 lines: the words that are not names are next to the forms of names.

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.places.gazetteer import plain
from salarykit.places.regions import Bound, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.places.match import MatchRule

__all__ = ["MODES", "NICKNAMES", "NOWHERE", "CityReading", "Text", "bounds_of", "forms", "read"]

_PIECES: Final = re.compile(r"[,;|\n\r\t·•、，]+|\s[-–—:@]+\s")
_ODD: Final = re.compile(  # anything in a text that needs a closer look: marks, digits, ways of working, several states
    r"[/()\[\]{}（）\d]|[A-Z]{2}-[A-Z]{2}|(?<![^\W\d_])(?:remote|hybrid|onsite|fully|wfh|remoto)(?![^\W\d_])",
    re.IGNORECASE,
)
_INSIDE: Final = re.compile(r"([/()\[\]{}（）])")
_MARKS: Final = frozenset("/()[]{}（）")
_OPENING: Final = frozenset("([{（")
_DISTRICT: Final = re.compile(r"(?<![^\W_])\d{1,3}(?![^\W_])")  # a postal code has more digits
_WITH_REGION: Final = 2  # parts of a text that may be a city and a country; a third is a region
_JOINTS: Final = re.compile(r"(?:(?<!\s)\s++)?+[-–—]+\s*+")
_CODES: Final = re.compile(r"[A-Z]{2}(?:-[A-Z]{2})+")  # the states of an American metropolitan area
NOWHERE: Final = frozenset(
    """remote; fully remote; full remote; 100 remote; hybrid; hybrid remote; remote hybrid; onsite; on site; in office;
    office; anywhere; worldwide; world; global; globally; international; various; multiple; multiple locations;
    multiple cities; several; other; others; unknown; n a; na; none; null; nan; not specified; unspecified; home; wfh;
    work from home; home office; homeoffice; home based; telecommute; distributed; virtual; flexible; nationwide; all;
    any; tbd; hq; headquarters; emea; apac; latam; amer; amers; mena; anz; dach; nordics; benelux; eu; european union;
    europe; asia; africa; north america; south america; latin america; oceania; middle east; remoto; télétravail;
    teletravail; fernarbeit; リモート; 在宅; 远程; 遠端; 全国""".replace("\n    ", " ").split("; ")
)
MODES: Final = frozenset(["remote", "hybrid", "onsite", "fully", "wfh", "remoto"])
"""Ways of working, which are not part of a name."""
_BEFORE: Final = re.compile(
    r"(?:the )?(?:greater|metropolitan|metro|urban|central|downtown|inner|city of|region of|area of|großraum|grossraum|"
    r"raum|gran|grande|grand)\s+"
)
_AFTER: Final = re.compile(
    r"(?<!\s)\s++(?:(?:and|und) (?:surroundings|umgebung)|metropolitan statistical area|metropolitan area|metropolitan region|"
    r"metropolitan division|metroplex|metro area|metro region|metropolitan|metro|bay area|greater area|area|region|"
    r"city|msa|ncr|county|prefecture|district|cdp|town)$"
)
_ENDS_BEFORE: Final = (
    *("greater", "metropolitan", "metro", "urban", "central", "downtown", "inner", "of"),
    *("großraum", "grossraum", "raum", "gran", "grande", "grand"),
)
"""The endings of the last word that `_BEFORE` matches."""
_ENDS_AFTER: Final = frozenset(
    [
        "surroundings",
        "umgebung",
        "area",
        "region",
        "division",
        "metroplex",
        "metro",
        "metropolitan",
        "city",
        "msa",
        "ncr",
        "county",
        "prefecture",
        "district",
        "cdp",
        "town",
    ]
)
"""The words that a match of `_AFTER` may end with."""
_CHARACTERS: Final = re.compile(r"(?<=.)(?:市|都|府|特別市|특별시|광역시|시)$")
_SAINTS: Final = {"st": "saint", "saint": "st", "ste": "sainte", "ft": "fort", "mt": "mount", "fort": "ft"}
_RIVERS: Final = frozenset(("upon", "on", "an", "am", "sur", "sul"))
_CALIFORNIA: Final = frozenset({Bound("US", "CA")})
NICKNAMES: Final[dict[str, tuple[str, frozenset[Bound], MatchRule]]] = {
    "la": ("los angeles", _CALIFORNIA, "alternate"),
    "bay area": ("san francisco", _CALIFORNIA, "area"),
    "sf bay": ("san francisco", _CALIFORNIA, "area"),
    "silicon valley": ("san jose", _CALIFORNIA, "area"),
    "vegas": ("las vegas", frozenset({Bound("US", "NV")}), "alternate"),
    "philly": ("philadelphia", frozenset({Bound("US", "PA")}), "alternate"),
    "hcmc": ("ho chi minh city", frozenset({Bound("VN")}), "alternate"),
    "blr": ("bengaluru", frozenset({Bound("IN")}), "alternate"),
}
_OF_REGION: Final = re.compile(r"^(?:state|province) of |\s(?:state|province|nonmetropolitan area)$")
_MAY_BE_REGION: Final = re.compile("state|province|area")
_CODE: Final = 3  # letters of a country's or region's code, at most
_LONGEST: Final = 200  # characters that are read: no place name is longer, and other texts must not take long


class Qualified(NamedTuple):
    """A name with qualifiers in brackets or after a slash: `Frankfurt (Oder)`, `Biel/Bienne`.

    Attributes:
        name: the plain name.
        words: the name with its numbers.
        qualifiers: the plain names after it, with their numbers: `kreis 2`.
        inside: the qualifiers in brackets, without numbers.
    """

    name: str
    words: str
    qualifiers: tuple[str, ...]
    inside: frozenset[str]

    def own_names(self) -> Iterator[str]:
        """Yield the complete names that it may stand for, the longest first."""
        for count in range(len(self.qualifiers), 0, -1):
            yield " ".join((self.words, *self.qualifiers[:count]))


class CityReading(NamedTuple):
    """One way to read a text.

    Attributes:
        name: the plain name of a city.
        bounds: for each qualifier, the countries or regions that it may stand for; the city must be in one of each.
        other_names: the plain names of the other parts of the text, which are not understood.
        rule: how the name was derived, if it is not a part of the text as written.
        part: the plain name of the part of the text that it is read from.
        inside: whether the name is in brackets after another.
        spelt: whether the spelling is trusted, because the name has brackets, a slash or a number.
    """

    name: str
    bounds: tuple[frozenset[Bound], ...]
    other_names: tuple[str, ...] = ()
    rule: MatchRule | None = None
    part: str = ""
    inside: bool = False
    spelt: bool = False


class Text(NamedTuple):
    """A text split into its parts.

    Attributes:
        parts: the parts that may name places.
        names: their plain names.
        bounds: the countries or regions that each may stand for; empty if it is neither.
        qualified: the names with qualifiers in brackets or after a slash.
        numbered: whether a number other than a postal code was left out, such as a district or a floor.
    """

    parts: tuple[str, ...]
    names: tuple[str, ...]
    bounds: tuple[frozenset[Bound], ...]
    qualified: tuple[Qualified, ...] = ()
    numbered: bool = False

    @property
    def regions(self) -> frozenset[Bound]:
        """The countries or regions that the text names, if it names no city."""
        return _regions_of(self.bounds, is_code=bool(self.names) and len(self.names[0]) <= _CODE)

    def readings(self) -> Iterator[CityReading]:
        """Yield the ways to read the text, the likeliest first."""
        for place, (part, own) in enumerate(zip(self.parts, self.names, strict=True)):
            if place and self.bounds[place] and len(own) <= _CODE:
                continue
            if len(self.parts) == 1 and not self.qualified:
                for name, bound, rule in forms(part, own):
                    yield CityReading(name, bound, (), rule, own, spelt=self.numbered)
                return
            qualified = self.qualified_name(own) if self.qualified else None
            bounds = tuple(  # in "Ontario, California", Ontario is a city and not the region
                bound for at, bound in enumerate(self.bounds) if bound and (at != place or place)
            )
            other_names = tuple(
                other
                for at, other in enumerate(self.names)
                if at != place and not self.bounds[at] and not (qualified and other in qualified.inside)
            )
            inside = any(own in qualified.inside for qualified in self.qualified)
            spelt = self.numbered or inside or qualified is not None
            for name, bound, rule in forms(part, own):
                yield CityReading(name, bounds + bound, other_names, rule, own, inside, spelt)

    def other_bounds(self, qualified: Qualified) -> tuple[frozenset[Bound], ...]:
        """Return what the other parts of the text, apart from a name and its qualifiers, may stand for."""
        own = {qualified.name, *map(_without_numbers, qualified.qualifiers)}
        pairs = zip(self.names, self.bounds, strict=True)
        return tuple(bounds for name, bounds in pairs if bounds and name not in own)

    def qualified_name(self, name: str) -> Qualified | None:
        """Return a name with its qualifiers; None if it has none."""
        return next((qualified for qualified in self.qualified if qualified.name == name), None)

    def by_country(self, stated: frozenset[str]) -> CityReading | None:
        """Return the text read as a city in its country, whatever region it names: `Munich, BY, Germany`; or None.

        The country is the last of three or more parts. If only a code follows the city, the country is that of the row, unless the code
        means another region of that country: `Munich, BY`, but not `Allentown, IN`.

        Args:
            stated: the countries that the row allows.
        """
        if len(self.names) < _WITH_REGION:
            return None
        if len(self.names) > _WITH_REGION:
            country = frozenset(bound for bound in self.bounds[-1] if not bound.admin1)
        else:
            is_code = len(self.names[1]) <= _CODE and self.names[1].isascii()
            known = any(bound.admin1 and bound.country in stated for bound in self.bounds[1])
            country = frozenset(map(Bound, stated)) if is_code and not known else frozenset()
        return CityReading(self.names[0], (country,)) if country else None


def read(text: str) -> Text:
    """Return a text split into its parts.

    Examples:
        >>> [reading.name for reading in read("Greater London").readings()]
        ['greater london', 'london']
        >>> [sorted(bound) for bound in next(read("Toronto, ON").readings()).bounds]
        [[Bound(country='CA', admin1='08')]]
        >>> read("Remote").parts
        ()
    """
    if not _ODD.search(text):
        pieces = [" ".join(piece.split()) for piece in _PIECES.split(text[:_LONGEST])]
        named_parts = {piece: name for piece in pieces if (name := plain(piece)) and name not in NOWHERE}
        found_names = tuple(named_parts.values())
        return Text(tuple(named_parts), found_names, tuple(map(bounds_of, found_names)))
    parts: dict[str, str] = {}
    qualified = []
    for piece in _PIECES.split(text[:_LONGEST]):
        found_parts = list(_parts(piece))
        parts |= {part.part: part.name for part in found_parts}
        if len(found_parts) > 1:
            first, *others = found_parts
            inside = frozenset(part.name for part in others if part.inside)
            qualified.append(Qualified(first.name, first.words, tuple(part.words for part in others), inside))
    names = tuple(parts.values())
    numbered = _DISTRICT.search(text[:_LONGEST]) is not None
    return Text(tuple(parts), names, tuple(map(bounds_of, names)), tuple(qualified), numbered)


def _without_numbers(name: str) -> str:
    return " ".join(word for word in name.split() if not word.isdigit())


def bounds_of(name: str) -> frozenset[Bound]:
    """Return the countries and regions that the plain name of a part of a text may stand for.

    Examples:
        >>> bounds_of("state of ontario")
        frozenset({Bound(country='CA', admin1='08')})
    """
    bounds = named(name)
    return bounds or (named(_OF_REGION.sub("", name)) if _MAY_BE_REGION.search(name) else bounds)


def _regions_of(bounds: tuple[frozenset[Bound], ...], *, is_code: bool) -> frozenset[Bound]:
    """Return the place that a text of nothing but countries and regions names: the narrowest part that fits the others."""
    if not bounds or not all(bounds):
        return frozenset()
    if len(bounds) == 1:  # a code of both a country and a region means the country if it is alone
        countries = frozenset(bound for bound in bounds[0] if not bound.admin1)
        return countries or bounds[0] if is_code else bounds[0]
    fits = {
        bound
        for part in bounds
        for bound in part
        if all(any(bound.country == other.country for other in others) for others in bounds)
    }
    return frozenset({bound for bound in fits if bound.admin1} or fits)


class _Part(NamedTuple):
    """A part of a text that may name a place: its text without numbers, its plain name, and its plain name with numbers."""

    part: str
    name: str
    words: str
    inside: bool


def _parts(text: str) -> Iterator[_Part]:
    """Yield the parts of a text that may name places, without ways of working and postal codes."""
    opened = False
    for cut in _INSIDE.split(text) if _MARKS.intersection(text) else (text,):
        if cut in _MARKS:
            opened = cut in _OPENING
            continue
        piece = cut.strip()
        # Of the several states of an area, the first counts.
        first = piece[:2] if "-" in piece and _CODES.fullmatch(piece) else piece
        words = [word for word in first.split() if word.casefold() not in MODES]
        part = " ".join(word for word in words if not word.isdigit())
        name = plain(part)
        if name and name not in NOWHERE and (part == piece or plain(piece) not in NOWHERE):
            whole = " ".join(words)
            yield _Part(part, name, name if whole == part else plain(whole), opened)


def forms(part: str, name: str) -> Iterator[tuple[str, tuple[frozenset[Bound], ...], MatchRule | None]]:
    """Yield the ways to read one part: as a whole, with a qualifier inside, as an area, by its first city."""
    if name in NICKNAMES:
        meant, where, rule = NICKNAMES[name]
        yield meant, (where,), rule
    yield name, (), None
    if name.isascii() and name.isalpha() and part.isalpha():
        return  # a single word of plain letters has no other form
    words = name.split()
    yield from ((variant, (), None) for variant in _variants(name))
    for count in range(1, min(4, len(words))):
        for ends, rest in (
            (words[-count:], words[:-count]),
            (words[:count], words[count:]),
        ):
            inside = named(" ".join(ends))
            if inside:
                yield " ".join(rest), (inside,), None
    core = _BEFORE.sub("", name) if any(word.endswith(_ENDS_BEFORE) for word in words[:-1]) else name
    core = _AFTER.sub("", core) if len(words) > 1 and words[-1] in _ENDS_AFTER else core
    if core != name:
        yield core, (), "area"
    joined = _JOINTS.split(part) if "-" in part or "–" in part or "—" in part else ()
    if len(joined) > 1:
        yield from ((plain(city), (), "area") for city in joined if plain(city))
    elif len(words) > 2 and words[1] in _RIVERS:  # noqa: PLR2004 - Newcastle upon Tyne
        yield words[0], (), None


def _variants(name: str) -> Iterator[str]:
    first, _, rest = name.partition(" ")
    if first in _SAINTS and rest:
        yield f"{_SAINTS[first]} {rest}"
    if not name.replace(" ", "").isalpha():
        plainly = " ".join(word for word in name.split() if not any(map(str.isdigit, word)))
        if plainly not in ("", name):  # London EC2
            yield plainly
    if not name.isascii() and _CHARACTERS.search(name):
        yield _CHARACTERS.sub("", name)
