from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

import salarykit as sk
from salarykit.service import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.browser
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
HOSTILE = [
    "<script>document.title = 'taken'</script>",
    "<img src=x onerror=\"document.title = 'taken'\">",
    "'\"><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnp.exe",
    "javascript:alert(1)",
    "x" * 400,
]


def _tables() -> dict[str, sk.SalaryTable]:
    rows = [
        {"city": text, "role": text, "amount": 1000.0 + at, "currency": "EUR", "note": text, "relevance": 0.5}
        for at, text in enumerate(HOSTILE)
    ]
    return {"salaries": sk.load_salaries(), "hostile": sk.read_salaries(rows)}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Give the address of a service on this machine."""
    config = uvicorn.Config(create_app(_tables()), port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give Chromium, as Debian has it; the environment variable CHROMIUM names another."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Give a function that opens the page; whatever a page writes to its console fails the test."""
    said: list[str] = []
    contexts = []

    def run(query: str = "", **options: Any) -> Page:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("requestfailed", lambda request: said.append(request.url))
        page.on(
            "request",
            lambda asked: said.append(asked.url) if not asked.url.startswith((address, "data:")) else None,
        )
        page.goto(address + query)
        return page

    yield run
    for context in contexts:
        context.close()

    assert said == []


def _cities(page: Page) -> list[str]:
    return [text.split("\n")[0] for text in page.locator(".ranked tbody th").all_inner_texts()]


def test_a_reader_changes_currency_and_day_and_the_order_changes(opened: Callable[..., Page]) -> None:
    """A currency and a day are shown in place when they are sent; another day gives another order, and the browser goes back."""
    page = opened()
    page.evaluate("window.same = true")
    first = _cities(page)
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#ranking")).to_contain_text("in EUR")
    page.get_by_label("Day of the rates").fill("2012")
    page.get_by_label("Day of the rates").press("Enter")
    expect(page.locator("#caption")).to_contain_text("2012")
    then = _cities(page)

    assert first[0] == "New York"
    assert sorted(then) == sorted(first)
    assert then != first
    assert page.evaluate("window.same")
    page.go_back()
    expect(page.locator("#caption")).to_contain_text("2024")
    assert _cities(page) == first


def test_an_error_leads_to_the_field_that_mends_it(opened: Callable[..., Page]) -> None:
    """A day that is none is told beside what it concerns; its link leads to the field, and the next day shows the table."""
    page = opened()
    page.get_by_label("Day of the rates").fill("2024-02-30")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("alert")).to_contain_text("'2024-02-30' is not a day of the calendar.")
    page.get_by_role("link", name="Change it").click()

    assert page.evaluate("document.activeElement.id") == "on"
    page.keyboard.press("Control+A")
    page.keyboard.type("2024-06-28")
    page.keyboard.press("Enter")
    expect(page.locator(".ranked tbody tr")).to_have_count(15)


def test_an_amount_is_converted_with_provenance(opened: Callable[..., Page]) -> None:
    """The box shows the value, the day of publication, the path and the source."""
    page = opened()
    box = page.locator("section", has=page.locator("#convert"))
    box.get_by_label("Amount").fill("342000")
    box.get_by_label("From").select_option("CAD")
    box.get_by_label("Day or span").fill("2024-06-29")
    box.get_by_role("button", name="Convert").click()

    expect(box.locator(".result")).to_have_text("CAD 342,000 = USD 249,564")
    expect(box).to_contain_text("2024-06-28, 1 day before")
    expect(box).to_contain_text("CAD → EUR → USD")


def test_the_page_works_from_the_keyboard(opened: Callable[..., Page]) -> None:
    """The first stop leads past the controls, and every control is reached and used with keys alone."""
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "ranking"
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))

    assert {"amount", "currency", "to", "day", "a", "b", "near", "scale_km"} <= reached
    page.locator("#base").focus()
    page.keyboard.type("JPY")
    assert "in USD" in page.locator("#ranking").inner_text()  # nothing changes until it is sent
    page.locator("#on").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ranking")).to_contain_text("in JPY")
    assert page.evaluate("document.activeElement.id") == "on"


def test_what_is_typed_while_an_answer_is_on_its_way_is_kept(opened: Callable[..., Page]) -> None:
    """The answer to one question does not undo what the reader types for the next."""

    def slowly(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    page = opened()
    page.route("**/?*", slowly)
    page.get_by_role("button", name="Show").click()
    page.locator("#amount").fill("77")
    expect(page.locator("#main")).not_to_have_attribute("aria-busy", "true")

    expect(page.locator("#amount")).to_have_value("77")


def test_the_page_works_without_its_script(opened: Callable[..., Page]) -> None:
    """Without JavaScript the form asks for the same page, and keeps what the reader chose."""
    page = opened(java_script_enabled=False)
    page.get_by_label("Currency").select_option("GBP")
    page.get_by_label("Near").fill("Berlin")
    page.get_by_role("button", name="Weigh").click()
    expect(page.locator("#ranking")).to_contain_text("in GBP")
    expect(page.locator(".weights tbody th").first).to_have_text("Berlin")
    page.get_by_label("With").select_option("London")
    page.get_by_role("button", name="Compare").click()

    expect(page.locator(".pair")).to_contain_text("London")
    expect(page.get_by_label("Near")).to_have_value("Berlin")


def test_hostile_texts_stay_texts(opened: Callable[..., Page]) -> None:
    """Cells with markup, templates, scripts and marks that turn the direction of writing are shown as they are written."""
    page = opened("?table=hostile&near=%3Cscript%3E&amount=%3Cb%3E1&a='%22%3E%3Cimg src=x>")

    assert page.title() == "Salaries compared"
    assert page.locator("main script, main img, main svg:not(.bar)").count() == 0
    text = page.locator(".ranked").inner_text()
    assert all(each in text for each in HOSTILE[:4])
    assert "\u202e" not in text
    assert "49" not in _cities(page)[0]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_serious(opened: Callable[..., Page], colour: str, width: int) -> None:
    """In light and dark, narrow and wide, with results and errors: no serious fault, and nothing to scroll sideways."""
    for query in ("?amount=1&currency=CAD&day=2024", "?table=hostile&amount=1&currency=KPW"):
        page = opened(query, color_scheme=colour, viewport={"width": width, "height": 800})
        found = Axe().run(page).response["violations"]

        assert [
            (each["id"], each["nodes"][0]["html"])
            for each in found
            if each["impact"] in ("serious", "critical")
        ] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
