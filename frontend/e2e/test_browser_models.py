"""A model on the visitor's own machine: the sealed file, in a real Chromium, beside the server."""

import re
from pathlib import Path

import httpx
import pytest
from conftest import CHROMIUM_FLAGS
from playwright.sync_api import Browser, Page, Route, expect
from product import Product, get_json
from test_visitor import accessibility_violations

SEALED = re.compile(r"/files/|[.]wasm$|/workers/")
TEXTS = (
    "A wonderful, moving story",
    "I expected to hate it, but it isn’t bad at all :)",
    "NOT GOOD. Não é BOM, ÉTÉ, Straße <3 ;-) 🎬 … don't won’t",
    "x",
    "don't " * 400,
)


def panel(page: Page):
    return page.get_by_role("region", name="Run it in this browser")


def load(page: Page, model: str) -> None:
    page.goto(f"/models/{model}")
    page.get_by_role("group", name="Examples").get_by_role("button").first.click()
    panel(page).get_by_role("button", name="Load the model into this browser").click()
    expect(panel(page).get_by_role("button", name="Ask both")).to_be_visible(timeout=60_000)


def column(page: Page, number: int) -> list[str]:
    return panel(page).locator(f"tbody td:nth-of-type({number})").all_inner_texts()


@pytest.mark.parametrize("model", ["digits", "sentiment"])
def test_this_browser_and_the_server_say_the_same(page: Page, product: Product, model: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/models/{model}")
    expect(panel(page)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if SEALED.search(url)] == [], (
        "nothing comes before it is asked for"
    )
    load(page, model)
    expect(panel(page)).to_contain_text("Both say the same")
    here, server = column(page, 1), column(page, 2)
    assert here[0] == server[0]
    assert re.search(r"\d+([.]\d+)?%", here[0])
    for latency in (*here[1:], *server[1:]):
        assert re.fullmatch(r"[\d.]+ (µs|ms|s)", latency)
    detail = get_json(product, f"/v1/models/{model}")
    sealed = detail["manifest"]["files"]["model.onnx"]["sha256"]
    expect(panel(page)).to_contain_text(
        f"manifest begins with {detail['versions'][0]['digest'][:12]}"
    )
    expect(panel(page)).to_contain_text(f"graph with {sealed[:12]}")
    assert [url for url in asked if not url.startswith((product.url, "blob:", "data:"))] == []


def test_every_kind_of_text_is_read_alike(page: Page) -> None:
    load(page, "sentiment")
    answers = set()
    for text in TEXTS:
        page.get_by_role("textbox").first.fill(text)
        with page.expect_response(re.compile("/versions/1/predict")):
            panel(page).get_by_role("button", name="Ask both").click()
        expect(panel(page)).to_contain_text("Both say the same")
        answers.add(column(page, 1)[0])
        assert column(page, 1)[0] == column(page, 2)[0]
    assert len(answers) == len(TEXTS)


def test_what_is_not_the_sealed_file_is_thrown_away(page: Page) -> None:
    def spoil(route: Route) -> None:
        content = bytearray(route.fetch().body())
        content[-1] ^= 1
        route.fulfill(body=bytes(content), content_type="application/octet-stream")

    page.route("**/files/model.onnx*", spoil)
    page.goto("/models/digits")
    panel(page).get_by_role("button", name="Load the model into this browser").click()
    alert = panel(page).get_by_role("alert")
    expect(alert).to_contain_text("model.onnx is not the file that was sealed")
    expect(panel(page).get_by_role("button", name="Ask both")).to_have_count(0)
    page.unroute("**/files/model.onnx*")
    alert.get_by_role("button", name="Try again").click()
    expect(panel(page).get_by_role("button", name="Ask both")).to_be_visible(timeout=60_000)
    panel(page).get_by_role("button", name="Ask both").click()
    expect(panel(page).get_by_role("alert")).to_have_text("Fill in the form first.")


def test_what_runs_the_model_can_reach_nothing(page: Page, product: Product) -> None:
    """The worker may compile WebAssembly and not connect; the page the other way round."""
    load(page, "sentiment")
    [worker] = page.workers
    ask = "fetch('/v1/models').then(() => 'sent', () => 'refused')"
    assert worker.evaluate(ask) == "refused"
    assert page.evaluate(ask) == "sent"
    compiled = "WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))"
    assert worker.evaluate(f"{compiled}.then(() => 'compiled')") == "compiled"
    assert "wasm-unsafe-eval" not in httpx.get(product.url).headers["content-security-policy"]


def test_a_download_can_be_called_off(page: Page) -> None:
    held: list[Route] = []
    # Playwright counts a handler's parameters, which a method of C does not tell.
    page.route("**/files/model.onnx*", lambda route: held.append(route))  # noqa: PLW0108
    page.goto("/models/digits")
    button = panel(page).get_by_role("button", name="Load the model into this browser")
    button.click()
    expect(panel(page).get_by_role("progressbar")).to_be_visible()
    panel(page).get_by_role("button", name="Cancel").click()
    expect(button).to_be_visible()
    for route in held:
        route.abort()


def test_without_a_secure_connection_it_says_that_nobody_checked(
    browser: Browser, product: Product
) -> None:
    port = product.url.rsplit(":", 1)[1]
    elsewhere = browser.browser_type.launch(
        executable_path="/usr/bin/chromium",
        args=[*CHROMIUM_FLAGS, "--host-resolver-rules=MAP farol.test 127.0.0.1"],
    )
    try:
        page = elsewhere.new_page(base_url=f"http://farol.test:{port}", locale="en-US")
        load(page, "digits")
        assert page.evaluate("window.isSecureContext") is False
        expect(panel(page)).to_contain_text("Nobody checked that this is the sealed file")
        expect(panel(page)).to_contain_text("Both say the same")
    finally:
        elsewhere.close()


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
    page.goto("/models/digits")
    page.get_by_role("group", name=re.compile("^(Examples|Exemplos)")).get_by_role(
        "button"
    ).last.click()
    page.get_by_role("button", name=re.compile("^(Load the model|Carregar o modelo)")).click()
    both = page.get_by_role("region", name=re.compile("^(Run it in|Rodar neste)"))
    expect(both.get_by_role("table")).to_be_visible(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert accessibility_violations(page) == []
    both.screenshot(path=screenshots / f"in-browser-{scheme}.png")
    context.close()
