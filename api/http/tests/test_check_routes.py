from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from api.adapters.database import write_session
from api.core.checks.days import store_quality_day
from api.core.models.queries import get_version
from api.core.tables import Check, DriftDay
from monitoring.quality.sums import MeasureSums, QualitySums

ADMINISTRATOR = ("admin", "correct horse battery")
AT = datetime(2013, 3, 8, tzinfo=UTC)
NUMBERS = {
    "kind": "number", "rows": 10, "missing": 0, "edges": [1.0], "counts": [6, 4],
    "minimum": 0.0, "maximum": 2.0, "mean": 1.0, "standard_deviation": 0.5,
}  # fmt: skip
COUNTS = {"kind": "number", "rows": 4, "missing": 0, "counts": [1, 3], "below": 0, "above": 0}


def feature(name: str, severity: str, adjusted: float | None) -> dict[str, Any]:
    return {
        "name": name, "rows": 4, "known_rows": 4, "mean_shift": 0.5, "exceedance": adjusted,
        "adjusted_exceedance": adjusted, "severity": severity, "reason": "because",
        "effects": [{"name": "psi", "value": 0.3, "floor": 0.1, "exceedance": 0.01}],
    }  # fmt: skip


DRIFT = {
    "observation": {"at": "2013-03-08T00:00:00Z", "rows": 4, "flagged_share": 0.5},
    "inputs": {
        "rows": 4, "severity": "serious", "reason": "wind drifted",
        "features": [feature("calm", "none", 0.9), feature("wind", "serious", 0.001)],
        "joint": {"effect": None, "floor": None, "exceedance": None,
                  "adjusted_exceedance": None, "severity": "none", "reason": "together"},
    },
    "input_reference": {"wind": NUMBERS, "calm": NUMBERS},
    "input_counts": {"rows": 4, "columns": {"wind": COUNTS}, "joint": None},
}  # fmt: skip
QUALITY = {
    "window": {"rows": 100, "truths": 80, "slices": [], "labels": [],
               "figures": [{"name": "brier", "value": 0.2, "lower": None, "upper": None,
                            "rows": 80}]},
    "promise": {"loss": 0.16, "auc": 0.7}, "observation": None, "expected": [],
    "expected_refused": ["100 rows are too few"], "concept_drift": None,
    "concept_drift_reason": "8 days with truth are too few to tell",
}  # fmt: skip


@pytest.fixture
def asked(client: TestClient, seeded) -> TestClient:
    seeded.administrator()
    seeded.model()
    return client


def looked(sessions, **changes: object) -> int:
    values = {
        "model_name": "delay", "version": 1, "at": AT, "made_at": AT, "job_id": None,
        "policy_number": 0, "drift_start": AT, "quality_start": AT, "drift_severity": "moderate",
        "drift_reason": "wind drifted", "drift": DRIFT, "quality_severity": "too little data",
        "quality_reason": "too little", "quality": QUALITY, "repair": None, "reason": "a person",
        "waits_until": None, "training_run_id": None, **changes,
    }  # fmt: skip
    with write_session(sessions) as session:
        check = Check(**values)
        session.add(check)
        session.flush()
        return check.id


def test_a_check_is_asked_for_by_an_administrator_and_is_a_job(asked: TestClient) -> None:
    path = "/v1/models/delay/checks"
    assert asked.post(path, json={"reason": "now"}).status_code == 401
    answer = asked.post(path, json={"reason": "now"}, auth=ADMINISTRATOR)
    assert (answer.status_code, answer.json()["job"]["task"]) == (202, "checks.check")
    unknown = asked.post("/v1/models/nothing/checks", json={"reason": "r"}, auth=ADMINISTRATOR)
    assert unknown.status_code == 404


def test_a_model_s_own_clock_goes_on_and_never_back(asked: TestClient) -> None:
    path = "/v1/models/delay/checks"
    for as_of, status in (("2013-03-02T00:00:00Z", 202), ("2013-03-01T00:00:00Z", 409)):
        answer = asked.post(path, json={"reason": "r", "as_of": as_of}, auth=ADMINISTRATOR)
        assert answer.status_code == status
    assert "does not go back to 2013-03-01" in answer.json()["detail"]
    advance = asked.post(
        "/v1/models/delay/rollouts/advance", json={"as_of": "2013-03-03T00:00:00Z"},
        auth=ADMINISTRATOR,
    )  # fmt: skip
    assert (advance.status_code, advance.json()["job"]["task"]) == (202, "rollouts.advance")


def test_checks_are_listed_newest_first_and_paged(asked: TestClient, sessions) -> None:
    first, second, third = (looked(sessions) for _ in range(3))
    listed = asked.get("/v1/models/delay/checks", params={"limit": 2}, auth=ADMINISTRATOR).json()[
        "checks"
    ]
    assert [check["id"] for check in listed] == [third, second]
    rest = asked.get(
        "/v1/models/delay/checks", params={"before_id": second}, auth=ADMINISTRATOR
    ).json()["checks"]
    assert [check["id"] for check in rest] == [first]


def test_a_check_shows_the_worst_feature_first_with_its_bars(asked: TestClient, sessions) -> None:
    path = f"/v1/checks/{looked(sessions)}"
    assert asked.get(path).status_code == 401, "a new category is what somebody sent"
    shown = asked.get(path, auth=ADMINISTRATOR).json()
    assert [f["name"] for f in shown["inputs"]["features"]] == ["wind", "calm"]
    wind, calm = shown["inputs"]["features"]
    assert (wind["flagged"], calm["flagged"], calm["histogram"]) == (True, False, None)
    assert [bar["window_share"] for bar in wind["histogram"]["bars"]] == [0.25, 0.75]
    assert shown["outputs"] is None
    assert shown["quality"]["window"]["truth_coverage"] == 0.8
    assert asked.get("/v1/checks/999", auth=ADMINISTRATOR).status_code == 404


def test_quality_over_time_is_of_the_sums_as_they_are_now(asked: TestClient, sessions) -> None:
    def measured(brier: float) -> None:
        sums = QualitySums(rows=100, truths=50, measures={"brier": MeasureSums(50, 50 * brier)})
        with write_session(sessions) as session:
            store_quality_day(
                session, model="delay", day=AT.date(), now=AT,
                sums={(1, "champion"): sums, (2, "direct"): QualitySums(rows=7)},
            )  # fmt: skip

    def read() -> dict[str, Any]:
        window = {"start": "2013-03-01", "end": "2013-04-01", "interval": "month"}
        return asked.get("/v1/models/delay/quality", params=window, auth=ADMINISTRATOR).json()

    measured(0.2)
    (march,) = read()["periods"]
    assert (march["start"], march["end"], march["versions"]) == ("2013-03-01", "2013-04-01", [1])
    assert (march["quality"]["rows"], march["quality"]["truth_coverage"]) == (100, 0.5)
    assert march["quality"]["figures"][0]["value"] == pytest.approx(0.2)
    measured(0.4)
    assert read()["periods"][0]["quality"]["figures"][0]["value"] == pytest.approx(0.4)


def test_a_period_that_is_none_is_refused(asked: TestClient) -> None:
    for start, end in (("2013-04-01", "2013-03-01"), ("2000-01-01", "2013-03-01")):
        answer = asked.get(
            "/v1/models/delay/quality", params={"start": start, "end": end}, auth=ADMINISTRATOR
        )
        assert answer.status_code == 422
        assert "start must come before end" in answer.json()["detail"]
    assert asked.get("/v1/models/nothing/quality", auth=ADMINISTRATOR).status_code == 404


WIND = {**NUMBERS, "rows": 1000, "counts": [600, 400]}
SLICES = [
    {"column": "place", "value": place, "input_rows": rows, "fields": {"wind": WIND},
     "outputs": {}}
    for place, rows in (("north", 900), ("south", 700))
]  # fmt: skip


def counted(rows: int) -> dict[str, Any]:
    """``rows`` windy ones, all in the upper bin, which has four of ten in the reference."""
    column = {**COUNTS, "rows": rows, "counts": [0, rows]}
    return {"rows": rows, "columns": {"wind": column} if rows else {}, "joint": None}


@pytest.fixture
def sliced(asked: TestClient, sessions, settings) -> int:
    """A check of a version that was sealed with two slices; of one there were rows in its day."""
    with write_session(sessions) as session:
        digest = get_version(session, "delay", 1).digest
        session.add(
            DriftDay(
                model_name="delay", version=1, day=AT.date(), rows=2000, inputs=counted(2000),
                outputs=counted(0), measured_at=AT,
                slices=[{"column": "place", "value": "north", "inputs": counted(2000),
                         "outputs": counted(0)}],
            )
        )  # fmt: skip
    folder = settings.artifacts_dir / digest
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "profile.json").write_bytes(msgspec.json.encode({"slices": SLICES}))
    return looked(sessions)


def test_the_slices_of_a_check_are_listed_where_there_were_rows(
    asked: TestClient, sliced: int
) -> None:
    answer = asked.get(f"/v1/checks/{sliced}/slices", auth=ADMINISTRATOR).json()
    assert answer["slices"] == [
        {"column": "place", "value": "north", "rows": 2000, "reference_rows": 900}
    ]


def test_drift_within_a_slice_is_judged_against_its_own_reference(
    asked: TestClient, sliced: int
) -> None:
    query = {"column": "place", "value": "north"}
    found = asked.get(f"/v1/checks/{sliced}/slice-drift", params=query, auth=ADMINISTRATOR).json()
    assert (found["inputs"]["severity"], found["inputs"]["rows"]) == ("serious", 2000)
    (wind,) = found["inputs"]["features"]
    assert wind["flagged"]
    assert wind["histogram"]["bars"][1]["window_share"] == 1.0
    assert found["outputs"] is None


def test_a_slice_without_rows_is_too_little_and_an_unknown_one_is_named(
    asked: TestClient, sliced: int
) -> None:
    path = f"/v1/checks/{sliced}/slice-drift"
    south = asked.get(path, params={"column": "place", "value": "south"}, auth=ADMINISTRATOR)
    assert south.json()["inputs"]["severity"] == "too little data"
    west = asked.get(path, params={"column": "place", "value": "west"}, auth=ADMINISTRATOR)
    assert west.status_code == 404
    assert west.json()["detail"] == (
        "there is no slice place = west; this version has slices by place"
    )


def test_slices_are_for_people_with_an_account(asked: TestClient, sliced: int) -> None:
    assert asked.get(f"/v1/checks/{sliced}/slices").status_code == 401
    assert asked.get(f"/v1/checks/{sliced}/slice-drift?column=a&value=b").status_code == 401
