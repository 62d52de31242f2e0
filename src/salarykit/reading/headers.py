"""What the header of a column says: its field and, for amounts, the currency, the period, the multiple and the statistic."""
# A little over 300 lines: the words of a header are read one by one, and their combined meaning is decided in one place.

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from salarykit.currency.codes import CODES, WITHDRAWN
from salarykit.package import remembered
from salarykit.pay.counting_words import MULTIPLIERS
from salarykit.reading.header_tokens import (
    is_money,
    may_be_one,
    money_as_codes,
    pieces_of,
    spelled_out,
    tokens,
)
from salarykit.reading.header_words import COMPOUNDS, COUNTED, PER, TEXTS, UNITS, folded, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["RATES", "ROW", "Header", "HeaderWords", "read_header"]

ROW: Final = "salarykit_row"
"""The column that numbers the rows of a frame during a conversion; as a header it is skipped, to save loading the vocabulary."""

_LESS_CLEAR: Final = 4  # added to the rank of a column of texts or of total wages, which is less clear
_NO_AMOUNTS: Final = ("number", "code")
"""Words that make a header one of counts or codes, as in `Pay code`."""
_OF_ALL: Final = (
    "wages",
    "salaries",
    "löhne",
    "gehälter",
    "salaires",
    "salarios",
    "sueldos",
    "stipendi",
    "salarissen",
    "lonen",
)
"""Words for the pay of several people, whose total is not the pay of one."""
_HOURS: Final = ("h", "std")
"""Abbreviations that mean an hour after a slash, as in `€/Std`; alone they may mean men (hommes, hombres) or a standard deviation."""
_LONGEST: Final = 120  # the most characters of a header; a longer text is a sentence
_INSTRUCTIONS: Final = re.compile(
    r"\([^()]*\b(?:you|your|please|du|sie|ihr|bitte|vous|votre|tu|su|usted|você|seu)\b[^()]*\)\W*$",
    re.IGNORECASE,
)
"""An instruction in brackets after the question of a form."""
_OBSERVED: Final = re.compile(r"obs(?:ervation)?s? (?:value|status|flag|conf)", re.IGNORECASE)
"""Columns of SDMX for observed values of any kind, and for their status."""
_OF_A_YEAR: Final = re.compile(r"(?:salary|pay|wage|compensation)s? year", re.IGNORECASE)
"""A column of years; one of amounts would be called `salary/year` or `salary per year`."""
_YEAR: Final = re.compile(r"(?<![\w.,/=%-])(?:19[5-9]\d|20[0-4]\d)(?![\w.,/=%-])")
_FORINT: Final = "Ft"  # in lower or upper case it means full time
_WITH_MONEY: Final = frozenset(["bin", "grand", "mil", "tr", "cr", "mm", "ming", "mii", "mie", "kun", "min"])
"""Words that are multiples only if the header names a currency."""
RATES: Final = ("rate", "satz", "taux", "tarif", "tarifa", "tariffa", "valor", "ставка", "díj")
"""Words that mean pay only together with a period."""
_YEARLY: Final = ("ctc",)  # words for a year's pay, unless the header states another period
_ALONE_TEXT: Final = (
    "median médiane mediana mediane mean average avg durchschnitt moyenne promedio gemiddelde min minimum max "
    "maximum 中央値 平均 中位数 均值"
)
_ALONE: Final = frozenset(_ALONE_TEXT.split())
"""Words for a statistic that make a header one of amounts even without a word for pay."""
_PERCENTILE: Final = re.compile(
    r"\b(?:p|pct|pctl|perc|percentile)[ _]?(\d{1,2})\b|\b(\d{1,2})(?:st|nd|rd|th)?[ _.-]*(?:percentile|pctile|pctl|pct|perzentil|percentil|centile|%)",
    re.IGNORECASE,
)
_OEWS: Final = re.compile(r"([AH])_(MEAN|MEDIAN|PCT(\d\d))", re.IGNORECASE)
_WORDS_TOO: Final = frozenset(["ALL", "TOP", "TRY", "CUP", "PEN", "MOP", "GEL", "SOS", "MAD", "BOB", "LAK"])
"""Currency codes that are also English words; in lower case, neither these nor withdrawn codes are read as codes."""
_PRIORITY: Final = (
    "currency", "period", "statistic", "sample_size", "note", "source", "city", "country", "as_of", "amount", "role",
)  # fmt: skip
"""The order of precedence if words name several fields: `salary currency` is a currency, `job location` a city."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says.

    Attributes:
        field: the field of a salary.
        rank: how clearly the header names it; a lower rank is clearer.
        statistic: the statistic that the column states; `min` and `max` may also be the ends of a range.
        period: the period that the figures are paid for.
        currency: a code, or a sign that needs a country.
        factor: what the numbers are multiplied by.
        gross: whether the figures are before tax; None if not stated.
        year: the year of the figures.
    """

    field: str
    rank: tuple[int, ...] = ()
    statistic: str | None = None
    period: str | None = None
    currency: str | None = None
    factor: float = 1
    gross: bool | None = None
    year: str | None = None


@remembered(4096)
def read_header(name: str) -> Header | None:
    """Return the meaning of a header; None if it has an unknown word, because that may change the meaning.

    Examples:
        >>> read_header("Bruttojahresgehalt (k€)")
        Header(field='amount', rank=(0, 0, 1, 3), statistic=None, period='year', currency='€', factor=1000.0, gross=True, year=None)
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
    if name == ROW:
        return None
    text = _without_instructions(unicodedata.normalize("NFKC", name).strip())
    if not text or len(text) > _LONGEST:
        return None
    if oews := _OEWS.fullmatch(text):
        statistic = f"p{int(oews[3])}" if oews[3] else oews[2].lower()
        return Header("amount", (3, 1, 0, 0), statistic, "year" if oews[1] in "Aa" else "hour")
    percentile = _PERCENTILE.search(text)
    if percentile:
        text = text[: percentile.start()] + " " + text[percentile.end() :]
    spaced = text.replace("_", " ")
    if _OF_A_YEAR.fullmatch(spaced) or _OBSERVED.fullmatch(spaced):
        return None if _OBSERVED.fullmatch(spaced) else Header("as_of", (0, 2))
    parts = tokens(spelled_out(text))
    for texts in (parts, money_as_codes(parts)):
        words = HeaderWords()
        if percentile:
            words.statistics.append(f"p{int(percentile[1] or percentile[2])}")
            words.is_plain_statistic = True
        if all(words.takes(token) for token in texts):
            return words.header()
    return _of_a_year(text) if percentile is None else None


def _of_a_year(text: str) -> Header | None:
    """Return the meaning of a header of amounts that states a year; None if the year is next to a currency, and may be that of prices.

    Examples:
        >>> _of_a_year("Median salary 2023 (EUR)").year, _of_a_year("Average wage, 2015 USD")
        ('2023', None)
    """
    text = text.replace("_", " ")
    years = list(_YEAR.finditer(text))
    if len(years) != 1:
        return None
    before, after = text[: years[0].start()], text[years[0].end() :]
    adjacent = (
        *re.findall(r"((?<![^\W\d_])[^\W\d_]++|[€$£¥]) *\Z", before),
        *re.findall(r"\A *([^\W\d_]+|[€$£¥])", after),
    )
    if any(is_money(word) or word in CODES for word in adjacent):
        return None
    header = read_header(f"{before} {after}")
    return replace(header, year=years[0][0]) if header and header.field == "amount" else None


def _without_instructions(text: str) -> str:
    """Return a header without the instructions of a form, unless these may change what the cells mean.

    Examples:
        >>> _without_instructions("What is your annual salary? (You'll say the currency below.)")
        'What is your annual salary? '
        >>> _without_instructions("Your salary (please give a month's)")
        "Your salary (please give a month's)"
    """
    match = _INSTRUCTIONS.search(text)
    if match is None:
        return text
    outside = text[: match.start()]
    kinds = {kind for word in tokens(match[0]) for kind, *_ in vocabulary().words.get(folded(word), ())}
    header = read_header(outside) if "period" in kinds else None
    changes = "unit" in kinds or ("period" in kinds and not (header and header.period))
    return text if changes else outside


@dataclass(slots=True)
class HeaderWords:
    """Collects the meanings of the words of a header.

    Attributes:
        fields: the fields that words name, each with the rank of its clearest word.
        periods, statistics: those that words state, in order.
        currency, factor, gross: see `Header`.
        count: the number of words.
        is_mixed: whether two words contradict each other.
        is_pay, is_rate: whether there is a word for pay, or one that means pay only together with a period.
        is_total, is_per: whether there is the word `total`, or a word such as `per`.
        is_of_all: whether there is a word for the pay of several people.
        is_number: whether there is a word that makes the header one of counts or codes.
        is_letter: whether there is an `m` or a `w`, which may stand for men or women.
        is_hour: whether there is an `h` or an `std`, which may stand for something else.
        is_yearly: whether there is a word for a year's pay.
        is_plain_statistic: whether there is a statistic that makes a header one of amounts without a word for pay.
        is_unit: whether there is a word, such as `unit`, that makes a header of pay one of periods.
        is_of_texts: whether there is a word for a column of texts.
        is_of_workers: whether there is a word for the people who are paid, whose count is not a sample size.
        needs_money: whether there is a word that is a multiple only together with a currency.
    """

    fields: dict[str, int] = field(default_factory=dict)
    periods: list[str] = field(default_factory=list)
    statistics: list[str] = field(default_factory=list)
    currency: str | None = None
    factor: float = 1.0
    gross: bool | None = None
    count: int = 0
    is_mixed: bool = False
    is_pay: bool = False
    is_rate: bool = False
    is_total: bool = False
    is_of_all: bool = False
    is_number: bool = False
    is_per: bool = False
    is_letter: bool = False
    is_hour: bool = False
    is_yearly: bool = False
    is_plain_statistic: bool = False
    is_unit: bool = False
    is_of_texts: bool = False
    is_of_workers: bool = False
    needs_money: bool = False

    def takes(self, token: str) -> bool:
        """Add the meaning of a word; return whether the word is known."""
        self.count += 1
        word = folded(token)
        self._flag(word)
        if token == _FORINT:
            return self._take_currency(token)
        if word in COMPOUNDS:
            self.is_unit |= not UNITS.isdisjoint(COMPOUNDS[word])
            return all(self._take(part) or self._take_currency(part) for part in COMPOUNDS[word])
        if self._take(word) or self._take_currency(token):
            return True
        pieces = pieces_of(word) or ((word,) if word in vocabulary().of_pay else ())
        return bool(pieces) and all(
            self.takes(piece)
            if piece in COMPOUNDS
            else self._take(piece, vocabulary().of_pay) or self._take_currency(piece)
            for piece in pieces
        )

    def _flag(self, word: str) -> None:
        """Note the kinds of words that a word belongs to."""
        self.is_number |= word in _NO_AMOUNTS
        self.is_unit |= word in UNITS
        self.is_per |= word in PER
        self.is_total |= word == "total"
        self.is_of_all |= word in _OF_ALL
        self.is_of_texts |= word in TEXTS
        self.is_letter |= word in ("m", "w")
        self.is_of_workers |= word in vocabulary().workers
        self.is_hour |= word in _HOURS
        self.is_yearly |= word in _YEARLY

    def _take(
        self, word: str, others: Mapping[str, list[tuple[str, str, int]]] = MappingProxyType({})
    ) -> bool:
        meanings = vocabulary().words.get(word) or others.get(word, [])
        if word in _PLAIN:
            meanings = [*meanings, _PLAIN[word]]
        self.is_rate |= word in RATES
        self.is_plain_statistic |= word in _ALONE
        for kind, value, rank in meanings:
            self.is_pay |= value == "amount" and word not in RATES
            if kind == "field":
                self.fields[value] = min(rank, self.fields.get(value, 9))
            elif kind == "period":
                self.periods.append(value)
            elif kind == "statistic":
                self.statistics.append(value)
            elif value in COUNTED:
                self._multiply(word, COUNTED[value])
            else:
                self.gross = value == "gross"
        if not meanings and word in MULTIPLIERS and (len(word) > 1 or not word.isascii()):
            self._multiply(word, MULTIPLIERS[word])
            return True
        return bool(meanings) or word in vocabulary().fillers or word in UNITS or self._is_thousand(word)

    def _is_thousand(self, word: str) -> bool:
        if word == "1000":
            self._multiply(word, 1e3)
        return word == "1000"

    def _multiply(self, word: str, factor: float) -> None:
        """Add a multiple; a second, different one makes the header ambiguous."""
        self.is_mixed |= self.factor not in (1.0, factor)
        self.needs_money |= word in _WITH_MONEY or word == "1000"
        self.factor = factor

    def _take_currency(self, token: str) -> bool:
        code = token.upper()
        is_code = code in CODES and (token.isupper() or code not in _WORDS_TOO | WITHDRAWN)
        if not is_code and not is_money(token):
            return False
        earlier, stated = self.currency, code if is_code else token
        self.is_mixed |= earlier is not None and not may_be_one(earlier, stated)
        self.currency = stated if is_code or earlier is None else earlier
        return True

    def header(self) -> Header | None:
        """Return the combined meaning of the words; None if they name no field or contradict each other."""
        name = self._field()
        if name is None:
            return Header("period", (2, self.count)) if self._may_be_of_periods() else None
        if self.needs_money and self.currency is None:
            return None
        if self.is_unit and set(self.fields) == {"amount"} and self._says_no_more():
            return Header("period", (1, self.count))
        return self._of_amounts() if name == "amount" else self._of_other(name)

    def _may_be_of_periods(self) -> bool:
        """Return whether words that name no field, such as `per` and `unit`, may head a column of periods."""
        is_per = self.is_per or (self.is_unit and not self.fields)
        return is_per and not (self.periods or self.statistics or self.currency)

    def _of_amounts(self) -> Header | None:
        """Return the header of a column of amounts; None for counts, codes, two currencies or periods, or the pay of men or women."""
        is_mixed = self.is_mixed or len(set(self.periods)) > 1
        if self.is_number or is_mixed or self.is_hour or (self.is_letter and self.currency is None):
            return None
        statistic = self.statistics[0] if self.statistics else None
        rank = (
            self.fields.get("amount", 3)
            + _LESS_CLEAR * (self.is_of_texts or (self.is_total and self.is_of_all)),
            int(statistic is not None),
            int(self.currency is not None),
            self.count
            + (self.is_total or self.gross is False),  # base pay comes before total pay, and gross before net
        )
        period = self.periods[0] if self.periods else "year" if self.is_yearly else None
        return Header("amount", rank, statistic, period, self.currency, self.factor, self.gross)

    def _of_other(self, name: str) -> Header | None:
        """Return the header of another field; None for statistics, other currencies, counts of workers and job descriptions."""
        is_other = (name == "sample_size" and self.is_of_workers) or (name == "role" and self.is_of_texts)
        if self.statistics or is_other or (self.currency and name != "currency"):
            return None
        clarity = self.fields[name] + 2 * (self.is_unit and name == "role")  # a `Job Type` may be full time
        return Header(name, (clarity, self.count))

    def _says_no_more(self) -> bool:
        """Return whether the words state no currency, multiple, statistic or tax."""
        return not (self.currency or self.statistics or self.factor != 1 or self.gross is not None)

    def _field(self) -> str | None:
        """Return the field that the words name; None for an exchange rate or a tax rate, or if they name none."""
        fields = set(self.fields)
        if "amount" in fields:
            is_other_rate = self.is_rate and not (self.periods or self.is_pay or self.is_unit)
            if is_other_rate and fields == {"amount"}:
                return None
            fields -= {"as_of"} if "year" in self.periods else set()
        if not fields and self.gross is not None and self.periods and not self.is_unit:
            return "amount"  # as in `Monatsbrutto`
        if not fields and self.statistics:
            return "amount" if self.is_plain_statistic else None
        return next((name for name in _PRIORITY if name in fields), None)


_PLAIN: Final = {
    **{word: ("period", word, 0) for word in ("hour", "day", "week", "month", "year")},
    **{word: ("unit", word, 0) for word in ("gross", "net", *COUNTED)},
}
"""The meanings of the plain words that `COMPOUNDS` translates to."""
