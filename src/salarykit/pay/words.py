"""The words of pay, by what they do: count, name a period, open or close a range, point at pay, or at something else.

One table a meaning, all languages together; a word that means two things in two languages is left to its neighbours.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "BENEFITS",
    "BETWEEN",
    "CAP_AFTER",
    "CAP_BEFORE",
    "CJK",
    "CUES",
    "FILLERS",
    "FLOOR_AFTER",
    "FLOOR_BEFORE",
    "GROSS",
    "GUARDS",
    "MULTIPLIERS",
    "NET",
    "PER",
    "PERIODS_AFTER",
    "PERIODS_BEFORE",
    "PERIODS_STRICT",
    "UNITS",
]


def _table(rows: dict[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, words in rows.items() for word in words.split()}


def _numbers(rows: dict[float, str]) -> dict[str, float]:
    return {word: value for value, words in rows.items() for word in words.split()}


MULTIPLIERS: Final = _numbers(
    {
        1e3: (
            "k K К к T 千 천 thousand thousands grand tausend tsd tsd. mille mila mil mijl duizend tusen tusind tys tys. "
            "tis tis. tisíc tisíce tysięcy tysiące ezer mii хил тыс тыс. тысяч тысячи тысяча тис тис. bin nghìn ngàn ribu "
            "nghin ngan ألف آلاف אלף हज़ार हजार พัน ათასი tr. tuhat tuhatta þúsund hiljada tisuća"
        ),
        1e4: "万 萬 만 หมื่น",
        1e5: "lakh lakhs lac lacs L लाख लाख. แสน",
        1e6: (
            "m M mn mn. mln mln. mio mio. mill mill. million millions millionen millón millones milhão milhões milhoes "
            "milione milioni miljoen miljoner miljon millioner milyon млн млн. миллион миллиона миллионов мільйон мільйонів "
            "милиона милион miljoonaa milionów miliony milionu milionů millió milioane milijuna milijun triệu tr juta jt "
            "百万 百萬 백만 mm MM מיליון مليون ملايين मिलियन ล้าน მილიონი MUSD"
        ),
        1e7: "crore crores cr Cr करोड़ 千万 천만",
        1e8: "億 亿 억",
        1e9: (
            "b B bn bn. bln billion billions mrd mrd. milliard milliards milliarden miljard miljarder milliarder miliardi "
            "miliardo miliardů miliardów milyar bilhão bilhões bilhoes млрд млрд. миллиард миллиардов миллиарда מיליארד "
            "مليار مليارات अरब बिलियन tỷ tỉ miliar მილიარდი"
        ),
        1e12: "兆 조 trillion trillions",
    }
)
"""What a number is multiplied by. A word that stands only in one place ("mil millones") is its product there."""

PERIODS_AFTER: Final = _table(
    {
        "hour": (
            "hour hourly hr ph p/h stunde std std. stündlich heure horaire uur uurloon timme timmen timen timelønn timlön "
            "timme. godz godz. godzinę godzina godzinowo hod hod. hodinu hodina óránként óra oră orar час saat saatlik "
            "hora ora tunti tunnilta h/hr timpenning"
        ),
        "day": (
            "day daily pd tag tage. täglich jour journalier día dia diario diaria giorno giornaliero dag daglig dagelijks "
            "dzień dziennie den denně nap naponta день сутки смену смена gün günlük shift päivä ziua"
        ),
        "week": (
            "week weekly wk pw woche wöchentlich semaine hebdomadaire semana semanal semanales settimana settimanale wekelijks "
            "vecka veckan uke uken uge ugen tydzień tygodniowo týden týdně hét hetente неделю hafta haftalık viikko săptămână"
        ),
        "fortnight": "fortnight fortnightly biweekly quinzaine quincena quincenal quincenales quinzena",
        "month": (
            "month monthly mo mth pcm pm monat monatlich mtl mtl. mois mensuel mensuels mensuelle mensuelles mes mensual "
            "mensuales mês mensal mensais mese mensile mensili maand maandelijks månad månaden mån mån. månadsvis måned "
            "måneden mnd mnd. md md. mdr. mies mies. miesiąc miesięcznie měsíc měsíčně mesiac mesačne hónap havonta havi lună "
            "lunar luna месяц мес мес. месяца ay aylık kuukausi kuukaudessa kk monthly. tháng bulan mc mjesečno mjesec"
        ),
        "year": (
            "year yearly yr yr. annum annual annually annualized annualised pa p/a jahr jährlich année annuel annuels annuelle "
            "annuelles año anual anuales ano anuais anno annuo annui annua annuale annuali jaar jaarlijks år året årlig årligen "
            "årligt rok rocznie rocznie. ročně év évente évi год года годовых yıl yıllık vuosi vuodessa an. annum. pro-annum "
            "an annuels. tahun năm godišnje ár"
        ),
    }
)
"""What a figure is paid for, as said after it."""

PERIODS_STRICT: Final = PERIODS_AFTER | _table(
    {
        "hour": "h hs time t hours hourly or hrs",
        "day": "d j days g",
        "week": "w wks",
        "month": "m months mois. mese mth. monthly",
        "year": "y a an yrs j. l",
    }
)
"""The same after "per" or a stroke, where one letter is enough."""
PERIODS_STRICT.update({"j": "day", "l": "year"})

PERIODS_BEFORE: Final = _table(
    {
        "hour": (
            "hourly stundenlohn stundensatz horaire uurloon uurtarief timlön timelønn timeløn godzinowa stawka-godzinowa "
            "hodinová órabér часовая saatlik oraria orario hour"
        ),
        "day": "daily tagessatz tagsatz tjm tagelohn dagtarief dagloon dagsats journalier diaria diario jornal",
        "week": "weekly wochenlohn weekloon veckolön ugeløn hebdomadaire semanal settimanale",
        "fortnight": "fortnightly biweekly quincenal",
        "month": (
            "monthly monatsgehalt monatslohn bruttomonatsgehalt monatlich monatliches monatlicher monatliche mensuel mensuelle "
            "mensual mensal mensile maandsalaris maandloon månadslön månedslønn månedsløn miesięczne miesięczna miesięcznie "
            "měsíční měsíčně mesačný havi lunar месячная ежемесячно aylık kuukausipalkka maandelijks"
        ),
        "year": (
            "annual annually yearly jahresgehalt jahresbruttogehalt bruttojahresgehalt jahresbrutto jährlich jährliches "
            "jährliche jährlicher jahreseinkommen zieljahresgehalt annuel annuelle anual annuo annua annuale ral jaarsalaris "
            "årslön årslønn årsløn roczne rocznie roční ročně évi годовая yıllık vuosipalkka jaarlijks"
        ),
    }
)
"""What a figure is paid for, as said before it."""

PER: Final = frozenset(
    "per / a an pro par al à p por all all' l' la le the each der die im i o ogni pr pr. w na za za. в за 每 every cada je".split()
)
GROSS: Final = frozenset(
    "gross brutto bruto brut bruts brute brutes bruta brutos brutas lordo lordi lorda lordi. ral brüt hrubého hrubá hrubé "
    "bruttó брутто brutto. bruttolön bruttojahresgehalt bruttomonatsgehalt jahresbruttogehalt pre-tax bruttogehalt 税前 額面 세전".split()
)
NET: Final = frozenset(
    "net netto nett nets nette neto netos neta líquido líquidos liquido netti nettó čistého čistá čisté нетто take-home "
    "nettogehalt nettolohn 税后 手取り 세후".split()
)
FILLERS: Final = frozenset(
    "fixed salary base basic ote per-annum pro rata prorata pro-rata fte full time full-time dependent depending on plus "
    "experience fixes fixe gehalt rate rates pay wage the usd us eur gbp equivalent total incl including inclusive of super "
    "approx circa ca around equiv fest vast salaris loon salaire total. for a w2 c2c".split()
)
FLOOR_AFTER: Final = (
    "or more",
    "and up",
    "and above",
    "or above",
    "upwards",
    "minimum",
    "min",
    "oder mehr",
    "ou plus",
    "o más",
    "y más",
    "ou mais",
    "o più",
    "of meer",
    "eller mer",
    "以上",
    "起",
    "이상",
    "~",
    "から",
    "〜",
)
CAP_AFTER: Final = (
    "or less",
    "max",
    "maximum",
    "以下",
    "以内",
    "まで",
    "이하",
    "까지",
    "maximal",
    "maximaal",
    "tops",
    "or below",
    "and below",
)
FLOOR_BEFORE: Final = frozenset(
    "from over above minimum min min. least ab mindestens minimum. dès partir minimaal vanaf minst fra från od от mín mínimo "
    "desde exceeding starts minst. almeno da más-de upwards über dal minimal minimo vähintään alkaen min: nad свыше более "
    "starting start starter starten beginnend".split()
)
CAP_BEFORE: Final = frozenset(
    "max max. maximum upto maximal maximaal jusqu'à jusqu'a hasta até tot opptil upptill до až maksimum under below höchstens "
    "maks bis max: maximo máximo fino massimo".split()
)
BETWEEN: Final = frozenset(
    "between zwischen entre tussen mellan mellom mellem tra fra między mezi között între između от from von van de du dal da "
    "från od vom desde comprise".split()
)
CUES: Final = frozenset(
    "salary salaries pay payrate paying pays paid wage wages compensation remuneration earnings earn earning rate base salaire salaires "
    "rémunération gehalt gehälter lohn vergütung verdienst einkommen jahresgehalt monatsgehalt stundenlohn mindestgehalt entgelt "
    "einstiegsgehalt grundgehalt anfangsvergütung bruttogehalt fixgehalt entgeltgruppe kollektivvertrag salario sueldo "
    "retribución retribucion salário remuneração retribuzione stipendio ral salaris loon brutoloon maandsalaris uurloon "
    "salarisindicatie lön månadslön årslön lønn lønnen løn månedsløn wynagrodzenie zarobki pensja płaca stawka widełki plat "
    "mzda odměna fizetés bér órabér salariu salariul зарплата оклад заработная зп доход заробітна maaş ücret palkka "
    "plata nettopay grosspay ote tc comp offer offering stipend-of ctc package hourly annual annually monthly weekly daily "
    "tjm tagessatz stundensatz contract payscale starting lpa band gaji lương 급여 salary: jahresbruttogehalt "
    "bruttojahresgehalt palk stawkę zaplata заплата plaća tjm: £pay salarié traitement".split()
)
"""Words that point at pay."""
GUARDS: Final = frozenset(
    "bonus bonuses bonusy budget budgets revenue revenues raised raise funding funded fund funds series seed valuation valued arr mrr "
    "turnover ebitda sales market cap capitalization assets aum portfolio managing managed manage invest invested investment "
    "investments investors grant grants donation donated donations deal deals loan loans mortgage transactions transaction payments "
    "processed processing gym fitness wellness membership memberships voucher vouchers meal meals lunch allowance allowances stipend "
    "stipends reimbursement reimbursements reimbursed reimburse relocation signing sign referral referrals refer reward rewards prize "
    "tuition education learning training development conference equipment laptop internet phone office commuter "
    "transport transportation travel perk perks insurance coverage deductible premium hsa fsa pto 401k 401 403b "
    "match matching contribution contributions fee fees fine price prices cost costs costing worth saved saves savings save saving "
    "discount discounts spend spending capital debt quota quotas customers clients volume gmv "
    "gutschein gutscheine essenszuschuss zuschuss umsatz budgetverantwortung prämie weihnachtsgeld fahrtkostenzuschuss "
    "jobticket chiffre tickets titres-restaurant prime primes panier mutuelle presupuesto facturación bono "
    "ventas faturamento orçamento vale buono pasto fatturato omzet budgetten reiskostenvergoeding vakantiegeld omsättning "
    "friskvårdsbidrag friskvård omsetning omsætning premia premie dofinansowanie budżet przychody stravenky příspěvek obrat "
    "bónusz cafeteria bonuri masă премия бюджет выручка ciro bütçe penalty penalties reserve deposit rent "
    "child newborn birthday holiday anniversary charity nonprofit raising profit losses loss billion worked spent gift gifts award awards "
    "awarded paying-customers leave-loading packaging lego".split()
)
"""Words that say an amount is something else than pay."""
BENEFITS: Final = frozenset(
    "bonus bonuses super superannuation equity stock benefits commission commissions package pension options rsu rsus "
    "allowance ote perks car profit tips overtime penalties loadings cla leave".split()
)
"""What stands after a plus sign that adds to pay: `$100k + super` is no open end."""
UNITS: Final = frozenset(
    "years year's yrs employees people staff users customers lines projects hours hrs weeks months days minutes mins miles km "
    "members countries clients companies engineers developers students patients sites stores locations offices jahre jahren "
    "mitarbeiter mitarbeitende mitarbeitern stunden tage tagen wochen monate personen ans années salariés collaborateurs jours "
    "heures años empleados horas dias días personas anni dipendenti ore giorni persone jaar. medewerkers collega's werknemers "
    "uren dagen personen. anställda timmar ansatte medarbejdere timer pracowników osób lat godzin zaměstnanců hodin сотрудников "
    "человек лет часов roles positions vacancies openings applicants reviews square sq ft² sqm pages page percent pct points "
    "followers downloads visitors units products orders attendees teams transactions requests queries records rows months' mph kg lbs "
    "pounds-weight beds bedrooms rooms languages vehicles trucks cars 名 人 社 件 歳 分 年 月 日 時 명 年間 ヶ月 か月".split()
)
"""Words that a number counts, when it is no money."""
CJK: Final = {
    "時給": ("hour", "JPY"),
    "時間給": ("hour", "JPY"),
    "時間額": ("hour", "JPY"),
    "時間単価": ("hour", "JPY"),
    "日給": ("day", "JPY"),
    "日当": ("day", "JPY"),
    "日額": ("day", "JPY"),
    "週給": ("week", "JPY"),
    "月給": ("month", "JPY"),
    "月収": ("month", "JPY"),
    "月額": ("month", "JPY"),
    "固定給": (None, "JPY"),
    "年収": ("year", "JPY"),
    "年俸": ("year", "JPY"),
    "年額": ("year", "JPY"),
    "給与": (None, "JPY"),
    "給料": (None, "JPY"),
    "基本給": (None, "JPY"),
    "報酬": (None, "JPY"),
    "初任給": ("month", "JPY"),
    "賃金": (None, "JPY"),
    "単価": (None, "JPY"),
    "时薪": ("hour", "CNY"),
    "時薪": ("hour", "TWD"),
    "日薪": ("day", "CNY"),
    "周薪": ("week", "CNY"),
    "月薪": ("month", "CNY"),
    "年薪": ("year", "CNY"),
    "工资": (None, "CNY"),
    "薪资": (None, "CNY"),
    "薪資": (None, "TWD"),
    "薪水": (None, "CNY"),
    "薪酬": (None, "CNY"),
    "待遇": (None, None),
    "底薪": ("month", "CNY"),
    "月工资": ("month", "CNY"),
    "年收入": ("year", "CNY"),
    "시급": ("hour", "KRW"),
    "일당": ("day", "KRW"),
    "일급": ("day", "KRW"),
    "주급": ("week", "KRW"),
    "월급": ("month", "KRW"),
    "월": ("month", "KRW"),
    "연봉": ("year", "KRW"),
    "급여": (None, "KRW"),
    "연": ("year", "KRW"),
}
"""Words that point at pay where nothing stands between words: the period, and the money of the language."""
