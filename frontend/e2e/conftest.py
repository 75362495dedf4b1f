import json
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from product import Product, free_port, prepare_data_dir, started

CHROMIUM_FLAGS = [
    "--no-sandbox",  # the tests may run as root in a container
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",  # a camera that shows a test picture to whom it is given
]


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One running Farol with its five first models, for all end-to-end tests.

    While working on one test, FAROL_E2E_DATA_DIR names a data directory that was made before.
    """
    made_before = os.environ.get("FAROL_E2E_DATA_DIR")
    folder = Path(made_before) if made_before else tmp_path_factory.mktemp("farol")
    with started(prepare_data_dir(folder), free_port()) as product:
        if made_before:
            product.password = json.loads(product.cli("password", "--json").stdout)["password"]
        yield product


@pytest.fixture
def own(product: Product, tmp_path: Path) -> Path:
    """A second installation: a copy of the first one's data, for tests that stop and kill."""
    return copy_of(product, tmp_path)


@pytest.fixture(scope="session")
def copied(product: Product) -> Callable[[Path], Path]:
    """As ``own``, in a folder that the caller has."""
    return lambda folder: copy_of(product, folder)


def copy_of(product: Product, folder: Path) -> Path:
    data = prepare_data_dir(folder / "data")
    with (
        sqlite3.connect(product.data_dir / "farol.db") as source,
        sqlite3.connect(data / "farol.db") as copy,
    ):
        source.backup(copy)
    for name in ("artifacts", "serving"):
        subprocess.run(["cp", "-r", product.data_dir / name, data / name], check=True)
    return data


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, product: Product) -> Iterator[Page]:
    """A visitor's fresh browser; any console error or failed script fails the test."""
    context = browser.new_context(base_url=product.url, locale="en-US", reduced_motion="reduce")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


@pytest.fixture(scope="session")
def screenshots() -> Path:
    folder = Path(__file__).parents[2] / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
