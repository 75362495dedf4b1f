"""``python -m api.serving.probe DIRECTORY``: load and run a version, write what it costs as JSON.

A process of its own, so that the memory it reports is the version's and nobody else's.
"""

import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from api.artifact.manifest import FILES
from api.artifact.schema import Schema
from api.serving.answers import answer_encoder
from api.serving.columns import Feed
from api.serving.decoder import RequestDecoder
from api.serving.documents import read_background, read_example_rows, read_schema
from api.serving.made_up_rows import made_up_rows
from api.serving.measuring import Probe
from api.serving.session import GraphSession
from api.serving.usage import resident_bytes

BATCH_ROWS = 32
_PROBE_ROWS = 96
_BATCH_SIZES = (2, 3, 5, 8, 13, 16, 32, 64, 96)
_SECONDS_PER_TIMING = 0.4


def probe(artifact_dir: Path) -> Probe:
    schema = read_schema(artifact_dir)
    feed = _feed(artifact_dir, schema)
    before = resident_bytes()
    session = GraphSession(artifact_dir / FILES["model"], schema)
    row_invariant = _is_row_invariant(session, schema, feed)
    row_seconds = _median_seconds(session, _part(feed, 0, 1), 1)
    batch_seconds = _median_seconds(session, _part(feed, 0, BATCH_ROWS), BATCH_ROWS)
    return Probe(
        row_seconds=row_seconds,
        batch_seconds=batch_seconds,
        batch_rows=BATCH_ROWS,
        memory_bytes=max(resident_bytes() - before, 0),
        row_invariant=row_invariant,
        provider=session.provider,
    )


def _feed(artifact_dir: Path, schema: Schema) -> Feed:
    """The artifact's own rows, and made-up ones where it has too few."""
    known = (read_background(artifact_dir) + read_example_rows(artifact_dir))[:_PROBE_ROWS]
    rows: list[dict[str, Any]] = known + made_up_rows(schema, _PROBE_ROWS - len(known), seed=7)
    decoder = RequestDecoder(schema)
    return decoder.pack(decoder.convert(rows))


def _part(feed: Feed, start: int, stop: int) -> Feed:
    return {name: array[start:stop] for name, array in feed.items()}


def _is_row_invariant(session: GraphSession, schema: Schema, feed: Feed) -> bool:
    encode = answer_encoder(schema)

    def answers(size: int) -> list[str]:
        texts: list[str] = []
        for start in range(0, _PROBE_ROWS, size):
            stop = min(start + size, _PROBE_ROWS)
            arrays = session.run(_part(feed, start, stop), stop - start)
            raw = [array.astype(object).tolist() for array in arrays]
            texts.extend(encode(arrays))
            # The V2 route gives raw tensors, so they must agree to the last bit as well.
            texts.extend(repr(row) for row in zip(*raw, strict=True))
        return sorted(texts)

    alone = answers(1)
    return all(answers(size) == alone for size in _BATCH_SIZES)


def _median_seconds(session: GraphSession, feed: Feed, rows: int) -> float:
    session.run(feed, rows)
    seconds: list[float] = []
    end = time.perf_counter() + _SECONDS_PER_TIMING
    while time.perf_counter() < end or len(seconds) < 5:
        started = time.perf_counter()
        session.run(feed, rows)
        seconds.append(time.perf_counter() - started)
    return float(np.median(seconds))


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(probe(Path(sys.argv[1]))))
