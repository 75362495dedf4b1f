"""An engineer retrains a model in the browser, watches it, and moves traffic there and back."""

import re

import httpx
from playwright.sync_api import Page, expect
from product import Product, eventually, get_json


def champion(product: Product) -> int:
    return int(get_json(product, "/v1/models/bike-demand")["champion"])


def predicted_version(product: Product) -> int:
    detail = get_json(product, "/v1/models/bike-demand")
    answer = httpx.post(
        f"{product.url}/v1/models/bike-demand/predict",
        json={"rows": [detail["examples"][0]["row"]]},
    )
    return int(answer.json()["version"])


def enter(page: Page, name: str, password: str) -> None:
    page.get_by_role("banner").get_by_role("button", name="Sign in").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("Password").fill(password)
    dialog.get_by_role("button", name="Sign in").click()


def sign_in(page: Page, product: Product) -> None:
    enter(page, "admin", product.password)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_invited_engineer_chooses_a_password_and_stays_signed_in(
    page: Page, product: Product
) -> None:
    order = {"name": "eva", "role": "engineer", "reason": "She looks after the bicycles."}
    auth = ("admin", product.password)
    invited = httpx.post(f"{product.url}/v1/people", json=order, auth=auth).json()
    page.goto("/")
    enter(page, "eva", invited["password"])
    dialog = page.get_by_role("dialog", name="Choose a new password")
    dialog.get_by_label("New password").fill("a long one of her own")
    dialog.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("banner").get_by_text("eva")).to_be_visible()
    page.get_by_role("button", name="eva: your pages").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner").get_by_role("button", name="Sign in")).to_be_visible()
    page.reload()
    expect(page.get_by_role("banner").get_by_role("button", name="Sign in")).to_be_visible()


def test_a_wrong_password_is_refused_in_words(page: Page) -> None:
    page.goto("/")
    page.get_by_role("banner").get_by_role("button", name="Sign in").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("admin")
    dialog.get_by_label("Password").fill("not the password")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_be_visible()


def test_retrain_watch_promote_and_roll_back(page: Page, product: Product) -> None:
    page.goto("/models/bike-demand")
    sign_in(page, product)
    page.get_by_role("button", name="Retrain").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill("An engineer's first retraining")
    dialog.get_by_role("button", name="Start training").click()
    page.wait_for_url("**/training-runs/*")
    expect(page.get_by_text("reading the data").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Version 2").first).to_be_visible(timeout=300_000)
    assert champion(product) == 1

    # The next page, as any page opened later, still knows who it is.
    page.goto("/models/bike-demand")
    expect(page.get_by_role("button", name="admin: your pages")).to_be_visible()
    page.get_by_role("tab", name="Versions").click()
    page.get_by_role("button", name=re.compile("Promote")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill("It was trained with care")
    dialog.get_by_role("button", name=re.compile("Promote")).click()
    eventually(lambda: predicted_version(product) == 2, seconds=10)

    page.get_by_role("button", name=re.compile("Roll back")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill("Users liked the first one better")
    dialog.get_by_role("button", name=re.compile("Roll back")).click()
    eventually(lambda: predicted_version(product) == 1, seconds=10)
