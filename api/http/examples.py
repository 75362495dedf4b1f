"""Real values for the examples in OpenAPI: two New York departures of 2013."""

FLIGHT = {
    "carrier": "B6",
    "origin": "JFK",
}
SLOWER_FLIGHT = {
    "carrier": "EV",
    "origin": "EWR",
}
PREDICTION_ID = "p01jd9m3qk8f2v7x4t0a5s6w1y2z3b4c"
