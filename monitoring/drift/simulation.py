"""How often the whole check alarms on nothing: references and windows drawn from the same truth.

References are fresh samples too, as sealed ones are: only so does the rate count the noise of both.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np

from monitoring.drift.check import check_drift
from monitoring.drift.columns import Texts
from monitoring.drift.joint_profile import profile_joint
from monitoring.drift.limits import DriftLimits
from monitoring.drift.noise_floor import Floors
from monitoring.drift.profile import ColumnProfile, profile_categories, profile_numbers
from monitoring.drift.window import Reference, count_chunk
from monitoring.quality.arrays import Floats

CATEGORY_NAMES = np.array([f"value {number}" for number in range(60)], dtype=object)


@dataclass(frozen=True)
class FalseAlarms:
    windows: int
    alarms: int
    """Windows with any alarm at all."""

    @property
    def rate(self) -> float:
        return self.alarms / self.windows


def simulate_false_alarms(
    *,
    windows: int,
    features: int,
    rows: int,
    reference_rows: int,
    limits: DriftLimits,
    seed: int,
    windows_per_reference: int = 10,
) -> FalseAlarms:
    """Check ``windows`` windows of ``rows`` rows against references of ``reference_rows``, where
    nothing has changed. To judge the statistics alone, pass limits whose effects matter however
    small they are."""
    generator = np.random.default_rng(seed)
    alarms = 0
    for first in range(0, windows, windows_per_reference):
        reference = _reference(features, reference_rows, generator)
        floors = Floors(reference.columns, seed=int(generator.integers(2**32)))
        for _ in range(first, min(first + windows_per_reference, windows)):
            window = count_chunk(stable_table(features, rows, generator), reference)
            alarms += check_drift(reference, window, limits, floors).alarms
    return FalseAlarms(windows, alarms)


def _reference(features: int, rows: int, generator: np.random.Generator) -> Reference:
    training = stable_table(features, rows, generator)
    columns = {name: _profile(column) for name, column in training.items()}
    return Reference(columns, profile_joint(training, columns))


def stable_table(
    features: int, rows: int, generator: np.random.Generator
) -> dict[str, Floats | Texts]:
    """A table of normal, skewed, rounded, partly missing and categorical columns, in turn; the
    numbers share a common factor, so that they are correlated."""
    factor = generator.normal(size=rows)
    return {
        f"feature {number:03d}": _column(number, factor, generator) for number in range(features)
    }


def _column(number: int, factor: Floats, generator: np.random.Generator) -> Floats | Texts:
    rows = len(factor)
    values = 0.6 * factor + 0.8 * generator.normal(size=rows)
    match number % 5:
        case 0:
            return values
        case 1:
            return np.exp(1.5 * values)
        case 2:
            return np.maximum(np.round(2 * values), 0.0)
        case 3:
            return np.where(generator.random(rows) < 0.1, np.nan, values)
        case _:
            # Geometric shares: a long tail of rare values, some of which training misses.
            codes = np.minimum(generator.geometric(0.15, rows), len(CATEGORY_NAMES)) - 1
            names: Texts = CATEGORY_NAMES[codes]
            return names


def _profile(column: Floats | Texts) -> ColumnProfile:
    if column.dtype == np.object_:
        return profile_categories(cast(Texts, column))
    return profile_numbers(cast(Floats, column))
