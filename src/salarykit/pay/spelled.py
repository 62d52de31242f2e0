"""Numbers that are written in words: `two million`, `dreitausend`, `vingt et un`. One short table a language.

Only what stands in the table of the language asked for is read, for one language's "to" (two) is another's preposition;
without a language, English is read.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from salarykit.pay.clean import Marks, rewrite

__all__ = ["LANGUAGES", "digits"]

# From nought to nineteen, then the tens from twenty, then hundred and thousand; a stroke parts words of one value.
LANGUAGES: Final = {
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
        "twenty thirty forty fifty sixty seventy eighty ninety", "hundred thousand", "and",
    ),
    "de": (
        ("null ein|eins|eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn "
        "neunzehn"), "zwanzig dreißig|dreissig vierzig fünfzig sechzig siebzig achtzig neunzig", "hundert tausend", "und",
    ),
    "fr": (
        "zéro un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
        "vingt trente quarante cinquante soixante soixante-dix quatre-vingt|quatre-vingts quatre-vingt-dix", "cent|cents mille", "et",
    ),
    "es": (
        ("cero un|uno|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho "
        "diecinueve"), "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", "cien|ciento|cientos mil", "y",
    ),
    "pt": (
        ("zero um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze dezesseis dezessete dezoito "
        "dezenove"), "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", "cem|cento|centos mil", "e",
    ),
    "it": (
        ("zero un|uno|una due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette "
        "diciotto diciannove"), "venti trenta quaranta cinquanta sessanta settanta ottanta novanta", "cento mille|mila", "e",
    ),
    "nl": (
        ("nul een|één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien "
        "negentien"), "twintig dertig veertig vijftig zestig zeventig tachtig negentig", "honderd duizend", "en|ën",
    ),
    "sv": (
        "noll en|ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
        "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio", "hundra tusen", "och",
    ),
    "nb": (
        "null en|én|et|ett to tre fire fem seks sju|syv åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
        "tjue tretti førti femti seksti sytti åtti nitti", "hundre tusen", "og",
    ),
    "da": (
        "nul en|et to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
        "tyve tredive fyrre halvtreds tres halvfjerds firs halvfems", "hundrede tusind", "og",
    ),
    "ru": (
        ("ноль один|одна два|две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать "
        "шестнадцать семнадцать восемнадцать девятнадцать"),
        "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто", "сто тысяча|тысячи|тысяч", "",
    ),
    "tr": (
        "sıfır bir iki üç dört beş altı yedi sekiz dokuz on onbir oniki onüç ondört onbeş onaltı onyedi onsekiz ondokuz",
        "yirmi otuz kırk elli altmış yetmiş seksen doksan", "yüz bin", "",
    ),
    "ro": (
        ("zero un|o|una doi|două trei patru cinci șase șapte opt nouă zece unsprezece doisprezece treisprezece paisprezece cincisprezece "
        "șaisprezece șaptesprezece optsprezece nouăsprezece"),
        "douăzeci treizeci patruzeci cincizeci șaizeci șaptezeci optzeci nouăzeci", "sută|sute mie|mii", "și|de",
    ),
    "hr": (
        ("nula jedan|jedna dva|dvije tri četiri pet šest sedam osam devet deset jedanaest dvanaest trinaest četrnaest petnaest šesnaest "
        "sedamnaest osamnaest devetnaest"),
        "dvadeset trideset četrdeset pedeset šezdeset sedamdeset osamdeset devedeset", "sto tisuću|tisuća|hiljada", "i",
    ),
    "pl": (
        ("zero jeden|jedna dwa|dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście piętnaście "
        "szesnaście siedemnaście osiemnaście dziewiętnaście"),
        "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt",
        "sto tysiąc|tysiące|tysięcy", "",
    ),
    "id": (
        "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas", "", "ratus|seratus ribu|seribu", "",
    ),
    "vi": ("không một hai|hal ba bốn năm sáu bảy tám chín mười", "", "trăm nghìn|ngàn", ""),
    "ga": ("náid aon dó|dhá trí ceathair|ceithre cúig sé seacht ocht naoi deich", "fiche tríocha daichead caoga", "céad míle", ""),
}  # fmt: skip
_NAMES: Final = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "portuguese": "pt", "italian": "it", "dutch": "nl", "swedish": "sv",
    "norwegian": "nb", "no": "nb", "danish": "da", "russian": "ru", "turkish": "tr", "romanian": "ro", "croatian": "hr", "polish": "pl",
    "indonesian": "id", "vietnamese": "vi", "irish": "ga",
}  # fmt: skip
_JOINED: Final = frozenset(["de", "it", "nl", "sv", "nb", "da", "es", "tr"])
"""Languages that write the words of a number as one."""
_HUNDRED: Final = 100
_THOUSAND: Final = 1_000
_TEN: Final = 10
_RUN: Final = 12  # words of one number, at most
_VIETNAMESE_TEN: Final = "mươi"


class _Language(NamedTuple):
    values: dict[str, int]
    pattern: re.Pattern[str]
    word: re.Pattern[str]


@cache
def _language(code: str) -> _Language:
    """Return a language's words, the pattern of a run of them, and the pattern of one."""
    units, tens, large, between = LANGUAGES[code]
    values: dict[str, int] = {}
    for words, numbers in (
        (units, range(20)),
        (tens, range(20, 100, _TEN)),
        (large, (_HUNDRED, _THOUSAND)),
    ):
        for word, value in zip(words.split(), numbers, strict=False):
            values |= dict.fromkeys(word.split("|"), value)
    if code == "vi":
        values[_VIETNAMESE_TEN] = _TEN
    one = "|".join(sorted(map(re.escape, values), key=len, reverse=True))
    joints = [word for word in between.split("|") if word]
    joint = "|".join(map(re.escape, joints))
    space = r"[ -]" if code not in _JOINED else r"[ -]?"
    inner = rf"{space}(?:(?:{joint}){space})?" if joint else space
    run = rf"(?<![^\W_])(?:{one})(?:{inner}(?:{one})){{0,{_RUN}}}(?![^\W_])"
    return _Language(values, re.compile(run, re.IGNORECASE), re.compile(one, re.IGNORECASE))


def digits(text: str, language: str | None) -> tuple[str, Marks | None]:
    """Return a text with its spelled numbers in digits, and the marks that lead back.

    Args:
        text: any text.
        language: a code (`de`, `pt-BR`) or the English name of a language; a language without a table changes nothing.

    Examples:
        >>> (
        ...     digits("two hundred and fifty thousand dollars", "en")[0],
        ...     digits("dreitausendfünfhundert Euro", "german")[0],
        ... )
        ('250000 dollars', '3500 Euro')
    """
    code = (language or "en").lower()
    code = _NAMES.get(code, code).partition("-")[0].partition("_")[0]
    if code not in LANGUAGES:
        return text, None
    known = _language(code)
    return rewrite(text, known.pattern, lambda match: str(_value(match.group(), known)))


def _value(text: str, known: _Language) -> int:
    total = current = 0
    for word in known.word.findall(text):
        value = known.values[word.lower()]
        if value == _THOUSAND:
            total += max(current, 1) * _THOUSAND
            current = 0
        elif value == _HUNDRED or (value == _TEN and word.lower() == _VIETNAMESE_TEN):
            current = max(current, 1) * value
        else:
            current += value
    return total + current
