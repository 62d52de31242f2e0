"""Guesses the encoding of a text: UTF-8, or Windows-1252 if that gives words. For other texts an error names encodings that fit."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.errors import SourceError
from salarykit.files.western_words import is_western, odd_words, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["decodes", "find_encoding", "fitting"]

_LISTED: Final = 4  # the most encodings that a message names
_DISTINCT: Final = 2000  # the most lines that are decoded with each encoding
_ALMOST: Final = 10  # one line in so many may fail to decode
_ENOUGH: Final = 3  # the fewest non-ASCII bytes that are evidence if there is a single word
_RUN: Final = re.compile(rb"[\x80-\xff]+")
_WORD: Final = re.compile(rb"(?<![A-Za-z])[A-Za-z]*+[\x80-\xff][A-Za-z\x80-\xff]*+")
_FITS: Final = 0.8  # the share of letters or words that must be common for an encoding to fit
_NEAR: Final = 0.1  # how far below the best share an encoding is still named
_LONE: Final = re.compile(r"[A-Za-z][^\x00-\x7f](?=[A-Za-z])")  # a symbol inside a word of letters
_CASE: Final = re.compile(r"([A-Z]*|[A-Z]?[a-z]*)")
_FREQUENT: Final = {
    "CYRILLIC": "оеаинтсрвлк",
    "GREEK": "αοιετσνηυρ",
    "HEBREW": "יוהלאתבשמר",
    "ARABIC": "اليمنورتبه",
    "THAI": "านรกเงวมยลอทั่้ิีส",
}
"""The most frequent letters of each script, which make two thirds of its texts."""
_ALPHABETS: Final = {
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž", "äöüß"),
    "cp1254": ("çğıöşüâîû",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),
}


class _Guess(NamedTuple):
    """An encoding that a text may have.

    Attributes:
        name: its name in Python.
        label: its name in messages.
        share: returns the share of common letters in a text that was decoded with it.
    """

    name: str
    label: str
    share: Callable[[str], float]


def find_encoding(sample: bytes, name: str) -> str:
    """Return the encoding of a text: `utf-8` if at least half of its non-ASCII lines decode with it, else `cp1252`.

    A few lines that no encoding decodes do not change the encoding of the rest; they are refused one by one later.

    Args:
        sample: some lines of the text; only those with non-ASCII bytes count.
        name: the name of the file in messages.

    Raises:
        SourceError: if it is in neither of the two; the message names the encodings that fit.
    """
    lines = [line for line in sample.splitlines() if not line.isascii()]
    foreign = [line for line in lines if not decodes(line, "utf-8")]
    if 2 * len(foreign) <= len(lines):
        return "utf-8"
    western = {line: line.decode("cp1252") for line in foreign if decodes(line, "cp1252")}
    odd = set(odd_words(words_of("\n".join(western.values()))))
    bad = [line for line in foreign if line not in western or odd & words_of(western[line])]
    if _is_double_byte(foreign):
        bad = foreign
    fitting_all, fitting_bad = (
        fitting(list(dict.fromkeys(some))[:_DISTINCT]) if bad else [] for some in (foreign, bad)
    )
    fit = [encoding for encoding in fitting_all if encoding in fitting_bad]
    runs = {run for line in bad for run in _RUN.findall(line)}
    words = {word for line in bad for word in _WORD.findall(line)}
    if fit and (len(words) > 1 or sum(map(len, runs)) >= _ENOUGH):
        raise _unknown(name, min(odd, default=""), fit)
    return "cp1252" if 2 * len(bad) < len(foreign) else "utf-8"


def _unknown(name: str, word: str, fit: Sequence[str]) -> SourceError:
    """Return the error for a text in an unknown encoding."""
    shown = [f"{encoding} (GBK)" if encoding == "gb18030" else encoding for encoding in fit]
    would = f", which would give {word!r}" if word else ""
    others = f", as {'does' if len(shown) == 2 else 'do'} {' and '.join(shown[1:])}" if shown[1:] else ""  # noqa: PLR2004 - one other
    return SourceError(
        f"{name} does not state its encoding. It is neither UTF-8 nor Windows-1252{would}. {shown[0]} fits{others}. Give the "
        f"encoding, as in encoding={fit[0]!r}, or save the file as UTF-8.",
        source=name,
    )


def decodes(text: bytes, codec: str) -> bool:
    """Return whether bytes can be decoded with an encoding."""
    try:
        text.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def fitting(lines: Sequence[bytes]) -> list[str]:
    """Return the names of the encodings that fit some lines, the likeliest first.

    Examples:
        >>> (
        ...     fitting(["Москва,120000;Екатеринбург".encode("cp1251")]),
        ...     fitting(["Łódź;Kraków;Gdańsk".encode("cp1250")]),
        ... )
        (['cp1251'], ['cp1250'])
    """
    shares: list[tuple[float, str]] = []
    for guess in _GUESSES:
        text = _decoded(lines, guess.name)
        if text is not None:
            shares.append((guess.share(text), guess.label))
    best = max((share for share, _ in shares), default=0)
    near_best = [(share, name) for share, name in shares if share >= max(_FITS, best - _NEAR)]
    return [name for _, name in sorted(near_best, key=lambda pair: -round(pair[0], 2))][:_LISTED]


def _is_double_byte(lines: Sequence[bytes]) -> bool:
    """Return whether all non-ASCII bytes come in pairs that are common Chinese, Japanese or Korean characters."""
    runs = {run for line in lines for run in _RUN.findall(line)}
    text = None if any(len(run) % 2 for run in runs) else _decoded(sorted(runs), "gb2312")
    return text is not None and _of_characters("gb2312", 0xB0, 0xD7)(text) == 1


def _decoded(lines: Sequence[bytes], encoding: str) -> str | None:
    """Return decoded lines; None if too many cannot be decoded."""
    whole = [line for line in lines if decodes(line, encoding)]
    if _ALMOST * (len(lines) - len(whole)) > len(lines):
        return None
    return "\n".join(line.decode(encoding) for line in whole)


def _of_characters(encoding: str, first: int, last: int) -> Callable[[str], float]:
    """Return a function for the share of common characters: kana, full-width characters, and those whose first byte is in a range."""

    def share(text: str) -> float:
        counts = Counter(character for character in text if not character.isascii())
        counts["\0"] = 2 * len(_LONE.findall(text))
        common = [
            count for character, count in counts.items() if _is_common(character, encoding, first, last)
        ]
        return sum(common) / max(counts.total(), 1)

    return share


def _is_common(character: str, encoding: str, first: int, last: int) -> bool:
    if "\u3000" <= character <= "\u30ff" or "\uff01" <= character <= "\uff5e" or character in "·—…“”‘’":
        return True
    try:
        return first <= character.encode(encoding)[0] <= last
    except UnicodeEncodeError:
        return False


def _of_script(script: str) -> Callable[[str], float]:
    """Return a function for the share of words of one script, with the usual case and frequent letters."""

    def share(text: str) -> float:
        words = words_of(text)
        fit = [word for word in words if _is_of(word, script)]
        letters = "".join(fit).lower()
        letters = "".join(
            character
            for character in unicodedata.normalize("NFD", letters)
            if character.isalpha() or script == "THAI"
        )
        frequent = sum(letter in _FREQUENT[script] for letter in letters) / max(len(letters), 1)
        return len(fit) / max(len(words), 1) * min(1, 0.5 + 0.7 * frequent)

    return share


def _is_of(word: str, script: str) -> bool:
    letters = [letter for letter in word if letter.isalpha() or unicodedata.category(letter) == "Mn"]
    if not letters or any(not unicodedata.name(letter, "").startswith(script) for letter in letters):
        return False
    case = "".join("A" if letter.isupper() else "a" for letter in letters)
    return bool(_CASE.fullmatch(case))


def _of_alphabets(encoding: str) -> Callable[[str], float]:
    """Return a function for the share of words in the alphabet of one of the languages of an encoding."""
    alphabets = [frozenset(alphabet) for alphabet in _ALPHABETS[encoding]]

    def share(text: str) -> float:
        words = words_of(text)
        return sum(_is_in(word, alphabets) for word in words) / max(len(words), 1)

    return share


def _is_in(word: str, alphabets: Sequence[frozenset[str]]) -> bool:
    letters = "".join(
        letter for letter in word.strip("„”“‘’€–—•·°§\u00a0") if letter not in "’´·–—\u00a0\u00ad"
    )
    # the dot of İ
    high = [letter for letter in letters.lower() if not letter.isascii() and letter != "\u0307"]
    turns = any(first.islower() and second.isupper() for first, second in pairwise(letters))
    if not letters.isalpha() or turns:
        return False
    return any(alphabet.issuperset(high) for alphabet in alphabets)


def _western(text: str) -> float:
    """Return the share of words that western languages may have."""
    words = words_of(text)
    return sum(is_western(word) is not False for word in words) / max(len(words), 1)


_GUESSES: Final = (
    _Guess("cp949", "euc-kr", _of_characters("euc_kr", 0xB0, 0xC8)),
    _Guess("euc_jp", "euc-jp", _of_characters("euc_jp", 0xB0, 0xCF)),
    _Guess("cp932", "shift-jis", _of_characters("shift_jis", 0x88, 0x98)),
    _Guess("gb18030", "gb18030", _of_characters("gb2312", 0xB0, 0xD7)),
    _Guess("cp950", "big5", _of_characters("big5", 0xA4, 0xC6)),
    *(
        _Guess(name, name, _of_script(script))
        for name, script in {
            "cp1251": "CYRILLIC",
            "koi8-r": "CYRILLIC",
            "koi8-u": "CYRILLIC",
            "iso8859-5": "CYRILLIC",
            "cp866": "CYRILLIC",
            "cp1253": "GREEK",
            "iso8859-7": "GREEK",
            "cp1255": "HEBREW",
            "cp1256": "ARABIC",
            "cp874": "THAI",
        }.items()
    ),
    *(_Guess(name, name, _of_alphabets(name)) for name in _ALPHABETS),
    _Guess("cp850", "cp850", _western),
    _Guess("mac-roman", "mac-roman", _western),
)
"""The encodings to try; of two that fit equally well, the first is named first."""
