"""A version's files, to run it elsewhere: the very bytes, by digest, where the card lets them."""

import hashlib

import pytest
from starlette.testclient import TestClient

from api.adapters.settings import Settings
from api.http.app import compose

FILES = "/v1/models/delay/versions/1/files"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_the_digest_seals_the_manifest_and_the_manifest_the_rest(
    client: TestClient, seeded
) -> None:
    version = seeded.model(downloadable=True)
    manifest = client.get(f"{FILES}/manifest.json")
    assert sha256(manifest.content) == version.digest
    for name in ("schema.json", "model.onnx"):
        sealed = manifest.json()["files"][name]
        content = client.get(f"{FILES}/{name}").content
        assert (sha256(content), len(content)) == (sealed["sha256"], sealed["size_bytes"])


def test_a_file_asked_for_by_its_digest_is_kept_for_ever(client: TestClient, seeded) -> None:
    seeded.model(downloadable=True)
    digest = sha256(client.get(f"{FILES}/model.onnx").content)
    answer = client.get(f"{FILES}/model.onnx", params={"sha256": digest})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["etag"] == f'"{digest}"'


def test_without_its_digest_it_is_asked_about_again_and_not_sent_twice(
    client: TestClient, seeded
) -> None:
    seeded.model(downloadable=True)
    first = client.get(f"{FILES}/model.onnx")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get(f"{FILES}/model.onnx", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_another_digest_is_never_answered_with_this_file(client: TestClient, seeded) -> None:
    seeded.model(downloadable=True)
    answer = client.get(f"{FILES}/model.onnx", params={"sha256": "0" * 64})
    assert answer.status_code == 404
    assert "another model.onnx" in answer.json()["detail"]


def test_the_bytes_are_not_compressed_on_the_way(client: TestClient, seeded) -> None:
    seeded.model(downloadable=True)
    answer = client.get(f"{FILES}/schema.json", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "identity"
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_a_graph_stays_where_the_card_does_not_let_it_go(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model()
    for auth in (None, seeded.credentials):
        answer = client.get(f"{FILES}/model.onnx", auth=auth)
        assert answer.status_code == 403
        assert "may be downloaded" in answer.json()["detail"]
    assert client.get(f"{FILES}/manifest.json").status_code == 200, "said in public anyhow"


@pytest.mark.parametrize("name", ["card.json", "profile.json", "judged.onnx", "..%2Fmodel.onnx"])
def test_no_other_file_is_sent(client: TestClient, seeded, name: str) -> None:
    seeded.model(downloadable=True)
    assert client.get(f"{FILES}/{name}").status_code in (404, 422)


@pytest.mark.parametrize(("counted_bytes", "let_through"), [(50, 3), (1, 1)])
def test_a_download_counts_by_its_size(
    settings: Settings, seeded, monkeypatch, counted_bytes: int, let_through: int
) -> None:
    """Ten a minute: three of 165 bytes at 50 each; one that weighs more than the minute has."""
    seeded.model(downloadable=True)
    monkeypatch.setattr("api.http.sealed_files.COUNTED_BYTES", counted_bytes)
    limited = settings.model_copy(update={"address_requests_per_minute": 10})
    with TestClient(compose(limited).asgi) as client:
        answers = [client.get(f"{FILES}/model.onnx") for _ in range(let_through + 1)]
    assert [len(answer.content) for answer in answers[:-1]] == [165] * let_through
    assert [answer.status_code for answer in answers] == [200] * let_through + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
