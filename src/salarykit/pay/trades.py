"""Endings of words that may name a trade, and words for departments, which some advertisements name instead of a job.

They are only a hint, whereas the titles in `other_money.csv` certainly name a job.
"""

from __future__ import annotations

from typing import Final

__all__ = ["may_be_trade"]

_TRADES: Final = tuple(
    """
    щик щики чик чики ник ники исты тели арі ярі карі ник ниця ница ист лог тор тер нер мер ёр арь тель ець ткач ачка ачки чица ačka ačky ačica arica arka kar zar čar ėja ėjas ėjos toja tojos ēja ējas ējs ēji ës ëse arz arze ař ář aři áři jari otājs otāji otojas otojai jad ník nik nica ista istka ač ier ininkas ininkė tojas toja
    ėjas ėja tājs tāja nieks niece kezelő szerelő vezető készítő gyártó ász ész mester ιστής ίστρια ωτής ευτής որդ իչ ող çı çi çu çü man erin ador adora edor edora idora
    """.split()
)
"""The endings of words for people by their work, in languages that form them with an ending: сварщик, spawacz, suvirintojas."""
_KINDS_OF_WORK: Final = tuple(
    """
    verkauf vertrieb kundenserv reinigung küche lager pflege vente nettoyage cuisine ventas vendas limpieza limpeza cocina cozinha almacén vendite
    pulizi cucina magazzin verkoop klantenserv schoonmaak keuken magazijn salg kundeserv rengøring køkken renhold kjøkken försälj kundserv
    kundtjänst städ myynti asiakaspalv siivous varasto keittiö müü klienditeenind koristus köö pardavim aptarnavim valym sandėl virtuv pārdošan
    apkalpošan uzkopšan noliktav sprzedaż obsług sprząta magazyn kuchni ochron prodej prodaj predaj úklid upratov sklad kuchyn čišćenj čiščenj
    kuhinj продаж обслуж обслугов уборк прибиран почист склад кухн охран охорон értékesít ügyfélszolg takarít raktár konyh πωλήσ εξυπηρέτ
    καθαρισμ αποθήκ κουζίν shitj pastrim kuzhin satış müşteri temizlik depo mutfak გაყიდვ დასუფთავ საწყობ սպասարկ վաճառք մաքր պահեստ
    מכירות ניקיון מחסן מטבח مبيعات المبيعات خدمة نظافة مستودع مطبخ فروش نظافت انبار penjualan kebersihan gudang dapur jualan
    """.split()
)
"""The beginnings of words for departments, which advertisements name instead of a job."""
_CJK_TRADES: Final = tuple(
    "員 者 師 士 手 職 員工 员 师 工 经理 助理 主管 顾问 店长 会计 护士 保安 保洁 司机 阿姨 ドライバー エンジニア 기사 사원 직원 매니저 도우미 보조 관리원 강사 교사 간호사 요리사 조리사 미용사 상담원 판매원 점장 주방장".split()
)
_CRAFTS: Final = tuple(
    """
    penjahit pemasak pengasuh penulis penerjemah penyanyi תופרת ترزي خياطة швея швеи шве fabrik fabryk фабри цех cech ceh gyár завод tehas teht пекар pekár pekar piekarn
    stavb gradiliš budow объект об'єкт строй строит будівн مصنع מפעל 工厂 工場 공장 nhà-máy pabrik kilang फैक्ट्री কারখানা โรงงาน ქარხანა գործարան
    טייח נגר צבע שיפוצניק אינסטלטור מסגר נהגים מלצרים نجار دهان حداد بناء مبلط جباس خياط نجارين سائقين عمال گچکار نجار نقاش بنا لوله‌کش خیاط
    पेंटर बढ़ई मिस्त्री राजमिस्त्री प्लंबर माली धोबी কাঠমিস্ত্রি রাজমিস্ত্রি দর্জি মিস্ত্রি ช่าง แม่ครัว พ่อครัว คนสวน ხელოსან მღებავ დურგალ მკერავ
    ատաղձագործ ներկարար դերձակ tukang pekerja thợ бариста бармен бетонщик кофражист ács kőműves
    """.split()
)
"""The beginnings of words for crafts, in languages whose endings do not show them, and for places of work: factories, building sites."""
_DOERS: Final = ("ja", "jä")
_DOER: Final = 6  # letters of an Estonian or Finnish word for a person who does something, at least


def may_be_trade(words: list[str]) -> bool:
    """Return whether one of the words may name a trade or a department, by how it ends or begins.

    Examples:
        >>> may_be_trade(["укладчик"]), may_be_trade(["квартира"])
        (True, False)
    """
    return any(
        word.endswith((*_TRADES, *_CJK_TRADES))
        or word.startswith((*_KINDS_OF_WORK, *_CRAFTS))
        or (len(word) >= _DOER and word.endswith(_DOERS))
        for word in words
    )
