"""An engineer fills a fresh installation with recorded flights, looks, and takes them out again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pages import pictured
from playwright.sync_api import Browser, Locator, Page, expect
from product import Product, eventually, free_port, get_json, started
from test_engineer import enter
from test_visitor import accessibility_violations

MODEL = "flight-delay"
REPLAY = "flight-delay-replay"
BEGINS_LATER = """
CREATE TRIGGER begins_later AFTER INSERT ON histories BEGIN
  UPDATE histories SET starts_at = date(ends_at, '-63 days') || ' 00:00:00.000000';
END
"""
"""Nine of its twenty-six weeks: the period that is shown, the one before it, and some more."""
LOADED_WITHIN_MILLISECONDS = 180_000
PASSWORD = "correct horse battery"
TRAFFIC = ("predictions", "prediction_days", "serving_days", "serving_rollups", "usage_days")
OFFER = "Fill the charts with a real history"


@pytest.fixture
def fresh(own: Path, product: Product) -> Iterator[Product]:
    """Five models that nobody has asked anything, and a recording that begins later."""
    with closing(sqlite3.connect(own / "farol.db")) as database, database:
        for table in TRAFFIC:
            database.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand above
        database.execute(BEGINS_LATER)
    with started(own, free_port()) as fresh:
        fresh.password = product.password
        yield fresh


@pytest.fixture
def engineer(browser: Browser, fresh: Product) -> Iterator[Page]:
    """Ada at her dashboard; a failed script fails the test."""
    order = {"name": "ada", "role": "engineer", "reason": "She looks after the models."}
    answer = httpx.post(f"{fresh.url}/v1/people", json=order, auth=fresh.auth, timeout=30)
    invited = answer.raise_for_status().json()
    chosen = {"current_password": invited["password"], "new_password": PASSWORD}
    path = f"{fresh.url}/v1/session/password"
    first = ("ada", invited["password"])
    httpx.put(path, json=chosen, auth=first, timeout=30).raise_for_status()
    context = browser.new_context(base_url=fresh.url, locale="en-US", reduced_motion="reduce")
    problems: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto("/")
    enter(page, "ada", PASSWORD)
    page.wait_for_url("**/overview")
    yield page
    context.close()
    assert problems == []


def tile(page: Page, name: str) -> Locator:
    return page.get_by_role("article").filter(has=page.get_by_role("link", name=name, exact=True))


def label(page: Page) -> Locator:
    return page.get_by_role("note").filter(has_text="Replay of 2013 flights, shifted by")


def settled(page: Page) -> None:
    expect(page.get_by_label("Loading")).to_have_count(0)
    expect(page.get_by_role("alert").filter(has_text="could not be loaded")).to_have_count(0)


def test_a_history_is_offered_loaded_looked_at_and_taken_out(
    engineer: Page, fresh: Product, screenshots: Path
) -> None:
    page = engineer
    is_offered_and_loaded(page, fresh)
    fills_the_dashboard(page, fresh, screenshots)
    is_labelled_on_the_pages_of_its_model(page)
    is_removed(page, fresh)


def is_offered_and_loaded(page: Page, fresh: Product) -> None:
    page.goto("/dashboard")
    empty = page.get_by_role("region", name="Nothing has been predicted yet")
    expect(empty.get_by_role("region", name=OFFER)).to_be_visible()
    assert accessibility_violations(page) == []
    empty.get_by_role("button", name="Load the history").click()
    expect(page.get_by_role("progressbar")).to_have_count(1)  # of no width before its first percent

    page.goto(f"/models/{MODEL}")  # she leaves; somebody asks for himself meanwhile
    expect(page.get_by_role("heading", name="Flight delay", level=1)).to_be_visible()
    row = get_json(fresh, f"/v1/models/{MODEL}")["examples"][0]["row"]
    body = {"rows": [row]}
    httpx.post(f"{fresh.url}/v1/models/{MODEL}/predict", json=body, timeout=30).raise_for_status()
    page.goto("/dashboard")
    loading = page.get_by_role("region", name="Loading the history")
    expect(loading.or_(label(page))).to_be_visible()
    page.wait_for_url(f"**/dashboard?model={REPLAY}", timeout=LOADED_WITHIN_MILLISECONDS)
    expect(label(page)).to_be_visible()


def fills_the_dashboard(page: Page, fresh: Product, screenshots: Path) -> None:
    settled(page)
    expect(tile(page, "Value delivered")).to_contain_text("Nobody has said")
    say_what_an_answer_is_worth(fresh)
    page.reload()
    settled(page)
    value = figure(fresh, "value", REPLAY)["value"]
    expect(tile(page, "Value delivered")).to_contain_text(f"{value:,.0f}")
    expect(tile(page, "Value delivered")).to_contain_text("Worth between")
    served = figure(fresh, "predictions", REPLAY)["value"]
    assert served > 5_000
    expect(tile(page, "Predictions served")).to_contain_text(f"{served:,.0f}")
    quality = figure(fresh, "quality", REPLAY)
    expect(tile(page, "Quality against promise")).to_contain_text(f"{quality['n']:,} truths")
    expect(page.get_by_role("region", name="What changed?")).to_contain_text("An alert was opened")
    assert accessibility_violations(page) == []
    pictured(page, screenshots, "dashboard", full_page=True)
    tile(page, "Quality against promise").get_by_role("link").click()
    expect(page.get_by_role("heading", name="What a number is made of")).to_be_visible()
    expect(label(page)).to_be_visible()
    settled(page)
    pictured(page, screenshots, "number", height=1100)
    assert real_predictions(fresh) == 1


def say_what_an_answer_is_worth(fresh: Product) -> None:
    formula = {
        "kind": "warning",
        "unit": "minutes",
        "money_per_unit": 1.2,
        "right_warning": 25,
        "false_warning": 4,
    }
    order = {"formula": formula, "seen_number": 0, "reason": "As the operations desk reckons."}
    path = f"{fresh.url}/v1/models/{MODEL}/value"
    httpx.put(path, json=order, auth=fresh.auth, timeout=30).raise_for_status()


def is_labelled_on_the_pages_of_its_model(page: Page) -> None:
    for section, shown in (
        ("timeline", "Version 1 was checked"),
        ("quality", "Quality over time"),
        ("drift", "What comes in"),
    ):
        page.goto(f"/models/{REPLAY}/{section}")
        expect(page.get_by_text(shown, exact=False).first).to_be_visible()
        expect(label(page)).to_be_visible()
        settled(page)
        assert accessibility_violations(page) == []


def is_removed(page: Page, fresh: Product) -> None:
    page.goto(f"/dashboard?model={REPLAY}")
    rows = get_json(fresh, "/v1/history")["extent"]["predictions"]
    page.get_by_role("button", name="Remove the replay").click()
    dialog = page.get_by_role("dialog", name="Remove the replay?")
    expect(dialog).to_contain_text(f"{rows:,} predictions")
    dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("region", name=OFFER)).to_be_visible(timeout=60_000)
    assert get_json(fresh, "/v1/history")["status"] == "absent"
    assert httpx.get(f"{fresh.url}/v1/models/{REPLAY}", auth=fresh.auth).status_code == 404
    assert real_predictions(fresh) == 1
    settled(page)
    expect(tile(page, "Predictions served")).to_contain_text("1")


def figure(product: Product, slug: str, model: str | None = None) -> dict:
    today = datetime.now(UTC).date()
    asked = f"from={today - timedelta(days=27)}&to={today + timedelta(days=1)}"
    chosen = f"&model={model}" if model else ""
    kpis = get_json(product, f"/v1/kpis?{asked}{chosen}")["kpis"]
    return next(kpi["figure"] for kpi in kpis if kpi["slug"] == slug)


def real_predictions(product: Product) -> float:
    """What somebody asked, when it has come from the spool into the database."""
    return float(eventually(lambda: figure(product, "predictions")["value"]))
