"""Until when the data go that a version was made from: what comes later it has not seen."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pandas as pd

from api.artifact.manifest import Manifest

TRAINED = "train_to"
RECALIBRATED = "fit_to"
HELD_OUT = "holdout_to"
"""Parameters of a manifest that say until when its rows go."""


def trained_until(manifest: Manifest, *, time_zone: str = "UTC") -> datetime | None:
    """The end of the newest data that a version says it was made from, a midnight in the zone;
    None where it does not say. What was refitted on its own hold-out has seen that, too."""
    refit = (HELD_OUT,) if manifest.parameters.get("refit") is True else ()
    return _latest(manifest, (TRAINED, RECALIBRATED, *refit), time_zone)


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
