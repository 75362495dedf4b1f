"""Real values for the examples in OpenAPI: two New York departures of March 2013."""

from typing import Any

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
