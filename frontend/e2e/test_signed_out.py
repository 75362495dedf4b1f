"""A visitor follows every link: no page asks the server for what a visitor may not see."""

import re
from collections import deque
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response
from product import ROOT, Product, get_json

MODEL = "flight-delay"
ROUTE = re.compile(r"path: '([^']+)'")
TABS = ("quality", "card", "versions", "live")
MOST_PAGES = 120


def deep_links(product: Product) -> list[str]:
    """Every page that the application has, also those that nothing leads a visitor to."""
    source = (ROOT / "frontend" / "src" / "app" / "router.tsx").read_text(encoding="utf-8")
    paths = [path for path in ROUTE.findall(source) if path != "/"]
    run = next(iter(get_json(product, "/v1/training-runs")["training_runs"]), {"id": 1})
    absolute = [path if path.startswith("/") else f"/models/$model/{path}" for path in paths]
    filled = [path.replace("$model", MODEL).replace("$id", str(run["id"])) for path in absolute]
    known = [re.sub(r"\$\w+", "1", path) for path in filled]
    return ["/", *known, *(f"/models/{MODEL}?tab={tab}" for tab in TABS)]


def test_no_page_asks_for_what_a_visitor_may_not_see(page: Page, product: Product) -> None:
    refused: list[str] = []

    def note(response: Response) -> None:
        if response.status in (401, 403):
            asked = urlsplit(response.url).path
            refused.append(f"{urlsplit(page.url).path}: {response.request.method} {asked}")

    page.on("response", note)
    waiting = deque(deep_links(product))
    seen: set[str] = set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.popleft()
        if path in seen:
            continue
        seen.add(path)
        page.goto(path)
        page.wait_for_load_state("networkidle")
        waiting.extend(link for link in local_links(page) if link not in seen)
    assert f"/models/{MODEL}/timeline" in seen
    assert len(seen) >= 20, "the walk has come around"
    assert refused == []


def local_links(page: Page) -> list[str]:
    """Pages of the application, without their fragments; not the API's own reference."""
    hrefs: list[str] = page.evaluate(
        "[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))"
    )
    paths = [href.split("#", 1)[0] for href in hrefs if href.startswith("/")]
    return [p for p in paths if p and not p.startswith(("/docs", "/v1", "/v2", "/openapi"))]
