"""Until when the data go that a version was made from: what comes later it has not seen."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pandas as pd

from api.artifact.manifest import Manifest

TRAINED = "train_to"
RECALIBRATED = "fit_to"
HELD_OUT = "holdout_to"
JUDGED_SLOPE, JUDGED_INTERCEPT = "judged_slope", "judged_intercept"
"""Parameters of a manifest: until when its rows go, and the line of its evaluation where what is
sealed was fitted once more, on all rows."""


def trained_until(manifest: Manifest, *, time_zone: str = "UTC") -> datetime | None:
    """The end of the newest data that a version says it was made from, a midnight in the zone;
    None where it does not say. What was refitted on its own hold-out has seen that, too, unless
    the line that was judged there is known: then it is the one to judge."""
    parameters = manifest.parameters
    refit = parameters.get("refit") is True and JUDGED_SLOPE not in parameters
    return _latest(manifest, (TRAINED, RECALIBRATED, *((HELD_OUT,) if refit else ())), time_zone)


def learned_until(manifest: Manifest, *, time_zone: str = "UTC") -> datetime | None:
    """The same of the graph alone. The two numbers of a line learn next to nothing of single rows,
    and what they do learn speaks for the version that has them."""
    return _latest(manifest, (TRAINED,), time_zone) or trained_until(manifest, time_zone=time_zone)


def outdated_before(champion: Manifest, candidate: Manifest) -> datetime | None:
    """The end of the champion's data that the candidate's must reach.

    A retraining is measured by the champion's training alone: what the champion was recalibrated
    on since is newer than any data that leave room for a hold-out.
    """
    if RECALIBRATED in candidate.parameters or TRAINED not in candidate.parameters:
        return trained_until(champion)
    return _latest(champion, (TRAINED,), "UTC") or trained_until(champion)


def _latest(manifest: Manifest, names: Iterable[str], time_zone: str) -> datetime | None:
    given = [manifest.parameters.get(name) for name in names]
    moments = [pd.Timestamp(day) for day in given if isinstance(day, str)]
    zoned = [moment if moment.tzinfo else moment.tz_localize(time_zone) for moment in moments]
    ends: list[datetime] = [moment.tz_convert(UTC).to_pydatetime() for moment in zoned]
    return max(ends, default=None)
