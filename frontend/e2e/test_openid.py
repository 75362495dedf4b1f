"""Signing in with a certified OpenID Connect provider, by its own pages, in a real Chromium."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from product import Product, eventually, free_port, get_json, started
from test_visitor import accessibility_violations

from testing.openid_provider import OpenIdServer

ACCOUNTS: dict[str, dict[str, Any]] = {
    "ana@example.org": {"preferred_username": "ana", "roles": ["farol-engineers"]},
    "cy@example.org": {"preferred_username": "cy", "roles": []},
}
BEGIN = "/models/flight-delay/timeline"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def provider(port: int) -> Iterator[OpenIdServer]:
    """On another host name, so that to the browser it is another site."""
    back = f"http://127.0.0.1:{port}/v1/session/openid/callback"
    with OpenIdServer([back], ACCOUNTS, host="localhost") as server:
        yield server


@pytest.fixture(scope="module")
def farol(
    product: Product,
    copied: Callable[[Path], Path],
    port: int,
    provider: OpenIdServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Product]:
    settings = {
        "FAROL_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "FAROL_OPENID_ISSUER": provider.issuer,
        "FAROL_OPENID_CLIENT_ID": provider.client_id,
        "FAROL_OPENID_CLIENT_SECRET": provider.secret,
        "FAROL_OPENID_ROLES": '{"farol-engineers": "engineer"}',
        "FAROL_OPENID_LABEL": "Example Corp",
    }
    data = copied(tmp_path_factory.mktemp("openid"))
    with started(data, port, more=settings) as own:
        own.password = product.password
        yield own


@pytest.fixture
def visitor(browser: Browser, farol: Product) -> Iterator[Page]:
    yield from opened(browser, farol, "en-US", 1280)


@pytest.fixture
def visitante(browser: Browser, farol: Product) -> Iterator[Page]:
    """On a phone, in Portuguese."""
    yield from opened(browser, farol, "pt-BR", 360)


def opened(browser: Browser, farol: Product, locale: str, width: int) -> Iterator[Page]:
    context = browser.new_context(
        base_url=farol.url,
        locale=locale,
        color_scheme="dark" if width == 360 else "light",
        reduced_motion="reduce",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


def at_the_provider(page: Page, login: str) -> None:
    page.get_by_placeholder("Enter any login").fill(login)
    page.get_by_placeholder("and password").fill("whatever")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def test_somebody_signs_in_does_their_work_and_signs_out_of_both(
    visitor: Page, farol: Product, provider: OpenIdServer, screenshots: Path
) -> None:
    page = visitor
    page.goto(f"{BEGIN}?x=1")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    link = page.get_by_role("dialog").get_by_role("link", name="Sign in with Example Corp")
    expect(link).to_be_visible()
    assert accessibility_violations(page) == []
    page.screenshot(path=screenshots / "sign-in-light.png")
    link.click()
    at_the_provider(page, "ana@example.org")

    page.wait_for_url(f"{farol.url}{BEGIN}*")
    page.get_by_role("button", name="ana: your pages").click()
    page.get_by_role("link", name="Your account").click()
    who = page.get_by_role("region", name="Who you are")
    expect(who).to_contain_text("Engineer")
    expect(who).to_contain_text(provider.issuer)
    assert accessibility_violations(page) == []
    page.reload()
    expect(page.get_by_role("button", name="ana: your pages")).to_be_visible()

    page.get_by_role("button", name="ana: your pages").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{provider.issuer}/session/end*")
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url(f"{farol.url}/")
    expect(page.get_by_role("banner").get_by_role("button", name="Sign in")).to_be_visible()


def test_why_it_did_not_work_is_said_in_portuguese_on_a_phone(
    visitante: Page, farol: Product, screenshots: Path
) -> None:
    page = visitante
    page.goto(BEGIN)
    page.get_by_role("main").get_by_role("button", name="Entrar").click()
    page.get_by_role("link", name="Entrar com Example Corp").click()
    at_the_provider(page, "cy@example.org")
    page.wait_for_url(f"{farol.url}{BEGIN}*")
    said = page.get_by_role("dialog").get_by_role("alert")
    expect(said).to_contain_text("não lhe dá nenhum papel no Farol")
    expect(said).to_contain_text("Requisição")
    assert "sign_in" not in page.url
    assert accessibility_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.screenshot(path=screenshots / "sign-in-refused-dark.png")
    names = [person["name"] for person in get_json(farol, "/v1/people")["people"]]
    assert "cy" not in names


def test_who_turns_back_at_the_provider_may_use_a_password(visitor: Page, farol: Product) -> None:
    page = visitor
    page.goto("/account")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Sign in with Example Corp").click()
    page.get_by_role("link", name="[ Cancel ]").click()
    page.wait_for_url(f"{farol.url}/account*")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("left the provider")
    sign_in_with_password(dialog, farol)
    expect(page.get_by_role("region", name="Who you are")).to_contain_text("Administrator")


def test_while_the_provider_is_away_the_dialog_says_so(
    visitor: Page, farol: Product, provider: OpenIdServer
) -> None:
    provider.stop()
    try:
        start = f"{farol.url}/v1/session/openid/start"
        away = lambda: "sign_in=unavailable" in httpx.get(start).headers["location"]  # noqa: E731
        eventually(away)
        page = visitor
        page.goto("/account")
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Sign in with Example Corp").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("alert")).to_contain_text("does not answer right now")
        sign_in_with_password(dialog, farol)
        expect(page.get_by_role("region", name="Who you are")).to_contain_text("Administrator")
    finally:
        provider.start()


def sign_in_with_password(dialog: Locator, farol: Product) -> None:
    dialog.get_by_label(re.compile("^Name")).fill("admin")
    dialog.get_by_label(re.compile("^Password")).fill(farol.password)
    dialog.get_by_role("button", name="Sign in").click()
