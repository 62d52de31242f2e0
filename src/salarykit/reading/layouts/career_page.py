"""Career pages: a heading such as `Salaries for Nurse`, and below it cities and figures in pairs."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from salarykit.currency.signs import sign
from salarykit.currency.tender import tender
from salarykit.files.markup import text_lines
from salarykit.files.raw import Raw, of_records
from salarykit.pay.parse import find_pay
from salarykit.reading.headers import read_header
from salarykit.reading.plan import AmountColumn, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salarykit.files.raw import Document
    from salarykit.places.match import Match

__all__ = ["is_career_page", "read"]

_HEADING: Final = re.compile(r"salar(?:y|ies)\s+(?:for|of)\s+(?:an?\s+)?(.{1,80})", re.IGNORECASE)
_MORE: Final = re.compile(r"(see|show|view)\s+(all|more)\b.*", re.IGNORECASE)
_ESTIMATES: Final = re.compile(r"\bestimate[sd]?\b", re.IGNORECASE)
_COPYRIGHT: Final = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:\d{4}\s*[-–—]\s*)?(\d{4})\s+(.{1,60})", re.IGNORECASE
)
_OURS: Final = ("role", "city", "currency", "country", "statistic", "as_of", "source", "note")
_LONGEST_CITY: Final = 60


class _LineCell(NamedTuple):
    text: str
    line: int


class _Pair(NamedTuple):
    city: str
    figure: str


def is_career_page(text: str) -> bool:
    r"""Return whether a text is a career page: it has a heading for salaries, and below it a header of cities and figures.

    Examples:
        >>> (
        ...     is_career_page("Salaries for Welder\n\nCity\nMedian\nKiel\n€41,000\n"),
        ...     is_career_page("city,amount"),
        ... )
        (True, False)
    """
    return any(_sections(text_lines(text)))


def read(page: Document) -> tuple[Raw, Plan] | None:
    """Return the cities of a career page as a table, and its plan; None if it is not a career page.

    A city that is both in the short list and in the full list makes one row. The day and the source are those of the
    copyright line.
    """
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    caveats: list[str] = []
    year, source = _copyright(page.lines)
    for role, section in _sections(page.lines):
        caveats += [section.caveat] if section.caveat else []
        for pair in section.pairs:
            row = _row(pair, "estimate" if section.caveat else None)
            row |= {"role": role, "statistic": section.statistic, "as_of": year, "source": source}
            rows[role, row["city"], row["amount"]] = row
    if not rows:
        return None
    _note_signs(list(rows.values()))
    notes = [f"The page says: {caveat}" for caveat in dict.fromkeys(caveats)]
    if year:
        notes.append(f"as_of and source are those of the page's copyright line: {year}, {source}.")
    raw = of_records(list(rows.values()), page.name).replaced(notes=(*page.notes, *notes))
    return raw, Plan({name: name for name in _OURS}, (AmountColumn("amount"),), layout="career-page")


class _Section(NamedTuple):
    """The part of a page below a heading: the statistic, the pairs of city and figure, and a caveat about the figures."""

    statistic: str | None
    pairs: list[_Pair]
    caveat: str


def _sections(lines: Sequence[str]) -> Iterator[tuple[str, _Section]]:
    """Yield the role in each heading, and the section below the heading."""
    for at, line in enumerate(lines):
        heading = _HEADING.fullmatch(" ".join(line.split()))
        if heading and (section := _section(lines, at + 1)):
            yield heading[1].strip(), section


def _section(lines: Sequence[str], start: int) -> _Section | None:
    """Return the section below a heading; None if it does not begin with a header of cities and figures."""
    cells = _cells(lines, start)  # lazily: a page may have as many headings as lines
    statistic = _header(list(islice(cells, 2)))
    if statistic is None:
        return None
    pairs: list[_Pair] = []
    two = list(islice(cells, 2))
    while len(two) == 2:  # noqa: PLR2004 - a city and its figure
        if _is_pair(two[0].text, two[1].text):
            pairs.append(_Pair(two[0].text, two[1].text))
        elif _header(two) != statistic:
            break
        two = list(islice(cells, 2))
    below = lines[two[0].line :][:3] if two else []
    caveat = next((text for line in below if (text := _caveat(line))), "")
    return _Section(statistic or None, pairs, caveat) if pairs else None


def _cells(lines: Sequence[str], start: int) -> Iterator[_LineCell]:
    """Yield the cells on the lines of a page, from one line on."""
    for at in range(start, len(lines)):
        if not _MORE.fullmatch(" ".join(lines[at].split())):
            yield from (_LineCell(cell.strip(), at) for cell in lines[at].split("\t") if cell.strip())


def _caveat(line: str) -> str:
    """Return the sentence of a line that calls the figures estimates; "" if there is none.

    Examples:
        >>> _caveat("Hello. All salaries are estimates. Thank you."), _caveat("Hello.")
        ('All salaries are estimates.', '')
    """
    line = " ".join(line.split())
    word = _ESTIMATES.search(line)
    if not word:
        return ""
    end = line.find(".", word.end())
    return line[line.rfind(".", 0, word.start()) + 1 : end + 1 if end >= 0 else None].strip()


def _header(cells: Sequence[_LineCell]) -> str | None:
    """Return the statistic in a header of two cells, city and figure; "" if it names none, None if it is not such a header."""
    if len(cells) < 2:  # noqa: PLR2004 - the headers of cities and of figures
        return None
    first, second = (read_header(cell.text) for cell in cells)
    if first and second and (first.field, second.field) == ("city", "amount"):
        return second.statistic or ""
    return None


def _is_pair(city: str, figure: str) -> bool:
    if len(city) > _LONGEST_CITY or any(letter.isdigit() for letter in city) or read_header(city):
        return False
    return any(letter.isdigit() for letter in figure) and find_pay(figure) is not None


def _row(pair: _Pair, note: str | None) -> dict[str, Any]:
    """Return a pair as a row; if the city is misspelt, the row has its correct name, and a note has the page's."""
    owners = sign(_sign_of(pair.figure))
    currencies = owners.currencies if owners else ()
    match = _match_of(pair.city, currencies)
    country = match.country if match else None
    here = tender(country) if country else ()
    row = {
        "city": pair.city,
        "country": country,
        "amount": pair.figure,
        "currency": here[0] if here and here[0] in currencies else None,
        "note": note,
    }
    if match and match.place and match.rule == "fuzzy":
        row["city"] = match.place.name
        _note(row, f"the page writes {pair.city}")
    return row


def _match_of(city: str, currencies: Sequence[str]) -> Match | None:
    """Return the place that a name means: one where the first currency is tender, or else the next one, or else any."""
    from salarykit.places import resolve  # imported late, because only career pages need it

    matches = (resolve(city, currency=code) for code in (*currencies, None))
    return next((match for match in matches if match.place), None)


def _sign_of(figure: str) -> str:
    """Return the currency sign of a figure.

    Examples:
        >>> _sign_of("S$512,000"), _sign_of("1 060 000 ₪"), _sign_of("€135k")
        ('S$', '₪', '€')
    """
    return re.sub(r"[\d\s.,'’]+[kKmM]?", "", figure)


def _note_signs(rows: list[dict[str, Any]]) -> None:
    """Note the sign in the rows of the rarer currency, if the page writes one sign for two currencies."""
    meant: dict[str, Counter[str]] = {}
    for row in rows:
        if row["currency"]:
            meant.setdefault(_sign_of(row["amount"]), Counter())[row["currency"]] += 1
    for row in rows:
        written = _sign_of(row["amount"])
        usual = meant.get(written, Counter()).most_common(1)
        if usual and row["currency"] and row["currency"] != usual[0][0]:
            _note(row, f"the page writes {written}")


def _note(row: dict[str, Any], text: str) -> None:
    row["note"] = f"{row['note']}; {text}" if row["note"] else text


def _copyright(lines: Sequence[str]) -> tuple[str | None, str | None]:
    line = next((match for text in reversed(lines) if (match := _COPYRIGHT.search(text))), None)
    return (line[1], line[2].strip(" .")) if line else (None, None)
