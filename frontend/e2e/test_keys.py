"""Somebody makes an API key in the browser, a program asks with it, and it is revoked."""

from pathlib import Path
from uuid import uuid4

import httpx
from playwright.sync_api import Browser, Page, expect
from product import Product, eventually, get_json
from test_visitor import accessibility_violations

MODEL = "flight-delay"


def sign_in(page: Page, product: Product) -> None:
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("admin")
    dialog.get_by_label("Password").fill(product.password)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_have_count(0)


def make_key(page: Page, name: str) -> str:
    page.get_by_role("button", name="Make a key", exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label("What it is for").fill(name)
    form.get_by_label("Read").check()
    form.get_by_label("Why?").fill("A program asks in the end-to-end test")
    assert accessibility_violations(page) == []
    form.get_by_role("button", name="Make a key").click()
    shown = page.get_by_role("dialog", name=f"The key “{name}”")
    secret = shown.get_by_label("The key").input_value()
    expect(shown.get_by_text(f"Bearer {secret}")).to_be_visible()
    assert accessibility_violations(page) == []
    shown.get_by_role("button", name="I have kept it").click()
    expect(page.get_by_text(secret)).to_have_count(0)
    return secret


def test_a_key_made_in_the_browser_opens_the_api_until_it_is_revoked(
    page: Page, product: Product, screenshots: Path
) -> None:
    page.goto("/keys")
    sign_in(page, product)
    secret = make_key(page, "e2e notebook")
    example = get_json(product, f"/v1/models/{MODEL}")["examples"][0]["row"]

    def predicted() -> int:
        answer = httpx.post(
            f"{product.url}/v1/models/{MODEL}/predict",
            json={"rows": [example]},
            headers={"Authorization": f"Bearer {secret}"},
            timeout=30,
        )
        return answer.status_code

    def read() -> int:
        headers = {"Authorization": f"Bearer {secret}"}
        return httpx.get(f"{product.url}/v1/alerts", headers=headers, timeout=30).status_code

    eventually(lambda: predicted() == 200)
    assert read() == 200
    page.reload()
    key = page.get_by_role("listitem").filter(has_text="e2e notebook")
    expect(key).to_contain_text("from 127.0.0.1")
    page.screenshot(path=screenshots / "keys.png", full_page=True)

    page.get_by_role("button", name="Revoke e2e notebook").click()
    asking = page.get_by_role("dialog")
    expect(asking).to_contain_text("is refused within about a second")
    asking.get_by_label("Why?").fill("The test is over")
    asking.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("“e2e notebook” is revoked.")).to_be_visible()
    assert read() == 401
    eventually(lambda: predicted() == 401)
    expect(page.get_by_role("button", name="Revoke e2e notebook")).to_have_count(0)
    page.get_by_label("Those that are over, too").check()
    expect(key.first).to_contain_text("Revoked")
    assert accessibility_violations(page) == []


def test_the_keys_and_the_service_accounts_fit_a_phone(
    browser: Browser, product: Product, screenshots: Path
) -> None:
    context = browser.new_context(
        base_url=product.url,
        locale="en-US",
        reduced_motion="reduce",
        color_scheme="dark",
        viewport={"width": 360, "height": 740},
    )
    page = context.new_page()
    page.goto("/keys")
    sign_in(page, product)
    make_key(page, "e2e phone")
    page.get_by_text("Everybody’s", exact=True).click()
    expect(page.get_by_role("heading", name="Everybody’s keys")).to_be_visible()
    page.get_by_role("button", name="Make a service account").click()
    form = page.get_by_role("dialog")
    feed = f"feed-{uuid4().hex[:8]}"
    form.get_by_label("Name").fill(feed)
    form.get_by_label("Why?").fill("To see it on a phone")
    form.get_by_role("button", name="Make a service account").click()
    expect(page.get_by_role("dialog", name=f"A key for {feed}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listitem").filter(has_text=feed)).to_be_visible()
    assert accessibility_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.screenshot(path=screenshots / "keys-phone.png", full_page=True)
    context.close()
