"""The words that headers are made of, in many languages, and what each one says.

`header_words.csv` has a row for each language and a column for each field that a table of salaries needs; a bar begins words that name
the field less clearly. `thousands` holds the words for a multiple of a thousand, and `fillers` those that say nothing of the field. An
underscore stands for a space. The words for periods, other multiples and tax are those of pay texts.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from salarykit.package import table
from salarykit.pay.period_words import PAY_WORDS, PERIODS_AFTER
from salarykit.pay.words import GROSS, NET

__all__ = [
    "COMPOUNDS",
    "COUNTED",
    "FILLERS",
    "HEADS",
    "PERIOD_WORDS",
    "PHRASES",
    "PIECES",
    "SIGNS",
    "STATISTICS",
    "UNITS",
    "WORDS",
    "WORDS_OF_PAY",
    "folded",
]

HEADS: Final[dict[str, str]] = {
    "sample_size": "n count responses respondents samples sample observations obs stichprobe anzahl effectif échantillon "
    "muestra campione aantal antal antall liczba počet 件数 人数 样本数 样本量 인원",
    "statistic": "statistic statistics statistik measure kennzahl statistique estadística statistica metric 統計 统计",
    "source": "source quelle fuente fonte bron källa kilde źródło zdroj 出典 来源 출처 publisher",
    "note": "note notes remark remarks comment comments anmerkung bemerkung remarque nota notas opmerking anmärkning 備考 备注 비고",
}
"""Words for the fields that few tables have; those for the others are in `header_words.csv`."""

PERIOD_WORDS: Final[dict[str, str]] = {
    "hour": "hour hourly hr hrs h std stunde stunden stündlich heure horaire hora ora orario uur timme tim time timen timme godzina "
    "hodina tunti óra час 時 時間 小时 시간 시 hod",
    "day": "day daily tag tage tages täglich jour journalier día dia diario giorno dag dzień den päivä nap день 日 天 일",
    "week": "week weekly wk woche wochen wöchentlich semaine hebdomadaire semana semanal settimana vecka uge uke tydzień týden "
    "viikko hét неделя 週 周 주",
    "fortnight": "fortnight fortnightly biweekly",
    "month": "month monthly mo mth monat monate monats monatlich monatliches mois mensuel mensuelle mes mensual mese mensile "
    "mês mensal maand månad månads måned måneds miesiąc miesięczne miesięcznie měsíc měsíční kuukausi havi hónap месяц "
    "aylık 月 월",
    "year": "year yearly yr annual annually annum annualised annualized pa jahr jahre jahres jährlich année annee an annuel "
    "annuelle año anual anno annuo annua annuale ano jaar år års rok roczne rocznie rok roční vuosi év éves yıl yıllık год "
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
    "estimated estimate total local reported stated range money grund grundgehalt basis pro je en de du des del di "
    "da por par al la le el und and et y i pr p work survey reference job office primary name names code iso size "
    "units unit type number betrag montant importe monto importo bedrag belopp beløb posted published salary_range "
    "collected title gross_net fixed expected 税前 額 税込 what which is are do does you please indicate enter state "
    "specify select choose here live lives based located employed earn welches welche wie hoch ist dein deine ihr "
    "ihre bitte arbeitest lebst quel quelle votre ton vous travaillez vivez cuál cual es tu su favor indica "
    "trabajas vives qual é seu sua você trabalha mora"
)
_FILLERS: Final = frozenset(_FILLERS_TEXT.split())

SIGNS: Final[dict[str, str]] = {
    "hundredths": "cents pence",
    "gross": "gross brutto brut brute bruto bruta bruttó lordo lorda hrubá pretax 額面 税前 税込",
    "net": "net netto netta neto neta nettó líquido čistá aftertax 手取り 税后 稅後 실수령",
    "thousands": "k thousand thousands 000 000s tsd tausend mille miles migliaia duizend tusen tys tis 千",
    "millions": "m mn mio million millions millionen millones milioni mln 百万",
    "ten_thousands": "万 万円 만 만원 萬",
    "lakhs": "lakh lakhs lac",
}
"""Words for gross, net and multiples."""

COMPOUNDS: Final[dict[str, tuple[str, ...]]] = {
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
    "萬元": ("ten_thousands", "元"),
    "万元": ("ten_thousands", "元"),
    "teur": ("thousands", "eur"),
    "tkr": ("thousands", "kr"),
    "ral": ("salary", "year", "gross"),
    "ctc": ("salary",),
    "lpa": ("lakhs", "year", "inr"),
}
"""Words with several meanings at once, each as the words that have one of them."""

COUNTED: Final = {"hundredths": 0.01, "thousands": 1e3, "millions": 1e6, "ten_thousands": 1e4, "lakhs": 1e5}
"""The numbers that the words for multiples stand for."""

_UNITS_TEXT: Final = (
    "unit units type basis interval schedule typ einheit art unité type unidad unidade tipo unità tipus eenheid enhet enhed jednostka "
    "jednotka typu тип единица одиниця tür türü birimi tipe satuan 単位 单位 單位 단위"
)
UNITS: Final = frozenset(_UNITS_TEXT.split())
"""Words that make a header of pay one of periods, as in `Pay Basis`, `salaryType`, `WAGE_UNIT_OF_PAY`."""

_SHORTEST: Final = 3  # letters of a word of pay texts that counts in a header, unless its script is not Latin
_SHORTEST_PLAIN: Final = 5  # letters of a word that is also known without its accents


def folded(text: str) -> str:
    """Return a word as the words of headers are compared: whatever its case and its composition."""
    return unicodedata.normalize("NFKC", text).casefold().replace("\u0307", "")


_COLUMNS, *_ROWS = table("salarykit.reading", "header_words")
_LANGUAGES: Final = [dict(zip(_COLUMNS[2:], row[2:], strict=True)) for row in _ROWS]

PHRASES: Final = tuple(
    sorted(
        {
            folded(word).replace("_", " ")
            for row in _LANGUAGES
            for cell in row.values()
            for word in cell.split()
            if "_" in word
        }
    )
)
"""The words that are written in several parts."""

FILLERS: Final = _FILLERS | {folded(word) for row in _LANGUAGES for word in row["fillers"].split()}
"""Words that do not change what a header is about; among them those of questions, as forms ask them."""


def _words() -> dict[str, list[tuple[str, str, int]]]:
    tables: list[tuple[str, str, str]] = [
        ("head", field, cell)
        for row in _LANGUAGES
        for field, cell in row.items()
        if field not in ("thousands", "fillers")
    ]
    tables += [("sign", "thousands", row["thousands"]) for row in _LANGUAGES]
    tables += [
        (kind, value, text)
        for kind, meant in (
            ("head", HEADS),
            ("period", PERIOD_WORDS),
            ("statistic", STATISTICS),
            ("sign", SIGNS),
        )
        for value, text in meant.items()
    ]
    meanings: dict[str, list[tuple[str, str, int]]] = {}
    for kind, value, text in tables:
        rank = 0
        for word in text.split():
            rank += word == "|"
            if word != "|":
                meanings.setdefault(folded(word).replace("_", ""), []).append((kind, value, rank))
    plain = {
        _without_accents(word): found for word, found in meanings.items() if len(word) >= _SHORTEST_PLAIN
    }
    return plain | meanings


def _words_of_pay() -> dict[str, list[tuple[str, str, int]]]:
    meanings: dict[str, list[tuple[str, str, int]]] = {}
    for word, period in PERIODS_AFTER.items():
        if len(word) >= _SHORTEST or word[0] > "\u052f":
            pay = [("head", "amount", 0)] if word in PAY_WORDS else []
            meanings[folded(word)] = [*pay, ("period", period, 0)]
    for words, value in ((GROSS, "gross"), (NET, "net")):
        for word in words:
            meanings.setdefault(folded(word), [("sign", value, 0)])
    return meanings


def _without_accents(word: str) -> str:
    """Return a word in Latin or Greek letters without their accents."""
    if word[0] > "\u03ff":
        return word
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


WORDS: Final = _words()
"""The meanings of each word: the kind of meaning, its value, and how clearly the word says it (0 is best)."""
WORDS_OF_PAY: Final = _words_of_pay()
"""The same of the words of pay texts, which count where `WORDS` has none."""

_COMPOUNDING: Final = ("en", "de", "nl", "af", "da", "nb", "sv", "is", "fi", "et", "hu")
"""The languages that write several words as one; in others three letters may be part of a word by accident."""
_HEADS_IN_COMPOUNDS: Final = {
    folded(word)
    for row, (language, *_) in zip(_LANGUAGES, _ROWS, strict=True)
    for field, cell in row.items()
    if field != "fillers"
    for word in cell.split()
    if language in _COMPOUNDING or word[0] > "\u0dff"
}
PIECES: Final = _FILLERS | {
    word
    for word, meanings in WORDS.items()
    if word in _HEADS_IN_COMPOUNDS or any(kind != "head" or field in HEADS for kind, field, _ in meanings)
}
"""The words that compounds are made of."""
