"""Forms of words that no table lists: with the particles that Arabic and Hebrew write as first letters, and inflected job titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["PREFIXES", "is_inflected", "without_particles"]

_ARABIC: Final = ("\u0621", "\u064a")
_HEBREW: Final = ("\u05d0", "\u05ea")
_ARTICLE: Final = "ال"
_PARTICLES: Final = ("و", "ف", "ب", "ل", "ك")
_HEBREW_PARTICLES: Final = frozenset("והבלמשכ")
PREFIXES: Final = frozenset((*_PARTICLES, *_HEBREW_PARTICLES))
"""Particles that are written as the first letter of a number, too."""
_SHORTEST: Final = 3  # letters of a word without its particles
_STEM: Final = 5  # letters of a title that its inflected forms keep
_ENDINGS: Final = ("", "ь", "а", "a")
"""The endings of a noun that its other cases replace: учитель, медсестра, kucharka."""
_LONGEST_ENDING: Final = 3  # letters of an ending


def without_particles(word: str) -> tuple[str, ...]:
    """Return what a word may be without the particles that Arabic and Hebrew write as its first letters; nothing for other scripts.

    Examples:
        >>> without_particles("للأجور"), without_particles("والراتب"), without_particles("salary")
        (('الأجور', 'أجور'), ('الراتب', 'راتب'), ())
        >>> without_particles("והשכר")
        ('השכר', 'שכר')
    """
    first = word[:1]
    if _ARABIC[0] <= first <= _ARABIC[1]:
        return _without_arabic_particles(word)
    if not _HEBREW[0] <= first <= _HEBREW[1]:
        return ()
    forms: list[str] = []
    while len(word) > _SHORTEST and word[0] in _HEBREW_PARTICLES and len(forms) <= 1:
        word = word[1:]
        forms.append(word)
    return tuple(forms)


def _without_arabic_particles(word: str) -> tuple[str, ...]:
    """Return an Arabic word without "and", "so", "with", "for" or "like", then also without its article."""
    if word.startswith("لل") and len(word) > _SHORTEST + 1:
        rest = word[2:]
        return _ARTICLE + rest, rest
    for particle in _PARTICLES:
        rest = word.removeprefix(particle)
        if rest != word and len(rest) >= _SHORTEST:
            return (rest, rest.removeprefix(_ARTICLE)) if rest.startswith(_ARTICLE) else (rest,)
    rest = word.removeprefix(_ARTICLE)
    return (rest,) if rest != word and len(rest) >= _SHORTEST else ()


def is_inflected(word: str, words: Collection[str]) -> bool:
    """Return whether a word is one of some nouns with an ending of a few letters, in a language that inflects its nouns.

    Examples:
        >>> nouns = {"учитель", "lekar", "mekaanik", "kucharka"}
        >>> [
        ...     is_inflected(word, nouns)
        ...     for word in ("учителям", "lekarima", "mekaanikut", "kucharki", "lekarstvo")
        ... ]
        [True, True, True, True, False]
    """
    stems = (word[:-cut] for cut in range(1, min(_LONGEST_ENDING, len(word) - _STEM) + 1))
    return any(f"{stem}{ending}" in words for stem in stems for ending in _ENDINGS)
