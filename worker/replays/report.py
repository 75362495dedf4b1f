"""What a replay shows: each arm by month, what the platform did and why."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from monitoring.quality.arrays import Floats, Ints
from monitoring.quality.auc_estimate import placements
from monitoring.quality.brier import brier
from worker.replays.drills import DRILL, STOPPED


@dataclass(frozen=True)
class Month:
    month: str
    """2013-03"""
    rows: int
    brier: float
    auc: float | None
    """None of one class."""


@dataclass(frozen=True)
class Arm:
    name: str
    retrainings: int
    months: tuple[Month, ...]

    @property
    def mean_brier(self) -> float:
        """Over the months, each counted once."""
        return float(np.mean([month.brier for month in self.months]))


@dataclass(frozen=True)
class Event:
    at: str
    what: str
    version: int | None
    reason: str


@dataclass(frozen=True)
class Deeds:
    """What the platform's policies did by themselves."""

    retrainings: int
    recalibrations: int
    promotions: int
    refusals: int
    rollbacks: int
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Drill:
    """A candidate that must be stopped."""

    name: str
    stopped_in: str | None
    """The stage that it was refused in; None where it was not."""
    largest_weight: float
    """Share of live traffic that it ever had, 0–1."""
    reason: str


@dataclass(frozen=True)
class ReplayReport:
    arms: tuple[Arm, ...]
    hindsight_brier: float
    """Of an operator who picks the better of the first two arms month by month, knowing it all."""
    deeds: Deeds
    drills: tuple[Drill, ...]
    seconds: float
    rows: int
    truths: int

    @property
    def platform(self) -> Arm:
        return self.arms[-1]

    @property
    def is_below_hindsight(self) -> bool:
        return self.platform.mean_brier < self.hindsight_brier

    @property
    def is_frugal(self) -> bool:
        """At most half of the calendar's retrainings."""
        return 2 * self.deeds.retrainings <= self.arms[1].retrainings

    def as_json(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "mean_brier": {arm.name: arm.mean_brier for arm in self.arms},
            "is_below_hindsight": self.is_below_hindsight,
            "is_frugal": self.is_frugal,
        }


def arm(
    name: str, retrainings: int, frame: pd.DataFrame, happened: Ints, stated: Floats, zone: str
) -> Arm:
    """``stated`` (n,) beside ``happened`` (n,) and the moments of ``frame``; nan is no answer."""
    months = frame["occurred_at"].dt.tz_convert(zone).dt.strftime("%Y-%m").to_numpy()
    answered = ~np.isnan(stated)
    found = []
    for month in sorted(set(months[answered])):
        of_month = answered & (months == month)
        truth, probability = happened[of_month], stated[of_month]
        both = 0 < truth.sum() < len(truth)
        area = float(placements(truth, probability)[truth == 1].mean()) if both else None
        loss = float(brier(truth, probability).mean())
        found.append(Month(str(month), int(of_month.sum()), loss, area))
    return Arm(name, retrainings, tuple(found))


def hindsight(never: Arm, calendar: Arm) -> float:
    """The mean over the months of the better of the two."""
    pairs = zip(never.months, calendar.months, strict=True)
    return float(np.mean([min(one.brier, other.brier) for one, other in pairs]))


def deeds(
    training_runs: Sequence[Mapping[str, Any]],
    rollouts: Sequence[Mapping[str, Any]],
    failed: Sequence[Event],
    *,
    actor: str,
) -> Deeds:
    """From the API's own answers: every training that ``actor`` asked for, every step it took."""
    asked = [run for run in training_runs if run["created_by"] == actor]
    own = [
        {**step, "version": rollout["version"]}
        for rollout in rollouts
        for step in rollout["transitions"]
        if step["actor"] == actor
    ]
    events = [
        *(Event(run["created_at"], _kind(run), run["version"], run["reason"]) for run in asked),
        *(Event(step["at"], step["step"], step["version"], step["reason"]) for step in own),
    ]
    counted = [step["step"] for step in own]
    return Deeds(
        retrainings=sum(_kind(run) == "retrain" for run in asked),
        recalibrations=sum(_kind(run) == "recalibrate" for run in asked),
        promotions=counted.count("promote"),
        refusals=counted.count("reject"),
        rollbacks=counted.count("roll back"),
        events=tuple(sorted([*events, *failed], key=lambda event: event.at)),
    )


def drills(rollouts: Sequence[Mapping[str, Any]]) -> tuple[Drill, ...]:
    """Every candidate that was proposed as one, from the API's own answer."""
    found = []
    for rollout in reversed(rollouts):
        first, last = rollout["transitions"][0], rollout["transitions"][-1]
        if not first["reason"].startswith(DRILL):
            continue
        found.append(
            Drill(
                name=first["reason"].removeprefix(DRILL),
                stopped_in=last["from_stage"] if last["to_stage"] in STOPPED else None,
                largest_weight=max(step["weight"] for step in rollout["transitions"]),
                reason=last["reason"],
            )
        )
    return tuple(found)


def _kind(run: Mapping[str, Any]) -> str:
    return "recalibrate" if run["parameters"].get("method") == "recalibrate" else "retrain"
