"""Score requests that were answered already, and let no row's failure be another's."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from api.artifact.schema import Schema
from api.serving.answers import EncodeAnswers
from api.serving.columns import Feed
from api.serving.decoder import RequestDecoder
from api.serving.errors import ImpossibleAnswer, ModelFailed, ServingError
from api.serving.session import Arrays
from api.serving.shadowing.lane import ShadowRequest

T = TypeVar("T")
_LONGEST_REASON = 300

RowAnswer = str | ServingError
"""The JSON of one row's prediction, or why there is none."""
Pause = Callable[[float], None]
"""Told how many seconds the piece of work took that has just ended."""


class Session(Protocol):
    def run(self, feed: Feed, rows: int) -> Arrays: ...


class ShadowModel(Protocol):
    """What a LoadedModel is here."""

    schema: Schema
    decoder: RequestDecoder
    encode: EncodeAnswers

    @property
    def session(self) -> Session: ...


@dataclass(frozen=True, slots=True)
class ShadowAnswer:
    predictions: bytes
    """The native JSON array, with null where the version gave no answer."""
    failures: dict[int, str]
    """Row -> why there is none."""
    latency_seconds: float
    """Share of the graph runs and of the encoding, by rows."""


def takes_same_inputs(model: ShadowModel, schema: Schema) -> bool:
    """Whether what was decoded for ``schema`` is what the model's own decoder would give."""
    mine = model.schema
    return mine.fields == schema.fields and mine.graph_inputs == schema.graph_inputs


def score(
    model: ShadowModel,
    requests: Sequence[ShadowRequest],
    *,
    max_rows: int,
    takes: dict[str, bool],
    pause: Pause,
) -> list[ShadowAnswer]:
    """One answer a request, from graph runs of at most ``max_rows`` rows each.

    ``takes`` remembers by digest which live versions take the same inputs.
    """
    feeds = [_feed(model, request, takes) for request in requests]
    usable = [feed for feed in feeds if not isinstance(feed, ServingError)]
    answers, seconds = _score_rows(model, usable, max_rows, pause) if usable else ([], 0.0)
    row_seconds = seconds / max(len(answers), 1)
    found = []
    start = 0
    for request, feed in zip(requests, feeds, strict=True):
        rows = request.record.rows
        if isinstance(feed, ServingError):
            found.append(_answer([feed] * rows, 0.0))
            continue
        found.append(_answer(answers[start : start + rows], row_seconds * rows))
        start += rows
    return found


def _feed(
    model: ShadowModel, request: ShadowRequest, takes: dict[str, bool]
) -> Feed | ServingError:
    same = takes.get(request.digest)
    if same is None:
        same = takes[request.digest] = takes_same_inputs(model, request.schema)
    if same:
        return request.feed
    try:
        return model.decoder.decode(request.record.request).feed
    except ServingError as error:
        return error


def _score_rows(
    model: ShadowModel, feeds: list[Feed], max_rows: int, pause: Pause
) -> tuple[list[RowAnswer], float]:
    """(an answer a row, seconds that they took)."""
    feed = _joined(feeds)
    total = len(next(iter(feed.values())))
    answers: list[RowAnswer] = []
    seconds = 0.0
    for start in range(0, total, max_rows):
        rows = min(max_rows, total - start)
        piece = feed if rows == total else _piece(feed, start, start + rows)
        began = time.perf_counter()
        answers += _answer_rows(model, piece, rows)
        took = time.perf_counter() - began
        seconds += took
        pause(took)
    return answers, seconds


def _joined(feeds: list[Feed]) -> Feed:
    if len(feeds) == 1:
        return feeds[0]
    return {name: np.concatenate([feed[name] for feed in feeds]) for name in feeds[0]}


def _piece(feed: Feed, start: int, stop: int) -> Feed:
    return {name: array[start:stop] for name, array in feed.items()}


def _answer_rows(model: ShadowModel, feed: Feed, rows: int) -> list[RowAnswer]:
    """Where the graph fails, halves are tried, down to the rows that make it fail."""
    arrays = _attempt(lambda: model.session.run(feed, rows))
    if not isinstance(arrays, ServingError):
        return _encode_rows(model, arrays, rows)
    if rows == 1:
        return [arrays]
    half = rows // 2
    return [
        *_answer_rows(model, _piece(feed, 0, half), half),
        *_answer_rows(model, _piece(feed, half, rows), rows - half),
    ]


def _encode_rows(model: ShadowModel, arrays: Arrays, rows: int) -> list[RowAnswer]:
    """Where encoding fails, each row alone: most often one of them is NaN."""
    texts = _attempt(lambda: model.encode(arrays))
    if not isinstance(texts, ServingError) and len(texts) == rows:
        return [*texts]
    return [_encode_row(model, [array[row : row + 1] for array in arrays]) for row in range(rows)]


def _encode_row(model: ShadowModel, arrays: Arrays) -> RowAnswer:
    texts = _attempt(lambda: model.encode(arrays))
    if isinstance(texts, ServingError):
        return texts
    return texts[0] if texts else ModelFailed("The model gave no value.")


def _attempt(work: Callable[[], T]) -> T | ServingError:
    """What ``work`` returns, or the ServingError that says why it did not."""
    try:
        return work()
    except ServingError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this version's failure only
        return ModelFailed(f"The run failed: {type(error).__name__}.")


def _answer(answers: Sequence[RowAnswer], latency_seconds: float) -> ShadowAnswer:
    failures = {
        row: _reason(answer) for row, answer in enumerate(answers) if not isinstance(answer, str)
    }
    texts = [answer if isinstance(answer, str) else "null" for answer in answers]
    return ShadowAnswer(f"[{','.join(texts)}]".encode(), failures, latency_seconds)


def _reason(error: ServingError) -> str:
    # The row has its own place in the record, and was counted within one of many pieces.
    text = f"The model gave {error.value}." if isinstance(error, ImpossibleAnswer) else str(error)
    return text[:_LONGEST_REASON]
