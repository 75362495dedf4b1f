"""A year played day by day: questions, truths, and a look at the model when each day is over."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd

from worker.replays.client import Platform
from worker.replays.player import Keep, Played, Recording, Step, play, steps

DAY = pd.Timedelta(days=1)
STEPS_A_DAY = 2
"""A candidate is decided about so often; the model is looked at when the day is over."""


@dataclass
class Passed:
    """What the platform did by itself."""

    played: Played = field(default_factory=lambda: Played(0, 0))
    failed: list[tuple[datetime, str]] = field(default_factory=list)
    """When, and why a training run made no version."""


def play_year(
    platform: Platform,
    recording: Recording,
    begin: pd.Timestamp,
    end: pd.Timestamp,
    *,
    seconds_a_day: float | None,
    keep: Keep,
    after_day: Callable[[pd.Timestamp, Passed], None],
) -> Passed:
    """Play [begin, end) as fast as the machine allows, or at a given pace.

    Every half day its rollouts are decided about; a training that the policy asked for has
    ended before the next one begins, for the model's clock stands still meanwhile.
    """
    passed, began = Passed(), time.monotonic()
    parts = steps(recording, begin, end, DAY / STEPS_A_DAY)
    for number, step in enumerate(parts, start=1):
        passed.played += play(platform.program, recording, step, keep=keep)
        day_is_over = number % STEPS_A_DAY == 0 or step.end >= end
        _look(platform, step, passed, day_is_over=day_is_over)
        if not day_is_over:
            continue
        after_day(step.end, passed)
        if seconds_a_day is not None:
            time.sleep(max(0.0, seconds_a_day - (time.monotonic() - began)))
        began = time.monotonic()
    return passed


def _look(platform: Platform, step: Step, passed: Passed, *, day_is_over: bool) -> None:
    at = step.end.to_pydatetime()
    if not day_is_over:
        if platform.is_trying():
            platform.advance(at)
        return
    check: dict[str, Any] = platform.check(at)
    if check["training_run_id"] is None or check["repair"] is None:
        return
    error = platform.trained(check["training_run_id"])
    if error is None:
        platform.advance(at)
    else:
        passed.failed.append((at, error))
