"""A visitor enjoys the demos: real rows with their truth, versions side by side, links, a camera."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from product import Product, eventually, get_json
from test_visitor import MODELS, accessibility_violations, answer

ASKED = re.compile(r"/v1/models/[^/]+/predict$")


@pytest.fixture(scope="module")
def two_versions(product: Product) -> str:
    """A model with a second version."""
    model = "sentiment"

    def versions() -> int:
        return len(get_json(product, f"/v1/models/{model}")["versions"])

    if versions() < 2:
        order = {
            "model": model,
            "parameters": {"inverse_penalty": 0.01},
            "reason": "A simpler one to compare with.",
        }
        started = httpx.post(f"{product.url}/v1/training-runs", json=order, auth=product.auth)
        assert started.status_code == 202, started.text
        eventually(lambda: versions() > 1, seconds=120)
    return model


def in_the_log(product: Product, model: str) -> int:
    metrics = get_json(product, f"/v1/models/{model}/metrics")
    return sum(version["requests"] for version in metrics["versions"])


@pytest.mark.parametrize("model", MODELS)
def test_a_real_row_is_guessed_at_asked_about_and_then_told(
    page: Page, product: Product, model: str
) -> None:
    predictions: list[str] = []
    page.on(
        "request",
        lambda request: predictions.append(request.url) if ASKED.search(request.url) else None,
    )
    before = in_the_log(product, model)
    page.goto(f"/models/{model}")
    page.get_by_role("button", name="Surprise me").click()
    for count in ("1", "2"):
        row = page.get_by_role("region", name="A real row")
        expect(row).to_be_visible()
        expect(page.get_by_text("What really happened")).to_have_count(0)
        assert accessibility_violations(page) == []
        row.get_by_role("button", name="Ask the model").click()
        expect(answer(page).get_by_text("What really happened")).to_be_visible()
        expect(answer(page).get_by_text(re.compile(rf"right in \d of {count}\."))).to_be_visible()
        expect(answer(page).get_by_text("not recorded")).to_be_visible()
        expect(answer(page).get_by_role("region", name="Why")).to_be_visible()
        assert accessibility_violations(page) == []
        page.get_by_role("button", name="Another one").click()
    # History asked about again is neither traffic nor late truth.
    assert predictions == []
    assert in_the_log(product, model) == before


def test_the_truth_is_what_the_sealed_rows_say(page: Page, product: Product) -> None:
    page.goto("/models/flight-delay")
    with page.expect_response(re.compile("/held-out[?]")) as drawn:
        page.get_by_role("button", name="Surprise me").click()
    row = drawn.value.json()
    digest = get_json(product, "/v1/models/flight-delay/versions/1")["digest"]
    sealed = product.data_dir / "artifacts" / digest / "held_out.json"
    held = httpx.Response(200, content=sealed.read_bytes()).json()["rows"][row["number"]]
    assert held["row"] == row["row"]
    guesses = page.get_by_role("region", name="A real row").locator("label")
    on_time, late = (guess.strip() for guess in guesses.all_inner_texts())
    guesses.nth(1).click()
    page.get_by_role("button", name="Ask the model").click()
    happened = late if held["truth"] == "late" else on_time
    expect(answer(page)).to_contain_text(f"What really happened: {happened}")
    said = "right" if held["truth"] == "late" else "wrong"
    expect(answer(page)).to_contain_text(f"You said “{late}”, and you were {said}.")


def test_two_versions_stand_side_by_side_on_the_same_input(
    page: Page, product: Product, two_versions: str
) -> None:
    text = "It is not exactly a masterpiece, yet I was never bored"
    page.goto(f"/models/{two_versions}")
    page.get_by_role("textbox").first.fill(text)
    page.get_by_role("button", name="Predict").click()
    choice = answer(page).get_by_role("combobox", name="Compare with")
    choice.select_option(index=1)
    beside = answer(page).get_by_role("region", name="Beside another version")
    expect(beside.get_by_text(re.compile("Both say|They disagree"))).to_be_visible()
    detail = get_json(product, f"/v1/models/{two_versions}")
    assert len(detail["versions"]) == 2
    for version in (1, 2):
        asked = f"{product.url}/v1/models/{two_versions}/versions/{version}/predict"
        told = httpx.post(asked, json={"rows": [{"text": text}]}).json()["predictions"][0]
        share = f"{told['probability']:.0%}"
        expect(beside.get_by_text(share, exact=True).first).to_be_visible()
    assert accessibility_violations(page) == []
