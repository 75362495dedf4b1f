"""A visitor with no account, in a real Chromium: tries every model."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from product import ROOT, Product, eventually, get_json

MODELS = {
    "bike-demand": "Bike demand",
    "digits": "Handwritten digit",
    "file-type": "File type",
    "flight-delay": "Flight delay",
    "sentiment": "Sentiment of a text",
}
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def answer(page: Page):
    return page.get_by_role("region", name="Answer")


SETTLED = """async () => {
  const frame = () => new Promise((painted) => requestAnimationFrame(painted))
  const changes = () => document.getAnimations().some((found) => found instanceof CSSTransition)
  await frame()
  do await frame(); while (changes())
}"""
"""Even without motion a change of colours takes a frame."""


def accessibility_violations(page: Page) -> list[str]:
    page.evaluate(SETTLED)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("axe.run()")
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def test_the_gallery_shows_every_model_with_its_quality(page: Page) -> None:
    page.goto("/")
    for title in MODELS.values():
        expect(page.get_by_role("heading", name=title, level=2)).to_be_visible()
    expect(page.get_by_text("simple baseline")).to_have_count(5)


@pytest.mark.parametrize("model", MODELS)
def test_every_model_answers_its_first_example_and_says_why(page: Page, model: str) -> None:
    page.goto(f"/models/{model}")
    page.get_by_role("group", name="Examples").get_by_role("button").first.click()
    expect(answer(page).get_by_text("Version 1 · champion")).to_be_visible()
    expect(answer(page).get_by_role("region", name="Why")).to_be_visible()
    expect(answer(page).get_by_text("The truth:")).to_be_visible()


def test_what_the_form_shows_is_what_the_curl_example_sends(page: Page, product: Product) -> None:
    page.goto("/models/sentiment")
    page.get_by_role("textbox").first.fill("The worst film I've ever seen")
    page.get_by_role("button", name="Predict").click()
    expect(answer(page).get_by_role("status").first).to_contain_text("negative")
    code = page.get_by_role("region", name="The same call from a program").locator("code")
    expect(code).to_contain_text("The worst film I")
    expect(code).to_contain_text(f"{product.url}/v1/models/sentiment/predict")


def test_a_digit_drawn_with_the_mouse_is_read(page: Page) -> None:
    page.goto("/models/digits")
    box = page.locator("canvas").first.bounding_box()
    assert box is not None
    middle, top = box["x"] + box["width"] / 2, box["y"]
    page.mouse.move(middle, top + 0.15 * box["height"])
    page.mouse.down()
    page.mouse.move(middle - 2, top + 0.85 * box["height"], steps=12)
    page.mouse.up()
    page.get_by_role("button", name="Predict").click()
    expect(answer(page).get_by_role("status").first).to_contain_text("1")


def test_a_file_of_the_visitor_is_recognised(page: Page, tmp_path: Path) -> None:
    script = tmp_path / "unnamed"
    script.write_text("import sys\n\n\ndef main() -> int:\n    print('hello')\n    return 0\n" * 20)
    page.goto("/models/file-type")
    page.locator("input[type=file]").first.set_input_files(script)
    page.get_by_role("button", name="Predict").click()
    expect(answer(page).get_by_role("status").first).to_contain_text("Python")


def test_a_thumb_reaches_the_figures(page: Page, product: Product) -> None:
    def thumbs() -> int:
        versions = get_json(product, "/v1/models/bike-demand/metrics")["versions"]
        return sum(version["feedback"]["up"] for version in versions)

    before = thumbs()
    page.goto("/models/bike-demand")
    page.get_by_role("group", name="Examples").get_by_role("button").first.click()
    answer(page).get_by_role("button", name="Yes, a good answer").click()
    eventually(lambda: thumbs() == before + 1)


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.goto("/models/sentiment")
    expect(page.get_by_role("button", name="Predict")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
    page.keyboard.type("A wonderful, moving story")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Predict")).to_be_focused()
    page.keyboard.press("Enter")
    expect(answer(page).get_by_role("status").first).to_contain_text("positive")


def test_an_unknown_page_and_an_unknown_model_say_so(page: Page) -> None:
    page.goto("/nothing-here")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/models/nothing-here")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no model “nothing-here”")
    expect(page).to_have_title(re.compile("nothing-here"))


def test_the_frontend_says_how_it_may_be_embedded_and_cached(product: Product) -> None:
    index = httpx.get(product.url)
    policy = index.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy  # the default holds: no inline script, no other host
    assert index.headers["cache-control"] == "no-cache"
    script = re.search(r'src="(/assets/[^"]+[.]js)"', index.text)
    assert script
    assert "immutable" in httpx.get(product.url + script.group(1)).headers["cache-control"]
    assert index.headers["x-content-type-options"] == "nosniff"
