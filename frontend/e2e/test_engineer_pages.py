"""An engineer reads all of a model's pages on a phone, in Portuguese, and has it checked."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from product import Product, eventually, get_json
from test_visitor import accessibility_violations

MODEL = "flight-delay"
SECTIONS = {"drift": "Desvio", "reports": "Relatórios"}
"""What each page's link says."""


@pytest.fixture(scope="module")
def phone(browser: Browser, product: Product) -> Iterator[Page]:
    """Signed in, 360 pixels wide, in Portuguese; a failed script fails the module."""
    context = browser.new_context(
        base_url=product.url,
        locale="pt-BR",
        reduced_motion="reduce",
        viewport={"width": 360, "height": 740},
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"/models/{MODEL}/timeline")
    page.get_by_role("main").get_by_role("button", name="Entrar").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nome").fill("admin")
    dialog.get_by_label("Senha").fill(product.password)
    dialog.get_by_role("button", name="Entrar").click()
    expect(dialog).to_have_count(0)
    yield page
    context.close()
    assert problems == []


@pytest.fixture(scope="module")
def lived(product: Product) -> None:
    """A report to open."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    window = {
        "window_start": (today - timedelta(days=7)).isoformat(),
        "window_end": today.isoformat(),
    }
    order(product, "reports", window)
    eventually(lambda: newest_report(product)["job"]["state"] == "succeeded", seconds=120)


def order(product: Product, what: str, body: dict) -> None:
    answer = httpx.post(
        f"{product.url}/v1/models/{MODEL}/{what}",
        json=body | {"reason": "To see it on a phone"},
        auth=product.auth,
        timeout=30,
    )
    answer.raise_for_status()


def newest_report(product: Product) -> dict:
    return get_json(product, f"/v1/models/{MODEL}/reports")["reports"][0]


def open_section(page: Page, section: str) -> None:
    link = page.get_by_role("navigation", name="Partes deste modelo").get_by_role(
        "link", name=SECTIONS[section], exact=True
    )
    link.click()
    page.wait_for_url(f"**/models/{MODEL}/{section}")
    page.wait_for_load_state("networkidle")
    settled(page)


def settled(page: Page) -> None:
    """Everything has loaded, and nothing has failed."""
    expect(page.get_by_role("main").get_by_role("heading", level=2).first).to_be_visible()
    expect(page.get_by_label("Carregando")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)


def assert_fit_for_a_phone(page: Page) -> None:
    assert accessibility_violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360


def test_a_report_opens_in_a_tab_of_its_own_in_portuguese(phone: Page, lived: None) -> None:
    open_section(phone, "reports")
    with phone.expect_popup() as opened:
        phone.get_by_role("link", name="Abrir").first.click()
    expect(opened.value.locator("html")).to_have_attribute("lang", "pt-BR")
    opened.value.close()


def test_check_now_leads_to_a_finding(phone: Page, product: Product) -> None:
    ask_about(product, origin="JFK")
    open_section(phone, "drift")
    before = {check["id"] for check in checks(product)}
    phone.get_by_role("button", name="Verificar agora").click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_label("Por quê?").fill("Um engenheiro quer saber")
    dialog.get_by_role("button", name="Verificar agora").click()
    expect(phone.get_by_text("A verificação terminou.")).to_be_visible(timeout=120_000)
    (found,) = {check["id"] for check in checks(product)} - before
    expect(phone.get_by_label("Verificação", exact=True)).to_have_value(str(found))
    expect(phone.get_by_label("Carregando")).to_have_count(0)
    assert_fit_for_a_phone(phone)
    slices = phone.get_by_label("Desvio de")
    option = slices.locator("option").filter(has_text="JFK").first
    slices.select_option(option.get_attribute("value"))
    expect(phone.get_by_label("Carregando")).to_have_count(0)
    expect(phone.get_by_role("heading", name="O que entra")).to_be_visible()
    assert_fit_for_a_phone(phone)


def ask_about(product: Product, **changed: object) -> None:
    """One flight, so that there is something to check."""
    example = get_json(product, f"/v1/models/{MODEL}")["examples"][0]
    answer = httpx.post(
        f"{product.url}/v1/models/{MODEL}/predict", json={"rows": [example["row"] | changed]}
    )
    answer.raise_for_status()


def checks(product: Product) -> list[dict]:
    return get_json(product, f"/v1/models/{MODEL}/checks")["checks"]
