"""The words that say whether an amount is pay: what points at pay, what points elsewhere, and what a number counts."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ADDED_PAY",
    "BENEFITS",
    "BENEFIT_KINDS",
    "COST_BEGINNINGS",
    "CUE_ENDINGS",
    "FILLERS",
    "FIXED_PAY",
    "GUARD_BEGINNINGS",
    "GUARD_ENDINGS",
    "HARD_GUARDS",
    "LABELS",
    "LINKERS",
    "NUMBERED",
    "SETTLED",
    "SOFT_GUARDS",
    "STRONG_CUES",
    "TITLES",
    "UNITS",
    "WEAK_CUES",
    "WIDE_GUARDS",
]

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
)
"""Words that mean pay and nothing else."""
WEAK_CUES: Final = frozenset(
    """
    pay paying pays paid earnings earning rate rates base comp offer offering package hourly annual annually monthly weekly daily
    stawka stawkę widełki ote доход заробітна заработок einkommen plata band contract starting income lpa salarié brutto bruto gross net
    netto anställning verdienen verdien verdient zarób gagner ganar guadagno
    """.split()
)
"""Words that often stand before pay, and before other things."""
FIXED_PAY: Final = frozenset(
    """
    base basic fixed fix fixum grundgehalt grundlohn festgehalt fixgehalt basisgehalt fixe fixes fijo fija fijos fijas fisso fissa fissi fixo fixa
    basisloon basissalaris vast grundlön fastlön fastlønn grundløn peruspalkka podstawa podstawy podstawowe základ základní alapbér оклад
    guaranteed garanti garantizado
    """.split()
)
"""Words of pay that does not vary."""
ADDED_PAY: Final = frozenset(
    """
    ote on-target ontarget variable variables variabel variabele variabler variablen variabile variabili variável variáveis rörlig rörliga
    incentive incentives commission commissions bonus bonuses bonuspay tips overtime rsu rsus equity stock shares options superannuation super
    zielgehalt zieleinkommen jahreszielgehalt provision provisionen prämie prämien zulage zulagen zmienna zmienne premia premie prime primes
    comisiones comisión comissão comissões provvigioni premio incentivo incentivos incentivi commissie provisjon bonussen bonusar prowizja
    prowizje prémie премия премии бонус allowance allowances differential
    """.split()
)
"""Words of what comes on top, or only if all goes well."""
HARD_GUARDS: Final = frozenset(
    """
    bonus bonuses budget budgets revenue revenues raised raise raising funding funded valuation valued arr mrr turnover ebitda stipend
    stipends allowance allowances reimbursement reimbursements reimbursed reimburse voucher vouchers relocation signing sign-on signon
    referral referrals reward rewards prize deductible donate donation donations donated save saves saved saving savings processed processes
    processing worth tuition quota quotas costs costing fee fees fine fines discount discounts debt deal deals gutschein gutscheine
    essenszuschuss zuschuss umsatz budgetverantwortung prämie weihnachtsgeld fahrtkostenzuschuss jobticket tickets ticket
    titres-restaurant panier mutuelle presupuesto facturación bono ventas faturamento orçamento buono fatturato omzet vakantiegeld
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
"""Words that say an amount is something else than pay, unless a job's title follows ("Budget Analyst")."""
SOFT_GUARDS: Final = frozenset(
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
"""Words that do so where a preposition ties them to the amount: "$40 for gym", "a portfolio of $10,000"."""
LINKERS: Final = frozenset(
    """
    of in to up for at on from worth is are was were about approximately approx over between the a an our your each per amount
    around until exceeding more than von über in's zu für im de du des d' pour à di da van voor på av för til do na dla за на в
    ranging totaling totalling totals with
    """.split()
)
NUMBERED: Final = frozenset(
    """
    reference ref id tel phone: code nummer plz zip zipcode postal postcode cep pincode requisition req reqid jobid job-id job-nr kennziffer kennnummer
    referenznummer referenz referenzcode stellennummer stellen-id stellenkennung anzeigennummer réf référence riferimento rif referencia
    referência vacaturenummer referentienummer annonsnummer diarienummer referensnummer stillingsnummer numer номер код артикул
    """.split()
)
"""Words that a number follows which names something: a job, a place, a telephone."""
BENEFIT_KINDS: Final = frozenset(
    """
    travel transport transportation commute commuting moving relocation meal meals housing accommodation equity stock severance holiday
    vacation sick overtime unemployment workers' deferred incentive variable telephone phone internet parking childcare wellness bonus
    """.split()
)
"""Words that say of "pay" or "compensation" after them that it is other money."""
TITLES: Final = frozenset(
    """
    manager analyst specialist executive assistant officer consultant engineer lead director associate coordinator advisor adviser
    planner administrator representative rep developer accountant clerk agent head partner supervisor technician scientist designer
    writer architect trainer teacher lecturer nurse driver worker operator controller buyer broker underwriter strategist programmer
    intern apprentice president vp owner leiter referent mitarbeiter responsable chargé gestionnaire eligible team role
    """.split()
)
"""Words of a job's title: after them, what looked like another kind of money was a trade."""
BENEFITS: Final = frozenset(
    """
    bonus bonuses super superannuation equity stock benefits commission commissions package pension options rsu rsus allowance ote perks
    car profit tips overtime penalties loadings cla leave vat b2b tax mwst incentives holiday holidays bens ben salary
    """.split()
)
"""What a plus sign adds to pay: `$100k + super` is no open end."""
FILLERS: Final = frozenset(
    """
    fixed base basic ote pro rata prorata pro-rata fte full time full-time dependent depending on experience fixes fixe rate the usd us
    eur gbp cad equivalent total incl including inclusive of super approx circa ca around fest vast loon for w2 c2c de es en et und
    working calendar worked skali guaranteed plus garanti inkl inkl. doe b2b uop negotiable dependant including: worked comp
    """.split()
)
"""Words that may stand between an amount and its period."""
SETTLED: Final = frozenset(
    """
    nach erfahrung qualifikation vereinbarung sofort
    combinar convenir negociar tratar definir discutir partir percibir cobrar tiempo tempo jornada
    négocier discuter débattre définir voir temps partir distance
    nachweis remote hybrid onsite on-site wfh home office
    вычетом вычета минусом испытательный старте удаленке удалёнке
    heltid deltid fulltid distans
    """.split()
)
"""What follows a word for "per" that is none there: "je nach Erfahrung", "a combinar", "/ remote", "за вычетом налогов"."""
UNITS: Final = frozenset(
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
"""Words that a number counts, when it is no money."""
CUE_ENDINGS: Final = ("gehalt", "gehälter", "lohn", "vergütung", "salaris", "lönen", "lønnen", "palkka")
"""How words end that mean pay, in languages that write compounds as one word."""
GUARD_ENDINGS: Final = (
    "gutschein",
    "gutscheine",
    "zuschuss",
    "zuschüsse",
    "bonus",
    "prämie",
    "budget",
    "bidrag",
    "toeslag",
    "vergoeding",
    "tilskudd",
)
"""The same of other money."""
GUARD_BEGINNINGS: Final = ("vale-", "auxílio-", "auxilio-", "ticket-", "tickets-", "chèque-", "chèques-")
"""How words begin that mean other money: vale-refeição."""
COST_BEGINNINGS: Final = (
    "reise",
    "fahrt",
    "fahrkosten",
    "umzug",
    "verpflegung",
    "essens",
    "überstunden",
    "spesen",
)
"""How words begin that end like pay and are a refund: Reisekostenvergütung."""
LABELS: Final = frozenset(
    """
    step grade level tier class category cat schedule table group zone point year option phase stufe gruppe entgeltgruppe entgeltstufe
    lohngruppe gehaltsgruppe klasse lohnklasse gehaltsklasse kategorie funktionsstufe niveau échelon echelon catégorie coefficient classe
    groupe nivel grupo categoría categoria clase tramo escalón nível grau classe livello liv fascia grado schaal salarisschaal trede
    functiegroep groep klass nivå grad lönegrupp lønntrinn lønnstrinn trinn løntrin stillingskode kategoria stopień grupa szczebel stupeň
    třída trieda fokozat osztály разряд уровень категория розряд рівень derece kademe seviye cấp bậc golongan peringkat taso luokka luokan
    βαθμίδα nivelul clasa gradul treapta
    """.split()
)
"""Words that number a rung of a scale: the number after one is a label's."""
WIDE_GUARDS: Final = (
    "交通費", "手当", "賞与", "ボーナス", "祝い金", "祝金", "支度金", "売上", "資本金", "予算", "社員数", "従業員", "奖金", "补贴", "餐补",
    "营业额", "注册资本", "预算", "融资", "상여", "보너스", "매출", "식대", "지원금", "자본금", "人民币汇率", "株", "家賃", "寮費",
    "駐車場", "房租", "租金", "월세",
)  # fmt: skip
"""The same, where nothing stands between words."""
