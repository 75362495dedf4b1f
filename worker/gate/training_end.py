"""Until when the data go that a version was made from: what comes later it has not seen."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pandas as pd

from api.artifact.manifest import FILES, Manifest

TRAINED = "train_to"
CALIBRATED = "calibrate_to"
RECALIBRATED = "fit_to"
HELD_OUT = "holdout_to"
"""Parameters of a manifest: until when the rows go that a training run was given for each."""


def trained_until(manifest: Manifest, *, time_zone: str = "UTC") -> datetime | None:
    """The end of the newest data of what a gate judges, a midnight in the zone; None where the
    version does not say. What was fitted once more, on its own hold-out, has seen that, too, unless
    the graph from before is sealed with it: then that is the one to judge."""
    seen: tuple[str, ...] = (TRAINED, CALIBRATED, RECALIBRATED)
    if _is_refit(manifest) and FILES["judged"] not in manifest.files:
        seen = (*seen, HELD_OUT)
    return _latest(manifest, seen, time_zone)


def served_until(manifest: Manifest, *, time_zone: str = "UTC") -> datetime | None:
    """The same of what serves: the end of the newest data that anything in it was fitted on."""
    more = (HELD_OUT,) if _is_refit(manifest) else ()
    return _latest(manifest, (TRAINED, CALIBRATED, RECALIBRATED, *more), time_zone)


def learned_until(manifest: Manifest, *, time_zone: str = "UTC") -> datetime | None:
    """The same of the graph alone that serves, without its line. The two numbers of a line learn
    next to nothing of single rows, and what they do learn speaks for the version that has them."""
    day = learned_day(manifest)
    if day is None:
        return trained_until(manifest, time_zone=time_zone)
    return _moment(day, time_zone)


def learned_day(manifest: Manifest) -> str | None:
    """The day at whose midnight the data end that the graph, without its line, was trained on;
    None where the version does not say. A recalibration says it of its parent."""
    is_training = RECALIBRATED not in manifest.parameters
    day = manifest.parameters.get(HELD_OUT if is_training and _is_refit(manifest) else TRAINED)
    return day if isinstance(day, str) else None


def outdated_before(champion: Manifest, candidate: Manifest) -> datetime | None:
    """The end of the champion's data that the candidate's must reach.

    A retraining is measured by the champion's training alone: what the champion was recalibrated
    on since is newer than any data that leave room for a hold-out.
    """
    if RECALIBRATED in candidate.parameters or TRAINED not in candidate.parameters:
        return served_until(champion)
    return learned_until(champion)


def _is_refit(manifest: Manifest) -> bool:
    return manifest.parameters.get("refit") is True


def _latest(manifest: Manifest, names: Iterable[str], time_zone: str) -> datetime | None:
    given = [manifest.parameters.get(name) for name in names]
    return max((_moment(day, time_zone) for day in given if isinstance(day, str)), default=None)


def _moment(day: str, time_zone: str) -> datetime:
    moment = pd.Timestamp(day)
    zoned = moment if moment.tzinfo else moment.tz_localize(time_zone)
    found: datetime = zoned.tz_convert(UTC).to_pydatetime()
    return found
