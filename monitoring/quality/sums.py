"""Quality as sums that add up: kept by day, put together for any window, late truth or not.

A day is one unit of chance: its rows share weather, news and holidays. So errors are worked out
from the days' totals (Liang and Zeger, 1986, Biometrika 73(1), for a mean; Obuchowski, 1997,
Biometrics 53(2), for the area under the ROC curve).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from monitoring.quality.arrays import Floats, Ints
from monitoring.quality.auc_estimate import MINIMUM_OF_A_CLASS
from monitoring.quality.bootstrap import CONFIDENCE
from monitoring.quality.estimate import (
    MINIMUM_CLUSTERS,
    MINIMUM_ROWS,
    Estimate,
    TooLittleData,
    normal_estimate,
)
from monitoring.quality.student import widening

SCORE_BINS = 200
"""Of equal width over 0–1: a probability is known to 0.0025."""


@dataclass(frozen=True)
class MeasureSums:
    rows: int = 0
    total: float = 0.0

    def __add__(self, other: "MeasureSums") -> "MeasureSums":
        return MeasureSums(self.rows + other.rows, self.total + other.total)

    @property
    def mean(self) -> float:
        """nan of no rows."""
        return self.total / self.rows if self.rows else float("nan")


@dataclass(frozen=True)
class ScoreCounts:
    """Rows by stated probability of labels[1], ``SCORE_BINS`` each."""

    answered: tuple[int, ...]
    """All of them, with truth or without."""
    ones: tuple[int, ...]
    """Those that came true."""
    zeros: tuple[int, ...]

    def __add__(self, other: "ScoreCounts") -> "ScoreCounts":
        return ScoreCounts(
            _added(self.answered, other.answered),
            _added(self.ones, other.ones),
            _added(self.zeros, other.zeros),
        )


Measures = Mapping[str, MeasureSums]


@dataclass(frozen=True)
class QualitySums:
    rows: int = 0
    """Answered."""
    truths: int = 0
    """Of them with a truth that fits the task."""
    measures: Measures = field(default_factory=dict)
    """Measure (brier, mae, …) -> its sums over the rows with truth."""
    labels: Measures = field(default_factory=dict)
    """True label -> how many of its rows were called so."""
    slices: Mapping[str, Mapping[str, MeasureSums]] = field(default_factory=dict)
    """Column -> value -> sums of the headline's loss."""
    scores: ScoreCounts | None = None
    """Of binary models."""

    def __add__(self, other: "QualitySums") -> "QualitySums":
        columns = self.slices.keys() | other.slices.keys()
        return QualitySums(
            self.rows + other.rows,
            self.truths + other.truths,
            _merged(self.measures, other.measures),
            _merged(self.labels, other.labels),
            {c: _merged(self.slices.get(c, {}), other.slices.get(c, {})) for c in sorted(columns)},
            _both(self.scores, other.scores),
        )


def measure_sums(values: Floats) -> MeasureSums:
    return MeasureSums(len(values), float(values.sum()))


def score_counts(probability: Floats, truth: Ints, has_truth: "np.ndarray") -> ScoreCounts:
    """``probability`` (n,), ``truth`` 0 or 1 where ``has_truth`` (n,) says so."""
    index = np.minimum((probability * SCORE_BINS).astype(np.int64), SCORE_BINS - 1)
    known, happened = index[has_truth], truth[has_truth] == 1
    return ScoreCounts(_counted(index), _counted(known[happened]), _counted(known[~happened]))


def mean_of_days(
    days: Sequence[MeasureSums], confidence: float = CONFIDENCE
) -> Estimate | TooLittleData:
    """The mean over all rows, with the interval that the days' differences give."""
    held = [day for day in days if day.rows]
    whole = sum(held, MeasureSums())
    refusal = _too_little(whole.rows, len(held))
    if refusal is not None:
        return refusal
    influence = np.array([(day.total - whole.mean * day.rows) / whole.rows for day in held])
    return normal_estimate(whole.mean, _error(influence, confidence), whole.rows, confidence)


def auc_of_days(
    days: Sequence[ScoreCounts], confidence: float = CONFIDENCE
) -> Estimate | TooLittleData:
    """The area under the ROC curve, rows of one bin counted as ties."""
    ones = np.array([day.ones for day in days], dtype=float).reshape(-1, SCORE_BINS)
    zeros = np.array([day.zeros for day in days], dtype=float).reshape(-1, SCORE_BINS)
    held = (ones.sum(axis=1) + zeros.sum(axis=1)) > 0
    ones, zeros = ones[held], zeros[held]
    count_1, count_0 = ones.sum(), zeros.sum()
    refusal = _too_little(int(count_1 + count_0), len(ones))
    if refusal is not None:
        return refusal
    if min(count_1, count_0) < MINIMUM_OF_A_CLASS:
        reason = f"{min(count_1, count_0):.0f} rows of one class are too few"
        return TooLittleData(int(count_1 + count_0), reason)
    above = _share_below(zeros.sum(axis=0))
    below = 1.0 - _share_below(ones.sum(axis=0))
    area = float(ones.sum(axis=0) @ above / count_1)
    influence = ones @ (above - area) / count_1 + zeros @ (below - area) / count_0
    rows = int(count_1 + count_0)
    error = _error(influence, confidence)
    return normal_estimate(area, error, rows, confidence, limits=(0.0, 1.0))


def stated_probabilities(counts: Sequence[int]) -> Floats:
    """(n,) the bins' centres, as often as rows were counted in them."""
    centres = (np.arange(SCORE_BINS) + 0.5) / SCORE_BINS
    stated: Floats = np.repeat(centres, counts)
    return stated


def _error(influence: Floats, confidence: float) -> float:
    """Of a handful of days, wider by what Student's distribution is wider than the normal."""
    units = len(influence)
    error = float(np.sqrt(units / (units - 1) * np.square(influence).sum()))
    return error * widening(confidence, units - 1)


def _too_little(rows: int, days: int) -> TooLittleData | None:
    if rows < MINIMUM_ROWS:
        return TooLittleData(rows, f"{rows} rows with truth are too few: it takes {MINIMUM_ROWS}")
    if days < MINIMUM_CLUSTERS:
        return TooLittleData(rows, f"{days} days are too few: it takes {MINIMUM_CLUSTERS}")
    return None


def _share_below(counts: Floats) -> Floats:
    """(bins,) share of the counted rows below each bin, its own counted half."""
    share: Floats = (np.cumsum(counts) - counts / 2.0) / counts.sum()
    return share


def _counted(index: Ints) -> tuple[int, ...]:
    return tuple(np.bincount(index, minlength=SCORE_BINS).tolist())


def _added(one: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _merged(one: Measures, other: Measures) -> dict[str, MeasureSums]:
    names = sorted(one.keys() | other.keys())
    return {name: one.get(name, MeasureSums()) + other.get(name, MeasureSums()) for name in names}


def _both(one: ScoreCounts | None, other: ScoreCounts | None) -> ScoreCounts | None:
    if one is None or other is None:
        return one or other
    return one + other
