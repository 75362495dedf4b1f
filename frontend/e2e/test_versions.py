"""An engineer brings a model of her own, trains another one as she wants it, and compares."""

import re
from pathlib import Path

import httpx
import numpy as np
import onnx
import pytest
from pages import pictured
from playwright.sync_api import Page, expect
from product import Product, eventually, get_json
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from test_engineer import sign_in
from test_visitor import accessibility_violations

CULTIVARS = ("Barolo", "Grignolino", "Barbera")
FIELDS = ("alcohol", "malic_acid", "flavanoids", "proline")
JOB_MS = 120_000


@pytest.fixture(scope="module")
def wine(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, float], str]:
    """A real classifier of real wines, one of them, and what the classifier says it is."""
    data = load_wine(as_frame=True)
    numbers = data.data[list(FIELDS)].to_numpy(np.float32)
    fitted = make_pipeline(StandardScaler(), LogisticRegression()).fit(numbers, data.target)
    graph = to_onnx(
        fitted,
        initial_types=[("analysis", FloatTensorType([None, len(FIELDS)]))],
        options={"zipmap": False},
        target_opset=17,
    )
    path = tmp_path_factory.mktemp("wine") / "wine.onnx"
    onnx.save(graph, path)
    row = {name: round(float(value), 2) for name, value in zip(FIELDS, numbers[0], strict=True)}
    said = int(fitted.predict(np.array([list(row.values())], np.float32))[0])
    return path, row, CULTIVARS[said]


def step(page: Page, title: str) -> None:
    page.get_by_role("tab", name=title).click()
    expect(page.get_by_role("heading", name=title.split(". ")[1], level=2)).to_be_visible()


def test_a_file_that_is_no_graph_is_refused_in_words(
    page: Page, product: Product, tmp_path: Path
) -> None:
    (tmp_path / "weights.onnx").write_bytes(b"\x80\x04a pickle.")
    page.goto("/drafts")
    page.get_by_role("button", name="Sign in").last.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("admin")
    dialog.get_by_label("Password").fill(product.password)
    dialog.get_by_role("button", name="Sign in").click()
    page.locator("input[type=file]").set_input_files(tmp_path / "weights.onnx")
    page.wait_for_url("**/drafts/*")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The file is a Python pickle", timeout=JOB_MS)
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    page.wait_for_url("**/drafts")


def test_a_graph_is_described_tried_saved_and_asked(
    page: Page,
    product: Product,
    wine: tuple[Path, dict[str, float], str],
    screenshots: Path,
) -> None:
    path, row, cultivar = wine
    page.goto("/drafts")
    sign_in(page, product)
    page.locator("input[type=file]").set_input_files(path)
    page.wait_for_url("**/drafts/*")
    page.get_by_label("Name", exact=False).first.wait_for(timeout=JOB_MS)
    expect(page.get_by_text("the model has no title in English")).to_be_visible()

    page.get_by_role("textbox", name="Name").fill("wine")
    page.get_by_role("textbox", name="Title (English)").fill("Wine")
    page.get_by_role("textbox", name="Title (Portuguese)").fill("Vinho")
    page.get_by_role("textbox", name="In a sentence (English)").fill("Which cultivar it is.")
    assert accessibility_violations(page) == []

    # What is left is come back to.
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Everything is saved")).to_be_visible()
    page.goto("/drafts")
    page.get_by_role("link", name="wine", exact=True).first.click()
    expect(page.get_by_role("textbox", name="Title (English)")).to_have_value("Wine")

    describe_fields(page)
    step(page, "3. Its answer")
    for number, name in enumerate(CULTIVARS, start=1):
        page.get_by_label(f"Value {number}").fill(name)
    assert accessibility_violations(page) == []
    try_and_keep(page, row, cultivar)
    pictured(page, screenshots, "draft", height=1200)

    step(page, "5. Save it")
    page.get_by_role("button", name="Save and serve").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill("It tells the wines apart that we know")
    dialog.get_by_role("button", name="Save and serve").click()
    page.get_by_role("link", name="The model’s page").click(timeout=JOB_MS)

    page.wait_for_url("**/models/wine")
    # What serves hears of a new model within a moment.
    ask = {"url": f"{product.url}/v1/models/wine/predict", "json": {"rows": [row]}}
    eventually(lambda: httpx.post(**ask).status_code == 200)
    page.get_by_role("button", name="A known wine").click()
    answer = page.get_by_role("region", name="Answer")
    expect(answer.get_by_text(cultivar).first).to_be_visible(timeout=30_000)
    assert get_json(product, "/v1/models/wine")["champion"] == 1
    entries = get_json(product, "/v1/audit?limit=50")["entries"]
    steps = {"draft.start", "draft.change", "draft.try", "draft.register", "model.register"}
    assert steps <= {entry["action"] for entry in entries}


def describe_fields(page: Page) -> None:
    step(page, "2. Its fields")
    page.get_by_role("button", name="Name all columns at once").click()
    page.get_by_label("Column names, in order").fill(", ".join(FIELDS))
    page.get_by_role("button", name="Name them").click()
    page.get_by_role("button", name="Edit alcohol").click()
    page.get_by_label("At least").fill("10")
    page.get_by_label("At most").fill("16")
    page.get_by_label("Unit").fill("%")
    page.get_by_label("Label (Portuguese)").fill("Álcool")
    page.get_by_label("Asked for by").select_option("number")
    assert accessibility_violations(page) == []


def try_and_keep(page: Page, row: dict[str, float], cultivar: str) -> None:
    step(page, "4. Try it")
    region = page.get_by_role("region", name="Try it")
    for name, value in row.items():
        region.get_by_role("textbox", name=re.compile(name)).fill(str(value))
    page.get_by_role("button", name="Predict").click()
    answers = page.get_by_role("region", name="What it answered")
    expect(answers.get_by_text(cultivar).first).to_be_visible(timeout=JOB_MS)
    page.get_by_label("Keep it as an example called").fill("A known wine")
    page.get_by_role("button", name="Keep", exact=True).click()
    assert accessibility_violations(page) == []


def test_a_training_is_started_watched_cancelled_and_repeated_with_its_parameters(
    page: Page, product: Product
) -> None:
    page.goto("/runs")
    sign_in(page, product)
    page.get_by_role("button", name="Start a training").click()
    expect(page.get_by_role("menuitem", name="Bike")).to_be_visible()
    assert accessibility_violations(page) == []
    page.get_by_role("menuitem", name="Bike").click()
    dialog = page.get_by_role("dialog")
    trees = dialog.get_by_label("Trees")
    trees.fill("0")
    expect(dialog.get_by_text("Not right yet: trees")).to_be_visible()
    trees.fill("20000")
    dialog.get_by_label("Why").fill("Do more trees help?")
    dialog.get_by_role("button", name="Start training").click()
    page.wait_for_url("**/training-runs/*")
    first = page.url.rpartition("/")[2]
    expect(page.get_by_text("reading the data").first).to_be_visible(timeout=JOB_MS)
    assert accessibility_violations(page) == []
    page.get_by_role("button", name="Cancel training").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel training").click()
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible(timeout=JOB_MS)

    page.get_by_role("button", name="Train again").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill("Once more, to be sure")
    dialog.get_by_role("button", name="Start training").click()
    expect(page.get_by_role("link", name=f"repeats training run {first}")).to_be_visible()
    again = page.url.rpartition("/")[2]
    run = get_json(product, f"/v1/training-runs/{again}")
    assert (run["parameters"], run["retry_of"]) == ({"trees": 20000}, int(first))
    page.get_by_role("button", name="Cancel training").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel training").click()
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible(timeout=JOB_MS)


def test_two_runs_and_two_versions_are_compared(
    page: Page, product: Product, screenshots: Path
) -> None:
    versions = len(get_json(product, "/v1/models/bike-demand")["versions"])
    page.goto("/runs")
    sign_in(page, product)
    page.get_by_role("button", name="Start a training").click()
    page.get_by_role("menuitem", name="Bike").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Trees").fill("40")
    dialog.get_by_label("Why").fill("Do fewer trees do?")
    dialog.get_by_role("button", name="Start training").click()
    page.wait_for_url("**/training-runs/*")
    run = page.url.rpartition("/")[2]
    made = eventually(lambda: get_json(product, f"/v1/training-runs/{run}")["version"], seconds=300)
    assert made == versions + 1

    page.get_by_role("link", name=f"Compare with version {made - 1}").click()
    page.wait_for_url("**/models/bike-demand/compare*")
    parameters = page.get_by_role("region", name="Parameters")
    expect(parameters.get_by_role("row", name="trees")).to_contain_text("40")
    expect(page.get_by_role("region", name="Quality on held-out rows")).to_contain_text(
        "from the first"
    )
    expect(page.get_by_role("region", name="Rollouts that they took part in")).to_be_visible()
    expect(page.get_by_label("Loading")).to_have_count(0)
    assert accessibility_violations(page) == []
    pictured(page, screenshots, "compare", height=1700)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.get_by_role("main").evaluate("main => main.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 900})

    page.goto("/models/bike-demand?tab=versions")
    page.get_by_label("Tick version 1 to compare it").check()
    page.get_by_label(f"Tick version {made} to compare it").check()
    page.get_by_role("link", name="Compare", exact=True).click()
    page.wait_for_url(re.compile(rf"/compare\?versions=1(,|%2C){made}$"))

    page.goto("/runs?model=bike-demand")
    for number in range(2):
        page.get_by_label(re.compile("Tick training run")).nth(number).check()
    page.get_by_role("button", name="Compare 2").click()
    expect(page.get_by_role("row", name=re.compile("^trees"))).to_contain_text("40")
    assert accessibility_violations(page) == []
