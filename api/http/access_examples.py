"""What OpenAPI shows of who is let in, and as what."""

from typing import Any

SESSION: dict[str, Any] = {
    "name": "admin",
    "role": "administrator",
    "must_change_password": False,
    "issuer": None,
    "csrf_token": None,
}
SIGNED_IN: dict[str, Any] = {
    **SESSION,
    "csrf_token": "hE5c1mXq0bq4P8bq3w0Qm4qzGkq2o6cE1J8mQv0y3ZI",
}
PERSON: dict[str, Any] = {
    "name": "ana",
    "is_service": False,
    "issuer": None,
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
    "api_key": None,
}
SERVICE_ACCOUNT: dict[str, Any] = {
    **PERSON,
    "name": "airport-feed",
    "is_service": True,
    "last_signed_in_at": None,
}
API_KEY: dict[str, Any] = {
    "id": 3,
    "owner": "ana",
    "name": "the booking system",
    "prefix": "7f3c09a1be",
    "scopes": ["predict", "outcomes"],
    "effective_scopes": ["predict", "outcomes"],
    "requests_per_minute": 600,
    "state": "active",
    "created_at": "2026-11-23T08:05:40Z",
    "created_by": "person:ana",
    "expires_at": "2027-02-21T08:05:40Z",
    "revoked_at": None,
    "last_used_at": "2026-11-23T09:14:00Z",
    "last_used_address": "10.0.0.7",
}
NEW_API_KEY: dict[str, Any] = {
    "key": {**API_KEY, "last_used_at": None, "last_used_address": None},
    "secret": "farol_7f3c09a1be_Vh0mYt3r6Wq9pZcK1xS8dLfB2nJ5uE4gA7oR0iTsQyM",
}
