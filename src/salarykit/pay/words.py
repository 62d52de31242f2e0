"""The words that say what an amount is: those that point to pay or to other money, that count things, that mark a floor, a cap or a range.

One table for each meaning, all languages together. If a word has different meanings in two languages, the words around it decide.
"""
# More than 300 lines: these are tables of words, and a word is easiest to find in one file.

from __future__ import annotations

from typing import Final

from salarykit.pay.counting_words import MULTIPLIERS
from salarykit.pay.language_words import (
    GROSS_WORDS,
    LEAST,
    LEAST_PHRASES,
    MOST,
    MOST_PHRASES,
    NET_WORDS,
    PAY,
    TO,
)

__all__ = [
    "BENEFIT_KINDS", "BETWEEN", "BOUND_PHRASES", "CAP_BEFORE", "CJK_CUES", "CJK_OTHER_MONEY", "CJK_PERIODS",
    "CONJUNCTIONS", "COUNTED_THINGS", "COUNTING_IDIOMS", "CUE_ENDINGS", "EXPENSE_BEGINNINGS", "FILLERS", "FIXED_PAY",
    "FLOOR_BEFORE", "GRADES", "GROSS", "INCLUDING", "JOB_TITLES", "LINKERS", "LINK_WORDS", "NET",
    "NO_PERIODS", "NO_SIGNS", "OTHER_MONEY", "OTHER_MONEY_BEGINNINGS", "OTHER_MONEY_ENDINGS", "OTHER_MONEY_IF_LINKED",
    "PAY_EXTRAS", "PERIOD_ADVERBS", "REFERENCES", "STRONG_CUES", "TAXES", "VARIABLE_PAY", "WEAK_CUES",
]  # fmt: skip


def _table(rows: str) -> dict[str, str]:
    """Return a table from lines of `meaning: word word`.

    Examples:
        >>> _table("hour: hourly hr")
        {'hourly': 'hour', 'hr': 'hour'}
    """
    meanings: dict[str, str] = {}
    for row in rows.strip().splitlines():
        meaning, _, words = row.partition(": ")
        meanings |= dict.fromkeys(words.split(), meaning.strip())
    return meanings


STRONG_CUES: Final = frozenset(
    """
    salary salaries wage wages compensation remuneration payrate payscale ctc salaire salaires rémunération gehalt gehälter lohn
    vergütung verdienst jahresgehalt monatsgehalt stundenlohn mindestgehalt entgelt einstiegsgehalt grundgehalt anfangsvergütung
    bruttogehalt fixgehalt entgeltgruppe jahresbruttogehalt bruttojahresgehalt bruttomonatsgehalt bruttomonatslohn monatslohn
    jahreseinkommen salario sueldo retribución salário remuneração retribuzione stipendio ral salaris loon brutoloon maandsalaris
    maandloon uurloon jaarsalaris lön månadslön årslön timlön lønn lønnen løn månedsløn månedslønn årsløn timeløn timelønn
    wynagrodzenie zarobki pensja płaca plat mzda odměna fizetés bér órabér salariu salariul зарплата оклад заработная зп заплата
    зарплатня maaş ücret palkka palk plaća traitement tjm tagessatz stundensatz gaji lương sueldos haberes gage gages lohnrahmen
    gehaltsspanne salarisindicatie salarisschaal kuukausipalkka tuntipalkka vuosipalkka μισθός वेतन เงินเดือน
    """.split()
).union(PAY)
"""Words that mean nothing but pay."""
WEAK_CUES: Final = frozenset(
    """
    pay paying pays paid earned earnings earning rate rates base comp offer offering package hourly annual annually monthly weekly daily
    stawka stawkę widełki ote доход заробітна заработок einkommen plata band contract starting income lpa salarié brutto bruto gross net
    netto anställning verdienen verdien verdient zarób gagner ganar guadagno
    """.split()
)
"""Words that often come before pay, but also before other things."""
FIXED_PAY: Final = frozenset(
    """
    base basic fixed fix fixum grundgehalt grundlohn festgehalt fixgehalt basisgehalt fixe fixes fijo fija fijos fijas fisso fissa fissi fixo fixa
    basisloon basissalaris vast grundlön fastlön fastlønn grundløn peruspalkka podstawa podstawy podstawowe základ základní alapbér оклад
    guaranteed garanti garantizado
    """.split()
)
"""Words for pay that does not vary."""
VARIABLE_PAY: Final = frozenset(
    """
    ote on-target ontarget variable variables variabel variabele variabler variablen variabile variabili variável variáveis rörlig rörliga
    incentive incentives commission commissions bonus bonuses bonuspay tips overtime rsu rsus equity stock shares options superannuation super
    zielgehalt zieleinkommen jahreszielgehalt provision provisionen prämie prämien zulage zulagen zmienna zmienne premia premie prime primes
    comisiones comisión comissão comissões provvigioni premio incentivo incentivos incentivi commissie provisjon bonussen bonusar prowizja
    prowizje prémie премия премии бонус allowance allowances differential
    """.split()
)
"""Words for what is paid in addition, or only on a condition."""
OTHER_MONEY: Final = frozenset(
    """
    bonus bonuses budget budgets revenue revenues raised raise raising funding funded valuation valued arr mrr turnover ebitda stipend
    stipends allowance allowances reimbursement reimbursements reimbursed reimburse voucher vouchers relocation signing sign-on signon
    referral referrals reward rewards prize deductible donate donation donations donated save saves saved saving savings processed processes
    processing worth tuition quota quotas costs costing fee fees discount discounts debt deal deals gutschein gutscheine
    essenszuschuss zuschuss umsatz budgetverantwortung prämie weihnachtsgeld fahrtkostenzuschuss jobticket tickets ticket
    titres-restaurant panier mutuelle presupuesto facturación bono faturamento orçamento buono fatturato omzet vakantiegeld
    reiskostenvergoeding omsättning friskvårdsbidrag omsetning omsætning premia premie dofinansowanie budżet przychody stravenky
    příspěvek obrat bónusz bonuri премия премии бюджет выручка ciro bütçe penalty penalties gift gifts award awards awarded
    membership memberships perk perks 401k 401 403b matching match invested cap assets aum price
    priced prices cost mortgage loan loans spent spend grant-of newborn hsa fsa packaging sponsorship per-diem
    prime primes vale valorado prestación salary-packaging credit credits refer sachbezug coupon cashback refund subscription scholarship bursary endowment
    dividend dividends pipeline expense expenses lodging mileage compensated-absence goal p&l win giveaway sweepstakes urlaubsgeld chèques chèque remboursement bonifico lunchbon lunchzuschuss vr
    miete kaltmiete warmmiete loyer loyers alquiler hyra hyran nájem nájemné kira kirası czynsz czynszu аренда аренды affitto aluguel huur
    huurprijs husleje husleie vuokra chirie najam reseersättning milersättning traktamente sachbezüge jobrad verpflegungspauschale ayuda
    auxilio auxílio indennità trasferta dodatek dodatku tunjangan phụ yemek kartı yol
    """.split()
)
"""Words that say that an amount is not pay, anywhere before it, unless a job title follows ("Budget Analyst").

Words that count only right before an amount, and those of further languages, are in `other_money.csv`.
"""
OTHER_MONEY_IF_LINKED: Final = frozenset(
    """
    sales fund funds series seed market capital capitalization investment investments investors invest portfolio managing managed
    manage grant grants transaction transactions payment payments gym fitness wellness meal meals lunch learning training development
    education conference equipment laptop internet phone office commuter transport transportation travel insurance coverage premium
    contribution contributions contributed contribute customers clients volume gmv child children birthday holiday anniversary charity
    nonprofit profit profits losses loss deposit rent student students masă pasto billion million retirement benefits benefit purchase
    account accounts project projects property properties store user users food drink parking bike software services
    restaurant health pension health-care healthcare setup workspace equity stock shares rsu rsus options commission commissions award order orders
    store-credit purchases target targets business impressions bill bills billed invoice invoiced transporte comida
    alimentación alimentação refeição
    """.split()
)
"""Words that say that an amount is not pay if a preposition links them to it: "$40 for gym", "a portfolio of $10,000"."""
LINKERS: Final = frozenset(
    """
    of in to up for at on from worth is are was were about approximately approx over between the a an our your each per amount
    around until exceeding more than von über in's zu für im de du des d' pour à di da van voor på av för til do na dla за на в
    ranging totaling totalling totals with
    """.split()
)
"""Words that link another word to an amount: prepositions, articles, "is", "about"."""
REFERENCES: Final = frozenset(
    """
    reference ref id tel phone: code nummer plz zip zipcode postal postcode cep pincode requisition req reqid jobid job-id job-nr kennziffer kennnummer
    referenznummer referenz referenzcode stellennummer stellen-id stellenkennung anzeigennummer réf référence riferimento rif referencia
    referência vacaturenummer referentienummer annonsnummer diarienummer referensnummer stillingsnummer numer номер код артикул
    """.split()
)
"""Words before a number that identifies something: a job, a place, a telephone."""
BENEFIT_KINDS: Final = frozenset(
    """
    travel transport transportation commute commuting moving relocation meal meals housing accommodation equity stock severance holiday
    vacation sick overtime unemployment workers' deferred incentive variable telephone phone internet parking childcare wellness bonus
    """.split()
)
"""Words that turn a following "pay" or "compensation" into other money."""
JOB_TITLES: Final = frozenset(
    """
    manager analyst specialist executive assistant officer consultant engineer lead director associate coordinator advisor adviser
    planner administrator representative rep developer accountant clerk agent head partner supervisor technician scientist designer
    writer architect trainer teacher lecturer nurse driver worker operator controller buyer broker underwriter strategist programmer
    intern apprentice president vp owner leiter referent mitarbeiter responsable chargé gestionnaire eligible team role
    """.split()
)
"""Words in job titles: what looks like other money before them is a trade."""
PAY_EXTRAS: Final = frozenset(
    """
    bonus bonuses super superannuation equity stock benefits commission commissions package pension options rsu rsus allowance ote perks
    car profit tips overtime penalties loadings cla leave vat b2b tax mwst incentives holiday holidays bens ben salary
    """.split()
)
"""What a plus sign adds to pay: `$100k + super` is not a floor."""
FILLERS: Final = frozenset(
    """
    fixed base basic ote pro rata prorata pro-rata fte full time full-time dependent depending on experience fixes fixe rate the usd us
    eur gbp cad equivalent total incl including inclusive of super approx circa ca around fest vast loon for w2 c2c de es en et und
    arası arasında working calendar worked skali guaranteed plus garanti inkl inkl. doe doq b2b uop negotiable dependant including: worked comp
    """.split()
)
"""Words that may be between an amount and its period."""
INCLUDING: Final = frozenset(
    """
    incl incl. including including: inclusive inkl inkl. inklusive einschließlich einschl mit avec con com met med amb inclusief
    inclus incluse incluant compris comprise comprenant incluye incluidos incluidas incluido incluyendo incluindo inclusos compreso compresi
    inclusi včetně vrátane wraz łącznie z vključno uključujući uključeno ukljucujuci укључујући включая вкл включително включно inclusiv cu dahil
    sisältäen kaasa-arvatud ieskaitot įskaitant beleértve
    """.split()
)
"""Words after which a payment on top of pay is part of the amount: "2.500 € avec les primes"."""
TAXES: Final = frozenset(
    "vat btw tva iva mwst mwst. ust moms mva dph ddv pdv gst hst kdv alv áfa ндс пдв".split()
)
"""Taxes on invoices, which a plus sign adds; what follows them is still about the amount."""
NO_PERIODS: Final = frozenset(
    """
    nach erfahrung qualifikation vereinbarung sofort
    combinar convenir negociar tratar definir discutir partir percibir cobrar tiempo tempo jornada
    négocier discuter débattre définir voir temps partir distance
    nachweis remote hybrid onsite on-site wfh home office
    вычетом вычета минусом испытательный старте удаленке удалёнке
    heltid deltid fulltid distans
    """.split()
)
"""Words before which a word for "per" means something else: "je nach Erfahrung", "a combinar", "/ remote", "за вычетом налогов"."""
COUNTED_THINGS: Final = frozenset(
    """
    employees people staff users customers lines projects hours hrs weeks months days minutes mins miles km members countries clients
    companies engineers developers students patients sites stores locations offices years yrs jahre jahren mitarbeiter mitarbeitende
    mitarbeitern stunden tage tagen wochen monate personen ans années salariés collaborateurs jours heures años empleados horas dias
    días personas anni dipendenti ore giorni persone medewerkers collega's werknemers uren dagen anställda timmar ansatte medarbejdere
    timer pracowników osób lat godzin zaměstnanců hodin сотрудников человек лет часов roles positions vacancies openings applicants
    reviews square sq sqm pages page percent pct points followers downloads visitors units products orders attendees teams transactions
    requests queries records rows mph kg lbs beds bedrooms rooms languages vehicles trucks cars year-old hour-week x times steps
    subscribers homes schools words calories meters feet ft seats guests items stars shares tons
    """.split()
)
"""Words for what a number counts if it is not money."""
CUE_ENDINGS: Final = tuple(
    "gehalt gehälter lohn verdienst verdienste vergütung einkommen entgelt salaris lön lönen løn lønn lønnen laun launin launum palkka palkan palkkaa palkkaus ansio ansiot palk palka kereset keresete keresetet fizetés fizetése fizetést jövedelem".split()
)
"""The endings of words that mean pay, in languages that write compounds as one word."""
OTHER_MONEY_ENDINGS: Final = tuple(
    "gutschein gutscheine zuschuss zuschüsse bonus prämie budget bidrag toeslag vergoeding tilskudd støtte stöd tillegg tillæg tillägg godtgjørelse godtgørelse".split()
)
"""The endings of compounds for other money."""
OTHER_MONEY_BEGINNINGS: Final = tuple("vale- auxílio- auxilio- ticket- tickets- chèque- chèques-".split())
"""The beginnings of words for other money: vale-refeição."""
EXPENSE_BEGINNINGS: Final = tuple(
    "reise fahrt fahrkosten umzug verpflegung essens überstunden spesen".split()
)
"""The beginnings of words that end like pay and mean a refund: Reisekostenvergütung."""
GRADES: Final = frozenset(
    """
    step grade level tier class category cat schedule table group zone point year option phase stufe gruppe entgeltgruppe entgeltstufe
    lohngruppe gehaltsgruppe klasse lohnklasse gehaltsklasse kategorie funktionsstufe niveau échelon echelon catégorie coefficient classe
    groupe nivel grupo categoría categoria clase tramo escalón nível grau classe livello liv fascia grado schaal salarisschaal trede
    functiegroep groep klass nivå grad lönegrupp lønntrinn lønnstrinn trinn løntrin stillingskode kategoria stopień grupa szczebel stupeň
    třída trieda fokozat osztály разряд уровень категория розряд рівень derece kademe seviye cấp bậc golongan peringkat taso luokka luokan
    βαθμίδα nivelul clasa gradul treapta
    """.split()
)
"""Words for a step of a pay scale: a number after one is part of a label."""
CJK_OTHER_MONEY: Final = (
    "交通費", "手当", "賞与", "ボーナス", "祝い金", "祝金", "支度金", "売上", "資本金", "予算", "社員数", "従業員", "奖金", "补贴", "餐补",
    "营业额", "注册资本", "预算", "融资", "상여", "보너스", "매출", "식대", "지원금", "자본금", "人民币汇率", "株", "家賃", "寮費",
    "駐車場", "房租", "租金", "월세",
)  # fmt: skip
"""Words for other money in scripts that do not separate words."""
LINK_WORDS: Final = (
    "to", "up to", "rising to", "increasing to", "progressing to", "to a maximum of", "through", "till", "til", "bis", "bis zu", "à", "a",
    "et", "en", "and", "und", "y", "e", "i", "og", "och", "tot", "do", "až", "až do", "до", "и", "ve", "ila", "đến", "tới", "va", "si", "și",
    "la", "până la", "fins a", "hingga", "sampai", "max", "maximum", "max.", "max:", "עד",
    *sorted(TO, key=len, reverse=True),
)  # fmt: skip
"""Words that link the two ends of a range."""

COUNTING_IDIOMS: Final = _table("""
INR PKR BDT NPR: lakh lakhs lac lacs l lpa crore crores cr लाख करोड़
VND: triệu tr tr. tỷ nghìn ngàn
IDR: juta jt ribu rb
""")
"""The currencies of multipliers that few countries use, which decide if no sign does."""

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
"""Words for a period that no number can count: 40 hours and 30 gün are counts, 2,000 monthly is pay.

Most of them are in the column `before` of `period_words.csv`, which also has words that a number may count.
"""

GROSS: Final = frozenset(
    "gross brutto bruto brut bruts brute brutes bruta brutos brutas lordo lordi lorda ral brüt hrubého hrubá hrubé bruttó брутто "
    "bruttolön bruttojahresgehalt bruttomonatsgehalt jahresbruttogehalt pre-tax bruttogehalt mindestgehalt-brutto μικτά".split()
).union(GROSS_WORDS)
NET: Final = frozenset(
    "net netto nett nets nette neto netos neta líquido líquidos liquido netti nettó čistého čistá čisté нетто take-home nettogehalt "
    "nettolohn καθαρά руки руку ръка rękę ruku ruke ruky mână mano".split()
).union(NET_WORDS)
FLOOR_BEFORE: Final = frozenset(
    "from over above minimum min least ab mindestens mindestgehalt mindestentgelt dès partir minimaal vanaf minst fra från od от mín mínimo desde exceeding "
    "starts almeno iznad trên melewati boven קרוב plus-de upwards über minimal minimo vähintään alkaen nad свыше более beginnend mindst minstens lägst lägsta lavest minimalt minimálně najmniej від из".split()
).union(LEAST)
"""Words before an amount that make it a floor."""
CAP_BEFORE: Final = frozenset(
    "max maximum upto maximal maximaal jusqu'à jusqu'a hasta até tot opptil upptill до до. až maksimum under below höchstens maks bis "
    "עד менее меньше ispod maximo máximo fino massimo do til maksimalt maximalt högst högsta højst højest høyst maximálně najwyżej maksymalnie enintään".split()
).union(MOST)
"""Words before an amount that make it a cap."""
BETWEEN: Final = frozenset(
    "between zwischen entre tussen mellan mellom mellem tra fra między mezi között între između от from von van de du dal da "
    "från od vom desde ranging range ranges intre între między між между izmedju između בין giữa từ".split()
)
CONJUNCTIONS: Final = frozenset("and og och y e et en i și si và и und agus con with &".split())
"""Words that join two amounts; they are the ends of a range only after "between"."""
BOUND_PHRASES: Final = (
    _table("""
cap: moins_de pas_plus_de en_dessous_de minder_dan mindre_än mindre_enn menos_de no_más_de hasta_un meno_di manje_od kurang_dari
cap: di_bawah tidak_sampai không_hơn không_quá kém_hơn ít_hơn mai_puțin_de mai_putin_de nu_chiar не_более меньше_чем менее_чем פחות_מ
cap: לא_יותר_מ not_over mniej_niż méně_než en-dessous_de não_mais_de máximo_de až_do up_to bis_zu op_til opp_til upp_till fino_a
cap: at_most non_più_di not_exceeding nicht_über höchstens_bis
floor: plus_de más_de mais_de più_di boven_de meer_dan mehr_als mer_än mer_enn mere_end de_la_minim di_atas lebih_dari cao_hơn nhiều_hơn
floor: ít_nhất mai_mult_de više_od iznad_od at_least à_partir a_partir a_partire não_menos_de no_menos_de pas_moins_de non_meno_di
floor: nie_mniej_niż více_než więcej_niż больше_чем более_чем не_менее יותר_מ starting_at starts_at starting_from start_at start_from starts_from begin_at begins_at minst_från
""")
    | dict.fromkeys(LEAST_PHRASES, "floor")
    | dict.fromkeys(MOST_PHRASES, "cap")
)
"""Phrases of two or three words that make an amount a floor or a cap, with an underscore for each space."""
CJK_CUES: Final = _table("""
hour -: 一小时 한시간
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
day -: 每天 每日 一天
week -: 每周 每週
half-month -: 每半月 半月薪
month -: 每月 按月 一个月 一個月
quarter -: 每季度 每季
year -: 每年
day CNY: 日薪 日入
week CNY: 周薪
month CNY: 月薪 底薪 月工资 月收入 月入
year CNY: 年薪 年收入
- CNY: 工资 薪资 薪水 薪酬 待遇 能挣 挣到 可挣 挣 能赚
month TWD: 月領
- TWD: 薪資 工資
hour KRW: 시급 시간당
day KRW: 일당 일급
week KRW: 주급 주당
fortnight KRW: 격주
month KRW: 월급 월 매월 월당
quarter KRW: 분기별 분기당
year KRW: 연봉 초봉 연 연간 매년 연당
- KRW: 급여 기본급 임금 봉급 보수 페이
""")
"""Words that point to pay in scripts that do not separate words, with the period and the currency of the language."""
CJK_PERIODS: Final = _table("""
hour: 時間 小时 小時 時 时 시간
day: 日 天 일
week: 週 周 주 週間 星期
fortnight: 隔週 两周 兩週 2週間 격주
half-month: 半月 半个月 반월
month: 月 월 개월 か月 ヶ月 달
quarter: 四半期 季度 季 분기
year: 年 년 연
""")
_ABBREVIATIONS: Final = frozenset(
    """
    abt aprx approx appx apr aug avg ave bez bzgl bzw ca cca ch circa cmp co comp cpl cty dec deg dept des doe dr est etc ev excl exkl
    ext feb fr ft gem ggf gr grs hr hrs inc incl inkl jan jr jul jun kl km lb lbs ltd mar mgr mid min mins mm mo mr mrs ms mth mths mtl
    nb nov nr ntto num obs oct okt pcm pcs ph phr plc pos pr prox px rd ref resp sal sec sep sept sq sr st std stk sz tel temp tgl tls tv
    tys ust vb vgl vs wk wks yr yrs zgl zzgl brt btt cdd cdi ctt ctc tc tcc ote fte pa pm pw pd ht htva ttc ral uop uod vat tva iva mwst nto
    bto tbd tbc doq eoe lti sti rsu rsus esop ipo pto pkg uk us usa eu uae nyc sf la paye cis umb psc asap smic gvl tvl wlb dgl cltv clt
    tvöd tvl avr tvld чел шт кг км см гр св вкл стр др пр тр ндфл т.р krk smrt prst gmbh bv nv ag kg ltda dba vp svp evp hvac cdl hgv phd mba cpa rn lpn
    """.split()
)
NO_SIGNS: Final = _ABBREVIATIONS.union(
    PAY_EXTRAS, FILLERS, OTHER_MONEY, GRADES, LINKERS, OTHER_MONEY_IF_LINKED, STRONG_CUES, JOB_TITLES, COUNTED_THINGS, WEAK_CUES,
    BETWEEN, CAP_BEFORE, FLOOR_BEFORE, GROSS, CONJUNCTIONS, NET, map(str.lower, MULTIPLIERS),
)  # fmt: skip
"""Abbreviations and words next to a figure that are not signs of money."""
