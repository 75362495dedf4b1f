"""The stream of daily errors: did what leads to what change? River's ADWIN says."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from api.core.checks.measures import LOSSES
from api.core.checks.quality import ErrorStream
from monitoring.quality.concept_drift import find_concept_drift
from monitoring.quality.estimate import TooLittleData
from monitoring.quality.sums import MeasureSums

BOUNDED = ("binary", "multiclass")
FEWEST_ROWS_A_DAY = 30


def look_at_errors(task: str, days: Mapping[date, Mapping[str, MeasureSums]]) -> ErrorStream:
    """``days`` are the measures of all that the model answered live, in any order."""
    if task not in BOUNDED:
        return ErrorStream(
            drifted=None, reason="the errors have no upper limit, which the test rests on"
        )
    told = [
        (day, measures[LOSSES[task]])
        for day, measures in sorted(days.items())
        if LOSSES[task] in measures
    ]
    enough = [(day, loss.mean) for day, loss in told if loss.rows >= FEWEST_ROWS_A_DAY]
    found = find_concept_drift(np.array([mean for _, mean in enough]))
    if isinstance(found, TooLittleData):
        return ErrorStream(
            drifted=None, reason=f"{len(enough)} days with truth are too few to tell"
        )
    if not found.changes:
        return ErrorStream(
            drifted=False, reason=f"the errors of {len(enough)} days kept their level"
        )
    newest = found.changes[-1]
    began = enough[newest.began_at][0]
    return ErrorStream(
        drifted=True,
        reason=f"the daily loss went from {newest.before:.3f} to {newest.after:.3f} "
        f"about {began:%Y-%m-%d}",
    )
