"""A visitor scores a file of their own: drops it, leaves, comes back, and takes the result home."""

import csv
import io
import json
import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from product import Product
from test_visitor import accessibility_violations

PAGE = "/models/sentiment/batch"
GOOD = (
    "text,key,note\n"
    '"A wonderful, moving story",first,mine\n'
    '"The worst film I\'ve ever seen",second,mine\n'
)


def drop(page: Page, content: str | bytes, name: str = "reviews.csv") -> None:
    data = content.encode() if isinstance(content, str) else content
    file = {"name": name, "mimeType": "text/csv", "buffer": data}
    page.locator("input[type=file]").set_input_files(file)


def download(page: Page, link: str) -> str:
    with page.expect_download() as started:
        page.get_by_role("link", name=link).click()
    return Path(started.value.path()).read_text(encoding="utf-8")


def test_a_file_is_dropped_left_and_come_back_to(page: Page, product: Product) -> None:
    page.goto("/models/sentiment")
    page.get_by_role("link", name="Score a file").click()
    drop(page, GOOD)
    expect(page.get_by_text("The model does not look at these columns")).to_contain_text("note")
    expect(page).to_have_url(re.compile(r"[?]id="))
    page.goto("/")
    page.goto(PAGE)
    page.get_by_role("link", name="reviews.csv").click()
    expect(page.get_by_text("2 rows scored, 0 refused")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile("^Kept until"))).to_be_visible()
    shown = page.get_by_role("region", name="The first rows")
    expect(shown.get_by_role("row").nth(1)).to_contain_text("positive")
    expect(shown.get_by_role("row").nth(2)).to_contain_text("negative")
    rows = list(csv.DictReader(io.StringIO(download(page, "Download the result"))))
    assert [(row["key"], row["note"]) for row in rows] == [("first", "mine"), ("second", "mine")]
    online = httpx.post(
        f"{product.url}/v1/models/sentiment/predict", json={"rows": [{"text": rows[0]["text"]}]}
    ).json()["predictions"][0]
    assert float(rows[0]["prediction_probability"]) == pytest.approx(
        online["probability"], abs=1e-6
    )
    assert rows[0]["prediction_label"] == online["label"]


def test_the_template_can_be_sent_as_it_is(page: Page, tmp_path: Path) -> None:
    page.goto("/models/digits/batch")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download a template").click()
    assert started.value.suggested_filename == "digits.csv"
    template = tmp_path / "digits.csv"
    started.value.save_as(template)
    page.locator("input[type=file]").set_input_files(template)
    expect(page.get_by_text("10 rows scored, 0 refused")).to_be_visible(timeout=60_000)


def test_faults_are_told_by_line_and_the_other_rows_are_scored(page: Page) -> None:
    columns = (
        "carrier,origin,destination,weekday,scheduled_departure_minute,temperature_f,"
        "humidity_percent,wind_speed_mph,precipitation_inches,pressure_millibars,"
        "visibility_miles,plane_year,plane_seats\n"
    )
    good = "DL,LGA,ATL,sunday,360,35.1,84.7,4.6,0,1028.2,10,1989,178\n"
    page.goto("/models/flight-delay/batch")
    drop(page, columns + good + good.replace("DL", "XX") + good.replace("35.1", "warm"))
    problems = page.get_by_role("group", name="Rows that would be left out")
    expect(problems.get_by_role("row").nth(1)).to_contain_text(re.compile("3.*carrier.*XX"))
    expect(problems.get_by_role("row").nth(2)).to_contain_text(re.compile("4.*temperature_f.*warm"))
    page.get_by_role("button", name="Score the other rows").click()
    expect(page.get_by_text("1 rows scored, 2 refused")).to_be_visible(timeout=60_000)
    refused = page.get_by_role("region", name="The first refused rows")
    expect(refused.get_by_role("listitem").first).to_contain_text(re.compile("Line 3:.*carrier"))
    errors = download(page, "Download the refused rows").splitlines()
    assert [json.loads(error)["line"] for error in errors] == [3, 4]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty"),
        (b"text\n", "no rows to score"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8 text"),
        (b"review\ngood\n", "These columns are missing: text"),
    ],
)
def test_rubbish_is_told_apart_before_it_is_sent(page: Page, content: bytes, reason: str) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(PAGE)
    drop(page, content)
    expect(page.get_by_role("alert")).to_contain_text(reason)
    assert "POST" not in sent


def test_a_large_file_asks_to_sign_in(page: Page) -> None:
    page.goto(PAGE)
    drop(page, "text\n" + "fine\n" * 1_001)
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize(("scheme", "locale"), [("light", "en-US"), ("dark", "pt-BR")])
def test_on_a_phone_it_is_without_barriers(
    browser: Browser, product: Product, scheme: str, locale: str, screenshots: Path
) -> None:
    context = browser.new_context(
        base_url=product.url,
        viewport={"width": 360, "height": 740},
        locale=locale,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(PAGE)
    drop(page, GOOD + '"one cell too few"\n')
    page.get_by_role("button", name=re.compile("^(Score the other|Pontuar as outras)")).click()
    shown = page.get_by_role("region", name=re.compile("^(The first rows|As primeiras linhas)$"))
    expect(shown).to_be_visible(timeout=60_000)
    refused = re.compile("^(The first refused|As primeiras linhas recusadas)")
    expect(page.get_by_role("region", name=refused)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert accessibility_violations(page) == []
    page.screenshot(path=screenshots / f"batch-{scheme}.png", full_page=True)
    context.close()
