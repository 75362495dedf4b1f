"""A total over rows of several kinds, with the interval that the days' differences give.

Of each kind the number of rows is taken as given and its mean as uncertain: what a day adds to the
error is how far its rows of all kinds together stray from their means (Liang and Zeger, 1986,
Biometrika 73(1), for the total that is the sum of the kinds' rows times their means). A day is one
unit of chance, so that kinds that go well or badly on the same days are not counted as independent.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import TypeVar

import numpy as np

from monitoring.quality.bootstrap import CONFIDENCE
from monitoring.quality.estimate import (
    MINIMUM_CLUSTERS,
    MINIMUM_ROWS,
    Estimate,
    TooLittleData,
    normal_estimate,
)
from monitoring.quality.student import widening
from monitoring.quality.sums import MeasureSums

Kinds = Mapping[str, MeasureSums]
Day = TypeVar("Day", bound=Hashable)


def total_of_days(
    days: Mapping[Day, Kinds], confidence: float = CONFIDENCE
) -> Estimate | TooLittleData:
    """``days`` holds the sums of each kind on each day; a kind may be absent from a day."""
    whole: dict[str, MeasureSums] = defaultdict(MeasureSums)
    for kinds in days.values():
        for kind, sums in kinds.items():
            whole[kind] += sums
    rows = sum(sums.rows for sums in whole.values())
    held = [kinds for kinds in days.values() if any(sums.rows for sums in kinds.values())]
    if rows < MINIMUM_ROWS:
        return TooLittleData(rows, f"{rows} rows with truth are too few: it takes {MINIMUM_ROWS}")
    if len(held) < MINIMUM_CLUSTERS:
        return TooLittleData(rows, f"{len(held)} days are too few: it takes {MINIMUM_CLUSTERS}")
    strays = np.array(
        [
            sum(sums.total - whole[kind].mean * sums.rows for kind, sums in kinds.items())
            for kinds in held
        ]
    )
    units = len(held)
    error = float(np.sqrt(units / (units - 1) * np.square(strays).sum()))
    total = sum(sums.total for sums in whole.values())
    return normal_estimate(total, error * widening(confidence, units - 1), rows, confidence)
