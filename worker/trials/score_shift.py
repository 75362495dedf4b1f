"""How far a version's answers lie from another's on the same rows, as a stability index.

Of two samples of n rows, n/2 times the index is about a noncentral chi-square with a degree of
freedom a bin less one (Yurdakul and Naranjo, 2020, Journal of Risk Model Validation 14(4), for the
central case). The same rows agree more than two samples do, so that a shift is called too seldom
rather than too often.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy import stats

from api.core.predictions.paired_answers import Answer, PairedAnswer
from api.core.rollouts.evidence import Guardrail, Verdict
from monitoring.drift.psi import psi
from monitoring.quality.arrays import Floats

FEWEST_ROWS = 200
"""Before them there are no bins; by chance alone ten bins come to an index below 0.1 then."""
BINS = 10
ALPHA = 0.001
"""Of calling a shift that is none. The index is looked at often and has no sequential test."""


@dataclass
class ScoreShift:
    """Adds up over rows; after the first ones it holds counts alone.

    Numbers are binned by tenths of the champion's first answers, labels by themselves.
    """

    _first: list[tuple[Answer, Answer]] = field(default_factory=list)
    _edges: Floats | None = None
    _counts: tuple[Counter[Answer], Counter[Answer]] = field(
        default_factory=lambda: (Counter(), Counter())
    )
    rows: int = 0

    def add(self, rows: Iterable[PairedAnswer]) -> None:
        pairs = [(r.answer_a, r.answer_b) for r in rows if r.both_answered]
        answers = [(a, b) for a, b in pairs if a is not None and b is not None]
        self.rows += len(answers)
        self._first += answers
        if self._first and self.rows >= FEWEST_ROWS:
            self._count(self._first)
            self._first = []

    def guardrail(self, *, limit: float) -> Guardrail:
        verdict: Verdict = "too_little_data"
        index = float("nan")
        if self.rows >= FEWEST_ROWS:
            bins = sorted({*self._counts[0], *self._counts[1]}, key=str)
            before, after = (np.array([float(c[b]) for b in bins]) for c in self._counts)
            index = float(psi(before, after))
            if index <= limit:
                verdict = "held"
            elif _is_beyond(limit, index, rows=self.rows, bins=len(bins)):
                verdict = "breached"
        return Guardrail("score distribution", verdict, self.rows, index, limit)

    def _count(self, answers: list[tuple[Answer, Answer]]) -> None:
        for counts, side in zip(self._counts, zip(*answers, strict=True), strict=True):
            if isinstance(side[0], str):
                counts.update(side)
                continue
            values = np.array(side, dtype=np.float64)
            if self._edges is None:
                # The champion's side comes first.
                self._edges = np.unique(np.quantile(values, np.arange(1, BINS) / BINS))
            binned = np.searchsorted(self._edges, values, side="left")
            counts.update(dict(enumerate(np.bincount(binned).tolist())))


def _is_beyond(limit: float, index: float, *, rows: int, bins: int) -> bool:
    """Whether an index so large is all but impossible where the true one is the limit."""
    chance = stats.ncx2.sf(index * rows / 2, max(bins - 1, 1), limit * rows / 2)
    return bool(chance < ALPHA)
