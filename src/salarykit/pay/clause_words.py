"""What the clause of an amount is about: the evidence for pay if no word for pay is near the amount.

"Barkeeper, 2.400 €" and "Senior developer $120,000" name a job and its pay. "They raised $12,000 for the school" is about something
else: without other evidence, a word that is neither known nor a job title is evidence against pay.
"""
# More than 300 lines: what is known of words, and what follows for a clause, are looked up together.

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from salarykit.package import once
from salarykit.pay.amount_names import BETWEEN_NAMES, Offer, offer_before
from salarykit.pay.context import COMBINING
from salarykit.pay.counting_words import MULTIPLIERS
from salarykit.pay.currency_names import LOWER_CODES, known_signs, nation
from salarykit.pay.language_words import WORK
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.other_money import INFLECTED_TITLES, TITLES, is_title
from salarykit.pay.patterns import any_of
from salarykit.pay.period_phrases import NUMBERS, TIMES, TWICE
from salarykit.pay.period_words import FOR_EACH, OFTEN_EACH, PAY_WORDS, PERIODS_AFTER, PERIODS_BEFORE
from salarykit.pay.trades import may_be_trade
from salarykit.pay.unspaced import UNSPACED
from salarykit.pay.word_forms import is_inflected
from salarykit.pay.words import (
    BETWEEN,
    BOUND_PHRASES,
    CAP_BEFORE,
    CJK_CUES,
    CJK_PERIODS,
    CONJUNCTIONS,
    CUE_ENDINGS,
    FILLERS,
    FIXED_PAY,
    FLOOR_BEFORE,
    GRADES,
    GROSS,
    INCLUDING,
    LINKERS,
    NET,
    PAY_EXTRAS,
    STRONG_CUES,
    TAXES,
    WEAK_CUES,
)

__all__ = [
    "ClauseWords",
    "has_unknown",
    "is_followed_by_unknown",
    "names_a_job",
    "speaks_of_work",
    "words_of_clause",
]

_REACH: Final = 64  # characters that are read on either side of an amount
_AROUND: Final = 400  # characters around an amount that are searched for words about work
_KEPT: Final = 16_384  # words in the cache
_WORD: Final = lazy_pattern(rf"(?:[^\W\d_]|{COMBINING})+(?:['’ʼ-](?:[^\W\d_]|{COMBINING})+)*")
_WORD_AFTER: Final = lazy_pattern(rf"[ \u00a0]{{0,2}}((?:[^\W\d_]|{COMBINING})+)")
_BREAK: Final = lazy_pattern(
    r"""
    [\n•|;()<>\[\]/+&…·–—（）、，،؛؟。！？।։]
  | ,(?!\d)
  | [ \u00a0]-+[ \u00a0]
  | (?<=[^\W\d_]{3})[.!?](?=\s|\Z)
    """,
    re.VERBOSE,
)
"""What separates clauses; the full stop of a short word does not, because it may mark an abbreviation."""
_LABEL: Final = lazy_pattern(
    r"(?:\A|[.!?\n])[^\S\n]*+([^\W\d_](?:(?![ ]-)[^\n.!?;|•,:–—\d])*)[ \u00a0][–—][ \u00a0]\Z"
)
_FULL_STOP: Final = lazy_pattern(r"(?:[^\W\d_]{3}|[\d€$£₽₴₪฿₫₹₱₾֏%)])[.!]\s*\Z|[。।։]\s*\Z")
_LAST: Final = 3  # letters of a word before a full stop
_TWO: Final = 2
_SENTENCE: Final = 3  # unknown words after an amount at the start of a text that make it a sentence
_CJK: Final = lazy_pattern("[\u3040-\u30ff\u3400-\u9fff]")
_STOP: Final = lazy_pattern(r"[.!?](?:\s|\Z)")
_ONE_LETTER: Final = 1


class ClauseWords(NamedTuple):
    """The words of an amount's clause.

    Attributes:
        unknown_before: how many words before the amount are neither known nor names.
        unknown_after: how many after it are not known; 0 if they are few and the amount begins the text.
        has_title: whether one of the words is a job title.
        offer: which kind of verb offers the amount.
        is_sentence: whether a full stop ends the text, as it does in a sentence and not in a field.
        has_trade: whether the text or the clause begins with what may be a trade or a department.
        has_only_names: whether all unknown words have a capital letter, as the names of places do.
    """

    unknown_before: int = 0
    unknown_after: int = 0
    has_title: bool = False
    offer: Offer = ""
    is_sentence: bool = False
    has_trade: bool = False
    has_only_names: bool = False


def words_of_clause(text: str, start: int, end: int) -> ClauseWords:
    """Return the words of the clause around an amount.

    Args:
        text: any text.
        start: where the amount begins.
        end: where it ends, its period included.

    Examples:
        >>> words_of_clause("They raised $12,000 for our school.", 12, 19)[:2]
        (2, 1)
        >>> words_of_clause("Barkeeper, $12,000", 11, 18)[:2]
        (0, 0)
    """
    head = text[max(0, start - _REACH) : start]
    before = _joined_by_dash(_BREAK.split(head)[-1], head)
    after = _BREAK.split(text[end : end + _REACH], maxsplit=1)[0] if not _STOP.match(text, end) else ""
    if not (before.strip() or after.strip()):
        return _NOTHING
    is_sentence = _FULL_STOP.search(text, max(end - _LAST, len(text) - _REACH)) is not None
    words = _words_before(before, head) if is_sentence else _words(before)
    names = _unknown(words)
    exclaims = text.rstrip().endswith(("!", "！"))  # "₹10,000 to win!"
    is_free = not exclaims and (_are_names(words) or _begins_with_bound(words) or _only_qualify(words))
    unknown_before = 0 if is_free else len(names)
    words_after = _until_joined(_words(after))
    opens = start <= _REACH and not (unknown_before or _unknown(_words(head)))
    unknown_after = len(_unknown(words_after))
    unknown_after = 0 if opens and unknown_after <= _SENTENCE and not exclaims else unknown_after
    has_title = _has_title(words) or _has_title(words_after)
    subjects = [*_words(head)[:1], *names[:3]] if start <= _REACH else names[:3]
    has_trade = unknown_before > 0 and (
        _is_in_place(words, names) or may_be_trade([name.lower() for name in subjects])
    )
    offer = offer_before([word.lower() for word in words])
    has_only_names = not unknown_after and all(name[0].isupper() for name in names)
    return ClauseWords(
        unknown_before, unknown_after, has_title, offer, is_sentence, has_trade, has_only_names
    )


_IN: Final = frozenset("u v ve w we do pro dla в во на у до для під σε στη στο στην στον για në į uz".split())
"""Words for "in" and "to" in languages that capitalise names only."""


def _is_in_place(words: list[str], names: list[str]) -> bool:
    """Return whether unknown words end with the name of a place, as they do after a job: "Pleskar u Splitu"."""
    if _IN.isdisjoint(word.lower() for word in words[1:]):
        return False
    return 1 < len(names) <= _SENTENCE and names[-1][0].isupper() and not names[-1].isupper()


def _words_before(before: str, head: str) -> list[str]:
    """Return the words of the clause before an amount in a sentence.

    If they only qualify it, they are those of the clause before that: "a third of their income, about 780 € a month".
    """
    words = _words(before)
    if words and head[-len(before) - 1 : -len(before)] == "," and _only_qualify(words):
        earlier = _words(_BREAK.split(head)[-2])
        if len(_unknown(earlier)) >= _SENTENCE:
            return earlier
    return words


def _joined_by_dash(before: str, head: str) -> str:
    """Return the clause before an amount, with the words before a dash unless they are a name: "Main prize – $500"."""
    label = _LABEL.search(head) if not before.strip() else None
    return label[1] if label and not all(word[0].isupper() for word in _words(label[1])) else before


def _are_names(words: list[str]) -> bool:
    """Return whether words are a name; a single word with a capital letter may be the beginning of a sentence."""
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _only_qualify(words: list[str]) -> bool:
    """Return whether some words only say how exactly an amount is meant: about, at most."""
    return all(word.lower() in BETWEEN_NAMES or word.lower() in _BOUNDS for word in words)


def _until_joined(words: list[str]) -> list[str]:
    """Return the words before an "and" that adds something else: "3.000 € und ein Jobrad"."""
    joined = (index for index, word in enumerate(words) if word.lower() in _JOINS)
    return words[: next(joined, len(words))]


_NOTHING: Final = ClauseWords(has_only_names=True)
_JOINS: Final = CONJUNCTIONS | frozenset("plus pluss samt sowie inklusive".split())
_BOUNDS: Final = FLOOR_BEFORE | CAP_BEFORE | {"up_to"}


def _begins_with_bound(words: list[str]) -> bool:
    """Return whether words begin with a word for a floor or a cap: "up to a whopping"."""
    first = [word.lower() for word in words[:2]]
    return bool(first) and (
        first[0] in _BOUNDS or "_".join(first) in _BOUNDS or "_".join(first) in BOUND_PHRASES
    )


def names_a_job(text: str) -> bool:
    """Return whether a text has a job title.

    Examples:
        >>> names_a_job("Cleaners for a flat by the lake"), names_a_job("Flat by the lake")
        (True, False)
    """
    return _has_title(_words(text))


def _has_title(words: list[str]) -> bool:
    """Return whether one of the words is a job title, in the singular or the plural."""
    lower = [word.lower() for word in words]
    return any(is_title(lower, index) or _is_form_of_title(word) for index, word in enumerate(lower))


_PLURALS: Final = ("s", "es", "i", "y", "ы", "и")


@lru_cache(maxsize=_KEPT)
def _is_form_of_title(word: str) -> bool:
    """Return whether a word is a job title in the plural or another case, or ends with one after a hyphen."""
    return (
        any(word.endswith(end) and word.removesuffix(end) in TITLES for end in _PLURALS)
        or is_inflected(word, INFLECTED_TITLES)
        or word.rpartition("-")[2] in INFLECTED_TITLES
    )


def is_followed_by_unknown(text: str, end: int) -> bool:
    """Return whether the next word after an amount is unknown, so that it may multiply the number.

    Examples:
        >>> (
        ...     is_followed_by_unknown("€45 xyz", 3),
        ...     is_followed_by_unknown("€45 gross", 3),
        ...     is_followed_by_unknown("€45, xyz", 3),
        ... )
        (True, False, False)
    """
    word = _WORD_AFTER.match(text, end)
    return word is not None and not _is_known(word[1].lower())


def has_unknown(text: str) -> bool:
    """Return whether a text has a word that is neither about pay nor without a meaning of its own.

    Examples:
        >>> has_unknown("Dog walking, from"), has_unknown("Hourly pay, from")
        (True, False)
    """
    return bool(_unknown(_words(text)))


def names_a_thing_and_a_place(text: str, start: int) -> bool:
    """Return whether two parts of a text before a position are unknown, and neither is a job: "Sofa, Kolding".

    Examples:
        >>> [
        ...     names_a_thing_and_a_place(text, len(text))
        ...     for text in ("Sofa, Kolding, ", "Plumber, Kolding, ", "Kolding, ")
        ... ]
        [True, False, False]
    """
    parts = [words for part in _BREAK.split(text[:start]) if (words := _unknown(_words(part)))]
    if len(parts) < _TWO:
        return False
    names = [word.lower() for words in parts for word in words]
    return not (may_be_trade(names) or speaks_of_work(text, start) or names_a_job(text))


def _unknown(words: list[str]) -> list[str]:
    return [word for word in words if not _is_known(word.lower())]


def _words(clause: str) -> list[str]:
    """Return the words of a clause, without known words in scripts that do not separate words."""
    if not clause.isascii():
        if _CJK.search(clause):
            clause = _known_cjk().sub(" ", clause)
        elif UNSPACED.search(clause):
            clause = _known_unspaced().sub(" ", clause)
    return _WORD.findall(clause)


_NEUTRAL: Final = frozenset(
    "수당 포함 별도 employer est estimate estimated expected work hours days weeks fortnights months years stunden tage tagen wochen monate heures jours semaines mois".split()
)


@once
def _known() -> frozenset[str]:
    """Return the words about pay, and the words without a meaning of their own, such as articles."""
    signs = [sign.lower() for sign in known_signs() if len(sign) > _ONE_LETTER]
    phrases = [part for phrase in BOUND_PHRASES for part in phrase.split("_")]
    return frozenset(signs).union(
        PAY_WORDS, STRONG_CUES, WEAK_CUES, LINKERS, FILLERS, FIXED_PAY, FLOOR_BEFORE, CAP_BEFORE, BETWEEN, CONJUNCTIONS, GROSS,
        NET, GRADES, INCLUDING, PAY_EXTRAS, TAXES, PERIODS_AFTER, PERIODS_BEFORE, FOR_EACH, OFTEN_EACH, NUMBERS, TIMES, TWICE, LOWER_CODES, phrases, _NEUTRAL,
        (word.lower() for word in MULTIPLIERS),
    )  # fmt: skip


@lru_cache(maxsize=_KEPT)
def _is_known(word: str) -> bool:
    if len(word) <= _ONE_LETTER or word in _known():
        return True
    return word.endswith(CUE_ENDINGS) or word.startswith(_PAY_STEMS) or nation(word) is not None


@once
def _known_cjk() -> re.Pattern[str]:
    """Return the pattern of known words in Japanese and Chinese, and of the ends of job titles."""
    words = sorted({*CJK_CUES, *CJK_PERIODS, *_CJK_PARTICLES}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


_CJK_PARTICLES: Final = "約 约 は が を に で と も の から まで 以上 以下 最高 最低 平均 税前 税后 額面 手取 为 為 到 至 或 元 円 人民币".split()


@once
def _known_unspaced() -> re.Pattern[str]:
    return re.compile(any_of(word for word in _known() if UNSPACED.match(word)))


_PAY_STEMS: Final = tuple(
    "lön løn lohn gehalt salar salár salair palk mzd płac wynagr zarob zárab зарпл зарп заробіт заплат atlygin algo atalgoj bér fizet μισθ rrog maaş".split()
)
"""The beginnings of words for pay, for forms and compounds that no table lists: lönespannet, lønpakken."""


def speaks_of_work(text: str, start: int) -> bool:
    """Return whether the text around a position is about work: a vacancy, an offer to applicants, a shift.

    Examples:
        >>> speaks_of_work("Szukamy kierowcy, 8000 zł miesięcznie", 18), speaks_of_work("Sukienka, 80 zł", 10)
        (True, False)
    """
    near = text[max(0, start - _AROUND) : start + _AROUND].lower()
    if any(map(_is_work, _WORD.findall(near))) or ("/" in near and _GENDERS.search(near)):
        return True
    return not near.isascii() and _unspaced_work().search(near) is not None


@lru_cache(maxsize=_KEPT)
def _is_work(word: str) -> bool:
    return word in WORK or word.startswith(_BEGINNINGS)


_GENDERS: Final = lazy_pattern(
    r"(?<![^\W_])(?:m/w|w/m|m/f|f/m|h/f|f/h|m/v|v/m|h/m|m/h|k/m|m/k|m/ž|ž/m|м/ж|ж/м|d/m|x/f|f/x)(?:/[a-zà-ž])?(?![^\W_])"
)
"""The genders of applicants, as only advertisements for jobs have them: (m/w/d), H/F."""
_FEW: Final = 3  # letters of a word with which other words may begin by chance
_BEGINNINGS: Final = tuple(word for word in WORK if len(word) > _FEW and not UNSPACED.match(word))


_CJK_WORK: Final = "募集 求人 採用 勤務 スタッフ 正社員 アルバイト パート 派遣 招聘 急招 诚聘 聘 招 兼职 全职 岗位 职位 入职 徵才 兼職 채용 모집 구인 알바 근무 정규직 급구".split()


@once
def _unspaced_work() -> re.Pattern[str]:
    return re.compile(
        "|".join(map(re.escape, (*_CJK_WORK, *(word for word in WORK if UNSPACED.match(word)))))
    )
