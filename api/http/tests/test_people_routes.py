"""Whom an administrator lets in, over HTTP; and what the audit shows of it."""

import pytest
from starlette.testclient import TestClient

from api.http import access_examples as examples
from api.http.schemas.audit import AuditEntry
from api.http.schemas.people import FirstPassword, Person
from api.http.schemas.session import Session

WHY = {"reason": "she looks after the flights"}


@pytest.fixture
def asked(client: TestClient, seeded) -> TestClient:
    """By an administrator."""
    seeded.administrator()
    client.auth = seeded.credentials
    return client


def invite(client: TestClient, name: str = "ana", role: str = "viewer"):
    return client.post("/v1/people", json={"name": name, "role": role, **WHY})


def test_an_invited_person_enters_with_the_password_that_is_shown_once(asked: TestClient) -> None:
    answer = invite(asked)
    assert answer.status_code == 201
    password = answer.json()["password"]
    assert password not in asked.get("/v1/people").text
    entered = asked.get("/v1/session", auth=("ana", password)).json()
    assert (entered["role"], entered["must_change_password"]) == ("viewer", True)


@pytest.mark.parametrize(
    ("order", "status"),
    [
        ({"name": "admin", "role": "viewer", **WHY}, 409),
        ({"name": "a:b", "role": "viewer", **WHY}, 422),
        ({"name": "a/b", "role": "viewer", **WHY}, 422),
        ({"name": "..", "role": "viewer", **WHY}, 422),
        ({"name": " ana", "role": "viewer", **WHY}, 422),
        ({"name": "\u0000", "role": "viewer", **WHY}, 422),
        ({"name": "ana", "role": "king", **WHY}, 422),
        ({"name": "ana", "role": "viewer"}, 422),
    ],
)
def test_an_invitation_that_will_not_do_is_refused(
    asked: TestClient, order: dict, status: int
) -> None:
    assert asked.post("/v1/people", json=order).status_code == status
    assert [p["name"] for p in asked.get("/v1/people").json()["people"]] == ["admin"]


def test_people_are_listed_by_page_and_by_a_part_of_their_name(asked: TestClient) -> None:
    for name in ("Bea", "ana", "anton", "100%"):
        invite(asked, name)
    first = asked.get("/v1/people?limit=2").json()
    assert [p["name"] for p in first["people"]] == ["100%", "admin"]
    assert (first["next_after"], first["total"]) == ("admin", 5)
    rest = asked.get("/v1/people", params={"limit": 3, "after": first["next_after"]}).json()
    assert [p["name"] for p in rest["people"]] == ["ana", "anton", "Bea"]
    assert rest["next_after"] is None
    found = asked.get("/v1/people", params={"search": "AN"}).json()
    assert ([p["name"] for p in found["people"]], found["total"]) == (["ana", "anton"], 2)
    assert asked.get("/v1/people", params={"search": "%"}).json()["total"] == 1


def test_a_role_is_changed_and_taken(asked: TestClient) -> None:
    password = invite(asked).json()["password"]
    changed = asked.patch("/v1/people/ana", json={"role": "engineer", **WHY})
    assert changed.json()["role"] == "engineer"
    disabled = asked.patch("/v1/people/ana", json={"disabled": True, **WHY})
    assert disabled.json()["disabled_at"] is not None
    assert asked.get("/v1/session", auth=("ana", password)).status_code == 401
    again = asked.patch("/v1/people/ana", json={"disabled": False, **WHY})
    assert again.json()["disabled_at"] is None
    assert asked.get("/v1/session", auth=("ana", password)).status_code == 200
    assert asked.get("/v1/people/ana").json() == again.json()


def test_the_last_administrator_cannot_leave(asked: TestClient) -> None:
    for order in ({"disabled": True}, {"role": "viewer"}):
        answer = asked.patch("/v1/people/admin", json={**order, **WHY})
        assert answer.status_code == 409
        assert "only administrator" in answer.json()["detail"]


def test_a_reset_gives_a_new_first_password(asked: TestClient) -> None:
    old = invite(asked).json()["password"]
    new = asked.post("/v1/people/ana/password", json=WHY).json()["password"]
    assert asked.get("/v1/session", auth=("ana", old)).status_code == 401
    assert asked.get("/v1/session", auth=("ana", new)).json()["must_change_password"]


def test_nobody_of_that_name_is_a_404(asked: TestClient) -> None:
    assert asked.get("/v1/people/eve").status_code == 404
    assert asked.patch("/v1/people/eve", json={"role": "viewer", **WHY}).status_code == 404
    assert asked.post("/v1/people/eve/password", json=WHY).status_code == 404


def test_the_audit_is_read_by_page_and_by_what_is_asked(asked: TestClient) -> None:
    for name in ("ana", "bea", "cy"):
        invite(asked, name)
    first = asked.get("/v1/audit?action=person.*&limit=2").json()
    assert [entry["subject"] for entry in first["entries"]] == ["person:cy", "person:bea"]
    before = first["next_before_id"]
    rest = asked.get(f"/v1/audit?action=person.*&limit=1&before_id={before}").json()
    assert [entry["subject"] for entry in rest["entries"]] == ["person:ana"]
    assert rest["next_before_id"] is None
    assert rest["entries"][0]["reason"] == WHY["reason"]
    only = asked.get("/v1/audit?subject=person:bea&action=person.invite").json()["entries"]
    assert len(only) == 1
    assert asked.get("/v1/audit?actor=person:nobody").json()["entries"] == []


def test_the_audit_is_read_by_kind_and_period(asked: TestClient) -> None:
    first = invite(asked, "ana").json()["person"]["created_at"]
    invite(asked, "bea")
    (newest, *_) = asked.get("/v1/audit?subject=person:*&actor=person:*").json()["entries"]
    assert newest["subject"] == "person:bea"
    assert asked.get("/v1/audit?actor=policy:*").json()["entries"] == []

    def subjects(**period: str) -> list[str]:
        asked_for = {"action": "person.invite", **period}
        entries = asked.get("/v1/audit", params=asked_for).json()["entries"]
        return [entry["subject"] for entry in entries]

    assert subjects(start=first, end=newest["at"]) == ["person:ana"]
    assert subjects(start=newest["at"]) == ["person:bea"]
    assert subjects(end=first) == []
    assert asked.get("/v1/audit?start=2026-11-23T08:00:00").status_code == 422


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        (Session, examples.SIGNED_IN),
        (Person, examples.PERSON),
        (FirstPassword, examples.FIRST_PASSWORD),
        (AuditEntry, examples.AUDIT_ENTRY),
    ],
)
def test_an_example_answer_has_its_schema(schema, example: dict) -> None:
    assert schema.model_validate(example).model_dump(mode="json", exclude_unset=True) == example
