"""A viewer reads the executive dashboard: filters, drills down, compares, and shares it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlparse
from uuid import uuid4

import httpx
import pytest
from exported import assert_in_workbook, assert_on_paper, pdf_text
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Download, Page, expect
from product import Product, eventually, get_json
from test_visitor import accessibility_violations

MODEL = "flight-delay"
REPLAYED = "bike-demand"
PASSWORD = "correct horse battery"
OPENS_WITHIN_SECONDS = 1.0


@pytest.fixture(scope="module")
def today() -> date:
    return datetime.now(UTC).date()


@pytest.fixture(scope="module")
def vera(product: Product) -> str:
    """The name of somebody who may only look, and has chosen a password."""
    name = f"vera-{uuid4().hex[:6]}"
    invited = httpx.post(
        f"{product.url}/v1/people",
        json={"name": name, "role": "viewer", "reason": "Vera reads the dashboard."},
        auth=product.auth,
    )
    invited.raise_for_status()
    first = invited.json()["password"]
    chosen = {"current_password": first, "new_password": PASSWORD}
    path = f"{product.url}/v1/session/password"
    httpx.put(path, json=chosen, auth=(name, first)).raise_for_status()
    return name


@pytest.fixture(scope="module", autouse=True)
def lived(product: Product, today: date) -> None:
    """Three weeks of flights, more in each, and what people thought of some."""
    headers = product.key("predict")
    row = get_json(product, f"/v1/models/{MODEL}")["examples"][0]["row"]
    path = f"{product.url}/v1/models/{MODEL}/predict"
    midday = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)

    def asked(days_ago: int, rows: int) -> str:
        body = {
            "rows": [row] * rows,
            "occurred_at": (midday - timedelta(days=days_ago)).isoformat(),
        }
        answer = httpx.post(path, json=body, headers=headers, timeout=30)
        return str(answer.raise_for_status().json()["prediction_id"])

    eventually(lambda: httpx.post(path, json={"rows": [row]}, headers=headers).status_code == 200)
    for days_ago in range(1, 22):
        prediction = asked(days_ago, 24 - days_ago)
        thumb = {"prediction_id": prediction, "row": 0, "thumb": "up"}
        httpx.post(f"{product.url}/v1/feedback", json=thumb, headers=headers).raise_for_status()
    # Of the last seven days today is one, and the six before it had 18 to 23.
    week = sum(range(18, 24))
    eventually(lambda: (figure(product, today, "predictions", days=7)["value"] or 0) > week)
    eventually(lambda: (figure(product, today, "satisfaction", days=7)["value"] or 0) > 0)


def board(product: Product, today: date, *, days: int, **query: str) -> dict:
    span = {"from": today - timedelta(days=days - 1), "to": today + timedelta(days=1)}
    asked = "&".join(f"{name}={value}" for name, value in (span | query).items())
    return get_json(product, f"/v1/kpis?{asked}")


def figure(product: Product, today: date, slug: str, *, days: int, **query: str) -> dict:
    kpis = board(product, today, days=days, **query)["kpis"]
    return next(kpi["figure"] for kpi in kpis if kpi["slug"] == slug)


@pytest.fixture
def context(browser: Browser, product: Product) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=product.url,
        locale="en-US",
        reduced_motion="reduce",
        viewport={"width": 1440, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield context
    context.close()


@pytest.fixture
def signed_in(context: BrowserContext, vera: str) -> Iterator[Page]:
    """At the front door as vera; a failed script fails the test."""
    problems: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto("/")
    page.get_by_role("banner").get_by_role("button", name="Sign in").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill(vera)
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/dashboard")
    yield page
    assert problems == []


def tile(page: Page, name: str):
    return page.get_by_role("article").filter(has=page.get_by_role("link", name=name, exact=True))


def settled(page: Page) -> None:
    expect(page.get_by_label("Loading")).to_have_count(0)
    expect(page.get_by_role("alert").filter(has_text="could not be loaded")).to_have_count(0)


def test_the_dashboard_answers_four_questions_with_the_apis_figures(
    signed_in: Page, product: Product, today: date, screenshots: Path
) -> None:
    page = signed_in
    for question in (
        "Are our models working?",
        "Are they worth it?",
        "Is anything wrong?",
        "What changed?",
    ):
        expect(page.get_by_role("region", name=question)).to_be_visible()
    settled(page)
    served = figure(product, today, "predictions", days=28)["value"]
    expect(tile(page, "Predictions served")).to_contain_text(f"{served:,.0f}")
    thumbs = figure(product, today, "satisfaction", days=28)["n"]
    expect(tile(page, "User satisfaction")).to_contain_text(f"of {thumbs:,} ratings were good")
    changed = page.get_by_role("region", name="What changed?")
    more = changed.get_by_role("button", name="Show more")
    # Whatever the tests before have done is told first.
    eventually(lambda: "promoted" in changed.inner_text() or (more.count() and more.click()))
    assert accessibility_violations(page) == []
    page.screenshot(path=screenshots / "dashboard.png", full_page=True)


def test_it_opens_in_a_second(signed_in: Page, context: BrowserContext) -> None:
    settled(signed_in)

    def seconds() -> float:
        page = context.new_page()
        page.goto("/dashboard")
        tile(page, "Availability").wait_for()
        elapsed = page.evaluate("performance.now()") / 1000
        page.close()
        return float(elapsed)

    assert min(seconds() for _ in range(5)) < OPENS_WITHIN_SECONDS


def test_filters_stand_in_the_address_and_lead_down_to_the_definition(
    signed_in: Page, product: Product, today: date, screenshots: Path
) -> None:
    page = signed_in
    page.get_by_label("Period").select_option("7")
    page.get_by_label("Model", exact=True).select_option(MODEL)
    page.wait_for_url(f"**/dashboard?days=7&model={MODEL}")
    settled(page)
    week = figure(product, today, "predictions", days=7, model=MODEL)["value"]
    expect(tile(page, "Predictions served")).to_contain_text(f"{week:,.0f}")
    page.get_by_role("link", name="Predictions served", exact=True).click()
    page.wait_for_url(f"**/dashboard/predictions?days=7&model={MODEL}")
    settled(page)
    yesterday = today - timedelta(days=1)
    kpis = board(product, today, days=7, model=MODEL)["kpis"]
    series = next(kpi["series"] for kpi in kpis if kpi["slug"] == "predictions")
    (rows,) = [point["value"] for point in series if point["at"] == yesterday.isoformat()]
    table = page.get_by_role("group", name="The chart in numbers")
    row = table.get_by_role("row").filter(has_text=yesterday.strftime("%b %-d"))
    expect(row).to_contain_text(f"{rows:,.0f}")
    page.get_by_role("button", name="By version: Flight delay").click()
    expect(page.get_by_role("group", name="By version: Flight delay")).to_contain_text("1")
    how = page.get_by_role("region", name="How is this computed?")
    expect(how).to_contain_text("docs/metrics.md#predictions")
    assert accessibility_violations(page) == []
    page.screenshot(path=screenshots / "dashboard-number.png", full_page=True)
    page.go_back()
    expect(page.get_by_label("Period")).to_have_value("7")


def test_two_periods_are_compared(signed_in: Page, product: Product, today: date) -> None:
    page = signed_in
    page.get_by_label("Period").select_option("7")
    page.get_by_label("Compared with").select_option("chosen")
    earlier = {"from": today - timedelta(days=20), "to": today - timedelta(days=14)}
    page.get_by_label("Compared from").fill(earlier["from"].isoformat())
    page.get_by_label("Compared to").fill(earlier["to"].isoformat())
    page.wait_for_url(f"**compareTo={earlier['to'].isoformat()}*")
    settled(page)
    compared = {
        "compare_from": earlier["from"].isoformat(),
        "compare_to": (earlier["to"] + timedelta(days=1)).isoformat(),
    }
    kpis = board(product, today, days=7, **compared)["kpis"]
    before = next(kpi["previous"] for kpi in kpis if kpi["slug"] == "predictions")["value"]
    expect(tile(page, "Predictions served")).to_contain_text(f"before: {before:,.0f}")
    page.get_by_label("In steps of").select_option("week")
    page.wait_for_url("**interval=week**")


def test_a_copied_link_shows_the_same_to_somebody_else(
    signed_in: Page, context: BrowserContext, product: Product, today: date
) -> None:
    page = signed_in
    page.get_by_label("Period").select_option("7")
    settled(page)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlparse(link).query) == {
        "from": [(today - timedelta(days=6)).isoformat()],
        "to": [today.isoformat()],
    }
    other = context.new_page()
    other.goto(link)
    settled(other)
    expect(other.get_by_label("Period")).to_have_value("chosen")
    served = figure(product, today, "predictions", days=7)["value"]
    expect(tile(other, "Predictions served")).to_contain_text(f"{served:,.0f}")


@dataclass(frozen=True)
class Words:
    language: str
    locale: str
    menu: str
    excel: str
    going_on: str
    ready: str
    download: str
    replay: str


ENGLISH = Words(
    "en", "en-US", "Export", "Excel workbook", "The PDF is being written", "The PDF is ready",
    "Download the PDF", "A replay, not live traffic",
)  # fmt: skip
PORTUGUESE = Words(
    "pt-BR", "pt-BR", "Exportar", "Planilha do Excel", "O PDF está sendo escrito",
    "O PDF está pronto", "Baixar o PDF", "Uma reprise, não tráfego ao vivo",
)  # fmt: skip


@pytest.fixture(params=[ENGLISH, PORTUGUESE], ids=lambda words: words.language)
def words(request: pytest.FixtureRequest) -> Words:
    return request.param


@pytest.fixture
def reader(
    signed_in: Page, browser: Browser, context: BrowserContext, product: Product, words: Words
) -> Iterator[Page]:
    """Vera at a screen in this language."""
    settled(signed_in)
    own = browser.new_context(
        base_url=product.url,
        storage_state=context.storage_state(),
        locale=words.locale,
        reduced_motion="reduce",
        viewport={"width": 1280, "height": 900},
    )
    yield own.new_page()
    own.close()


def exported_workbook(page: Page, words: Words, folder: Path) -> Path:
    page.get_by_role("button", name=words.menu).click()
    assert accessibility_violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=words.excel).click()
    return saved(download.value, folder)


def exported_paper(page: Page, words: Words, folder: Path) -> Path:
    """With the keyboard alone; it is left while it is written, and come back to."""
    address = page.url
    page.get_by_role("button", name=words.menu).press("Enter")
    expect(page.get_by_role("menuitem", name=words.excel)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(f"{words.going_on}|{words.ready}"))).to_be_visible()
    page.goto("/models/flight-delay")
    page.goto(address)
    expect(page.get_by_text(words.ready)).to_be_visible(timeout=60_000)
    assert accessibility_violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name=words.download).click()
    return saved(download.value, folder)


def saved(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def test_the_files_have_the_figures_of_the_api(
    reader: Page, product: Product, today: date, words: Words, tmp_path: Path, screenshots: Path
) -> None:
    reader.goto("/dashboard?days=7")
    settled(reader)
    before = board(product, today, days=7)
    workbook = exported_workbook(reader, words, tmp_path)
    paper = exported_paper(reader, words, tmp_path)
    reader.screenshot(path=screenshots / f"dashboard-export-{words.language}.png")
    after = board(product, today, days=7)
    days = f"farol-{today - timedelta(days=6)}-{today}"
    assert [workbook.name, paper.name] == [f"{days}.xlsx", f"{days}-{words.language}.pdf"]
    assert_in_workbook(workbook, words.language, before, after)
    assert_on_paper(pdf_text(paper), words.language, before, after)


def test_the_files_of_one_model_say_what_part_is_a_replay(
    reader: Page, product: Product, today: date, words: Words, tmp_path: Path
) -> None:
    played_again(product, today)
    reader.goto(f"/dashboard?days=7&model={REPLAYED}")
    settled(reader)
    before = board(product, today, days=7, model=REPLAYED)
    assert "replay" in {source["source"] for source in before["sources"]}
    workbook = exported_workbook(reader, words, tmp_path)
    text = pdf_text(exported_paper(reader, words, tmp_path))
    after = board(product, today, days=7, model=REPLAYED)
    assert_in_workbook(workbook, words.language, before, after)
    assert_on_paper(text, words.language, before, after)
    assert words.replay in text
    cells = load_workbook(workbook).worksheets[0].iter_rows(values_only=True)
    assert any(str(row[0]).startswith(words.replay) for row in cells)


def played_again(product: Product, today: date) -> None:
    row = get_json(product, f"/v1/models/{REPLAYED}")["examples"][0]["row"]
    yesterday = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(hours=12)
    body = {"rows": [row] * 3, "occurred_at": yesterday.isoformat(), "source": "replay"}
    path = f"{product.url}/v1/models/{REPLAYED}/predict"
    httpx.post(path, json=body, headers=product.key("predict"), timeout=30).raise_for_status()
    served = {"days": 7, "model": REPLAYED}
    eventually(lambda: (figure(product, today, "predictions", **served)["value"] or 0) > 0)


def test_the_wall_goes_on_without_network_and_says_how_old_it_is(
    signed_in: Page, context: BrowserContext, screenshots: Path
) -> None:
    page = signed_in
    settled(page)
    page.clock.install()
    page.get_by_role("link", name="Wall mode").click()
    expect(page.get_by_role("heading", name="Predictions served")).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("link", name="Models")).to_have_count(0)
    assert accessibility_violations(page) == []
    page.screenshot(path=screenshots / "wall.png")
    context.set_offline(True)
    page.clock.run_for(95_000)
    stale = page.get_by_text("No connection: these numbers are")
    expect(stale).to_contain_text("1 min")
    expect(page.get_by_role("heading", name="Predictions served")).to_be_visible()
    context.set_offline(False)
    page.clock.run_for(35_000)
    expect(stale).to_have_count(0)


@pytest.mark.parametrize(("locale", "scheme"), [("pt-BR", "dark"), ("en-US", "light")])
def test_it_can_be_read_on_a_phone_by_everybody(
    signed_in: Page, browser: Browser, context: BrowserContext, product: Product,
    locale: str, scheme: str,
) -> None:  # fmt: skip
    settled(signed_in)
    phone = browser.new_context(
        base_url=product.url,
        storage_state=context.storage_state(),
        locale=locale,
        color_scheme=scheme,
        reduced_motion="reduce",
        viewport={"width": 360, "height": 740},
    )
    page = phone.new_page()
    for path in ("/dashboard", "/dashboard/quality", "/dashboard/value", "/wall"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
        assert accessibility_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    phone.close()
