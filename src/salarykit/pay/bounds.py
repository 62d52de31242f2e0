"""Floors and caps: words, marks (`<`, `≥`) and endings that say that an amount is the least or the most; and minus signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.currency_names import signs_before
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.words import BETWEEN, BOUND_PHRASES, CAP_BEFORE, FLOOR_BEFORE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salarykit.pay.context import Context

__all__ = [
    "BOUNDING",
    "CASE_MARKS",
    "CHANGED",
    "MARKS_BEFORE",
    "bound_of_name",
    "bound_of_words",
    "case_ending",
    "is_former_level",
    "is_new_level",
    "names_a_wage",
    "read_adjacent_word",
    "read_mark",
]

MARKS_BEFORE: Final = frozenset("<>≤≥≦≧⩽⩾=-−–‒﹣(")
"""The characters with which a mark may end."""
_FAR: Final = 48  # characters around an amount that are searched for letters of a language
_NEAR: Final = 16  # characters before an amount that are searched for a mark
_BOUND: Final = lazy_pattern(r"(?<![-=<>/\"'])(<=?|>=?|[≤≥≦≧⩽⩾])[ \u00a0]?\Z")
_TAG: Final = lazy_pattern(
    r"""
    (?<![^\W_])
    (?:p|b|i|u|a|br|td|th|tr|li|ul|ol|h[1-6]|em|div|dd|dt|span|strong|small|font)
    >\Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""The end of an HTML tag, which is not a bound."""
_FLOORS: Final = frozenset(">≥≧⩾")
_DASH: Final = lazy_pattern(r"[-–‒﹣]\Z|−[ \u00a0]?\Z")
_WORD: Final = lazy_pattern(r"(?<![^\W_])[^\W\d_]{1,4}\.?\Z")
_OPENS: Final = frozenset("\n:;,=|([{-–—−")
_CURRENCY: Final = frozenset("$€£¥₹₽₩₪₺₫฿₱")
BOUNDING: Final = (
    {phrase.rpartition("_")[2] for phrase in BOUND_PHRASES} | FLOOR_BEFORE | CAP_BEFORE | {"than"}
)
"""The last words of phrases that make an amount a floor or a cap; only before these are further words read."""
_LESS: Final = frozenset("less fewer lower".split())
_MORE: Final = frozenset("more greater higher".split())
_NOT: Final = frozenset("no not".split())
_NEXT_WORD: Final = lazy_pattern(r"[ \u00a0]([^\W\d_]+)")
_AT_ONCE: Final = ["sofort"]  # "ab sofort" is no bound
_WAGES: Final = frozenset(
    "wage wages ücret ücreti ücretin əməkhaqqı əməkhaqqının əmək اجرت মজুরি मजदूरी मज़दूरी دستمزد".split()
)
"""Words that form the name of a statutory wage with a word for "least" before them: minimum wage, asgari ücret."""
_WAGES_BEFORE: Final = frozenset("upah ค่าจ้าง хөлсний".split())
"""The same in languages where the noun comes first."""
_FEW: Final = 6  # words before an amount that are searched for a verb of change
_CHANGES: Final = tuple(
    """
    вырос выраст повыс повыш увелич поднял подним достиг индексир сниз снижен доведен довед зріс зрост зросл підвищ збільш підня
    увеличав порасн расте нарасн зголем покач повећ порас povećan poveća poras rast raste naras diže podign zviš zvýš vzrost vzrostl zvyšuj
    zvýši wzros wzrast podnies podwyż zwiększ rośni stiger steg hæves økes høyn höjs stieg steig erhöh angehob palielin pieaug pacel didėj
    didin padid kyla pakil tõus tõst kasva kerki nous nost növek emelk emel αυξ ανεβ rritet rrit ngrit artt arttı yükseltil yüksel çıkar çıkacak
    naik dinaik meningkat tăng nâng subir subió sube suben aument elev sobe subi rises rose
    """.split()
)
"""The beginnings of verbs of change; after one, "to" states the new amount, not a cap: "вырастет до 22 440 рублей"."""


CHANGED: Final = frozenset(
    """
    went rose increased jumped climbed grew fell dropped stieg stiegen gestiegen ging steg gestegen höjdes økte hævet passé passée passa passer pasó pasa pasan
    subió pasar passato passata salito passou passaram subiu crescut wzrosła wzrosło wzrosły wzrósł vzrostla vzrostl вырос выросла выросли зросла зріс
    """.split()
)
"""Verbs of change before "from"; in advertisements, "rising from" begins a range."""
_WORDS: Final = lazy_pattern(r"[^\W\d_]+")
_CLOSE: Final = 24  # characters before an amount that are searched for a verb of change
_NAMES: Final = {
    **dict.fromkeys(
        """
        manatdan ლარიდან liradan forinttól теңгеден so'mdan сомдон төгрөгөөс դրամից eurosta eurost eurodan евродан ევროდან եվրոյից
        """.split(),
        "floor",
    ),
    **dict.fromkeys("manatadək manatadek ლარამდე forintig so'mgacha euroni ევრომდე".split(), "cap"),
}
"""Names of currencies in a grammatical case that makes the amount a floor or a cap: ლარიდან, "from ... lari"."""
_ADJACENT: Final = lazy_pattern(r"(?<![^\W_])(?:(?P<floor>de la|nga|no)|(?P<cap>iki)) ?\Z", re.IGNORECASE)
_LAST_LETTERS: Final = frozenset("aoiAOI")
_LANGUAGES: Final = {
    "no": re.compile(
        r"[āēģīķļņ]|\balga|eiro|\blikme|\bstundas", re.IGNORECASE
    ),  # Latvian for "from", not the English "no"
    # Lithuanian for "up to", not "two" in Turkish
    "iki": re.compile(r"[ąčęėįų]|€/m|\balga|atlyginim|metus|val\.", re.IGNORECASE),
    "nga": re.compile("[ëç]|muaj"),
    "de la": re.compile("[ăâîșțşţ]|lei|luna", re.IGNORECASE),
}
CASE_MARKS: Final = "'’ʼ-"
_CASE_ENDING: Final = lazy_pattern(r"['’ʼ-]([^\W\d_]{1,4})(?![^\W_])")
_CASES: Final = {
    **dict.fromkeys("dan den tan ten dən tól től стан дан ден тан тен нан нен დან ից".split(), "floor"),
    **dict.fromkeys("ig dək მდე".split(), "cap"),
    **dict.fromkeys("a e ya ye yə ra re nın nin na ne lık lik ra".split(), ""),
}
"""Case endings that agglutinative languages add to a sign: TL'den, 500 000 Ft-ig."""


def is_former_level(text: str, start: int) -> bool:
    """Return whether the first of two amounts is what pay was before it changed to the second: "pay went from $36,000 to $41,000".

    Examples:
        >>> is_former_level("Pay rose from ", 14), is_former_level("Pay from ", 9)
        (True, False)
    """
    words = _WORDS.findall(text[max(0, start - _CLOSE) : start].lower())
    return len(words) > 1 and words[-1] in BETWEEN and words[-2] in CHANGED


def is_new_level(words: Sequence[str]) -> bool:
    """Return whether the words before an amount say that something rises or falls to it.

    Examples:
        >>> is_new_level(["õpetaja", "palk", "tõuseb"]), is_new_level(["palk", "kuni"])
        (True, False)
    """
    return any(word.startswith(_CHANGES) for word in words[-_FEW:])


def bound_of_name(name: str | None) -> str:
    """Return "floor" or "cap" if the ending of a currency's name makes its amount one, otherwise "".

    Examples:
        >>> bound_of_name("ლარიდან"), bound_of_name("forintig"), bound_of_name("lari")
        ('floor', 'cap', '')
    """
    return _NAMES.get(name.lower(), "") if name else ""


def case_ending(text: str, start: int) -> tuple[str, int] | None:
    """Return what a case ending after a sign makes of the amount before it ("floor", "cap" or ""), and where it ends; None if there is none.

    Examples:
        >>> case_ending("5000 TL'den", 7), case_ending("5000 TL'ye kadar", 7), case_ending("5000 TL's", 7)
        (('floor', 11), ('', 10), None)
    """
    match = _CASE_ENDING.match(text, start)
    if match is None or match[1].lower() not in _CASES:
        return None
    return _CASES[match[1].lower()], match.end()


def read_adjacent_word(text: str, start: int) -> str:
    """Return "floor" or "cap" for a short word right before an amount that means it in one language, and something else in others.

    The letters around the amount must be those of that language.

    Examples:
        >>> read_adjacent_word("no 1100 EUR mēnesī", 3), read_adjacent_word("no 1100 EUR bonus", 3)
        ('floor', '')
    """
    if start < len("no ") or text[start - 2] not in _LAST_LETTERS:
        return ""
    match = _ADJACENT.search(text, max(0, start - _NEAR), start)
    if match is None or not _LANGUAGES[match[0].strip().lower()].search(
        text, max(0, start - _FAR), start + _FAR
    ):
        return ""
    return match.lastgroup or ""


def read_mark(text: str, start: int, context: Context) -> None:
    """Add what the mark right before a position says: a floor, a cap, or that the amount is negative and so not pay.

    A dash after a word is a separator (`Salary -$45,000`), and one with a space after it begins an item of a list (`- £45k`).

    Examples:
        >>> from salarykit.pay.context import Context
        >>> context = Context()
        >>> read_mark("Salary: ≥ $45,000", 10, context)
        >>> context.bound, context.is_other_money
        ('floor', False)
        >>> read_mark("-$45,000", 1, context)
        >>> context.is_other_money
        True
    """
    near = text[start - _NEAR if start > _NEAR else 0 : start]
    bound = _BOUND.search(near)
    if bound and not _TAG.search(near):
        context.bound = "floor" if bound[1][0] in _FLOORS else "cap"
    dash = _DASH.search(near)
    if (dash and _is_minus(near[: dash.start()])) or _is_accounting_negative(text, near):
        context.is_other_money, context.cue, context.cue_is_near = True, 0, False


def _is_minus(before: str) -> bool:
    """Return whether a dash is a minus: it begins the text, or comes after a currency or a character that begins a value."""
    before = before.rstrip(" \u00a0")
    if not before or before[-1] in _OPENS:
        return True
    word = _WORD.search(before)
    if before[-1] in _CURRENCY:
        return not before[:-1].rstrip()[-1:].isdigit()
    return (
        word is not None and word[0] in signs_before() and not before[: word.start()].rstrip()[-1:].isdigit()
    )


def _is_accounting_negative(text: str, near: str) -> bool:
    """Return whether a text is nothing but an amount in brackets, as accountants write negative amounts."""
    return (
        near.strip() == "("
        and text.rstrip().endswith(")")
        and not any(map(str.isalpha, text[1:-1].strip("() kKmM")))
    )


def _is_no_bound(words: Sequence[str], index: int) -> bool:
    """Return whether a word for a floor or a cap means something else here: "ab sofort", "minimum wage", "rises to"."""
    if words[index + 1 : index + 2] == _AT_ONCE or (index and words[index - 1] in _WAGES_BEFORE):
        return True
    if not _WAGES.isdisjoint(words[index + 1 : index + 4]) or is_new_level(words[index + 1 :]):
        return True  # "el sueldo mínimo subirá a"
    return words[index] in CAP_BEFORE and is_new_level(words[:index])


def names_a_wage(text: str, start: int) -> bool:
    """Return whether the word at a position is a wage, as in "minimum wage".

    Examples:
        >>> names_a_wage("P610 minimum wage", 12), names_a_wage("P610 minimum", 12)
        (True, False)
    """
    word = _NEXT_WORD.match(text, start)
    return word is not None and word[1].lower() in _WAGES


def bound_of_words(words: Sequence[str], index: int) -> str:
    """Return "floor" or "cap" if a word, with those before it, makes the amount one, otherwise ""."""
    word, earlier = words[index], words[index - 1] if index else ""
    if _is_no_bound(words, index):
        return ""
    if word == "than":
        less = earlier in _LESS
        if not less and earlier not in _MORE:
            return ""
        is_negated = index > 1 and words[index - 2] in _NOT
        return "cap" if less != is_negated else "floor"
    if earlier:
        pair = f"{earlier}_{word}"
        phrase = BOUND_PHRASES.get(f"{words[index - 2]}_{pair}") if index > 1 else None
        phrase = phrase or BOUND_PHRASES.get(pair)
        if phrase:
            return phrase
    return "floor" if word in FLOOR_BEFORE else "cap" if word in CAP_BEFORE else ""
