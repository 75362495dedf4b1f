"""Plays recorded questions and their truth through the public API, in time order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import pandas as pd

ROWS_PER_REQUEST = 20
"""As if each were a desk that asks about its next flights; a canary is split by requests."""
TRUTHS_PER_REQUEST = 1000


class ReplayRefused(Exception):
    """The API did not take what was played; the message is its answer."""


@dataclass(frozen=True)
class Recording:
    """What was asked of one model and what came of it.

    ``frame`` has the model's ``fields``, ``key`` (unique), ``occurred_at``, ``landed_at`` (when the
    truth became known; null where it never did) and ``truth``, sorted by ``occurred_at``.
    """

    model: str
    fields: tuple[str, ...]
    frame: pd.DataFrame


@dataclass(frozen=True)
class Step:
    """What happened in [begin, end): the questions first, then the truths that came in."""

    begin: pd.Timestamp
    end: pd.Timestamp
    asked: pd.DataFrame
    known: pd.DataFrame


@dataclass(frozen=True)
class Played:
    rows: int
    truths: int

    def __add__(self, other: "Played") -> "Played":
        return Played(self.rows + other.rows, self.truths + other.truths)


def steps(
    recording: Recording, begin: pd.Timestamp, end: pd.Timestamp, length: pd.Timedelta
) -> Iterator[Step]:
    """Cut [begin, end) into steps; truths of questions from before ``begin`` are left out.

    A truth may become known after ``end``: those come in one last step that begins there.
    """
    frame = recording.frame
    asked = frame[(frame["occurred_at"] >= begin) & (frame["occurred_at"] < end)]
    known = asked.dropna(subset=["landed_at"]).sort_values("landed_at", kind="stable")
    start = begin
    while start < end:
        stop = min(start + length, end)
        yield Step(
            start,
            stop,
            _between(asked, "occurred_at", start, stop),
            _between(known, "landed_at", start, stop),
        )
        start = stop
    late = known[known["landed_at"] >= end]
    if len(late):
        yield Step(end, late["landed_at"].iloc[-1], asked.iloc[:0], late)


Keep = Callable[["pd.Index[int]", Sequence[dict[str, Any]]], None]
"""Is given rows' positions in the recording, and what was answered about them."""


def _forget(_rows: "pd.Index[int]", _answers: Sequence[dict[str, Any]]) -> None:
    return


def play(client: httpx.Client, recording: Recording, step: Step, *, keep: Keep = _forget) -> Played:
    """Send one step. Raises ReplayRefused, and what httpx raises when nobody answers."""
    for rows, question in _questions(recording, step.asked):
        answer = _post(client, f"/v1/models/{recording.model}/predict", question)
        keep(rows, answer["predictions"])
    for rows in _chunks(step.known, TRUTHS_PER_REQUEST):
        _post(client, "/v1/outcomes", {"outcomes": _truths(recording.model, rows)})
    return Played(len(step.asked), len(step.known))


def _questions(
    recording: Recording, asked: pd.DataFrame
) -> Iterator[tuple["pd.Index[int]", dict[str, Any]]]:
    """Each request with the positions of its rows; the table is taken apart once for all."""
    values = asked[list(recording.fields)].astype(object)
    rows = values.where(values.notna(), None).to_dict("records")
    keys, moments = asked["key"].tolist(), _rfc3339(asked["occurred_at"])
    for start in range(0, len(asked), ROWS_PER_REQUEST):
        part = slice(start, start + ROWS_PER_REQUEST)
        question = {
            "rows": rows[part],
            "keys": keys[part],
            "occurred_at": moments[part],
            "source": "replay",
        }
        yield asked.index[part], question


def _truths(model: str, rows: pd.DataFrame) -> list[dict[str, Any]]:
    moments = _rfc3339(rows["landed_at"])
    return [
        {"model": model, "key": key, "truth": truth, "observed_at": observed}
        for key, truth, observed in zip(rows["key"], rows["truth"], moments, strict=True)
    ]


def _rfc3339(moments: "pd.Series[pd.Timestamp]") -> list[str]:
    return [f"{text}Z" for text in moments.dt.tz_localize(None).dt.strftime("%Y-%m-%dT%H:%M:%S")]


def _between(
    frame: pd.DataFrame, column: str, begin: pd.Timestamp, end: pd.Timestamp
) -> pd.DataFrame:
    """Rows of a frame sorted by ``column`` in [begin, end)."""
    first, last = frame[column].searchsorted([begin, end], side="left")
    return frame.iloc[first:last]


def _chunks(frame: pd.DataFrame, size: int) -> Iterator[pd.DataFrame]:
    return (frame.iloc[start : start + size] for start in range(0, len(frame), size))


def _post(client: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(path, json=body)
    if answer.is_error:
        raise ReplayRefused(f"{path} answered {answer.status_code}: {answer.text[:500]}")
    answered: dict[str, Any] = answer.json()
    return answered
