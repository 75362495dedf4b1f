"""The whole replay of 2013: the year through the API, both baselines, and the report."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
import pandas as pd

from api.artifact.sealing import Artifact
from worker.recipes.flight_delay import FIELDS, LABELS, RECIPE
from worker.replays.baselines import Baseline, by_calendar, never
from worker.replays.client import Platform
from worker.replays.flights import flights_of_2013
from worker.replays.player import Recording
from worker.replays.policy import FLIGHTS
from worker.replays.report import (
    Event,
    ReplayReport,
    arm,
    deeds,
    drills,
    hindsight,
)
from worker.replays.year import Passed, play_year

MODEL = RECIPE.name
ACTOR = f"policy:{MODEL}"
ZONE = RECIPE.time_zone
BEGIN, END = pd.Timestamp("2013-03-01", tz=ZONE), pd.Timestamp("2014-01-01", tz=ZONE)
"""March to December: the first version was trained on January and February."""

GIVES_WAY = 19
"""Priority of the baselines: the play is what is timed."""

Baselines = tuple[Baseline, Baseline]


@dataclass(frozen=True)
class Pace:
    begin: pd.Timestamp = BEGIN
    end: pd.Timestamp = END
    seconds_a_day: float | None = None
    """None is as fast as the machine allows."""


def flights_recording(packages: Path) -> Recording:
    return Recording(MODEL, tuple(field.name for field in FIELDS), flights_of_2013(packages))


def replay_flights(
    platform: Platform,
    first: Artifact,
    *,
    packages: Path,
    pace: Pace,
    drill: Callable[[], None],
    progress: Callable[[str], None],
) -> ReplayReport:
    """``first`` is the version that serves when the year begins; ``drill`` runs the drills when it
    is over."""
    recording = flights_recording(packages)
    frame = recording.frame
    stated = np.full(len(frame), np.nan)

    def keep(rows: "pd.Index[int]", answers: Sequence[dict[str, Any]]) -> None:
        stated[rows.to_numpy()] = [answer["probability"] for answer in answers]

    def after_day(end: pd.Timestamp, passed: Passed) -> None:
        progress(f"{end:%Y-%m-%d}: {passed.played.rows:,} flights, {passed.played.truths:,} truths")

    began = time.monotonic()
    _set_policy(platform)
    # In a process of its own: in a thread it would hold up the play, which is Python, too.
    with multiprocessing.get_context("spawn").Pool(1, _give_way) as beside:
        baselines = beside.apply_async(_baselines, (first, packages, pace))
        passed = play_year(
            platform,
            recording,
            pace.begin,
            pace.end,
            seconds_a_day=pace.seconds_a_day,
            keep=keep,
            after_day=after_day,
        )
        seconds = time.monotonic() - began
        progress("what would have been without Farol")
        without = baselines.get()
    played = np.flatnonzero(~np.isnan(stated) & frame["truth"].notna().to_numpy())
    judged = frame.iloc[played].reset_index(drop=True)
    happened = (judged["truth"] == LABELS[1]).to_numpy(dtype=np.int64)
    arms = tuple(
        arm(b.name, b.retrainings, judged, happened, b.answers[played], ZONE) for b in without
    )
    own = deeds(
        platform.get("/v1/training-runs", model=MODEL)["training_runs"],
        platform.get(f"/v1/models/{MODEL}/rollouts", limit=200)["rollouts"],
        [Event(f"{at:%Y-%m-%dT%H:%M:%SZ}", "failed", None, why) for at, why in passed.failed],
        actor=ACTOR,
    )
    progress("drills: candidates that must be stopped")
    drill()
    drilled = platform.get(f"/v1/models/{MODEL}/rollouts", limit=200)["rollouts"]
    return ReplayReport(
        arms=(*arms, arm("Farol", own.retrainings, judged, happened, stated[played], ZONE)),
        hindsight_brier=hindsight(*arms),
        deeds=own,
        drills=drills(drilled),
        seconds=seconds,
        rows=passed.played.rows,
        truths=passed.played.truths,
    )


def _give_way() -> None:
    # The process that began this one is told, and ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(GIVES_WAY)


def _baselines(first: Artifact, packages: Path, pace: Pace) -> Baselines:
    recording = flights_recording(packages)
    left_alone = never(recording, onnx.load(first.model_path), first.schema)
    calendar = by_calendar(
        recording,
        left_alone,
        RECIPE,
        FLIGHTS.retraining.parameters,
        pace.begin,
        pace.end,
        packages=packages,
    )
    return left_alone, calendar


def _set_policy(platform: Platform) -> None:
    current = platform.get(f"/v1/models/{MODEL}/policy")
    platform.put(
        f"/v1/models/{MODEL}/policy",
        {
            "policy": msgspec.to_builtins(FLIGHTS),
            "seen_number": current["number"],
            "reason": "A replay of 2013 shows what policies do by themselves.",
        },
    )
