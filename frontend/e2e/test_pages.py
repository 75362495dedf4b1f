"""Every page, on a phone and on a desk, in both languages and both themes, open to everybody."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pages import SCHEMES, Screen, patterns, pictured, screens
from playwright.sync_api import Browser, Page, Response, expect
from product import ROOT, Product
from test_visitor import accessibility_violations

LOADING = {"en-US": "Loading", "pt-BR": "Carregando"}
PICTURED = re.compile(r'pictured\(\w+, screenshots, "([a-z-]+)"')


def test_every_page_of_the_router_is_looked_at(product: Product) -> None:
    assert {screen.path for screen in screens(product)} == patterns()


@contextmanager
def opened(
    browser: Browser, product: Product, locale: str, size: tuple[int, int], *, signed_in: bool
) -> Iterator[Page]:
    """A browser of its own; a failed script or a refused request fails whoever opened it."""
    context = browser.new_context(
        base_url=product.url,
        viewport={"width": size[0], "height": size[1]},
        locale=locale,
        reduced_motion="reduce",
    )
    page = context.new_page()
    problems: list[str] = []

    def answered(response: Response) -> None:
        if response.status >= 400:
            problems.append(f"{response.status} {response.url}")

    if signed_in:
        name, password = product.auth
        answer = context.request.post("/v1/session", data={"name": name, "password": password})
        assert answer.ok, answer.text()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("response", answered)
    yield page
    context.close()
    assert problems == []


def show(page: Page, screen: Screen, locale: str) -> None:
    """Open it and wait until all of it is there."""
    page.goto(screen.address)
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    expect(page.get_by_label(LOADING[locale])).to_have_count(0)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("alert")).to_have_count(screen.alerts)


@pytest.mark.parametrize("locale", LOADING)
@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "administrator"])
def test_a_phone_shows_every_page_without_barriers(
    browser: Browser, product: Product, locale: str, *, signed_in: bool
) -> None:
    found: dict[str, object] = {}
    with opened(browser, product, locale, (360, 740), signed_in=signed_in) as page:
        for screen in screens(product):
            if screen.signed_in != signed_in:
                continue
            show(page, screen, locale)
            language = page.evaluate("document.documentElement.lang")
            if language != ("en" if locale == "en-US" else locale):
                found[f"{screen.address} speaks"] = language
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 360:
                found[f"{screen.address} is wide"] = width
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                themed = page.locator(f"html[data-mantine-color-scheme={scheme}]")
                expect(themed).to_have_count(1)
                if violations := accessibility_violations(page):
                    found[f"{screen.address} {scheme}"] = violations
    assert found == {}


@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "administrator"])
def test_the_pictures_of_the_documentation(
    browser: Browser, product: Product, screenshots: Path, *, signed_in: bool
) -> None:
    with opened(browser, product, "en-US", (1280, 860), signed_in=signed_in) as page:
        for screen in screens(product):
            if not screen.picture or screen.signed_in != signed_in:
                continue
            show(page, screen, "en-US")
            if screen.path == "/models/$model":
                page.get_by_role("group", name="Examples").get_by_role("button").last.click()
                expect(page.get_by_role("region", name="Why")).to_be_visible()
                page.wait_for_load_state("networkidle")
            pictured(page, screenshots, screen.picture)


def test_every_picture_in_the_documentation_is_made_by_a_test(product: Product) -> None:
    names = {screen.picture for screen in screens(product)}
    for test in Path(__file__).parent.glob("test_*.py"):
        names.update(PICTURED.findall(test.read_text(encoding="utf-8")))
    made = {f"{name}-{scheme}" for name in names for scheme in SCHEMES}
    shown = {path.stem for path in (ROOT / "docs" / "images").glob("*.png")}
    assert shown - made == set()
