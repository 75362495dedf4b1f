"""One day of a history as records: the questions with their answers, and the truths that came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import msgspec
import pandas as pd

from api.core.history.removal import id_prefix
from api.core.rollouts.traffic import CHAMPION
from api.core.tables import History
from api.serving.scoring import Scorer
from api.spool.records import OutcomeRecord, PredictionRecord, Record
from worker.replays.flights import FIELD_NAMES

SOURCE = "replay"
RECORDS_A_DAY = 1_000_000
"""More than any day has: a record's place in the spool file, which exists by name only, is the
day's number times this, and its own within the day."""


@dataclass(frozen=True)
class Day:
    number: int
    start: datetime
    end: datetime
    """Half-open."""
    asked: pd.DataFrame
    known: pd.DataFrame
    """Flights of this day and of days before whose truth came within it."""


def days_with(
    flights: pd.DataFrame, stretches: Sequence[tuple[datetime, datetime]]
) -> Iterator[Day]:
    """A truth from after the last day has not come yet, and is left out."""
    landed = flights.dropna(subset=["landed_at"]).sort_values("landed_at", kind="stable")
    for number, (start, end) in enumerate(stretches):
        yield Day(
            number,
            start,
            end,
            _between(flights, "occurred_at", start, end),
            _between(landed, "landed_at", start, end),
        )


def positioned(day: Day, records: Sequence[Record]) -> list[tuple[int, Record]]:
    first = day.number * RECORDS_A_DAY + 1
    return list(enumerate(records, start=first))


def end_position(day: Day) -> int:
    return (day.number + 1) * RECORDS_A_DAY


def answered(history: History, scorer: Scorer, day: Day) -> list[Record]:
    """Each flight asked about and scored by itself, as it would have been; the latency is what
    that took here, without the network."""
    columns = day.asked[list(FIELD_NAMES)].astype(object)
    rows = columns.where(columns.notna(), None).to_dict("records")
    told = zip(day.asked["number"], day.asked["key"], day.asked["occurred_at"], rows, strict=True)
    return [
        _prediction(history, scorer, int(number), str(key), moment, row)
        for number, key, moment, row in told
    ]


def truths(history: History, day: Day) -> list[Record]:
    """Each known from the moment that the flight had landed."""
    known = zip(day.known["number"], day.known["key"], day.known["landed_at"], day.known["truth"],
                strict=True)  # fmt: skip
    return [
        OutcomeRecord(
            id=f"{_id(history, int(number))}-truth",
            received_at=landed.timestamp(),
            request=msgspec.json.encode(
                {
                    "outcomes": [
                        {
                            "model": history.model_name,
                            "key": key,
                            "truth": truth,
                            "observed_at": _rfc3339(landed),
                        }
                    ]
                }
            ),
        )
        for number, key, landed, truth in known
    ]


def _prediction(
    history: History,
    scorer: Scorer,
    number: int,
    key: str,
    moment: pd.Timestamp,
    row: dict[str, Any],
) -> PredictionRecord:
    began = perf_counter()
    predictions = scorer.score([row])
    seconds = perf_counter() - began
    request = {"rows": [row], "keys": [key], "occurred_at": _rfc3339(moment)}
    return PredictionRecord(
        id=_id(history, number),
        served_at=moment.timestamp(),
        latency_seconds=seconds,
        model=history.model_name,
        version=history.base_version,
        variant=CHAMPION,
        source=SOURCE,
        cached=False,
        rows=1,
        batch_rows=1,
        request=msgspec.json.encode(request),
        predictions=msgspec.json.encode(predictions),
    )


def _id(history: History, number: int) -> str:
    return f"{id_prefix(history)}{number}"


def _rfc3339(moment: pd.Timestamp) -> str:
    return f"{moment.tz_convert(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _between(frame: pd.DataFrame, column: str, start: datetime, end: datetime) -> pd.DataFrame:
    """Rows of a frame sorted by ``column`` in [start, end)."""
    bounds = [pd.Timestamp(start), pd.Timestamp(end)]
    first, last = frame[column].searchsorted(bounds, side="left")
    return frame.iloc[first:last]
