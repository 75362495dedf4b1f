"""A visitor enjoys the demos: real rows and their truth, versions side by side, links, pictures."""

import base64
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
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


def link_in(page: Page) -> str:
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog", name="Share this")
    code = dialog.locator("code")
    expect(code).to_contain_text("#version=")
    address = code.inner_text()
    dialog.get_by_role("button", name="Close").click()
    return address


def test_a_link_reproduces_a_drawing_for_somebody_else(
    page: Page, browser: Browser, product: Product
) -> None:
    page.goto("/models/digits")
    page.get_by_role("group", name="Examples").get_by_role("button").nth(4).click()
    said = answer(page).get_by_role("status").first
    expect(said).to_contain_text("4")
    address = link_in(page)
    assert address.startswith(f"{product.url}/models/digits#")
    assert len(address) < 2_000
    context = browser.new_context(locale="en-US", reduced_motion="reduce")
    other = context.new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(address)
    expect(answer(other).get_by_role("status").first).to_have_text(said.inner_text())
    expect(other.get_by_role("region", name="The same call from a program")).to_contain_text("0,0")
    assert accessibility_violations(other) == []
    # What was drawn is in no address that a server sees.
    assert not any("row=" in url.partition("#")[0] for url in asked)
    context.close()


def test_a_link_may_pin_a_version_and_says_who_answers(
    page: Page, product: Product, two_versions: str
) -> None:
    before = in_the_log(product, two_versions)
    page.goto(f"/models/{two_versions}")
    page.get_by_role("textbox").first.fill("Nothing new, but well told")
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog", name="Share this")
    dialog.get_by_role("switch").check()
    expect(dialog.locator("code")).to_contain_text("pinned=1")
    assert accessibility_violations(page) == []
    address = dialog.locator("code").inner_text()
    version = int(re.search(r"version=(\d+)", address).group(1))
    other = 3 - version
    page.goto("about:blank")
    page.goto(address.replace(f"version={version}", f"version={other}"))
    expect(page.get_by_text(f"Version {other} answers, as the link asks.")).to_be_visible()
    expect(answer(page).get_by_text("not recorded")).to_be_visible()
    assert in_the_log(product, two_versions) == before
    page.goto("about:blank")
    page.goto(address.replace(f"version={version}", "version=77"))
    expect(page.get_by_text("Version 77, which this link asks for, is not there")).to_be_visible()
    expect(answer(page).get_by_text(f"Version {version}")).to_be_visible()


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[str]:
    """Somebody else's site: what lies in ``tmp_path``, from another origin."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_another_site_shows_the_demo_in_a_frame_and_no_other_page(
    browser: Browser, product: Product, blog: str, tmp_path: Path, theme: str, screenshots: Path
) -> None:
    frame = f"{product.url}/embed/sentiment?lang=pt-BR&theme={theme}"
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>A blog</title><h1>My page</h1>"
        f'<iframe id="demo" src="{frame}" width="100%" height="760" title="demo"></iframe>'
        f'<iframe id="site" src="{product.url}/models/sentiment" title="site"></iframe>'
    )
    context = browser.new_context(viewport={"width": 720, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(blog)
    demo = page.frame_locator("#demo")
    demo.get_by_role("textbox").first.fill("A wonderful, moving story")
    demo.get_by_role("button", name="Prever").click()
    answered = demo.get_by_role("region", name="Resposta")
    expect(answered.get_by_role("status").first).to_contain_text("positivo")
    expect(demo.get_by_role("banner")).to_have_count(0)
    dark = demo.locator("html").evaluate("e => getComputedStyle(e).colorScheme")
    assert dark == theme
    page.screenshot(path=screenshots / f"embedded-{theme}.png")
    framed = next(f for f in page.frames if "/embed/" in f.url)
    assert framed.evaluate("document.documentElement.scrollWidth <= innerWidth")
    refused = page.frame_locator("#site").get_by_role("heading", name="Sentiment of a text")
    expect(refused).to_have_count(0)
    context.close()


def test_a_limit_counts_down_and_then_lets_go(page: Page) -> None:
    refusals = [2]

    def limited(route) -> None:
        if not refusals:
            route.continue_()
            return
        headers = {"retry-after": str(refusals.pop()), "content-type": "application/problem+json"}
        body = '{"type": "urn:farol:problem:rate-limited", "title": "x", "request_id": "r-9"}'
        route.fulfill(status=429, headers=headers, body=body)

    page.route(ASKED, limited)
    page.goto("/models/bike-demand")
    page.get_by_role("button", name="Predict").click()
    alert = answer(page).get_by_role("alert")
    expect(alert).to_contain_text("You can try again in 2 s.")
    expect(alert).to_contain_text("r-9")
    expect(page.get_by_role("button", name="Predict")).to_be_disabled()
    assert accessibility_violations(page) == []
    expect(alert.get_by_role("button", name="Try again")).to_be_enabled()
    expect(alert).to_contain_text("You can try again now.")
    alert.get_by_role("button", name="Try again").click()
    expect(answer(page).get_by_text("hires/h").first).to_be_visible()


def photo_of_a_one(page: Page) -> bytes:
    """A sheet of grey paper with a thick dark stroke, on one side of it, and a speck of dirt."""
    drawn = page.evaluate(
        """() => {
          const canvas = document.createElement('canvas')
          canvas.width = 640
          canvas.height = 400
          const context = canvas.getContext('2d')
          context.fillStyle = '#c8c4b8'
          context.fillRect(0, 0, 640, 400)
          context.fillStyle = '#27304a'
          context.fillRect(455, 90, 30, 220)
          context.fillRect(380, 30, 5, 5)
          return canvas.toDataURL('image/png').split(',')[1]
        }"""
    )
    return base64.b64decode(drawn)


def test_a_photo_is_prepared_step_by_step_and_read(page: Page, screenshots: Path) -> None:
    page.goto("/models/digits")
    photo = {"name": "one.png", "mimeType": "image/png", "buffer": photo_of_a_one(page)}
    page.get_by_role("button", name="Picture or camera").click()
    dialog = page.get_by_role("dialog", name="A picture of a digit")
    assert accessibility_violations(page) == []
    dialog.locator("input[type=file]").set_input_files(photo)
    expect(dialog.get_by_role("img", name="Ink and paper told apart")).to_be_visible()
    assert accessibility_violations(page) == []
    page.screenshot(path=screenshots / "photo-steps.png")
    threshold = dialog.get_by_role("slider", name="Threshold")
    threshold.focus()
    for _ in range(10):
        threshold.press("ArrowRight")
    expect(threshold).to_have_attribute("aria-valuenow", "0.45")
    # The paper alone has no digit, and says so.
    for _ in range(50):
        dialog.get_by_role("slider", name="Size of the square").press("ArrowLeft")
    for _ in range(50):
        dialog.get_by_role("slider", name="Across").press("ArrowLeft")
    expect(dialog.get_by_text("nothing but paper")).to_be_visible()
    expect(dialog.get_by_role("button", name="Use this")).to_be_disabled()
    for _ in range(75):
        dialog.get_by_role("slider", name="Across").press("ArrowRight")
    dialog.get_by_role("slider", name="Size of the square").press("End")
    dialog.get_by_role("button", name="Use this").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Predict").click()
    expect(answer(page).get_by_role("status").first).to_contain_text("1")


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_picture_is_dropped_or_pasted(page: Page, way: str) -> None:
    page.goto("/models/digits")
    area = page.get_by_role("application", name="Drawing area")
    expect(area).to_be_visible()
    transfer = page.evaluate_handle(
        """(data) => {
          const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0))
          const transfer = new DataTransfer()
          transfer.items.add(new File([bytes], 'one.png', { type: 'image/png' }))
          return transfer
        }""",
        base64.b64encode(photo_of_a_one(page)).decode(),
    )
    if way == "drop":
        area.dispatch_event("drop", {"dataTransfer": transfer})
    else:
        area.evaluate(
            """(element, data) => element.dispatchEvent(
              new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))""",
            transfer,
        )
    dialog = page.get_by_role("dialog", name="A picture of a digit")
    expect(dialog.get_by_role("img", name="Ink and paper told apart")).to_be_visible()


def test_a_file_that_is_no_picture_is_told(page: Page) -> None:
    page.goto("/models/digits")
    page.get_by_role("button", name="Picture or camera").click()
    dialog = page.get_by_role("dialog", name="A picture of a digit")
    file = {"name": "no.png", "mimeType": "image/png", "buffer": b"not a picture"}
    dialog.locator("input[type=file]").set_input_files(file)
    expect(dialog.get_by_role("alert")).to_contain_text("not a picture")


def test_the_camera_is_asked_for_only_when_its_button_is_pressed(
    browser: Browser, product: Product
) -> None:
    context = browser.new_context(base_url=product.url, locale="en-US", reduced_motion="reduce")
    context.grant_permissions(["camera"])
    page = context.new_page()
    page.add_init_script(
        """const media = navigator.mediaDevices
        window.streams = []
        const open = media.getUserMedia.bind(media)
        media.getUserMedia = async (wanted) => {
          const stream = await open(wanted)
          window.streams.push(stream)
          return stream
        }"""
    )
    page.goto("/models/digits")
    page.get_by_role("button", name="Picture or camera").click()
    dialog = page.get_by_role("dialog", name="A picture of a digit")
    expect(dialog.get_by_role("button", name="Use the camera")).to_be_visible()
    assert page.evaluate("window.streams.length") == 0
    dialog.get_by_role("button", name="Use the camera").click()
    video = dialog.locator("video")
    expect(video).to_be_visible()
    assert accessibility_violations(page) == []
    page.wait_for_function("document.querySelector('video').videoWidth > 0")
    dialog.get_by_role("button", name="Take the picture").click()
    expect(dialog.get_by_role("img", name="In grey")).to_be_visible()
    # The light of the camera goes out.
    live = "window.streams.flatMap((s) => s.getTracks()).some((t) => t.readyState === 'live')"
    assert page.evaluate("window.streams.length") == 1
    page.wait_for_function(f"!({live})")
    context.close()


def test_a_refused_camera_says_what_to_do(page: Page) -> None:
    page.goto("/models/digits")
    page.get_by_role("button", name="Picture or camera").click()
    dialog = page.get_by_role("dialog", name="A picture of a digit")
    dialog.get_by_role("button", name="Use the camera").click()
    expect(dialog.get_by_role("alert")).to_contain_text("did not let this page use the camera")
    assert accessibility_violations(page) == []
    expect(dialog.get_by_role("button", name="Drop a picture here, or choose one")).to_be_enabled()


@pytest.mark.parametrize("locale", ["en-US", "pt-BR"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_dialogs_fit_a_phone_without_barriers(
    browser: Browser, product: Product, locale: str, scheme: str
) -> None:
    context = browser.new_context(
        base_url=product.url,
        viewport={"width": 360, "height": 740},
        locale=locale,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    english = locale == "en-US"
    page.goto("/models/digits")
    page.get_by_role("group", name="Examples" if english else "Exemplos").get_by_role(
        "button"
    ).first.click()
    page.get_by_role("button", name="Share" if english else "Compartilhar", exact=True).click()
    page.get_by_text("A frame for a page" if english else "Um quadro para uma página").click()
    expect(page.get_by_role("dialog").locator("code")).to_contain_text("<iframe")
    assert accessibility_violations(page) == []
    page.keyboard.press("Escape")
    photo = {"name": "one.png", "mimeType": "image/png", "buffer": photo_of_a_one(page)}
    page.get_by_role("button", name="camera" if english else "câmera").click()
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(photo)
    expect(page.get_by_role("dialog").get_by_role("slider").first).to_be_visible()
    assert accessibility_violations(page) == []
    page.goto(f"/embed/flight-delay?theme={scheme}&lang={'en' if english else locale}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert accessibility_violations(page) == []
    context.close()
