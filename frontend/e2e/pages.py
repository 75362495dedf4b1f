"""Every page of the application: where it is, who opens it, and what it is asked with."""

import re
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Page, expect
from product import ROOT, Product, eventually, failing_training, get_json
from test_visitor import SETTLED

MODEL = "flight-delay"
SCHEMES = ("light", "dark")
ROUTE = re.compile(
    r"const (?P<name>\w+) = createRoute\(\{\s*getParentRoute: \(\) => (?P<parent>\w+),"
    r"\s*(?:path: '(?P<path>[^']*)'|id: '[^']*')"
)


def pictured(
    page: Page, folder: Path, name: str, *, height: int = 860, full_page: bool = False
) -> None:
    """A picture in each theme for the documentation: what the page shows now, on a desk."""
    size = page.viewport_size
    page.set_viewport_size({"width": 1280, "height": height})
    page.mouse.move(0, 0)
    page.evaluate("scrollTo(0, 0)")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(f"html[data-mantine-color-scheme={scheme}]")).to_have_count(1)
        page.evaluate(SETTLED)
        page.screenshot(path=folder / f"{name}-{scheme}.png", full_page=full_page)
    page.emulate_media(color_scheme="light")
    if size:
        page.set_viewport_size(size)


@dataclass(frozen=True)
class Screen:
    """One page. ``path`` is the router's pattern; ``address`` what a browser opens."""

    path: str
    address: str
    signed_in: bool = True
    alerts: int = 0
    """How many things that are wrong it shows, where that is what it is for."""
    picture: str = ""
    """Its name among the pictures of the documentation, where it has one."""


def patterns() -> set[str]:
    """The full path of every leaf route that app/router.tsx declares."""
    source = (ROOT / "frontend" / "src" / "app" / "router.tsx").read_text(encoding="utf-8")
    found = {match["name"]: match for match in ROUTE.finditer(source)}
    assert len(found) == source.count("= createRoute("), "a route is written in another way"

    def full(name: str) -> str:
        if name not in found:
            return ""
        path = found[name]["path"] or ""
        return f"{full(found[name]['parent'])}/{path.strip('/')}".rstrip("/")

    parents = {match["parent"] for match in found.values()}
    return {full(name) or "/" for name in found if name not in parents}


def screens(product: Product) -> list[Screen]:
    """All of them, with the ids of what the product holds now."""
    model = f"/models/{MODEL}"
    run = get_json(product, "/v1/training-runs?state=succeeded&limit=1")["training_runs"][0]["id"]
    experiment = _experiment(product)
    alert, draft = _alert(product), _draft(product)
    job = get_json(product, "/v1/jobs?limit=1")["jobs"][0]["id"]
    section = "/models/$model/{}".format
    return [
        Screen("/", "/", signed_in=False, picture="gallery"),
        *(
            Screen("/models/$model", f"/models/{name}", signed_in=False)
            for name in ("bike-demand", "digits", "file-type", "sentiment")
        ),
        Screen("/models/$model", model, signed_in=False, picture="model"),
        Screen("/models/$model/batch", f"{model}/batch", signed_in=False),
        Screen("/embed/$model", f"/embed/{MODEL}", signed_in=False),
        Screen("/dashboard", "/dashboard"),
        Screen("/dashboard/$slug", "/dashboard/predictions"),
        Screen("/wall", "/wall"),
        Screen("/overview", "/overview", picture="overview"),
        Screen("/alerts", "/alerts"),
        Screen("/alerts/$id", f"/alerts/{alert}"),
        Screen("/jobs", "/jobs"),
        Screen("/jobs/$id", f"/jobs/{job}"),
        Screen(section("timeline"), f"{model}/timeline"),
        Screen(section("rollout"), f"{model}/rollout"),
        Screen(section("quality"), f"{model}/quality"),
        Screen(section("drift"), f"{model}/drift"),
        Screen(section("policy"), f"{model}/policy"),
        Screen(section("runs"), f"{model}/runs"),
        Screen(section("reports"), f"{model}/reports"),
        Screen(section("experiments"), f"{model}/experiments"),
        Screen(section("experiments/new"), f"{model}/experiments/new"),
        Screen(section("experiments/$id"), f"{model}/experiments/{experiment}"),
        Screen(section("compare"), f"{model}/compare?versions=1"),
        Screen("/training-runs/$id", f"/training-runs/{run}"),
        Screen("/runs", "/runs"),
        Screen("/runs/compare", f"/runs/compare?ids={run}"),
        Screen("/drafts", "/drafts"),
        Screen("/drafts/$id", f"/drafts/{draft}", alerts=1),
        Screen("/keys", "/keys"),
        Screen("/account", "/account"),
        Screen("/people", "/people"),
        Screen("/audit", "/audit"),
    ]


def _alert(product: Product) -> int:
    """Of a training that failed, so that an alert's page and a job's have something to show."""
    path = "/v1/alerts?state=open&state=acknowledged&state=resolved&kind=job"
    known = get_json(product, path)["alerts"]
    if not known:
        with failing_training(product, "bike-demand"):
            known = eventually(lambda: get_json(product, path)["alerts"])
    return int(known[0]["id"])


def _draft(product: Product) -> str:
    """An ONNX file that was brought, so that its page has something to show."""
    graph = ROOT / "docs" / "postman" / "files" / "small-regression.onnx"
    known = [
        draft
        for draft in get_json(product, "/v1/drafts")["drafts"]
        if (draft["filename"], draft["state"], draft["name"]) == (graph.name, "editing", "")
    ]
    if not known:
        files = {"graph": (graph.name, graph.read_bytes())}
        answer = httpx.post(
            f"{product.url}/v1/drafts", files=files, auth=product.auth, timeout=30
        ).raise_for_status()
        known = [answer.json()]
    draft = str(known[0]["id"])
    eventually(lambda: get_json(product, f"/v1/drafts/{draft}")["state"] != "checking", seconds=120)
    return draft


def _experiment(product: Product) -> str:
    """An experiment's draft, so that its page has something to show."""
    known = get_json(product, f"/v1/models/{MODEL}/experiments")["experiments"]
    if known:
        return str(known[0]["id"])
    champion = get_json(product, f"/v1/models/{MODEL}")["champion"]
    plan = {
        "arms": [{"name": name, "version": champion, "share": 0.5} for name in ("a", "b")],
        "control": "a",
        "goal": {"measure": "quality", "values": []},
        "minimum_effect": 0.005,
        "confidence": 0.95,
        "guardrails": [],
        "horizon": {"subjects": 20_000, "days": 28.0},
        "minimum_subjects": 100,
        "mode": "fixed",
        "thompson": {"floor": 0.1, "every_hours": 1.0},
        "covariate_days": 14.0,
        "stops_itself": True,
    }
    answer = httpx.post(
        f"{product.url}/v1/models/{MODEL}/experiments",
        json={"name": "Does it matter who answers?", "plan": plan, "reason": "To have one"},
        auth=product.auth,
        timeout=30,
    )
    answer.raise_for_status()
    return str(answer.json()["id"])
