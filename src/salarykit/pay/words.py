"""The words of pay that count and measure: multipliers, gross and net, what opens a range and what closes it.

One table a meaning, all languages together. A word that means two things in two languages is left to its neighbours.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "BETWEEN",
    "BOUND_PHRASES",
    "CAP_BEFORE",
    "FLOOR_BEFORE",
    "GROSS",
    "IDIOMS",
    "JOINTS",
    "MULTIPLIERS",
    "NET",
    "PERIOD_ADVERBS",
    "WIDE_CUES",
    "WIDE_PERIODS",
    "table",
]


def table(rows: str) -> dict[str, str]:
    """Return a table from lines of `meaning: word word`.

    Examples:
        >>> table("hour: hourly hr")
        {'hourly': 'hour', 'hr': 'hour'}
    """
    found: dict[str, str] = {}
    for row in rows.strip().splitlines():
        meaning, _, words = row.partition(": ")
        found |= dict.fromkeys(words.split(), meaning.strip())
    return found


MULTIPLIERS: Final = {
    word: float(value)
    for word, value in table("""
1e3: k K К к T 千 천 thousand thousands grand tausend tsd tsd. mille mila mil mijl duizend tusen tusind tys tys. tis tis.
1e3: tisíc tisíce tysięcy tysiące ezer mii хил тыс тыс. тысяч тысячи тысяча тис тис. bin nghìn ngàn nghin ngan ribu rb
1e3: ألف آلاف אלף हज़ार हजार พัน ათასი tuhat tuhatta þúsund hiljada tisuća
1e4: 万 萬 만 หมื่น
1e5: lakh lakhs lac lacs L LPA lpa लाख लाख. แสน
1e6: m M mn mn. mln mln. mio mio. mill. million millions millionen millón millones milhão milhões milhoes milione milioni
1e6: miljoen miljoner miljon millioner milyon млн млн. миллион миллиона миллионов мільйон мільйонів милиона милион
1e6: miljoonaa milionów miliony milionu milionů millió milioane milijuna milijun triệu tr tr. juta jt 百万 百萬 백만 mm MM
1e6: מיליון مليون ملايين मिलियन ล้าน მილიონი
1e7: crore crores cr Cr करोड़ 千万 千萬 천만
1e8: 億 亿 억
1e9: b B bn bn. bln billion billions mrd mrd. milliard milliards milliarden miljard miljarder milliarder miliardi miliardo
1e9: miliardů miliardów milyar bilhão bilhões bilhoes млрд млрд. миллиард миллиардов миллиарда מיליארד مليار مليارات अरब
1e9: बिलियन tỷ tỉ miliar მილიარდი
1e12: 兆 조 trillion trillions
""").items()
}
"""What a number is multiplied by."""

IDIOMS: Final = table("""
INR PKR BDT NPR: lakh lakhs lac lacs l lpa crore crores cr लाख करोड़
VND: triệu tr tr. tỷ nghìn ngàn
IDR: juta jt ribu rb
""")
"""Ways of counting that belong to a money, where no sign says which."""

PERIOD_ADVERBS: Final = frozenset(
    """
    hourly hrly ph stündlich l'heure óránként godzinowo hodinově all'ora tunnilta pd täglich journalier journalière diario diaria giornaliero daglig
    dagelijks dziennie denně naponta pw weekly daily wöchentlich hebdomadaire semanal semanales settimanale wekelijks tygodniowo týdně hetente
    fortnightly biweekly bi-weekly quincenal quincenales monthly pcm pm monatlich mtl mtl. mensuel mensuels mensuelle mensuelles mensual
    mensuales mensal mensais mensile mensili maandelijks månadsvis miesięcznie mies mies. měsíčně mesačne havonta havi lunar mjesečno μηνιαίως
    kuukaudessa vuodessa yearly annum annual annually annualized annualised pa jährlich annuel annuels annuelle annuelles anual anuales anuais annuo
    annui annua annuale annuali jaarlijks årlig årligen årligt rocznie ročně évente évi годовых godišnje horaire oraria orario
    """.split()
)
"""Words for a period that no number counts: 40 hours and 30 gün are counted, 2,000 monthly is paid."""

GROSS: Final = frozenset(
    "gross brutto bruto brut bruts brute brutes bruta brutos brutas lordo lordi lorda ral brüt hrubého hrubá hrubé bruttó брутто "
    "bruttolön bruttojahresgehalt bruttomonatsgehalt jahresbruttogehalt pre-tax bruttogehalt mindestgehalt-brutto μικτά".split()
)
NET: Final = frozenset(
    "net netto nett nets nette neto netos neta líquido líquidos liquido netti nettó čistého čistá čisté нетто take-home nettogehalt "
    "nettolohn καθαρά руки руку ръка rękę ruku ruke ruky mână mano".split()
)
FLOOR_BEFORE: Final = frozenset(
    "from over above minimum min least ab mindestens mindestgehalt mindestentgelt dès partir minimaal vanaf minst fra från od от mín mínimo desde exceeding "
    "starts almeno iznad trên melewati boven קרוב plus-de upwards über minimal minimo vähintään alkaen nad свыше более beginnend mindst minstens lägst lägsta lavest minimalt minimálně najmniej від из".split()
)
CAP_BEFORE: Final = frozenset(
    "max maximum upto maximal maximaal jusqu'à jusqu'a hasta até tot opptil upptill до до. až maksimum under below höchstens maks bis "
    "עד менее меньше ispod maximo máximo fino massimo do til maksimalt maximalt högst högsta højst højest høyst maximálně najwyżej maksymalnie enintään".split()
)
BETWEEN: Final = frozenset(
    "between zwischen entre tussen mellan mellom mellem tra fra między mezi között între između от from von van de du dal da "
    "från od vom desde ranging range ranges intre între między між между izmedju između בין giữa từ".split()
)
JOINTS: Final = frozenset("and og och y e et en i și si và и und agus con with &".split())
"""Words that join two amounts, the ends of a range only after "between"."""
BOUND_PHRASES: Final = table("""
cap: moins_de pas_plus_de en_dessous_de minder_dan mindre_än mindre_enn menos_de no_más_de hasta_un meno_di manje_od kurang_dari
cap: di_bawah tidak_sampai không_hơn không_quá kém_hơn ít_hơn mai_puțin_de mai_putin_de nu_chiar не_более меньше_чем менее_чем פחות_מ
cap: לא_יותר_מ not_over mniej_niż méně_než en-dessous_de não_mais_de máximo_de až_do up_to bis_zu op_til opp_til upp_till fino_a
cap: at_most non_più_di not_exceeding nicht_über höchstens_bis
floor: plus_de más_de mais_de più_di boven_de meer_dan mehr_als mer_än mer_enn mere_end de_la_minim di_atas lebih_dari cao_hơn nhiều_hơn
floor: ít_nhất mai_mult_de više_od iznad_od at_least à_partir a_partir a_partire não_menos_de no_menos_de pas_moins_de non_meno_di
floor: nie_mniej_niż více_než więcej_niż больше_чем более_чем не_менее יותר_מ starting_at starts_at starting_from minst_från
""")
"""The same in two words or three, with a low line for the space."""
WIDE_CUES: Final = table("""
hour JPY: 時給 時間給 時間額 時間単価 時間あたり 時間当たり
day JPY: 日給 日当 日額 日あたり
week JPY: 週給
fortnight JPY: 隔週
half-month JPY: 半月ごと
month JPY: 月給 月収 月額 初任給 月あたり 毎月 月々
quarter JPY: 四半期
year JPY: 年収 年俸 年額 想定年収 年間 毎年
- JPY: 給与 給料 基本給 報酬 賃金 固定給 単価
hour CNY: 时薪 小时工资 每小时
hour TWD: 時薪
hour -: 每小時
day -: 每天 每日
week -: 每周 每週
half-month -: 每半月 半月薪
month -: 每月 按月
quarter -: 每季度 每季
year -: 每年
day CNY: 日薪
week CNY: 周薪
month CNY: 月薪 底薪 月工资 月收入
year CNY: 年薪 年收入
- CNY: 工资 薪资 薪水 薪酬 待遇
- TWD: 薪資
hour KRW: 시급 시간당
day KRW: 일당 일급
week KRW: 주급 주당
fortnight KRW: 격주
month KRW: 월급 월 매월 월당
quarter KRW: 분기별 분기당
year KRW: 연봉 연 연간 매년 연당
- KRW: 급여
""")
"""Words that point at pay where nothing stands between words: the period, and the money of the language."""
WIDE_PERIODS: Final = table("""
hour: 時間 小时 小時 時 时 시간
day: 日 天 일
week: 週 周 주 週間 星期
fortnight: 隔週 两周 兩週 2週間 격주
half-month: 半月 半个月 반월
month: 月 월 개월 か月 ヶ月 달
quarter: 四半期 季度 季 분기
year: 年 년 연
""")
