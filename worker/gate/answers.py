"""Does it answer everything with a number?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from api.serving.errors import ModelFailed, RowsRefused
from api.serving.scoring import CHUNK_ROWS, Scorer
from monitoring.quality.arrays import Floats
from worker.gate.probe_rows import ProbeRow
from worker.gate.types import GateCheck

SHOWN = 3


@dataclass(frozen=True)
class Answered:
    """(probe rows,) whether the answer was made of finite numbers only."""

    champion: Sequence[bool]
    candidate: Sequence[bool]


def check_answers(probes: Sequence[ProbeRow], answered: Answered, held_out: Floats) -> GateCheck:
    """Fails when the candidate has no finite answer to a probe that the champion answers, or to a
    held-out row (its predictions). What the champion cannot answer is not held against it."""
    holes = [
        probe.what
        for probe, before, after in zip(probes, answered.champion, answered.candidate, strict=True)
        if before and not after
    ]
    rows = int((~np.isfinite(held_out.reshape(len(held_out), -1)).all(axis=1)).sum())
    numbers = {"probes": float(len(probes)), "holes": float(len(holes)), "rows": float(rows)}
    if holes:
        kinds = list(dict.fromkeys(holes))
        more = f" and {len(kinds) - SHOWN} more" if len(kinds) > SHOWN else ""
        reason = f"No finite answer where {'; '.join(kinds[:SHOWN])}{more}; the champion has one"
        return GateCheck("answers", "fail", reason, numbers)
    if rows:
        reason = f"{rows:,} of {len(held_out):,} held-out rows have no finite answer"
        return GateCheck("answers", "fail", reason, numbers)
    reason = f"Every one of {len(probes):,} probes and {len(held_out):,} rows has a finite answer"
    return GateCheck("answers", "pass", reason, numbers)


def finite_answers(scorer: Scorer, probes: Sequence[ProbeRow]) -> list[bool]:
    """Whether each probe gets finite numbers; one that is refused or breaks the graph does not."""
    finite: list[bool] = []
    for start in range(0, len(probes), CHUNK_ROWS):
        rows = [probe.row for probe in probes[start : start + CHUNK_ROWS]]
        finite += _finite(scorer, rows)
    return finite


def _finite(scorer: Scorer, rows: Sequence[dict[str, object]]) -> list[bool]:
    try:
        arrays = scorer.score_rows_raw(rows)
    except (ModelFailed, RowsRefused):
        if len(rows) == 1:
            return [False]
        half = len(rows) // 2
        return _finite(scorer, rows[:half]) + _finite(scorer, rows[half:])
    numbers = [a.reshape(len(rows), -1) for a in arrays if a.dtype.kind == "f"]
    if not numbers:
        return [True] * len(rows)
    return [bool(row.all()) for row in np.isfinite(np.concatenate(numbers, axis=1))]
