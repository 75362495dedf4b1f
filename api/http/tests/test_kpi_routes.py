"""The dashboard's numbers over HTTP, from what was really shipped."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from api.adapters.database import write_session
from api.core import shipping
from testing.records import (
    error_record,
    feedback_record,
    prediction_id,
    prediction_record,
)

ADMINISTRATOR = ("admin", "correct horse battery")
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
NOON = (TODAY - timedelta(days=1, hours=-12)).timestamp()
ANSWER = {"probability": 0.25, "label": "on time"}


@pytest.fixture
def asked(client: TestClient, seeded) -> TestClient:
    seeded.administrator()
    seeded.model()
    records = [
        prediction_record(1, model="delay", served_at=NOON, outputs=[ANSWER, ANSWER]),
        replace(prediction_record(2, model="delay", served_at=NOON), source="batch"),
        error_record(3, model="delay", served_at=NOON, status=503),
        feedback_record(1, received_at=NOON, prediction_id=prediction_id(1), thumb="up"),
        feedback_record(2, received_at=NOON, prediction_id=prediction_id(9), thumb="down"),
    ]
    with write_session(seeded.sessions) as session:
        framed = [(100 * (number + 1), record) for number, record in enumerate(records)]
        shipping.ship(
            session, file="api-0-1.spool", records=framed, end_position=framed[-1][0], now=TODAY
        )
    return client


def test_the_board_says_what_was_shipped(asked: TestClient) -> None:
    answer = asked.get("/v1/kpis", auth=ADMINISTRATOR)
    assert answer.status_code == 200
    board = answer.json()
    kpis = {kpi["slug"]: kpi for kpi in board["kpis"]}
    assert kpis["predictions"]["figure"] == {
        "value": 3.0, "n": 3, "low": None, "high": None, "reason": None,
    }  # fmt: skip
    assert kpis["predictions"]["previous"]["reason"] == "nothing_recorded"
    assert kpis["availability"]["figure"]["value"] == 0.5
    assert kpis["availability"]["figure"]["n"] == 2
    assert kpis["latency-p95"]["figure"]["n"] == 1
    assert (kpis["satisfaction"]["figure"]["value"], kpis["satisfaction"]["figure"]["n"]) == (1, 1)
    assert board["currency"] == "USD"
    assert len(kpis["predictions"]["series"]) == 28
    assert {source["source"] for source in board["sources"]} == {"api", "batch"}


def test_a_number_tells_what_it_is_made_of(asked: TestClient) -> None:
    found = asked.get("/v1/kpis/predictions", auth=ADMINISTRATOR).json()
    assert found["anchor"] == "docs/metrics.md#predictions"
    assert found["explanation"]["formula"]["pt-BR"].startswith("O número de linhas")
    assert [series["model"] for series in found["by_model"]] == ["delay"]
    assert sum(point["n"] for point in found["by_model"][0]["points"]) == 3
    assert asked.get("/v1/kpis/nothing", auth=ADMINISTRATOR).status_code == 404


def test_a_period_and_what_it_is_compared_with(asked: TestClient) -> None:
    params = {
        "from": "2026-01-05", "to": "2026-02-02", "interval": "week", "model": "delay",
        "compare_from": "2025-01-06", "compare_to": "2025-02-03",
    }  # fmt: skip
    found = asked.get("/v1/kpis", params=params, auth=ADMINISTRATOR).json()
    assert found["previous"] == {"start": "2025-01-06", "end": "2025-02-03"}
    assert [point["at"] for point in found["kpis"][0]["series"]] == [
        "2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26",
    ]  # fmt: skip
    refused = asked.get("/v1/kpis", params={"from": "2026-02-02", "to": "2026-02-01"},
                        auth=ADMINISTRATOR)  # fmt: skip
    assert refused.status_code == 422
    absent = asked.get("/v1/kpis", params={"model": "nothing"}, auth=ADMINISTRATOR)
    assert absent.status_code == 404


def test_the_feed_is_read_page_by_page_over_all_models(asked: TestClient) -> None:
    params = {"limit": 1, "kind": ["rollout", "version"]}
    first = asked.get("/v1/kpis/feed", params=params, auth=ADMINISTRATOR).json()
    assert first["entries"][0]["model"] == "delay"
    assert first["entries"][0]["model_title"]["en"]
    seen = [first["entries"][0]["id"]]
    following = first["next_before"]
    while following is not None:
        page = asked.get(
            "/v1/kpis/feed", params=params | {"before": following}, auth=ADMINISTRATOR
        ).json()
        seen += [entry["id"] for entry in page["entries"]]
        following = page["next_before"]
    whole = asked.get(
        "/v1/models/delay/timeline", params={"kind": ["rollout", "version"]}, auth=ADMINISTRATOR
    ).json()
    assert seen == [entry["id"] for entry in whole["entries"]]
    usual = asked.get("/v1/kpis/feed", auth=ADMINISTRATOR).json()
    assert {entry["kind"] for entry in usual["entries"]} == {"rollout"}


def test_a_value_formula_is_set_shown_and_previewed(asked: TestClient) -> None:
    path = "/v1/models/delay/value"
    empty = asked.get(path, auth=ADMINISTRATOR).json()
    assert (empty["number"], empty["formula"], empty["estimate"]) == (0, None, None)
    assert empty["suggested"]["kind"] == "warning"
    formula = {
        "kind": "warning", "unit": "minutes", "money_per_unit": 1.5,
        "right_warning": 25, "false_warning": 4,
    }  # fmt: skip
    tried = asked.post(f"{path}/preview", json={"formula": formula}, auth=ADMINISTRATOR)
    assert tried.json()["units"] is None
    order = {"formula": formula, "seen_number": 0, "reason": "as agreed"}
    done = asked.put(path, json=order, auth=ADMINISTRATOR)
    assert done.status_code == 200
    assert done.json()["formula"] == formula
    assert done.json()["created_by"] == "person:admin"
    assert asked.put(path, json=order, auth=ADMINISTRATOR).status_code == 409
    unfit = {"kind": "forecast", "unit": "l", "money_per_unit": None, "error_without": 1,
             "each_unit": 1}  # fmt: skip
    refused = asked.put(
        path, json={"formula": unfit, "seen_number": 1, "reason": "no"}, auth=ADMINISTRATOR
    )
    assert refused.status_code == 422
    taken = asked.put(
        path, json={"formula": None, "seen_number": 1, "reason": "wrong"}, auth=ADMINISTRATOR
    )
    assert taken.json()["formula"] is None
    versions = asked.get(f"{path}/versions", auth=ADMINISTRATOR).json()["versions"]
    assert [(version["number"], version["reason"]) for version in versions] == [
        (2, "wrong"), (1, "as agreed"),
    ]  # fmt: skip
