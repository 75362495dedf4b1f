"""A product with small limits: who asks too often waits, and probes never do."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect
from product import Product, eventually, free_port, get_json, started

PREDICTIONS = 3
REQUESTS = 60
LIMITS = {
    "FAROL_VISITOR_REQUESTS_PER_MINUTE": str(PREDICTIONS),
    "FAROL_ADDRESS_REQUESTS_PER_MINUTE": str(REQUESTS),
}
PROBES = ("/health/live", "/health/ready", "/metrics")


@pytest.fixture
def limited(product: Product, own: Path) -> Iterator[Product]:
    with started(own, free_port(), more=LIMITS) as small:
        small.password = product.password
        yield small


def asking(product: Product) -> Callable[..., httpx.Response]:
    """Predicts the model's own first example."""
    row = get_json(product, "/v1/models/sentiment")["examples"][0]["row"]
    url = f"{product.url}/v1/models/sentiment/predict"

    def predict(headers: dict[str, str] | None = None) -> httpx.Response:
        return httpx.post(url, json={"rows": [row]}, headers=headers, timeout=30)

    return predict


def test_a_visitor_who_asks_too_often_waits_and_nobody_else_does(
    limited: Product, browser: Browser
) -> None:
    predict = asking(limited)
    answers = [predict() for _ in range(PREDICTIONS + 1)]
    assert [one.status_code for one in answers] == [200] * PREDICTIONS + [429]
    refused = answers[-1]
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.json()["request_id"] == refused.headers["x-request-id"]

    # A key has a limit of its own, from when the data plane knows it.
    key = limited.key("predict")
    eventually(lambda: predict(key).status_code == 200)

    # The page of the model tells the visitor when to try again.
    page = browser.new_page(base_url=limited.url, locale="en-US", reduced_motion="reduce")
    page.goto("/models/sentiment")
    page.get_by_role("group", name="Examples").get_by_role("button").first.click()
    expect(page.get_by_role("alert").first).to_contain_text("again in")
    page.close()


def test_probes_scrapers_and_pages_are_never_refused(limited: Product) -> None:
    with httpx.Client(
        base_url=limited.url, headers={"Accept": "text/html, */*"}, timeout=30
    ) as client:
        last = 200
        for _ in range(REQUESTS + 1):
            last = client.get("/v1/models").status_code
        refused = client.get("/v1/models")
        assert (last, refused.status_code) == (429, 429)
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        for path in (*PROBES, "/", "/models/sentiment"):
            assert {client.get(path).status_code for _ in range(REQUESTS + 10)} == {200}, path
