"""A server of rates on this machine that answers well or badly."""

from __future__ import annotations

import gzip
import io
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from salarykit.sources.web import WebLimits

PRINTED = {
    "2024-06-26": {"IDR": "17528.99", "ISK": "149.10", "JPY": "171.38", "USD": "1.0688"},
    "2024-06-27": {"IDR": "17549.45", "JPY": "171.79", "USD": "1.0696"},  # no Icelandic crown that day
    "2024-06-28": {"IDR": "17487.21", "ISK": "149.10", "JPY": "171.94", "USD": "1.0705"},
    "2024-07-01": {"IDR": "17526.60", "ISK": "149.30", "JPY": "173.30", "USD": "1.0745"},
}
JSON = {"negative": "-1.0705", "zero": "0", "null": "null", "string": '"1.0705"', "nan": "NaN"}
CSV = {"negative": "-1.0705", "zero": "0", "null": "null", "string": "1_0705", "nan": "NaN"}
DRIPS = 3_000  # bytes that come one by one, for a minute
HUGE = 64 << 20
PATIENT = WebLimits(
    connect=60, read=120, total=300, backoff=0.001
)  # a busy machine may stand still for seconds
HASTY = WebLimits(connect=60, read=0.15, total=0.15, backoff=0.001)  # for a server that never ends its answer


Days = dict[str, dict[str, str]]


class Seen(NamedTuple):  # a request
    path: str
    headers: dict[str, str]


class Server(ThreadingHTTPServer):
    """Publishes `printed`; while `mode` is not `good`, the first `times` answers are bad in that way."""

    daemon_threads = True
    request_queue_size = 64
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.urls = {
            "ecb": f"{self.address}/stats/eurofxref-hist.zip",
            "ecb-sdmx": f"{self.address}/service/data/EXR/",
            "forex-python": f"{self.address}/api/",
            "frankfurter": f"{self.address}/v2/",
            "nbp": f"{self.address}/nbp/",
        }
        self.printed = PRINTED
        self.mode, self.times = "good", 1 << 30
        self.body: bytes | None = None  # sent instead of a good answer
        self.seen: list[Seen] = []
        self.sent = 0  # bytes of a slow or huge answer
        self.asked = threading.Event()
        self.over = threading.Event()

    @property
    def was_sent_whole(self) -> bool:
        """Whether the whole of a slow or huge answer was taken."""
        return self.sent >= (HUGE if self.mode.startswith("huge") else DRIPS)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a client that hangs up: careful ones do."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def good(self, path: str, mode: str) -> bytes:
        """Return what the source of a path answers; a mode makes the dollar, the day or the base wrong."""
        asked = dict(parse_qsl(urlsplit(path).query))
        first = asked.get("from", asked.get("startPeriod", ""))
        last = asked.get("to", asked.get("endPeriod", "9"))
        days = {day: dict(rates) for day, rates in self.printed.items() if first <= day <= last}
        bad = CSV if ".zip" in path or "/EXR/" in path else JSON
        for rates in days.values() if mode in bad else ():
            rates["USD"] = bad[mode]
        if "/nbp/" in path:
            return _tables(urlsplit(path).path, mode)
        if "/api/" in path:
            return _fixer(days, urlsplit(path).path[-10:], mode)
        if mode == "wrong date":
            days = {day.replace("2024", "2023"): rates for day, rates in days.items()}
        if ".zip" in path:
            return _archive(days, mode)
        return _rows(days, "USD" if mode == "wrong base" else "EUR", sdmx="/EXR/" in path)


def _archive(days: Days, mode: str) -> bytes:
    codes = sorted({code for rates in days.values() for code in rates})
    lines = [",".join([day, *(days[day].get(code, "N/A") for code in codes), ""]) for day in sorted(days)]
    header = ["EUR" if code == "USD" and mode == "wrong base" else code for code in codes]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("hist.csv", "\n".join([",".join(["Date", *header, ""]), *reversed(lines), ""]))
    return packed.getvalue()


def _rows(days: Days, base: str, *, sdmx: bool) -> bytes:
    """Return a row for each rate, as the ECB's SDMX service or as Frankfurter sends it."""
    cells = [(day, code, text) for day, rates in days.items() for code, text in rates.items()]
    if sdmx:
        rows = [
            f"EXR.D.{code}.{base}.SP00.A,D,{code},{base},SP00,A,{day},{text}" for day, code, text in cells
        ]
        rows.insert(0, "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE")
    else:
        rows = [
            f'{{"date":"{day}","base":"{base}","quote":"{code}","rate":{text},"providers":[{{"key":"ECB"}}]}}'
            for day, code, text in cells
        ]
    return "\n".join([*rows, ""]).encode()


def _fixer(days: Days, asked: str, mode: str) -> bytes:
    """Return the answer for a day; where it has no rates, those of the day before."""
    day = max((known for known in days if known <= asked), default=min(days))
    rates = ", ".join(f'"{code}": {text}' for code, text in days[day].items())
    base, said = "USD" if mode == "wrong base" else "EUR", "2023-01-02" if mode == "wrong date" else day
    return f'{{"amount": 1.0, "base": "{base}", "date": "{said}", "rates": {{{rates}}}}}'.encode()


def _tables(path: str, mode: str) -> bytes:
    """Return a table of NBP's: of the dollar from day to day, or of Taiwan's on a Wednesday."""
    letter, first, last = path.strip("/").split("/")[-3:]
    code, text, days = (
        ("USD", "4.0291", sorted(PRINTED)) if letter == "A" else ("TWD", "0.1237", ["2024-06-26"])
    )
    text = JSON.get(mode, text)
    said = {"wrong date": "2023-01-02"}.get(mode)
    tables = [
        f'{{"table": "{"C" if mode == "wrong base" else letter}", "no": "1", "effectiveDate": "{said or day}", '
        f'"rates": [{{"currency": "x", "code": "{code}", "mid": {text}}}]}}'
        for day in days
        if first <= day <= last
    ]
    return f"[{', '.join(tables)}]".encode()


class Answers(BaseHTTPRequestHandler):
    """Good and bad answers."""

    protocol_version = "HTTP/1.1"
    server: Server
    BODIES: ClassVar = {
        "html": b"<!DOCTYPE html>\n<html><body>This domain is parked, and for sale.</body></html>",
        "list": b'[{"date": "2024-06-28", "base": "EUR", "rates": {"USD": 1.0705}}]',
        "unsuccessful": b'{"success": false, "error": {"code": 101, "type": "missing_access_key"}}',
        "empty": b"",
        "deep": b"[" * 15_000,
        "truncated zip": _archive(PRINTED, "good")[:150],
    }
    FORMS: ClassVar = {
        "drip": (b"Content-Length: %d\r\n\r\n" % DRIPS, b"%b"),
        "drip in chunks": (b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n%b\r\n"),
        "drip of headers": (b"X-Slow: ", b"%b"),
    }
    LOCATIONS: ClassVar = {
        "elsewhere": "http://localhost:{port}{path}",
        "other port": "http://127.0.0.1:1{path}",
        "other scheme": "https://127.0.0.1:{port}{path}",
        "round and round": "{path}",
        "nowhere": "http://[{path}",
    }

    def log_message(self, *_: Any) -> None:
        """Write no log."""

    def do_GET(self) -> None:
        """Answer, and remember having been asked."""
        server = self.server
        server.seen.append(Seen(self.path, dict(self.headers)))
        server.asked.set()
        mode = server.mode if len(server.seen) <= server.times else "good"
        if mode.isdigit():
            self.answer(b"<html>no</html>", int(mode))
        elif mode in self.BODIES:
            self.answer(self.BODIES[mode])
        elif mode in self.LOCATIONS:
            place = self.LOCATIONS[mode].format(port=server.server_port, path=self.path)
            self.answer(b"", 302, Location=place)
        elif mode == "moved" and not self.path.startswith("/moved"):
            self.answer(b"", 307, Location=f"/moved{self.path}")
        elif mode in self.FORMS:
            self.drip(*self.FORMS[mode])
        elif hasattr(self, name := mode.removesuffix(" 404").replace(" ", "_")):
            getattr(self, name)()
        else:
            self.answer(server.good(self.path, mode) if server.body is None else server.body)

    def answer(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        """Send an answer."""
        self.send_response(status)
        headers = {"Content-Length": str(len(body) if length is None else length), **headers}
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def cut_short(self) -> None:
        """Promise more than is sent."""
        self.answer(b"x" * 100, length=200)
        self.close_connection = True

    def hang(self) -> None:
        """Say nothing for a long time."""
        self.close_connection = self.server.over.wait(60)

    def stall(self) -> None:
        """Say half of it, and then nothing for a long time."""
        self.answer(b"x" * 100, length=200)
        self.hang()

    def drip(self, headers: bytes, form: bytes) -> None:
        """Send a byte at a time until the client has enough."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + headers)
        self.close_connection = True
        while self.server.sent < DRIPS and not self.server.over.wait(0.02):
            self.server.sent += 1
            self.wfile.write(form % b"x")

    def huge(self) -> None:
        """Send almost without end."""
        self.answer(b"", 404 if "404" in self.server.mode else 200, HUGE)
        while self.server.sent < HUGE:
            self.server.sent += 1 << 16
            self.wfile.write(b"0" * (1 << 16))

    def bomb(self) -> None:
        """Send little that becomes much."""
        self.answer(gzip.compress(b"0" * (4 << 20)), Content_Encoding="gzip")
