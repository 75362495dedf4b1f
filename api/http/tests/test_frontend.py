from pathlib import Path

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from api.adapters.settings import Settings
from api.http.app import compose

PAGE = {"Accept": "text/html"}


def test_the_page_is_served_and_asked_for_again(client: TestClient) -> None:
    answer = client.get("/", headers=PAGE)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert "<title>Farol</title>" in answer.text


@pytest.mark.parametrize("path", ["/models/flight-delay", "/jobs/3", "/anything"])
def test_paths_of_the_browsers_router_get_the_page(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=PAGE)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


def test_a_program_gets_no_page_for_an_unknown_path(client: TestClient) -> None:
    assert client.get("/v1/nothing", headers={"Accept": "application/json"}).status_code == 404


def test_hashed_assets_are_kept_for_ever(client: TestClient) -> None:
    answer = client.get("/assets/index-a1b2c3.js", headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")


def test_an_asset_that_is_gone_is_a_404_and_not_kept(client: TestClient) -> None:
    answer = client.get("/assets/index-000000.js")
    assert answer.status_code == 404
    assert "cache-control" not in answer.headers


def test_the_builds_own_compressed_copy_is_sent(client: TestClient) -> None:
    with client.stream("GET", "/assets/index-a1b2c3.js", headers={"Accept-Encoding": "br"}) as got:
        assert b"".join(got.iter_raw()) == b"brotli bytes"
    assert (got.headers["content-encoding"], got.headers["vary"]) == ("br", "Accept-Encoding")
    assert got.headers["content-type"].startswith("text/javascript")


def test_without_a_copy_it_is_compressed_on_the_way(client: TestClient) -> None:
    answer = client.get("/assets/index-a1b2c3.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"


def test_a_worker_alone_may_compile_webassembly_and_can_reach_nothing(client: TestClient) -> None:
    def policy(path: str) -> str:
        plain = {"Accept-Encoding": "identity"}
        return client.get(path, headers=plain).headers["content-security-policy"]

    allowed = dict(rule.split(" ", 1) for rule in policy("/assets/workers/a-1.js").split("; "))
    assert allowed == {"default-src": "'none'", "script-src": "'self' 'wasm-unsafe-eval'"}
    for path in ("/", "/assets/index-a1b2c3.js", "/assets/ort-1.wasm", "/v1/models"):
        assert "wasm-unsafe-eval" not in policy(path)


def test_webassembly_is_sent_as_such_and_kept_for_ever(client: TestClient) -> None:
    answer = client.get("/assets/ort-1.wasm")
    assert answer.content == b"\0asm"
    assert answer.headers["content-type"] == "application/wasm"
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/", "/v1/models", "/v1/nothing"])
def test_every_answer_has_safe_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "script-src" not in headers["content-security-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize(
    ("origins", "ancestors", "frame_options"),
    [
        (("*",), "frame-ancestors *", None),
        (("https://a.example", "https://*.b.example:8443"), None, None),
        ((), "frame-ancestors 'none'", "DENY"),
    ],
)
def test_only_the_embedded_pages_may_be_framed_and_by_whom_the_settings_say(
    frontend: Path, tmp_path: Path, origins: tuple[str, ...], ancestors: str, frame_options: str
) -> None:
    settings = Settings(data_dir=tmp_path, embed_origins=origins)
    client = TestClient(compose(settings, frontend=frontend).asgi)
    embedded = client.get("/embed/digits", headers={"Accept": "text/html"}).headers
    policy = embedded["content-security-policy"].split("; ")
    assert (ancestors or f"frame-ancestors {' '.join(origins)}") in policy
    assert "default-src 'self'" in policy
    assert embedded.get("x-frame-options") == frame_options
    for path in ("/", "/models/digits", "/embed", "/v1/models", "/models/embed/digits"):
        headers = client.get(path, headers={"Accept": "text/html"}).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("origin", ["'self'; script-src *", "https://a.example/page", "a b", ""])
def test_what_is_no_origin_is_refused_at_the_start(tmp_path: Path, origin: str) -> None:
    with pytest.raises(ValidationError):
        Settings(data_dir=tmp_path, embed_origins=(origin,))


@pytest.mark.parametrize(
    "path",
    ["/../secret", "/%2e%2e/secret", "/assets/..%2f..%2fsecret", "/assets/%00", "//etc/passwd"],
)
def test_nothing_outside_the_build_is_served(client: TestClient, frontend: Path, path: str) -> None:
    (frontend.parent / "secret").write_text("not for you")
    assert "not for you" not in client.get(path).text


def test_without_a_build_the_api_still_answers(settings, tmp_path: Path) -> None:
    with TestClient(compose(settings, frontend=tmp_path / "none").asgi) as client:
        assert client.get("/").status_code == 404
        assert client.get("/v1/models").status_code == 200


@pytest.mark.parametrize("given", ["abc-1.2_3", "x" * 64])
def test_a_callers_request_id_comes_back(client: TestClient, given: str) -> None:
    answer = client.get("/v1/models", headers={"X-Request-Id": given})
    assert answer.headers["x-request-id"] == given
    assert answer.headers["server-timing"].startswith("app;dur=")


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", 'a"b', "á"])
def test_another_request_id_is_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/v1/models", headers={"X-Request-Id": given.encode("latin-1")})
    assert answer.headers["x-request-id"] not in ("", given)
