"""An engineer's Monday: what needs somebody, an alert taken on, a failed job tried again, and the
way to anywhere by name."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect
from product import Product, eventually, failing_training, get_json
from test_visitor import accessibility_violations

MODEL = "bike-demand"


@pytest.fixture(scope="module")
def failed(product: Product) -> Iterator[int]:
    """A training that cannot go well, and the alert that it raises; the job's id."""
    with failing_training(product, MODEL) as job:
        yield job
    for alert in unresolved(product):
        httpx.post(
            f"{product.url}/v1/alerts/{alert}/actions",
            json={"action": "resolve", "reason": "It was a test"},
            auth=product.auth,
        ).raise_for_status()


@pytest.fixture
def engineer(page: Page, product: Product) -> Page:
    """At the front door, where signing in leads to the overview."""
    page.goto("/")
    sign_in(page, product)
    page.wait_for_url("**/overview")
    return page


def sign_in(page: Page, product: Product) -> None:
    page.get_by_role("banner").get_by_role("button", name="Sign in").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("admin")
    dialog.get_by_label("Password").fill(product.password)
    dialog.get_by_role("button", name="Sign in").click()


def state(product: Product, job: int) -> str:
    return str(get_json(product, f"/v1/jobs/{job}")["state"])


def unresolved(product: Product) -> list[int]:
    path = f"/v1/alerts?model={MODEL}&kind=job&state=open&state=acknowledged"
    return [alert["id"] for alert in get_json(product, path)["alerts"]]


def test_from_the_overview_an_alert_is_acknowledged(
    engineer: Page, product: Product, failed: int
) -> None:
    bikes = engineer.get_by_role("listitem").filter(
        has=engineer.get_by_role("heading", name="Bike", exact=False)
    )
    expect(bikes.get_by_text("1 kind of job fails.")).to_be_visible()
    bikes.get_by_role("link", name=f"1 unresolved alert of {MODEL}").click()
    engineer.get_by_role("link", name=re.compile("training.train")).click()
    engineer.get_by_role("button", name=re.compile("^Acknowledge")).click()
    dialog = engineer.get_by_role("dialog")
    dialog.get_by_label("Why").fill("I am fetching the data sets")
    dialog.get_by_role("button", name="Acknowledge").click()
    expect(engineer.get_by_text("admin looks after it")).to_be_visible()
    history = engineer.get_by_role("region", name="What happened")
    expect(history.get_by_text("I am fetching the data sets")).to_be_visible()
    (alert,) = unresolved(product)
    assert get_json(product, f"/v1/alerts/{alert}")["acknowledged_by"] == "person:admin"


def test_a_failed_job_is_seen_and_tried_again(
    engineer: Page, product: Product, failed: int
) -> None:
    engineer.get_by_role("link", name="See the jobs").first.click()
    engineer.wait_for_url("**/jobs?*")
    expect(engineer.get_by_label("State")).to_have_value("bad")
    item = engineer.get_by_role("listitem").filter(has_text=f"Job {failed}")
    expect(item.get_by_text("run `make packages`")).to_be_visible()
    item.get_by_role("button", name=re.compile("^Try again")).click()
    dialog = engineer.get_by_role("dialog")
    expect(dialog.get_by_text("If the cause is still there, it fails again.")).to_be_visible()
    dialog.get_by_label("Why").fill("Maybe it was a hiccup")
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog).to_have_count(0)
    eventually(lambda: get_json(product, f"/v1/jobs/{failed}")["attempt"] == 2, seconds=60)
    eventually(lambda: state(product, failed) == "failed", seconds=60)
    engineer.goto(f"/jobs/{failed}")
    expect(engineer.get_by_text("2 of at most 4")).to_be_visible()
    log = engineer.get_by_role("log")
    expect(log.get_by_text("asked to try again: Maybe it was a hiccup")).to_be_visible()


def test_the_palette_leads_to_a_model_by_keyboard_alone(engineer: Page) -> None:
    engineer.keyboard.press("Control+k")
    box = engineer.get_by_role("combobox", name="Type a name")
    expect(box).to_be_focused()
    engineer.keyboard.type("sentim")
    expect(engineer.get_by_role("listbox").get_by_role("option", selected=True)).to_contain_text(
        "sentiment"
    )
    assert accessibility_violations(engineer) == []
    engineer.keyboard.press("Enter")
    engineer.wait_for_url("**/models/sentiment")
    engineer.keyboard.press("Control+k")
    recent = engineer.get_by_role("group", name="Recent")
    expect(recent.get_by_role("option")).to_have_count(1)
    engineer.keyboard.press("Escape")
    expect(box).to_have_count(0)
