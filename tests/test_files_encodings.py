from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import salarykit as sk
from salarykit.files import decoding
from salarykit.files.decoding import GARBLED, Utf8Stream
from salarykit.files.reading import read_raw

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "city,amount,currency,note"
TABLES = {
    "cp1250": ["Łódź,9000,PLN,księgowa", "Wrocław,9500,PLN,inżynier", "Kraków,9900,PLN,", "Poznań,8700,PLN,"],
    "cp1250 Czech": ["Plzeň,41000,CZK,účetní", "České Budějovice,38000,CZK,", "Praha,52000,CZK,ředitel"],
    "cp1250 Hungarian": ["Győr,610000,HUF,mérnök", "Székesfehérvár,590000,HUF,fejlesztő", "Pécs,500000,HUF,"],
    "cp1250 Romanian": ["Bucureşti,8000,RON,", "Braşov,6500,RON,", "Timişoara,7000,RON,şofer"],
    "cp1250 Croatian": ["Čakovec,1200,EUR,", "Požega,1100,EUR,plaća"],
    "cp1251": ["Москва,120000,RUB,бухгалтер", "Казань,80000,RUB,", "Екатеринбург,90000,RUB,инженер"],
    "cp1251 Ukrainian": ["Київ,40000,UAH,розробник", "Львів,35000,UAH,"],
    "cp1251 Bulgarian": ["София,3000,BGN,", "Пловдив,2500,BGN,програмист"],
    "koi8-r": ["Москва,120000,RUB,бухгалтер", "Казань,80000,RUB,"],
    "iso8859-5": ["Новосибирск,70000,RUB,", "Омск,60000,RUB,водитель"],
    "cp866": ["Москва,120000,RUB,бухгалтер", "Самара,80000,RUB,"],
    "cp1253": ["Αθήνα,1500,EUR,μηχανικός", "Θεσσαλονίκη,1400,EUR,"],
    "cp1254": ["İstanbul,50000,TRY,mühendis", "Eskişehir,38000,TRY,", "Muğla,36000,TRY,aylık"],
    "cp1255": ["תל אביב,20000,ILS,", "ירושלים,18000,ILS,מהנדס"],
    "cp1256": ["الرياض,15000,SAR,", "القاهرة,20000,EGP,مهندس"],
    "cp1257": ["Šiauliai,1500,EUR,", "Panevėžys,1400,EUR,", "Mažeikiai,1450,EUR,vairuotojų"],
    "cp874": ["กรุงเทพ,40000,THB,", "เชียงใหม่,30000,THB,วิศวกร"],
    "gbk": ["北京,25000,CNY,工程师", "上海,27000,CNY,", "广州,18000,CNY,会计"],
    "gb18030": ["深圳,25000,CNY,", "杭州,22000,CNY,设计师"],
    "gbk alone": ["北京,25000,CNY,"],
    "big5": ["臺北,60000,TWD,", "高雄,45000,TWD,工程師"],
    "euc-kr": ["서울,50000000,KRW,", "부산,40000000,KRW,개발자"],
    "shift-jis": ["東京,6000000,JPY,", "大阪,5000000,JPY,エンジニア"],
    "euc-jp": ["東京,6000000,JPY,", "名古屋,5000000,JPY,デザイナー"],
    "cp850": ["München,60000,EUR,", "Köln,55000,EUR,Geschäftsführer"],
    "mac-roman": ["Orléans,40000,EUR,", "Besançon,38000,EUR,ingénieur"],
}
NAMED = {"gbk": "gb18030 (GBK)", "gb18030": "gb18030 (GBK)"}
WESTERN = {
    "German": ["München,65000,EUR,Geschäftsführer", "Köln,60000,EUR,Größe", "Ø-Gehalt Zürich,90000,CHF,"],
    "French": ["Orléans,42000,EUR,cœur de métier", "Besançon,40000,EUR,ingénieur", "Genève,95000,CHF,dû"],
    "Spanish": ["Málaga,30000,EUR,año", "Logroño,28000,EUR,", "A Coruña,29000,EUR,señal", "Núñez,1,EUR,1ª"],
    "Portuguese": ["São Paulo,8000,BRL,mês", "Goiânia,7000,BRL,gestão de operações", "Maceió,5000,BRL,mãe"],
    "Italian": [
        "Forlì,28000,EUR,",
        "Cantù,27000,EUR,più",
        "Viggiù,1,EUR,perché",
        "Milano,30000,EUR,indennità",
    ],
    "Dutch": ["België,50000,EUR,", "’s-Hertogenbosch,52000,EUR,geïnteresseerd"],
    "Swedish": ["Malmö,480000,SEK,lön", "Östersund,470000,SEK,", "Åre,460000,SEK,årslön"],
    "Danish": ["København,480000,DKK,løn", "Næstved,450000,DKK,måned", "Århus,460000,DKK,"],
    "Norwegian": ["Tromsø,620000,NOK,", "Ålesund,610000,NOK,årslønn", "Bodø,600000,NOK,"],
    "Finnish": ["Jyväskylä,45000,EUR,", "Hämeenlinna,44000,EUR,työ", "Äänekoski,41000,EUR,"],
    "Icelandic": ["Reykjavík,9000000,ISK,", "Akureyri,8000000,ISK,þýðandi", "Hafnarfjörður,8500000,ISK,"],
    "Catalan": ["Lleida,28000,EUR,nòmina", "Vilafranca del Penedès,29000,EUR,informàtic"],
    "euros": ["Paris,€45000,EUR,", "Rome,€40000,EUR,"],
    "one euro": ["Paris,45000,EUR,€"],
    "pounds": ["London,45000,GBP,£45k", "Leeds,40000,GBP,in £ per annum"],
    "quotation marks": ["Paris,1,EUR,“senior” – the city’s", "Rome,2,EUR,l’Aquila… «x»", "Bonn,3,EUR,50 m²"],
    "capitals": ["MÜNCHEN,65000,EUR,", "ÉVRY,40000,EUR,", "SÃO PAULO,1,BRL,", "MALMÖ,1,SEK,"],
    "many countries": [
        "Málaga,1,EUR,",
        "Tromsø,1,NOK,",
        "Zürich,1,CHF,",
        "Besançon,1,EUR,",
        "Egilsstaðir,1,ISK,",
    ],
}


def codec(name: str) -> str:
    """Return the encoding that a table of `TABLES` is in."""
    return name.partition(" ")[0]


def write(path: Path, rows: list[str], encoding: str) -> Path:
    """Write a table, and return its path."""
    path.write_bytes("\n".join([HEADER, *rows, ""]).encode(encoding))
    return path


def convert(source: Path, **options: Any) -> list[dict[str, Any]]:
    """Return the rows of a file by way of `convert_file`."""
    out = source.with_name("out.parquet")
    bad = source.with_name("bad.parquet")
    sk.convert_file(source, out, base="USD", on="2024", missing="null", rejects=bad, **options)
    rows: list[dict[str, Any]] = pq.read_table(out).to_pylist()
    return rows


@for_each("name", TABLES)
def test_another_encoding_is_refused_with_those_that_fit(name: str, tmp_path: Path) -> None:
    """Text that Windows-1252 would make nonsense of is one error on every road that names the encoding and the option."""
    path = write(tmp_path / "pay.csv", TABLES[name], codec(name))
    for read in (sk.sift_salaries, convert):
        with pytest.raises(sk.SourceError) as caught:
            read(path)

        assert "pay.csv does not state its encoding" in str(caught.value)
        assert NAMED.get(codec(name), codec(name)) in str(caught.value)
        assert "encoding='" in str(caught.value)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", TABLES)
def test_an_encoding_that_is_given_is_read(name: str, packed: bool, tmp_path: Path) -> None:  # noqa: FBT001 - pytest gives it
    """With `encoding` each letter is what it was, packed or not, in a table and in a stream."""
    path = write(tmp_path / "pay.csv", TABLES[name], codec(name))
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    cities = [row.split(",")[0] for row in TABLES[name]]
    notes = [row.split(",")[3] or None for row in TABLES[name]]
    found = sk.sift_salaries(path, encoding=codec(name))
    streamed = convert(path, encoding=codec(name))

    assert [salary.city for salary in found.good] == cities
    assert [salary.note for salary in found.good] == notes
    assert [row["city"] for row in streamed] == cities
    assert [row["note"] or None for row in streamed] == notes


@for_each("name", WESTERN)
def test_windows_1252_is_read_as_before(name: str, tmp_path: Path) -> None:
    """Tables in the languages of western Europe, and their signs of money and quotation, need no encoding."""
    path = write(tmp_path / "pay.csv", WESTERN[name], "cp1252")
    raw = read_raw(path)

    assert list(zip(*(column.to_pylist() for column in pa.table(raw.columns).columns), strict=True)) == [
        tuple(row.split(",")) for row in WESTERN[name]
    ]
    assert raw.notes == ("The text is read as Windows-1252.",)
    if "€4" not in WESTERN[name][0]:
        assert [row["city"] for row in convert(path)] == [row.split(",")[0] for row in WESTERN[name]]


@pytest.mark.parametrize("given", ["utf-8", "cp1250", "latin-1", "ascii", "utf-16", "shift_jis"])
def test_bytes_that_are_not_in_the_given_encoding_refuse_their_rows(given: str, tmp_path: Path) -> None:
    """A row that the given encoding cannot say is refused as `encoding`; the others are read."""
    path = tmp_path / "pay.csv"
    path.write_bytes(HEADER.encode() + b"\nParis,1,EUR,\nx\x81\x20y,2,EUR,\nRome,3,EUR,\n")
    if given == "utf-16":
        with pytest.raises(sk.SourceError, match="not readable as UTF-16"):
            sk.sift_salaries(path, encoding=given)
        return
    found = sk.sift_salaries(path, encoding=given)
    streamed = convert(path, encoding=given)

    assert [salary.city for salary in found.good] == ["Paris", "Rome"]
    assert [row["city"] for row in streamed] == ["Paris", "Rome"]
    assert [(cell["row"], cell["code"], cell["value"]) for cell in found.bad] == [
        (2, "encoding", "x\\x81 y,2,EUR,")
    ]
    assert pq.read_table(tmp_path / "bad.parquet").drop_columns("file").to_pylist() == list(found.bad)


@for_each(
    ("name", "said"),
    [
        ("cp1521", "Did you mean 'cp1252'?"),
        ("window-1251", "Did you mean 'windows-1251'?"),
        ("gkb", "Did you mean 'gbk'?"),
        ("base64", "Give a name such as utf-8, cp1252 or gb18030."),
        ("rot13", "is not an encoding"),
        ("idna", "is not an encoding"),
        ("undefined", "is not an encoding"),
        ("", "is not an encoding"),
        ("x\0y", "is not an encoding"),
        (8, "encoding=8 is not an encoding"),
    ],
)
def test_an_encoding_that_is_none_is_told(name: Any, said: str, tmp_path: Path) -> None:
    """An unknown name is one error with the nearest known one, before anything is read."""
    path = write(tmp_path / "pay.csv", TABLES["gbk"], "gbk")
    for read in (sk.read_salaries, sk.sift_salaries, convert):
        with pytest.raises(sk.InvalidQuery) as caught:
            read(path, encoding=name)

        assert said in str(caught.value)
    assert not (tmp_path / "out.parquet").exists()


def test_a_mark_contradicts_a_given_encoding(tmp_path: Path) -> None:
    """A file that begins with the mark of one encoding is not read as another one."""
    path = write(tmp_path / "pay.csv", TABLES["cp1251"], "utf-8-sig")
    with pytest.raises(
        sk.SourceError, match="begins with the byte order mark of UTF-8, so it is not in cp1251"
    ):
        sk.sift_salaries(path, encoding="cp1251")
    for encoding in ("utf-8", "utf-8-sig"):
        assert sk.read_salaries(path, encoding=encoding)[0].city == "Москва"
    path = write(tmp_path / "pay.csv", TABLES["cp1251"], "utf-16")
    for known in (None, "utf-16"):
        assert [row["city"] for row in convert(path, encoding=known)] == [
            "Москва",
            "Казань",
            "Екатеринбург",
        ]


def test_pages_and_json_have_encodings_too(tmp_path: Path) -> None:
    """JSON takes the given encoding; a page is read in the one that it declares."""
    path = tmp_path / "pay.json"
    path.write_bytes('[{"city": "Łódź", "amount": 9000, "currency": "PLN"}]'.encode("cp1250"))
    assert sk.read_salaries(path, encoding="cp1250")[0].city == "Łódź"
    table = "<table><tr><th>City<th>Salary<th>Currency<tr><td>Москва<td>1200000<td>RUB</table>"
    for declared in (
        '<meta charset="windows-1251">',
        '<META http-equiv=x content="text/html; charset=Windows-1251">',
    ):
        page = tmp_path / "pay.html"
        page.write_bytes(f"<!doctype html>{declared}{table}".encode("cp1251"))
        assert sk.read_salaries(page)[0].city == "Москва"
    page.write_bytes(f"<!doctype html>{table}".encode("cp1251"))
    assert sk.read_salaries(page, encoding="cp1251")[0].city == "Москва"
    with pytest.raises(sk.SourceError, match="cp1251"):
        sk.read_salaries(page)


def test_rates_have_encodings(tmp_path: Path) -> None:
    """Rates in another encoding are refused like salaries, and read with it."""
    path = tmp_path / "rates.csv"
    path.write_bytes(
        "date,currency,rate,note\n2024-06-28,USD,1.07,официальный курс\n2024-06-27,USD,1.08,рубль\n".encode(
            "cp1251"
        )
    )
    with pytest.raises(sk.SourceError, match="encoding='cp1251'"):
        sk.read_rates(path, base="EUR")
    assert sk.read_rates(path, base="EUR", encoding="cp1251").rate(
        "USD", "EUR", on="2024-06-28"
    ) == pytest.approx(1 / 1.07)


def test_the_command_line_takes_an_encoding(tmp_path: Path, cli: Any) -> None:
    """`--encoding` is the same for tables, files that are converted, and texts."""
    path = write(tmp_path / "pay.csv", TABLES["cp1250"], "cp1250")
    assert "--encoding cp1250" in cli("rank", str(path), "--to", "EUR", "--on", "2024").err
    assert "Wrocław" in cli("rank", str(path), "--to", "EUR", "--on", "2024", "--encoding", "cp1250").out
    out = tmp_path / "out.csv"
    cli("convert", str(path), "-o", str(out), "--to", "EUR", "--on", "2024", "--encoding", "cp1250")
    assert "Łódź" in out.read_text(encoding="utf-8")
    texts = tmp_path / "texts.txt"
    texts.write_bytes("от 120 000 руб. в месяц\nзарплата 80 000 руб.\n".encode("cp1251"))
    assert "120000" in cli("parse", "--file", str(texts), "--encoding", "cp1251", "--json").out
    assert cli("rank", "--to", "EUR", "--on", "2024", "--encoding", "cp1250").code == 2


# Files of several encodings, and where in a file they are


def late(rows: int, odd: bytes) -> bytes:
    """Return a table whose line far below is another one."""
    plain = b"Paris,45000,EUR,%b\n" % (b"a" * 90) * rows
    return HEADER.encode() + b"\n" + plain + odd + b"\n" + plain


@pytest.mark.parametrize("rows", [3, 11_000])  # more than the bytes that are looked at first
@pytest.mark.parametrize("odd", ["München", "Köln"])
def test_letters_far_below_are_found_by_both_roads(odd: str, rows: int, tmp_path: Path) -> None:
    """The first bytes beyond ASCII decide, wherever they stand, in a stream as in a table."""
    path = tmp_path / "pay.csv"
    path.write_bytes(late(rows, f"{odd},52000,EUR,b".encode("cp1252")))
    assert sk.read_salaries(path)[rows].city == odd
    assert convert(path)[rows]["city"] == odd


@pytest.mark.parametrize("rows", [3, 11_000])  # more than the bytes that are looked at first
def test_lines_of_no_encoding_are_refused_one_by_one(rows: int, tmp_path: Path) -> None:
    """A line that neither UTF-8, Windows-1252 nor another encoding explains costs its row, and no other."""
    path = tmp_path / "pay.csv"
    for garbage in (b"\xff\xfe", b"x\x80\x81y", b"\xc3("):
        path.write_bytes(late(rows, garbage + b",52000,EUR,b"))
        found = sk.sift_salaries(path)
        streamed = convert(path)
        told = pq.read_table(tmp_path / "bad.parquet").drop_columns("file").to_pylist()

        assert len(streamed) == len(found.good)
        assert told == list(found.bad)
        assert {(cell["row"], cell["code"]) for cell in found.bad} <= {(rows + 1, "encoding")}
        assert len(found.good) + len(found.bad) == 2 * rows + 1


def test_a_single_sign_is_refused_with_its_row(tmp_path: Path) -> None:
    """One or two bytes alone make no encoding, but no mojibake either: their row is refused."""
    for sign, encoding in (("万", "gbk"), ("ü", "cp850"), ("ş", "cp1254")):
        path = write(tmp_path / "pay.csv", ["Paris,1,EUR,a", f"Rome,2,EUR,y{sign}", "Bonn,3,EUR,b"], encoding)
        found = sk.sift_salaries(path)

        assert [salary.city for salary in found.good] == ["Paris", "Bonn"]
        assert [(cell["row"], cell["code"]) for cell in found.bad] == [(2, "encoding")]
        assert [row["city"] for row in convert(path)] == ["Paris", "Bonn"]


def test_a_few_foreign_lines_do_not_turn_the_others(tmp_path: Path) -> None:
    """In a table of Windows-1252 a row in GBK or UTF-8 is refused, and German stays German."""
    path = tmp_path / "pay.csv"
    german = "".join(f"Düsseldorf,{50_000 + number},EUR,größer\n" for number in range(1, 30)).encode("cp1252")
    path.write_bytes(
        HEADER.encode() + b"\n" + german + "北京,1,CNY,\n".encode("gbk") + "Köln,1,EUR,\n".encode() + german
    )
    found = sk.sift_salaries(path)

    assert [salary.city for salary in found.good] == ["Düsseldorf"] * 58
    assert [(cell["row"], cell["code"]) for cell in found.bad] == [(30, "encoding"), (31, "encoding")]
    assert len(convert(path)) == 58


parts = st.one_of(
    st.sampled_from(["Köln,1\n", "a,b\n", "\n", "é", ",", "日本\n", "\r\n", "x" * 30, "ł"]).map(
        lambda text: text.encode("utf-8")
    ),
    st.sampled_from([b"K\xf6ln\n", b"\xff\xfe\n", b"\xe9t\xe9\n", b"\x81\n", b"\xb1\xb1\xbe\xa9\n"]),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.lists(parts, max_size=12).map(lambda found: b"a,b\n" + b"".join(found)),
    encoding=st.sampled_from([None, "utf-8", "cp1252", "gb18030"]),
    sizes=st.lists(st.integers(1, 40), min_size=1, max_size=5),
)
@example(content=b"K\xf6ln\n" + "é".encode() * 20, encoding=None, sizes=[5])
def test_how_much_is_read_at_once_does_not_matter(
    content: bytes, encoding: str | None, sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stream gives the same text, or the same error, whatever is asked of it at once; nothing of ASCII is ever lost."""

    def read(sizes: list[int], chunk: int) -> tuple[bytes | str, int]:
        with monkeypatch.context() as patch:
            patch.setattr(decoding, "_CHUNK", chunk)
            patch.setattr(decoding, "_HEAD", chunk)
            stream, found, turn = Utf8Stream(io.BytesIO(content), "x", encoding), bytearray(), 0
            try:
                while part := stream.read(sizes[turn % len(sizes)]):
                    found += part
                    turn += 1
            except sk.SourceError as error:
                return str(error), 0
            return bytes(found), stream.odd

    expected = read([1 << 20], 1 << 12)
    text, odd = read(sizes, max(sizes))

    if isinstance(expected[0], bytes) and isinstance(text, bytes):
        assert (
            text.replace(GARBLED.encode(), b"").isascii()
            == expected[0].replace(GARBLED.encode(), b"").isascii()
        )
        assert text == expected[0] or odd or expected[1]
        assert [line for line in text.splitlines() if line.isascii()] == [
            line for line in expected[0].splitlines() if line.isascii()
        ]
    else:
        assert text == expected[0]
