"""What OpenAPI shows of who is let in, and as what."""

from typing import Any

SESSION: dict[str, Any] = {
    "name": "admin",
    "role": "administrator",
    "must_change_password": False,
    "csrf_token": None,
}
SIGNED_IN: dict[str, Any] = {
    **SESSION,
    "csrf_token": "hE5c1mXq0bq4P8bq3w0Qm4qzGkq2o6cE1J8mQv0y3ZI",
}
PERSON: dict[str, Any] = {
    "name": "ana",
    "role": "engineer",
    "created_at": "2026-11-22T21:30:00Z",
    "disabled_at": None,
    "locked_until": None,
    "must_change_password": False,
    "last_signed_in_at": "2026-11-23T08:02:11Z",
}
FIRST_PASSWORD: dict[str, Any] = {
    "person": {**PERSON, "must_change_password": True, "last_signed_in_at": None},
    "password": "qk3Jm0TtV9aXcWbP7-sL",
}
AUDIT_ENTRY: dict[str, Any] = {
    "id": 41,
    "at": "2026-11-23T08:05:40Z",
    "actor": "person:admin",
    "action": "person.change_role",
    "subject": "person:ana",
    "before": {"role": "viewer"},
    "after": {"role": "engineer"},
    "reason": "Ana looks after the flights now.",
    "request_id": "r001k82n0abl0000auurca4hpmg1munp",
    "address": "10.0.0.7",
}
