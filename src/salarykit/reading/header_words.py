"""The words in headers, in many languages, with their meanings.

`header_words.csv` has a row for each language and a column for each field that a table of salaries needs; words after a bar name
the field less clearly. `thousands` holds the words for a multiple of a thousand, `mean` and `median` those for these statistics,
`fillers` and `workers` those that say nothing about the field. An underscore stands for a space. The words for other fields, periods,
statistics, multiples and tax are in this module; those of pay texts count as well.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from salarykit.package import once, table
from salarykit.pay.period_words import PAY_WORDS, PERIODS_AFTER
from salarykit.pay.words import GROSS, NET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "COMPOUNDS",
    "COUNTED",
    "FILLERS",
    "PER",
    "PERIOD_WORDS",
    "STATISTICS",
    "TEXTS",
    "UNITS",
    "Meanings",
    "Vocabulary",
    "folded",
    "vocabulary",
]

_FIELDS: Final[dict[str, str]] = {
    "sample_size": "n count responses respondents samples sample observations obs stichprobe anzahl effectif échantillon "
    "muestra campione aantal antal antall liczba počet 件数 人数 样本数 样本量 인원",
    "statistic": "statistic statistics statistik measure kennzahl statistique estadística statistica metric 統計 统计",
    "source": "source quelle fuente fonte bron källa kilde źródło zdroj 出典 来源 출처 publisher",
    "note": "note notes remark remarks comment comments anmerkung bemerkung remarque nota notas opmerking anmärkning 備考 备注 비고",
}
"""Words for the fields that few tables have; `header_words.csv` has those for the others."""

PERIOD_WORDS: Final[dict[str, str]] = {
    "hour": "hour hourly hr hrs h std stunde stunden stündlich heure horaire horaires horarios hora ora orario orari oraria orarie uur timme tim time timen timme godzina tund tunni jam "
    "hodina tunti óra час 時 時間 小时 시간 시 hod",
    "day": "day daily tag tage tages täglich jour journalier journaliers día dia diario giorno dag dzień den päivä nap день 日 天 일",
    "week": "week weekly wk woche wochen wöchentlich semaine hebdomadaire hebdomadaires semana semanal settimana vecka uge uke tydzień týden "
    "viikko hét неделя 週 周 주",
    "fortnight": "fortnight fortnightly biweekly",
    "month": "month monthly mo mth monat monate monats monatlich monatliches monatlicher monatliche kuu měs mesačná mesečna mesečno mjesečna mjesečno месечна месячная sebulan bulanan mėnesinis mėnesio mēneša lunar lunară μηνιαίες μηνιαίος μηνιαία kk mánuði mánuð mois mensuel mensuelle mensuels mensuelles mes mensual mensuales mese mensile mensili "
    "mês mensal mensais maand månad månads måned måneds miesiąc miesięczne miesięcznie měsíc měsíční kuukausi havi hónap месяц "
    "aylık mtl mon hó havonta شهري الشهري شهرية الشهرية 月 월",
    "year": "year yearly yr annual annually annum annualised annualized pa jahr jahre jahres jährlich année annee an annuel "
    "annuelle año anual anuales anuais anno annuo annua annuale annuali ano jaar år års rok roczne rocznie rok roční vuosi év éves yıl yıllık سنوي السنوي سنوية السنوية год "
    "年 年間 연",
}
"""Words for the period that an amount is paid for."""

STATISTICS: Final[dict[str, str]] = {
    "median": "median medians mediane médian médiane mediana mediaan medianlohn mediaani 中央値 中位数 중앙값",
    "mean": "mean average avg durchschnitt durchschnittliches durchschnittlich moyenne moyen media medio promedio gemiddelde "
    "gemiddeld genomsnitt medel gennemsnit gjennomsnitt średnie średnia průměr průměrná 平均 均值 평균",
    "min": "min minimum minimal low lowest from ab von desde da od van lower mín minimo mínimo 最低 최소",
    "max": "max maximum maximal high highest to bis hasta do tot upper máx massimo máximo massima 最高 최대",
}
"""Words for the statistic that a column states."""

_FILLERS_TEXT: Final = (
    "a the of in per base basic current full ft fulltime offered your value amount amounts figure figures est "
    "estimated estimate total local reported stated range money grund basis pro je en de du des del di "
    "da por par al la le el und and et y i pr p work survey reference job office primary name names code iso size "
    "units unit type number betrag montant importe monto importo bedrag belopp beløb posted published salary_range "
    "collected title gross_net fixed expected snippet text string raw info details display description address regular current s last latest último ultimo o retiro your 税前 額 税込 paid what which is are do does you please indicate enter state "
    "specify select choose here live lives based located employed earn welches welche wie hoch ist dein deine ihr "
    "ihre bitte arbeitest lebst quel quelle votre ton vous travaillez vivez cuál cual es tu su favor indica "
    "trabajas vives qual é seu sua você trabalha mora"
)
FILLERS: Final = frozenset(_FILLERS_TEXT.split())
"""Words that do not change what a header is about, including those of the questions of forms."""

_TAX_AND_MULTIPLES: Final[dict[str, str]] = {
    "hundredths": "cents pence",
    "gross": "брутна бруто gross brutto brut brute bruto bruta bruttó lordo lorda hrubá pretax 額面 税前 税込",
    "net": "net netto netta neto neta nettó líquido čistá aftertax 手取り 税后 稅後 실수령",
    "thousands": "k thousand thousands 000 000s tsd tausend mille miles migliaia duizend tusen tys tis 千",
    "millions": "m mn mio million millions millionen millones milioni mln 百万",
    "ten_thousands": "万 만 萬",
    "lakhs": "lakh lakhs lac",
}
"""Words for gross, net and multiples."""

COMPOUNDS: Final[dict[str, tuple[str, ...]]] = {
    "所定内給与額": ("給与", "month"),
    "きまって支給する現金給与額": ("給与", "month"),
    "現金給与総額": ("給与", "month"),
    "經常性薪資": ("薪資", "month"),
    "年収": ("給与", "year"),
    "年俸": ("給与", "year"),
    "月給": ("給与", "month"),
    "月収": ("給与", "month"),
    "時給": ("給与", "hour"),
    "日給": ("給与", "day"),
    "年薪": ("薪资", "year"),
    "月薪": ("薪资", "month"),
    "时薪": ("薪资", "hour"),
    "日薪": ("薪资", "day"),
    "연봉": ("급여", "year"),
    "월급": ("급여", "month"),
    "시급": ("급여", "hour"),
    "일급": ("급여", "day"),
    "万円": ("ten_thousands", "円"),
    "만원": ("ten_thousands", "원"),
    "천원": ("thousands", "원"),
    "萬元": ("ten_thousands", "元"),
    "万元": ("ten_thousands", "元"),
    "teur": ("thousands", "eur"),
    "lohnart": ("lohn", "art"),
    "gehaltsart": ("gehalt", "art"),
    "entgeltart": ("entgelt", "art"),
    "tkr": ("thousands", "kr"),
    "ral": ("salary", "year", "gross"),
    "среднемесячная": ("средняя", "месяц"),
    "середньомісячна": ("середня", "месяц"),
    "среднемесячный": ("средний", "месяц"),
    "среднечасовая": ("средняя", "час"),
    "ctc": ("salary",),
    "lpa": ("lakhs", "year", "inr"),
}
"""Words with several meanings at once, each translated to words with one meaning."""

COUNTED: Final = {"hundredths": 0.01, "thousands": 1e3, "millions": 1e6, "ten_thousands": 1e4, "lakhs": 1e5}
"""The numbers that the words for multiples stand for."""

_UNITS_TEXT: Final = (
    "unit units type basis interval schedule typ einheit art unité type unidad unidade tipo unità tipus eenheid enhet enhed jednostka "
    "jednotka typu тип единица одиниця tür türü birimi tipe satuan 単位 单位 單位 단위"
)
UNITS: Final = frozenset(_UNITS_TEXT.split())
"""Words that make a header of pay one of periods, as in `Pay Basis`, `salaryType`, `WAGE_UNIT_OF_PAY`."""


TEXTS: Final = frozenset(["snippet", "text", "string", "raw", "info", "details", "display", "description"])
"""Words for a column of texts, which is read only if no other column holds the amounts."""
PER: Final = frozenset(["per", "pr", "pro", "par", "por", "za", "за", "на", "každý", "every", "je"])
"""Words that alone may head a column of periods, as in `Pay,Per`."""

Meanings: TypeAlias = dict[str, list[tuple[str, str, int]]]
"""The meanings of each word: the kind of meaning, its value, and how clearly the word says it (0 is best)."""
# the fewest letters of a word from pay texts that counts in a header, if its script is Latin
_SHORTEST: Final = 3
_SHORTEST_PLAIN: Final = 5  # the fewest letters of a word that is also recognised without its accents
_COMPOUNDING: Final = ("en", "de", "nl", "af", "da", "nb", "sv", "is", "fi", "et", "hu")
"""The languages that write compounds as one word; in others a word may contain a short word by accident."""


def folded(text: str) -> str:
    """Return a word in the form in which words of headers are compared, without differences of case and Unicode composition."""
    return unicodedata.normalize("NFKC", text).casefold().replace("\u0307", "")


class Vocabulary(NamedTuple):
    """The words of headers.

    Attributes:
        words: what the words of headers mean.
        of_pay: the meanings of further words, from texts about pay.
        fillers: words that do not change what a header is about.
        workers: the fillers for the people who are paid; a count of workers is not a sample size.
        pieces: the words that compounds are made of.
        phrases: the entries that consist of several words.
    """

    words: Meanings
    of_pay: Meanings
    fillers: frozenset[str]
    workers: frozenset[str]
    pieces: frozenset[str]
    phrases: tuple[str, ...]


@once
def vocabulary() -> Vocabulary:
    """Return the words of headers, which are loaded on the first call.

    Examples:
        >>> vocabulary().words["miasto"], vocabulary().of_pay["mensuelle"]
        ([('field', 'city', 0)], [('period', 'month', 0)])
    """
    columns, *rows = table("salarykit.reading", "header_words")
    languages = {row[0]: dict(zip(columns[2:], row[2:], strict=True)) for row in rows}
    words = _words(list(languages.values()))
    cells = [cell for row in languages.values() for cell in row.values()]
    phrases = {folded(word).replace("_", " ") for cell in cells for word in cell.split() if "_" in word}
    workers = {folded(word) for row in languages.values() for word in row["workers"].split()}
    fillers = {folded(word) for row in languages.values() for word in row["fillers"].split()} | workers
    of_pay = _words_of_pay()
    unspaced = {word for word in (*fillers, *of_pay) if word[0] > "\u0dff"}
    pieces = _pieces(words, languages) | unspaced
    return Vocabulary(words, of_pay, FILLERS | fillers, frozenset(workers), pieces, tuple(sorted(phrases)))


_KINDS: Final = {"thousands": "unit", "mean": "statistic", "median": "statistic"}
"""The kinds of meaning of the columns whose words do not name a field."""
_EMPTY: Final = ("fillers", "workers")
"""The columns of words that say nothing about the field."""


def _words(languages: Sequence[Mapping[str, str]]) -> Meanings:
    tables: list[tuple[str, str, str]] = [
        (_KINDS.get(field, "field"), field, cell)
        for row in languages
        for field, cell in row.items()
        if field not in _EMPTY
    ]
    kinds = {"field": _FIELDS, "period": PERIOD_WORDS, "statistic": STATISTICS, "unit": _TAX_AND_MULTIPLES}
    tables += [(kind, value, text) for kind, meant in kinds.items() for value, text in meant.items()]
    meanings: Meanings = {}
    for kind, value, text in tables:
        rank = 0
        for word in text.split():
            rank += word == "|"
            if word != "|":
                meanings.setdefault(folded(word).replace("_", ""), []).append((kind, value, rank))
    plain = {
        _without_accents(word): meaning for word, meaning in meanings.items() if len(word) >= _SHORTEST_PLAIN
    }
    return plain | meanings


def _words_of_pay() -> Meanings:
    meanings: Meanings = {}
    for word, period in PERIODS_AFTER.items():
        if len(word) >= _SHORTEST or word[0] > "\u052f":
            pay = [("field", "amount", 0)] if word in PAY_WORDS else []
            meanings[folded(word)] = [*pay, ("period", period, 0)]
    for words, value in ((GROSS, "gross"), (NET, "net")):
        for word in words:
            meanings.setdefault(folded(word), [("unit", value, 0)])
    return meanings


def _pieces(words: Meanings, languages: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    of_compounds = {
        folded(word)
        for language, row in languages.items()
        for field, cell in row.items()
        if field not in _EMPTY
        for word in cell.split()
        if language in _COMPOUNDING or word[0] > "\u0dff"
    }
    return FILLERS | {
        word
        for word, meanings in words.items()
        if word in of_compounds or any(kind != "field" or field in _FIELDS for kind, field, _ in meanings)
    }


def _without_accents(word: str) -> str:
    """Return a word in Latin or Greek letters without their accents."""
    if word[0] > "\u03ff":
        return word
    return "".join(
        character for character in unicodedata.normalize("NFD", word) if not unicodedata.combining(character)
    )
