"""What the header of a column says: its field and, for amounts, the currency, the period, the multiple and the statistic."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from salarykit.currency.codes import CODES, WITHDRAWN
from salarykit.pay.currency_names import SCALED_CODES
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.header_words import COMPOUNDS, COUNTED, FILLERS, WORDS

__all__ = ["Header", "read_header"]

_LONGEST: Final = 120  # characters of a header; a longer one is a sentence
_TOKEN: Final = re.compile(
    r"(?:US|CA|AU|NZ|HK|SG|[ACSR])?\$|[^\W\d_]+|\d+|[€£¥₹₪₩₽₺₫₴₱฿₦₡₲₵₸₼₾%円元원]", re.IGNORECASE
)
_CAMEL: Final = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zß-ÿ])")
_SIGN: Final = re.compile(
    r".*\$|[€£¥₹₪₩₽₺₫₴₱฿₦₡₲₵₸₼₾円元원]|kr|zł|kč|ft|rs|euros?|dollars?|pounds?|yen|rupees?|francs?",
    re.IGNORECASE,
)
_LOCAL: Final = re.compile(
    r"\b(in )?(local|lokaler|locale|monnaie locale) ?(currency|währung|devise)?\b", re.IGNORECASE
)
_WITHOUT: Final = re.compile(
    r"[(,]?\s*\b(without|excluding|excl\.?|ohne|hors|sin|exkl\.?)\s[^)]*\)?", re.IGNORECASE
)
_COUNTED: Final = re.compile(
    rf"(?<![^\W\d_])([kKmMtT])(?=(?:[€£$¥]|kr|{'|'.join(SCALED_CODES)})(?![^\W\d_]))"
)
"""Thousands or millions, written before the currency: T€, TNOK, MJPY."""
_ABBREVIATED: Final = re.compile(
    r"(?<![^\W\d_])p[./] ?([adhmw])\.?(?![^\W\d_])|(?<=[€$£¥₹ A-Za-z])/ ?([adhmwy])\.?(?![^\W\d_/])",
    re.IGNORECASE,
)
_PEOPLE: Final = re.compile(r"\(?(?<![^\W\d_/])[mwfdxh](?:[/|][mwfdxh]){1,3}(?![^\W\d_/])\)?", re.IGNORECASE)
"""The genders that a job is open to: (m/w/d), H/F."""
_INSTRUCTIONS: Final = re.compile(
    r"\([^()]*\b(?:you|your|please|du|sie|ihr|bitte|vous|votre|tu|su|usted|você|seu)\b[^()]*\)\W*$",
    re.IGNORECASE,
)
"""What a question tells those who answer it, in brackets behind it."""
_WORKPLACE: Final = re.compile(
    r"\b(?:do|did) you (?:\w+ly )?(?:work|live)(?: in)?\b|\bare you (?:\w+ly )?(?:based|located|employed|living|working)(?: in)?\b",
    re.IGNORECASE,
)
"""What a question asks of a place, `What city do you work in?`: `do` by itself also stands for the end of a range."""
_LETTERS: Final = {
    "a": " year ", "d": " day ", "h": " hour ", "m": " month ", "w": " week ", "y": " year ",
}  # fmt: skip
"""Abbreviated periods, as in `p.M.` and `€/m`; the letter by itself means something else."""
_OF_A_YEAR: Final = re.compile(r"(?:salary|pay|wage|compensation)s? year", re.IGNORECASE)
"""A column of years; one of amounts would be called `salary/year` or `salary per year`."""
_RATES: Final = ("rate", "satz")
_YEARLY: Final = ("ctc",)  # a year's pay, if the header states no period
_ALONE: Final = frozenset(
    [
        "median",
        "médiane",
        "mediana",
        "mediane",
        "mean",
        "average",
        "avg",
        "durchschnitt",
        "moyenne",
        "promedio",
        "gemiddelde",
        "min",
        "minimum",
        "max",
        "maximum",
        "中央値",
        "平均",
        "中位数",
        "均值",
    ]
)
"""Words for a statistic that make a header one of amounts without a word for pay."""
_PERCENTILE: Final = re.compile(
    r"\b(?:p|pct|pctl|perc|percentile)[ _]?(\d{1,2})\b|\b(\d{1,2})(?:st|nd|rd|th)?[ _.-]*(?:percentile|pctile|pctl|pct|perzentil|percentil|centile|%)",
    re.IGNORECASE,
)
_OEWS: Final = re.compile(r"([AH])_(MEAN|MEDIAN|PCT(\d\d))", re.IGNORECASE)
_WORDS_TOO: Final = frozenset(["ALL", "TOP", "TRY", "CUP", "PEN", "MOP", "GEL", "SOS", "MAD", "BOB", "LAK"])
"""Currency codes that are also English words: in lower case neither they nor withdrawn codes are taken for codes."""
_PRIORITY: Final = (
    "currency", "period", "statistic", "sample_size", "note", "source", "city", "country", "as_of", "amount", "role",
)  # fmt: skip
"""Which field a header is about if its words name several: `salary currency` is a currency, `job location` a city."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says.

    Attributes:
        field: the field of a salary.
        rank: how clearly the header names it; less is better.
        statistic: the statistic that the column states; `min` and `max` may also be the ends of a range.
        period: the period that the figures are paid for.
        currency: a code, or a sign that needs a country.
        factor: what the numbers are multiplied by.
        gross: whether the figures are before tax; None if not stated.
    """

    field: str
    rank: tuple[int, ...] = ()
    statistic: str | None = None
    period: str | None = None
    currency: str | None = None
    factor: float = 1
    gross: bool | None = None


@lru_cache(4096)
def read_header(name: str) -> Header | None:
    """Return what a header says; None if one of its words is unknown, because that word may change the meaning.

    Examples:
        >>> read_header("Bruttojahresgehalt (k€)")
        Header(field='amount', rank=(0, 0, 1, 3), statistic=None, period='year', currency='€', factor=1000.0, gross=True)
        >>> read_header("Gehalt (T€)").factor, read_header("Lønn, TNOK").currency
        (1000.0, 'NOK')
        >>> (
        ...     read_header("月給（万円）").period,
        ...     read_header("Median, USD").statistic,
        ...     read_header("p90").statistic,
        ... )
        ('month', 'median', 'p90')
        >>> (
        ...     read_header("salary_currency").field,
        ...     read_header("job title").field,
        ...     read_header("years of experience"),
        ... )
        ('currency', 'role', None)
    """
    text = _without_instructions(unicodedata.normalize("NFKC", name).strip())
    if not text or len(text) > _LONGEST:
        return None
    if oews := _OEWS.fullmatch(text):
        statistic = f"p{int(oews[3])}" if oews[3] else oews[2].lower()
        return Header("amount", (3, 1, 0, 0), statistic, "year" if oews[1] in "Aa" else "hour")
    words = _HeaderWords()
    if percentile := _PERCENTILE.search(text):
        words.statistics.append(f"p{int(percentile[1] or percentile[2])}")
        words.is_plain_statistic = True
        text = text[: percentile.start()] + " " + text[percentile.end() :]
    if _OF_A_YEAR.fullmatch(text.replace("_", " ")):
        return Header("as_of", (0, 2))
    text = _ABBREVIATED.sub(lambda match: _LETTERS[(match[1] or match[2]).lower()], _PEOPLE.sub(" ", text))
    text = _COUNTED.sub(lambda match: "m " if match[1] in "mM" else "k ", text)
    text = _WITHOUT.sub(" ", _LOCAL.sub(" ", _WORKPLACE.sub(" ", text.replace("_", " "))))
    if not all(words.takes(token) for token in _tokens(text)):
        return None
    return words.header()


def _without_instructions(text: str) -> str:
    """Return a header without what it tells those who fill in a form; with it, if that may change what the cells mean.

    Examples:
        >>> _without_instructions("What is your annual salary? (You'll say the currency below.)")
        'What is your annual salary? '
        >>> _without_instructions("Your salary (please give a month's)")
        "Your salary (please give a month's)"
    """
    told = _INSTRUCTIONS.search(text)
    if told is None:
        return text
    outside = text[: told.start()]
    kinds = {kind for word in _tokens(told[0]) for kind, *_ in WORDS.get(word.casefold(), ())}
    header = read_header(outside) if "period" in kinds else None
    changes = "sign" in kinds or ("period" in kinds and not (header and header.period))
    return text if changes else outside


def _tokens(text: str) -> list[str]:
    """Return the words and signs of a header; camel case is split into words."""
    return [
        part
        for token in _TOKEN.findall(text.replace("_", " ").replace("'", " "))
        for part in _CAMEL.split(token)
    ]


class _HeaderWords:
    """The words of a header, and what they say together."""

    def __init__(self) -> None:
        self.heads: dict[str, int] = {}
        self.periods: list[str] = []
        self.statistics: list[str] = []
        self.currency: str | None = None
        self.factor = 1.0
        self.gross: bool | None = None
        self.count = 0
        self.is_rate = self.is_number = self.is_letter = self.is_mixed = self.is_yearly = False
        self.is_plain_statistic = False

    def takes(self, token: str) -> bool:
        """Add what a word says; return whether the word is known."""
        self.count += 1
        word = token.casefold()
        self.is_number |= word == "number"
        self.is_letter |= word == "m"
        self.is_yearly |= word in _YEARLY
        if word in COMPOUNDS:
            return all(self._take(each) or self._take_currency(each) for each in COMPOUNDS[word])
        if self._take(word) or self._take_currency(token):
            return True
        pieces = _pieces(word)
        return bool(pieces) and all(
            self.takes(piece) if piece in COMPOUNDS else self._take(piece) for piece in pieces
        )

    def _take(self, word: str) -> bool:
        meanings = WORDS.get(word, [])
        if word in _PLAIN:
            meanings = [*meanings, _PLAIN[word]]
        self.is_rate |= word in _RATES
        self.is_plain_statistic |= word in _ALONE
        for kind, value, rank in meanings:
            if kind == "head":
                self.heads[value] = min(rank, self.heads.get(value, 9))
            elif kind == "period":
                self.periods.append(value)
            elif kind == "statistic":
                self.statistics.append(value)
            elif value in COUNTED:
                self.factor = COUNTED[value]
            else:
                self.gross = value == "gross"
        return bool(meanings) or word in FILLERS

    def _take_currency(self, token: str) -> bool:
        code = token.upper()
        is_code = code in CODES and (token.isupper() or code not in _WORDS_TOO | WITHDRAWN)
        if not is_code and not _SIGN.fullmatch(token):
            return False
        known, stated = self.currency, code if is_code else token
        self.is_mixed |= known is not None and not _may_be_one(known, stated)
        self.currency = stated if is_code or known is None else known
        return True

    def header(self) -> Header | None:
        """Return what the words say together; None if they name no field or contradict each other."""
        field = self._field()
        if field is None:
            return None
        if field != "amount":
            other = self.currency if field != "currency" else None
            return None if self.statistics or other else Header(field, (self.heads[field], self.count))
        is_mixed = self.is_mixed or len(set(self.periods)) > 1
        if self.is_number or is_mixed or (self.is_letter and self.currency is None):
            return None  # a count of salaries, two currencies or periods, or the pay of men
        statistic = self.statistics[0] if self.statistics else None
        rank = (
            self.heads.get("amount", 3),
            int(statistic is not None),
            int(self.currency is not None),
            self.count,
        )
        period = self.periods[0] if self.periods else "year" if self.is_yearly else None
        return Header("amount", rank, statistic, period, self.currency, self.factor, self.gross)

    def _field(self) -> str | None:
        heads = set(self.heads)
        if "amount" in heads:
            if self.is_rate and not self.periods and heads == {"amount"}:
                return None  # an exchange rate or a tax rate
            heads -= {"as_of"} if "year" in self.periods else set()
        if not heads and self.statistics:
            return "amount" if self.is_plain_statistic else None
        return next((field for field in _PRIORITY if field in heads), None)


def _may_be_one(one: str, other: str) -> bool:
    """Return whether two codes or signs may mean the same currency."""
    choices = (currency_of(one), currency_of(other))
    first, second = ({choice.code, *choice.alternatives} - {None} for choice in choices)
    return not (first and second) or bool(first & second)


_PLAIN: Final = {
    **{word: ("period", word, 0) for word in ("hour", "day", "week", "month", "year")},
    **{word: ("sign", word, 0) for word in ("gross", "net", *COUNTED)},
}
"""The words that `COMPOUNDS` stands for, with their meanings."""


@lru_cache(4096)
def _pieces(word: str) -> tuple[str, ...]:
    """Return the fewest known words that a compound consists of; nothing if it does not consist of known words.

    Examples:
        >>> _pieces("bruttojahresgehalt"), _pieces("平均年収"), _pieces("tronto")
        (('brutto', 'jahres', 'gehalt'), ('平均', '年収'), ())
    """
    best: list[tuple[str, ...] | None] = [(), *[None] * len(word)]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 16), end):
            head, piece = best[start], word[start:end]
            fits = len(piece) > 2 or ord(piece[0]) > 0x2E80  # noqa: PLR2004 - two Latin letters match by accident
            known = piece in COMPOUNDS or piece in WORDS or piece in FILLERS
            if (
                head is not None
                and fits
                and known
                and (best[end] is None or len(head) + 1 < len(best[end] or ()))
            ):
                best[end] = (*head, piece)
    return best[-1] or ()
